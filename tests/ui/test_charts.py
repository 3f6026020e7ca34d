"""Charts are drawn beside the bot, whatever their words are, and the process that draws comes and goes."""

import asyncio
import io
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import pairwise

import discord
import psutil
import pytest
from discord import app_commands
from discord.ext import commands
from PIL import Image
from typing_extensions import override

from bot.ui.charts.chart import MOST_ROUNDS, MOST_ROWS, Chart, ChartRow, Places
from bot.ui.charts.room import ChartRoom
from bot.ui.draw import draw_files, draw_page
from bot.ui.page import Page, Picture
from tests.end_to_end.simcord_stage import SimcordStage

WIDTH = 900
DASH = 16
BLUE, VERMILLION = (0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00)
LEVELS = ("few", "some", "about half or more", "most")
Column = tuple[int, int]


def chart(*rows: ChartRow, rounds: int = 3, title: str = "Weekly pulse") -> Chart:
    labels = tuple(f"{day} Jan" for day in range(1, rounds + 1))
    return Chart(title, LEVELS, "low or very low", "good or very good", labels, rows)


def row(low: Places, good: Places, name: str = "How are you?") -> ChartRow:
    return ChartRow(name, "10 to 14 answers", low, good)


RISING = chart(row((1, 1, 0), (1, 2, 3)))
FULL = chart(
    *(row((0, 1) * 6, (3, 2) * 6, "W" * 45) for _ in range(MOST_ROWS)), rounds=MOST_ROUNDS, title="A long title " * 20
)


@asynccontextmanager
async def open_room(**times: float) -> AsyncGenerator[ChartRoom]:
    room = ChartRoom(**times)
    try:
        yield room
    finally:
        await room.close()
        assert drawing() == []


def drawing() -> list[psutil.Process]:
    """The processes that draw, of all rooms of this process."""
    children = psutil.Process().children()
    return [one for one in children if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


async def gone(process: psutil.Process) -> None:
    """Wait until a process has ended."""
    async with asyncio.timeout(20):
        while process in drawing():  # noqa: ASYNC110 - nobody tells of the end of a process that is not ours to await
            await asyncio.sleep(0.01)


async def drawn(room: ChartRoom, wanted: Chart) -> Image.Image:
    data = await room.draw(wanted)
    assert data is not None
    return Image.open(io.BytesIO(data))


def columns(picture: Image.Image, colour: tuple[int, int, int], below: float) -> list[Column]:
    """From where to where a colour is found, dashes joined, in the picture below this share of its height."""
    top = int(picture.height * below)
    rgb = picture.convert("RGB")
    found = [x for x in range(rgb.width) if any(rgb.getpixel((x, y)) == colour for y in range(top, rgb.height))]
    starts = [x for before, x in pairwise([-2 * DASH, *found]) if x - before > DASH]
    ends = [before for before, x in pairwise([*found, WIDTH + 2 * DASH]) if x - before > DASH]
    return list(zip(starts, ends, strict=True))


async def test_the_picture_shows_both_lines_and_leaves_gaps_open() -> None:
    async with open_room() as room:
        whole, gap, other = [
            await drawn(room, chart(row((0, low, 0), (3, good, 3)))) for low, good in ((0, 3), (None, None), (0, 2))
        ]
        assert {one.format for one in (whole, gap, other)} == {"PNG"}
        assert {one.width for one in (whole, gap, other)} == {WIDTH}
        assert len({one.tobytes() for one in (whole, gap, other)}) == 3
        assert whole.convert("RGBA").getchannel("A").getextrema() == (255, 255), "what is behind it must not matter"
        [line] = columns(whole, BLUE, 0.4)
        assert len(columns(gap, BLUE, 0.4)) == len(columns(gap, VERMILLION, 0.4)) == 2
        [(left, _), (_, right)] = columns(gap, BLUE, 0.4)
        assert (left, right) == line


async def test_lines_at_the_same_level_are_both_seen_and_a_single_round_too() -> None:
    async with open_room() as room:
        same = await drawn(room, chart(row((1, 1, 1), (1, 1, 1))))
        single = await drawn(room, chart(row((0,), (2,)), rounds=1))
    for colour in (BLUE, VERMILLION):
        assert columns(same, colour, 0.4)
        [(left, right)] = columns(single, colour, 0.4)
        assert 10 < right - left < 40


async def test_more_questions_make_it_longer_not_smaller() -> None:
    async with open_room() as room:
        one, full = await drawn(room, RISING), await drawn(room, FULL)
    assert (one.width, full.width) == (WIDTH, WIDTH)
    assert one.height < 600 < full.height < 2200


async def test_no_word_can_spoil_a_picture(capfd: pytest.CaptureFixture[str]) -> None:
    async with open_room(patience=20) as room:
        for words in ("🌱 👨‍👩‍👧", "気分", "كيف حالك", "$x^2$ \\frac{", "a\x00\nb", "", " ", "x" * 4000, "x " * 2000):
            anything = Chart(words, (words,) * 4, words, words, (words,) * 3, (replace(RISING.rows[0], name=words),))
            assert (await drawn(room, anything)).width == WIDTH, words[:9]
    assert capfd.readouterr() == ("", "")


async def test_what_cannot_be_drawn_leaves_the_page_without_its_picture() -> None:
    async with open_room() as room:
        assert await room.draw(Chart("", (), "", "", (), (row((), ()),))) is None
        [process] = drawing()
        assert await room.draw(RISING)
        assert drawing() == [process]


async def test_one_process_serves_all_and_knows_no_setting_of_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMON_GROUND_TOKEN", "secret")
    async with open_room() as room:
        assert drawing() == []
        alone = [await room.draw(one) for one in (RISING, FULL)]
        [process] = drawing()
        assert not any(name.startswith("COMMON_GROUND") for name in process.environ())
        together: Sequence[bytes | None] = await asyncio.gather(*(room.draw(one) for one in (RISING, FULL, RISING)))
        assert list(together) == [*alone, alone[0]]
        assert drawing() == [process]


async def test_a_process_that_has_died_is_replaced() -> None:
    async with open_room() as room:
        picture = await room.draw(RISING)
        [process] = drawing()
        process.kill()
        assert await room.draw(RISING) == picture
        assert drawing() not in ([], [process])


async def test_a_picture_that_takes_too_long_is_given_up_and_its_process_with_it() -> None:
    async with open_room(patience=0.02) as room:
        assert await room.draw(RISING) is None
        for process in drawing():
            await gone(process)


async def test_a_caller_that_leaves_takes_the_process_along_and_spoils_nothing() -> None:
    async with open_room() as room:
        full = await room.draw(FULL)
        [process] = drawing()
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
            for process in drawing():
                await gone(process)


async def test_closing_ends_it_at_once_and_for_good() -> None:
    room = ChartRoom()
    assert await room.draw(RISING)
    under_way = asyncio.create_task(room.draw(FULL))
    await asyncio.sleep(0)
    await room.close()
    assert drawing() == []
    assert await under_way is None
    assert await room.draw(RISING) is None
    assert drawing() == []


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
        [process] = drawing()
        await stage.advance(hours=1)
        await gone(process)
        assert (await mia.slash("trend")).pictures
        [process] = drawing()
        await stage.restart()
        assert drawing() == []
        assert (await mia.slash("trend")).pictures
    assert drawing() == []
