"""A block hits its writer and nobody else, tells nobody who that is, and nothing of it outlives its key.

The naive twin is a short digest of the member's id, as bots keep it: among so many members a block hits the innocent.
Not here: what lies in files (`test_mark_traces.py`).
"""

import gc
import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from typing import Final

from bot.core.identity import CaseId
from bot.core.sealing import Key, new_key
from bot.services.marks import KEY_LIFETIME, Marks
from bot.services.server_records import Server, ServerRecord
from tests.attacks.statistics import adjusted_rand
from tests.proof import Figure
from tests.services.concern_house import HERE, SETTINGS, person
from tests.services.test_marks import Clockwork

MEMBERS: Final = [person(1457674990387200003 + number * 4194304, "Somebody") for number in range(20_000)]
CASES: Final = 200
REPORTERS: Final = 5
SEEDED: Final = random.Random(20261122)
SERVER: Final = Server(HERE, new_key(SEEDED.randbytes), ServerRecord(SETTINGS))


def lived() -> tuple[Marks, Clockwork, list[int]]:
    """Five members wrote two hundred concerns, and the writer of the first is blocked; who wrote which."""
    clock = Clockwork()
    marks = Marks(clock, SEEDED.randbytes)
    wrote = [number % REPORTERS for number in range(CASES)]
    for number, writer in enumerate(wrote):
        marks.remember(_case(number), marks.mark(SERVER, MEMBERS[writer]), counts=True)
    assert marks.block(HERE, _case(0))
    return marks, clock, wrote


def _case(number: int) -> CaseId:
    return CaseId(hashlib.sha256(b"%d" % number).digest()[:16])


def test_a_block_hits_one_of_twenty_thousand_and_a_short_digest_hits_others(figure: Figure) -> None:
    marks, _, _ = lived()
    hit = [one for one in MEMBERS if marks.blocked(HERE, marks.mark(SERVER, one))]
    assert hit == [MEMBERS[0]]
    digests = [
        hashlib.sha1(b"%d%dsalt" % (HERE, one.member_id), usedforsecurity=False).digest()[-3:] for one in MEMBERS
    ]
    share_one = sum(count for count in Counter(digests).values() if count > 1)
    assert share_one > 0
    what = f"members whom a block hits beside its writer, of {len(MEMBERS):,}"
    figure("F17", what, len(hit) - 1, twin=f"{share_one} share a digest of 24 bits", passes="0")


def test_whether_a_concern_is_blocked_joins_no_two_concerns(figure: Figure) -> None:
    """All that readers are told: which concern a block was set from."""
    marks, _, wrote = lived()
    told = [bool(marks.is_blocked_from(_case(number))) for number in range(CASES)]
    assert told == [True, *[False] * (CASES - 1)]
    naive = [marks.blocked(HERE, marks.mark(SERVER, MEMBERS[writer])) for writer in wrote]
    index, twin = adjusted_rand(told, wrote), adjusted_rand(naive, wrote)
    assert abs(index) < 0.01 < twin
    figure("F17", "adjusted Rand index of concerns by what readers see of a block", index, twin=twin, passes="0")


def held_by(root: object) -> Iterator[bytes]:
    """Every value of bytes that can be reached from an object in memory."""
    seen, waiting = set[int](), [root]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type):
            continue
        seen.add(id(one))
        if isinstance(one, bytes):
            yield one
        waiting += gc.get_referents(one)


def test_nothing_of_a_key_is_in_memory_once_it_is_replaced(figure: Figure) -> None:
    marks, clock, _ = lived()
    key = Key(marks._key)  # pyright: ignore[reportPrivateUsage] - a thief of memory asks nobody
    known = {bytes(marks.mark(SERVER, one)) for one in MEMBERS[:REPORTERS]} | {bytes(key)}
    before = known & set(held_by(vars(marks)))
    assert before == known
    clock.now += KEY_LIFETIME
    now = {bytes(marks.mark(SERVER, one)) for one in MEMBERS[:REPORTERS]}
    assert not now & known
    left = known & set(held_by(vars(marks)))
    assert not left
    figure("F18", "old keys and marks in memory after the key was replaced", len(left), twin=len(before), passes="0")
