"""REST routes about the application, its commands, the server, its members, roles and channels.

Not here: messages (rest_messages.py) and interactions (rest_interactions.py).
"""

from tests.standin import payloads
from tests.standin.permissions import may
from tests.standin.routing import Call, Refusal, route, unknown
from tests.standin.wire import JsonObject, as_objects, number
from tests.standin.world import Channel, Person

MISSING_PERMISSIONS = "Missing Permissions"


@route("GET", "/gateway")
def _gateway(call: Call) -> object:
    return {"url": call.stand_in.gateway.address}


@route("GET", "/gateway/bot")
def _gateway_for_bots(call: Call) -> object:
    limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    return {"url": call.stand_in.gateway.address, "shards": 1, "session_start_limit": limit}


@route("GET", "/users/@me")
def _myself(call: Call) -> object:
    return payloads.user(call.stand_in.world.bot) | {"verified": True, "mfa_enabled": True, "flags": 0}


@route("GET", "/users/*")
def _user(call: Call) -> object:
    found = call.stand_in.world.people.get(call.number(0))
    if found is None:
        raise unknown("User", 10013)
    return payloads.user(found)


@route("GET", "/applications/@me")
@route("GET", "/oauth2/applications/@me")
def _application(call: Call) -> object:
    world = call.stand_in.world
    made: JsonObject = {"id": str(world.bot.id), "name": world.bot.name, "icon": None, "description": "", "flags": 0}
    made |= {"bot_public": False, "bot_require_code_grant": False, "verify_key": "0" * 64, "team": None}
    made |= {"owner": payloads.user(world.owner), "bot": payloads.user(world.bot), "approximate_guild_count": 1}
    return made | {"interactions_endpoint_url": None, "summary": ""}


@route("GET", "/applications/*/commands")
@route("GET", "/applications/*/guilds/*/commands")
def _commands(call: Call) -> object:
    return call.stand_in.commands.listed(_scope(call))


@route("PUT", "/applications/*/commands")
@route("PUT", "/applications/*/guilds/*/commands")
def _sync_commands(call: Call) -> object:
    return call.stand_in.commands.replace(_scope(call), call.items)


def _scope(call: Call) -> int:
    return call.number(1) if len(call.ids) > 1 else 0


@route("GET", "/guilds/*")
def _server(call: Call) -> object:
    _check_server(call)
    return payloads.server_itself(call.stand_in.world)


@route("GET", "/guilds/*/channels")
def _channels(call: Call) -> object:
    _check_server(call)
    world = call.stand_in.world
    return [payloads.channel(world, one) for one in world.channels.values() if one.recipient is None]


@route("GET", "/guilds/*/roles")
def _roles(call: Call) -> object:
    _check_server(call)
    return [payloads.role(one) for one in call.stand_in.world.roles.values()]


@route("GET", "/guilds/*/roles/member-counts")
def _role_sizes(call: Call) -> object:
    _check_server(call)
    world = call.stand_in.world
    sizes = {role: sum(role in one.roles for one in world.members()) for role in world.roles}
    return {str(role): size for role, size in sizes.items() if role != world.guild_id}


@route("GET", "/guilds/*/members/*")
def _member(call: Call) -> object:
    return payloads.member(_find_member(call))


@route("PUT", "/guilds/*/members/*/roles/*")
def _give_role(call: Call) -> object:
    person = _find_member(call)
    person.roles.add(_manageable_role(call))


@route("DELETE", "/guilds/*/members/*/roles/*")
def _take_role(call: Call) -> object:
    person = _find_member(call)
    person.roles.discard(_manageable_role(call))


@route("POST", "/guilds/*/channels")
def _create_channel(call: Call) -> object:
    _check_server(call)
    world = call.stand_in.world
    if not may(world, world.bot, None, manage_channels=True):
        raise Refusal(403, 50013, MISSING_PERMISSIONS)
    made = Channel(world.snowflake(), str(call.body.get("name")), number(call.body, "type"))
    for one in as_objects(call.body.get("permission_overwrites")):
        made.overwrites[number(one, "id")] = (number(one, "type"), number(one, "allow"), number(one, "deny"))
    world.channels[made.id] = made
    payload = payloads.channel(world, made)
    call.stand_in.gateway.dispatch("CHANNEL_CREATE", payload)
    return payload


@route("POST", "/users/@me/channels")
def _open_direct(call: Call) -> object:
    world = call.stand_in.world
    person = world.people.get(number(call.body, "recipient_id"))
    if person is None:
        raise unknown("User", 10013)
    return payloads.channel(world, world.direct_channel(person))


def _check_server(call: Call) -> None:
    if call.number(0) != call.stand_in.world.guild_id:
        raise unknown("Guild", 10004)


def _find_member(call: Call) -> Person:
    _check_server(call)
    found = call.stand_in.world.people.get(call.number(1))
    if found is None or not found.present:
        raise unknown("Member", 10007)
    return found


def _manageable_role(call: Call) -> int:
    """The role of this path, if the bot may give and take it: it needs the permission and a higher role of its own."""
    world = call.stand_in.world
    role = world.roles.get(call.number(2))
    if role is None:
        raise unknown("Role", 10011)
    highest = max((world.roles[one].position for one in world.bot.roles), default=0)
    if role.position >= highest or role.managed or not may(world, world.bot, None, manage_roles=True):
        raise Refusal(403, 50013, MISSING_PERMISSIONS)
    return role.id
