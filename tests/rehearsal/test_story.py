"""The story: what it tells is what the bot did. Its turning weeks are played here, the whole year in `make prove`."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.rehearsal import cast
from bot.rehearsal.bot import create_rehearsed_bot
from bot.rehearsal.command import settings_below
from bot.rehearsal.simulator import Simulation
from bot.rehearsal.simulator.wire import components, text
from bot.rehearsal.story import script
from bot.rehearsal.story.drawing import Drawing
from bot.rehearsal.story.notebook import Mark, Notebook
from bot.rehearsal.story.playing import START, ZONE, Year
from bot.rehearsal.story.report import Report
from bot.rehearsal.story.thief import steal
from bot.rehearsal.unasked import Kind
from bot.ui.charts.chart import Chart
from bot.ui.charts.room import ChartRoom
from bot.ui.words import words_for

WORDS = words_for("en")
LEVEL = re.compile(r"\*\*(few|some|about half or more|most)\*\*")
TURNING = range(script.BREACH - 2, script.REPAIR + 3)


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    async def none(_: ChartRoom, chart: Chart) -> None:
        return None

    monkeypatch.setattr(ChartRoom, "draw", none)


async def told(place: Path, weeks: range) -> tuple[Notebook, str]:
    """These weeks as they were written down, and the report of them."""
    begins = datetime.combine(script.monday(weeks[0]), time(9), ZONE).astimezone(UTC)
    bot = partial(create_rehearsed_bot, settings_below(place))
    async with Simulation(bot, start=begins) as simulation:
        notebook = await Year(simulation, WORDS, place).play(weeks)
        page = Report(WORDS, notebook, Drawing(simulation.world.called, simulation.world.file)).page()
        assert simulation.errors == []
    return notebook, page


def hold_what_it_tells(notebook: Notebook, page: str) -> None:
    """All that the report says of the year."""
    marks = notebook.marks
    turns = (Mark.BREACH, Mark.FIRST_CONCERN, Mark.CLUSTER, Mark.ALARM, Mark.REPAIR)
    assert sorted(turns, key=lambda mark: marks[mark]) == list(turns)
    assert marks[Mark.ALARM] - marks[Mark.BREACH] < timedelta(weeks=5)
    for week in notebook.weeks:
        posted = LEVEL.findall(" ".join(text(one, "content") for one in components(week.post.payload)))
        assert posted[0] == WORDS(f"checkin-level-{week.lines.low.value}")
        assert posted[1] == WORDS(f"checkin-level-{week.lines.good.value}")

    assert notebook.theft is not None
    assert notebook.theft.found == 0
    assert notebook.theft.ids > len(cast.MEMBERS)
    assert any(rows for _, rows in notebook.theft.tables)

    seen = {one.caption.removeprefix("story-seen-") for one in notebook.seen}
    assert {"checkin", "healthy", "breach", "review", "card", "case", "alarm", "repair", "way-back"} <= seen
    assert {"waiting", "cluster", "trust", "signals"} <= seen
    card = next(one for one in notebook.seen if one.caption == "story-seen-card")
    assert "brother" not in str(card.shown.payload)

    for one in notebook.unasked:
        assert not one.at_night
        assert one.place != cast.GROUP or one.kind in (Kind.OPENING, Kind.REMINDER, Kind.RESULT)
        assert one.place not in {f"{cast.DIRECT}:{name}" for name in cast.MEMBERS}
    kinds = [one.kind for one in notebook.unasked if one.place == cast.GROUP]
    weeks = len(notebook.weeks)
    assert [kinds.count(kind) for kind in (Kind.OPENING, Kind.REMINDER, Kind.RESULT)] == [weeks] * 3

    assert "{" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!data:)', page)
    assert WORDS("story-mark-alarm") in page


async def test_the_weeks_on_which_it_turns(tmp_path: Path) -> None:
    hold_what_it_tells(*await told(tmp_path, TURNING))


@pytest.mark.prove
@pytest.mark.timeout(1800)
async def test_the_whole_year(tmp_path: Path) -> None:
    notebook, page = await told(tmp_path, range(script.WEEKS))
    hold_what_it_tells(notebook, page)
    assert len(notebook.weeks) == script.WEEKS
    assert notebook.marks[Mark.REPAIR] < notebook.marks[Mark.QUIET]
    assert notebook.marks[Mark.BREACH] > START


def test_the_thief_finds_what_lies_there(tmp_path: Path) -> None:
    people, secrets = {"wilhelmina": 1_234_567_890_123, "fay": 2_345_678_901_234}, ("my words", "8F2K")
    with closing(sqlite3.connect(tmp_path / "kept.db")) as database:
        database.execute("CREATE TABLE kept (words TEXT)")
        database.execute("INSERT INTO kept VALUES ('nothing of anybody')")
        database.commit()
    assert steal(tmp_path, people, secrets, 0).found == 0
    for number, left in enumerate(
        (b"<@1234567890123>", (2_345_678_901_234).to_bytes(8, "little"), b"Wilhelmina", b"my words", b"38463245 8F2K"),
        1,
    ):
        (tmp_path / str(number)).write_bytes(b"..." + left + b"...")
        assert steal(tmp_path, people, secrets, 0).found == number
    assert steal(tmp_path, people, secrets, 0).tables == (("kept", 1),)


def test_its_script_is_a_healthy_half_a_breach_that_reaches_eight_and_repair() -> None:
    lows = [script.low(week) for week in range(script.WEEKS)]
    assert max(lows[: script.BREACH]) <= 2
    assert len(script.REACHED) == 8
    assert script.TOLD_OUTSIDE not in script.REACHED
    assert max(lows) == 8
    assert max(lows[-8:]) <= 2
