"""Files that people send in a form or with a message come as bytes, and nothing is said about them anywhere."""

import logging
from collections.abc import AsyncGenerator
from unittest.mock import create_autospec

import discord
import pytest
from discord import app_commands
from discord.ext import commands
from simcord.backend.cdn import CdnStore
from typing_extensions import override

from bot.ui.commands import DoorTree
from bot.ui.door import Door
from bot.ui.page import Answer, Button, Buttons, FileField, Form, Notice, Page, Reply, Text
from bot.ui.visit import Visit, upload_from
from tests.end_to_end.simcord_stage import SimcordStage
from tests.payloads import validate
from tests.stage import NotOnScreen

FILE = ("mia-at-home.png", b"\x89PNG what was sent")


class UploadBot(commands.Bot):
    """Tells what it was sent."""

    def __init__(self) -> None:
        super().__init__(
            commands.when_mentioned,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            tree_cls=DoorTree,
        )
        self.door = Door(discord.utils.utcnow, lambda count: b"\x01" * count)

    @override
    async def setup_hook(self) -> None:
        if isinstance(self.tree, DoorTree):
            self.tree.door = self.door
        for needed in ("needed", "free"):
            self.door.press(f"try:{needed}", self._ask)
        self.door.form("try:form", self._tell)
        self.tree.add_command(app_commands.Command(name="try", description="Try", callback=self._command))
        self.tree.add_command(app_commands.ContextMenu(name="Look", callback=self._look))
        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await self.door.on_interaction(interaction)

    async def _command(self, interaction: discord.Interaction) -> None:
        await self.door.command(interaction, self._start)

    async def _start(self, visit: Visit) -> Answer:
        return Reply(Page((Buttons([Button(name, f"try:{name}") for name in ("needed", "free")]),)))

    async def _ask(self, visit: Visit) -> Answer:
        field = FileField("file", "A file", "Any", required=visit.action == "try:needed")
        return Form("Send", f"try:form::{self.door.fresh()}", (Notice("Look at it first"), field))

    async def _tell(self, visit: Visit) -> Answer:
        if not visit.uploads:
            return Reply(Page((Text(f"nothing {dict(visit.fields)}"),)))
        sent = visit.uploads["file"]
        assert FILE[0] not in f"{sent} {visit!r}"
        said = (await sent.read()).hex() if sent.size < 100 else "too large"
        return Reply(Page((Text(f"{sent.size} {sent.media_type} {said}"),)))

    async def _look(self, interaction: discord.Interaction, message: discord.Message) -> None:
        async def serve(_: Visit) -> Answer:
            [sent] = map(upload_from, message.attachments)
            return Reply(Page((Text(f"{sent.size} {sent.media_type} {(await sent.read()).hex()}"),)))

        await self.door.command(interaction, serve)


@pytest.fixture
async def stage() -> AsyncGenerator[SimcordStage]:
    async with SimcordStage(UploadBot, check=lambda one: validate(one.method, one.path, one.body)) as stage:
        yield stage


async def test_a_file_in_a_form_arrives_whole(stage: SimcordStage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    mia = stage.person("mia")
    form = await mia.press(await mia.slash("try"), "needed")
    assert form.fields() == ["file"]
    assert "Look at it first" in form.text
    answer = await mia.submit(form, file=FILE)
    assert answer.text == f"{len(FILE[1])} image/png {FILE[1].hex()}"
    assert not [record for record in caplog.records if FILE[0] in record.getMessage()]


async def test_a_file_that_is_needed_must_be_given_and_another_need_not(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    start = await mia.slash("try")
    with pytest.raises(NotOnScreen):
        await mia.submit(await mia.press(start, "needed"))
    assert (await mia.submit(await mia.press(start, "free"))).text == "nothing {'file': ''}"


async def test_a_file_that_discord_has_no_more_is_said_kindly(
    stage: SimcordStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CdnStore, "get", create_autospec(CdnStore.get, return_value=None))
    mia = stage.person("mia")
    form = await mia.press(await mia.slash("try"), "needed")
    answer = await mia.submit(form, file=FILE)
    assert "Discord" in answer.text


async def test_a_file_of_a_message_is_read_in_the_same_way(stage: SimcordStage) -> None:
    noor, mia = stage.person("noor"), stage.person("mia")
    said = await noor.say("look", FILE)
    assert (await mia.menu(said, "Look")).text == f"{len(FILE[1])} image/png {FILE[1].hex()}"
