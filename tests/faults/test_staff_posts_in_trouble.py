"""Discord is in trouble just when the staff is to be told of an alert, or reminded of a result: told once in the end.

Not here: what the group is shown, and cards (test_discord_trouble.py).
"""

from collections.abc import Callable, Iterable

import pytest

from tests.faults.scenes import FIVE, answered, path_of, round_post
from tests.faults.test_discord_trouble import TROUBLES, switch_on
from tests.faults.test_schedule_kill import STAMP, until
from tests.screen import Screen
from tests.standin.stage import StandInStage
from tests.stories import ready

STAFF = ("facilitators", "moderators")
NEVER_ASK = "Do not ask who."
IN_EVERY_RUN = ("half an answer", "forbidden")
CLOSED = {"forbidden": (403, 50013), "unknown channel": (404, 10003)}


def one_in_every_run(troubles: Iterable[str]) -> list[object]:
    return [pytest.param(one, marks=() if one in IN_EVERY_RUN else pytest.mark.prove) for one in troubles]


@pytest.fixture
async def group(stage: StandInStage) -> StandInStage:
    await ready(stage, facilitator_channel="facilitators")
    return stage


def alerts(stage: StandInStage, channel: str) -> list[Screen]:
    return [post for post in stage.posts(channel) if NEVER_ASK in post.text]


def reminders(stage: StandInStage, channel: str) -> list[Screen]:
    return [post for post in stage.posts(channel) if "has been out for a week" in post.text]


async def bad_weeks(stage: StandInStage) -> None:
    """Until an hour before the second bad result, which an alert follows."""
    fay = stage.person("fay")
    saved = await fay.press(await fay.slash("facilitate checkin schedule", template="Weekly pulse"), "Save")
    opens = int(STAMP.findall(saved.text)[0])
    for week in range(2):
        await until(stage, opens + week * 7 * 86400 + 60)
        for name in FIVE:
            await answered(stage.person(name), round_post(stage), "Not safe", "Running on empty")
        await stage.advance(hours=47)


async def until_told(stage: StandInStage, posts: Callable[[StandInStage, str], list[Screen]], channel: str) -> None:
    """Until it stands there, and for half a day more."""
    for _ in range(80):
        await stage.advance(hours=3)
        if posts(stage, channel):
            break
    await stage.advance(hours=12)


@pytest.mark.parametrize("trouble", one_in_every_run(TROUBLES))
async def test_an_alert_and_a_reminder_are_told_once(group: StandInStage, trouble: str) -> None:
    await bad_weeks(group)
    request = ("POST", path_of(group, "facilitators"))
    fault = switch_on(group.stand_in.faults, trouble, request)
    await until_told(group, alerts, "facilitators")
    assert [len(alerts(group, channel)) for channel in STAFF] == [1, 1]
    assert fault.met
    group.stand_in.faults.clear()
    await group.person("mara").press(alerts(group, "moderators")[0], "We have seen it")
    fault = switch_on(group.stand_in.faults, trouble, request)
    await until_told(group, reminders, "facilitators")
    assert [len(reminders(group, channel)) for channel in STAFF] == [1, 0]
    assert fault.met
    assert [len(alerts(group, channel)) for channel in STAFF] == [1, 1]


@pytest.mark.parametrize("why", one_in_every_run(CLOSED))
async def test_an_alert_goes_to_the_channel_that_is_left_or_waits_a_day(group: StandInStage, why: str) -> None:
    status, code = CLOSED[why]
    await bad_weeks(group)
    one = group.stand_in.faults.fail("POST", path_of(group, "facilitators"), status, code=code, times=None)
    other = group.stand_in.faults.fail("POST", path_of(group, "moderators"), status, code=code, times=1)
    await until_told(group, alerts, "moderators")
    assert (one.met, other.met) == (2, 1)
    assert [len(alerts(group, channel)) for channel in STAFF] == [0, 1]
