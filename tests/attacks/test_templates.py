"""A group's own templates: for nobody but its facilitators, whatever is pressed; sealed; and gone when deleted.

The naive twin of each attack is shown to be found by it. Not here: who may do what by the service alone.
"""

import secrets
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.core.sealing import derive, new_key, unseal
from bot.rehearsal.cast import FACILITATORS
from bot.store import connections
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.plans import PlanRepository, template_table
from config.settings import Settings
from tests.attacks.byte_search import contents, forms_of_text, found
from tests.attacks.forgery import Forged, press, submit
from tests.end_to_end.simcord_stage import SimcordStage
from tests.services.checkin_house import FAY, SERVER, Discord, House
from tests.services.template_hands import ROOM, created, retire
from tests.stories import ready

WORD = "Quillfeather"
CHOICES = ("show", "retired")
ON_ONE = ("heading", "add", "question", "up", "remove", "copy", "use", "undo", "retire", "back", "delete", "deleted")
PRESSES = ("list", "new", "open", "preview", "try", *ON_ONE, *CHOICES)
FORMS = ("new", "heading", "add", "question", "tried")
QUESTION = {"words": f"Is it a {WORD}?", "short_name": WORD, "answers": "No\nPerhaps\nYes"}
TYPED = {"title": WORD, "introduction": "Else."} | QUESTION
"""What every form takes."""
OFF_FIRST = "PRAGMA secure_delete=OFF;"


async def lived(stage: SimcordStage) -> tuple[str, str]:
    """Fay writes a template, puts it in use and has it asked; its id, and the mark of what it says."""
    await ready(stage)
    fay = stage.person("fay")
    page = await fay.press(await fay.slash("facilitate checkin template"), "New template")
    page = await fay.submit(page, title=f"The {WORD}", introduction=f"About {WORD}.")
    page = await fay.submit(await fay.press(page, "Add a question"), **QUESTION)
    key = page.custom_id("Use from now on").rpartition(":")[2]
    await fay.press(page, "Use from now on")
    await fay.slash("facilitate checkin start", template=f"The {WORD}")
    template_id, _, mark = key.partition(".")
    return template_id, mark


async def every_attempt(stage: SimcordStage, name: str, template_id: str, mark: str) -> list[Forged]:
    """Every press and form there is, with and without a mark."""
    keys = (template_id, f"{template_id}.{mark}")
    tried = [await press(stage, name, f"checkin-template:{action}:{key}") for action in PRESSES for key in keys]
    tried += [await press(stage, name, f"checkin-template:{action}", template_id) for action in CHOICES]
    tried += [
        await submit(stage, name, f"checkin-template:{action}:{key}:fresh", **TYPED) for action in FORMS for key in keys
    ]
    return tried


@pytest.mark.parametrize("name", ["mia", "mara", "ada"])
async def test_nobody_else_sees_or_changes_one_whatever_they_press(stage: SimcordStage, name: str) -> None:
    template_id, mark = await lived(stage)
    fay = stage.person("fay")
    before = await fay.choose(await fay.slash("facilitate checkin template"), f"The {WORD}")
    for one in await every_attempt(stage, name, template_id, mark):
        assert one.answers
        assert "This is for facilitators" in one.text
        assert f"About {WORD}" not in one.text
        assert one.elsewhere == []
    after = await fay.choose(await fay.slash("facilitate checkin template"), f"The {WORD}")
    assert after.text == before.text
    # The naive twin: who holds the role is shown it and changes it by the very same presses.
    stage.world.give_role(name, FACILITATORS)
    tried = await every_attempt(stage, name, template_id, mark)
    assert any(f"About {WORD}" in one.text for one in tried)
    assert not any("This is for facilitators" in one.text for one in tried)


ODD_KEYS = ("", ".", "own-", "own-xyz.", f"own-{'0' * 32}", f"own-{'0' * 32}.{'0' * 16}", "weekly-pulse", "x" * 60)


async def test_made_up_presses_and_forms_of_a_facilitator_are_answered_kindly(stage: SimcordStage) -> None:
    await ready(stage)
    for key in ODD_KEYS:
        for action in PRESSES:
            one = await press(stage, "fay", f"checkin-template:{action}:{key}", *([key] if action in CHOICES else []))
            assert one.answers, (action, key)
            assert "Something went wrong" not in one.text, (action, key)
        for action in FORMS:
            for typed in ({}, TYPED, dict.fromkeys(TYPED, "\x00\u202e\n" * 600), {"question1": "9"}):
                one = await submit(stage, "fay", f"checkin-template:{action}:{key}:fresh", **typed)
                assert one.answers, (action, key)
                assert "Something went wrong" not in one.text, (action, key)


async def test_no_byte_left_behind_is_a_word_of_a_template(
    stage: SimcordStage, settings_of: Callable[..., Settings], tmp_path: Path
) -> None:
    await lived(stage)
    settings = settings_of()
    while_open = contents(settings.data_dir, settings.key_dir)
    await stage.restart()
    await stage.advance(hours=49)
    for files in (while_open, contents(settings.data_dir, settings.key_dir)):
        assert any(path.name.endswith(".db") for path in files)
        for word in (WORD, f"Is it a {WORD}?", "Perhaps"):
            assert found(forms_of_text(word), files) == []
    planted = tmp_path / "planted"
    planted.write_bytes(f"...Is it a {WORD}?...".encode())
    assert found(forms_of_text(WORD), contents(planted)) == ["planted"]


@asynccontextmanager
async def housed(folder: Path) -> AsyncGenerator[tuple[House, PlanRepository]]:
    """The services of check-ins on files of their own, where SQLite by itself would keep what is erased."""
    first = connections.SQLITE_FIRST_WORDS
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "SQLITE_FIRST_WORDS", OFF_FIRST + first)
        database = await Database.open(sqlite_address(folder / "data" / "data.db"))
        keys = await KeyStore.open(
            sqlite_address(folder / "keys" / "keys.db"), new_key(secrets.token_bytes), secrets.token_bytes
        )
        try:
            yield await House(database, keys, Discord()).set_up(), PlanRepository(database, template_table)
        finally:
            await database.close()
            await keys.close()


@pytest.mark.parametrize("way", ["deleted", "erased with its server"])
async def test_one_that_is_gone_leaves_no_byte(tmp_path: Path, way: str) -> None:
    async with housed(tmp_path) as (house, repository):
        known = await created(house, WORD, ROOM)
        (row,) = await repository.of_server(SERVER)
        pieces = [bytes(row.plan_id), *(row.sealed[at : at + 24] for at in range(0, len(row.sealed) - 24, 24))]
        assert found(pieces, contents(tmp_path)) != []
        if way == "deleted":
            await retire(house, known)
            await house.editing.delete(SERVER, FAY, known.template_id, known.facts.content.mark)
        else:
            await repository.erase_server(SERVER)
        assert found(pieces, contents(tmp_path)) == []


async def test_one_moved_to_the_place_of_another_does_not_open(tmp_path: Path) -> None:
    """Whoever writes to the database cannot let a check-in ask what facilitators wrote for another template."""
    async with housed(tmp_path) as (house, repository):
        one, other = await created(house, "One", ROOM), await created(house, "Other")
        rows = {row.plan_id: row for row in await repository.of_server(SERVER)}
        moved = rows[one.plan_id].sealed
        await repository.replace(type(rows[one.plan_id])(other.plan_id, SERVER, moved))
        server = await house.servers.get(SERVER)
        assert other.template_id not in [one.template_id for one in await house.templates.offered(server)]
        assert await house.templates.find(server, other.template_id) is None
        assert unseal(derive(server.key, "checkin template"), moved, one.plan_id)
