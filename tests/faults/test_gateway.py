"""The connection by which Discord tells the bot what people do is cut, refused, or loses the server: it goes on.

Not here: requests of the bot that fail (test_discord_trouble.py).
"""

from pathlib import Path

import pytest

from tests.faults.scenes import (
    AGREE,
    ANSWER,
    agreement_posts,
    answered,
    code_of,
    look,
    open_round,
    results,
    to_review,
    unforeseen,
)
from tests.payloads import validate
from tests.standin.beginnings import already_loaded
from tests.standin.stage import StandInStage
from tests.stories import publish, ready

RESUMED = (1006, 4000, 4001, 4002, 4003, 4005, 4008)
"""Documented codes after which the session goes on; with 1006 the line is cut without a word."""
BEGUN_ANEW = (4009, *(pytest.param(code, marks=pytest.mark.prove) for code in (1000, 1001, 4007)))
"""Those after which a new one begins; discord.py waits five seconds before it does."""
FINAL = {
    4004: "Discord refused the bot token",
    4010: "close code 4010",
    4011: "close code 4011",
    4012: "close code 4012",
    4013: "with the intents it asks for",
    4014: "with the intents it asks for",
}
"""The others, after which Discord does not want the bot back, and what the operator reads."""


async def closed(stage: StandInStage, code: int) -> None:
    """Close the connection, while people go on, and wait until the bot is back."""
    gateway = stage.stand_in.gateway
    before = gateway.identified + gateway.resumed
    await gateway.close(code)
    await gateway.wait_for_session(before)


async def test_connections_that_are_closed_and_resumed(group: StandInStage) -> None:
    await publish(group)
    post, gateway = await open_round(group), group.stand_in.gateway
    begun = gateway.identified
    for code in RESUMED:
        member = group.join(f"member{code}")
        form = await member.press(post, ANSWER)
        await closed(group, code)
        assert "Your answers are in" in (await member.submit(form, question1="Mixed", question2="Low")).text
        assert "You have agreed" in (await member.press(agreement_posts(group)[0], AGREE)).text
    assert (gateway.resumed, gateway.identified) == (len(RESUMED), begun)


@pytest.mark.parametrize("code", BEGUN_ANEW)
async def test_a_session_that_is_ended_begins_anew(group: StandInStage, code: int) -> None:
    await publish(group)
    post, mia, begun = await open_round(group), group.person("mia"), group.stand_in.gateway.identified
    form = await mia.press(post, ANSWER)
    await closed(group, code)
    assert "Your answers are in" in (await mia.submit(form, question1="Mixed", question2="Low")).text
    assert "You have agreed" in (await mia.press(agreement_posts(group)[0], AGREE)).text
    assert group.stand_in.gateway.identified == begun + 1


async def test_a_connection_that_discord_does_not_want_back_ends_the_process_with_one_line(group: StandInStage) -> None:
    await publish(group)
    post = agreement_posts(group)[0]
    for code, line in FINAL.items():
        assert "You have agreed" in (await group.join(f"member{code}").press(post, AGREE)).text
        told = _complaints(group)
        await group.stand_in.gateway.close(code)
        assert await group.process.wait() == 1, "systemd takes it for a failure, and starts it again"
        (said,) = _complaints(group)[len(told) :]
        assert line in said
        assert group.stand_in.token not in said
        await group.process.start()
        await group.settle()
        assert "You had agreed" in (await group.person(f"member{code}").press(post, AGREE)).text


def _complaints(stage: StandInStage) -> list[str]:
    """What the process said in plain words, not as a line of the log."""
    written = stage.process.errors.read_text("utf-8").splitlines()
    return [line for line in written if line.startswith("Discord ")]


async def test_a_line_that_has_died_is_noticed_by_its_silence(tmp_path: Path) -> None:
    patient = {"STAND_IN_SILENCE": "0.5"}
    stage = StandInStage(tmp_path, validate=validate, environment=patient, begin=already_loaded)
    gateway = stage.stand_in.gateway
    gateway.heartbeat_interval = 0.1
    async with stage:
        await ready(stage)
        await publish(stage)
        heard, before = gateway.heartbeats, gateway.identified + gateway.resumed
        await stage.until(lambda: gateway.heartbeats > heard + 2)
        assert gateway.identified + gateway.resumed == before, "heartbeats that are answered keep the line up"
        gateway.answers_heartbeats = False
        await gateway.wait_for_session(before)
        gateway.answers_heartbeats = True
        mia = stage.person("mia")
        assert "You have agreed" in (await mia.press(agreement_posts(stage)[0], AGREE)).text
        assert unforeseen(stage) == []


async def test_a_request_to_reconnect_and_a_refused_resume(group: StandInStage) -> None:
    await publish(group)
    gateway, post = group.stand_in.gateway, agreement_posts(group)[0]
    before = gateway.identified + gateway.resumed
    gateway.ask_to_reconnect()
    await gateway.wait_for_session(before)
    assert "You have agreed" in (await group.person("mia").press(post, AGREE)).text
    identified, gateway.refuses_resume = gateway.identified, True
    await gateway.close(4000)
    await group.until(lambda: gateway.identified > identified)
    gateway.refuses_resume = False
    assert "You have agreed" in (await group.person("noor").press(post, AGREE)).text
    status = await group.person("fay").slash("facilitate agreement status")
    assert "Version 1: 2 members" in status.text


async def test_a_gateway_that_refuses_connections_for_a_while(group: StandInStage) -> None:
    await publish(group)
    gateway = group.stand_in.gateway
    gateway.accepts_connections = False
    await gateway.close(4000)
    await gateway.wait_for_fewer(1)
    before = gateway.identified + gateway.resumed
    gateway.accepts_connections = True
    await gateway.wait_for_session(before)
    assert "You have agreed" in (await group.person("mia").press(agreement_posts(group)[0], AGREE)).text


async def test_a_server_that_discord_loses_for_a_while_loses_nothing(group: StandInStage) -> None:
    await publish(group)
    mia = group.person("mia")
    post = await open_round(group)
    review = await to_review(mia, "what happened")
    code = code_of(mia)
    group.stand_in.changes.server_away()
    assert "You have agreed" in (await mia.press(agreement_posts(group)[0], AGREE)).text
    assert "Your answers are in" in (await answered(mia, post)).text
    assert "Sent." in (await mia.press(review, "Send")).text
    await group.advance(hours=49)
    group.stand_in.changes.server_back()
    await group.advance(hours=2)
    assert len(results(group)) == 1
    assert "Delivered" in (await look(mia, code)).text
    status = await group.person("fay").slash("facilitate agreement status")
    assert "Version 1: 1 member" in status.text
