"""What was said in a case: by whoever wrote it, by its readers to them, and by the readers among themselves."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.core.case import CopiedMessage, Outcome
from bot.core.conversation import Event, Line, Note, Voice
from bot.core.identity import ServerId
from bot.ui.long_text import day_mark, plain_name, shortened, told
from bot.ui.places import message_link
from bot.ui.words import Words

_BEGINNING: Final = 300
"""Characters of the newest line that are shown again after an act."""


def pages_told(words: Words, pages: Sequence[str]) -> list[str]:
    """What the reporter wrote, page by page."""
    if len(pages) == 1:
        return told(words("case-story"), pages[0])
    return [
        block
        for number, text in enumerate(pages, start=1)
        for block in told(words("case-story-page", number=number, pages=len(pages)), text)
    ]


def message_told(words: Words, server_id: ServerId, message: CopiedMessage | None) -> list[str]:
    """The message it was raised about."""
    if message is None:
        return []
    by = words(
        "case-message-from",
        name=plain_name(message.author.name),
        member=message.author.member_id,
        channel=message.channel_id,
        link=message_link(server_id, message.channel_id, message.message_id),
    )
    heading = f"{words('case-message')}\n{by}"
    return told(heading, message.text) if message.text else [heading, words("case-message-empty")]


def lines_told(words: Words, lines: Sequence[Line]) -> list[str]:
    """The conversation, with what happened between."""
    if not lines:
        return []
    return [words("case-conversation"), *(block for line in lines for block in _line(words, line))]


def newest_told(words: Words, lines: Sequence[Line]) -> str:
    """The newest line, its beginning if it is long; empty where nothing was said."""
    if not lines:
        return ""
    line = replace(lines[-1], words=shortened(lines[-1].words, _BEGINNING))
    return "\n".join((words("case-newest"), *_line(words, line)))


def _line(words: Words, line: Line) -> list[str]:
    by = words("case-line-theirs" if line.voice is Voice.REPORTER else "case-line-ours", day=day_mark(line.day))
    sentence = event_sentence(words, line)
    heading = f"{by}\n{sentence}" if sentence else by
    has_words = bool(line.words) and line.event not in (Event.NAME_SHARED, Event.NAMED)
    return told(heading, line.words) if has_words else [heading]


def event_sentence(words: Words, line: Line) -> str:
    """What a line tells besides its words; for the readers' own acts the very sentence that the reporter reads."""
    match line.event:
        case Event.WORDS:
            return ""
        case Event.IN_PROGRESS | Event.ASKING | Event.REOPENED:
            return f"> {words(f'event-{line.event.value}')}"
        case Event.CLOSED:
            return f"> {outcome_sentence(words, Outcome(line.detail))}"
        case Event.FEEDBACK:
            return words(f"case-help-{line.detail}")
        case Event.SECOND_LOOK | Event.NAME_SHARED | Event.NAMED | Event.CHOSEN:
            return words(f"case-line-{line.event.value}", name=plain_name(line.words))


def outcome_sentence(words: Words, outcome: Outcome) -> str:
    """What the reporter reads of an outcome."""
    return words(f"outcome-{outcome.value}")


def notes_told(words: Words, notes: Sequence[Note]) -> list[str]:
    """What readers wrote for each other."""
    if not notes:
        return []
    return [
        words("case-notes"),
        *(
            block
            for note in notes
            for block in told(words("case-note-by", member=note.author, day=day_mark(note.day)), note.words)
        ),
    ]
