"""A little bot that answers as Common Ground does: raw routing by custom_id, views and modals stopped before sending.

It exists to try the simulator with every kind of answer, apart from the product's own code.
"""

import asyncio
from typing import cast, final

import discord
from discord import app_commands
from discord.ext import commands
from typing_extensions import override

from bot.ui.draw import draw_form, draw_page
from bot.ui.page import (
    Button,
    Buttons,
    Choice,
    Form,
    MemberField,
    Notice,
    Option,
    Page,
    RadioField,
    SelectField,
    Text,
    TextField,
)

OPTIONS = (Option("Low", "low"), Option("Middle", "middle"), Option("Good", "good"))
FORM = Form(
    "A few questions",
    "little:form:one",
    (
        Notice("Answer what you like."),
        RadioField("mood", "How are you?", OPTIONS),
        SelectField("days", "Which days?", OPTIONS, required=False, minimum=0, maximum=2),
        MemberField("who", "Who helped?", None, required=False),
        TextField("note", "A note", None, required=False, long=True, max_length=300, value="as it was"),
    ),
)


def page(text: str, *buttons: str) -> Page:
    made = [Button(label, f"little:{label.lower()}") for label in buttons]
    rows = [Buttons(made[first : first + 5]) for first in range(0, len(made), 5)]
    return Page((Text(text), *rows))


CHOICE = Page((Text("Choose"), Choice("little:chosen", "Pick some", OPTIONS, 1, 2)))


@final
class LittleBot(commands.Bot):
    """Made anew at each restart; `ticks` counts its half-minutes, `joined` holds the servers it was invited to."""

    def __init__(self) -> None:
        silence = discord.AllowedMentions.none()
        super().__init__(commands.when_mentioned, intents=discord.Intents(guilds=True), allowed_mentions=silence)
        self.ticks = 0
        self.joined: list[int] = []
        self.closed_well = False
        self.waiting: asyncio.Task[None] | None = None

    @override
    async def setup_hook(self) -> None:
        self.tree.command(name="start", description="Show the page")(self._start)
        self.tree.command(name="send", description="Direct message")(self._direct)
        self.tree.command(name="aloud", description="Answer so that everybody sees it")(self._aloud)
        zone = self.tree.command(name="zone", description="Time zone")(self._zone)
        zone.autocomplete("name")(self._offer)
        self.tree.command(name="counts", description="Role counts")(self._counts)
        self.tree.context_menu(name="Look at it")(self._look)
        group = app_commands.Group(name="deep", description="A group")
        group.command(name="say", description="Say where and who")(self._say)
        self.tree.add_command(group)
        await self.tree.sync()
        self.waiting = asyncio.get_running_loop().create_task(self._tick())

    @override
    async def close(self) -> None:
        self.closed_well = True
        await super().close()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(30)
            self.ticks += 1

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.joined.append(guild.id)

    async def _start(self, interaction: discord.Interaction) -> None:
        buttons = ("Form", "Edit", "Slow", "More", "Pick", "Fail", "Silent")
        view = draw_page(page(f"Hello in {interaction.locale.value}", *buttons))
        await interaction.response.send_message(view=view, ephemeral=True)

    async def _say(
        self,
        interaction: discord.Interaction,
        where: discord.TextChannel,
        who: discord.Member,
        role: discord.Role,
        times: app_commands.Range[int, 1, 3] = 1,
    ) -> None:
        channel = self.get_partial_messageable(where.id)
        for _ in range(times):
            sent = await channel.send(view=draw_page(page(f"{who.display_name} {role.name}", "Form")))
            await sent.pin()
        await interaction.response.send_message(view=draw_page(page("Said")), ephemeral=True)

    async def _direct(self, interaction: discord.Interaction) -> None:
        try:
            await interaction.user.send(view=draw_page(page("For you alone", "Form", "Edit")))
        except discord.Forbidden:
            await interaction.response.send_message(view=draw_page(page("Closed")), ephemeral=True)
        except discord.DiscordServerError:
            await interaction.response.send_message(view=draw_page(page("Discord is down")), ephemeral=True)
        else:
            await interaction.response.send_message(view=draw_page(page("Sent")), ephemeral=True)

    async def _zone(self, interaction: discord.Interaction, name: str) -> None:
        await interaction.response.send_message(view=draw_page(page(name)), ephemeral=True)

    async def _offer(self, _: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        names = ("Europe/Berlin", "Europe/Paris", "Asia/Tokyo")
        return [app_commands.Choice(name=one, value=one) for one in names if one.startswith(typed)]

    async def _counts(self, interaction: discord.Interaction) -> None:
        assert interaction.guild is not None
        counts = await interaction.guild.role_member_counts()
        words = sorted(f"{role.name} {count}" for role, count in counts.items() if isinstance(role, discord.Role))
        await interaction.response.send_message(view=draw_page(page(", ".join(words))), ephemeral=True)

    async def _aloud(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=draw_page(page("Hear, hear")))

    async def _look(self, interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(
            view=draw_page(page(f"Seen: {message.content}", "Form")), ephemeral=True
        )

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        data = cast("dict[str, object]", interaction.data or {})
        if interaction.type is discord.InteractionType.modal_submit:
            await interaction.response.send_message(view=draw_page(page(_filled(data))), ephemeral=True)
        elif interaction.type is discord.InteractionType.component:
            await self._pressed(interaction, str(data["custom_id"]).removeprefix("little:"), data)

    async def _pressed(self, interaction: discord.Interaction, action: str, data: dict[str, object]) -> None:
        response = interaction.response
        if action == "form":
            await response.send_modal(draw_form(FORM))
        elif action == "edit":
            await response.edit_message(view=draw_page(page("Edited", "Edit")))
        elif action == "slow":
            await response.defer(ephemeral=True, thinking=True)
            await asyncio.sleep(5)
            await interaction.edit_original_response(view=draw_page(page("At last")))
        elif action == "more":
            await response.send_message(view=draw_page(page("First")), ephemeral=True)
            await interaction.followup.send(view=draw_page(page("Second")), ephemeral=True)
        elif action == "pick":
            await response.send_message(view=draw_page(CHOICE), ephemeral=True)
        elif action == "chosen":
            await response.send_message(view=draw_page(page(f"Chose {data['values']}")), ephemeral=True)
        elif action == "silent":
            await response.defer()
            await interaction.followup.send(view=draw_page(page("After silence")), ephemeral=True)


def _filled(data: dict[str, object]) -> str:
    found: dict[str, object] = {}
    for row in cast("list[dict[str, dict[str, object]]]", data["components"]):
        field = row.get("component")
        if field is not None:
            found[str(field["custom_id"])] = field["value"] if "value" in field else field["values"]
    return (
        f"mood={found['mood']} days={found['days']} helped={len(cast('list[str]', found['who']))} note={found['note']}"
    )
