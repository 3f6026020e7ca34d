"""`backup`, `rotate-key` and `erase-server` as an operator types them; what they do is tried with the stores."""

from pathlib import Path

import pytest

from bot.command_line import main as module
from bot.core.identity import ServerId
from bot.store.opening import Stores
from bot.store.run_lock import run_lock
from config.settings import Settings
from tests.command_line.conftest import Terminal
from tests.command_line.hands import openable, set_up, with_stores
from tests.services.filled_servers import FIRST, SECOND, FilledHouse, Rows, unfilled

HERE, THERE = ServerId(811_700_000_000_000_117), ServerId(822_700_000_000_000_227)
CHANGING = [("rotate-key",), ("erase-server", str(HERE))]


@pytest.fixture
def kept(started: Settings) -> Settings:
    """An operator's stores with two servers in them."""
    set_up(started, HERE, THERE)
    return started


def test_a_server_is_erased_once_its_number_was_typed_again(kept: Settings, terminal: Terminal) -> None:
    said = terminal("erase-server", str(HERE), typed=f"{HERE}\n")
    assert said.code == 0
    assert "cannot be undone" in said.out
    assert "Make a backup now" in said.out
    assert openable(kept) == [THERE]
    again = terminal("erase-server", str(HERE), typed=f"{HERE}\n")
    assert (again.code, str(THERE) in again.err) == (1, True)


def test_of_the_erased_server_nothing_is_left_in_any_table(started: Settings, terminal: Terminal) -> None:
    async def fill(stores: Stores) -> Rows:
        house = FilledHouse(stores.database, stores.keys)
        await house.fill(SECOND)
        before = await house.rows()
        await house.fill(FIRST)
        assert unfilled(await house.rows()) == []
        return before

    before = with_stores(started, fill)
    assert terminal("erase-server", str(FIRST), typed=f"{FIRST}\n").code == 0
    assert with_stores(started, lambda stores: FilledHouse(stores.database, stores.keys).rows()) == before


@pytest.mark.parametrize("typed", ["", "\n", "yes\n", f"{THERE}\n"])
def test_whoever_types_something_else_erases_nothing(kept: Settings, terminal: Terminal, typed: str) -> None:
    said = terminal("erase-server", str(HERE), typed=typed)
    assert said.code == 1
    assert "Nothing was erased" in said.err
    assert openable(kept) == [HERE, THERE]


def test_a_number_that_is_none_is_a_misuse(terminal: Terminal) -> None:
    assert terminal("erase-server", "our-server").code == 2
    assert terminal("erase-server").code == 2
    assert terminal("dance").code == 2


def test_the_key_is_another_afterwards_and_opens_all_that_it_opened(kept: Settings, terminal: Terminal) -> None:
    before = (kept.key_dir / "operator.key").read_text()
    said = terminal("rotate-key")
    assert said.code == 0
    assert "Make a backup now" in said.out
    assert (kept.key_dir / "operator.key").read_text() != before
    assert openable(kept) == [HERE, THERE]


@pytest.mark.parametrize("command", CHANGING)
def test_while_the_bot_runs_nothing_is_changed(kept: Settings, terminal: Terminal, command: tuple[str, ...]) -> None:
    with run_lock(kept.data_dir, kept.key_dir):
        said = terminal(*command, typed=f"{HERE}\n")
    assert said.code == 1
    assert "Stop it first" in said.err
    assert openable(kept) == [HERE, THERE]


@pytest.mark.parametrize("command", [*CHANGING, ("backup", "--database-to", "../a", "--keys-to", "../b")])
def test_where_nothing_is_nothing_is_made(new: Settings, terminal: Terminal, command: tuple[str, ...]) -> None:
    said = terminal(*command)
    assert said.code == 1
    assert "no database, no key" in said.err
    assert not list(new.data_dir.glob("*.db"))
    assert not list(new.key_dir.glob("*.key"))


@pytest.mark.parametrize("running", [False, True])
def test_a_backup_says_where_it_lies_and_is_remembered(
    kept: Settings, terminal: Terminal, tmp_path: Path, *, running: bool
) -> None:
    command = ("backup", "--database-to", tmp_path / "copies", "--keys-to", tmp_path / "safe")
    if running:
        with run_lock(kept.data_dir, kept.key_dir):
            said = terminal(*command)
    else:
        said = terminal(*command)
    assert (said.code, said.err) == (0, "")
    (copy,), (keys,) = (list((tmp_path / name).iterdir()) for name in ("copies", "safe"))
    assert str(copy) in said.out
    assert str(keys) in said.out
    assert "The last backup was made today" in terminal("check").out


@pytest.mark.parametrize(
    ("database_to", "keys_to"),
    [("copies", "copies"), ("copies", "copies/keys"), ("data/x", "safe"), ("copies", "keys")],
)
def test_both_in_one_place_is_a_misuse(
    kept: Settings, terminal: Terminal, tmp_path: Path, database_to: str, keys_to: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    said = terminal("backup", "--database-to", tmp_path / database_to, "--keys-to", tmp_path / keys_to)
    assert said.code == 2
    assert "two different places" in said.err
    assert sorted(tmp_path.rglob("*")) == before


def test_what_nobody_foresaw_is_told_without_its_words(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise ValueError("what a member wrote")

    monkeypatch.setattr(module, "_COMMANDS", {"version": fail})
    said = terminal("version")
    assert said.code == 1
    assert "ValueError" in said.out + said.err
    assert "what a member wrote" not in said.out + said.err
    assert "Traceback" not in said.out + said.err


def test_an_interruption_is_no_success(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_COMMANDS", {"rotate-key": interrupted})
    assert terminal("rotate-key").code == 1
