"""Lets eight invented members answer the open check-in, so that one person alone can see a published result."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.rehearsal import cast
from bot.rehearsal.opening import button, has_button
from bot.rehearsal.simulator import Shown, Simulation
from bot.rehearsal.simulator.people import CannotDo
from bot.rehearsal.simulator.wire import Kind, Payload, controls, objects, text
from bot.ui.words import Words
from cogs.checkin.ids import OPEN

MOODS = (0.9, 0.6, 0.75, 0.3, 1.0, 0.5, 0.1, 0.7)
"""How well each of the eight is, from 0 (worst answer) to 1 (best): most are well, two are not."""
_NONE: Final[Mapping[str, float]] = MappingProxyType({})


async def let_others_answer(simulation: Simulation, me: str, words: Words) -> int:
    """Eight members other than `me` answer every check-in they can; returns how many answers were taken.

    The first ones of the cast are left to the person at the keyboard, who may be one of them later.
    Where a comment can be left, each leaves one of the catalogue.
    """
    others = [name for name in cast.MEMBERS if name != me][-len(MOODS) :]
    taken = 0
    for post in _open_posts(simulation):
        for number, (name, mood) in enumerate(zip(others, MOODS, strict=True), start=1):
            comment = words(f"rehearsal-comment-{number}")
            taken += await answer_as(simulation, name, post, (mood, comment))
    return taken


def _open_posts(simulation: Simulation) -> list[Shown]:
    world = simulation.world
    posts = world.messages(world.channel(cast.GROUP))
    return [post for post in posts if has_button(post, OPEN)]


async def answer_as(
    simulation: Simulation, name: str, post: Shown, said: tuple[float, str], otherwise: Mapping[str, float] = _NONE
) -> bool:
    """One member answers; False if the bot took no answer (answered already, closed).

    `said` is their mood and their comment; `otherwise` the mood in which some questions are answered instead, by field.
    """
    opened = await simulation.people.press(name, post, button(post, OPEN))
    if opened.first is None or not opened.first.form:
        return False
    mood, comment = said
    filled = {
        custom_id: comment
        if control.get("type") == Kind.TEXT_INPUT
        else _chosen(control, otherwise.get(custom_id, mood))
        for custom_id, control in controls(opened.first.payload).items()
    }
    try:
        return (await simulation.people.submit(name, opened.first, filled)).answered
    except CannotDo:
        return False


def _chosen(control: Payload, mood: float) -> str:
    """The option that fits the mood: options run from worst to best, and the last one passes the question."""
    values = [text(option, "value") for option in objects(control, "options")]
    return values[round(mood * (len(values) - 2))]
