"""The writes behind `rounds.py` that open or destroy the boxes of a round: answers with their comments, and closing.

All answers of a batch to one round are applied together: its boxes are opened once and sealed once. Not here: what is
made of the boxes at closing (whoever closes says it).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ballot import Box, Entry, Outcome
from bot.core.comments import Comment, CommentBox
from bot.core.identity import Chance, RoundId
from bot.core.sealing import CannotOpen, Key
from bot.store.box_layers import Boxes, BoxLayers, Covered, Outworn, Peeled
from bot.store.round_table import open_box_table, round_table
from bot.store.writer import Operation, each, together


@dataclass(frozen=True, repr=False)
class HandedIn:
    """Answers for the box of a round."""

    round_id: RoundId
    box_key: Key
    entry: Entry
    comment: Comment | None = None
    """None where the round takes none."""


@dataclass(frozen=True)
class Closing:
    """A round that ends. `conclude` makes of its two sealed boxes (None: there is none) what is kept.

    It may be called again after a rollback, so it changes nothing.
    """

    round_id: RoundId
    conclude: Callable[[bytes | None, bytes | None], "Concluded"]


@dataclass(frozen=True, repr=False)
class Concluded:
    """What is kept of a round: its sealed result, and its sealed comments if any may be read."""

    result: bytes
    comments: bytes | None = None


@dataclass(frozen=True, repr=False)
class Answered:
    """What became of answers."""

    outcome: Outcome
    outworn: Outworn | None = None
    """What may go now that they are committed."""


@dataclass(frozen=True, repr=False)
class _Found:
    """What there is of a round, its boxes without their layer."""

    result: bytes | None
    peeled: Peeled | None
    """None where the round is closed, or where a restored backup left its boxes out."""


def box_place(round_id: RoundId) -> bytes:
    """Where the ballot box of a round is sealed."""
    return b"checkin box:" + round_id


def comments_place(round_id: RoundId) -> bytes:
    """Where the box of its comments is sealed."""
    return b"checkin comments:" + round_id


def answering(chance: Chance, layers: BoxLayers | None) -> Operation[HandedIn, Answered]:
    """Put answers into the boxes of their rounds; what became of each."""

    @together("answer a check-in")
    async def answer(connection: AsyncConnection, items: Sequence[HandedIn]) -> Sequence[Answered]:
        by_round: defaultdict[RoundId, list[int]] = defaultdict(list)
        for number, item in enumerate(items):
            by_round[item.round_id].append(number)
        outcomes = [Outcome.CLOSED] * len(items)
        changed: dict[RoundId, Peeled] = {}
        for round_id, numbers in by_round.items():
            found = await _round_with_boxes(connection, round_id, layers)
            if found is None or found.result is not None:
                continue
            handed_in = [items[number] for number in numbers]
            became, after = _put_in(found.peeled, round_id, handed_in, chance)
            for number, outcome in zip(numbers, became, strict=True):
                outcomes[number] = outcome
            if after is not None:
                changed[round_id] = after
        outworn = await _write(connection, changed, layers)
        # One of those who ride together sees to it for all.
        return [Answered(one, outworn.pop(item.round_id, None)) for one, item in zip(outcomes, items, strict=True)]

    return answer


def closing(layers: BoxLayers | None) -> Operation[Closing, bytes | None]:
    """Close a round: the sealed result, made now unless it was before; both boxes are gone. None: no such round."""

    @each
    async def close_round(connection: AsyncConnection, closing: Closing) -> bytes | None:
        found = await _round_with_boxes(connection, closing.round_id, layers)
        if found is None or found.result is not None:
            return None if found is None else found.result
        boxes = None if found.peeled is None else found.peeled.boxes
        kept = closing.conclude(boxes and boxes.box, boxes and boxes.comments)
        await connection.execute(delete(open_box_table).where(open_box_table.c.round_id == closing.round_id))
        this = round_table.c.round_id == closing.round_id
        await connection.execute(update(round_table).where(this).values(result=kept.result, comments=kept.comments))
        return kept.result

    return close_round


@each
async def forget_comments(connection: AsyncConnection, round_id: RoundId) -> None:
    """Remove the comments of a closed round; an open one keeps its box."""
    this = round_table.c.round_id == round_id
    await connection.execute(update(round_table).where(this).values(comments=None))


def _put_in(
    peeled: Peeled | None, round_id: RoundId, items: Sequence[HandedIn], chance: Chance
) -> tuple[Sequence[Outcome], Peeled | None]:
    """What becomes of the items, and the boxes with them in; None: nothing changed."""
    box_key, place = items[0].box_key, box_place(round_id)
    try:
        box = Box.unseal(box_key, b"" if peeled is None else peeled.boxes.box, place)
    except CannotOpen:
        return [Outcome.BROKEN] * len(items), None
    outcomes = [box.put(item.entry) for item in items]
    taken = [item for item, outcome in zip(items, outcomes, strict=True) if outcome is not Outcome.ALREADY]
    if peeled is None or not taken:
        return outcomes, None
    comments = peeled.boxes.comments and _with_comments(peeled.boxes.comments, round_id, taken, chance)
    return outcomes, Peeled(Boxes(box.seal(box_key, place, chance), comments), peeled.place)


async def _write(
    connection: AsyncConnection, changed: Mapping[RoundId, Peeled], layers: BoxLayers | None
) -> dict[RoundId, Outworn | None]:
    """Write the boxes in place of what was there, each under a layer of its own where there are layers."""
    bare = {round_id: Covered(peeled.boxes, None) for round_id, peeled in changed.items()}
    covered = bare if layers is None else await layers.cover(changed)
    for round_id, one in covered.items():
        values = {"box": one.boxes.box, "comments": one.boxes.comments}
        await connection.execute(update(open_box_table).where(open_box_table.c.round_id == round_id).values(values))
    return {round_id: one.outworn for round_id, one in covered.items()}


async def _round_with_boxes(connection: AsyncConnection, round_id: RoundId, layers: BoxLayers | None) -> _Found | None:
    columns = open_box_table.c
    both = round_table.outerjoin(open_box_table, round_table.c.round_id == columns.round_id)
    wanted = select(round_table.c.result, columns.box, columns.comments).select_from(both)
    row = (await connection.execute(wanted.where(round_table.c.round_id == round_id))).one_or_none()
    if row is None or row.box is None:
        return None if row is None else _Found(row.result, None)
    return _Found(row.result, await peeled_by(layers, round_id, Boxes(row.box, row.comments)))


async def peeled_by(layers: BoxLayers | None, round_id: RoundId, boxes: Boxes) -> Peeled:
    """The boxes without their layer, where there are layers."""
    return Peeled(boxes, None) if layers is None else await layers.peel(round_id, boxes)


def _with_comments(sealed: bytes, round_id: RoundId, taken: Sequence[HandedIn], chance: Chance) -> bytes:
    """The box of comments, sealed anew though nobody commented: whether these did is not to be seen from outside.

    One that does not open stays as it is and takes none; the answers count all the same.
    """
    box_key, place = taken[0].box_key, comments_place(round_id)
    try:
        box = CommentBox.unseal(box_key, sealed, place)
    except CannotOpen:
        return sealed
    for item in taken:
        if item.comment is not None:
            box.put(item.comment)
    return box.seal(box_key, place, chance)
