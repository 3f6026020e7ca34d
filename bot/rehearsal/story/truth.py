"""What the report says, held against what happened: whatever would not be true is named, and then nothing is told.

Not here: the report (`report.py`), and what the tests hold of the bot itself.
"""

import re
from datetime import timedelta
from enum import Enum
from itertools import pairwise
from typing import Final

from bot.core.publishing import Level
from bot.rehearsal import cast
from bot.rehearsal.simulator import Shown
from bot.rehearsal.simulator.wire import components, text
from bot.rehearsal.story import script
from bot.rehearsal.story.notebook import Caption, Mark, Notebook, Week
from bot.rehearsal.unasked import Kind
from bot.ui.words import Words

WRITERS: Final = ("lena", "noor", "theo")
"""Those who raise a concern."""
_OF_STAFF: Final = (
    Caption.CARD,
    Caption.CASE,
    Caption.WAITING,
    Caption.CLUSTER,
    Caption.TRUST,
    Caption.SIGNALS,
    Caption.DONE,
    Caption.ANSWER,
    Caption.PAIR,
)
_WITHOUT_WORDS: Final = (Caption.CARD, Caption.WAITING, Caption.CLUSTER, Caption.TRUST, Caption.SIGNALS)
_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")
_TOLD_WITHIN: Final = timedelta(days=2)
_THEFTS: Final = 3
_PLANNED: Final = (Kind.OPENING, Kind.REMINDER, Kind.RESULT)


class Untrue(Enum):
    """What the report would say wrongly; its words are `story-untrue-…`."""

    ORDER = "order"
    POSTED = "posted"
    MISSING = "missing"
    WRITER = "writer"
    WORDS = "words"
    ALERT = "alert"
    THIEF = "thief"
    UNASKED = "unasked"
    FAULTS = "faults"
    """An error was logged meanwhile."""


def untrue(notebook: Notebook, words: Words) -> list[Untrue]:
    """What does not hold of these weeks; nothing, if the report may be written."""
    holds = {
        Untrue.ORDER: _came_in_order(notebook),
        Untrue.POSTED: all(_says_what_was_posted(week, words) for week in notebook.weeks),
        Untrue.MISSING: {one.caption for one in notebook.seen} >= _told(notebook),
        Untrue.WRITER: not any(name.capitalize() in said for said in _saw(notebook, _OF_STAFF) for name in WRITERS),
        Untrue.WORDS: not any(
            words(f"story-concern-{name}") in said for said in _saw(notebook, _WITHOUT_WORDS) for name in WRITERS
        ),
        Untrue.ALERT: _was_told_of_each_alarm(notebook),
        Untrue.THIEF: _thieves_found_nothing(notebook),
        Untrue.UNASKED: _said_only_what_was_planned(notebook),
    }
    return [what for what, held in holds.items() if not held]


def _came_in_order(notebook: Notebook) -> bool:
    """Each of them happened, and one after another; a few weeks alone do not end quietly."""
    whole = len(notebook.weeks) == script.WEEKS
    came = [mark for mark in Mark if whole or mark is not Mark.QUIET]
    marks = notebook.marks
    return all(mark in marks for mark in came) and all(marks[one] < marks[other] for one, other in pairwise(came))


def _says_what_was_posted(week: Week, words: Words) -> bool:
    """Whether the first two words of a level that the result says are those of this week."""
    levels = {words(f"checkin-level-{level.value}"): level for level in Level}
    said = [levels[word] for word in _BOLD.findall(_said(week.post)) if word in levels]
    return said[:2] == [week.lines.low, week.lines.good]


def _told(notebook: Notebook) -> set[Caption]:
    return set(Caption) - (set() if len(notebook.weeks) == script.WEEKS else {Caption.MENDED})


def _was_told_of_each_alarm(notebook: Notebook) -> bool:
    told = [one.at for one in notebook.seen if one.caption is Caption.TRUST]
    rang = notebook.marks.get(Mark.ALARM)
    if rang is None or not told or notebook.alerts != notebook.alarms:
        return False
    return timedelta(0) <= told[0] - rang <= _TOLD_WITHIN


def _thieves_found_nothing(notebook: Notebook) -> bool:
    """Each looked for something in something, and found none of it."""
    there = all(any(rows for _, rows in theft.tables) and theft.ids and theft.names for theft in notebook.thefts)
    return there and len(notebook.thefts) == _THEFTS and not any(theft.found for theft in notebook.thefts)


def _said_only_what_was_planned(notebook: Notebook) -> bool:
    members = {f"{cast.DIRECT}:{name}" for name in cast.MEMBERS}
    group = [one.kind for one in notebook.unasked if one.place == cast.GROUP]
    quiet = not any(one.at_night or one.place in members for one in notebook.unasked)
    return quiet and all(group.count(kind) == len(notebook.weeks) for kind in _PLANNED) and set(group) == {*_PLANNED}


def _saw(notebook: Notebook, captions: tuple[Caption, ...]) -> list[str]:
    return [_said(one.shown) for one in notebook.seen if one.caption in captions]


def _said(shown: Shown) -> str:
    return "\n".join([text(shown.payload, "content"), *(text(one, "content") for one in components(shown.payload))])
