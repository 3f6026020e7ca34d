"""Discord refuses, limits, loses or cuts short what answers a person: they do it once more, and it was done once.

Every kind of act in one group after the other, for each trouble. Not here: what the bot posts by itself
(test_discord_trouble.py), a process that dies meanwhile (test_moments.py, test_moments_beside.py).
"""

from collections.abc import Awaitable, Callable
from itertools import product

import pytest

from tests.faults.disk import opened
from tests.faults.scenes import (
    AGREE,
    ANSWER,
    CHANGE,
    OPENER,
    agreement_posts,
    cards,
    code_of,
    codes_of,
    look,
    open_round,
    told,
    whole,
    with_button,
)
from tests.faults.test_discord_trouble import TROUBLES, switch_on
from tests.screen import Screen
from tests.stage import Actor, Unanswered
from tests.standin.stage import StandInStage
from tests.stories import publish

ANSWERING, FOLLOWING = ("POST", "/interactions/*/callback"), ("POST", "/webhooks/*")
Act = Callable[[], Awaitable[Screen]]
ROUTES = {"the answer": ANSWERING, "what follows it": FOLLOWING}
IN_EVERY_RUN = (("the answer", "502"), ("the answer", "half an answer"), ("what follows it", "401"))
MEETINGS = [
    pytest.param(*one, marks=() if one in IN_EVERY_RUN else pytest.mark.prove) for one in product(ROUTES, TROUBLES)
]


class Trouble:
    """Lets the answer to each act meet one trouble."""

    def __init__(self, stage: StandInStage, trouble: str, request: tuple[str, str]) -> None:
        self.stage = stage
        self._trouble = trouble
        self._request = request
        self.met = 0

    async def with_(self, act: Act) -> Screen:
        """Do it in trouble; once more where nothing answered. What stands on the screen then."""
        fault = switch_on(self.stage.stand_in.faults, self._trouble, self._request)
        try:
            screen = await act()
        except Unanswered:
            screen = Screen("nothing")
        self.met += fault.met > 0
        self.stage.stand_in.faults.clear()
        return screen if screen.kind != "nothing" else await act()


@pytest.mark.parametrize(("route", "trouble"), MEETINGS)
async def test_whatever_people_do_is_done_once_and_they_are_told(group: StandInStage, route: str, trouble: str) -> None:
    await publish(group)
    post, mia, mara = await open_round(group), group.person("mia"), group.person("mara")
    meeting = Trouble(group, trouble, ROUTES[route])
    await _agree_and_answer(meeting, mia, agreement_posts(group)[0], post)
    code = await _raise(meeting, mia)
    await _talk(meeting, mara, mia, code)
    await _beside(meeting, group)
    assert meeting.met > (10 if ROUTES[route] == ANSWERING else 1)
    await group.process.kill()
    async with opened(group.process, group.stand_in.world.guild_id) as disk:
        assert await disk.agreed() == {1: 1}
        assert (await disk.box()).tally(0, 5) == [0, 0, 0, 0, 1]
        assert await disk.stories() == {"what happened": 1}
        assert [len(lines) for lines in (await disk.lines()).values()] == [2]
        assert (await disk.suggestions(), await disk.actions()) == ({"Say it plainer.": 1}, {"We moved it.": 1})
        assert await disk.audit_is_intact()


async def _agree_and_answer(meeting: Trouble, mia: Actor, agreement: Screen, post: Screen) -> None:
    assert "agreed to version 1" in (await meeting.with_(lambda: mia.press(agreement, AGREE))).text
    form = await meeting.with_(lambda: mia.press(post, ANSWER))
    given = {"question1": "Not safe", "question2": "Low"}
    confirmation = await meeting.with_(lambda: mia.submit(form, **given))
    assert "Your answers are in" in confirmation.text
    change = await meeting.with_(lambda: mia.press(confirmation, CHANGE))
    given = {"question1": "Very safe", "question2": "Strong"}
    assert "Your answers are changed" in (await meeting.with_(lambda: mia.submit(change, **given))).text


async def _raise(meeting: Trouble, mia: Actor) -> str:
    """A concern is told and sent at once; its code, wherever it was told first."""
    panel = await meeting.with_(lambda: mia.slash("concern"))
    conflict = await meeting.with_(lambda: mia.press(panel, "Share a concern"))
    form = await meeting.with_(lambda: mia.choose(conflict, "Nobody of them"))
    review = await meeting.with_(lambda: mia.submit(form, **told("what happened")))
    codes = codes_of(mia)
    sent = await meeting.with_(lambda: mia.press(review, "Urgent"))
    assert "Sent." in sent.text
    codes += codes_of(mia)
    await mia.press(sent, "See how it stands")
    assert set(codes) <= {code_of(mia)}
    return code_of(mia)


async def _talk(meeting: Trouble, mara: Actor, mia: Actor, code: str) -> None:
    case = await meeting.with_(lambda: mara.press(cards(meeting.stage)[0], "Open"))
    taken = await meeting.with_(lambda: mara.press(case, "Acknowledge"))
    assert "Acknowledged" in taken.text
    form = await meeting.with_(lambda: mara.press(taken, "Reply"))
    await meeting.with_(lambda: mara.submit(form, opener=OPENER, words="We read it."))
    writing = await mia.press(await look(mia, code), "Reply")
    await meeting.with_(lambda: mia.submit(writing, words="Thank you."))
    assert whole(mia, await look(mia, code)).count("Thank you.") == 1


async def _beside(meeting: Trouble, group: StandInStage) -> None:
    mia, fay, mara = group.person("mia"), group.person("fay"), group.person("mara")
    offered = with_button(mia, await mia.slash("agreement"), "Suggest a change")
    form = await mia.press(offered, "Suggest a change")
    sent = {"about": "The agreement as a whole", "words": "Say it plainer."}
    assert "without your name" in (await meeting.with_(lambda: mia.submit(form, **sent))).text
    doing = await mara.press(await mara.slash("moderate impact"), "Write down what was done")
    done = {"words": "We moved it.", "intent": "That all can come.", "told": ""}
    assert "We moved it." in (await meeting.with_(lambda: mara.submit(doing, **done))).text
    writing = await fay.press(await fay.slash("facilitate reflect"), "Write")
    assert "for you alone" in (await meeting.with_(lambda: fay.submit(writing, words="I was tired."))).text
