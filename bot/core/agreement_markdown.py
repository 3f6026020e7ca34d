"""An agreement as a Markdown file, written out and read in: the same text comes back, its clauses with their names.

A file made by hand need not know the names: a clause is known by its title. Not here: what is allowed in an agreement.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from bot.core.agreement import AgreementText, Clause
from bot.core.agreement_draft import NAME, NEVER_SILENCED, RESERVED

_TITLE: Final = re.compile(r"#(?:[ \t]+|(?=[^#\s]))(.+)")
_SECTION: Final = re.compile(r"##(?:[ \t]+|(?=[^#\s])).+")
"""The space that Markdown asks for after the marks is forgotten easily."""
_NAMED: Final = re.compile(rf"[ \t]*<!--[ \t]*({NAME.pattern})[ \t]*-->[ \t]*$")
_NUMBER: Final = re.compile(r"\d{1,3}[.)][ \t]+")
_MARKED: Final = re.compile(r"(?m)^(\\*#)")
"""A line of somebody's own words that would be taken for a heading, or for one that was kept from it."""
_KEPT: Final = re.compile(r"(?m)^\\(\\*#)")


def as_markdown(text: AgreementText) -> str:
    """The whole text as a file."""
    clauses = (_section(f"{number}. {one.title}", one) for number, one in enumerate(text.clauses, start=1))
    notes = (_section(note.title, note) for note in text.notes)
    return "\n".join([f"# {text.title}\n\n{_kept(text.introduction)}\n", *clauses, *notes])


def _section(heading: str, clause: Clause) -> str:
    return f"## {heading} <!-- {clause.name} -->\n\n{_kept(clause.body)}\n"


def _kept(body: str) -> str:
    return _MARKED.sub(r"\\\1", body)


class Unreadable(Enum):
    """Why a file is no agreement, in a word of the catalogue."""

    NO_TITLE = "title"
    NO_CLAUSES = "clauses"


class NoAgreement(Exception):
    """The file is no agreement."""

    def __init__(self, why: Unreadable) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Section:
    """One clause or note of a file."""

    name: str
    """Empty if the file gives none."""
    heading: str
    body: str

    @property
    def title(self) -> str:
        """The heading without the number before it."""
        return _NUMBER.sub("", self.heading, count=1)


@dataclass(frozen=True)
class File:
    """What a file says."""

    title: str
    introduction: str
    sections: tuple[Section, ...]


def read_markdown(markdown: str) -> File:
    """The parts of a file: `#` begins the title, `##` each clause and note.

    Raises:
        NoAgreement: it has no title above everything, or no clause.
    """
    lines = markdown.splitlines()
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    title = None if first is None else _TITLE.fullmatch(lines[first])
    if first is None or title is None:
        raise NoAgreement(Unreadable.NO_TITLE)
    introduction, *sections = _cut(lines[first + 1 :])
    if not sections:
        raise NoAgreement(Unreadable.NO_CLAUSES)
    return File(title[1].strip(), _body(introduction), tuple(_read(part) for part in sections))


def _cut(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """What stands before the first section, then each section with its heading."""
    starts = [at for at, line in enumerate(lines) if _SECTION.fullmatch(line)]
    for begin, end in zip([0, *starts], [*starts, len(lines)], strict=True):
        yield lines[begin:end]


def _read(lines: Sequence[str]) -> Section:
    heading = lines[0].removeprefix("##").strip()
    named = _NAMED.search(heading)
    return Section("" if named is None else named[1], _NAMED.sub("", heading, count=1), _body(lines[1:]))


def _body(lines: Sequence[str]) -> str:
    return _KEPT.sub(r"\1", "\n".join(lines)).strip()


@dataclass(frozen=True)
class Imported:
    """A text that was read from a file, and what of it had to stay as it was."""

    text: AgreementText
    kept_notes: int
    """Notes that the file lacks."""
    put_back: bool
    """The clause that stays in every agreement was missing or reworded."""


def imported(file: File, present: AgreementText, default: AgreementText, name: Callable[[], str]) -> Imported:
    """The text of a file; `present` is the text that it takes the place of, `name` makes a new clause's name."""
    notes = {note.name: _section_of(file, note) for note in present.notes}
    used = [section for section in notes.values() if section is not None]
    clauses = _named([one for one in file.sections if one not in used], {*notes, *RESERVED}, (present, default), name)
    kept = next(one for one in default.clauses if one.name == NEVER_SILENCED)
    whole = tuple(kept if one.name == kept.name else one for one in clauses)
    if kept not in whole:
        whole = (*whole, kept)
    new_notes = [(note, notes[note.name]) for note in present.notes]
    text = AgreementText(
        file.title,
        file.introduction,
        whole,
        tuple(note if new is None else Clause(note.name, new.heading, new.body) for note, new in new_notes),
    )
    return Imported(text, sum(new is None for _, new in new_notes), put_back=whole != clauses)


def _section_of(file: File, note: Clause) -> Section | None:
    by_name = (one for one in file.sections if one.name == note.name)
    by_title = (one for one in file.sections if not one.name and _same(one.heading, note.title))
    return next(by_name, None) or next(by_title, None)


def _named(
    sections: Sequence[Section], taken: set[str], known: Sequence[AgreementText], name: Callable[[], str]
) -> tuple[Clause, ...]:
    """The clauses, each with the name the file gives it, or that of the known clause with its title, or a new one."""
    free = [clause for text in known for clause in text.clauses]
    given = {section.name for section in sections} - taken
    clauses: list[Clause] = []
    for section in sections:
        called = section.name if section.name in given else ""
        given.discard(called)
        titled = (one.name for one in free if _same(one.title, section.title) and one.name not in given | taken)
        chosen = called or next(titled, None) or name()
        taken = taken | {chosen}
        clauses.append(Clause(chosen, section.title, section.body))
    return tuple(clauses)


def _same(one: str, other: str) -> bool:
    return one.strip(" :.").casefold() == other.strip(" :.").casefold()
