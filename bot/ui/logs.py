"""Log lines for the operator: set up once, filtered always. No id, name, text or code gets through.

discord.py and aiosqlite print whole events and SQL parameters at DEBUG, so theirs never gets that far.
"""

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any, Final, Literal, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_TALKATIVE: Final = {
    "discord": logging.INFO,  # connected, resumed: worth knowing
    "sqlalchemy": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "asyncpg": logging.WARNING,
    "alembic": logging.WARNING,
    "asyncio": logging.WARNING,
    "aiohttp": logging.WARNING,
}
_HIDDEN: Final = "[hidden]"
_SECRETS: Final = re.compile(
    r"\b\d{15,20}\b"  # Discord ids
    r"|\b[a-z]+:[a-z_-]+:[\w\-.:=]{6,}"  # custom_ids, some of which carry a member's key
    r"|\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}-[0-9A-HJKMNP-TV-Z]{2}\b"  # receipt codes
    r"|[\w\-]{22,}\.[\w\-]{6,}\.[\w\-]{27,}"  # bot tokens
)
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
        cache_logger_on_first_use=True,
    )


def _formatter(form: Literal["console", "json"]) -> logging.Formatter:
    last: Processor = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    shared: list[Processor] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_tracebacks,
        _filtered,
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[],
        processors=[*shared, structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    )


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
            return hide(str(value))
