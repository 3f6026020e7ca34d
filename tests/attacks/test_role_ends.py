"""A role that goes is seen by everyone: it must not tell who raised a concern, answered, suggested or asked for help.

The naive twin is a role that goes because somebody came by the agreement: the watcher sees it.
"""

from tests.attacks.forgery import press
from tests.end_to_end.simcord_stage import SimcordStage
from tests.end_to_end.test_agreement import change_setting, roles_of
from tests.stories import publish, ready

MEMBERS = ("mia", "noor", "theo")


async def past_the_grace_period(stage: SimcordStage) -> None:
    """Everybody has the role for an older version, which any moment may end."""
    await ready(stage, agreed_role="agreed")
    await publish(stage)
    for name in MEMBERS:
        await stage.person(name).press(stage.posts("group")[-1], "I agree")
    await stage.advance(days=2)
    await change_setting(stage, "Days the role stays", "0")
    await change_setting(stage, "report", "Yes")
    await publish(stage)
    assert holders(stage) == set(MEMBERS)


def holders(stage: SimcordStage) -> set[str]:
    return {name for name in MEMBERS if "agreed" in roles_of(stage, name)}


async def test_no_role_goes_because_somebody_did_what_is_nobodys_business(stage: SimcordStage) -> None:
    await past_the_grace_period(stage)
    mia = stage.person("mia")
    for label in ("Share a concern", "I have a code"):
        await mia.press(await mia.slash("concern"), label)
    for command in ("support", "checkin", "privacy"):
        await mia.slash(command)
    await press(stage, "mia", "agreement-suggest:begin")
    await press(stage, "mia", "checkin:answer:nonsense")
    await stage.advance(days=8)
    assert holders(stage) == set(MEMBERS)


async def test_roles_that_go_in_a_week_go_in_one_moment(stage: SimcordStage) -> None:
    await past_the_grace_period(stage)
    gone: list[set[str]] = []
    everybody = set[str](MEMBERS)
    for name in ("noor", "theo"):
        await stage.person(name).slash("agreement")
        await stage.advance(days=1)
    for _ in range(8):
        gone.append(everybody - holders(stage))
        await stage.advance(days=1)
    assert {frozenset(seen) for seen in gone} <= {frozenset[str](), frozenset({"noor", "theo"})}
    assert gone[-1] == {"noor", "theo"}
