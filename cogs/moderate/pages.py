"""What those who take concerns see: their list, one case, the form for an answer. No rule is here."""

from collections.abc import Sequence
from typing import Final

from bot.core.case import Account, Case, CopiedMessage, Line, State, Voice
from bot.core.identity import CaseId, ServerId
from bot.services.cases import ReadableCase
from bot.ui.long_text import day_mark, newest, plain_name, shortened, told
from bot.ui.page import (
    Accent,
    Button,
    Buttons,
    Choice,
    Divider,
    Form,
    Option,
    Page,
    Part,
    RadioField,
    Style,
    Text,
    TextField,
)
from bot.ui.paging import length, spread
from bot.ui.words import Words
from cogs.concern.content import concern_content, options
from cogs.moderate.cards import case_letters

MOST_LISTED: Final = 25
MOST_ANSWER: Final = 1500
OWN_WORDS: Final = "none"
_MOST_PAGES: Final = 4
_LONGEST: Final = 100
_BESIDE_THE_FACTS: Final = 2000
"""Characters of story that still fit on the page with the facts."""


def list_page(words: Words, mine: Sequence[ReadableCase]) -> Page:
    """My cases, the most pressing first."""
    title = Text(words("cases-title"))
    if not mine:
        return Page((title, Text(words("cases-none"))))
    listed = [_option(words, one) for one in mine[:MOST_LISTED]]
    more = [Text(words("cases-more", count=MOST_LISTED))] if len(mine) > MOST_LISTED else []
    return Page((title, *more, Choice("case:list", words("cases-choose"), listed)))


def _option(words: Words, one: ReadableCase) -> Option:
    case = one.case
    state = [words(f"cases-state-{case.state.value}")]
    state += [words("cases-urgent")] if case.urgent else []
    state += [words("cases-state-overdue")] if one.is_overdue else []
    if case.account is None:
        label = words("cases-option-withdrawn", label=case.label)
    else:
        category = concern_content(words.language).category(case.account.category)
        label = words("cases-option", label=case.label, category=category)
    return Option(shortened(label, _LONGEST), case_letters(one.case_id), " · ".join(state))


def case_pages(words: Words, one: ReadableCase, note: str = "") -> tuple[Page, ...]:
    """The case with its buttons; what does not fit in messages of its own."""
    case = one.case
    key = "case-title-urgent" if case.urgent else "case-title"
    top: list[Part] = [Text(words(key, label=case.label)), *([Text(note)] if note else [])]
    if case.account is None:
        return (Page((*top, Text(words("case-withdrawn")))),)
    top += [Text(words("case-hands-off")), Text("\n".join(_facts(words, one, case.account)))]
    story = told(words("case-story"), case.account.story)
    fits = len(story) == 1 and length(story[0]) <= _BESIDE_THE_FACTS
    top += [Divider(), Text(story[0])] if fits else []
    rest = spread([*(() if fits else story), *_message(words, one.server_id, case)])
    said = newest(spread(_said(words, one.lines)), _MOST_PAGES, words("concern-earlier-left-out"))
    page = Page((*top, _buttons(words, one.case_id, case)), Accent.DANGER if case.urgent else Accent.CARE)
    return (page, *(Page((Text(text),)) for text in (*rest, *said)))


def _facts(words: Words, one: ReadableCase, account: Account) -> list[str]:
    content = concern_content(words.language)
    said = [words("case-category", category=content.category(account.category))]
    if account.about is not None:
        said.append(words("case-about", name=plain_name(account.about.name), member=account.about.member_id))
    said.append(words("case-wish", wish=content.wish(account.wish)))
    said.append(words("case-affected", affected=content.affects(account.affected)))
    if one.case.reporter_name:
        said.append(words("case-from", name=plain_name(one.case.reporter_name)))
    if one.next is not None:
        said.append(words(f"case-next-{one.next.what}", day=day_mark(one.next.day)))
    if one.is_overdue:
        said.append(words("case-overdue"))
    return said


def _message(words: Words, server_id: ServerId, case: Case) -> list[str]:
    message = case.message
    if message is None:
        return []
    by = words(
        "case-message-from",
        name=plain_name(message.author.name),
        member=message.author.member_id,
        channel=message.channel_id,
        link=_link(server_id, message),
    )
    heading = f"{words('case-message')}\n{by}"
    return told(heading, message.text) if message.text else [heading, words("case-message-empty")]


def _link(server_id: ServerId, message: CopiedMessage) -> str:
    return f"https://discord.com/channels/{server_id}/{message.channel_id}/{message.message_id}"


def _said(words: Words, lines: Sequence[Line]) -> list[str]:
    if not lines:
        return []
    keys = {Voice.REPORTER: "case-line-theirs", Voice.STAFF: "case-line-ours"}
    said = [block for line in lines for block in told(words(keys[line.voice], day=day_mark(line.day)), line.words)]
    return [words("case-conversation"), *said]


def _buttons(words: Words, case_id: CaseId, case: Case) -> Buttons:
    letters = case_letters(case_id)
    reply = Button(words("case-reply"), f"case:reply:{letters}", Style.PRIMARY)
    if case.state is not State.WAITING:
        return Buttons((reply,))
    return Buttons((Button(words("case-acknowledge"), f"case:acknowledge:{letters}", Style.SUCCESS), reply))


def answer_form(words: Words, letters: str, fresh: str) -> Form:
    """An answer, begun by listening."""
    content = concern_content(words.language)
    openers = (*options(content.openers), Option(words("case-reply-no-opener"), OWN_WORDS))
    return Form(
        words("case-reply-title"),
        f"case:reply:{letters}:{fresh}",
        (
            RadioField("opener", words("case-reply-opener"), openers, words("case-reply-opener-hint")),
            TextField(
                "words",
                words("case-reply-words"),
                words("case-reply-words-hint"),
                long=True,
                max_length=MOST_ANSWER,
            ),
        ),
    )


def answer_text(words: Words, opener: str, own: str) -> str:
    """The sentence that was chosen, then the moderator's own words."""
    chosen = [one.name for one in concern_content(words.language).openers if one.key == opener]
    return "\n\n".join((*chosen, own))
