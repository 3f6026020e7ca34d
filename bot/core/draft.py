"""A concern before it is sent, and the token that alone can open it. The token lives in the member's own messages only.

Not here: where sealed drafts are kept, and what is asked of the member.
"""

import base64
import binascii
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.core.case import Account, CopiedMessage
from bot.core.identity import Chance, DraftId, MemberId, ServerId
from bot.core.readership import Readership
from bot.core.sealing import Key, new_key

LIFETIME: Final = timedelta(hours=1)
"""How long a draft lives after it was last written."""
GENERATION: Final = timedelta(minutes=10)
"""The grain of the only time kept in clear beside a draft."""

_ID_BYTES: Final = 16
_ID_LETTERS: Final = 22
_KEY_LETTERS: Final = 43


class NoToken(Exception):
    """The text is not a draft's token."""


@dataclass(frozen=True)
class DraftToken:
    """Which draft, and the key that opens it."""

    draft_id: DraftId
    key: Key

    def __str__(self) -> str:
        """65 letters that fit into a custom_id."""
        return _letters(self.draft_id) + _letters(self.key)


@dataclass(frozen=True)
class Draft:
    """What a member has told so far."""

    server_id: ServerId
    expires_at: datetime
    conflict: tuple[MemberId, ...] = ()
    """Those who take concerns and whom it is about."""
    unsure: bool = False
    reporter_name: str = ""
    message: CopiedMessage | None = None
    account: Account | None = None
    has_image: bool = False
    message_me: MemberId | None = None
    """Only if the member asks for a direct message when there is an answer."""
    readership: Readership = field(default_factory=Readership)

    @property
    def named(self) -> frozenset[MemberId]:
        """Everyone the concern is about, however they were named: none of them may read it."""
        author = () if self.message is None else (self.message.author.member_id,)
        return frozenset((*self.picked_people, *author))

    @property
    def picked(self) -> bool:
        """Whether the reporter picked somebody; the author of a raised message was not picked."""
        return bool(self.picked_people)

    @property
    def picked_people(self) -> tuple[MemberId, ...]:
        """Those picked among who takes concerns, and the person picked in the form."""
        about = None if self.account is None else self.account.about
        return tuple(sorted({*self.conflict, *(() if about is None else (about.member_id,))}))


def new_token(chance: Chance) -> DraftToken:
    """A token for a new draft."""
    return DraftToken(DraftId(chance(_ID_BYTES)), new_key(chance))


def token_from(text: str) -> DraftToken:
    """The token in a custom_id.

    Raises:
        NoToken: the text is something else.
    """
    if len(text) != _ID_LETTERS + _KEY_LETTERS:
        raise NoToken
    return DraftToken(DraftId(_bytes(text[:_ID_LETTERS])), Key(_bytes(text[_ID_LETTERS:])))


def generation_of(moment: datetime) -> int:
    """The ten minutes a draft was last written in, counted from 1970."""
    return int(moment.timestamp()) // int(GENERATION.total_seconds())


def death_of(generation: int) -> datetime:
    """The moment by which every draft of this generation is dead."""
    return datetime.fromtimestamp((generation + 1) * int(GENERATION.total_seconds()), UTC) + LIFETIME


def oldest_generation(now: datetime) -> int:
    """Every draft of an earlier generation is dead by now."""
    return generation_of(now - LIFETIME)


def _letters(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(letters: str) -> bytes:
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoToken from error
