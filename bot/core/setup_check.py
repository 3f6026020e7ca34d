"""What is wrong with a server's set-up, found from plain facts about its channels and roles. Asks nobody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from functools import cache
from typing import Final, assert_never
from zoneinfo import available_timezones

from bot.core.identity import ChannelId, RoleId

SLOT_DISTANCE_HOURS = 2
"""Delivery slots lie at least this far apart, so that a slot says little about when something was sent."""
_ROLES_NAMED: Final = 5
"""Of the roles that see a channel and should not, so many are named."""


class Weight(Enum):
    """How much a finding matters."""

    FINE = "fine"
    ADVICE = "advice"
    PROBLEM = "problem"
    """Something promised does not work until it is mended."""


class Mend(Enum):
    """What the bot can do about a finding, by the name of the setting that it changes."""

    MODERATOR_CHANNEL = "moderator_channel"
    GROUP_CHANNEL = "group_channel"
    FACILITATOR_CHANNEL = "facilitator_channel"
    MODERATORS = "moderators"
    FACILITATORS = "facilitators"
    AGREED_ROLE = "agreed_role"
    LEAD = "lead"
    AGREEMENT_POST = "agreement_post"
    """No setting: the agreement in force is posted again."""


_CHANNEL_SETTINGS: Final = {
    "moderators": Mend.MODERATOR_CHANNEL,
    "group": Mend.GROUP_CHANNEL,
    "facilitators": Mend.FACILITATOR_CHANNEL,
}
_ROLE_SETTINGS: Final = {
    "moderators": Mend.MODERATORS,
    "facilitators": Mend.FACILITATORS,
    "agreed": Mend.AGREED_ROLE,
}


@dataclass(frozen=True)
class Finding:
    """One line of the report: the key of its words, and plain values in them."""

    weight: Weight
    key: str
    values: tuple[tuple[str, str | int], ...] = ()
    mend: Mend | None = None
    """What the bot can do about it; None where a person has to."""
    is_news: bool = True
    """Whether the staff is told when it becomes a problem; not of what they did themselves."""


@dataclass(frozen=True)
class ChannelFacts:
    """What Discord says about one channel the settings name."""

    purpose: str
    """`group`, `moderators` or `facilitators`."""
    channel_id: ChannelId
    exists: bool = True
    missing: tuple[str, ...] = ()
    """Discord's names of the permissions the bot lacks there."""
    everyone_sees: bool = False
    others_see: tuple[RoleId, ...] = ()
    """Roles that see the channel and are not meant to."""
    unseen_by: RoleId | None = None
    """The role whose channel it is, where that does not see it."""


@dataclass(frozen=True)
class RoleFacts:
    """What Discord says about one role the settings name."""

    purpose: str
    """`moderators`, `facilitators` or `agreed`."""
    role_id: RoleId
    exists: bool = True
    is_everyone: bool = False
    bot_can_give: bool = True
    has_powers: bool = False
    """Over the server, its channels or its members."""
    successor: RoleId | None = None
    """The role that takes its place in some days, where a change is announced."""


class AgreementFacts(Enum):
    """How the group's agreement stands."""

    NONE = "none"
    """No version is in force, and none is being posted."""
    COMING = "coming"
    """The first version is being posted."""
    POSTED = "posted"
    GONE = "gone"
    """One is in force, but stands nowhere: its post or its channel is gone."""


@dataclass(frozen=True)
class GroupFacts:
    """All facts the check looks at."""

    channels: Sequence[ChannelFacts]
    roles: Sequence[RoleFacts]
    enrolled: int
    has_lead: bool
    agreement: AgreementFacts = AgreementFacts.POSTED


def check(facts: GroupFacts) -> list[Finding]:
    """Every finding, problems first, then advice, then what is fine."""
    found = [
        *(finding for channel in facts.channels for finding in _channel(channel)),
        *(finding for role in facts.roles for finding in _role(role)),
        *_agreement(facts),
        *_people(facts),
    ]
    order = [Weight.PROBLEM, Weight.ADVICE, Weight.FINE]
    return sorted(found, key=lambda finding: order.index(finding.weight))


def _channel(facts: ChannelFacts) -> Iterator[Finding]:
    named, mend = (("channel", facts.channel_id),), _CHANNEL_SETTINGS[facts.purpose]
    if not facts.exists:
        yield Finding(Weight.PROBLEM, f"check-{facts.purpose}-channel-gone", mend=mend)
        return
    seen = facts.purpose != "group" and (facts.everyone_sees or bool(facts.others_see))
    if facts.purpose != "group" and facts.everyone_sees:
        yield Finding(Weight.PROBLEM, f"check-{facts.purpose}-channel-open", named, mend)
    elif seen:
        values = (*named, ("roles", _some(facts.others_see)), ("more", max(0, len(facts.others_see) - _ROLES_NAMED)))
        yield Finding(Weight.PROBLEM, f"check-{facts.purpose}-channel-others", values, mend)
    if facts.unseen_by is not None:
        yield Finding(Weight.PROBLEM, "check-channel-unseen", (*named, ("role", facts.unseen_by)), mend)
    for permission in facts.missing:
        yield Finding(Weight.PROBLEM, "check-permission-missing", (*named, ("permission", permission)))
    if not seen and not facts.missing and facts.unseen_by is None:
        yield Finding(Weight.FINE, f"check-{facts.purpose}-channel-fine", named)


def _some(roles: Sequence[RoleId]) -> str:
    return ", ".join(f"<@&{role}>" for role in roles[:_ROLES_NAMED])


def _role(facts: RoleFacts) -> Iterator[Finding]:
    named, mend = (("role", facts.role_id),), _ROLE_SETTINGS[facts.purpose]
    is_wrong = not facts.exists or facts.is_everyone
    if is_wrong and facts.successor is not None:
        values = (("role", facts.successor),)
        yield Finding(Weight.PROBLEM, f"check-{facts.purpose}-role-follows", values, is_news=False)
    elif not facts.exists:
        yield Finding(Weight.PROBLEM, f"check-{facts.purpose}-role-gone", mend=mend)
    elif facts.is_everyone:
        yield Finding(Weight.PROBLEM, f"check-{facts.purpose}-role-everyone", mend=mend)
    elif facts.purpose == "agreed" and facts.has_powers:
        yield Finding(Weight.PROBLEM, "check-agreed-role-powers", named, mend)
    elif facts.purpose == "agreed" and not facts.bot_can_give:
        yield Finding(Weight.PROBLEM, "check-agreed-role-above", named)
    else:
        yield Finding(Weight.FINE, f"check-{facts.purpose}-role-fine", named)


def _agreement(facts: GroupFacts) -> Iterator[Finding]:
    match facts.agreement:
        case AgreementFacts.NONE:
            yield Finding(Weight.ADVICE, "check-no-agreement")
        case AgreementFacts.COMING:
            yield Finding(Weight.FINE, "check-agreement-coming")
        case AgreementFacts.POSTED:
            yield Finding(Weight.FINE, "check-agreement-fine")
        case AgreementFacts.GONE:
            # Without the channel there is nowhere to post it, and that is said already.
            if all(one.exists for one in facts.channels if one.purpose == "group"):
                yield Finding(Weight.PROBLEM, "check-agreement-post-gone", mend=Mend.AGREEMENT_POST)
        case _:
            assert_never(facts.agreement)


def _people(facts: GroupFacts) -> Iterator[Finding]:
    if facts.enrolled == 0:
        yield Finding(Weight.PROBLEM, "check-nobody-enrolled", is_news=False)
    elif facts.enrolled == 1:
        yield Finding(Weight.ADVICE, "check-one-enrolled")
    else:
        yield Finding(Weight.FINE, "check-enrolled", (("count", facts.enrolled),))
    if not facts.has_lead:
        yield Finding(Weight.ADVICE, "check-no-lead", mend=Mend.LEAD)


@cache
def zones() -> tuple[str, ...]:
    """The IANA zones a person may choose: places and UTC, no bare abbreviations such as EST (they know no summer)."""
    known = available_timezones()
    places = (zone for zone in known if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
    return (*sorted(places), "UTC")


def zone_called(typed: str) -> str | None:
    """The zone that is meant: by its whole name, or by its city alone where only one has such; None: none is."""
    wanted = typed.strip().replace(" ", "_").casefold()
    whole = [zone for zone in zones() if zone.casefold() == wanted]
    cities = [zone for zone in zones() if zone.rpartition("/")[2].casefold() == wanted]
    return next(iter(whole or (cities if len(cities) == 1 else [])), None)


def similar_zones(typed: str, limit: int = 25) -> list[str]:
    """Zones to offer for what was typed so far: those that contain it, else those that look like it."""
    wanted = typed.strip().replace(" ", "_").casefold()
    containing = [zone for zone in zones() if wanted in zone.casefold()]
    containing.sort(key=lambda zone: (not zone.rpartition("/")[2].casefold().startswith(wanted), zone))
    return containing[:limit] or get_close_matches(typed, zones(), n=limit, cutoff=0.5)


def slots_fit(hours: Sequence[int]) -> bool:
    """Whether delivery slots (hours of the day) are in order and far enough apart, round midnight too."""
    if not hours or any(not 0 <= hour <= 23 for hour in hours):  # noqa: PLR2004 - hours of a day
        return False
    gaps = [later - earlier for earlier, later in zip(hours, [*hours[1:], hours[0] + 24], strict=True)]
    return all(gap >= SLOT_DISTANCE_HOURS for gap in gaps)
