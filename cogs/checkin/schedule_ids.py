"""The custom_ids of schedules, and what is in their keys. No member is in any of them."""

from datetime import date

from bot.core.identity import PlanId
from bot.services.problems import Refused
from cogs.checkin.ids import read_bytes

FEATURE = "checkin-schedule"
_ID_BYTES = 16


def custom_id(action: str, schedule_id: PlanId, more: str = "") -> str:
    """A button, select or form about one schedule; `more` tells one such from another."""
    return f"{FEATURE}:{action}:{schedule_id.hex()}{'.' if more else ''}{more}"


def read_schedule(written: str) -> PlanId:
    """The schedule of a key.

    Raises:
        Refused: the key is not one.
    """
    return PlanId(read_bytes(written.partition(".")[0], _ID_BYTES))


def read_day(written: str) -> date:
    """The date behind the schedule in a key, or alone.

    Raises:
        Refused: there is none.
    """
    try:
        return date.fromisoformat(written.rpartition(".")[2])
    except ValueError as error:
        raise Refused("button-outdated") from error


def read_first(written: str) -> int:
    """From which line on the list is shown; the first if the key does not say so."""
    line = written.rpartition(".")[2]
    return int(line) if line.isascii() and line.isdecimal() else 0
