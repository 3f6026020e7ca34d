"""What somebody finds who copies every file of the bot: which tables there are, and a look through every byte.

Only what can be searched for is: Discord ids, names, the words of concerns, and codes. How it is told is not here.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

_DATABASE: Final = b"SQLite format 3\0"
_SHORTEST: Final = 4
"""Characters of a name: shorter ones turn up by chance among random bytes."""
_ID_BYTES: Final = 8


@dataclass(frozen=True)
class Theft:
    """What was found."""

    at: datetime
    tables: tuple[tuple[str, int], ...]
    """Each table and its number of rows."""
    size: int
    """Bytes of all files together."""
    ids: int
    """How many Discord ids were looked for."""
    names: int
    """How many names were."""
    concerns: int
    """How many concerns lay there."""
    found: int
    """How many of all that was looked for stood anywhere."""


def steal(place: Path, people: Mapping[str, int], secrets: Iterable[str], concerns: int, at: datetime) -> Theft:
    """Copy everything below a directory and look through it.

    Args:
        place: where the bot keeps its data and its keys.
        people: names, and ids on Discord.
        secrets: words that nobody but their readers should find.
        concerns: how many concerns are kept there.
        at: when it is.
    """
    files = {path: path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}
    names = [name for name in people if len(name) >= _SHORTEST]
    wanted = [*(tuple(_of_id(one)) for one in people.values())]
    wanted += [tuple(_of_text(one.capitalize())) for one in names] + [tuple(_of_text(one)) for one in secrets]
    hits = sum(any(form in data for form in forms for data in files.values()) for forms in wanted)
    databases = [path for path, data in files.items() if data.startswith(_DATABASE)]
    tables = tuple(row for path in databases for row in _tables(path))
    return Theft(at, tables, sum(map(len, files.values())), len(people), len(names), concerns, hits)


def _tables(path: Path) -> Iterator[tuple[str, int]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        listed = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        for name in [str(row[0]) for row in listed]:
            count = database.execute(f'SELECT count(*) FROM "{name}"').fetchone()  # noqa: S608 - the database's own names
            yield name, int(count[0])


def _of_id(number: int) -> Iterator[bytes]:
    yield str(number).encode()
    for order in (number.to_bytes(_ID_BYTES, "big"), number.to_bytes(_ID_BYTES, "little")):
        yield order
        yield order.hex().encode()


def _of_text(words: str) -> Iterator[bytes]:
    yield words.encode()
    yield words.encode("utf-16-le")
    yield words.encode().hex().encode()
