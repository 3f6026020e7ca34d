"""A moderators' channel that is deleted or closed is told once, and cards follow when another one is chosen."""

import pytest

from bot.services.channel_watch import CHANNEL_FAILS
from tests.services.clock_house import ClockHouse
from tests.services.fake_discord import CHANNEL, LENA, MARA, OTTO


@pytest.mark.parametrize("with_a_concern", [False, True])
async def test_a_channel_that_fails_is_told_to_the_lead_once_and_again_when_it_fails_again(
    *, with_a_concern: bool
) -> None:
    house = ClockHouse()
    if with_a_concern:
        house.put(card_due=True)
    house.discord.closed = {CHANNEL}
    await house.slots(1)
    assert house.discord.places() == ([MARA.member_id, OTTO.member_id] if with_a_concern else [])
    await house.slots(3)
    assert house.discord.channel_fails == [LENA.member_id]
    house.discord.closed = set()
    await house.slots(1)
    assert house.discord.channel_fails == [LENA.member_id]
    assert CHANNEL_FAILS not in house.server.record.notes
    house.discord.closed = {CHANNEL}
    await house.slots(3)
    assert house.discord.channel_fails == [LENA.member_id] * 2


async def test_without_a_lead_everyone_enrolled_is_told_and_who_cannot_be_told_now_later() -> None:
    house = ClockHouse(lead=None)
    house.discord.closed = {CHANNEL}
    await house.slot()
    assert house.discord.channel_fails == [MARA.member_id, OTTO.member_id]

    house = ClockHouse()
    house.discord.closed = {CHANNEL, LENA.member_id, MARA.member_id, OTTO.member_id}
    await house.slots(1)
    house.discord.closed = {CHANNEL}
    await house.slots(1)
    assert house.discord.channel_fails == [LENA.member_id]


async def test_another_channel_that_fails_too_is_told_again() -> None:
    house = ClockHouse()
    house.discord.closed = {CHANNEL}
    await house.slot()
    house.settle(moderator_channel=77)
    await house.slot()
    assert house.discord.channel_fails == [LENA.member_id] * 2


async def test_cards_follow_when_another_channel_is_chosen() -> None:
    house = ClockHouse()
    case_id, without = house.put(card_due=True), house.put(label="WITHNO")
    await house.slot()
    assert house.discord.places() == [CHANNEL]
    house.settle(moderator_channel=77)
    house.discord.cards = [card for card in house.discord.cards if card[1] == case_id]
    posted = house.discord.cards[0][2]
    await house.slot()
    assert house.discord.places() == [CHANNEL]
    assert house.discord.cards[0][2] > posted  # taken away and posted anew
    assert house.case(case_id).card_in_channel
    assert not house.case(without).card_in_channel


async def test_a_card_that_is_gone_already_does_not_come_back_in_the_new_channel() -> None:
    house = ClockHouse()
    house.put(card_due=True)
    await house.slot()
    house.discord.cards = []
    house.settle(moderator_channel=77)
    await house.slot()
    assert house.discord.places() == []


async def test_cards_follow_only_once_discord_answers() -> None:
    house = ClockHouse()
    house.put(card_due=True)
    await house.slot()
    posted = house.discord.cards[0][2]
    house.settle(moderator_channel=77)
    house.discord.is_down = True
    await house.slot()
    assert house.discord.cards[0][2] == posted
    house.discord.is_down = False
    await house.slot()
    assert house.discord.cards[0][2] > posted
