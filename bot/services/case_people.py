"""Other people in a case: who it is handed to, who is brought in, and stepping aside oneself.

Whoever is named in it or has stepped aside is never among them. Not here: who reads a new one (`core/readership.py`).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.core.case import Case, is_barred
from bot.core.identity import CaseId, MemberId, ServerId
from bot.services.case_acts import Act
from bot.services.case_desk import CaseDesk
from bot.services.case_door import At
from bot.services.case_views import ReadableCase
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.server_records import Server


@dataclass(frozen=True)
class Eligible:
    """Somebody who may be asked; `tag` is what an option carries instead of an id."""

    tag: str
    name: str
    away_until: date | None
    is_lead: bool


@dataclass(frozen=True)
class Asked:
    """A case, and who may be asked to help with it."""

    one: ReadableCase
    eligible: tuple[Eligible, ...]


class CasePeople:
    """Brings people into cases and lets them go."""

    def __init__(self, desk: CaseDesk) -> None:
        self._desk = desk

    async def to_hand_over(self, case_id: CaseId, person: Person, somewhere: ServerId | None, now: datetime) -> Asked:
        """To whom it can be handed: to anybody eligible but the one who has it."""
        at = await self._desk.door.reader(case_id, person, somewhere)
        return await self._asked(at, await self._for_handing(at), now)

    async def to_bring_in(self, case_id: CaseId, person: Person, somewhere: ServerId | None, now: datetime) -> Asked:
        """Who can be let read it: anybody eligible who does not yet."""
        at = await self._desk.door.reader(case_id, person, somewhere)
        return await self._asked(at, await self._for_reading(at), now)

    async def take(self, case_id: CaseId, person: Person, somewhere: ServerId | None, now: datetime) -> ReadableCase:
        """Let it be mine to do."""
        at = await self._desk.door.reader(case_id, person, somewhere)
        return await self._desk.shown(await self._desk.do(at, Act.taking(at.reader)), now)

    async def hand_over(
        self, case_id: CaseId, person: Person, somewhere: ServerId | None, tag: str, now: datetime
    ) -> ReadableCase:
        """Let it be the task of whoever carries the tag; they read it from now on.

        Raises:
            Refused: as for every case; or that person can no longer be asked, or the case is closed.
        """
        at = await self._desk.door.reader(case_id, person, somewhere)
        # Whoever has it already can be asked again: it may be that nobody lived to tell them, or to say so.
        member = _tagged(at.server, await self._eligible(at), tag)
        return await self._told(at, Act.handing_over(member), member, now)

    async def bring_in(
        self, case_id: CaseId, person: Person, somewhere: ServerId | None, tag: str, now: datetime
    ) -> ReadableCase:
        """Let whoever carries the tag read it; the reporter sees their name.

        Raises:
            Refused: as for every case; or that person can no longer be asked.
        """
        at = await self._desk.door.reader(case_id, person, somewhere)
        member = _tagged(at.server, await self._eligible(at), tag)
        return await self._told(at, Act.bringing_in(member), member, now)

    async def step_aside(self, case_id: CaseId, person: Person, somewhere: ServerId | None, now: datetime) -> None:
        """Be out of it for good. Where nobody else could read it, it goes to whoever was to read it later, or the lead.

        Raises:
            Refused: as for every case; or nobody at all would be left.
        """
        at = await self._desk.door.reader(case_id, person, somewhere)
        staff = await self._desk.readers.staff(at.server)
        left = [one for one in staff.reading(at.kept.case) if one != at.reader]
        instead = None if left else _instead(at, staff.able)
        done = await self._desk.do(at, Act.stepping_aside(at.reader, staff.able, instead))
        if instead is not None:
            await self._desk.tidings.tell_reader(at.server, case_id, instead)
        await self._desk.tidings.look_again(at.server, done.kept, now)

    async def _told(self, at: At, act: Act, member: MemberId, now: datetime) -> ReadableCase:
        done, was_told = await self._desk.do(at, act), True
        if done.is_new or member in done.kept.case.to_tell:
            was_told = await self._desk.tidings.tell_reader(at.server, at.kept.case_id, member)
            await self._desk.tidings.look_again(at.server, done.kept, now)
        return replace(await self._desk.shown(done, now), was_told=was_told)

    async def _asked(self, at: At, people: list[Person], now: datetime) -> Asked:
        away = at.server.away
        today = at.day(now)
        found = [
            Eligible(
                tag=at.server.choice(one.member_id),
                name=one.display_name,
                away_until=until if (until := away.get(one.member_id)) is not None and until > today else None,
                is_lead=one.member_id == at.server.settings.lead,
            )
            for one in people
        ]
        return Asked(await self._desk.shown(at, now), tuple(found))

    async def _for_handing(self, at: At) -> list[Person]:
        return [one for one in await self._eligible(at) if one.member_id != at.kept.case.assigned]

    async def _for_reading(self, at: At) -> list[Person]:
        return [one for one in await self._eligible(at) if one.member_id not in at.kept.case.readers]

    async def _eligible(self, at: At) -> list[Person]:
        """Everybody who takes concerns now, the lead last; nobody who is out, and not the one who asks."""
        staff = await self._desk.readers.staff(at.server)
        return [one for one in staff.eligible(at.kept.case) if one.member_id != at.reader]


def _tagged(server: Server, people: list[Person], tag: str) -> MemberId:
    found = next((one.member_id for one in people if server.choice(one.member_id) == tag), None)
    if found is None:
        raise Refused("case-nobody-such")
    return found


def _instead(at: At, able: frozenset[MemberId]) -> MemberId | None:
    """Who reads it when nobody else is left: whoever the reporter was told of for that, then the lead."""
    lead = at.server.settings.lead
    in_turn: tuple[MemberId, ...] = (*at.kept.case.later, *(() if lead is None else (lead,)))
    case: Case = at.kept.case
    return next((one for one in in_turn if one in able and one != at.reader and not is_barred(case, one)), None)
