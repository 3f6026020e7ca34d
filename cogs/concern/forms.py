"""The forms a reporter fills in before *Send*. Their inner names are fixed words; what they ask is in the catalogue."""

from bot.core.case import Account, Affected, Named, Wish
from bot.core.draft import DraftToken
from bot.core.readership import Category
from bot.services.problems import Refused
from bot.services.telling import MOST_STORY
from bot.ui.page import Form, MemberField, Notice, RadioField, SelectField, TextField
from bot.ui.visit import Visit
from bot.ui.words import Words
from cogs.concern.content import concern_content, options
from cogs.concern.ids import page_key

_MOST_CODE = 60


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


def account_in(visit: Visit) -> Account:
    """What was filled in.

    Raises:
        Refused: an answer that the form does not offer.
    """
    about = visit.members.get("about")
    try:
        return Account(
            category=Category(visit.fields.get("category", "")),
            story=visit.fields.get("story", ""),
            wish=Wish(visit.fields.get("wish", "")),
            affected=Affected(visit.fields.get("affected", "")),
            about=None if about is None else Named(about.member_id, about.display_name),
        )
    except ValueError as error:
        raise Refused("button-outdated") from error


def page_form(words: Words, token: DraftToken, place: int, text: str, fresh: str) -> Form:
    """One more page of the story; emptied, it goes."""
    hint = "concern-page-hint" if text else "concern-page-hint-new"
    field = TextField(
        "words",
        words("concern-page-label", place=place),
        words(hint),
        required=False,
        long=True,
        max_length=MOST_STORY,
        value=text,
    )
    return Form(words("concern-page-title", place=place), f"concern:page:{page_key(token, place)}:{fresh}", (field,))


def try_form(words: Words, token: DraftToken, fresh: str) -> Form:
    """Asks for the code of this draft, to try it."""
    field = TextField("code", words("concern-try-label"), words("concern-code-hint"), max_length=_MOST_CODE)
    return Form(words("concern-try-title"), f"concern:try:{token}:{fresh}", (Notice(words("concern-try-why")), field))
