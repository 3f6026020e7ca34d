"""The services of concerns on real stores, with a Discord of the tests' own: who is there, who sees what, cards."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Final

from bot.core.case import Account, Affected, CopiedMessage, Named, Wish
from bot.core.draft import DraftToken
from bot.core.identity import CaseId, ChannelId, MemberId, MessageId, RoleId, ServerId
from bot.core.readership import Category
from bot.core.receipt import written
from bot.services.audit import Audit
from bot.services.cases import CaseService
from bot.services.concerns import NOBODY, ConcernService, Review, Writer
from bot.services.delivery import Delivery
from bot.services.drafts import Drafts
from bot.services.marks import Marks
from bot.services.people import Person
from bot.services.problems import CannotReach, Why
from bot.services.readers import Readers
from bot.services.scheduler import Scheduler
from bot.services.sending import How, Sending, Sent
from bot.services.servers import Enrolment, Server, ServerRecord, Servers, ServerSettings
from bot.services.way_back import WayBackService
from bot.store.audit import AuditRepository
from bot.store.cases import CaseRepository
from bot.store.database import Database
from bot.store.drafts import DraftRepository
from bot.store.keystore import KeyStore
from bot.store.servers import ServerRepository
from bot.store.tasks import TaskRepository

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
ACCOUNT = Account(Category.PRIVACY, "what happened", Wish.ACTION, Affected.ME)
MESSAGE = CopiedMessage(
    Named(MARA.member_id, "Mara"), ChannelId(21), MessageId(31), "what Mara wrote", gives_away=False
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
        self.cards = [card for card in self.cards if card[2] >= than]

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


class ConcernHouse:
    """Everything concerns need, in one place."""

    def __init__(self, database: Database, keys: KeyStore) -> None:
        self.database = database
        self.keys = keys
        self.discord = Discord()
        self._newcomers = count()
        self.open()

    def open(self) -> None:
        """Make the services; again, for a restart."""
        chance = secrets.token_bytes
        self.servers = Servers(ServerRepository(self.database), self.keys, chance)
        self.scheduler = Scheduler(TaskRepository(self.database), self.clock)
        self.audit = Audit(AuditRepository(self.database, self.keys.database), self.keys, self.clock, chance)
        self.cases = CaseRepository(self.database, self.keys, chance)
        self.drafts = Drafts(DraftRepository(self.database, chance), self.scheduler, self.clock, chance)
        self.readers = Readers(self.discord, self.discord)
        self.delivery = Delivery(self.servers, self.cases, self.readers, self.discord, self.scheduler, self.clock)
        self.marks = Marks(self.clock, chance)
        self.concerns = ConcernService(self.servers, self.drafts, self.readers, self.marks)
        self.sending = Sending(self.servers, self.drafts, self.cases, self.delivery, self.marks, chance)
        self.way_back = WayBackService(self.servers, self.cases, self.readers, self.delivery)
        self.moderating = CaseService(self.servers, self.cases, self.readers, self.discord, self.audit)

    def clock(self) -> datetime:
        """The present moment."""
        return self.discord.now

    async def set_up(self, *enrolled: Person, server_id: ServerId = HERE, lead: Person | None = None) -> None:
        """A server with those who take concerns."""
        record = ServerRecord(
            replace(SETTINGS, lead=None if lead is None else lead.member_id),
            tuple(Enrolment(one.member_id) for one in enrolled),
        )
        await self.servers.create(server_id, record)

    async def restart(self) -> None:
        """Begin again on the same stores."""
        self.open()
        await self.drafts.start()
        await self.delivery.start()

    async def wait(self, *, hours: float) -> None:
        """Let time pass, with what becomes due in it."""
        self.discord.now += timedelta(hours=hours)
        while await self.scheduler.run_due():
            pass

    def somebody(self) -> Person:
        """A member who wrote nothing before."""
        return person(1000 + next(self._newcomers), "Somebody")

    async def begin(self, *answers: str, token: DraftToken | None = None, writer: Person | None = None) -> DraftToken:
        """A draft whose writer said whom of those who take concerns it is about."""
        by = Writer(writer or self.somebody())
        return await self.concerns.begin(HERE, token, by, answers or (NOBODY,), self.discord.now)

    async def tag(self, one: Person) -> str:
        """What an option carries for this person."""
        return (await self.servers.get(HERE)).pseudonym(one.member_id).hex()

    async def tell(self, token: DraftToken, account: Account = ACCOUNT) -> Review:
        """The form, filled in."""
        return await self.concerns.tell(HERE, token, account, self.discord.now)

    async def send(self, token: DraftToken, writer: Person | None = None, *, how: How = How.SLOT) -> Sent:
        """*Send* under a draft, by this person or by one who wrote nothing before."""
        return await self.sending.send(HERE, token, writer or self.somebody(), self.discord.now, how=how)

    async def sent(
        self,
        *answers: str,
        account: Account = ACCOUNT,
        urgent: bool = False,
        how: How = How.SLOT,
        writer: Person | None = None,
    ) -> str:
        """A concern, sent by this person or by one who wrote nothing before; its code."""
        token = await self.begin(*answers, writer=writer)
        await self.tell(token, account)
        return written((await self.send(token, writer, how=How.URGENT if urgent else how)).receipt)
