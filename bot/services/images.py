"""A picture that goes with a concern: taken, made clean, and kept with the draft.

The file that came is never kept and nothing of it is told to the log. Not here: how it is made clean, which is done
beside the bot (`Cleaner`), and how the readers of a case see it (`cases.py`).
"""

from datetime import datetime
from typing import Final, Protocol

from bot.core.draft import DraftToken
from bot.core.identity import ServerId
from bot.core.picture import MEDIA_TYPES, MOST_BYTES, Unfit
from bot.services.drafts import Drafts
from bot.services.marks import OPENED, PICTURED, Mark, Marks
from bot.services.people import Person
from bot.services.problems import CannotReach, Refused
from bot.services.servers import Servers

UNREADABLE: Final = "concern-image-unreadable"
_MEGABYTE: Final = 1024 * 1024


class Cleaner(Protocol):
    """Who makes pictures clean."""

    async def clean(self, data: bytes) -> bytes | Unfit:
        """The picture anew, with nothing but what is seen on it; or why not."""
        ...


class SentFile(Protocol):
    """A file that somebody sent."""

    @property
    def size(self) -> int:
        """Bytes, as Discord says."""
        ...

    @property
    def media_type(self) -> str:
        """What Discord takes it for; empty if it does not know."""
        ...

    async def read(self) -> bytes:
        """The file.

        Raises:
            CannotReach: Discord does not give it.
        """
        ...


class Images:
    """Pictures of drafts; those of cases are their readers' (`cases.py`)."""

    def __init__(self, servers: Servers, drafts: Drafts, marks: Marks, cleaner: Cleaner) -> None:
        self._servers = servers
        self._drafts = drafts
        self._marks = marks
        self._cleaner = cleaner

    async def put(self, server_id: ServerId, token: DraftToken, person: Person, file: SentFile, now: datetime) -> None:
        """Let this picture go with the draft, in place of a former one. Whatever goes wrong, the draft stays as it was.

        Args:
            server_id: where.
            token: the draft.
            person: who sends it; beyond marks in memory, so that nobody keeps the others' pictures waiting, nothing
                is made of them. What is not taken counts only as work, and not even that if it is not opened.
            file: what they sent.
            now: the present moment.

        Raises:
            Refused: the draft is gone, or the file is too large, no picture that is taken, or cannot be read, or this
                person sent too many.
            CannotReach: Discord does not give the file.
        """
        await self._drafts.living(server_id, token, now)
        server = await self._servers.get(server_id)
        mark = self._marks.mark(server, person)
        _refuse_unopened(file)
        self._marks.allow(server, mark, PICTURED)
        try:
            self._marks.allow(server, mark, OPENED)
            clean = await self._cleaned(await self._given(file, mark))
            await self._drafts.put_image(server_id, token, clean, now)
        except BaseException:
            self._marks.take_back(mark, PICTURED)
            raise

    async def remove(self, server_id: ServerId, token: DraftToken, now: datetime) -> None:
        """Take the picture away again.

        Raises:
            Refused: the draft is gone.
        """
        await self._drafts.living(server_id, token, now)
        await self._drafts.take_image(server_id, token, now)

    async def of_draft(self, token: DraftToken) -> bytes | None:
        """The draft's picture, a JPEG or PNG; None if it has none."""
        return await self._drafts.image(token)

    async def _given(self, file: SentFile, mark: Mark) -> bytes:
        try:
            data = await file.read()
        except CannotReach:
            self._marks.take_back(mark, OPENED)
            raise
        if len(data) > MOST_BYTES:
            raise _too_large()
        return data

    async def _cleaned(self, data: bytes) -> bytes:
        clean = await self._cleaner.clean(data)
        match clean:
            case bytes():
                return clean
            case Unfit.TOO_MANY_PIXELS:
                raise Refused("concern-image-too-many-pixels")
            case Unfit.UNREADABLE:
                raise Refused(UNREADABLE)


def _refuse_unopened(file: SentFile) -> None:
    """Refuse what Discord says is too large, or no picture."""
    if file.size > MOST_BYTES:
        raise _too_large()
    if file.media_type and file.media_type not in MEDIA_TYPES:
        raise Refused("concern-image-no-picture")


def _too_large() -> Refused:
    return Refused("concern-image-too-large", megabytes=MOST_BYTES // _MEGABYTE)
