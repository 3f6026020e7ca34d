"""Where charts are drawn: a process beside the bot. Not here: how it comes and goes (`workroom`), how it is drawn."""

from typing import Final, final

from bot.ui.charts.chart import Chart, to_json
from bot.ui.workroom import Workroom

IDLE_SECONDS: Final = 60.0
PATIENCE_SECONDS: Final = 30.0
_PROGRAM: Final = "bot.ui.charts.worker"


@final
class ChartRoom:
    """Draws one chart after the other. To be closed."""

    def __init__(self, idle: float = IDLE_SECONDS, patience: float = PATIENCE_SECONDS) -> None:
        """Start nothing yet; what the seconds are for: `Workroom`."""
        self._room = Workroom(_PROGRAM, idle, patience)

    async def draw(self, chart: Chart) -> bytes | None:
        """The chart as a PNG; None if it cannot be drawn or takes too long, and the page goes without it."""
        return await self._room.ask(to_json(chart))

    async def close(self) -> None:
        """End the process; whoever still waits for a picture goes without."""
        await self._room.close()
