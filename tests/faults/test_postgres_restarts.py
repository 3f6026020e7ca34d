"""PostgreSQL is restarted, crashes and loses connections while people press: nothing that was confirmed is lost.

The bot goes on living and finds back by itself; everybody is answered, and who is asked to try again does so. The
ledger is kept outside the bot, and what is told is compared with what the server kept. `COMMON_GROUND_RESTARTS` says
how often something happens; the figures are printed (pytest -s). Not here: kills of the bot itself (`test_kill.py`).
"""

import asyncio
import os
import signal
import subprocess
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import psutil
import pytest

from bot.store.database import Database
from tests.faults.crowd import Crowd
from tests.faults.killer import unless_it_ends
from tests.faults.patient import TOLD
from tests.faults.scenes import agreement_posts, open_round, round_post, unforeseen
from tests.payloads import validate
from tests.postgres import PostgresServer, binaries, postgres_server
from tests.standin.beginnings import already_loaded
from tests.standin.stage import StandInStage
from tests.store.samples import tell
from tests.stories import publish, ready

RESTARTS = int(os.environ.get("COMMON_GROUND_RESTARTS", "5"))
LONGEST_CALM = 0.3
"""Seconds from the first confirmation after one misfortune to the next."""
SEED = 20_261_122


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server of its own, which puts each commit on the disk before it says so."""
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed here")
    with postgres_server(programs, ()) as server:
        yield server


@pytest.fixture
async def group(tmp_path: Path, server: PostgresServer) -> AsyncIterator[StandInStage]:
    url = {"COMMON_GROUND_DATABASE_URL": server.url(await server.create())}
    # Many cards at once, each looked for before it is posted, take their time.
    async with StandInStage(tmp_path, validate=validate, begin=already_loaded, environment=url, patience=120) as stage:
        await ready(stage)
        yield stage
        assert unforeseen(stage) == []


@dataclass
class Misfortune:
    """What happens to a server while a crowd presses. `met` counts it by kind."""

    server: PostgresServer
    crowd: Crowd
    chance: Random
    met: Counter[str] = field(default_factory=Counter[str])

    async def strike(self) -> None:
        """Something of a kind drawn by lot happens, and then the crowd goes on: somebody new reads that it is kept."""
        kinds = (self._restarted, self._crashed, self._away, self._backend_killed, self._connections_cut)
        kind = self.chance.choice(kinds)
        await kind()
        self.met[kind.__name__.strip("_").replace("_", " ")] += 1
        confirmed = self._confirmed
        await _until(lambda: self._confirmed > confirmed)
        await asyncio.sleep(self.chance.uniform(0, LONGEST_CALM))

    @property
    def total(self) -> int:
        return sum(self.met.values())

    @property
    def _confirmed(self) -> int:
        ledger = self.crowd.ledger
        return sum(map(len, (ledger.agreed, ledger.answers, ledger.concerns, ledger.written)))

    async def _restarted(self) -> None:
        try:
            await asyncio.to_thread(self.server.stop)
        except subprocess.CalledProcessError:
            # With a storm of connections at its door PostgreSQL 15 now and then waits for ever, having ended them all.
            await asyncio.to_thread(self.server.stop, "immediate")
        await asyncio.to_thread(self.server.start)

    async def _crashed(self) -> None:
        await asyncio.to_thread(self.server.stop, "immediate")
        await asyncio.to_thread(self.server.start)

    async def _away(self) -> None:
        """Until somebody pressed in vain."""
        before = self.crowd.unanswered.total()
        await asyncio.to_thread(self.server.stop, "immediate")
        await _until(lambda: self.crowd.unanswered.total() > before)
        await asyncio.to_thread(self.server.start)

    async def _backend_killed(self) -> None:
        """The server ends all others then, and recovers as after a crash."""
        for process in self._backends()[:1]:
            process.send_signal(signal.SIGKILL)

    async def _connections_cut(self) -> None:
        for process in self._backends():
            process.terminate()

    def _backends(self) -> list[psutil.Process]:
        """Those that serve the bot, in any order."""
        postmaster = int((self.server.directory / "data" / "postmaster.pid").read_text("ascii").splitlines()[0])
        children = psutil.Process(postmaster).children()
        serving = [child for child in children if "tests test_" in " ".join(child.cmdline())]
        return self.chance.sample(serving, len(serving))


async def _until(happened: Callable[[], bool]) -> None:
    while not happened():  # noqa: ASYNC110 - what happens is in another process
        await asyncio.sleep(0.02)


@pytest.mark.timeout(180 + 10 * RESTARTS)
async def test_the_ledger_balances_though_the_server_dies_again_and_again(
    group: StandInStage, server: PostgresServer
) -> None:
    await publish(group)
    chance = Random(SEED)
    crowd = Crowd(group, chance, agreement_posts(group)[0], await open_round(group))
    assert "copied the keys again and again" in round_post(group).text
    process = group.process.id
    crowd.is_up.set()
    acting = asyncio.create_task(crowd.come())
    misfortune = Misfortune(server, crowd, chance)
    try:
        while misfortune.total < RESTARTS:
            await unless_it_ends(acting, misfortune.strike())
    except BaseException:
        acting.cancel()
        raise
    crowd.leave()
    await acting
    assert group.process.id == process, "it lives on"
    assert any(what.startswith(TOLD) for what in crowd.unanswered), "nobody noticed anything"
    await crowd.ledger.is_shown(group)
    await group.process.kill()
    await crowd.ledger.balance_on_disk(group)
    await group.process.start()
    await crowd.ledger.balance_as_shown(group)
    assert await _transactions(group) == 1, "at a full hour tables were written anew"
    _print(misfortune)


async def _transactions(stage: StandInStage) -> object:
    """How many wrote what stands in the table of those who agreed."""
    database = await Database.open_as_it_is(stage.process.database_url.get_secret_value())
    try:
        return await database.write(tell, "SELECT count(DISTINCT xmin::text) FROM acceptance")
    finally:
        await database.close()


def _print(misfortune: Misfortune) -> None:
    ledger, crowd = misfortune.crowd.ledger, misfortune.crowd
    confirmed = f"{len(ledger.agreed)} agreed, {len(ledger.answers)} answered, {len(ledger.concerns)} concerns sent"
    confirmed += f", {len(ledger.written)} of them with more, {len(ledger.held)} held"
    lines = (
        f"{misfortune.total} misfortunes of the server: {dict(misfortune.met)}",
        f"confirmed: {confirmed}; {crowd.had_agreed} agreements were kept though nobody was told",
        f"done again: {dict(crowd.unanswered)}",
    )
    print("", *lines, sep="\n")  # noqa: T201 - the figures of this proof, shown with pytest -s
