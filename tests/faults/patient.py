"""A person who, when nothing answers or nothing could be saved, does the very same once more, as they are asked to.

They press the same button on the same message, and submit the same form: what Discord leaves on the screen.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

from tests.screen import Screen
from tests.stage import File, NotOnScreen, Unanswered, Value
from tests.standin.actor import StandInActor, as_seen
from tests.standin.world import Message

AGAIN = ("I could not save that", "cannot tell whether that was saved", "took longer than Discord waits")
"""What they are told who are asked to do it again."""
TOLD = "told to try again: "


class Patient:
    """An `Actor` around another one. `unanswered` counts what has to be done again, by what was done."""

    def __init__(self, actor: StandInActor, is_up: asyncio.Event, unanswered: Counter[str]) -> None:
        self.channel = actor.channel
        self._actor = actor
        self._is_up = is_up
        self._unanswered = unanswered

    @property
    def name(self) -> str:
        return self._actor.name

    @property
    def more(self) -> list[Screen]:
        return self._actor.more

    async def slash(self, command: str, /, **options: Value) -> Screen:
        return await self._until_answered(f"/{command}", lambda: self._actor.slash(command, **options))

    async def complete(self, command: str, option: str, typed: str, /, **others: Value) -> list[str]:
        return await self._actor.complete(command, option, typed, **others)

    async def press(self, screen: Screen, label: str) -> Screen:
        return await self._until_answered(label, lambda: self._actor.press(screen, label), screen)

    async def choose(self, screen: Screen, *labels: str) -> Screen:
        return await self._until_answered("choice", lambda: self._actor.choose(screen, *labels), screen)

    async def submit(self, form: Screen, /, **values: str | Sequence[str] | File) -> Screen:
        assert form.kind == "form", form.text
        title = str(form.payload["title"])
        return await self._until_answered(f"form {title}", lambda: self._actor.submit(form, **values))

    async def menu(self, screen: Screen, command: str) -> Screen:
        return await self._until_answered(command, lambda: self._actor.menu(screen, command))

    async def say(self, text: str, *files: File) -> Screen:
        return await self._actor.say(text, *files)

    async def _until_answered(
        self, what: str, act: Callable[[], Awaitable[Screen]], before: Screen | None = None
    ) -> Screen:
        tried = False
        while True:
            await self._is_up.wait()
            try:
                answer = await act()
            except Unanswered:
                answer = None
            except NotOnScreen:
                # The answer had arrived after all, just when the bot died: it took the place of the buttons.
                if not tried or before is None or not isinstance(before.handle, Message):
                    raise
                return as_seen(before.handle)
            is_told = answer is not None and any(words in answer.text for words in AGAIN)
            if answer is not None and answer.kind != "nothing" and not is_told:
                return answer
            tried = True
            self._unanswered[f"{TOLD}{what}" if is_told else what] += 1
