"""Posts of check-ins through crashes and a Discord out of order: never twice, never lost, the staff told once."""

import pytest

from bot.core.identity import ChannelId
from bot.services.problems import CannotReach, Refused, Why
from bot.store.database import Database
from bot.store.keystore import KeyStore
from cogs.checkin.ids import open_id, read_ballot, read_round, result_id
from tests.services.checkin_house import GROUP, MIA, SERVER, STAFF_ROOM, Died, Discord, House

LOUNGE = ChannelId(31)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    return await House(database, keys, Discord()).set_up()


def results(house: House, channel: ChannelId = GROUP) -> list[str]:
    return [
        text for text in house.discord.texts(channel) if "what the group answered" in text or "too few answers" in text
    ]


async def run_through_crashes(house: House, **time: float) -> House:
    """Let time pass; whenever the process dies, another takes over, claims of the dead one run out."""
    try:
        await house.later(**time)
    except Died:
        house = house.restarted()
        await house.later(minutes=16)
    return house


async def test_a_death_after_posting_and_before_saving_posts_once(house: House) -> None:
    house.discord.dies_after = "post"
    with pytest.raises(Died):
        await house.start()
    house = house.restarted()
    await house.later(minutes=3)
    assert len(house.discord.texts(GROUP)) == 1
    found = await house.checkins.open_to(SERVER, MIA, house.now)
    assert found[0].facts.post is not None
    await house.later(hours=48)
    assert "closed" in house.discord.texts(GROUP)[0]


async def test_a_death_before_posting_posts_within_minutes(house: House) -> None:
    house.discord.trouble[GROUP] = Why.DISCORD_DOWN
    with pytest.raises(CannotReach):
        await house.start()
    house = house.restarted()
    await house.later(minutes=3)
    assert house.discord.texts(GROUP) == []
    house.discord.trouble.clear()
    await house.later(minutes=2)
    assert len(house.discord.texts(GROUP)) == 1
    assert await house.later(hours=1) == 0


async def test_a_round_that_turns_out_impossible_to_post_is_given_up_and_said_so(house: House) -> None:
    house.discord.trouble[GROUP] = Why.DISCORD_DOWN
    with pytest.raises(CannotReach):
        await house.start()
    house.discord.trouble[GROUP] = Why.FORBIDDEN
    await house.later(minutes=3)
    assert ["was not started" in text for text in house.discord.texts(STAFF_ROOM)] == [True]
    assert await house.checkins.open_to(SERVER, MIA, house.now) == []
    assert await house.later(days=3) == 0


async def test_a_round_never_posted_is_not_posted_after_its_time(house: House) -> None:
    house.discord.trouble[GROUP] = Why.DISCORD_DOWN
    with pytest.raises(CannotReach):
        await house.start(hours=24)
    house.now = house.now.replace(day=house.now.day + 3)
    house.discord.trouble.clear()
    await house.later(hours=0)
    assert house.discord.texts(GROUP) == []
    assert ["left out" in text for text in house.discord.texts(STAFF_ROOM)] == [True]
    assert await house.later(days=20) == 0


async def test_a_channel_that_cannot_be_posted_in_leaves_nothing(house: House) -> None:
    for why in (Why.FORBIDDEN, Why.MISSING):
        house.discord.trouble[GROUP] = why
        with pytest.raises(Refused, match="checkin-cannot-post"):
            await house.start()
    house.discord.trouble.clear()
    assert await house.checkins.open_to(SERVER, MIA, house.now) == []
    assert await house.later(days=20) == 0
    await house.start()


@pytest.mark.parametrize("step", ["post", "edit"])
async def test_a_death_at_any_step_of_closing_gives_one_result_and_one_closed_post(house: House, step: str) -> None:
    known = await house.start()
    await house.many_answer(known, 6)
    house.discord.dies_after = step
    house = await run_through_crashes(house, hours=48)
    assert len(results(house)) == 1
    assert "closed" in house.discord.texts(GROUP)[0]
    assert await house.later(days=2) == 0


async def test_a_death_right_after_the_result_was_kept_loses_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = await house.start()
    await house.many_answer(known, 6, "1", "1")

    async def die(*_: object) -> None:
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr(house.keys, "destroy", die)
        with pytest.raises(Died):
            await house.later(hours=48)
    house = house.restarted()
    await house.later(minutes=16)
    assert "**most** answered *Not safe*" in results(house)[0]
    assert await house.keys.get_many([known.key_id]) == {}


async def test_a_result_waits_while_discord_is_down_and_nobody_is_told(house: House) -> None:
    known = await house.start()
    await house.many_answer(known, 6)
    house.discord.trouble[GROUP] = Why.DISCORD_DOWN
    await house.later(hours=48)
    await house.later(hours=3)
    assert house.discord.texts(STAFF_ROOM) == []
    house.discord.trouble.clear()
    await house.later(hours=2)
    assert len(results(house)) == 1


@pytest.mark.parametrize("why", [Why.FORBIDDEN, Why.MISSING])
async def test_a_closed_channel_is_told_once_and_tried_for_a_week(house: House, why: Why) -> None:
    known = await house.start()
    await house.many_answer(known, 6)
    house.discord.trouble[GROUP] = why
    await house.later(hours=48)
    for _ in range(8 * 4):
        await house.later(hours=6)
    assert ["cannot post it" in text for text in house.discord.texts(STAFF_ROOM)] == [True]
    assert await house.later(days=1) == 0
    closed = await house.rounds.find(known.round_id)
    assert closed is not None
    assert closed.result is not None
    assert not closed.result.too_few


async def test_a_channel_that_opens_again_gets_its_result(house: House) -> None:
    known = await house.start()
    await house.many_answer(known, 6)
    house.discord.trouble |= {GROUP: Why.FORBIDDEN, STAFF_ROOM: Why.FORBIDDEN}
    await house.later(hours=48)
    house.discord.trouble = {GROUP: Why.FORBIDDEN}
    await house.later(hours=1)
    assert len(house.discord.texts(STAFF_ROOM)) == 1
    house.discord.trouble.clear()
    await house.later(hours=2)
    assert len(results(house)) == 1


async def test_a_box_that_does_not_open_ends_as_too_few_and_the_staff_are_told(house: House) -> None:
    known = await house.start()
    await house.many_answer(known, 6)
    await house.keys.destroy(known.key_id)
    await house.later(hours=48)
    assert "too few answers" in results(house)[0]
    assert ["could not be opened" in text for text in house.discord.texts(STAFF_ROOM)] == [True]


async def test_what_was_never_a_round_is_no_trouble(house: House) -> None:
    known = await house.start()
    await house.keeping.withdraw(known)
    for _ in range(2):
        await house.later(days=2)
    assert results(house) == []


async def test_the_result_is_found_again_by_its_own_custom_id(house: House) -> None:
    known = await house.start()
    await house.later(hours=48)
    assert await house.discord.find_own(GROUP, result_id(known.round_id)) is not None
    assert await house.discord.find_own(GROUP, open_id(known.round_id)) is None


@pytest.mark.parametrize(
    "key", ["", "zz", "00", "00" * 16, "00" * 16 + ".", "00" * 16 + ".00", "00" * 17 + "." + "00" * 16]
)
def test_a_custom_id_of_another_shape_is_refused(key: str) -> None:
    with pytest.raises(Refused, match="button-outdated"):
        read_ballot(key)


def test_a_round_is_read_from_its_button() -> None:
    assert read_round("ab" * 16) == b"\xab" * 16


@pytest.mark.parametrize("takes_files", [True, False])
async def test_where_no_files_may_be_attached_the_result_is_posted_in_words_alone(
    house: House, *, takes_files: bool
) -> None:
    known = await house.start()
    await house.many_answer(known, 8, "1", "5")
    house.discord.takes_files = takes_files
    await house.later(hours=48)
    (page,) = [page for _, page in house.discord.posts.values() if "what the group answered" in str(page.parts)]
    assert bool(page.pictures) is takes_files
    assert house.discord.texts(STAFF_ROOM) == []
