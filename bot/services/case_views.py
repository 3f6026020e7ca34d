"""A case as one of its readers may see it, and where it stands in their day.

Not here: who may see it (`case_door.py`), and in which words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from bot.core.case import Case, Release, is_open, read_by_staff
from bot.core.clocks import NextDate, next_date
from bot.core.conversation import Line
from bot.core.identity import CaseId, MemberId, ServerId
from bot.core.slots import local_day
from bot.services.server_records import Server
from bot.store.cases import Kept

_LOOK_ALIKES: Final = str.maketrans("OIL", "011", " -")


class Section(StrEnum):
    """The parts of a moderator's day, in the order in which they are read."""

    MINE = "mine"
    OVERDUE = "overdue"
    TODAY = "today"
    REST = "rest"
    DONE = "done"
    """Closed or withdrawn: nothing to do."""


@dataclass(frozen=True)
class Joined:
    """Another case about the same matter, which this reader may read too."""

    case_id: CaseId
    case: Case


@dataclass(frozen=True)
class ReadableCase:
    """A case as one of its readers may see it."""

    case_id: CaseId
    server_id: ServerId
    case: Case
    next: NextDate | None
    is_overdue: bool
    section: Section = Section.REST
    reader: MemberId | None = None
    """Who is looking at it."""
    matter: tuple[Joined, ...] = ()
    """Those joined with it that the same person may read."""
    is_blocked: bool | None = None
    """Whether a block was set from this case; None: who wrote it is not known any more."""
    release: Release | None = None
    """Why it came, if it was held: that another concern released it is for who may read one about the same person."""
    is_new: bool = True
    """The act that led here changed something; False: it was so already."""
    was_told: bool = True
    """Whoever was brought in was told that a case waits for them; False: no message reaches them."""
    left_out: tuple[str, ...] = ()
    """Labels of joined cases for which the act could not be done."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """The conversation as far as it has reached the readers."""
        return read_by_staff(self.case)


def readable(server: Server, kept: Kept, reader: MemberId, now: datetime) -> ReadableCase:
    """The case with its clock, as this reader finds it in their day."""
    case, today = kept.case, local_day(now, server.zone)
    arrives = case.delivered_on or local_day(case.deliver_at, server.zone)
    coming = next_date(case, arrives, rests_on_weekends=server.settings.quiet_weekends)
    overdue = coming is not None and coming.day < today
    return ReadableCase(
        kept.case_id, kept.server_id, case, coming, overdue, _section(case, reader, coming, today), reader
    )


def _section(case: Case, reader: MemberId, coming: NextDate | None, today: date) -> Section:
    if coming is None or not is_open(case):
        return Section.DONE
    if case.assigned == reader:
        return Section.MINE
    if coming.day > today:
        return Section.REST
    return Section.TODAY if coming.day == today else Section.OVERDUE


def by_pressure(cases: Sequence[ReadableCase]) -> list[ReadableCase]:
    """Section by section; in each what touches many before what touches one, then what is due first."""
    order = list(Section)
    return sorted(
        cases,
        key=lambda one: (
            order.index(one.section),
            not one.case.affects_many,
            one.next.day if one.next else date.max,
            one.case.label,
        ),
    )


def as_label(typed: str) -> str:
    """What somebody typed, as labels are written."""
    return typed.upper().translate(_LOOK_ALIKES)
