"""What a person is shown, as plain data: pages of text and buttons, and forms. Drawn for Discord by `draw.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.core.identity import ChannelId, MemberId, RoleId


class Style(Enum):
    """How much a button stands out."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    SUCCESS = "success"
    DANGER = "danger"


class Accent(Enum):
    """The coloured edge of a page, as 0xRRGGBB; chosen to be told apart on dark and light themes."""

    NEUTRAL = 0x5B6EE1
    GOOD = 0x2E8B57
    CARE = 0xC77C11
    DANGER = 0xB3261E


@dataclass(frozen=True)
class Text:
    """Markdown."""

    markdown: str


@dataclass(frozen=True)
class Divider:
    """A line between parts."""


@dataclass(frozen=True)
class Button:
    """A button; `custom_id` is `feature:action[:key]`, at most 100 characters."""

    label: str
    custom_id: str
    style: Style = Style.SECONDARY
    disabled: bool = False


@dataclass(frozen=True)
class Link:
    """A button that opens an address."""

    label: str
    url: str


@dataclass(frozen=True)
class Option:
    """One choice of a select or a radio group: label and description at most 100 characters."""

    label: str
    value: str
    description: str | None = None
    default: bool = False


@dataclass(frozen=True)
class Buttons:
    """Up to five buttons in a row."""

    buttons: Sequence[Button | Link]


@dataclass(frozen=True)
class Choice:
    """A select in a page: up to 25 options; choosing is a press with `Visit.values`."""

    custom_id: str
    placeholder: str
    options: Sequence[Option]
    minimum: int = 1
    maximum: int = 1


@dataclass(frozen=True)
class Picture:
    """A picture that is sent along: a PNG or JPEG, and its file's name of plain letters, digits, dashes and a dot."""

    data: bytes
    name: str
    description: str
    """What it shows, for those who do not see it: 1 to 1,024 characters."""


@dataclass(frozen=True)
class Document:
    """A file that is sent along to be kept: its bytes, and its name of plain letters, digits, dashes and a dot."""

    data: bytes
    name: str


Part = Text | Divider | Buttons | Choice | Picture | Document


@dataclass(frozen=True)
class Page:
    """One message: at most 4,000 characters and 40 components in all."""

    parts: Sequence[Part]
    accent: Accent = Accent.NEUTRAL

    @property
    def pictures(self) -> list[Picture]:
        """The pictures among the parts, in their order."""
        return [part for part in self.parts if isinstance(part, Picture)]

    @property
    def files(self) -> list[Picture | Document]:
        """What is sent along, in the order of the parts; at most 10, each with a name of its own."""
        return [part for part in self.parts if isinstance(part, Picture | Document)]


@dataclass(frozen=True)
class Notice:
    """Text above or between the fields of a form."""

    markdown: str


@dataclass(frozen=True)
class TextField:
    """A line, or a paragraph if `long`. Label at most 45 characters, description 100, text 4,000."""

    name: str
    label: str
    description: str | None = None
    required: bool = True
    long: bool = False
    max_length: int = 4000
    value: str = ""


@dataclass(frozen=True)
class RadioField:
    """One of two to ten answers."""

    name: str
    label: str
    options: Sequence[Option]
    description: str | None = None
    required: bool = True


@dataclass(frozen=True)
class SelectField:
    """Some of up to 25 answers."""

    name: str
    label: str
    options: Sequence[Option]
    description: str | None = None
    required: bool = True
    minimum: int = 1
    maximum: int = 1


@dataclass(frozen=True)
class MemberField:
    """A person of the server, picked; arrives in `Visit.members`."""

    name: str
    label: str
    description: str | None = None
    required: bool = False
    chosen: MemberId | None = None


@dataclass(frozen=True)
class ChannelField:
    """A text channel, picked; arrives in `Visit.fields` as its id."""

    name: str
    label: str
    description: str | None = None
    required: bool = True
    chosen: ChannelId | None = None


@dataclass(frozen=True)
class RoleField:
    """A role, picked; arrives in `Visit.fields` as its id."""

    name: str
    label: str
    description: str | None = None
    required: bool = True
    chosen: RoleId | None = None


@dataclass(frozen=True)
class FileField:
    """A file, picked; arrives in `Visit.uploads`."""

    name: str
    label: str
    description: str | None = None
    required: bool = True


Input = TextField | RadioField | SelectField | MemberField | ChannelField | RoleField | FileField
Field = Notice | Input


@dataclass(frozen=True)
class Form:
    """One to five fields in a window; `custom_id` is `feature:action:key:fresh`, the last part new each time."""

    title: str
    custom_id: str
    fields: Sequence[Field]


@dataclass(frozen=True)
class Reply:
    """What a person gets for a press, a form or a command; always for their eyes only."""

    page: Page
    edit: bool = False
    """Replace the private message that the button is on, instead of sending a new one."""
    more: Sequence[Page] = ()
    """Further private messages, each alone."""


Answer = Reply | Form
