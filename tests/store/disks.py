"""A disk that is full, and one that gives back something else than was written."""

import resource
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


def spoil_page(path: Path, page: int) -> None:
    """Write nonsense where a page of the file begins."""
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"shopping list" * 20)


@contextmanager
def no_file_grows_beyond(size: int) -> Generator[None]:
    """A full disk, for this process."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
