"""Which simcord this package is written for. Its private parts are touched in `patches.py`, so no other one will do."""

from importlib.metadata import version
from typing import Final

PINNED: Final = "3.2.1"


class WrongSimulator(ImportError):
    """Another simcord than the pinned one is installed."""


def check_version(installed: str | None = None) -> None:
    """Refuse any other simcord, before anything of it is imported.

    Args:
        installed: the version that is installed; looked up if None.

    Raises:
        WrongSimulator: it is not the pinned one.
        PackageNotFoundError: there is none.
    """
    found = version("simcord") if installed is None else installed
    if found != PINNED:
        message = f"simcord {PINNED} is needed, {found} is installed: pip install simcord=={PINNED}"
        raise WrongSimulator(message)
