"""The forms of those who take concerns. Each is made from memory alone: it says nothing about any case."""

from collections.abc import Sequence
from typing import Final

from bot.ui.page import Field, Form, Notice, Option, RadioField, TextField
from bot.ui.words import Words
from cogs.concern.content import concern_content, options
from cogs.moderate.pages import MANY, NAMED

MOST_ANSWER: Final = 1500
MOST_SHORT: Final = 500
OWN_WORDS: Final = "none"


def answer_form(words: Words, action: str, letters: str, fresh: str) -> Form:
    """An answer, begun by listening; to one or to everyone who raised the matter."""
    openers = (*options(concern_content(words.language).openers), Option(words("case-reply-no-opener"), OWN_WORDS))
    notice = [Notice(words("case-all-notice"))] if action.endswith("-all") else []
    radio = RadioField("opener", words("case-reply-opener"), openers, words("case-reply-opener-hint"))
    return _form(words, action, letters, fresh, [*notice, radio, _own_words(words, "reply")])


def move_form(words: Words, action: str, letters: str, fresh: str) -> Form:
    """A change of state, with the very sentence that the reporter will read."""
    state = action.removesuffix("-all")
    notices = [Notice(words("case-they-read", sentence=words(f"event-{state}")))]
    notices += [Notice(words("case-all-notice"))] if action != state else []
    return _form(words, action, letters, fresh, [*notices, _own_words(words, "move", required=False)])


def reopen_form(words: Words, action: str, letters: str, fresh: str) -> Form:
    """Taking it up again, with the sentence for it."""
    notice = Notice(words("case-they-read", sentence=words("event-reopened")))
    return _form(words, action, letters, fresh, [notice, _own_words(words, "move", required=False)])


def note_form(words: Words, action: str, letters: str, fresh: str) -> Form:
    """A note among readers."""
    return _form(words, action, letters, fresh, [_own_words(words, "note")])


def close_form(words: Words, action: str, letters: str, fresh: str, shape: str) -> Form:
    """Closing with an outcome; `shape` says what else has to be asked."""
    outcomes = options(concern_content(words.language).outcomes)
    key = "close-all" if action.endswith("-all") else "close"
    fields: list[Field] = [
        RadioField("outcome", words("case-outcome"), outcomes),
        _own_words(words, key, required=False),
    ]
    if MANY in shape:
        fields.append(_short(words, "reached", required=True))
    if NAMED in shape:
        heard = [Option(words(f"case-heard-{one}"), one) for one in ("yes", "no")]
        fields.append(RadioField("heard", words("case-heard"), heard, words("case-heard-hint"), required=False))
        fields.append(_short(words, "why-not", required=False))
    return _form(words, action, letters, fresh, fields)


def answer_text(words: Words, opener: str, own: str) -> str:
    """The sentence that was chosen, then the moderator's own words."""
    chosen = [one.name for one in concern_content(words.language).openers if one.key == opener]
    return "\n\n".join((*chosen, own)) if own.strip() else ""


def _form(words: Words, action: str, letters: str, fresh: str, fields: Sequence[Field]) -> Form:
    title = words(f"case-form-{action.removesuffix('-all')}")
    return Form(title, f"case:{action}:{letters}:{fresh}", tuple(fields))


def _own_words(words: Words, key: str, *, required: bool = True) -> TextField:
    return TextField(
        "words",
        words(f"case-{key}-words"),
        words(f"case-{key}-words-hint"),
        required=required,
        long=True,
        max_length=MOST_ANSWER,
    )


def _short(words: Words, name: str, *, required: bool) -> TextField:
    return TextField(
        name,
        words(f"case-{name}"),
        words(f"case-{name}-hint"),
        required=required,
        long=True,
        max_length=MOST_SHORT,
    )
