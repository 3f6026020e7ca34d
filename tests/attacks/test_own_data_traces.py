"""What people erase is gone from every table, unsealed, and from every byte; what stays is what they were told stays.

Everybody who answers for something that is kept has a writer, or the test fails. The naive twin is the same search
before anything is erased. A whole server that is erased leaves nothing at all, as an administrator erases it.
"""

from pathlib import Path

import pytest

from bot.app import CommonGround
from tests.attacks.byte_search import forms_of_id
from tests.attacks.thief import MEMBER, NEVER_TOLD, OF_KEYS, WRITERS, Thief, watched, write_everything
from tests.end_to_end.concerns import send
from tests.end_to_end.simcord_stage import SimcordStage
from tests.end_to_end.test_privacy import erased
from tests.stories import set_up

__all__ = ["watched"]


async def test_what_members_erase_is_nowhere(watched: dict[bytes, bytes], stage: SimcordStage, tmp_path: Path) -> None:
    thief = Thief(stage, tmp_path, watched)
    bot = stage.simulation.bot
    assert isinstance(bot, CommonGround)
    assert WRITERS.keys() == {keeper.name for keeper in bot.keepers} - NEVER_TOLD
    await write_everything(stage)
    empty = {name.removesuffix(OF_KEYS) for name, all_rows in (await thief.tables()).items() if not all_rows}
    written = {table for keeper in bot.keepers if keeper.name not in NEVER_TOLD for table in keeper.tables}
    assert empty & written == set(), "no writer writes there"
    member, mara, fay = [await thief.forms(name) for name in (MEMBER, "mara", "fay")]
    assert await thief.finds(member) == {"acceptance", "open_box", "task", "files"}
    assert await thief.finds(mara) == {"audit_line", "server"}
    assert await thief.finds(fay) == {"audit_line", "journal", "files"}

    stage.world.heal()
    told = [(await erased(stage.person(name))).text for name in (MEMBER, "mara", "fay")]
    assert ["That you have answered" in one for one in told] == [True, False, False]
    assert ["a log with lines taken out" in one for one in told] == [False, True, True]
    assert await thief.finds(member) >= {"open_box"}
    await stage.advance(days=4)
    assert await thief.finds(member) == set()
    assert await thief.finds(mara) == {"audit_line"}
    assert await thief.finds(fay) == {"audit_line"}


@pytest.mark.usefixtures("drawn_here")
async def test_a_server_that_is_erased_by_its_administrator_is_nowhere(
    watched: dict[bytes, bytes], stage: SimcordStage, tmp_path: Path
) -> None:
    thief = Thief(stage, tmp_path, watched)
    server = forms_of_id(stage.world.guild.id)
    at_first = {name: len(all_rows) for name, all_rows in (await thief.tables()).items()}
    await write_everything(stage)
    stage.world.heal()
    await send(stage.person(MEMBER))
    await stage.advance(days=1)
    assert "files" in await thief.finds(server)
    ada = stage.person("ada")
    await ada.submit(await ada.slash("setup erase"), name=stage.world.guild.name)
    await stage.advance(days=8)
    assert await thief.finds(server) == set()
    left = {name: len(all_rows) for name, all_rows in (await thief.tables()).items()}
    assert left == at_first


async def test_what_still_stands_in_discord_is_answered_kindly_after_all_was_erased(stage: SimcordStage) -> None:
    await write_everything(stage)
    stage.world.heal()
    mia, mara, ada = stage.person("mia"), stage.person("mara"), stage.person("ada")
    await send(mia, button="Urgent")
    await ada.submit(await ada.slash("setup erase"), name=stage.world.guild.name)
    await stage.advance(days=8)
    standing = [post for place in ("group", "moderators") for post in stage.posts(place)]
    assert {"I agree", "I take concerns"} <= {label for post in standing for label in post.labels}
    for is_set_up_again in (False, True):
        if is_set_up_again:
            await set_up(stage)
        for post in standing:
            for label in post.labels:
                answer = await (mara if post.channel == "moderators" else mia).press(post, label)
                assert answer.private, label
                assert "Something went wrong" not in answer.text, label
