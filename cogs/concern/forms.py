"""The forms a reporter fills in. Their inner names are fixed words; what they ask is in the catalogue."""

from typing import Final

from bot.core.case import Account
from bot.core.draft import DraftToken
from bot.core.receipt import Receipt, compact
from bot.ui.page import Form, MemberField, RadioField, SelectField, TextField
from bot.ui.words import Words
from cogs.concern.content import concern_content, options

MOST_STORY: Final = 3500
MOST_REPLY: Final = 1500
_MOST_CODE: Final = 60


def concern_form(words: Words, token: DraftToken, fresh: str, told: Account | None) -> Form:
    """What happened, and what is needed to treat it well; filled in as it was told before."""
    content = concern_content(words.language)
    return Form(
        title=words("concern-form-title"),
        custom_id=f"concern:form:{token}:{fresh}",
        fields=(
            SelectField(
                "category",
                words("concern-form-category"),
                options(content.categories, told.category if told else None),
            ),
            TextField(
                "story",
                words("concern-form-story"),
                words("concern-form-story-hint"),
                long=True,
                max_length=MOST_STORY,
                value=told.story if told else "",
            ),
            MemberField(
                "about",
                words("concern-form-about"),
                words("concern-form-about-hint"),
                chosen=told.about.member_id if told and told.about else None,
            ),
            RadioField("wish", words("concern-form-wish"), options(content.wishes, told.wish if told else None)),
            RadioField(
                "affected", words("concern-form-affected"), options(content.affected, told.affected if told else None)
            ),
        ),
    )


def code_form(words: Words, fresh: str) -> Form:
    """Asks for the code."""
    field = TextField("code", words("concern-code-label"), words("concern-code-hint"), max_length=_MOST_CODE)
    return Form(words("concern-code-title"), f"concern:code::{fresh}", (field,))


def reply_form(words: Words, receipt: Receipt, fresh: str) -> Form:
    """Asks for more words to those who read the concern."""
    field = TextField(
        "words", words("concern-reply-label"), words("concern-reply-hint"), long=True, max_length=MOST_REPLY
    )
    return Form(words("concern-reply-title"), f"concern:reply:{compact(receipt)}:{fresh}", (field,))
