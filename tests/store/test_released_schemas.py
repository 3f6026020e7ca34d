"""A database of every released revision is brought to the newest: the bot of today reads all that it held.

Not here: upgrades that fail (`test_database.py`) and the copy that is made before (`test_upgrade_copies.py`).
"""

import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.ballot import Answers, BallotKey, Box, Entry, Outcome, answered_tag, ballot_handle
from bot.core.comments import CommentBox
from bot.core.identity import MemberId
from bot.core.sealing import Key
from bot.services.agreement_book import AgreementBook
from bot.services.audit import Audit
from bot.services.checkin_rounds import CheckinRounds, KnownRound
from bot.services.receipts import find_by_receipt
from bot.services.schedule_book import ScheduleBook
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.services.template_book import TemplateBook
from bot.store.agreements import AgreementRepository
from bot.store.audit import AuditRepository
from bot.store.cases import CaseRepository
from bot.store.drafts import DraftRepository
from bot.store.opening import Stores, open_stores
from bot.store.plans import PlanRepository, schedule_table, template_table
from bot.store.round_boxes import box_place, comments_place
from bot.store.rounds import RoundRepository
from bot.store.servers import ServerRepository
from bot.store.upgrades import revisions
from tests.store.released import REVISIONS, Released, unpacked
from tests.store.test_database import STORE


@dataclass
class Upgraded:
    """The stores of an earlier version, opened by the bot of today."""

    released: Released
    stores: Stores
    servers: Servers
    server: Server

    @property
    def rounds(self) -> CheckinRounds:
        repository = RoundRepository(self.stores.database, secrets.token_bytes)
        return CheckinRounds(repository, self.stores.keys, self.servers, secrets.token_bytes)

    async def the_open_round(self) -> KnownRound:
        (found,) = [one for one in await self.rounds.recent(self.server, self.released.now) if one.is_open]
        return found


@asynccontextmanager
async def upgraded(revision: str, folder: Path) -> AsyncGenerator[Upgraded]:
    released = unpacked(revision, folder)
    stores = await open_stores(released.address, released.keystore_address, released.key_dir, secrets.token_bytes)
    try:
        servers = Servers(ServerRepository(stores.database), stores.keys, secrets.token_bytes)
        yield Upgraded(released, stores, servers, await servers.get(released.server_id()))
    finally:
        await stores.close()


def entry(box_key: Key, *answers: int) -> Entry:
    """What somebody hands in who has not answered yet."""
    somebody, ballot_key = MemberId(1), BallotKey(secrets.token_bytes(16))
    return Entry(answered_tag(box_key, somebody), ballot_handle(box_key, ballot_key), Answers(bytes(answers)))


def test_there_is_an_archive_of_every_revision_but_the_newest() -> None:
    """Those that were never released alone share the step to the next that was, or to the newest."""
    known = revisions(STORE / "migrations")
    assert set(known) - set(REVISIONS) <= {"0007", "0009", "0010", "0011", known[-1]}


@pytest.mark.parametrize("revision", REVISIONS)
async def test_no_row_is_lost_and_the_server_is_as_it_was(revision: str, tmp_path: Path) -> None:
    (tmp_path / "before").mkdir()
    before = unpacked(revision, tmp_path / "before").rows()
    async with upgraded(revision, tmp_path) as here:
        after = here.released.rows()
        assert {name: after[name] for name in before} == before
        assert here.server.settings.timezone == "Europe/London"
        assert len(here.server.enrolled) == 2
        repository = AuditRepository(here.stores.database, here.stores.keys.database)
        audit = Audit(repository, here.stores.keys, lambda: here.released.now, secrets.token_bytes)
        assert await audit.intact(here.server)
        assert len(await audit.lines(here.server)) == before["audit_line"]


@pytest.mark.parametrize("revision", [one for one in REVISIONS if one >= "0002"])
async def test_the_agreement_and_who_agreed(revision: str, tmp_path: Path) -> None:
    async with upgraded(revision, tmp_path) as here:
        book = AgreementBook(AgreementRepository(here.stores.database), secrets.token_bytes)
        in_force = (await book.on_offer(here.server)).in_force
        assert in_force is not None
        assert in_force.number == 1
        assert in_force.text.clauses
        assert await book.counts(here.server) == {1: 2}


@pytest.mark.parametrize("revision", [one for one in REVISIONS if one >= "0003"])
async def test_an_open_check_in_goes_on_and_a_closed_one_keeps_its_result(revision: str, tmp_path: Path) -> None:
    async with upgraded(revision, tmp_path) as here:
        (closed,) = await here.rounds.closed(here.server, 5)
        assert closed.result is not None
        assert not closed.result.too_few
        known = await here.the_open_round()
        repository = RoundRepository(here.stores.database, secrets.token_bytes)
        box_key = await here.stores.keys.get(known.key_id)
        box = Box.unseal(box_key, await repository.box(known.round_id) or b"", box_place(known.round_id))
        assert box.tally(0, 5) == [0, 0, 0, 4, 0]
        if known.facts.comments:
            sealed = await repository.comments(known.round_id)
            comments = CommentBox.unseal(box_key, sealed or b"", comments_place(known.round_id))
            assert sorted(comments.texts()) == [f"a quiet evening {number}" for number in range(4)]
        assert await here.rounds.answer(known.round_id, box_key, entry(box_key, 3, 3), None) is Outcome.TAKEN
        ended = await here.rounds.conclude(known, minimum=5)
        assert ended.result is not None
        assert (ended.result.too_few, ended.result.broken) == (False, False)
        assert await repository.box(known.round_id) is None


@pytest.mark.parametrize("revision", [one for one in REVISIONS if one >= "0004"])
async def test_concerns_are_read_by_their_code_and_a_draft_by_its_token(revision: str, tmp_path: Path) -> None:
    async with upgraded(revision, tmp_path) as here:
        cases = CaseRepository(here.stores.database, here.stores.keys, secrets.token_bytes)
        kept = await find_by_receipt(cases, here.server, here.released.receipt)
        assert kept is not None
        stories = [one.case.account.story for one in await cases.in_server(here.server.server_id) if one.case.account]
        assert stories == [here.released.words] * 2
        drafts = DraftRepository(here.stores.database, secrets.token_bytes)
        draft = await drafts.get(here.released.draft)
        assert draft is not None
        picture = await drafts.image(here.released.draft)
        assert (picture is not None) == (revision >= "0006")


@pytest.mark.parametrize("revision", [one for one in REVISIONS if one >= "0005"])
async def test_schedules_and_templates_of_the_groups_own(revision: str, tmp_path: Path) -> None:
    async with upgraded(revision, tmp_path) as here:
        database = here.stores.database
        schedules = ScheduleBook(PlanRepository(database, schedule_table), secrets.token_bytes)
        templates = TemplateBook(PlanRepository(database, template_table), secrets.token_bytes)
        assert len(await schedules.of_server(here.server)) == 1
        (template,) = await templates.of_server(here.server)
        assert template.facts.content.title == "Our evening"
        assert template.facts.content == template.facts.in_use
