"""Concerns that belong together, in words: to look at again, and never that anything is so. No rule is here.

Whom they are about, their labels and how many they are stands behind *Open them* only.
"""

from collections.abc import Sequence
from typing import Final

from bot.core.identity import ServerId
from bot.services.case_views import ReadableCase
from bot.services.clustering import Together
from bot.ui.page import Accent, Button, Buttons, Choice, Divider, Page, Part, Style, Text
from bot.ui.words import Words
from cogs.concern.content import concern_content
from cogs.moderate.impact_following import TOGETHER
from cogs.moderate.list_pages import case_line, case_option

LOOK: Final = "cluster:look"
OPEN: Final = "cluster:open"
SEEN: Final = "cluster:seen"

_SHOWN: Final = 3
"""Clusters on one page; when one was looked at, the next comes."""
_MOST_CASES: Final = 25
"""Options of a select; the most pressing ones. All of them are in the list of one's day too."""


def above_the_day(words: Words, server_id: ServerId, mine: Sequence[Together]) -> list[Part]:
    """What stands above the list of a reader's day while some wait to be looked at; nothing for anybody else."""
    if all(one.is_seen for one in mine):
        return []
    return [Text(words("cluster-in-day")), _look(words, server_id)]


def signal_parts(words: Words, server_id: ServerId, mine: Sequence[Together]) -> list[Part]:
    """The same among the signals: one sentence, and the way to them."""
    if not mine:
        return [Text(words("cluster-signal-none"))]
    waits = not all(one.is_seen for one in mine)
    return [Text(words("cluster-signal-waits" if waits else "cluster-signal-seen")), _look(words, server_id)]


def clusters_page(words: Words, server_id: ServerId, mine: Sequence[Together], note: str = "") -> Page:
    """Those that wait and, after them, those that somebody has looked at."""
    title = [*([Text(note)] if note else []), Text(words("cluster-title"))]
    if not mine:
        return Page((*title, Text(words("cluster-none"))))
    told = [part for one in mine[:_SHOWN] for part in _told(words, server_id, one)]
    last = "\n".join((words("cluster-not-a-finding"), words("cluster-danger")))
    return Page((Text(words("cluster-never-ask")), *title, *told, Divider(), Text(last)), Accent.CARE)


def beside_page(words: Words, where: str, cases: Sequence[ReadableCase]) -> Page:
    """The concerns of one cluster, to be opened; `where` is the cluster as its buttons name it."""
    shown = cases[:_MOST_CASES]
    listed = "\n".join((words("cluster-beside"), *(case_line(words, one) for one in shown)))
    choice = Choice("case:list", words("cluster-choose"), [case_option(words, one) for one in shown])
    buttons = (
        Button(words("cluster-seen"), f"{SEEN}:{where}", Style.SUCCESS),
        Button(words("impact-button-answer"), f"{TOGETHER}:{where}"),
    )
    return Page((Text(listed), choice, Buttons(buttons)), Accent.CARE)


def _told(words: Words, server_id: ServerId, one: Together) -> tuple[Part, ...]:
    where = f"{server_id}:{one.key}"
    buttons = [Button(words("cluster-open"), f"{OPEN}:{where}", Style.PRIMARY)]
    buttons += [] if one.is_seen else [Button(words("cluster-seen"), f"{SEEN}:{where}", Style.SUCCESS)]
    buttons.append(Button(words("impact-button-answer"), f"{TOGETHER}:{where}"))
    kind = "person" if one.category is None else "category"
    said = words(f"cluster-different-{kind}" if one.from_different_people else "cluster-from-unknown")
    do = words("cluster-is-seen" if one.is_seen else f"cluster-step-{kind}")
    return Divider(), Text("\n".join((_what(words, one), said, do))), Buttons(buttons)


def _what(words: Words, one: Together) -> str:
    if one.category is None:
        return words("cluster-on-person")
    return words("cluster-in-category", category=concern_content(words.language).category(one.category))


def _look(words: Words, server_id: ServerId) -> Buttons:
    return Buttons((Button(words("cluster-look"), f"{LOOK}:{server_id}", Style.PRIMARY),))
