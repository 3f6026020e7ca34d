"""A concern's picture in stolen files: it opens for nobody without the token, or once it is erased; its place is mute.

The naive twins seal it with a key that lies in the files, or leave its row where it falls; the same attack succeeds.
Not here: what is left of a picture when it is made clean (`tests/ui/test_images.py`).
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.draft import DraftToken
from bot.core.identity import Chance, KeyId
from bot.core.picture import Kind, Unfit
from bot.core.receipt import case_id_of, written
from bot.core.sealing import CannotOpen, Key, derive, unpad, unseal
from bot.services.images import Images
from bot.services.sending import How
from bot.store import case_writes
from bot.store.concern_tables import image_table
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.attacks.byte_search import contents, found
from tests.attacks.statistics import kendall
from tests.attacks.test_erasure import housed, pieces, wrapped_keys
from tests.services.concern_house import HERE, ConcernHouse
from tests.services.test_concern_images import Photograph

SEEN = Kind.JPEG.value + b"a face, and a name at the edge of the screen" * 40


@dataclass
class Washer:
    async def clean(self, data: bytes) -> bytes | Unfit:
        return SEEN


def images(house: ConcernHouse) -> Images:
    return Images(house.servers, house.drafts, house.marks, Washer())


async def drafted(house: ConcernHouse) -> DraftToken:
    """A draft with a picture."""
    token = await house.begin()
    await house.tell(token)
    await images(house).put(HERE, token, house.somebody(), Photograph(), house.discord.now)
    return token


async def at_rest(database: Database) -> list[tuple[bytes, bytes]]:
    async def reading(connection: AsyncConnection) -> list[tuple[bytes, bytes]]:
        return [(row.image_id, row.sealed) for row in await connection.execute(select(image_table))]

    return await database.read(reading)


def opened_by(keys: Sequence[Key], owner: bytes, sealed: bytes) -> list[bytes]:
    """What these keys, and all that is derived from them in the bot, make of a picture."""
    shown: list[bytes] = []
    for key in keys:
        for tried in (key, *(derive(key, purpose) for purpose in ("image", "draft", "case", "receipt"))):
            try:
                shown.append(unpad(unseal(tried, sealed, b"concern_image:" + owner)))
            except CannotOpen:
                continue
    return shown


async def every_key(house: ConcernHouse) -> list[Key]:
    """All keys of the files, unwrapped: of the server, of cases, the operator's own."""
    stored = await house.keys.get_many(list(await wrapped_keys(house.keys)))
    return [*stored.values(), (await house.servers.get(HERE)).key]


async def test_all_files_with_all_keys_open_no_picture_of_a_draft(tmp_path: Path) -> None:
    async with housed(tmp_path) as house:
        await house.sent()
        token = await drafted(house)
        ((owner, sealed),) = await at_rest(house.database)
        assert opened_by(await every_key(house), owner, sealed) == []
        assert found([SEEN[:40], bytes(token.key)], contents(tmp_path)) == []
        # The same attack with what only the writer's own message carries.
        assert opened_by([token.key], owner, sealed) == [SEEN]


async def test_a_case_is_read_with_its_key_and_never_again_once_it_is_erased(tmp_path: Path) -> None:
    async with housed(tmp_path) as house:
        token = await drafted(house)
        ((_, as_draft),) = await at_rest(house.database)
        code = written((await house.send(token)).receipt)
        ((owner, sealed),) = await at_rest(house.database)
        assert owner == case_id_of(token.key)
        assert found(pieces(as_draft), contents(tmp_path)) == []
        assert opened_by(await every_key(house), owner, sealed) == [SEEN]
        assert found(pieces(sealed), contents(tmp_path)) != []
        shutil.copy(tmp_path / "data" / "data.db", tmp_path / "old.db")
        old = contents(tmp_path / "old.db")
        (tmp_path / "old.db").unlink()

        await house.way_back.withdraw(HERE, code, house.discord.now)
        assert found([owner, *pieces(sealed)], contents(tmp_path)) == []
        assert found(pieces(sealed), old) == ["old.db"]
        assert opened_by(await every_key(house), owner, sealed) == []


async def test_a_case_whose_key_stays_is_found_by_the_same_attack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def kept(self: KeyStore, key_id: KeyId) -> None:
        return

    monkeypatch.setattr(KeyStore, "destroy", kept)
    async with housed(tmp_path) as house:
        token = await drafted(house)
        code = written((await house.send(token)).receipt)
        ((owner, sealed),) = await at_rest(house.database)
        await house.way_back.withdraw(HERE, code, house.discord.now)
        assert await at_rest(house.database) == []
        assert opened_by(await every_key(house), owner, sealed) == [SEEN]


@pytest.mark.parametrize("way", ["discarded", "expired", "removed"])
async def test_a_picture_that_went_leaves_no_byte(tmp_path: Path, way: str) -> None:
    async with housed(tmp_path) as house:
        token = await drafted(house)
        ((_, sealed),) = await at_rest(house.database)
        assert found(pieces(sealed), contents(tmp_path)) != []
        if way == "discarded":
            await house.concerns.discard(token)
        elif way == "expired":
            await house.wait(hours=1.5)
        else:
            await images(house).remove(HERE, token, house.discord.now)
        assert found(pieces(sealed), contents(tmp_path)) == []


async def places_told(folder: Path, times: int, rows: int) -> float:
    """The mean of Kendall's tau between the order in which pictures came and their places in the file."""
    taus: list[float] = []
    for number in range(times):
        (here := folder / str(number)).mkdir()
        async with housed(here) as house:
            tokens: list[DraftToken] = []
            for _ in range(rows):
                tokens.append(await drafted(house))
                await house.send(tokens[-1], how=How.SLOT)
            came = [case_id_of(token.key) for token in tokens]
            sealed = dict(await at_rest(house.database))
        data = (here / "data" / "data.db").read_bytes()
        # Almost all of a picture lies in pages of its own, taken when it came.
        taus.append(kendall([data.rindex(sealed[one][30_000:30_024]) for one in came]))
    return sum(taus) / times


async def test_the_place_of_a_picture_tells_nothing_of_its_arrival(tmp_path: Path) -> None:
    rows, times = 12, 3
    spread = 5 * (2 * (2 * rows + 5) / (9 * rows * (rows - 1)) / times) ** 0.5
    assert abs(await places_told(tmp_path, times, rows)) < spread


async def test_pictures_left_where_they_fall_tell_it_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def left_alone(connection: AsyncConnection, table: Table, chance: Chance, *given: object) -> None:
        return

    monkeypatch.setattr(case_writes, "shuffle", left_alone)
    assert abs(await places_told(tmp_path, 1, 12)) > 0.9
