"""The real bot on the simulated Discord, with fresh data and keys for each test; every request it sends is looked at.

`stage` is the server before anybody has set it up. Another moment, other settings: `open_stage`.
"""

from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import pytest

from bot.rehearsal.bot import create_rehearsed_bot
from bot.rehearsal.cast import START
from bot.rehearsal.simulator import Request
from bot.ui import trouble
from bot.ui.charts.chart import Chart
from bot.ui.charts.drawing import draw
from bot.ui.charts.room import ChartRoom
from config.settings import Settings
from tests.direct_presses import without_a_command
from tests.end_to_end.listening import is_asked, listening
from tests.end_to_end.simcord_stage import SimcordStage
from tests.payloads import validate
from tests.proof import Found, note


def check(request: Request) -> None:
    """What every test asserts of every request."""
    validate(request.method, request.path, request.body)


class OpenStage(Protocol):
    """Opens a stage, which is closed after the test."""

    async def __call__(self, *, start: datetime = START, **settings: Any) -> SimcordStage: ...


@pytest.fixture
def settings_of(tmp_path: Path) -> Callable[..., Settings]:
    """Settings for fresh data and keys below the test's own directory; more may be given."""

    def settings(**more: Any) -> Settings:
        places = {"data_dir": tmp_path / "data", "key_dir": tmp_path / "keys"}
        for place in places.values():
            place.mkdir(exist_ok=True)
        return Settings(_env_file=None, **(places | more))  # pyright: ignore[reportCallIssue] # pydantic-settings' own

    return settings


@pytest.fixture(autouse=True)
def apologies(monkeypatch: pytest.MonkeyPatch) -> Generator[list[BaseException]]:
    """Errors that the bot did not foresee and apologised for; they fail a test that does not clear the list."""
    found: list[BaseException] = []
    report = trouble.report

    def noted(event: str, error: BaseException, ref: str = "") -> None:
        if event == "unexpected":
            found.append(error)
        report(event, error, ref)

    monkeypatch.setattr(trouble, "report", noted)
    yield found
    if found:
        raise BaseExceptionGroup("the bot apologised for errors that it did not foresee", found)


@pytest.fixture(scope="session")
def stories_heard() -> Generator[list[int]]:
    """How many lines were logged in each story that was listened to; noted as one figure."""
    lines: list[int] = []
    yield lines
    if lines:
        what = f"ids and typed words in {sum(lines):,} lines at DEBUG of {len(lines)} stories"
        note(Found("F11", what, "0", "a planted one is found", "0", "tests/end_to_end"))


@pytest.fixture(autouse=True)
def nobody_is_in_the_log(monkeypatch: pytest.MonkeyPatch, stories_heard: list[int]) -> Generator[None]:
    """Where the run is asked to listen: no line of any story holds an id of anybody or what anybody typed."""
    if not is_asked():
        yield
        return
    with listening(monkeypatch) as heard:
        yield
    assert heard.tells() == []
    stories_heard.append(len(heard.lines))


@pytest.fixture
def drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are drawn by this process, which loads once what draws; the one of its own is in `tests/ui`."""

    async def drawn(_: ChartRoom, chart: Chart) -> bytes:
        return draw(chart)

    monkeypatch.setattr(ChartRoom, "draw", drawn)


@pytest.fixture
async def open_stage(settings_of: Callable[..., Settings], drawn_here: None) -> AsyncGenerator[OpenStage]:
    """For a test that needs another moment or other settings, or opens the same data twice."""
    async with AsyncExitStack() as stack:

        async def opened(*, start: datetime = START, **settings: Any) -> SimcordStage:
            made = settings_of(**settings)

            def look(request: Request) -> None:
                check(request)
                assert without_a_command(stage.world, request) == set()

            stage = SimcordStage(lambda: create_rehearsed_bot(made), check=look, start=start)
            return await stack.enter_async_context(stage)

        yield opened


@pytest.fixture
async def stage(open_stage: OpenStage) -> SimcordStage:
    """The server with its cast, and the bot just invited."""
    return await open_stage()


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch, drawn_here: None) -> list[Chart]:
    """The process that draws fails; what it should have drawn is returned."""
    asked: list[Chart] = []

    async def failing(_: ChartRoom, chart: Chart) -> bytes | None:
        asked.append(chart)
        return None

    monkeypatch.setattr(ChartRoom, "draw", failing)
    return asked
