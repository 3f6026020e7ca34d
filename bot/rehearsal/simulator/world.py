"""The simulated server: its channels, roles and people by name, and what people do to it without the bot.

What people do with the bot is in `people.py`; the clock and the bot's life are in `simulation.py`.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import discord
import simcord
from discord import PermissionOverwrite
from simcord import ChannelHandle, GuildHandle, MemberActor, RoleHandle, UserHandle

from bot.rehearsal import cast
from bot.rehearsal.simulator import patches
from bot.rehearsal.simulator.wire import Shown

SPOKEN = frozenset({0, 19, 20, 23})
"""Types of messages that somebody wrote: plain, reply, answer to a command or menu. The rest are Discord's notices."""
CANNOT_MESSAGE = 50007
"""Discord's error code when someone takes no direct messages from the bot."""


class World:
    """Everything in the simulated Discord, by name; names are looked up without regard to capitals."""

    def __init__(self, env: simcord.Env, start: datetime) -> None:
        self.env = env
        self._start = start
        patches.set_epoch(env, start - cast.REGISTERED)
        env.backend.bot_user.name = cast.BOT
        self.guild: GuildHandle = env.create_guild(cast.SERVER, owner=env.create_user(cast.OWNER, global_name="June"))
        self.roles: dict[str, RoleHandle] = {}
        self.people: dict[str, MemberActor] = {}
        self.channels: dict[str, ChannelHandle] = {}
        self._create_roles()
        for name in cast.MEMBERS:
            self._create_person(name)
        for staff in cast.STAFF:
            self._create_person(staff.name, staff.role)
        for room in cast.ROOMS:
            self._create_room(room)
        patches.set_epoch(env, start)
        for member in env.backend.get_guild(self.guild.id).members.values():
            member.joined_at = (start - cast.JOINED).isoformat()

    def _create_roles(self) -> None:
        everything = discord.Permissions(administrator=True)
        for name in cast.ROLES:
            permissions = everything if name == cast.ADMINISTRATORS else discord.Permissions()
            self.roles[name.lower()] = self.guild.create_role(name, permissions=permissions)

    def _create_person(self, name: str, role: str | None = None) -> None:
        user = self.env.create_user(name, global_name=name.capitalize())
        roles = [self.roles[role.lower()]] if role else []
        self.people[name] = self.guild.add_member(user, roles=roles)

    def _create_room(self, room: cast.Room) -> None:
        overwrites: dict[RoleHandle | UserHandle, PermissionOverwrite] = {}
        if room.seen_by is not None:
            bot = UserHandle(self.env, self.env.backend.bot_user)
            seen = PermissionOverwrite(view_channel=True, send_messages=True)
            overwrites = {
                self.guild.default_role: PermissionOverwrite(view_channel=False),
                self.roles[room.seen_by.lower()]: seen,
                bot: seen,
            }
        self.channels[room.name] = self.guild.create_text_channel(room.name, overwrites={**overwrites})

    # Looking things up

    def person(self, name: str) -> MemberActor:
        return self.people[name.lower()]

    def channel(self, name: str) -> ChannelHandle:
        return self.channels[name.lower()]

    def direct_channel(self, name: str) -> ChannelHandle:
        """The person's direct messages with the bot; Discord makes the channel when it is first looked for."""
        return self.person(name).user.dm_channel

    def name_of(self, channel_id: int) -> str:
        """The name under which we know a channel; "direct" for direct messages, the id for one that is not there."""
        found = self.env.backend.channels.get(channel_id)
        if found is not None and found.guild_id is None:
            return cast.DIRECT
        return next((name for name, one in self.channels.items() if one.id == channel_id), str(channel_id))

    def called(self, number: int) -> str:
        """What the person or the channel with this id is called; "" if there is none."""
        people = ((one.id, name.capitalize()) for name, one in self.people.items())
        rooms = ((one.id, name) for name, one in self.channels.items())
        return next((name for one, name in (*people, *rooms) if one == number), "")

    def messages(self, channel: ChannelHandle, *, viewer: str | None = None) -> list[Shown]:
        """What stands in a channel, oldest first; with a viewer also what only that person sees there."""
        viewer_id = self.person(viewer).id if viewer is not None else None
        stored = sorted(self.env.backend.messages.get(channel.id, {}).values(), key=lambda message: message.id)
        return [
            Shown(patches.payload_of(self.env, message), self.name_of(channel.id), private=message.is_ephemeral)
            for message in stored
            if message.type in SPOKEN and message.visible_to(viewer_id)
        ]

    def direct(self, name: str) -> list[Shown]:
        """The bot's direct messages to a person, oldest first."""
        if self.person(name).id not in self.env.backend.dm_channels:
            return []
        bot_id = str(self.env.backend.bot_user.id)
        found = self.messages(self.direct_channel(name), viewer=name)
        return [shown for shown in found if _author(shown) == bot_id]

    def file(self, address: str) -> bytes:
        """What lies at the address of a file that came with a message; nothing if nothing does."""
        return self.env.backend.cdn.get(address) or b""

    def commands(self, name: str) -> list[str]:
        """The commands that this person is offered, by their full names."""
        return list(self.person(name).available_commands(self.channel(cast.GROUP)))

    # What people do without the bot

    def join(self, name: str, *, joined_days_ago: int = 30) -> None:
        """A new member without any role."""
        now = self.env.now()
        elapsed = timedelta(seconds=patches.elapsed_seconds(self.env))
        patches.set_epoch(self.env, self._start - elapsed - cast.REGISTERED)
        self._create_person(name)
        patches.set_epoch(self.env, self._start)
        joined = self.env.backend.get_member(self.guild.id, self.person(name).id)
        joined.joined_at = (now - timedelta(days=joined_days_ago)).isoformat()

    def add_bot(self, name: str) -> None:
        """Another bot comes into the server."""
        self.people[name] = self.guild.add_member(self.env.create_user(name, bot=True))

    def leave(self, name: str) -> None:
        """A person leaves the server (and stays known by name, for what they try next)."""
        self.guild.remove_member(self.person(name))

    def give_role(self, name: str, role: str) -> None:
        self.env.backend.add_member_role(self.guild.id, self.person(name).id, self.roles[role.lower()].id)

    def take_role(self, name: str, role: str) -> None:
        self.env.backend.remove_member_role(self.guild.id, self.person(name).id, self.roles[role.lower()].id)

    def delete_role(self, role: str) -> None:
        self.env.backend.delete_role(self.guild.id, self.roles[role.lower()].id)

    def set_locale(self, name: str, locale: str) -> None:
        """The language of this person's Discord, such as "de" or "en-GB"."""
        patches.set_locale(self.env, self.person(name).id, locale)

    def close_direct(self, name: str) -> None:
        """This person takes no direct messages from now on."""
        path = f"/channels/{self.direct_channel(name).id}/messages"
        self.fail("POST", path, status=403, code=CANNOT_MESSAGE, times=None)

    def rename_channel(self, name: str, new: str) -> None:
        """A person renames a channel; we go on calling it by the old name."""
        self.env.backend.edit_channel(self.channel(name).id, {"name": new})

    def delete_channel(self, name: str) -> None:
        self.env.backend.delete_channel(self.channel(name).id)

    def delete_message(self, shown: Shown) -> None:
        """Somebody who may do so deletes a message."""
        self.env.backend.delete_message(int(str(shown.payload["channel_id"])), shown.message_id)

    def create_channel(self, name: str, *, seen_by: str | None = None) -> None:
        """A further text channel, seen by everybody or by one role (and the bot)."""
        self._create_room(cast.Room(name, seen_by))

    def adopt(self, name: str, channel_id: int) -> ChannelHandle:
        """Call a channel that somebody else has made by this name from now on, perhaps instead of another."""
        made = ChannelHandle(self.env, self.guild, self.env.backend.get_channel(channel_id))
        self.channels[name] = made
        return made

    def set_system_channel(self, name: str | None) -> None:
        """Where Discord itself says who joined."""
        channel = None if name is None else self.channel(name).id
        self.env.backend.edit_guild(self.guild.id, {"system_channel_id": channel})

    def let_bot(self, **permissions: bool) -> None:
        """What the bot's own role may in the whole server from now on; what is not named it may not."""
        guild = self.env.backend.get_guild(self.guild.id)
        held = discord.Permissions(**permissions).value
        for role_id in guild.members[self.env.backend.bot_user.id].role_ids:
            self.env.backend.edit_role(self.guild.id, role_id, {"permissions": held})

    def take_role_of_bot(self) -> None:
        """The bot has no role of its own any more, only what everybody has."""
        bot_id = self.env.backend.bot_user.id
        for role_id in list(self.env.backend.get_member(self.guild.id, bot_id).role_ids):
            self.env.backend.remove_member_role(self.guild.id, bot_id, role_id)

    def lock_out_bot(self, name: str, *, denied: Mapping[str, bool]) -> None:
        """Permissions of the bot in one channel, such as `{"send_messages": False}`; others stay as they are."""
        channel = self.env.backend.get_channel(self.channel(name).id)
        allow, deny = PermissionOverwrite(**denied).pair()
        bot_id = self.env.backend.bot_user.id
        mine = [one for one in channel.overwrites if one.target_id != bot_id]
        mine.append(patches.member_overwrite(bot_id, allow.value, deny.value))
        self.env.backend.edit_channel(channel.id, {}, overwrites=mine)

    def invite_bot(self) -> None:
        """An administrator invites the bot (again)."""
        patches.join_server(self.env, self.guild.id)

    def kick_bot(self, *, outage: bool = False) -> None:
        """The bot is taken out of the server; with `outage` it is only Discord that has lost the server for a while."""
        patches.leave_server(self.env, self.guild.id, outage=outage)

    def fail(self, method: str, path: str, *, status: int, code: int = 0, times: int | None = 1) -> None:
        """Let Discord refuse requests: `path` is a pattern such as "/channels/*/messages"; `times` None: for good."""
        self.env.inject_error(method, path, status=status, code=code, message="refused by the simulation", times=times)

    def heal(self) -> None:
        """No request is refused any more."""
        self.env.backend.faults.clear()


def _author(shown: Shown) -> str:
    author = shown.payload.get("author")
    return str(author["id"]) if isinstance(author, Mapping) else ""  # pyright: ignore[reportUnknownArgumentType] # JSON
