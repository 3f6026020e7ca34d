"""Who may read a concern: decided from what the reporter said, before anything is sent. Whoever is named is out.

Not here: what a reader may do with it (`case.py`), and how Discord is asked who still holds the role (a service).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from bot.core.identity import MemberId

FEW: Final = 8
"""A channel that fewer people can see gives away who raised a message in it."""


class Category(StrEnum):
    """What a concern is about; the words are content."""

    PRIVACY = "privacy"
    RUMOURS = "rumours"
    BOUNDARY = "boundary"
    EXCLUSION = "exclusion"
    ROLE = "role"
    HELP = "help"
    GROUP = "group"
    DANGER = "danger"

    @property
    def goes_at_once(self) -> bool:
        """Someone may be in danger: no slot is waited for."""
        return self is Category.DANGER

    @property
    def may_touch_every_moderator(self) -> bool:
        """Misuse of role, how the group is run: with nobody picked it may be about any of them."""
        return self in (Category.ROLE, Category.GROUP)


@dataclass(frozen=True)
class Circumstances:
    """All that decides who may read."""

    present: tuple[MemberId, ...]
    """Those enrolled who hold the moderators' role at this moment and are not away."""
    lead: MemberId | None
    """The safeguarding lead, if still in the server."""
    named: frozenset[MemberId]
    """Everyone the concern is about, however they were named."""
    picked: bool
    """The reporter picked somebody: among those who take concerns, or in the form."""
    unsure: bool
    """The reporter does not know whether it is about someone who takes concerns."""
    category: Category
    within_sight: bool
    """Somebody named can see the moderators' channel."""


@dataclass(frozen=True)
class Readership:
    """Who reads, who may read later, and how they are told."""

    readers: tuple[MemberId, ...] = ()
    later: tuple[MemberId, ...] = ()
    """Readers if nobody answers in time, or if the reporter asks for a second look."""
    candidates: tuple[MemberId, ...] = ()
    """From whom the reporter chooses the readers; empty unless they have to."""
    direct: bool = False
    """Told by direct message: nothing of it appears in the moderators' channel."""


def readership(about: Circumstances) -> Readership:
    """The rule of product.md, "Who may read". Without readers and candidates nobody is eligible."""
    lead = () if about.lead is None or about.lead in about.named else (about.lead,)
    others = tuple(member for member in about.present if member not in about.named and member not in lead)
    may_be_any_of_them = about.category.may_touch_every_moderator and not about.picked
    if about.unsure or may_be_any_of_them:
        return Readership(readers=lead, candidates=() if lead else others, direct=True)
    if about.within_sight or not others:
        return Readership(readers=others + lead, direct=True)
    return Readership(readers=others, later=lead)


def chosen(offered: Readership, ticked: Collection[MemberId]) -> Readership:
    """The readership once the reporter has ticked who may read; only candidates count."""
    readers = tuple(member for member in offered.candidates if member in ticked)
    return Readership(readers=readers, candidates=offered.candidates, direct=offered.direct)


def not_away(enrolled: Sequence[tuple[MemberId, date | None]], today: date) -> tuple[MemberId, ...]:
    """Those who are not away today (back on the day itself); everybody if all are away: somebody must be asked."""
    here = tuple(member for member, until in enrolled if until is None or until <= today)
    return here or tuple(member for member, _ in enrolled)


def context_gives_away(seen_by: int | None) -> bool:
    """Whether so few can see the channel that raising a message in it points at the reporter; unknown counts as few."""
    return seen_by is None or seen_by < FEW
