"""`/agreement` and `/facilitate agreement`: takes presses and commands, lets the services decide, shows the answer."""

from collections.abc import Sequence
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.services.agreed_role import AgreedRole
from bot.services.agreement_health import AgreementHealth
from bot.services.agreements import Agreements, Outdated
from bot.services.publishing_agreements import AgreementPublishing, PostGone
from bot.services.servers import Servers
from bot.ui.afterword import say_after
from bot.ui.door import Door
from bot.ui.messenger import FAILURES
from bot.ui.page import Answer, Page, Reply
from bot.ui.visit import Visit
from bot.ui.words import command_words, words_for
from cogs.agreement import pages
from cogs.agreement.history_presses import HistoryPresses
from cogs.agreement.keys import read_number

_SEEN_BY_ALL: Final = frozenset({"agreement", "agreement-edit", "agreement-history", "facilitate", "setup"})
"""What everyone may notice that somebody has used: nobody raises a concern, answers or suggests anything with it."""


class AgreementCog(commands.Cog):
    """The agreement for members and facilitators."""

    def __init__(  # noqa: PLR0913 - the services it stands on
        self,
        agreements: Agreements,
        publishing: AgreementPublishing,
        health: AgreementHealth,
        role: AgreedRole,
        history: HistoryPresses,
        servers: Servers,
        door: Door,
    ) -> None:
        self._agreements = agreements
        self._publishing = publishing
        self._health = health
        self._role = role
        self._servers = servers
        self._door = door
        self.group = AgreementCommands(self, history, door)
        door.afterwards(self.look_after)
        door.press("agreement:accept", self.accept)
        door.press("agreement:agree", self.accept)
        door.press("agreement:mine", self.mine)
        door.press("agreement:withdraw", self.ask_to_withdraw)
        door.press("agreement:withdrawn", self.withdraw)
        door.press("agreement:keep", self.keep)
        door.press("agreement:publish", self.publish)
        door.press("agreement:cancel", self.cancel)
        door.press("agreement:again", self.post_again)

    @app_commands.command(name="agreement", description=command_words("agreement-description"))
    @app_commands.guild_only()
    async def agreement(self, interaction: discord.Interaction) -> None:
        """Show the agreement in force to one member."""
        await self._door.command(interaction, self.mine)

    async def accept(self, visit: Visit) -> Answer:
        """Count *I agree*, on the post or on a private message."""
        outcome = await self._agreements.accept(visit.server_id, visit.person, read_number(visit.key), visit.now)
        is_private = visit.action == "agreement:agree"
        if isinstance(outcome, Outdated):
            return _told(pages.outdated_pages(visit.words, outcome), edit=is_private)
        page = pages.accepted_page(
            visit.words, outcome.number, already=outcome.already, role_follows=outcome.role_follows
        )
        return Reply(page, edit=is_private)

    async def mine(self, visit: Visit) -> Answer:
        """Show the agreement in force and where this member stands."""
        mine = await self._agreements.mine(visit.server_id, visit.person)
        server = await self._servers.get(visit.server_id)
        await self._health.look_at_slot(server, visit.now)
        return _told(pages.mine_pages(visit.words, server, mine))

    async def ask_to_withdraw(self, visit: Visit) -> Answer:
        """Ask before withdrawing."""
        server = await self._servers.get(visit.server_id)
        return Reply(pages.withdraw_page(visit.words, has_role=server.settings.agreed_role is not None), edit=True)

    async def withdraw(self, visit: Visit) -> Answer:
        """Withdraw, and offer the way back."""
        withdrawn = await self._agreements.withdraw(visit.server_id, visit.person, visit.now)
        if withdrawn is None:
            return Reply(pages.note(visit.words("agreement-withdraw-nothing")), edit=True)
        page = pages.withdrawn_page(visit.words, withdrawn.in_force, has_role=withdrawn.role_goes)
        return Reply(page, edit=True)

    async def keep(self, visit: Visit) -> Answer:
        """Do not withdraw after all."""
        return Reply(pages.note(visit.words("agreement-kept")), edit=True)

    async def preview(self, visit: Visit) -> Answer:
        """Show a facilitator what would be published, and ask."""
        proposal = await self._publishing.propose(visit.server_id, visit.person, visit.now)
        if isinstance(proposal, PostGone):
            return Reply(pages.post_gone_page(visit.words, proposal))
        public = words_for(proposal.server.settings.language)
        return _told(pages.preview_pages(visit.words, public, proposal))

    async def publish(self, visit: Visit) -> Answer:
        """Publish what was previewed."""
        published = await self._publishing.publish(visit.server_id, visit.person, visit.key, visit.now)
        return Reply(pages.published_page(visit.words, published), edit=True)

    async def cancel(self, visit: Visit) -> Answer:
        """Publish nothing."""
        return Reply(pages.note(visit.words("agreement-publish-cancelled")), edit=True)

    async def post_again(self, visit: Visit) -> Answer:
        """Post the version in force again, where its post is gone."""
        posted = await self._health.repost(visit.server_id, visit.person, visit.now)
        return Reply(pages.posted_again_page(visit.words, posted), edit=True)

    async def look_after(self, visit: Visit) -> None:
        """Whoever came by the agreement: if the grace period of their role is over, they are told how to keep it.

        Nobody who did anything else: a role that goes would tell everyone who answered, or asked for help, or wrote.
        """
        if visit.feature not in _SEEN_BY_ALL:
            return
        server = await self._servers.find(visit.somewhere)
        if server is None:
            return
        ends = await self._role.look_after(server, visit.person, visit.now)
        if ends is None:
            return
        try:
            await say_after(visit, pages.role_ends_page(visit.words, ends))
        except FAILURES:
            self._role.was_not_told(server, visit.person, ends)
            raise

    async def status(self, visit: Visit) -> Answer:
        """Show how many agreed to which version."""
        status = await self._publishing.status(visit.server_id, visit.person)
        server = await self._servers.get(visit.server_id)
        return Reply(pages.status_page(visit.words, server, status))


def _told(messages: Sequence[Page], *, edit: bool = False) -> Reply:
    return Reply(messages[0], edit=edit, more=messages[1:])


class AgreementCommands(app_commands.Group):
    """The commands under `/facilitate agreement`."""

    def __init__(self, cog: AgreementCog, history: HistoryPresses, door: Door) -> None:
        super().__init__(name="agreement", description=command_words("facilitate-agreement-description"))
        self._cog = cog
        self._history = history
        self._door = door

    @app_commands.command(name="publish", description=command_words("facilitate-agreement-publish-description"))
    async def publish(self, interaction: discord.Interaction) -> None:
        """Preview the agreement and ask whether to publish it."""
        await self._door.command(interaction, self._cog.preview)

    @app_commands.command(name="status", description=command_words("facilitate-agreement-status-description"))
    async def status(self, interaction: discord.Interaction) -> None:
        """Show counts per version."""
        await self._door.command(interaction, self._cog.status)

    @app_commands.command(name="history", description=command_words("facilitate-agreement-history-description"))
    async def history(self, interaction: discord.Interaction) -> None:
        """Show every version, and take back the newest."""
        await self._door.command(interaction, self._history.list)
