"""What the stand-in knows: one server with its people, roles, channels and messages, and its own clock.

Not here: JSON of Discord (payloads.py), who may do what (permissions.py), and telling the bot of changes (changes.py).
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import discord

from bot.rehearsal import cast
from tests.screen import NotOnScreen
from tests.standin.wire import JsonObject

DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
TEXT, DIRECT = 0, 1
EPHEMERAL, LOADING = 1 << 6, 1 << 7

EVERYONE = discord.Permissions(
    view_channel=True, send_messages=True, read_message_history=True, use_application_commands=True, embed_links=True
).value
FOR_THE_BOT = discord.Permissions(
    view_channel=True,
    send_messages=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
    manage_messages=True,
    pin_messages=True,
    manage_roles=True,
    manage_channels=True,
).value
EVERYTHING = discord.Permissions(administrator=True).value
SEE = discord.Permissions(view_channel=True).value


@dataclass(eq=False)
class Role:
    """A role; `permissions` are those of the whole server, as Discord's bit field."""

    id: int
    name: str
    permissions: int
    position: int
    managed: bool = False


@dataclass(eq=False)
class Person:
    """Somebody with an account: a member, one who left (`present` False), or the bot itself."""

    id: int
    name: str
    joined_at: datetime
    roles: set[int] = field(default_factory=set[int])
    bot: bool = False
    present: bool = True
    reachable: bool = True
    locale: str = "en-US"


@dataclass(eq=False)
class Message:
    """A message; `payload` is the message object of the API, `reader` alone sees it (None: everyone there)."""

    id: int
    channel: "Channel"
    author: Person
    payload: JsonObject
    reader: Person | None = None
    gone: bool = False


@dataclass(eq=False)
class Channel:
    """A text channel, or the bot's direct messages with `recipient`; overwrites are (kind, allow, deny) by id."""

    id: int
    name: str
    kind: int = TEXT
    overwrites: dict[int, tuple[int, int, int]] = field(default_factory=dict[int, tuple[int, int, int]])
    recipient: Person | None = None
    messages: dict[int, Message] = field(default_factory=dict[int, Message])


class Clock:
    """Runs like the real one, from another moment, and can be moved forward; the bot process is given its offset."""

    def __init__(self, start: datetime) -> None:
        self.offset = start - _real_time()

    def now(self) -> datetime:
        """The time in this world, aware UTC."""
        return _real_time() + self.offset


def _real_time() -> datetime:
    return datetime.fromtimestamp(time.time_ns() / 1_000_000_000, tz=UTC)  # Discord has a clock of its own


class World:
    """The invented group of bot/rehearsal/cast.py at its first moment: the cast, the rooms, the bot just invited.

    Of several, each has a number of its own: its ids are no other's, and they fall to Discord's shards in turn.
    """

    def __init__(self, start: datetime | None = None, number: int = 0, beside: "World | None" = None) -> None:
        """`beside`: another server of the same bot, whose clock is shared."""
        start = start or _real_time()
        self.clock = Clock(start) if beside is None else beside.clock
        self._made = number << 16
        founded = start - cast.REGISTERED + timedelta(milliseconds=number)
        self.guild_id = self.snowflake(founded)
        self.name = cast.SERVER
        self.locale = "en-US"
        self.roles: dict[int, Role] = {}
        self.people: dict[int, Person] = {}
        self.channels: dict[int, Channel] = {}
        self.roles[self.guild_id] = Role(self.guild_id, "@everyone", EVERYONE, 0)
        for name in cast.ROLES:
            self.add_role(name, EVERYTHING if name == cast.ADMINISTRATORS else 0, founded)
        bot_role = self.add_role(cast.BOT, FOR_THE_BOT, founded, managed=True)
        self.bot = self.add_person(cast.BOT, start - cast.JOINED, {bot_role.id}, bot=True)
        if beside is not None:
            del self.people[self.bot.id]
            self.bot.id = beside.bot.id
            self.people[self.bot.id] = self.bot
        self.owner = self.add_person(cast.OWNER, start - cast.JOINED)
        for name in cast.MEMBERS:
            self.add_person(name, start - cast.JOINED)
        for staff in cast.STAFF:
            self.add_person(staff.name, start - cast.JOINED, {self.role(staff.role).id})
        for room in cast.ROOMS:
            self.add_channel(room.name, founded, None if room.seen_by is None else self.role(room.seen_by))

    def snowflake(self, at: datetime | None = None) -> int:
        """A new id of that moment (now, if not given), 18 or 19 digits, greater than those made before for it."""
        milliseconds = int(((at or self.clock.now()) - DISCORD_EPOCH) / timedelta(milliseconds=1))
        self._made += 1
        return (milliseconds << 22) | (self._made & 0x3FFFFF)

    def add_role(self, name: str, permissions: int, at: datetime, *, managed: bool = False) -> Role:
        """A role above all those there are."""
        role = Role(self.snowflake(at), name, permissions, len(self.roles), managed)
        self.roles[role.id] = role
        return role

    def add_person(self, name: str, joined_at: datetime, roles: set[int] | None = None, *, bot: bool = False) -> Person:
        """A member; their account is somewhat older than their membership."""
        registered = joined_at - (cast.REGISTERED - cast.JOINED)
        person = Person(self.snowflake(registered), name, joined_at, roles or set(), bot)
        self.people[person.id] = person
        return person

    def add_channel(self, name: str, at: datetime, only: Role | None = None) -> Channel:
        """A text channel; with `only` it is hidden from everyone but that role and the bot."""
        channel = Channel(self.snowflake(at), name)
        if only is not None:
            channel.overwrites = {self.guild_id: (0, 0, SEE), only.id: (0, SEE, 0), self.bot.id: (1, SEE, 0)}
        self.channels[channel.id] = channel
        return channel

    def direct_channel(self, person: Person) -> Channel:
        """The bot's direct messages with this person, opened if need be."""
        for channel in self.channels.values():
            if channel.recipient is person:
                return channel
        channel = Channel(self.snowflake(), "direct", DIRECT, recipient=person)
        self.channels[channel.id] = channel
        return channel

    def role(self, name: str) -> Role:
        """The role of this name; NotOnScreen when there is none."""
        return _named(self.roles.values(), name, "role")

    def person(self, name: str) -> Person:
        """The person of this name; NotOnScreen when there is none."""
        return _named(self.people.values(), name, "person")

    def channel(self, name: str) -> Channel:
        """The server's channel of this name; NotOnScreen when there is none."""
        return _named([one for one in self.channels.values() if one.kind == TEXT], name, "channel")

    def members(self) -> list[Person]:
        """Everyone who is in the server now, the bot included."""
        return [person for person in self.people.values() if person.present]


Named = TypeVar("Named", Role, Person, Channel)


def _named(things: Iterable[Named], name: str, kind: str) -> Named:
    for thing in things:
        if thing.name.casefold() == name.casefold():
            return thing
    raise NotOnScreen(f"no {kind} named {name!r}")
