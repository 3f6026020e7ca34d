"""Figures reach the table: those of tests that passed, each once, in the order of the attacks."""

import json
from pathlib import Path

import pytest

from tests.proof import NOTED_IN, Found, main, written

pytest_plugins = ["pytester"]

OTHER = Found("F1 F2", "words | found", "0", "3", "0", "test_b.py::test_b")


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0"), (0.0142, "0.0142"), (20000, "20,000"), (19_012.7, "19,013"), ("none", "none")]
)
def test_numbers_are_written_short(value: float | str, words: str) -> None:
    assert written(value) == words


def test_the_table_holds_the_last_of_each_in_order(tmp_path: Path) -> None:
    noted, page = tmp_path / "noted", tmp_path / "page.md"
    rows = [Found("F10", "time", "0.4", "0", "p", "test_a.py::test_a"), OTHER, OTHER]
    noted.write_text("".join(json.dumps(vars(one)) + "\n" for one in rows), "utf-8")
    assert main([str(noted), str(page)]) == 0
    lines = page.read_text("utf-8").splitlines()
    assert lines[-2:] == [
        "| F1 F2 | words \\| found | 0 | 3 | 0 | test_b.py::test_b |",
        "| F10 | time | 0.4 | 0 | p | test_a.py::test_a |",
    ]


def test_nothing_noted_is_no_table(tmp_path: Path) -> None:
    assert main([str(tmp_path / "noted"), str(tmp_path / "page.md")]) == 1
    assert not (tmp_path / "page.md").exists()


def test_only_what_passed_is_noted(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NOTED_IN, str(pytester.path / "noted"))
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    pytester.makeconftest("from tests.conftest import figure, pytest_runtest_logreport")
    pytester.makepyfile(
        test_it="""
        def test_passes(figure):
            figure("F1", "hits", 0, twin=7, passes="0")

        def test_fails(figure):
            figure("F1", "hits", 1, passes="0")
            assert False
        """
    )
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=1, failed=1)
    noted = [json.loads(line) for line in (pytester.path / "noted").read_text("utf-8").splitlines()]
    assert noted == [vars(Found("F1", "hits", "0", "7", "0", "test_it.py::test_passes"))]
