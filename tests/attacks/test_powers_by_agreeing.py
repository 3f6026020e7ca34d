"""The bot may give roles: nobody gets powers by *I agree* that an administrator of the bot could not give away.

Whoever has *Manage Server*, but not *Manage Roles*, would make themselves moderator at once, or more than that.
The naive twin is an ordinary role: it is given.
"""

import pytest

from bot.rehearsal.cast import ADMINISTRATORS
from bot.services.problems import Refused
from bot.services.settings_list import changed
from tests.end_to_end.simcord_stage import SimcordStage
from tests.end_to_end.test_agreement import roles_of
from tests.services.agreement_house import FACILITATORS, MODERATORS, SETTINGS
from tests.stories import publish, ready


@pytest.mark.parametrize(
    "chosen",
    [
        {"agreed_role": str(MODERATORS)},
        {"agreed_role": str(FACILITATORS)},
        {"agreed_role": "99", "moderators": "99"},
        {"agreed_role": "99", "facilitators": "99"},
    ],
)
def test_no_role_of_the_staff_is_given_to_those_who_agree(chosen: dict[str, str]) -> None:
    with pytest.raises(Refused, match="setting-roles-same"):
        changed(SETTINGS, chosen)
    assert changed(SETTINGS, {"agreed_role": "99"}).agreed_role == 99


@pytest.mark.parametrize(("role", "is_given"), [("agreed", True), (ADMINISTRATORS.lower(), False)])
async def test_a_role_with_powers_is_given_to_nobody(stage: SimcordStage, role: str, *, is_given: bool) -> None:
    await ready(stage, agreed_role=role)
    await publish(stage)
    await stage.person("mia").press(stage.posts("group")[-1], "I agree")
    await stage.advance(minutes=5)
    assert (role in roles_of(stage, "mia")) is is_given
    report = (await stage.person("ada").slash("setup check")).text
    assert ("so I give it to nobody" in report) is not is_given
