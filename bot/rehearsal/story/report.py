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
from bot.rehearsal.story.notebook import Mark, Notebook
from bot.rehearsal.story.picture import year_picture
from bot.rehearsal.unasked import Kind, Said
from bot.ui.words import Words

_PAGE: Final = Path(__file__).parent.parent / "page"
_SLOT: Final = re.compile(r"\{\{\s*([\w-]+)\s*\}\}")
_MEMBERS: Final = ("checkin", "healthy", "breach", "review", "alarm", "repair", "way-back", "mended")
_STAFF: Final = ("card", "case", "waiting", "cluster", "trust", "signals")
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
        chapters: dict[str, Callable[[], Iterator[str]]] = {
            "year": self._year,
            "when": self._when,
            "members": lambda: self._seen(_MEMBERS),
            "staff": lambda: self._seen(_STAFF),
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
        yield f"<figure>{year_picture(self._words, weeks, self._marks, alternative)}</figure>"

    def _when(self) -> Iterator[str]:
        yield "<table>"
        for number, (mark, at) in enumerate(self._marks, start=1):
            what = self._drawing.markdown(f"**{self._words(f'story-mark-{mark.value}')}**")
            more = self._say(f"story-when-{mark.value}", days=self._days(mark))
            yield f"<tr><td>{number}</td><td><time>{_day(at)}</time></td><td>{what}{more}</td></tr>"
        yield "</table>"

    def _seen(self, which: Sequence[str]) -> Iterator[str]:
        """What was seen, in the order in which it was."""
        captions = {f"story-seen-{name}" for name in which}
        for seen in (one for one in self._notebook.seen if one.caption in captions):
            caption = f"<figcaption><time>{_day(seen.at)}</time>{self._say(seen.caption)}</figcaption>"
            yield f"<figure>{caption}{self._drawing.message(seen.shown)}</figure>"

    def _thief(self) -> Iterator[str]:
        theft = self._notebook.theft
        if theft is None:
            return
        yield self._say("story-thief-about", open=theft.concerns)
        heads = "".join(f"<th>{html.escape(self._words(f'story-thief-{one}'))}</th>" for one in ("table", "rows"))
        yield f'<div class="tables"><table><tr>{heads}</tr>'
        for name, rows in theft.tables:
            yield f'<tr><td><code>{html.escape(name)}</code></td><td class="count">{rows}</td></tr>'
        yield "</table></div>"
        yield self._say("story-thief-searched", ids=theft.ids, names=theft.names)
        yield self._say("story-thief-found", count=theft.found)
        yield self._say("story-thief-keys")

    def _unasked(self) -> Iterator[str]:
        yield self._say("story-unasked-about")
        yield "<table>"
        for name, count in _counts(self._notebook.unasked).items():
            yield f'<tr><td class="count">{count}</td><td>{html.escape(self._words(f"story-unasked-{name}"))}</td></tr>'
        yield "</table>"

    @property
    def _marks(self) -> list[tuple[Mark, datetime]]:
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
