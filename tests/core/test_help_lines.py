"""Help lines: none without a source, none guessed, and the right ones for a country."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from bot.core.help_lines import AddedLines, LineRefused, added_lines, help_lines, with_added
from config.content import read_content

SHIPPED = help_lines(read_content("help_lines"))
VERIFIED = date(2026, 11, 22)


def line(**changes: object) -> dict[str, object]:
    fields: dict[str, object] = {
        "countries": ["NZ"],
        "name": "A line",
        "call": "1737",
        "about": "free",
        "source": "https://example.org/where-it-says-so",
        "verified_on": VERIFIED,
    }
    return {name: value for name, value in {**fields, **changes}.items() if value is not None}


def content(*lines: dict[str, object]) -> dict[str, object]:
    directory = {key: value for key, value in line().items() if key not in {"countries", "call"}}
    return {"directory": {**directory, "url": "https://example.org"}, "countries": {"NZ": "Aotearoa"}, "lines": lines}


def test_every_line_that_ships_has_a_source_and_the_date_it_was_verified() -> None:
    for entry in (SHIPPED.directory, *SHIPPED.lines):
        assert entry.source.startswith("https://")
        assert entry.verified_on >= date(2026, 1, 1)


@pytest.mark.parametrize(
    ("country", "numbers"),
    [
        ("US", [("988", "988")]),
        ("CA", [("988", "988")]),
        ("GB", [("116 123", None)]),
        ("IE", [("116 123", None)]),
        ("AU", [("13 11 14", "0477 13 11 14")]),
        ("DE", []),
    ],
)
def test_a_country_gets_its_own_line_and_no_other(country: str, numbers: list[tuple[str, str | None]]) -> None:
    assert [(line.call, line.text) for line in SHIPPED.of(country)] == numbers


def test_without_a_country_every_line_is_given() -> None:
    assert SHIPPED.of(None) == SHIPPED.lines
    assert SHIPPED.directory.url == "https://findahelpline.com"


@pytest.mark.parametrize("missing", ["source", "verified_on", "call", "name", "about", "countries"])
def test_a_line_that_lacks_something_is_not_accepted(missing: str) -> None:
    assert help_lines(content(line())).of("NZ")
    with pytest.raises(ValidationError):
        help_lines(content(line(**{missing: None})))


@pytest.mark.parametrize("source", ["", "everyone knows it", "http://example.org"])
def test_a_source_is_an_address_that_can_be_opened_safely(source: str) -> None:
    with pytest.raises(ValidationError):
        help_lines(content(line(source=source)))


def test_a_country_needs_a_name_to_be_chosen_by() -> None:
    with pytest.raises(ValueError, match="FR"):
        help_lines(content(line(countries=["NZ", "FR"])))


def test_lines_are_reported_when_a_year_has_gone_by_unverified() -> None:
    lines = help_lines(content(line(), line(name="Fresh", verified_on=VERIFIED + timedelta(days=1))))
    a_year_on = VERIFIED + timedelta(days=365)
    assert lines.stale(a_year_on) == []
    assert lines.stale(a_year_on + timedelta(days=1)) == ["A line", "A line"]


def added(*lines: dict[str, object], **more: object) -> AddedLines:
    return added_lines({"lines": lines, **more})


def test_an_operators_lines_come_after_those_that_ship() -> None:
    lines = with_added(SHIPPED, added(line(countries=["US"]), line(), countries={"NZ": "Aotearoa", "US": "Elsewhere"}))
    assert [one.call for one in lines.of("US")] == ["988", "1737"]
    assert [one.name for one in lines.of("NZ")] == ["A line"]
    assert (lines.countries["NZ"], lines.countries["US"]) == ("Aotearoa", "United States")
    assert lines.directory == SHIPPED.directory
    assert lines.stale(VERIFIED + timedelta(days=400)).count("A line") == 2


@pytest.mark.parametrize("missing", ["source", "verified_on", "call", "name", "about", "countries"])
def test_an_operators_line_that_lacks_something_is_refused_by_its_name(missing: str) -> None:
    with pytest.raises(LineRefused) as caught:
        added(line(), line(**{missing: None}))
    assert (caught.value.line, caught.value.what) == ("2" if missing == "name" else "A line", missing)


@pytest.mark.parametrize("content", [{}, {"lines": "x"}, {"lines": ["x"]}, {"lines": [], "countries": {"nz": "x"}}])
def test_a_file_of_another_form_is_refused(content: dict[str, object]) -> None:
    with pytest.raises(LineRefused):
        added_lines(content)


def test_a_country_without_a_name_and_more_than_can_be_shown_are_refused() -> None:
    names = {f"A{letter}": "Somewhere" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    for wrong in (
        added(line()),
        added(*[line(countries=["US"])] * 5),
        added(line(countries=["US"]), countries=names),
    ):
        with pytest.raises(LineRefused):
            with_added(SHIPPED, wrong)
    assert len(with_added(SHIPPED, added(*[line(countries=["US"])] * 4)).of("US")) == 5


def test_a_directory_in_an_operators_file_changes_nothing() -> None:
    assert with_added(SHIPPED, added(directory={"name": "x"})).directory == SHIPPED.directory
