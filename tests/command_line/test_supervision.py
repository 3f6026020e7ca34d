"""What runs the bot for an operator - the systemd unit, the container file - asks of it only what it can do."""

import json
import re
import shlex
import shutil
import socket
import subprocess
import sys
from configparser import ConfigParser
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import MAY_FINISH, MAY_LEAVE
from bot.command_line.parser import parser
from bot.command_line.supervisor import ADDRESS, Supervisor
from bot.services.health import State
from bot.ui.pulse import BEAT, Vital
from bot.ui.words import words_for
from config.settings import Settings

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "docs" / "common-ground.service"
CONTAINER = ROOT / "docs" / "Containerfile"
VITAL = Vital(State.CONNECTING, None, 0.0, timedelta())
SHELL_FORM = re.compile(r"^(RUN|CMD|ENTRYPOINT)\s+(?!\[)|HEALTHCHECK.* CMD (?!\[)")


def command_in(line: list[str]) -> str:
    """The command of `... -m bot COMMAND`, which the parser must know."""
    arguments = line[line.index("bot") + 1 :]
    assert line[line.index("bot") - 1] == "-m"
    return str(parser(words_for("en")).parse_args(arguments).command)


@pytest.fixture(scope="module")
def unit() -> ConfigParser:
    read = ConfigParser(interpolation=None)
    read.optionxform = str  # pyright: ignore[reportAttributeAccessIssue] # the documented way to keep capital letters
    read.read_string(UNIT.read_text("utf-8"))
    return read


def test_the_unit_runs_the_bot_and_gives_it_time_to_stop(unit: ConfigParser) -> None:
    service = unit["Service"]
    assert command_in(shlex.split(service["ExecStart"])) == "run"
    assert int(service["TimeoutStopSec"]) > 2 * (MAY_FINISH + MAY_LEAVE)
    assert int(service["WatchdogSec"]) > 3 * BEAT
    assert service["Type"] == "notify"
    assert service["Restart"] == "on-failure"


def test_the_unit_fences_the_bot_in(unit: ConfigParser) -> None:
    service = unit["Service"]
    home = service["WorkingDirectory"]
    defaults = Settings.model_validate({})
    written = [f"{home}/{place}" for place in (defaults.data_dir, defaults.key_dir)]
    assert service["ReadWritePaths"].split() == written
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "true"
    assert (service["LimitCORE"], service["MemorySwapMax"]) == ("0", "0")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed here")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    here = UNIT.read_text("utf-8").replace("/opt/common-ground/.venv/bin/python", sys.executable)
    here = re.sub(r"(User|Group)=common-ground", r"\1=root", here)
    (tmp_path / UNIT.name).write_text(here, "utf-8")
    done = subprocess.run(
        ("systemd-analyze", "verify", "--man=no", str(tmp_path / UNIT.name)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert UNIT.name not in done.stderr + done.stdout
    assert done.returncode == 0


def test_a_supervisor_hears_that_the_bot_lives_and_that_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in (str(tmp_path / "notify"), f"@common-ground-{tmp_path.name}"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
            systemd.bind("\0" + address[1:] if address.startswith("@") else address)
            systemd.settimeout(10)
            monkeypatch.setenv(ADDRESS, address)
            supervisor = Supervisor()
            supervisor.tell(VITAL)
            assert systemd.recv(100).split() == [b"READY=1", b"WATCHDOG=1", b"STATUS=connecting"]
            supervisor.stopping()
            assert systemd.recv(100) == b"STOPPING=1"


def test_without_a_supervisor_or_with_one_that_has_gone_nothing_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ADDRESS, str(tmp_path / "gone"))
    Supervisor().tell(VITAL)
    Supervisor().tell(VITAL)
    assert list(tmp_path.iterdir()) == []


def instructions() -> list[tuple[str, str]]:
    lines = [line.partition(" ") for line in CONTAINER.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return [(name, rest) for name, _, rest in lines]


def test_the_container_needs_no_shell_and_no_root() -> None:
    for name, rest in instructions():
        assert SHELL_FORM.search(f"{name} {rest}") is None
    assert [rest for name, rest in instructions() if name == "USER"] == ["10001:10001"]


def test_the_container_runs_what_there_is() -> None:
    told = dict(instructions())
    entry = json.loads(told["ENTRYPOINT"])
    assert command_in([*entry, *json.loads(told["CMD"])]) == "run"
    assert command_in(json.loads(told["HEALTHCHECK"].partition(" CMD ")[2])) == "health"


def test_the_container_holds_the_whole_program_and_nothing_else_of_the_directory() -> None:
    copied = [rest.split() for name, rest in instructions() if name == "COPY" and "--from" not in rest]
    assert {source for source, _ in copied} == {"bot", "cogs", "config", "requirements/run.txt"}
    assert all((ROOT / source).exists() for source, _ in copied)
    places = dict(word.split("=") for name, rest in instructions() if name == "ENV" for word in rest.split())
    ours = {name.removeprefix("COMMON_GROUND_").lower() for name in places if name.startswith("COMMON_GROUND_")}
    assert ours <= set(Settings.model_fields)
    volumes = json.loads(dict(instructions())["VOLUME"])
    assert [places["COMMON_GROUND_DATA_DIR"], places["COMMON_GROUND_KEY_DIR"]] == volumes
