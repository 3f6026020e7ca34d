"""Which function answers which REST route, and what it is given.

Not here: the functions themselves (rest_*.py), the HTTP server (standin.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from tests.standin.wire import JsonObject

if TYPE_CHECKING:
    from tests.standin.standin import StandIn


class Refusal(Exception):
    """An error as Discord answers it: HTTP status, JSON error code, message."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(f"{status} ({code}): {message}")
        self.status = status
        self.body: JsonObject = {"message": message, "code": code}


def unknown(what: str, code: int) -> Refusal:
    """404 for a thing that is not there."""
    return Refusal(404, code, f"Unknown {what}")


@dataclass
class Call:
    """One request. `ids` are the variable parts of its path; `body` is its JSON object, `items` its JSON list."""

    stand_in: "StandIn"
    method: str
    path: str
    ids: list[str] = field(default_factory=list[str])
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    body: JsonObject = field(default_factory=dict[str, object])
    items: list[JsonObject] = field(default_factory=list[JsonObject])
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    authorized: bool = False

    def number(self, place: int) -> int:
        """The variable part at this place as a snowflake; 0 when it is no number."""
        text = self.ids[place]
        return int(text) if text.isdigit() else 0


Handler: TypeAlias = Callable[[Call], object]
"""Returns a JSON value for a 200, or None for a 204; raises Refusal."""

_routes: dict[tuple[str, int], list[tuple[list[str], Handler]]] = {}


def route(method: str, path: str) -> Callable[[Handler], Handler]:
    """Register a handler for a path whose variable parts are written `*`."""
    parts = path.split("/")[1:]

    def register(handler: Handler) -> Handler:
        _routes.setdefault((method, len(parts)), []).append((parts, handler))
        return handler

    return register


def find(method: str, path: str) -> tuple[Handler, list[str]] | None:
    """The handler for a path and its variable parts; of several that fit, the one registered first."""
    given = path.split("/")[1:]
    for parts, handler in _routes.get((method, len(given)), ()):
        if all(part in ("*", one) for part, one in zip(parts, given, strict=True)):
            return handler, [one for part, one in zip(parts, given, strict=True) if part == "*"]
    return None
