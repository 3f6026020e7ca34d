"""Who may do what, by Discord's documented rules for roles and channel overwrites.

Not here: what is refused, and how (rest_*.py).
"""

import discord

from tests.standin.world import DIRECT, Channel, Person, World

EVERYTHING = discord.Permissions.all().value
ADMINISTRATOR = discord.Permissions(administrator=True).value
IN_DIRECT_MESSAGES = discord.Permissions(
    view_channel=True, send_messages=True, embed_links=True, attach_files=True, read_message_history=True
).value


def permissions(world: World, person: Person, channel: Channel | None = None) -> int:
    """Discord's bit field of what the person may do, in the server or in one of its channels.

    Source: https://discord.com/developers/docs/topics/permissions#permission-overwrites
    """
    if channel is not None and channel.kind == DIRECT:
        return IN_DIRECT_MESSAGES
    if person is world.owner:
        return EVERYTHING
    allowed = world.roles[world.guild_id].permissions
    for role_id in person.roles:
        allowed |= world.roles[role_id].permissions if role_id in world.roles else 0
    if allowed & ADMINISTRATOR:
        return EVERYTHING
    return allowed if channel is None else _overwritten(world, person, channel, allowed)


def _overwritten(world: World, person: Person, channel: Channel, allowed: int) -> int:
    """Overwrites apply in three steps: everyone, all the person's roles together, the person."""
    allow = deny = 0
    for role_id in person.roles:
        _, role_allow, role_deny = channel.overwrites.get(role_id, (0, 0, 0))
        allow |= role_allow
        deny |= role_deny
    steps = [channel.overwrites.get(world.guild_id), (0, allow, deny), channel.overwrites.get(person.id)]
    for _, step_allow, step_deny in filter(None, steps):
        allowed = (allowed & ~step_deny) | step_allow
    return allowed


def may(world: World, person: Person, channel: Channel | None, **wanted: bool) -> bool:
    """Whether the person has all these permissions, named as in discord.Permissions."""
    needed = discord.Permissions(**wanted).value
    return permissions(world, person, channel) & needed == needed
