"""The very same bot as `run` starts, for a clock that is moved by hand."""

from datetime import timedelta

from bot.app import CommonGround, create_bot
from bot.services import scheduler
from bot.store import writer
from config.settings import Settings

SLEEP = timedelta(days=1)
"""How long the scheduler may sleep at most. No machine sleeps here and no clock jumps: it need not look every 30 s."""


def create_rehearsed_bot(settings: Settings) -> CommonGround:
    """The bot with these settings, not yet started. One process either rehearses or runs, never both."""
    scheduler.LONGEST_SLEEP = SLEEP.total_seconds()
    writer.LONGEST_GATHERING = 0.0  # a pause would wait for a clock that stands still
    return create_bot(settings)
