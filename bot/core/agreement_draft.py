"""The draft of an agreement: what its parts are, how each is changed, and what would not fit.

Every part that can be edited by itself is held as a clause: the clauses and notes, the title with the introduction,
and the facilitators' own summary. Not here: who may change one, and where the draft is kept (the services).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from hashlib import sha256
from typing import Final

from bot.core.agreement import DAYS, REPORTING, AgreementText, Clause
from bot.core.identity import Chance
from bot.core.text_length import length

HEADING: Final = "heading"
"""The part that is the title and the introduction."""
SAID: Final = "said"
"""The part that is the facilitators' own summary of what changed; it has no title."""
NEVER_SILENCED: Final = "never-silenced"
"""The clause that stays, in its own words, in every agreement; it can be moved."""

MOST_CLAUSES: Final = 30
LONGEST_TITLE: Final = 150
LONGEST_BODY: Final = 3000
"""Characters of a clause, a note or the introduction: with its title it fits one message and is never torn."""
LONGEST_TEXT: Final = 40_000
"""Characters of everything together."""
LONGEST_SUMMARY: Final = 1000

NAME: Final = re.compile(r"[a-z0-9-]{1,32}")
"""What a clause can be called in a custom_id and in a file."""
RESERVED: Final = frozenset({HEADING, SAID, "whole"})
"""What no clause is called, because it means another part, or all of them."""
OWN_NAME: Final = re.compile(r"own-[0-9a-f]{12}")
"""What a clause is called that a group wrote here."""
_NAME_BYTES: Final = 6
_MARK: Final = 10
"""Hexadecimal digits."""


@dataclass(frozen=True)
class AgreementDraft:
    """What facilitators are working on together."""

    text: AgreementText
    """Its places are not filled in."""
    said: str = ""
    """What changed, in the facilitators' own words."""
    revision: int = 0
    """Another one for each state of the draft; 0: nothing is kept so far."""

    @property
    def parts(self) -> Sequence[Clause]:
        """Everything that can be edited by itself."""
        heading = Clause(HEADING, self.text.title, self.text.introduction)
        return (heading, *self.text.clauses, *self.text.notes, Clause(SAID, "", self.said))

    @property
    def order_mark(self) -> str:
        """Which order the clauses have."""
        return _mark([clause.name for clause in self.text.clauses])

    def find(self, name: str) -> Clause | None:
        """The part of this name."""
        return next((part for part in self.parts if part.name == name), None)

    def number(self, name: str) -> int | None:
        """The number of a clause; None: it is none, or is gone."""
        return next((at for at, clause in enumerate(self.text.clauses, start=1) if clause.name == name), None)


class Overtaken(Exception):
    """What was to be changed is no longer what the person saw."""


Change = Callable[[AgreementDraft], AgreementDraft]
"""Changes a draft, or raises Overtaken."""


def part_mark(part: Clause) -> str:
    """Which words these are: what somebody does to a part holds only while it still says the same."""
    return _mark(part)


def new_name(chance: Chance) -> str:
    """A name that no other clause has."""
    return f"own-{chance(_NAME_BYTES).hex()}"


def reworded(name: str, seen: str, title: str, body: str) -> Change:
    """Other words for the part that had the mark `seen`; if it says them already, all is well."""

    def change(draft: AgreementDraft) -> AgreementDraft:
        part, wanted = draft.find(name), Clause(name, title, body)
        if part == wanted:
            return draft
        if part is None or part_mark(part) != seen:
            raise Overtaken
        return _with(draft, wanted)

    return change


def _with(draft: AgreementDraft, part: Clause) -> AgreementDraft:
    text = draft.text
    if part.name == SAID:
        return replace(draft, said=part.body)
    if part.name == HEADING:
        return replace(draft, text=replace(text, title=part.title, introduction=part.body))
    clauses, notes = (
        tuple(part if one.name == part.name else one for one in all_) for all_ in (text.clauses, text.notes)
    )
    return replace(draft, text=replace(text, clauses=clauses, notes=notes))


def added(clause: Clause, number: int | None) -> Change:
    """One more clause, with this number or at the end; sending it twice adds it once."""

    def change(draft: AgreementDraft) -> AgreementDraft:
        known = draft.find(clause.name)
        if known == clause:
            return draft
        if known is not None:
            raise Overtaken
        return _placed(draft, draft.text.clauses, clause, number)

    return change


def moved(name: str, seen: str, number: int) -> Change:
    """Another number for a clause, while the order is still the one with the mark `seen`."""

    def change(draft: AgreementDraft) -> AgreementDraft:
        clause, at = draft.find(name), draft.number(name)
        if clause is None or at is None or draft.order_mark != seen:
            raise Overtaken
        return _placed(draft, [one for one in draft.text.clauses if one is not clause], clause, number)

    return change


def _placed(draft: AgreementDraft, others: Sequence[Clause], clause: Clause, number: int | None) -> AgreementDraft:
    at = len(others) if number is None else max(0, number - 1)
    return replace(draft, text=replace(draft.text, clauses=(*others[:at], clause, *others[at:])))


def removed(name: str, seen: str) -> Change:
    """Without the clause that had the mark `seen`; if it is gone already, all is well."""

    def change(draft: AgreementDraft) -> AgreementDraft:
        clause = draft.find(name)
        if clause is not None and part_mark(clause) != seen:
            raise Overtaken
        others = tuple(one for one in draft.text.clauses if one.name != name)
        return replace(draft, text=replace(draft.text, clauses=others))

    return change


def replaced(text: AgreementText, seen: int) -> Change:
    """Another text altogether, while the draft is still of the revision `seen`."""

    def change(draft: AgreementDraft) -> AgreementDraft:
        if draft.revision != seen:
            raise Overtaken
        return replace(draft, text=text)

    return change


class Flaw(Enum):
    """Why a text cannot be an agreement, in a word of the catalogue."""

    MANY_CLAUSES = "many-clauses"
    NO_TITLE = "no-title"
    NO_BODY = "no-body"
    LONG_TITLE = "long-title"
    LONG_BODY = "long-body"
    LONG_TEXT = "long-text"
    PLACE_ASTRAY = "place-astray"
    """A place where nothing is filled in."""


@dataclass(frozen=True)
class Objection:
    """One flaw, and where it is."""

    flaw: Flaw
    most: int = 0
    """The limit, where there is one."""
    number: int = 0
    """Of the clause; 0 for what is no clause."""


def objections(text: AgreementText) -> Iterator[Objection]:
    """What does not fit an agreement; `text` has its places filled in, as far as they can be."""
    if len(text.clauses) > MOST_CLAUSES:
        yield Objection(Flaw.MANY_CLAUSES, MOST_CLAUSES)
    yield from _part_objections(Clause(HEADING, text.title, text.introduction), 0)
    for number, clause in enumerate(text.clauses, start=1):
        yield from _part_objections(clause, number)
    for note in text.notes:
        yield from _part_objections(note, 0)
    parts = (*text.clauses, *text.notes)
    if length(text.title + text.introduction) + sum(length(one.title + one.body) for one in parts) > LONGEST_TEXT:
        yield Objection(Flaw.LONG_TEXT, LONGEST_TEXT)


def _part_objections(part: Clause, number: int) -> Iterator[Objection]:
    if not part.title:
        yield Objection(Flaw.NO_TITLE, number=number)
    if not part.body and part.name != HEADING:
        yield Objection(Flaw.NO_BODY, number=number)
    if length(part.title) > LONGEST_TITLE:
        yield Objection(Flaw.LONG_TITLE, LONGEST_TITLE, number)
    if length(part.body) > LONGEST_BODY:
        yield Objection(Flaw.LONG_BODY, LONGEST_BODY, number)
    if any(place in part.title + part.body for place in (REPORTING, DAYS)):
        yield Objection(Flaw.PLACE_ASTRAY, number=number)


def _mark(content: object) -> str:
    return sha256(repr(content).encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
