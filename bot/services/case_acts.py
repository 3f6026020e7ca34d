"""What a reader can do with one case, as what it makes of the case and how the trail calls it.

Words come as somebody typed them and are looked at here. Not here: whether this person may do it (`case_door.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Protocol, Self

from bot.core import case_work as work
from bot.core.case import Case, Closing, Outcome, State
from bot.core.case_life import NotNow
from bot.core.case_readers import to_be_told
from bot.core.identity import CaseId, KeyId, MemberId
from bot.core.side_by_side import Subject, with_look
from bot.services.problems import Refused

MOST_WORDS: Final = 2000
"""Characters of one answer or note, with the sentence it begins with."""

WITH: Final = "with"
"""The detail of a line that tells which other cases it is about: it is for who may read one of them too."""

BESIDE: Final = "beside"
"""The detail of a line that tells which cases were looked at together: it is for who may read all of them."""

_MOVES: Final = {State.IN_PROGRESS: "concern in-progress", State.ASKING: "concern asking"}
_HEARD: Final = {"yes": True, "no": False, "": None}


@dataclass(frozen=True, repr=False)
class Ending:
    """What was filled in to close a case, as it came."""

    outcome: str
    words: str
    reached: str = ""
    heard: str = ""
    """"yes", "no" or nothing."""
    why_not: str = ""


@dataclass(frozen=True, repr=False)
class Act:
    """One act. `change` raises NotNow, Full or Unsaid, which are said with the keys here."""

    name: str
    change: Callable[[Case], Case]
    details: dict[str, str] = field(default_factory=dict[str, str])
    others: dict[str, Sequence[KeyId]] = field(default_factory=dict[str, Sequence[KeyId]])
    """Further cases that it is about, by `WITH` or `BESIDE`."""
    tells_reporter: bool = False
    not_now: str = "case-is-closed"
    full: str = "case-notes-full"

    @classmethod
    def opening(cls, reader: MemberId) -> Self:
        """Note that this person has read it."""
        return cls("concern read", lambda case: work.opened(case, reader))

    @classmethod
    def acknowledging(cls, reader: MemberId, today: date) -> Self:
        """Take it up."""
        return cls("concern acknowledged", lambda case: work.acknowledge(case, reader, today))

    @classmethod
    def answering(cls, reader: MemberId, words: str, today: date, form: str = "") -> Self:
        """Write to the reporter; after closing too."""
        said = typed(words)
        return cls("concern answered", lambda case: work.answer(case, reader, said, today, form), tells_reporter=True)

    @classmethod
    def moving(cls, reader: MemberId, state: State, words: str, today: date, form: str = "") -> Self:
        """Say that the readers are at work, or that they wait for the reporter."""
        said, name = typed(words, required=False), _MOVES[state]

        def change(case: Case) -> Case:
            if case.state is state and not said:
                return case
            return work.move(case, reader, state, said, today, form)

        return cls(name, change, tells_reporter=True)

    @classmethod
    def closing(cls, reader: MemberId, told: Ending, today: date, form: str = "") -> Self:
        """Close it with an outcome."""
        outcome, said = _outcome(told.outcome), typed(told.words, required=False)
        if told.heard not in _HEARD:
            raise Refused("button-outdated")
        reached, why_not = typed(told.reached, required=False), typed(told.why_not, required=False)
        heard = _HEARD[told.heard]

        def change(case: Case) -> Case:
            closing = Closing(outcome, reader, today, reached=reached if case.affects_many else "")
            if work.must_be_heard(case, closing):
                closing = Closing(outcome, reader, today, heard, "" if heard else why_not, closing.reached)
            return work.close(case, closing, said, form)

        return cls("concern closed", change, tells_reporter=True)

    @classmethod
    def reopening(cls, reader: MemberId, words: str, today: date, form: str = "") -> Self:
        """Take it up again after closing."""
        said = typed(words, required=False)
        return cls(
            "concern reopened",
            lambda case: work.reopen(case, reader, said, today, form),
            tells_reporter=True,
            not_now="case-is-open",
        )

    @classmethod
    def noting(cls, reader: MemberId, words: str, today: date, form: str = "") -> Self:
        """Write for the other readers."""
        said = typed(words)
        return cls("concern note", lambda case: work.write_note(case, reader, said, today, form))

    @classmethod
    def taking(cls, reader: MemberId) -> Self:
        """Let it be one's own to do."""
        return cls("concern taken", lambda case: work.hand_over(case, reader))

    @classmethod
    def handing_over(cls, member: MemberId) -> Self:
        """Let it be somebody else's to do."""
        return cls(
            "concern handed over",
            lambda case: to_be_told(case, work.hand_over(case, member), member),
            {"to": f"<@{member}>"},
        )

    @classmethod
    def bringing_in(cls, member: MemberId) -> Self:
        """Let somebody else read it."""
        return cls(
            "concern shared", lambda case: to_be_told(case, work.bring_in(case, member), member), {"to": f"<@{member}>"}
        )

    @classmethod
    def stepping_aside(cls, reader: MemberId, able: frozenset[MemberId], instead: MemberId | None) -> Self:
        """Be out for good. `able`: those who can read concerns now."""

        def change(case: Case) -> Case:
            left = {one for one in case.readers if one in able and one not in (reader, *case.named, *case.out)}
            if not left and instead is None:
                raise NotNow
            if left or instead is None:
                return work.step_aside(case, reader)
            return to_be_told(case, work.step_aside(case, reader, instead), instead)

        return cls("concern stepped aside", change, not_now="case-aside-nobody")

    @classmethod
    def looking(cls, subject: Subject, look: bytes, cases: Sequence[CaseId]) -> Self:
        """Say that it was looked at beside the others of its cluster. `look`: the same for all of them."""

        def change(case: Case) -> Case:
            return replace(case, beside=with_look(case.beside, subject, look))

        return cls("concern looked at again", change, others={BESIDE: _keys(cases)})

    @classmethod
    def joining(cls, others: list[CaseId], new: list[CaseId], gone: list[CaseId]) -> Self:
        """Note that these are about the same matter, and forget those that are no more. `new`: not yet joined."""

        def change(case: Case) -> Case:
            for one in gone:
                case = work.part(case, one)
            for one in others:
                case = work.join(case, one)
            return case

        return cls("concern joined", change, others={WITH: _keys(new)}, full="case-joined-full")

    @classmethod
    def parting(cls, others: list[CaseId]) -> Self:
        """Undo `joining`."""

        def change(case: Case) -> Case:
            for one in others:
                case = work.part(case, one)
            return case

        return cls("concern parted", change, others={WITH: _keys(others)})


class Deed(Protocol):
    """An act that has yet to be given who does it and on which day: `partial(Act.answering, words=...)`."""

    def __call__(self, *, reader: MemberId, today: date) -> Act:
        """The act.

        Raises:
            Refused: what was typed for it cannot be taken.
        """
        ...


def typed(words: str, *, required: bool = True) -> str:
    """What somebody wrote.

    Raises:
        Refused: nothing where something is needed, or too much.
    """
    # Half a character, which no program can write down, must not become an error of ours.
    said = words.encode("utf-8", "replace").decode().strip()
    if required and not said:
        raise Refused("case-words-missing")
    if len(said) > MOST_WORDS:
        raise Refused("case-words-too-long", most=MOST_WORDS)
    return said


def _keys(cases: Sequence[CaseId]) -> list[KeyId]:
    return [KeyId(one) for one in cases]


def _outcome(value: str) -> Outcome:
    try:
        return Outcome(value)
    except ValueError as error:
        raise Refused("button-outdated") from error
