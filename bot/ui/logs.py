"""Log lines for the operator: set up once, filtered always. No id, name, text or code gets through.

discord.py and aiosqlite print whole events and SQL parameters at DEBUG, so theirs never gets that far. asyncio quotes
exceptions and arguments in its lines, threads and finalizers print them past any logger: only their kinds stay.
"""

import logging
import re
import sys
import threading
from collections.abc import Mapping
from typing import Any, Final, Literal, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_TALKATIVE: Final = {
    "discord": logging.INFO,  # connected, resumed: worth knowing
    "discord.client": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "asyncpg": logging.WARNING,
    "alembic": logging.WARNING,
    "asyncio": logging.WARNING,
    "aiohttp": logging.WARNING,
}
_HIDDEN: Final = "[hidden]"
_log = structlog.get_logger("common_ground")
_SECRETS: Final = re.compile(
    r"(?<!\d)\d{15,20}(?!\d)"  # Discord ids
    r"|[a-z]+:[a-z_-]+:[\w\-.:=]{6,}"  # custom_ids, some of which carry a member's key
    r"|(?<![^\W_])[0-9A-HJKMNP-TV-Z]{4}(?:-?[0-9A-HJKMNP-TV-Z]{4}){3}-?[0-9A-HJKMNP-TV-Z]{2}(?![^\W_])"  # receipt codes
    r"|(?<![^\W_])[0-9a-hjkmnp-tv-z]{4}(?:-[0-9a-hjkmnp-tv-z]{4}){3}-[0-9a-hjkmnp-tv-z]{2}(?![^\W_])"  # typed small
    r"|[\w\-]{22,}\.[\w\-]{6,}\.[\w\-]{27,}"  # bot tokens
    r"|(?<![0-9a-f])[0-9a-f]{32,}(?![0-9a-f])"  # keys and tags
    r"|[A-Za-z0-9_\-]{40,}={0,2}"  # keys of drafts; the tokens of interactions, which tell their moment
)
_QUOTES: Final = re.compile(r"[\n<(\"'].*", re.DOTALL)
"""What follows the first words of asyncio's lines: callbacks with their arguments, tasks with their exceptions."""
_ALLOWED_FIELDS: Final = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "logger",
        "reference",
        "kind",
        "where",
        "task",
        "count",
        "seconds",
        "name",
        "path",
        "error",
    }
)


def hide(text: str) -> str:
    """The text without anything that looks like an id, a custom_id, a receipt code or a token."""
    return _SECRETS.sub(_HIDDEN, text)


def set_up_logs(level: str, form: Literal["console", "json"]) -> None:
    """Send every line of every library through the filter, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(form))
    handler.addFilter(_without_exceptions_as_values)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, least in _TALKATIVE.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelNamesMapping()[level]))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    # A line that cannot be written would be printed with the exception that it came with, and that one's words.
    logging.raiseExceptions = False
    threading.excepthook = _thread_failed
    sys.unraisablehook = _not_raised


def _thread_failed(failure: threading.ExceptHookArgs) -> None:
    _log.error("thread-failed", kind=failure.exc_type.__name__)


def _not_raised(failure: "sys.UnraisableHookArgs") -> None:
    _log.error("not-raised", kind=failure.exc_type.__name__)


def _without_exceptions_as_values(record: logging.LogRecord) -> bool:
    """Let the record through with only the class of each exception that it was given to print."""
    if isinstance(record.args, tuple):
        record.args = tuple(type(one).__name__ if isinstance(one, BaseException) else one for one in record.args)
    return True


def _formatter(form: Literal["console", "json"]) -> logging.Formatter:
    last: Processor = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    shared: list[Processor] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_quotes,
        _without_tracebacks,
        _filtered,
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[],
        processors=[*shared, structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    )


def _without_quotes(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:  # noqa: ARG001 - structlog's signature
    """Keep the first words of asyncio's lines only."""
    if event.get("logger") == "asyncio":
        event["event"] = _QUOTES.sub("", str(event["event"])).strip()
    return event


def _without_tracebacks(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:  # noqa: ARG001 - structlog's signature
    """Keep an exception's class only: its message and its frames' values may hold a member's words."""
    record = event.get("_record")
    info = event.pop("exc_info", None) or getattr(record, "exc_info", None)
    if isinstance(info, tuple) and isinstance(info[0], type):
        event["kind"] = info[0].__name__
    if isinstance(record, logging.LogRecord):
        record.exc_info = record.exc_text = record.stack_info = None
    event.pop("stack_info", None)
    return event


def _filtered(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:  # noqa: ARG001 - structlog's signature
    clean: dict[str, Any] = {}
    for name, value in event.items():
        if name.startswith("_"):
            clean[name] = value
        elif name in _ALLOWED_FIELDS:
            clean[name] = _hidden_inside(value)
    return clean


def _hidden_inside(value: object) -> object:
    match value:
        case str():
            return hide(value)
        case bool() | float() | None:
            return value
        case int():
            return int(value) if len(str(value)) < 15 else _HIDDEN  # noqa: PLR2004 - as long as Discord's ids
        case list() | tuple():
            return [_hidden_inside(item) for item in cast("list[object]", value)]
        case Mapping():
            return _HIDDEN
        case _:
            return hide(type(value).__name__ if isinstance(value, BaseException) else str(value))
