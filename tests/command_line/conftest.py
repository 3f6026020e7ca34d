"""An operator's directories for commands that are tried without a process of their own."""

import io
import secrets
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.command_line.main import main
from bot.store.connections import make_private_directory
from bot.store.opening import open_stores
from config.settings import Settings
from tests.postgres import in_a_loop_of_its_own
from tests.store_fixtures import addresses, database, files, keys, operator_key, pace, postgres, templates

__all__ = ["addresses", "database", "files", "keys", "operator_key", "pace", "postgres", "templates"]


def settings_in(folder: Path, **more: object) -> Settings:
    """Settings below a folder; nothing of a developer's own environment."""
    return Settings.model_validate({"data_dir": folder / "data", "key_dir": folder / "keys", **more})


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a first start leaves behind."""
    folder = tmp_path_factory.mktemp("begun")
    settings = settings_in(folder)
    for directory in (settings.data_dir, settings.key_dir):
        make_private_directory(directory)

    async def opened() -> str:
        stores = await open_stores(
            settings.database_address, settings.keystore_address, settings.key_dir, secrets.token_bytes
        )
        await stores.close()
        return ""

    in_a_loop_of_its_own(opened)
    return folder


@pytest.fixture
def new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of an operator who has not started the bot yet."""
    monkeypatch.chdir(tmp_path)
    return settings_in(tmp_path)


@pytest.fixture
def started(new: Settings, begun: Path, tmp_path: Path) -> Settings:
    """The settings of an operator whose bot was started before."""
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    return new


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


class Terminal:
    """Types commands, in this very process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *arguments: str | Path, typed: str = "") -> Said:
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as end:
            code = int(str(end.code))
        printed = self._capsys.readouterr()
        return Said(code, printed.out, printed.err)


OF_EVERY_PROCESS = ("TOKEN", "DATABASE_URL", "API_URL", "HEALTH_FILE", "METRICS_PORT", "HELP_LINES")
OF_ONE_AMONG_SEVERAL = ("KEY_DATABASE_URL", "SHARD_IDS", "SHARD_COUNT")


@pytest.fixture
def terminal(new: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """The terminal of an operator whose settings are `new`."""
    monkeypatch.setenv("COMMON_GROUND_DATA_DIR", str(new.data_dir))
    monkeypatch.setenv("COMMON_GROUND_KEY_DIR", str(new.key_dir))
    for name in (*OF_EVERY_PROCESS, *OF_ONE_AMONG_SEVERAL):
        monkeypatch.delenv(f"COMMON_GROUND_{name}", raising=False)
    return Terminal(monkeypatch, capsys)
