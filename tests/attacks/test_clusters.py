"""Whoever may not read all concerns of a cluster meets no trace of it: not one byte of what they see is another.

The naive twin is the reader: their screens are not the same. Not here: what a cluster counts (tests/core).
"""

import json
import re
from pathlib import Path

from tests.attacks.forgery import press
from tests.end_to_end.concerns import send
from tests.end_to_end.conftest import OpenStage
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stories import enrol, ready

READER = "mara"
OUTSIDERS = {
    "theo": "a member who wrote one of them",
    "noor": "another member",
    "fay": "a facilitator",
    "ada": "an administrator",
    "kofi": "a moderator who takes no concerns",
    "otto": "a moderator who takes concerns, and is who they are about",
    "priya": "a moderator who takes concerns since they came",
}
KEY = re.compile(r"cluster:open:\d+:([0-9a-f]{32})")


async def _staged(open_stage: OpenStage, *categories: str, **settings: Path) -> SimcordStage:
    """A group in which concerns about Otto came, of these categories, and the next morning."""
    stage = await open_stage(**settings)  # pyright: ignore[reportArgumentType] - settings, not a moment to start at
    await ready(stage)
    for name in ("kofi", "priya"):
        stage.world.give_role(name, "moderators")
    for name, category in zip(("mia", "theo"), categories, strict=False):
        await send(stage.person(name), about="otto", category=category)
    await enrol(stage, "priya")
    await stage.advance(hours=24)
    return stage


async def _seen(stage: SimcordStage, name: str, key: str) -> dict[str, object]:
    """Everything that could show it to one person, in the bytes of the message where there is one."""
    actor = stage.person(name)
    seen: dict[str, object] = {}
    server = stage.world.guild.id
    for custom_id in (f"case:mine:{server}", *(f"cluster:{act}:{server}:{key}" for act in ("look", "open", "seen"))):
        forged = await press(stage, name, custom_id)
        seen[custom_id] = (json.dumps(forged.answers, sort_keys=True), len(forged.elsewhere))
    for command in ("moderate cases", "moderate log", "moderate signals"):
        screen = await actor.slash(command)
        seen[command] = json.dumps(screen.payload, sort_keys=True)
    seen["channel"] = [screen.text for screen in stage.posts("moderators")]
    seen["messages"] = [screen.text for screen in stage.direct(name)]
    return {what: _without_chance(repr(value)) for what, value in seen.items()}


def _without_chance(said: str) -> str:
    """Without ids that Discord or chance gives to each message."""
    return re.sub(r"\d{15,}|(?<=[\w-]:)[\w=-]{8,22}(?=\")", "…", said)


async def _key_of(stage: SimcordStage) -> str:
    """What the reader's own button carries."""
    answers = (await press(stage, READER, f"cluster:look:{stage.world.guild.id}")).answers
    found = KEY.search(json.dumps(answers))
    assert found is not None
    return found[1]


async def test_an_outsider_sees_the_same_bytes_with_a_cluster_and_without(
    open_stage: OpenStage, tmp_path: Path
) -> None:
    stage = await _staged(open_stage, "Privacy broken", "Rumours or talking behind backs")
    key = await _key_of(stage)
    with_it = {name: await _seen(stage, name, key) for name in (READER, *OUTSIDERS)}
    await stage.__aexit__(None, None, None)
    stage = await _staged(open_stage, data_dir=tmp_path / "other data", key_dir=tmp_path / "other keys")
    for name, who in OUTSIDERS.items():
        assert with_it[name] == await _seen(stage, name, key), who
    without = await _seen(stage, READER, key)
    assert [what for what in without if without[what] == with_it[READER][what]] == ["channel"]
