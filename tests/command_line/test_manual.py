"""What the manuals let an operator type and set is what there is, and all of it."""

import argparse
import re
from pathlib import Path
from typing import cast

import pytest

from bot.command_line.parser import parser
from bot.store import problems
from bot.store.problems import StoreProblem
from bot.ui.figures import Figures
from bot.ui.words import words_for
from config.settings import Settings
from config.version import VERSION
from tests.command_line.conftest import Terminal

ROOT = Path(__file__).parents[2]
OPERATORS = (ROOT / "docs" / "operators.md").read_text("utf-8")
MANUALS = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "config/locales/en").glob("*.ftl")),
]
TYPED = re.compile(r"python -m bot ([a-z-]+)((?: --[a-z-]+(?: [^\s`-]\S*)?)*)")


def commands() -> dict[str, argparse.ArgumentParser]:
    """Every command's own parser: argparse tells of them nowhere else."""
    whole = parser(words_for("en"))
    found: dict[str, argparse.ArgumentParser] = {}
    for action in whole._actions:  # pyright: ignore[reportPrivateUsage] # see above
        choices = cast("object", action.choices)
        if isinstance(choices, dict):
            found |= cast("dict[str, argparse.ArgumentParser]", choices)
    return found


@pytest.mark.parametrize("manual", MANUALS, ids=lambda path: path.name)
def test_every_command_that_a_manual_names_is_one(manual: Path) -> None:
    known = commands()
    for name, options in TYPED.findall(manual.read_text("utf-8")):
        taken = {option for action in known[name]._actions for option in action.option_strings}  # pyright: ignore[reportPrivateUsage] # as above
        assert set(re.findall(r"--[a-z-]+", options)) <= taken


def test_the_operators_page_names_every_command_and_every_setting() -> None:
    assert {name for name, _ in TYPED.findall(OPERATORS)} == set(commands())
    named = set(re.findall(r"^\| `COMMON_GROUND_([A-Z_]+)` \|", OPERATORS, re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}


def test_the_operators_page_names_every_figure() -> None:
    named = set(re.findall(r"`(common_ground_[a-z_]+)`", OPERATORS))
    assert named == {family.name for family in Figures("sqlite").registry.collect()}


def test_each_trouble_with_the_stores_has_words() -> None:
    kinds = [one for one in vars(problems).values() if isinstance(one, type) and issubclass(one, StoreProblem)]
    words = words_for("en")
    assert [one.__name__ for one in kinds if one is not StoreProblem and not words.has(f"start-{one.__name__}")] == []
    assert len(kinds) > 10


def test_the_version_is_the_packages(terminal: Terminal) -> None:
    assert re.search(rf'^version = "{re.escape(VERSION)}"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    said = terminal("version")
    assert said.code == 0
    assert f"Common Ground {VERSION}" in said.out


def test_help_says_what_each_command_is_for(terminal: Terminal) -> None:
    said = terminal("--help")
    assert said.code == 0
    assert all(name in said.out for name in commands())
