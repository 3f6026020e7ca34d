"""The agreement's words as markdown: its text in messages, and what changed. Not here: buttons (`pages.py`)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Final

from bot.core.agreement import Change, Clause, Kind, Version
from bot.core.text_length import length
from bot.services.server_records import Server
from bot.ui.long_text import shortened
from bot.ui.paging import ROOM, spread
from bot.ui.words import Words

_OPTION: Final = 100
"""Characters that Discord takes as the label of a choice."""


def published_at(server: Server, version: Version) -> int:
    """Noon of the day it was published in the server's time, in seconds since 1970: a day for Discord to write."""
    return int(datetime.combine(version.published_on, time(12), server.zone).timestamp())


def version_texts(words: Words, server: Server, version: Version, *, introduced: bool = True) -> list[str]:
    """The whole version, over as many messages as it needs, each with its heading.

    The introduction says how to agree; without it for whoever has agreed.
    """
    texts = spread(version_blocks(words, version, introduced=introduced))
    return [f"{_heading(words, server, version, part, len(texts))}\n{body}" for part, body in enumerate(texts, start=1)]


def version_blocks(words: Words, version: Version, *, introduced: bool = True) -> list[str]:
    """The whole version, in blocks that `spread` lays out."""
    text = version.text
    blocks = list(told_of_changes(words, version))
    if introduced:
        blocks.append(text.introduction)
    for number, clause in enumerate(text.clauses, start=1):
        blocks.append(words("agreement-clause", number=number, title=clause.title, body=clause.body))
    return blocks + [words("agreement-note", title=note.title, body=note.body) for note in text.notes]


def told_of_changes(words: Words, version: Version) -> Iterator[str]:
    """What changed, as everyone was told: computed, and in the facilitators' own words."""
    if version.summary:
        yield words("agreement-what-changed", former=version.former, summary=version.summary)
    if version.said:
        yield words("agreement-said", said=version.said)


def _heading(words: Words, server: Server, version: Version, part: int, parts: int) -> str:
    title, published = version.text.title, published_at(server, version)
    heading = words("agreement-heading", title=title, version=version.number, published=published)
    return heading if parts == 1 else f"{heading}\n{words('agreement-part', part=part, parts=parts)}"


def change_texts(words: Words, changes: Sequence[Change]) -> list[str]:
    """What changed, clause by clause, over as many messages as it needs."""
    return spread(change_blocks(words, changes))


def change_blocks(words: Words, changes: Sequence[Change]) -> list[str]:
    """What changed, clause by clause, in blocks that `spread` lays out."""
    blocks = [block for change in changes for block in _change(words, change)]
    return blocks or [words("agreement-change-around")]


def _change(words: Words, change: Change) -> list[str]:
    """One block, or two if both wordings together are too long for a message."""
    shown = change.after or change.before
    name = _name(words, change, shown)
    title = "" if shown is None else by_itself(shown.title)
    lines = [words(f"agreement-change-{change.kind.value}", name=name, title=title)]
    if change.kind is not Kind.MOVED:
        if change.before is not None:
            lines.append(words("agreement-change-before", title=change.before.title, body=change.before.body))
        if change.after is not None:
            lines.append(words("agreement-change-now", title=change.after.title, body=change.after.body))
    whole = "\n".join(lines)
    return [whole] if length(whole) <= ROOM else ["\n".join(lines[:-1]), lines[-1]]


def _name(words: Words, change: Change, shown: Clause | None) -> str:
    if change.number is not None:
        return words("agreement-clause-name", number=change.number)
    return words("agreement-note-name", title="" if shown is None else by_itself(shown.title))


def by_itself(title: str) -> str:
    """A title that does not lead into its words here: without what joins the two."""
    return title.rstrip(" :,;")


def fitting(title: str) -> str:
    """A title as it fits a choice: whole, or its beginning, also where each of its characters counts as two."""
    return shortened(title, _OPTION if length(title) <= _OPTION else _OPTION // 2)


def summary(words: Words, changes: Sequence[Change]) -> str:
    """What changed, in one short sentence for everyone."""
    parts: list[str] = []
    for kind in Kind:
        named = [_short_name(words, change) for change in changes if change.kind is kind]
        if named:
            parts.append(words(f"agreement-summary-{kind.value}", clauses=", ".join(named)))
    return "; ".join(parts) or words("agreement-change-around")


def _short_name(words: Words, change: Change) -> str:
    if change.number is not None:
        return words("agreement-summary-clause", number=change.number)
    return _name(words, change, change.after or change.before)
