"""What is wrong with a template is said one by one; and a server's own is changed only where it was looked at."""

from dataclasses import replace

import pytest

from bot.core.own_template import (
    Change,
    Draft,
    NotThere,
    OwnTemplate,
    State,
    find_question,
    heading_mark,
    question_added,
    question_changed,
    question_mark,
    question_moved_up,
    question_removed,
    retitled,
)
from bot.core.template import Flaw, Objection, Question, Template, folded, objections, question_objections

SAFE = Question("Safe", "How safe was it?", ("Not", "A little", "Mixed", "Mostly", "Very"), watched=True)
PACE = Question("Pace", "How was the pace?", ("Too fast", "Right", "Just right"))
ROOM = Question("Room", "Was there room for you?", tuple("abcdefg"))
TEMPLATE = Template("two", "Two questions", "About now.", (SAFE, PACE))
FULL = Question("n" * 45, "w" * 100, tuple(str(number) * 100 for number in range(1, 8)))


def many(number: int) -> tuple[Question, ...]:
    return tuple(replace(SAFE, name=f"Safe {at}", words=f"How safe {at}?") for at in range(number))


@pytest.mark.parametrize(
    "fitting",
    [
        TEMPLATE,
        replace(TEMPLATE, title="t" * 45, introduction="i" * 300, questions=(FULL, *many(3))),
        replace(TEMPLATE, introduction="", questions=(ROOM,)),
    ],
)
def test_nothing_is_wrong_with_a_template_up_to_every_limit(fitting: Template) -> None:
    assert objections(fitting) == []


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        (replace(TEMPLATE, title=""), Objection(Flaw.NO_TITLE)),
        (replace(TEMPLATE, title="  "), Objection(Flaw.NO_TITLE)),
        (replace(TEMPLATE, title="t" * 46), Objection(Flaw.LONG_TITLE, 46)),
        (replace(TEMPLATE, introduction="i" * 301), Objection(Flaw.LONG_INTRODUCTION, 301)),
        (replace(TEMPLATE, questions=()), Objection(Flaw.NO_QUESTION)),
        (replace(TEMPLATE, questions=many(5)), Objection(Flaw.MANY_QUESTIONS, 5)),
        (replace(TEMPLATE, questions=(SAFE, SAFE)), Objection(Flaw.QUESTION_TWICE, question=2)),
        (
            replace(TEMPLATE, questions=(SAFE, PACE, replace(ROOM, name="SAFE "))),
            Objection(Flaw.QUESTION_TWICE, question=3),
        ),
        (
            replace(TEMPLATE, questions=(SAFE, replace(ROOM, words="how  SAFE was it?"))),
            Objection(Flaw.QUESTION_TWICE, question=2),
        ),
        (replace(TEMPLATE, questions=(PACE, replace(SAFE, name=""))), Objection(Flaw.NO_NAME, question=2)),
    ],
)
def test_one_flaw_of_a_template_is_the_one_that_is_named(broken: Template, found: Objection) -> None:
    assert objections(broken) == [found]


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        (replace(SAFE, name=" "), Objection(Flaw.NO_NAME)),
        (replace(SAFE, name="n" * 46), Objection(Flaw.LONG_NAME, 46)),
        (replace(SAFE, words=""), Objection(Flaw.NO_WORDS)),
        (replace(SAFE, words="w" * 101), Objection(Flaw.LONG_WORDS, 101)),
        (replace(SAFE, answers=()), Objection(Flaw.FEW_ANSWERS)),
        (replace(SAFE, answers=("one", "two")), Objection(Flaw.FEW_ANSWERS, 2)),
        (replace(SAFE, answers=tuple("12345678")), Objection(Flaw.MANY_ANSWERS, 8)),
        (replace(SAFE, answers=("one", "", "three")), Objection(Flaw.NO_ANSWER, answer=2)),
        (replace(SAFE, answers=("a" * 101, "two", "three")), Objection(Flaw.LONG_ANSWER, 101, answer=1)),
        (replace(SAFE, answers=("same", "other", " SAME")), Objection(Flaw.ANSWER_TWICE, answer=3)),
    ],
)
def test_one_flaw_of_a_question_is_the_one_that_is_named(broken: Question, found: Objection) -> None:
    assert question_objections(broken) == [found]


def test_flaws_are_named_from_top_to_bottom() -> None:
    broken = replace(TEMPLATE, title="", questions=(replace(SAFE, words="", answers=("a", "A", "")),))
    found = [(one.flaw, one.question, one.answer) for one in objections(broken)]
    assert found == [
        (Flaw.NO_TITLE, 0, 0),
        (Flaw.NO_WORDS, 1, 0),
        (Flaw.NO_ANSWER, 1, 3),
        (Flaw.ANSWER_TWICE, 1, 2),
    ]


def test_neither_case_nor_blanks_tell_two_texts_apart() -> None:
    assert folded("  Weekly\tPULSE ") == folded("weekly pulse")
    assert folded("Straße") == folded("STRASSE")
    assert folded("weekly pulse") != folded("weeklypulse")


DRAFT = Draft("Mine", "About now.", (SAFE, PACE, ROOM))


class TestChanges:
    def test_a_question_is_changed_where_it_stands_now_and_stays_watched(self) -> None:
        moved = question_moved_up(question_mark(PACE))(DRAFT)
        assert moved.questions == (PACE, SAFE, ROOM)
        reworded = replace(SAFE, words="How safe is it?", watched=False)
        changed = question_changed(question_mark(SAFE), reworded)(moved)
        assert changed.questions == (PACE, replace(reworded, watched=True), ROOM)

    @pytest.mark.parametrize(
        "change",
        [
            question_changed(question_mark(SAFE), replace(ROOM, words="Was there space?")),
            question_moved_up(question_mark(SAFE)),
            question_removed(question_mark(SAFE)),
        ],
    )
    @pytest.mark.parametrize(
        "meanwhile",
        [
            replace(DRAFT, questions=(PACE, ROOM)),
            replace(DRAFT, questions=(replace(SAFE, words="Else?"), PACE)),
            replace(DRAFT, questions=(replace(SAFE, answers=("Not", "Mixed", "Very")),)),
        ],
    )
    def test_what_was_changed_meanwhile_is_not_there(self, change: Change, meanwhile: Draft) -> None:
        with pytest.raises(NotThere):
            change(meanwhile)

    @pytest.mark.parametrize(
        "change",
        [
            retitled(heading_mark(DRAFT), "Ours", "Of today."),
            question_added(replace(SAFE, words="How safe is it?")),
            question_changed(question_mark(SAFE), replace(SAFE, words="How safe is it?", watched=False)),
        ],
    )
    def test_the_same_form_twice_changes_once(self, change: Change) -> None:
        changed = change(DRAFT)
        assert changed != DRAFT
        assert change(changed) == changed

    def test_the_first_question_stays_the_first(self) -> None:
        assert question_moved_up(question_mark(SAFE))(DRAFT) == DRAFT
        assert question_moved_up(question_mark(ROOM))(DRAFT).questions == (SAFE, ROOM, PACE)

    def test_questions_are_added_last_and_removed_one_by_one(self) -> None:
        less = question_removed(question_mark(PACE))(DRAFT)
        assert less.questions == (SAFE, ROOM)
        assert question_added(PACE)(less).questions == (SAFE, ROOM, PACE)
        assert find_question(less, question_mark(ROOM)) == 1

    def test_a_title_is_changed_only_if_it_is_still_the_one_that_was_looked_at(self) -> None:
        change = retitled(heading_mark(DRAFT), "Ours", "")
        assert change(replace(DRAFT, questions=())) == Draft("Ours", "")
        for meanwhile in (replace(DRAFT, title="Theirs"), replace(DRAFT, introduction="Else.")):
            with pytest.raises(NotThere):
                change(meanwhile)

    def test_the_mark_of_a_draft_is_that_of_all_it_says(self) -> None:
        others = [replace(DRAFT, title="x"), replace(DRAFT, introduction="x"), replace(DRAFT, questions=(PACE, SAFE))]
        assert len({DRAFT.mark, *(other.mark for other in others)}) == 4
        assert replace(DRAFT).mark == DRAFT.mark


@pytest.mark.parametrize(
    ("own", "state", "can_be_deleted"),
    [
        (OwnTemplate(DRAFT), State.NEW, True),
        (OwnTemplate(DRAFT, DRAFT), State.IN_USE, False),
        (OwnTemplate(replace(DRAFT, title="x"), DRAFT), State.CHANGED, False),
        (OwnTemplate(replace(DRAFT, title="x"), DRAFT, retired=True), State.RETIRED, True),
    ],
)
def test_how_a_template_stands(own: OwnTemplate, state: State, *, can_be_deleted: bool) -> None:
    assert (own.state, own.can_be_deleted) == (state, can_be_deleted)


def test_both_titles_of_a_changed_template_are_its_own() -> None:
    assert OwnTemplate(replace(DRAFT, title="New"), DRAFT).titles == {"New", "Mine"}
    assert OwnTemplate(DRAFT).titles == {"Mine"}
