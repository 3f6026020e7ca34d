"""A bot with one of each thing that the stand-in must carry: commands, presses, forms, files, pins. Only for its tests.

Not here: anything of Common Ground; it is run by launch.py like the real bot.
"""

import asyncio
import io
import os
from typing import Any, Self

import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route


class Board(discord.ui.LayoutView):
    """A lasting layout with a button for each kind of answer."""

    row = discord.ui.ActionRow["Board"]()

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.add_item(discord.ui.TextDisplay("What shall it be?"))

    @row.button(label="Answer", custom_id="little:answer")
    async def answer(self, interaction: discord.Interaction, _: discord.ui.Button[Self]) -> None:
        """Answer privately, and once more."""
        await interaction.response.send_message(f"hello {interaction.user.display_name}", ephemeral=True)
        await interaction.followup.send("and again", ephemeral=True)

    @row.button(label="Slowly", custom_id="little:slowly")
    async def slowly(self, interaction: discord.Interaction, _: discord.ui.Button[Self]) -> None:
        """Say that an answer is under way, then give it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await asyncio.sleep(0.01)
        await interaction.edit_original_response(content="at last")

    @row.button(label="Count", custom_id="little:count")
    async def count(self, interaction: discord.Interaction, _: discord.ui.Button[Self]) -> None:
        """Change the message itself."""
        board = Board()
        board.add_item(discord.ui.TextDisplay("counted"))
        await interaction.response.edit_message(view=board)

    @row.button(label="Ask", custom_id="little:ask")
    async def ask(self, interaction: discord.Interaction, _: discord.ui.Button[Self]) -> None:
        """Open a form."""
        await interaction.response.send_modal(Questions())

    @row.button(label="Silence", custom_id="little:silence")
    async def silence(self, interaction: discord.Interaction, _: discord.ui.Button[Self]) -> None:
        """Never answer."""


class Questions(discord.ui.Modal, title="Questions"):
    """A form with every kind of field that the bot uses."""

    note = discord.ui.TextDisplay[Any]("Nobody sees this.")
    mood = discord.ui.Label["Questions"](
        text="Mood",
        component=discord.ui.RadioGroup(
            custom_id="mood",
            options=[discord.RadioGroupOption(label=one, value=one.lower()) for one in ("Good", "Bad")],
        ),
    )
    whom = discord.ui.Label["Questions"](text="Who", component=discord.ui.UserSelect(custom_id="whom", required=False))
    story = discord.ui.Label["Questions"](
        text="Story", component=discord.ui.TextInput(custom_id="story", default="once", max_length=20)
    )

    proof = discord.ui.Label["Questions"](
        text="Proof", component=discord.ui.FileUpload(custom_id="proof", required=False, min_values=0)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Say what was filled in."""
        proof = self.proof.component
        assert isinstance(proof, discord.ui.FileUpload)
        mood, whom, story = self.mood.component, self.whom.component, self.story.component
        assert isinstance(mood, discord.ui.RadioGroup)
        assert isinstance(whom, discord.ui.UserSelect)
        assert isinstance(story, discord.ui.TextInput)
        names = [one.display_name for one in whom.values]
        said = "".join([f" {one.content_type} {(await one.read()).decode()}" for one in proof.values])
        await interaction.response.send_message(f"{mood.value} {names} {story.value}{said}", ephemeral=True)


class LittleBot(commands.Bot):
    """Its commands are synced at each start."""

    def __init__(self) -> None:
        super().__init__(command_prefix=[], intents=discord.Intents(guilds=True), help_command=None)

    async def setup_hook(self) -> None:
        """Add everything there is, and sync."""
        self.add_view(Board())
        self.tree.add_command(little)
        self.tree.add_command(quote)
        await self.tree.sync()


little = app_commands.Group(name="little", description="Small things", guild_only=True)


@little.command(description="Post the board")
async def post(interaction: discord.Interaction, channel: discord.TextChannel, role: discord.Role, times: int) -> None:
    """Post the board in a channel, pin it, add a file, and say so, or which error of Discord's stood against it."""
    try:
        said = await _post(channel, role, times)
    except discord.Forbidden as error:
        said = f"refused: {error.code}"
    await interaction.response.send_message(said)


async def _post(channel: discord.TextChannel, role: discord.Role, times: int) -> str:
    boards = [await channel.send(view=Board(), nonce="the-same") for _ in range(times)]
    await boards[-1].pin()
    await channel.send(file=discord.File(io.BytesIO(b"picture"), "picture.png", description="a picture"))
    found = [one.id async for one in channel.history(limit=10)]
    size = (await role.guild.role_member_counts())[role]
    pinned = [one.id async for one in channel.pins()]
    return f"{role.name} {size}: {len(found)} messages, {len(pinned)} pins"


def gallery(name: str, description: str, file: str | None = None) -> discord.ui.LayoutView:
    """A picture in a container; `file` is the one that it shows, if not that of this name."""
    item = discord.MediaGalleryItem(f"attachment://{file or name}", description=description)
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.Container(discord.ui.MediaGallery(item)))
    return view


def document(name: str) -> discord.ui.LayoutView:
    """A file to be kept, in a container."""
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.Container(discord.ui.File(f"attachment://{name}")))
    return view


def picture(name: str, description: str) -> discord.File:
    """The file of a picture; its bytes are its name."""
    return discord.File(io.BytesIO(name.encode()), name, description=description)


@little.command(description="Show pictures to myself")
async def paint(interaction: discord.Interaction) -> None:
    """An answer with a picture, a further one, a file, one in place of the first, and what becomes of one without."""
    answer, follow_up = interaction.response, interaction.followup
    await answer.send_message(view=gallery("a.png", "first"), file=picture("a.png", "first"), ephemeral=True)
    await follow_up.send(view=gallery("b.png", "second"), file=picture("b.png", "second"), ephemeral=True)
    await follow_up.send(view=document("kept.txt"), file=picture("kept.txt", ""), ephemeral=True)
    await interaction.edit_original_response(view=gallery("c.png", "third"), attachments=[picture("c.png", "third")])
    try:
        await follow_up.send(view=gallery("d.png", "lost", "e.png"), file=picture("d.png", "lost"), ephemeral=True)
    except discord.HTTPException as error:
        await follow_up.send(f"refused: {error.code}", ephemeral=True)


@little.command(description="Send the board to myself")
async def tell(interaction: discord.Interaction) -> None:
    """Send a direct message, or say why not."""
    try:
        await interaction.user.send(view=Board())
    except discord.Forbidden as error:
        await interaction.response.send_message(f"closed: {error.code}", ephemeral=True)
    else:
        await interaction.response.send_message("sent", ephemeral=True)


@little.command(description="Choose a zone")
async def zone(interaction: discord.Interaction, name: str) -> None:
    """Repeat the zone."""
    await interaction.response.send_message(name, ephemeral=True)


@zone.autocomplete("name")
async def offer(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer what contains the letters typed."""
    zones = ("Europe/London", "Europe/Paris", "Asia/Tokyo")
    return [app_commands.Choice(name=one, value=one) for one in zones if typed.lower() in one.lower()]


@app_commands.context_menu(name="Quote")
async def quote(interaction: discord.Interaction, message: discord.Message) -> None:
    """Repeat a message."""
    await interaction.response.send_message(f"{message.author.display_name}: {message.content}", ephemeral=True)


def main() -> int:
    """Run against the server that COMMON_GROUND_API_URL names."""
    api = yarl.URL(os.environ["COMMON_GROUND_API_URL"])
    Route.BASE = str(api)
    DiscordWebSocket.DEFAULT_GATEWAY = api.with_scheme("ws").with_path("/gateway")
    LittleBot().run(os.environ["COMMON_GROUND_TOKEN"], log_level=30)
    return 0
