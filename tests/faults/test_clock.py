"""The clock of the bot's machine jumps, by minutes or days, forwards or back: nothing is lost or done twice.

Discord's own clock goes on as it did. Not here: time that passes while nothing runs (test_restart.py), what fails
meanwhile (tests/services).
"""

import asyncio
from datetime import timedelta
from random import Random

from tests.faults.crowd import Crowd
from tests.faults.scenes import FIVE, agreement_posts, answered, open_round, results
from tests.faults.test_schedule_kill import open_posts, opens, until
from tests.standin.stage import StandInStage
from tests.stories import publish

__all__ = ["opens"]
SEED = 20_260_106
JUMPS = (10, -20, 45, -50)
"""Minutes, each from where the one before has led. A draft of a concern lives for an hour, and is told to be gone."""


async def jumped(stage: StandInStage, skew: timedelta) -> None:
    stage.skew = skew
    await stage.settle()


async def test_under_load(crowded: StandInStage) -> None:
    await publish(crowded)
    crowd = Crowd(crowded, Random(SEED), agreement_posts(crowded)[0], await open_round(crowded))
    crowd.is_up.set()
    acting = asyncio.create_task(crowd.come())
    for minutes in JUMPS:
        confirmed = len(crowd.ledger.answers)
        await crowded.until(lambda known=confirmed: len(crowd.ledger.answers) > known or acting.done())
        await jumped(crowded, crowded.skew + timedelta(minutes=minutes))
    crowd.leave()
    await acting
    assert crowd.unanswered == {}
    await jumped(crowded, timedelta())
    await crowded.process.kill()
    await crowd.ledger.balance_on_disk(crowded)
    await crowded.process.start()
    await crowd.ledger.balance_as_shown(crowded)


async def test_what_opened_too_early_does_not_open_again(group: StandInStage, opens: int) -> None:
    now = group.now().timestamp()
    await jumped(group, timedelta(seconds=opens - now + 60))
    (early,) = open_posts(group)
    await jumped(group, timedelta())
    assert open_posts(group) == [early]
    await until(group, opens + 60)
    await group.advance(minutes=5)
    posts = [post for post in group.posts("group") if "Weekly pulse" in post.text]
    assert len(posts) == 1
    await until(group, opens + 7 * 86400 + 60)
    assert len(open_posts(group)) == 1, "the next one opens when it should"


async def test_a_round_that_was_closed_too_early_stays_closed_and_has_one_result(group: StandInStage) -> None:
    post = await open_round(group)
    for name in FIVE:
        await answered(group.person(name), post)
    await jumped(group, timedelta(days=400))
    assert len(results(group)) == 1
    await jumped(group, timedelta())
    assert open_posts(group) == []
    await group.advance(hours=49)
    await group.restart(kill=True)
    assert len(results(group)) == 1
