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
from tests.faults.staff import Staff
from tests.standin.stage import StandInStage
from tests.stories import publish

SAMPLE = 20
KILLS = int(os.environ.get("COMMON_GROUND_KILLS", SAMPLE))
"""Moments at which it is killed; where they are more than the sample, it is killed again in each start that follows."""
SEED = 20_260_105


@pytest.mark.timeout(120 + 10 * KILLS)
async def test_the_ledger_balances_after_kills_at_random(crowded: StandInStage) -> None:
    await publish(crowded)
    chance = Random(SEED)
    crowd = Crowd(crowded, chance, agreement_posts(crowded)[0], await open_round(crowded))
    killer = Killer(crowded, chance, crowd.is_up, twice=KILLS > SAMPLE)
    crowd.is_up.set()
    staff = Staff(crowded, chance, crowd.ledger.beside, crowd.is_up, crowd.unanswered)
    acting = asyncio.gather(crowd.come(), staff.work())
    try:
        while killer.moments < KILLS:
            await unless_it_ends(acting, killer.strike())
            await killer.revive(lambda: crowd.ledger.is_shown(crowded, under_way=AT_ONCE))
    except BaseException:
        acting.cancel()
        raise
    crowd.leave()
    staff.leave()
    await acting
    await crowded.process.kill()
    await crowd.ledger.balance_on_disk(crowded)
    await crowded.process.start()
    await crowd.ledger.beside.balance_as_shown(crowded)
    await crowd.ledger.balance_as_shown(crowded)
    _print(killer.kills, crowd)


def _print(kills: Counter[str], crowd: Crowd) -> None:
    ledger = crowd.ledger
    confirmed = f"{len(ledger.agreed)} agreed, {len(ledger.answers)} answered, {len(ledger.concerns)} concerns sent"
    confirmed += f", {len(ledger.written)} of them with more, {len(ledger.held)} held, {len(ledger.beside.replied)}"
    confirmed += f" answered, {len(ledger.suggested)} suggestions, {len(ledger.beside.actions)} actions,"
    confirmed += f" {len(ledger.beside.thoughts)} thoughts"
    lines = (
        f"{sum(kills.values())} kills: {dict(kills)}",
        f"confirmed: {confirmed}; {crowd.had_agreed} agreements were kept though nobody was told",
        f"done again because nothing answered: {dict(crowd.unanswered)}",
    )
    print("", *lines, sep="\n")  # noqa: T201 - the figures of this proof, shown with pytest -s
