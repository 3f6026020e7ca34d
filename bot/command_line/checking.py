"""`check`: everything the bot needs from its host, looked at without changing anything; may be done while it runs."""

import asyncio
import logging
from collections.abc import AsyncIterator

import discord

from bot.command_line.findings import Finding, Level, lines
from bot.command_line.look_at_discord import look_at_discord
from bot.command_line.look_at_machine import look_at_machine
from bot.command_line.look_at_stores import look_at_stores
from bot.command_line.problems import DONE, FAILED
from bot.command_line.settings_read import read_settings
from bot.command_line.speaking import say
from bot.ui.words import Words
from config.settings import Settings


def check(words: Words) -> int:
    """Say what is fine and what to do; `FAILED` when something is wrong."""
    settings = read_settings()
    logging.disable()  # what is found is said here, and nowhere else
    levels = asyncio.run(_say_all(settings, words))
    if Level.WRONG in levels:
        say(words("check-end-wrong"))
        return FAILED
    say(words("check-end-notes" if Level.NOTE in levels else "check-end-fine"))
    return DONE


async def _say_all(settings: Settings, words: Words) -> set[Level]:
    levels: set[Level] = set()
    async for finding in _looked(settings):
        levels.add(finding.level)
        say("\n".join(lines(words, [finding])))
    return levels


async def _looked(settings: Settings) -> AsyncIterator[Finding]:
    for finding in look_at_machine(settings, discord.utils.utcnow()):
        yield finding
    async for finding in look_at_stores(settings):
        yield finding
    async for finding in look_at_discord(settings, discord.utils.utcnow):
        yield finding
