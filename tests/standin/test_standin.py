"""The stand-in carries what Discord carries, and its faults reach the real discord.py."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.rehearsal import cast
from tests.payloads import validate
from tests.screen import NotOnScreen, Screen, objects
from tests.stage import Unanswered
from tests.standin.beginnings import already_loaded
from tests.standin.process import DidNotStart
from tests.standin.stage import StandInStage
from tests.stories import set_up

POSTING = "/channels/*/messages"
LITTLE = ("tests.standin.little_bot",)


@pytest.fixture
async def little(tmp_path: Path) -> AsyncGenerator[StandInStage]:
    """The little bot, connected."""
    async with StandInStage(tmp_path, program=LITTLE, begin=already_loaded) as stage:
        yield stage


async def posted(stage: StandInStage, times: int = 1) -> Screen:
    """The little bot's board in the group's channel."""
    await stage.person("ada").slash("little post", channel="group", role="moderators", times=times)
    return stage.posts("group")[0]


async def test_a_command_with_ids_resolved_posts_pins_and_uploads(little: StandInStage) -> None:
    answer = await little.person("ada").slash("little post", channel="group", role="moderators", times=2)
    board, picture, said = little.posts("group")
    assert said.text == answer.text == "Moderators 2: 3 messages, 1 pins"
    assert board.labels == ["Answer", "Slowly", "Count", "Ask", "Silence"]
    assert [one.message_id for one in little.pinned("group")] == [board.message_id]
    assert picture.text == "picture.png\na picture"
    assert list(little.stand_in.messages.files.values()) == [b"picture"]


async def test_pictures_are_seen_with_their_words_and_only_with_their_file(little: StandInStage) -> None:
    mia = little.person("mia")
    answer = await mia.slash("little paint")
    assert (answer.pictures, answer.private) == ([("c.png", "third")], True)
    assert [one.pictures for one in mia.more] == [[("b.png", "second")], [], []]
    assert [one.documents for one in mia.more] == [[], ["kept.txt"], []]
    assert little.opened(mia.more[1], "kept.txt") == b"kept.txt"
    assert mia.more[-1].text == "refused: 50035"
    held = [one for screen in (answer, *mia.more) for one in objects(screen.payload, "attachments")]
    assert [one.get("description", "") for one in held] == ["third", "second", ""]
    assert {b"a.png", b"b.png", b"c.png"} <= set(little.stand_in.messages.files.values())


async def test_every_kind_of_answer_to_a_press_is_seen(little: StandInStage) -> None:
    board = await posted(little)
    mia = little.person("mia")
    first = await mia.press(board, "Answer")
    assert (first.text, first.private) == ("hello Mia", True)
    assert [one.text for one in mia.more] == ["and again"]
    assert (await mia.press(board, "Slowly")).text == "at last"
    assert "counted" in (await mia.press(board, "Count")).text
    with pytest.raises(Unanswered):
        await mia.press(board, "Silence")
    assert len(little.posts("group")) == 3


async def test_a_form_is_filled_in_as_people_see_it(little: StandInStage) -> None:
    board = await posted(little)
    theo = little.person("theo")
    form = await theo.press(board, "Ask")
    assert (form.kind, form.options("mood")) == ("form", ["Good", "Bad"])
    assert form.fields() == ["mood", "whom", "story", "proof"]
    assert (await theo.submit(form, mood="Bad", whom="otto")).text == "bad ['Otto'] once"
    proven = await theo.submit(await theo.press(board, "Ask"), mood="Good", proof=("proof.png", b"seen"))
    assert proven.text == "good [] once image/png seen"
    with pytest.raises(NotOnScreen, match="mood"):
        await theo.submit(form, story="without the question that must be answered")


async def test_choices_while_typing_and_the_message_menu(little: StandInStage) -> None:
    noor = little.person("noor")
    assert await noor.complete("little zone", "name", "eur") == ["Europe/London", "Europe/Paris"]
    assert (await noor.slash("little zone", name="Asia/Tokyo")).text == "Asia/Tokyo"
    said = await little.person("mia").say("what a day")
    assert (await noor.menu(said, "Quote")).text == "Mia: what a day"
    with pytest.raises(NotOnScreen, match="name"):
        await noor.slash("little zone")


async def test_direct_messages_are_answered_where_they_stand(little: StandInStage) -> None:
    mia = little.person("mia")
    await mia.slash("little tell")
    assert (await mia.press(little.direct("mia")[0], "Answer")).channel == "direct"
    little.stand_in.changes.close_direct("mia")
    assert (await mia.slash("little tell")).text == "closed: 50007"


async def test_a_storm_is_timed_press_by_press(little: StandInStage) -> None:
    board = await posted(little)
    presses = [little.person(one).pressing(board, "Answer") for one in cast.MEMBERS] * 3
    result = await little.storm(presses, rate=200)
    assert len(result.acknowledged) == len(presses)
    assert all(0 < one <= other < 3 for one, other in zip(result.acknowledged, result.answered, strict=True))
    assert set(result.kinds) == {4}


@pytest.fixture
async def real(tmp_path: Path) -> AsyncGenerator[StandInStage]:
    """The real bot, connected; every request is looked at."""
    async with StandInStage(tmp_path, validate=validate, begin=already_loaded) as stage:
        yield stage


async def test_the_real_bot_is_killed_and_goes_on_with_what_was_on_the_screen(real: StandInStage) -> None:
    await set_up(real)
    mara = real.person("mara")
    mine = await mara.press(real.posts("moderators")[0], "I take concerns")
    form = await mara.press(mine, "Away until …")
    before = real.process.id
    await real.restart(kill=True)
    assert real.process.id not in (0, before)
    assert "away until 2031-01-31" in (await mara.submit(form, day="2031-01-31")).text
    assert await real.process.stop() == 0


async def test_the_clock_of_the_process_is_moved(real: StandInStage) -> None:
    await set_up(real)
    mara = real.person("mara")
    form = await mara.press(await mara.press(real.posts("moderators")[0], "I take concerns"), "Away until …")
    tomorrow = real.now().date().replace(day=real.now().day + 1).isoformat()
    await real.advance(days=3)
    assert "not in the future" in (await mara.submit(form, day=tomorrow)).text


async def test_a_cut_connection_is_resumed_and_what_was_missed_is_answered(real: StandInStage) -> None:
    await set_up(real)
    gateway = real.stand_in.gateway
    await gateway.close(4000)
    answer = await real.person("otto").press(real.posts("moderators")[0], "I take concerns")
    assert "Thank you" in answer.text
    assert (gateway.identified, gateway.resumed) == (1, 1)


async def test_a_refused_resume_makes_the_bot_identify_itself_again(real: StandInStage) -> None:
    gateway = real.stand_in.gateway
    gateway.refuses_resume = True
    await gateway.close(4000)
    await real.until(lambda: gateway.identified == 2)
    assert (await set_up(real)).kind == "message"


async def test_rate_limits_are_waited_out(real: StandInStage) -> None:
    limited = real.stand_in.faults.limit("POST", POSTING, 0.1)
    everywhere = real.stand_in.faults.limit("POST", POSTING, 0.1, everywhere=True)
    assert "Saved" in (await set_up(real)).text
    assert (limited.met, everywhere.met, len(real.posts("moderators"))) == (1, 1, 1)
    assert [one.status for one in real.stand_in.requests("POST", POSTING)] == [429, 429, 200]


async def test_the_bot_is_killed_between_its_post_and_the_answer_to_it(real: StandInStage) -> None:
    real.stand_in.faults.meanwhile("POST", POSTING, real.process.kill)
    with pytest.raises(Unanswered):
        await set_up(real)
    assert (real.process.code, len(real.posts("moderators"))) == (-9, 1)


async def test_a_lost_answer_and_a_missing_permission_reach_the_bot(little: StandInStage) -> None:
    fay = little.person("fay")
    lost = little.stand_in.faults.lose("POST", POSTING)
    with pytest.raises(Unanswered):
        await fay.slash("little post", channel="group", role="agreed", times=1)
    assert (lost.met, len(little.posts("group"))) == (1, 1)
    little.stand_in.changes.lock_out_bot("group", send_messages=False)
    assert (await fay.slash("little post", channel="group", role="agreed", times=1)).text == "refused: 50013"


async def test_a_wrong_token_ends_the_process(tmp_path: Path) -> None:
    stage = StandInStage(tmp_path, environment={"COMMON_GROUND_TOKEN": "another"})
    with pytest.raises(DidNotStart, match="token"):
        async with stage:
            pass
