"""Concerns as a thief of everything finds them: the members of a group and the concerns they wrote, as `Loot`.

Not here: whether it tells who wrote which (`test_linkage_at_rest.py`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from itertools import product
from typing import Final

from bot.core.case import Case
from bot.core.codec import Codec
from bot.core.identity import CaseId, MemberId
from bot.core.receipt import read
from bot.services.receipts import find_by_receipt
from bot.services.servers import Server
from tests.attacks.heists import (
    MEMBERS,
    PURPOSES,
    Copy,
    Place,
    Writing,
    all_agree,
    copied,
    nothing,
    people_of,
    stores,
    tags_of,
)
from tests.attacks.linkage import Loot, Sortable
from tests.services import concern_house
from tests.services.concern_house import ACCOUNT, HERE, LENA, MARA, OTTO, ConcernHouse
from tests.services.deeds import acknowledging

TABLES: Final = ("concern_case", "receipt", "wrapped_key")


async def concerns(place: Place, count: int, writing: Writing = nothing) -> Loot:
    """So many concerns, one of each member in turn, every second looked after; members and concerns."""
    async with stores(place) as (database, keys):
        house = ConcernHouse(database, keys)
        await house.set_up(MARA, OTTO, lead=LENA)
        await house.start()
        server = await house.servers.get(HERE)
        members = [MemberId(MEMBERS[0] + number * 4194304) for number in range(count // 2)]
        await all_agree(database, server, members)
        codes = [await _sent(house, server, members[number // 2], writing) for number in range(count)]
        await house.wait(hours=24)
        kept = [await find_by_receipt(house.cases, server, read(code)) for code in codes]
        for one in kept[::2]:
            assert one is not None
            await house.moderating.do(one.case_id, MARA, HERE, acknowledging, house.discord.now)
        copy = await copied(database, keys, place)
    return _concern_loot(copy, server, members, [(one.case_id, one.case) for one in kept if one is not None])


async def _sent(house: ConcernHouse, server: Server, member: MemberId, writing: Writing) -> str:
    kept = writing(server, member)
    account = ACCOUNT if kept is None else replace(ACCOUNT, story=kept.hex())
    house.discord.now += timedelta(minutes=3)
    return await house.sent(account=account, writer=concern_house.person(member, "Somebody"))


def _concern_loot(copy: Copy, server: Server, members: Sequence[MemberId], kept: Sequence[tuple[CaseId, Case]]) -> Loot:
    cases, receipts, wrapped = (copy.sealed(name) for name in TABLES)
    ids, lookups = [bytes(case_id) for case_id, _ in kept], [case.lookup for _, case in kept]
    opened = [Codec(Case).encode(case) for _, case in kept]
    sealed = [(cases[one], receipts[lookup]) for one, lookup in zip(ids, lookups, strict=True)]
    things: dict[str, Sequence[Sortable]] = {
        "size of the case": [len(one) for one, _ in sealed],
        "size of the receipt": [len(one) for _, one in sealed],
        "nonce of the case": [one for one, _ in sealed],
        "nonce of the receipt": [one for _, one in sealed],
        "what is written in the case": opened,
        "length of that": [len(one) for one in opened],
    }
    for name, table, values in (
        ("case", "concern_case", ids),
        ("receipt", "receipt", lookups),
        ("key", "wrapped_key", ids),
    ):
        things |= {
            name: values,
            f"{name} backwards": [one[::-1] for one in values],
            f"digest of {name}": [sha256(one).digest() for one in values],
            f"{name}, as it lies": copy.lies(table, values),
            f"{name}, in the file": copy.offsets(values),
        }
    written = [
        b"".join((one, *pair, wrapped[case_id], case_id, lookup))
        for one, pair, case_id, lookup in zip(opened, sealed, ids, lookups, strict=True)
    ]
    return Loot(
        people_of(copy, server, members),
        things,
        [number // 2 for number in range(len(kept))],
        _case_marks(copy, members, written),
    )


def _case_marks(
    copy: Copy, members: Sequence[MemberId], written: Sequence[bytes]
) -> dict[str, tuple[Sequence[bytes], Sequence[bytes]]]:
    found: dict[str, tuple[Sequence[bytes], Sequence[bytes]]] = {}
    for number, (key, purpose) in enumerate(product(copy.keys.values(), PURPOSES)):
        for how, tags in tags_of(key, purpose, members).items():
            found[f"{how}, key and purpose {number}"] = (tags, written)
            found[f"{how}, key and purpose {number}, written out"] = ([one.hex().encode() for one in tags], written)
    return found
