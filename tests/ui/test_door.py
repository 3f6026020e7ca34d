"""The door answers every press, form and command, in time, in kind words, and tells the log nothing about anybody."""

import asyncio
import logging
from collections.abc import AsyncGenerator

import discord
import pytest
from discord import app_commands
from discord.ext import commands
from typing_extensions import override

from bot.core.identity import ServerId
from bot.core.sharding import Elsewhere
from bot.services.problems import CannotReach, Refused, StoreLost, StoreProblem, Why
from bot.ui.commands import DoorTree
from bot.ui.door import Door
from bot.ui.page import Answer, Button, Buttons, Form, Page, Reply, Text, TextField
from bot.ui.visit import Visit
from tests.attacks.forgery import press
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Payload, Screen

WORDS = "a member's own words"


class DoorBot(commands.Bot):
    """A bot with one command and a button for each kind of answer."""

    def __init__(self) -> None:
        super().__init__(commands.when_mentioned, intents=discord.Intents(guilds=True), tree_cls=DoorTree)
        self.door = Door(discord.utils.utcnow, lambda count: b"\x01" * count)
        self.failures: dict[str, Exception] = {
            "refused": Refused("only-administrators"),
            "unreachable": CannotReach(Why.DISCORD_DOWN),
            "full": StoreProblem(WORDS),
            "lost": StoreLost(WORDS),
            "broken": ValueError(WORDS),
            "elsewhere": Elsewhere(ServerId(1)),
        }

    @override
    async def setup_hook(self) -> None:
        if isinstance(self.tree, DoorTree):
            self.tree.door = self.door
        for action in ("said", "edit", "slow", "slow-edit", "slow-form", "broken", "full", "away", "no", "more"):
            self.door.press(f"try:{action}", getattr(self, f"_{action.replace('-', '_')}"))
        self.door.press("try:form", self._form)
        self.door.press("try:repeat", self._repeat)
        self.door.form("try:form", self._filled)
        self.tree.add_command(app_commands.Command(name="try", description="Try", callback=self._command))
        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await self.door.on_interaction(interaction)

    async def _command(self, interaction: discord.Interaction) -> None:
        await self.door.command(interaction, self._start)

    async def _start(self, visit: Visit) -> Answer:
        names = [
            "said",
            "edit",
            "slow",
            "slow-edit",
            "slow-form",
            "broken",
            "full",
            "away",
            "no",
            "more",
            "form",
            "old",
        ]
        buttons = [Button(name, f"try:{name}:{visit.person.member_id % 7}") for name in names]
        return Reply(Page((Text("start"), *(Buttons(buttons[i : i + 5]) for i in range(0, len(buttons), 5)))))

    async def _said(self, visit: Visit) -> Answer:
        return Reply(Page((Text(f"key {visit.key}"),)))

    async def _edit(self, visit: Visit) -> Answer:
        return Reply(Page((Text(visit.action),)), edit=True)

    async def _slow(self, visit: Visit) -> Answer:
        await asyncio.sleep(2)
        return Reply(Page((Text("late"),)), more=(Page((Text("and more"),)),))

    async def _slow_edit(self, visit: Visit) -> Answer:
        await asyncio.sleep(2)
        return Reply(Page((Text("late edit"),)), edit=True)

    async def _slow_form(self, visit: Visit) -> Answer:
        await asyncio.sleep(2)
        return await self._form(visit)

    async def _broken(self, visit: Visit) -> Answer:
        raise ValueError(WORDS)

    async def _full(self, visit: Visit) -> Answer:
        raise StoreProblem(WORDS)

    async def _away(self, visit: Visit) -> Answer:
        raise CannotReach(Why.FORBIDDEN)

    async def _no(self, visit: Visit) -> Answer:
        raise Refused("only-facilitators", role=123456789012345678)

    async def _more(self, visit: Visit) -> Answer:
        return Reply(Page((Text("one"),)), more=(Page((Text("two"),)), Page((Text("three"),))))

    async def _form(self, visit: Visit) -> Answer:
        return Form("A form", f"try:form:kept:{self.door.fresh()}", (TextField("word", "A word"),))

    async def _repeat(self, visit: Visit) -> Answer:
        return Form("A form", f"try:form:{visit.key}:{self.door.fresh()}", (TextField("word", "A word"),))

    async def _filled(self, visit: Visit) -> Answer:
        match visit.fields["word"]:
            case "edit":
                return await self._edit(visit)
            case "slow-edit":
                return await self._slow_edit(visit)
            case _:
                return await self._filled_plainly(visit)

    async def _filled_plainly(self, visit: Visit) -> Answer:
        failure = self.failures.get(visit.fields["word"].split()[0])
        if failure is not None:
            raise failure
        return Reply(Page((Text(f"{visit.key}/{visit.fields['word']}/{visit.person.display_name}"),)))


@pytest.fixture
async def stage() -> AsyncGenerator[SimcordStage]:
    async with SimcordStage(DoorBot) as stage:
        yield stage


@pytest.fixture
async def looked_at() -> AsyncGenerator[tuple[SimcordStage, list[str]]]:
    """A bot that looks at each visit once it was answered; the one who looks first always fails."""
    seen: list[str] = []

    async def fail(visit: Visit) -> None:
        raise ValueError(WORDS)

    async def note(visit: Visit) -> None:
        await asyncio.sleep(60)
        seen.append(f"{visit.action} {visit.person.display_name}")

    def bot() -> DoorBot:
        made = DoorBot()
        made.door.afterwards(fail)
        made.door.afterwards(note)
        return made

    async with SimcordStage(bot) as stage:
        yield stage, seen


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("said", "key "),
        ("no", "This is for facilitators"),
        ("away", "I lack a permission"),
        ("broken", "Something went wrong on our side"),
        ("full", "could not save that"),
        ("old", "older message"),
    ],
)
async def test_whatever_happens_the_person_is_answered_privately(stage: SimcordStage, label: str, said: str) -> None:
    mia = stage.person("mia")
    answer = await mia.press(await mia.slash("try"), label)
    assert said in answer.text
    assert answer.private


async def test_an_answer_can_replace_the_message_with_the_button(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    start = await mia.slash("try")
    answer = await mia.press(start, "edit")
    assert answer.text == "try:edit"
    assert answer.message_id == start.message_id


@pytest.mark.parametrize(
    ("label", "texts"),
    [
        ("slow", ["late", "and more"]),
        ("slow-form", ["That took longer than Discord waits for. Please press the button once more."]),
        ("slow-edit", ["late edit"]),
    ],
)
async def test_what_takes_long_is_announced_to_discord_and_still_answered(
    stage: SimcordStage, monkeypatch: pytest.MonkeyPatch, label: str, texts: list[str]
) -> None:
    monkeypatch.setattr("bot.ui.door.PATIENCE", 0)
    mia = stage.person("mia")
    start = await mia.slash("try")
    assert (await mia.press(start, label)).kind == "nothing"
    await stage.advance(minutes=1)
    seen = [screen_text(shown.payload) for shown in stage.world.messages(stage.world.channel("group"), viewer="mia")]
    assert seen[-len(texts) :] == texts
    assert (len(seen) == len(texts)) == (label == "slow-edit")


def screen_text(payload: Payload) -> str:
    return Screen("message", payload=payload).text.split("\n")[0]


async def test_a_command_from_before_an_update_is_answered_kindly() -> None:
    answers: list[Screen] = []
    with pytest.raises(ExceptionGroup) as escaped:  # simcord tells of it at the end, too
        await _use_what_is_gone(answers)
    assert escaped.group_contains(app_commands.CommandNotFound)
    assert [("This command has changed" in one.text, one.private) for one in answers] == [(True, True)]


async def _use_what_is_gone(answers: list[Screen]) -> None:
    async with SimcordStage(DoorBot) as stage:
        bot = stage.simulation.bot
        assert isinstance(bot, DoorBot)
        bot.tree.remove_command("try")
        answers.append(await stage.person("mia").slash("try"))


async def test_a_key_that_no_form_could_repeat_is_outdated(stage: SimcordStage) -> None:
    for length, said in ((91, "A form"), (92, "older message")):
        custom_id = "try:repeat:".ljust(length, "x")
        assert said in (await press(stage, "mia", custom_id)).text


async def test_further_messages_come_alone(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    await mia.press(await mia.slash("try"), "more")
    assert [screen.text for screen in mia.more] == ["two", "three"]


async def test_a_form_keeps_its_key_and_has_a_fresh_end(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    form = await mia.press(await mia.slash("try"), "form")
    assert (await mia.submit(form, word="hello")).text == "kept/hello/Mia"


async def test_what_a_form_answers_can_replace_the_message_that_it_was_opened_from(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    start = await mia.slash("try")
    answer = await mia.submit(await mia.press(start, "form"), word="edit")
    assert answer.text == "try:form"
    assert answer.message_id == start.message_id
    assert mia.more == []


async def test_it_does_so_late_as_well(stage: SimcordStage, monkeypatch: pytest.MonkeyPatch) -> None:
    mia = stage.person("mia")
    start = await mia.slash("try")
    form = await mia.press(start, "form")
    monkeypatch.setattr("bot.ui.door.PATIENCE", 0)
    assert (await mia.submit(form, word="slow-edit")).text == start.text
    await stage.advance(minutes=1)
    (seen,) = stage.world.messages(stage.world.channel("group"), viewer="mia")
    assert (screen_text(seen.payload), seen.message_id) == ("late edit", start.message_id)


@pytest.mark.parametrize("failure", ["refused", "unreachable", "full", "lost", "broken", "elsewhere"])
async def test_whatever_goes_wrong_with_a_form_the_words_typed_into_it_are_given_back(
    stage: SimcordStage, failure: str
) -> None:
    mia = stage.person("mia")
    typed = f"{failure} and a story that took half an hour to write"
    answer = await mia.submit(await mia.press(await mia.slash("try"), "form"), word=typed)
    assert "What you wrote is below" in answer.text
    assert ("cannot tell whether that was saved" in answer.text) == (failure == "lost")
    assert [screen.text for screen in mia.more] == [typed]
    assert all(screen.private for screen in (answer, *mia.more))
    short = await mia.submit(await mia.press(await mia.slash("try"), "form"), word=failure)
    assert "What you wrote" not in short.text
    assert mia.more == []


async def test_an_error_leaves_its_kind_and_place_in_the_log_and_nothing_else(
    stage: SimcordStage, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    mia = stage.person("mia")
    with caplog.at_level(logging.DEBUG):
        answer = await mia.press(await mia.slash("try"), "broken")
    reference = answer.text.split("**")[1]
    printed = capsys.readouterr()
    logged = (
        printed.out
        + printed.err
        + "".join(record.getMessage() for record in caplog.records if "sim" not in record.name)
    )
    assert reference in logged
    assert "ValueError" in logged
    assert WORDS not in logged
    assert "Traceback" not in logged


async def test_what_is_done_afterwards_delays_no_answer_and_comes_after_every_kind_of_it(
    looked_at: tuple[SimcordStage, list[str]],
) -> None:
    stage, seen = looked_at
    mia = stage.person("mia")
    start = await mia.slash("try")
    form = await mia.press(start, "form")
    for label in ("said", "no", "broken", "old"):
        assert (await mia.press(start, label)).text
    assert (await mia.submit(form, word="hello")).text == "kept/hello/Mia"
    assert seen == []
    await stage.advance(minutes=2)
    assert sorted(seen) == sorted(
        f"{action} Mia" for action in (":", "try:said", "try:no", "try:broken", "try:old", "try:form", "try:form")
    )


async def test_what_fails_afterwards_is_reported_without_a_word_of_it(
    looked_at: tuple[SimcordStage, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    stage, _ = looked_at
    await stage.person("mia").slash("try")
    printed = capsys.readouterr()
    assert "afterthought-failed" in printed.out + printed.err
    assert WORDS not in printed.out + printed.err
