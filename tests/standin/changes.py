"""What people do to the server without the bot: join, leave, rename, delete, lock out; the bot is told as Discord does.

Not here: what they do with the bot (actor.py).
"""

from datetime import timedelta

import discord

from tests.standin import payloads
from tests.standin.gateway import Gateway
from tests.standin.world import Person, World


class Changes:
    """Changes of one server, by names."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self.world = world
        self.gateway = gateway

    def join(self, name: str, joined_days_ago: int = 30) -> Person:
        """A new member without any role (no event: the bot has no members intent)."""
        return self.world.add_person(name, self.world.clock.now() - timedelta(days=joined_days_ago))

    def leave(self, name: str) -> None:
        """A member leaves the server."""
        person = self.world.person(name)
        person.present = False
        person.roles.clear()

    def give_role(self, name: str, role: str) -> None:
        """A member is given a role."""
        self.world.person(name).roles.add(self.world.role(role).id)

    def take_role(self, name: str, role: str) -> None:
        """A role is taken from a member."""
        self.world.person(name).roles.discard(self.world.role(role).id)

    def close_direct(self, name: str) -> None:
        """This person takes no direct messages from now on."""
        self.world.person(name).reachable = False

    def rename_channel(self, name: str, new: str) -> None:
        """A channel gets another name."""
        channel = self.world.channel(name)
        channel.name = new
        self.gateway.dispatch("CHANNEL_UPDATE", payloads.channel(self.world, channel))

    def delete_channel(self, name: str) -> None:
        """A channel and all its messages are gone."""
        channel = self.world.channel(name)
        event = payloads.channel(self.world, channel)
        del self.world.channels[channel.id]
        self.gateway.dispatch("CHANNEL_DELETE", event)

    def delete_role(self, name: str) -> None:
        """A role is gone, from its holders too."""
        role = self.world.role(name)
        del self.world.roles[role.id]
        for person in self.world.people.values():
            person.roles.discard(role.id)
        self.gateway.dispatch("GUILD_ROLE_DELETE", {"guild_id": str(self.world.guild_id), "role_id": str(role.id)})

    def lock_out_bot(self, channel_name: str, **permissions: bool) -> None:
        """Permissions of the bot in one channel, named as in discord.Permissions: False takes, True gives."""
        channel = self.world.channel(channel_name)
        allow = discord.Permissions(**{name: True for name, given in permissions.items() if given}).value
        deny = discord.Permissions(**{name: True for name, given in permissions.items() if not given}).value
        channel.overwrites[self.world.bot.id] = (1, allow, deny)
        self.gateway.dispatch("CHANNEL_UPDATE", payloads.channel(self.world, channel))

    def server_away(self) -> None:
        """Discord has lost the server for a while (an outage)."""
        self.gateway.dispatch("GUILD_DELETE", {"id": str(self.world.guild_id), "unavailable": True})

    def server_back(self) -> None:
        """The outage is over."""
        self.gateway.dispatch("GUILD_CREATE", payloads.server(self.world))

    def remove_bot(self) -> None:
        """The bot is taken out of the server."""
        self.gateway.dispatch("GUILD_DELETE", {"id": str(self.world.guild_id)})
