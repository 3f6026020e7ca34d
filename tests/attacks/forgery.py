"""Presses and forms that no button offered: any custom_id, by anyone, on any message, in the server or directly.

Discord itself would refuse most of them; the bot must not rely on it. Only for the simulated Discord.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from simcord.enums import InteractionType
from simcord.interactions import base_payload

from bot.rehearsal.simulator import Request, patches
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Payload, Screen, components, words


@dataclass(frozen=True)
class Forged:
    """What the bot sent because of a forged press."""

    requests: Sequence[Request]

    @property
    def answers(self) -> list[Payload]:
        """The bodies of what it answered."""
        return [cast("Payload", one.body) for one in self.requests if is_answer(one.path)]

    @property
    def text(self) -> str:
        """All words of its answers."""
        return "\n".join(text_of(answer) for answer in self.answers)

    @property
    def elsewhere(self) -> list[Request]:
        """What it did apart from answering and asking Discord about people."""
        return [one for one in self.requests if not is_answer(one.path) and one.method != "GET"]


def is_answer(path: str) -> bool:
    """Whether a request answers an interaction."""
    return path.startswith(("/interactions/", "/webhooks/"))


def text_of(body: Payload) -> str:
    """The words of a message or form, whether it is an answer or a post."""
    data = body.get("data")
    held = cast("Payload", data) if isinstance(data, Mapping) else body
    said = [words(held, "title"), *(words(one, key) for one in components(held) for key in ("content", "label"))]
    return "\n".join(piece for piece in said if piece)


async def press(stage: SimcordStage, name: str, custom_id: str, *values: str, on: Screen | None = None) -> Forged:
    """A press on a button, or a choice of these values."""
    data: dict[str, Any] = {"custom_id": custom_id, "component_type": 3 if values else 2}
    chosen = data | ({"values": values} if values else {})
    return await forge(stage, name, InteractionType.MESSAGE_COMPONENT, chosen, on)


async def submit(stage: SimcordStage, name: str, custom_id: str, /, **fields: str) -> Forged:
    """A form sent with these words."""
    rows = [
        {"type": 18, "id": place, "component": {"type": 4, "id": place + 50, "custom_id": field, "value": value}}
        for place, (field, value) in enumerate(fields.items(), start=1)
    ]
    return await forge(stage, name, InteractionType.MODAL_SUBMIT, {"custom_id": custom_id, "components": rows})


async def forge(
    stage: SimcordStage, name: str, kind: InteractionType, data: dict[str, Any], on: Screen | None = None
) -> Forged:
    """Any interaction: in the channel of the message, or in the group's channel; directly by whoever has left."""
    world, person = stage.world, stage.world.person(name)
    is_here = person.id in world.env.backend.get_guild(world.guild.id).members
    room = world.channel("group") if is_here else world.direct_channel(name)
    channel = int(words(on.payload, "channel_id")) if on is not None else room.id
    direct = world.env.backend.get_channel(channel).guild_id is None
    record, payload = base_payload(
        world.env.backend,
        type=kind,
        channel_id=channel,
        guild_id=None if direct else world.guild.id,
        user_id=person.id,
        data=data,
    )
    if on is not None:
        payload["message"] = dict(on.payload)
        record.source_message_id = on.message_id
    before = len(stage.simulation.requests)
    world.env.backend.emit("INTERACTION_CREATE", payload)
    await patches.settle(world.env, after="INTERACTION_CREATE")
    return Forged(stage.simulation.requests[before:])
