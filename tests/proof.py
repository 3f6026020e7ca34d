"""The figures that tests find while they attack, gathered over several runs of pytest and written as one table.

A test asks for `figure` and hands in what it found; with COMMON_GROUND_FIGURES the run notes each in that file, a line
each. Usage: python -m tests.proof NOTED TABLE. Not here: what is asserted of a figure (its own test).
"""

import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final, Protocol

NOTED_IN: Final = "COMMON_GROUND_FIGURES"
"""The environment's name for the file; without it nothing is noted."""
PROPERTY: Final = "figure"

HEADER: Final = """# Proof

What the attacks and faults of the tests found when `make prove` was last run, beside what the same finds in a naive
twin, where there is one. F1 to F25 name kinds of attack; [the threat model](threat-model.md) says which promise each is
about. `make test` runs a seeded sample of them.

| attack | what is measured | found | naive twin | passes | test |
| --- | --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True)
class Found:
    """One figure: `attack` is F1 to F25 or a word, the others are what a reader of the table sees."""

    attack: str
    what: str
    found: str
    twin: str
    passes: str
    test: str


class Figure(Protocol):
    """Hands in what was found, once it was asserted; numbers are written with as many digits as mean something."""

    def __call__(self, attack: str, what: str, found: float | str, *, twin: float | str = "", passes: str) -> None: ...


def written(value: float | str) -> str:
    """A number as it stands in the table: three digits that mean something, thousands parted."""
    if isinstance(value, str):
        return value
    return f"{value:.3g}" if abs(value) < 1000 and value != int(value) else f"{value:,.0f}"


def note(found: Found) -> None:
    """Append to the file that the environment names, if it names one."""
    if path := os.environ.get(NOTED_IN):
        with Path(path).open("a", encoding="utf-8") as noted:
            noted.write(json.dumps(asdict(found)) + "\n")


def table(lines: Iterable[str]) -> str:
    """The page, of the noted lines; of a figure that was found twice the later counts."""
    found = {(one.attack, one.what, one.test): one for one in (Found(**json.loads(line)) for line in lines)}
    return HEADER + "".join(_row(one) for one in sorted(found.values(), key=_place))


def _place(found: Found) -> tuple[int, str, str, str]:
    number = re.match(r"F(\d+)\b", found.attack)
    return int(number[1]) if number else 99, found.attack, found.test, found.what


def _row(found: Found) -> str:
    cells = [str(getattr(found, field.name)).replace("|", "\\|") for field in fields(found)]
    return "| " + " | ".join(cells) + " |\n"


def main(arguments: Sequence[str]) -> int:
    """Write the table of what was noted; 1 if there is nothing."""
    noted, page = map(Path, arguments)
    lines = noted.read_text("utf-8").splitlines() if noted.exists() else []
    if not lines:
        sys.stderr.write("nothing was noted\n")
        return 1
    page.write_text(table(lines), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
