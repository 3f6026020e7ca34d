"""The health file tells how the bot is as long as it runs and its loop turns, and nothing else."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import create_autospec

import discord
import pytest
from discord.gateway import DiscordWebSocket

from bot.services.health import STALE_AFTER, HealthFile, State, read_health
from bot.ui import pulse as module
from bot.ui.pulse import Pulse, Vital

SECOND = timedelta(seconds=1)


def written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


@pytest.mark.parametrize("state", State)
def test_what_was_written_is_read_until_it_is_stale(tmp_path: Path, state: State) -> None:
    path = tmp_path / "data" / "health"
    HealthFile(path).write(state)
    now = written_at(path)
    assert path.read_text("ascii").split() == [state.value]
    assert path.stat().st_mode & 0o077 == 0
    assert read_health(path, now + STALE_AFTER - SECOND) is state
    assert read_health(path, now + STALE_AFTER + SECOND) is None
    assert read_health(path, now - STALE_AFTER - SECOND) is None


def test_nothing_and_nonsense_are_not_health(tmp_path: Path) -> None:
    path = tmp_path / "health"
    assert read_health(path, datetime.now(UTC)) is None  # noqa: TID251 - a file's time is the machine's
    path.write_bytes(b"\xff splendid")
    assert read_health(path, written_at(path)) is None


def test_a_bot_that_ends_leaves_no_file_behind(tmp_path: Path) -> None:
    file = HealthFile(tmp_path / "health")
    file.write(State.READY)
    file.remove()
    file.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_nothing_is_no_reason_to_fall_over(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the directory should be")
    HealthFile(tmp_path / "data" / "health").write(State.READY)
    assert (tmp_path / "data").is_file()


def connected_client(*, ready: bool = True, is_open: bool = True) -> discord.Client:
    client = create_autospec(discord.Client, instance=True)
    client.is_ready.return_value = ready
    client.latency = 0.25
    client.ws = create_autospec(DiscordWebSocket, instance=True)
    client.ws.open = is_open
    return client


async def well() -> timedelta | None:
    return SECOND


async def in_trouble() -> timedelta | None:
    return None


async def test_a_look_tells_the_worst_first() -> None:
    assert await Pulse(connected_client(), well, []).look(0.5) == Vital(State.READY, 0.25, 0.5, SECOND)
    for away in (connected_client(ready=False), connected_client(is_open=False)):
        assert await Pulse(away, well, []).look(0.0) == Vital(State.CONNECTING, None, 0.0, SECOND)
        assert (await Pulse(away, in_trouble, []).look(0.0)).state is State.STORE_TROUBLE
    never = connected_client()
    never.ws = None  # pyright: ignore[reportAttributeAccessIssue] # what discord.py itself does
    assert (await Pulse(never, well, []).look(0.0)).state is State.CONNECTING


async def test_it_looks_each_second_until_all_is_well_then_at_each_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    naps: list[str] = []
    client = connected_client(ready=False)

    async def nap(_seconds: float) -> None:
        naps.append("nap")
        if naps.count("nap") == 2:
            client.is_ready = lambda: True
        if len(naps) > 20:
            raise asyncio.CancelledError

    monkeypatch.setattr(module.asyncio, "sleep", nap)
    with pytest.raises(asyncio.CancelledError):
        await Pulse(client, well, [lambda vital: naps.append(vital.state.value)]).run()
    assert naps[:7] == ["connecting", "nap", "connecting", "nap", "ready", *["nap"] * 2]
    assert naps.count("ready") == 2
