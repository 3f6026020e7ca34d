"""Comments left with a check-in: what of a text is kept, the sealed box that holds them, and when they are published.

A comment lies in a box of its own, under a name that only the ballot's key gives: nobody without that key can tell
which ballot it came with. Not here: the ballots (`ballot.py`), and who is shown the comments.
"""

import hmac
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Final, NewType

from bot.core.ballot import BallotKey
from bot.core.identity import Chance
from bot.core.plain_text import JOINERS, is_kept
from bot.core.sealing import CannotOpen, Key, derive, pad, seal, unpad, unseal

CommentHandle = NewType("CommentHandle", bytes)
"""16 bytes: where the comment that came with one ballot lies; nobody finds it without the ballot's key."""

LONGEST_COMMENT: Final = 300
"""Characters as Discord counts them (UTF-16)."""
FEWEST_COMMENTS: Final = 8
"""Nothing is published under it; a server that asks for more answers asks for as many comments."""

_MOST_READ: Final = 1000
"""Characters of what is handed in: the form takes far fewer, and to clean much more would hold up everybody else."""
_NAME: Final = 16
_LAYOUT: Final = b"\x01"
_HEADER: Final = 5
"""Layout (1), comments (4)."""
_LENGTH: Final = 2
_STEP: Final = 16384
"""Bytes: boxes differ in size only from one such step to the next."""

_LINE_ENDS: Final = re.compile("\r\n?|[\x85\u2028\u2029]")
_ENDINGS: Final = "com|org|net|info|edu|gov|io|gg|tv|xyz|app|dev|ly|uk|de|fr|nl|eu|ca|au|ru|ch|co|biz"
"""What makes a link of words with points between them; before a path or a port, whatever stands there does."""
_REMOVED: Final = (
    (re.compile(r"\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)"), r"\1"),
    (re.compile(r"<a?:(\w+):\d+>"), r":\1:"),
    (re.compile(r"<(?:[@#/+]|:\w|\w+:)[^<>]*>"), " "),
    (re.compile(r"@(?:everyone|here)", re.IGNORECASE), " "),
    (re.compile(r"[\w+.-]*://\S*"), " "),
    (re.compile(r"\S+@(?:[\w-]+\.)+\w+\S*"), " "),
    (re.compile(r"\bwww\.\S+", re.IGNORECASE), " "),
    (re.compile(rf"(?<![\w-])(?:[\w-]+\.)+(?:(?:{_ENDINGS})\b|[a-z]{{2,}}(?:/|:\d))\S*", re.IGNORECASE), " "),
    (re.compile(r"[^\S\n]+"), " "),
    (re.compile(r" ?\n[ \n]*"), "\n"),
)
"""In this order: links under other words, emoji of a server, mentions and other tags, links, blanks, blank lines."""


@dataclass(frozen=True, repr=False)
class Comment:
    """A comment on its way into the box; an empty one takes an earlier one out. Lives in memory only."""

    handle: CommentHandle
    text: str


def cleaned(text: str) -> str:
    """What is kept of a comment: no mentions, links, control characters or blank lines, and at most 300 characters.

    It is done until nothing changes, so that no leftovers make a new link; what changes gets shorter.
    """
    return _until_it_stays(_cleaned_once, text[:_MOST_READ])


def comment_handle(box_key: Key, ballot_key: BallotKey) -> CommentHandle:
    """Where the comment lies that came with the ballot with this key."""
    return CommentHandle(hmac.digest(derive(box_key, "comment"), ballot_key, sha256)[:_NAME])


class CommentBox:
    """An opened box of comments: without times or order, the same comments give the same bytes."""

    def __init__(self) -> None:
        self._texts: dict[bytes, str] = {}

    @classmethod
    def unseal(cls, box_key: Key, sealed: bytes, place: bytes) -> "CommentBox":
        """The box that was sealed at this place.

        Raises:
            CannotOpen: wrong key, changed bytes, another place, or not a box.
        """
        packed = unpad(unseal(_sealing_key(box_key), sealed, place))
        box = cls()
        try:
            box._texts.update(_records(packed))
        except UnicodeDecodeError as error:
            raise CannotOpen from error
        if box.packed() != packed:
            raise CannotOpen
        return box

    def seal(self, box_key: Key, place: bytes, chance: Chance) -> bytes:
        """The box, padded and encrypted for this place."""
        return seal(_sealing_key(box_key), pad(self.packed(), _STEP), place, chance)

    def packed(self) -> bytes:
        """What is sealed: the comments, sorted by their names."""
        header = _LAYOUT + len(self._texts).to_bytes(_HEADER - 1)
        return header + b"".join(_record(name, text.encode()) for name, text in sorted(self._texts.items()))

    def put(self, comment: Comment) -> None:
        """Take the comment in, in place of the one that came with this ballot before, if there was one."""
        if comment.text:
            self._texts[comment.handle] = comment.text
        else:
            self._texts.pop(comment.handle, None)

    def texts(self) -> Sequence[str]:
        """All comments, in no order."""
        return list(self._texts.values())


def fewest_comments(minimum: int) -> int:
    """How many it takes before any is published, in a server that publishes no fewer answers than `minimum`."""
    return max(minimum, FEWEST_COMMENTS)


def publishable(box: CommentBox, minimum: int, chance: Chance) -> tuple[str, ...]:
    """The comments, shuffled; none at all if too few left one."""
    texts = box.texts()
    if len(texts) < fewest_comments(minimum):
        return ()
    return tuple(text for _, text in sorted((chance(_NAME), text) for text in texts))


def _cleaned_once(text: str) -> str:
    text = "".join(one for one in _LINE_ENDS.sub("\n", text) if one in "\n\t" or is_kept(one))
    for pattern, instead in _REMOVED:
        text = _until_it_stays(partial(pattern.sub, instead), text)
    return _cut(text).strip().strip(JOINERS)


def _until_it_stays(change: Callable[[str], str], text: str) -> str:
    before, text = text, change(text)
    while text != before:
        before, text = text, change(text)
    return text


def _cut(text: str) -> str:
    """The beginning that Discord counts as no longer than a comment may be."""
    return text.encode("utf-16-le")[: 2 * LONGEST_COMMENT].decode("utf-16-le", errors="ignore")


def _record(name: bytes, text: bytes) -> bytes:
    return name + len(text).to_bytes(_LENGTH) + text


def _records(packed: bytes) -> Iterator[tuple[bytes, str]]:
    """Name and text of each record, as far as they are whole."""
    at = _HEADER
    while at + _NAME + _LENGTH <= len(packed):
        start = at + _NAME + _LENGTH
        end = start + int.from_bytes(packed[at + _NAME : start])
        yield packed[at : at + _NAME], packed[start:end].decode()
        at = end


def _sealing_key(box_key: Key) -> Key:
    return derive(box_key, "comments")
