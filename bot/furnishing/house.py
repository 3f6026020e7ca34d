"""What every capability stands on."""

from dataclasses import dataclass

from bot.core.identity import Chance, Clock
from bot.services.audit import Audit
from bot.services.erasing_servers import ServerEraser
from bot.services.marks import Marks
from bot.services.scheduler import Scheduler
from bot.services.servers import Servers
from bot.store.opening import Stores
from bot.ui.door import Door
from bot.ui.messenger import Messenger
from bot.ui.support import HelpDesk
from config.pace import Pace


@dataclass(frozen=True)
class House:
    """What every capability stands on."""

    stores: Stores
    servers: Servers
    scheduler: Scheduler
    audit: Audit
    marks: Marks
    eraser: ServerEraser
    door: Door
    messenger: Messenger
    desk: HelpDesk
    clock: Clock
    chance: Chance
    pace: Pace
