"""Looks at every request the bot sends in any test: would Discord take it, and does it keep our promises?

Discord's published OpenAPI document is found through the environment variable DISCORD_OPENAPI. Without it only the
project's own table (`tests.limits`) is used, and a warning says so once. `validate` is the hook for every driver.
"""

import json
import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, Protocol, TypeAlias, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.exceptions import best_match as _best_match  # pyright: ignore[reportUnknownVariableType] # no types
from jsonschema.validators import extend  # pyright: ignore[reportUnknownVariableType] # its stubs leave the class open
from jsonschema_rs import Draft202012Validator as QuickValidator

from tests import limits
from tests.screen import Payload

best_match = cast("Callable[[Iterable[ValidationError]], ValidationError | None]", _best_match)
Schema: TypeAlias = dict[str, Any]
VARIABLE = "DISCORD_OPENAPI"
METHODS = ("post", "put", "patch")
SNOWFLAKE: Schema = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$"}
"""Discord takes a snowflake as a number too, which its document does not say and discord.py relies on."""

BITS: Schema = {"type": ["string", "integer", "null"]}
"""Permissions of a role: a string by Discord's reference and in discord.py, a number in its document; it takes both."""


class BrokenPayload(AssertionError):
    """A request that Discord would refuse, or that breaks a promise of this bot."""


class Telling(Protocol):
    """As much of a jsonschema validator as is used here."""

    def iter_errors(self, instance: object) -> Iterator[ValidationError]:
        """Every fault of the instance."""
        ...


class Validator:
    """Checks the bodies of one route: quickly whether they are right, and slowly in what they are not."""

    def __init__(self, schema: Schema) -> None:
        self._quick = QuickValidator(schema)
        self._telling = cast("Telling", _Telling(schema))

    def faults(self, body: object) -> Iterator[str]:
        """What is wrong with a body, in one line."""
        if self._quick.is_valid(body):
            return
        error = best_match(self._telling.iter_errors(body))
        if error is not None:
            yield f"{error.json_path}: {error.message[:300]}"


def validate(method: str, path: str, body: object) -> None:
    """Look at one request; `path` without host and version ("/channels/1/messages"), `body` its JSON or None.

    Raises:
        BrokenPayload: with every fault that was found.
    """
    faults = [*_own_faults(method.upper(), path, body), *_documented_faults(method.lower(), path, body)]
    if faults:
        raise BrokenPayload(f"{method} {_template(path)}: " + "; ".join(faults))


# Our own table

_sent = partial(limits.message_faults, sent=True)
_edited = partial(limits.message_faults, sent=False)
_OWN: tuple[tuple[str, re.Pattern[str], Callable[[Payload], Iterator[str]]], ...] = (
    ("POST", re.compile(r"/channels/\d+/messages"), _sent),
    ("PATCH", re.compile(r"/channels/\d+/messages/\d+"), _edited),
    ("POST", re.compile(r"/interactions/\d+/[^/]+/callback"), limits.answer_faults),
    ("POST", re.compile(r"/webhooks/\d+/[^/]+"), limits.follow_up_faults),
    ("PATCH", re.compile(r"/webhooks/\d+/[^/]+/messages/[^/]+"), _edited),
)
_COMMANDS = re.compile(r"/applications/\d+/(guilds/\d+/)?commands")


def _own_faults(method: str, path: str, body: object) -> Iterator[str]:
    if isinstance(body, Mapping):
        for known, pattern, faults in _OWN:
            if method == known and pattern.fullmatch(path):
                yield from faults(cast("Payload", body))
    elif isinstance(body, Sequence) and method == "PUT" and _COMMANDS.fullmatch(path):
        yield from limits.command_faults(cast("Sequence[Payload]", body))


# Discord's document


def _documented_faults(method: str, path: str, body: object) -> Iterator[str]:
    document = _document()
    if document is None:
        return
    template = document.template(path)
    if template is None:
        yield "Discord's document knows no such route"
        return
    validator = document.validator(method, template)
    if validator is not None and body is not None:
        yield from validator.faults(body)


class Document:
    """Discord's description of its API, with a validator for each route made when it is first needed."""

    def __init__(self, content: Schema) -> None:
        self._paths = cast("dict[str, Schema]", content["paths"])
        self._schemas = cast("dict[str, Schema]", content["components"]["schemas"]) | {"SnowflakeType": SNOWFLAKE}
        self._schemas["CreateRoleRequest"]["properties"]["permissions"] = BITS
        self._patterns = [
            (re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), path)
            for path in sorted(self._paths, key=lambda path: path.count("{"))
        ]
        self._validators: dict[tuple[str, str], Validator | None] = {}

    def template(self, path: str) -> str | None:
        """The route that serves a path; the one with the fewest variable parts, or None."""
        return next((template for pattern, template in self._patterns if pattern.fullmatch(path)), None)

    def validator(self, method: str, template: str) -> Validator | None:
        """What checks the bodies of a route; None when it takes none."""
        route = (method, template)
        if route not in self._validators:
            operation = self._paths[template].get(method) if method in METHODS else None
            self._validators[route] = self._made(cast("Schema | None", operation))
        return self._validators[route]

    def _made(self, operation: Schema | None) -> Validator | None:
        content = (operation or {}).get("requestBody", {}).get("content", {}).get("application/json")
        if content is None:
            return None
        schema = {**content["schema"], "components": {"schemas": self._schemas}}
        return Validator(schema)


def _one_of(validator: Any, alternatives: list[Schema], instance: object, schema: Schema) -> Iterator[ValidationError]:
    """Where the alternatives differ by `type`, look only at the one that is meant: its faults say what is wrong."""
    if isinstance(instance, Mapping) and "type" in instance:
        for alternative in alternatives:
            found = validator._resolver.lookup(alternative["$ref"]).contents if "$ref" in alternative else alternative
            if cast("Payload", instance)["type"] in found.get("properties", {}).get("type", {}).get("enum", ()):
                yield from validator.descend(instance, alternative)
                return
    keyword = "anyOf" if schema.get("anyOf") is alternatives else "oneOf"
    yield from Draft202012Validator.VALIDATORS[keyword](validator, alternatives, instance, schema)


_Telling = cast("Any", extend(Draft202012Validator, {"oneOf": _one_of, "anyOf": _one_of}))


@cache
def _document() -> Document | None:
    place = os.environ.get(VARIABLE)
    if not place:
        warnings.warn(f"{VARIABLE} is not set: payloads are checked by our own table alone", stacklevel=2)
        return None
    return Document(json.loads(Path(place).read_text("utf-8")))


def _template(path: str) -> str:
    """A path without its ids and tokens, for messages."""
    return re.sub(r"/(interactions|webhooks)/\d+/[^/]+", r"/\1/…", re.sub(r"(?<=/)\d{15,}", "…", path))
