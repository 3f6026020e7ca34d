"""The forms of schedules: time and length, what and where and who, holidays. Each shows what is looked at."""

from collections.abc import Sequence

from bot.core.schedule import Plan
from bot.core.template import Template
from bot.services.schedule_views import Shown
from bot.ui.page import ChannelField, Form, Option, RadioField, RoleField, SelectField, TextField
from bot.ui.words import Words
from cogs.checkin.schedule_ids import custom_id

_MOST_TEMPLATES = 25
_DATES = 2000


def times_form(words: Words, shown: Shown, fresh: str) -> Form:
    """When, for how long, and the reminder."""
    plan = shown.known.shown
    reminder = "" if plan.reminder_hours is None else str(plan.reminder_hours)
    values = {
        "at": f"{plan.at:%H:%M}",
        "zone": plan.zone,
        "hours": str(plan.hours),
        "reminder": reminder,
        "first": plan.first.isoformat(),
    }
    fields = [_line(words, name, value, required=name != "reminder") for name, value in values.items()]
    return Form(words("checkin-schedule-form-times"), f"{custom_id('timed', shown.known.schedule_id)}:{fresh}", fields)


def _line(words: Words, name: str, value: str, *, required: bool) -> TextField:
    label, hint = words(f"checkin-schedule-form-{name}"), words(f"checkin-schedule-form-{name}-hint")
    return TextField(name, label, hint, required=required, max_length=40, value=value)


def place_form(words: Words, shown: Shown, offered: Sequence[Template], fresh: str) -> Form:
    """Which template, which channel, who is asked, and whether a comment can be left."""
    plan = shown.known.shown
    options = [
        Option(template.title, template.template_id, default=template.template_id == plan.template_id)
        for template in offered[:_MOST_TEMPLATES]
    ]
    return Form(
        words("checkin-schedule-form-place"),
        f"{custom_id('placed', shown.known.schedule_id)}:{fresh}",
        (
            SelectField("template", words("checkin-schedule-form-template"), options),
            ChannelField("channel", words("checkin-schedule-form-channel"), chosen=plan.channel),
            RoleField(
                "audience",
                words("checkin-schedule-form-audience"),
                words("checkin-schedule-form-audience-hint"),
                required=False,
                chosen=plan.audience,
            ),
            _comments(words, plan),
        ),
    )


def _comments(words: Words, plan: Plan) -> RadioField:
    options = [
        Option(words(f"checkin-schedule-form-comments-{value}"), value, default=(value == "yes") == plan.comments)
        for value in ("no", "yes")
    ]
    label, hint = words("checkin-schedule-form-comments"), words("checkin-schedule-form-comments-hint")
    return RadioField("comments", label, options, hint)


def holidays_form(words: Words, shown: Shown, fresh: str) -> Form:
    """The dates on which nothing opens."""
    dates = "\n".join(on.isoformat() for on in shown.known.shown.holidays)
    field = TextField(
        "dates",
        words("checkin-schedule-form-dates"),
        words("checkin-schedule-form-dates-hint"),
        required=False,
        long=True,
        max_length=_DATES,
        value=dates,
    )
    return Form(words("checkin-schedule-form-free"), f"{custom_id('freed', shown.known.schedule_id)}:{fresh}", (field,))
