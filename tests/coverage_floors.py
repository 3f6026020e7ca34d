"""Fails unless what the last test run covered reaches the floors: lines and branches together, by part of the house.

Usage: python -m tests.coverage_floors (after python -m slipcover -m pytest)
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypedDict, cast

FLOORS: Final = {"bot/core": 95.0, "bot/services": 95.0, ".": 90.0}
"""Per cent of lines and branches."""

ROOT: Final = Path(__file__).parents[1]
REPORT: Final = ROOT / ".coverage.json"
"""Where `[tool.slipcover]` lets it be written."""


class Summary(TypedDict):
    """How many there are of each in a file."""

    covered_lines: int
    missing_lines: int
    covered_branches: int
    missing_branches: int


class Counted(TypedDict):
    """What was counted in a file; a branch is a line and the one it goes to, 0 where it leaves the function."""

    missing_lines: Sequence[int]
    missing_branches: Sequence[Sequence[int]]
    summary: Summary


def covered(files: Iterable[Counted]) -> float:
    """Per cent of the lines and branches of these files that were run."""
    summaries = [one["summary"] for one in files]
    done = sum(one["covered_lines"] + one["covered_branches"] for one in summaries)
    missed = sum(one["missing_lines"] + one["missing_branches"] for one in summaries)
    return 100 * done / (done + missed) if done + missed else 0.0


def gaps(counted: Counted) -> str:
    """What was not run, in a line: lines, and branches as "from-to"."""
    lines = map(str, counted["missing_lines"])
    branches = (f"{start}-{end or 'end'}" for start, end in counted["missing_branches"])
    return ", ".join((*lines, *branches))


def report(files: Mapping[str, Counted]) -> None:
    """Print each file that was not run whole, with what of it was not."""
    for name, counted in sorted(files.items()):
        if missing := gaps(counted):
            sys.stdout.write(f"{name:<45} {covered([counted]):6.1f} %   {missing}\n")


def main() -> int:
    """Print what was not run, and each part with its floor; 1 if one is not reached."""
    files = cast("Mapping[str, Counted]", json.loads(REPORT.read_text("utf-8"))["files"])
    report(files)
    missed = 0
    for part, floor in FLOORS.items():
        reached = covered(counted for name, counted in files.items() if (ROOT / name).is_relative_to(ROOT / part))
        missed += reached < floor
        sys.stdout.write(f"{part:<14} {reached:6.2f} % covered, floor {floor:.0f} %\n")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
