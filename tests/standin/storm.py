"""A storm of presses for benchmarks: everything printed beforehand, emitted at a fixed rate, the answers only timed.

Not here: anything a person would see; a storm's messages are kept nowhere.
"""

import asyncio
import contextlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from tests.standin.faults import json_response
from tests.standin.gateway import Gateway
from tests.standin.interactions import COMPONENT, TIME_TO_ACKNOWLEDGE, Interactions, new_token
from tests.standin.payloads import time_text, user
from tests.standin.wire import JsonObject, dump, number, parse_object
from tests.standin.world import Channel, Message, Person, World

PATIENCE = 5.0
"""Seconds for which answers are awaited after the last press."""
DEFERRALS = (5, 6)


@dataclass(frozen=True)
class Press:
    """One person presses a button on a message (kind 3), or submits a form opened from it (kind 5).

    Made by `StandInActor.pressing` and `.submitting` from what is on a screen.
    """

    person: Person
    channel: Channel
    message: Message | None
    data: JsonObject
    kind: int = COMPONENT

    @classmethod
    def button(cls, person: Person, message: Message, custom_id: str) -> "Press":
        """A press on a button with this custom_id, whether or not the message has one."""
        return cls(person, message.channel, message, {"custom_id": custom_id, "component_type": 2, "id": 1})


@dataclass(frozen=True)
class StormResult:
    """Seconds from the emission of each press to its acknowledgement, and to the answer a person can read.

    Both in order of the presses; infinite for what never came, or after the three seconds that Discord allows.
    `lag` is the worst delay of the generator itself against its own schedule, in seconds: a large one means that the
    rate was not reached. `elapsed` is the time from the first emission to the last answer.
    """

    acknowledged: list[float]
    answered: list[float]
    kinds: list[int]
    lag: float
    elapsed: float


class Storm:
    """One storm under way."""

    def __init__(
        self, world: World, gateway: Gateway, interactions: Interactions, presses: Sequence[Press], rate: float
    ) -> None:
        self.gateway = gateway
        self.rate = rate
        self._loop = asyncio.get_running_loop()
        self._places: dict[str, int] = {}
        self._events: list[str] = []
        self._emitted = [math.inf] * len(presses)
        self._acknowledged = [math.inf] * len(presses)
        self._answered = [math.inf] * len(presses)
        self._kinds = [0] * len(presses)
        self._missing = len(presses)
        self._complete = asyncio.Event()
        self._print(world, interactions, presses)
        self._message = dump(_empty_message(world))

    def _print(self, world: World, interactions: Interactions, presses: Sequence[Press]) -> None:
        """Print every event beforehand, its parts once for each person, message and form."""
        frames: dict[tuple[int, int, int, int], str] = {}
        for place, press in enumerate(presses):
            key = (press.person.id, press.channel.id, id(press.message), id(press.data))
            if key not in frames:
                frame = interactions.frame(press.kind, press.person, press.channel, press.data, press.message)
                frames[key] = dump(frame)[1:]
            token = new_token()
            self._places[token] = place
            start = f'"t":"INTERACTION_CREATE","d":{{"id":"{world.snowflake()}","token":"{token}",'
            self._events.append(start + frames[key])

    async def run(self) -> StormResult:
        """Emit everything on schedule, then wait for the answers still missing."""
        start = self._loop.time()
        lag = 0.0
        for place, event in enumerate(self._events):
            due = start + place / self.rate
            if (early := due - self._loop.time()) > 0:
                await asyncio.sleep(early)
            elif place % 32 == 0:
                await asyncio.sleep(0)
            now = self._loop.time()
            lag = max(lag, now - due)
            self._emitted[place] = now
            self.gateway.dispatch_text(event)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._complete.wait(), PATIENCE)
        return self._result(start, lag)

    def _result(self, start: float, lag: float) -> StormResult:
        came = [time for time in self._answered if time < math.inf]
        return StormResult(
            [then - emitted for then, emitted in zip(self._acknowledged, self._emitted, strict=True)],
            [then - emitted for then, emitted in zip(self._answered, self._emitted, strict=True)],
            self._kinds,
            lag,
            max(came, default=start) - start,
        )

    async def answer(self, request: web.BaseRequest, path: str) -> web.Response | None:
        """Time a callback, edit or follow-up that belongs to this storm; None when it belongs to something else."""
        parts = path.split("/")
        place = self._places.get(parts[3]) if len(parts) > 3 and parts[1] in ("interactions", "webhooks") else None
        if place is None:
            return None
        now = self._loop.time()
        text = await request.read()
        if parts[1] == "webhooks":
            self._note_answer(place, now)
            return _json(self._message)
        if now - self._emitted[place] > TIME_TO_ACKNOWLEDGE:
            return json_response(404, {"message": "Unknown interaction", "code": 10062})
        kind = number(parse_object(text if text.startswith(b"{") else _first_part(text)), "type")
        self._acknowledged[place] = now
        self._kinds[place] = kind
        if kind not in DEFERRALS:
            self._note_answer(place, now)
        about = f'{{"interaction":{{"id":"{parts[2]}","type":3}},"resource":{{"type":{kind}'
        return _json(about + (f',"message":{self._message}}}}}' if kind in (4, 5, 7) else "}}"))

    def _note_answer(self, place: int, now: float) -> None:
        if self._answered[place] == math.inf:
            self._answered[place] = now
            self._missing -= 1
            if self._missing == 0:
                self._complete.set()


def _first_part(text: bytes) -> bytes:
    """The JSON with which a request begins that brings files along."""
    return text.split(b"\r\n\r\n", 1)[1].split(b"\r\n--", 1)[0]


def _json(text: str) -> web.Response:
    return web.Response(body=text.encode(), headers={"Content-Type": "application/json"})


def _empty_message(world: World) -> JsonObject:
    made: JsonObject = {"id": str(world.snowflake()), "channel_id": str(world.channel("group").id)}
    made |= {"author": user(world.bot), "timestamp": time_text(world.clock.now()), "edited_timestamp": None}
    made |= {"content": "", "attachments": [], "embeds": [], "components": [], "mentions": [], "mention_roles": []}
    return made | {"tts": False, "mention_everyone": False, "pinned": False, "type": 0, "flags": 64}
