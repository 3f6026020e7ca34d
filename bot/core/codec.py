"""Frozen dataclasses to bytes and back, their types checked on the way in. Not for anything a person reads."""

from typing import Any, Generic, TypeVar, cast

from pydantic import ConfigDict, TypeAdapter

Value = TypeVar("Value")

_BYTES_AS_BASE64 = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")


class Codec(Generic[Value]):
    """JSON for one type; `bytes` fields travel as base64."""

    def __init__(self, kind: type[Value]) -> None:
        # Inside a tuple, because pydantic lets a dataclass take its configuration only from what holds it.
        held: Any = tuple.__class_getitem__((kind,))
        self._adapter = cast("TypeAdapter[tuple[Value]]", TypeAdapter(held, config=_BYTES_AS_BASE64))

    def encode(self, value: Value) -> bytes:
        """The value as JSON."""
        return self._adapter.dump_json((value,))

    def decode(self, data: bytes) -> Value:
        """The value these bytes were made from; a field added since then takes its default.

        Raises:
            pydantic.ValidationError: the bytes are not of this type.
        """
        return self._adapter.validate_json(data)[0]
