"""Pictures and documents are sent with their pages, by every way, and only then is anything said of files."""

import asyncio
import base64
from collections.abc import AsyncGenerator

import discord
import pytest
from discord import app_commands
from discord.ext import commands
from typing_extensions import override

from bot.core.identity import ChannelId, MemberId, MessageId, RoleId, ServerId
from bot.rehearsal.simulator.patches import in_bot
from bot.ui.commands import DoorTree
from bot.ui.door import Door
from bot.ui.messenger import Messenger
from bot.ui.page import Answer, Button, Buttons, Document, Page, Picture, Reply, Text
from bot.ui.visit import Visit
from tests.end_to_end.conftest import check
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import objects

DOT = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
"""A picture of one dot."""
GREEN, BLUE = "A green dot", "A blue dot"
PLAIN = Page((Text("plain"), Buttons((Button("green again", "try:green"), Button("plain again", "try:plain")))))


def pictured(name: str, description: str) -> Page:
    return Page((Text(name), Picture(DOT, f"{name}.png", description), *PLAIN.parts[1:]))


KEPT = Page((Text("yours"), Document(b"kept in plain words", "kept.txt"), *PLAIN.parts[1:]))


class PictureBot(commands.Bot):
    """Answers with and without a picture, in every way that the door knows."""

    def __init__(self) -> None:
        nobody = discord.AllowedMentions.none()
        intents = discord.Intents(guilds=True)
        super().__init__(commands.when_mentioned, intents=intents, allowed_mentions=nobody, tree_cls=DoorTree)
        self.door = Door(discord.utils.utcnow, lambda count: b"\x01" * count)
        self.messenger = Messenger(self)

    @override
    async def setup_hook(self) -> None:
        if isinstance(self.tree, DoorTree):
            self.tree.door = self.door
        self.door.press("try:green", self._green)
        self.door.press("try:plain", self._plain)
        self.tree.add_command(app_commands.Command(name="try", description="Try", callback=self._command))
        self.tree.add_command(app_commands.Command(name="keep", description="Keep", callback=self._keep))
        self.tree.add_command(app_commands.Command(name="late", description="Late", callback=self._late))
        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await self.door.on_interaction(interaction)

    async def _command(self, interaction: discord.Interaction) -> None:
        await self.door.command(interaction, self._both)

    async def _keep(self, interaction: discord.Interaction) -> None:
        await self.door.command(interaction, self._kept)

    async def _late(self, interaction: discord.Interaction) -> None:
        await self.door.command(interaction, self._slow)

    async def _both(self, visit: Visit) -> Answer:
        return Reply(pictured("green", GREEN), more=(pictured("blue", BLUE), PLAIN))

    async def _kept(self, visit: Visit) -> Answer:
        return Reply(KEPT)

    async def _slow(self, visit: Visit) -> Answer:
        await asyncio.sleep(2)
        return await self._both(visit)

    async def _green(self, visit: Visit) -> Answer:
        return Reply(pictured("green", GREEN), edit=True)

    async def _plain(self, visit: Visit) -> Answer:
        return Reply(PLAIN, edit=True)


@pytest.fixture
async def stage() -> AsyncGenerator[SimcordStage]:
    async with SimcordStage(PictureBot, check=check) as stage:
        yield stage


def messenger(stage: SimcordStage) -> Messenger:
    assert isinstance(stage.simulation.bot, PictureBot)
    return stage.simulation.bot.messenger


def said_of_files(stage: SimcordStage) -> list[object]:
    """What the bot's last message says of files; "nothing" if nothing."""
    body = stage.simulation.requests[-1].body
    assert isinstance(body, dict)
    return body.get("data", body).get("attachments", "nothing")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] # JSON


async def test_each_answer_shows_its_own_picture_with_its_words(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    answer = await mia.slash("try")
    assert answer.pictures == [("green.png", GREEN)]
    assert [one.pictures for one in mia.more] == [[("blue.png", BLUE)], []]
    [file] = objects(answer.payload, "attachments")
    assert (file["filename"], file["description"], file["size"]) == ("green.png", GREEN, len(DOT))


async def test_a_page_without_pictures_says_nothing_of_files(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    await mia.slash("try")
    assert said_of_files(stage) == "nothing"
    again = await mia.press(mia.more[-1], "plain again")
    assert (again.pictures, said_of_files(stage)) == ([], "nothing")


async def test_a_picture_comes_and_goes_with_the_page_that_shows_it(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    await mia.slash("try")
    shown = await mia.press(mia.more[-1], "green again")
    assert shown.pictures == [("green.png", GREEN)]
    shown = await mia.press(shown, "green again")
    assert len(objects(shown.payload, "attachments")) == 1
    shown = await mia.press(shown, "plain again")
    assert (shown.pictures, objects(shown.payload, "attachments")) == ([], [])


async def test_a_document_is_offered_whole_and_goes_with_its_page(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    answer = await mia.slash("keep")
    assert (answer.documents, answer.pictures) == (["kept.txt"], [])
    assert stage.opened(answer, "kept.txt") == b"kept in plain words"
    shown = await mia.press(answer, "plain again")
    assert (shown.documents, objects(shown.payload, "attachments")) == ([], [])


async def test_a_late_answer_has_its_pictures_too(stage: SimcordStage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ui.door.PATIENCE", 0)
    assert (await stage.person("mia").slash("late")).kind == "nothing"
    await stage.advance(minutes=1)
    seen = stage.world.messages(stage.world.channel("group"), viewer="mia")
    assert [len(objects(shown.payload, "attachments")) for shown in seen] == [1, 1, 0]


async def test_posts_and_direct_messages_have_their_pictures(stage: SimcordStage) -> None:
    bot, env = messenger(stage), stage.world.env
    group, mia = ChannelId(stage.world.channel("group").id), MemberId(stage.world.person("mia").id)
    await in_bot(env, lambda: bot.post(group, pictured("green", GREEN), "one"))
    assert await in_bot(env, lambda: bot.direct(mia, pictured("blue", BLUE)))
    await stage.settle()
    [post], [direct] = stage.posts("group"), stage.direct("mia")
    assert (post.pictures, direct.pictures) == ([("green.png", GREEN)], [("blue.png", BLUE)])
    for page, pictures in ((pictured("blue", BLUE), [("blue.png", BLUE)]), (PLAIN, [])):
        await in_bot(env, lambda page=page: bot.edit(group, MessageId(post.message_id), page))
        await stage.settle()
        assert stage.posts("group")[0].pictures == pictures
    assert said_of_files(stage) == "nothing"


async def test_the_holders_of_a_role_are_counted_where_discord_tells(stage: SimcordStage) -> None:
    world, bot = stage.world, messenger(stage)
    server = ServerId(world.guild.id)

    async def count(role: int, where: ServerId = server) -> int | None:
        return await in_bot(world.env, lambda: bot.role_count(where, RoleId(role)))

    assert await count(world.roles["moderators"].id) == 2
    assert await count(world.roles["agreed"].id) == 0
    assert await count(server) is None
    assert await count(1) is None
    assert await count(world.roles["moderators"].id, ServerId(1)) is None
    world.fail("GET", "/guilds/*/roles/member-counts", status=503)
    assert await count(world.roles["moderators"].id) is None
