"""What the readers of a case do with it: take it up, answer, note, hand over, step aside, join, close, reopen.

Every act that the reporter should know of leaves a line they will read. Not here: who may do it (`case.may_read`).
"""

from dataclasses import replace
from datetime import date
from typing import Final

from bot.core.case import Case, Closing, State, is_barred, is_open
from bot.core.case_life import NotNow, was_said, was_sent
from bot.core.case_readers import named_as_staff_knows, without_looker
from bot.core.clocks import outcome_is_missed
from bot.core.conversation import Event, Line, Note, Voice
from bot.core.identity import CaseId, MemberId

MOST_NOTES: Final = 100
MOST_JOINED: Final = 8
"""Others that one reader sees a case joined with."""
MOST_JOINED_IN_ALL: Final = 64
"""With those that other readers see. Only an act of all of them could reach it."""
WORKING: Final = (State.ACKNOWLEDGED, State.IN_PROGRESS, State.ASKING)
"""The states between which readers may move an open case; the first cannot be chosen, it comes of itself."""


class Full(Exception):
    """No more of these fit the case."""


class Unsaid(Exception):
    """The case cannot be closed before this is said: "reached", "heard" or "why-not"."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def opened(case: Case, reader: MemberId) -> Case:
    """This person has read it."""
    return case if reader in case.opened_by else replace(case, opened_by=(*case.opened_by, reader))


def acknowledge(case: Case, reader: MemberId, today: date) -> Case:
    """This person has taken it up; the first one counts, and it is theirs until somebody else takes it."""
    if case.state is not State.WAITING:
        return case
    return replace(
        _involving(case, reader),
        state=State.ACKNOWLEDGED,
        acknowledged_by=reader,
        assigned=case.assigned or reader,
        last_news_on=today,
        card_due=False,
        told=(),
        told_on=None,
    )


def answer(case: Case, reader: MemberId, words: str, today: date, form: str = "") -> Case:
    """A reader writes to the reporter, which acknowledges the case as well."""
    case = acknowledge(case, reader, today)
    return _said(case, reader, Line(Voice.STAFF, words, today, form=form), today)


def move(  # noqa: PLR0913 - who moves it where, what is said, when and in which form
    case: Case, reader: MemberId, state: State, words: str, today: date, form: str = ""
) -> Case:
    """Say that the readers are at work, or that they wait for the reporter; the reporter reads a sentence for it.

    The same form sent again changes nothing, wherever the case stands by then.

    Raises:
        NotNow: the case is closed, or that is no state to move to.
    """
    if was_sent(case.lines, form, words):
        return case
    if not is_open(case) or state not in WORKING[1:]:
        raise NotNow
    case = replace(acknowledge(case, reader, today), state=state)
    event = Event.IN_PROGRESS if state is State.IN_PROGRESS else Event.ASKING
    return _said(case, reader, Line(Voice.STAFF, words, today, event=event, form=form), today)


def close(case: Case, closing: Closing, words: str, form: str = "") -> Case:
    """Close the case with an outcome; the id of a reporter who asked for messages goes.

    The same form sent again changes nothing, also after somebody took the case up again.

    Raises:
        NotNow: it is closed already.
        Unsaid: who of the many was reached; whether the person it goes against was heard, or why not.
    """
    if was_sent(case.lines, form, words):
        return case
    if not is_open(case):
        raise NotNow
    _check_said(case, closing)
    line = Line(Voice.STAFF, words, closing.day, event=Event.CLOSED, detail=closing.outcome.value, form=form)
    closed = replace(
        acknowledge(case, closing.by, closing.day),
        state=State.CLOSED,
        closing=closing,
        closed_on=closing.day,
        message_me=None,
        card_due=False,
    )
    return _said(closed, closing.by, line, closing.day)


def _check_said(case: Case, closing: Closing) -> None:
    if case.affects_many and not closing.reached.strip():
        raise Unsaid("reached")
    if not must_be_heard(case, closing):
        return
    if closing.heard is None:
        raise Unsaid("heard")
    if not closing.heard and not closing.why_not.strip():
        raise Unsaid("why-not")


def must_be_heard(case: Case, closing: Closing) -> bool:
    """Whether the outcome goes against a person who is named, as far as the readers know."""
    return bool(named_as_staff_knows(case)) and closing.outcome.is_against


def reopen(case: Case, reader: MemberId, words: str, today: date, form: str = "") -> Case:
    """Take a closed case up again. The same form sent again changes nothing, also after it was closed once more.

    Raises:
        NotNow: it is not closed.
    """
    if was_sent(case.lines, form, words):
        return case
    if case.state is not State.CLOSED:
        raise NotNow
    since = _as_if_never_closed(case, today)
    again = replace(case, state=State.IN_PROGRESS, closed_on=None, assigned=reader, since=since)
    return _said(again, reader, Line(Voice.STAFF, words, today, event=Event.REOPENED, form=form), today)


def _as_if_never_closed(case: Case, today: date) -> date:
    """The clock stood still while it was closed: closing and reopening must not put off the day of its outcome."""
    begun = case.since or case.delivered_on or today
    return begun + (today - max(begun, case.closed_on or today))


def write_note(case: Case, reader: MemberId, words: str, today: date, form: str = "") -> Case:
    """Keep a note that only readers see; the same form sent again, on whichever day, is one note.

    Raises:
        Full: there are too many.
    """
    note = Note(reader, words, today, form)
    if note in case.notes or was_sent(case.notes, form, words):
        return case
    if len(case.notes) >= MOST_NOTES:
        raise Full
    return replace(_involving(case, reader), notes=(*case.notes, note))


def bring_in(case: Case, person: MemberId) -> Case:
    """Let one more person read it; the reporter sees their name.

    Raises:
        NotNow: they are named or stepped aside.
    """
    if is_barred(case, person):
        raise NotNow
    if person in case.readers:
        return case
    return replace(case, readers=(*case.readers, person), later=tuple(one for one in case.later if one != person))


def hand_over(case: Case, person: MemberId) -> Case:
    """Let it be this person's to do; they become a reader.

    Raises:
        NotNow: they are named or stepped aside, or the case is closed.
    """
    if not is_open(case):
        raise NotNow
    # Who was told of a missed clock stays told: two who hand it to each other must not keep it from the lead.
    return replace(bring_in(case, person), assigned=person)


def step_aside(case: Case, reader: MemberId, instead: MemberId | None = None) -> Case:
    """This person is out for good; `instead` reads it where nobody else would.

    Raises:
        NotNow: nobody would be left to read it.
    """
    left = tuple(one for one in case.readers if one != reader)
    if instead is not None and instead not in left:
        left = (*left, instead)
    if not left:
        raise NotNow
    return replace(
        case if case.looker != reader else without_looker(case),
        readers=left,
        later=tuple(one for one in case.later if one not in (reader, instead)),
        out=tuple(sorted({*case.out, reader})),
        assigned=None if case.assigned == reader else case.assigned,
        card_due=case.card_due or case.state is State.WAITING,
        card_strays=True,
        to_tell=tuple(one for one in case.to_tell if one != reader),
    )


def join(case: Case, other: CaseId) -> Case:
    """Note that another case is about the same matter; neither reporter learns of the other.

    Raises:
        Full: it is joined with too many.
    """
    if other in case.joined:
        return case
    if len(case.joined) >= MOST_JOINED_IN_ALL:
        raise Full
    return replace(case, joined=(*case.joined, other))


def part(case: Case, other: CaseId) -> Case:
    """Undo `join`."""
    return replace(case, joined=tuple(one for one in case.joined if one != other))


def _said(case: Case, reader: MemberId, line: Line, today: date) -> Case:
    if was_said(case, line):
        return case
    said = replace(_involving(case, reader), lines=(*case.lines, line), last_news_on=today, card_due=False)
    # Words are news but no outcome: of one that is missed those who were told stay told, until it has gone round.
    return said if outcome_is_missed(case, today) else replace(said, told=(), told_on=None)


def _involving(case: Case, reader: MemberId) -> Case:
    return case if reader in case.involved else replace(case, involved=(*case.involved, reader))
