"""The project's own table of Discord's limits, and what this bot promises of all it sends: no pings, private answers.

`tests.payloads` uses it beside Discord's own description; it also holds alone where that document is not at hand.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, cast

from tests.screen import Component, Payload, components, objects, words

COMPONENTS, TEXT, CONTENT = 40, 4000, 2000
ROW, FIELDS = 5, 5
CUSTOM_ID, BUTTON, PLACEHOLDER, OPTION = 100, 80, 150, 100
TITLE, LABEL, DESCRIPTION = 45, 45, 100
OPTIONS: Final = {Component.STRING_SELECT: (1, 25), Component.RADIO_GROUP: (2, 10), Component.CHECKBOX_GROUP: (1, 10)}
CHOICES, COMMAND_OPTIONS, COMMAND_TEXT = 25, 25, 8000
COMMANDS: Final = {1: 100, 2: 15, 3: 15}
"""Global commands: slash commands, menu entries of people, menu entries of messages."""
NONCE = 25
PICTURES, ATTACHMENTS, ALTERNATIVE = 10, 10, 1024

EPHEMERAL, COMPONENTS_V2 = 1 << 6, 1 << 15
MESSAGE, DEFERRED, UPDATE, CHOICES_OFFERED, FORM = 4, 5, 7, 8, 9
"""Types of an answer to an interaction."""
ACTION_ROW, TEXT_DISPLAY, LABEL_TYPE = 1, 10, 18
LAYOUT = frozenset({9, 10, 12, 13, 14, 17})
"""Components that a message may hold only with the flag for Components V2."""
NAME = re.compile(r"[-_'\w]{1,32}")
FILE = re.compile(r"attachment://[-_.0-9A-Za-z]+")


def message_faults(body: Payload, *, sent: bool) -> Iterator[str]:
    """What Discord, or a promise of ours, forbids in a message that is sent or (not `sent`) edited."""
    held = list(components(body))
    flags = _number(body.get("flags"))
    if len(held) > COMPONENTS:
        yield f"{len(held)} components, at most {COMPONENTS}"
    if (shown := sum(len(words(one, "content")) for one in held)) > TEXT:
        yield f"{shown} characters of text, at most {TEXT}"
    if len(words(body, "content")) > CONTENT:
        yield f"content of {len(words(body, 'content'))} characters, at most {CONTENT}"
    if any(one.get("type") in LAYOUT for one in held):
        if sent and not flags & COMPONENTS_V2:
            yield "components of a layout without the flag for Components V2"
        if words(body, "content") or objects(body, "embeds"):
            yield "a layout beside content or embeds"
    if len(str(body.get("nonce") or "")) > NONCE:
        yield f"a nonce of more than {NONCE} characters"
    yield from _mention_faults(body, sent=sent)
    yield from _control_faults(held)
    yield from _file_faults(body, held)


def _mention_faults(body: Payload, *, sent: bool) -> Iterator[str]:
    allowed = body.get("allowed_mentions")
    if isinstance(allowed, Mapping):
        if cast("Payload", allowed).get("parse") != []:
            yield "allowed_mentions.parse must be []: nobody is pinged by what a text contains"
    elif sent:
        yield "allowed_mentions is missing: a text could ping somebody"


def _file_faults(body: Payload, held: Sequence[Payload]) -> Iterator[str]:
    files = objects(body, "attachments")
    if len(files) > ATTACHMENTS:
        yield f"{len(files)} files, at most {ATTACHMENTS}"
    if any(len(words(one, "description")) > ALTERNATIVE for one in files):
        yield f"a file's description of more than {ALTERNATIVE} characters"
    sent = {f"attachment://{words(one, 'filename')}" for one in files}
    for one in held:
        if one.get("type") == Component.MEDIA_GALLERY:
            yield from _gallery_faults(objects(one, "items"), sent)
        address = "".join(words(file, "url") for file in objects(one, "file"))
        if one.get("type") == Component.FILE and (address not in sent or not FILE.fullmatch(address)):
            yield "a file that is not sent with it, or has a name that Discord would change"


def _gallery_faults(pictures: Sequence[Payload], sent: Collection[str]) -> Iterator[str]:
    if not 1 <= len(pictures) <= PICTURES:
        yield f"{len(pictures)} pictures in a gallery, 1 to {PICTURES}"
    for one in pictures:
        if not 1 <= len(words(one, "description")) <= ALTERNATIVE:
            yield f"a picture's description of {len(words(one, 'description'))} characters, 1 to {ALTERNATIVE}"
        address = "".join(words(media, "url") for media in objects(one, "media"))
        if address.startswith("attachment:") and (address not in sent or not FILE.fullmatch(address)):
            yield "a picture whose file is not sent with it, or has a name that Discord would change"


def form_faults(body: Payload) -> Iterator[str]:
    """What Discord forbids in a form (modal)."""
    rows = objects(body, "components")
    if not 1 <= len(words(body, "title")) <= TITLE:
        yield f"a title of {len(words(body, 'title'))} characters, 1 to {TITLE}"
    if not 1 <= len(words(body, "custom_id")) <= CUSTOM_ID:
        yield f"a form's custom_id of {len(words(body, 'custom_id'))} characters, 1 to {CUSTOM_ID}"
    if not 1 <= len(rows) <= FIELDS:
        yield f"{len(rows)} fields in a form, 1 to {FIELDS}"
    for row in rows:
        if row.get("type") not in (LABEL_TYPE, TEXT_DISPLAY):
            yield f"a component of type {row.get('type')} directly in a form"
        if row.get("type") == LABEL_TYPE:
            yield from _label_faults(row)
    yield from _control_faults(list(components(body)))


def _label_faults(row: Payload) -> Iterator[str]:
    if not 1 <= len(words(row, "label")) <= LABEL:
        yield f"a label of {len(words(row, 'label'))} characters, 1 to {LABEL}"
    if len(words(row, "description")) > DESCRIPTION:
        yield f"a description of {len(words(row, 'description'))} characters, at most {DESCRIPTION}"
    for field in objects(row, "component"):
        most = _number(field.get("max_length")) or TEXT
        if len(words(field, "value")) > most:
            yield f"a text of {len(words(field, 'value'))} characters in a field for {most}"


def _control_faults(held: Sequence[Payload]) -> Iterator[str]:
    named = [words(one, "custom_id") for one in held if "custom_id" in one]
    if len(set(named)) < len(named):
        yield f"a custom_id twice: {sorted(one for one in set(named) if named.count(one) > 1)}"
    for one in held:
        if "custom_id" in one and not 1 <= len(words(one, "custom_id")) <= CUSTOM_ID:
            yield f"a custom_id of {len(words(one, 'custom_id'))} characters, 1 to {CUSTOM_ID}"
        if one.get("type") == ACTION_ROW:
            yield from _row_faults(one)
        if one.get("type") == Component.BUTTON and not (1 <= len(words(one, "label")) <= BUTTON or one.get("emoji")):
            yield f"a button's label of {len(words(one, 'label'))} characters, 1 to {BUTTON}"
        if one.get("type") == TEXT_DISPLAY and not words(one, "content"):
            yield "an empty text"
        if len(words(one, "placeholder")) > PLACEHOLDER:
            yield f"a placeholder of {len(words(one, 'placeholder'))} characters, at most {PLACEHOLDER}"
        yield from _option_faults(one)


def _row_faults(row: Payload) -> Iterator[str]:
    held = objects(row, "components")
    if not 1 <= len(held) <= ROW:
        yield f"{len(held)} components in a row, 1 to {ROW}"
    if len(held) > 1 and any(one.get("type") != Component.BUTTON for one in held):
        yield "a select beside something else in a row"


def _option_faults(control: Payload) -> Iterator[str]:
    bounds = next((found for kind, found in OPTIONS.items() if control.get("type") == kind), None)
    if bounds is None:
        return
    options = objects(control, "options")
    if not bounds[0] <= len(options) <= bounds[1]:
        yield f"{len(options)} options, {bounds[0]} to {bounds[1]}"
    values = [words(option, "value") for option in options]
    if len(set(values)) < len(values):
        yield f"two options with one value in {words(control, 'custom_id')!r}"
    for option in options:
        if not 1 <= len(words(option, "label")) <= OPTION or not 1 <= len(words(option, "value")) <= OPTION:
            yield f"an option's label or value of more than {OPTION} characters, or none"
        if len(words(option, "description")) > OPTION:
            yield f"an option's description of more than {OPTION} characters"
    chosen = sum(bool(option.get("default")) for option in options)
    most = 1 if control.get("type") == Component.RADIO_GROUP else _number(control.get("max_values")) or 1
    if chosen > most:
        yield f"{chosen} options chosen beforehand, at most {most}"
    if _number(control.get("max_values")) > len(options) or _number(control.get("min_values")) > most:
        yield "more to choose than there is"


def answer_faults(body: Payload) -> Iterator[str]:
    """What Discord, or a promise of ours, forbids in an answer to an interaction."""
    kind = body.get("type")
    data = cast("Payload", body.get("data") or {})
    if kind in (MESSAGE, DEFERRED) and not _number(data.get("flags")) & EPHEMERAL:
        yield "an answer that everybody sees: every answer must be private"
    if kind == MESSAGE:
        yield from message_faults(data, sent=True)
    elif kind == UPDATE:
        yield from message_faults(data, sent=False)
    elif kind == FORM:
        yield from form_faults(data)
    elif kind == CHOICES_OFFERED:
        yield from _choice_faults(data)


def _choice_faults(data: Payload) -> Iterator[str]:
    choices = objects(data, "choices")
    if len(choices) > CHOICES:
        yield f"{len(choices)} choices, at most {CHOICES}"
    if any(not 1 <= len(words(choice, "name")) <= OPTION for choice in choices):
        yield f"a choice's name of more than {OPTION} characters, or none"


def follow_up_faults(body: Payload) -> Iterator[str]:
    """What Discord, or a promise of ours, forbids in a further message of an answer."""
    if not _number(body.get("flags")) & EPHEMERAL:
        yield "a follow-up that everybody sees: every answer must be private"
    yield from message_faults(body, sent=True)


def command_faults(commands: Sequence[Payload]) -> Iterator[str]:
    """What Discord forbids in the list of the bot's commands."""
    for kind, most in COMMANDS.items():
        if (count := sum(command.get("type", 1) == kind for command in commands)) > most:
            yield f"{count} commands of type {kind}, at most {most}"
    for command in commands:
        if (size := _command_size(command)) > COMMAND_TEXT:
            yield f"/{command.get('name')}: {size} characters of names and descriptions, at most {COMMAND_TEXT}"
        if command.get("type", 1) == 1:
            yield from _named_faults(command, f"/{command.get('name')}")


def _named_faults(command: Payload, path: str) -> Iterator[str]:
    name = words(command, "name")
    if not NAME.fullmatch(name) or name != name.lower():
        yield f"{path}: a name that Discord refuses"
    if not 1 <= len(words(command, "description")) <= DESCRIPTION:
        yield f"{path}: a description of {len(words(command, 'description'))} characters, 1 to {DESCRIPTION}"
    options = objects(command, "options")
    if len(options) > COMMAND_OPTIONS:
        yield f"{path}: {len(options)} options, at most {COMMAND_OPTIONS}"
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield f"{path}: a required option after one that is not"
    yield from _choice_faults(command)
    for option in options:
        yield from _named_faults(option, f"{path} {option.get('name')}")


def _command_size(command: Payload) -> int:
    """Characters that Discord counts: the longest of each text over all its languages."""
    size = 0
    for key in ("name", "description"):
        texts = cast("Mapping[str, str]", command.get(f"{key}_localizations") or {}).values()
        size += max(map(len, [words(command, key), *texts]))
    inner = [*objects(command, "options"), *objects(command, "choices")]
    return size + len(str(command.get("value") or "")) + sum(map(_command_size, inner))


def _number(found: object) -> int:
    return found if isinstance(found, int) else 0
