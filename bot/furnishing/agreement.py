"""Furnishes the agreement: its text and versions, agreeing, publishing, suggestions, the role."""

from dataclasses import dataclass

from discord import app_commands
from discord.ext import commands

from bot.furnishing.agreement_draft import furnish_drafting
from bot.furnishing.house import House
from bot.services.agreed_role import AgreedRole
from bot.services.agreement_book import AgreementBook
from bot.services.agreement_drafts import AgreementDrafts
from bot.services.agreement_health import AgreementHealth
from bot.services.agreement_history import AgreementHistory
from bot.services.agreement_keeper import AgreementKeeper
from bot.services.agreements import Agreements
from bot.services.keepers import Keeper
from bot.services.posting_agreements import AgreementPosting
from bot.services.publishing_agreements import AgreementPublishing
from bot.services.suggestion_book import SuggestionBook
from bot.services.suggestions import Suggestions
from bot.services.taking_back import TakingBack
from bot.store.agreement_drafts import AgreementDraftRepository
from bot.store.agreements import AgreementRepository
from bot.store.suggestions import SuggestionRepository
from cogs.agreement.board import AgreementBoard
from cogs.agreement.cog import AgreementCog
from cogs.agreement.history_presses import HistoryPresses
from cogs.agreement.suggest_presses import SuggestPresses


@dataclass(frozen=True)
class Agreement:
    """What the agreement brings to the bot."""

    cog: commands.Cog
    commands: app_commands.Group
    """For `/facilitate`."""
    health: AgreementHealth
    """For those who look after the set-up."""
    keepers: tuple[Keeper, ...]


def furnish_agreement(house: House) -> Agreement:
    """All of the agreement."""
    servers, scheduler, audit, door, chance = house.servers, house.scheduler, house.audit, house.door, house.chance
    database = house.stores.database
    versions, drafted, suggested = (
        AgreementRepository(database),
        AgreementDraftRepository(database),
        SuggestionRepository(database, chance),
    )
    book = AgreementBook(versions, chance)
    drafts = AgreementDrafts(drafted, book, chance)
    board = AgreementBoard(house.messenger, chance)
    role = AgreedRole(servers, versions, book, scheduler, board, house.clock, chance)
    posting = AgreementPosting(servers, book, board, scheduler, drafts)
    health = AgreementHealth(servers, book, board, posting, scheduler, audit)
    taking_back = TakingBack(servers, book, board, posting, health, scheduler, audit, chance)
    suggestions = Suggestions(
        servers, SuggestionBook(suggested, chance), book, house.marks, scheduler, board, audit, house.clock, chance
    )
    publishing = AgreementPublishing(servers, book, board, posting, drafts, health, audit)
    history = HistoryPresses(AgreementHistory(servers, book), taking_back, door)
    SuggestPresses(suggestions, door)
    cog = AgreementCog(Agreements(servers, versions, book, role), publishing, health, role, history, servers, door)
    cog.group.add_command(furnish_drafting(house, book, drafts, publishing, suggestions))
    keeper = AgreementKeeper(versions, book, role, (drafted, suggested))
    return Agreement(cog, cog.group, health, (keeper,))
