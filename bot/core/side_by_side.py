"""Who of a cluster's readers was told of it, on which days, and whether somebody looked at its concerns side by side.

It is kept in each of the concerns, sealed with it, and goes with it: no other row tells that there is a cluster. Which
others belong to it is not kept. Not here: what a cluster is (`clusters.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.core.alerts import is_time, is_told_enough
from bot.core.identity import CaseId, MemberId
from bot.core.readership import Category

Subject = MemberId | Category
"""What concerns have in common: a person who was picked in all of them, or the category of all."""


@dataclass(frozen=True)
class Telling:
    """This reader was told on this day."""

    member: MemberId
    day: date


@dataclass(frozen=True)
class Beside:
    """What readers know of one concern among others on the same subject."""

    subject: Subject
    told: tuple[Telling, ...] = ()
    looks: tuple[bytes, ...] = ()
    """Each is the same in all concerns that somebody said they looked at together; of who it was it tells nothing."""


def beside(kept: Sequence[Beside], subject: Subject) -> Beside:
    """What is kept on this subject."""
    return next((one for one in kept if one.subject == subject), Beside(subject))


def is_seen(cluster: Sequence[Beside]) -> bool:
    """Whether somebody has looked at all of them together; each by somebody else is not the same."""
    return any(all(look in one.looks for one in cluster) for first in cluster[:1] for look in first.looks)


def told_now(cluster: Mapping[CaseId, Beside], member: MemberId, today: date) -> tuple[CaseId, ...]:
    """With which of its concerns a cluster is told to this reader today; none: it is not told.

    Told once, and once more if nobody looked. What joins it meanwhile raises no alert of its own, but goes with the
    second; what comes when that is over, or after somebody looked, is told anew.
    """
    if is_seen(list(cluster.values())):
        return ()
    days = {case_id: _days(one, member) for case_id, one in cluster.items() if not one.looks}
    # Where each was looked at, but never all of them together, all wait for that.
    days = days or {case_id: _days(one, member) for case_id, one in cluster.items()}
    running = [told for told in days.values() if told and not is_told_enough(told)]
    waits = {case_id for case_id, told in days.items() if not is_told_enough(told)}
    latest = max(running, default=())
    return tuple(sorted(waits)) if waits and is_time(latest, today) else ()


def with_telling(kept: Sequence[Beside], subject: Subject, telling: Telling) -> tuple[Beside, ...]:
    """This reader was told of it today."""
    before = beside(kept, subject)
    return _with(kept, before if telling in before.told else replace(before, told=(*before.told, telling)))


def with_look(kept: Sequence[Beside], subject: Subject, look: bytes) -> tuple[Beside, ...]:
    """Somebody has looked; who was told before that is no longer of use to anybody."""
    before = beside(kept, subject)
    return _with(kept, Beside(subject, looks=before.looks if look in before.looks else (*before.looks, look)))


def _with(kept: Sequence[Beside], new: Beside) -> tuple[Beside, ...]:
    return (*(one for one in kept if one.subject != new.subject), new)


def _days(one: Beside, member: MemberId) -> tuple[date, ...]:
    return tuple(telling.day for telling in one.told if telling.member == member)
