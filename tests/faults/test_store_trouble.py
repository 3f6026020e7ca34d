"""The disk under the real process is locked or takes no more: each person is told, nothing half-done stays.

Not here: each kind of trouble of the stores by itself (tests/store).
"""

import asyncio
import resource
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.faults.disk import opened
from tests.faults.scenes import (
    AGREE,
    ANSWER,
    FIVE,
    agreement_posts,
    answered,
    cards,
    logged,
    open_round,
    results,
    round_post,
    to_review,
    told,
)
from tests.standin.stage import StandInStage
from tests.stories import publish

SORRY = "I could not save that just now, so nothing was changed"
UNSURE = "I cannot tell whether that was saved"
"""After an error of the disk nobody can be sure."""
_CHANGES = 24
"""Where in a SQLite file its change counter lies."""
NO_LIMIT = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@contextmanager
def locked(stage: StandInStage, *, keys: bool = False) -> Generator[None]:
    """Another program holds the database for itself, or that of the keys."""
    path = stage.process.key_dir / "keystore.db" if keys else stage.process.data_dir / "common-ground.db"
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")
    finally:
        connection.close()


@contextmanager
def moved_away(stage: StandInStage) -> Generator[None]:
    """The file is not where it was, as when a disk goes and comes back; SQLite takes what it holds for read-only."""
    here = stage.process.data_dir / "common-ground.db"
    away = here.with_name("away.db")
    here.rename(away)
    try:
        yield
    finally:
        away.rename(here)


@contextmanager
def spoiled(stage: StandInStage, table: str) -> Generator[None]:
    """A page of the file is not what was written there."""
    path = stage.process.data_dir / "common-ground.db"
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    place = (page - 1) * size
    before = _overwritten(path, place, b"?" * size)
    # By this counter SQLite sees that the pages which it holds in memory are old.
    _overwritten(path, _CHANGES, b"\x70\0\0\0")
    yield
    _overwritten(path, place, before)


def _overwritten(path: Path, place: int, new: bytes) -> bytes:
    """What lay there before."""
    with path.open("r+b") as file:
        file.seek(place)
        old = file.read(len(new))
        file.seek(place)
        file.write(new)
    return old


@contextmanager
def full(stage: StandInStage) -> Generator[None]:
    """No file of the process grows any more."""
    size = (stage.process.data_dir / "common-ground.db").stat().st_size
    resource.prlimit(stage.process.id, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(stage.process.id, resource.RLIMIT_FSIZE, NO_LIMIT)


async def test_a_locked_database_under_load(group: StandInStage) -> None:
    await publish(group)
    agreement, post = agreement_posts(group)[0], await open_round(group)
    members = [group.person(name) for name in FIVE]
    forms = [await member.press(post, ANSWER) for member in members]
    given = {"question1": "Very safe", "question2": "Good"}
    with locked(group):
        agreeing = asyncio.gather(*(member.press(agreement, AGREE) for member in members[:3]))
        others = zip(members[3:], forms[3:], strict=True)
        answering = asyncio.gather(*(member.submit(form, **given) for member, form in others))
        assert all(SORRY in screen.text for screen in (*await agreeing, *await answering))
    forms[4] = await members[4].press(post, ANSWER)
    assert forms[4].kind == "form", "nothing remembers an answer that was not kept"
    for member, form in zip(members, forms, strict=True):
        assert "You have agreed" in (await member.press(agreement, AGREE)).text
        assert "Your answers are in" in (await member.submit(form, **given)).text
    await group.process.kill()
    async with opened(group.process, group.stand_in.world.guild_id) as disk:
        assert await disk.agreed() == {1: 5}
        assert (await disk.box()).tally(0, 5) == [0, 0, 0, 0, 5]
        assert await disk.audit_is_intact()


async def test_what_is_due_while_the_database_is_locked_is_done_afterwards(group: StandInStage) -> None:
    post = await open_round(group)
    for name in FIVE:
        await answered(group.person(name), post)
    with locked(group):
        advancing = asyncio.create_task(group.advance(hours=48))
        await group.until(lambda: logged(group, "scheduler cannot reach its table") > 0)
        assert results(group) == []
    await advancing
    assert len(results(group)) == 1


async def test_a_disk_that_takes_no_more(group: StandInStage) -> None:
    mia, noor = group.person("mia"), group.person("noor")
    review = await to_review(noor, "before it was full")
    conflict = await mia.press(await mia.slash("concern"), "Share a concern")
    with full(group):
        refused = await mia.choose(conflict, "Nobody of them")
        assert UNSURE in refused.text
        assert UNSURE in (await group.person("fay").slash("facilitate checkin start")).text
        assert group.posts("group") == []
    form = await mia.choose(conflict, "Nobody of them")
    sent = await mia.press(await mia.submit(form, **told("after it was full")), "Send")
    assert "Sent." in sent.text
    assert "Sent." in (await noor.press(review, "Send")).text
    await group.person("fay").slash("facilitate checkin start")
    assert "Your answers are in" in (await answered(mia, round_post(group))).text
    await group.advance(hours=4)
    assert (len(cards(group)), len(group.posts("group"))) == (2, 1)


def told_of_trouble(stage: StandInStage) -> list[str]:
    """What the moderators' channel says of the store, oldest first."""
    said = ("Nothing can be saved", "Everything can be saved again")
    return [words for post in stage.posts("moderators") for words in said if words in post.text]


async def test_the_moderators_are_told_once_and_told_again_when_it_works(group: StandInStage) -> None:
    await publish(group)
    post, mia = agreement_posts(group)[0], group.person("mia")
    with locked(group):
        assert SORRY in (await mia.press(post, AGREE)).text
        assert told_of_trouble(group) == []
        advancing = asyncio.create_task(group.advance(minutes=2))
        await group.until(lambda: told_of_trouble(group) != [])
        assert SORRY in (await mia.press(post, AGREE)).text
    await advancing
    await group.until(lambda: len(told_of_trouble(group)) > 1)
    assert told_of_trouble(group) == ["Nothing can be saved", "Everything can be saved again"]
    assert (logged(group, "nothing can be saved"), logged(group, "everything can be saved again")) == (1, 1)
    assert "You have agreed" in (await mia.press(post, AGREE)).text


async def test_a_disk_that_goes_and_comes_back(group: StandInStage) -> None:
    await publish(group)
    post, round_ = agreement_posts(group)[0], await open_round(group)
    mia, noor = group.person("mia"), group.person("noor")
    await mia.press(post, AGREE)
    form = await noor.press(round_, ANSWER)
    given = {"question1": "Very safe", "question2": "Good"}
    with moved_away(group):
        assert SORRY in (await noor.press(post, AGREE)).text
        assert SORRY in (await noor.submit(form, **given)).text
    assert "You have agreed" in (await noor.press(post, AGREE)).text
    assert "Your answers are in" in (await noor.submit(form, **given)).text
    assert "You had agreed" in (await mia.press(post, AGREE)).text
    await group.process.kill()
    async with opened(group.process, group.stand_in.world.guild_id) as disk:
        assert await disk.agreed() == {1: 2}
        assert (await disk.box()).tally(0, 5) == [0, 0, 0, 0, 1]
        assert await disk.audit_is_intact()


async def test_a_page_that_is_not_sound(group: StandInStage) -> None:
    await publish(group)
    post, mia, noor = agreement_posts(group)[0], group.person("mia"), group.person("noor")
    await mia.press(post, AGREE)
    with spoiled(group, "acceptance"):
        assert SORRY in (await noor.press(post, AGREE)).text
        assert "Your answers are in" in (await answered(noor, await open_round(group))).text, "the rest goes on"
        await group.advance(minutes=2)
        await group.until(lambda: told_of_trouble(group) != [])
        assert SORRY in (await noor.press(post, AGREE)).text
    await group.until(lambda: len(told_of_trouble(group)) > 1)
    assert told_of_trouble(group) == ["Nothing can be saved", "Everything can be saved again"]
    assert "You had agreed" in (await mia.press(post, AGREE)).text, "what was confirmed is there"
    assert "You have agreed" in (await noor.press(post, AGREE)).text
