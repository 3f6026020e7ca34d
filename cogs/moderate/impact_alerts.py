"""Alerts that are answered by what somebody writes down: the step that was suggested, and that it was answered.

Not here: the alerts themselves (`signal_alerts.py`), and what is written down (`impact_presses.py`).
"""

from contextlib import suppress
from typing import final

from bot.core.identity import AlertId
from bot.services.alerting import Alerting
from bot.services.problems import Refused
from bot.services.servers import Servers
from bot.ui.visit import Visit
from cogs.moderate.signal_alerts import SignalPosts, step_told


@final
class AnsweredAlerts:
    """What impact needs of alerts."""

    def __init__(self, alerting: Alerting, posts: SignalPosts, servers: Servers) -> None:
        self._alerting = alerting
        self._posts = posts
        self._servers = servers

    async def step(self, visit: Visit, alert_id: AlertId) -> str:
        """What the alert suggests.

        Raises:
            Refused: it is gone, or not for this person.
        """
        known = await self._alerting.found(visit.server_id, visit.person, alert_id, visit.now)
        return step_told(visit.words, known)

    async def answered(self, visit: Visit, alert_id: AlertId) -> None:
        """Let it not be repeated, as *We have seen it* does. If it is gone, what was written down is kept still."""
        with suppress(Refused):
            known = await self._alerting.seen(visit.server_id, visit.person, alert_id, visit.now)
            await self._posts.redraw(await self._servers.get(visit.server_id), known)
