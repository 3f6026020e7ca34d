"""The custom_ids of the agreement's draft: what each button and form is about. Not here: what it shows or does."""

from typing import Final

from bot.core.agreement import Clause
from bot.services.drafting_table import Seen, Worktable, seen

FEATURE: Final = "agreement-edit"


def custom_id(action: str, name: str = "", mark: str = "") -> str:
    """The custom_id of a button, or the beginning of a form's: at most 80 characters."""
    key = f"{name}.{mark}" if mark else name
    return f"{FEATURE}:{action}:{key}" if key else f"{FEATURE}:{action}"


def about(action: str, part: Clause) -> str:
    """A custom_id that holds only while the part says what it says now."""
    found = seen(part)
    return custom_id(action, found.name, found.mark)


def in_order(action: str, table: Worktable, part: Clause) -> str:
    """A custom_id that holds only while the clauses have the order they have now."""
    return custom_id(action, part.name, table.draft.order_mark)


def whole(action: str, table: Worktable) -> str:
    """A custom_id that holds only while the draft is as it is now."""
    return custom_id(action, str(table.draft.revision))


def read_key(key: str) -> Seen:
    """What a button or form was about."""
    name, _, mark = key.partition(".")
    return Seen(name, mark)
