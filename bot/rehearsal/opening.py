"""What has happened in the invented group before the page opens: set up through the very commands of a real group."""

from collections.abc import Mapping

from bot.rehearsal import cast
from bot.rehearsal.simulator import Answer, Shown, Simulation
from bot.rehearsal.simulator.wire import components, text
from bot.ui.words import Words

TIMEZONE, COUNTRY = "Europe/London", "GB"
TALK = {"theo": "rehearsal-said-theo", "ines": "rehearsal-said-ines", "sam": "rehearsal-said-sam"}
"""Who said what, as keys of the words; the last one is something to raise a concern about."""


class NotAnswered(Exception):
    """The bot did not answer as it does in a real group: the rehearsal cannot open."""


async def open_group(simulation: Simulation, words: Words) -> None:
    """Let some members talk, set the group up, enrol two moderators, and publish the agreement.

    Raises:
        NotAnswered: a command or button did not lead where it should.
    """
    people = simulation.people
    for name, said in TALK.items():
        await people.say(name, words(said))
    await people.slash("ada", "setup start", **_setup_options(words))
    for name in (staff.name for staff in cast.STAFF if staff.role == cast.MODERATORS):
        await press(simulation, name, find_post(simulation, cast.MODERATORS_ROOM, "enrol:take"), "enrol:take")
    answer = await people.slash("fay", "facilitate agreement publish")
    await press(simulation, "fay", with_button(answer, "agreement:publish"), "agreement:publish")


def _setup_options(words: Words) -> Mapping[str, str]:
    return {
        "moderators": cast.MODERATORS,
        "facilitators": cast.FACILITATORS,
        "moderator_channel": cast.MODERATORS_ROOM,
        "facilitator_channel": cast.FACILITATORS_ROOM,
        "group_channel": cast.GROUP,
        "timezone": TIMEZONE,
        "country": COUNTRY,
        "outside_contact": words("rehearsal-outside-contact"),
    }


async def press(simulation: Simulation, name: str, shown: Shown, action: str) -> Answer:
    """Press the button that does this action (the beginning of its custom_id, such as "enrol:take")."""
    return await simulation.people.press(name, shown, button(shown, action))


def button(shown: Shown, action: str) -> str:
    """The custom_id of the first button for this action that can be pressed.

    Raises:
        NotAnswered: there is none.
    """
    for one in components(shown.payload):
        if text(one, "custom_id").startswith(action) and not one.get("disabled"):
            return text(one, "custom_id")
    raise NotAnswered(action)


def with_button(answer: Answer, action: str) -> Shown:
    """The message of an answer that has a button for this action.

    Raises:
        NotAnswered: none has.
    """
    for shown in (answer.first, *answer.more):
        if shown is not None and has_button(shown, action):
            return shown
    raise NotAnswered(action)


def find_post(simulation: Simulation, channel: str, action: str) -> Shown:
    """The newest post in a channel that has a button for this action.

    Raises:
        NotAnswered: none has.
    """
    for shown in reversed(simulation.world.messages(simulation.world.channel(channel))):
        if has_button(shown, action):
            return shown
    raise NotAnswered(action)


def has_button(shown: Shown, action: str) -> bool:
    """Whether a message has a button for this action that can be pressed."""
    return any(
        text(one, "custom_id").startswith(action) and not one.get("disabled") for one in components(shown.payload)
    )
