"""The conversation as its reporter reads it: what each side said and did, day by day. No rule is here."""

from collections.abc import Sequence

from bot.core.conversation import Event, Line, Voice
from bot.ui.long_text import day_mark, listed, plain_name, told
from bot.ui.words import Words

_WORDS_ARE_A_NAME = (Event.NAME_SHARED, Event.NAMED, Event.CHOSEN)


def conversation(words: Words, lines: Sequence[Line], *, closed: bool = False) -> list[str]:
    """All lines, in blocks that `spread` lays out. `closed`: the last outcome stands above them already."""
    ends = [place for place, line in enumerate(lines) if line.event is Event.CLOSED]
    above = ends[-1] if closed and ends else None
    return [block for place, line in enumerate(lines) for block in _line(words, line, is_above=place == above)]


def _line(words: Words, line: Line, *, is_above: bool) -> list[str]:
    key = "concern-line-mine" if line.voice is Voice.REPORTER else "concern-line-theirs"
    heading = words(key, day=day_mark(line.day))
    if not line.delivered:
        heading = words("concern-line-coming", line=heading)
    if line.event is not Event.WORDS:
        what = words("concern-event-closed-above") if is_above else _event(words, line)
        heading = words("concern-line-event", line=heading, what=what)
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
