"""The process dies after every single step of what a reader of a concern does: it is done once, told and recorded.

Every step, and the second database, by `make prove` (`SAMPLED_OR_WHOLE`). Not here: what reporters do
(`test_concern_deaths.py`) and what happens by itself (`test_clock_deaths.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest

from bot.core.case import Case, Outcome, State
from bot.core.conversation import Event, Voice
from bot.core.identity import CaseId
from bot.core.receipt import case_id_of
from bot.core.sealing import Key
from bot.services import case_acts as acting
from bot.services.case_acts import Act, Ending
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import CHANNEL, HERE, LENA, MARA, OTTO
from tests.services.concern_mortality import SAMPLED_OR_WHOLE, MortalHouse, Telling, mortal, said, through_every_death
from tests.services.mortality import Mortal
from tests.services.way_hands import KOFI

__all__ = ["mortal"]

pytestmark = pytest.mark.parametrize(("addresses", "stride"), SAMPLED_OR_WHOLE, indirect=["addresses"])


@dataclass(frozen=True)
class Deed:
    """Something a reader does with one case, and what is then."""

    act: acting.Deed
    name: str
    """How the trail calls it."""
    holds: Callable[[Case], bool]
    line: tuple[Event, str] | None = None


CLOSING = partial(Act.closing, told=Ending(Outcome.RECORDED.value, "It is on record."), form="closing")
ANSWERING = partial(Act.answering, words="We read it.", form="answering")
STARTING = partial(Act.moving, state=State.IN_PROGRESS, words="We begin.", form="starting")
ASKING = partial(Act.moving, state=State.ASKING, words="Who was there?", form="asking")

DEEDS = {
    "acknowledge": Deed(
        Act.acknowledging,
        "concern acknowledged",
        lambda case: (case.state, case.acknowledged_by) == (State.ACKNOWLEDGED, MARA.member_id),
    ),
    "answer": Deed(
        ANSWERING,
        "concern answered",
        lambda case: case.state is State.ACKNOWLEDGED,
        (Event.WORDS, "We read it."),
    ),
    "move": Deed(
        ASKING,
        "concern asking",
        lambda case: case.state is State.ASKING,
        (Event.ASKING, "Who was there?"),
    ),
    "close": Deed(
        CLOSING,
        "concern closed",
        lambda case: case.state is State.CLOSED,
        (Event.CLOSED, "It is on record."),
    ),
    "reopen": Deed(
        partial(Act.reopening, words="There is more.", form="reopening"),
        "concern reopened",
        lambda case: (case.state, case.assigned) == (State.IN_PROGRESS, MARA.member_id),
        (Event.REOPENED, "There is more."),
    ),
    "note": Deed(
        partial(Act.noting, words="Ask Otto.", form="noting"),
        "concern note",
        lambda case: [note.words for note in case.notes] == ["Ask Otto."],
    ),
}


@pytest.fixture
async def house(database: Database, keys: KeyStore, operator_key: Key, stride: int) -> MortalHouse:
    """Mara and Otto read; Kofi takes concerns since; Lena is the lead."""
    house = MortalHouse(database, keys, operator_key, stride)
    house.discord.present[KOFI.member_id] = KOFI
    await house.set_up(MARA, OTTO, lead=LENA)
    await house.start()
    return house


async def delivered(house: MortalHouse) -> CaseId:
    """A case that its readers have."""
    writer = house.somebody()
    token = await house.drafted(writer)
    await house.concerns.message_me(HERE, token, writer.member_id, house.clock())
    await house.send(token, writer)
    await house.to_slot()
    return case_id_of(token.key)


async def case_of(house: MortalHouse, case_id: CaseId) -> Case:
    kept = await house.cases.find(case_id)
    assert kept is not None
    return kept.case


async def do(house: MortalHouse, case_id: CaseId, deed: acting.Deed) -> object:
    return await house.moderating.do(case_id, MARA, HERE, deed, house.clock())


@pytest.mark.parametrize("deed", DEEDS)
async def test_one_case_and_one_reader(house: MortalHouse, mortal: Mortal, deed: str) -> None:
    one = DEEDS[deed]

    async def story(house: MortalHouse) -> Telling:
        case_id = await delivered(house)
        if deed == "reopen":
            await do(house, case_id, CLOSING)
        before = len(await house.acts())
        yield lambda: do(house, case_id, one.act)
        assert await said(do(house, case_id, one.act)) == "done"
        await house.to_slot()
        case = await case_of(house, case_id)
        assert one.holds(case)
        staff = [(line.event, line.words) for line in case.lines if line.voice is Voice.STAFF]
        assert staff[-1:] == ([] if one.line is None else [one.line])
        assert len(staff) == len(set(staff))
        assert (await house.acts())[before:] == [one.name]
        assert house.discord.places() == ([CHANNEL] if case.state is State.WAITING else [])

    await through_every_death(house, mortal, story, steps=2)


@pytest.mark.parametrize("hand", ["hand over", "bring in"])
@pytest.mark.parametrize("again", [True, False])
async def test_somebody_else_is_asked_and_told(house: MortalHouse, mortal: Mortal, hand: str, *, again: bool) -> None:
    """Whoever can read it has the card, whether or not it is done again."""

    async def story(house: MortalHouse) -> Telling:
        case_id, tag = await delivered(house), await house.tag(LENA)
        act = house.people.hand_over if hand == "hand over" else house.people.bring_in
        yield lambda: act(case_id, MARA, HERE, tag, house.clock())
        if again:
            act = house.people.hand_over if hand == "hand over" else house.people.bring_in
            await act(case_id, MARA, HERE, tag, house.clock())
        await house.to_slot()
        case = await case_of(house, case_id)
        is_in = LENA.member_id in case.readers
        assert is_in or not again
        assert house.discord.places() == [CHANNEL, *([LENA.member_id] if is_in else [])]
        assert (case.assigned == LENA.member_id) == (is_in and hand == "hand over")
        assert (await house.acts())[-1:] == (
            ["concern handed over" if hand == "hand over" else "concern shared"] * is_in
        )
        house.discord.cards.clear()

    await through_every_death(house, mortal, story, steps=2)


@pytest.mark.parametrize("again", [True, False])
@pytest.mark.parametrize("is_last", [True, False])
async def test_stepping_aside(house: MortalHouse, mortal: Mortal, *, is_last: bool, again: bool) -> None:
    """No card stays with whoever stepped aside, and somebody is left who has one."""

    async def story(house: MortalHouse) -> Telling:
        house.discord.closed.add(CHANNEL)  # so that each has a card of their own
        case_id = await delivered(house)
        if is_last:
            await house.people.step_aside(case_id, OTTO, HERE, house.clock())
        yield lambda: house.people.step_aside(case_id, MARA, HERE, house.clock())
        if again:
            assert await said(house.people.step_aside(case_id, MARA, HERE, house.clock())) in ("done", "case-unknown")
        await house.to_slot()
        case = await case_of(house, case_id)
        is_out = MARA.member_id in case.out
        assert is_out or not again
        left = [] if is_last else [OTTO.member_id]
        assert house.discord.places() == [*([] if is_out else [MARA.member_id]), *(left or [LENA.member_id] * is_out)]
        house.discord.closed.clear()

    await through_every_death(house, mortal, story, steps=2)


# Cases about one matter


async def pair(house: MortalHouse, *, joined: bool = True) -> tuple[CaseId, CaseId]:
    """Two cases, joined."""
    first, second = await delivered(house), await delivered(house)
    if joined:
        await house.matters.join(first, MARA, HERE, second, house.clock())
    return first, second


async def joins(house: MortalHouse) -> dict[CaseId, tuple[CaseId, ...]]:
    """What each is joined with."""
    return {kept.case_id: kept.case.joined for kept in await house.all_cases()}


@pytest.mark.parametrize("again", [True, False])
async def test_joining(house: MortalHouse, mortal: Mortal, *, again: bool) -> None:
    """A third one with two that are joined: all sides or none."""

    async def story(house: MortalHouse) -> Telling:
        first, second = await pair(house)
        third = await delivered(house)
        yield lambda: house.matters.join(third, MARA, HERE, first, house.clock())
        if again:
            await house.matters.join(third, MARA, HERE, first, house.clock())
        await house.to_slot()
        found = {case_id: set(others) for case_id, others in (await joins(house)).items()}
        every = {first, second, third}
        done = {case_id: every - {case_id} for case_id in every}
        assert found == done or (not again and found == {first: {second}, second: {first}, third: set()})

    await through_every_death(house, mortal, story, steps=1)


@pytest.mark.parametrize("again", [True, False])
async def test_parting(house: MortalHouse, mortal: Mortal, *, again: bool) -> None:
    async def story(house: MortalHouse) -> Telling:
        first, second = await pair(house)
        yield lambda: house.matters.part(first, MARA, HERE, second, house.clock())
        if again:
            await house.matters.part(first, MARA, HERE, second, house.clock())
        found = await joins(house)
        assert found == {first: (), second: ()} or (not again and found == {first: (second,), second: (first,)})

    await through_every_death(house, mortal, story, steps=1)


MATTERS: dict[str, acting.Deed] = {
    "acknowledge": Act.acknowledging,
    "answer": ANSWERING,
    "start": STARTING,
    "close": CLOSING,
}


@pytest.mark.parametrize("deed", MATTERS)
async def test_one_act_for_all_of_a_matter(house: MortalHouse, mortal: Mortal, deed: str) -> None:
    async def story(house: MortalHouse) -> Telling:
        first, _ = await pair(house)
        before = await house.acts()
        yield lambda: house.matters.do(first, MARA, HERE, MATTERS[deed], house.clock())
        await house.matters.do(first, MARA, HERE, MATTERS[deed], house.clock())
        cases = [kept.case for kept in await house.all_cases()]
        staff = [[(line.event, line.words) for line in case.lines if line.voice is Voice.STAFF] for case in cases]
        assert staff[0] == staff[1]
        assert len(staff[0]) == int(deed != "acknowledge")
        assert [case.acknowledged_by for case in cases] == [MARA.member_id] * 2
        recorded = (await house.acts())[len(before) :]
        assert len(recorded) == 2
        await house.to_slot(days=2)
        assert house.discord.places() == []  # at once, or where nobody lived to take it away, as every card in the end

    await through_every_death(house, mortal, story, steps=4)
