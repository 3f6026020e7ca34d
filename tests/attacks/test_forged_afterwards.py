"""Presses and forms that no page of ours makes, after *Send*: with a code, or as a reader. Each is answered kindly.

Generated from the bot's own tables, so that a new action is tried as well. The naive twin is what does begin with our
own custom_id: it does something. Not here: up to *Send* (`test_forged_raising.py`), cases of others
(`test_insider_matrix.py`).
"""

import pytest

from cogs.moderate.actions import ACTIONS, Way
from tests.attacks.forgery import Forged, press, submit
from tests.attacks.matrix import PRESSES, Owner
from tests.end_to_end.concerns import STORY, cards, look, send
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stories import ready

WAYS = sorted(name for name, owner in PRESSES.items() if owner is Owner.CODE and not name.startswith("concern:"))
ON_THE_WAY = (*WAYS, "concern:code", "concern:look", "concern:reply")
STRANGE: tuple[dict[str, str], ...] = (
    {},
    {"words": ""},
    {"words": "\udcff" * 3, "answer": "x", "code": "\N{SUPERSCRIPT TWO}", "about": "x"},
    {"words": "x" * 4000, "answer": "helped", "outcome": "nonsense", "opener": "nonsense", "heard": "maybe"},
    {"outcome": "recorded", "heard": "maybe", "reached": "x" * 4000, "why-not": "x" * 4000},
)
NONSENSE = (
    *("0000-0000-0000-0000-00", "I" * 18, "x" * 90, "\N{SUPERSCRIPT TWO}" * 18),
    *("", ":", "::", "\N{CYRILLIC SMALL LETTER A}"),
)


@pytest.fixture
async def group(stage: SimcordStage) -> SimcordStage:
    await ready(stage)
    return stage


def is_kind(forged: Forged) -> bool:
    return bool(forged.text.strip()) and "went wrong on our side" not in forged.text


async def test_whatever_is_forged_with_a_code_is_answered_and_changes_nothing(group: SimcordStage) -> None:
    mia = group.person("mia")
    code = (await send(mia)).replace("-", "")
    before = (await look(mia, code)).text
    for action in ON_THE_WAY:
        for key in NONSENSE:
            for values in ((), ("nonsense",)):
                assert is_kind(await press(group, "theo", f"{action}:{key}", *values)), (action, key)
            assert is_kind(await submit(group, "theo", f"{action}:{key}:fresh", words="x" * 20)), (action, key)
        for fields in STRANGE:
            for key in (code, f"{code}:", f"{code}:nonsense"):
                assert is_kind(await submit(group, "theo", f"{action}:{key}:fresh", **fields)), (action, fields)
    after = (await look(mia, code)).text
    # Of all these forms one holds nothing but words, and says what it should: ours.
    assert "x" * 4000 not in after
    assert before.partition("\n")[0] == after.partition("\n")[0]


async def test_whatever_is_forged_by_a_reader_is_answered(group: SimcordStage) -> None:
    await send(group.person("mia"), button="Urgent")
    letters = cards(group)[0].custom_id("Open").rpartition(":")[2]
    for name in (*(action.prefix for action in ACTIONS), "cluster:look", "cluster:open", "cluster:seen"):
        for key in ("", letters[:-1], f"{letters}=", "\N{SUPERSCRIPT TWO}", "-1", "9" * 19, "9" * 30):
            assert is_kind(await press(group, "mara", f"{name}:{key}", "nonsense")), (name, key)
            assert is_kind(await submit(group, "mara", f"{name}:{key}:fresh", words="x")), (name, key)
    for action in ACTIONS:
        name = action.prefix
        if action.way is not Way.PRESS:
            for fields in STRANGE:
                assert is_kind(await submit(group, "mara", f"{name}:{letters}:fresh", **fields)), (name, fields)
        for values in ((), ("nonsense",), ("", "", "")):
            if action.way in (Way.CHOICE, Way.LISTED, Way.DAY, Way.TRAIL):
                assert is_kind(await press(group, "mara", f"{name}:{letters}", *values)), (name, values)
    opened = await group.person("mara").press(cards(group)[0], "Open") if cards(group) else None
    assert opened is None or STORY in opened.text
