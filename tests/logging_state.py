"""Setting up the log changes the whole process; what runs next must not meet it."""

import logging
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager

import structlog


@contextmanager
def logs_as_before() -> Generator[None]:
    """Put back everything that `set_up_logs` changes."""
    root = logging.getLogger()
    handlers, level, hooks = root.handlers[:], root.level, (threading.excepthook, sys.unraisablehook)
    levels = {name: logging.getLogger(name).level for name in list(logging.root.manager.loggerDict)}
    tells_of_itself = logging.raiseExceptions
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        logging.raiseExceptions = tells_of_itself
        root.handlers[:] = handlers
        root.setLevel(level)
        threading.excepthook, sys.unraisablehook = hooks
        for name, before in levels.items():
            logging.getLogger(name).setLevel(before)
        structlog.reset_defaults()
