"""`make story`: plays the year in a temporary directory and writes the report. Nothing is left but that one file."""

import argparse
import asyncio
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Final

from bot.rehearsal.bot import create_rehearsed_bot
from bot.rehearsal.command import settings_below
from bot.rehearsal.simulator import Simulation
from bot.rehearsal.story.drawing import Drawing
from bot.rehearsal.story.playing import START, Year
from bot.rehearsal.story.report import Report
from bot.rehearsal.story.truth import Untrue, untrue
from bot.ui.logs import set_up_logs
from bot.ui.words import DEFAULT_LANGUAGE, Words, words_for

FILE: Final = Path("story.html")


class NotTrue(Exception):
    """The report would say what did not happen."""

    def __init__(self, what: list[Untrue]) -> None:
        super().__init__(*(one.value for one in what))
        self.what = what


async def tell(words: Words) -> str:
    """Play the year; the report as HTML.

    Raises:
        NotTrue: something in it would not be so.
    """
    with tempfile.TemporaryDirectory(prefix="common-ground-story-", ignore_cleanup_errors=True) as name:
        place = Path(name)
        bot = partial(create_rehearsed_bot, settings_below(place))
        async with Simulation(bot, start=START) as simulation:
            notebook = await Year(simulation, words, place).play()
            wrong = untrue(notebook, words) + ([Untrue.FAULTS] if simulation.errors else [])
            if wrong:
                raise NotTrue(wrong)
            return Report(words, notebook, Drawing(simulation.world.called, simulation.world.file)).page()


def main() -> None:
    """Write the report where the command line says; exit with 1, and write none, if it would not be true."""
    words = words_for(DEFAULT_LANGUAGE)
    parser = argparse.ArgumentParser(description=words("story-tagline"))
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    file: Path = parser.parse_args().file
    set_up_logs("ERROR", "console")
    print(words("story-preparing"), flush=True)  # noqa: T201 - a command speaks
    try:
        page = asyncio.run(tell(words))
    except NotTrue as error:
        said = "\n".join(f"- {words(f'story-untrue-{one.value}')}" for one in error.what)
        sys.exit(f"{words('story-untrue')}\n{said}")
    file.write_text(page, "utf-8")
    print(words("story-written", file=str(file), size=round(file.stat().st_size / 1000)))  # noqa: T201 - a command speaks
