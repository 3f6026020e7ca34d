"""Fails unless what the last test run covered reaches the floors: lines and branches together, by part of the house.

Usage: python -m tests.coverage_floors (after pytest --cov)
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import coverage

FLOORS = {"bot/core": 95.0, "bot/services": 95.0, ".": 90.0}
"""Per cent of lines and branches."""

ROOT = Path(__file__).parents[1]


def covered(report: coverage.Coverage, files: Iterable[str]) -> float:
    """Per cent of the lines and branches of these files that were run."""
    possible = done = 0
    for name in files:
        numbers = report._analyze(name).numbers
        possible += numbers.n_statements + numbers.n_branches
        done += numbers.n_executed + numbers.n_executed_branches
    return 100 * done / possible if possible else 0.0


def main() -> int:
    """Print each part with its floor; 1 if one is not reached."""
    report = coverage.Coverage()
    report.load()
    measured = sorted(report.get_data().measured_files())
    missed = 0
    for part, floor in FLOORS.items():
        reached = covered(report, [name for name in measured if Path(name).is_relative_to(ROOT / part)])
        missed += reached < floor
        sys.stdout.write(f"{part:<14} {reached:6.2f} % covered, floor {floor:.0f} %\n")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
