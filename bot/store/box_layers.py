"""A further layer around the open boxes of a database that keeps a log: its key is replaced with every write.

PostgreSQL's write-ahead log holds each state of a box, and two states that follow one another join a member to a
ballot. The key of a layer lies in the key store, a SQLite file that keeps nothing of what was replaced: whoever copies
the log and the keys opens the state of that moment and none before. Each round has two places for such keys. The next
one lies in the free place before what it seals is committed, and the other goes afterwards: a crash in between leaves
both, and the box opens. Not here: what is in the boxes (`round_boxes.py`).
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, final

from bot.core.identity import Chance, KeyId, RoundId
from bot.core.sealing import CannotOpen, Key, seal, unseal
from bot.store.keystore import KEY_ID_BYTES, KeyStore

_PLACES: Final = 2
_BOX: Final = b"layer of a checkin box:"
_COMMENTS: Final = b"layer of checkin comments:"


@dataclass(frozen=True, repr=False)
class Boxes:
    """The sealed box of a round and that of its comments, if it takes any."""

    box: bytes
    comments: bytes | None


@dataclass(frozen=True, repr=False)
class Peeled:
    """Boxes without their layer."""

    boxes: Boxes
    place: int | None
    """Of the key that opened the layer; None: there was none, or its key is gone."""


@dataclass(frozen=True)
class Outworn:
    """A layer's key that is of no more use once the write that replaced it is committed."""

    round_id: RoundId
    place: int
    write: int
    """The number of that write: after the next one there is another key in this place."""


@dataclass(frozen=True, repr=False)
class Covered:
    """Boxes as they are written, and what may go when they are."""

    boxes: Boxes
    outworn: Outworn | None


@final
class BoxLayers:
    """Puts layers around boxes and takes them off again. One for each database, and one process at a time."""

    def __init__(self, keys: KeyStore, chance: Chance) -> None:
        self._keys = keys
        self._chance = chance
        self._writes: defaultdict[RoundId, int] = defaultdict(int)
        self._turns: defaultdict[RoundId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def peel(self, round_id: RoundId, boxes: Boxes) -> Peeled:
        """Take the layer off. What has none, or one that does not open, stays as it is."""
        places = [_key_id(round_id, place) for place in range(_PLACES)]
        keys = await self._keys.get_many(places)
        for place, key_id in enumerate(places):
            if key_id in keys:
                with suppress(CannotOpen):
                    return Peeled(_opened(round_id, keys[key_id], boxes), place)
        return Peeled(boxes, None)

    async def cover(self, changed: Mapping[RoundId, Peeled]) -> Mapping[RoundId, Covered]:
        """Put a fresh layer around the new states of boxes, before they are written; its key is on disk then."""
        covered = await asyncio.gather(*(self._cover(round_id, peeled) for round_id, peeled in changed.items()))
        return dict(zip(changed, covered, strict=True))

    async def _cover(self, round_id: RoundId, peeled: Peeled) -> Covered:
        used = _PLACES - 1 if peeled.place is None else peeled.place
        async with self._turns[round_id]:
            self._writes[round_id] += 1
            key = await self._keys.renew(_key_id(round_id, (used + 1) % _PLACES))
            outworn = Outworn(round_id, used, self._writes[round_id])
        boxes = peeled.boxes
        comments = boxes.comments and seal(key, boxes.comments, _COMMENTS + round_id, self._chance)
        return Covered(Boxes(seal(key, boxes.box, _BOX + round_id, self._chance), comments), outworn)

    async def destroy(self, outworn: Outworn) -> None:
        """Destroy a key after the write that replaced it was committed."""
        async with self._turns[outworn.round_id]:
            if self._writes[outworn.round_id] == outworn.write:
                await self._keys.destroy(_key_id(outworn.round_id, outworn.place))

    async def keep_only(self, round_id: RoundId, peeled: Peeled) -> None:
        """Destroy the round's other key; only while nothing is written to it."""
        if peeled.place is not None:
            await self._keys.destroy(_key_id(round_id, (peeled.place + 1) % _PLACES))

    async def end(self, round_ids: Collection[RoundId]) -> None:
        """Destroy all keys of these rounds: they are closed, or gone."""
        places = [_key_id(round_id, place) for round_id in round_ids for place in range(_PLACES)]
        await asyncio.gather(*(self._keys.destroy(key_id) for key_id in places))
        for round_id in round_ids:
            self._writes.pop(round_id, None)
            self._turns.pop(round_id, None)


def _key_id(round_id: RoundId, place: int) -> KeyId:
    return KeyId(sha256(_BOX + bytes([place]) + round_id).digest()[:KEY_ID_BYTES])


def _opened(round_id: RoundId, key: Key, boxes: Boxes) -> Boxes:
    comments = boxes.comments and unseal(key, boxes.comments, _COMMENTS + round_id)
    return Boxes(unseal(key, boxes.box, _BOX + round_id), comments)
