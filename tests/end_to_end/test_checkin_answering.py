"""Answering as members live it: kind answers for whoever cannot, comments, a role that is asked, changes days later."""

from collections.abc import Sequence

import pytest

from bot.app import CommonGround
from bot.core.identity import ServerId
from bot.rehearsal.simulator import Shown
from bot.services.checkin_rounds import CheckinRounds
from bot.services.servers import Servers
from bot.store.rounds import RoundRepository
from bot.store.servers import ServerRepository
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Screen
from tests.stories import ready

EIGHT = ("mia", "noor", "theo", "ines", "jonas", "kofi", "lena", "marek")
NINE = (*EIGHT, "priya")
GIVEN = {"question1": "Mostly safe", "question2": "Good"}
WORD = "quillfeather"


@pytest.fixture
async def group(stage: SimcordStage) -> SimcordStage:
    await ready(stage)
    return stage


async def start(stage: SimcordStage, **options: str | int) -> Screen:
    """A facilitator starts a round; its post."""
    started = await stage.person("fay").slash("facilitate checkin start", **options)
    assert "is posted in" in started.text
    return next(post for post in reversed(stage.posts("group")) if "Check in privately" in post.labels)


async def answer(stage: SimcordStage, name: str, post: Screen, **values: str) -> Screen:
    form = await stage.person(name).press(post, "Check in privately")
    return await stage.person(name).submit(form, **(GIVEN | values))


async def change(stage: SimcordStage, name: str, confirmation: Screen, **values: str) -> Screen:
    form = await stage.person(name).press(confirmation, "Change my answers")
    return await stage.person(name).submit(form, **(GIVEN | values))


def seen_by(stage: SimcordStage, name: str) -> list[int]:
    """What stands in the group's channel for one person, their private messages among it."""
    return [one.message_id for one in stage.world.messages(stage.world.channel("group"), viewer=name)]


async def comments(stage: SimcordStage) -> Sequence[str]:
    """The comments that the last closed round published."""
    bot = stage.simulation.bot
    assert isinstance(bot, CommonGround)
    assert bot.stores is not None
    servers = Servers(ServerRepository(bot.stores.database), bot.stores.keys, bot.chance)
    repository = RoundRepository(bot.stores.database, bot.chance, bot.stores.layers)
    rounds = CheckinRounds(repository, bot.stores.keys, servers, bot.chance)
    (last, *_) = await rounds.closed(await servers.get(ServerId(stage.world.guild.id)), 1)
    read = await rounds.with_comments(last)
    assert read.result is not None
    return read.result.comments


class TestComments:
    async def test_the_form_has_a_field_for_one_and_says_who_reads_it(self, group: SimcordStage) -> None:
        post = await start(group, comments=True)
        assert "destroyed unread" in post.text
        form = await group.person("mia").press(post, "Check in privately")
        assert form.fields() == ["question1", "question2", "comment"]
        assert "only if 8 or more people write one" in form.text
        assert "may be recognised" in form.text

    async def test_without_leave_to_comment_there_is_no_field(self, group: SimcordStage) -> None:
        post = await start(group)
        assert "comment" not in post.text
        form = await group.person("mia").press(post, "Check in privately")
        assert form.fields() == ["question1", "question2"]

    async def test_the_number_is_the_one_of_the_server(self, group: SimcordStage) -> None:
        shown = await group.person("ada").slash("setup show")
        form = await group.person("ada").choose(shown, "Fewest answers")
        await group.person("ada").submit(form, value="12")
        post = await start(group, comments=True)
        form = await group.person("mia").press(post, "Check in privately")
        assert "only if 12 or more people write one" in form.text

    async def test_eight_are_kept_clean_and_in_another_order_and_nobody_else_sees_them(
        self, group: SimcordStage
    ) -> None:
        mia = f"<@{group.world.person('mia').id}>"
        post = await start(group, comments=True)
        for number, name in enumerate(EIGHT):
            await answer(group, name, post, comment=f"{WORD} {number}, thanks {mia} see https://example.org/{number}")
        await group.advance(hours=49)
        assert sorted(await comments(group)) == [f"{WORD} {number}, thanks see" for number in range(8)]
        assert WORD not in "".join(screen.text for room in ("group", "moderators") for screen in group.posts(room))

    async def test_seven_are_destroyed(self, group: SimcordStage) -> None:
        post = await start(group, comments=True)
        for name in EIGHT[1:]:
            await answer(group, name, post, comment=f"{WORD} of {name}")
        await answer(group, "mia", post, comment="https://example.org @everyone")
        await group.advance(hours=49)
        assert "what the group answered" in group.posts("group")[-1].text
        assert await comments(group) == ()

    async def test_a_change_replaces_it_and_an_empty_one_takes_it_out(self, group: SimcordStage) -> None:
        post = await start(group, comments=True)
        confirmations = [await answer(group, name, post, comment=f"of {name}") for name in EIGHT]
        form = await group.person("marek").press(confirmations[-1], "Change my answers")
        assert "replaces an earlier one; left empty, there is none" in form.text
        await group.person("marek").submit(form, **GIVEN)
        confirmation = await answer(group, "priya", post, comment="first")
        await change(group, "priya", confirmation, comment="second")
        await group.advance(hours=49)
        assert sorted(await comments(group)) == sorted([*(f"of {name}" for name in EIGHT[:-1]), "second"])

    async def test_what_was_written_into_a_form_that_is_refused_is_given_back(self, group: SimcordStage) -> None:
        post = await start(group, comments=True)
        mia = group.person("mia")
        form = await mia.press(post, "Check in privately")
        other = await mia.press(post, "Check in privately")
        await mia.submit(form, **GIVEN)
        refused = await mia.submit(other, **GIVEN, comment=f"{WORD} that took me long to write")
        assert "answered this check-in already" in refused.text
        assert [screen.text for screen in mia.more] == [f"{WORD} that took me long to write"]
        assert all(screen.private for screen in mia.more)


class TestAudience:
    async def test_only_who_holds_the_role_is_asked(self, group: SimcordStage) -> None:
        for name in EIGHT:
            group.world.give_role(name, "Agreed")
        post = await start(group, audience="Agreed")
        assert "people with the role <@&" in post.text
        priya = group.person("priya")
        refused = await priya.press(post, "Check in privately")
        assert refused.private
        assert "asks people with the role <@&" in refused.text
        assert "No check-in is open" in (await priya.slash("checkin")).text
        assert "Check in: Weekly pulse" in (await group.person("mia").slash("checkin")).labels
        assert "Your answers are in" in (await answer(group, "mia", post)).text

    async def test_who_has_lost_it_meanwhile_is_told_so(self, group: SimcordStage) -> None:
        for name in NINE:
            group.world.give_role(name, "Agreed")
        post = await start(group, audience="Agreed")
        form = await group.person("noor").press(post, "Check in privately")
        confirmation = await answer(group, "mia", post)
        for name in ("mia", "noor"):
            group.world.take_role(name, "Agreed")
        assert "asks people with the role" in (await group.person("noor").submit(form, **GIVEN)).text
        pressed = await group.person("mia").press(confirmation, "Change my answers")
        assert "asks people with the role" in pressed.text

    async def test_a_role_of_seven_is_refused_and_everyone_is_everyone(self, group: SimcordStage) -> None:
        for name in EIGHT[1:]:
            group.world.give_role(name, "Agreed")
        posts = len(group.posts("group"))
        refused = await group.person("fay").slash("facilitate checkin start", audience="Agreed")
        assert "Fewer than 8 people hold" in refused.text
        assert len(group.posts("group")) == posts
        group.world.give_role("mia", "Agreed")
        assert "with the role" in (await start(group, audience="Agreed")).text


class TestChanging:
    async def test_the_new_confirmation_takes_the_place_of_the_old_one(self, group: SimcordStage) -> None:
        post = await start(group)
        first = await answer(group, "mia", post)
        before = seen_by(group, "mia")
        changed = await change(group, "mia", first, question1="Very safe")
        assert changed.private
        assert changed.message_id == first.message_id
        assert group.person("mia").more == []
        assert seen_by(group, "mia") == before
        assert changed.text.startswith("### Your answers are changed")
        assert changed.labels == first.labels
        assert changed.custom_id("Change my answers") == first.custom_id("Change my answers")
        again = await change(group, "mia", changed)
        assert again.message_id == first.message_id

    async def test_a_form_from_the_list_leaves_the_list_alone(self, group: SimcordStage) -> None:
        await start(group)
        mia = group.person("mia")
        listed = await mia.slash("checkin")
        confirmation = await mia.submit(await mia.press(listed, "Check in: Weekly pulse"), **GIVEN)
        assert confirmation.message_id != listed.message_id
        assert listed.message_id in seen_by(group, "mia")

    async def test_five_days_and_a_restart_later_it_works_as_on_the_first_day(self, group: SimcordStage) -> None:
        post = await start(group, hours=336, comments=True)
        first = await answer(group, "mia", post, question1="Not safe", comment="written on the first day")
        await group.advance(days=2)
        form = await group.person("mia").press(first, "Change my answers")
        await group.restart()
        await group.advance(days=3)
        changed = await group.person("mia").submit(form, **GIVEN, comment="written on the fifth")
        assert changed.message_id == first.message_id
        assert "Your answers are changed" in changed.text
        await group.restart()
        assert (await change(group, "mia", changed, comment="at last")).message_id == first.message_id
        for name in EIGHT[1:]:
            await answer(group, name, post, comment=f"of {name}")
        await group.advance(days=10)
        result = group.posts("group")[-1].text
        assert "**few** answered *Not safe* or *A little*" in result
        assert sorted(await comments(group)) == sorted(["at last", *(f"of {name}" for name in EIGHT[1:])])


class TestKindAnswers:
    async def test_a_form_open_through_a_restart_is_taken_with_its_comment(self, group: SimcordStage) -> None:
        post = await start(group, comments=True)
        for name in EIGHT[1:]:
            await answer(group, name, post, comment=f"of {name}")
        form = await group.person("mia").press(post, "Check in privately")
        await group.restart()
        confirmation = await group.person("mia").submit(form, **GIVEN, comment="of mia")
        assert "Your answers are in" in confirmation.text
        await group.advance(hours=49)
        assert len(await comments(group)) == 8

    async def test_a_form_of_a_round_that_closed_meanwhile_is_refused_and_the_comment_given_back(
        self, group: SimcordStage
    ) -> None:
        post = await start(group, comments=True)
        mia, noor = group.person("mia"), group.person("noor")
        form = await mia.press(post, "Check in privately")
        confirmation = await answer(group, "noor", post)
        changing = await noor.press(confirmation, "Change my answers")
        await group.advance(hours=49)
        for person, late in ((mia, form), (noor, changing)):
            told = await person.submit(late, **GIVEN, comment=f"{WORD}, written slowly")
            assert "This check-in is closed" in told.text
            assert [screen.text for screen in person.more] == [f"{WORD}, written slowly"]
        assert confirmation.message_id in seen_by(group, "noor")

    async def test_a_newcomer_is_told_kindly_also_in_a_round_for_a_role(self, group: SimcordStage) -> None:
        for name in EIGHT:
            group.world.give_role(name, "Agreed")
        post = await start(group, audience="Agreed", hours=168)
        group.join("rosa", joined_days_ago=5)
        group.world.give_role("rosa", "Agreed")
        told = await group.person("rosa").press(post, "Check in privately")
        assert "at least 7 days ago" in told.text
        await group.advance(days=3)
        assert "Your answers are in" in (await answer(group, "rosa", post)).text

    async def test_a_second_try_after_a_restart_is_refused_kindly(self, group: SimcordStage) -> None:
        post = await start(group)
        confirmation = await answer(group, "mia", post)
        await group.restart()
        assert "answered this check-in already" in (await group.person("mia").press(post, "Check in privately")).text
        shown = confirmation.handle
        assert isinstance(shown, Shown)
        # The telephone was put away: Discord has removed the private message, and with it the only key.
        group.world.delete_message(shown)
        told = await group.person("mia").press(post, "Check in privately")
        assert "does not know which are yours" in told.text
