"""The very same bot as `run` starts, for a clock that is moved by hand."""

from datetime import timedelta
from typing import Final

from bot.app import CommonGround, create_bot
from config.pace import Pace
from config.settings import Settings

STANDING_STILL: Final = Pace(
    longest_sleep=timedelta(days=1).total_seconds(),
    longest_gathering=0.0,
    picture_idle=timedelta(days=1000).total_seconds(),
)
"""No machine sleeps here and no clock jumps; a pause for company would wait for a clock that stands still."""


def create_rehearsed_bot(settings: Settings) -> CommonGround:
    """The bot with these settings, not yet started."""
    return create_bot(settings, pace=STANDING_STILL)
