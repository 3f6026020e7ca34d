"""Rounds at rest: answers of a batch go into the box together, and a file of it tells nothing of who and when."""

import asyncio
import secrets
from pathlib import Path

import pytest

from bot.core.ballot import Answers, BallotKey, Box, Entry, Outcome, answered_tag, ballot_handle
from bot.core.identity import KeyId, MemberId, RoundId, ServerId
from bot.core.sealing import Key
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.round_boxes import Closing, Concluded, HandedIn, box_place
from bot.store.rounds import RoundRepository, RoundRow
from tests.store_fixtures import opened as opened_database

KEY = Key(b"k" * 32)
ONE, TWO = RoundId(b"1" * 16), RoundId(b"2" * 16)
SERVER, ELSEWHERE = ServerId(10), ServerId(20)


@pytest.fixture
async def rounds(database: Database) -> RoundRepository:
    repository = RoundRepository(database, secrets.token_bytes)
    await repository.add(row(ONE), KEY, questions=2)
    return repository


def row(round_id: RoundId, server_id: ServerId = SERVER) -> RoundRow:
    return RoundRow(round_id, server_id, KeyId(b"i" * 16), b"facts", None)


def entry(member: int, *answers: int, ballot: int | None = None) -> Entry:
    ballot_key = BallotKey((member if ballot is None else ballot).to_bytes(16))
    return Entry(answered_tag(KEY, MemberId(member)), ballot_handle(KEY, ballot_key), Answers(bytes(answers)))


async def opened(rounds: RoundRepository, round_id: RoundId = ONE) -> Box:
    return Box.unseal(KEY, await rounds.box(round_id) or b"", box_place(round_id))


def closing(round_id: RoundId, result: bytes = b"result") -> Closing:
    return Closing(round_id, lambda _, __: Concluded(result))


async def test_a_new_round_is_open_with_an_empty_box(rounds: RoundRepository) -> None:
    assert await rounds.find(ONE) == row(ONE)
    assert (await opened(rounds)).people == 0
    assert await rounds.find(TWO) is None
    assert await rounds.box(TWO) is None


async def test_rounds_of_one_server_are_no_others(rounds: RoundRepository) -> None:
    await rounds.add(row(TWO, ELSEWHERE), KEY, questions=1)
    assert await rounds.recent(SERVER, 0) == [row(ONE)]
    await rounds.erase_server(SERVER)
    assert await rounds.recent(SERVER, 0) == []
    assert await rounds.recent(ELSEWHERE, 0) == [row(TWO, ELSEWHERE)]


async def test_answers_that_arrive_together_are_all_in_the_right_boxes(rounds: RoundRepository) -> None:
    await rounds.add(row(TWO), KEY, questions=1)
    handed_in = [HandedIn(ONE, KEY, entry(member, 1, 5)) for member in range(40)]
    handed_in += [HandedIn(TWO, KEY, entry(member, 3)) for member in range(7)]
    outcomes = await asyncio.gather(*map(rounds.answer, handed_in))
    assert set(outcomes) == {Outcome.TAKEN}
    assert (await opened(rounds, ONE)).tally(0, 5) == [40, 0, 0, 0, 0]
    assert (await opened(rounds, TWO)).tally(0, 5) == [0, 0, 7, 0, 0]


async def test_each_answer_of_a_batch_has_its_own_outcome(rounds: RoundRepository) -> None:
    outcomes = await asyncio.gather(
        rounds.answer(HandedIn(ONE, KEY, entry(1, 1, 1))),
        rounds.answer(HandedIn(TWO, KEY, entry(1, 1))),
        rounds.answer(HandedIn(ONE, KEY, entry(1, 2, 2))),
        rounds.answer(HandedIn(ONE, KEY, entry(1, 3, 3, ballot=9))),
    )
    assert outcomes == [Outcome.TAKEN, Outcome.CLOSED, Outcome.REPLACED, Outcome.ALREADY]
    assert (await opened(rounds)).tally(0, 5) == [0, 1, 0, 0, 0]


async def test_a_refused_answer_leaves_the_bytes_as_they_were(rounds: RoundRepository) -> None:
    await rounds.answer(HandedIn(ONE, KEY, entry(1, 1, 1)))
    before = await rounds.box(ONE)
    assert await rounds.answer(HandedIn(ONE, KEY, entry(1, 5, 5, ballot=2))) is Outcome.ALREADY
    assert await rounds.box(ONE) == before


async def test_a_closed_round_has_no_box_and_keeps_its_first_result(rounds: RoundRepository) -> None:
    await rounds.answer(HandedIn(ONE, KEY, entry(1, 1, 1)))
    seen: list[bytes | None] = []

    def conclude(box: bytes | None, _: bytes | None) -> Concluded:
        seen.append(box)
        return Concluded(b"first")

    assert await rounds.close(Closing(ONE, conclude)) == b"first"
    assert await rounds.close(closing(ONE, b"second")) == b"first"
    assert seen != [None]
    assert await rounds.box(ONE) is None
    assert await rounds.answer(HandedIn(ONE, KEY, entry(2, 1, 1))) is Outcome.CLOSED
    found = await rounds.find(ONE)
    assert found is not None
    assert found.result == b"first"


async def test_a_round_that_is_not_there_has_no_result(rounds: RoundRepository) -> None:
    assert await rounds.close(closing(TWO)) is None


async def test_a_box_that_does_not_open_takes_nothing_and_harms_no_other(rounds: RoundRepository) -> None:
    await rounds.add(row(TWO), Key(b"x" * 32), questions=2)
    outcomes = await asyncio.gather(
        rounds.answer(HandedIn(TWO, KEY, entry(1, 1, 1))), rounds.answer(HandedIn(ONE, KEY, entry(1, 1, 1)))
    )
    assert outcomes == [Outcome.BROKEN, Outcome.TAKEN]


async def test_facts_are_replaced_and_a_round_never_posted_leaves_nothing(rounds: RoundRepository) -> None:
    await rounds.replace_facts(ONE, b"other facts", 7)
    await rounds.replace_facts(TWO, b"of a round that is gone", 7)
    found = await rounds.find(ONE)
    assert found is not None
    assert (found.facts, found.opened_day) == (b"other facts", 7)
    await rounds.remove(ONE)
    assert await rounds.find(ONE) is None
    assert await rounds.find(TWO) is None


def pieces_found(folder: Path, pieces: list[bytes]) -> list[str]:
    return [file.name for file in folder.iterdir() if any(piece in file.read_bytes() for piece in pieces)]


async def test_after_closing_no_copy_of_a_box_is_left_in_the_files(tmp_path: Path) -> None:
    async with opened_database(sqlite_address(tmp_path / "data.db")) as database:
        rounds = RoundRepository(database, secrets.token_bytes)
        await rounds.add(row(ONE), KEY, questions=2)
        for member in range(12):
            await rounds.answer(HandedIn(ONE, KEY, entry(member, 1, 2)))
        last = await rounds.box(ONE)
        assert last is not None
        pieces = [last[at : at + 32] for at in range(0, len(last) - 32, 512)]
        assert pieces_found(tmp_path, pieces) == ["data.db"]
        await rounds.close(closing(ONE))
        assert not pieces_found(tmp_path, pieces)
