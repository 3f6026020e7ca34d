"""The writes behind `rounds.py` that open or destroy the boxes of a round: answers with their comments, and closing.

All answers of a batch to one round are applied together: its boxes are opened once and sealed once. Not here: what is
made of the boxes at closing (whoever closes says it).
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ballot import Box, Entry, Outcome
from bot.core.comments import Comment, CommentBox
from bot.core.identity import Chance, RoundId
from bot.core.sealing import CannotOpen, Key
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
class _Found:
    result: bytes | None
    box: bytes | None
    comments: bytes | None


def box_place(round_id: RoundId) -> bytes:
    """Where the ballot box of a round is sealed."""
    return b"checkin box:" + round_id


def comments_place(round_id: RoundId) -> bytes:
    """Where the box of its comments is sealed."""
    return b"checkin comments:" + round_id


def answering(chance: Chance) -> Operation[HandedIn, Outcome]:
    """Put answers into the boxes of their rounds; what became of each."""

    @together("answer a check-in")
    async def answer(connection: AsyncConnection, items: Sequence[HandedIn]) -> Sequence[Outcome]:
        by_round: defaultdict[RoundId, list[int]] = defaultdict(list)
        for number, item in enumerate(items):
            by_round[item.round_id].append(number)
        outcomes = [Outcome.CLOSED] * len(items)
        for round_id, numbers in by_round.items():
            handed_in = [items[number] for number in numbers]
            found = await _into_boxes(connection, round_id, handed_in, chance)
            for number, outcome in zip(numbers, found, strict=True):
                outcomes[number] = outcome
        return outcomes

    return answer


@each
async def close_round(connection: AsyncConnection, closing: Closing) -> bytes | None:
    """The sealed result, made now unless it was before; both boxes are gone then. None: no such round."""
    found = await _round_with_boxes(connection, closing.round_id)
    if found is None or found.result is not None:
        return None if found is None else found.result
    kept = closing.conclude(found.box, found.comments)
    await connection.execute(delete(open_box_table).where(open_box_table.c.round_id == closing.round_id))
    this = round_table.c.round_id == closing.round_id
    await connection.execute(update(round_table).where(this).values(result=kept.result, comments=kept.comments))
    return kept.result


@each
async def forget_comments(connection: AsyncConnection, round_id: RoundId) -> None:
    """Remove the comments of a closed round; an open one keeps its box."""
    this = round_table.c.round_id == round_id
    await connection.execute(update(round_table).where(this).values(comments=None))


async def _into_boxes(
    connection: AsyncConnection, round_id: RoundId, items: Sequence[HandedIn], chance: Chance
) -> Sequence[Outcome]:
    found = await _round_with_boxes(connection, round_id)
    if found is None or found.result is not None:
        return [Outcome.CLOSED] * len(items)
    box_key, place = items[0].box_key, box_place(round_id)
    try:
        box = Box.unseal(box_key, found.box or b"", place)
    except CannotOpen:
        return [Outcome.BROKEN] * len(items)
    outcomes = [box.put(item.entry) for item in items]
    taken = [item for item, outcome in zip(items, outcomes, strict=True) if outcome is not Outcome.ALREADY]
    if taken:
        changed: dict[str, bytes | None] = {"box": box.seal(box_key, place, chance)}
        if found.comments is not None:
            changed["comments"] = _with_comments(found.comments, round_id, taken, chance)
        this = open_box_table.c.round_id == round_id
        await connection.execute(update(open_box_table).where(this).values(changed))
    return outcomes


async def _round_with_boxes(connection: AsyncConnection, round_id: RoundId) -> _Found | None:
    """What there is of a round; its boxes are None where it is closed, or where a restored backup left them out."""
    boxes = open_box_table.c
    both = round_table.outerjoin(open_box_table, round_table.c.round_id == boxes.round_id)
    columns = select(round_table.c.result, boxes.box, boxes.comments).select_from(both)
    row = (await connection.execute(columns.where(round_table.c.round_id == round_id))).one_or_none()
    return None if row is None else _Found(*row)


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
