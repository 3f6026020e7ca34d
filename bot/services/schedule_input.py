"""What a facilitator typed or chose for a schedule, read into a plan; each wrong input is refused by its own words."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Final

from bot.core.checkin import LONGEST, SHORTEST
from bot.core.identity import ChannelId, RoleId, ServerId
from bot.core.planning import MOST_HOLIDAYS
from bot.core.recurrence import LAST, MOST_WEEKS, Monthly, Rhythm, Weekly
from bot.core.schedule import Plan
from bot.services.audiences import everyone_is_none
from bot.services.problems import Refused
from bot.services.settings_list import BY_NAME, read

MONTHLY: Final = "monthly"
WEEKLY: Final = "weekly"
RHYTHMS: Final = (
    *(f"{WEEKLY}-{every}" for every in range(1, MOST_WEEKS + 1)),
    *(f"{MONTHLY}-{nth}" for nth in (1, 2, 3, 4)),
    f"{MONTHLY}-last",
)
"""What can be chosen: every so many weeks, or the nth or last weekday of the month."""

_TIME: Final = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_WEEKDAYS: Final = frozenset("0123456")
_ID_DIGITS: Final = 20
"""Discord's ids have no more."""
_SEPARATORS: Final = re.compile(r"[\s,;]+")
_NOON: Final = 12
_HOUR: Final = 3600


def rhythm_choice(rhythm: Rhythm) -> str:
    """Which of `RHYTHMS` it is."""
    match rhythm:
        case Weekly(_, every):
            return f"{WEEKLY}-{every}"
        case Monthly(_, nth):
            return f"{MONTHLY}-{'last' if nth == LAST else nth}"


def weekdays_of(rhythm: Rhythm) -> tuple[int, ...]:
    """Its weekdays, Monday is 0."""
    match rhythm:
        case Weekly(weekdays):
            return weekdays
        case Monthly(weekday):
            return (weekday,)


def with_rhythm(plan: Plan, choice: str) -> Plan:
    """The plan with another of `RHYTHMS`; a monthly one keeps the first weekday only."""
    days = weekdays_of(plan.rhythm)
    kind, _, number = choice.partition("-")
    if choice not in RHYTHMS:
        raise Refused("button-outdated")
    if kind == WEEKLY:
        return replace(plan, rhythm=Weekly(days, int(number)))
    return replace(plan, rhythm=Monthly(days[0], LAST if number == "last" else int(number)))


def with_weekdays(plan: Plan, chosen: tuple[str, ...]) -> Plan:
    """The plan on these weekdays.

    Raises:
        Refused: a monthly rhythm takes one, or none is a weekday.
    """
    days = tuple(sorted({int(day) for day in chosen if day in _WEEKDAYS}))
    if not days:
        raise Refused("button-outdated")
    match plan.rhythm:
        case Weekly(_, every):
            return replace(plan, rhythm=Weekly(days, every))
        case Monthly(_, nth) if len(days) == 1:
            return replace(plan, rhythm=Monthly(days[0], nth))
        case _:
            raise Refused("checkin-schedule-one-weekday")


def with_times(plan: Plan, fields: Mapping[str, str]) -> Plan:
    """The plan with the time, zone, hours, reminder and first date of the form.

    Raises:
        Refused: one of them cannot be read.
    """
    return replace(
        plan,
        at=read_time(fields.get("at", "")),
        zone=str(read(BY_NAME["timezone"], fields.get("zone", ""))),
        hours=_hours(fields.get("hours", "")),
        reminder_hours=_reminder(fields.get("reminder", ""), fields.get("hours", "")),
        first=read_date(fields.get("first", "")),
    )


def with_place(plan: Plan, fields: Mapping[str, str], server_id: ServerId) -> Plan:
    """The plan with the template, channel, audience and comments of the form.

    Raises:
        Refused: no channel was chosen, or what was chosen as role is none: that is never read as everyone.
    """
    role = fields.get("audience", "")
    audience = everyone_is_none(server_id, RoleId(_read_id(role)) if role else None)
    return replace(
        plan,
        template_id=fields.get("template") or plan.template_id,
        channel=read_channel(fields),
        audience=audience,
        comments=fields.get("comments") == "yes",
    )


def read_channel(fields: Mapping[str, str]) -> ChannelId:
    """The channel chosen in a form.

    Raises:
        Refused: there is none.
    """
    return ChannelId(_read_id(fields.get("channel", "")))


def with_holidays(plan: Plan, text: str) -> Plan:
    """The plan without openings on these dates.

    Raises:
        Refused: one of them is not a date, or there are too many.
    """
    days = sorted({read_date(word) for word in _SEPARATORS.split(text.strip()) if word})
    if len(days) > MOST_HOLIDAYS:
        raise Refused("checkin-schedule-holidays-many", most=MOST_HOLIDAYS)
    return replace(plan, holidays=tuple(days))


def read_time(text: str) -> time:
    """A local time, as "19:00", "7.30" or "7 pm".

    Raises:
        Refused: it is none.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise Refused("checkin-schedule-time")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        hour = hour % _NOON + (_NOON if half == "pm" else 0) if 1 <= hour <= _NOON else -1
    try:
        return time(hour, minute)
    except ValueError as error:
        raise Refused("checkin-schedule-time") from error


def read_date(text: str) -> date:
    """A date, as "2027-01-31".

    Raises:
        Refused: it is none, or does not exist.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused("checkin-schedule-day-unknown", date=text.strip()[:20]) from error


def _read_id(written: str) -> int:
    if not (written.isascii() and written.isdecimal() and len(written) <= _ID_DIGITS):
        raise Refused("button-outdated")
    return int(written)


def _hours(text: str) -> int:
    least, most = (int(limit.total_seconds()) // _HOUR for limit in (SHORTEST, LONGEST))
    if not text.strip().isdecimal() or not least <= int(text) <= most:
        raise Refused("checkin-hours-out-of-range")
    return int(text)


def _reminder(text: str, hours: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal() or not 1 <= int(text) < _hours(hours):
        raise Refused("checkin-schedule-reminder")
    return int(text)
