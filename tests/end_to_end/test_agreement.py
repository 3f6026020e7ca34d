"""Facilitators publish the agreement; members read it, agree, are asked again when it changes, and withdraw."""

from collections.abc import Mapping

import pytest

from bot.core.identity import ChannelId, MessageId
from bot.services import agreement_drafts
from bot.services.problems import CannotReach, Why
from bot.ui.messenger import Messenger
from bot.ui.page import Page
from config.content import read_content
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stage import Screen
from tests.stories import ready


async def preview(stage: SimcordStage) -> tuple[list[Screen], Screen]:
    """What a facilitator sees before publishing: the posts, and the question."""
    fay = stage.person("fay")
    first = await fay.slash("facilitate agreement publish")
    messages = [first, *fay.more]
    return messages[:-1], messages[-1]


async def publish(stage: SimcordStage) -> Screen:
    """A facilitator publishes what is proposed."""
    _, question = await preview(stage)
    return await stage.person("fay").press(question, "Publish")


async def change_setting(stage: SimcordStage, name: str, meaning: str) -> None:
    """An administrator changes a setting from the list."""
    ada = stage.person("ada")
    shown = await ada.slash("setup show")
    options = [label for labels in shown.choices().values() for label in labels]
    form = await ada.choose(shown, next(label for label in options if name in label))
    await ada.submit(form, value=meaning)


def roles_of(stage: SimcordStage, name: str) -> set[str]:
    """The names of a person's roles."""
    world = stage.world
    held = world.env.backend.get_member(world.guild.id, world.person(name).id).role_ids
    return {known for known, role in world.roles.items() if role.id in held}


def agreement_posts(stage: SimcordStage) -> list[Screen]:
    return stage.posts("group")


async def test_before_the_first_version_everyone_is_told_kindly(stage: SimcordStage) -> None:
    await ready(stage)
    mine = await stage.person("mia").slash("agreement")
    assert mine.private
    assert "not published an agreement yet" in mine.text
    status = await stage.person("fay").slash("facilitate agreement status")
    assert "No version has been published yet" in status.text
    assert "Nobody has agreed" in status.text


async def test_publishing_asks_first_and_posts_exactly_what_was_shown(stage: SimcordStage) -> None:
    await ready(stage)
    shown, question = await preview(stage)
    assert agreement_posts(stage) == []
    assert all(message.private and message.labels == [] for message in shown)
    assert question.labels == ["Publish", "Cancel"]

    done = await stage.person("fay").press(question, "Publish")

    assert "Version 1 is posted" in done.text
    assert done.labels == []
    posts = agreement_posts(stage)
    assert [post.text for post in posts] == [message.text for message in shown]
    assert posts[-1].labels == ["I agree", "Read it privately"]
    assert stage.pinned("group") == posts[:1]


async def test_the_post_says_all_thirteen_clauses_and_three_notes(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    said = "\n".join(post.text for post in agreement_posts(stage))
    assert all(f"**{number}. " in said for number in range(1, 14))
    assert said.count("***About") == 3
    assert "acknowledged within two days" in said
    assert "{" not in said


async def test_cancelling_publishes_nothing(stage: SimcordStage) -> None:
    await ready(stage)
    _, question = await preview(stage)
    answer = await stage.person("fay").press(question, "Cancel")
    assert "Nothing was published" in answer.text
    assert agreement_posts(stage) == []


async def test_a_preview_is_good_for_one_publication(stage: SimcordStage) -> None:
    await ready(stage)
    _, first = await preview(stage)
    _, second = await preview(stage)
    fay = stage.person("fay")
    await fay.press(first, "Publish")
    again = await fay.press(second, "Publish")
    assert "nothing has changed" in again.text
    assert len(stage.pinned("group")) == 1


@pytest.mark.parametrize("name", ["mia", "mara", "ada"])
async def test_only_facilitators_publish_and_count(stage: SimcordStage, name: str) -> None:
    await ready(stage)
    for command in ("publish", "status"):
        answer = await stage.person(name).slash(f"facilitate agreement {command}")
        assert answer.private
        assert "for facilitators" in answer.text


async def test_a_member_agrees_and_pressing_twice_is_harmless(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    mia, post = stage.person("mia"), agreement_posts(stage)[-1]
    first = await mia.press(post, "I agree")
    assert first.private
    assert "You have agreed to version 1" in first.text
    second = await mia.press(post, "I agree")
    assert "before" in second.text
    assert "all is well" in second.text
    status = await stage.person("fay").slash("facilitate agreement status")
    assert "Version 1: 1 member" in status.text
    assert "mia" not in status.text
    assert agreement_posts(stage)[-1].text == post.text


async def test_the_command_shows_where_i_stand_and_lets_me_agree_and_withdraw(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    mia = stage.person("mia")
    mine = await mia.slash("agreement")
    assert mine.private
    assert "not agreed to this version" in mine.text
    assert [mine, *mia.more][-1].labels == ["I agree", "Suggest a change"]

    await mia.press([mine, *mia.more][-1], "I agree")
    mine = await mia.press(agreement_posts(stage)[-1], "Read it privately")
    assert "You have agreed to this version" in mine.text
    last = [mine, *mia.more][-1]
    assert last.labels == ["Suggest a change", "Withdraw"]

    asked = await mia.press(last, "Withdraw")
    kept = await mia.press(asked, "Keep my agreement")
    assert "still agreed" in kept.text
    last = [await mia.slash("agreement"), *mia.more][-1]
    asked = await mia.press(last, "Withdraw")
    gone = await mia.press(asked, "Yes, withdraw")
    assert "have withdrawn" in gone.text
    assert "not agreed" in (await mia.slash("agreement")).text
    again = await mia.press(gone, "I agree")
    assert "You have agreed to version 1" in again.text


async def test_withdrawing_what_was_withdrawn_says_so(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    mia = stage.person("mia")
    await mia.press(agreement_posts(stage)[-1], "I agree")
    first = [await mia.slash("agreement"), *mia.more][-1]
    second = [await mia.slash("agreement"), *mia.more][-1]
    await mia.press(await mia.press(first, "Withdraw"), "Yes, withdraw")
    answer = await mia.press(await mia.press(second, "Withdraw"), "Yes, withdraw")
    assert "nothing to withdraw" in answer.text


async def test_a_new_version_marks_the_old_and_asks_again_with_what_changed(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    mia, old = stage.person("mia"), agreement_posts(stage)[-1]
    await mia.press(old, "I agree")
    noor = stage.person("noor")
    open_since_then = [await noor.slash("agreement"), *noor.more][-1]
    await change_setting(stage, "report", "Yes")

    done = await publish(stage)

    assert "Version 2 is posted" in done.text
    former, newest = agreement_posts(stage)[0], agreement_posts(stage)[-1]
    assert "Version 2" in former.text.splitlines()[0]
    assert former.labels == ["Read it privately"]
    assert "What changed since version 1" in newest.text
    assert "reworded: clause 4" in newest.text
    assert [post.message_id for post in stage.pinned("group")] == [newest.message_id]

    mine = await mia.slash("agreement")
    assert "You agreed to version 1. Now version 2 is in force" in mine.text
    assert "Clause 4 was reworded" in mine.text
    assert "are required by law" in mine.text
    assert [mine, *mia.more][-1].labels == ["I agree", "Suggest a change", "Withdraw"]

    pressed = await noor.press(open_since_then, "I agree")
    assert "newer version: 2" in pressed.text
    assert "nothing was counted" in pressed.text
    assert "Clause 4 was reworded" in pressed.text
    status = await stage.person("fay").slash("facilitate agreement status")
    assert "- Version 1: 1 member" in status.text
    assert "- Version 2" not in status.text

    for name, last in (("noor", pressed), ("mia", [mine, *mia.more][-1])):
        agreed = await stage.person(name).press(last, "I agree")
        assert "You have agreed to version 2" in agreed.text
    status = await stage.person("fay").slash("facilitate agreement status")
    assert "- Version 2: 2 members" in status.text
    assert "- Version 1" not in status.text


async def test_presses_count_before_and_after_a_restart(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    await stage.person("mia").press(agreement_posts(stage)[-1], "I agree")
    await stage.restart()
    post = agreement_posts(stage)[-1]
    assert "before" in (await stage.person("mia").press(post, "I agree")).text
    assert "You have agreed" in (await stage.person("noor").press(post, "I agree")).text
    status = await stage.person("fay").slash("facilitate agreement status")
    assert "2 members" in status.text


async def test_the_role_is_announced_given_and_taken_away(stage: SimcordStage) -> None:
    await ready(stage, agreed_role="agreed")
    await publish(stage)
    mia, post = stage.person("mia"), agreement_posts(stage)[-1]
    assert "everyone can see that you agreed" in post.text
    agreed = await mia.press(post, "I agree")
    assert "Your role follows" in agreed.text
    await stage.advance(minutes=1)
    assert "agreed" in roles_of(stage, "mia")

    last = [await mia.slash("agreement"), *mia.more][-1]
    asked = await mia.press(last, "Withdraw")
    assert "your role is taken away" in asked.text
    await mia.press(asked, "Yes, withdraw")
    await stage.advance(minutes=1)
    assert "agreed" not in roles_of(stage, "mia")


async def test_a_role_that_is_gone_is_told_to_the_staff_once_and_never_to_a_member(stage: SimcordStage) -> None:
    await ready(stage, agreed_role="agreed", facilitator_channel="facilitators")
    await publish(stage)
    stage.world.delete_role("agreed")
    await stage.settle()
    for name in ("mia", "noor"):
        answer = await stage.person(name).press(agreement_posts(stage)[-1], "I agree")
        assert "You have agreed" in answer.text
        await stage.advance(minutes=1)
    notes = [post for post in stage.posts("facilitators") if "role for those who agreed" in post.text]
    assert len(notes) == 1
    assert "/setup show" in notes[0].text
    assert not stage.direct("mia")


async def test_a_group_channel_that_is_gone_is_told_and_nothing_is_kept(stage: SimcordStage) -> None:
    await ready(stage)
    fay = stage.person("fay")
    fay.channel = "facilitators"
    _, question = await preview(stage)
    stage.world.delete_channel("group")
    await stage.settle()
    answer = await fay.press(question, "Publish")
    assert "no longer there" in answer.text
    assert "/setup show" in answer.text
    assert "No version has been published yet" in (await fay.slash("facilitate agreement status")).text


async def test_a_group_channel_closed_to_the_bot_is_told_and_can_be_tried_again(stage: SimcordStage) -> None:
    await ready(stage)
    stage.world.lock_out_bot("group", denied={"send_messages": False})
    await stage.settle()
    answer = await publish(stage)
    assert "not allowed to post" in answer.text
    assert "Send Messages" in answer.text
    stage.world.lock_out_bot("group", denied={})
    await stage.settle()
    assert "Version 1 is posted" in (await publish(stage)).text


async def test_a_post_that_someone_deleted_is_told_and_members_can_still_agree(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    for post in agreement_posts(stage):
        stage.world.delete_message(post.handle)  # pyright: ignore[reportArgumentType] # the driver's own handle
    await stage.settle()
    fay, mia = stage.person("fay"), stage.person("mia")
    for command in ("status", "publish"):
        shown = await fay.slash(f"facilitate agreement {command}")
        assert "any more" in shown.text
        assert shown.labels == ["Post again"]
    last = [await mia.slash("agreement"), *mia.more][-1]
    assert "You have agreed to version 1" in (await mia.press(last, "I agree")).text


async def test_an_outage_while_publishing_is_made_up_for_by_itself(stage: SimcordStage) -> None:
    await ready(stage)
    _, question = await preview(stage)
    stage.world.fail("POST", "/channels/*/messages", status=503, times=None)
    answer = await stage.person("fay").press(question, "Publish")
    assert "as soon as Discord does" in answer.text
    stage.world.heal()
    await stage.advance(minutes=5)
    assert agreement_posts(stage)[-1].labels == ["I agree", "Read it privately"]
    assert len(stage.pinned("group")) == 1


async def test_without_the_permission_to_pin_it_is_posted_and_said(stage: SimcordStage) -> None:
    await ready(stage)
    stage.world.fail("PUT", "/channels/*/messages/pins/*", status=403, code=50013, times=None)
    stage.world.fail("PUT", "/channels/*/pins/*", status=403, code=50013, times=None)
    answer = await publish(stage)
    assert "could not pin" in answer.text
    assert agreement_posts(stage)[-1].labels == ["I agree", "Read it privately"]


@pytest.fixture
def long_agreement(monkeypatch: pytest.MonkeyPatch) -> int:
    """An agreement of so many words that it takes several posts; how many clauses it has."""
    content = dict(read_content("agreement"))
    number = 40
    content["clauses"] = [
        {"name": f"n{one}", "title": f"Title {one}.", "body": f"begin{one} {'word ' * 90}end{one}"}
        for one in range(number)
    ]

    def long_content(name: str, language: str) -> Mapping[str, object]:
        assert (name, language) == ("agreement", "en")
        return content

    monkeypatch.setattr(agreement_drafts, "read_content", long_content)
    return number


async def test_a_long_agreement_takes_several_posts_and_loses_not_a_word(
    stage: SimcordStage, long_agreement: int
) -> None:
    await ready(stage)
    await publish(stage)
    posts = agreement_posts(stage)
    assert len(posts) > 3
    said = "\n".join(post.text for post in posts)
    for one in range(long_agreement):
        assert f"begin{one} " in said
        assert f"end{one}\n" in said
    assert [post.message_id for post in stage.pinned("group")] == [posts[0].message_id]
    assert ["I agree" in post.labels for post in posts] == [False] * (len(posts) - 1) + [True]
    mia = stage.person("mia")
    mine = [await mia.press(posts[0], "Read it privately"), *mia.more]
    assert len(mine) == len(posts)
    assert "You have agreed" in (await mia.press(mine[-1], "I agree")).text


async def test_a_post_that_was_made_but_never_confirmed_is_found_and_not_repeated(
    stage: SimcordStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ready(stage)
    _, question = await preview(stage)
    post = Messenger.post

    async def unconfirmed(self: Messenger, channel_id: ChannelId, page: Page, nonce: str) -> MessageId:
        await post(self, channel_id, page, nonce)
        raise CannotReach(Why.DISCORD_DOWN)

    monkeypatch.setattr(Messenger, "post", unconfirmed)
    await stage.person("fay").press(question, "Publish")
    monkeypatch.setattr(Messenger, "post", post)
    (standing,) = agreement_posts(stage)
    assert "You have agreed to version 1" in (await stage.person("mia").press(standing, "I agree")).text

    await stage.restart()
    await stage.advance(minutes=5)

    assert [one.message_id for one in agreement_posts(stage)] == [standing.message_id]
    assert [one.message_id for one in stage.pinned("group")] == [standing.message_id]
    assert "You have agreed to this version" in (await stage.person("mia").slash("agreement")).text


@pytest.mark.parametrize("staff_channel_is_gone", [False, True])
async def test_a_version_that_cannot_be_posted_after_all_is_taken_back_and_the_staff_is_told(
    stage: SimcordStage,
    long_agreement: int,
    staff_channel_is_gone: bool,  # noqa: FBT001 - the two cases of the test
) -> None:
    assert long_agreement
    await ready(stage, facilitator_channel="facilitators")
    fay = stage.person("fay")
    stage.world.create_channel("lounge")
    await stage.settle()
    fay.channel = "lounge"
    _, question = await preview(stage)
    stage.world.fail("POST", "/channels/*/messages", status=503, times=None)
    await fay.press(question, "Publish")
    stage.world.heal()
    stage.world.delete_channel("group")
    if staff_channel_is_gone:
        stage.world.delete_channel("facilitators")
    await stage.settle()
    await stage.advance(minutes=5)
    if not staff_channel_is_gone:
        assert "could not be posted" in stage.posts("facilitators")[-1].text
    assert "No version has been published yet" in (await fay.slash("facilitate agreement status")).text


async def test_half_a_version_is_taken_down_when_the_rest_is_refused(
    stage: SimcordStage, long_agreement: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert long_agreement
    await ready(stage)
    post = Messenger.post

    async def only_the_first(self: Messenger, channel_id: ChannelId, page: Page, nonce: str) -> MessageId:
        if agreement_posts(stage):
            raise CannotReach(Why.FORBIDDEN)
        return await post(self, channel_id, page, nonce)

    monkeypatch.setattr(Messenger, "post", only_the_first)
    assert "not allowed to post" in (await publish(stage)).text
    assert agreement_posts(stage) == []
