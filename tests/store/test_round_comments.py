"""The comments of rounds at rest: put with their answers or not at all, and lost alone when their box is damaged."""

import asyncio
import secrets
from collections.abc import Sequence

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ballot import Answers, BallotKey, Entry, Outcome, answered_tag, ballot_handle
from bot.core.comments import Comment, CommentBox, comment_handle
from bot.core.identity import KeyId, MemberId, RoundId, ServerId
from bot.core.sealing import Key
from bot.store.database import Database
from bot.store.round_boxes import Closing, Concluded, HandedIn, comments_place
from bot.store.round_table import open_box_table as boxes
from bot.store.rounds import RoundRepository, RoundRow
from bot.store.writer import each

KEY = Key(b"k" * 32)
ONE, TWO, SILENT = RoundId(b"1" * 16), RoundId(b"2" * 16), RoundId(b"3" * 16)


@pytest.fixture
async def rounds(database: Database) -> RoundRepository:
    """Two rounds that take comments, and one that takes none."""
    repository = RoundRepository(database, secrets.token_bytes)
    for round_id in (ONE, TWO, SILENT):
        row = RoundRow(round_id, ServerId(10), KeyId(b"i" * 16), b"facts", None)
        await repository.add(row, KEY, questions=1, takes_comments=round_id is not SILENT)
    return repository


def handed_in(
    member: int, answer: int, text: str | None = None, *, round_id: RoundId = ONE, ballot: int | None = None
) -> HandedIn:
    key = BallotKey((member if ballot is None else ballot).to_bytes(16))
    entry = Entry(answered_tag(KEY, MemberId(member)), ballot_handle(KEY, key), Answers(bytes([answer])))
    return HandedIn(round_id, KEY, entry, None if text is None else Comment(comment_handle(KEY, key), text))


async def sealed(database: Database, round_id: RoundId = ONE) -> bytes | None:
    async def reading(connection: AsyncConnection) -> bytes | None:
        found = await connection.execute(select(boxes.c.comments).where(boxes.c.round_id == round_id))
        return found.scalar_one_or_none()

    return await database.read(reading)


async def opened(database: Database, round_id: RoundId = ONE) -> CommentBox:
    return CommentBox.unseal(KEY, await sealed(database, round_id) or b"", comments_place(round_id))


async def texts(database: Database, round_id: RoundId = ONE) -> Sequence[str]:
    return sorted((await opened(database, round_id)).texts())


@each
async def _overwrite(connection: AsyncConnection, new: tuple[RoundId, bytes]) -> None:
    round_id, comments = new
    await connection.execute(update(boxes).where(boxes.c.round_id == round_id).values(comments=comments))


async def test_a_round_that_takes_comments_has_an_empty_box_for_them_and_no_other_has(
    database: Database, rounds: RoundRepository
) -> None:
    assert await texts(database) == []
    assert await sealed(database, SILENT) is None
    assert await rounds.answer(handed_in(1, 5, "nobody asked", round_id=SILENT)) is Outcome.TAKEN
    assert await sealed(database, SILENT) is None


async def test_comments_that_arrive_together_are_all_in_the_right_boxes(
    database: Database, rounds: RoundRepository
) -> None:
    storm = [handed_in(member, 5, f"one {member}" if member % 3 else "") for member in range(40)]
    storm += [handed_in(member, 3, f"two {member}", round_id=TWO) for member in range(7)]
    storm += [handed_in(100 + member, 2, round_id=SILENT) for member in range(5)]
    assert set(await asyncio.gather(*map(rounds.answer, storm))) == {Outcome.TAKEN}
    assert await texts(database) == sorted(f"one {member}" for member in range(40) if member % 3)
    assert await texts(database, TWO) == sorted(f"two {member}" for member in range(7))


async def test_a_comment_is_kept_only_with_answers_that_are(database: Database, rounds: RoundRepository) -> None:
    outcomes = await asyncio.gather(
        *map(
            rounds.answer,
            (
                handed_in(1, 1, "first"),
                handed_in(1, 2, "mine, changed"),
                handed_in(1, 3, "a second form", ballot=9),
                handed_in(2, 3, "through the ballot of somebody else", ballot=1),
                handed_in(3, 3, "closed", round_id=RoundId(b"?" * 16)),
            ),
        )
    )
    assert outcomes == [Outcome.TAKEN, Outcome.REPLACED, Outcome.ALREADY, Outcome.ALREADY, Outcome.CLOSED]
    assert await texts(database) == ["mine, changed"]


async def test_an_empty_comment_takes_the_earlier_one_out(database: Database, rounds: RoundRepository) -> None:
    before = (await opened(database)).packed()
    await rounds.answer(handed_in(1, 1, "first"))
    await rounds.answer(handed_in(1, 1, ""))
    assert (await opened(database)).packed() == before


async def test_the_bytes_tell_neither_the_order_nor_who_commented(database: Database, rounds: RoundRepository) -> None:
    """The same ballots with the same comments, handed in by other people in another order."""
    for member in range(12):
        await rounds.answer(handed_in(member, 1, f"comment {member}" if member % 2 else "", ballot=member))
    for member in reversed(range(12)):
        await rounds.answer(
            handed_in(50 + (member * 7) % 12, 1, f"comment {member}" if member % 2 else "", ballot=member, round_id=TWO)
        )
    assert (await opened(database)).packed() == (await opened(database, TWO)).packed()


async def test_from_outside_it_is_not_seen_who_left_a_comment(database: Database, rounds: RoundRepository) -> None:
    """Whoever copies the file before and after each answer sees both boxes sealed anew, and no size change."""
    seen = [await sealed(database)]
    for member, text in ((1, "a comment"), (2, ""), (1, ""), (3, "w" * 300)):
        await rounds.answer(handed_in(member, 1, text))
        seen.append(await sealed(database))
    assert len(set(seen)) == 5
    assert len({len(one or b"") for one in seen}) == 1


async def test_a_refused_answer_leaves_the_bytes_as_they_were(database: Database, rounds: RoundRepository) -> None:
    await rounds.answer(handed_in(1, 1, "first"))
    before = await sealed(database)
    await rounds.answer(handed_in(1, 1, "second", ballot=2))
    assert await sealed(database) == before


async def test_a_damaged_box_of_comments_stays_as_it_is_and_the_answers_count(
    database: Database, rounds: RoundRepository
) -> None:
    await rounds.answer(handed_in(1, 1, "first"))
    damaged = bytes(reversed(await sealed(database) or b""))
    await database.write(_overwrite, (ONE, damaged))
    assert await rounds.answer(handed_in(2, 1, "second")) is Outcome.TAKEN
    assert await rounds.answer(handed_in(2, 2, "")) is Outcome.REPLACED
    assert await sealed(database) == damaged


async def test_closing_is_given_both_boxes_and_destroys_both(database: Database, rounds: RoundRepository) -> None:
    await rounds.answer(handed_in(1, 1, "first"))
    given: list[bytes | None] = []

    def conclude(box: bytes | None, comments: bytes | None) -> Concluded:
        given.extend((box, comments))
        return Concluded(b"result")

    boxes = [await rounds.box(ONE), await sealed(database)]
    assert await rounds.close(Closing(ONE, conclude)) == b"result"
    assert given == boxes
    assert None not in given
    assert (await rounds.box(ONE), await sealed(database)) == (None, None)
    assert await rounds.answer(handed_in(2, 1, "late")) is Outcome.CLOSED
    assert await sealed(database) is None


async def test_published_comments_take_the_place_of_the_box_until_they_are_forgotten(
    database: Database, rounds: RoundRepository
) -> None:
    await rounds.forget_comments(ONE)
    assert await sealed(database) is not None, "an open round keeps its box"
    assert await rounds.close(Closing(ONE, lambda _, __: Concluded(b"result", b"comments"))) == b"result"
    assert await rounds.comments(ONE) == b"comments"
    assert await rounds.close(Closing(ONE, lambda _, __: Concluded(b"other"))) == b"result"
    assert await rounds.comments(ONE) == b"comments"
    await rounds.forget_comments(ONE)
    assert await rounds.comments(ONE) is None
