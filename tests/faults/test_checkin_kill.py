"""The real process is killed while a form is open, while answers are on their way, and while a round is closed."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import suppress
from pathlib import Path

import pytest

from tests.payloads import validate
from tests.screen import Screen
from tests.stage import Unanswered
from tests.standin.beginnings import already_loaded
from tests.standin.stage import StandInStage
from tests.stories import ready

FIVE = ("mia", "noor", "theo", "ines", "jonas")
DELAYS = (0.0, 0.002, 0.005, 0.01, 0.02)
"""Seconds after which the process is killed: before, while and after it writes."""


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncGenerator[StandInStage]:
    async with StandInStage(tmp_path, validate=validate, begin=already_loaded) as stage:
        await ready(stage)
        await stage.person("fay").slash("facilitate checkin start")
        yield stage


async def open_form(stage: StandInStage, name: str) -> Screen:
    return await stage.person(name).press(stage.posts("group")[-1], "Check in privately")


async def submit(stage: StandInStage, name: str, form: Screen, safe: str = "Very safe") -> Screen:
    return await stage.person(name).submit(form, question1=safe, question2="Good")


async def killed_during(stage: StandInStage, action: Coroutine[object, object, object], delay: float) -> None:
    """Kill the process so many seconds after the action began, and start it again."""
    begun = asyncio.ensure_future(action)
    await asyncio.sleep(delay)
    await stage.process.kill()
    with suppress(Unanswered):
        await begun
    await stage.process.start()
    await stage.settle()


def results(stage: StandInStage) -> list[Screen]:
    return [post for post in stage.posts("group") if "what the group answered" in post.text]


async def test_forms_and_confirmations_from_before_a_kill_go_on_working(stage: StandInStage) -> None:
    confirmation = await submit(stage, "mia", await open_form(stage, "mia"), "Not safe")
    forms = {name: await open_form(stage, name) for name in FIVE[1:]}
    await stage.restart(kill=True)
    for name, form in forms.items():
        for _ in range(2):
            assert "Your answers are in" in (await submit(stage, name, form)).text
    again = await stage.person("noor").press(stage.posts("group")[-1], "Check in privately")
    assert "answered this check-in already" in again.text
    changing = await stage.person("mia").press(confirmation, "Change my answers")
    await stage.restart(kill=True)
    changed = [await submit(stage, "mia", changing) for _ in range(2)]
    assert all("Your answers are changed" in screen.text for screen in changed)
    assert {screen.message_id for screen in changed} == {confirmation.message_id}, "it takes the earlier one's place"
    await stage.advance(hours=20)
    await stage.restart(kill=True)
    again = await submit(stage, "mia", await stage.person("mia").press(changed[-1], "Change my answers"))
    assert again.message_id == confirmation.message_id
    await stage.advance(hours=28)
    assert "5 to 9 answers" in results(stage)[0].text
    assert "**few** answered *Not safe*" in results(stage)[0].text


@pytest.mark.parametrize(("people", "outcome"), [(4, "too few answers"), (5, "5 to 9 answers")])
async def test_an_answer_handed_in_while_the_process_dies_counts_once(
    stage: StandInStage, people: int, outcome: str
) -> None:
    for name, delay in zip(FIVE[:people], DELAYS, strict=False):
        form = await open_form(stage, name)
        await killed_during(stage, submit(stage, name, form), delay)
        assert "Your answers are in" in (await submit(stage, name, form)).text
    await stage.advance(hours=48)
    assert outcome in stage.posts("group")[-1].text


@pytest.mark.parametrize("delay", [0.03, 0.06, 0.09, 0.12])
async def test_a_round_closed_while_the_process_dies_has_one_result(stage: StandInStage, delay: float) -> None:
    for name in FIVE:
        await submit(stage, name, await open_form(stage, name))
    await killed_during(stage, stage.advance(hours=48), delay)
    await stage.advance(hours=1)
    assert len(results(stage)) == 1
    assert len([post for post in stage.posts("group") if "This check-in is closed" in post.text]) == 1
