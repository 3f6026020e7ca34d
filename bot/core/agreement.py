"""The agreement: its text, its numbered versions, who has agreed to which, and what changed between two of them.

Not here: who may publish, where it is posted and kept (the service), how it looks (its cog).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from enum import Enum
from typing import Final, Literal

from pydantic import TypeAdapter

from bot.core.identity import ChannelId, MessageId

Duty = Literal["yes", "no", "unset"]
"""Whether facilitators are obliged by law to report."""

_OTHER: Final = "other"


@dataclass(frozen=True)
class Clause:
    """One numbered clause, or one unnumbered note. `name` stays the same when it is reworded or moved."""

    name: str
    title: str
    body: str


@dataclass(frozen=True)
class AgreementText:
    """All that members agree to."""

    title: str
    introduction: str
    clauses: tuple[Clause, ...]
    notes: tuple[Clause, ...]


@dataclass(frozen=True)
class Version:
    """A published text. It is kept whole and never changes; where it was posted is added to it."""

    number: int
    """Counted from 1 in each server."""
    text: AgreementText
    summary: str
    """What changed since the version before, as members were told; empty for the first."""
    published_on: date
    channel_id: ChannelId
    message_ids: tuple[MessageId, ...] = ()
    """Its posts, in order: a long text takes several."""
    posted: bool = False
    """All its posts are in the channel: from then on it is in force."""
    source: AgreementText | None = None
    """The text with its places (`{reporting}`, `{days}`) not filled in: what the next draft begins with."""
    said: str = ""
    """What changed, in the facilitators' own words; `summary` is computed."""
    taken_back: bool = False
    """Published by mistake and taken back: its number is never used again, and nobody has agreed to it."""
    take_back_until: datetime | None = None
    """Until when it can be taken back, to the minute; forgotten once that is past."""
    took_place_of: int | None = None
    """The version that was in force before it, 0 for none; None where this was not kept yet: the one before it."""
    edition: int = 0
    """How often it was posted again."""
    draft: int = 0
    """The revision of the draft that it was made of, as long as that is kept in case it is taken back; 0: none."""

    @property
    def former(self) -> int:
        """The version that was in force before this one; 0 if there was none."""
        return self.number - 1 if self.took_place_of is None else self.took_place_of


@dataclass(frozen=True)
class _Shipped:
    title: str
    introduction: str
    reporting: Mapping[Duty, str]
    days: Mapping[str, str]
    clauses: tuple[Clause, ...]
    notes: tuple[Clause, ...]


_SHIPPED: Final = TypeAdapter(_Shipped)


REPORTING: Final = "{reporting}"
"""The place in a text where it says whether facilitators are obliged by law to report."""
DAYS: Final = "{days}"
"""The place in a text where it says within how many days a concern is acknowledged."""
LIMITS: Final = "limits"
"""The note that says whether facilitators must report, where no clause does."""


def default_source(content: Mapping[str, object]) -> AgreementText:
    """The agreement that ships, its places not filled in.

    Raises:
        pydantic.ValidationError: the content lacks a part.
    """
    shipped = _SHIPPED.validate_python(dict(content))
    return AgreementText(shipped.title, shipped.introduction, shipped.clauses, shipped.notes)


def filled(
    source: AgreementText, content: Mapping[str, object], reporting: Duty, acknowledged_within: int
) -> AgreementText:
    """A text as members read it: the duty to report, and the days until a concern is acknowledged, filled in.

    The duty to report is always said: where no clause and no note has a place for it, the note about limits does.

    Raises:
        pydantic.ValidationError: the content lacks a part.
    """
    shipped = _SHIPPED.validate_python(dict(content))
    days = shipped.days.get(str(acknowledged_within), shipped.days[_OTHER])
    values = {REPORTING: shipped.reporting[reporting], DAYS: days.replace("{number}", str(acknowledged_within))}
    notes = source.notes
    if not any(REPORTING in clause.body for clause in (*source.clauses, *notes)):
        notes = tuple(_with_duty(note) if note.name == LIMITS else note for note in notes)
    return replace(
        source,
        clauses=tuple(_filled(clause, values) for clause in source.clauses),
        notes=tuple(_filled(note, values) for note in notes),
    )


def _with_duty(note: Clause) -> Clause:
    return replace(note, body=f"{note.body} {REPORTING}")


def _filled(clause: Clause, values: Mapping[str, str]) -> Clause:
    body = clause.body
    for place, value in values.items():
        body = body.replace(place, value)
    return replace(clause, body=body)


class Standing(Enum):
    """Where a member stands towards the version in force."""

    NOT_AGREED = "not-agreed"
    AGREED = "agreed"
    AGREED_TO_OLDER = "agreed-to-older"


def standing(accepted: int | None, in_force: int) -> Standing:
    """What the latest version that a member accepted (None: never, or withdrawn) means now."""
    if accepted is None:
        return Standing.NOT_AGREED
    return Standing.AGREED if accepted >= in_force else Standing.AGREED_TO_OLDER


def grace_is_over(version: Version, today: date, grace_days: int) -> bool:
    """Whether the role of those who agreed to an older version may go: not before so many whole days have passed."""
    return not grace_days or today > version.published_on + timedelta(days=grace_days)


class Kind(Enum):
    """What happened to a clause."""

    ADDED = "added"
    REWORDED = "reworded"
    MOVED = "moved"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """What happened to one clause or note between two texts; a note has no number."""

    kind: Kind
    before: Clause | None
    after: Clause | None
    number: int | None
    """Its number in the newer text; in the older one if it was removed."""


def changes(older: AgreementText, newer: AgreementText) -> tuple[Change, ...]:
    """What changed, clause by clause in the order of the newer text; what was removed comes last.

    A clause that only got another number because others came or went has not changed. One that was moved and reworded
    is given as reworded.
    """
    return _changes(older.clauses, newer.clauses, numbered=True) + _changes(older.notes, newer.notes, numbered=False)


def _changes(older: Sequence[Clause], newer: Sequence[Clause], *, numbered: bool) -> tuple[Change, ...]:
    known = {clause.name: clause for clause in older}
    moved = _moved([clause.name for clause in older], [clause.name for clause in newer])
    found: list[Change] = []
    for number, after in enumerate(newer, start=1):
        before = known.pop(after.name, None)
        if kind := _kind(before, after, moved):
            found.append(Change(kind, before, after, number if numbered else None))
    for number, before in enumerate(older, start=1):
        if before.name in known:
            found.append(Change(Kind.REMOVED, before, None, number if numbered else None))
    return tuple(found)


def _kind(before: Clause | None, after: Clause, moved: set[str]) -> Kind | None:
    if before is None:
        return Kind.ADDED
    if before != after:
        return Kind.REWORDED
    return Kind.MOVED if after.name in moved else None


def _moved(older: Sequence[str], newer: Sequence[str]) -> set[str]:
    common = set(older) & set(newer)
    was = [name for name in older if name in common]
    now = [name for name in newer if name in common]
    blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    stayed = {name for block in blocks for name in now[block.b : block.b + block.size]}
    return common - stayed
