"""Presses and forms of the way back: what is said after an act, and kindly what did not come from our own pages."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, date, datetime
from unittest.mock import create_autospec

import discord
import pytest

from bot.core.identity import MemberId, ServerId
from bot.core.receipt import Receipt, compact, read
from bot.services.people import Person
from bot.services.way_back import WayBackService
from bot.services.way_view import Offer, Standing, WayBack
from bot.ui.door import Door
from bot.ui.page import Answer, Reply, Text
from bot.ui.visit import Visit
from bot.ui.words import words_for
from cogs.concern.way_back import WayBackPresses
from tests.services.refusals import refusal

CODE = compact(Receipt(bytes(range(10))))


def visit(key: str, fields: Mapping[str, str] | None = None) -> Visit:
    return Visit(
        person=Person(MemberId(4), frozenset(), None, is_administrator=False, display_name="Mia"),
        somewhere=ServerId(900),
        channel_id=None,
        action="way:forged",
        key=key,
        form="",
        values=(),
        fields=fields or {},
        members={},
        uploads={},
        words=words_for("en"),
        now=datetime(2026, 11, 22, tzinfo=UTC),
        interaction=create_autospec(discord.Interaction, instance=True),
    )


@pytest.fixture
def presses() -> WayBackPresses:
    """Over a service that nothing may reach."""
    service = create_autospec(WayBackService, instance=True)
    for act in ("write", "feed_back", "share_name", "message_me", "ask_second_look", "withdraw"):
        getattr(service, act).side_effect = AssertionError
    return WayBackPresses(service, create_autospec(Door, instance=True))


OPENING: list[Callable[[WayBackPresses], Callable[[Visit], Awaitable[Answer]]]] = [
    lambda presses: presses.ask_words,
    lambda presses: presses.ask_to_share_name,
    lambda presses: presses.ask_to_message,
    lambda presses: presses.ask_whether_it_helped,
    lambda presses: presses.ask_words_for_second_look,
]


@pytest.mark.parametrize("key", ["", "1", CODE[:-1], CODE[::-1], f"{CODE}x", f"X:{CODE}", "\N{SNOWMAN}"])
@pytest.mark.parametrize("opening", OPENING)
async def test_a_key_that_is_no_code_is_an_old_button(
    presses: WayBackPresses, opening: Callable[[WayBackPresses], Callable[[Visit], Awaitable[Answer]]], key: str
) -> None:
    assert await refusal(opening(presses)(visit(key))) == "button-outdated"


@pytest.mark.parametrize("answer", ["", "helped,harder", "HELPED", "1", "\N{SNOWMAN}"])
async def test_an_answer_that_was_never_offered_is_not_kept(presses: WayBackPresses, answer: str) -> None:
    assert await refusal(presses.feed_back(visit(CODE, {"answer": answer, "words": "x"}))) == "button-outdated"
    assert await refusal(presses.feed_back(visit(CODE))) == "button-outdated"


async def test_a_person_whom_discord_does_not_describe_is_not_taken_for_nobody(presses: WayBackPresses) -> None:
    assert await refusal(presses.reply(visit(CODE, {"words": "it is them too", "about": "123"}))) == "button-outdated"


async def test_sending_what_was_held_says_so_and_offers_to_withdraw() -> None:
    service = create_autospec(WayBackService, instance=True)
    offers = frozenset({Offer.REPLY, Offer.WITHDRAW})
    service.send_now.return_value = WayBack(
        receipt=read(CODE),
        standing=Standing.ON_ITS_WAY,
        readers=("Mara",),
        lines=(),
        day=date(2026, 11, 22),
        next=None,
        is_overdue=False,
        outside_contact="contact",
        offers=offers,
    )
    answer = await WayBackPresses(service, create_autospec(Door, instance=True)).send_now(visit(CODE))
    assert isinstance(answer, Reply)
    assert answer.edit
    said = "\n".join(part.markdown for part in answer.page.parts if isinstance(part, Text))
    assert "It is sent" in said
    assert "On its way" in said
