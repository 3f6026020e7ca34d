"""The disk is full, or another program holds a database, again and again while members and staff act.

While it lasts everybody is told so, and nothing is confirmed that is not kept; afterwards the bot goes on by itself,
and what was confirmed before, meanwhile and since is there once. Not here: each trouble by itself
(test_store_trouble.py).
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from random import Random

import pytest

from tests.faults.crowd import Crowd
from tests.faults.killer import unless_it_ends
from tests.faults.patient import TOLD
from tests.faults.scenes import agreement_posts, open_round
from tests.faults.staff import Staff
from tests.faults.test_store_trouble import full, locked
from tests.proof import Figure
from tests.standin.stage import StandInStage
from tests.stories import publish

SEED = 20_260_107
TROUBLES: dict[str, Callable[[StandInStage], AbstractContextManager[None]]] = {
    "the disk is full": full,
    "the database is locked": locked,
    "the keys are locked": partial(locked, keys=True),
}
TOLD_EACH_TIME = 2
DONE_SINCE = 6
"""Things that are confirmed before the next trouble."""
LONG = 15


@pytest.mark.parametrize("times", [1, pytest.param(LONG, marks=pytest.mark.prove)])
@pytest.mark.timeout(240 + 60 * LONG)
async def test_the_ledger_balances_after_a_full_disk_and_locked_databases(
    crowded: StandInStage, times: int, figure: Figure
) -> None:
    await publish(crowded)
    chance = Random(SEED)
    crowd = Crowd(crowded, chance, agreement_posts(crowded)[0], await open_round(crowded))
    crowd.is_up.set()
    staff = Staff(crowded, chance, crowd.ledger.beside, crowd.is_up, crowd.unanswered)
    acting = asyncio.gather(crowd.come(), staff.work())
    met = Counter[str]()
    try:
        for trouble in [*TROUBLES] * times:
            await unless_it_ends(acting, _meet(crowd, trouble, met))
    except BaseException:
        acting.cancel()
        raise
    crowd.leave()
    staff.leave()
    await acting
    assert all(what.startswith(TOLD) for what in crowd.unanswered), "nobody is left without an answer"
    await crowded.process.kill()
    await crowd.ledger.balance_on_disk(crowded)
    await crowded.process.start()
    await crowd.ledger.beside.balance_as_shown(crowded)
    await crowd.ledger.balance_as_shown(crowded)
    if times > 1:
        told = ", ".join(f"{count} while {trouble}" for trouble, count in sorted(met.items()))
        found = f"all {_confirmed(crowd)} confirmed things there once; told to try again: {told}"
        figure("faults", "full disk, locked database, locked keys, 15 times each", found, passes="all of them")


async def _meet(crowd: Crowd, trouble: str, met: Counter[str]) -> None:
    """The trouble lasts until several were told of it; then some more is done."""
    told = crowd.unanswered.total()
    with TROUBLES[trouble](crowd.stage):
        await crowd.stage.until(lambda: crowd.unanswered.total() >= told + TOLD_EACH_TIME)
    met[trouble] += crowd.unanswered.total() - told
    done = _confirmed(crowd)
    await crowd.stage.until(lambda: _confirmed(crowd) >= done + DONE_SINCE)


def _confirmed(crowd: Crowd) -> int:
    """How many things people have read to be kept."""
    ledger, beside = crowd.ledger, crowd.ledger.beside
    members = (ledger.agreed, ledger.answers, ledger.concerns, ledger.written, ledger.suggested)
    return sum(map(len, (*members, beside.replied, beside.actions, beside.thoughts)))
