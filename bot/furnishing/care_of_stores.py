"""Furnishes the care of the stores: what is told when nothing can be saved."""

from bot.furnishing.house import House
from bot.services.store_watch import StoreWatch
from bot.ui.store_notice import StoreNotices


def watch_stores(house: House) -> StoreWatch:
    """Listens to both stores from now on. To be closed."""
    databases = {"database": house.stores.database, "key_store": house.stores.keys.database}
    return StoreWatch(databases, house.servers, StoreNotices(house.messenger, house.chance), house.clock)
