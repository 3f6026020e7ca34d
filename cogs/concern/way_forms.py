"""The forms of the way back. Their inner names are fixed words; what they ask is in the catalogue."""

from typing import Final

from bot.core.case import Help
from bot.core.receipt import Receipt, compact
from bot.services.way_words import MOST_WORDS
from bot.ui.page import Form, MemberField, Option, RadioField, TextField
from bot.ui.words import Words

_MOST_CODE: Final = 60


def code_form(words: Words, fresh: str) -> Form:
    """Asks for the code."""
    field = TextField("code", words("concern-code-label"), words("concern-code-hint"), max_length=_MOST_CODE)
    return Form(words("concern-code-title"), f"concern:code::{fresh}", (field,))


def reply_form(words: Words, receipt: Receipt, fresh: str) -> Form:
    """Asks for more words to those who read the concern, and whether it is about somebody else too."""
    message = TextField(
        "words", words("concern-reply-label"), words("concern-reply-hint"), long=True, max_length=MOST_WORDS
    )
    about = MemberField("about", words("concern-reply-about"), words("concern-reply-about-hint"))
    return Form(words("concern-reply-title"), f"concern:reply:{compact(receipt)}:{fresh}", (message, about))


def help_form(words: Words, receipt: Receipt, fresh: str) -> Form:
    """Asks whether the response helped or made things harder."""
    answers = tuple(Option(words(f"concern-help-{one.value}"), one.value) for one in Help)
    fields = (RadioField("answer", words("concern-help-label"), answers), _remark(words, "concern-help-words"))
    return Form(words("concern-help-title"), f"way:helped:{compact(receipt)}:{fresh}", fields)


def look_form(words: Words, receipt: Receipt, tag: str, fresh: str) -> Form:
    """Asks for words to whoever takes a second look; `tag` is who was named."""
    fields = (_remark(words, "concern-look-words"),)
    return Form(words("concern-look-title"), f"way:again:{compact(receipt)}:{tag}:{fresh}", fields)


def _remark(words: Words, key: str) -> TextField:
    return TextField("words", words(key), required=False, long=True, max_length=MOST_WORDS)
