"""The stand-in refuses what Discord refuses, with its codes; and it complains of what it does not know."""

from collections.abc import AsyncGenerator
from datetime import timedelta

import aiohttp
import pytest

from tests.standin.interactions import COMPONENT
from tests.standin.standin import TOKEN, StandIn
from tests.standin.wire import parse_object

AUTHORIZED = {"Authorization": f"Bot {TOKEN}"}
EMPTY: dict[str, object] = {}
NONCE_FORGOTTEN, TOKEN_EXPIRED = timedelta(minutes=6), timedelta(minutes=16)


class Client:
    """Raw requests to one stand-in."""

    def __init__(self, stand_in: StandIn, session: aiohttp.ClientSession) -> None:
        self.stand_in = stand_in
        self.session = session

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, object]:
        """Status, and the error code or id of the answer."""
        async with self.session.request(method, self.stand_in.api_url + path, json=body) as response:
            found = parse_object(await response.read() or b"{}")
        return response.status, found.get("code", found.get("id"))


@pytest.fixture
async def client() -> AsyncGenerator[Client]:
    async with StandIn() as stand_in, aiohttp.ClientSession(headers=AUTHORIZED) as session:
        yield Client(stand_in, session)


async def test_what_is_not_there_is_refused_with_discords_codes(client: Client) -> None:
    world = client.stand_in.world
    group, server = world.channel("group").id, world.guild_id
    refusals = {
        "/channels/123": 10003,
        f"/channels/{group}/messages/123": 10008,
        f"/guilds/{server}/members/123": 10007,
        "/guilds/123/channels": 10004,
        "/users/123": 10013,
    }
    assert {path: (await client.ask("GET", path)) for path in refusals} == {
        path: (404, code) for path, code in refusals.items()
    }


async def test_roles_are_given_only_below_the_bots_own(client: Client) -> None:
    world = client.stand_in.world
    mia = f"/guilds/{world.guild_id}/members/{world.person('mia').id}/roles"
    assert await client.ask("PUT", f"{mia}/{world.role('agreed').id}") == (204, None)
    assert await client.ask("PUT", f"{mia}/{world.role('Common Ground').id}") == (403, 50013)
    assert world.person("mia").roles == {world.role("agreed").id}


async def test_a_repeated_nonce_gives_the_same_message_for_some_minutes(client: Client) -> None:
    stand_in = client.stand_in
    path = f"/channels/{stand_in.world.channel('group').id}/messages"
    body = {"content": "once", "nonce": "1", "enforce_nonce": True}
    first, again = await client.ask("POST", path, body), await client.ask("POST", path, body)
    assert first == again
    stand_in.world.clock.offset += NONCE_FORGOTTEN
    assert await client.ask("POST", path, body) != first


async def test_other_peoples_words_are_hidden_and_their_messages_not_edited(client: Client) -> None:
    stand_in = client.stand_in
    group = stand_in.world.channel("group")
    said = stand_in.messages.create(group, stand_in.world.person("mia"), {"content": "private"})
    path = f"/channels/{group.id}/messages/{said.id}"
    assert await client.ask("PATCH", path, {"content": "changed"}) == (403, 50005)
    async with client.session.get(stand_in.api_url + path) as response:
        assert (await response.json())["content"] == ""


async def test_an_interaction_is_answered_once_in_time_and_while_its_token_lives(client: Client) -> None:
    stand_in = client.stand_in
    mia, group = stand_in.world.person("mia"), stand_in.world.channel("group")
    made = stand_in.interactions.happen(COMPONENT, mia, group, {"custom_id": "a", "component_type": 2})
    callback, follow_up = f"/interactions/{made.id}/{made.token}/callback", f"/webhooks/1/{made.token}"
    assert await client.ask("POST", follow_up, EMPTY) == (404, 10015)
    assert await client.ask("POST", callback, {"type": 7, "data": {}}) == (400, 50035)
    assert await client.ask("POST", callback, {"type": 4, "data": {"content": "yes"}}) == (204, None)
    assert await client.ask("POST", callback, {"type": 4, "data": {"content": "yes"}}) == (400, 40060)
    assert (await client.ask("POST", follow_up, {"content": "more"}))[0] == 200
    stand_in.world.clock.offset += TOKEN_EXPIRED
    assert await client.ask("POST", follow_up, {"content": "more"}) == (401, 50027)
    late = stand_in.interactions.happen(COMPONENT, mia, group, {"custom_id": "a", "component_type": 2})
    late.opened -= 3.1
    path = f"/interactions/{late.id}/{late.token}/callback"
    assert await client.ask("POST", path, {"type": 4, "data": {}}) == (404, 10062)


async def test_an_unknown_route_and_a_refused_payload_fail_the_test() -> None:
    def validate(method: str, path: str, body: object) -> None:
        assert body != {"content": "bad"}, f"{method} {path}"

    for path, complaint in (("/nowhere", "no route"), ("/channels/1/messages", "POST /channels/1/messages")):
        with pytest.raises(AssertionError, match=complaint):
            async with StandIn(validate) as stand_in, aiohttp.ClientSession(headers=AUTHORIZED) as session:
                await Client(stand_in, session).ask("POST", path, {"content": "bad" if "1" in path else "good"})


async def test_without_the_token_nothing_is_told(client: Client) -> None:
    client.session.headers.clear()
    assert (await client.ask("GET", "/users/@me")) == (401, 0)
