"""What a person can read and use on a message or form of Discord's API: its words, buttons, options and fields.

Not here: any driver (`tests.stage` holds what drivers share) and any knowledge of the bot's own words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal, TypeAlias, cast
from urllib.parse import urlsplit

Payload: TypeAlias = Mapping[str, object]
"""One JSON object as Discord's API documents it."""


class NotOnScreen(AssertionError):
    """The person looked for a button, an option, a field or a command that they cannot see or use."""


class Component(IntEnum):
    """Component types of Discord's API that hold words or can be used."""

    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    TEXT_DISPLAY = 10
    MEDIA_GALLERY = 12
    FILE = 13
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22


SELECTS = frozenset(
    {
        Component.STRING_SELECT,
        Component.USER_SELECT,
        Component.ROLE_SELECT,
        Component.MENTIONABLE_SELECT,
        Component.CHANNEL_SELECT,
    }
)
FIELDS = SELECTS | {
    Component.TEXT_INPUT,
    Component.FILE_UPLOAD,
    Component.RADIO_GROUP,
    Component.CHECKBOX_GROUP,
}


def objects(payload: Payload, key: str) -> list[Payload]:
    """The JSON objects in the list under `key`; an absent list is empty, a single object is a list of one."""
    found = payload.get(key)
    if isinstance(found, Mapping):
        return [cast("Payload", found)]
    if not isinstance(found, list | tuple):
        return []
    return [cast("Payload", one) for one in cast("Sequence[object]", found) if isinstance(one, Mapping)]


def words(payload: Payload, key: str) -> str:
    """The string under `key`, or "" when it is absent or null."""
    found = payload.get(key)
    return found if isinstance(found, str) else ""


def components(payload: Payload) -> Iterator[Payload]:
    """Every component of a message or modal, outer before inner, in the order in which it is drawn."""
    for key in ("components", "component", "accessory", "items"):
        for one in objects(payload, key):
            yield one
            yield from components(one)


def controls(payload: Payload, kinds: frozenset[Component]) -> list[Payload]:
    """The components of these kinds that are not disabled."""
    return [one for one in components(payload) if one.get("type") in kinds and not one.get("disabled", False)]


def _said(payload: Payload, *keys: str) -> Iterator[str]:
    """The words under each of these keys, in this order."""
    return (words(payload, key) for key in keys)


def _embedded(embed: Payload) -> Iterator[str]:
    """Every piece of text of an embed."""
    for author in objects(embed, "author"):
        yield words(author, "name")
    yield from _said(embed, "title", "description")
    for one in objects(embed, "fields"):
        yield from _said(one, "name", "value")
    for footer in objects(embed, "footer"):
        yield words(footer, "text")


def _drawn(component: Payload) -> Iterator[str]:
    """Every piece of text of one component, without those inside it."""
    yield from _said(component, "content", "label", "description", "placeholder")
    if component.get("type") == Component.TEXT_INPUT:
        yield words(component, "value")
    for option in objects(component, "options"):
        yield from _said(option, "label", "description")


def _spoken(payload: Payload) -> Iterator[str]:
    """Every piece of text that a person can read in a message or form, top to bottom."""
    yield from _said(payload, "title", "content")
    for embed in objects(payload, "embeds"):
        yield from _embedded(embed)
    for component in components(payload):
        yield from _drawn(component)
    for attachment in objects(payload, "attachments"):
        yield from _said(attachment, "filename", "description")


def _file_name(item: Payload, key: str = "media") -> str:
    """The last part of the address behind a picture of a gallery, or behind a file (`key` "file")."""
    [media] = objects(item, key)
    return urlsplit(words(media, "url")).path.rpartition("/")[2]


@dataclass(frozen=True)
class Screen:
    """What one person has before them after an action: a message, an open form, or nothing.

    `payload` is Discord's message object, or the `data` of a modal response. `channel` is its name, or "direct".
    `handle` belongs to the driver that made the screen (message and interaction it came from).
    """

    kind: Literal["message", "form", "nothing"]
    private: bool = False
    payload: Payload = field(default_factory=dict[str, object], repr=False)
    channel: str = "group"
    handle: object = field(default=None, repr=False, compare=False)

    @property
    def text(self) -> str:
        """All that can be read, one piece a line: text, embeds, labels of buttons, fields and options, file names."""
        return "\n".join(piece for piece in _spoken(self.payload) if piece)

    @property
    def labels(self) -> list[str]:
        """Labels of the buttons that can be pressed (neither disabled nor links)."""
        return [words(button, "label") for button in self._buttons()]

    @property
    def links(self) -> dict[str, str]:
        """Label and address of the link buttons."""
        buttons = controls(self.payload, frozenset({Component.BUTTON}))
        return {words(button, "label"): words(button, "url") for button in buttons if "url" in button}

    @property
    def pictures(self) -> list[tuple[str, str]]:
        """File name and description of each picture that is shown, top to bottom."""
        galleries = [one for one in components(self.payload) if one.get("type") == Component.MEDIA_GALLERY]
        return [(_file_name(item), words(item, "description")) for one in galleries for item in objects(one, "items")]

    @property
    def documents(self) -> list[str]:
        """Names of the files that are offered to be kept, top to bottom; a stage reads them (`Stage.opened`)."""
        files = [one for one in components(self.payload) if one.get("type") == Component.FILE]
        return [_file_name(one, "file") for one in files]

    def address(self, name: str) -> str:
        """Where the file of this name lies.

        Raises:
            NotOnScreen: no such file came with the message.
        """
        for one in objects(self.payload, "attachments"):
            if words(one, "filename") == name:
                return words(one, "url")
        message = f"no file {name!r} among {self.documents}"
        raise NotOnScreen(message)

    @property
    def message_id(self) -> int:
        """The message's snowflake; 0 for a form or nothing."""
        return int(words(self.payload, "id") or 0) if self.kind == "message" else 0

    def custom_id(self, label: str) -> str:
        """The custom_id of the button with this label.

        Raises:
            NotOnScreen: no such button, or it is disabled.
        """
        for button in self._buttons():
            if words(button, "label") == label:
                return words(button, "custom_id")
        message = f"no button {label!r} among {self.labels}"
        raise NotOnScreen(message)

    def choices(self) -> dict[str, list[str]]:
        """Placeholder of each select in a message, with the labels of its options (of people, roles: none)."""
        return {words(one, "placeholder"): option_labels(one) for one in controls(self.payload, SELECTS)}

    def fields(self) -> list[str]:
        """Names (inner custom_ids) of the form's fields, top to bottom."""
        return [words(one, "custom_id") for one in controls(self.payload, FIELDS)] if self.kind == "form" else []

    def options(self, name: str) -> list[str]:
        """Labels of the options of the form's field `name` (radio group, select).

        Raises:
            NotOnScreen: the form has no such field.
        """
        for one in controls(self.payload, FIELDS):
            if words(one, "custom_id") == name:
                return option_labels(one)
        message = f"no field {name!r} among {self.fields()}"
        raise NotOnScreen(message)

    def _buttons(self) -> list[Payload]:
        return [button for button in controls(self.payload, frozenset({Component.BUTTON})) if "custom_id" in button]


def option_labels(component: Payload) -> list[str]:
    """Labels of a select's or radio group's options, in order."""
    return [words(option, "label") for option in objects(component, "options")]


def option_value(component: Payload, label: str) -> str:
    """The value behind an option's label.

    Raises:
        NotOnScreen: no option is so labelled.
    """
    for option in objects(component, "options"):
        if words(option, "label") == label:
            return words(option, "value")
    message = f"no option {label!r} among {option_labels(component)}"
    raise NotOnScreen(message)
