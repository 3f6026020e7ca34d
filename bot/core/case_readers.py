"""What naming somebody, and choosing who may read, make of the readers of a case that was sent.

Not here: who reads a new concern (`readership.py`), and the acts these belong to (`case_life.py`).
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from bot.core.case import Case, Named, State
from bot.core.conversation import Event, Line
from bot.core.identity import MemberId


def also_named(case: Case, about: Named) -> Case:
    """This person is out from this moment on, whatever they had to do in it."""
    out = about.member_id
    if out in case.named:
        return case
    return replace(
        case if case.looker != out else without_looker(case),
        named=tuple(sorted((*case.named, out))),
        also_named=(*case.also_named, about),
        message_me=None if case.message_me == out else case.message_me,
        assigned=None if case.assigned == out else case.assigned,
        chosen=tuple(one for one in case.chosen if one != out),
        card_strays=case.card_strays or case.delivered_on is not None,
        to_tell=tuple(one for one in case.to_tell if one != out),
    )


def named_for_staff(case: Case) -> tuple[Named, ...]:
    """Whom the reporter named later, as far as it has reached the readers; they are out before that."""
    coming = sum(line.event is Event.NAMED and not line.delivered for line in case.lines)
    return case.also_named[: len(case.also_named) - coming]


def named_as_staff_knows(case: Case) -> tuple[MemberId, ...]:
    """Everybody named, as far as it has reached the readers: no form of theirs may change before that."""
    known = named_for_staff(case)
    coming = {one.member_id for one in case.also_named if one not in known}
    return tuple(one for one in case.named if one not in coming)


def without_looker(case: Case) -> Case:
    """A second look that has not begun can be asked of somebody else: its words are a message, no more."""
    lines = (replace(line, event=Event.WORDS) if _is_coming_look(line) else line for line in case.lines)
    return replace(
        case, looker=None, lines=tuple(line for line in lines if line.words or line.event is not Event.WORDS)
    )


def _is_coming_look(line: Line) -> bool:
    return line.event is Event.SECOND_LOOK and not line.delivered


def to_be_told(before: Case, after: Case, member: MemberId) -> Case:
    """After an act that brought this person in: they are to be told, whatever happens to the process before that."""
    return after if after == before or member in after.to_tell else replace(after, to_tell=(*after.to_tell, member))


def was_told(case: Case, member: MemberId) -> Case:
    """They were, as far as that is possible."""
    return replace(case, to_tell=tuple(one for one in case.to_tell if one != member))


def read_by_the_chosen(case: Case, today: date) -> Case:
    """Whom the reporter chose are readers now, with the time that readers have."""
    case = replace(read_also_by(case, case.chosen), chosen=(), told=(), told_on=None)
    return replace(case, since=today) if case.state is State.WAITING else case


def read_also_by(case: Case, members: Collection[MemberId]) -> Case:
    """These people are readers too."""
    new = tuple(one for one in members if one not in case.readers)
    return replace(case, readers=(*case.readers, *new), later=tuple(one for one in case.later if one not in members))
