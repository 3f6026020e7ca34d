"""The process dies after every single step of what a reporter does: sending, taking back, writing, naming, choosing.

The steps are the same on either database, so the second is tried by `make prove` only. Not here: what readers do
(`test_case_deaths.py`) and what happens by itself (`test_clock_deaths.py`).
"""

from collections import Counter
from dataclasses import replace

import pytest

from bot.core import case_work as work
from bot.core.case import Event, Help, Named, Release, State, Voice, read_by_staff
from bot.core.sealing import Key
from bot.services.people import Person
from bot.services.sending import How
from bot.services.servers import Enrolment
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import ACCOUNT, CHANNEL, HERE, LENA, MARA, MIA, OTTO
from tests.services.concern_mortality import PICTURE, MortalHouse, Telling, code_of, mortal, said, through_every_death
from tests.services.deeds import acknowledging
from tests.services.mortality import Mortal
from tests.services.way_hands import KOFI, RECORDED, enrol, named

__all__ = ["mortal"]

pytestmark = pytest.mark.parametrize(
    "addresses", ["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)], indirect=True
)

LONG = replace(ACCOUNT, more=("the second page", "the third page"))
ABOUT_LENA = replace(ACCOUNT, about=Named(LENA.member_id, "Lena"))
UNKNOWN = "concern-code-unknown"


@pytest.fixture
async def house(database: Database, keys: KeyStore, operator_key: Key) -> MortalHouse:
    house = MortalHouse(database, keys, operator_key)
    house.discord.present[KOFI.member_id] = KOFI
    await house.set_up(MARA, OTTO)
    await house.delivery.start()
    return house


async def delivered(house: MortalHouse, *, picture: bool = False) -> str:
    """A concern that has reached its readers; its code."""
    token = await house.drafted(house.somebody(), picture=picture)
    await house.send(token)
    await house.to_slot()
    return code_of(token)


async def closed(house: MortalHouse) -> str:
    """One that Mara has closed."""
    code = await delivered(house)
    (kept,) = await house.all_cases()
    await house.cases.change(kept.case_id, lambda case: work.close(case, RECORDED, "it is on record"))
    return code


async def lines(house: MortalHouse) -> Counter[tuple[Event, str]]:
    """What the reporter said and what of it has reached the readers, which must be all."""
    case = await house.the_case()
    assert read_by_staff(case) == case.lines
    return Counter((line.event, line.words) for line in case.lines if line.voice is Voice.REPORTER)


# Sending


@pytest.mark.parametrize("how", How)
async def test_sending_with_pages_and_a_picture(house: MortalHouse, mortal: Mortal, how: How) -> None:
    async def story(house: MortalHouse) -> Telling:
        writer = house.somebody()
        account = LONG if how is not How.HOLD else replace(LONG, about=ABOUT_LENA.about)
        token = await house.drafted(writer, account, picture=True)
        yield lambda: house.send(token, writer, how=how)
        assert await house.knows(code_of(token)) == bool(await house.all_cases())
        await house.send(token, writer, how=how)
        (kept,) = await house.all_cases()
        assert kept.case.account == account
        assert await house.cases.image(kept.case_id) == PICTURE
        await house.to_slot()
        assert await house.knows(code_of(token))
        assert len(house.discord.cards) == int(how is not How.HOLD)
        assert (await house.the_case()).state is (State.HELD if how is How.HOLD else State.WAITING)

    await through_every_death(house, mortal, story, steps=3)


@pytest.mark.parametrize("how", How)
async def test_one_that_releases_another(house: MortalHouse, mortal: Mortal, how: How) -> None:
    """Either both stand or neither does, and no match is lost."""

    async def story(house: MortalHouse) -> Telling:
        first, second = house.somebody(), house.somebody()
        held = await house.drafted(first, ABOUT_LENA, picture=True)
        await house.send(held, first, how=How.HOLD)
        token = await house.drafted(second, ABOUT_LENA)
        yield lambda: house.send(token, second, how=how)
        states = sorted(kept.case.state for kept in await house.all_cases())
        assert states in ([State.HELD], [State.WAITING, State.WAITING])
        await house.send(token, second, how=how)
        await house.to_slot()
        releases = {kept.case.release for kept in await house.all_cases()}
        assert releases <= {None, Release.ANOTHER, Release.PERHAPS}
        assert [kept.case.delivered_on is None for kept in await house.all_cases()] == [False, False]
        assert sum(place == CHANNEL for place in house.discord.places()) == 2
        assert await house.knows(code_of(held))
        assert await house.knows(code_of(token))

    await through_every_death(house, mortal, story, steps=3)


async def test_sending_what_was_held_after_all(house: MortalHouse, mortal: Mortal) -> None:
    async def story(house: MortalHouse) -> Telling:
        token = await house.drafted(MIA, ABOUT_LENA, picture=True)
        await house.send(token, MIA, how=How.HOLD)
        yield lambda: house.way_back.send_now(HERE, code_of(token), house.clock())
        told = await said(house.way_back.send_now(HERE, code_of(token), house.clock()))
        assert told in ("done", "concern-not-now")
        await house.to_slot()
        case = await house.the_case()
        assert (case.release, case.delivered_on) == (Release.ASKED, house.clock().date())
        assert house.discord.places() == [CHANNEL]

    await through_every_death(house, mortal, story, steps=1)


# Taking back


@pytest.mark.parametrize("how", How)
async def test_taking_back_before_delivery(house: MortalHouse, mortal: Mortal, how: How) -> None:
    async def story(house: MortalHouse) -> Telling:
        writer = house.somebody()
        token = await house.drafted(writer, ABOUT_LENA, picture=True)
        house.discord.is_down = how is How.URGENT  # so that it has not reached anybody
        await house.send(token, writer, how=how)
        house.discord.is_down = False
        yield lambda: house.way_back.withdraw(HERE, code_of(token), house.clock())
        await said(house.way_back.withdraw(HERE, code_of(token), house.clock()))
        await house.to_slot()
        assert await house.all_cases() == []
        assert not await house.knows(code_of(token))

    await through_every_death(house, mortal, story, steps=1)


@pytest.mark.parametrize("how", [How.SLOT, How.URGENT])
@pytest.mark.parametrize("is_taken_up", [False, True])
async def test_taking_back_after_delivery(house: MortalHouse, mortal: Mortal, how: How, *, is_taken_up: bool) -> None:
    async def story(house: MortalHouse) -> Telling:
        token = await house.drafted(house.somebody(), picture=True)
        await house.send(token, how=how)
        await house.to_slot()
        (kept,) = await house.all_cases()
        if is_taken_up:
            await house.moderating.do(kept.case_id, MARA, HERE, acknowledging, house.clock())
        yield lambda: withdrawn(house, code_of(token))
        told = await said(house.way_back.withdraw(HERE, code_of(token), house.clock()))
        assert told in ("done", UNKNOWN)
        await house.to_slot()
        assert not await house.knows(code_of(token))
        assert [kept.case.state for kept in await house.all_cases()] == [State.WITHDRAWN] * is_taken_up
        assert [kept.case.account for kept in await house.all_cases()] == [None] * is_taken_up

    await through_every_death(house, mortal, story, steps=2)


async def withdrawn(house: MortalHouse, code: str) -> None:
    """Take it back, and let the slot come at which that arrives."""
    await house.way_back.withdraw(HERE, code, house.clock())
    await house.to_slot()


# Writing, naming, choosing


async def test_writing(house: MortalHouse, mortal: Mortal) -> None:
    async def story(house: MortalHouse) -> Telling:
        code = await delivered(house)
        yield lambda: house.way_back.write(HERE, code, "and this", house.clock())
        await house.way_back.write(HERE, code, "and this", house.clock())
        await house.to_slot()
        assert await lines(house) == {(Event.WORDS, "and this"): 1}
        assert house.discord.places() == [CHANNEL]

    await through_every_death(house, mortal, story, steps=0)


@pytest.mark.parametrize("others", ["all of them", "each"])
@pytest.mark.parametrize("again", [True, False])
async def test_naming_a_reader_later(house: MortalHouse, mortal: Mortal, others: str, *, again: bool) -> None:
    """Whoever is named has no card any more, whether it stood in the channel or came to each of them."""

    async def story(house: MortalHouse) -> Telling:
        house.discord.seeing = {LENA.member_id} if others == "each" else set()
        token = await house.drafted(house.somebody(), ABOUT_LENA)
        await house.send(token)
        await house.to_slot()
        about = named(MARA)
        yield lambda: house.way_back.write(HERE, code_of(token), "Mara too", house.clock(), about)
        house.discord.seeing.add(MARA.member_id)
        if again:
            await house.way_back.write(HERE, code_of(token), "Mara too", house.clock(), about)
        await house.to_slot()
        case = await house.the_case()
        if again or case.also_named:
            assert case.also_named == (about,)
            assert await lines(house) == {(Event.NAMED, "Mara"): 1, (Event.WORDS, "Mara too"): 1}
            assert house.discord.places() == [OTTO.member_id]
        house.discord.seeing.clear()

    await through_every_death(house, mortal, story, steps=2)


async def test_sharing_the_name(house: MortalHouse, mortal: Mortal) -> None:
    async def story(house: MortalHouse) -> Telling:
        code = await delivered(house)
        yield lambda: house.way_back.share_name(HERE, code, "Mia", house.clock())
        await house.way_back.share_name(HERE, code, "Mia", house.clock())
        assert (await house.the_case()).reporter_name == ""
        await house.to_slot()
        assert (await house.the_case()).reporter_name == "Mia"
        assert await lines(house) == {(Event.NAME_SHARED, "Mia"): 1}

    await through_every_death(house, mortal, story, steps=0)


async def test_asking_for_messages(house: MortalHouse, mortal: Mortal) -> None:
    async def story(house: MortalHouse) -> Telling:
        code = await delivered(house)
        yield lambda: house.way_back.message_me(HERE, code, MIA.member_id, house.clock())
        await house.way_back.message_me(HERE, code, MIA.member_id, house.clock())
        assert (await house.the_case()).message_me == MIA.member_id

    await through_every_death(house, mortal, story, steps=0)


async def test_saying_whether_it_helped(house: MortalHouse, mortal: Mortal) -> None:
    async def story(house: MortalHouse) -> Telling:
        code = await closed(house)
        yield lambda: house.way_back.feed_back(HERE, code, Help.HELPED, "thank you", house.clock())
        told = await said(house.way_back.feed_back(HERE, code, Help.HELPED, "thank you", house.clock()))
        assert told in ("done", "concern-not-now")
        await house.to_slot()
        assert await lines(house) == {(Event.FEEDBACK, "thank you"): 1}

    await through_every_death(house, mortal, story, steps=0)


async def test_asking_for_a_second_look(house: MortalHouse, mortal: Mortal) -> None:
    async def story(house: MortalHouse) -> Telling:
        code = await closed(house)
        tag = (await house.way_back.second_look(HERE, code, house.clock())).tag
        yield lambda: house.way_back.ask_second_look(HERE, code, tag, "once more", house.clock())
        told = await said(house.way_back.ask_second_look(HERE, code, tag, "once more", house.clock()))
        assert told in ("done", "concern-not-now")
        await house.to_slot()
        case = await house.the_case()
        assert (case.state, case.assigned) == (State.WAITING, OTTO.member_id)
        assert await lines(house) == {(Event.SECOND_LOOK, "once more"): 1}
        assert house.discord.places() == [CHANNEL]

    await through_every_death(house, mortal, story, steps=0)


async def test_choosing_who_reads_it_where_nobody_can(house: MortalHouse, mortal: Mortal) -> None:
    async def story(house: MortalHouse) -> Telling:
        code = await delivered(house)
        await only(house, KOFI)
        tag = await house.tag(KOFI)
        yield lambda: house.way_back.choose_readers(HERE, code, [tag], house.clock())
        told = await said(house.way_back.choose_readers(HERE, code, [tag], house.clock()))
        assert told in ("done", "concern-not-now")
        await house.to_slot()
        case = await house.the_case()
        assert KOFI.member_id in case.readers
        assert [line.event for line in case.lines] == [Event.CHOSEN]
        await only(house, MARA, OTTO)

    await through_every_death(house, mortal, story, steps=0)


async def only(house: MortalHouse, *people: Person) -> None:
    """Let these take concerns, and nobody else."""
    await enrol(house, *(Enrolment(one.member_id) for one in people))
