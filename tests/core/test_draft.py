"""Drafts: the token is all there is to open one, and says nothing to whoever has only the rest."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.case import Account, Affected, CopiedMessage, Named, Wish
from bot.core.draft import (
    LIFETIME,
    Draft,
    DraftToken,
    NoToken,
    generation_of,
    new_token,
    oldest_generation,
    token_from,
)
from bot.core.identity import ChannelId, DraftId, MemberId, MessageId, ServerId
from bot.core.readership import Category
from bot.core.sealing import Key

NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
NOOR, OTTO, THEO = MemberId(1), MemberId(2), MemberId(3)
EMPTY = Draft(ServerId(1), NOW)


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32))
def test_a_token_survives_a_custom_id(draft_id: bytes, key: bytes) -> None:
    token = DraftToken(DraftId(draft_id), Key(key))
    assert token_from(str(token)) == token
    assert len(f"concern:sharenamed:{token}:12345678") <= 100
    assert ":" not in str(token)


@given(st.text(max_size=70))
def test_anything_else_is_no_token(text: str) -> None:
    with pytest.raises(NoToken):
        token_from(text)


@pytest.mark.parametrize(
    "text", ["!" * 65, "=" * 65, "a" * 21 + "=" + "a" * 43, "\N{LATIN SMALL LETTER E WITH ACUTE}" * 65]
)
def test_letters_that_are_not_a_tokens_are_refused(text: str) -> None:
    with pytest.raises(NoToken):
        token_from(text)


def test_each_draft_has_its_own_token() -> None:
    numbers = iter(range(100))
    tokens = {str(new_token(lambda size: next(numbers).to_bytes(size))) for _ in range(3)}
    assert len(tokens) == 3


@given(st.integers(0, 10**6))
def test_a_draft_is_swept_only_after_its_hour_and_soon_after(seconds: int) -> None:
    written = NOW + timedelta(seconds=seconds)
    assert generation_of(written) >= oldest_generation(written + LIFETIME)
    assert generation_of(written) < oldest_generation(written + LIFETIME + timedelta(minutes=10))


def test_named_are_all_whom_it_is_about() -> None:
    account = Account(Category.HELP, "x", Wish.RECORD, Affected.ME, Named(NOOR, "noor"))
    message = CopiedMessage(Named(THEO, "theo"), ChannelId(1), MessageId(1), "x", gives_away=False)
    assert EMPTY.named == frozenset()
    assert Draft(ServerId(1), NOW, (OTTO,), message=message, account=account).named == {OTTO, NOOR, THEO}


def test_the_author_of_a_raised_message_was_not_picked() -> None:
    message = CopiedMessage(Named(THEO, "theo"), ChannelId(1), MessageId(1), "x", gives_away=False)
    assert not Draft(ServerId(1), NOW, message=message).picked
    assert Draft(ServerId(1), NOW, (OTTO,)).picked
    account = Account(Category.HELP, "x", Wish.RECORD, Affected.ME, Named(NOOR, "noor"))
    assert Draft(ServerId(1), NOW, account=account).picked
