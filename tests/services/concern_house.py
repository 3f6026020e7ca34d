"""The services of concerns on real stores, with a Discord of the tests' own: who is there, who sees what, cards."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from bot.core.case import Account, Affected, CopiedMessage, Named, Wish
from bot.core.draft import DraftToken
from bot.core.identity import ChannelId, MessageId, ServerId
from bot.core.readership import Category
from bot.core.receipt import written
from bot.services.audit import Audit
from bot.services.case_desk import CaseDesk
from bot.services.case_log import CaseLog
from bot.services.case_matters import CaseMatters
from bot.services.case_people import CasePeople
from bot.services.cases import CaseService
from bot.services.clustering import Clusters
from bot.services.concerns import NOBODY, ConcernService, Review, Writer
from bot.services.delivery import Delivery
from bot.services.drafts import Drafts
from bot.services.marks import Marks
from bot.services.people import Person
from bot.services.readers import Readers
from bot.services.scheduler import Scheduler
from bot.services.sending import How, Sending, Sent
from bot.services.server_records import Enrolment, ServerRecord
from bot.services.servers import Servers
from bot.services.way_back import WayBackService
from bot.store.audit import AuditRepository
from bot.store.cases import CaseRepository
from bot.store.database import Database
from bot.store.drafts import DraftRepository
from bot.store.keystore import KeyStore
from bot.store.servers import ServerRepository
from bot.store.tasks import TaskRepository
from tests.services.fake_discord import (
    CHANNEL,
    HERE,
    LENA,
    MARA,
    MIA,
    MODERATORS,
    NOOR,
    OTTO,
    SETTINGS,
    START,
    THERE,
    Discord,
    person,
)

__all__ = [
    "CHANNEL",
    "HERE",
    "LENA",
    "MARA",
    "MIA",
    "MODERATORS",
    "NOOR",
    "OTTO",
    "SETTINGS",
    "START",
    "THERE",
    "Discord",
    "person",
]

ACCOUNT = Account(Category.PRIVACY, "what happened", Wish.ACTION, Affected.ME)
MESSAGE = CopiedMessage(
    Named(MARA.member_id, "Mara"), ChannelId(21), MessageId(31), "what Mara wrote", gives_away=False
)


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
        self.desk = CaseDesk(
            self.servers, self.cases, self.readers, self.discord, self.audit, self.delivery, self.marks
        )
        self.moderating = CaseService(self.desk)
        self.people = CasePeople(self.desk)
        self.matters = CaseMatters(self.desk)
        self.log = CaseLog(self.desk, self.audit)
        self.clusters = Clusters(self.desk, self.marks.same_writer)

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
        await self.start()

    async def start(self) -> None:
        """What each start does before anybody presses, and what follows it for all servers."""
        await self.delivery.start()
        await self.delivery.keep_all_slots()

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
        return (await self.servers.get(HERE)).choice(one.member_id)

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


async def house_with_lead(database: Database, keys: KeyStore) -> ConcernHouse:
    """Mara and Otto take concerns, Lena is the lead, and the slots run."""
    house = ConcernHouse(database, keys)
    await house.set_up(MARA, OTTO, lead=LENA)
    await house.start()
    return house
