"""REST routes by which the bot answers interactions: the callback, the original response, follow-ups.

Not here: ordinary messages (rest_messages.py).
"""

import asyncio
from datetime import timedelta

from tests.standin.interactions import (
    AUTOCOMPLETE,
    COMPONENT,
    FORM,
    LIFE_OF_TOKEN,
    TIME_TO_ACKNOWLEDGE,
    Interaction,
)
from tests.standin.messages import numbered
from tests.standin.payloads import user
from tests.standin.routing import Call, Refusal, route, unknown
from tests.standin.wire import JsonObject, as_object, as_objects, number
from tests.standin.world import DISCORD_EPOCH, EPHEMERAL, LOADING, Message, Person

SEND, DEFER, DEFER_UPDATE, UPDATE, SUGGEST, ASK = 4, 5, 6, 7, 8, 9


@route("POST", "/interactions/*/*/callback")
def _callback(call: Call) -> object:
    interaction = call.stand_in.interactions.by_token.get(call.ids[1])
    late = interaction is not None and _age(interaction) > TIME_TO_ACKNOWLEDGE
    if interaction is None or late or interaction.id != call.number(0):
        raise unknown("interaction", 10062)
    if interaction.callback:
        raise Refusal(400, 40060, "Interaction has already been acknowledged.")
    kind = number(call.body, "type")
    _check_fits(interaction, kind)
    _carry_out(call, interaction, kind, as_object(call.body.get("data")))
    interaction.callback = kind
    interaction.acknowledged.set()
    _heard(interaction)
    return _acknowledgement(interaction) if call.query.get("with_response") in ("1", "true") else None


def _age(interaction: Interaction) -> float:
    return asyncio.get_running_loop().time() - interaction.opened


def _heard(interaction: Interaction) -> None:
    interaction.last_heard = asyncio.get_running_loop().time()


def _check_fits(interaction: Interaction, kind: int) -> None:
    """Only a press, or a form opened from a message, can update one; no form follows a form; choices are for typing."""
    fits = {
        SEND: interaction.kind != AUTOCOMPLETE,
        DEFER: interaction.kind != AUTOCOMPLETE,
        DEFER_UPDATE: interaction.kind in (COMPONENT, FORM) and interaction.source is not None,
        UPDATE: interaction.kind in (COMPONENT, FORM) and interaction.source is not None,
        SUGGEST: interaction.kind == AUTOCOMPLETE,
        ASK: interaction.kind not in (AUTOCOMPLETE, FORM),
    }
    if not fits.get(kind, False):
        raise Refusal(400, 50035, "Invalid Form Body")


def _carry_out(call: Call, interaction: Interaction, kind: int, data: JsonObject) -> None:
    messages = call.stand_in.messages
    if kind in (SEND, DEFER):
        made = _create(call, interaction, data, _reader(interaction, data))
        if kind == DEFER:
            made.payload["flags"] = number(made.payload, "flags") | LOADING
        interaction.original = interaction.shown = made
    elif kind in (DEFER_UPDATE, UPDATE) and interaction.source is not None:
        interaction.original = interaction.source
        if kind == UPDATE:
            messages.edit(interaction.source, data, call.files)
            interaction.shown = interaction.source
    elif kind == SUGGEST:
        interaction.choices = as_objects(data.get("choices"))
    elif kind == ASK:
        interaction.form = data | {"components": numbered(data.get("components"))}


def _reader(interaction: Interaction, data: JsonObject) -> Person | None:
    return interaction.person if number(data, "flags") & EPHEMERAL else None


def _create(call: Call, interaction: Interaction, data: JsonObject, reader: Person | None) -> Message:
    stand_in = call.stand_in
    made = stand_in.messages.create(interaction.channel, stand_in.world.bot, data, call.files, reader)
    application = str(stand_in.world.bot.id)
    who: JsonObject = {"id": str(interaction.id), "type": interaction.kind, "user": user(interaction.person)}
    who["authorizing_integration_owners"] = {"0": str(stand_in.world.guild_id)}
    made.payload.update({"webhook_id": application, "application_id": application, "interaction_metadata": who})
    return made


def _acknowledgement(interaction: Interaction) -> JsonObject:
    about: JsonObject = {"id": str(interaction.id), "type": interaction.kind}
    resource: JsonObject = {"type": interaction.callback}
    if interaction.callback in (SEND, DEFER, UPDATE) and interaction.original is not None:
        flags = number(interaction.original.payload, "flags")
        about |= {"response_message_id": str(interaction.original.id)}
        about |= {
            "response_message_loading": bool(flags & LOADING),
            "response_message_ephemeral": bool(flags & EPHEMERAL),
        }
        resource["message"] = interaction.original.payload
    return {"interaction": about, "resource": resource}


def _answering(call: Call) -> Interaction:
    """The interaction of a webhook route: acknowledged, and its token not yet expired."""
    interaction = call.stand_in.interactions.by_token.get(call.ids[1])
    if interaction is None or not interaction.callback:
        raise unknown("Webhook", 10015)
    opened = DISCORD_EPOCH + timedelta(milliseconds=interaction.id >> 22)
    if call.stand_in.world.clock.now() - opened > LIFE_OF_TOKEN:
        raise Refusal(401, 50027, "Invalid Webhook Token")
    _heard(interaction)
    return interaction


@route("POST", "/webhooks/*/*")
def _follow_up(call: Call) -> object:
    interaction = _answering(call)
    first = interaction.original
    if first is not None and number(first.payload, "flags") & LOADING:
        call.stand_in.messages.edit(first, call.body, call.files)
        return first.payload
    made = _create(call, interaction, call.body, _reader(interaction, call.body))
    interaction.followups.append(made)
    return made.payload


def _own(call: Call) -> tuple[Interaction, Message]:
    interaction = _answering(call)
    candidates = interaction.followups + ([interaction.original] if interaction.original else [])
    for message in candidates:
        wanted = message is interaction.original if call.ids[2] == "@original" else str(message.id) == call.ids[2]
        if wanted and not message.gone:
            return interaction, message
    raise unknown("Message", 10008)


@route("GET", "/webhooks/*/*/messages/*")
def _get(call: Call) -> object:
    return _own(call)[1].payload


@route("PATCH", "/webhooks/*/*/messages/*")
def _edit(call: Call) -> object:
    interaction, message = _own(call)
    call.stand_in.messages.edit(message, call.body, call.files)
    if message is interaction.original:
        interaction.shown = message
    return message.payload


@route("DELETE", "/webhooks/*/*/messages/*")
def _delete(call: Call) -> object:
    interaction, message = _own(call)
    call.stand_in.messages.delete(message)
    if message is interaction.shown:
        interaction.shown = None
