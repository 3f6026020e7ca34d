"""Charts are drawn beside the bot, by a process that comes and goes. What is seen on them: `test_drawing.py`."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

import discord
import psutil
import pytest
from discord import app_commands
from discord.ext import commands
from typing_extensions import override

from bot.ui.charts.chart import Chart
from bot.ui.charts.room import ChartRoom
from bot.ui.draw import draw_files, draw_page
from bot.ui.page import Page, Picture
from tests.end_to_end.simcord_stage import SimcordStage
from tests.ui.processes import living
from tests.ui.test_drawing import FULL, RISING, row


@asynccontextmanager
async def open_room(**times: float) -> AsyncGenerator[ChartRoom]:
    room = ChartRoom(**times)
    try:
        yield room
    finally:
        await room.close()
        assert living() == []


async def gone(process: psutil.Process) -> None:
    """Wait until a process has ended."""
    async with asyncio.timeout(20):
        while process in living():  # noqa: ASYNC110 - nobody tells of the end of a process that is not ours to await
            await asyncio.sleep(0.01)


async def test_what_cannot_be_drawn_leaves_the_page_without_its_picture() -> None:
    async with open_room() as room:
        assert await room.draw(Chart("", (), "", "", (), (row((), ()),))) is None
        [process] = living()
        assert await room.draw(RISING)
        assert living() == [process]


async def test_one_process_serves_all_and_knows_no_setting_of_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMON_GROUND_TOKEN", "secret")
    async with open_room() as room:
        assert living() == []
        alone = [await room.draw(one) for one in (RISING, FULL)]
        [process] = living()
        assert not any(name.startswith("COMMON_GROUND") for name in process.environ())
        together: Sequence[bytes | None] = await asyncio.gather(*(room.draw(one) for one in (RISING, FULL, RISING)))
        assert list(together) == [*alone, alone[0]]
        assert living() == [process]


async def test_a_process_that_has_died_is_replaced() -> None:
    async with open_room() as room:
        picture = await room.draw(RISING)
        [process] = living()
        process.kill()
        assert await room.draw(RISING) == picture
        assert living() not in ([], [process])


async def test_a_picture_that_takes_too_long_is_given_up_and_its_process_with_it() -> None:
    async with open_room(patience=0.02) as room:
        assert await room.draw(RISING) is None
        for process in living():
            await gone(process)


async def test_a_caller_that_leaves_takes_the_process_along_and_spoils_nothing() -> None:
    async with open_room() as room:
        full = await room.draw(FULL)
        [process] = living()
        left = asyncio.create_task(room.draw(RISING))
        after = asyncio.create_task(room.draw(FULL))
        await asyncio.sleep(0)
        left.cancel()
        assert await after == full
        await gone(process)


async def test_the_process_ends_when_it_has_nothing_to_do() -> None:
    async with open_room(idle=0.05) as room:
        for _ in range(2):
            assert await room.draw(RISING)
            for process in living():
                await gone(process)


async def test_closing_ends_it_at_once_and_for_good() -> None:
    room = ChartRoom()
    assert await room.draw(RISING)
    under_way = asyncio.create_task(room.draw(FULL))
    await asyncio.sleep(0)
    await room.close()
    assert living() == []
    assert await under_way is None
    assert await room.draw(RISING) is None
    assert living() == []


class ChartBot(commands.Bot):
    """Answers one command with a chart."""

    def __init__(self) -> None:
        super().__init__(commands.when_mentioned, intents=discord.Intents(guilds=True))
        self.room = ChartRoom()

    @override
    async def setup_hook(self) -> None:
        self.tree.add_command(app_commands.Command(name="trend", description="Trend", callback=self._trend))
        await self.tree.sync()

    @override
    async def close(self) -> None:
        await self.room.close()
        await super().close()

    async def _trend(self, interaction: discord.Interaction) -> None:
        page = Page((Picture(await self.room.draw(RISING) or b"", "trend.png", "Rising"),))
        await interaction.response.send_message(view=draw_page(page), files=draw_files(page), ephemeral=True)


async def test_under_the_simulated_clock_a_chart_is_drawn_and_its_process_ends_with_the_hour_or_the_bot() -> None:
    async with SimcordStage(ChartBot) as stage:
        mia = stage.person("mia")
        assert (await mia.slash("trend")).pictures == [("trend.png", "Rising")]
        [process] = living()
        await stage.advance(hours=1)
        await gone(process)
        assert (await mia.slash("trend")).pictures
        [process] = living()
        await stage.restart()
        assert living() == []
        assert (await mia.slash("trend")).pictures
    assert living() == []
