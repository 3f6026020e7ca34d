"""The settings of a server one by one: what each takes, read from what a person chose or typed.

A later capability adds a field to `ServerSettings` and a line here; `/setup show` lists it from then on.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import Final, get_args

from bot.core.agreement import Duty
from bot.core.identity import RoleId
from bot.core.setup_check import similar_zones, slots_fit, zone_called
from bot.core.slots import is_night
from bot.services.problems import Refused
from bot.services.server_records import ServerSettings

Value = int | str | bool | tuple[int, ...] | None


class Kind(Enum):
    """What a setting takes; the form shows the fitting field."""

    CHANNEL = "channel"
    ROLE = "role"
    PERSON = "person"
    TEXT = "text"
    ZONE = "zone"
    COUNTRY = "country"
    NUMBER = "number"
    YES_NO = "yes-no"
    DUTY = "duty"
    HOURS = "hours"
    NIGHT = "night"


@dataclass(frozen=True)
class Setting:
    """One setting: the name of its field, what it takes, and its bounds if it is a number or a text."""

    name: str
    kind: Kind
    optional: bool = False
    least: int = 0
    most: int = 0


SETTINGS: Final = (
    Setting("moderators", Kind.ROLE),
    Setting("facilitators", Kind.ROLE),
    Setting("moderator_channel", Kind.CHANNEL),
    Setting("group_channel", Kind.CHANNEL),
    Setting("facilitator_channel", Kind.CHANNEL, optional=True),
    Setting("timezone", Kind.ZONE),
    Setting("outside_contact", Kind.TEXT, most=300),
    Setting("lead", Kind.PERSON, optional=True),
    Setting("agreed_role", Kind.ROLE, optional=True),
    Setting("country", Kind.COUNTRY, optional=True),
    Setting("minimum_answers", Kind.NUMBER, least=5, most=50),
    Setting("newcomer_days", Kind.NUMBER, least=1, most=90),
    Setting("count_staff", Kind.YES_NO),
    Setting("mandated_reporters", Kind.DUTY),
    Setting("delivery_hours", Kind.HOURS),
    Setting("quiet_hours", Kind.NIGHT),
    Setting("quiet_weekends", Kind.YES_NO),
    Setting("heard_reminders", Kind.YES_NO),
    Setting("retention_days", Kind.NUMBER, least=30, most=365),
    Setting("grace_days", Kind.NUMBER, least=0, most=90),
)
BY_NAME: Final[Mapping[str, Setting]] = {setting.name: setting for setting in SETTINGS}

_HOURS: Final = re.compile(r"\b(\d{1,2})(?::00)?\b")
_LETTERS: Final = re.compile(r"[A-Z]{2}")
_SAID_OTHERWISE: Final = {"UK": "GB"}


def new_settings(chosen: Mapping[str, str]) -> ServerSettings:
    """Settings from what was chosen at the first `/setup start`; what was not chosen takes its default.

    Raises:
        Refused: a value is not of its kind, or one that is needed is missing.
    """
    values = {name: read(_setting(name), raw) for name, raw in chosen.items()}
    needed = [field.name for field in fields(ServerSettings)][:6]
    if any(values.get(name) is None for name in needed):
        raise Refused("setting-needed")
    return _checked(None, ServerSettings(**values))  # pyright: ignore[reportArgumentType] - each value was read as its field's kind


def changed(settings: ServerSettings, chosen: Mapping[str, str]) -> ServerSettings:
    """The settings with what was chosen put in.

    Raises:
        Refused: a value is not of its kind.
    """
    values = {name: read(_setting(name), raw) for name, raw in chosen.items()}
    return _checked(settings, replace(settings, **values))  # pyright: ignore[reportArgumentType] - as above


def _checked(before: ServerSettings | None, wanted: ServerSettings) -> ServerSettings:
    if wanted.moderator_channel == wanted.group_channel:
        raise Refused("setting-channels-same")
    if (before is None or _roles_of(before) != _roles_of(wanted)) and wanted.agreed_role in _roles_of(wanted)[1:]:
        # Whoever presses *I agree* would become one of the staff, without the week's notice.
        raise Refused("setting-roles-same")
    # Only where one of the two is changed: whoever changes the country need not mend the hours first.
    if (before is None or _hours_of(before) != _hours_of(wanted)) and _sleeps_always(wanted):
        raise Refused("setting-quiet-covers")
    return wanted


def _setting(name: str) -> Setting:
    if name not in BY_NAME:
        raise Refused("button-outdated")
    return BY_NAME[name]


def _roles_of(settings: ServerSettings) -> tuple[RoleId | None, RoleId, RoleId]:
    return settings.agreed_role, settings.moderators, settings.facilitators


def _hours_of(settings: ServerSettings) -> tuple[tuple[int, ...], tuple[int, int]]:
    return settings.delivery_hours, settings.quiet_hours


def _sleeps_always(settings: ServerSettings) -> bool:
    return all(is_night(hour, settings.quiet_hours) for hour in settings.delivery_hours)


def read(setting: Setting, raw: str) -> Value:
    """The value in what a person chose or typed; an empty text clears an optional setting.

    Raises:
        Refused: it is not of the setting's kind.
    """
    text = raw.strip()
    if not text:
        if setting.optional:
            return None
        raise Refused("setting-needed")
    return _READERS[setting.kind](setting, text)


def _text(setting: Setting, text: str) -> str:
    if len(text) > setting.most:
        raise Refused("setting-too-long", most=setting.most)
    return text


def _zone(_: Setting, text: str) -> str:
    zone = zone_called(text)
    if zone is None:
        raise Refused("setting-zone-unknown", similar=", ".join(similar_zones(text, limit=3)) or "Europe/London")
    return zone


def _country(_: Setting, text: str) -> str:
    code = _SAID_OTHERWISE.get(text.upper(), text.upper())
    if not _LETTERS.fullmatch(code):
        raise Refused("setting-country-unknown")
    return code


def _number(setting: Setting, text: str) -> int:
    if not text.isdecimal() or not setting.least <= int(text) <= setting.most:
        raise Refused("setting-number-out", least=setting.least, most=setting.most)
    return int(text)


def _hours(_: Setting, text: str) -> tuple[int, ...]:
    hours = tuple(sorted({int(hour) for hour in _HOURS.findall(text)}))
    if not slots_fit(hours):
        raise Refused("setting-hours-wrong")
    return hours


def _id(_: Setting, text: str) -> int:
    if not text.isdecimal():
        raise Refused("button-outdated")
    return int(text)


def _duty(_: Setting, text: str) -> str:
    if text not in get_args(Duty):
        raise Refused("button-outdated")
    return text


def _night(_: Setting, text: str) -> tuple[int, int]:
    hours = tuple(int(hour) for hour in _HOURS.findall(text))
    if len(hours) != 2 or any(hour > 23 for hour in hours):  # noqa: PLR2004 - from and to; hours of a day
        raise Refused("setting-quiet-wrong")
    return hours[0], hours[1]


_READERS: Final[Mapping[Kind, Callable[[Setting, str], Value]]] = {
    Kind.CHANNEL: _id,
    Kind.ROLE: _id,
    Kind.PERSON: _id,
    Kind.TEXT: _text,
    Kind.ZONE: _zone,
    Kind.COUNTRY: _country,
    Kind.NUMBER: _number,
    Kind.YES_NO: lambda _, text: text == "yes",
    Kind.DUTY: _duty,
    Kind.HOURS: _hours,
    Kind.NIGHT: _night,
}


def shown(setting: Setting, settings: ServerSettings) -> str:
    """The value in force as plain text, empty if none: what the form starts from."""
    value: Value = getattr(settings, setting.name)
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case (first, last) if setting.kind is Kind.NIGHT:
            return f"{first}-{last}"
        case tuple():
            return ", ".join(str(hour) for hour in value)
        case _:
            return str(value)
