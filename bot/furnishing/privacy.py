"""Furnishes what members may know of and do with their own data, and the erasing of servers, in and beside the bot."""

from collections.abc import Sequence

from bot.core.identity import Chance, Clock
from bot.furnishing.agreement import furnish_agreement
from bot.furnishing.checkins import checkin_keepers
from bot.furnishing.concerns import concern_keepers
from bot.furnishing.house import House, house_without_discord
from bot.furnishing.impact import impact_keepers
from bot.furnishing.learning import learning_keepers
from bot.furnishing.setup import setup_keepers
from bot.furnishing.signals import signal_keepers
from bot.services.enrolment import EnrolmentService
from bot.services.erasing_servers import ServerEraser
from bot.services.keepers import Keeper
from bot.services.own_data import OwnData
from bot.store.opening import Stores
from cogs.privacy.cog import PrivacyCog
from cogs.privacy.pages import LOG, LOG_OF_KEYS


async def furnish_privacy(house: House, keepers: Sequence[Keeper]) -> PrivacyCog:
    """`/privacy`, of everybody who answers for something that is kept. What a crash left half erased goes first."""
    house.eraser.ask(keepers)
    await house.eraser.start()
    return PrivacyCog(OwnData(house.servers, keepers), house.door, _log(house.stores))


def _log(stores: Stores) -> str | None:
    """What is said of a log of the database."""
    if stores.database.is_sqlite:
        return None
    return LOG_OF_KEYS if stores.layers is None else LOG


def every_keeper(house: House) -> tuple[Keeper, ...]:
    """Everybody who answers for something that is kept, with a memory of their own: for where no bot is running."""
    enrolment = EnrolmentService(house.servers, house.audit, house.messenger)
    agreement, set_up = furnish_agreement(house).keepers, setup_keepers(house, enrolment)
    of_results = (*signal_keepers(house), *impact_keepers(house), *learning_keepers(house))
    return (*agreement, *checkin_keepers(house), *concern_keepers(house), *of_results, *set_up)


def eraser_without_discord(stores: Stores, clock: Clock, chance: Chance) -> ServerEraser:
    """What erases a server while the bot stands still. What it cannot end, the bot ends at its next start."""
    house = house_without_discord(stores, clock, chance)
    house.eraser.ask(every_keeper(house))
    return house.eraser
