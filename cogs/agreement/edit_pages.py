"""What facilitators see of the agreement's draft: the list, one part, the questions before something goes. No rule."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.core.agreement import Clause
from bot.core.agreement_draft import MOST_CLAUSES, NEVER_SILENCED, SAID
from bot.services.drafting_table import Worktable
from bot.ui.page import Accent, Button, Buttons, Choice, Divider, Document, Page, Part, Style, Text
from bot.ui.paging import spread
from bot.ui.words import Words
from cogs.agreement.edit_ids import about, custom_id, in_order, whole
from cogs.agreement.edit_texts import difference_texts, list_text, option, part_text, part_texts, standing

_OPTIONS: Final = 25
_FILE: Final = "agreement.md"


def table_page(words: Words, table: Worktable, note: str = "", beside: Sequence[Part] = ()) -> Page:
    """Everything that is being worked on, parts to put beside it, and a word on what was just done.

    That word stands above the buttons: the list is long, and who pressed one of them does not see its beginning.
    """
    above = f"{words('agreement-edit-title')}\n{standing(words, table)}"
    listed = list_text(words, table, note + above + "".join(one.markdown for one in beside if isinstance(one, Text)))
    done = [Divider(), Text(note)] if note else []
    parts = [Text(above), Text(listed), *beside, *done, *_choices(words, table), *_table_buttons(words, table)]
    return Page(parts, Accent.CARE if table.is_changed else Accent.NEUTRAL)


def _note(note: str) -> list[Part]:
    return [Text(note), Divider()] if note else []


def _choices(words: Words, table: Worktable) -> Iterator[Choice]:
    """A choice of clauses for each 25, one of the other parts, and one of what can be brought back."""
    draft = table.draft
    clauses = [option(words, table, clause) for clause in draft.text.clauses]
    own = [part for part in draft.parts if draft.number(part.name) is None]
    others = [option(words, table, part) for part in own if part.name != SAID or table.in_force is not None]
    back = [option(words, table, gone) for gone in table.absent[:_OPTIONS]]
    for at in range(0, len(clauses), _OPTIONS):
        some = clauses[at : at + _OPTIONS]
        placeholder = words("agreement-edit-choose-clause", first=at + 1, last=at + len(some))
        yield Choice(custom_id("show", str(at)), placeholder, some)
    yield Choice(custom_id("show", "others"), words("agreement-edit-choose-other"), others)
    if back:
        yield Choice(custom_id("bring-back"), words("agreement-edit-choose-back"), back)


def _table_buttons(words: Words, table: Worktable) -> list[Buttons]:
    is_full = len(table.draft.text.clauses) >= MOST_CLAUSES
    add = Button(words("agreement-edit-button-add"), custom_id("new"), Style.PRIMARY, disabled=is_full)
    away = Button(words("agreement-edit-button-throw"), whole("ask-throw", table), Style.DANGER)
    return [
        Buttons((add, _button(words, "preview"), _button(words, "difference"))),
        Buttons((_button(words, "export"), _button(words, "ask-import"), _button(words, "ask-default"))),
        *([Buttons((away,))] if table.is_changed else []),
    ]


def _button(words: Words, action: str, style: Style = Style.SECONDARY) -> Button:
    return Button(words(f"agreement-edit-button-{action.removeprefix('ask-')}"), custom_id(action), style)


def part_page(words: Words, table: Worktable, part: Clause, note: str = "") -> Page:
    """One part, with what can be done to it."""
    texts = [Text(text) for text in part_texts(words, table, part)]
    buttons = Buttons(tuple(_part_buttons(words, table, part)))
    return Page([*_note(note), texts[0], Divider(), *texts[1:], buttons])


def _part_buttons(words: Words, table: Worktable, part: Clause) -> Iterator[Button]:
    is_kept, is_clause = part.name == NEVER_SILENCED, table.draft.number(part.name) is not None
    if not is_kept:
        yield _reword(words, part)
    if is_clause and len(table.draft.text.clauses) > 1:
        yield Button(words("agreement-edit-button-move"), in_order("ask-move", table, part))
    default = table.default(part.name)
    if default is not None and default != part:
        yield Button(words("agreement-edit-button-restore"), about("restore", part))
    if is_clause and not is_kept:
        yield Button(words("agreement-edit-button-remove"), about("ask-remove", part), Style.DANGER)
    yield back(words)


def _reword(words: Words, part: Clause) -> Button:
    label = words("agreement-edit-button-said" if part.name == SAID else "agreement-edit-button-reword")
    return Button(label, custom_id("ask-reword", part.name), Style.PRIMARY)


def back(words: Words) -> Button:
    """To the list."""
    return Button(words("agreement-edit-button-list"), custom_id("list"))


def meanwhile_pages(words: Words, table: Worktable, name: str, typed: Sequence[str]) -> list[Page]:
    """Somebody else was first: what the part says now, then each text that was typed and says other, for copying."""
    part = table.draft.find(name)
    there = () if part is None else (part.title, part.body)
    lost = [text for text in typed if text.strip() and text.strip() not in there]
    given = [Page((Text(piece),)) for text in lost for piece in spread([text])]
    below = [Text(words("agreement-edit-yours-below"))] if given else []
    if part is None:
        gone = Text(words("agreement-edit-meanwhile-gone"))
        return [Page((gone, *below, Buttons((back(words),))), Accent.CARE), *given]
    now = (Text(words("agreement-edit-meanwhile")), Divider(), Text(part_text(words, table, part)), Divider())
    return [Page((*now, *below, Buttons((_reword(words, part), back(words)))), Accent.CARE), *given]


def remove_page(words: Words, table: Worktable, part: Clause) -> Page:
    """Asks before a clause goes."""
    asked = words("agreement-edit-remove-ask")
    sure = Button(words("agreement-edit-button-remove-sure"), about("remove", part), Style.DANGER)
    keep = Button(words("agreement-edit-button-keep"), custom_id("show", part.name))
    return Page((Text(asked), Divider(), Text(part_text(words, table, part)), Buttons((sure, keep))), Accent.CARE)


def sure_page(words: Words, table: Worktable, action: str) -> Page:
    """Asks before the whole draft goes: to `throw` it away, or for the `default`."""
    sure = Button(words(f"agreement-edit-button-{action}-sure"), whole(action, table), Style.DANGER)
    keep = Button(words("agreement-edit-button-keep"), custom_id("list"))
    return Page((Text(words(f"agreement-edit-{action}-ask")), Buttons((sure, keep))), Accent.CARE)


def difference_pages(words: Words, table: Worktable) -> list[Page]:
    """What changed as the bot tells it, and the facilitators' own summary beside it."""
    *first, last = difference_texts(words, table)
    buttons = [back(words)] if table.in_force is None else [_reword(words, table.draft.parts[-1]), back(words)]
    return [*(Page((Text(text),)) for text in first), Page((Text(last), Buttons(buttons)))]


def file_page(words: Words, markdown: str) -> Page:
    """The file to keep."""
    return Page((Text(words("agreement-exported")), Document(markdown.encode(), _FILE)))
