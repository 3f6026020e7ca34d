"""The custom_ids of check-ins: which round, and on a member's own form and confirmation, which ballot."""

from bot.core.ballot import BALLOT_KEY_BYTES, BallotKey
from bot.core.identity import ChannelId, RoundId
from bot.services.problems import Refused

OPEN = "checkin:open"
CHANGE = "checkin:change"
FORM = "checkin:form"
CHANGE_FORM = "checkin:changed"
HELP = "support:open"
MOVE = "checkin:move"
MOVED = "checkin:moved"

_ROUND_BYTES = 16


def open_id(round_id: RoundId) -> str:
    """The button of a post, and of the list, that opens the form."""
    return f"{OPEN}:{round_id.hex()}"


def result_id(round_id: RoundId) -> str:
    """The help button under a result; it is also how the result of this round is found again."""
    return f"{HELP}:{round_id.hex()}"


def reminder_id(round_id: RoundId) -> str:
    """The help button of a reminder, by which it is found again."""
    return f"{HELP}:{round_id.hex()}.reminder"


def move_id(round_id: RoundId, channel: ChannelId) -> str:
    """The button, for the staff, that moves a round which could not be posted in this channel."""
    return f"{MOVE}:{round_id.hex()}.{channel}"


def change_id(round_id: RoundId, ballot_key: BallotKey) -> str:
    """The button of a confirmation. Holds the member's own key: it goes nowhere but into their private message."""
    return f"{CHANGE}:{round_id.hex()}.{ballot_key.hex()}"


def form_id(round_id: RoundId, ballot_key: BallotKey, fresh: str) -> str:
    """The form. Holds the member's own key, as `change_id` does."""
    return f"{FORM}:{round_id.hex()}.{ballot_key.hex()}:{fresh}"


def change_form_id(round_id: RoundId, ballot_key: BallotKey, fresh: str) -> str:
    """The form that is opened from a confirmation."""
    return f"{CHANGE_FORM}:{round_id.hex()}.{ballot_key.hex()}:{fresh}"


def read_round(key: str) -> RoundId:
    """The round of a button.

    Raises:
        Refused: the key is not one.
    """
    return RoundId(read_bytes(key, _ROUND_BYTES))


def read_move(key: str) -> RoundId:
    """The round of a button that moves one.

    Raises:
        Refused: the key is not one.
    """
    return read_round(key.partition(".")[0])


def read_ballot(key: str) -> tuple[RoundId, BallotKey]:
    """The round and ballot of a form or confirmation.

    Raises:
        Refused: the key is not one.
    """
    round_part, _, ballot_part = key.partition(".")
    return read_round(round_part), BallotKey(read_bytes(ballot_part, BALLOT_KEY_BYTES))


def read_bytes(written: str, size: int) -> bytes:
    """So many bytes that a key has in hexadecimal.

    Raises:
        Refused: the key has not.
    """
    try:
        read = bytes.fromhex(written)
    except ValueError:
        read = b""
    if len(read) != size:
        raise Refused("button-outdated")
    return read
