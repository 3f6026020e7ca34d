"""What a person picks by name (people, roles, channels, messages) as ids, with the `resolved` objects of the API.

Not here: which option or field asks for them (commands.py, form_data.py).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.screen import Component
from tests.stage import NotOnScreen
from tests.standin import payloads
from tests.standin.wire import JsonObject
from tests.standin.world import Channel, Message, Person, Role, World


@dataclass
class Resolved:
    """Collects what one interaction refers to; `actor` is who acts (channels carry their permissions).

    `store` makes an attachment object of a file's name and bytes; without it no file can be sent.
    """

    world: World
    actor: Person
    store: Callable[[str, bytes], JsonObject] | None = None
    found: dict[str, JsonObject] = field(default_factory=dict[str, JsonObject])

    def by_kind(self, kind: Component, name: str) -> str:
        """The id of what a select of this kind offers under that name."""
        if kind is Component.USER_SELECT:
            return self.person(name)
        if kind is Component.ROLE_SELECT:
            return self.role(name)
        if kind is Component.CHANNEL_SELECT:
            return self.channel(name)
        return self.mentionable(name)

    def person(self, name: str) -> str:
        """A member of the server, with user and member object."""
        found: Person = self.world.person(name)
        self._keep("users", found.id, payloads.user(found))
        if found.present:
            permissions = payloads.acting_member(self.world, found, next(iter(self.world.channels.values())))
            permissions.pop("user")
            self._keep("members", found.id, permissions)
        return str(found.id)

    def role(self, name: str) -> str:
        """A role."""
        found: Role = self.world.role(name)
        self._keep("roles", found.id, payloads.role(found))
        return str(found.id)

    def channel(self, name: str) -> str:
        """A text channel of the server."""
        found: Channel = self.world.channel(name)
        self._keep("channels", found.id, payloads.acting_channel(self.world, found, self.actor))
        return str(found.id)

    def mentionable(self, name: str) -> str:
        """A person, or else a role."""
        try:
            return self.person(name)
        except NotOnScreen:
            return self.role(name)

    def message(self, message: Message) -> str:
        """A message, with all its words."""
        self._keep("messages", message.id, message.payload)
        return str(message.id)

    def file(self, name: str, data: bytes) -> str:
        """A file that is sent along."""
        if self.store is None:
            raise NotOnScreen("no file can be sent here")
        stored = self.store(name, data)
        self._keep("attachments", int(str(stored["id"])), stored)
        return str(stored["id"])

    def added_to(self, data: JsonObject) -> JsonObject:
        """The interaction's data with `resolved`, if anything was referred to."""
        return data | {"resolved": dict(self.found)} if self.found else data

    def _keep(self, kind: str, key: int, payload: JsonObject) -> None:
        self.found.setdefault(kind, {})[str(key)] = payload
