"""The process dies after every single step of what a reporter does on the way back but taking back.

Every step, and the second database, by `make prove` (`SAMPLED_OR_WHOLE`). Not here: sending and taking
back (`test_concern_deaths.py`).
"""

from collections import Counter
from dataclasses import replace

import pytest

from bot.core import case_work as work
from bot.core.case import Help, Named, State, read_by_staff
from bot.core.conversation import Event, Voice
from bot.core.sealing import Key
from bot.services.people import Person
from bot.services.server_records import Enrolment
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import ACCOUNT, CHANNEL, HERE, LENA, MARA, MIA, OTTO
from tests.services.concern_mortality import (
    SAMPLED_OR_WHOLE,
    MortalHouse,
    Telling,
    code_of,
    mortal,
    said,
    through_every_death,
)
from tests.services.mortality import Mortal
from tests.services.way_hands import KOFI, RECORDED, enrol, named

__all__ = ["mortal"]

pytestmark = pytest.mark.parametrize(("addresses", "stride"), SAMPLED_OR_WHOLE, indirect=["addresses"])

ABOUT_LENA = replace(ACCOUNT, about=Named(LENA.member_id, "Lena"))


@pytest.fixture
async def house(database: Database, keys: KeyStore, operator_key: Key, stride: int) -> MortalHouse:
    house = MortalHouse(database, keys, operator_key, stride)
    house.discord.present[KOFI.member_id] = KOFI
    await house.set_up(MARA, OTTO)
    await house.start()
    return house


async def delivered(house: MortalHouse) -> str:
    """A concern that has reached its readers; its code."""
    token = await house.drafted(house.somebody())
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
        assert told == "done"
        await house.to_slot()
        assert await lines(house) == {(Event.FEEDBACK, "thank you"): 1}

    await through_every_death(house, mortal, story, steps=0)


async def test_asking_for_a_second_look(house: MortalHouse, mortal: Mortal) -> None:
    async def story(house: MortalHouse) -> Telling:
        code = await closed(house)
        tag = (await house.way_back.second_look(HERE, code, house.clock())).tag
        yield lambda: house.way_back.ask_second_look(HERE, code, tag, "once more", house.clock())
        told = await said(house.way_back.ask_second_look(HERE, code, tag, "once more", house.clock()))
        assert told == "done"
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
