"""The connection by which Discord tells the bot what people do is cut, refused, or loses the server: it goes on.

Not here: requests of the bot that fail (test_discord_trouble.py).
"""

import pytest

from tests.faults.scenes import AGREE, ANSWER, agreement_posts, answered, code_of, look, open_round, results, to_review
from tests.standin.stage import StandInStage
from tests.stories import publish


@pytest.mark.parametrize("code", [4000, 4001, 4002, 4007, 4008, 4009])
async def test_a_connection_that_is_closed(group: StandInStage, code: int) -> None:
    await publish(group)
    post = await open_round(group)
    mia, noor = group.person("mia"), group.person("noor")
    form = await mia.press(post, ANSWER)
    gateway = group.stand_in.gateway
    before = gateway.identified + gateway.resumed
    await gateway.close(code)
    await gateway.wait_for_session(before)
    assert "Your answers are in" in (await mia.submit(form, question1="Mixed", question2="Low")).text
    assert "You have agreed" in (await noor.press(agreement_posts(group)[0], AGREE)).text


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
