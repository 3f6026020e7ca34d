"""The story: what it tells is what the bot did. Its turning weeks are played here, the whole year in `make prove`."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.core.publishing import Level
from bot.rehearsal import cast
from bot.rehearsal.bot import create_rehearsed_bot
from bot.rehearsal.command import settings_below
from bot.rehearsal.simulator import Shown, Simulation
from bot.rehearsal.simulator.wire import components, text
from bot.rehearsal.story import command, script, truth
from bot.rehearsal.story.drawing import Drawing
from bot.rehearsal.story.notebook import Caption, Mark, Notebook, Seen
from bot.rehearsal.story.playing import START, ZONE, Year
from bot.rehearsal.story.report import Report
from bot.rehearsal.story.thief import steal
from bot.rehearsal.story.truth import Untrue, untrue
from bot.ui.charts.chart import Chart
from bot.ui.charts.room import ChartRoom
from bot.ui.words import Words, words_for
from tests.rehearsal.browser import browser, chromium

WORDS = words_for("en")
WIDER = (
    "[...document.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > innerWidth + 1)"
    ".map(one => one.outerHTML)"
)
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
    assert untrue(notebook, WORDS) == []
    assert notebook.marks[Mark.ALARM] - notebook.marks[Mark.BREACH] < timedelta(weeks=5)
    pair = next(one for one in notebook.seen if one.caption is Caption.PAIR)
    said = "\n".join(text(one, "content") for one in components(pair.shown.payload))
    for part in ("story-done-intent", "story-done-told", "impact-came"):
        assert WORDS(part) in said
    answer = next(one for one in notebook.seen if one.caption is Caption.ANSWER)
    assert WORDS("case-help-helped") in str(answer.shown.payload)
    way = next(one for one in notebook.seen if one.caption is Caption.WAY_BACK)
    conversation = "\n".join(text(one, "content") for one in components(way.shown.payload))
    news = [WORDS(f"story-news-{which}") for which in script.NEWS.values()]
    assert [conversation.count(one) for one in news] == [1] * len(news)
    assert sorted(news, key=conversation.index) == news
    assert notebook.thefts[-1].concerns == len(truth.WRITERS)

    assert "{" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!data:)', page)
    assert all(alternative for alternative in re.findall(r"<img alt=\"(.*?)\"", page))
    for caption in {one.caption for one in notebook.seen}:
        assert Drawing(str, str.encode).markdown(WORDS(f"story-seen-{caption.value}")) in page


def broken(notebook: Notebook) -> dict[Untrue, Notebook]:
    """The same notebook with one thing in it that is not so, for each that can be untrue."""
    first, theft, now = notebook.weeks[0], notebook.thefts[0], notebook.marks[Mark.ALARM]
    named = [*notebook.seen, Seen(now, Caption.TRUST, other_words("Lena was here"))]
    told = [*notebook.seen, Seen(now, Caption.CARD, other_words(WORDS("story-concern-theo")))]
    wrong = replace(first, lines=replace(first.lines, low=Level.MOST))
    night = replace(notebook.unasked[0], at=notebook.unasked[0].at.replace(hour=3))
    return {
        Untrue.ORDER: replace(notebook, marks={**notebook.marks, Mark.CLUSTER: START}),
        Untrue.POSTED: replace(notebook, weeks=[wrong, *notebook.weeks[1:]]),
        Untrue.MISSING: replace(notebook, seen=[one for one in notebook.seen if one.caption is not Caption.PAIR]),
        Untrue.WRITER: replace(notebook, seen=named),
        Untrue.WORDS: replace(notebook, seen=told),
        Untrue.ALERT: replace(notebook, alerts=notebook.alarms + 1),
        Untrue.THIEF: replace(notebook, thefts=[*notebook.thefts[1:], replace(theft, found=1)]),
        Untrue.UNASKED: replace(notebook, unasked=[night, *notebook.unasked[1:]]),
    }


def other_words(said: str) -> Shown:
    return Shown({"components": [{"type": 10, "content": said}]}, cast.MODERATORS_ROOM)


async def test_the_weeks_on_which_it_turns(tmp_path: Path) -> None:
    notebook, page = await told(tmp_path, TURNING)
    hold_what_it_tells(notebook, page)
    for what, other in broken(notebook).items():
        assert untrue(other, WORDS) == [what]
    assert {*broken(notebook), Untrue.FAULTS} == {*Untrue}
    if chromium() is not None:
        assert await wider_than_a_telephone(page) == []


async def wider_than_a_telephone(page: str) -> list[str]:
    """What reaches beyond the right edge of a telephone, with all that can be opened open."""
    async with browser(width=390) as context:
        tab = await context.new_page()
        await tab.set_content(page.replace("<details>", "<details open>"))
        return await tab.evaluate(WIDER)


def test_what_is_not_true_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def lies(_: Words) -> str:
        raise command.NotTrue([Untrue.THIEF, Untrue.FAULTS])

    monkeypatch.setattr(command, "tell", lies)
    monkeypatch.setattr("sys.argv", ["story", str(tmp_path / "story.html")])
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert WORDS("story-untrue-thief") in str(ended.value)
    assert ended.value.code not in {0, None}
    assert not list(tmp_path.iterdir())
    assert WORDS("story-preparing") in capsys.readouterr().out


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
    assert steal(tmp_path, people, secrets, 0, START).found == 0
    for number, left in enumerate(
        (b"<@1234567890123>", (2_345_678_901_234).to_bytes(8, "little"), b"Wilhelmina", b"my words", b"38463245 8F2K"),
        1,
    ):
        (tmp_path / str(number)).write_bytes(b"..." + left + b"...")
        assert steal(tmp_path, people, secrets, 0, START).found == number
    assert steal(tmp_path, people, secrets, 0, START).tables == (("kept", 1),)


def test_its_script_is_a_healthy_half_a_breach_that_reaches_eight_and_repair() -> None:
    lows = [script.low(week) for week in range(script.WEEKS)]
    assert max(lows[: script.BREACH]) <= 2
    assert len(script.REACHED) == 8
    assert script.TOLD_OUTSIDE not in script.REACHED
    assert max(lows) == 8
    assert max(lows[-8:]) <= 2
