"""Versions as people live them: read whole, taken back, posted again. What members do: `test_agreement_members.py`."""

import pytest

from tests.attacks.forgery import press
from tests.end_to_end.simcord_stage import SimcordStage
from tests.end_to_end.test_agreement import change_setting, publish
from tests.screen import Screen
from tests.stories import ready


async def two_versions(stage: SimcordStage, **settings: str) -> None:
    """Version 1, two days later version 2 with another fourth clause."""
    await ready(stage, **settings)
    await publish(stage)
    await stage.advance(days=2)
    await change_setting(stage, "report", "Yes")
    await publish(stage)


async def all_pages(stage: SimcordStage, page: Screen) -> list[Screen]:
    """A version's pages, leafed through to the end."""
    pages = [page]
    while "Next" in pages[-1].labels:
        pages.append(await stage.person("fay").press(pages[-1], "Next"))
    return pages


async def test_history_shows_each_version_whole_with_what_changed_and_how_many_agreed(stage: SimcordStage) -> None:
    await two_versions(stage)
    await stage.person("mia").press(stage.posts("group")[-1], "I agree")
    fay = stage.person("fay")
    listed = await fay.slash("facilitate agreement history")
    assert listed.private
    assert "**Version 2** · " in listed.text
    assert "in force · 1 member agreed to it last" in listed.text
    assert "**Version 1** · " in listed.text
    again, said = listed, ""
    for number, words in ((1, "Ask our facilitators whether"), (2, "are required by law")):
        pages = await all_pages(stage, await fay.choose(again, f"Version {number}"))
        said = "\n".join(page.text for page in pages)
        assert said.count(words) >= 1
        assert all(f"**{clause}. " in said for clause in range(1, 14))
        assert said.count("***About") == 3
        again = await fay.press(pages[-1], "All versions")
        assert again.text == listed.text
    assert "Clause by clause since version 1" in said
    assert "Clause 4 was reworded" in said
    assert "mia" not in said.lower()


async def test_a_wrong_version_is_taken_back_and_members_find_the_former(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    fay, mia = stage.person("fay"), stage.person("mia")
    first = stage.posts("group")[0]
    await mia.press(first, "I agree")
    await stage.advance(days=2)
    await change_setting(stage, "report", "Yes")
    await publish(stage)
    await stage.person("noor").press(stage.posts("group")[-1], "I agree")

    asked = await fay.press(await fay.slash("facilitate agreement history"), "Take version 2 back")
    assert "version 1, which is in force again" in asked.text
    left = await fay.press(asked, "Leave it")
    done = await fay.press(await fay.press(left, "Take back"), "Yes, take it back")
    assert "version 1 is in force again" in done.text

    former, taken = stage.posts("group")[:1], stage.posts("group")[-1]
    assert "I agree" in former[-1].labels
    assert "taken back" in taken.text
    assert "required by law" not in taken.text
    assert taken.labels == ["Read it privately"]
    assert [post.message_id for post in stage.pinned("group")] == [first.message_id]
    assert "You have agreed to this version" in (await mia.slash("agreement")).text
    assert "not agreed to this version" in (await stage.person("noor").press(taken, "Read it privately")).text
    listed = await fay.press(done, "All versions")
    assert "taken back" in listed.text
    trail = await stage.person("mara").slash("moderate log")
    assert "took version 2 of the agreement back" in trail.text


async def test_after_an_hour_nothing_is_taken_back_and_publishing_leads_on(stage: SimcordStage) -> None:
    await two_versions(stage)
    fay = stage.person("fay")
    shown = await fay.choose(await fay.slash("facilitate agreement history"), "Version 2")
    asked = await fay.press(shown, "Take back")
    await stage.advance(hours=1, minutes=1)
    late = await fay.press(asked, "Yes, take it back")
    assert "that hour is over" in late.text
    shown = await fay.choose(await fay.slash("facilitate agreement history"), "Version 2")
    assert "Take back" not in shown.labels


@pytest.mark.parametrize("command", ["status", "publish"])
async def test_a_post_that_is_gone_is_posted_again_for_those_who_agreed_and_those_who_did_not(
    stage: SimcordStage, command: str
) -> None:
    await ready(stage)
    await publish(stage)
    fay, mia = stage.person("fay"), stage.person("mia")
    await mia.press(stage.posts("group")[-1], "I agree")
    for post in stage.posts("group"):
        stage.world.delete_message(post.handle)  # pyright: ignore[reportArgumentType] # the driver's own handle
    await stage.settle()
    done = await fay.press(await fay.slash(f"facilitate agreement {command}"), "Post again")
    assert "posted again" in done.text
    post = stage.posts("group")[-1]
    assert [one.message_id for one in stage.pinned("group")] == [post.message_id]
    assert "before" in (await mia.press(post, "I agree")).text
    assert "You have agreed to version 1" in (await stage.person("noor").press(post, "I agree")).text
    assert "Post again" not in (await fay.slash("facilitate agreement status")).labels


async def test_a_deleted_post_is_found_at_the_slot_after_a_member_looked_for_it(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    await stage.advance(hours=24)
    for post in stage.posts("group"):
        stage.world.delete_message(post.handle)  # pyright: ignore[reportArgumentType] # the driver's own handle
    await stage.settle()
    before = len(stage.posts("moderators"))
    await stage.person("mia").slash("agreement")
    await stage.advance(minutes=30)
    assert len(stage.posts("moderators")) == before
    for _ in range(2):
        await stage.advance(hours=24)
        await stage.person("mia").slash("agreement")
    (told,) = stage.posts("moderators")[before:]
    assert "agreement" in told.text
    mended = await stage.person("ada").press(
        await stage.person("ada").slash("setup check"), "Mend it: post the agreement again"
    )
    assert mended.text
    assert "I agree" in stage.posts("group")[-1].labels


async def test_whoever_agreed_is_not_told_to_press_i_agree(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    mia = stage.person("mia")
    mine = [await mia.slash("agreement"), *mia.more]
    assert "Press *I agree*" in "\n".join(page.text for page in mine)
    await mia.press(mine[-1], "I agree")
    mine = [await mia.slash("agreement"), *mia.more]
    assert "I agree" not in "\n".join(page.text for page in mine)


FORGED = (
    *("agreement:accept:", "agreement:accept:-1", "agreement:agree:x", "agreement:accept:99999999999999999999"),
    *(
        "agreement-history:list:x",
        "agreement-history:page:1",
        "agreement-history:page:1-99",
        "agreement-history:list:0",
    ),
    *("agreement-history:page:9-0", "agreement-history:back:", "agreement-history:taken:x", "agreement-history:pick"),
    *("agreement-suggest:show:zz", f"agreement-suggest:done:{'z' * 32}", "agreement-suggest:show:", "agreement:again"),
    "agreement:publish:forged",
)


async def test_forged_buttons_are_answered_kindly_and_do_nothing(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    before = [post.text for post in stage.posts("group")]
    for custom_id in FORGED:
        forged = await press(stage, "fay", custom_id)
        assert forged.answers, custom_id
        assert "went wrong" not in forged.text, custom_id
    assert [post.text for post in stage.posts("group")] == before


FACILITATORS_ONLY = (
    *("agreement-history:list", "agreement-history:page:1-0", "agreement-history:back:1", "agreement-history:taken:1"),
    *("agreement-suggest:read", f"agreement-suggest:show:{'0' * 32}", f"agreement-suggest:done:{'0' * 32}"),
)


async def test_what_facilitators_press_is_refused_to_everybody_else(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    for name in ("theo", "mara", "ada"):
        for custom_id in FACILITATORS_ONLY:
            refused = await press(stage, name, custom_id)
            assert "for facilitators" in refused.text, custom_id
            assert refused.elsewhere == []
    assert "for facilitators" in (await press(stage, "theo", "agreement:again")).text
    assert "nothing to post again" in (await press(stage, "ada", "agreement:again")).text
    assert "I agree" in stage.posts("group")[-1].labels


async def test_a_former_post_that_was_deleted_is_posted_again_when_the_newer_is_taken_back(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    await stage.advance(days=2)
    old = stage.posts("group")
    await change_setting(stage, "report", "Yes")
    await publish(stage)
    for post in old:
        stage.world.delete_message(post.handle)  # pyright: ignore[reportArgumentType] # the driver's own handle
    await stage.settle()
    await press(stage, "fay", "agreement-history:taken:2")
    taken, former = stage.posts("group")[0], stage.posts("group")[-1]
    assert "taken back" in taken.text
    assert "I agree" in former.labels
    assert [post.message_id for post in stage.pinned("group")] == [former.message_id]
    assert "You have agreed to version 1" in (await stage.person("mia").press(former, "I agree")).text
