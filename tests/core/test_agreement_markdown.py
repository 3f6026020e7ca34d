"""An agreement as a file: what is written out comes back the same, and a file made by hand is understood."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.agreement import AgreementText, Clause, default_source
from bot.core.agreement_draft import NEVER_SILENCED, RESERVED
from bot.core.agreement_markdown import Imported, NoAgreement, Unreadable, as_markdown, imported, read_markdown
from config.content import read_content

DEFAULT = default_source(read_content("agreement"))
KEPT = next(clause for clause in DEFAULT.clauses if clause.name == NEVER_SILENCED)
FIRST = DEFAULT.clauses[0]


def taken(markdown: str, present: AgreementText = DEFAULT) -> Imported:
    """What a file makes of a text; new clauses are called new1, new2 and so on."""
    numbers = iter(range(1, 99))
    return imported(read_markdown(markdown), present, DEFAULT, lambda: f"new{next(numbers)}")


def test_the_agreement_that_ships_comes_back_as_it_went() -> None:
    assert taken(as_markdown(DEFAULT)) == Imported(DEFAULT, kept_notes=0, put_back=False)


line = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12).map(str.strip)
awkward = st.one_of(line, st.sampled_from(["# a", "## b", r"\# c", r"\\## d", "1. e", "<!-- limits -->", "", "- f"]))
title = awkward.filter(bool)
body = st.lists(awkward, min_size=1, max_size=4).map("\n".join).map(str.strip)


@settings(max_examples=120)
@given(title, body, st.lists(st.tuples(title, body), max_size=4), body)
def test_any_text_comes_back_as_it_went(
    heading: str, introduction: str, clauses: list[tuple[str, str]], note: str
) -> None:
    own = tuple(Clause(f"own-{at}", *words) for at, words in enumerate(clauses))
    notes = (replace(DEFAULT.notes[0], title="1. # x", body=note), *DEFAULT.notes[1:])
    text = AgreementText(heading, introduction, (*own, KEPT), notes)
    assert taken(as_markdown(text)) == Imported(text, kept_notes=0, put_back=False)


def test_a_file_made_by_hand_is_understood() -> None:
    file = taken(
        "\n\n#  Our agreement \nRead this.\n\n### Small\n"
        "## 1) what is said here STAYS here\n\nReworded.\n\n## Something new\nWords\n# not a title\n\n"
        "## About check-ins\nHidden.\n## Nothing here silences you.\nOther words.\n"
    )
    assert (file.text.title, file.text.introduction) == ("Our agreement", "Read this.\n\n### Small")
    assert file.text.clauses == (
        Clause(FIRST.name, "what is said here STAYS here", "Reworded."),
        Clause("new1", "Something new", "Words\n# not a title"),
        KEPT,
    )
    assert [note.body == was.body for note, was in zip(file.text.notes, DEFAULT.notes, strict=True)] == [
        True,
        False,
        True,
    ]
    assert (file.kept_notes, file.put_back) == (2, True)


def test_the_clause_that_stays_is_put_back_where_a_file_lacks_it() -> None:
    file = taken("# A\n## 1. B\nC")
    assert file.text.clauses == (Clause("new1", "B", "C"), KEPT)
    assert file.put_back


@pytest.mark.parametrize("reserved", sorted(RESERVED))
def test_names_are_never_double_and_never_those_of_other_parts(reserved: str) -> None:
    file = taken(
        f"# A\n## {FIRST.title}\nby title\n## B <!-- {FIRST.name} -->\nby name\n## C <!-- {FIRST.name} -->\nagain\n"
        f"## D <!-- {reserved} -->\nx\n## E <!-- limits -->\nfirst\n## F <!-- limits -->\nsecond\n"
    )
    assert [(clause.name, clause.title) for clause in file.text.clauses] == [
        ("new1", FIRST.title),
        (FIRST.name, "B"),
        ("new2", "C"),
        ("new3", "D"),
        ("new4", "F"),
        (NEVER_SILENCED, KEPT.title),
    ]
    assert file.text.notes[0] == Clause("limits", "E", "first")


def test_a_forgotten_space_behind_the_marks_is_understood() -> None:
    file = read_markdown("#Ours\nRead it.\n##1. Be kind.\nAlways.\n##Be here.\n###Small\n")
    assert file.title == "Ours"
    assert [(one.title, one.body) for one in file.sections] == [("Be kind.", "Always."), ("Be here.", "###Small")]


def test_a_clause_that_was_thrown_out_is_known_again_by_its_title() -> None:
    present = replace(DEFAULT, clauses=(KEPT,))
    assert taken(f"# A\n## 1. {FIRST.title}\nB", present).text.clauses[0].name == FIRST.name


@pytest.mark.parametrize(
    ("markdown", "why"),
    [
        ("", Unreadable.NO_TITLE),
        ("Just words", Unreadable.NO_TITLE),
        ("## Clause\nbefore any title\n# Title", Unreadable.NO_TITLE),
        ("# ", Unreadable.NO_TITLE),
        ("# Title\n\nand only words", Unreadable.NO_CLAUSES),
        ("# Title\n### Too small\n##\n## ", Unreadable.NO_CLAUSES),
        ("## A clause", Unreadable.NO_TITLE),
        ("#", Unreadable.NO_TITLE),
    ],
)
def test_what_is_no_agreement_is_said_to_be_none(markdown: str, why: Unreadable) -> None:
    with pytest.raises(NoAgreement) as refused:
        read_markdown(markdown)
    assert refused.value.why is why
