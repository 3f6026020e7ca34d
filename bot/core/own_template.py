"""A check-in template of a server's own: the copy that facilitators work on, and what is asked meanwhile.

Not here: what fits a template (`template.py`), and who may change one (the service).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from hashlib import sha256
from typing import Final

from bot.core.template import Question, Template

MOST_OWN: Final = 19
"""In one server, retired ones aside: with the six that ship they fit one list of 25."""
MOST_RETIRED: Final = 25
_MARK: Final = 16
"""Hexadecimal digits."""


class NotThere(Exception):
    """The question was changed or removed meanwhile."""


class State(Enum):
    """How a template stands, in a word of the catalogue."""

    NEW = "new"
    """Never asked so far."""
    IN_USE = "in-use"
    CHANGED = "changed"
    """In use, with changes that are not in use yet."""
    RETIRED = "retired"


@dataclass(frozen=True)
class Draft:
    """What a template says, possibly without a question so far."""

    title: str
    introduction: str
    questions: tuple[Question, ...] = ()

    @property
    def mark(self) -> str:
        """Which content this is: what somebody does on a page holds only while the content is still the same."""
        return _mark(self)

    def as_template(self, template_id: str) -> Template:
        """The same under an id."""
        return Template(template_id, self.title, self.introduction, self.questions)


@dataclass(frozen=True)
class OwnTemplate:
    """One template of a server's own. Rounds carry copies of their own, which nothing here changes."""

    content: Draft
    """The working copy; it always has a title, and every question in it can be asked."""
    in_use: Draft | None = None
    """What is asked; None: it was never put in use."""
    retired: bool = False

    @property
    def state(self) -> State:
        """How it stands."""
        if self.retired:
            return State.RETIRED
        if self.in_use is None:
            return State.NEW
        return State.IN_USE if self.content == self.in_use else State.CHANGED

    @property
    def can_be_deleted(self) -> bool:
        """No check-in can be started with it."""
        return self.in_use is None or self.retired

    @property
    def titles(self) -> set[str]:
        """Those that no other template may have."""
        return {draft.title for draft in (self.content, self.in_use) if draft is not None}


Change = Callable[[Draft], Draft]
"""Changes a working copy, or raises NotThere."""


def question_mark(question: Question) -> str:
    """Which question this is, in whatever place, until it is changed. No two of a template are the same."""
    return _mark(question)


def find_question(draft: Draft, mark: str) -> int:
    """The place, from 0, of a question.

    Raises:
        NotThere: it was changed or removed.
    """
    marks = [question_mark(question) for question in draft.questions]
    if mark not in marks:
        raise NotThere
    return marks.index(mark)


def retitled(former: str, title: str, introduction: str) -> Change:
    """Another title and introduction, instead of those with the mark `former` (see `heading_mark`); once."""

    def change(draft: Draft) -> Draft:
        if (draft.title, draft.introduction) == (title, introduction):
            return draft
        if heading_mark(draft) != former:
            raise NotThere
        return replace(draft, title=title, introduction=introduction)

    return change


def heading_mark(draft: Draft) -> str:
    """Which title and introduction these are."""
    return _mark((draft.title, draft.introduction))


def question_added(question: Question) -> Change:
    """One more question, at the end; the same one again changes nothing."""
    return lambda draft: draft if _asks(draft, question) else replace(draft, questions=(*draft.questions, question))


def question_changed(mark: str, question: Question) -> Change:
    """Another question in the place of one; where it has taken that place already, nothing."""

    def change(draft: Draft) -> Draft:
        if mark not in map(question_mark, draft.questions) and _asks(draft, question):
            return draft
        at = find_question(draft, mark)
        kept = replace(question, watched=draft.questions[at].watched)
        return replace(draft, questions=(*draft.questions[:at], kept, *draft.questions[at + 1 :]))

    return change


def question_moved_up(mark: str) -> Change:
    """One question before the one that is above it now; the first stays."""

    def change(draft: Draft) -> Draft:
        at = find_question(draft, mark)
        others = [question for place, question in enumerate(draft.questions) if place != at]
        others.insert(max(0, at - 1), draft.questions[at])
        return replace(draft, questions=tuple(others))

    return change


def question_removed(mark: str) -> Change:
    """Without one question."""

    def change(draft: Draft) -> Draft:
        at = find_question(draft, mark)
        return replace(draft, questions=(*draft.questions[:at], *draft.questions[at + 1 :]))

    return change


def question_watched(mark: str | None) -> Change:
    """Let the early warning watch one question and no other, or none of them."""

    def change(draft: Draft) -> Draft:
        watched = None if mark is None else find_question(draft, mark)
        questions = (replace(each, watched=place == watched) for place, each in enumerate(draft.questions))
        return replace(draft, questions=tuple(questions))

    return change


def _asks(draft: Draft, question: Question) -> bool:
    """Whether it asks just this, watched or not."""
    return any(replace(each, watched=question.watched) == question for each in draft.questions)


def _mark(content: object) -> str:
    return sha256(repr(content).encode()).hexdigest()[:_MARK]
