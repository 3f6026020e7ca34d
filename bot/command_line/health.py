"""`health`: what the running bot wrote about itself last. Needs neither a token nor the stores, and asks nobody."""

import discord

from bot.command_line.problems import DONE, FAILED
from bot.command_line.settings_read import read_settings
from bot.command_line.speaking import complain, say
from bot.services.health import State, read_health
from bot.ui.words import Words


def health(words: Words) -> int:
    """Say how the bot is; `DONE` when it is ready."""
    path = read_settings().health_path
    state = read_health(path, discord.utils.utcnow())
    if state is State.READY:
        say(words("health-ready"))
        return DONE
    complain(words("health-nothing", path=str(path)) if state is None else words(f"health-{state.value}"))
    return FAILED
