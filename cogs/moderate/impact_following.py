"""*What we did* on concerns: a short form that works in a direct message too, and a page there that shows nothing more.

In a direct message no list is shown and nothing can be asked of the group: that stands in the server. No rule is here.
"""

import re
from typing import Final, final

from bot.core.identity import ServerId
from bot.services.impact_following import By, ImpactFollowing
from bot.services.impacts import Written
from bot.services.problems import Refused
from bot.ui.door import Door
from bot.ui.page import Accent, Answer, Button, Buttons, Form, Notice, Page, Reply, Text
from bot.ui.visit import Visit
from cogs.moderate.cards import case_from
from cogs.moderate.impact_forms import FEATURE, LIST, long_field
from cogs.moderate.keys import number_in

ABOUT: Final = f"{FEATURE}:about"
"""About the concern that is named after it."""
TOGETHER: Final = f"{FEATURE}:together"
"""About the concerns of the cluster that is named after it, as its other buttons name it."""
_CLUSTER: Final = re.compile(r"[0-9a-f]{32}")


@final
class FollowingPresses:
    """Serves the form. Whether this person may is seen when it is sent, so that nothing opens too late."""

    def __init__(self, following: ImpactFollowing, door: Door) -> None:
        self._following = following
        self._door = door
        door.press(ABOUT, self.ask)
        door.press(TOGETHER, self.ask)
        door.form(ABOUT, self.about)
        door.form(TOGETHER, self.together)

    async def ask(self, visit: Visit) -> Answer:
        """Open the form, if it could be about anything."""
        words, is_together = visit.words, visit.action == TOGETHER
        if is_together:
            _cluster_in(visit)
        else:
            case_from(visit.key)
        notice = Notice(words("impact-form-together" if is_together else "impact-form-about"))
        fields = (notice, long_field(words, "words"), long_field(words, "intent"))
        return Form(words("impact-form"), f"{visit.action}:{visit.key}:{self._door.fresh()}", fields)

    async def about(self, visit: Visit) -> Answer:
        """Keep what was done about one concern."""
        await self._following.concern(case_from(visit.key), _by(visit), _written(visit))
        return _kept(visit, "impact-kept-about")

    async def together(self, visit: Visit) -> Answer:
        """Keep what was done about all of them."""
        server_id, key = _cluster_in(visit)
        await self._following.together(server_id, key, _by(visit), _written(visit))
        return _kept(visit, "impact-kept-together")


def _cluster_in(visit: Visit) -> tuple[ServerId, str]:
    server, _, key = visit.key.partition(":")
    if not _CLUSTER.fullmatch(key):
        raise Refused("button-outdated")
    return ServerId(number_in(server)), key


def _by(visit: Visit) -> By:
    return By(visit.person, visit.somewhere, visit.now, visit.form)


def _written(visit: Visit) -> Written:
    return Written(visit.fields.get("words", ""), visit.fields.get("intent", ""))


def _kept(visit: Visit, key: str) -> Reply:
    texts = (Text(visit.words("impact-kept")), Text(visit.words(key)))
    every = Buttons((Button(visit.words("impact-button-all"), LIST),))
    return Reply(Page((*texts, *([] if visit.somewhere is None else [every])), Accent.GOOD))
