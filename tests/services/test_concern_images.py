"""A picture goes with a draft and its case: who sees it, when it goes, what cannot be taken, what it weighs at rest."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.draft import DraftToken, new_token
from bot.core.identity import CaseId, KeyId
from bot.core.picture import MOST_BYTES, MOST_KEPT, SIZES, Kind, Unfit
from bot.core.receipt import case_id_of, written
from bot.services.images import Images
from bot.services.marks import OPENED, PICTURED, RATES
from bot.services.people import Person
from bot.services.problems import CannotReach, Refused, Why
from bot.store.concern_tables import image_table
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import HERE, MARA, MIA, NOOR, OTTO, THERE, ConcernHouse, How
from tests.services.deeds import acknowledging

SEEN = Kind.JPEG.value + b"what is seen"


@dataclass
class Photograph:
    """A file as somebody sends it; `read_as` is what Discord gives in its place."""

    data: bytes = b"what was sent"
    media_type: str = "image/png"
    claimed: int | None = None
    trouble: CannotReach | None = None

    @property
    def size(self) -> int:
        return len(self.data) if self.claimed is None else self.claimed

    async def read(self) -> bytes:
        if self.trouble is not None:
            raise self.trouble
        return self.data


class Washer:
    """Makes pictures clean as told, and may be interrupted."""

    def __init__(self) -> None:
        self.result: bytes | Unfit = SEEN
        self.came: list[bytes] = []

    async def clean(self, data: bytes) -> bytes | Unfit:
        self.came.append(data)
        return self.result


class ImageHouse(ConcernHouse):
    """The house of concerns with pictures."""

    def __init__(self, database: Database, keys: KeyStore) -> None:
        self.washer = Washer()
        super().__init__(database, keys)

    def open(self) -> None:
        super().open()
        self.images = Images(self.servers, self.drafts, self.marks, self.washer)

    async def draft(self) -> DraftToken:
        token = await self.begin()
        await self.tell(token)
        return token

    async def put(self, token: DraftToken, photograph: Photograph | None = None, writer: Person = MIA) -> None:
        await self.images.put(HERE, token, writer, photograph or Photograph(), self.discord.now)

    async def sent_with_picture(self, *, how: How = How.URGENT) -> tuple[CaseId, str]:
        token = await self.draft()
        await self.put(token)
        return case_id_of(token.key), written((await self.send(token, how=how)).receipt)

    async def at_rest(self) -> list[tuple[bytes, bytes]]:
        """Ids and sealed bytes of all pictures."""

        async def reading(connection: AsyncConnection) -> list[tuple[bytes, bytes]]:
            return [(row.image_id, row.sealed) for row in await connection.execute(select(image_table))]

        return await self.database.read(reading)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ImageHouse:
    house = ImageHouse(database, keys)
    await house.set_up(MARA, OTTO)
    await house.start()
    return house


async def test_what_is_kept_is_what_was_made_clean_and_goes_with_the_case_to_its_readers(house: ImageHouse) -> None:
    token = await house.draft()
    await house.put(token)
    assert house.washer.came == [b"what was sent"]
    assert (await house.drafts.living(HERE, token, house.discord.now)).has_image
    assert await house.images.of_draft(token) == SEEN
    await house.send(token, how=How.URGENT)
    case_id = case_id_of(token.key)
    one = await house.moderating.open(case_id, MARA, HERE, house.discord.now)
    assert one.case.has_image
    assert await house.moderating.image(case_id, MARA, HERE) == SEEN
    assert await house.images.of_draft(token) is None
    assert [owner for owner, _ in await house.at_rest()] == [case_id]


async def test_each_look_at_a_picture_is_a_reading_and_nobody_else_is_told_that_there_is_one(house: ImageHouse) -> None:
    case_id, _ = await house.sent_with_picture()
    readings = len(await house.audit.lines(await house.servers.get(HERE)))
    await house.moderating.image(case_id, MARA, HERE)
    assert len(await house.audit.lines(await house.servers.get(HERE))) == readings + 1
    for outsider, somewhere in ((MIA, HERE), (MARA, THERE), (MIA, None)):
        with pytest.raises(Refused, match="case-unknown"):
            await house.moderating.image(case_id, outsider, somewhere)


async def test_a_case_without_a_picture_has_none(house: ImageHouse) -> None:
    token = await house.draft()
    await house.send(token, how=How.URGENT)
    assert await house.moderating.image(case_id_of(token.key), MARA, HERE) is None
    assert not (await house.moderating.open(case_id_of(token.key), MARA, HERE, house.discord.now)).case.has_image


async def test_another_picture_takes_the_place_of_the_first_and_none_stays_when_it_is_removed(
    house: ImageHouse,
) -> None:
    token = await house.draft()
    await house.put(token)
    house.washer.result = Kind.PNG.value
    await house.put(token)
    assert await house.images.of_draft(token) == Kind.PNG.value
    assert len(await house.at_rest()) == 1
    await house.images.remove(HERE, token, house.discord.now)
    assert not (await house.drafts.living(HERE, token, house.discord.now)).has_image
    assert await house.at_rest() == []
    await house.images.remove(HERE, token, house.discord.now)


@pytest.mark.parametrize(
    ("photograph", "result", "key"),
    [
        (Photograph(claimed=MOST_BYTES + 1), SEEN, "concern-image-too-large"),
        (Photograph(bytes(MOST_BYTES + 1), claimed=3), SEEN, "concern-image-too-large"),
        (Photograph(media_type="application/pdf"), SEEN, "concern-image-no-picture"),
        (Photograph(media_type="image/svg+xml"), SEEN, "concern-image-no-picture"),
        (Photograph(), Unfit.TOO_MANY_PIXELS, "concern-image-too-many-pixels"),
        (Photograph(), Unfit.UNREADABLE, "concern-image-unreadable"),
    ],
    ids=str.split("large larger-than-it-said pdf svg pixels broken"),
)
async def test_what_cannot_be_taken_leaves_the_draft_as_it_was(
    house: ImageHouse, photograph: Photograph, result: bytes | Unfit, key: str
) -> None:
    token = await house.draft()
    await house.put(token)
    before = await house.drafts.living(HERE, token, house.discord.now)
    house.washer.result = result
    with pytest.raises(Refused, match=key):
        await house.put(token, photograph)
    assert await house.drafts.living(HERE, token, house.discord.now) == before
    assert await house.images.of_draft(token) == SEEN


async def test_a_kind_that_discord_does_not_know_is_looked_at(house: ImageHouse) -> None:
    token = await house.draft()
    await house.put(token, Photograph(media_type=""))
    assert await house.images.of_draft(token) == SEEN


async def test_a_file_that_discord_does_not_give_leaves_the_draft_as_it_was(house: ImageHouse) -> None:
    token = await house.draft()
    with pytest.raises(CannotReach):
        await house.put(token, Photograph(trouble=CannotReach(Why.DISCORD_DOWN)))
    assert house.washer.came == []
    assert await house.at_rest() == []


async def test_no_picture_is_fetched_for_a_draft_that_is_gone_or_of_another_server(house: ImageHouse) -> None:
    token = await house.draft()
    for where, one in ((HERE, new_token(secrets.token_bytes)), (THERE, token)):
        with pytest.raises(Refused, match="concern-draft-gone"):
            await house.images.put(where, one, MIA, Photograph(), house.discord.now)
        with pytest.raises(Refused, match="concern-draft-gone"):
            await house.images.remove(where, one, house.discord.now)
    assert house.washer.came == []


async def test_a_draft_that_is_sent_while_its_picture_is_made_goes_without_it(
    house: ImageHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await house.draft()

    async def meanwhile(data: bytes) -> bytes | Unfit:
        await house.send(token, how=How.URGENT)
        return SEEN

    monkeypatch.setattr(house.washer, "clean", meanwhile)
    with pytest.raises(Refused, match="concern-draft-gone"):
        await house.put(token)
    assert await house.at_rest() == []
    assert not (await house.moderating.open(case_id_of(token.key), MARA, HERE, house.discord.now)).case.has_image


async def test_what_is_told_while_the_picture_is_made_is_not_lost(
    house: ImageHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await house.begin()

    async def meanwhile(data: bytes) -> bytes | Unfit:
        await house.tell(token)
        return SEEN

    monkeypatch.setattr(house.washer, "clean", meanwhile)
    await house.put(token)
    draft = await house.drafts.living(HERE, token, house.discord.now)
    assert (draft.account is not None, draft.has_image) == (True, True)


async def test_nobody_keeps_the_pictures_of_others_waiting(house: ImageHouse) -> None:
    token = await house.draft()
    for _ in range(RATES[PICTURED].most):
        await house.put(token)
    with pytest.raises(Refused, match="concern-image-too-often"):
        await house.put(token)
    await house.put(await house.draft(), writer=NOOR)
    house.discord.now += RATES[PICTURED].within
    await house.put(await house.draft())


REFUSED = [
    (Photograph(claimed=MOST_BYTES + 1), SEEN),
    (Photograph(media_type="application/pdf"), SEEN),
    (Photograph(trouble=CannotReach(Why.DISCORD_DOWN)), SEEN),
]


async def test_what_was_not_taken_costs_nobody_a_picture(house: ImageHouse) -> None:
    token = await house.draft()
    house.washer.result = Unfit.UNREADABLE
    for _ in range(RATES[OPENED].most - RATES[PICTURED].most):
        with pytest.raises(Refused, match="concern-image-unreadable"):
            await house.put(token)
    house.washer.result = SEEN
    for _ in range(RATES[PICTURED].most):
        await house.put(token)
    with pytest.raises(Refused, match="concern-image-too-often"):
        await house.put(token)


@pytest.mark.parametrize(("photograph", "result"), REFUSED, ids=["large", "pdf", "unreached"])
async def test_what_is_not_even_opened_locks_nobody_out(
    house: ImageHouse, photograph: Photograph, result: bytes | Unfit
) -> None:
    token = await house.draft()
    house.washer.result = result
    for _ in range(RATES[OPENED].most * 2):
        with pytest.raises((Refused, CannotReach), match=r"concern-image-too-large|no-picture|discord-down"):
            await house.put(token, photograph)
    await house.put(token)


async def test_nobody_has_broken_pictures_opened_without_end(house: ImageHouse) -> None:
    token = await house.draft()
    house.washer.result = Unfit.UNREADABLE
    for _ in range(RATES[OPENED].most * 2):
        with pytest.raises(Refused):
            await house.put(token)
    assert len(house.washer.came) == RATES[OPENED].most


async def discarded(house: ImageHouse) -> None:
    token = await house.draft()
    await house.put(token)
    await house.concerns.discard(token)


async def expired(house: ImageHouse) -> None:
    await house.put(await house.draft())
    await house.wait(hours=1.5)


async def expired_while_away(house: ImageHouse) -> None:
    await house.put(await house.draft())
    house.discord.now = house.discord.now.replace(hour=20)
    await house.restart()


async def withdrawn_before_delivery(house: ImageHouse) -> None:
    _, code = await house.sent_with_picture(how=How.SLOT)
    await house.way_back.withdraw(HERE, code, house.discord.now)


async def withdrawn_after_acknowledgement(house: ImageHouse) -> None:
    case_id, code = await house.sent_with_picture()
    await house.moderating.do(case_id, MARA, HERE, acknowledging, house.discord.now)
    await house.way_back.withdraw(HERE, code, house.discord.now)
    await house.wait(hours=24)


async def left_by_a_crash(house: ImageHouse) -> None:
    case_id, _ = await house.sent_with_picture()
    await house.keys.destroy(KeyId(case_id))
    await house.restart()


@pytest.mark.parametrize(
    "way",
    [
        discarded,
        expired,
        expired_while_away,
        withdrawn_before_delivery,
        withdrawn_after_acknowledgement,
        left_by_a_crash,
    ],
)
async def test_a_picture_goes_with_what_it_belongs_to(
    house: ImageHouse, way: Callable[[ImageHouse], Awaitable[None]]
) -> None:
    stays, _ = await house.sent_with_picture()
    await way(house)
    assert [owner for owner, _ in await house.at_rest()] == [stays]
    assert await house.moderating.image(stays, MARA, HERE) == SEEN


async def test_what_lies_there_shows_one_of_four_sizes(house: ImageHouse) -> None:
    sizes: set[int] = set()
    for length in (4, 60_000, 65_600, 200_000, 300_000, 800_000, 1_000_000, MOST_KEPT):
        house.washer.result = Kind.PNG.value.ljust(length, b"x")
        token = await house.draft()
        await house.put(token)
        assert await house.images.of_draft(token) == house.washer.result
        sizes |= {len(sealed) for owner, sealed in await house.at_rest() if owner == token.draft_id}
    sealing = 12 + 16
    assert sizes == {size + sealing for size in SIZES}
