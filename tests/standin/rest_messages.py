"""REST routes about channels, their messages and pins.

Not here: answers to interactions (rest_interactions.py).
"""

from tests.standin import payloads
from tests.standin.permissions import may
from tests.standin.routing import Call, Refusal, route, unknown
from tests.standin.world import DIRECT, Channel, Message

MOST_PINS = 250


def _channel(call: Call, **needed: bool) -> Channel:
    """The channel of this path, if the bot sees it and has the permissions needed."""
    world = call.stand_in.world
    found = world.channels.get(call.number(0))
    if found is None:
        raise unknown("Channel", 10003)
    if not may(world, world.bot, found, view_channel=True):
        raise Refusal(403, 50001, "Missing Access")
    if not may(world, world.bot, found, **needed):
        raise Refusal(403, 50013, "Missing Permissions")
    return found


def _message(call: Call, channel: Channel) -> Message:
    found = channel.messages.get(call.number(1))
    if found is None:
        raise unknown("Message", 10008)
    return found


def _own_message(call: Call, channel: Channel) -> Message:
    found = _message(call, channel)
    if found.author is not call.stand_in.world.bot:
        raise Refusal(403, 50005, "Cannot edit a message authored by another user")
    return found


def _shown(call: Call, message: Message) -> object:
    return payloads.message_as_seen_by_bot(message, call.stand_in.world.bot)


@route("GET", "/channels/*")
def _get_channel(call: Call) -> object:
    return payloads.channel(call.stand_in.world, _channel(call))


@route("GET", "/channels/*/messages")
def _history(call: Call) -> object:
    channel = _channel(call, read_message_history=True)
    before = int(call.query.get("before", 0)) or 1 << 64
    after = int(call.query.get("after", 0))
    found = [message for message in channel.messages.values() if after < message.id < before]
    limit = int(call.query.get("limit", 50))
    chosen = found[:limit] if after else found[-limit:]
    return [_shown(call, message) for message in reversed(chosen)]


@route("POST", "/channels/*/messages")
def _post(call: Call) -> object:
    channel = _channel(call, send_messages=True)
    if channel.kind == DIRECT and (channel.recipient is None or not channel.recipient.reachable):
        raise Refusal(403, 50007, "Cannot send messages to this user")
    if call.files and not may(call.stand_in.world, call.stand_in.world.bot, channel, attach_files=True):
        raise Refusal(403, 50013, "Missing Permissions")
    made = call.stand_in.messages.create(channel, call.stand_in.world.bot, call.body, call.files)
    return made.payload


@route("GET", "/channels/*/messages/pins")
def _pins(call: Call) -> object:
    pinned = _pinned(call)
    items = [{"pinned_at": one.payload["timestamp"], "message": _shown(call, one)} for one in reversed(pinned)]
    return {"items": items, "has_more": False}


@route("GET", "/channels/*/pins")
def _pins_as_before(call: Call) -> object:
    return [_shown(call, one) for one in reversed(_pinned(call))]


def _pinned(call: Call) -> list[Message]:
    return [one for one in _channel(call, read_message_history=True).messages.values() if one.payload["pinned"]]


@route("PUT", "/channels/*/messages/pins/*")
@route("PUT", "/channels/*/pins/*")
def _pin(call: Call) -> object:
    channel = _pins_channel(call)
    message = _message(call, channel)
    if sum(bool(one.payload["pinned"]) for one in channel.messages.values()) >= MOST_PINS:
        raise Refusal(400, 30003, "Maximum number of pins reached (250)")
    message.payload["pinned"] = True
    notice = call.stand_in.messages.create(channel, call.stand_in.world.bot, {})
    notice.payload["type"] = 6
    _pins_changed(call, channel)


@route("DELETE", "/channels/*/messages/pins/*")
@route("DELETE", "/channels/*/pins/*")
def _unpin(call: Call) -> object:
    channel = _pins_channel(call)
    _message(call, channel).payload["pinned"] = False
    _pins_changed(call, channel)


def _pins_channel(call: Call) -> Channel:
    world = call.stand_in.world
    channel = _channel(call)
    if may(world, world.bot, channel, pin_messages=True) or may(world, world.bot, channel, manage_messages=True):
        return channel
    raise Refusal(403, 50013, "Missing Permissions")


def _pins_changed(call: Call, channel: Channel) -> None:
    world = call.stand_in.world
    when = payloads.time_text(world.clock.now())
    event = {"guild_id": str(world.guild_id), "channel_id": str(channel.id), "last_pin_timestamp": when}
    call.stand_in.gateway.dispatch("CHANNEL_PINS_UPDATE", dict(event))


@route("GET", "/channels/*/messages/*")
def _get(call: Call) -> object:
    return _shown(call, _message(call, _channel(call, read_message_history=True)))


@route("PATCH", "/channels/*/messages/*")
def _edit(call: Call) -> object:
    message = _own_message(call, _channel(call))
    call.stand_in.messages.edit(message, call.body, call.files)
    return message.payload


@route("DELETE", "/channels/*/messages/*")
def _delete(call: Call) -> object:
    channel = _channel(call)
    message = _message(call, channel)
    world = call.stand_in.world
    if message.author is not world.bot and not may(world, world.bot, channel, manage_messages=True):
        raise Refusal(403, 50013, "Missing Permissions")
    call.stand_in.messages.delete(message)
