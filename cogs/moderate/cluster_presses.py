"""Presses about concerns that belong together, in a direct message too. No rule is here."""

from bot.core.identity import ServerId
from bot.services.clustering import Clusters
from bot.ui.door import Door
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from cogs.moderate.cluster_pages import LOOK, OPEN, SEEN, beside_page, clusters_page
from cogs.moderate.keys import number_in


class ClusterPresses:
    """Serves whoever may read all concerns of a cluster; for everybody else there is none."""

    def __init__(self, clusters: Clusters, door: Door) -> None:
        self._clusters = clusters
        door.press(LOOK, self.look)
        door.press(OPEN, self.open)
        door.press(SEEN, self.seen)

    async def look(self, visit: Visit) -> Answer:
        """Show what there is."""
        server_id, _ = _parts(visit)
        mine = await self._clusters.mine(server_id, visit.person, visit.somewhere, visit.now)
        return Reply(clusters_page(visit.words, server_id, mine))

    async def open(self, visit: Visit) -> Answer:
        """List the concerns of one, to be opened."""
        server_id, key = _parts(visit)
        cases = await self._clusters.opened(server_id, key, visit.person, visit.somewhere, visit.now)
        return Reply(beside_page(visit.words, f"{server_id}:{key}", cases))

    async def seen(self, visit: Visit) -> Answer:
        """Note that somebody has looked."""
        server_id, key = _parts(visit)
        mine = await self._clusters.looked(server_id, key, visit.person, visit.somewhere, visit.now)
        return Reply(clusters_page(visit.words, server_id, mine, visit.words("cluster-noted")), edit=True)


def _parts(visit: Visit) -> tuple[ServerId, str]:
    server, _, key = visit.key.partition(":")
    return ServerId(number_in(server)), key
