"""Fails unless what the last test run covered reaches the floors: lines and branches together, by part of the house.

Usage: python -m tests.coverage_floors (after pytest --cov)
"""

import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import cast

import coverage

FLOORS = {"bot/core": 95.0, "bot/services": 95.0, ".": 90.0}
"""Per cent of lines and branches."""

ROOT = Path(__file__).parents[1]
Summary = dict[str, float]


def summaries() -> dict[Path, Summary]:
    """What coverage counted in each file."""
    with tempfile.TemporaryDirectory() as folder:
        report = coverage.Coverage()
        report.load()
        report.json_report(outfile=f"{folder}/coverage.json")
        read = json.loads(Path(folder, "coverage.json").read_text("utf-8"))
    files = cast("dict[str, dict[str, Summary]]", read["files"])
    return {ROOT / name: counted["summary"] for name, counted in files.items()}


def covered(counted: Iterable[Summary]) -> float:
    """Per cent of the lines and branches of these files that were run."""
    files = list(counted)
    possible = sum(one["num_statements"] + one["num_branches"] for one in files)
    done = sum(one["covered_lines"] + one["covered_branches"] for one in files)
    return 100 * done / possible if possible else 0.0


def main() -> int:
    """Print each part with its floor; 1 if one is not reached."""
    found = summaries()
    missed = 0
    for part, floor in FLOORS.items():
        reached = covered(counted for path, counted in found.items() if path.is_relative_to(ROOT / part))
        missed += reached < floor
        sys.stdout.write(f"{part:<14} {reached:6.2f} % covered, floor {floor:.0f} %\n")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
