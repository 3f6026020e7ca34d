"""The report: one HTML page with nothing outside it, made of what the teller wrote down. Words are in the catalogue."""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.core.publishing import Level
from bot.rehearsal import cast
from bot.rehearsal.story import script
from bot.rehearsal.story.drawing import Drawing
from bot.rehearsal.story.notebook import Caption, Mark, Notebook, Seen
from bot.rehearsal.story.picture import NARROW, WIDE, year_picture
from bot.rehearsal.story.thief import Theft
from bot.rehearsal.unasked import Kind, Said
from bot.ui.words import Words

_PAGE: Final = Path(__file__).parent.parent / "page"
_SLOT: Final = re.compile(r"\{\{\s*([\w-]+)\s*\}\}")
_ENDS: Final = {"healthy": Mark.BREACH, "breach": Mark.REPAIR, "repair": None}
"""The chapters that tell what was seen, and what each ends with."""
_ALONE: Final = (Caption.REVIEW, Caption.WAY_BACK, Caption.FEEDBACK)
_EVERYBODY: Final = (
    Caption.CHECKIN,
    Caption.HEALTHY,
    Caption.BREACH,
    Caption.ALARM,
    Caption.REPAIR,
    Caption.ASKED,
    Caption.HELPED,
    Caption.MENDED,
)
_OF_STAFF: Final = (cast.MODERATORS_ROOM, cast.FACILITATORS_ROOM)


class Report:
    """Tells one year."""

    def __init__(self, words: Words, notebook: Notebook, drawing: Drawing) -> None:
        self._words = words
        self._notebook = notebook
        self._drawing = drawing

    def page(self) -> str:
        """The whole page."""
        weeks = self._notebook.weeks
        made = self._words("story-made", **{"from": _day(weeks[0].opened), "to": _day(weeks[-1].opened)})
        filled = {
            "style": (_PAGE / "story.css").read_text("utf-8"),
            "chapters": "\n".join(self._chapters()),
            "made": self._drawing.markdown(made),
        }
        template = (_PAGE / "story.html").read_text("utf-8")
        return _SLOT.sub(lambda found: filled.get(found[1]) or html.escape(self._words(found[1])), template)

    def _chapters(self) -> Iterator[str]:
        seen = {name: self._what_came(name) for name in _ENDS}
        chapters: dict[str, Callable[[], Iterator[str]]] = {
            "year": self._year,
            "when": self._when,
            **{name: lambda parts=parts: parts for name, parts in seen.items()},
            "thief": self._thief,
            "unasked": self._unasked,
        }
        for name, parts in chapters.items():
            yield f"<section><h2>{html.escape(self._words(f'story-chapter-{name}'))}</h2>"
            yield from parts()
            yield "</section>"

    def _year(self) -> Iterator[str]:
        weeks = self._notebook.weeks
        worst = max((week.lines.low for week in weeks), key=tuple(Level).index)
        alternative = self._words(
            "story-year-alternative",
            weeks=len(weeks),
            healthy=script.BREACH,
            worst=self._words(f"checkin-level-{worst.value}"),
            delay=round(self._days(Mark.ALARM) / 7),
        )
        yield self._say("story-year-about")
        for size in (WIDE, NARROW):
            yield f"<figure>{year_picture(self._words, weeks, self._marks, alternative, size)}</figure>"

    def _when(self) -> Iterator[str]:
        yield '<ol class="when">'
        for mark, at in self._marks:
            what = self._drawing.markdown(f"**{self._words(f'story-mark-{mark.value}')}**")
            more = self._say(f"story-when-{mark.value}", days=self._days(mark), times=self._notebook.alarms)
            yield f"<li><time>{_day(at)}</time>{what}{more}</li>"
        yield "</ol>"

    def _what_came(self, chapter: str) -> Iterator[str]:
        """What was seen in a chapter, in the order in which it was, and what a thief would have found meanwhile."""
        yield self._say(f"story-told-{chapter}")
        told = [(one.at, self._figure(one)) for one in self._notebook.seen if self._is_in(chapter, one.at)]
        told += [(one.at, self._stolen(one)) for one in self._notebook.thefts if self._is_in(chapter, one.at)]
        yield from (part for _, part in sorted(told, key=lambda each: each[0]))

    def _is_in(self, chapter: str, at: datetime) -> bool:
        ends = [mark and self._notebook.marks[mark] for mark in _ENDS.values()]
        place = sum(end is not None and at >= end for end in ends)
        return tuple(_ENDS)[place] == chapter

    def _figure(self, seen: Seen) -> str:
        who = "one" if seen.caption in _ALONE else "group" if seen.caption in _EVERYBODY else "staff"
        caption = f"{self._when_and_who(seen.at, who)}{self._say(f'story-seen-{seen.caption.value}')}"
        return f'<figure class="{who}"><figcaption>{caption}</figcaption>{self._drawing.message(seen.shown)}</figure>'

    def _stolen(self, theft: Theft) -> str:
        said = self._say("story-thief-came", open=theft.concerns) + self._found(theft)
        return f'<div class="thief">{self._when_and_who(theft.at, "thief")}{said}</div>'

    def _when_and_who(self, at: datetime, who: str) -> str:
        return f"<time>{_day(at)} · {html.escape(self._words(f'story-who-{who}'))}</time>"

    def _found(self, theft: Theft) -> str:
        return self._say("story-thief-found", count=theft.found)

    def _thief(self) -> Iterator[str]:
        thefts = self._notebook.thefts
        first = thefts[0]
        yield self._say("story-thief-searched", times=len(thefts), ids=first.ids, names=first.names)
        yield self._say("story-thief-found", count=sum(theft.found for theft in thefts))
        yield self._say("story-thief-learns")
        yield self._say("story-thief-keys")
        summary = html.escape(self._words("story-thief-tables"))
        heads = "".join(f"<th>{_day(theft.at)}</th>" for theft in thefts)
        table = html.escape(self._words("story-thief-table"))
        yield f'<details><summary>{summary}</summary><table class="rows"><tr><th>{table}</th>{heads}</tr>'
        for number, (name, _) in enumerate(first.tables):
            rows = "".join(f'<td class="count">{theft.tables[number][1]}</td>' for theft in thefts)
            yield f"<tr><td><code>{html.escape(name)}</code></td>{rows}</tr>"
        yield "</table></details>"

    def _unasked(self) -> Iterator[str]:
        yield self._say("story-unasked-about")
        yield "<table>"
        for name, count in _counts(self._notebook.unasked).items():
            yield f'<tr><td class="count">{count}</td><td>{html.escape(self._words(f"story-unasked-{name}"))}</td></tr>'
        yield "</table>"

    @property
    def _marks(self) -> Sequence[tuple[Mark, datetime]]:
        return sorted(self._notebook.marks.items(), key=lambda each: each[1])

    def _days(self, mark: Mark) -> int:
        """How many days after the breach it came."""
        return (self._notebook.marks[mark] - self._notebook.marks[Mark.BREACH]).days

    def _say(self, key: str, **values: str | int) -> str:
        return self._drawing.markdown(self._words(key, **values))


def _counts(said: Sequence[Said]) -> dict[str, int]:
    members = {f"{cast.DIRECT}:{name}" for name in cast.MEMBERS}
    group = [one.kind for one in said if one.place == cast.GROUP]
    return {
        "openings": group.count(Kind.OPENING),
        "reminders": group.count(Kind.REMINDER),
        "results": group.count(Kind.RESULT),
        "staff": sum(one.place in _OF_STAFF for one in said),
        "duty": sum(one.is_direct and one.place not in members for one in said),
        "direct": sum(one.place in members for one in said),
        "night": sum(one.at_night for one in said),
    }


def _day(on: datetime | object) -> str:
    return f"{on:%d %B %Y}".lstrip("0")
