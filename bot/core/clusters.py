"""C1, concerns cluster: several on one picked person, or in one category, within some days. It re-opens triage only.

A cluster is computed for certain viewers, over the cases that all of them may read and nothing else, so it tells nobody
what they could not see; it knows days only, and never says that anything is confirmed. Free text is never looked at.
Not here: who is told of a cluster, and how the running process knows people apart (`services/marks.py`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.core.case import Case, State, may_read
from bot.core.case_readers import named_for_staff
from bot.core.identity import CaseId, MemberId
from bot.core.readership import Category
from bot.core.side_by_side import Subject

ON_ONE_PERSON: Final = 2
PERSON_WITHIN: Final = timedelta(days=90)
IN_ONE_CATEGORY: Final = 3
CATEGORY_WITHIN: Final = timedelta(days=14)

Same = Callable[[CaseId, CaseId], bool | None]
"""Whether two concerns are from one person; None: not known, for one that the process does not remember even of itself.

An account that is new, or serves on the staff, should count as not known: it may be anybody's second one.
"""


@dataclass(frozen=True)
class Cluster:
    """Cases that may belong together, and what they have in common."""

    subject: Subject
    """Who was picked in all of them, or the category of all."""
    cases: tuple[CaseId, ...]
    """In an order that tells nothing of when they came."""
    from_different_people: bool
    """Known to be from at least as many people as a cluster takes cases.

    False: nobody knows, or it is known that they are not. The two look alike: else it would show who wrote what.
    """


def clusters(
    cases: Mapping[CaseId, Case], viewers: Collection[MemberId], today: date, same: Same
) -> tuple[Cluster, ...]:
    """Every cluster of today that all these viewers may see; none for nobody.

    Args:
        cases: all of the server; which of them count is decided here.
        viewers: those who would see it, each with the right to read cases as it stands now.
        today: the local day.
        same: what memory knows of who wrote them.
    """
    seen = {case_id: case for case_id, case in cases.items() if viewers and _counts(case, viewers)}
    found = [
        *_found(seen, picked_in, ON_ONE_PERSON, today - PERSON_WITHIN, same),
        *_found(seen, _category_of, IN_ONE_CATEGORY, today - CATEGORY_WITHIN, same),
    ]
    return tuple(sorted(found, key=lambda each: each.cases))


def picked_in(case: Case) -> tuple[MemberId, ...]:
    """Whom its reporter picked, with the concern or later, as far as it has reached the readers.

    The author of a message that was raised was not picked.
    """
    about = () if case.account is None or case.account.about is None else (case.account.about.member_id,)
    later = (named.member_id for named in named_for_staff(case))
    return tuple(sorted({*case.picked, *about, *later}))


def _category_of(case: Case) -> tuple[Category, ...]:
    return () if case.account is None else (case.account.category,)


def _counts(case: Case, viewers: Collection[MemberId]) -> bool:
    """A held concern exists for no reader yet, and one that was withdrawn is held against nobody."""
    return case.state not in (State.HELD, State.WITHDRAWN) and all(may_read(case, one) for one in viewers)


def _found(
    cases: Mapping[CaseId, Case], subjects: Callable[[Case], tuple[Subject, ...]], least: int, after: date, same: Same
) -> Iterator[Cluster]:
    together: dict[Subject, list[CaseId]] = defaultdict(list)
    for case_id, case in cases.items():
        if case.delivered_on is not None and case.delivered_on > after:
            for subject in subjects(case):
                together[subject].append(case_id)
    for subject, held in together.items():
        if len(held) >= least:
            yield Cluster(subject, tuple(sorted(held)), _people(held, same) >= least)


def _people(cases: Collection[CaseId], same: Same) -> int:
    """How many people are known to have written them: of whose concern nothing is known counts for nobody."""
    writers: list[CaseId] = []
    for case_id in cases:
        if same(case_id, case_id) and not any(same(case_id, writer) for writer in writers):
            writers.append(case_id)
    return len(writers)
