"""Suggestions for the agreement: from a member to the facilitators, without a name, at a slot and never before.

Nothing is kept of who wrote one, nor of the minute; whoever sent it cannot see it again or take it back.
Not here: how they are shown (the agreement's cog), and how slots are computed (`bot/core/slots.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Protocol, final

from bot.core.agreement import Version
from bot.core.identity import Chance, Clock, ServerId, SuggestionId
from bot.core.sealing import derive
from bot.core.slots import delivery_moment, local_day, slot_after
from bot.services.agreement_book import AgreementBook
from bot.services.audit import Audit
from bot.services.clock_watch import may_deliver
from bot.services.marks import SUGGESTED, Marks
from bot.services.people import Person, server_for_facilitators
from bot.services.problems import CannotReach, Refused, Why
from bot.services.scheduler import Scheduler, Task
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.services.suggestion_book import LONGEST, Kept, SuggestionBook
from bot.services.typed_text import text_of

SLOT_TASK: Final = "agreement:suggestions"
WHOLE: Final = "whole"
"""What a suggestion is about that is about no single clause."""

_TOLD: Final = "suggestions told"
"""The note of the day on which the staff was told last."""
_ID_BYTES: Final = 16


@dataclass(frozen=True, repr=False)
class Suggestion:
    """One that arrived."""

    suggestion_id: SuggestionId
    about: str
    """The name of a clause or note, or `WHOLE`."""
    title: str
    """Of that clause, as it was then; empty for the whole."""
    words: str
    arrived_on: date


class Postbox(Protocol):
    """Discord's side."""

    async def tell_suggestions(self, server: Server, day: date) -> None:
        """Tell the staff, once on this day and without a word of content, that suggestions have arrived."""
        ...


@final
class Suggestions:
    """Takes suggestions in, lets them arrive, and forgets them."""

    def __init__(  # noqa: PLR0913 - the stores and services it stands on
        self,
        servers: Servers,
        suggestions: SuggestionBook,
        agreement: AgreementBook,
        marks: Marks,
        scheduler: Scheduler,
        postbox: Postbox,
        audit: Audit,
        clock: Clock,
        chance: Chance,
    ) -> None:
        self._servers = servers
        self._suggestions = suggestions
        self._agreement = agreement
        self._marks = marks
        self._scheduler = scheduler
        self._postbox = postbox
        self._audit = audit
        self._clock = clock
        self._chance = chance
        scheduler.register(SLOT_TASK, self.run)

    async def begin(self, server_id: ServerId, now: datetime) -> tuple[Version, datetime]:
        """What something can be suggested about, and when it would arrive.

        Raises:
            Refused: no agreement is in force.
        """
        server = await self._servers.get(server_id)
        in_force = (await self._agreement.on_offer(server)).in_force
        if in_force is None:
            raise Refused("agreement-none")
        return in_force, delivery_moment(now, server.settings.delivery_hours, server.zone)

    async def suggest(  # noqa: PLR0913 - who suggests what, where, when and in which form
        self, server_id: ServerId, person: Person, about: str, words: str, now: datetime, *, form: str = ""
    ) -> datetime:
        """Keep a suggestion; when it arrives. The same `form` sent again takes its own place, and is one suggestion.

        Raises:
            Refused: there is nothing in it, it is too long, it is about no clause, or this person sent many today.
        """
        server = await self._servers.get(server_id)
        in_force, slot = await self.begin(server_id, now)
        plain = text_of(words, LONGEST, empty="suggestion-empty", too_long="suggestion-too-long")
        titles = {clause.name: clause.title for clause in (*in_force.text.clauses, *in_force.text.notes)} | {WHOLE: ""}
        if about not in titles:
            raise Refused("suggestion-about-gone")
        suggestion_id = self._id(server, form)
        self._marks.allow(server, self._marks.mark(server, person), SUGGESTED, suggestion_id)
        kept = Kept(about, titles[about], plain, local_day(slot, server.zone), slot)
        await self._scheduler.schedule(SLOT_TASK, slot, server_id)
        await self._suggestions.add(server, suggestion_id, kept)
        return slot

    def _id(self, server: Server, form: str) -> SuggestionId:
        """Of what came in this form, which is random and kept nowhere; without one, another each time."""
        name = derive(server.key, "suggestion in a form", form) if form else self._chance(_ID_BYTES)
        return SuggestionId(name[:_ID_BYTES])

    async def arrived(self, server: Server, now: datetime) -> list[Suggestion]:
        """Those whose slot has come, by day and then without any order that means something."""
        found = [
            Suggestion(one, kept.about, kept.title, kept.words, kept.arrives_on)
            for one, kept in await self._suggestions.kept(server)
            if kept.has_arrived(now)
        ]
        return sorted(found, key=lambda one: (one.arrived_on, one.suggestion_id))

    async def read(self, server_id: ServerId, person: Person, now: datetime) -> list[Suggestion]:
        """Those that arrived.

        Raises:
            Refused: not a facilitator.
        """
        server = await server_for_facilitators(self._servers, server_id, person)
        return await self.arrived(server, now)

    async def done(
        self, server_id: ServerId, person: Person, suggestion_id: SuggestionId, now: datetime
    ) -> list[Suggestion]:
        """Remove one that arrived; those that are left. One that is gone already is fine.

        Raises:
            Refused: not a facilitator.
        """
        server = await server_for_facilitators(self._servers, server_id, person)
        there = await self.arrived(server, now)
        if any(one.suggestion_id == suggestion_id for one in there):
            await self._suggestions.remove(server, [suggestion_id])
            await self._audit.record(server, person.member_id, "put a suggestion away", {})
        return [one for one in there if one.suggestion_id != suggestion_id]

    async def run(self, task: Task) -> None:
        """At a slot: let suggestions arrive, tell the staff, and forget the old ones.

        Raises:
            CannotReach: Discord does not answer; it is worth trying again.
        """
        server = await self._servers.find(task.server_id)
        kept = [] if server is None else await self._suggestions.kept(server)
        if server is None or not kept:
            return
        now = self._clock()
        slot = slot_after(now, server.settings.delivery_hours, server.zone)
        await self._scheduler.schedule(SLOT_TASK, slot, server.server_id)
        today = local_day(now, server.zone)
        await self._forget_old(server, kept, today)
        arrived = [(one, replace(what, waits_until=None)) for one, what in kept if what.has_arrived(now)]
        await self._suggestions.save(server, [one for one in arrived if one not in kept])
        if may_deliver(server, now):  # a slot that is caught up at night is told at the next one
            await self._tell(server, [(one, kept) for one, kept in arrived if not kept.told], today)

    async def _forget_old(self, server: Server, kept: Sequence[tuple[SuggestionId, Kept]], today: date) -> None:
        keep = timedelta(days=server.settings.retention_days)
        old = [one for one, kept in kept if kept.waits_until is None and kept.arrives_on + keep <= today]
        if old:
            await self._suggestions.remove(server, old)

    async def _tell(self, server: Server, untold: Sequence[tuple[SuggestionId, Kept]], today: date) -> None:
        """Tell the staff at most once a day; what arrives later that day is told at the first slot of another."""
        if not untold or server.record.notes.get(_TOLD) == today.isoformat():
            return
        try:
            await self._postbox.tell_suggestions(server, today)
        except CannotReach as trouble:
            if trouble.why is Why.DISCORD_DOWN:
                raise
            return
        await self._servers.note(server.server_id, _TOLD, today.isoformat())
        await self._suggestions.save(server, [(one, replace(kept, told=True)) for one, kept in untold])
