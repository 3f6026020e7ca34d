"""Sealing: opens only with its key, at its place, unchanged; sizes tell no more than their step; tags need the key."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.identity import MemberId
from bot.core.sealing import (
    CannotOpen,
    Key,
    TooLong,
    derive,
    new_key,
    pad,
    pad_to_bucket,
    pseudonym,
    seal,
    unpad,
    unseal,
)

KEY = Key(bytes(range(32)))
keys = st.binary(min_size=32, max_size=32).map(Key)
parts = st.lists(st.one_of(st.binary(max_size=9), st.text(max_size=9), st.integers(0, 2**64)), max_size=4)


@given(keys, st.binary(max_size=500), st.binary(max_size=40))
def test_what_is_sealed_opens_at_its_place(key: Key, plaintext: bytes, place: bytes) -> None:
    assert unseal(key, seal(key, plaintext, place, secrets.token_bytes), place) == plaintext


@given(st.binary(max_size=60), st.data())
def test_a_single_changed_bit_is_noticed(plaintext: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(KEY, plaintext, b"place", secrets.token_bytes))
    position = data.draw(st.integers(0, len(sealed) - 1))
    sealed[position] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(CannotOpen):
        unseal(KEY, bytes(sealed), b"place")


@given(st.binary(max_size=60), st.integers(1, 40))
def test_cut_moved_or_under_another_key_it_does_not_open(plaintext: bytes, cut: int) -> None:
    sealed = seal(KEY, plaintext, b"here", secrets.token_bytes)
    attempts = [(KEY, sealed[:-cut], b"here"), (KEY, sealed, b"there"), (new_key(secrets.token_bytes), sealed, b"here")]
    for key, data, place in attempts:
        with pytest.raises(CannotOpen):
            unseal(key, data, place)


def test_the_same_words_sealed_twice_look_different() -> None:
    assert len({seal(KEY, b"words", b"", secrets.token_bytes) for _ in range(50)}) == 50


@given(parts, parts)
def test_different_parts_give_different_keys(first: list[bytes | str | int], second: list[bytes | str | int]) -> None:
    same = [(type(part), part) for part in first] == [(type(part), part) for part in second]
    assert (derive(KEY, "purpose", *first) == derive(KEY, "purpose", *second)) == same
    assert derive(KEY, "purpose", *first) != derive(KEY, "other", *first)


@given(st.binary(max_size=300), st.integers(1, 64))
def test_padding_gives_back_what_it_took_in_steps(plaintext: bytes, step: int) -> None:
    padded = pad(plaintext, step)
    assert unpad(padded) == plaintext
    assert len(padded) % step == 0
    assert len(padded) - len(plaintext) - 4 < step


@given(st.binary(max_size=90))
def test_buckets_are_the_only_sizes(plaintext: bytes) -> None:
    if len(plaintext) + 4 > 64:
        with pytest.raises(TooLong):
            pad_to_bucket(plaintext, (16, 64))
    else:
        padded = pad_to_bucket(plaintext, (16, 64))
        assert len(padded) == (16 if len(plaintext) <= 12 else 64)
        assert unpad(padded) == plaintext


def test_a_length_that_does_not_fit_is_refused() -> None:
    with pytest.raises(CannotOpen):
        unpad(b"\x00\x00\x00\x09abc")


@given(st.integers(1, 2**63), st.integers(1, 2**63))
def test_a_tag_recognises_one_member_under_one_key(one: int, other: int) -> None:
    assert (pseudonym(KEY, MemberId(one)) == pseudonym(KEY, MemberId(other))) == (one == other)
    assert pseudonym(KEY, MemberId(one)) != pseudonym(derive(KEY, "another"), MemberId(one))
    assert len(pseudonym(KEY, MemberId(one))) == 16
