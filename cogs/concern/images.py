"""The picture that goes with a concern: adding it on the review page, taking it away, and showing it there.

No rule is here. Not here: how readers see it (`cogs/moderate`).
"""

from collections.abc import Awaitable, Callable
from itertools import takewhile

import discord

from bot.core.draft import DraftToken
from bot.core.picture import MEDIA_TYPES, kind_of
from bot.services.images import UNREADABLE, Images
from bot.services.problems import CannotReach, Refused
from bot.services.telling import Review
from bot.ui.door import Door
from bot.ui.page import Answer, Button, Buttons, FileField, Form, Notice, Page, Part, Picture, Reply, Text
from bot.ui.visit import Upload, Visit, upload_from
from bot.ui.words import Words
from cogs.concern.ids import read_token

ReviewAgain = Callable[[Visit, DraftToken], Awaitable[Page]]
"""The review page of a draft as it is now."""


class ConcernImages:
    """Adds pictures to drafts, and to the pages that show them."""

    def __init__(self, images: Images, door: Door) -> None:
        self._images = images
        self._door = door

    def serve(self, review_again: ReviewAgain) -> None:
        """Serve the presses and the form; `review_again` makes the page that follows them."""

        async def add(visit: Visit) -> Answer:
            token = read_token(visit.key)
            await self._images.put(visit.server_id, token, visit.person, _upload(visit), visit.now)
            return Reply(await review_again(visit, token), edit=True)

        async def remove(visit: Visit) -> Answer:
            token = read_token(visit.key)
            await self._images.remove(visit.server_id, token, visit.now)
            return Reply(await review_again(visit, token), edit=True)

        self._door.press("concern:image", self._ask)
        self._door.form("concern:image", add)
        self._door.press("concern:noimage", remove)

    async def _ask(self, visit: Visit) -> Answer:
        return image_form(visit.words, read_token(visit.key), self._door.fresh())

    async def added_to(self, words: Words, token: DraftToken, review: Review, page: Page) -> Page:
        """The review page with the draft's picture above its buttons, and buttons for it below them."""
        if not review.can_be_sent:
            return page
        data = await self._images.of_draft(token) if review.draft.has_image else None
        rows = len(list(takewhile(lambda part: isinstance(part, Buttons), reversed(page.parts))))
        above, below = page.parts[: len(page.parts) - rows], page.parts[len(page.parts) - rows :]
        shown = [] if data is None else [_picture(words, data), Text(words("concern-image-kept"))]
        return Page((*above, *shown, *below, _buttons(words, token, has_image=data is not None)), page.accent)

    async def copy(self, visit: Visit, token: DraftToken, message: discord.Message) -> list[Part]:
        """Let the first picture of a message go with the draft; what is said of it. The draft goes on either way."""
        pictures = [one for one in map(upload_from, message.attachments) if one.media_type in MEDIA_TYPES]
        if not pictures:
            return []
        try:
            await self._images.put(visit.server_id, token, visit.person, pictures[0], visit.now)
        except (Refused, CannotReach):
            return [Text(visit.words("concern-image-not-copied"))]
        return [Text(visit.words("concern-image-copied"))]


def image_form(words: Words, token: DraftToken, fresh: str) -> Form:
    """Asks for a picture, and says first what becomes of it."""
    return Form(
        words("concern-image-title"),
        f"concern:image:{token}:{fresh}",
        (
            Notice(words("concern-image-notice")),
            FileField("image", words("concern-image-label"), words("concern-image-hint")),
        ),
    )


def _picture(words: Words, data: bytes) -> Picture:
    kind = kind_of(data)
    if kind is None:
        raise Refused(UNREADABLE)
    return Picture(data, kind.file_name, words("concern-image-description"))


def _buttons(words: Words, token: DraftToken, *, has_image: bool) -> Buttons:
    if not has_image:
        return Buttons((Button(words("concern-image-add"), f"concern:image:{token}"),))
    other = Button(words("concern-image-replace"), f"concern:image:{token}")
    return Buttons((other, Button(words("concern-image-remove"), f"concern:noimage:{token}")))


def _upload(visit: Visit) -> Upload:
    upload = visit.uploads.get("image")
    if upload is None:
        raise Refused("concern-image-no-picture")
    return upload
