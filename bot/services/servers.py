"""What the bot knows of each server: its settings and who takes concerns, sealed at rest, in memory while in use.

Not here: what the settings mean (each capability) and how they are chosen (`setup.py`).
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Final, Literal
from zoneinfo import ZoneInfo

import structlog

from bot.core.codec import Codec
from bot.core.identity import Chance, ChannelId, MemberId, MemberTag, RoleId, ServerId
from bot.core.sealing import CannotOpen, Key, derive, pad, pseudonym, seal, unpad, unseal
from bot.services.problems import Refused
from bot.store.keystore import KeyStore
from bot.store.problems import KeyMissing
from bot.store.servers import ServerRepository, ServerRow

_PADDING: Final = 512
"""Bytes: the sealed settings of every small server have one size."""

BEGUN: Final = "concerns begun"
"""The note that stays when everybody has stopped."""

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger("common_ground")

Duty = Literal["yes", "no", "unset"]


@dataclass(frozen=True)
class ServerSettings:
    """What `/setup start` asks for, and what later capabilities add with a default of their own."""

    moderators: RoleId
    facilitators: RoleId
    moderator_channel: ChannelId
    group_channel: ChannelId
    timezone: str
    """IANA name."""
    outside_contact: str
    facilitator_channel: ChannelId | None = None
    lead: MemberId | None = None
    agreed_role: RoleId | None = None
    country: str | None = None
    """ISO 3166 code, two letters."""
    minimum_answers: int = 5
    newcomer_days: int = 7
    count_staff: bool = False
    delivery_hours: tuple[int, ...] = (9, 14, 19)
    quiet_hours: tuple[int, int] = (21, 8)
    """The night, from the first hour to the second: nobody is reminded then. Twice the same hour: there is none."""
    quiet_weekends: bool = False
    """No reminder comes and no date falls on a Saturday or Sunday, unless a concern is urgent."""
    retention_days: int = 90
    mandated_reporters: Duty = "unset"
    grace_days: int = 14
    """How long the role of those who agreed stays after a new version of the agreement."""
    language: str = "en"

    @property
    def staff_channel(self) -> ChannelId:
        """Where facilitators are told things."""
        return self.facilitator_channel or self.moderator_channel


@dataclass(frozen=True)
class Enrolment:
    """One moderator who pressed *I take concerns*."""

    member_id: MemberId
    away_until: date | None = None


@dataclass(frozen=True)
class PendingChange:
    """A change of who may read concerns: told at once, in force after a week, so that nobody buries a case."""

    moderators: RoleId
    lead: MemberId | None
    effective: datetime
    by: MemberId | None = None
    """Who announced it: the audit trail says so again when it takes effect."""
    untold: tuple[MemberId, ...] = ()
    """Those who are still to be told of it."""


@dataclass(frozen=True)
class PendingErasure:
    """Everything of the server is to be erased: told at once and in force after a week, as a change of who may read."""

    effective: datetime
    by: MemberId
    untold: tuple[MemberId, ...] = ()
    """Those who are still to be told of it."""


@dataclass(frozen=True)
class ServerRecord:
    """All that is kept about one server as a whole."""

    settings: ServerSettings
    enrolled: tuple[Enrolment, ...] = ()
    pending: PendingChange | None = None
    erasure: PendingErasure | None = None
    notes: Mapping[str, str] = field(default_factory=dict[str, str])
    """Small facts of a capability about the whole server, by its own name."""

    @property
    def has_begun(self) -> bool:
        """Whether anybody ever took concerns here: from then on there may be some."""
        return bool(self.enrolled) or BEGUN in self.notes

    @property
    def readers(self) -> tuple[MemberId, ...]:
        """The lead and everyone who takes concerns: they are told before anything can bury one."""
        lead = () if self.settings.lead is None else (self.settings.lead,)
        return tuple(dict.fromkeys((*lead, *(one.member_id for one in self.enrolled))))


@dataclass(frozen=True)
class Server:
    """One server as the process holds it."""

    server_id: ServerId
    key: Key
    """The server's own key: without it nothing of the server opens."""
    record: ServerRecord

    @property
    def settings(self) -> ServerSettings:
        """The settings in force."""
        return self.record.settings

    @property
    def enrolled(self) -> tuple[MemberId, ...]:
        """Everyone who takes concerns, away or not."""
        return tuple(enrolment.member_id for enrolment in self.record.enrolled)

    @cached_property
    def away(self) -> Mapping[MemberId, date | None]:
        """Until when each of those who take concerns is away; None for whoever is here."""
        return {enrolment.member_id: enrolment.away_until for enrolment in self.record.enrolled}

    @cached_property
    def zone(self) -> ZoneInfo:
        """The server's time zone."""
        return ZoneInfo(self.settings.timezone)

    @cached_property
    def _tag_key(self) -> Key:
        return derive(self.key, "member tag", self.server_id)

    def pseudonym(self, member_id: MemberId) -> MemberTag:
        """How this server recognises a member again without keeping the id."""
        return pseudonym(self._tag_key, member_id)

    def choice(self, member_id: MemberId) -> str:
        """What an option for this member carries, 32 letters. It is sent to people, so it is in no file."""
        return pseudonym(derive(self.key, "choice", self.server_id), member_id).hex()


class Servers:
    """Gives each server's settings; one change at a time in a server, saved before it is in force."""

    def __init__(self, repository: ServerRepository, keys: KeyStore, chance: Chance) -> None:
        self._repository = repository
        self._keys = keys
        self._chance = chance
        self._codec = Codec(ServerRecord)
        self._held: dict[ServerId, Server] = {}
        self._leaving: set[ServerId] = set()
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def get(self, server_id: ServerId) -> Server:
        """The server, from memory after the first time.

        Raises:
            Refused: `/setup start` was never run there.
        """
        server = self._held.get(server_id) or await self.find(server_id)
        if server is None:
            raise Refused("setup-needed")
        return server

    async def find(self, server_id: ServerId) -> Server | None:
        """The server, or None where `/setup start` was never run, or all of it is being erased."""
        if server_id not in self._held:
            server = await self._loaded(server_id)
            if server is None or server_id in self._leaving:
                return None
            self._held[server_id] = server
        return self._held[server_id]

    async def all_ids(self) -> list[ServerId]:
        """Every server that was set up."""
        return await self._repository.all_ids()

    def in_memory(self) -> list[Server]:
        """The servers that are known without reading anything."""
        return list(self._held.values())

    async def create(self, server_id: ServerId, record: ServerRecord) -> Server:
        """Set a server up for the first time, under a key of its own.

        Raises:
            Refused: it is being erased, or what is kept of it cannot be opened.
        """
        async with self._turns[server_id]:
            if server_id in self._leaving:
                raise Refused("server-leaving")
            if await self.find(server_id) is not None:
                return await self._saved(self._held[server_id], record)
            if await self._repository.load(server_id) is not None:
                raise Refused("server-unreadable")
            key_id, key = await self._keys.create()
            await self._repository.save(ServerRow(server_id, key_id, self._sealed(server_id, key, record)))
            self._held[server_id] = Server(server_id, key, record)
            return self._held[server_id]

    async def change(self, server_id: ServerId, change: Callable[[ServerRecord], ServerRecord]) -> Server:
        """Change what is kept of the server; `change` is given the record in force.

        Raises:
            Refused: `/setup start` was never run there, or `change` refuses.
        """
        async with self._turns[server_id]:
            server = await self.get(server_id)
            record = change(server.record)
            return server if record == server.record else await self._saved(server, record)

    async def leave(self, server_id: ServerId) -> Server | None:
        """Close the server to everybody until it is erased. What it was; None if nothing of it can be opened."""
        async with self._turns[server_id]:
            self._leaving.add(server_id)
            return self._held.pop(server_id, None) or await self._loaded(server_id)

    async def erase(self, server_id: ServerId) -> None:
        """Destroy the server's own key, then its row. Everything else of it is gone before."""
        async with self._turns[server_id]:
            row = await self._repository.load(server_id)
            if row is not None:
                await self._keys.destroy(row.key_id)
                await self._repository.erase(server_id)
            self._held.pop(server_id, None)
            self._leaving.discard(server_id)

    async def _loaded(self, server_id: ServerId) -> Server | None:
        """The server as it lies there; None if there is none, or it cannot be opened: that must not stop the others."""
        row = await self._repository.load(server_id)
        try:
            return None if row is None else await self._opened(row)
        except (KeyMissing, CannotOpen, ValueError) as error:
            _log.warning("a server cannot be opened", error=type(error).__name__)
            return None

    async def _saved(self, server: Server, record: ServerRecord) -> Server:
        sealed = self._sealed(server.server_id, server.key, record)
        await self._repository.replace(server.server_id, sealed)
        self._held[server.server_id] = Server(server.server_id, server.key, record)
        return self._held[server.server_id]

    async def _opened(self, row: ServerRow) -> Server:
        key = await self._keys.get(row.key_id)
        record = self._codec.decode(unpad(unseal(_sealing_key(key), row.sealed, _place(row.server_id))))
        return Server(row.server_id, key, record)

    def _sealed(self, server_id: ServerId, key: Key, record: ServerRecord) -> bytes:
        padded = pad(self._codec.encode(record), _PADDING)
        return seal(_sealing_key(key), padded, _place(server_id), self._chance)


def _sealing_key(key: Key) -> Key:
    return derive(key, "server record")


def _place(server_id: ServerId) -> bytes:
    return b"server:%d" % server_id
