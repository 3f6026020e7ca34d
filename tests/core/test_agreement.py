"""The agreement's text and versions: what is filled in, where a member stands, what changed between two texts."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.agreement import (
    AgreementText,
    Change,
    Clause,
    Duty,
    Kind,
    Standing,
    Version,
    changes,
    default_source,
    filled,
    grace_is_over,
    standing,
)
from bot.core.identity import ChannelId
from config.content import read_content

SHIPPED = read_content("agreement")


def clause(name: str, body: str = "As it was.") -> Clause:
    return Clause(name, f"Title of {name}.", body)


def text(*names: str, notes: tuple[Clause, ...] = ()) -> AgreementText:
    return AgreementText("Title", "Introduction", tuple(map(clause, names)), notes)


def as_shipped(duty: Duty, days: int) -> AgreementText:
    return filled(default_source(SHIPPED), SHIPPED, duty, days)


def kinds(older: AgreementText, newer: AgreementText) -> list[tuple[Kind, int | None]]:
    return [(change.kind, change.number) for change in changes(older, newer)]


class TestDefault:
    def test_the_duty_to_report_is_said_even_where_no_clause_has_a_place_for_it(self) -> None:
        source = default_source(SHIPPED)
        without = replace(source, clauses=tuple(one for one in source.clauses if "{reporting}" not in one.body))
        agreement = filled(without, SHIPPED, "yes", 2)
        assert agreement.notes[0].body.endswith("Our facilitators are required by law to report.")
        assert "{" not in "".join(one.body for one in (*agreement.clauses, *agreement.notes))

    def test_it_has_thirteen_clauses_and_three_notes_with_names_of_their_own(self) -> None:
        agreement = as_shipped("unset", 2)
        names = [clause.name for clause in (*agreement.clauses, *agreement.notes)]
        assert (len(agreement.clauses), len(agreement.notes)) == (13, 3)
        assert len(set(names)) == len(names)

    @pytest.mark.parametrize(
        ("duty", "said"),
        [
            ("yes", "Our facilitators are required by law to report."),
            ("no", "Our facilitators are not required by law to report."),
            ("unset", "Ask our facilitators whether the law obliges them to report."),
        ],
    )
    def test_clause_four_says_whether_facilitators_must_report(self, duty: Duty, said: str) -> None:
        assert said in as_shipped(duty, 2).clauses[3].body

    @pytest.mark.parametrize(("days", "said"), [(1, "one day"), (2, "two days"), (3, "three days"), (10, "10 days")])
    def test_clause_twelve_says_by_when_a_concern_is_acknowledged(self, days: int, said: str) -> None:
        assert f"acknowledged within {said} by" in as_shipped("unset", days).clauses[11].body

    def test_no_place_to_be_filled_in_is_left_over(self) -> None:
        agreement = as_shipped("yes", 7)
        written = [part for c in (*agreement.clauses, *agreement.notes) for part in (c.title, c.body)]
        assert not [part for part in written if "{" in part or "}" in part]

    def test_it_silences_nobody_and_promises_no_secrecy(self) -> None:
        agreement = as_shipped("unset", 2)
        written = " ".join(f"{clause.title} {clause.body}" for clause in agreement.clauses)
        assert "Nothing here silences you." in written
        assert "We cannot promise secrecy." in written
        assert "completely anonymous" not in written.lower()


class TestStanding:
    @pytest.mark.parametrize(
        ("accepted", "expected"),
        [
            (None, Standing.NOT_AGREED),
            (1, Standing.AGREED_TO_OLDER),
            (2, Standing.AGREED_TO_OLDER),
            (3, Standing.AGREED),
        ],
    )
    def test_only_the_version_in_force_counts_as_agreed(self, accepted: int | None, expected: Standing) -> None:
        assert standing(accepted, 3) is expected

    def test_whoever_agreed_while_it_was_being_posted_has_agreed(self) -> None:
        assert standing(4, 3) is Standing.AGREED


class TestVersions:
    VERSION = Version(3, text("a"), "", date(2026, 3, 1), ChannelId(1))

    def test_one_that_does_not_name_the_former_follows_the_number_before(self) -> None:
        assert self.VERSION.former == 2
        assert replace(self.VERSION, took_place_of=1).former == 1
        assert replace(self.VERSION, took_place_of=0).former == 0

    @pytest.mark.parametrize(
        ("day", "grace", "over"), [(1, 0, True), (1, 1, False), (2, 1, False), (3, 1, True), (15, 14, False)]
    )
    def test_the_grace_period_lasts_so_many_whole_days(self, day: int, grace: int, *, over: bool) -> None:
        assert grace_is_over(self.VERSION, date(2026, 3, day), grace) is over


class TestChanges:
    def test_the_same_text_has_none(self) -> None:
        assert changes(text("a", "b"), text("a", "b")) == ()

    def test_a_new_number_alone_is_no_change(self) -> None:
        assert kinds(text("a", "b", "c"), text("new", "b", "c")) == [(Kind.ADDED, 1), (Kind.REMOVED, 1)]

    def test_a_reworded_clause_is_given_with_both_wordings(self) -> None:
        older = text("a", "b")
        reworded = replace(older.clauses[1], body="As it is now.")
        newer = replace(older, clauses=(older.clauses[0], reworded))
        assert changes(older, newer) == (Change(Kind.REWORDED, older.clauses[1], reworded, 2),)

    def test_a_clause_that_changed_places_is_the_one_that_moved(self) -> None:
        assert kinds(text("a", "b", "c", "d"), text("d", "a", "b", "c")) == [(Kind.MOVED, 1)]

    def test_moved_and_reworded_is_told_once(self) -> None:
        older = text("a", "b", "c")
        newer = replace(older, clauses=(clause("c", "New."), clause("a"), clause("b")))
        assert kinds(older, newer) == [(Kind.REWORDED, 1)]

    def test_a_note_is_compared_like_a_clause_but_has_no_number(self) -> None:
        older = text("a", notes=(clause("limits"),))
        newer = text("a", notes=(clause("limits", "New."), clause("more")))
        assert kinds(older, newer) == [(Kind.REWORDED, None), (Kind.ADDED, None)]
        assert kinds(newer, text("a")) == [(Kind.REMOVED, None), (Kind.REMOVED, None)]


ORDERS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


@given(ORDERS, ORDERS)
def test_the_changes_lead_from_the_older_text_to_the_newer(before: list[str], after: list[str]) -> None:
    older, newer = text(*before), text(*after)
    found = changes(older, newer)
    removed = {change.before.name for change in found if change.before and change.kind is Kind.REMOVED}
    placed = {change.after.name: change for change in found if change.after}
    staying = iter([name for name in before if name not in removed and name not in placed])
    rebuilt = [placed[name].after.name if name in placed else next(staying) for name in after]  # type: ignore[union-attr]  # a placed change has an after
    assert rebuilt == after
    assert not list(staying)


@given(ORDERS)
def test_a_text_never_differs_from_itself(names: list[str]) -> None:
    assert changes(text(*names), text(*names)) == ()
