"""The interaction data of a form that somebody filled in, and of a select in a message.

Not here: commands (commands.py), sending it (interactions.py).
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from tests.screen import FIELDS, SELECTS, Component, controls, objects, option_value, words
from tests.stage import File, NotOnScreen, is_file
from tests.standin.resolved import Resolved
from tests.standin.wire import JsonObject, as_object, as_objects, number

Given: TypeAlias = str | Sequence[str] | File


def submitted(form: JsonObject, values: Mapping[str, Given], resolved: Resolved) -> JsonObject:
    """The data of a submitted form; fields not given are sent as they were prefilled.

    Raises:
        NotOnScreen: no such field or option, or Discord's client would not let it be sent so.
    """
    names = {words(one, "custom_id") for one in controls(form, FIELDS)}
    if unknown := set(values) - names:
        raise NotOnScreen(f"no fields {sorted(unknown)} among {sorted(names)}")
    parts = [_part(component, values, resolved) for component in as_objects(form.get("components"))]
    return resolved.added_to({"custom_id": form["custom_id"], "components": parts})


def _part(component: JsonObject, values: Mapping[str, Given], resolved: Resolved) -> JsonObject:
    if component["type"] == Component.LABEL:
        inner = as_object(component["component"])
        answer = _answer(inner, values.get(words(inner, "custom_id")), resolved)
        return {"type": component["type"], "id": component["id"], "component": answer}
    return {"type": component["type"], "id": component["id"]}


def _answer(field: JsonObject, given: Given | None, resolved: Resolved) -> JsonObject:
    kind = Component(number(field, "type"))
    base: JsonObject = {"type": int(kind), "id": field["id"], "custom_id": field["custom_id"]}
    if is_file(given):
        return base | {"values": [resolved.file(*given)]}
    if kind is Component.TEXT_INPUT:
        return base | {"value": _text(field, given)}
    chosen = _chosen(field, kind, given, resolved)
    if not chosen and field.get("required", True):
        raise NotOnScreen(f"the field {field['custom_id']!r} must be filled in")
    if kind is Component.RADIO_GROUP:
        return base | {"value": chosen[0] if chosen else None}
    return base | {"values": chosen}


def _text(field: JsonObject, given: Given | None) -> str:
    text = words(field, "value") if given is None else given
    if not isinstance(text, str):
        raise NotOnScreen(f"the field {field['custom_id']!r} takes one text")
    if len(text) > number(field, "max_length", 4000) or len(text) < number(field, "min_length") > 0 < len(text):
        raise NotOnScreen(f"the field {field['custom_id']!r} does not take {len(text)} characters")
    if not text and field.get("required", True):
        raise NotOnScreen(f"the field {field['custom_id']!r} must be filled in")
    return text


def _chosen(field: JsonObject, kind: Component, given: Given | None, resolved: Resolved) -> list[str]:
    if given is None:
        return [words(option, "value") for option in objects(field, "options") if option.get("default")]
    names = [given] if isinstance(given, str) and given else [str(one) for one in given]
    if kind in SELECTS and kind is not Component.STRING_SELECT:
        values = [resolved.by_kind(kind, name) for name in names]
    else:
        values = [option_value(field, name) for name in names]
    most = 1 if kind is Component.RADIO_GROUP else number(field, "max_values", 1)
    if len(values) > most:
        raise NotOnScreen(f"the field {field['custom_id']!r} takes at most {most}")
    return values


def selected(select: JsonObject, names: Sequence[str], resolved: Resolved) -> JsonObject:
    """The data of a choice in a message's select."""
    kind = Component(number(select, "type"))
    values = _chosen(select, kind, list(names), resolved)
    if len(values) < number(select, "min_values", 1):
        raise NotOnScreen(f"at least {select.get('min_values', 1)} must be chosen")
    data: JsonObject = {"custom_id": select["custom_id"], "component_type": int(kind), "id": select["id"]}
    return resolved.added_to(data | {"values": values})
