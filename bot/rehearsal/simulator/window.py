"""The window onto one channel as one person sees it, drawn by simcord's preview. Only one is open at a time.

The page around it is `bot.rehearsal.hub`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import simcord
from simcord import Preview

from bot.rehearsal import cast
from bot.rehearsal.simulator import patches
from bot.rehearsal.simulator.simulation import Simulation

PATIENCE_SECONDS, PAUSE_SECONDS = 5.0, 0.05
"""How long to wait for an action that somebody has under way in the window, and how often to look."""

Result = TypeVar("Result")


class Busy(Exception):
    """Something else is still under way in the simulated Discord."""


class Window:
    """Opens and closes the preview; only the page at `origin` may hold it in a frame."""

    def __init__(self, simulation: Simulation, origin: str, *, timezone: str, css: str, script: str) -> None:
        """Make a window.

        Args:
            simulation: what it looks into.
            origin: of the page that may hold it in a frame.
            timezone: IANA name, for the times of messages.
            css: added to the preview's own style.
            script: added to the preview's own script.
        """
        patches.frame_preview(origin, {"/preview.css": css, "/app.js": script})
        self._simulation = simulation
        self._timezone = timezone
        self._open: Preview | None = None

    async def show(self, name: str, channel: str) -> str:
        """Show a channel, or "direct", as this person sees it; returns the address to put into the frame.

        Raises:
            Busy: another action goes on and on.
        """
        await self.close()
        world = self._simulation.world
        person = world.person(name)
        is_direct = channel == cast.DIRECT
        place = world.direct_channel(name) if is_direct else world.channel(channel)
        preview = await when_free(
            lambda: _opened(
                world.env.preview(
                    place,
                    viewers=[person.user if is_direct else person],
                    layout="channel",
                    locale="en-GB",
                    timezone=self._timezone,
                )
            )
        )
        self._open = preview
        return preview.url

    async def close(self) -> None:
        """Close the window, if one is open."""
        if self._open is not None:
            await self._open.close()
            self._open = None


async def _opened(preview: Preview) -> Preview:
    return await preview.__aenter__()


async def when_free(action: Callable[[], Awaitable[Result]]) -> Result:
    """Do something that simcord allows only while nothing else is under way.

    Raises:
        Busy: it did not become free within `PATIENCE_SECONDS`.
    """
    for _ in range(round(PATIENCE_SECONDS / PAUSE_SECONDS)):
        try:
            return await action()
        except simcord.SetupError as error:
            if "overlaps" not in str(error):
                raise
        await asyncio.sleep(PAUSE_SECONDS)
    raise Busy
