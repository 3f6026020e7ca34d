"""The custom_ids of the early warning: which schedule, which share, which alert at which telling."""

from typing import Final

from bot.core.identity import AlertId, PlanId
from bot.services.problems import Refused
from cogs.checkin.ids import read_bytes

FEATURE: Final = "signal"
LIST: Final = f"{FEATURE}:list"
PICK: Final = f"{FEATURE}:pick"
WHY: Final = f"{FEATURE}:why"
TOLERANCE: Final = f"{FEATURE}:tolerance"
TOLERATE: Final = f"{FEATURE}:tolerate"
SEEN: Final = f"{FEATURE}:seen"
_ID_BYTES: Final = 16
_MOST_DIGITS: Final = 3


def tolerance_id(schedule_id: PlanId) -> str:
    """The select of shares."""
    return f"{TOLERANCE}:{schedule_id.hex()}"


def tolerate_id(schedule_id: PlanId, tolerance: int) -> str:
    """The button that is sure of a share."""
    return f"{TOLERATE}:{schedule_id.hex()}.{tolerance}"


def seen_id(alert_id: AlertId, telling: int) -> str:
    """The button of an alert, by which its post is found again: each telling has its own."""
    return f"{SEEN}:{alert_id.hex()}.{telling}"


def read_schedule(written: str) -> PlanId:
    """The schedule of a button or an option.

    Raises:
        Refused: it is none.
    """
    return PlanId(read_bytes(written.partition(".")[0], _ID_BYTES))


def read_alert(key: str) -> AlertId:
    """The alert of a button.

    Raises:
        Refused: it is none.
    """
    return AlertId(PlanId(read_bytes(key.partition(".")[0], _ID_BYTES)))


def read_share(written: str) -> int:
    """A share in the hundred.

    Raises:
        Refused: it is no number of ours.
    """
    digits = written.rpartition(".")[2]
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
        raise Refused("button-outdated")
    return int(digits)
