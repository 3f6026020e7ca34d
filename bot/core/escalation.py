"""Whom a missed clock is told: the next eligible person, another one each day, then the lead. Never with content.

Not here: the clocks (`clocks.py`) and how somebody is told (a service).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.core.case import Case, is_barred
from bot.core.identity import MemberId

AGAIN_AFTER: Final = timedelta(days=7)
"""When everybody was told and it is still missed, it begins anew."""


def whom_to_tell(case: Case, present: Sequence[MemberId], due: date, today: date) -> MemberId | None:
    """The one person who is told today of this case's clock; None: nobody.

    Args:
        case: an open case.
        present: those of its readers, and of its later readers, who are here now and can be told; in an order that is
            the same every day.
        due: the day by which it was to be done. On that very day only the one whose task it is is reminded.
        today: the server's date.
    """
    if today < due or case.told_on == today:
        return None
    if today == due:
        return case.assigned if case.assigned in present and case.assigned not in case.told else None
    told = () if _begins_anew(case, today) else case.told
    able = [one for one in present if one not in told and one != case.assigned and not is_barred(case, one)]
    in_turn = sorted(able, key=lambda one: one not in case.readers)
    return next(iter(in_turn), _last_resort(case, present, told))


def _last_resort(case: Case, present: Sequence[MemberId], told: Sequence[MemberId]) -> MemberId | None:
    """The one whose task it is, where there is nobody else to be told."""
    return case.assigned if case.assigned in present and case.assigned not in told else None


def _begins_anew(case: Case, today: date) -> bool:
    return case.told_on is not None and today - case.told_on >= AGAIN_AFTER


def told(case: Case, member: MemberId, today: date) -> Case:
    """The case after this person was told: from now on they may read it."""
    before = () if _begins_anew(case, today) else case.told
    is_new = member not in case.readers
    return replace(
        case,
        told=(*before, member),
        told_on=today,
        readers=(*case.readers, member) if is_new else case.readers,
        later=tuple(one for one in case.later if one != member),
    )
