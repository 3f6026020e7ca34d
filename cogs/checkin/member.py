"""`/checkin`, the buttons of a check-in and its form: takes what a member did to the service and shows what it says."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.identity import ChannelId
from bot.services.checkins import Asked, Checkins, Filled, HandedInAs
from bot.services.servers import Servers
from bot.ui.door import Door
from bot.ui.page import Answer, Page, Reply
from bot.ui.support import HelpDesk
from bot.ui.visit import Visit
from bot.ui.words import command_words
from cogs.checkin.ids import CHANGE, CHANGE_FORM, FORM, OPEN, read_ballot, read_round
from cogs.checkin.member_pages import COMMENT_FIELD, QUESTION_FIELDS, change_form, confirmation, form, open_list


class CheckinCog(commands.Cog):
    """Check-ins for members."""

    def __init__(self, checkins: Checkins, servers: Servers, desk: HelpDesk, door: Door) -> None:
        self._checkins = checkins
        self._servers = servers
        self._desk = desk
        self._door = door
        door.press(OPEN, self.ask)
        door.press(CHANGE, self.ask_again)
        door.form(FORM, self.hand_in)
        door.form(CHANGE_FORM, self.hand_in_again)

    @app_commands.command(name="checkin", description=command_words("checkin-description"))
    @app_commands.guild_only()
    async def checkin(self, interaction: discord.Interaction) -> None:
        """List the check-ins open to this member."""
        await self._door.command(interaction, self.list_open)

    async def list_open(self, visit: Visit) -> Answer:
        """Those in channels that this member can see."""
        found = await self._checkins.open_to(visit.server_id, visit.person, visit.now)
        return Reply(open_list(visit.words, [each for each in found if _sees(visit, each.facts.channel)]))

    async def ask(self, visit: Visit) -> Answer:
        """Open the form."""
        asked = await self._checkins.ask(visit.server_id, visit.person, read_round(visit.key), visit.now)
        return form(visit.words, asked, self._door.fresh())

    async def ask_again(self, visit: Visit) -> Answer:
        """Open the form for a ballot that is in the box."""
        round_id, ballot_key = read_ballot(visit.key)
        asked = await self._checkins.ask_again(visit.server_id, visit.person, round_id, ballot_key, visit.now)
        return change_form(visit.words, asked, self._door.fresh())

    async def hand_in(self, visit: Visit) -> Answer:
        """Take the answers, and confirm once they are on disk."""
        filled, done = await self._handed_in(visit)
        # The very form that comes a second time is confirmed as it was the first time.
        return Reply(await self._confirmation(visit, filled, done, changed=False))

    async def hand_in_again(self, visit: Visit) -> Answer:
        """Take changed answers; their confirmation takes the place of the earlier one."""
        filled, done = await self._handed_in(visit)
        return Reply(await self._confirmation(visit, filled, done, changed=done.changed), edit=True)

    async def _handed_in(self, visit: Visit) -> tuple[Filled, HandedInAs]:
        chosen = [visit.fields[name] for name in QUESTION_FIELDS if name in visit.fields]
        filled = Filled(*read_ballot(visit.key), chosen, visit.fields.get(COMMENT_FIELD, ""))
        return filled, await self._checkins.hand_in(visit.server_id, visit.person, filled, visit.now)

    async def _confirmation(self, visit: Visit, filled: Filled, done: HandedInAs, *, changed: bool) -> Page:
        country = (await self._servers.get(visit.server_id)).settings.country
        asked = Asked(filled.round_id, filled.ballot_key, done.facts)
        return confirmation(visit.words, asked, self._desk.parts(visit.words, country), changed=changed)


def _sees(visit: Visit, channel_id: ChannelId) -> bool:
    """Whether this member can see the channel, as far as the interaction itself tells their roles."""
    guild, member = visit.interaction.guild, visit.interaction.user
    channel = None if guild is None else guild.get_channel(channel_id)
    return channel is not None and isinstance(member, discord.Member) and channel.permissions_for(member).view_channel
