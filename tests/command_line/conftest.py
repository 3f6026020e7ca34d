"""An operator's directories for commands that are tried without a process of their own."""

import secrets
import shutil
from pathlib import Path

import pytest

from bot.store.connections import make_private_directory
from bot.store.opening import open_stores
from config.settings import Settings
from tests.postgres import in_a_loop_of_its_own
from tests.store_fixtures import addresses, files, postgres, templates

__all__ = ["addresses", "files", "postgres", "templates"]


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
