"""The pages and forms of the way back: within Discord's limits with the longest texts, and a word for everything."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from bot.core.case import Help, Outcome
from bot.core.clocks import NextDate
from bot.core.conversation import Event, Line, Voice
from bot.core.receipt import Receipt, compact
from bot.services.concerns import Choosable
from bot.services.way_back import SecondLook
from bot.services.way_view import Offer, Standing, WayBack, Withdrawal
from bot.services.way_words import MOST_WORDS
from bot.ui.draw import draw_form, draw_page
from bot.ui.page import Button, Buttons, Form, Page, Text
from bot.ui.words import words_for
from cogs.concern.way_asking import look_page, messages_page, name_page, withdraw_page
from cogs.concern.way_forms import code_form, help_form, look_form, reply_form
from cogs.concern.way_pages import way_pages
from tests.limits import form_faults, message_faults

WORDS = words_for("en")
DAY = date(2026, 11, 22)
RECEIPT = Receipt(bytes(range(10)))
NAME = "\N{FACE WITH TEARS OF JOY}" * 32
CONTACT = "c" * 300
STORIES = [
    "a",
    "word " * 300,
    "\n" * 1499 + "x",
    "x" * MOST_WORDS,
    "\N{FACE WITH TEARS OF JOY}" * 750,
    "> # **`\n" * 180,
]
PEOPLE = tuple(Choosable(f"{number:032x}", NAME) for number in range(24))
SOUND = WayBack(
    RECEIPT, Standing.WAITING, ("Mara",), (), DAY, NextDate("answer", DAY), is_overdue=False, outside_contact=CONTACT
)
NAMES = {Event.NAME_SHARED: NAME, Event.NAMED: NAME, Event.CHOSEN: "\n".join((NAME,) * 24)}
DETAILS = {Event.CLOSED: Outcome.RECORDED.value, Event.FEEDBACK: Help.HARDER.value}


def faults(found: Iterable[Page]) -> list[str]:
    bodies = [{"components": draw_page(page).to_components(), "flags": 1 << 15} for page in found]
    return [fault for body in bodies for fault in message_faults(body, sent=False)]


def faults_of(form: Form) -> list[str]:
    return list(form_faults(draw_form(form).to_dict()))


def text(page: Page) -> str:
    return "\n".join(part.markdown for part in page.parts if isinstance(part, Text))


def presses(page: Page) -> list[str]:
    rows = (part.buttons for part in page.parts if isinstance(part, Buttons))
    return [button.custom_id for row in rows for button in row if isinstance(button, Button)]


def every_line(words: str) -> tuple[Line, ...]:
    """One line of each kind, from each side, arrived and on its way."""
    return tuple(
        Line(voice, NAMES.get(event, words), DAY, delivered=delivered, event=event, detail=DETAILS.get(event, ""))
        for event in Event
        for voice in Voice
        for delivered in (True, False)
    )


def test_where_nobody_can_take_a_second_look_the_outside_contact_is_given_once() -> None:
    closed = replace(SOUND, standing=Standing.CLOSED, outcome=Outcome.RECORDED, next=None, has_no_looker=True)
    (page,) = way_pages(WORDS, closed)
    assert text(page).count(CONTACT) == 1
    assert "second look" in text(page)
    (unread,) = way_pages(WORDS, replace(closed, is_unread=True))
    assert text(unread).count(CONTACT) == 1


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("standing", Standing)
async def test_the_way_back_fits_and_keeps_the_newest(story: str, standing: Standing) -> None:
    newest = Line(Voice.STAFF, "the newest", DAY)
    full = replace(
        SOUND,
        standing=standing,
        readers=(NAME,) * 24,
        later=(NAME,),
        chosen=(NAME,),
        lines=(*every_line(story), newest),
        is_overdue=True,
        offers=frozenset(Offer),
        outcome=Outcome.UNFOUNDED,
        kept_until=DAY,
        looker=NAME,
    )
    unread = replace(full, is_unread=True, candidates=PEOPLE, lines=(newest,))
    for way in (full, unread):
        shown = way_pages(WORDS, way, "note")
        assert faults(shown) == []
        assert "the newest" in text(shown[-1])


@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize("voice", Voice)
async def test_everything_that_happens_has_words(event: Event, voice: Voice) -> None:
    for outcome in Outcome:
        for answer in Help:
            detail = outcome.value if event is Event.CLOSED else answer.value
            line = Line(voice, "what was said", DAY, event=event, detail=detail)
            (shown,) = way_pages(WORDS, replace(SOUND, lines=(line,)))
            assert "what was said" in text(shown)


async def test_what_has_not_arrived_is_said_to_be_on_its_way() -> None:
    said = Line(Voice.REPORTER, "more", DAY)
    for line in (said, replace(said, delivered=False)):
        (shown,) = way_pages(WORDS, replace(SOUND, lines=(line,)))
        assert ("on its way" in text(shown)) is not line.delivered


@pytest.mark.parametrize("standing", Standing)
async def test_how_it_stands_is_a_sentence_of_its_own(standing: Standing) -> None:
    others = [text(way_pages(WORDS, replace(SOUND, standing=one))[0]) for one in Standing if one is not standing]
    assert text(way_pages(WORDS, replace(SOUND, standing=standing))[0]) not in others


async def test_each_outcome_is_told() -> None:
    told = {text(way_pages(WORDS, replace(SOUND, standing=Standing.CLOSED, outcome=one))[0]) for one in Outcome}
    assert len(told) == len(Outcome)


async def test_the_last_outcome_is_told_once_and_an_earlier_one_where_it_was() -> None:
    first = Line(Voice.STAFF, "so it seemed", DAY, event=Event.CLOSED, detail=Outcome.UNCLEAR.value)
    last = replace(first, words="and then", detail=Outcome.ACTED.value)
    closed = replace(SOUND, standing=Standing.CLOSED, outcome=Outcome.ACTED, lines=(first, last))
    told = text(*way_pages(WORDS, closed))
    for outcome in (Outcome.UNCLEAR, Outcome.ACTED):
        assert told.count(WORDS(f"outcome-{outcome.value}")) == 1
    assert told.index("so it seemed") < told.index("with the outcome above") < told.index("and then")
    going = text(*way_pages(WORDS, replace(closed, standing=Standing.WITHDRAWING)))
    assert WORDS(f"outcome-{Outcome.ACTED.value}") in going


async def test_a_way_back_without_readers_and_without_a_next_date_is_plain() -> None:
    (shown,) = way_pages(WORDS, replace(SOUND, readers=(), later=("Lena",), next=None))
    assert "Who reads it" not in text(shown)
    assert "Lena" in text(shown)
    assert "Nobody has written yet" in text(shown)


async def test_where_nobody_can_read_it_the_outside_contact_is_given() -> None:
    for candidates in ((), PEOPLE[:1]):
        (shown,) = way_pages(WORDS, replace(SOUND, is_unread=True, candidates=candidates, next=None))
        assert CONTACT in text(shown)


async def test_every_press_carries_the_code_and_only_what_is_offered_is_there() -> None:
    for offer in Offer:
        (press,) = presses(way_pages(WORDS, replace(SOUND, offers=frozenset({offer})))[0])
        assert press.endswith(compact(RECEIPT))
    assert presses(way_pages(WORDS, SOUND)[0]) == []


@pytest.mark.parametrize("withdrawal", Withdrawal)
async def test_what_is_asked_before_an_act_fits_and_can_be_left(withdrawal: Withdrawal) -> None:
    look = SecondLook(RECEIPT, NAME, "f" * 12)
    shown = [
        withdraw_page(WORDS, replace(SOUND, withdrawal=withdrawal)),
        name_page(WORDS, RECEIPT, NAME),
        messages_page(WORDS, RECEIPT),
        look_page(WORDS, look),
    ]
    assert faults(shown) == []
    assert all(presses(page)[-1] == f"way:back:{compact(RECEIPT)}" for page in shown)


async def test_a_withdrawal_that_has_begun_cannot_be_asked_for_again() -> None:
    page = withdraw_page(WORDS, replace(SOUND, standing=Standing.WITHDRAWING))
    assert presses(page) == [f"way:back:{compact(RECEIPT)}"]


def test_the_forms_fit() -> None:
    for form in (
        code_form(WORDS, "f" * 8),
        reply_form(WORDS, RECEIPT, "f" * 8),
        help_form(WORDS, RECEIPT, "f" * 8),
        look_form(WORDS, RECEIPT, "f" * 12, "f" * 8),
    ):
        assert faults_of(form) == []


@pytest.mark.parametrize("kind", ["length", "symbol", "swap", "several"])
@pytest.mark.parametrize("group", ["none", "2", "2 / 3"])
def test_a_slip_is_told_with_its_place(kind: str, group: str) -> None:
    told = WORDS("concern-code-slip", kind=kind, typed=17, group=group)
    assert ("group 2" in told) is (group != "none")
    assert ("you typed 17" in told) is (kind == "length")
