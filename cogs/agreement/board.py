"""The agreement's posts in the channel, and notes about it to the staff (the services' noticeboard and roles)."""

import base64
from collections.abc import Collection, Sequence
from datetime import date
from hashlib import sha256
from typing import final

from bot.core.agreement import Change, Version
from bot.core.identity import Chance, MemberId, MessageId, RoleId, ServerId
from bot.services.people import Person
from bot.services.problems import CannotReach, Why
from bot.services.server_records import Server
from bot.ui.messenger import Messenger
from bot.ui.page import Page
from bot.ui.words import Words, words_for
from cogs.agreement.pages import (
    accept_id,
    not_posted_page,
    page_id,
    posts,
    role_trouble_page,
    superseded_posts,
    taken_back_post,
)
from cogs.agreement.suggest_pages import arrived_id, arrived_page
from cogs.agreement.texts import summary

_NONCE_BYTES = 18


@final
class AgreementBoard:
    """Draws versions in the server's language and posts them. Its methods raise CannotReach."""

    def __init__(self, messenger: Messenger, chance: Chance) -> None:
        self._messenger = messenger
        self._chance = chance

    def pages(self, server: Server, version: Version) -> int:
        """How many posts this version takes."""
        return len(posts(_words(server), server, version))

    def summarise(self, server: Server, changed: Sequence[Change]) -> str:
        """What changed, in a sentence for everyone."""
        return summary(_words(server), changed)

    async def post(self, server: Server, version: Version, page: int) -> MessageId:
        """Post one page."""
        drawn = posts(_words(server), server, version)[page]
        return await self._messenger.post(version.channel_id, drawn, _nonce(server, version, page))

    async def find(self, server: Server, version: Version, page: int) -> MessageId | None:
        """The post of this page, if it is among the channel's last ones."""
        is_last = page + 1 == self.pages(server, version)
        known_by = accept_id(version.number) if is_last else page_id(version.number, page)
        return await self._messenger.find_own(version.channel_id, known_by)

    async def pin(self, version: Version) -> None:
        """Pin the first post."""
        for message_id in version.message_ids[:1]:
            await self._messenger.pin(version.channel_id, message_id)

    async def mark_superseded(self, server: Server, version: Version, by: int) -> None:
        """Say on a version's posts that another is in force, and unpin them."""
        await self._drawn_anew(version, superseded_posts(_words(server), server, version, by))
        await self._unpin(version)

    async def restore(self, server: Server, version: Version) -> None:
        """Let a version's posts be again what they were when it was published."""
        if not version.message_ids:
            raise CannotReach(Why.MISSING)
        await self._drawn_anew(version, posts(_words(server), server, version))

    async def mark_taken_back(self, server: Server, version: Version, in_force: int) -> None:
        """Say on a version's posts, in place of its words, that it was taken back, and unpin them."""
        words, count = _words(server), len(version.message_ids)
        pages = [taken_back_post(words, version.number, index, in_force) for index in range(count)]
        await self._drawn_anew(version, pages)
        await self._unpin(version)

    async def _drawn_anew(self, version: Version, pages: Sequence[Page]) -> None:
        for message_id, page in zip(version.message_ids, pages, strict=False):
            await self._messenger.edit(version.channel_id, message_id, page)

    async def _unpin(self, version: Version) -> None:
        for message_id in version.message_ids[:1]:
            await self._messenger.unpin(version.channel_id, message_id)

    async def is_there(self, version: Version) -> bool:
        """Whether all posts of this version are still there."""
        if not version.message_ids:
            return False
        for message_id in version.message_ids:
            if not await self._messenger.is_there(version.channel_id, message_id):
                return False
        return True

    async def take_down(self, version: Version) -> None:
        """Delete the posts of a version."""
        for message_id in version.message_ids:
            await self._messenger.delete(version.channel_id, message_id)

    async def tell_not_posted(self, server: Server, version: Version, why: Why) -> None:
        """Tell the staff that a version could not be posted, and what to do."""
        await self._tell(server, not_posted_page(_words(server), version.number, version.channel_id, why.value))

    async def tell_suggestions(self, server: Server, day: date) -> None:
        """Tell the staff, once on this day and without a word of content, that suggestions have arrived."""
        channel_id, page = server.settings.staff_channel, arrived_page(_words(server), day)
        if await self._messenger.find_own(channel_id, arrived_id(day)) is None:
            await self._messenger.post(channel_id, page, _digest(f"suggestions {server.server_id} {day}"))

    async def tell_role_trouble(self, server: Server, role_id: RoleId, why: Why) -> None:
        """Tell the staff that the role cannot be given, and what to do."""
        await self._tell(server, role_trouble_page(_words(server), role_id, why.value))

    async def give_role(self, server_id: ServerId, member_id: MemberId, role_id: RoleId) -> None:
        """Give a member a role; giving it twice is fine."""
        await self._messenger.give_role(server_id, member_id, role_id)

    async def take_role(self, server_id: ServerId, member_id: MemberId, role_id: RoleId) -> None:
        """Take a role from a member; taking it twice is fine."""
        await self._messenger.take_role(server_id, member_id, role_id)

    async def people(self, server_id: ServerId, member_ids: Collection[MemberId]) -> Sequence[Person]:
        """Those of them who are still in the server."""
        return await self._messenger.people(server_id, member_ids)

    async def _tell(self, server: Server, page: Page) -> None:
        try:
            await self._messenger.post(server.settings.staff_channel, page, _text(self._chance(_NONCE_BYTES)))
        except CannotReach:
            return  # /setup check names what is wrong with that channel.


def _words(server: Server) -> Words:
    return words_for(server.settings.language)


def _nonce(server: Server, version: Version, page: int) -> str:
    """The same for the same post, and for no other: Discord gives back the message that a nonce was used for."""
    what = f"{version.number} {version.edition} {page} {version.published_on} {version.take_back_until}"
    return _digest(f"{server.server_id} {version.channel_id} {what}")


def _digest(named: str) -> str:
    return _text(sha256(named.encode()).digest()[:_NONCE_BYTES])


def _text(nonce: bytes) -> str:
    return base64.urlsafe_b64encode(nonce).decode()
