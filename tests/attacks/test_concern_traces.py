"""Who wrote a concern is nowhere: not in every file with every key, not on the wire, not in the steps taken.

Each search is shown something planted first, which it must find. Not here: the byte search over 500 members and the
real process (`test_traces.py`), and what a moderator with every command meets (tests/end_to_end).
"""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.case import Case
from bot.core.codec import Codec
from bot.core.draft import token_from
from bot.core.identity import KeyId, ServerId
from bot.core.sealing import CannotOpen, Key, derive, unseal
from bot.rehearsal.bot import create_rehearsed_bot
from bot.services.audit import Audit
from bot.services.servers import Servers
from bot.store.audit import AuditRepository
from bot.store.cases import CaseRepository
from bot.store.concern_tables import draft_table
from bot.store.database import Database
from bot.store.keystore import KeyStore, key_table
from bot.store.opening import Stores, open_stores
from bot.store.operator_key import load_or_create_operator_key
from bot.store.servers import ServerRepository
from config.settings import Settings
from tests.attacks.byte_search import contents, forms_of_code, forms_of_id, forms_of_text, found
from tests.end_to_end.concerns import TOLD, cards, code_in, look, send, to_form, to_review
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Screen
from tests.stage import Actor
from tests.stories import ready

REPORTERS = ("mia", "noor", "theo")
WORD = "quillfeather"
MORE = "sandpiperwords"


@dataclass(frozen=True)
class Lived:
    """What is left after a group lived with concerns: its stores, the ids and codes to look for, and a draft."""

    stage: SimcordStage
    settings: Settings
    codes: dict[str, str]
    draft: Screen

    def member_id(self, name: str) -> int:
        return int(self.stage.world.person(name).id)

    @property
    def server_id(self) -> ServerId:
        return ServerId(self.stage.world.guild.id)


@pytest.fixture
async def lived(settings: Settings) -> AsyncIterator[Lived]:
    """Three members write; one is answered and writes again, one withdraws, one leaves a draft behind."""
    async with SimcordStage(lambda: create_rehearsed_bot(settings)) as stage:
        await ready(stage)
        people = {name: stage.person(name) for name in REPORTERS}
        codes = {name: await send(people[name], story=f"{WORD} of {name[::-1]}") for name in REPORTERS}
        await stage.advance(hours=4)
        mara = stage.person("mara")
        for card in cards(stage):
            case = await mara.press(card, "Open")
            await mara.submit(await mara.press(case, "Reply"), opener="My own words only", words="we read it")
        await people["mia"].submit(
            await people["mia"].press(await look(people["mia"], codes["mia"]), "Reply"), words=MORE
        )
        await _withdraw(people["noor"], codes["noor"])
        await stage.advance(hours=5)
        draft = await to_review(people["theo"], story=f"{WORD} not sent")
        yield Lived(stage, settings, codes, draft)


async def _withdraw(member: Actor, code: str) -> None:
    sure = await member.press(await look(member, code), "Withdraw")
    await member.press(sure, "Yes, withdraw it")


async def _stores(settings: Settings) -> Stores:
    return await open_stores(
        settings.database_address, settings.keystore_address, settings.key_dir, secrets.token_bytes
    )


async def test_no_file_holds_who_wrote_what_was_written_or_a_code(lived: Lived, tmp_path: Path) -> None:
    files = contents(lived.settings.data_dir, lived.settings.key_dir)
    assert any(path.name.endswith(".db") for path in files)
    for name in (*REPORTERS, "mara", "otto"):
        assert found(forms_of_id(lived.member_id(name)), files) == []
    for text in (WORD, MORE, "we read it", *(name[::-1] for name in REPORTERS if len(name) > 3)):
        assert found(forms_of_text(text), files) == []
    for code in lived.codes.values():
        assert found(forms_of_code(code), files) == []

    planted = tmp_path / "planted"
    code = lived.codes["mia"]
    planted.write_bytes(b"x" + lived.member_id("mia").to_bytes(8, "little") + WORD.encode() + code.encode())
    for forms in (forms_of_id(lived.member_id("mia")), forms_of_text(WORD), forms_of_code(code)):
        assert found(forms, contents(planted)) == ["planted"]


async def test_with_every_key_the_texts_open_and_still_nobody_wrote_them(lived: Lived, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    opened.write_bytes(await _all_that_opens(lived))
    files = contents(opened)
    for name in REPORTERS:
        assert found(forms_of_id(lived.member_id(name)), files) == []
        assert name.capitalize().encode() not in files[opened]
    for code in lived.codes.values():
        assert found(forms_of_code(code), files) == []
    # What is there shows that the search could have found it.
    assert found(forms_of_id(lived.member_id("mara")), files) == ["opened"]
    assert found(forms_of_text(MORE), files) == ["opened"]
    # What was withdrawn after somebody took it up, and what was never sent, are not.
    assert found(forms_of_text("roon"), files) == []
    assert found(forms_of_text("not sent"), files) == []


async def _all_that_opens(lived: Lived) -> bytes:
    """Every plaintext that the database, the key store and the operator's key give."""
    stores = await _stores(lived.settings)
    try:
        cases = await CaseRepository(stores.database, stores.keys, secrets.token_bytes).in_server(lived.server_id)
        servers = Servers(ServerRepository(stores.database), stores.keys, secrets.token_bytes)
        server = await servers.get(lived.server_id)
        audit = Audit(
            AuditRepository(stores.database, stores.keys.database), stores.keys, lived.stage.now, secrets.token_bytes
        )
        lines = await audit.lines(server)
    finally:
        await stores.close()
    assert len(cases) == 3
    assert lines
    return b"\n".join((*(Codec(Case).encode(kept.case) for kept in cases), repr((server.record, lines)).encode()))


async def test_no_key_of_any_file_opens_a_draft_and_its_own_token_does(lived: Lived) -> None:
    token = token_from(lived.draft.custom_id("Send").rpartition(":")[2])
    stores = await _stores(lived.settings)
    try:
        (row,) = await _drafts(stores.database)
        draft_id, sealed = row
        assert draft_id == token.draft_id
        keys = await _every_key(stores.keys, lived.settings)
        assert len(keys) > 3
        for key in keys:
            for tried in (key, derive(key, "draft"), derive(key, "receipt"), derive(key, "case")):
                with pytest.raises(CannotOpen):
                    unseal(tried, sealed, b"draft:" + draft_id)
        assert WORD.encode() in unseal(derive(token.key, "draft"), sealed, b"draft:" + draft_id)
    finally:
        await stores.close()


async def _drafts(database: Database) -> list[tuple[bytes, bytes]]:
    async def reading(connection: AsyncConnection) -> list[tuple[bytes, bytes]]:
        found_rows = await connection.execute(select(draft_table.c.draft_id, draft_table.c.sealed))
        return [(row.draft_id, row.sealed) for row in found_rows]

    return await database.read(reading)


async def _every_key(keys: KeyStore, settings: Settings) -> list[Key]:
    async def reading(connection: AsyncConnection) -> list[KeyId]:
        return [KeyId(one) for one in (await connection.execute(select(key_table.c.key_id))).scalars()]

    key_ids = await keys.database.read(reading)
    operator, _ = load_or_create_operator_key(settings.key_dir, secrets.token_bytes)
    return [operator, *(await keys.get_many(key_ids)).values()]


async def test_nothing_sent_to_anybody_but_the_reporter_tells_of_them(lived: Lived) -> None:
    """Everything that is not the answer to somebody's own press: posts, direct messages, edits."""
    requests = [one for one in lived.stage.simulation.requests if not _is_answer(one.path)]
    said = "\n".join(f"{one.method} {one.path} {one.body}" for one in requests)
    assert "A concern is waiting" in said
    for name in REPORTERS:
        assert str(lived.member_id(name)) not in said
        assert name.capitalize() not in said
    for text in (WORD, MORE, *lived.codes.values()):
        assert text not in said
    answers = "\n".join(str(one.body) for one in lived.stage.simulation.requests if _is_answer(one.path))
    assert lived.codes["mia"] in answers


def _is_answer(path: str) -> bool:
    return path.startswith(("/interactions/", "/webhooks/"))


async def test_a_card_comes_at_a_slot_whatever_the_minute_of_sending(settings: Settings) -> None:
    async with SimcordStage(lambda: create_rehearsed_bot(settings)) as stage:
        await ready(stage)
        moments: set[tuple[int, int]] = set()
        for minutes in (7, 31, 52):
            await stage.advance(minutes=minutes)
            await send(stage.person("mia"))
        await stage.advance(hours=10)
        for card in cards(stage):
            posted = stage.now().fromtimestamp(((card.message_id >> 22) + 1420070400000) / 1000, stage.now().tzinfo)
            moments.add((posted.hour, posted.minute))
        assert moments <= {(9, 0), (14, 0), (19, 0)}
        await send(stage.person("mia"), button="Urgent")
        assert len(cards(stage)) == 4


async def test_unknown_foreign_and_withdrawn_codes_go_through_the_same_steps(
    lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    _count(monkeypatch, steps)
    theo = lived.stage.person("theo")
    taken: dict[str, tuple[str, list[str]]] = {}
    for what, code in (("unknown", "0000-0000-0000-0000-00"), ("withdrawn", lived.codes["noor"])):
        form = await theo.press(await theo.slash("concern"), "I have a code")
        steps.clear()
        answer = await theo.submit(form, code=code)
        taken[what] = (answer.text.replace(code, "the code"), list(steps))
    assert taken["unknown"] == taken["withdrawn"]
    form = await theo.press(await theo.slash("concern"), "I have a code")
    steps.clear()
    found_text = (await theo.submit(form, code=lived.codes["theo"])).text
    assert (found_text, steps) != taken["unknown"]


def _count(monkeypatch: pytest.MonkeyPatch, steps: list[str]) -> None:
    """Write down each read of either store and each opening of a seal."""

    def counted(name: str, method: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
        async def wrapped(*arguments: object) -> object:
            steps.append(name)
            return await method(*arguments)

        return wrapped

    monkeypatch.setattr(Database, "read", counted("read", Database.read))
    monkeypatch.setattr(KeyStore, "get_many", counted("keys", KeyStore.get_many))

    def unsealed(key: Key, sealed: bytes, place: bytes) -> bytes:
        steps.append("unseal")
        return unseal(key, sealed, place)

    monkeypatch.setattr("bot.store.case_seal.unseal", unsealed)


async def test_a_form_that_comes_too_late_leaves_its_words_nowhere(settings: Settings) -> None:
    async with SimcordStage(lambda: create_rehearsed_bot(settings)) as stage:
        await ready(stage)
        mia = stage.person("mia")
        form = await to_form(mia)
        await stage.advance(hours=2)
        await mia.submit(form, **(TOLD | {"story": WORD}))
        assert mia.more[0].text == WORD
        assert found(forms_of_text(WORD), contents(settings.data_dir, settings.key_dir)) == []


async def test_a_discarded_concern_leaves_nothing_but_keys_of_others(settings: Settings) -> None:
    async with SimcordStage(lambda: create_rehearsed_bot(settings)) as stage:
        await ready(stage)
        mia = stage.person("mia")
        review = await to_review(mia, story=WORD)
        code = code_in(mia.more)
        await mia.press(review, "Discard")
        stores = await _stores(settings)
        try:
            assert await _drafts(stores.database) == []
        finally:
            await stores.close()
        files = contents(settings.data_dir, settings.key_dir)
        assert found(forms_of_text(WORD) | forms_of_code(code), files) == []
