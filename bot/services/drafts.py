"""Drafts while they live: an hour after they were last written they are gone, whatever happens to the process.

Not here: what is asked of the member (`concerns.py`).
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from bot.core.draft import LIFETIME, Draft, DraftToken, death_of, generation_of, new_token
from bot.core.identity import Chance, Clock, ServerId
from bot.core.sealing import CannotOpen
from bot.services.problems import Refused
from bot.services.scheduler import Scheduler, Task
from bot.store.drafts import DraftRepository

SWEEP_TASK: Final = "concern:drafts"
DRAFT_GONE: Final = "concern-draft-gone"
"""The refusal after which a form's words are given back to the member."""


class Drafts:
    """Begins, keeps and ends drafts. A task sweeps the dead ones, as coarse in time as the drafts themselves."""

    def __init__(self, repository: DraftRepository, scheduler: Scheduler, clock: Clock, chance: Chance) -> None:
        self._repository = repository
        self._scheduler = scheduler
        self._clock = clock
        self._chance = chance
        scheduler.register(SWEEP_TASK, self._at_sweep)

    async def start(self) -> None:
        """Sweep what died while the bot was away."""
        await self._sweep()

    async def begin(self, draft: Draft, now: datetime) -> DraftToken:
        """Write a new draft; its token is returned and kept nowhere."""
        token = new_token(self._chance)
        await self._sweep_when_dead(now)
        await self._repository.create(token, draft, now)
        return token

    async def keep(self, token: DraftToken, draft: Draft, now: datetime) -> DraftToken:
        """Write a draft again.

        Raises:
            Refused: it is gone; one that was sent does not come back.
        """
        await self._sweep_when_dead(now)
        if not await self._repository.replace(token, draft, now):
            raise Refused(DRAFT_GONE)
        return token

    async def find(self, server_id: ServerId, token: DraftToken, now: datetime) -> Draft | None:
        """The draft, unless it is gone, its hour is over, or it was begun in another server."""
        draft = await self._repository.get(token)
        return None if draft is None or draft.server_id != server_id or draft.expires_at <= now else draft

    async def living(self, server_id: ServerId, token: DraftToken, now: datetime) -> Draft:
        """The draft.

        Raises:
            Refused: see `find`.
        """
        draft = await self.find(server_id, token, now)
        if draft is None:
            raise Refused(DRAFT_GONE)
        return draft

    async def image(self, token: DraftToken) -> bytes | None:
        """The draft's picture, a JPEG or PNG; None if it has none, or the token is another's."""
        try:
            return await self._repository.image(token)
        except CannotOpen:
            return None

    async def put_image(self, server_id: ServerId, token: DraftToken, data: bytes, now: datetime) -> None:
        """Keep a picture with the draft, in place of a former one.

        Raises:
            Refused: the draft is gone.
        """
        if not await self._repository.put_image(token, data):
            raise Refused(DRAFT_GONE)
        await self._keep_whether(server_id, token, now, has_image=True)

    async def take_image(self, server_id: ServerId, token: DraftToken, now: datetime) -> None:
        """Remove the draft's picture.

        Raises:
            Refused: the draft is gone.
        """
        await self._repository.take_image(token)
        await self._keep_whether(server_id, token, now, has_image=False)

    async def _keep_whether(self, server_id: ServerId, token: DraftToken, now: datetime, *, has_image: bool) -> None:
        # Read only now: it may have been told anew while the picture was made.
        draft = await self.living(server_id, token, now)
        await self.keep(token, replace(draft, has_image=has_image, expires_at=expiry(now)), now)

    async def discard(self, token: DraftToken) -> None:
        """Remove it; nothing stays."""
        await self._repository.discard(token)

    async def _at_sweep(self, task: Task) -> None:  # noqa: ARG002 - a handler's signature
        await self._sweep()

    async def _sweep(self) -> None:
        oldest = await self._repository.sweep(self._clock())
        if oldest is not None:
            await self._scheduler.schedule(SWEEP_TASK, death_of(oldest), None)

    async def _sweep_when_dead(self, now: datetime) -> None:
        await self._scheduler.schedule(SWEEP_TASK, death_of(generation_of(now)), None)


def expiry(now: datetime) -> datetime:
    """When a draft written now is dead."""
    return now.astimezone(UTC) + LIFETIME
