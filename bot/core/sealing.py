"""Keys, sealing and pseudonyms: how bytes are made unreadable and members unrecognisable without a key.

Not here: where keys are kept (the key store) and which values are sealed (the repositories).
"""

import hmac
from collections.abc import Sequence
from hashlib import sha256
from typing import NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.core.identity import Chance, MemberId, MemberTag

Key = NewType("Key", bytes)
"""32 secret bytes."""

KEY_BYTES = 32
TAG_BYTES = 16
_NONCE_BYTES = 12
_LENGTH_BYTES = 4


class CannotOpen(Exception):
    """The key does not fit, the bytes were changed, or they were moved to another place."""


class TooLong(Exception):
    """The text does not fit the largest size a sealed value may have."""


def new_key(chance: Chance) -> Key:
    """A fresh random key."""
    return Key(chance(KEY_BYTES))


def derive(key: Key, purpose: str, *parts: bytes | int | str) -> Key:
    """A key for one purpose, from which neither `key` nor any sibling can be computed (HKDF-SHA256, RFC 5869).

    Parts are length-prefixed, so that no two lists of parts give the same key by accident.
    """
    info = b"".join(_framed(part) for part in (purpose, *parts))
    return Key(HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(key))


def _framed(part: bytes | int | str) -> bytes:
    match part:
        case bytes():
            kind, data = b"b", part
        case int():
            kind, data = b"i", str(part).encode()
        case str():
            kind, data = b"s", part.encode()
    return kind + len(data).to_bytes(_LENGTH_BYTES) + data


def seal(key: Key, plaintext: bytes, place: bytes, chance: Chance) -> bytes:
    """Encrypt and authenticate (AES-256-GCM, random 96-bit nonce in front).

    `place` names the table and row: the same bytes moved to another place do not open.
    """
    nonce = chance(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, place)


def unseal(key: Key, sealed: bytes, place: bytes) -> bytes:
    """The plaintext that was sealed at this place.

    Raises:
        CannotOpen: wrong key, changed or cut bytes, or another place.
    """
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error


def pad(plaintext: bytes, step: int) -> bytes:
    """The plaintext behind its length, filled with zeros to the next multiple of `step` bytes."""
    size = _LENGTH_BYTES + len(plaintext)
    return _filled(plaintext, -(-size // step) * step)


def pad_to_bucket(plaintext: bytes, buckets: Sequence[int]) -> bytes:
    """The plaintext behind its length, filled to the smallest of the ascending sizes that holds it.

    Raises:
        TooLong: it fits none of them.
    """
    size = _LENGTH_BYTES + len(plaintext)
    for bucket in buckets:
        if size <= bucket:
            return _filled(plaintext, bucket)
    raise TooLong


def _filled(plaintext: bytes, size: int) -> bytes:
    return (len(plaintext).to_bytes(_LENGTH_BYTES) + plaintext).ljust(size, b"\0")


def unpad(padded: bytes) -> bytes:
    """What `pad` or `pad_to_bucket` was given.

    Raises:
        CannotOpen: the length in front does not fit the bytes.
    """
    length = int.from_bytes(padded[:_LENGTH_BYTES])
    if len(padded) < _LENGTH_BYTES + length:
        raise CannotOpen
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + length]


def pseudonym(key: Key, member: MemberId) -> MemberTag:
    """A member's tag under this key: HMAC-SHA256 of the id, cut to 16 bytes."""
    return MemberTag(hmac.digest(key, int(member).to_bytes(8), sha256)[:TAG_BYTES])
