"""Several processes on one pair of databases, as an operator sets them up: what is refused, and in which words."""

import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.core.sharding import Shards
from bot.store.connections import make_private_directory
from bot.store.opening import open_stores
from bot.store.operator_key import KEY_FILE
from config.settings import Settings
from tests.command_line.conftest import Terminal
from tests.command_line.test_starting import failed
from tests.postgres import PostgresServer, in_a_loop_of_its_own
from tests.store.test_shard_locks import another

HERE, THERE = "postgresql+asyncpg://someone:hunter2@127.0.0.1:9/x", "postgresql+asyncpg://someone:hunter2@127.0.0.1:9/y"
BOTH = {"DATABASE_URL": HERE, "KEY_DATABASE_URL": THERE}


def put(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    monkeypatch.setenv("COMMON_GROUND_TOKEN", "no.real.token")
    for name, value in variables.items():
        monkeypatch.setenv(f"COMMON_GROUND_{name}", value)


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({**BOTH, "SHARD_IDS": "0,1"}, "do not go together"),
        ({**BOTH, "SHARD_COUNT": "4"}, "do not go together"),
        ({**BOTH, "SHARD_COUNT": "4", "SHARD_IDS": "0,4"}, "do not go together"),
        ({**BOTH, "SHARD_COUNT": "4", "SHARD_IDS": "1,1"}, "do not go together"),
        ({**BOTH, "SHARD_COUNT": "4", "SHARD_IDS": ""}, "do not go together"),
        ({**BOTH, "SHARD_COUNT": "4", "SHARD_IDS": "3-1"}, "do not go together"),
        ({**BOTH, "SHARD_COUNT": "4", "SHARD_IDS": "-1"}, "do not go together"),
        ({**BOTH, "SHARD_COUNT": "4", "SHARD_IDS": "0-99999999999"}, "do not go together"),
        ({**BOTH, "SHARD_COUNT": "0", "SHARD_IDS": "0"}, "COMMON_GROUND_SHARD_COUNT"),
        ({"SHARD_COUNT": "4", "SHARD_IDS": "0"}, "two PostgreSQL databases"),
        ({"DATABASE_URL": HERE, "SHARD_COUNT": "4", "SHARD_IDS": "0"}, "two PostgreSQL databases"),
        ({"KEY_DATABASE_URL": "mysql://root:hunter2@h/x"}, "KEY_DATABASE_URL is not an address"),
        ({"DATABASE_URL": HERE, "KEY_DATABASE_URL": HERE}, "name the same database"),
        ({"DATABASE_URL": HERE, "KEY_DATABASE_URL": HERE.replace("someone", "another")}, "name the same database"),
        ({**BOTH, "SHARD_COUNT": "4", "SHARD_IDS": "0"}, "The database does not answer"),
    ],
)
def test_what_does_not_go_together_is_one_line(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, variables: Mapping[str, str], told: str
) -> None:
    put(monkeypatch, **variables)
    assert told in failed(terminal("run"))


@pytest.mark.parametrize(("listed", "owned"), [("0", (0,)), ("2, 0", (2, 0)), ("1-3", (1, 2, 3)), ("0,2-3", (0, 2, 3))])
def test_shards_are_listed_one_by_one_or_as_a_range(
    monkeypatch: pytest.MonkeyPatch, listed: str, owned: tuple[int, ...]
) -> None:
    put(monkeypatch, **BOTH, SHARD_COUNT="4", SHARD_IDS=listed)
    assert Settings().shard_ids == owned


class Pair(NamedTuple):
    """The addresses of two empty databases."""

    database: str
    keys: str


@pytest.fixture
def pair(postgres: PostgresServer) -> Iterator[Pair]:
    names = [in_a_loop_of_its_own(postgres.create) for _ in range(2)]
    yield Pair(*map(postgres.url, names))
    for name in names:
        in_a_loop_of_its_own(lambda one=name: dropped(postgres, one))


async def dropped(postgres: PostgresServer, name: str) -> str:
    await postgres.drop(name)
    return name


@pytest.fixture
def second(pair: Pair, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The terminal of an operator whose second process is to own shard 1 of 4."""
    put(monkeypatch, DATABASE_URL=pair.database, KEY_DATABASE_URL=pair.keys, SHARD_COUNT="4", SHARD_IDS="1")
    return terminal


def first_was_there(pair: Pair, key_dir: Path) -> None:
    """The process that owns shard 0 has made the stores and the operator's key."""
    make_private_directory(key_dir.parent / "data")

    async def start() -> str:
        await (await open_stores(*pair, key_dir, secrets.token_bytes, shards=Shards(frozenset({0}), 4))).close()
        return ""

    in_a_loop_of_its_own(start)


def test_the_first_process_makes_the_key_and_the_others_are_given_it(
    pair: Pair, second: Terminal, new: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Start the process that owns shard 0 first" in failed(second("run"))
    assert not (new.key_dir / KEY_FILE).exists()
    first_was_there(pair, tmp_path / "first")
    assert "Start the process that owns shard 0 first" in failed(second("run"))
    monkeypatch.setenv("COMMON_GROUND_SHARD_IDS", "0")
    assert "A key that is needed is not in the key directory" in failed(second("run"))
    assert not (new.key_dir / KEY_FILE).exists()
    shutil.copy(tmp_path / "first" / KEY_FILE, new.key_dir / KEY_FILE)
    monkeypatch.setenv("COMMON_GROUND_API_URL", "http://127.0.0.1:9/api/v10")
    assert "Discord could not be reached" in failed(second("run"))


def test_a_second_process_for_the_same_shard_is_refused(pair: Pair, second: Terminal, new: Settings) -> None:
    first_was_there(pair, new.key_dir)
    with another(pair.database):
        assert "Another process runs that owns one of the shards" in failed(second("run"))


def test_a_process_that_counts_otherwise_or_not_at_all_is_refused(
    pair: Pair, second: Terminal, new: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_was_there(pair, new.key_dir)
    with another(pair.database):
        monkeypatch.setenv("COMMON_GROUND_SHARD_COUNT", "8")
        assert "must be the same for all" in failed(second("run"))
        for name in ("SHARD_COUNT", "SHARD_IDS"):
            monkeypatch.delenv(f"COMMON_GROUND_{name}")
        assert "must be the same for all" in failed(second("run"))


def test_none_starts_beside_one_that_owns_everything(
    pair: Pair, second: Terminal, new: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_was_there(pair, new.key_dir)
    with another(pair.database, shard=0, count=1):
        assert "must be the same for all" in failed(second("run"))
        for name in ("SHARD_COUNT", "SHARD_IDS"):
            monkeypatch.delenv(f"COMMON_GROUND_{name}")
        assert "Another process runs that owns" in failed(second("run"))


@pytest.mark.parametrize("command", [("rotate-key",), ("erase-server", "1")])
def test_what_needs_the_stores_for_itself_is_refused_while_any_process_runs(
    pair: Pair, second: Terminal, new: Settings, command: tuple[str, ...]
) -> None:
    first_was_there(pair, new.key_dir)
    with another(pair.database):
        assert "Stop it first" in failed(second(*command))


def test_a_fresh_key_is_to_be_copied_to_the_others(pair: Pair, second: Terminal, new: Settings) -> None:
    first_was_there(pair, new.key_dir)
    before = (new.key_dir / KEY_FILE).read_bytes()
    said = second("rotate-key")
    assert (said.code, "every other process" in said.out) == (0, True)
    assert (new.key_dir / KEY_FILE).read_bytes() != before
    first_was_there(pair, new.key_dir)


def test_the_keys_are_backed_up_and_restored_by_postgresql(
    pair: Pair, second: Terminal, new: Settings, tmp_path: Path
) -> None:
    first_was_there(pair, new.key_dir)
    said = second("backup", "--database-to", tmp_path / "copies", "--keys-to", tmp_path / "safe")
    dumps = [line.strip() for line in said.out.splitlines() if line.strip().startswith("pg_dump")]
    assert said.code == 0
    assert [str(tmp_path / place) in line for place, line in zip(("copies", "safe"), dumps, strict=True)] == [True] * 2
    assert ["open_box" in line for line in dumps] == [True, False]
    assert "PostgreSQL's" in failed(second("restore", "--keys-from", tmp_path / "safe"))
