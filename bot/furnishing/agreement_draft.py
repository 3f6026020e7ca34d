"""Furnishes the drafting of the agreement: `/facilitate agreement edit`."""

from discord import app_commands

from bot.furnishing.house import House
from bot.services.agreement_book import AgreementBook
from bot.services.agreement_drafts import AgreementDrafts
from bot.services.drafting_agreements import AgreementDrafting
from bot.services.drafting_table import Worktables
from bot.services.drafting_whole import WholeDrafting
from bot.services.publishing_agreements import AgreementPublishing
from bot.services.suggestions import Suggestions
from cogs.agreement.edit_beside import SuggestionsBeside
from cogs.agreement.edit_presses import EditPresses, edit_command
from cogs.agreement.edit_whole import WholePresses


def furnish_drafting(
    house: House,
    book: AgreementBook,
    drafts: AgreementDrafts,
    publishing: AgreementPublishing,
    suggestions: Suggestions,
) -> app_commands.Command[app_commands.Group, ..., None]:
    """The command under which facilitators work on the draft."""
    tables = Worktables(drafts, book, house.servers)
    drafting = AgreementDrafting(tables, house.chance)
    parts = EditPresses(drafting, house.door, SuggestionsBeside(suggestions, house.servers).parts)
    WholePresses(drafting, WholeDrafting(tables, house.audit, house.chance), publishing, parts, house.door)
    return edit_command(parts, house.door)
