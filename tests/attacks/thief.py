"""Writes into every table as people do, and searches all of it, unsealed, and every byte of every file.

What was sealed is unsealed by having been watched while it was sealed. Not here: what must not be found.
"""

import base64
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import MetaData, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import CommonGround
from bot.core import sealing
from bot.core.ballot import answered_tag
from bot.core.identity import KeyId, MemberId, ServerId
from bot.services.journal_book import journal_tag
from bot.services.servers import Servers
from bot.store.database import Database
from bot.store.keystore import KEY_ID_BYTES
from bot.store.round_table import round_table
from bot.store.schema import key_metadata, metadata
from bot.store.servers import ServerRepository
from tests.attacks.byte_search import contents, forms_of_id, forms_of_text, found
from tests.end_to_end.results import GOOD, answered, opened
from tests.end_to_end.simcord_stage import SimcordStage
from tests.end_to_end.test_checkin_schedules import made as make_schedule
from tests.end_to_end.test_checkin_templates import in_use as make_template
from tests.stage import Stage
from tests.stories import enrol, publish, set_up

CLEAR: Final = 32
"""Bytes that a value in clear may have: an id, a tag, a digest."""
MEMBER: Final = "wilhelmina"
"""Too long to be found by chance."""
OF_KEYS: Final = " of the key store"
ROLES: Final = "/guilds/*/members/*/roles/*"
NEVER_TOLD: Final = frozenset({"concerns", "signals", "impact"})
"""Whoever answers for concerns, for what posted results add up to, or for what was done, erases nothing for anybody."""


class Watched:
    """Seals as ever, and remembers what was sealed."""

    seen: dict[bytes, bytes]

    def __init__(self, key: bytes) -> None:
        self._real = AESGCM(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        sealed = self._real.encrypt(nonce, data, associated_data)
        self.seen[nonce + sealed] = data
        return sealed

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        return self._real.decrypt(nonce, data, associated_data)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> dict[bytes, bytes]:
    """Every value that was sealed in this test, and what is in it."""
    Watched.seen = {}
    monkeypatch.setattr(sealing, "AESGCM", Watched)
    return Watched.seen


async def agree(stage: Stage) -> None:
    await publish(stage)
    await stage.person(MEMBER).press(next(one for one in stage.posts("group") if "I agree" in one.labels), "I agree")


async def suggest(stage: Stage) -> None:
    mia = stage.person(MEMBER)
    first = await mia.slash("agreement")
    form = await mia.press([first, *mia.more][-1], "Suggest a change")
    await mia.submit(form, words="Say it more kindly")


async def draft(stage: Stage) -> None:
    fay = stage.person("fay")
    page = await fay.slash("facilitate agreement edit")
    await fay.submit(await fay.press(page, "Add a clause"), title="Be kind.", body="Always.", number="1")


async def answer(stage: Stage) -> None:
    await stage.person("fay").slash("facilitate checkin start", comments=True)
    mia = stage.person(MEMBER)
    post = next(one for one in reversed(stage.posts("group")) if "Check in privately" in one.labels)
    form = await mia.press(post, "Check in privately")
    chosen = {name: form.options(name)[-1] for name in form.fields() if name != "comment"}
    assert "Your answers are in" in (await mia.submit(form, **chosen, comment="It was good")).text


async def plan(stage: Stage) -> None:
    await make_template(stage)
    await make_schedule(stage)


async def reflect(stage: SimcordStage) -> None:
    """Fay writes for herself, and drafts what was heard in a check-in that has closed."""
    fay = stage.person("fay")
    await fay.submit(await fay.press(await fay.slash("facilitate reflect"), "Write"), words="I spoke too much.")
    await answered(stage, await opened(stage), (GOOD,) * 6)
    await stage.advance(hours=49)
    results = await fay.slash("facilitate heard")
    ((result,),) = results.choices().values()
    form = await fay.press(await fay.choose(results, result), "Change it")
    assert "Post it" in (await fay.submit(form, heard="It was good.", will_do="The same again.")).labels


async def take_concerns(stage: Stage) -> None:
    await enrol(stage, "mara")


async def announce(stage: Stage) -> None:
    await set_up(stage, agreed_role="agreed", lead="lena")


WRITERS: dict[str, tuple[Callable[[SimcordStage], Awaitable[None]], ...]] = {
    "reflections": (reflect,),
    "agreement": (agree, suggest, draft),
    "checkins": (plan, answer),
    "server": (take_concerns, announce),
    "trail": (),
    "tasks": (),
}
"""What writes into the tables of each keeper; the last two are written by what the others do."""


async def write_everything(stage: SimcordStage) -> None:
    """Set up, and let everybody write; the role of those who agreed cannot be given for now, so that its task stays."""
    stage.join(MEMBER)
    await set_up(stage, agreed_role="agreed")
    stage.world.fail("PUT", ROLES, status=500, times=None)
    for write in (write for writers in WRITERS.values() for write in writers):
        await write(stage)


async def rows(database: Database, schema: MetaData) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""

    async def reading(connection: AsyncConnection) -> dict[str, list[tuple[object, ...]]]:
        return {
            table.name: [tuple(row) for row in await connection.execute(select(table))]
            for table in schema.sorted_tables
        }

    return await database.read(reading)


async def box_keys(connection: AsyncConnection) -> list[KeyId]:
    """Where the keys of all rounds are."""
    return [KeyId(key_id) for key_id in (await connection.execute(select(round_table.c.key_id))).scalars()]


def unsealed(value: bytes, seen: dict[bytes, bytes]) -> Iterator[bytes]:
    """What is in a value, and in what is in it; itself, if it is not sealed."""
    if value not in seen:
        yield value
        return
    inside = seen[value]
    yield inside
    for start in (0, KEY_ID_BYTES):
        if inside[start:] in seen:
            yield from unsealed(inside[start:], seen)


class Thief:
    """Has every file and every key, and knows whom to look for."""

    def __init__(self, stage: SimcordStage, places: Path, seen: dict[bytes, bytes]) -> None:
        self.stage, self.places, self.seen = stage, places, seen
        bot = stage.simulation.bot
        assert isinstance(bot, CommonGround)
        assert bot.stores is not None
        self.stores = bot.stores

    async def tables(self) -> dict[str, list[tuple[object, ...]]]:
        keys = await rows(self.stores.keys.database, key_metadata)
        return {
            **await rows(self.stores.database, metadata),
            **{f"{name}{OF_KEYS}": all_ for name, all_ in keys.items()},
        }

    async def forms(self, name: str) -> set[bytes]:
        """Whatever this member could be recognised by: id, name, the tags of the server, of rounds and of journals."""
        member_id = MemberId(self.stage.world.person(name).id)
        servers = Servers(ServerRepository(self.stores.database), self.stores.keys, bytes)
        server = await servers.get(ServerId(self.stage.world.guild.id))
        tags = [server.pseudonym(member_id), bytes.fromhex(server.choice(member_id)), journal_tag(server, member_id)]
        rounds = await self.stores.database.read(box_keys)
        tags += [answered_tag(key, member_id) for key in (await self.stores.keys.get_many(rounds)).values()]
        written = {form for tag in tags for form in (tag, tag.hex().encode(), base64.b64encode(tag)[:20])}
        return forms_of_id(member_id) | written | (forms_of_text(name) if name == MEMBER else set())

    async def finds(self, forms: set[bytes]) -> set[str]:
        """The tables that tell of a member, and "files" if a byte of any file does."""
        telling = {"files"} if found(forms, contents(self.places)) else set[str]()
        for table, all_rows in (await self.tables()).items():
            for value in (value for row in all_rows for value in row):
                said = list(unsealed(value, self.seen)) if isinstance(value, bytes) else [str(value).encode()]
                assert said != [value] or len(said[0]) <= CLEAR or table == "meta", f"{table} holds what none can read"
                if any(form in one for form in forms for one in said):
                    telling.add(table)
        return telling
