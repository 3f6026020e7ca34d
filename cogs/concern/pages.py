"""What a reporter sees around the form: help lines and the promise, whom it is about, the code alone, that it was sent.

No rule is here. Not here: the page before *Send* (`review_pages.py`).
"""

from collections.abc import Sequence

from bot.core.draft import DraftToken
from bot.core.receipt import Receipt, compact, written
from bot.services.concerns import NOBODY, UNSURE
from bot.services.sending import How, Sent
from bot.services.telling import Choosable
from bot.ui.long_text import day_mark, excerpt, plain_name, shortened
from bot.ui.page import Accent, Button, Buttons, Choice, Divider, Option, Page, Part, Style, Text
from bot.ui.support import HelpDesk
from bot.ui.words import Words

MOST_NAME = 100


def note_page(text: str, accent: Accent = Accent.NEUTRAL) -> Page:
    """One text."""
    return Page((Text(text),), accent)


def help_above(words: Words, desk: HelpDesk, country: str | None, token: DraftToken | None) -> tuple[Part, ...]:
    """Help lines first, of another country by one choice in the same place, whatever follows them."""
    custom_id = "concern:country" if token is None else f"concern:country:{token}"
    return (
        Text(words("concern-title")),
        *desk.parts(words, country),
        desk.countries(words, country, custom_id),
        Divider(),
    )


def welcome_page(words: Words, above: Sequence[Part], token: DraftToken | None, author: str) -> Page:
    """Help lines, then the promise, then what can be done. `author`: of the message that is raised."""
    key = "" if token is None else f":{token}"
    about = [Text(words("concern-about-message", author=plain_name(author)))] if author else []
    share = Button(words("concern-share"), f"concern:share{key}", Style.PRIMARY)
    named = Button(words("concern-share-with-name"), f"concern:sharenamed{key}")
    return Page((*above, Text(words("concern-promise")), *about, Buttons((share, named, _have_code(words)))))


def closed_page(words: Words, above: Sequence[Part], why: str) -> Page:
    """Help lines, and why nothing can be raised here now."""
    return Page((*above, Text(why), Buttons((_have_code(words),))), Accent.CARE)


def _have_code(words: Words) -> Button:
    return Button(words("concern-have-code"), "concern:code")


def conflict_page(words: Words, takers: Sequence[Choosable], key: str, name: str) -> Page:
    """Is it about someone who takes concerns? `name`: the reporter's, if it will be shown."""
    people = [Option(shortened(one.name, MOST_NAME), one.tag) for one in takers]
    rest = [
        Option(words("concern-conflict-nobody"), NOBODY),
        Option(words("concern-conflict-unsure"), UNSURE, words("concern-conflict-unsure-meaning")),
    ]
    action = "concern:aboutnamed" if name else "concern:about"
    choice = Choice(
        f"{action}:{key}" if key else action,
        words("concern-conflict-choose"),
        (*people, *rest),
        maximum=len(people) + len(rest),
    )
    parts: list[Part] = [Text(words("concern-conflict")), Text(words("concern-conflict-why"))]
    if name:
        parts.append(Text(words("concern-with-name", name=plain_name(name))))
    return Page((*parts, choice))


def code_page(words: Words, receipt: Receipt) -> Page:
    """The code, and nothing else: easy to copy."""
    return note_page(words("concern-code-alone", code=written(receipt)))


def wrong_code_page(words: Words, why: str, typed: str) -> Page:
    """Why nothing is shown for what was typed, which stands there to be compared; and the form once more."""
    return Page((Text(why), Text(excerpt(typed, MOST_NAME)), Buttons((_have_code(words),))), Accent.CARE)


def sent_page(words: Words, sent: Sent) -> Page:
    """That it was sent or is held, what comes next by when, and what the code is for."""
    title = words("concern-held" if sent.how is How.HOLD else "concern-sent")
    told = words(f"concern-sent-{sent.how.value}", day=day_mark(sent.next_day))
    look = Button(words("concern-look"), f"concern:look:{compact(sent.receipt)}")
    return Page((Text(title), Text(told), Text(words("concern-sent-code")), Buttons((look,))), Accent.GOOD)
