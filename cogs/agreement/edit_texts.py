"""The words on the pages of the agreement's draft: the list of its parts, one part, what changed. Not here: buttons."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.core.agreement import DAYS, REPORTING, Clause, changes
from bot.core.agreement_draft import HEADING, NEVER_SILENCED, SAID
from bot.services.drafting_table import Worktable
from bot.ui.long_text import cut_to_fit, plain_name, quoted, shortened
from bot.ui.page import Option
from bot.ui.paging import length, spread
from bot.ui.words import Words, words_for
from cogs.agreement.texts import by_itself, change_texts, fitting

_ROOM: Final = 3800
"""Characters on a page, the note above aside."""


def part_name(words: Words, table: Worktable, part: Clause) -> str:
    """What a part is called."""
    number = table.draft.number(part.name)
    if number is not None:
        return words("agreement-clause-name", number=number)
    key = part.name if part.name in (HEADING, SAID) else "note"
    return words(f"agreement-edit-name-{key}")


def standing(words: Words, table: Worktable) -> str:
    """Whether anything is drafted, and what members see meanwhile."""
    version = 0 if table.in_force is None else table.in_force.number
    state = "changed" if table.is_changed else "unchanged"
    kind = "first" if table.in_force is None else "next"
    return words(f"agreement-edit-{kind}-{state}", version=version)


def list_text(words: Words, table: Worktable, taken: str) -> str:
    """Every part in a line, with what happened to it; titles are cut short where the page would not hold them."""
    return cut_to_fit(lambda most: ["\n".join(_lines(words, table, most))], _ROOM - length(taken))[0]


def _lines(words: Words, table: Worktable, most: int) -> Iterator[str]:
    draft, kinds = table.draft, table.kinds
    gone = [one for one in table.start.clauses if draft.number(one.name) is None]
    shown = [(HEADING, draft.parts[0]), *(("clause", one) for one in draft.text.clauses)]
    shown += [("note", one) for one in draft.text.notes] + [("removed", one) for one in gone]
    for key, part in shown:
        kind = kinds.get(part.name)
        state = "" if kind is None or key == "removed" else words("agreement-edit-state", kind=kind.value)
        number, title = draft.number(part.name) or 0, plain_name(shortened(by_itself(part.title), most))
        yield words(f"agreement-edit-line-{key}", number=number, title=title, state=state)


def option(words: Words, table: Worktable, part: Clause) -> Option:
    """A part as a choice."""
    named, number = part_name(words, table, part), table.draft.number(part.name)
    if part.name in (HEADING, SAID):
        return Option(named, part.name, fitting(part.title) or None)
    title = by_itself(part.title)
    return Option(fitting(f"{number}. {title}" if number else title), part.name)


def part_texts(words: Words, table: Worktable, part: Clause) -> Iterator[str]:
    """What a part is and how it stands, then its words as members see them."""
    kind = table.kinds.get(part.name)
    version = 0 if table.in_force is None else table.in_force.number
    lines = [words("agreement-edit-part-heading", name=part_name(words, table, part))]
    if kind is not None:
        state = "agreement-edit-part-state" if version else "agreement-edit-part-state-first"
        lines.append(words(state, kind=kind.value, version=version))
    if REPORTING in part.body or DAYS in part.body:
        lines.append(words("agreement-edit-about-places"))
    key = part.name if part.name in (HEADING, SAID, NEVER_SILENCED) else "clause"
    is_note = key == "clause" and table.draft.number(part.name) is None
    lines.append(words(f"agreement-edit-about-{'note' if is_note else key}"))
    yield "\n".join(lines)
    yield part_text(words, table, part)


def part_text(words: Words, table: Worktable, part: Clause) -> str:
    """A part's words as members see them."""
    public = words_for(table.server.settings.language)
    as_read = replace(table.draft, text=table.filled(table.draft.text))
    shown = as_read.find(part.name) or part
    if part.name == SAID:
        return "\n".join(quoted(shown.body)) if shown.body else words("agreement-edit-said-nothing")
    if part.name == HEADING:
        return f"# {shown.title}\n{shown.body}"
    number = table.draft.number(part.name)
    if number is None:
        return public("agreement-note", title=shown.title, body=shown.body)
    return public("agreement-clause", number=number, title=shown.title, body=shown.body)


def difference_texts(words: Words, table: Worktable) -> Sequence[str]:
    """What the bot will say of the changes, clause by clause, over as many messages as it needs; then the summary."""
    if table.in_force is None:
        return [words("agreement-edit-difference-first")]
    changed = changes(table.in_force.text, table.filled(table.draft.text))
    heading = words("agreement-edit-difference", version=table.in_force.number)
    told = change_texts(words, changed) if changed or table.is_changed else [words("agreement-edit-difference-none")]
    said = part_text(words, table, table.draft.parts[-1])
    return spread([heading, *told, words("agreement-edit-difference-said", said=said)])
