"""Interactions: what the bot is told when somebody acts, and what became of each.

Not here: the data of each kind of act (commands.py, form_data.py), the bot's answers (rest_interactions.py).
"""

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from tests.standin import payloads
from tests.standin.gateway import Gateway
from tests.standin.permissions import permissions
from tests.standin.wire import JsonObject
from tests.standin.world import DIRECT, Channel, Message, Person, World

COMMAND, COMPONENT, AUTOCOMPLETE, FORM = 2, 3, 4, 5
TIME_TO_ACKNOWLEDGE = 3.0
LIFE_OF_TOKEN = timedelta(minutes=15)


@dataclass(eq=False)
class Interaction:
    """One act of one person, and the answer to it so far.

    `original` is what @original means for this answer; `shown` the message that the answer showed or changed.
    """

    id: int
    token: str
    kind: int
    person: Person
    channel: Channel
    source: Message | None
    opened: float
    callback: int = 0
    original: Message | None = None
    shown: Message | None = None
    form: JsonObject | None = None
    choices: list[JsonObject] = field(default_factory=list[JsonObject])
    followups: list[Message] = field(default_factory=list[Message])
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    finished: asyncio.Event = field(default_factory=asyncio.Event)
    last_heard: float = 0.0


class Interactions:
    """All interactions of one world."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self.world = world
        self.gateway = gateway
        self.by_token: dict[str, Interaction] = {}
        self.by_id: dict[int, Interaction] = {}

    def happen(
        self, kind: int, person: Person, channel: Channel, data: JsonObject, source: Message | None = None
    ) -> Interaction:
        """Somebody acts: the bot is told now."""
        opened = asyncio.get_running_loop().time()
        made = Interaction(self.world.snowflake(), new_token(), kind, person, channel, source, opened)
        self.by_token[made.token] = made
        self.by_id[made.id] = made
        payload = self.frame(kind, person, channel, data, source)
        self.gateway.dispatch("INTERACTION_CREATE", {"id": str(made.id), "token": made.token, **payload})
        return made

    def frame(
        self, kind: int, person: Person, channel: Channel, data: JsonObject, source: Message | None
    ) -> JsonObject:
        """The interaction object without its id and token."""
        world = self.world
        direct = channel.kind == DIRECT
        who: JsonObject = {"user": payloads.user(person)}
        where: JsonObject = {"context": 1, "authorizing_integration_owners": {"0": "0"}}
        if not direct:
            who = {"member": payloads.acting_member(world, person, channel)}
            where = {"context": 0, "authorizing_integration_owners": {"0": str(world.guild_id)}}
            where |= {"guild_id": str(world.guild_id), "guild_locale": world.locale}
            where["guild"] = {"id": str(world.guild_id), "locale": world.locale, "features": ["COMMUNITY"]}
        return {
            "application_id": str(world.bot.id),
            "type": kind,
            "version": 1,
            "data": data,
            "channel_id": str(channel.id),
            "channel": payloads.acting_channel(world, channel, person),
            "app_permissions": str(permissions(world, world.bot, channel)),
            "locale": person.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "attachment_size_limit": 10_485_760,
            **who,
            **where,
            **({"message": source.payload} if source is not None else {}),
        }

    def forget_all(self) -> None:
        """Let go of all interactions (their tokens stop working)."""
        self.by_token.clear()
        self.by_id.clear()


def new_token() -> str:
    """A token such as Discord's: long, and safe in a URL."""
    return secrets.token_urlsafe(96)
