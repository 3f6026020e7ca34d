"""The conversation as its reporter reads it: what each side said and did, day by day. No rule is here."""

from collections.abc import Sequence

from bot.core.case import Event, Line, Voice
from bot.ui.long_text import day_mark, listed, plain_name, told
from bot.ui.words import Words

_WORDS_ARE_A_NAME = (Event.NAME_SHARED, Event.NAMED, Event.CHOSEN)


def conversation(words: Words, lines: Sequence[Line]) -> list[str]:
    """All lines, in blocks that `spread` lays out."""
    return [block for line in lines for block in _line(words, line)]


def _line(words: Words, line: Line) -> list[str]:
    key = "concern-line-mine" if line.voice is Voice.REPORTER else "concern-line-theirs"
    heading = words(key, day=day_mark(line.day))
    if not line.delivered:
        heading = words("concern-line-coming", line=heading)
    if line.event is not Event.WORDS:
        heading = words("concern-line-event", line=heading, what=_event(words, line))
    if line.event in _WORDS_ARE_A_NAME or not line.words:
        return [heading]
    return told(heading, line.words)


def _event(words: Words, line: Line) -> str:
    key = f"concern-event-{line.event.value}"
    match line.event:
        case Event.CLOSED:
            return words(key, outcome=words(f"outcome-{line.detail}"))
        case Event.FEEDBACK:
            return words(key, answer=words(f"concern-help-{line.detail}"))
        case Event.NAME_SHARED | Event.NAMED:
            return words(key, name=plain_name(line.words))
        case Event.CHOSEN:
            return words(key, names=listed(line.words.split("\n")))
        case _:
            return words(key)
