"""A thief has everything that is left at rest after a group has used everything there is, on either kind of database.

Each search is shown something that it must find. Not here: the real process and its output (`test_traces.py`), what is
told on the wire (`test_wire.py` and its like), and files of PostgreSQL's own.
"""

import base64
import hashlib
import hmac
import logging
import re
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Final

import pytest

from bot.core.sealing import new_key
from bot.store import connections
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.ui.logs import set_up_logs
from tests.attacks.byte_search import contents, forms_of_code, forms_of_id, forms_of_text, found
from tests.attacks.remains import WORDS, WRITER, Noted, Remains, Sealed, default_off, left
from tests.proof import Figure
from tests.services.concern_house import HERE, MARA, OTTO, ConcernHouse

__all__ = ["left"]

DIGESTS: Final = ("md5", "sha1", "sha256", "sha512", "blake2b", "blake2s", "sha3_256")
PIECE: Final = 24
"""Bytes of a sealed value that are looked for."""
GUESSES_A_SECOND: Final = 1e6
YEAR: Final = 31_557_600.0
_HEX: Final = re.compile(r"\\\\x([0-9a-f]{48,})")


def traces(left: Remains, files: dict[Path, bytes]) -> dict[str, list[str]]:
    """What is found of anybody, and in which files."""
    wanted = {name: forms_of_id(number) for name, number in left.ids.items()}
    wanted |= {word: forms_of_text(word) for word in (*WORDS, WRITER)}
    wanted |= {code: forms_of_code(code) for code in left.codes}
    return {what: where for what, forms in wanted.items() if (where := found(forms, files))}


def test_no_byte_is_an_id_a_word_a_name_or_a_code(left: Remains, figure: Figure) -> None:
    for name in ("keys/keystore.db", "log", "backup of keys/common-ground-keys.tar"):
        assert left.files[name]
    assert any(name.startswith("backup of data") for name in left.files)
    assert traces(left, left.as_files) == {}
    # All of it is there, sealed: opened, the same search finds each word and everybody who is kept with a reason.
    opened = {Path("opened"): b"\n".join(one.inside for one in left.sealed.values())}
    known = traces(left, opened)
    assert known.keys() >= {*WORDS, "mara", "otto", "fay"}
    assert not known.keys() & {WRITER, "theo", "mia", "noor", *left.codes}
    what = f"ids, words, a name and codes, in every byte of data, keys, both backups and a log at DEBUG, {left.kind}"
    figure("F1 F2", what, 0, twin=f"{len(known)} in what is sealed, opened", passes="0")


def of_one_form(forms: Sequence[str], sealed: Iterable[Sealed]) -> list[set[bytes]]:
    """For each form from which something was kept the places in which it is told."""
    opened = [(one.place, one.inside) for one in sealed]
    found = [{place for place, inside in opened if form.encode() in inside} for form in forms]
    return [places for places in found if places]


def test_no_form_joins_what_came_in_it_to_anything_else(left: Remains, figure: Figure) -> None:
    """What tells a form that was sent again from another is kept with the words, and in no other place."""
    assert len({*left.forms}) == len(left.forms) > 20
    assert found([form.encode() for form in left.forms], left.as_files) == []
    kept = of_one_form(left.forms, left.sealed.values())
    assert len(kept) > 1
    assert [places for places in kept if len(places) > 1] == []
    # The naive twin notes it with whoever sent it, too.
    naive = [replace(one, place=b"naive") for one in left.sealed.values() if one.place.startswith(b"concern_case:")]
    joined = [places for places in of_one_form(left.forms, [*left.sealed.values(), *naive]) if len(places) > 1]
    assert joined
    what = f"forms that are told in more than one place, of {len(kept)} from which words are kept, {left.kind}"
    figure("F8", what, 0, twin=len(joined), passes="0")


def digests(text: str, server_id: int) -> Iterator[bytes]:
    """Whatever a thief without a key can compute of an id or a code."""
    plain = [text.encode()]
    if text.isdecimal():
        plain += [int(text).to_bytes(8, "big"), int(text).to_bytes(8, "little")]
    where = [str(server_id).encode(), server_id.to_bytes(8, "big"), server_id.to_bytes(8, "little")]
    plain += [joined for one, other in product(tuple(plain), where) for joined in (one + other, other + one)]
    plain += [b"%d:%s" % (server_id, text.encode()), b"%s:%d" % (text.encode(), server_id)]
    for name, one in product(DIGESTS, plain):
        yield hashlib.new(name, one).digest()
        for key in (bytes(32), where[0]):
            yield hmac.digest(key, one, name)


def matches(left: Remains, values: Iterable[bytes]) -> int:
    """How many digests of any member or code stand in any value, cut to eight bytes or written out."""
    everything = b"\0".join(values)
    wanted = [str(number) for number in left.ids.values()]
    wanted += [form for code in left.codes for form in (code, code.replace("-", ""))]
    forms = (form for text in wanted for one in digests(text, left.server_id) for form in _written(one[:8]))
    return sum(form in everything for form in forms)


def _written(digest: bytes) -> tuple[bytes, ...]:
    return digest, digest.hex().encode(), base64.b64encode(digest)[:10]


def test_without_a_key_no_digest_of_anybody_matches_any_value(left: Remains, figure: Figure) -> None:
    values = [value for _, _, value in left.values()]
    tried = sum(1 for number in left.ids.values() for _ in digests(str(number), left.server_id))
    assert tried > 3000
    assert matches(left, values) == 0
    # The naive twins: the first sixteen bytes of a salted digest, where the salt is the server's id.
    naive = [hashlib.sha1(b"%d" % left.server_id + b"%d" % left.ids["mia"], usedforsecurity=False).digest()[:16]]
    assert matches(left, [*values, *naive]) == 1
    what = f"values that a digest of a member or a code matches, {tried:,} digests without a key, {left.kind}"
    figure("F3", what, 0, twin="1 of 1 planted", passes="0")
    years = 2**79 / GUESSES_A_SECOND / YEAR
    figure("F9", "years to find a code of 80 bits, a million guesses a second", years, passes="more than 1,000,000")


def still_there(sealed: Iterable[bytes], files: dict[Path, bytes]) -> int:
    """How many sealed values have left a piece of themselves in any byte."""
    everything = b"\0".join(files.values())
    return sum(
        any(value[at : at + PIECE] in everything for at in range(0, len(value) - PIECE, 4 * PIECE)) for value in sealed
    )


def test_nothing_that_was_replaced_or_erased_is_in_any_byte(left: Remains, figure: Figure) -> None:
    """Every value that was ever sealed and is in no row any more; with SQLite keeping what is erased by default."""
    now = b"\0".join(value for _, _, value in left.values())
    gone = [value for value in left.sealed if value[:PIECE] not in now and len(value) > PIECE]
    kept = [value for value in left.sealed if value[:PIECE] in now]
    assert len(gone) > 40
    # PostgreSQL's dump writes them out.
    files = left.as_files if left.kind == "sqlite" else _as_bytes(left)
    assert still_there(gone, files) == 0
    assert still_there(kept, files) > 20
    figure(
        "F4",
        f"of {len(gone)} replaced or erased values, those that left a byte, {left.kind}",
        0,
        twin="all",
        passes="0",
    )


def _as_bytes(left: Remains) -> dict[Path, bytes]:
    """The dump with what is written out in hexadecimal turned back."""
    files = left.as_files
    plain = {
        path: b"\0".join(bytes.fromhex(one) for one in _HEX.findall(data.decode("utf-8", "replace")))
        for path, data in files.items()
        if path.suffix == ".dump"
    }
    return files | plain


async def test_a_store_left_at_the_default_keeps_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The naive twin: nobody tells SQLite to overwrite."""
    default_off(monkeypatch)
    careless = connections.SQLITE_FIRST_WORDS.replace("PRAGMA secure_delete=ON;", "")
    monkeypatch.setattr(connections, "SQLITE_FIRST_WORDS", careless)
    Noted.seen = {}
    monkeypatch.setattr("bot.core.sealing.AESGCM", Noted)
    database = await Database.open(sqlite_address(tmp_path / "data.db"))
    keys = await KeyStore.open(sqlite_address(tmp_path / "keys.db"), new_key(secrets.token_bytes), secrets.token_bytes)
    house = ConcernHouse(database, keys)
    await house.set_up(MARA, OTTO)
    code = await house.sent()
    cases = {value for value, one in Noted.seen.items() if one.place.startswith(b"concern_case:")}
    await house.way_back.withdraw(HERE, code, house.discord.now)
    await database.close()
    await keys.close()
    assert cases
    assert still_there(cases, contents(tmp_path)) == len(cases)


def movable(left: Remains, sealed: dict[bytes, Sealed]) -> Counter[str]:
    """By table, how many values would open in the place of another row's.

    Not of the staff's trail, where a line that is moved breaks the chain (`test_receipts_and_trail.py`), nor of the
    mark by which both stores know the operator's key.
    """
    by_seal: defaultdict[tuple[bytes, bytes], set[tuple[str, object]]] = defaultdict(set)
    for table, row, value in left.values():
        if value in sealed and not table.startswith(("audit_line", "meta")):
            by_seal[sealed[value].key, sealed[value].place].add((table, row[0]))
    return Counter(table for rows in by_seal.values() if len(rows) > 1 for table, _ in rows)


def test_no_sealed_value_opens_in_the_place_of_another(left: Remains, figure: Figure) -> None:
    tables = {table for table, _, value in left.values() if value in left.sealed}
    assert len(tables) >= 15, tables
    assert movable(left, dict(left.sealed)) == Counter()
    # The naive twin: sealed under the same keys, with no word of where.
    naive = movable(left, {value: replace(one, place=b"") for value, one in left.sealed.items()})
    assert naive["wrapped_key of the key store"] > 1
    what = f"values that open in the place of another row's, of {len(tables)} tables, {left.kind}"
    figure("F19", what, 0, twin=sum(naive.values()), passes="0")


def test_no_library_has_a_way_of_its_own_to_print(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the other tests search is all that is printed: each line goes through our one handler."""
    set_up_logs("DEBUG", "json")
    with_their_own = [
        name
        for name, logger in logging.root.manager.loggerDict.items()
        if isinstance(logger, logging.Logger)
        and (not logger.propagate or any(not isinstance(one, logging.NullHandler) for one in logger.handlers))
    ]
    assert len(logging.root.handlers) == 1
    assert [name for name in with_their_own if not name.startswith("simcord")] == []
