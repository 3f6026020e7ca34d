"""The command tree: roots shared by several cogs, errors before the door, and syncing only what changed."""

import json
from hashlib import sha256
from typing import Final

import discord
from discord import app_commands
from typing_extensions import override

from bot.services.problems import Refused
from bot.ui.door import Door
from bot.ui.words import command_words

_OUTDATED: Final = (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch, app_commands.TransformerError)
"""What somebody's Discord still shows from before an update of the bot, or offers of what is gone meanwhile."""


class DoorTree(app_commands.CommandTree[discord.Client]):
    """A tree whose errors are answered by the door: a wrong option, a command that is no longer known."""

    door: Door | None = None

    @override
    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        """Answer in kind words; the log gets the error's class and place only."""
        if self.door is not None and interaction.type is not discord.InteractionType.autocomplete:
            said = Refused("command-outdated") if isinstance(error, _OUTDATED) else error
            await self.door.apologise(interaction, said)


def root_group(name: str) -> app_commands.Group:
    """`/facilitate` or `/moderate`; cogs hang their commands below it. Refusal by role happens at run time."""
    return app_commands.Group(name=name, description=command_words(f"{name}-description"), guild_only=True)


async def digest_of(tree: app_commands.CommandTree[discord.Client], application_id: int | None) -> bytes:
    """A digest of all that a sync would send, for this application."""
    translator = tree.translator
    payloads = [
        command.to_dict(tree) if translator is None else await command.get_translated_payload(tree, translator)
        for command in tree.get_commands()
    ]
    text = json.dumps([application_id, payloads], sort_keys=True, default=str)
    return sha256(text.encode()).digest()


async def sync_if_changed(
    tree: app_commands.CommandTree[discord.Client], application_id: int | None, before: bytes | None
) -> bytes:
    """Sync unless the digest is the one that was synced before; returns the digest now in force."""
    digest = await digest_of(tree, application_id)
    if digest != before:
        await tree.sync()
    return digest
