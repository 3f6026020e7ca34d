"""Every test that the threat model names is there, under that name."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "threat-model.md"
NAMED = re.compile(r"([\w/]+\.py)::(\w+)")
ATTACKS = {f"F{number}" for number in range(1, 26)}


def named(page: str) -> list[tuple[str, str]]:
    """The files and names of tests in a page."""
    return NAMED.findall(page)


def missing(tests: list[tuple[str, str]]) -> list[str]:
    """Those that are not there."""
    return [f"{file}::{name}" for file, name in tests if name not in _tests_in(file)]


def _tests_in(file: str) -> set[str]:
    path = ROOT / file if "/" in file else ROOT / "tests" / "attacks" / file
    if not path.exists():
        return set()
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {one.name for one in nodes if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_test_that_it_names_is_there() -> None:
    found = named(PAGE.read_text("utf-8"))
    assert len(found) > 40
    assert missing(found) == []
    # What is not there is found out.
    assert missing([("test_traces.py", "test_nothing"), ("test_none.py", "test_it")]) == [
        "test_traces.py::test_nothing",
        "test_none.py::test_it",
    ]


def test_every_kind_of_attack_is_in_it() -> None:
    assert ATTACKS - set(re.findall(r"\bF\d+\b", PAGE.read_text("utf-8"))) == set()
