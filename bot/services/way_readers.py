"""Who can read a case at this moment, who could where nobody can, and who takes a second look.

Not here: who reads a new concern (`core/readership.py`).
"""

from collections.abc import Collection, Sequence
from datetime import date

from bot.core.case import Case, State
from bot.core.identity import MemberId
from bot.core.readership import not_away
from bot.services.people import Person
from bot.services.readers import Staff
from bot.services.server_records import Server


def able(staff: Staff, case: Case, among: Collection[MemberId]) -> tuple[MemberId, ...]:
    """Those among these who take concerns now, and are neither named nor stepped aside."""
    return tuple(one.member_id for one in staff.eligible(case) if one.member_id in among)


def is_unread(staff: Staff, case: Case) -> bool:
    """Whether nobody who reads it, or would without being asked, can. A closed case goes on to nobody by itself."""
    heirs = () if case.state is State.CLOSED else case.later
    looker = () if case.looker is None else (case.looker,)
    return not able(staff, case, (*case.readers, *case.chosen, *heirs, *looker))


def second_looker(server: Server, staff: Staff, case: Case, today: date) -> Person | None:
    """The lead, or a reader, who did nothing in it so far; somebody who is away only if all of them are.

    None: there is nobody.
    """
    fresh = [one for one in staff.eligible(case) if one.member_id not in case.involved]
    if staff.lead in fresh:
        return staff.lead
    readers = [one for one in fresh if one.member_id in (*case.readers, *case.later)]
    return next(iter(_here(server, readers, today)), None)


def _here(server: Server, people: Sequence[Person], today: date) -> list[Person]:
    here = not_away([(one.member_id, server.away.get(one.member_id)) for one in people], today)
    return [one for one in people if one.member_id in here]
