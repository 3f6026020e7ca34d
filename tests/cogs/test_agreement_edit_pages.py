"""The pages and forms of the agreement's draft: within Discord's limits whatever a group writes, and never cut."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.core.agreement import AgreementText, Clause, default_source
from bot.core.agreement_draft import (
    HEADING,
    LONGEST_BODY,
    LONGEST_SUMMARY,
    NEVER_SILENCED,
    SAID,
    AgreementDraft,
    Flaw,
)
from bot.core.agreement_markdown import Unreadable
from bot.services.drafting_table import Worktable
from bot.ui.draw import draw_form, draw_page
from bot.ui.page import Button, Buttons, Form, Page, Text
from bot.ui.words import words_for
from cogs.agreement import edit_forms, edit_pages
from cogs.agreement.edit_texts import list_text
from cogs.agreement.pages import posts
from config.content import read_content
from tests.limits import form_faults, message_faults
from tests.services.agreement_house import a_server, a_version

WORDS = words_for("en")
DEFAULT = default_source(read_content("agreement"))
KEPT = next(clause for clause in DEFAULT.clauses if clause.name == NEVER_SILENCED)
AWKWARD = {
    "markdown": ("*" * 150, "*" * LONGEST_BODY),
    "emoji": ("\N{FACE WITH TEARS OF JOY}" * 75, "\N{FACE WITH TEARS OF JOY}" * (LONGEST_BODY // 2)),
    "lines": ("T" * 150, ("\n" + "l") * (LONGEST_BODY // 2 - 1) + "l"),
}


def a_text(title: str, body: str, prefix: str) -> AgreementText:
    """Thirty clauses with this title and body, and the clause that stays among them."""
    own = [Clause(f"{prefix}-{number:012x}", title, body) for number in range(29)]
    notes = tuple(replace(note, title=title, body=body) for note in DEFAULT.notes)
    return AgreementText(title, body, (KEPT, *own), notes)


def a_table(kind: str = "markdown", *, in_force: bool = True) -> Worktable:
    """A draft in which everything is new, long and awkward."""
    start, text = a_text(*AWKWARD[kind], "old"), a_text(*AWKWARD[kind], "own")
    text = replace(text, title=text.title[:-1], clauses=(*text.clauses[1:], KEPT))
    draft = AgreementDraft(text, "s\n" * (LONGEST_SUMMARY // 2), 2**24 + 10**6)
    return Worktable(a_server(), draft, start, a_version(start) if in_force else None)


def every_page(table: Worktable) -> Iterator[Page]:
    refused = WORDS("agreement-flaw-place-astray", number=30)
    suggestions = (Text(WORDS("agreement-edit-suggestions", count=99)), Buttons((Button("Read", "read"),)))
    yield edit_pages.table_page(WORDS, table, refused, suggestions)
    for part in table.draft.parts:
        yield edit_pages.part_page(WORDS, table, part, WORDS("agreement-edit-restored"))
        yield from edit_pages.meanwhile_pages(WORDS, table, part.name, ["t" * 150, "\N{FACE WITH TEARS OF JOY}" * 4000])
        yield edit_pages.remove_page(WORDS, table, part)
    yield from edit_pages.meanwhile_pages(WORDS, table, "gone", ["", " "])
    yield from edit_pages.difference_pages(WORDS, table)
    yield edit_pages.sure_page(WORDS, table, "throw")
    yield edit_pages.sure_page(WORDS, table, "default")


def every_form(table: Worktable) -> Iterator[Form]:
    for part in table.draft.parts:
        yield edit_forms.part_form(WORDS, table, part, "freshly1")
    yield edit_forms.add_form(WORDS, table, "own-000000000000", "freshly1")
    yield edit_forms.move_form(WORDS, table, table.draft.text.clauses[-1], "freshly1")
    yield edit_forms.import_form(WORDS, table, "freshly1")


@pytest.mark.parametrize("kind", AWKWARD)
async def test_every_page_and_form_is_within_the_limits(kind: str) -> None:
    for table in (a_table(kind), a_table(kind, in_force=False)):
        for page in every_page(table):
            body = {"components": draw_page(page).to_components(), "flags": 1 << 15}
            assert list(message_faults(body, sent=False)) == []
        for form in every_form(table):
            assert list(form_faults(draw_form(form).to_dict())) == []


@pytest.mark.parametrize("kind", AWKWARD)
def test_no_clause_or_note_is_torn_where_it_is_posted(kind: str) -> None:
    text = a_text(*AWKWARD[kind], "own")
    blocks = ["\n".join(part.markdown for part in page.parts if isinstance(part, Text)) for page in all_posts(text)]
    for one in (*text.clauses, *text.notes):
        assert sum(f"{one.title}** {one.body}" in block or f"{one.title}*** {one.body}" in block for block in blocks)


def all_posts(text: AgreementText) -> list[Page]:
    return posts(WORDS, a_server(), a_version(text))


def test_every_reason_has_words_for_clauses_and_for_other_parts() -> None:
    for flaw in Flaw:
        said = {WORDS(f"agreement-flaw-{flaw.value}", most=9, number=number) for number in (0, 7)}
        assert all(text.endswith("Nothing was changed.") for text in said)
    for why in Unreadable:
        assert "Nothing was changed" in WORDS(f"agreement-import-no-{why.value}")


def shown(pages: list[Page]) -> str:
    return "\n".join(part.markdown for page in pages for part in page.parts if isinstance(part, Text))


def labels(page: Page) -> list[str]:
    return [button.label for part in page.parts if isinstance(part, Buttons) for button in part.buttons]


def test_the_list_names_every_part_and_cuts_titles_only_where_it_must() -> None:
    start = replace(DEFAULT, clauses=DEFAULT.clauses[:-1])
    table = Worktable(a_server(), AgreementDraft(DEFAULT), start, a_version(start))
    text = list_text(WORDS, table, "")
    assert [line for line in text.splitlines() if "new" in line] == ["13. Nothing here silences you. · *new*"]
    assert all(clause.title.rstrip(",:") in text for clause in (*DEFAULT.clauses, *DEFAULT.notes))
    assert not [line for line in text.splitlines() if line.endswith((",", ":"))]  # what leads into the words below
    crowded = list_text(WORDS, a_table("lines"), "")
    assert crowded.count("…") == 1 + 29 + 3 + 29
    assert crowded.count("· *removed*") == 29


@pytest.mark.parametrize(
    ("name", "buttons"),
    [
        (NEVER_SILENCED, ["Move", "All of the draft"]),
        (HEADING, ["Reword", "Restore the default", "All of the draft"]),
        ("limits", ["Reword", "Restore the default", "All of the draft"]),
        (SAID, ["Write your summary", "All of the draft"]),
        ("own-000000000000", ["Reword", "Move", "Remove", "All of the draft"]),
    ],
)
def test_a_part_offers_what_can_be_done_to_it(name: str, buttons: list[str]) -> None:
    table = a_table()
    part = table.draft.find(name)
    assert part is not None
    assert labels(edit_pages.part_page(WORDS, table, part)) == buttons


def test_before_the_first_version_there_is_nothing_to_compare_with() -> None:
    table = a_table(in_force=False)
    (page,) = edit_pages.difference_pages(WORDS, table)
    assert "nothing to compare with" in shown([page])
    assert labels(page) == ["All of the draft"]
    unchanged = Worktable(a_server(), AgreementDraft(DEFAULT), DEFAULT, a_version(table_text()))
    assert "Nothing so far" in shown(edit_pages.difference_pages(WORDS, unchanged))


def table_text() -> AgreementText:
    """The text that ships as members read it."""
    return Worktable(a_server(), AgreementDraft(DEFAULT), DEFAULT, None).filled(DEFAULT)
