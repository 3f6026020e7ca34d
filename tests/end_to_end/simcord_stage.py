"""The stage on the simulated Discord: the real discord.py and the bot in this very process, nothing on the network.

What people do and see is in `tests.stage`; what they do to the server without the bot (rename a channel, leave, take
no direct messages, refuse requests) is `stage.world`, see `bot/rehearsal/simulator/world.py`.
"""

from collections.abc import Callable, Coroutine, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

import discord

from bot.rehearsal.cast import START
from bot.rehearsal.simulator import Answer, CannotDo, Request, Shown, Simulation
from bot.rehearsal.simulator.world import World
from tests.screen import (
    FIELDS,
    SELECTS,
    Component,
    NotOnScreen,
    Payload,
    Screen,
    controls,
    option_labels,
    option_value,
    words,
)
from tests.stage import File, Unanswered, Value, is_file

NOTHING = Screen("nothing")
ENTITY_SELECTS = SELECTS - {Component.STRING_SELECT}
Check = Callable[[Request], None]
"""Looks at one request of the bot's, and raises AssertionError when Discord would refuse it."""


class SimcordActor:
    """One person on the simulated Discord."""

    def __init__(self, stage: "SimcordStage", name: str) -> None:
        self._stage = stage
        self._name = name
        self._more: list[Screen] = []
        self.channel = "group"

    @property
    def name(self) -> str:
        return self._name

    @property
    def more(self) -> list[Screen]:
        return list(self._more)

    async def slash(self, command: str, /, **options: Value) -> Screen:
        people = self._stage.simulation.people
        return await self._act(people.slash(self._name, command, self.channel, **options))

    async def complete(self, command: str, option: str, typed: str, /, **others: Value) -> list[str]:
        people = self._stage.simulation.people
        with _as_seen():
            return await people.complete(self._name, command, option, typed, self.channel, **others)

    async def press(self, screen: Screen, label: str) -> Screen:
        custom_id = screen.custom_id(label)
        return await self._act(self._stage.simulation.people.press(self._name, _shown(screen), custom_id))

    async def choose(self, screen: Screen, *labels: str) -> Screen:
        select = _select_with(screen, labels)
        chosen = labels if select.get("type") in ENTITY_SELECTS else [option_value(select, one) for one in labels]
        people = self._stage.simulation.people
        return await self._act(people.choose(self._name, _shown(screen), words(select, "custom_id"), chosen))

    async def submit(self, form: Screen, /, **values: str | Sequence[str] | File) -> Screen:
        fields = {words(one, "custom_id"): one for one in controls(form.payload, FIELDS)}
        filled = {name: _filled(_field(fields, name), value) for name, value in values.items()}
        return await self._act(self._stage.simulation.people.submit(self._name, _shown(form), filled))

    async def menu(self, screen: Screen, command: str) -> Screen:
        return await self._act(self._stage.simulation.people.menu(self._name, _shown(screen), command))

    async def say(self, text: str, *files: File) -> Screen:
        """Post an ordinary message in this person's channel."""
        people = self._stage.simulation.people
        screen = _screen(await people.say(self._name, text, channel=self.channel, files=files))
        self._stage.check()
        return screen

    async def _act(self, action: Coroutine[object, object, Answer]) -> Screen:
        with _as_seen():
            answer = await action
        self._stage.check()
        if not answer.answered:
            raise Unanswered(self._name)
        self._more = [_screen(shown) for shown in answer.more]
        return _screen(answer.first) if answer.first is not None else NOTHING


class SimcordStage:
    """One server with its cast and the bot that `factory` makes; `check` sees every request of the bot's once."""

    def __init__(
        self, factory: Callable[[], discord.Client], *, check: Check | None = None, start: datetime = START
    ) -> None:
        self.simulation = Simulation(factory, start=start)
        self._check = check
        self._checked = 0
        self._actors: dict[str, SimcordActor] = {}

    async def __aenter__(self) -> Self:
        await self.simulation.__aenter__()
        self.check()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.simulation.__aexit__(kind, error, trace)
        if kind is None:
            self.check()
            escaped = self.simulation.errors
            if escaped:
                raise BaseExceptionGroup("errors escaped from the bot's handlers", escaped)

    @property
    def world(self) -> World:
        """What people do to the server without the bot. Call `settle` afterwards."""
        return self.simulation.world

    @property
    def names(self) -> list[str]:
        """Of everybody who has done something here."""
        return list(self._actors)

    @property
    def requests_so_far(self) -> int:
        """How many requests of the bot's have been looked at: all, after each action."""
        return self._checked

    def check(self) -> None:
        """Look at the requests that came since the last look."""
        fresh = self.simulation.requests_after(self._checked)
        self._checked += len(fresh)
        if self._check is not None:
            for request in fresh:
                self._check(request)

    def person(self, name: str) -> SimcordActor:
        self.world.person(name)
        return self._actors.setdefault(name, SimcordActor(self, name))

    def join(self, name: str, joined_days_ago: int = 30) -> SimcordActor:
        self.world.join(name, joined_days_ago=joined_days_ago)
        return self.person(name)

    def now(self) -> datetime:
        """The simulated moment, aware, in UTC."""
        return self.simulation.now()

    async def settle(self) -> None:
        """Wait until the bot has done all it can do now."""
        await self.simulation.settle()
        self.check()

    async def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        await self.simulation.advance(timedelta(days=days, hours=hours, minutes=minutes))
        self.check()

    async def restart(self, *, kill: bool = False) -> None:
        """Stop the bot and start it again; here `kill` is no different (the stand-in kills a real process)."""
        await self.simulation.restart()
        self.check()

    def posts(self, channel: str) -> list[Screen]:
        return [_screen(shown) for shown in self.world.messages(self.world.channel(channel))]

    def pinned(self, channel: str) -> list[Screen]:
        return [screen for screen in self.posts(channel) if screen.payload.get("pinned")]

    def direct(self, name: str) -> list[Screen]:
        return [_screen(shown) for shown in self.world.direct(name)]

    def opened(self, screen: Screen, name: str) -> bytes:
        return self.world.file(screen.address(name))


def _screen(shown: Shown) -> Screen:
    kind = "form" if shown.form else "message"
    return Screen(kind, shown.private, shown.payload, shown.channel, handle=shown)


def _shown(screen: Screen) -> Shown:
    if not isinstance(screen.handle, Shown):
        raise NotOnScreen("there is nothing on this screen to act on")
    return screen.handle


@contextmanager
def _as_seen() -> Generator[None]:
    try:
        yield
    except CannotDo as error:
        raise NotOnScreen(str(error)) from error


def _select_with(screen: Screen, labels: Sequence[str]) -> Payload:
    selects = controls(screen.payload, SELECTS)
    for select in selects:
        if select.get("type") in ENTITY_SELECTS or set(labels) <= set(option_labels(select)):
            return select
    message = f"no select offers {list(labels)}: {screen.choices()}"
    raise NotOnScreen(message)


def _field(fields: Mapping[str, Payload], name: str) -> Payload:
    if name not in fields:
        message = f"no field {name!r} among {list(fields)}"
        raise NotOnScreen(message)
    return fields[name]


def _filled(control: Payload, value: str | Sequence[str] | File) -> str | Sequence[str] | File:
    """What the form sends for a value given as a person sees it."""
    kind = control.get("type")
    if is_file(value):
        return value
    if kind == Component.TEXT_INPUT or kind in ENTITY_SELECTS:
        return value
    if kind == Component.RADIO_GROUP:
        return option_value(control, value if isinstance(value, str) else value[0])
    return [option_value(control, str(one)) for one in ([value] if isinstance(value, str) else value)]
