"""Where members' pictures are made clean: in a process for each, ended with it, so that none meets another's.

Not here: how it is done (`cleaning`), and what is refused before (`bot.services.images`).
"""

from typing import Final, final

from bot.core.picture import MOST_KEPT, Unfit, kind_of
from bot.ui.workroom import Workroom

PATIENCE_SECONDS: Final = 20.0
_PROGRAM: Final = "bot.ui.images.worker"


@final
class ImageRoom:
    """Cleans one picture after the other. To be closed."""

    def __init__(self, patience: float = PATIENCE_SECONDS, program: str = _PROGRAM) -> None:
        """Start nothing yet. `patience`: seconds for one picture."""
        self._room = Workroom(program, idle=0, patience=patience)

    async def clean(self, data: bytes) -> bytes | Unfit:
        """The picture anew, as a JPEG or PNG of at most `MOST_KEPT` bytes and `LONGEST_EDGE` pixels; or why not."""
        answer = await self._room.ask(data) or Unfit.UNREADABLE.value
        if answer in {unfit.value for unfit in Unfit}:
            return Unfit(answer)
        # The other process read a stranger's bytes: what it says is looked at again.
        fits = kind_of(answer) is not None and len(answer) <= MOST_KEPT
        return answer if fits else Unfit.UNREADABLE

    async def close(self) -> None:
        """End the process; whoever still waits is told that the picture could not be read."""
        await self._room.close()
