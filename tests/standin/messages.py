"""Messages come into being, change and go; what the server adds to what the bot sent (ids, times, addresses of files).

Not here: who may do it and over which route (rest_messages.py, rest_interactions.py).
"""

import mimetypes
from collections.abc import Mapping
from datetime import datetime, timedelta

from tests.standin import payloads
from tests.standin.routing import Refusal
from tests.standin.wire import JsonObject, as_object, as_objects, number
from tests.standin.world import EPHEMERAL, LOADING, Channel, Message, Person, World

NONCE_MEMORY = timedelta(minutes=5)
COMPONENTS_V2 = 1 << 15
KEPT_FLAGS = EPHEMERAL | COMPONENTS_V2
NESTED = ("components", "component", "accessory", "items")


def numbered(sent: object, start: int = 1) -> list[JsonObject]:
    """The components with an `id` given to those that have none, outer before inner, as Discord does."""
    counter = iter(range(start, 10_000))

    def visit(component: JsonObject) -> JsonObject:
        made = dict(component)
        made.setdefault("id", next(counter))
        for key in NESTED:
            if isinstance(made.get(key), list):
                made[key] = [visit(one) for one in as_objects(made[key])]
            elif isinstance(made.get(key), dict):
                made[key] = visit(as_object(made[key]))
        return made

    return [visit(one) for one in as_objects(sent)]


class Messages:
    """Makes and changes messages of one world; keeps the bytes of uploaded files under their address."""

    def __init__(self, world: World, address: str) -> None:
        self.world = world
        self.address = address
        self.files: dict[str, bytes] = {}
        self._nonces: dict[tuple[int, str], tuple[datetime, Message]] = {}

    def create(
        self,
        channel: Channel,
        author: Person,
        body: Mapping[str, object],
        files: Mapping[str, bytes] | None = None,
        reader: Person | None = None,
    ) -> Message:
        """A new message; with a reader it is ephemeral and stands in no channel.

        With `enforce_nonce` a message of the last minutes with the same nonce is returned instead.
        """
        nonce = str(body.get("nonce") or "")
        known = self._nonces.get((channel.id, nonce))
        if body.get("enforce_nonce") and nonce and known and self.world.clock.now() - known[0] < NONCE_MEMORY:
            return known[1]
        message_id = self.world.snowflake()
        flags = number(body, "flags") | (EPHEMERAL if reader else 0)
        payload = self._frame(message_id, channel, author, flags)
        message = Message(message_id, channel, author, payload, reader)
        self._write(message, body, files or {})
        if nonce:
            payload["nonce"] = nonce
            self._nonces[channel.id, nonce] = (self.world.clock.now(), message)
        if reader is None:
            channel.messages[message_id] = message
        return message

    def edit(self, message: Message, body: Mapping[str, object], files: Mapping[str, bytes] | None = None) -> None:
        """Change what the body names; what it does not name stays."""
        flags = number(message.payload, "flags") & ~LOADING
        kept = flags & KEPT_FLAGS
        message.payload["flags"] = (number(body, "flags") | kept) if "flags" in body else flags
        message.payload["edited_timestamp"] = payloads.time_text(self.world.clock.now())
        self._write(message, body, files or {})

    def delete(self, message: Message) -> None:
        """The message is gone, from the channel and from its reader's screen."""
        message.gone = True
        message.channel.messages.pop(message.id, None)

    def _frame(self, message_id: int, channel: Channel, author: Person, flags: int) -> JsonObject:
        return {
            "id": str(message_id),
            "channel_id": str(channel.id),
            "author": payloads.user(author),
            "content": "",
            "timestamp": payloads.time_text(self.world.clock.now()),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": [],
            "pinned": False,
            "type": 0,
            "flags": flags,
        }

    def _write(self, message: Message, body: Mapping[str, object], files: Mapping[str, bytes]) -> None:
        payload = message.payload
        named = "attachments" in body or files
        attachments = self._attachments(message, body, files) if named else as_objects(payload["attachments"])
        addresses = {f"attachment://{one['filename']}": one for one in attachments}
        components = numbered(body["components"]) if "components" in body else as_objects(payload["components"])
        payload["components"] = [_with_files(one, addresses) for one in components]
        payload["attachments"] = attachments
        if "content" in body:
            payload["content"] = str(body["content"] or "")
        if "embeds" in body:
            payload["embeds"] = as_objects(body["embeds"])

    def _attachments(
        self, message: Message, body: Mapping[str, object], files: Mapping[str, bytes]
    ) -> list[JsonObject]:
        """Those kept by id, then the new files with the descriptions that the body gives them (by place)."""
        named = as_objects(body.get("attachments"))
        before = {str(one["id"]): one for one in as_objects(message.payload["attachments"])}
        kept = [before[str(one["id"])] for one in named if str(one.get("id")) in before]
        described = [str(one.get("description") or "") for one in named if str(one.get("id")) not in before]
        new = [self.stored(message.channel, name, data) for name, data in files.items()]
        for attachment, description in zip(new, described, strict=False):
            if description:
                attachment["description"] = description
        return kept + new

    def stored(self, channel: Channel, name: str, data: bytes) -> JsonObject:
        """A file as an attachment object, with an address where it is."""
        attachment_id = self.world.snowflake()
        path = f"/attachments/{channel.id}/{attachment_id}/{name}"
        self.files[path] = data
        url = self.address + path
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return {
            "id": str(attachment_id),
            "filename": name,
            "size": len(data),
            "url": url,
            "proxy_url": url,
            "content_type": kind,
        }


def _with_files(component: JsonObject, addresses: Mapping[str, JsonObject]) -> JsonObject:
    """The component, its media pointing to the uploaded files instead of `attachment://name`.

    Raises:
        Refusal: no such file was uploaded.
    """
    made = dict(component)
    for key in ("media", "file"):
        media = as_object(made.get(key))
        address = str(media.get("url", ""))
        found = addresses.get(address)
        if found is None and address.startswith("attachment:"):
            raise Refusal(400, 50035, "Invalid Form Body")
        if found is not None:
            made[key] = {"url": found["url"], "proxy_url": found["url"], "placeholder": "", "loading_state": 2} | {
                "attachment_id": found["id"]
            }
    for key in NESTED:
        if isinstance(made.get(key), list):
            made[key] = [_with_files(one, addresses) for one in as_objects(made[key])]
        elif isinstance(made.get(key), dict):
            made[key] = _with_files(as_object(made[key]), addresses)
    return made
