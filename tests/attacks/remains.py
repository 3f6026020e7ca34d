"""What is left at rest after a group has used everything there is, on either kind of database, as plain data.

Data, keys, both backups (on PostgreSQL what `pg_dump` writes), every line of a log at the loudest level, and what was
sealed by whom with which key for which place. The group lives once for all who look (`left`). Not here: what must not
be found in it (`test_whole_product.py`).
"""

import asyncio
import json
import shlex
import sqlite3
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Final

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.app import CommonGround
from bot.core import sealing
from bot.rehearsal.cast import START
from bot.store.backup import back_up_database, back_up_keys, pg_dump_line
from bot.store.database import Database
from bot.store.schema import key_metadata, metadata
from bot.ui.logs import set_up_logs
from tests.attacks.byte_search import contents
from tests.attacks.full_house import CONCERN, DONE, JOURNAL, SUGGESTED, furnished, shown_to_all
from tests.attacks.thief import OF_KEYS, rows
from tests.end_to_end.concerns import look, send, to_review
from tests.end_to_end.conftest import OpenStage
from tests.end_to_end.results import GOOD, answered
from tests.end_to_end.simcord_stage import SimcordStage
from tests.end_to_end.test_checkin_templates import in_use as template_in_use
from tests.end_to_end.test_privacy import asked
from tests.postgres import PostgresServer

WRITER: Final = "wilhelmina"
"""Does everything a member can; her name is too long to be found by chance."""
PEOPLE: Final = (WRITER, "theo", "mia", "noor", "mara", "otto", "fay", "ada", "lena")
REPLY: Final = "cormorant has more to say"
CLAUSE: Final = "turnstone is kept in the room"
TEMPLATE: Final = "Oystercatcher round"
WORDS: Final = (CONCERN, JOURNAL, SUGGESTED, DONE, REPLY, CLAUSE, TEMPLATE)


@dataclass(frozen=True)
class Sealed:
    """How a value was sealed."""

    key: bytes
    place: bytes
    inside: bytes


@dataclass(frozen=True)
class Remains:
    """Everything that lies anywhere, and whom to look for."""

    kind: str
    """Of database."""
    files: Mapping[str, bytes]
    rows: Mapping[str, Sequence[tuple[object, ...]]]
    sealed: Mapping[bytes, Sealed]
    ids: Mapping[str, int]
    codes: Sequence[str]
    forms: Sequence[str]
    """What told each form that was shown from any other."""
    server_id: int

    @property
    def as_files(self) -> dict[Path, bytes]:
        """As the byte search takes them."""
        return {Path(name): data for name, data in self.files.items()}

    def values(self) -> list[tuple[str, tuple[object, ...], bytes]]:
        """Every value of bytes, with its table and row."""
        return [
            (name, row, value)
            for name, all_ in self.rows.items()
            for row in all_
            for value in row
            if isinstance(value, bytes)
        ]


class Noted:
    """Seals as ever, and remembers how."""

    seen: ClassVar[dict[bytes, Sealed]] = {}

    def __init__(self, key: bytes) -> None:
        self._key, self._real = key, AESGCM(key)

    def encrypt(self, nonce: bytes, data: bytes, place: bytes) -> bytes:
        sealed = self._real.encrypt(nonce, data, place)
        self.seen[nonce + sealed] = Sealed(self._key, place, data)
        return sealed

    def decrypt(self, nonce: bytes, data: bytes, place: bytes) -> bytes:
        return self._real.decrypt(nonce, data, place)


async def live(stage: SimcordStage) -> list[str]:
    """Everybody uses everything, and takes away what can be taken away; the codes that were given."""
    writer, fay = stage.join(WRITER), stage.person("fay")
    await furnished(stage)
    await writer.press(next(one for one in stage.posts("group") if "I agree" in one.labels), "I agree")
    codes = [await send(writer, story=CONCERN), await send(stage.person("theo"), story=CONCERN)]
    await stage.advance(hours=18)
    await writer.submit(await writer.press(await look(writer, codes[0]), "Reply"), words=REPLY)
    theo = stage.person("theo")
    await theo.press(await theo.press(await look(theo, codes[1]), "Withdraw"), "Yes, withdraw it")
    await template_in_use(stage, TEMPLATE)
    page = await fay.slash("facilitate agreement edit")
    await fay.submit(await fay.press(page, "Add a clause"), title="Between us.", body=CLAUSE, number="1")
    await fay.press(await fay.slash("facilitate agreement edit"), "Export")
    await fay.press(await fay.press(await fay.slash("facilitate reflect"), "What I wrote"), "Take it with me")
    # The round is open still.
    post = next(one for one in reversed(stage.posts("group")) if "Check in privately" in one.labels)
    await answered(stage, post, (GOOD,) * 6)
    await writer.submit(await writer.press(post, "Check in privately"), question1=GOOD, question2="Good")
    await writer.press(await asked(writer), "Show my data")
    await to_review(stage.person("mia"), story=CONCERN)
    return codes


async def stumble(stage: SimcordStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store fails under presses, with everything in the message of the error that must not get out."""

    async def failing(*_: object) -> None:
        raise RuntimeError(f"{CONCERN} {WRITER} {stage.world.person(WRITER).id}")

    with monkeypatch.context() as patched:
        patched.setattr(Database, "read", failing)
        for command in ("agreement", "privacy", "checkin"):
            await stage.person(WRITER).slash(command)


async def taken(stage: SimcordStage, places: Path, printed: Callable[[], str]) -> Remains:
    """All that lies there now, with fresh backups."""
    bot = stage.simulation.bot
    assert isinstance(bot, CommonGround)
    assert bot.stores is not None
    database, keys = bot.stores.database, bot.stores.keys
    if database.is_sqlite:
        await back_up_database(database, places / "backup of data", stage.now())
    else:
        (places / "backup of data").mkdir()
        command = shlex.split(pg_dump_line(database.url, places / "backup of data", stage.now()))
        # The same in words, because the search reads no archive.
        await asyncio.to_thread(subprocess.run, [*command, "--format=plain"], check=True)
    await back_up_keys(places / "keys", keys.database, places / "backup of keys")
    (places / "log").write_text("\n".join(_ours(printed())), "utf-8")
    return Remains(
        kind="sqlite" if database.is_sqlite else "postgresql",
        files={str(path.relative_to(places)): data for path, data in contents(places).items()},
        rows={
            **await rows(database, metadata),
            **{f"{name}{OF_KEYS}": found for name, found in (await rows(keys.database, key_metadata)).items()},
        },
        sealed=dict(Noted.seen),
        ids={
            name: int(stage.world.person(name).id)
            for name in (WRITER, "theo", "mia", "noor", "mara", "otto", "fay", "ada")
        },
        codes=[],
        forms=[key.rpartition(":")[2] for keys in shown_to_all(stage).forms.values() for key in keys],
        server_id=int(stage.world.guild.id),
    )


def _ours(printed: str) -> list[str]:
    """Lines of the log without those of the simulated Discord."""
    lines = [line for line in printed.splitlines() if line.startswith("{")]
    return [line for line in lines if not str(json.loads(line)["logger"]).startswith("simcord")]


def default_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every connection to SQLite begin as many builds of it do: what is erased stays on its page."""
    connect = sqlite3.connect

    def careless(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **named)
        connection.execute("PRAGMA secure_delete=OFF")
        return connection

    monkeypatch.setattr(sqlite3, "connect", careless)


_LIVED: Final[dict[str, Remains]] = {}
"""By the kind of database: a group lives once for all tests of a process."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.prove, pytest.mark.timeout(1200)])])
async def left(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    open_stage: OpenStage,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Remains:
    """What a group left that used everything, on each kind of database."""
    kind = str(request.param)
    if kind not in _LIVED:
        default_off(monkeypatch)
        Noted.seen = {}
        monkeypatch.setattr(sealing, "AESGCM", Noted)
        stage = await open_stage(start=START, **await _elsewhere(request, kind))
        set_up_logs("DEBUG", "json")
        codes = await live(stage)
        await stumble(stage, monkeypatch)
        _LIVED[kind] = replace(await taken(stage, tmp_path, lambda: capsys.readouterr().err), codes=codes)
    return _LIVED[kind]


async def _elsewhere(request: pytest.FixtureRequest, kind: str) -> dict[str, str]:
    """Where the database is, if it is not a file in the data directory."""
    if kind == "sqlite":
        return {}
    server = request.getfixturevalue("postgres")
    assert isinstance(server, PostgresServer)
    template, _ = request.getfixturevalue("templates")
    return {"database_url": server.url(await server.lend(template))}
