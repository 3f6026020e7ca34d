"""Facilitators look at every version that was ever published, and can find each of them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.agreement_history import A_PAGE, State
from bot.services.problems import Refused
from tests.services.agreement_house import FAY, MIA, SERVER, Discord, House


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Version 1 agreed to by Mia, version 2 taken back, version 3 in force."""
    house = await House.open(tmp_path, Discord())
    await house.publish()
    await house.accept(MIA, 1)
    await house.reworded("Second words.")
    await house.publish()
    await house.taking_back.take_back(SERVER, FAY, 2, house.now)
    await house.reworded("Third words.")
    await house.publish()
    yield house
    await house.close()


async def test_it_lists_each_with_what_it_is_today_and_how_many_agreed_to_it_last(house: House) -> None:
    listed = await house.history.listed(SERVER, FAY, house.now)
    assert [(entry.version.number, entry.state, entry.count) for entry in listed.entries] == [
        (3, State.IN_FORCE, 0),
        (2, State.TAKEN_BACK, 0),
        (1, State.FORMER, 1),
    ]
    assert (listed.older, listed.is_first) == (None, True)


async def test_each_is_shown_whole_with_what_changed_since_the_one_that_counted_before(house: House) -> None:
    first, second, third = [await house.history.look(SERVER, FAY, number, house.now) for number in (1, 2, 3)]
    assert first.changes is None
    assert second.entry.version.text.clauses[0].body == "Second words."
    for looked in (second, third):
        assert looked.changes is not None
        (change,) = looked.changes
        assert (change.number, change.before) == (1, first.entry.version.text.clauses[0])
    assert [one.can_be_taken_back for one in (first, second, third)] == [False, False, True]
    assert (await house.history.listed(SERVER, FAY, house.now)).can_be_taken_back == 3
    await house.later(hours=1)
    assert not (await house.history.look(SERVER, FAY, 3, house.now)).can_be_taken_back
    assert (await house.history.listed(SERVER, FAY, house.now)).can_be_taken_back is None


async def test_a_long_list_is_leafed_through_from_the_newest_to_the_first(house: House) -> None:
    for number in range(A_PAGE):
        await house.reworded(f"Words {number}.")
        await house.publish()
    newest = await house.history.listed(SERVER, FAY, house.now)
    older = await house.history.listed(SERVER, FAY, house.now, newest.older)
    numbers = [entry.version.number for page in (newest, older) for entry in page.entries]
    assert numbers == list(range(A_PAGE + 3, 0, -1))
    assert (older.older, older.is_first) == (None, False)


async def test_it_is_for_facilitators_and_what_is_not_there_is_said(house: House, tmp_path: Path) -> None:
    for attempt in (house.history.listed(SERVER, MIA, house.now), house.history.look(SERVER, MIA, 1, house.now)):
        with pytest.raises(Refused, match="only-facilitators"):
            await attempt
    for attempt in (house.history.listed(SERVER, FAY, house.now, 1), house.history.look(SERVER, FAY, 9, house.now)):
        with pytest.raises(Refused, match="button-outdated"):
            await attempt
    (tmp_path / "new").mkdir()
    new = await House.open(tmp_path / "new", Discord())
    with pytest.raises(Refused, match="agreement-history-none"):
        await new.history.listed(SERVER, FAY, house.now)
    await new.close()
