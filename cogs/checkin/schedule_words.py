"""Schedules in words: a plan line by line, an opening, a label. Not here: pages and buttons (`schedule_pages.py`)."""

from collections.abc import Sequence
from datetime import date

import discord

from bot.core.recurrence import Monthly, Weekly
from bot.core.schedule import Plan
from bot.services.schedule_input import rhythm_choice, weekdays_of
from bot.services.schedule_views import Shown
from bot.ui.long_text import day_mark, plain_name, shortened
from bot.ui.words import Words

_FEW_DATES = 5
_LABEL = 100


def what(words: Words, shown: Shown) -> str:
    """What is asked and where."""
    plan = shown.known.shown
    if shown.template is None:
        return words("checkin-schedule-what-gone", channel=plan.channel)
    return words("checkin-schedule-what", title=plain_name(shown.template.title), channel=plan.channel)


def plan_lines(words: Words, shown: Shown) -> str:
    """The whole plan, a line for each of its parts."""
    plan = shown.known.shown
    lines = [what(words, shown), _who(words, plan), when(words, plan)]
    lines.append(words("checkin-schedule-first", date=day(words, plan.first)))
    lines.append(words("checkin-schedule-hours", hours=plan.hours))
    lines.append(_reminder(words, plan))
    lines.append(words(f"checkin-schedule-comments-{'yes' if plan.comments else 'no'}"))
    lines.append(_holidays(words, plan))
    if shown.known.facts.skipped:
        lines.append(_some(words, "checkin-schedule-skipped", shown.known.facts.skipped))
    return "\n".join(lines)


def when(words: Words, plan: Plan) -> str:
    """Rhythm, time and zone."""
    return words("checkin-schedule-when", rhythm=rhythm(words, plan), time=f"{plan.at:%H:%M}", zone=plan.zone)


def rhythm(words: Words, plan: Plan) -> str:
    """How often, on which weekdays."""
    named = ", ".join(words(f"weekday-{weekday}") for weekday in weekdays_of(plan.rhythm))
    match plan.rhythm:
        case Weekly(_, every):
            return words("checkin-rhythm-weekly", every=every, days=named)
        case Monthly():
            return words(f"checkin-rhythm-{rhythm_choice(plan.rhythm)}", days=named)


def rhythm_label(words: Words, choice: str) -> str:
    """One of the rhythms to choose from."""
    kind, _, number = choice.partition("-")
    if kind == "weekly":
        return words("checkin-rhythm-choice-weekly", every=int(number))
    return words(f"checkin-rhythm-choice-{choice}")


def next_openings(words: Words, shown: Shown) -> str:
    """The next openings, in each reader's own time."""
    if not shown.openings:
        return words("checkin-schedule-next-none")
    paused = shown.known.facts.pause is not None
    lines = [words("checkin-schedule-next-paused" if paused else "checkin-schedule-next")]
    for opening, closes in shown.openings:
        times = {
            "opens": discord.utils.format_dt(opening.at, "F"),
            "opens-in": discord.utils.format_dt(opening.at, "R"),
            "closes": discord.utils.format_dt(closes, "F"),
        }
        lines.append(words("checkin-schedule-next-one", **times))
    return "\n".join(lines)


def listed(words: Words, shown: Shown) -> str:
    """One line of the list."""
    plan = shown.known.shown
    values = {"what": what(words, shown), "rhythm": rhythm(words, plan), "time": f"{plan.at:%H:%M}", "zone": plan.zone}
    if shown.known.facts.pause is not None:
        return words("checkin-schedule-list-paused", **values)
    if not shown.openings:
        return words("checkin-schedule-list-never", **values)
    opens = discord.utils.format_dt(shown.openings[0][0].at, "F")
    return words("checkin-schedule-list-running", **values, opens=opens)


def label(words: Words, shown: Shown, channel_name: str) -> str:
    """How a schedule is called where no markdown is shown; at most 100 characters."""
    plan = shown.known.shown
    title = plan.template_id if shown.template is None else shown.template.title
    text = words(
        "checkin-schedule-label",
        title=title,
        channel=channel_name,
        rhythm=rhythm(words, plan),
        time=f"{plan.at:%H:%M}",
    )
    return shortened(text, _LABEL)


def day(words: Words, on: date) -> str:
    """A date, written the reader's way."""
    return words("checkin-schedule-date", day=day_mark(on))


def days(words: Words, dates: Sequence[date]) -> str:
    """Dates, one after the other."""
    return ", ".join(day(words, on) for on in dates)


def _who(words: Words, plan: Plan) -> str:
    if plan.audience is None:
        return words("checkin-schedule-who-everyone")
    return words("checkin-schedule-who-role", role=plan.audience)


def _reminder(words: Words, plan: Plan) -> str:
    if plan.reminder_hours is None:
        return words("checkin-schedule-reminder-none")
    return words("checkin-schedule-reminder-one", hours=plan.reminder_hours)


def _holidays(words: Words, plan: Plan) -> str:
    if not plan.holidays:
        return words("checkin-schedule-holidays-none")
    return _some(words, "checkin-schedule-holidays", plan.holidays)


def _some(words: Words, key: str, dates: Sequence[date]) -> str:
    """The first of these dates, and how many more there are: however many, a page holds them."""
    few, more = days(words, dates[:_FEW_DATES]), len(dates) - _FEW_DATES
    return words(f"{key}-some", dates=few) if more <= 0 else words(f"{key}-more", dates=few, more=more)
