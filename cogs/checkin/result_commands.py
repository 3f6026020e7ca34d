"""`/facilitate checkin results` and `trend`, and their presses."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import discord
from discord import app_commands

from bot.core.identity import MessageId
from bot.services.checkin_results import CheckinResults
from bot.services.checkin_rounds import KnownRound
from bot.services.problems import Refused
from bot.ui.door import Door
from bot.ui.messenger import Messenger
from bot.ui.page import Answer, Buttons, Link, Page, Picture, Reply, Text
from bot.ui.places import channel_name, message_link
from bot.ui.visit import Visit
from bot.ui.words import command_words, words_for
from cogs.checkin.ids import read_round
from cogs.checkin.pictures import CheckinPictures, with_or_without
from cogs.checkin.result_pages import (
    FEATURE,
    Entry,
    public_trend_id,
    public_trend_pages,
    result_page,
    results_page,
    trend_pages,
    trends_page,
)
from cogs.checkin.staff_notes import nonce

Beside = Callable[[Visit, KnownRound], Awaitable[Sequence[Page]]]
"""Pages of whoever asks for a result, that belong to it and are for nobody else."""


class ResultPresses:
    """Serves the pages of results."""

    def __init__(self, results: CheckinResults, pictures: CheckinPictures, messenger: Messenger, door: Door) -> None:
        self._results = results
        self._pictures = pictures
        self._messenger = messenger
        self._door = door
        self._posting = asyncio.Lock()
        self._beside: Beside | None = None
        for action, press in (
            ("list", self.list),
            ("show", self.show),
            ("series", self.show_trend),
            ("trend", self.show_trend),
            ("post", self.post),
        ):
            door.press(f"{FEATURE}:{action}", press)

    def show_beside(self, beside: Beside) -> None:
        """Let these pages follow each result."""
        self._beside = beside

    def commands(self) -> list[app_commands.Command[app_commands.Group, ..., None]]:
        """`results` and `trend`, to be hung under `/facilitate checkin`."""

        async def results(interaction: discord.Interaction) -> None:
            await self._door.command(interaction, self.list)

        async def trend(interaction: discord.Interaction) -> None:
            await self._door.command(interaction, self.trends)

        return [
            app_commands.Command(
                name=name, description=command_words(f"facilitate-checkin-{name}-description"), callback=callback
            )
            for name, callback in (("results", results), ("trend", trend))
        ]

    async def list(self, visit: Visit) -> Answer:
        """Closed rounds to choose from."""
        found = await self._results.latest(visit.server_id, visit.person)
        return Reply(results_page(visit.words, await self._entries(visit, found)), edit=True)

    async def trends(self, visit: Visit) -> Answer:
        """The only series at once; several to choose from."""
        found = await self._results.series(visit.server_id, visit.person)
        if len(found) == 1:
            return await self._trend(visit, found[0])
        return Reply(trends_page(visit.words, await self._entries(visit, found)))

    async def show(self, visit: Visit) -> Answer:
        """The round that was chosen."""
        known = await self._round(visit)
        own = list[Page]() if self._beside is None else await self._beside(visit, known)
        return _all([*result_page(visit.words, known, await self._results.day(known)), *own])

    async def show_trend(self, visit: Visit) -> Answer:
        """The trend until a round."""
        return await self._trend(visit, await self._round(visit))

    async def post(self, visit: Visit) -> Answer:
        """Post a trend in the channel of its check-ins, once, however often the button is pressed."""
        known = await self._round(visit)
        channel = known.facts.channel
        async with self._posting:
            message = await self._messenger.find_own(channel, public_trend_id(known.round_id))
            if message is None:
                message = await self._post(known)
                await self._results.posted(visit.server_id, visit.person, known)
        text = Text(visit.words("checkin-trend-posted", channel=channel))
        link = Link(visit.words("checkin-button-post"), message_link(visit.server_id, channel, message))
        return Reply(Page((text, Buttons((link,)))))

    async def _post(self, known: KnownRound) -> MessageId:
        """Post it; its last message is the one that it is found again by."""
        words = words_for(await self._results.language(known))
        found = await self._results.trend_until(known)
        if found is None:
            raise Refused("checkin-results-gone")

        async def post(picture: Picture | None) -> MessageId:
            pages = public_trend_pages(words, known, found, picture)
            messages = [
                await self._messenger.post(known.facts.channel, page, nonce("tren", known.round_id, str(number)))
                for number, page in enumerate(pages)
            ]
            return messages[-1]

        return await with_or_without(await self._pictures.of(words, found), post)

    async def _trend(self, visit: Visit, known: KnownRound) -> Reply:
        found = await self._results.trend_until(known)
        if found is None:
            raise Refused("checkin-results-gone")
        return _all(trend_pages(visit.words, known, found, await self._pictures.of(visit.words, found)))

    async def _round(self, visit: Visit) -> KnownRound:
        """The round that was chosen, or that a button is about."""
        written = visit.values[0] if visit.values else visit.key
        return await self._results.result(visit.server_id, visit.person, read_round(written))

    async def _entries(self, visit: Visit, found: Sequence[KnownRound]) -> Sequence[Entry]:
        guild = visit.interaction.guild
        return [Entry(known, await self._results.day(known), *_named(guild, known)) for known in found]


def _named(guild: discord.Guild | None, known: KnownRound) -> tuple[str, str]:
    """The names of a round's channel and of the role that was asked, as far as Discord told them."""
    role = None if guild is None or known.facts.audience is None else guild.get_role(known.facts.audience)
    return channel_name(guild, known.facts.channel), "" if role is None else role.name


def _all(pages: Sequence[Page]) -> Reply:
    return Reply(pages[0], more=pages[1:])
