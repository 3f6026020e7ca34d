"""Help lines on a page: an operator's own among them, all of it within Discord's limits, no number ever cut."""

from pathlib import Path

import pytest

from bot.core.help_lines import LineRefused
from bot.ui.draw import draw_page
from bot.ui.page import Page, Text
from bot.ui.support import ELSEWHERE, HelpDesk, NoHelpLines, help_desk
from bot.ui.words import words_for
from tests.limits import message_faults

WORDS = words_for("en")
LONG = "x" * 100
LINE = """
[[lines]]
countries = ["{country}"]
name = "{name}"
call = "{call}"
text = "{call}"
about = "{about}"
{source}
verified_on = 2026-11-22
"""
SOURCE = 'source = "https://example.org/where-it-says-so"'


def file_with(tmp_path: Path, *lines: str, head: str = "") -> Path:
    path = tmp_path / "lines.toml"
    path.write_text(head + "".join(lines), "utf-8")
    return path


def line(
    country: str = "NZ", name: str = "Our own line", about: str = "free", source: str = SOURCE, call: str = "1737"
) -> str:
    return LINE.format(country=country, name=name, about=about, source=source, call=call)


def shown(desk: HelpDesk, country: str | None, room: int = 2300) -> str:
    return "\n".join(part.markdown for part in desk.parts(WORDS, country, room) if isinstance(part, Text))


def test_an_operators_lines_are_shown_and_can_be_chosen(tmp_path: Path) -> None:
    desk = help_desk(file_with(tmp_path, line(), head='[countries]\nNZ = "Aotearoa"\n'))
    assert "Aotearoa · Our own line" in shown(desk, "NZ")
    assert "Our own line" in shown(desk, None)
    assert "Our own line" not in shown(desk, "US")
    labels = [option.label for option in desk.countries(WORDS, "NZ", "support:country").options]
    assert labels == ["Aotearoa", "Australia", "Canada", "Ireland", "United Kingdom", "United States", "Somewhere else"]
    assert "no line on our list" in shown(desk, ELSEWHERE)


def test_without_a_file_the_lines_that_ship_are_shown() -> None:
    assert shown(help_desk(None), "AU") == shown(HelpDesk(), "AU")


def test_a_line_without_a_source_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(LineRefused) as caught:
        help_desk(file_with(tmp_path, line(country="US", source="")))
    assert (caught.value.line, caught.value.what) == ("Our own line", "source")
    with pytest.raises(LineRefused):
        help_desk(file_with(tmp_path, line()))  # a country without a name


@pytest.mark.parametrize("content", [None, b"not = [toml", b"\xff"])
def test_a_file_that_is_not_there_or_not_toml_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "lines.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NoHelpLines):
        help_desk(path)


def test_the_most_and_longest_lines_fit_and_what_is_left_out_is_said(tmp_path: Path) -> None:
    countries = [f"A{letter}" for letter in "ABCDEFGHIJKLMNOPQRS"]
    names = "[countries]\n" + "".join(f'{country} = "{LONG}"\n' for country in countries)
    lines = [line(country, LONG, LONG, call="1737" * 10) for country in countries for _ in range(5)]
    desk = help_desk(file_with(tmp_path, *lines, head=names))
    for country in (None, "AA", "US", ELSEWHERE):
        page = Page((*desk.parts(WORDS, country), desk.countries(WORDS, country, "support:country")))
        body = {"components": draw_page(page).to_components(), "flags": 1 << 15}
        assert list(message_faults(body, sent=False)) == []
    assert "988" in shown(desk, None)
    assert "choose your country" in shown(desk, None)
    assert shown(desk, "AA").count("text **1737") == 5
    assert "choose your country" not in shown(desk, "AA")
    assert shown(desk, "AA", room=10).count("text **1737") == 1
