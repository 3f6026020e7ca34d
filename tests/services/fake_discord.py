"""A Discord of the tests' own: who is there, who sees the moderators' channel, what was shown and said unasked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.core.identity import CaseId, ChannelId, MemberId, RoleId, ServerId
from bot.services.people import Person
from bot.services.problems import CannotReach, Why
from bot.services.server_records import Server, ServerSettings

HERE, THERE = ServerId(900), ServerId(901)
MODERATORS = RoleId(11)
START: Final = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
"""Between the slots at 9 and 14."""


def person(number: int, name: str, *roles: RoleId, joined: datetime = START - timedelta(days=30)) -> Person:
    """A person with these roles, long enough here not to be new."""
    return Person(MemberId(number), frozenset(roles), joined, is_administrator=False, display_name=name)


MARA, OTTO = person(1, "Mara", MODERATORS), person(2, "Otto", MODERATORS)
LENA, MIA, NOOR = person(3, "Lena"), person(4, "Mia"), person(5, "Noor")
SETTINGS = ServerSettings(
    moderators=MODERATORS,
    facilitators=RoleId(12),
    moderator_channel=ChannelId(22),
    group_channel=ChannelId(21),
    timezone="UTC",
    outside_contact="The Harbour Trust",
)
CHANNEL: Final = MemberId(0)
"""Stands for the moderators' channel among the places of cards."""


@dataclass
class Discord:
    """Who is there, who sees the moderators' channel, and where cards are; parts of it can be out of order."""

    present: dict[MemberId, Person] = field(
        default_factory=lambda: {one.member_id: one for one in (MARA, OTTO, LENA, MIA, NOOR)}
    )
    seeing: set[MemberId] = field(default_factory=set[MemberId])
    cards: list[tuple[MemberId, CaseId, datetime]] = field(default_factory=list[tuple[MemberId, CaseId, datetime]])
    closed: set[MemberId] = field(default_factory=set[MemberId])
    """Places where no card can be shown, and people who take no direct messages."""
    reminded: list[tuple[MemberId, date]] = field(default_factory=list[tuple[MemberId, date]])
    channel_fails: list[MemberId] = field(default_factory=list[MemberId])
    """Who was told that the moderators' channel does not work."""
    notes: list[MemberId] = field(default_factory=list[MemberId])
    """Who was told that a note waits."""
    is_down: bool = False
    now: datetime = START
    asked: int = 0
    """How often anybody was asked about."""

    async def people(self, server_id: ServerId, member_ids: Collection[MemberId]) -> Sequence[Person]:
        self._try()
        self.asked += len(member_ids)
        return [self.present[one] for one in member_ids if one in self.present]

    async def sees_moderators(self, server: Server, member_id: MemberId) -> bool:
        self._try()
        return member_id in self.seeing

    async def show(self, server: Server, case_id: CaseId) -> bool:
        return self._shown(CHANNEL, case_id)

    async def show_directly(self, server: Server, case_id: CaseId, readers: Sequence[MemberId]) -> bool:
        reached = [self._shown(reader, case_id) for reader in readers]
        return any(reached)

    async def in_channel(self, server: Server, case_id: CaseId) -> bool:
        self._try()
        return CHANNEL not in self.closed and (CHANNEL, case_id) in [card[:2] for card in self.cards]

    async def take_from_channel(self, server: Server, case_id: CaseId) -> None:
        self._try()
        self.cards = [card for card in self.cards if card[:2] != (CHANNEL, case_id)]

    async def take_from(self, case_id: CaseId, readers: Sequence[MemberId]) -> None:
        self._try()
        self.cards = [card for card in self.cards if card[1] != case_id or card[0] not in readers]

    async def remove(self, server: Server, case_id: CaseId, readers: Sequence[MemberId]) -> None:
        self.cards = [card for card in self.cards if card[1] != case_id]

    async def remove_older(self, server: Server, readers: Sequence[MemberId], than: datetime) -> None:
        places = {CHANNEL, *readers}
        self.cards = [card for card in self.cards if card[2] >= than or card[0] not in places]

    async def remind(self, server: Server, member: MemberId, day: date) -> bool:
        self._try()
        if member in self.closed:
            return False
        if (member, day) not in self.reminded:
            self.reminded.append((member, day))
        return True

    async def channel_works(self, server: Server) -> bool:
        self._try()
        return CHANNEL not in self.closed

    async def say_channel_fails(self, server: Server, member: MemberId) -> bool:
        self._try()
        if member in self.closed:
            return False
        self.channel_fails.append(member)
        return True

    async def say_note_waits(self, server: Server, member: MemberId) -> None:
        if not self.is_down and member not in self.closed:
            self.notes.append(member)

    def places(self) -> list[MemberId]:
        """Where cards are, sorted."""
        return sorted(place for place, _, _ in self.cards)

    def _shown(self, place: MemberId, case_id: CaseId) -> bool:
        self._try()
        if place in self.closed:
            return False
        if (place, case_id) not in [card[:2] for card in self.cards]:
            self.cards.append((place, case_id, self.now))
        return True

    def _try(self) -> None:
        if self.is_down:
            raise CannotReach(Why.DISCORD_DOWN)
