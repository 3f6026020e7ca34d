"""The forms a reporter fills in. Their inner names are fixed words; what they ask is in the catalogue."""

from typing import Final

from bot.core.case import Account
from bot.core.draft import DraftToken
from bot.ui.page import Form, MemberField, RadioField, SelectField, TextField
from bot.ui.words import Words
from cogs.concern.content import concern_content, options

MOST_STORY: Final = 3500


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
