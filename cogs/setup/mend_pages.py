"""What *Mend it* offers: to make a channel or a role, or to choose another. No rule is here."""

from typing import Final

from bot.core.setup_check import Mend
from bot.services.server_records import ServerSettings
from bot.ui.page import Button, Buttons, Page, Style, Text
from bot.ui.words import Words

CHANNELS: Final = frozenset({Mend.MODERATOR_CHANNEL, Mend.FACILITATOR_CHANNEL})
"""What the bot can make; a group channel is for people to choose."""
ROLES: Final = frozenset({Mend.MODERATORS, Mend.FACILITATORS, Mend.AGREED_ROLE})
NEEDED: Final = dict.fromkeys(CHANNELS, "manage_channels") | dict.fromkeys(ROLES, "manage_roles")
"""Discord's name of the permission that the bot needs for it in the whole server."""


def offer_page(words: Words, mend: Mend, settings: ServerSettings, *, may: bool) -> Page:
    """What the bot would make, or which permission it lacks for that; and the way to choose another."""
    name = words(f"made-{mend.value}")
    if may:
        kind = "channel" if mend in CHANNELS else "role"
        text = words(f"mend-{kind}-offer-{mend.value}", name=name, **_seen_by(settings))
    else:
        text = words("mend-may-not", permission=NEEDED[mend])
    make = Button(words("mend-make", name=name), f"setup:make:{mend.value}", Style.SUCCESS)
    again = Button(words("mend-try-again"), f"setup:mend:{mend.value}")
    choose = Button(words("mend-choose"), f"setup:choose:{mend.value}")
    back = Button(words("mend-back"), "setup:check")
    return Page((Text(text), Buttons((make if may else again, choose, back))))


def _seen_by(settings: ServerSettings) -> dict[str, int]:
    return {"moderators": settings.moderators, "facilitators": settings.facilitators}


def made_note(words: Words, mend: Mend, made: int) -> str:
    """What was made, and what is left for people to do."""
    return words(f"mend-made-{'channel' if mend in CHANNELS else 'role'}", made=made)
