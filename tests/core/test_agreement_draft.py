"""A draft of the agreement: its parts are changed one by one, nothing is overwritten unseen, and what cannot fit."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.agreement import AgreementText, Clause, default_source, filled
from bot.core.agreement_draft import (
    HEADING,
    LONGEST_BODY,
    LONGEST_TITLE,
    MOST_CLAUSES,
    NAME,
    NEVER_SILENCED,
    OWN_NAME,
    SAID,
    AgreementDraft,
    Change,
    Flaw,
    Overtaken,
    added,
    moved,
    new_name,
    objections,
    part_mark,
    removed,
    replaced,
    reworded,
)
from config.content import read_content

SHIPPED = read_content("agreement")
A, B, C = (Clause(name, f"Title {name}.", f"Body {name}.") for name in "abc")
LIMITS = Clause("limits", "About the limits:", "See above.")
DRAFT = AgreementDraft(AgreementText("Agreement", "Read it.", (A, B, C), (LIMITS,)), "Kinder words.", 7)
NAMES = (HEADING, "a", "b", "c", "limits", SAID)


def mark(draft: AgreementDraft, name: str) -> str:
    part = draft.find(name)
    return "" if part is None else part_mark(part)


def rewording(name: str, draft: AgreementDraft = DRAFT, body: str = "Other.") -> Change:
    """Of a part as it is in this draft."""
    return reworded(name, mark(draft, name), "" if name == SAID else "New.", body)


def order(draft: AgreementDraft) -> str:
    return "".join(clause.name for clause in draft.text.clauses)


class TestChanging:
    @pytest.mark.parametrize("name", NAMES)
    def test_each_part_is_reworded_alone(self, name: str) -> None:
        changed = rewording(name)(DRAFT)
        assert changed.find(name) == Clause(name, "" if name == SAID else "New.", "Other.")
        assert [part for part in changed.parts if part.name != name] == [
            part for part in DRAFT.parts if part.name != name
        ]

    @pytest.mark.parametrize("mine", NAMES)
    @pytest.mark.parametrize("theirs", NAMES)
    def test_two_at_once_both_hold_or_the_second_is_told(self, mine: str, theirs: str) -> None:
        first = rewording(theirs, body="Theirs.")(DRAFT)
        if mine == theirs:
            with pytest.raises(Overtaken):
                rewording(mine)(first)
        else:
            both = rewording(mine)(first)
            found = (both.find(mine), both.find(theirs))
            assert [part.body for part in found if part is not None] == ["Other.", "Theirs."]

    def test_sending_the_same_twice_is_harmless(self) -> None:
        new = Clause("d", "New.", "Words.")
        for change in (rewording("b"), added(new, 2), removed("b", mark(DRAFT, "b"))):
            assert change(change(DRAFT)) == change(DRAFT)

    def test_what_was_removed_or_reworded_meanwhile_is_not_touched(self) -> None:
        without, other = removed("b", mark(DRAFT, "b"))(DRAFT), rewording("b")(DRAFT)
        taken = added(Clause("b", "Mine.", "Mine."), None)
        for change, draft in (
            (rewording("b", body="Mine."), without),
            (rewording("b", body="Mine."), other),
            (removed("b", mark(DRAFT, "b")), other),
            (taken, DRAFT),
            (moved("b", DRAFT.order_mark, 1), without),
            (moved("limits", DRAFT.order_mark, 1), DRAFT),
            (replaced(other.text, 6), DRAFT),
        ):
            with pytest.raises(Overtaken):
                change(draft)

    @pytest.mark.parametrize(
        ("name", "number", "after"),
        [("a", 3, "bca"), ("c", 1, "cab"), ("b", 2, "abc"), ("a", 99, "bca"), ("c", 0, "cab"), ("c", -5, "cab")],
    )
    def test_a_clause_gets_the_number_asked_for(self, name: str, number: int, after: str) -> None:
        assert order(moved(name, DRAFT.order_mark, number)(DRAFT)) == after

    def test_a_move_holds_though_a_clause_was_reworded_and_not_though_one_was_added(self) -> None:
        other = rewording("a")(DRAFT)
        assert order(moved("a", DRAFT.order_mark, 2)(other)) == "bac"
        with pytest.raises(Overtaken):
            moved("a", DRAFT.order_mark, 2)(added(Clause("d", "New.", "Words."), 1)(DRAFT))

    @pytest.mark.parametrize(("number", "after"), [(None, "abcd"), (1, "dabc"), (3, "abdc"), (50, "abcd")])
    def test_a_new_clause_stands_where_it_was_asked_for(self, number: int | None, after: str) -> None:
        assert order(added(Clause("d", "New.", "Words."), number)(DRAFT)) == after

    def test_another_text_keeps_the_summary(self) -> None:
        text = replace(DRAFT.text, title="Other")
        assert replaced(text, 7)(DRAFT) == replace(DRAFT, text=text)

    def test_a_new_name_is_a_name(self) -> None:
        name = new_name(lambda count: b"\xff" * count)
        assert NAME.fullmatch(name)
        assert OWN_NAME.fullmatch(name)


def flaws(text: AgreementText) -> list[tuple[Flaw, int]]:
    return [(objection.flaw, objection.number) for objection in objections(text)]


def wrong() -> Iterator[tuple[AgreementText, Flaw, int]]:
    """Texts with one flaw each."""
    text = DRAFT.text
    yield replace(text, title=""), Flaw.NO_TITLE, 0
    yield replace(text, title="\N{FACE WITH TEARS OF JOY}" * 76), Flaw.LONG_TITLE, 0
    yield replace(text, introduction="i" * (LONGEST_BODY + 1)), Flaw.LONG_BODY, 0
    yield replace(text, introduction="Within {days}."), Flaw.PLACE_ASTRAY, 0
    yield replace(text, clauses=(A, replace(B, title="{reporting}"), C)), Flaw.PLACE_ASTRAY, 2
    yield replace(text, clauses=(A, B, replace(C, body=""))), Flaw.NO_BODY, 3
    yield replace(text, clauses=(A, B, replace(C, title="t" * (LONGEST_TITLE + 1)))), Flaw.LONG_TITLE, 3
    yield replace(text, notes=(replace(LIMITS, body="n" * (LONGEST_BODY + 1)),)), Flaw.LONG_BODY, 0
    yield replace(text, clauses=tuple(replace(A, name=f"n{at}") for at in range(31))), Flaw.MANY_CLAUSES, 0
    long = tuple(Clause(f"n{at}", "t" * 10, "b" * LONGEST_BODY) for at in range(14))
    yield replace(text, clauses=long), Flaw.LONG_TEXT, 0


class TestFitting:
    @pytest.mark.parametrize(("text", "flaw", "number"), list(wrong()))
    def test_each_flaw_is_named_with_its_place(self, text: AgreementText, flaw: Flaw, number: int) -> None:
        assert flaws(text) == [(flaw, number)]

    def test_what_just_fits_is_fine(self) -> None:
        brim = replace(A, title="t" * LONGEST_TITLE, body="b" * (LONGEST_BODY - LONGEST_TITLE))
        for text in (
            replace(DRAFT.text, introduction="", clauses=(replace(A, body="b" * LONGEST_BODY),)),
            replace(DRAFT.text, clauses=tuple(replace(brim, name=f"n{at}") for at in range(13))),
            replace(DRAFT.text, clauses=tuple(replace(A, name=f"n{at}") for at in range(MOST_CLAUSES))),
        ):
            assert flaws(text) == []

    @pytest.mark.parametrize("duty", ["yes", "no", "unset"])
    def test_the_agreement_that_ships_fits_and_says_that_nobody_is_silenced(self, duty: str) -> None:
        source = default_source(SHIPPED)
        assert flaws(filled(source, SHIPPED, duty, 2)) == []  # type: ignore[arg-type]  # each of the three is a Duty
        assert NEVER_SILENCED in {clause.name for clause in source.clauses}
        assert all(NAME.fullmatch(one.name) for one in (*source.clauses, *source.notes))

    def test_the_agreement_that_ships_calls_no_clause_by_a_number_it_may_lose(self) -> None:
        source = default_source(SHIPPED)
        assert not re.search(r"clause \d", "".join(one.body for one in (*source.clauses, *source.notes)), re.IGNORECASE)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefg"), st.sampled_from(["add", "move", "remove", "word"]), st.integers(-2, 9)),
        max_size=12,
    )
)
def test_whatever_is_done_names_stay_single_and_notes_stay(steps: list[tuple[str, str, int]]) -> None:
    draft = DRAFT
    for name, kind, number in steps:
        change = {
            "add": added(Clause(name, "New.", "Words."), number),
            "move": moved(name, draft.order_mark, number),
            "remove": removed(name, mark(draft, name)),
            "word": rewording(name, draft),
        }[kind]
        try:
            draft = change(draft)
        except Overtaken:
            continue
        assert len(set(order(draft))) == len(order(draft))
        assert draft.text.notes == DRAFT.text.notes
