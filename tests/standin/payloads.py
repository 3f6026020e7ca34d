"""Discord's JSON of users, members, roles, channels, servers and messages, with the keys that the real one sends.

Not here: interactions (interactions.py).
"""

from datetime import datetime

from tests.standin.permissions import permissions
from tests.standin.wire import JsonObject
from tests.standin.world import DIRECT, Channel, Message, Person, Role, World


def time_text(at: datetime) -> str:
    """ISO 8601 with microseconds and offset, as Discord writes times."""
    return at.isoformat(timespec="microseconds")


def user(person: Person) -> JsonObject:
    """A user object."""
    return {
        "id": str(person.id),
        "username": person.name.lower().replace(" ", "-"),
        "discriminator": "0000" if person.bot else "0",
        "global_name": None if person.bot else person.name.capitalize(),
        "avatar": None,
        "avatar_decoration_data": None,
        "bot": person.bot,
        "public_flags": 0,
        "clan": None,
        "primary_guild": None,
    }


def member(person: Person, *, with_user: bool = True) -> JsonObject:
    """A guild member object."""
    made: JsonObject = {
        "roles": [str(role) for role in sorted(person.roles)],
        "nick": None,
        "avatar": None,
        "banner": None,
        "joined_at": time_text(person.joined_at),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
    }
    return made | {"user": user(person)} if with_user else made


def acting_member(world: World, person: Person, channel: Channel) -> JsonObject:
    """A member as in an interaction, with their permissions in its channel."""
    return member(person) | {"permissions": str(permissions(world, person, channel))}


def role(one: Role) -> JsonObject:
    """A role object."""
    return {
        "id": str(one.id),
        "name": one.name,
        "permissions": str(one.permissions),
        "position": one.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": one.managed,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
        "description": None,
    }


def channel(world: World, one: Channel) -> JsonObject:
    """A text channel or direct message channel object."""
    last = max(one.messages, default=None)
    made: JsonObject = {
        "id": str(one.id),
        "type": one.kind,
        "last_message_id": None if last is None else str(last),
        "flags": 0,
    }
    if one.kind == DIRECT:
        return made | {"recipients": [user(one.recipient)] if one.recipient else []}
    overwrites = [
        {"id": str(target), "type": kind, "allow": str(allow), "deny": str(deny)}
        for target, (kind, allow, deny) in one.overwrites.items()
    ]
    return made | {
        "guild_id": str(world.guild_id),
        "name": one.name,
        "position": list(world.channels).index(one.id),
        "permission_overwrites": overwrites,
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "rate_limit_per_user": 0,
    }


def acting_channel(world: World, one: Channel, person: Person) -> JsonObject:
    """A channel as in an interaction, with the acting person's permissions in it."""
    made = channel(world, one)
    made.pop("permission_overwrites", None)
    return made | {"permissions": str(permissions(world, person, one))} if one.kind != DIRECT else made


def server(world: World) -> JsonObject:
    """The GUILD_CREATE object for a bot with the guilds intent only: of the members, the bot alone."""
    return {
        **server_itself(world),
        "joined_at": time_text(world.bot.joined_at),
        "large": False,
        "unavailable": False,
        "member_count": len(world.members()),
        "members": [member(world.bot)],
        "channels": [channel(world, one) for one in world.channels.values() if one.kind != DIRECT],
        "threads": [],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def server_itself(world: World) -> JsonObject:
    """The guild object as REST gives it."""
    return {
        "id": str(world.guild_id),
        "name": world.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "owner_id": str(world.owner.id),
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 2,
        "mfa_level": 0,
        "nsfw": False,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": world.locale,
        "vanity_url_code": None,
        "features": ["COMMUNITY"],
        "emojis": [],
        "stickers": [],
        "roles": [role(one) for one in world.roles.values()],
        "max_members": 500000,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "widget_enabled": False,
        "application_id": None,
    }


def message_as_seen_by_bot(message: Message, bot: Person) -> JsonObject:
    """The message over REST: without the message content intent, other people's words are left out."""
    if message.author is bot:
        return message.payload
    unread: JsonObject = {"content": "", "embeds": [], "attachments": [], "components": []}
    return message.payload | unread
