"""What a reporter sees up to *Send*: the promise, whom it is about, the review, the code alone. No rule is here."""

from collections.abc import Sequence

from bot.core.draft import DraftToken
from bot.core.receipt import Receipt, compact, written
from bot.services.concerns import NOBODY, UNSURE, Choosable, Review
from bot.services.sending import Sent
from bot.ui.long_text import day_mark, excerpt, listed, plain_name, shortened
from bot.ui.page import Accent, Button, Buttons, Choice, Divider, Option, Page, Part, Style, Text
from bot.ui.support import help_parts
from bot.ui.words import Words
from cogs.concern.content import concern_content

_EXCERPT = 300
_NAME = 100


def note_page(text: str, accent: Accent = Accent.NEUTRAL) -> Page:
    """One text."""
    return Page((Text(text),), accent)


def welcome_page(words: Words, country: str | None, token: DraftToken | None, author: str, nobody: str | None) -> Page:
    """Help lines first, then the promise, then what can be done. `nobody`: whom to turn to if nobody takes concerns."""
    key = "" if token is None else f":{token}"
    parts: list[Part] = [
        Text(words("concern-title")),
        Text(words("concern-danger-now")),
        *help_parts(words, country),
        Divider(),
    ]
    code = Button(words("concern-have-code"), "concern:code")
    if nobody is not None:
        return Page((*parts, Text(words("concern-nobody", contact=nobody)), Buttons((code,))), Accent.CARE)
    parts.append(Text(words("concern-promise")))
    if author:
        parts.append(Text(words("concern-about-message", author=plain_name(author))))
    share = Button(words("concern-share"), f"concern:share{key}", Style.PRIMARY)
    named = Button(words("concern-share-with-name"), f"concern:sharenamed{key}")
    return Page((*parts, Buttons((share, named, code))))


def conflict_page(words: Words, takers: Sequence[Choosable], key: str, name: str) -> Page:
    """Is it about someone who takes concerns? `name`: the reporter's, if it will be shown."""
    people = [Option(shortened(one.name, _NAME), one.tag) for one in takers]
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


def review_page(words: Words, token: DraftToken, review: Review, country: str | None, contact: str) -> Page:
    """Exactly who will read it, what may give the reporter away, and when a person likely looks."""
    account = review.account
    in_danger = account.category.goes_at_once
    parts: list[Part] = [Text(words("concern-review-title"))]
    if in_danger:
        parts += [*help_parts(words, country), Divider()]
    parts += [Text(text) for text in _who_reads(words, review, contact)]
    if review.candidates:
        parts.append(_reader_choice(words, token, review))
    parts += [Text(text) for text in _warnings(words, review)]
    parts += [Text(text) for text in _when(words, review)]
    category = concern_content(words.language).category(account.category)
    said = f"{words('concern-review-words', category=category)}\n{excerpt(account.story, _EXCERPT)}"
    parts += [Divider(), Text(said), Divider(), Text(words("concern-review-not-sent"))]
    if review.readers or review.candidates:
        parts.append(Text(words("concern-review-code")))
    return Page((*parts, _review_buttons(words, token, review)), Accent.DANGER if in_danger else Accent.CARE)


def _who_reads(words: Words, review: Review, contact: str) -> list[str]:
    if review.candidates:
        return [words("concern-review-choose")]
    if not review.readers:
        return [words("concern-review-nobody", contact=contact)]
    readers = [words("concern-review-readers", readers=listed(review.readers))]
    later = [words("concern-review-later", later=listed(review.later))] if review.later else []
    return readers + later


def _reader_choice(words: Words, token: DraftToken, review: Review) -> Choice:
    offered = [Option(shortened(one.name, _NAME), one.tag, default=one.ticked) for one in review.candidates]
    placeholder = words("concern-review-choose-here")
    return Choice(f"concern:readers:{token}", placeholder, offered, maximum=len(offered))


def _warnings(words: Words, review: Review) -> list[str]:
    draft = review.draft
    found: list[str] = []
    if draft.reporter_name:
        found.append(words("concern-review-named", name=plain_name(draft.reporter_name)))
    if draft.message is not None:
        found.append(words("concern-review-message-author", author=plain_name(draft.message.author.name)))
        if draft.message.gives_away:
            found.append(words("concern-review-few"))
    return found


def _when(words: Words, review: Review) -> list[str]:
    at_once, slot = day_mark(review.expected_by_if_urgent), day_mark(review.expected_by)
    if review.account.category.goes_at_once:
        return [words("concern-review-danger", day=at_once)]
    return [words("concern-review-slot", day=slot), words("concern-review-urgent", day=at_once)]


def _review_buttons(words: Words, token: DraftToken, review: Review) -> Buttons:
    edit = Button(words("concern-edit"), f"concern:edit:{token}")
    discard = Button(words("concern-discard"), f"concern:discard:{token}")
    if not (review.readers or review.candidates):
        return Buttons((edit, discard))
    waiting = not review.readers
    send = Button(words("concern-send"), f"concern:send:{token}", Style.PRIMARY, waiting)
    urgent = Button(words("concern-urgent"), f"concern:urgent:{token}", Style.DANGER, waiting)
    at_once = review.account.category.goes_at_once
    return Buttons((send, edit, discard) if at_once else (send, urgent, edit, discard))


def code_page(words: Words, receipt: Receipt) -> Page:
    """The code, and nothing else: easy to copy."""
    return note_page(words("concern-code-alone", code=written(receipt)))


def sent_page(words: Words, sent: Sent) -> Page:
    """That it was sent, when someone should answer, and what the code is for."""
    key = f"concern-sent-{sent.how.value}"
    look = Button(words("concern-look"), f"concern:look:{compact(sent.receipt)}")
    texts = (words("concern-sent"), words(key, day=day_mark(sent.next_day)), words("concern-sent-code"))
    return Page((*map(Text, texts), Buttons((look,))), Accent.GOOD)
