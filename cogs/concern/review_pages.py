"""The page before *Send*: who will read it, what may give the reporter away, what can be done. No rule is here."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.case import MOST_PAGES, Account
from bot.core.draft import DraftToken
from bot.services.telling import Review
from bot.ui.long_text import cut_to_fit, day_mark, excerpt, listed, plain_name, shortened
from bot.ui.page import Accent, Button, Buttons, Choice, Divider, Option, Page, Part, Style, Text
from bot.ui.support import HelpDesk
from bot.ui.words import Words
from cogs.concern.content import concern_content
from cogs.concern.ids import page_key
from cogs.concern.pages import MOST_NAME

_EXCERPT = 300
_EXCERPT_OF_MORE = 150
_ROOM_FOR_NAMES = 1100
_ROOM_FOR_PICKED = 500
_ROOM_FOR_HELP = 600


@dataclass(frozen=True)
class Reviewing:
    """Where a review is shown, and to whom."""

    words: Words
    desk: HelpDesk
    country: str | None
    contact: str
    own_name: str
    """What the reporter is called here; compared with what they wrote, and kept nowhere."""


def review_page(about: Reviewing, token: DraftToken, review: Review) -> Page:
    """Who reads it, warnings, when a person likely looks, what was told, and every button."""
    words, in_danger = about.words, review.account.category.goes_at_once
    parts: list[Part] = [Text(words("concern-review-title"))]
    if in_danger:
        parts += [*about.desk.parts(words, about.country, _ROOM_FOR_HELP)]
        parts += [about.desk.countries(words, about.country, f"concern:lines:{token}"), Divider()]
    # Each in a part of its own: what stands right below a list is drawn as if it belonged to its last name.
    parts += map(Text, _who_reads(words, review, about.contact))
    if review.candidates:
        parts.append(_reader_choice(words, token, review))
    warnings = _warnings(words, review, about.own_name)
    if warnings:
        parts.append(Text("\n".join(warnings)))
    if review.can_be_sent:
        parts.append(Text("\n".join(_when(words, review))))
    parts += [Divider(), *map(Text, _told(words, review)), Divider()]
    parts.append(Text("\n".join(_what_is_kept(words, review))))
    return Page((*parts, *_buttons(words, token, review)), Accent.DANGER if in_danger else Accent.CARE)


def hold_page(words: Words, token: DraftToken, review: Review) -> Page:
    """All that is to be known before holding."""
    yes = Button(words("concern-hold-yes"), f"concern:held:{token}", Style.PRIMARY)
    told = words("concern-hold-limits", day=day_mark(review.hold_ends_on))
    return Page((Text(words("concern-hold-sure")), Text(told), Buttons((yes, _back(words, token)))), Accent.CARE)


def message_page(words: Words, token: DraftToken) -> Page:
    """What a direct message at an answer costs."""
    yes = Button(words("concern-notify-yes"), f"concern:notified:{token}", Style.PRIMARY)
    return Page((Text(words("concern-notify-sure")), Buttons((yes, _back(words, token)))), Accent.CARE)


def tried_page(words: Words, *, is_it: bool) -> Page:
    """Whether the code that was typed is the one of this draft."""
    if is_it:
        return Page((Text(words("concern-try-right")),), Accent.GOOD)
    return Page((Text(words("concern-try-other")),), Accent.CARE)


def _back(words: Words, token: DraftToken) -> Button:
    return Button(words("concern-back"), f"concern:review:{token}")


def _who_reads(words: Words, review: Review, contact: str) -> list[str]:
    if review.candidates:
        return [words("concern-review-choose")]
    if not review.readers:
        return [words("concern-review-nobody", contact=contact)]
    room = _ROOM_FOR_NAMES - (_ROOM_FOR_PICKED if review.picked else 0)
    readers = [words("concern-review-readers", readers=_names(review.readers, room))]
    later = [words("concern-review-later", later=_names(review.later, room))] if review.later else []
    lead = [words("concern-review-lead", name=plain_name(shortened(review.lead, MOST_NAME)))] if review.lead else []
    picked = [words("concern-review-picked", picked=_names(review.picked, _ROOM_FOR_PICKED))] if review.picked else []
    return readers + later + lead + picked


def _names(names: Sequence[str], room: int) -> str:
    return "".join(cut_to_fit(lambda most: [listed([shortened(name, most) for name in names])], room))


def _reader_choice(words: Words, token: DraftToken, review: Review) -> Choice:
    offered = [Option(shortened(one.name, MOST_NAME), one.tag, default=one.ticked) for one in review.candidates]
    placeholder = words("concern-review-choose-here")
    return Choice(f"concern:readers:{token}", placeholder, offered, maximum=len(offered))


def _warnings(words: Words, review: Review, own_name: str) -> list[str]:
    draft = review.draft
    found: list[str] = []
    if draft.reporter_name:
        found.append(words("concern-review-named", name=plain_name(draft.reporter_name)))
    elif review.tells(own_name):
        found.append(words("concern-review-own-name", name=plain_name(own_name)))
    if draft.message is not None:
        found.append(words("concern-review-message-author", author=plain_name(draft.message.author.name)))
        if draft.message.gives_away:
            found.append(words("concern-review-few"))
    return found


def _when(words: Words, review: Review) -> list[str]:
    at_once, slot = day_mark(review.expected_by_if_urgent), day_mark(review.expected_by)
    if review.account.category.goes_at_once:
        return [words("concern-review-danger", day=at_once)]
    hold = [words("concern-review-hold")] if review.can_be_held else []
    ways = [words("concern-review-slot", day=slot), words("concern-review-urgent", day=at_once), *hold]
    return [words("concern-review-watch"), *ways]


def _told(words: Words, review: Review) -> list[str]:
    account = review.account
    category = concern_content(words.language).category(account.category)
    told = [f"{words('concern-review-words', category=category)}\n{excerpt(account.story, _EXCERPT)}"]
    told += [
        f"{words('concern-review-page', place=place)}\n{excerpt(page, _EXCERPT_OF_MORE)}"
        for place, page in enumerate(account.more, start=2)
    ]
    return [*told, "\n".join(_chosen(words, account))]


def _chosen(words: Words, account: Account) -> list[str]:
    """What was chosen in the form, where a slip of the finger would matter; and that a long text goes whole."""
    content = concern_content(words.language)
    is_cut = len(account.story) > _EXCERPT or any(len(page) > _EXCERPT_OF_MORE for page in account.more)
    said = [words("concern-review-cut")] if is_cut else []
    if account.about is not None:
        said.append(words("concern-review-about", name=plain_name(account.about.name)))
    wish, affected = content.wish(account.wish), content.affects(account.affected)
    return [*said, words("concern-review-chosen", wish=wish, affected=affected)]


def _what_is_kept(words: Words, review: Review) -> list[str]:
    kept = [words("concern-review-not-sent")]
    if review.can_be_sent:
        kept.append(words("concern-review-code"))
    if review.draft.message_me is not None:
        kept.append(words("concern-review-notified"))
    return kept


def _buttons(words: Words, token: DraftToken, review: Review) -> list[Buttons]:
    edit = Button(words("concern-edit"), f"concern:edit:{token}")
    discard = Button(words("concern-discard"), f"concern:discard:{token}")
    if not review.can_be_sent:
        return [Buttons((edit, discard))]
    return [Buttons((*_ways_to_send(words, token, review), edit, discard)), Buttons(_additions(words, token, review))]


def _ways_to_send(words: Words, token: DraftToken, review: Review) -> list[Button]:
    waiting = not review.readers
    found = [Button(words("concern-send"), f"concern:send:{token}", Style.PRIMARY, waiting)]
    if review.can_be_held:
        found.append(Button(words("concern-hold"), f"concern:hold:{token}", disabled=waiting))
    if not review.account.category.goes_at_once:
        found.append(Button(words("concern-urgent"), f"concern:urgent:{token}", Style.DANGER, waiting))
    return found


def _additions(words: Words, token: DraftToken, review: Review) -> list[Button]:
    pages = len(review.account.pages)
    found = [
        Button(words("concern-page-edit", place=place), f"concern:page:{page_key(token, place)}")
        for place in range(2, pages + 1)
    ]
    if pages < MOST_PAGES:
        found.append(Button(words("concern-page-add"), f"concern:page:{page_key(token, pages + 1)}"))
    found.append(Button(words("concern-try"), f"concern:try:{token}"))
    is_told = review.draft.message_me is not None
    action, label = ("quiet", "concern-quiet") if is_told else ("notify", "concern-notify")
    return [*found, Button(words(label), f"concern:{action}:{token}")]
