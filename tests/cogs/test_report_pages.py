"""The page of the check at its fullest, and what *Mend it* offers: Discord takes it, and nothing is cut."""

from datetime import UTC, datetime

import pytest

from bot.core.identity import ChannelId, MemberId, RoleId
from bot.core.setup_check import AgreementFacts, ChannelFacts, GroupFacts, Mend, RoleFacts, check
from bot.services.server_records import PendingChange, PendingErasure, ServerRecord, ServerSettings
from bot.ui.draw import draw_page
from bot.ui.page import Button, Buttons, Page
from bot.ui.words import words_for
from cogs.setup.mend_pages import CHANNELS, ROLES, made_note, offer_page
from cogs.setup.report_pages import report_page, trouble_page
from tests.limits import message_faults

WORDS = words_for("en")
LARGEST = 2**63 - 1
"""An id can have nineteen digits."""
WHEN = datetime(2027, 1, 5, tzinfo=UTC)
EVERY_PERMISSION = ("view_channel", "send_messages", "read_message_history", "pin_messages", "attach_files")
MANY = tuple(RoleId(LARGEST) for _ in range(200))
CHANNEL, ROLE, ADA = ChannelId(LARGEST), RoleId(LARGEST), MemberId(LARGEST)
SETTINGS = ServerSettings(ROLE, ROLE, CHANNEL, CHANNEL, "UTC", "")
RECORD = ServerRecord(
    SETTINGS, pending=PendingChange(ROLE, ADA, WHEN, ADA), erasure=PendingErasure(WHEN, ADA), notes={}
)

GONE = GroupFacts(
    [ChannelFacts(purpose, CHANNEL, exists=False) for purpose in ("group", "moderators", "facilitators")],
    [RoleFacts(purpose, ROLE, exists=False) for purpose in ("moderators", "facilitators", "agreed")],
    enrolled=0,
    has_lead=False,
    agreement=AgreementFacts.NONE,
)
OPEN = GroupFacts(
    [
        ChannelFacts("group", CHANNEL, missing=EVERY_PERMISSION),
        ChannelFacts("moderators", CHANNEL, missing=EVERY_PERMISSION[:3], others_see=MANY),
        ChannelFacts("facilitators", CHANNEL, missing=EVERY_PERMISSION[:3], others_see=MANY),
    ],
    [RoleFacts("moderators", ROLE, is_everyone=True), RoleFacts("agreed", ROLE, bot_can_give=False)],
    enrolled=0,
    has_lead=False,
    agreement=AgreementFacts.GONE,
)
NOTES = [made_note(WORDS, Mend.MODERATORS, LARGEST), WORDS("setup-told-at-once", count=23)]


def faults(page: Page) -> list[str]:
    drawn, nobody = draw_page(page).to_components(), {"parse": list[str]()}
    return list(message_faults({"components": drawn, "flags": 1 << 15, "allowed_mentions": nobody}, sent=True))


@pytest.mark.parametrize("facts", [GONE, OPEN], ids=["gone", "open"])
async def test_the_fullest_report_fits_one_page_and_says_everything(facts: GroupFacts) -> None:
    found = check(facts)
    page = report_page(WORDS, RECORD, found, title="setup-saved", notes=NOTES)
    assert faults(page) == []
    text = str(draw_page(page).to_components())
    assert text.count("❗") + text.count("💡") == len(found)
    assert faults(trouble_page(WORDS, found)) == []


@pytest.mark.parametrize("may", [True, False])
@pytest.mark.parametrize("mend", [mend for mend in Mend if mend in CHANNELS | ROLES])
async def test_every_offer_can_be_drawn_and_makes_only_where_the_bot_may(mend: Mend, *, may: bool) -> None:
    page = offer_page(WORDS, mend, SETTINGS, may=may)
    assert faults(page) == []
    buttons = [one for part in page.parts if isinstance(part, Buttons) for one in part.buttons]
    makes = [one for one in buttons if isinstance(one, Button) and one.custom_id == f"setup:make:{mend.value}"]
    assert bool(makes) == may
