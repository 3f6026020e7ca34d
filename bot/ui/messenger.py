"""The bot's own posts: in channels and, where somebody asked for it, in direct messages. Not answers to presses."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Final

import aiohttp
import discord

from bot.core.identity import ChannelId, MemberId, MessageId, RoleId, ServerId
from bot.services.people import Person
from bot.services.problems import CannotReach, Why
from bot.ui.draw import draw_files, draw_page
from bot.ui.page import Page
from bot.ui.visit import person_from

FAILURES: Final = (discord.HTTPException, aiohttp.ClientError, OSError)
"""Every way in which a request to Discord fails; discord.py lets a connection cut in mid-answer through as it is."""
_LOOK_BACK: Final = 50
"""Messages: how far back a post of ours is looked for before it is repeated."""
_LOOK_ON: Final = 100
"""The same from a moment on; Discord gives so many at once."""
_EVER: Final = datetime.min.replace(tzinfo=UTC)
_FOR_CARDS: Final = discord.Permissions(view_channel=True, send_messages=True, read_message_history=True)


class Messenger:
    """Posts, edits, finds and removes the bot's own messages, and asks Discord about single members."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def post(self, channel_id: ChannelId, page: Page, nonce: str) -> MessageId:
        """Post a page. The same nonce (at most 25 characters) within a few minutes gives the same message.

        Raises:
            CannotReach: the channel is gone, closed to the bot, or Discord did not answer.
        """
        with Reaching():
            message = await self._channel(channel_id).send(
                view=draw_page(page), files=draw_files(page), nonce=nonce, silent=False
            )
        return MessageId(message.id)

    async def edit(self, channel_id: ChannelId, message_id: MessageId, page: Page) -> None:
        """Replace one of the bot's posts.

        A picture that the page lacks is seen no longer, but Discord keeps its file until the post is deleted.
        """
        with Reaching():
            await self._message(channel_id, message_id).edit(view=draw_page(page), attachments=draw_files(page))

    async def delete(self, channel_id: ChannelId, message_id: MessageId) -> None:
        """Remove one of the bot's posts; one that is gone already is fine."""
        try:
            with Reaching():
                await self._message(channel_id, message_id).delete()
        except CannotReach as error:
            if error.why is not Why.MISSING:
                raise

    async def pin(self, channel_id: ChannelId, message_id: MessageId) -> None:
        """Pin one of the bot's posts."""
        with Reaching():
            await self._message(channel_id, message_id).pin()

    async def unpin(self, channel_id: ChannelId, message_id: MessageId) -> None:
        """Unpin one of the bot's posts."""
        with Reaching():
            await self._message(channel_id, message_id).unpin()

    async def find_own(self, channel_id: ChannelId, custom_id: str, since: datetime = _EVER) -> MessageId | None:
        """The bot's newest post of the last 50 messages, not older than `since`, with a button of this custom_id."""
        with Reaching():
            async for message in self._channel(channel_id).history(limit=_LOOK_BACK):
                if message.created_at >= since and custom_id in _custom_ids(message.components):
                    return MessageId(message.id)
        return None

    async def find_after(self, channel_id: ChannelId, custom_id: str, moment: datetime) -> MessageId | None:
        """The bot's first post with a button of this custom_id among the 100 messages after this moment."""
        with Reaching():
            async for message in self._channel(channel_id).history(limit=_LOOK_ON, after=moment, oldest_first=True):
                if custom_id in _custom_ids(message.components):
                    return MessageId(message.id)
        return None

    async def find_before(self, channel_id: ChannelId, prefixes: tuple[str, ...], moment: datetime) -> list[MessageId]:
        """The bot's posts of the last 50 messages older than this moment with a button whose custom_id begins so."""
        with Reaching():
            return [
                MessageId(message.id)
                async for message in self._channel(channel_id).history(limit=_LOOK_BACK)
                if message.created_at < moment
                and any(one.startswith(prefixes) for one in _custom_ids(message.components))
            ]

    async def direct_channel(self, member_id: MemberId) -> ChannelId | None:
        """The channel of direct messages with this person; None if there can be none."""
        user = self._client.get_user(member_id) or discord.Object(member_id)
        try:
            with Reaching():
                return ChannelId((await self._client.create_dm(user)).id)
        except CannotReach as error:
            if error.why is Why.DISCORD_DOWN:
                raise
            return None

    async def is_there(self, channel_id: ChannelId, message_id: MessageId) -> bool:
        """Whether one of the bot's posts is still in its channel."""
        try:
            with Reaching():
                await self._message(channel_id, message_id).fetch()
        except CannotReach as error:
            if error.why is not Why.MISSING:
                raise
            return False
        return True

    async def direct(self, member_id: MemberId, page: Page) -> bool:
        """Send a direct message; False if this person takes none."""
        user = self._client.get_user(member_id) or discord.Object(member_id)
        try:
            channel = await self._client.create_dm(user)
            await channel.send(view=draw_page(page), files=draw_files(page))
        except (discord.Forbidden, discord.NotFound):
            return False
        except FAILURES as error:
            raise CannotReach(Why.DISCORD_DOWN) from error
        return True

    async def give_role(self, server_id: ServerId, member_id: MemberId, role_id: RoleId) -> None:
        """Give a member a role; giving it twice is fine. One with powers is given to nobody."""
        guild = self._client.get_guild(server_id)
        role = None if guild is None else guild.get_role(role_id)
        if role is not None and has_powers(role):
            raise CannotReach(Why.FORBIDDEN)
        with Reaching():
            await self._client.http.add_role(server_id, member_id, role_id)

    async def take_role(self, server_id: ServerId, member_id: MemberId, role_id: RoleId) -> None:
        """Take a role from a member; taking it twice is fine."""
        with Reaching():
            await self._client.http.remove_role(server_id, member_id, role_id)

    async def people(self, server_id: ServerId, member_ids: Collection[MemberId]) -> Sequence[Person]:
        """Those who are still in the server, each asked for by itself (a `StaffDirectory`)."""
        found: list[Person] = []
        guild = self._client.get_guild(server_id)
        if guild is None:
            # Not ready yet, or the server is unavailable: that nobody is found must not look like that all have left.
            raise CannotReach(Why.DISCORD_DOWN)
        for member_id in member_ids:
            try:
                found.append(person_from(await guild.fetch_member(member_id)))
            except discord.NotFound:
                continue
            except FAILURES as error:
                raise CannotReach(Why.DISCORD_DOWN) from error
        return found

    def can_post(self, server_id: ServerId, channel_id: ChannelId) -> bool:
        """Whether the bot can post and find its posts again there, in a channel of this server, as Discord told it."""
        guild = self._client.get_guild(server_id)
        channel = None if guild is None else guild.get_channel(channel_id)
        if channel is None:
            return False
        mine = channel.permissions_for(channel.guild.me)
        return mine.view_channel and mine.send_messages and mine.read_message_history and mine.attach_files

    def can_show_cards(self, server_id: ServerId, channel_id: ChannelId) -> bool:
        """Whether the bot can post text and find it again in this channel.

        Raises:
            CannotReach: the server is not there at this moment, which says nothing about its channels.
        """
        guild = self._client.get_guild(server_id)
        if guild is None or guild.unavailable:
            raise CannotReach(Why.DISCORD_DOWN)
        channel = guild.get_channel(channel_id)
        return channel is not None and channel.permissions_for(guild.me) >= _FOR_CARDS

    async def role_count(self, server_id: ServerId, role_id: RoleId) -> int | None:
        """How many members hold a role; None for everyone's role, and if Discord does not say."""
        guild = self._client.get_guild(server_id)
        if guild is None or role_id == server_id:
            return None
        try:
            counts = {role.id: count for role, count in (await guild.role_member_counts()).items()}
        except FAILURES:
            return None
        return counts.get(role_id, None if guild.get_role(role_id) is None else 0)

    def _channel(self, channel_id: ChannelId) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(channel_id)

    def _message(self, channel_id: ChannelId, message_id: MessageId) -> discord.PartialMessage:
        return self._channel(channel_id).get_partial_message(message_id)


def has_powers(role: discord.Role) -> bool:
    """Whether its holders may do something to the server, its channels or its members."""
    return bool(role.permissions.value & discord.Permissions.elevated().value)


class Reaching:
    """Turns Discord's errors into the one kind that callers tell apart."""

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        match error:
            case discord.NotFound():
                raise CannotReach(Why.MISSING) from error
            case discord.Forbidden():
                raise CannotReach(Why.FORBIDDEN) from error
            case discord.HTTPException() | aiohttp.ClientError() | OSError():
                raise CannotReach(Why.DISCORD_DOWN) from error
            case _:
                return


def _custom_ids(components: Sequence[discord.Component]) -> set[str]:
    found: set[str] = set()
    for component in components:
        match component:
            case discord.Container() | discord.ActionRow():
                found |= _custom_ids(component.children)
            case discord.Button() | discord.SelectMenu() if component.custom_id is not None:
                found.add(component.custom_id)
            case _:
                pass
    return found
