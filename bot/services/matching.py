"""Which held concerns a new one releases, and whether a held one is there that releases it. Nobody is told of either.

Not here: when a concern can be held at all (`core/holding.py`), and how people are known apart (`marks.py`).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from bot.core.case import Case, Release
from bot.core.checkin import is_newcomer
from bot.core.holding import released, waits_for
from bot.core.identity import CaseId, MemberId
from bot.core.slots import delivery_moment, local_day
from bot.services.marks import Mark, Marks
from bot.services.people import Person, is_staff
from bot.services.server_records import Server
from bot.store.cases import CaseRepository, Change, Kept


@dataclass(frozen=True, repr=False)
class Match:
    """A new concern as it begins, and what becomes of those that waited for it."""

    kept: Kept
    releasing: tuple[tuple[CaseId, Change], ...] = ()


class Matching:
    """Compares a new concern with those that are held."""

    def __init__(self, cases: CaseRepository, marks: Marks) -> None:
        self._cases = cases
        self._marks = marks

    async def match(self, server: Server, kept: Kept, writer: Mark, now: datetime, *, counts: bool) -> Match:
        """What a new concern and the held ones about the same picked person do to each other.

        Args:
            server: where.
            kept: the new concern, held or not.
            writer: who wrote it.
            now: the present moment.
            counts: whether its writer is one whose concern releases others.
        """
        picked, today = kept.case.picked, local_day(now, server.zone)
        if not picked:
            return Match(kept)
        moment = delivery_moment(now, server.settings.delivery_hours, server.zone)
        there = await self._cases.in_server(server.server_id)
        waiting = {one.case_id: self._why(one.case_id, writer) for one in there if waits_for(one.case, picked, today)}
        # Whoever is known not to count releases nothing; of whom nothing is known any more may count. And whoever does
        # not count holds on: else staff, or an account of yesterday, could try by it whether somebody waits.
        back = [why for case_id, why in waiting.items() if counts and self._marks.counts(case_id) is not False]
        releasing = [(one, why) for one, why in waiting.items() if counts and why is not None]
        return Match(
            replace(kept, case=_released_by(kept.case, back, moment)),
            tuple((one, partial(_if_it_waits, picked, today, why, moment)) for one, why in releasing),
        )

    def _why(self, case_id: CaseId, writer: Mark) -> Release | None:
        """How the two know each other apart; None: both are from one person."""
        match self._marks.same(case_id, writer):
            case None:
                return Release.PERHAPS
            case True:
                return None
            case False:
                return Release.ANOTHER


def counts(server: Server, person: Person, picked: Collection[MemberId], now: datetime) -> bool:
    """Whether this person's concern releases held ones: no staff, not new, and not whom it is about.

    Otherwise somebody could find out, or bring about, what others hold.
    """
    is_new = is_newcomer(person.joined_at, now, server.settings.newcomer_days)
    serves = is_staff(server, person) or person.member_id in (*server.enrolled, server.settings.lead)
    return not (is_new or serves or person.member_id in picked)


def _released_by(case: Case, whys: Collection[Release | None], moment: datetime) -> Case:
    known = [why for why in (Release.ANOTHER, Release.PERHAPS) if why in whys]
    return released(case, known[0], moment) if known else case


def _if_it_waits(picked: Collection[MemberId], today: date, why: Release, moment: datetime, case: Case) -> Case:
    """Looked at once more inside the transaction: it may have been withdrawn or sent meanwhile."""
    return released(case, why, moment) if waits_for(case, picked, today) else case
