"""What can be pressed in a direct message, and the command that does the same in the server.

Direct messages all come to one process, which may not look after the server that a message is about. So every press
that stands in one needs a command beside it; the end-to-end tests look at every direct message that the bot sends.
"""

from typing import Final, cast

from bot.rehearsal.cast import DIRECT
from bot.rehearsal.simulator import Payload, Request
from bot.rehearsal.simulator.wire import components, text
from bot.rehearsal.simulator.world import World
from bot.rehearsal.unasked import POSTED

IN_THE_SERVER: Final = {"case:open": "moderate cases", "case:mine": "moderate cases"}


def without_a_command(world: World, request: Request) -> set[str]:
    """What the message of this request lets one press, if it is a direct one, for which no command is named here."""
    found = POSTED.fullmatch(request.path) if request.method == "POST" else None
    if found is None or world.name_of(int(found[1])) != DIRECT:
        return set()
    ids = [text(one, "custom_id") for one in components(cast("Payload", request.body))]
    return {":".join(one.split(":")[:2]) for one in ids if one} - IN_THE_SERVER.keys()
