"""What one member sees of check-ins, privately: the form, the confirmation, the list."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

import discord

from bot.core.ballot import PASSED
from bot.core.comments import LONGEST_COMMENT
from bot.core.template import LABEL, Question
from bot.services.checkins import Asked, OpenToMe
from bot.ui.page import (
    Accent,
    Button,
    Buttons,
    Divider,
    Field,
    Form,
    Notice,
    Option,
    Page,
    Part,
    RadioField,
    Style,
    Text,
    TextField,
)
from bot.ui.words import Words
from cogs.checkin.ids import HELP, change_form_id, change_id, form_id, open_id

QUESTION_FIELDS = ("question1", "question2", "question3", "question4")
COMMENT_FIELD = "comment"
_MOST_LISTED = 10
_MOST_FIELDS: Final = 5
"""A window holds no more, the notice among them."""


def timestamps(closes: datetime) -> dict[str, str]:
    """A closing time as Discord shows it to each reader in their own zone."""
    return {"closes": discord.utils.format_dt(closes, "F"), "closes-in": discord.utils.format_dt(closes, "R")}


def form(words: Words, asked: Asked, fresh: str) -> Form:
    """All questions at once, each of which can be passed, below a short word about privacy if there is room."""
    return Form(
        title=asked.facts.template.title,
        custom_id=form_id(asked.round_id, asked.ballot_key, fresh),
        fields=tuple(_fields(words, asked, "checkin-comment")),
    )


def change_form(words: Words, asked: Asked, fresh: str) -> Form:
    """The same, empty again: the bot cannot look up what was answered. Its comment takes the place of the earlier."""
    return Form(
        title=asked.facts.template.title,
        custom_id=change_form_id(asked.round_id, asked.ballot_key, fresh),
        fields=tuple(_fields(words, asked, "checkin-comment-again")),
    )


def _fields(words: Words, asked: Asked, comment: str) -> Iterator[Field]:
    questions = asked.facts.template.questions
    if len(questions) + asked.facts.comments < _MOST_FIELDS:
        yield Notice(words("checkin-form-notice"))
    for name, question in zip(QUESTION_FIELDS, questions, strict=False):
        yield _field(name, question, words)
    if asked.facts.comments:
        yield TextField(
            name=COMMENT_FIELD,
            label=words(comment),
            description=words(f"{comment}-note", fewest=asked.fewest_comments),
            required=False,
            long=True,
            max_length=LONGEST_COMMENT,
        )


def _field(name: str, question: Question, words: Words) -> RadioField:
    is_short = len(question.words) in LABEL
    answers = [Option(answer, str(at)) for at, answer in enumerate(question.answers, start=1)]
    return RadioField(
        name=name,
        label=question.words if is_short else question.name,
        description=None if is_short else question.words,
        options=(*answers, Option(words("checkin-pass"), str(PASSED))),
    )


def confirmation(words: Words, asked: Asked, help_shown: Sequence[Part], *, changed: bool = False) -> Page:
    """The same for whatever was answered: this screens nobody. `changed`: earlier answers were replaced."""
    said = "checkin-thanks-changed" if changed else "checkin-thanks"
    change = Button(words("checkin-button-change"), change_id(asked.round_id, asked.ballot_key))
    return Page(
        (
            Text(words(said, **timestamps(asked.facts.closes))),
            Buttons((change, Button(words("checkin-button-help"), HELP))),
            Divider(),
            Text(words("checkin-thanks-help")),
            *help_shown,
        ),
        Accent.GOOD,
    )


def open_list(words: Words, found: Sequence[OpenToMe]) -> Page:
    """The check-ins open to this member."""
    if not found:
        return Page((Text(words("checkin-list-none")),))
    parts = [part for each in found[:_MOST_LISTED] for part in _listed(words, each)]
    return Page((Text(words("checkin-list")), *parts))


def _listed(words: Words, each: OpenToMe) -> tuple[Part, ...]:
    title, channel = each.facts.template.title, each.facts.channel
    if each.answered:
        return (Text(words("checkin-list-answered", title=title, channel=channel)),)
    label = words("checkin-button-answer-one", title=title)
    return (
        Text(words("checkin-list-one", title=title, channel=channel, **timestamps(each.facts.closes))),
        Buttons((Button(label, open_id(each.round_id), Style.PRIMARY),)),
    )
