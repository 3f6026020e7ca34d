"""A process killed in the middle of its writes: what it had confirmed is there, and the file is sound."""

import asyncio
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store.connections import sqlite_address
from tests.store.samples import names
from tests.store.writing_process import AT_ONCE
from tests.store_fixtures import Addresses, opened


@pytest.mark.parametrize("seed", range(3))
async def test_what_was_confirmed_survives_a_kill(addresses: Addresses, seed: int) -> None:
    await _kill_and_look(addresses.database, seed)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(100, 140))
async def test_what_was_confirmed_survives_many_kills(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "data" / "common-ground.db"
    await _kill_and_look(sqlite_address(path), seed)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def _kill_and_look(url: str, seed: int) -> None:
    confirmed = await asyncio.to_thread(_confirmed_before_the_kill, url, random.Random(seed).randint(1, 200))
    async with opened(url) as database:
        kept = set(await names(database))
    assert set(confirmed) <= kept
    # Of each writer at most the one write under way may be there unconfirmed.
    assert len(kept) - len(set(confirmed)) <= AT_ONCE


def _confirmed_before_the_kill(url: str, lines: int) -> list[str]:
    command = [sys.executable, "-m", "tests.store.writing_process", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        confirmed = [process.stdout.readline().strip() for _ in range(lines)]
        process.kill()
        return confirmed + [line.strip() for line in process.stdout if line.endswith("\n")]
