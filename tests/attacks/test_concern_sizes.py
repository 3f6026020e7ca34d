"""What the sizes in a stolen file tell of a concern: the bucket that is said, and nothing within it.

The naive twin seals the words as long as they are: the same guess then tells every length.
"""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.case import Account, Affected, Case, Named, Wish
from bot.core.codec import Codec
from bot.core.identity import CaseId, MemberId
from bot.core.readership import Category
from bot.core.sealing import Key, new_key, seal
from bot.store.case_seal import STEP, CaseSeal
from tests.attacks.statistics import adjusted_rand
from tests.core.sample_case import DAY, MESSAGE, NOW, delivered
from tests.proof import Figure

CASE_ID, KEY = CaseId(b"c" * 16), new_key(secrets.token_bytes)
LENGTHS = range(0, 3500, 175)
"""Characters; twenty lengths of one page."""


def told(length: int) -> Case:
    account = Account(Category.PRIVACY, "x" * length, Wish.ACTION, Affected.ME, Named(MemberId(10**18), "Theo"))
    return delivered(account=account)


def guessed(sizes: Sequence[int]) -> float:
    """How much better than chance the sizes part the short from the long: 1 all of it, 0 nothing."""
    return adjusted_rand(sizes, list(LENGTHS))


def test_twenty_lengths_of_one_page_are_one_size(figure: Figure) -> None:
    sizes = [len(CaseSeal(secrets.token_bytes).sealed(CASE_ID, KEY, told(length))) for length in LENGTHS]
    assert set(sizes) == {STEP + 28}
    parted = [len(seal(Key(KEY), Codec(Case).encode(told(length)), b"", secrets.token_bytes)) for length in LENGTHS]
    assert len(set(parted)) == len(LENGTHS)
    assert guessed([*sizes[:-1], sizes[0]]) == 0.0
    what = f"sizes of a sealed concern, {len(LENGTHS)} lengths of a page"
    figure("F7", what, len(set(sizes)), twin=len(set(parted)), passes="1")


@pytest.mark.parametrize(
    "changes",
    [
        {"message": MESSAGE, "reporter_name": "Mia", "has_image": True},
        {"message_me": MemberId(1457674990387200000)},
        {"urgent": True, "direct": True, "withdraw_at": NOW + timedelta(hours=4)},
        {"closed_on": DAY, "held_on": DAY, "opened_by": tuple(MemberId(10**18 + one) for one in range(23))},
    ],
    ids=["message, name and picture", "asked for messages", "urgent, withdrawing", "read by many"],
)
def test_what_was_chosen_besides_changes_no_size(changes: dict[str, object]) -> None:
    case = told(3000)
    other = replace(case, **changes)  # pyright: ignore[reportArgumentType] - names are checked by dataclasses
    assert len({len(CaseSeal(secrets.token_bytes).sealed(CASE_ID, KEY, one)) for one in (case, other)}) == 1
    assert len(Codec(Case).encode(case)) != len(Codec(Case).encode(other))
