"""Holding a concern until somebody else raises the same person: what releases it, and when the wait ends.

Not here: how the running process knows two people apart (a service, in memory only).
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.core.case import Case, Release, State
from bot.core.identity import MemberId

HELD_FOR: Final = timedelta(days=90)
"""After this no other concern releases it; its reporter may still send it."""


def may_be_held(picked: Collection[MemberId], *, in_danger: bool) -> bool:
    """Whether holding is offered: somebody was picked, and nobody may be in danger."""
    return bool(picked) and not in_danger


def waits_for(case: Case, picked: Collection[MemberId], today: date) -> bool:
    """Whether a concern in which these people were picked releases this one, if it comes from somebody else."""
    return (
        case.state is State.HELD
        and case.withdraw_at is None
        and not has_ended(case, today)
        and any(one in case.picked for one in picked)
    )


def released(case: Case, why: Release, deliver_at: datetime) -> Case:
    """A held case on its way to its readers; any other stays as it is."""
    if case.state is not State.HELD:
        return case
    return replace(case, state=State.WAITING, deliver_at=deliver_at, release=why)


def has_ended(case: Case, today: date) -> bool:
    """Whether the wait of a held case is over."""
    return case.held_on is not None and today >= ends_on(case.held_on)


def ends_on(held_on: date) -> date:
    """The day on which the wait ends."""
    return held_on + HELD_FOR


def is_spent(case: Case, today: date, kept_days: int) -> bool:
    """Whether a held case that nobody released or sent is to be erased."""
    if case.state is not State.HELD or case.held_on is None:
        return False
    return today >= ends_on(case.held_on) + timedelta(days=kept_days)


def looks_held(case: Case) -> bool:
    """Whether its reporter is told that it is held: until it is delivered, so that a look never tells of a match."""
    if case.release in (Release.ANOTHER, Release.PERHAPS):
        return case.delivered_on is None
    return case.state is State.HELD
