"""What a person gets to see, as Discord's API describes it, and how Discord's own app fills a form. No simcord here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TypeAlias, cast

Payload: TypeAlias = Mapping[str, object]
"""One JSON object of Discord's API."""


class Kind(IntEnum):
    """Component types of Discord's API that a person can use."""

    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22


ENTITY_SELECTS = frozenset({Kind.USER_SELECT, Kind.ROLE_SELECT, Kind.MENTIONABLE_SELECT, Kind.CHANNEL_SELECT})
CONTROLS = frozenset({*Kind} - {Kind.BUTTON})


@dataclass(frozen=True)
class Shown:
    """A message, or a form that stands open (`origin` is then what it is submitted through).

    `channel` is the channel's name, or "direct". `private`: only the one who acted sees it.
    """

    payload: Payload
    channel: str
    private: bool = False
    form: bool = False
    origin: object = field(default=None, repr=False, compare=False)

    @property
    def message_id(self) -> int:
        """The message's snowflake; 0 for a form."""
        return 0 if self.form else int(text(self.payload, "id"))


@dataclass(frozen=True)
class Answer:
    """How the bot answered one action: `first` is its own answer, `more` the follow-ups in order.

    `answered` is False when nothing came within Discord's three seconds.
    """

    answered: bool
    first: Shown | None
    more: tuple[Shown, ...] = ()


def text(payload: Payload, key: str) -> str:
    """The string under `key`, or "" when it is absent or null."""
    found = payload.get(key)
    return found if isinstance(found, str) else ""


def objects(payload: Payload, key: str) -> list[Payload]:
    """The objects in the list under `key`; an absent list is empty, a single object is a list of one."""
    found = payload.get(key)
    if isinstance(found, Mapping):
        return [cast("Payload", found)]
    if not isinstance(found, list):
        return []
    return [cast("Payload", one) for one in cast("Sequence[object]", found) if isinstance(one, Mapping)]


def components(payload: Payload) -> Iterator[Payload]:
    """Every component of a message or a form, outer before inner, in the order in which it is drawn."""
    for key in ("components", "component", "accessory"):
        for one in objects(payload, key):
            yield one
            yield from components(one)


def controls(payload: Payload) -> dict[str, Payload]:
    """What can be filled in or chosen, by custom_id."""
    return {text(one, "custom_id"): one for one in components(payload) if one.get("type") in CONTROLS}


def prefilled(control: Payload) -> str | list[str] | None:
    """What a field of a form holds before anyone touches it; None when empty. People, roles and channels as ids."""
    kind = control.get("type")
    if kind == Kind.TEXT_INPUT:
        return text(control, "value") or None
    if kind in ENTITY_SELECTS:
        return [str(one.get("id")) for one in objects(control, "default_values")] or None
    chosen = [text(option, "value") for option in objects(control, "options") if option.get("default")]
    if kind == Kind.RADIO_GROUP:
        return chosen[0] if chosen else None
    return chosen or None
