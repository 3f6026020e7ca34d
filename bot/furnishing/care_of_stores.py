"""Furnishes the care of the stores: what is told when nothing can be saved, copies of no more use, what files tell."""

from pathlib import Path

from bot.furnishing.house import House
from bot.services.laying_anew import LayingAnew
from bot.services.store_watch import StoreWatch
from bot.services.upgrade_copies import UpgradeCopies
from bot.store.rounds import RoundRepository
from bot.ui.store_notice import StoreNotices


async def care_for_stores(house: House) -> StoreWatch:
    """Listens to both stores from now on. To be closed."""
    database = house.stores.database
    if database.is_sqlite and database.url.database is not None:
        await UpgradeCopies(Path(database.url.database).parent, house.scheduler).start()
    if not database.is_sqlite:
        await RoundRepository(database, house.chance, house.stores.layers).tidy()
        await LayingAnew(house.stores, house.scheduler, house.clock).start()
    databases = {"database": database, "key_store": house.stores.keys.database}
    return StoreWatch(databases, house.servers, StoreNotices(house.messenger, house.chance), house.clock)
