"""How a command speaks in the terminal, and asks. Not for the log, which goes to standard error in lines of its own."""

import sys

from bot.ui.words import Value, Words


def say(text: str) -> None:
    """One paragraph on standard output, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """One paragraph on standard error."""
    sys.stderr.write(text + "\n")


def agreed(words: Words, key: str, expected: str, **values: Value) -> bool:
    """Ask, and whether the line that is typed is the expected one. The end of the input is a no."""
    sys.stdout.write(words(key, expected=expected, **values) + " ")
    sys.stdout.flush()
    typed = sys.stdin.readline()
    if not typed.endswith("\n"):
        say("")
    return typed.strip() == expected
