"""Searches every byte of every file for an id, a word or a code, in each form in which it could stand there."""

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path

WIDTH = 8
"""Bytes of a Discord id."""


def forms_of_id(number: int) -> set[bytes]:
    """Decimal, hexadecimal, eight bytes in either order, and base64 of decimal or bytes at any alignment."""
    decimal = str(number).encode()
    big, little = number.to_bytes(WIDTH, "big"), number.to_bytes(WIDTH, "little")
    hexadecimal = {form.hex().encode() for form in (big, little)} | {f"{number:x}".encode()}
    written = {decimal, big, little} | hexadecimal | {one.upper() for one in hexadecimal}
    return written | {form for plain in (decimal, big, little) for form in _base64(plain)}


def forms_of_text(text: str) -> set[bytes]:
    """UTF-8, UTF-16 without its mark, JSON with escapes, hexadecimal, and base64 at any alignment."""
    plain = text.encode()
    written = {plain, text.encode("utf-16-le"), text.encode("unicode_escape"), plain.hex().encode()}
    return written | set(_base64(plain))


def forms_of_code(code: str) -> set[bytes]:
    """As shown, without dashes, in either case, and whatever a text can be written as."""
    bare = code.replace("-", "")
    return {form for one in (code, bare, code.lower(), bare.lower()) for form in forms_of_text(one)}


def _base64(plain: bytes) -> Iterator[bytes]:
    """The characters that do not depend on what stands before and after, for each alignment and both alphabets."""
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + plain)
        first = (shift * 8 + 5) // 6
        sure = encoded[first : (shift + len(plain)) * 8 // 6]
        yield sure
        yield sure.translate(bytes.maketrans(b"+/", b"-_"))


def contents(*places: Path) -> dict[Path, bytes]:
    """Every file below these places: databases, journals, keys, logs, whatever lies there."""
    files = (path for place in places for path in ([place] if place.is_file() else place.rglob("*")))
    return {path: path.read_bytes() for path in files if path.is_file()}


def found(forms: Iterable[bytes], files: dict[Path, bytes]) -> list[str]:
    """Names of the files that hold one of these forms."""
    wanted = list(forms)
    return [path.name for path, data in files.items() if any(form in data for form in wanted)]
