"""The services of the agreement's draft on real stores, and the steps of facilitators, for tests that play with it."""

import secrets
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from typing import Final, Self

from bot.core.agreement import AgreementText, Clause, Version, filled
from bot.core.identity import ChannelId, ServerId
from bot.services.agreement_book import AgreementBook
from bot.services.agreement_drafts import AgreementDrafts, default_text
from bot.services.audit import Audit
from bot.services.drafting_agreements import AgreementDrafting
from bot.services.drafting_table import Seen, Worktable, Worktables, seen
from bot.services.drafting_whole import WholeDrafting
from bot.services.people import Person
from bot.services.server_records import Server, ServerRecord
from bot.services.servers import Servers
from bot.store.agreement_drafts import AgreementDraftRepository
from bot.store.agreements import AgreementRepository
from bot.store.audit import AuditRepository
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.servers import ServerRepository
from config.content import read_content
from tests.services.agreement_house import FACILITATORS, FAY, SERVER, SETTINGS, START, member

LOU: Final = member(7, FACILITATORS)
"""Another facilitator."""
OTHER: Final = ServerId(901)
CONTENT: Final = read_content("agreement")


@dataclass(frozen=True)
class Sent:
    """A file as somebody sends it."""

    data: bytes

    @property
    def size(self) -> int:
        return len(self.data)

    async def read(self) -> bytes:
        return self.data


class DraftingHouse:
    """One process of the bot, as far as drafting needs it."""

    def __init__(self, database: Database, keys: KeyStore) -> None:
        self.database = database
        chance = secrets.token_bytes
        self.servers = Servers(ServerRepository(database), keys, chance)
        self.audit = Audit(AuditRepository(database, keys.database), keys, lambda: START, chance)
        self.book = AgreementBook(AgreementRepository(database), chance)
        self.drafts = AgreementDrafts(AgreementDraftRepository(database), self.book, chance)
        tables = Worktables(self.drafts, self.book, self.servers)
        self.drafting = AgreementDrafting(tables, chance)
        self.whole = WholeDrafting(tables, self.audit, chance)

    async def set_up(self) -> Self:
        for server_id in (SERVER, OTHER):
            await self.servers.create(server_id, ServerRecord(SETTINGS))
        return self

    async def server(self, server_id: ServerId = SERVER) -> Server:
        return await self.servers.get(server_id)

    async def look(self, person: Person = FAY) -> Worktable:
        return await self.drafting.look(SERVER, person)

    async def seen(self, name: str) -> Seen:
        """A part as it is now."""
        return seen((await self.drafting.part(SERVER, FAY, name))[1])

    async def reword(self, name: str, body: str = "Other words.", person: Person = FAY) -> Worktable:
        """A part reworded by somebody who saw it as it is."""
        return await self.drafting.reword(SERVER, person, await self.seen(name), "New title.", body)

    def add(self, title: str, number: str = "", name: str = "") -> Awaitable[Worktable]:
        words = Clause("", title, "Words.")
        return self.drafting.add(SERVER, FAY, name or self.drafting.name(), words, number)

    async def move(self, name: str, number: str) -> Worktable:
        order = (await self.look()).draft.order_mark
        return await self.drafting.move(SERVER, FAY, Seen(name, order), number)

    async def remove(self, name: str, person: Person = FAY) -> Worktable:
        return await self.drafting.remove(SERVER, person, await self.seen(name))

    async def take_in(self, markdown: str | bytes, seen: str | None = None) -> Worktable:
        data = markdown.encode() if isinstance(markdown, str) else markdown
        revision = str((await self.look()).draft.revision) if seen is None else seen
        return (await self.whole.take_in(SERVER, FAY, revision, Sent(data)))[0]

    async def put_in_force(self, source: AgreementText | None = None, said: str = "") -> Version:
        """A version that says what the draft says (or this), as if it had been published."""
        server = await self.server()
        text = source or (await self.drafts.working_copy(server)).text
        number = (await self.book.on_offer(server)).next_number
        shown = filled(text, CONTENT, server.settings.mandated_reporters, 2)
        version = Version(number, shown, "", START.date(), ChannelId(21), posted=True, source=text, said=said)
        assert await self.book.add(server, version)
        return version

    async def acts(self) -> list[str]:
        """What the trail says was done."""
        return [line.act for line in await self.audit.lines(await self.server())]


def names(table: Worktable) -> list[str]:
    return [clause.name for clause in table.draft.text.clauses]


def shipped(server: Server) -> AgreementText:
    return default_text(server)


def without_source(version: Version) -> Version:
    """A version as it was kept before sources were."""
    return replace(version, number=version.number + 1, source=None)
