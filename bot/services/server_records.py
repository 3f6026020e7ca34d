"""The records of a server: its settings, who takes concerns, what is announced, and small notes of capabilities.

Not here: what the settings mean (each capability), how they are kept (`servers.py`) and chosen (`setup.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from bot.core.agreement import Duty
from bot.core.identity import ChannelId, MemberId, MemberTag, RoleId, ServerId
from bot.core.sealing import Key, derive, pseudonym

BEGUN: Final = "concerns begun"
"""The note that stays when everybody has stopped."""


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
    heard_reminders: bool = True
    """Facilitators are reminded now and then of a result after which nobody said what was heard."""
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
    is_for_channel: bool = False
    """Nobody is left to be told alone: the moderators' channel is still to be told."""


@dataclass(frozen=True)
class PendingErasure:
    """Everything of the server is to be erased: told at once and in force after a week, as a change of who may read."""

    effective: datetime
    by: MemberId
    untold: tuple[MemberId, ...] = ()
    """Those who are still to be told of it."""
    is_for_channel: bool = False
    """Nobody is left to be told alone: the moderators' channel is still to be told."""


Announced = TypeVar("Announced", PendingChange, PendingErasure)


def told(announced: Announced, member: MemberId | None) -> Announced:
    """What is announced, now that this person (None: the channel) knows of it, or cannot be told of it."""
    if member is None:
        return replace(announced, is_for_channel=False)
    return replace(announced, untold=tuple(one for one in announced.untold if one != member))


@dataclass(frozen=True)
class ServerRecord:
    """All that is kept about one server as a whole."""

    settings: ServerSettings
    enrolled: tuple[Enrolment, ...] = ()
    pending: PendingChange | None = None
    erasure: PendingErasure | None = None
    notes: Mapping[str, str] = field(default_factory=dict[str, str])
    """Small facts of a capability about the whole server, by its own name."""

    def noted(self, name: str, said: str | None) -> "ServerRecord":
        """The record with this note, or without it."""
        others = {known: value for known, value in self.notes.items() if known != name}
        return replace(self, notes=others if said is None else {**others, name: said})

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
