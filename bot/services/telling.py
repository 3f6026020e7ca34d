"""What a reporter tells in a draft, page by page, and all that they are told before *Send*.

Not here: keeping it in the draft (`concerns.py`).
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.core.case import MOST_PAGES, Account
from bot.core.draft import Draft, DraftToken
from bot.core.holding import may_be_held
from bot.core.receipt import Receipt, contains_code, receipt_of
from bot.services.drafts import DRAFT_GONE
from bot.services.problems import Refused

MOST_STORY: Final = 3500
"""Characters of one page of a story."""


@dataclass(frozen=True)
class Choosable:
    """Somebody who takes concerns, as an option: `tag` is what the option carries instead of an id."""

    tag: str
    name: str
    ticked: bool = False


@dataclass(frozen=True)
class Review:
    """All that the reporter is told before *Send*."""

    draft: Draft
    receipt: Receipt
    readers: tuple[str, ...]
    later: tuple[str, ...]
    picked: tuple[str, ...]
    """The names of those who were picked before the form, without who was picked in it."""
    candidates: tuple[Choosable, ...]
    expected_by: date
    """The day by which a person likely looks at it, if sent now."""
    expected_by_if_urgent: date
    hold_ends_on: date
    """The day on which the wait ends, if held now."""
    can_be_held: bool
    is_first: bool
    """The code was not shown before."""
    lead: str = ""
    """The name of the safeguarding lead, if among those who read it now or later."""

    @property
    def account(self) -> Account:
        """What the reporter told."""
        return told_in(self.draft)

    @property
    def can_be_sent(self) -> bool:
        """Whether there is anybody who could read it."""
        return bool(self.readers or self.candidates)

    def tells(self, name: str) -> bool:
        """Whether what was told holds this name, as a word of its own."""
        return bool(name.strip()) and any(_word(name).search(page) for page in self.account.pages)


def page_in(typed: str, token: DraftToken) -> str:
    """One page of what a reporter tells.

    Raises:
        Refused: nothing, too much, or with the code of this draft in it.
    """
    # Half a character, which no program can write down, must not become an error of ours.
    text = typed.encode("utf-8", "replace").decode().strip()
    if not text:
        raise Refused("concern-story-empty")
    if len(text) > MOST_STORY:
        raise Refused("concern-story-too-long", most=str(MOST_STORY))
    if contains_code(text, receipt_of(token.key)):
        raise Refused("concern-story-with-code")
    return text


def can_be_held(draft: Draft, account: Account) -> bool:
    """Whether *Hold* is offered for this draft."""
    return may_be_held(draft.picked_people, in_danger=account.category.goes_at_once)


def told_in(draft: Draft) -> Account:
    if draft.account is None:
        raise Refused(DRAFT_GONE)
    return draft.account


def with_page(draft: Draft, place: int, text: str) -> Draft:
    """`place`: 2 or 3. A page after the last one is a new one: two forms may be open at once."""
    account = told_in(draft)
    if place not in range(2, MOST_PAGES + 1):
        raise Refused("button-outdated")
    before, after = account.more[: place - 2], account.more[place - 1 :]
    return replace(draft, account=replace(account, more=tuple(page for page in (*before, text, *after) if page)))


def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name.strip())}(?!\w)", re.IGNORECASE)
