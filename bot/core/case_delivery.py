"""What delivery makes of a case: it begins to exist for its readers, and what its reporter wrote since reaches them.

Not here: when a slot is (`slots.py`), what the reporter writes (`case_life.py`), and who is told of it (the services).
"""

from dataclasses import replace
from datetime import date, datetime

from bot.core.case import Case, State
from bot.core.case_readers import read_by_the_chosen
from bot.core.conversation import Event, Line


def deliver(case: Case, today: date) -> Case:
    """The case begins to exist for its readers, and its clocks begin."""
    if case.delivered_on is not None or case.state is State.HELD:
        return case
    return replace(case, delivered_on=today, since=today, card_due=True)


def deliver_lines(case: Case, now: datetime, today: date) -> Case:
    """Show the readers every line of the reporter whose slot has come, with a card if there is any."""
    if case.delivered_on is None:
        return case
    arriving = [line for line in case.lines if _due(line, now)]
    if not arriving:
        return case
    lines = tuple(replace(line, delivered=True) if _due(line, now) else line for line in case.lines)
    case = replace(case, lines=lines, card_due=True)
    for line in arriving:
        case = _taken_in(case, line, today)
    return case


def _due(line: Line, now: datetime) -> bool:
    return not line.delivered and line.deliver_at is not None and line.deliver_at <= now


def _taken_in(case: Case, line: Line, today: date) -> Case:
    match line.event:
        case Event.NAME_SHARED:
            return replace(case, reporter_name=line.words)
        case Event.SECOND_LOOK:
            return _looked_at_again(case, today)
        case Event.CHOSEN:
            return read_by_the_chosen(case, today)
        case Event.WORDS if case.state is State.ASKING:
            return replace(case, state=State.IN_PROGRESS, last_news_on=today, told=(), told_on=None)
        case _:
            return case


def _looked_at_again(case: Case, today: date) -> Case:
    looker = case.looker
    if looker is None:
        return case
    return replace(
        case,
        state=State.WAITING,
        readers=case.readers if looker in case.readers else (*case.readers, looker),
        later=tuple(one for one in case.later if one != looker),
        assigned=looker,
        acknowledged_by=None,
        last_news_on=None,
        since=today,
        closed_on=None,
        told=(),
        told_on=None,
    )
