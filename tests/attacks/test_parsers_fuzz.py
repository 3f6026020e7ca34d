"""Every parser of what people type or send, led by its own lines: it reads or refuses, and never breaks.

`make test` tries some hundreds of inputs each, `make prove` tens of thousands. The naive twin hides its mistake behind
three steps: the fuzzer that is led finds it, and as many inputs that are not led do not.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from random import Random

import pytest

from bot.core import receipt
from bot.core.agreement_markdown import NoAgreement, read_markdown
from bot.core.draft import NoToken, new_token, token_from
from bot.core.receipt import Receipt, Slip
from bot.services import drafting_input, schedule_input
from bot.services.problems import Refused
from bot.ui.visit import split_custom_id
from cogs.agreement import keys
from cogs.checkin import ids, schedule_ids
from cogs.concern import ids as draft_ids
from cogs.moderate.keys import number_in
from tests.attacks.guided import changed, explored

SEED = 20_260_107
Reading = Callable[[str], object]


def refusing(read: Reading) -> Reading:
    """A parser that may refuse what it cannot read, kindly."""

    def reading(text: str) -> object:
        with suppress(Refused, Slip, NoToken, NoAgreement):
            return read(text)

    return reading


HEX = "0f" * 16
PARSERS: dict[str, tuple[Reading, tuple[str, ...]]] = {
    "receipt code": (receipt.read, (receipt.written(Receipt(b"\x07" * 10)), receipt.compact(Receipt(b"\xff" * 10)))),
    "custom_id": (split_custom_id, ("feature:action:key:fresh", "x", "")),
    "draft token": (token_from, (str(new_token(secrets.token_bytes)),)),
    "draft page": (draft_ids.read_page, (f"{new_token(secrets.token_bytes)}:2",)),
    "round": (ids.read_round, (HEX,)),
    "ballot": (ids.read_ballot, (f"{HEX}.{HEX}",)),
    "schedule": (schedule_ids.read_schedule, (f"{HEX}.2026-01-01",)),
    "skipped day": (schedule_ids.read_day, (f"{HEX}.2026-01-01", "2026-W01-1")),
    "line of a list": (schedule_ids.read_first, (f"{HEX}.10",)),
    "page of a version": (keys.read_page, ("1-2",)),
    "suggestion": (keys.read_suggestion, (HEX,)),
    "number": (number_in, ("1457674990387200003",)),
    "time of day": (schedule_input.read_time, ("7 pm", "19:30", "7.30am", "noon")),
    "date": (schedule_input.read_date, ("2026-01-01", " 20260101 ")),
    "place in the draft": (partial(drafting_input.read_number, most=30), ("7", " 12 ")),
    "revision": (drafting_input.require_revision, ("123456",)),
    "name of a clause": (drafting_input.require_name, ("own-0123456789ab",)),
    "agreement in Markdown": (
        read_markdown,
        ("# Title\n\nIntro.\n\n## 1. One\n\nBody {reporting}\n\n## About us\n\nNote.\n",),
    ),
}


@pytest.mark.parametrize("rounds", [400, pytest.param(40_000, marks=[pytest.mark.prove, pytest.mark.timeout(1800)])])
@pytest.mark.parametrize("name", PARSERS)
def test_it_reads_or_refuses(name: str, rounds: int) -> None:
    read, seeds = PARSERS[name]
    assert explored(refusing(read), seeds, rounds, Random(SEED))


def deep(text: str) -> None:
    """A parser with a mistake three steps down."""
    if "#" not in text:
        return
    if "{" not in text:
        return
    if "9" in text:
        raise ValueError


def test_it_finds_what_inputs_that_are_not_led_do_not() -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it has no words
        explored(deep, ["a"], 4_000, Random(SEED), within=("test_parsers_fuzz",))
    chance = Random(SEED)
    for _ in range(4_000):
        deep(changed("a", ["a"], chance))
