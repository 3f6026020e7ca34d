"""JSON as it goes over the wire: parsing, printing, and reading values of a known shape.

Not here: what any value means to Discord.
"""

import json
from collections.abc import Mapping
from typing import TypeAlias, cast

JsonObject: TypeAlias = dict[str, object]


def parse(text: str | bytes) -> object:
    """Any JSON value.

    Raises:
        ValueError: it is not JSON.
    """
    return cast("object", json.loads(text))


def parse_object(text: str | bytes) -> JsonObject:
    """A JSON object; anything else is an empty one."""
    return as_object(parse(text))


def as_object(value: object) -> JsonObject:
    """The same object, or an empty one when the value is something else."""
    return cast("JsonObject", value) if isinstance(value, dict) else {}


def as_objects(value: object) -> list[JsonObject]:
    """The JSON objects among the items of a list; no list is an empty one."""
    return [as_object(one) for one in cast("list[object]", value)] if isinstance(value, list) else []


def dump(value: object) -> str:
    """Compact JSON, as Discord sends it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)


def number(payload: Mapping[str, object], key: str, otherwise: int = 0) -> int:
    """A number or snowflake (Discord sends the latter as a string of digits)."""
    found = payload.get(key)
    if isinstance(found, int):
        return int(found)
    return int(found) if isinstance(found, str) and found.isdigit() else otherwise


def strings(payload: Mapping[str, object], key: str) -> list[str]:
    """The strings in the list under `key`; an absent list is empty."""
    found = payload.get(key)
    return [str(one) for one in cast("list[object]", found)] if isinstance(found, list) else []
