"""What the reporter's own acts make of a case. Each of them reaches its readers at a slot, never before.

Not here: how it reaches them (`case_delivery.py`), what the readers do (`case_work.py`), holding (`holding.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from bot.core.case import Case, Help, Named, Release, State, is_barred, read_by_staff
from bot.core.case_readers import also_named, read_also_by
from bot.core.conversation import Event, Line, Note, Voice
from bot.core.holding import looks_held
from bot.core.identity import MemberId

MOST_UNANSWERED: Final = 10
"""Messages a reporter can add before somebody answers: nobody can fill a case without end."""

MOST_NAMED_LATER: Final = 10
"""People a reporter can name after sending; naming somebody never waits for an answer."""

MOST_SECOND_LOOKS: Final = 2


class TooMany(Exception):
    """The reporter has written as often as possible until somebody answers."""


class NotNow(Exception):
    """The case is not in a state in which this can be done."""


def add(  # noqa: PLR0913 - what is written, when, where and about whom
    case: Case, words: str, today: date, deliver_at: datetime, about: Named | None = None, form: str = ""
) -> Case:
    """The reporter writes to the readers, and may name one more person, who is out from this moment on.

    Raises:
        TooMany: `MOST_UNANSWERED` lines since somebody answered and nobody new is named, or too many were named.
    """
    names_more = about is not None and about.member_id not in case.named
    if names_more and len(case.also_named) >= MOST_NAMED_LATER:
        raise TooMany
    if about is not None:
        case = also_named(case, about)
    line = Line(Voice.REPORTER, words, today, max(deliver_at, case.deliver_at), delivered=False, form=form)
    if was_said(case, line):
        return case
    answers = [place for place, one in enumerate(case.lines) if one.voice is Voice.STAFF]
    since = case.lines[answers[-1] + 1 :] if answers else case.lines
    if len(since) >= MOST_UNANSWERED and not names_more:
        raise TooMany
    named = (replace(line, words=about.name, event=Event.NAMED),) if about is not None and names_more else ()
    return replace(case, lines=(*case.lines, *named, line))


def was_sent(said: Iterable[Line | Note], form: str, words: str) -> bool:
    """Whether these words came in this very form before: it is sent again when nothing answered it."""
    return bool(form) and any((one.form, one.words) == (form, words) for one in said)


def was_said(case: Case, line: Line) -> bool:
    """Whether the same words came in the same form, or this side said so today and the other nothing since.

    When a form is sent again, the other side may have written in between.
    What a line tells besides words is compared with the last line only: a case may be closed twice in one day. What
    has not reached the readers does not count for them: the answer would tell in which minute the reporter wrote.
    """
    if was_sent(case.lines, line.form, line.words):
        return True
    for before in reversed(case.lines if line.voice is Voice.REPORTER else read_by_staff(case)):
        if before.voice is not line.voice:
            return False
        if (before.words, before.day, before.event, before.detail) == (line.words, line.day, line.event, line.detail):
            return True
        if line.event is not Event.WORDS:
            return False
    return False


def share_name(case: Case, name: str, today: date, deliver_at: datetime) -> Case:
    """The reporter shows who they are, from the next slot on. There is no way back."""
    if case.reporter_name or any(line.event is Event.NAME_SHARED for line in case.lines):
        return case
    return _with(case, Line(Voice.REPORTER, name, today, deliver_at, delivered=False, event=Event.NAME_SHARED))


def message_me(case: Case, member: MemberId | None) -> Case:
    """The reporter asks for a direct message when there is an answer, or takes that back."""
    return case if case.state in (State.CLOSED, State.WITHDRAWN) else replace(case, message_me=member)


def feed_back(  # noqa: PLR0913 - what is said, when, and in which form
    case: Case, answer: Help, words: str, today: date, deliver_at: datetime, form: str = ""
) -> Case:
    """Whether the response helped or made things harder; once for each closing.

    Raises:
        NotNow: the case is not closed, or something else was said already. The same again changes nothing.
    """
    event, detail = Event.FEEDBACK, answer.value
    line = Line(Voice.REPORTER, words, today, deliver_at, delivered=False, event=event, detail=detail, form=form)
    if was_said(case, line):
        return case
    if case.state is not State.CLOSED or has_fed_back(case):
        raise NotNow
    return _with(case, line)


def has_fed_back(case: Case) -> bool:
    """Whether the reporter said since the last closing whether it helped."""
    return Event.FEEDBACK in _since_closing(case)


def can_be_looked_at_again(case: Case) -> bool:
    """Whether a second look may be asked for: after the outcome, once for each closing and twice in all."""
    asked = sum(line.event is Event.SECOND_LOOK for line in case.lines)
    is_asked = Event.SECOND_LOOK in _since_closing(case)
    return case.state is State.CLOSED and not is_asked and asked < MOST_SECOND_LOOKS


def ask_second_look(  # noqa: PLR0913 - who is asked, what is said, when, and in which form
    case: Case, looker: MemberId, words: str, today: date, deliver_at: datetime, form: str = ""
) -> Case:
    """Somebody not yet involved looks at it again, from the next slot on.

    Raises:
        NotNow: see `can_be_looked_at_again`.
    """
    line = Line(Voice.REPORTER, words, today, deliver_at, delivered=False, event=Event.SECOND_LOOK, form=form)
    if was_said(case, line):
        return case
    if not can_be_looked_at_again(case):
        raise NotNow
    return replace(_with(case, line), looker=looker)


def _since_closing(case: Case) -> set[Event]:
    closings = [place for place, line in enumerate(case.lines) if line.event is Event.CLOSED]
    return {line.event for line in case.lines[closings[-1] :]} if closings else set()


def _with(case: Case, line: Line) -> Case:
    return replace(case, lines=(*case.lines, line))


def choose_readers(case: Case, chosen: Sequence[Named], today: date, deliver_at: datetime) -> Case:
    """Where nobody can read it any more, the reporter says who may: at once before delivery, else from the next slot.

    Raises:
        NotNow: nobody, or somebody who is named or stepped aside.
    """
    members = tuple(sorted({one.member_id for one in chosen}))
    if not members or any(is_barred(case, one) for one in members):
        raise NotNow
    if case.delivered_on is None:
        return read_also_by(case, members)
    names = "\n".join(one.name for one in chosen)
    line = Line(Voice.REPORTER, names, today, deliver_at, delivered=False, event=Event.CHOSEN)
    return replace(case if was_said(case, line) else _with(case, line), chosen=members)


def send_held(case: Case, deliver_at: datetime) -> Case:
    """The reporter sends a held concern after all; one that was released unseen as well, so that it tells nothing.

    Raises:
        NotNow: it is not held, as far as its reporter knows.
    """
    if not looks_held(case):
        raise NotNow
    return replace(case, state=State.WAITING, deliver_at=deliver_at, release=Release.ASKED)


def withdraw(case: Case, at: datetime) -> Case:
    """The reporter takes it back; readers learn of it at this moment. The first time counts."""
    return case if case.withdraw_at is not None else replace(case, withdraw_at=at)


def vanishes_when_withdrawn(case: Case) -> bool:
    """Whether nothing at all stays: nobody has taken it up yet."""
    return case.state in (State.HELD, State.WAITING) and not case.involved


def withdrawn(case: Case, today: date) -> Case:
    """What stays of a case that somebody had taken up: that a concern was withdrawn, and who may know it."""
    return Case(
        label=case.label,
        lookup=b"",
        named=case.named,
        readers=case.readers,
        later=case.later,
        direct=case.direct,
        urgent=False,
        deliver_at=case.deliver_at,
        account=None,
        out=case.out,
        state=State.WITHDRAWN,
        delivered_on=case.delivered_on,
        acknowledged_by=case.acknowledged_by,
        closed_on=today,
    )


def last_day(case: Case) -> date | None:
    """The day from which a closed case is kept its time: of closing, or of what its reporter wrote since."""
    if case.closed_on is None:
        return None
    return max([case.closed_on, *(line.day for line in case.lines if line.voice is Voice.REPORTER)])
