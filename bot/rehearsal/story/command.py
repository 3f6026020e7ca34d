"""`make story`: plays the year in a temporary directory and writes the report. Nothing is left but that one file."""

import argparse
import asyncio
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
from bot.ui.logs import set_up_logs
from bot.ui.words import DEFAULT_LANGUAGE, Words, words_for

FILE: Final = Path("story.html")


async def tell(words: Words) -> str:
    """Play the year; the report as HTML."""
    with tempfile.TemporaryDirectory(prefix="common-ground-story-", ignore_cleanup_errors=True) as name:
        place = Path(name)
        bot = partial(create_rehearsed_bot, settings_below(place))
        async with Simulation(bot, start=START) as simulation:
            notebook = await Year(simulation, words, place).play()
            drawing = Drawing(simulation.world.called, simulation.world.file)
            return Report(words, notebook, drawing).page()


def main() -> None:
    """Write the report where the command line says."""
    words = words_for(DEFAULT_LANGUAGE)
    parser = argparse.ArgumentParser(description=words("story-tagline"))
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    file: Path = parser.parse_args().file
    set_up_logs("ERROR", "console")
    print(words("story-preparing"), flush=True)  # noqa: T201 - a command speaks
    file.write_text(asyncio.run(tell(words)), "utf-8")
    print(words("story-written", file=str(file)))  # noqa: T201 - a command speaks
