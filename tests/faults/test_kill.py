"""Killed at any moment while members agree, answer, change and send: what was confirmed is there, and nothing twice.

`COMMON_GROUND_KILLS` says how many kills the mixed load has to survive; the figures are printed (pytest -s).
"""

import asyncio
import os
from collections import Counter
from random import Random

import pytest

from tests.faults.crowd import AT_ONCE, Crowd
from tests.faults.killer import Killer, unless_it_ends
from tests.faults.scenes import agreement_posts, open_round
from tests.standin.stage import StandInStage
from tests.stories import publish

KILLS = int(os.environ.get("COMMON_GROUND_KILLS", "20"))
SEED = 20_260_105


@pytest.mark.timeout(120 + 5 * KILLS)
async def test_the_ledger_balances_after_kills_at_random(group: StandInStage) -> None:
    await publish(group)
    chance = Random(SEED)
    crowd = Crowd(group, chance, agreement_posts(group)[0], await open_round(group))
    killer = Killer(group, chance, crowd.is_up)
    crowd.is_up.set()
    acting = asyncio.create_task(crowd.come())
    try:
        while killer.total < KILLS:
            await unless_it_ends(acting, killer.strike())
            await killer.revive(lambda: crowd.ledger.is_shown(group, under_way=AT_ONCE))
    except BaseException:
        acting.cancel()
        raise
    crowd.leave()
    await acting
    await group.process.kill()
    await crowd.ledger.balance_on_disk(group)
    await group.process.start()
    await crowd.ledger.balance_as_shown(group)
    _print(killer.kills, crowd)


def _print(kills: Counter[str], crowd: Crowd) -> None:
    ledger = crowd.ledger
    confirmed = f"{len(ledger.agreed)} agreed, {len(ledger.answers)} answered, {len(ledger.concerns)} concerns sent"
    confirmed += f", {len(ledger.written)} of them with more, {len(ledger.held)} held"
    lines = (
        f"{sum(kills.values())} kills: {dict(kills)}",
        f"confirmed: {confirmed}; {crowd.had_agreed} agreements were kept though nobody was told",
        f"done again because nothing answered: {dict(crowd.unanswered)}",
    )
    print("", *lines, sep="\n")  # noqa: T201 - the figures of this proof, shown with pytest -s
