"""The custom_ids of drafts: the token that alone opens the draft, and for an added page its place."""

from bot.core.draft import DraftToken, NoToken, token_from
from bot.services.drafts import DRAFT_GONE
from bot.services.problems import Refused


def page_key(token: DraftToken, place: int) -> str:
    """What follows `concern:page:` for this page."""
    return f"{token}:{place}"


def read_token(key: str) -> DraftToken:
    """The draft of a button.

    Raises:
        Refused: the key is no token.
    """
    try:
        return token_from(key)
    except NoToken as error:
        raise Refused(DRAFT_GONE) from error


def read_page(key: str) -> tuple[DraftToken, int]:
    """The draft and the place of a page.

    Raises:
        Refused: the key is none of `page_key`.
    """
    token, _, place = key.rpartition(":")
    if not (place.isascii() and place.isdecimal()):
        raise Refused("button-outdated")
    return read_token(token), int(place)
