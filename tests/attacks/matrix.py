"""The table of the insider matrix: every command and button of the bot, and for whom each is.

A command or button without a row here fails the matrix: whoever adds one says whose it is. Not here: what is tried.
"""

from enum import Enum
from typing import Final


class Owner(Enum):
    """For whom something is."""

    ANYONE = "anyone"
    """It shows everyone the same, or what is their own."""
    CODE = "code"
    """Whoever has the code or the draft's token in the custom_id: only the reporter does."""
    READERS = "readers"
    """Those who may read the case; for all others there is none."""
    TAKERS = "takers"
    """Moderators and the lead, each for what is theirs to see."""
    STAFF = "staff"
    """Moderators, facilitators and the lead alike."""
    FACILITATORS = "facilitators"
    ADMINISTRATORS = "administrators"


COMMANDS: Final = {
    **dict.fromkeys(("agreement", "checkin", "concern", "privacy", "support", "Raise a concern"), Owner.ANYONE),
    **dict.fromkeys(("moderate case", "moderate cases", "moderate log"), Owner.TAKERS),
    **dict.fromkeys(("moderate impact", "moderate signals"), Owner.STAFF),
    **dict.fromkeys(("setup check", "setup erase", "setup show", "setup start"), Owner.ADMINISTRATORS),
    **dict.fromkeys(
        (f"facilitate agreement {name}" for name in ("edit", "publish", "status", "history")), Owner.FACILITATORS
    ),
    **dict.fromkeys((f"facilitate {name}" for name in ("reflect", "heard", "card")), Owner.FACILITATORS),
    **dict.fromkeys(
        (
            f"facilitate checkin {name}"
            for name in (
                *("start", "schedule", "list", "edit", "pause", "resume"),
                *("skip", "end", "results", "trend", "template"),
            )
        ),
        Owner.FACILITATORS,
    ),
}

_OWN_DRAFT = (
    *("about", "aboutnamed", "discard", "edit", "form", "held", "hold", "image", "noimage", "notified", "notify"),
    *("page", "quiet", "readers", "review", "send", "share", "sharenamed", "try", "urgent", "lines"),
)
_OWN_CODE = ("code", "look", "reply", "withdraw", "withdrawn")
_WAY = ("again", "asklook", "back", "choose", "helped", "message", "messages", "name", "named", "quiet", "send")
_DRAFT = (
    *("add", "ask-default", "ask-import", "ask-move", "ask-remove", "ask-reword", "ask-throw", "bring-back", "default"),
    *(
        "difference",
        "export",
        "import",
        "list",
        "move",
        "new",
        "preview",
        "remove",
        "restore",
        "reword",
        "show",
        "throw",
    ),
)
_SCHEDULES = (
    *("chosen", "clear", "cleared", "days", "discard", "edit", "end", "ended", "freed", "holidays", "list", "pause"),
    *("place", "placed", "resume", "rhythm", "save", "show", "skip", "timed", "times", "unskip"),
)
_TEMPLATES = (
    *("add", "back", "copy", "delete", "deleted", "heading", "list", "new", "open", "preview", "question", "remove"),
    *("retire", "retired", "show", "tried", "try", "undo", "up", "use", "watch"),
)
_IMPACT = ("ask", "erase", "erased", "list", "new", "open", "reword", "show", "told", "worded", "words")

_JOURNAL = (
    *("another", "ask-all", "ask-one", "beside", "erase-all", "erase-one", "export", "hope", "hoped", "hopes", "list"),
    *("open", "read", "write", "wrote"),
)
"""For who is no facilitator any more, too, as far as they wrote something."""

PRESSES: Final = {
    **dict.fromkeys(
        (f"agreement:{name}" for name in ("accept", "agree", "cancel", "keep", "mine", "withdraw", "withdrawn")),
        Owner.ANYONE,
    ),
    **dict.fromkeys(("agreement-suggest:begin", "agreement-suggest:form"), Owner.ANYONE),
    "agreement:publish": Owner.FACILITATORS,
    "agreement:again": Owner.FACILITATORS,
    **dict.fromkeys(
        (f"agreement-history:{name}" for name in ("list", "pick", "page", "back", "taken")), Owner.FACILITATORS
    ),
    **dict.fromkeys((f"agreement-edit:{name}" for name in _DRAFT), Owner.FACILITATORS),
    **dict.fromkeys((f"agreement-suggest:{name}" for name in ("read", "show", "done")), Owner.FACILITATORS),
    **dict.fromkeys(("checkin:open", "checkin:form", "checkin:change", "checkin:changed"), Owner.ANYONE),
    **dict.fromkeys(("checkin:move", "checkin:moved"), Owner.FACILITATORS),
    **dict.fromkeys(
        (f"checkin-results:{name}" for name in ("list", "post", "series", "show", "trend")), Owner.FACILITATORS
    ),
    **dict.fromkeys((f"checkin-schedule:{name}" for name in _SCHEDULES), Owner.FACILITATORS),
    **dict.fromkeys((f"checkin-template:{name}" for name in _TEMPLATES), Owner.FACILITATORS),
    **dict.fromkeys((f"reflect:{name}" for name in _JOURNAL), Owner.FACILITATORS),
    **dict.fromkeys((f"heard:{name}" for name in ("edit", "form", "list", "post", "show")), Owner.FACILITATORS),
    "card:another": Owner.FACILITATORS,
    **dict.fromkeys((f"concern:{name}" for name in (*_OWN_DRAFT, *_OWN_CODE)), Owner.CODE),
    **dict.fromkeys((f"way:{name}" for name in _WAY), Owner.CODE),
    **dict.fromkeys(("concern:country", "setup:begin", "support:country", "support:open"), Owner.ANYONE),
    **dict.fromkeys((f"enrol:{name}" for name in ("away", "back", "keep", "stop", "stop-now", "take")), Owner.TAKERS),
    **dict.fromkeys(("case:mine", "case:log", "cluster:look", "cluster:open", "cluster:seen"), Owner.TAKERS),
    **dict.fromkeys(("impact:about", "impact:together"), Owner.TAKERS),
    **dict.fromkeys((f"signal:{name}" for name in ("list", "pick", "seen", "tolerance", "tolerate")), Owner.STAFF),
    "signal:why": Owner.ANYONE,
    **dict.fromkeys((f"impact:{name}" for name in _IMPACT), Owner.STAFF),
    **dict.fromkeys((f"privacy:{name}" for name in ("erase", "erased", "keep", "show")), Owner.ANYONE),
    **dict.fromkeys(
        (
            f"setup:{name}"
            for name in (
                *("call-off", "change", "changed", "check", "choose", "erase", "erase-now", "erase-off"),
                *("guide", "guided", "make", "mend", "mended", "show"),
            )
        ),
        Owner.ADMINISTRATORS,
    ),
}
"""By what a custom_id begins with, presses and forms alike; actions on a case are in `cogs/moderate/actions.py`."""
