"""Presses and forms on the agreement's draft that no page of ours makes: answered kindly, and nothing unfit is kept.

The naive twin is what does begin with our own custom_id and fits: it does something. Not here: who may press at all
(`test_insider_matrix.py`).
"""

from itertools import product

from tests.attacks.forgery import Forged, press, submit
from tests.attacks.matrix import PRESSES
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stories import publish, ready

FORMS = {f"agreement-edit:{name}" for name in ("add", "import", "move", "reword")}
ACTIONS = sorted(name for name in PRESSES if name.startswith("agreement-edit:"))
CHOICES = ((), ("never-silenced",), ("nonsense",))
KEYS = (
    "",
    ":",
    "never-silenced",
    "never-silenced.x",
    "limits",
    "limits.x",
    "heading",
    "said",
    "whole",
    "own-0",
    "0",
    "9" * 40,
)
FIELDS: tuple[dict[str, str], ...] = (
    {},
    {"title": "", "body": "", "number": ""},
    {"title": "\udcff", "body": "\x00\udcff", "number": "\N{SUPERSCRIPT TWO}"},
    {"title": "t" * 4000, "body": "b" * 4000, "number": "1" * 4000, "file": "f" * 4000},
)


def is_kind(forged: Forged) -> bool:
    return bool(forged.text.strip()) and "went wrong on our side" not in forged.text


async def test_whatever_is_forged_is_answered_and_changes_nothing(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    fay = stage.person("fay")
    before = (await fay.slash("facilitate agreement edit")).text
    for action, key in product(ACTIONS, KEYS):
        for fields in FIELDS if action in FORMS else FIELDS[:1]:
            assert is_kind(await submit(stage, "fay", f"{action}:{key}:fresh", **fields)), (action, key)
        if action not in FORMS:
            assert is_kind(await press(stage, "fay", f"{action}:{key}")), (action, key)
    for action, values in product(ACTIONS, CHOICES):
        assert is_kind(await press(stage, "fay", action, *values)), (action, values)
    after = (await fay.slash("facilitate agreement edit")).text
    assert after == before

    form = await submit(stage, "fay", "agreement-edit:add:own-0123456789ab:fresh", title="Be kind.", body="Always.")
    assert "Added to the draft" in form.text, "the twin"
