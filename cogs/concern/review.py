"""Every press on the page before *Send*: pages, readers, trying the code, messages, help lines, and sending it."""

from typing import Final

from bot.core.draft import DraftToken
from bot.services.concerns import ConcernService
from bot.services.sending import How, Sending
from bot.services.servers import Servers
from bot.services.telling import Review
from bot.ui.door import Door
from bot.ui.page import Answer, Page, Reply
from bot.ui.support import HelpDesk
from bot.ui.visit import Visit
from cogs.concern import pages, review_pages
from cogs.concern.forms import account_in, concern_form, page_form, try_form
from cogs.concern.ids import read_page, read_token
from cogs.concern.images import ConcernImages

_WAYS: Final = {"concern:send": How.SLOT, "concern:urgent": How.URGENT, "concern:held": How.HOLD}


class ReviewPresses:
    """Shows a draft before it is sent, and does what its reporter asks."""

    def __init__(  # noqa: PLR0913 - what a review is made of
        self,
        servers: Servers,
        concerns: ConcernService,
        sending: Sending,
        images: ConcernImages,
        desk: HelpDesk,
        door: Door,
    ) -> None:
        self._servers = servers
        self._concerns = concerns
        self._sending = sending
        self._images = images
        self._desk = desk
        self._door = door
        images.serve(self.page_again)
        for action, handler in (
            ("review", self.show),
            ("lines", self.show),
            ("readers", self.choose_readers),
            ("edit", self.edit),
            ("page", self.ask_page),
            ("try", self.ask_code),
            ("notify", self.ask_to_message),
            ("notified", self.message),
            ("quiet", self.message),
            ("hold", self.ask_to_hold),
            ("discard", self.discard),
            ("send", self.send),
            ("urgent", self.send),
            ("held", self.send),
        ):
            door.press(f"concern:{action}", handler)
        door.form("concern:form", self.tell)
        door.form("concern:page", self.write_page)
        door.form("concern:try", self.try_code)

    async def show(self, visit: Visit) -> Answer:
        """Show it again: from a question back, or with the help lines of another country."""
        token = read_token(visit.key)
        review = await self._concerns.review(visit.server_id, token, visit.now)
        country = visit.value if visit.action == "concern:lines" else None
        return Reply(await self._page(visit, token, review, country), edit=True)

    async def page_again(self, visit: Visit, token: DraftToken) -> Page:
        """The page of a draft as it is now."""
        return await self._page(visit, token, await self._concerns.review(visit.server_id, token, visit.now))

    async def edit(self, visit: Visit) -> Answer:
        """Open the form again, as it was told."""
        token = read_token(visit.key)
        told = await self._concerns.told(visit.server_id, token, visit.now)
        return concern_form(visit.words, token, self._door.fresh(), told)

    async def tell(self, visit: Visit) -> Answer:
        """Keep what was told, and show who would read it."""
        token = read_token(visit.key)
        review = await self._concerns.tell(visit.server_id, token, account_in(visit), visit.now)
        code = (pages.code_page(visit.words, review.receipt),) if review.is_first else ()
        return Reply(await self._page(visit, token, review), edit=True, more=code)

    async def choose_readers(self, visit: Visit) -> Answer:
        """Keep who may read it."""
        token = read_token(visit.key)
        review = await self._concerns.choose_readers(visit.server_id, token, visit.values, visit.now)
        return Reply(await self._page(visit, token, review), edit=True)

    async def ask_page(self, visit: Visit) -> Answer:
        """Open the form of one more page, as it was written before."""
        token, place = read_page(visit.key)
        told = await self._concerns.told(visit.server_id, token, visit.now)
        text = told.more[place - 2] if 0 <= place - 2 < len(told.more) else ""
        return page_form(visit.words, token, place, text, self._door.fresh())

    async def write_page(self, visit: Visit) -> Answer:
        """Keep the page, or let it go if it was emptied."""
        token, place = read_page(visit.key)
        text = visit.fields.get("words", "")
        review = await self._concerns.write_page(visit.server_id, token, place, text, visit.now)
        return Reply(await self._page(visit, token, review), edit=True)

    async def ask_code(self, visit: Visit) -> Answer:
        """Open the form in which the code is tried."""
        return try_form(visit.words, read_token(visit.key), self._door.fresh())

    async def try_code(self, visit: Visit) -> Answer:
        """Say whether it is the code of this draft; the draft itself is not touched."""
        is_it = self._concerns.is_its_code(read_token(visit.key), visit.fields.get("code", ""))
        return Reply(review_pages.tried_page(visit.words, is_it=is_it))

    async def ask_to_message(self, visit: Visit) -> Answer:
        """Say what a direct message at an answer costs."""
        return Reply(review_pages.message_page(visit.words, read_token(visit.key)), edit=True)

    async def message(self, visit: Visit) -> Answer:
        """Keep whom to tell of an answer, or nobody."""
        token = read_token(visit.key)
        member = visit.person.member_id if visit.action == "concern:notified" else None
        review = await self._concerns.message_me(visit.server_id, token, member, visit.now)
        return Reply(await self._page(visit, token, review), edit=True)

    async def ask_to_hold(self, visit: Visit) -> Answer:
        """Say the limits of holding."""
        token = read_token(visit.key)
        review = await self._concerns.review(visit.server_id, token, visit.now)
        return Reply(review_pages.hold_page(visit.words, token, review), edit=True)

    async def discard(self, visit: Visit) -> Answer:
        """Remove the draft."""
        await self._concerns.discard(read_token(visit.key))
        return Reply(pages.note_page(visit.words("concern-discarded")), edit=True)

    async def send(self, visit: Visit) -> Answer:
        """Send or hold it; and show the code again, alone."""
        how, token = _WAYS[visit.action], read_token(visit.key)
        sent = await self._sending.send(visit.server_id, token, visit.person, visit.now, how=how)
        page = pages.sent_page(visit.words, sent)
        return Reply(page, edit=True, more=(pages.code_page(visit.words, sent.receipt),))

    async def _page(self, visit: Visit, token: DraftToken, review: Review, country: str | None = None) -> Page:
        settings = (await self._servers.get(visit.server_id)).settings
        about = review_pages.Reviewing(
            words=visit.words,
            desk=self._desk,
            country=country or settings.country,
            contact=settings.outside_contact,
            own_name=visit.person.display_name,
        )
        page = review_pages.review_page(about, token, review)
        if not review.can_be_sent:
            return page
        return await self._images.added_to(visit.words, token, review, page)
