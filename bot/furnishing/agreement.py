"""Furnishes the agreement: its text and versions, agreeing, publishing, the role."""

from dataclasses import dataclass

from discord import app_commands
from discord.ext import commands

from bot.furnishing.house import House
from bot.services.agreed_role import AgreedRole
from bot.services.agreement_book import AgreementBook
from bot.services.agreements import Agreements
from bot.services.keepers import Keeper
from bot.services.posting_agreements import AgreementPosting
from bot.services.publishing_agreements import AgreementPublishing
from bot.store.agreements import AgreementRepository
from cogs.agreement.board import AgreementBoard
from cogs.agreement.cog import AgreementCog


@dataclass(frozen=True)
class Agreement:
    """What the agreement brings to the bot."""

    cog: commands.Cog
    commands: app_commands.Group
    """For `/facilitate`."""
    keepers: tuple[Keeper, ...]


def furnish_agreement(house: House) -> Agreement:
    """All of the agreement."""
    repository = AgreementRepository(house.stores.database)
    book = AgreementBook(repository, house.chance)
    board = AgreementBoard(house.messenger, house.chance)
    role = AgreedRole(house.servers, repository, house.scheduler, board, house.chance)
    posting = AgreementPosting(house.servers, book, board, house.scheduler)
    agreements = Agreements(house.servers, repository, book, role)
    publishing = AgreementPublishing(house.servers, book, board, posting, house.audit)
    cog = AgreementCog(agreements, publishing, house.servers, house.door)
    return Agreement(cog, cog.group, ())
