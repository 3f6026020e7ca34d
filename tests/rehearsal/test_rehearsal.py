"""One person rehearses with the whole group: in a real browser where this machine has one, and by plain requests."""

import asyncio
from collections.abc import AsyncGenerator

import aiohttp
import pytest
from playwright.async_api import Route, expect

from bot.rehearsal import cast
from bot.rehearsal.hub import Hub, PortTaken, origin
from bot.rehearsal.opening import find_post
from bot.rehearsal.others import answer_as, let_others_answer
from bot.rehearsal.simulator import Simulation, window
from bot.ui.words import words_for
from cogs.checkin.ids import OPEN
from tests.rehearsal.browser import browser
from tests.rehearsal.conftest import DAY, PORT, in_browser
from tests.rehearsal.page import Page


def private_texts(group: Simulation, name: str) -> str:
    world = group.world
    shown = world.messages(world.channel(cast.GROUP), viewer=name)
    return " ".join(str(one.payload["components"]) for one in shown if one.private)


async def with_news(route: Route) -> None:
    """The state, as if there were something new for everybody."""
    answer = await route.fetch()
    state = await answer.json()
    state["people"] = [person | {"new": True} for person in state["people"]]
    await route.fulfill(response=answer, json=state)


async def press_slowly(page: Page, x: float, y: float) -> None:
    """Press here; before letting go the page asks for the state, as if somebody came back to it, and draws it."""
    await page.tab.mouse.move(x, y)
    await page.tab.mouse.down()
    async with page.tab.expect_response(f"{page.tab.url}state"):
        await page.tab.evaluate("() => { window.dispatchEvent(new Event('focus')); }")
    await page.tab.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 50)))")
    await page.tab.mouse.up()


@in_browser
async def test_a_member_agrees_and_only_that_member_sees_the_answer(page: Page, group: Simulation) -> None:
    await page.in_frame("I agree")
    await page.sees("You have agreed to version 1")
    assert "You have agreed" in private_texts(group, "mia")
    await page.be("noor")
    assert await page.frame.get_by_text("You have agreed").count() == 0


@in_browser
async def test_the_clock_moves_by_its_buttons(page: Page, group: Simulation) -> None:
    before = group.now()
    await page.press("+ 1 day")
    assert (group.now() - before).days == 1
    assert "Tuesday" in await page.tab.locator("#now").inner_text()
    assert "moved" in await page.note()


@in_browser
async def test_a_press_counts_though_the_page_is_drawn_while_the_finger_is_down(page: Page) -> None:
    box = await page.tab.locator("[data-key='person-noor']").bounding_box()
    assert box is not None
    await press_slowly(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.drawn("noor")


@in_browser
async def test_a_press_counts_though_something_new_moves_the_buttons(page: Page) -> None:
    await page.tab.route(f"{page.tab.url}state", with_news)
    box = await page.tab.locator("[data-key='person-theo']").bounding_box()
    assert box is not None
    await press_slowly(page, box["x"] + 3, box["y"] + box["height"] / 2)
    await page.drawn("theo")


@in_browser
async def test_what_is_new_is_marked_once_the_finger_is_up(page: Page) -> None:
    await page.tab.route(f"{page.tab.url}state", with_news)
    await press_slowly(page, 2, 2)
    await expect(page.tab.locator("[data-key='person-otto']")).to_contain_text("new")


@in_browser
async def test_each_person_sees_their_own_channels(page: Page) -> None:
    places = page.tab.locator("#places button")
    assert await places.all_inner_texts() == ["# group", "direct messages with the bot"]
    await page.be("mara", "moderators")
    assert await places.count() == 3
    await page.sees("Who takes concerns here?")
    await page.be("mia")
    assert await page.tab.locator("#where").inner_text() == "Mia in # group"
    assert await page.tab.locator("#server").inner_text() == cast.SERVER  # /setup erase asks for it


@pytest.mark.parametrize("me", ["fay", "mia", "yuki"])
async def test_whoever_lets_the_others_answer_can_still_answer_as_a_member(group: Simulation, me: str) -> None:
    await group.people.slash("fay", "facilitate checkin start", hours=24)
    assert await let_others_answer(group, me, words_for("en")) == 8
    post = find_post(group, cast.GROUP, OPEN)
    assert all([await answer_as(group, name, post, (0.5, "")) for name in ("mia", "noor")])


@in_browser
async def test_a_check_in_is_answered_by_all_and_its_result_is_seen(page: Page, group: Simulation) -> None:
    await group.people.slash("fay", "facilitate checkin start", hours=24)
    await page.be("mia")
    await page.press("Let them answer")
    assert await page.note() == "8 invented members have answered."
    await page.press("Let them answer")
    assert (await page.note()).startswith("Nobody could answer")
    await page.press("+ 1 day")
    await page.press("+ 1 hour")
    await page.sees("5 to 9 answers")


@in_browser
async def test_a_concern_is_raised_about_what_somebody_said(page: Page, group: Simulation) -> None:
    await page.tab.locator("#message").select_option(index=0)
    assert "Sam" in await page.tab.locator("#message option").first.inner_text()
    await page.press("Raise a concern")
    assert "Only this person sees it" in await page.note()
    await page.sees("Is someone in danger right now?")
    assert "danger" not in private_texts(group, "sam")
    await page.be("fay", "direct")
    assert await page.tab.locator("#concern").is_hidden()


@in_browser
async def test_only_what_the_bot_can_do_is_suggested(page: Page, group: Simulation) -> None:
    await page.be("ada")
    suggested = page.tab.locator(".card li[data-command]:visible")
    assert await suggested.count() > 0
    for one in await suggested.all():
        assert await one.get_attribute("data-command") in group.world.commands("ada")


@in_browser
async def test_on_a_telephone_nothing_sticks_out(group: Simulation) -> None:
    async with browser(width=360, height=740) as context:
        page = await Page.open(context, PORT)
        wide = await page.tab.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0
        assert not await page.tab.locator("#who").get_attribute("open")
        await page.tab.locator("summary").click()
        await page.be("otto")
    assert group.now().date() == DAY.date()


@in_browser
async def test_everything_that_can_be_used_has_a_name(page: Page) -> None:
    nameless = await page.tab.evaluate(
        "() => [...document.querySelectorAll('button, select, iframe, summary')]"
        ".filter((one) => one.offsetParent && !(one.textContent.trim() || one.title || one.labels?.length)).length"
    )
    assert nameless == 0
    assert await page.tab.locator("h1").count() == 1
    assert await page.tab.locator("html").get_attribute("lang") == "en"


async def post(session: aiohttp.ClientSession, path: str, body: dict[str, object]) -> tuple[int, dict[str, object]]:
    async with session.post(f"{origin(PORT)}/{path}", json=body) as answer:
        return answer.status, await answer.json()


@pytest.fixture
async def session(group: Simulation) -> AsyncGenerator[aiohttp.ClientSession]:
    assert group.now().date() == DAY.date()
    async with aiohttp.ClientSession() as session:
        yield session


async def test_the_page_is_open_to_itself_alone(session: aiohttp.ClientSession) -> None:
    async with session.get(origin(PORT)) as answer:
        policy = answer.headers["Content-Security-Policy"]
        text = await answer.text()
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "{{" not in text
    for headers in ({"Host": "rehearsal.example"}, {"Host": "127.0.0.1:1"}):
        async with session.get(f"{origin(PORT)}/state", headers=headers) as answer:
            assert answer.status == 403
    async with session.post(f"{origin(PORT)}/clock", data="hours=1") as answer:
        assert answer.status == 415


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("look", {"person": "nobody", "place": "group"}),
        ("look", {}),
        ("clock", {"hours": 2}),
        ("clock", {"hours": "1"}),
        ("concern", {"message": "1"}),
    ],
)
async def test_what_makes_no_sense_is_refused_kindly(
    session: aiohttp.ClientSession, path: str, body: dict[str, object]
) -> None:
    status, answer = await post(session, path, body)
    assert status == 400
    assert answer == {"problem": words_for("en")("rehearsal-failed")}


async def test_a_press_while_something_is_under_way_is_told_to_wait(
    session: aiohttp.ClientSession, group: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "PATIENCE_SECONDS", 0.2)
    under_way, done = asyncio.Event(), asyncio.Event()

    async def act_at_length() -> None:
        group.world.env._begin_operation("click")  # pyright: ignore[reportPrivateUsage] - as a press in the window does
        under_way.set()
        await done.wait()
        group.world.env._end_operation()  # pyright: ignore[reportPrivateUsage] - the same

    acting = asyncio.create_task(act_at_length())
    await under_way.wait()
    status, answer = await post(session, "clock", {"hours": 1})
    assert (status, answer) == (409, {"problem": words_for("en")("rehearsal-busy")})
    done.set()
    await acting
    assert (await post(session, "clock", {"hours": 1}))[0] == 200


async def test_a_member_who_asks_for_a_hidden_channel_is_shown_the_group(session: aiohttp.ClientSession) -> None:
    status, answer = await post(session, "look", {"person": "mia", "place": "moderators"})
    assert (status, answer["place"]) == (200, "group")


async def test_news_are_marked_until_they_are_looked_at(session: aiohttp.ClientSession, group: Simulation) -> None:
    world = group.world
    await group.people.say("otto", "Shall we talk about it?", cast.MODERATORS_ROOM)
    async with session.get(f"{origin(PORT)}/state") as answer:
        state = await answer.json()
    assert [one["name"] for one in state["people"] if one["new"]] == ["mara", "otto", "ada"]
    _, state = await post(session, "look", {"person": "mara", "place": "moderators"})
    assert "mara" not in [one["name"] for one in state["people"] if one["new"]]  # type: ignore[attr-defined] # JSON
    assert world.direct("mara") == []


async def test_an_occupied_port_is_told(group: Simulation) -> None:
    assert group.now().date() == DAY.date()
    with pytest.raises(PortTaken):
        await Hub(None, words_for("en"), PORT).open()  # type: ignore[arg-type] # no desk is needed to find that out
