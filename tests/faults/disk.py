"""What lies on disk, opened with the keys by the store's own classes while the bot does not run.

Not here: what should lie there (ledger.py).
"""

import secrets
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import discord.utils

from bot.core.ballot import Box
from bot.core.identity import MemberId, ServerId
from bot.services.audit import Audit
from bot.services.checkin_rounds import CheckinRounds
from bot.services.impact_book import ImpactBook
from bot.services.journal_book import JournalBook
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.services.suggestion_book import SuggestionBook
from bot.store.agreements import AgreementRepository
from bot.store.audit import AuditRepository
from bot.store.cases import CaseRepository
from bot.store.impacts import action_table
from bot.store.opening import Stores, open_stores
from bot.store.plans import PlanRepository
from bot.store.reflections import JournalRepository
from bot.store.round_boxes import box_place
from bot.store.rounds import RoundRepository
from bot.store.servers import ServerRepository
from bot.store.suggestions import SuggestionRepository
from config.settings import Settings
from tests.standin.process import BotProcess


@dataclass
class Disk:
    """Both stores of one server."""

    stores: Stores
    servers: Servers
    server: Server

    @property
    def _cases(self) -> CaseRepository:
        return CaseRepository(self.stores.database, self.stores.keys, secrets.token_bytes)

    async def agreed(self) -> dict[int, int]:
        """How many rows of acceptance there are for each version."""
        return await AgreementRepository(self.stores.database).counts(self.server.server_id)

    async def box(self) -> Box:
        """The box of the one open round, opened."""
        repository = RoundRepository(self.stores.database, secrets.token_bytes, self.stores.layers)
        rounds = CheckinRounds(repository, self.stores.keys, self.servers, secrets.token_bytes)
        (known,) = [one for one in await rounds.recent(self.server, datetime.max.replace(tzinfo=UTC)) if one.is_open]
        sealed = await repository.box(known.round_id)
        assert sealed is not None
        return Box.unseal(await self.stores.keys.get(known.key_id), sealed, box_place(known.round_id))

    async def stories(self) -> Counter[str]:
        """What is told in each case that can be opened, and in how many cases."""
        accounts = [kept.case.account for kept in await self._cases.in_server(self.server.server_id)]
        return Counter(account.story for account in accounts if account is not None)

    async def lines(self) -> dict[str, list[str]]:
        """What was written later in each case, by its story, in its order."""
        kept = [one.case for one in await self._cases.in_server(self.server.server_id)]
        said = {one.account.story: [line.words for line in one.lines if line.words] for one in kept if one.account}
        return {story: lines for story, lines in said.items() if lines}

    async def suggestions(self) -> Counter[str]:
        """The words of every suggestion, whether it has arrived or not."""
        book = SuggestionBook(SuggestionRepository(self.stores.database, secrets.token_bytes), secrets.token_bytes)
        return Counter(kept.words for _, kept in await book.kept(self.server))

    async def actions(self) -> Counter[str]:
        """What was written down as done."""
        repository = PlanRepository(self.stores.database, action_table)
        book = ImpactBook(repository, self._cases, self.stores.keys, secrets.token_bytes)
        return Counter(known.facts.words for known in await book.of_server(self.server))

    async def thoughts(self, writer: MemberId) -> list[str]:
        """What one person wrote for nobody else, oldest first."""
        repository = JournalRepository(self.stores.database, secrets.token_bytes)
        book = JournalBook(repository, self.stores.keys, secrets.token_bytes)
        return [one.words for one in (await book.read(self.server, writer)).reflections]

    async def audit_is_intact(self) -> bool:
        """Whether no line of the audit trail is changed, missing or cut off."""
        repository = AuditRepository(self.stores.database, self.stores.keys.database)
        return await Audit(repository, self.stores.keys, discord.utils.utcnow, secrets.token_bytes).intact(self.server)


@asynccontextmanager
async def opened(process: BotProcess, guild_id: int) -> AsyncGenerator[Disk]:
    """The stores of a process that has ended."""
    assert process.id == 0
    settings = Settings(
        _env_file=None,  # pyright: ignore[reportCallIssue] # pydantic-settings' own
        data_dir=process.data_dir,
        key_dir=process.key_dir,
        database_url=process.database_url,
    )
    stores = await open_stores(
        settings.database_address, settings.keystore_address, settings.key_dir, secrets.token_bytes
    )
    try:
        servers = Servers(ServerRepository(stores.database), stores.keys, secrets.token_bytes)
        yield Disk(stores, servers, await servers.get(ServerId(guild_id)))
    finally:
        await stores.close()
