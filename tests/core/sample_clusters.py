"""Concerns as the tests of clusters begin with them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.core.case import Case, Named
from bot.core.case_delivery import deliver
from bot.core.identity import CaseId, MemberId
from bot.core.readership import Category
from tests.core.sample_case import ACCOUNT, sent

TODAY: Final = date(2026, 11, 22)


def nobody_knows(one: CaseId, other: CaseId) -> None:
    """After a restart."""


def about(who: MemberId | None, days_ago: int = 0, category: Category = Category.PRIVACY, **changes: object) -> Case:
    """Delivered to Mara so many days ago; who it is about was picked."""
    account = replace(ACCOUNT, category=category, about=None if who is None else Named(who, "somebody"))
    picked = () if who is None else (who,)
    case = sent(account=account, picked=picked, named=picked, message=None)
    return replace(deliver(case, TODAY - timedelta(days=days_ago)), **changes)  # pyright: ignore[reportArgumentType] - names are checked by dataclasses


def these_id(at: int) -> CaseId:
    """The id of the case at this place of `these`."""
    return CaseId(bytes([at]) * 16)


def these(*cases: Case) -> dict[CaseId, Case]:
    """All that there is."""
    return {these_id(at): case for at, case in enumerate(cases)}
