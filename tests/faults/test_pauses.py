"""The real process never holds all answers up for long: what start-up made is not looked through again and again."""

from pathlib import Path

from tests.standin.process import BotProcess
from tests.standin.standin import StandIn

COUNTING = """
import atexit, gc
from bot.__main__ import main
atexit.register(lambda: print(len(gc.get_objects())))
main(["run"])
"""


async def test_the_collector_looks_through_little(tmp_path: Path) -> None:
    async with StandIn() as stand_in:
        process = BotProcess(stand_in, tmp_path, command=("-c", COUNTING))
        await process.start()
        await process.stop()
    assert int(process.output.read_text("utf-8").splitlines()[-1]) < 20_000, "start-up alone makes more than 100,000"
