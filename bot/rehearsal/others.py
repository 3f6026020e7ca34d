"""Lets eight invented members answer the open check-in, so that one person alone can see a published result."""

from bot.rehearsal import cast
from bot.rehearsal.opening import button, has_button
from bot.rehearsal.simulator import Shown, Simulation
from bot.rehearsal.simulator.people import CannotDo
from bot.rehearsal.simulator.wire import Kind, Payload, controls, objects, text
from cogs.checkin.ids import OPEN

MOODS = (0.9, 0.6, 0.75, 0.3, 1.0, 0.5, 0.1, 0.7)
"""How well each of the eight is, from 0 (worst answer) to 1 (best): most are well, two are not."""


async def let_others_answer(simulation: Simulation, me: str) -> int:
    """Eight members other than `me` answer every check-in they can; returns how many answers were taken."""
    others = [name for name in cast.MEMBERS if name != me][: len(MOODS)]
    taken = 0
    for post in _open_posts(simulation):
        for name, mood in zip(others, MOODS, strict=True):
            taken += await _answer(simulation, name, post, mood)
    return taken


def _open_posts(simulation: Simulation) -> list[Shown]:
    world = simulation.world
    posts = world.messages(world.channel(cast.GROUP))
    return [post for post in posts if has_button(post, OPEN)]


async def _answer(simulation: Simulation, name: str, post: Shown, mood: float) -> bool:
    """One member answers; False if the bot took no answer (answered already, closed)."""
    opened = await simulation.people.press(name, post, button(post, OPEN))
    if opened.first is None or not opened.first.form:
        return False
    filled = {
        custom_id: _chosen(control, mood)
        for custom_id, control in controls(opened.first.payload).items()
        if control.get("type") in (Kind.RADIO_GROUP, Kind.STRING_SELECT)
    }
    try:
        return (await simulation.people.submit(name, opened.first, filled)).answered
    except CannotDo:
        return False


def _chosen(control: Payload, mood: float) -> str:
    """The option that fits the mood: options run from worst to best, and the last one passes the question."""
    values = [text(option, "value") for option in objects(control, "options")]
    return values[round(mood * (len(values) - 2))]
