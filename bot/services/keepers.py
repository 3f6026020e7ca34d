"""Who answers for what is kept: each capability that keeps something about people or servers has one keeper.

A test holds every table against the keepers: what nobody answers for fails it. Not here: what members are told of it
(`own_data.py`) and the erasing of a whole server (`erasing_servers.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from bot.services.people import Person
from bot.services.server_records import Server


@dataclass(frozen=True)
class Remark:
    """One thing that is kept about a member, or one that stays: the key of its words, and plain values in them."""

    key: str
    values: Mapping[str, str | int | date] = field(default_factory=dict[str, str | int | date])


class Keeper(Protocol):
    """Answers for some tables."""

    @property
    def name(self) -> str:
        """Whose it is; `privacy-kept-<name>` in the catalogue tells everyone what is kept and who can see it."""
        ...

    @property
    def tables(self) -> frozenset[str]:
        """The tables of either store that this keeper alone answers for."""
        ...

    async def about(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:
        """What is kept about this member at this moment; never anything of a concern, by or about anyone."""
        ...

    async def erase(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:
        """Erase what is kept about this member; what has to stay for a time, and why. Doing it twice is fine."""
        ...

    async def erase_server(self, server: Server) -> None:
        """Erase everything of this server, keys first, and forget it in memory. Doing it twice is fine."""
        ...
