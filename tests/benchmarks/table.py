"""Rows of the printed tables: a name, then values beneath each other."""

import sys
from collections.abc import Iterable


def line(name: str, *values: object, width: int = 14) -> str:
    """One row of a table, its values in columns of this width."""
    return " | ".join([f"{name:<48}", *(f"{value:>{width}}" for value in values)])


def show(lines: Iterable[str]) -> None:
    """Print a table."""
    sys.stdout.write("\n".join(lines) + "\n")
