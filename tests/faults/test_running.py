"""The real process as its operator and whatever supervises it see it: health, figures, a second start, the end."""

import socket
from pathlib import Path

import aiohttp
import pytest

from tests.standin.beginnings import already_loaded
from tests.standin.process import BotProcess, DidNotStart
from tests.standin.stage import StandInStage


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def test_a_process_tells_how_it_is_and_lets_no_second_one_near_its_data(tmp_path: Path) -> None:
    port, notices = free_port(), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notices.bind(str(tmp_path / "notify"))
    notices.settimeout(0)
    environment = {"COMMON_GROUND_METRICS_PORT": str(port), "NOTIFY_SOCKET": str(tmp_path / "notify")}
    with notices:
        async with StandInStage(tmp_path, environment=environment, begin=already_loaded) as stage:
            health = stage.process.data_dir / "health"
            await stage.until(lambda: health.is_file() and health.read_text() == "ready\n")
            async with aiohttp.request("GET", f"http://127.0.0.1:{port}/metrics") as answer:
                told = await answer.text()
            assert "common_ground_ready 1.0" in told

            second = BotProcess(stage.stand_in, tmp_path, begin=already_loaded)
            second.errors = tmp_path / "second.log"
            with pytest.raises(DidNotStart, match="exit code 1"):
                await second.start()
            assert "Another process of Common Ground works on the same data" in second.errors.read_text("utf-8")
            assert health.read_text() == "ready\n"

            assert await stage.process.stop() == 0
            assert not health.exists()
        heard = notices.recv(200), *(_all(notices))
    assert heard[0].startswith(b"READY=1")
    assert heard[-1] == b"STOPPING=1"


def _all(notices: socket.socket) -> list[bytes]:
    heard: list[bytes] = []
    while True:
        try:
            heard.append(notices.recv(200))
        except BlockingIOError:
            return heard
