"""What people do with the bot and what they see, the same for every driver.

Drivers: the simulated Discord (tests/end_to_end) and the loopback stand-in with the real process (tests/standin).
Not here: any driver, and any knowledge of the bot's own words.
"""

from collections.abc import Sequence
from types import TracebackType
from typing import Protocol, Self, TypeAlias, TypeGuard

from tests.screen import NotOnScreen, Screen

__all__ = ["Actor", "File", "NotOnScreen", "Screen", "Stage", "Unanswered", "Value", "is_file"]

Value: TypeAlias = str | int | float | bool
"""A command option as a person gives it: text, a number, yes or no, or the name of a role, channel or person."""


File: TypeAlias = tuple[str, bytes]
"""A file as a person gives it: its name, which says its kind, and its bytes."""


def is_file(value: object) -> TypeGuard[File]:
    """Whether what is given for a field is a file."""
    match value:
        case (str(), bytes()):
            return True
        case _:
            return False


class Unanswered(AssertionError):
    """The bot gave no answer in Discord's three seconds: the person saw "This interaction failed"."""


class Actor(Protocol):
    """One person. Every action returns what they see next.

    An action's screen is the bot's own answer: the message it sent, the message it edited, or the form it opened.
    If the answer itself shows nothing (a silent acknowledgement), the first follow-up is the screen; with no
    follow-up the screen is of kind "nothing".
    Every action raises Unanswered when the bot does not answer, and NotOnScreen when the person cannot do that.
    """

    @property
    def name(self) -> str:
        """The person's name in the cast."""
        ...

    @property
    def more(self) -> list[Screen]:
        """Further messages that answered the last action, in order."""
        ...

    channel: str
    """The channel in which this person types commands; "group" unless a test changes it."""

    async def slash(self, command: str, /, **options: Value) -> Screen:
        """Use a command by its full name ("facilitate checkin start"); roles, channels, people are given by name."""
        ...

    async def complete(self, command: str, option: str, typed: str, /, **others: Value) -> list[str]:
        """What is offered while `typed` stands in the option's box: names of the choices."""
        ...

    async def press(self, screen: Screen, label: str) -> Screen:
        """Press the button with this label."""
        ...

    async def choose(self, screen: Screen, *labels: str) -> Screen:
        """Choose in the one select that offers all these options (by name people, roles, channels)."""
        ...

    async def submit(self, form: Screen, /, **values: str | Sequence[str] | File) -> Screen:
        """Send a form; a field not given is sent as it was filled in when the form opened.

        Text fields as text, radio groups and selects by option label, people, roles and channels by name, files as
        name and bytes.
        """
        ...

    async def menu(self, screen: Screen, command: str) -> Screen:
        """Use a message menu command on a message."""
        ...

    async def say(self, text: str, *files: File) -> Screen:
        """Post an ordinary message in this person's channel (something for `menu` to be used on)."""
        ...


class Stage(Protocol):
    """One server with its cast, its channels and the bot. An asynchronous context: the bot runs inside it.

    Who and what is there: `bot.rehearsal.cast`. Capitals in names of people, roles and channels do not matter.
    """

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...

    def person(self, name: str) -> Actor:
        """A person of the cast, or one who joined."""
        ...

    def join(self, name: str, joined_days_ago: int = 30) -> Actor:
        """A new member without any role."""
        ...

    async def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        """Move the bot's clock forward, and wait until it has done what became due."""
        ...

    async def restart(self, *, kill: bool = False) -> None:
        """Stop the bot and start it again on the same data (kill: without a chance to tidy up, in a real process)."""
        ...

    def posts(self, channel: str) -> list[Screen]:
        """The messages standing in the channel now, oldest first."""
        ...

    def pinned(self, channel: str) -> list[Screen]:
        """The pinned messages of the channel, oldest message first."""
        ...

    def direct(self, name: str) -> list[Screen]:
        """The bot's direct messages to this person, oldest first."""
        ...

    def opened(self, screen: Screen, name: str) -> bytes:
        """What is in the file of this name that came with a message.

        Raises:
            NotOnScreen: no such file came with it.
        """
        ...
