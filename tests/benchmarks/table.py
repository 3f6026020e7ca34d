"""Rows of the printed tables: a name, then values beneath each other."""

import sys
from collections.abc import Iterable


def line(name: str, *values: object) -> str:
    """One row of a table."""
    return " | ".join([f"{name:<48}", *(f"{value:>14}" for value in values)])


def show(lines: Iterable[str]) -> None:
    """Print a table."""
    sys.stdout.write("\n".join(lines) + "\n")
