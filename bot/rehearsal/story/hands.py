"""What people of the story do, one action each: answer, raise a concern, read and answer one.

Not here: when they do it (`playing.py`) and what is written down of it (`notebook.py`).
"""

import re
from collections.abc import Mapping
from typing import Final

from bot.rehearsal import cast
from bot.rehearsal.opening import NotAnswered, find_post, has_button, press, with_button
from bot.rehearsal.others import answer_as
from bot.rehearsal.simulator import Answer, Shown, Simulation
from bot.rehearsal.simulator.wire import components, controls, objects, text
from cogs.checkin.ids import OPEN
from cogs.concern.pages import NOBODY
from cogs.moderate import impact_forms
from cogs.moderate.forms import OWN_WORDS

_ONE_MORE: Final = "question3"
"""The field of the question that stands below the two of the weekly pulse."""
_LABEL: Final = re.compile(r"\b[0-9A-Z]{6}\b")
_CODE: Final = re.compile(r"`?([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]{2})`?")


async def plan_weekly(simulation: Simulation) -> None:
    """Fay has the weekly pulse open every Monday at six in the evening, for two days, with a reminder."""
    people = simulation.people
    shown = _first(await people.slash("fay", "facilitate checkin schedule"))
    shown = _first(await people.choose("fay", shown, _control(shown, "checkin-schedule:days"), ["0"]))
    form = _first(await press(simulation, "fay", shown, "checkin-schedule:times"))
    filled = {"at": "18:00", "hours": "48", "reminder": "24"}
    shown = _first(await people.submit("fay", form, filled))
    await press(simulation, "fay", shown, "checkin-schedule:save")


async def answer_all(
    simulation: Simulation, moods: Mapping[str, float], helped: Mapping[str, float] | None = None
) -> Shown:
    """Everybody answers the check-in that is open, each as they are; its post is returned.

    `helped` is what each says to the question whether what was done helped, in a week that asks it.
    """
    post = find_post(simulation, cast.GROUP, OPEN)
    for name, mood in moods.items():
        otherwise = {} if helped is None else {_ONE_MORE: helped[name]}
        if not await answer_as(simulation, name, post, (mood, ""), otherwise):
            raise NotAnswered(OPEN)
    return post


async def open_form(simulation: Simulation, name: str) -> Shown:
    """The form of the open check-in as somebody gets it, who then closes it."""
    return _first(await press(simulation, name, find_post(simulation, cast.GROUP, OPEN), OPEN))


async def raise_concern(simulation: Simulation, name: str, told: Mapping[str, str]) -> tuple[Shown, str]:
    """Somebody raises a concern and sends it; the page they saw before *Send*, and their code."""
    people = simulation.people
    panel = await people.slash(name, "concern")
    whom = _first(await press(simulation, name, with_button(panel, "concern:share"), "concern:share"))
    form = _first(await people.choose(name, whom, _control(whom, "concern:about"), [NOBODY]))
    review = await people.submit(name, form, dict(told))
    page = with_button(review, "concern:send")
    sent = await press(simulation, name, page, "concern:send")
    return page, _code(sent)


async def take_up(simulation: Simulation, name: str, words: str) -> list[Shown]:
    """A moderator opens every card in their channel, acknowledges it and answers; what they read."""
    read: list[Shown] = []
    while True:
        try:
            card = find_post(simulation, cast.MODERATORS_ROOM, "case:open:")
        except NotAnswered:
            return read
        case = _first(await press(simulation, name, card, "case:open:"))
        read.append(case)
        case = _first(await press(simulation, name, case, "case:acknowledge:"))
        await reply(simulation, name, case, words, "heard")


async def reply(simulation: Simulation, name: str, case: Shown, words: str, opener: str = OWN_WORDS) -> None:
    """A moderator writes to whoever raised a case."""
    form = _first(await press(simulation, name, case, "case:reply:"))
    await simulation.people.submit(name, form, {"opener": opener, "words": words})


async def close(simulation: Simulation, name: str, case: Shown, filled: Mapping[str, str]) -> None:
    """A moderator closes a case that was read before."""
    form = _first(await press(simulation, name, case, "case:close:"))
    await simulation.people.submit(name, form, {one: filled[one] for one in controls(form.payload) if one in filled})


async def tell_what_was_heard(simulation: Simulation, name: str, heard: str, will_do: str) -> Shown:
    """A facilitator tells the group what was heard in the last result; the post."""
    people = simulation.people
    listed = _first(await people.slash(name, "facilitate heard", cast.FACILITATORS_ROOM))
    choice = _control(listed, "heard:show")
    latest = text(objects(controls(listed.payload)[choice], "options")[0], "value")
    draft = _first(await people.choose(name, listed, choice, [latest]))
    form = _first(await press(simulation, name, draft, "heard:edit:"))
    preview = _first(await people.submit(name, form, {"heard": heard, "will_do": will_do}))
    await press(simulation, name, preview, "heard:post:")
    return simulation.world.messages(simulation.world.channel(cast.GROUP))[-1]


async def look_back(simulation: Simulation, name: str, code: str) -> Answer:
    """Somebody looks with their code for what became of their concern."""
    panel = await simulation.people.slash(name, "concern")
    form = _first(await press(simulation, name, with_button(panel, "concern:code"), "concern:code"))
    return await simulation.people.submit(name, form, {"code": code})


async def say_whether_it_helped(simulation: Simulation, name: str, way: Shown, said: Mapping[str, str]) -> Shown:
    """Somebody who looks at their closed concern says whether the response helped; what they read then."""
    form = _first(await press(simulation, name, way, "way:helped"))
    return _first(await simulation.people.submit(name, form, said))


async def read_again(simulation: Simulation, name: str, case: Shown) -> Shown:
    """A moderator opens a case by its label once more."""
    label = next(found[0] for one in components(case.payload) if (found := _LABEL.search(text(one, "content"))))
    return _first(await simulation.people.slash(name, "moderate case", cast.MODERATORS_ROOM, label=label))


async def write_down(simulation: Simulation, name: str, told: Mapping[str, str]) -> Shown:
    """Somebody of the staff writes down what was done, and confirms what the group was told; the preview."""
    listed = _first(await simulation.people.slash(name, "moderate impact", cast.MODERATORS_ROOM))
    form = _first(await press(simulation, name, listed, impact_forms.NEW))
    preview = _first(await simulation.people.submit(name, form, dict(told)))
    await press(simulation, name, preview, f"{impact_forms.FEATURE}:ask")
    return preview


async def look_at_what_came(simulation: Simulation, name: str) -> Shown:
    """Somebody of the staff looks at what was written down last."""
    listed = _first(await simulation.people.slash(name, "moderate impact", cast.MODERATORS_ROOM))
    choice = _control(listed, impact_forms.SHOW)
    latest = text(objects(controls(listed.payload)[choice], "options")[0], "value")
    return _first(await simulation.people.choose(name, listed, choice, [latest]))


def marked(shown: Shown, *prefixes: str) -> bool:
    """Whether a message has a button of one of these kinds."""
    return any(has_button(shown, prefix) for prefix in prefixes)


def _first(answer: Answer) -> Shown:
    if answer.first is None:
        raise NotAnswered("nothing")
    return answer.first


def _control(shown: Shown, prefix: str) -> str:
    found = next((one for one in controls(shown.payload) if one.startswith(prefix)), None)
    if found is None:
        raise NotAnswered(prefix)
    return found


def _code(answer: Answer) -> str:
    shown = [one for one in (answer.first, *answer.more) if one is not None]
    for piece in (text(one, "content") for each in shown for one in components(each.payload)):
        found = _CODE.fullmatch(piece.strip())
        if found is not None:
            return found[1]
    raise NotAnswered("code")
