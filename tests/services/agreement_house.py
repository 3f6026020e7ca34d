"""The agreement's services on real stores with a channel of the tests' own, for tests that play with it."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final, Self

from bot.core.agreement import AgreementText, Change, Version
from bot.core.agreement_draft import AgreementDraft
from bot.core.identity import ChannelId, MemberId, MessageId, RoleId, ServerId
from bot.core.sealing import new_key
from bot.services.agreed_role import AgreedRole
from bot.services.agreement_book import AgreementBook
from bot.services.agreement_drafts import AgreementDrafts
from bot.services.agreement_health import AgreementHealth
from bot.services.agreement_history import AgreementHistory
from bot.services.agreement_keeper import AgreementKeeper
from bot.services.agreements import Accepted, Agreements, Outdated
from bot.services.audit import Audit
from bot.services.marks import Marks
from bot.services.people import Person
from bot.services.posting_agreements import AgreementPosting
from bot.services.problems import CannotReach, Why
from bot.services.publishing_agreements import AgreementPublishing, Proposal, Published
from bot.services.scheduler import Scheduler
from bot.services.server_records import Server, ServerRecord, ServerSettings
from bot.services.servers import Servers
from bot.services.suggestion_book import SuggestionBook
from bot.services.suggestions import Suggestions
from bot.services.taking_back import TakingBack
from bot.store.agreement_drafts import AgreementDraftRepository
from bot.store.agreements import AgreementRepository
from bot.store.audit import AuditRepository
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.servers import ServerRepository
from bot.store.suggestions import SuggestionRepository
from bot.store.tasks import TaskRepository
from config.pace import Pace

SERVER: Final = ServerId(900)
MODERATORS, FACILITATORS, AGREED = RoleId(11), RoleId(12), RoleId(13)
GROUP = ChannelId(21)
START: Final = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
"""In Auckland it is the next day already."""

SETTINGS = ServerSettings(
    moderators=MODERATORS,
    facilitators=FACILITATORS,
    moderator_channel=ChannelId(22),
    group_channel=GROUP,
    timezone="Pacific/Auckland",
    outside_contact="The Harbour Trust",
)
OPERATOR_KEY = new_key(secrets.token_bytes)


def member(number: int, *roles: RoleId) -> Person:
    """A person with these roles."""
    return Person(MemberId(number), frozenset(roles), START, is_administrator=False, display_name=f"member {number}")


FAY: Final = member(1, FACILITATORS)
MIA: Final = member(2)


def a_server(settings: ServerSettings = SETTINGS) -> Server:
    """A server in no store."""
    return Server(SERVER, OPERATOR_KEY, ServerRecord(settings))


def a_version(text: AgreementText) -> Version:
    """Version 1 with this text, not posted yet."""
    return Version(1, text, "", START.date(), GROUP)


class Died(BaseException):
    """The process dies here."""


@dataclass
class Discord:
    """A channel, roles and a staff channel that remember what was done to them, and can be out of order."""

    parts: int = 1
    """Posts that each version takes."""
    made: int = 0
    """How many posts there ever were."""
    posts: dict[MessageId, str] = field(default_factory=dict[MessageId, str])
    """Message and what it shows."""
    pinned: set[MessageId] = field(default_factory=set[MessageId])
    holders: set[MemberId] = field(default_factory=set[MemberId])
    present: set[MemberId] = field(default_factory=lambda: {FAY.member_id, MIA.member_id})
    told: list[str] = field(default_factory=list[str])
    trouble: dict[str, Why] = field(default_factory=dict[str, Why])
    """What is out of order: the name of a method and why."""
    dies_after: str = ""
    """The method after which the process dies."""

    def _do(self, what: str) -> None:
        if what in self.trouble:
            raise CannotReach(self.trouble[what])

    def _done(self, what: str) -> None:
        if what == self.dies_after:
            self.dies_after = ""
            raise Died

    def pages(self, server: Server, version: Version) -> int:
        return self.parts

    def summarise(self, server: Server, changed: Sequence[Change]) -> str:
        return f"{len(changed)} changed"

    async def post(self, server: Server, version: Version, page: int) -> MessageId:
        self._do(f"post {page}" if f"post {page}" in self.trouble else "post")
        message_id = MessageId(1000 + self.made)
        self.made += 1
        self.posts[message_id] = f"{version.number}/{page}"
        self._done(f"post {page}")
        return message_id

    async def find(self, server: Server, version: Version, page: int) -> MessageId | None:
        self._do("find")
        wanted = f"{version.number}/{page}"
        return next((message_id for message_id, shown in self.posts.items() if shown == wanted), None)

    async def pin(self, version: Version) -> None:
        self._do("pin")
        self.pinned.add(version.message_ids[0])
        self._done("pin")

    async def mark_superseded(self, server: Server, version: Version, by: int) -> None:
        self._do("mark_superseded")
        for message_id in version.message_ids:
            self.posts[message_id] += f" superseded by {by}"
        self.pinned -= set(version.message_ids)

    async def restore(self, server: Server, version: Version) -> None:
        self._do("restore")
        if not version.message_ids or not set(version.message_ids) <= set(self.posts):
            raise CannotReach(Why.MISSING)
        for page, message_id in enumerate(version.message_ids):
            self.posts[message_id] = f"{version.number}/{page}"
        self._done("restore")

    async def mark_taken_back(self, server: Server, version: Version, in_force: int) -> None:
        self._do("mark_taken_back")
        for message_id in set(version.message_ids) & set(self.posts):
            self.posts[message_id] = f"{version.number} taken back for {in_force}"
        self.pinned -= set(version.message_ids)
        self._done("mark_taken_back")

    async def tell_suggestions(self, server: Server, day: date) -> None:
        self._do("tell_suggestions")
        if f"suggestions {day}" not in self.told:
            self.told.append(f"suggestions {day}")
        self._done("tell_suggestions")

    async def is_there(self, version: Version) -> bool:
        self._do("is_there")
        return bool(version.message_ids) and set(version.message_ids) <= set(self.posts)

    async def take_down(self, version: Version) -> None:
        self._do("take_down")
        for message_id in version.message_ids:
            self.posts.pop(message_id, None)

    async def tell_not_posted(self, server: Server, version: Version, why: Why) -> None:
        self.told.append(f"not posted: {why.value}")

    async def tell_role_trouble(self, server: Server, role_id: RoleId, why: Why) -> None:
        self.told.append(f"role {role_id}: {why.value}")

    async def give_role(self, server_id: ServerId, member_id: MemberId, role_id: RoleId) -> None:
        self._do("role")
        self.holders.add(member_id)

    async def take_role(self, server_id: ServerId, member_id: MemberId, role_id: RoleId) -> None:
        self._do("role")
        self.holders.discard(member_id)

    async def people(self, server_id: ServerId, member_ids: Collection[MemberId]) -> Sequence[Person]:
        return [member(member_id) for member_id in member_ids if member_id in self.present]


class House:
    """One process of the bot, as far as the agreement needs it."""

    def __init__(self, database: Database, keys: KeyStore, discord: Discord) -> None:
        self.database, self.keys, self.discord = database, keys, discord
        self.now = START
        chance = secrets.token_bytes
        self.tasks = TaskRepository(database)
        self.repository = AgreementRepository(database)
        self.servers = Servers(ServerRepository(database), keys, chance)
        self.scheduler = Scheduler(self.tasks, lambda: self.now)
        self.audit = Audit(AuditRepository(database, keys.database), keys, lambda: self.now, chance)
        servers, scheduler, audit, clock = self.servers, self.scheduler, self.audit, lambda: self.now
        self.book = book = AgreementBook(self.repository, chance)
        self.drafts = AgreementDrafts(AgreementDraftRepository(database), book, chance)
        self.role = AgreedRole(servers, self.repository, book, scheduler, discord, clock, chance)
        posting = AgreementPosting(servers, book, discord, scheduler, self.drafts)
        self.health = AgreementHealth(servers, book, discord, posting, scheduler, audit)
        self.taking_back = TakingBack(servers, book, discord, posting, self.health, scheduler, audit, chance)
        self.agreements = Agreements(servers, self.repository, book, self.role)
        self.publishing = AgreementPublishing(servers, book, discord, posting, self.drafts, self.health, audit)
        self.history = AgreementHistory(servers, book)
        self.suggested = SuggestionRepository(database, chance)
        self.suggestion_book = SuggestionBook(self.suggested, chance)
        self.suggestions = Suggestions(
            servers,
            self.suggestion_book,
            book,
            Marks(clock, chance),
            scheduler,
            discord,
            audit,
            clock,
            chance,
        )
        others = (AgreementDraftRepository(database), self.suggested)
        self.keeper = AgreementKeeper(self.repository, book, self.role, others)

    @classmethod
    async def open(cls, directory: Path, discord: Discord, settings: ServerSettings = SETTINGS) -> Self:
        """A house on stores in this directory, its server set up."""
        # What is written waits for no company: that is tried with the writer itself.
        pace = Pace(longest_gathering=0.0)
        database = await Database.open(sqlite_address(directory / "data.db"), pace=pace)
        keys = await KeyStore.open(sqlite_address(directory / "keys.db"), OPERATOR_KEY, secrets.token_bytes, pace)
        house = cls(database, keys, discord)
        if await house.servers.find(SERVER) is None:
            await house.servers.create(SERVER, ServerRecord(settings))
        return house

    async def close(self) -> None:
        await self.database.close()
        await self.keys.close()

    async def restarted(self) -> "House":
        """Another process on the same stores; its memory is empty."""
        again = House(self.database, self.keys, self.discord)
        again.now = self.now
        return again

    async def settings(self, **changes: object) -> Server:
        """Change settings of the server."""
        return await self.servers.change(
            SERVER,
            lambda record: replace(record, settings=replace(record.settings, **changes)),  # type: ignore[arg-type]  # the tests' own settings
        )

    async def publish(self) -> Published:
        """Fay publishes what is proposed."""
        proposal = await self.propose()
        return await self.publishing.publish(SERVER, FAY, proposal.digest, self.now)

    async def propose(self) -> Proposal:
        """What Fay would publish now."""
        proposal = await self.publishing.propose(SERVER, FAY, self.now)
        assert isinstance(proposal, Proposal)
        return proposal

    async def draft(self, text: AgreementText, said: str = "") -> AgreementDraft:
        """Keep this as the facilitators' draft."""
        server = await self.servers.get(SERVER)
        return await self.drafts.change(server, lambda draft: replace(draft, text=text, said=said))

    async def reworded(self, words: str, said: str = "") -> AgreementDraft:
        """Draft the text in force with other words in its first clause."""
        text = await self.drafts.starting_text(await self.servers.get(SERVER))
        first, *rest = text.clauses
        return await self.draft(replace(text, clauses=(replace(first, body=words), *rest)), said)

    async def accept(self, person: Person, number: int) -> Accepted | Outdated:
        return await self.agreements.accept(SERVER, person, number, self.now)

    async def later(self, **time: float) -> int:
        """Let time pass and run what became due; how many tasks were begun."""
        self.now += timedelta(**time)
        return await self.scheduler.run_due()
