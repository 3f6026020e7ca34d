"""Two groups with the same moderators on one bot: nothing of a concern of one is met in the other, by anybody.

The naive twin is the same look where it belongs: there it finds something. Not here: a row that a thief moved from one
group to the other (`tests/store/test_cases.py`), and where pages are drawn (`test_insiders.py`).
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.core.case import Named, Release
from bot.core.identity import CaseId, ServerId
from bot.core.receipt import case_id_of
from bot.services.concerns import NOBODY, Writer
from bot.services.problems import Refused
from bot.services.sending import How
from tests.attacks.test_concern_times import housed
from tests.proof import Figure
from tests.services.concern_house import ACCOUNT, HERE, LENA, MARA, MIA, NOOR, OTTO, START, THERE, ConcernHouse, person

ABOUT_NOOR = replace(ACCOUNT, about=Named(NOOR.member_id, "Noor"))
SOMEBODY = person(104, "Somebody")


@dataclass(frozen=True)
class Scene:
    """One concern here, read and acknowledged by nobody; the other group has none."""

    house: ConcernHouse
    case_id: CaseId
    code: str


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncGenerator[Scene]:
    async with housed(tmp_path / "house", lead=LENA) as house:
        await house.set_up(MARA, OTTO, server_id=THERE, lead=LENA)
        code = await house.sent(writer=MIA)
        await house.wait(hours=5)
        ((case_id, _),) = [(one.case_id, one.case) for one in await house.cases.in_server(HERE)]
        await house.moderating.open(case_id, MARA, HERE, START)
        yield Scene(house, case_id, code)


Look = Callable[[Scene, ServerId], Awaitable[object]]

LOOKS: dict[str, Look] = {
    "list": lambda scene, where: scene.house.moderating.mine(where, MARA, START),
    "list by button": lambda scene, where: scene.house.moderating.day(where, MARA, None, START),
    "labels": lambda scene, where: scene.house.moderating.labelled(where, MARA, "", START),
    "list of the lead": lambda scene, where: scene.house.moderating.mine(where, LENA, START),
    "open": lambda scene, where: scene.house.moderating.open(scene.case_id, MARA, where, START),
    "picture": lambda scene, where: scene.house.moderating.image(scene.case_id, MARA, where),
    "block": lambda scene, where: scene.house.moderating.block(scene.case_id, MARA, where, START),
    "hand over": lambda scene, where: scene.house.people.to_hand_over(scene.case_id, MARA, where, START),
    "join": lambda scene, where: scene.house.matters.to_join(scene.case_id, MARA, where, START),
    "code": lambda scene, where: scene.house.way_back.look(where, scene.code, START),
    "withdraw": lambda scene, where: scene.house.way_back.withdraw(where, scene.code, START),
}


async def seen(look: Awaitable[object]) -> object:
    try:
        return await look
    except Refused as refused:
        return refused.key


@pytest.mark.parametrize("name", LOOKS)
async def test_no_look_from_the_other_group_meets_it(scene: Scene, name: str, figure: Figure) -> None:
    if name == "list of the lead":
        await scene.house.people.bring_in(scene.case_id, MARA, HERE, await scene.house.tag(LENA), START)
    there = await seen(LOOKS[name](scene, THERE))
    assert there in ([], "case-unknown", "concern-code-unknown")
    assert await seen(LOOKS[name](scene, HERE)) != there
    figure(
        "F22", f"of {len(LOOKS)} looks from another group, those that meet a concern", 0, twin=len(LOOKS), passes="0"
    )


async def test_no_line_of_the_trail_and_no_tag_crosses(scene: Scene) -> None:
    assert "concern read" in [line.act for line in (await scene.house.log.look(HERE, MARA, 0)).lines]
    assert "concern read" not in [line.act for line in (await scene.house.log.look(THERE, MARA, 0)).lines]
    here, there = [await scene.house.servers.get(one) for one in (HERE, THERE)]
    assert here.choice(MARA.member_id) != there.choice(MARA.member_id)


async def raised(house: ConcernHouse, where: ServerId, how: How) -> CaseId:
    """Held by Mia, or sent by somebody else."""
    writer = MIA if how is How.HOLD else SOMEBODY
    token = await house.concerns.begin(where, None, Writer(writer), (NOBODY,), START)
    await house.concerns.tell(where, token, ABOUT_NOOR, START)
    await house.sending.send(where, token, writer, START, how=how)
    return case_id_of(token.key)


async def test_a_concern_in_one_group_releases_nothing_in_the_other_and_no_block_reaches_it(tmp_path: Path) -> None:
    async with housed(tmp_path / "house") as house:
        await house.set_up(MARA, OTTO, server_id=THERE)
        held = await raised(house, HERE, How.HOLD)
        assert house.marks.block(HERE, held)
        await raised(house, THERE, How.HOLD)
        await raised(house, THERE, How.SLOT)
        assert {one.case.release for one in await house.cases.in_server(THERE)} == {Release.ANOTHER, None}
        assert [one.case.release for one in await house.cases.in_server(HERE)] == [None]
        with pytest.raises(Refused) as caught:
            await raised(house, HERE, How.HOLD)
        assert caught.value.key == "concern-blocked"
        await raised(house, HERE, How.SLOT)
        assert Release.ANOTHER in [one.case.release for one in await house.cases.in_server(HERE)]
