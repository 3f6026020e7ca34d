"""What releases a held concern, when the wait ends, and that its reporter cannot see a match coming."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core import case_life as life
from bot.core import holding
from bot.core.case import Case, Release, State
from bot.core.case_delivery import deliver
from tests.core.sample_case import DAY, KOFI, NOOR, NOW, OTTO, sent


def held(**changes: object) -> Case:
    return replace(sent(state=State.HELD, held_on=DAY, picked=(NOOR,)), **changes)  # pyright: ignore[reportArgumentType] - names are checked by dataclasses


def test_holding_needs_a_picked_person_and_no_danger() -> None:
    assert holding.may_be_held((NOOR,), in_danger=False)
    assert not holding.may_be_held((), in_danger=False)
    assert not holding.may_be_held((NOOR,), in_danger=True)


def test_it_waits_for_the_picked_person_alone() -> None:
    assert holding.waits_for(held(), (KOFI, NOOR), DAY)
    assert not holding.waits_for(held(), (OTTO,), DAY)  # named, not picked
    assert not holding.waits_for(held(), (), DAY)
    assert not holding.waits_for(life.withdraw(held(), NOW), (NOOR,), DAY)
    assert not holding.waits_for(sent(picked=(NOOR,)), (NOOR,), DAY)


def test_the_wait_ends_after_ninety_days() -> None:
    last = DAY + timedelta(days=89)
    assert holding.waits_for(held(), (NOOR,), last)
    assert not holding.has_ended(held(), last)
    over = last + timedelta(days=1)
    assert holding.has_ended(held(), over)
    assert not holding.waits_for(held(), (NOOR,), over)
    assert not holding.is_spent(held(), over + timedelta(days=89), 90)
    assert holding.is_spent(held(), over + timedelta(days=90), 90)
    assert life.send_held(held(), NOW).release is Release.ASKED


@pytest.mark.parametrize("why", [Release.ANOTHER, Release.PERHAPS])
def test_a_match_is_not_seen_before_delivery(why: Release) -> None:
    slot = NOW + timedelta(hours=5)
    out = holding.released(held(), why, slot)
    assert (out.state, out.deliver_at, out.release) == (State.WAITING, slot, why)
    assert holding.looks_held(held())
    assert holding.looks_held(out)
    assert not holding.looks_held(deliver(out, DAY))
    assert not holding.looks_held(life.send_held(held(), slot))
    assert holding.released(out, Release.ASKED, NOW) == out


def test_what_was_released_is_never_spent() -> None:
    out = holding.released(held(), Release.PERHAPS, NOW)
    assert not holding.is_spent(out, DAY + timedelta(days=400), 90)
