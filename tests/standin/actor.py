"""One person before the real bot process: acts through the stand-in and reads what the bot answered.

Not here: the server and the bot's life (stage.py).
"""

from collections.abc import Sequence
from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING

from tests.screen import SELECTS, Component, Screen, controls, option_labels, words
from tests.stage import File, NotOnScreen, Unanswered, Value
from tests.standin import form_data
from tests.standin.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, FORM, Interaction
from tests.standin.resolved import Resolved
from tests.standin.storm import Press
from tests.standin.wire import JsonObject, as_object, number
from tests.standin.world import DIRECT, LOADING, Channel, Message, Person

if TYPE_CHECKING:
    from tests.standin.stage import StandInStage

NOTHING = Screen("nothing")


class StandInActor:
    """One person of the stage."""

    def __init__(self, stage: "StandInStage", person: Person) -> None:
        self.channel = "group"
        self._stage = stage
        self._person = person
        self._more: list[Screen] = []

    @property
    def name(self) -> str:
        return self._person.name

    @property
    def more(self) -> list[Screen]:
        return list(self._more)

    async def slash(self, command: str, /, **options: Value) -> Screen:
        channel = self._here()
        data = self._stage.stand_in.commands.used(self._person, channel, command, options)
        return await self._act(COMMAND, channel, data)

    async def complete(self, command: str, option: str, typed: str, /, **others: Value) -> list[str]:
        channel = self._here()
        given = {**others, option: typed}
        data = self._stage.stand_in.commands.typed(self._person, channel, command, given, option)
        interaction = self._happen(AUTOCOMPLETE, channel, data)
        await self._stage.until_answered(interaction)
        return [words(choice, "name") for choice in interaction.choices]

    async def press(self, screen: Screen, label: str) -> Screen:
        return await self._carry_out(self.pressing(screen, label))

    async def choose(self, screen: Screen, *labels: str) -> Screen:
        message = self._seen(screen)
        select = _select_with(message, labels)
        data = form_data.selected(select, labels, Resolved(self._stage.stand_in.world, self._person))
        return await self._act(COMPONENT, message.channel, data, message)

    async def submit(self, form: Screen, /, **values: str | Sequence[str] | File) -> Screen:
        return await self._carry_out(self.submitting(form, **values))

    async def menu(self, screen: Screen, command: str) -> Screen:
        message = self._seen(screen)
        data = self._stage.stand_in.commands.used_on(self._person, message, command)
        return await self._act(COMMAND, message.channel, data)

    async def say(self, text: str, *files: File) -> Screen:
        messages = self._stage.stand_in.messages
        message = messages.create(self._here(), self._person, {"content": text}, files=dict(files))
        return as_seen(message)

    def pressing(self, screen: Screen, label: str) -> Press:
        """The press itself, not yet done: for a storm."""
        custom_id = screen.custom_id(label)
        message = self._seen(screen)
        for one in controls(message.payload, frozenset({Component.BUTTON})):
            if words(one, "custom_id") == custom_id:
                data: JsonObject = {"custom_id": custom_id, "component_type": 2, "id": one["id"]}
                return Press(self._person, message.channel, message, data)
        raise NotOnScreen(f"the button {label!r} has gone")

    def submitting(self, form: Screen, /, **values: str | Sequence[str] | File) -> Press:
        """The submission itself, not yet done: for a storm. The form may have been opened by somebody else."""
        opened = form.handle
        if not isinstance(opened, Interaction) or opened.form is None:
            raise NotOnScreen("this is no form")
        stand_in = self._stage.stand_in
        resolved = Resolved(stand_in.world, self._person, partial(stand_in.messages.stored, opened.channel))
        data = form_data.submitted(opened.form, values, resolved)
        source = None if opened.source is None or opened.source.gone else opened.source
        return Press(self._person, opened.channel, source, data, FORM)

    async def _carry_out(self, press: Press) -> Screen:
        return await self._act(press.kind, press.channel, press.data, press.message)

    def _here(self) -> Channel:
        return self._stage.stand_in.world.channel(self.channel)

    def _seen(self, screen: Screen) -> Message:
        message = screen.handle
        if not isinstance(message, Message) or message.gone:
            raise NotOnScreen("the message has gone")
        return message

    def _happen(self, kind: int, channel: Channel, data: JsonObject, source: Message | None = None) -> Interaction:
        return self._stage.stand_in.interactions.happen(kind, self._person, channel, data, source)

    async def _act(self, kind: int, channel: Channel, data: JsonObject, source: Message | None = None) -> Screen:
        interaction = self._happen(kind, channel, data, source)
        await self._stage.until_answered(interaction)
        return self._read(interaction)

    def _read(self, interaction: Interaction) -> Screen:
        """The answer's own screen first; without one, the first follow-up is it."""
        further = [as_seen(message) for message in interaction.followups if not message.gone]
        first = _answer(interaction) or (further.pop(0) if further else NOTHING)
        self._more = further
        return first


def _answer(interaction: Interaction) -> Screen | None:
    if interaction.form is not None:
        name = "direct" if interaction.channel.kind == DIRECT else interaction.channel.name
        return Screen("form", private=True, payload=deepcopy(interaction.form), channel=name, handle=interaction)
    shown = interaction.shown
    if shown is None or shown.gone:
        return None
    if number(shown.payload, "flags") & LOADING:
        raise Unanswered("the bot is still thinking")
    return as_seen(shown)


def as_seen(message: Message) -> Screen:
    """The message as it stands now."""
    name = "direct" if message.channel.kind == DIRECT else message.channel.name
    private = message.reader is not None
    return Screen("message", private=private, payload=deepcopy(message.payload), channel=name, handle=message)


def _select_with(message: Message, labels: Sequence[str]) -> JsonObject:
    for select in controls(message.payload, SELECTS):
        if select["type"] != Component.STRING_SELECT or set(labels) <= set(option_labels(select)):
            return as_object(select)
    raise NotOnScreen(f"no select offers {list(labels)}")
