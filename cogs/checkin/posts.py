"""What a channel sees of a check-in: its post while open, its post once closed, the result. And what staff are told."""

from collections.abc import Iterator
from typing import Final

from bot.core.checkin import Round, Trouble
from bot.core.identity import RoundId
from bot.core.publishing import Result
from bot.services.checkin_opening import LeftOut, Work
from bot.services.checkin_rounds import KnownRound
from bot.ui.page import Accent, Button, Buttons, Divider, Page, Part, Picture, Style, Text
from bot.ui.words import Words
from cogs.checkin.ids import HELP, move_id, open_id, reminder_id, result_id
from cogs.checkin.member_pages import timestamps
from cogs.checkin.result_words import question_texts
from cogs.checkin.schedule_ids import custom_id
from cogs.checkin.schedule_words import days

_MOST_DATES = 10


PROMISE: Final = "checkin-promise"
"""How answers are kept, as every post says it: its key in the catalogue."""
PROMISE_LOGGED: Final = "checkin-promise-logged"
"""The same where the database keeps a log of its changes, and with it each state of an open box."""
PROMISE_LOGGED_WITH_KEYS: Final = "checkin-promise-logged-with-keys"
"""The same where the keys lie in such a database too, so that each state opens."""


def post(words: Words, round_id: RoundId, facts: Round, promise: str) -> Page:
    """The post of an open round. `promise` is the key of what its small print says."""
    template = facts.template
    answer = Button(words("checkin-button-answer"), open_id(round_id), Style.PRIMARY)
    return Page(
        (
            Text(words("checkin-post", title=template.title, introduction=template.introduction)),
            Text(words("checkin-post-when", **timestamps(facts.closes))),
            Buttons((answer, Button(words("checkin-button-help"), HELP))),
            Text("\n".join(f"-# {line}" for line in _small_print(words, facts, promise))),
        )
    )


def reminder(words: Words, round_id: RoundId, facts: Round) -> Page:
    """The one reminder, the same for everyone and whatever was answered."""
    answer = Button(words("checkin-button-answer"), open_id(round_id), Style.PRIMARY)
    help_button = Button(words("checkin-button-help"), reminder_id(round_id))
    text = words("checkin-reminder", title=facts.template.title, **timestamps(facts.closes))
    return Page((Text(text), Buttons((answer, help_button)), _standing_line(words)))


def closed_post(words: Words, facts: Round) -> Page:
    """The post once the round is closed."""
    return Page(
        (
            Text(words("checkin-post-closed", title=facts.template.title)),
            Buttons((Button(words("checkin-button-help"), HELP),)),
            _standing_line(words),
        )
    )


def result_post(words: Words, round_id: RoundId, facts: Round, result: Result, picture: Picture | None = None) -> Page:
    """All that the group ever learns of a round: in words, and the same as a picture."""
    help_button = Buttons((Button(words("checkin-button-help"), result_id(round_id)),))
    if result.too_few:
        return Page(
            (Text(words("checkin-result-none", title=facts.template.title)), help_button, _standing_line(words))
        )
    parts: list[Part] = [Text(words("checkin-result", title=facts.template.title))]
    parts += map(Text, question_texts(words, facts.template.questions, result.lines))
    parts += [Divider()] if picture is None else [picture]
    return Page((*parts, Text(words("checkin-result-legend")), help_button, _standing_line(words)))


def staff_note(words: Words, known: KnownRound, trouble: Trouble) -> Page:
    """What the staff are told, once."""
    facts = known.facts
    text = Text(words(f"checkin-staff-{trouble.value}", title=facts.template.title, channel=facts.channel))
    known_by = staff_note_id(known, trouble)
    if known_by is None:
        return Page((text,), Accent.CARE)
    if trouble is Trouble.NO_CHANNEL:
        button = Button(words("checkin-button-move"), known_by, Style.PRIMARY)
    else:
        button = Button(words("checkin-schedule-button-look"), known_by)
    return Page((text, Buttons((button,))), Accent.CARE)


def staff_note_id(known: KnownRound, trouble: Trouble) -> str | None:
    """The custom_id of a note's button, by which it is found again; None for one that has none."""
    facts = known.facts
    if trouble is Trouble.NO_CHANNEL:
        return move_id(known.round_id, facts.channel)
    if facts.schedule_id is None:
        return None
    return custom_id("show", facts.schedule_id, f"{trouble.value}.{facts.on}")


def left_out_note(words: Words, work: Work, left_out: LeftOut, known_by: str) -> Page:
    """What the staff are told of openings that did not happen; the button tells this note from others."""
    title = words("checkin-left-out-title-gone") if work.template is None else work.template.title
    dates = days(words, left_out.dates[-_MOST_DATES:])
    text = words(f"checkin-left-out-{left_out.why}", title=title, channel=work.plan.channel, dates=dates)
    look = Button(words("checkin-schedule-button-look"), known_by)
    return Page((Text(text), Buttons((look,))), Accent.CARE)


def _small_print(words: Words, facts: Round, promise: str) -> Iterator[str]:
    if facts.audience is not None:
        yield words("checkin-post-audience", role=facts.audience)
    yield words(promise)
    if facts.comments:
        yield words("checkin-promise-comments")
    yield words("checkin-standing-line")


def _standing_line(words: Words) -> Text:
    return Text(f"-# {words('checkin-standing-line')}")
