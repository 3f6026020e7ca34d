"""Listens to what the bot says while time passes and nobody acts; what it hears is in `bot/rehearsal/unasked.py`."""

from zoneinfo import ZoneInfo

from bot.rehearsal.unasked import Kind, Said, posted
from tests.end_to_end.simcord_stage import SimcordStage

__all__ = ["Kind", "Listener", "Said"]


class Listener:
    """Hears what the bot says while the clock moves and nobody acts."""

    def __init__(self, stage: SimcordStage, zone: str) -> None:
        self._stage = stage
        self._zone = ZoneInfo(zone)
        self.said: list[Said] = []

    async def pass_time(self, *, days: float = 0, hours: float = 0) -> None:
        """Let time pass, during which nobody does anything."""
        before = self._stage.requests_so_far
        await self._stage.advance(days=days, hours=hours)
        self._listen(before)

    async def restart(self) -> None:
        """Stop the bot and start it, and hear what it says by itself then."""
        before = self._stage.requests_so_far
        await self._stage.restart()
        await self._stage.settle()
        self._listen(before)

    def _listen(self, before: int) -> None:
        self.said += posted(self._stage.simulation, before, self._zone)
