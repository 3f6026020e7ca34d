"""How long it takes to refuse a code tells nothing of why: unknown, erased or another group's.

Measured, so only by `make prove`; that each goes through the same steps is `test_receipts_and_trail.py`. The naive twin
is a code that opens a concern: the same measure tells it from an unknown one. Not here: what is said.
"""

import random
import secrets
import time
from collections import defaultdict
from contextlib import suppress
from itertools import combinations
from typing import Final

import pytest

from bot.core.identity import ServerId
from bot.core.receipt import Receipt, written
from bot.services.problems import Refused
from bot.services.server_records import ServerRecord
from tests.attacks.heists import Place, place, stores
from tests.attacks.statistics import ALPHA, kolmogorov_smirnov
from tests.proof import Figure
from tests.services.concern_house import HERE, MARA, OTTO, SETTINGS, THERE, ConcernHouse

__all__ = ["place"]

TIMES: Final = 1500
OPENS: Final = "opens a concern"


async def took(house: ConcernHouse, server_id: ServerId, code: str) -> int:
    """Nanoseconds until there is an answer."""
    begun = time.perf_counter_ns()
    with suppress(Refused):
        await house.way_back.look(server_id, code, house.discord.now)
    return time.perf_counter_ns() - begun


@pytest.mark.prove
async def test_no_time_parts_unknown_erased_and_foreign_codes(place: Place, figure: Figure) -> None:
    async with stores(place) as (database, keys):
        house = ConcernHouse(database, keys)
        await house.set_up(MARA, OTTO)
        await house.servers.create(THERE, ServerRecord(SETTINGS))
        known, erased = await house.sent(), await house.sent()
        await house.way_back.withdraw(HERE, erased, house.discord.now)
        unknown = written(Receipt(secrets.token_bytes(10)))
        asked = {"unknown": (HERE, unknown), "erased": (HERE, erased), "foreign": (THERE, known), OPENS: (HERE, known)}
        order = list(asked) * TIMES
        random.Random(20261122).shuffle(order)
        times: defaultdict[str, list[float]] = defaultdict(list)
        for kind in order:
            times[kind].append(await took(house, *asked[kind]))
    # The first of each warm up.
    apart = {pair: kolmogorov_smirnov(times[pair[0]][50:], times[pair[1]][50:]) for pair in combinations(asked, 2)}
    refused = {pair: found for pair, found in apart.items() if OPENS not in pair}
    assert all(chance > ALPHA for _, chance in refused.values()), refused
    furthest, twin = max(found for found, _ in refused.values()), apart["unknown", OPENS]
    assert twin[1] <= ALPHA < 1
    figure(
        "F10",
        f"largest distance of the times of two kinds of code that open nothing (Kolmogorov-Smirnov), {place.kind}",
        f"{furthest:.3f}, p = {min(chance for _, chance in refused.values()):.2f}",
        twin=f"{twin[0]:.3f} for a code that opens",
        passes=f"p above {ALPHA}",
    )
