"""The set-up check: each thing that can be wrong is found, said with what it is about, and problems come first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.identity import ChannelId, RoleId
from bot.core.setup_check import (
    AgreementFacts,
    ChannelFacts,
    Finding,
    GroupFacts,
    Mend,
    RoleFacts,
    Weight,
    check,
    similar_zones,
    slots_fit,
    zone_called,
    zones,
)
from bot.ui.words import words_for

CHANNEL, ROLE = ChannelId(21), RoleId(11)


def findings(*things: ChannelFacts | RoleFacts, enrolled: int = 2, has_lead: bool = True) -> list[Finding]:
    channels = [thing for thing in things if isinstance(thing, ChannelFacts)]
    roles = [thing for thing in things if isinstance(thing, RoleFacts)]
    return check(GroupFacts(channels, roles, enrolled, has_lead))


def keys(found: list[Finding]) -> list[str]:
    return [finding.key for finding in found]


CASES = [
    (ChannelFacts("moderators", CHANNEL, exists=False), "check-moderators-channel-gone"),
    (ChannelFacts("moderators", CHANNEL, everyone_sees=True), "check-moderators-channel-open"),
    (ChannelFacts("moderators", CHANNEL, others_see=(ROLE,)), "check-moderators-channel-others"),
    (ChannelFacts("facilitators", CHANNEL, exists=False), "check-facilitators-channel-gone"),
    (ChannelFacts("facilitators", CHANNEL, everyone_sees=True), "check-facilitators-channel-open"),
    (ChannelFacts("facilitators", CHANNEL, others_see=(ROLE,)), "check-facilitators-channel-others"),
    (ChannelFacts("group", CHANNEL, exists=False), "check-group-channel-gone"),
    (ChannelFacts("group", CHANNEL, missing=("pin_messages",)), "check-permission-missing"),
    (RoleFacts("moderators", ROLE, exists=False), "check-moderators-role-gone"),
    (RoleFacts("moderators", ROLE, is_everyone=True), "check-moderators-role-everyone"),
    (RoleFacts("facilitators", ROLE, exists=False), "check-facilitators-role-gone"),
    (RoleFacts("facilitators", ROLE, is_everyone=True), "check-facilitators-role-everyone"),
    (RoleFacts("agreed", ROLE, exists=False), "check-agreed-role-gone"),
    (RoleFacts("agreed", ROLE, is_everyone=True), "check-agreed-role-everyone"),
    (RoleFacts("agreed", ROLE, bot_can_give=False), "check-agreed-role-above"),
]


@pytest.mark.parametrize(("thing", "key"), CASES, ids=[key for _, key in CASES])
def test_what_is_wrong_is_a_problem_said_in_words(thing: ChannelFacts | RoleFacts, key: str) -> None:
    found = findings(thing)
    assert (found[0].key, found[0].weight) == (key, Weight.PROBLEM)
    assert not any(finding.key.endswith("-fine") and thing.purpose in finding.key for finding in found)
    for finding in found:
        assert words_for("en")(finding.key, **dict(finding.values))


@pytest.mark.parametrize("purpose", ["group", "moderators", "facilitators"])
def test_a_channel_as_it_should_be_is_fine(purpose: str) -> None:
    assert keys(findings(ChannelFacts(purpose, CHANNEL)))[-1:] == ["check-enrolled"]
    assert f"check-{purpose}-channel-fine" in keys(findings(ChannelFacts(purpose, CHANNEL)))


def test_everyone_may_see_the_group_channel() -> None:
    assert "check-group-channel-fine" in keys(findings(ChannelFacts("group", CHANNEL, everyone_sees=True)))


@pytest.mark.parametrize(
    ("enrolled", "key"), [(0, "check-nobody-enrolled"), (1, "check-one-enrolled"), (2, "check-enrolled")]
)
def test_how_many_take_concerns_is_said(enrolled: int, key: str) -> None:
    assert key in keys(findings(enrolled=enrolled))


def test_a_missing_lead_is_advice_and_problems_come_first() -> None:
    found = findings(RoleFacts("agreed", ROLE), ChannelFacts("group", CHANNEL, exists=False), has_lead=False)
    assert [finding.weight for finding in found] == [Weight.PROBLEM, Weight.ADVICE, *[Weight.FINE] * 3]


def test_zones_are_places_and_none_is_a_bare_abbreviation() -> None:
    assert {"Europe/London", "America/New_York", "UTC"} <= set(zones())
    assert not {"EST", "MST", "CET", "GMT+1"} & set(zones())


@pytest.mark.parametrize(
    ("typed", "first"),
    [("lond", "Europe/London"), ("new york", "America/New_York"), ("Europe/Lundon", "Europe/London")],
)
def test_what_was_typed_is_found(typed: str, first: str) -> None:
    assert similar_zones(typed)[0] == first


@given(st.text(max_size=30))
def test_whatever_is_typed_at_most_25_zones_are_offered(typed: str) -> None:
    assert len(similar_zones(typed)) <= 25


@given(st.lists(st.integers(-2, 26), max_size=6))
def test_slots_fit_when_every_hour_is_two_from_its_neighbours(hours: list[int]) -> None:
    ordered = sorted(set(hours)) == hours and all(0 <= hour < 24 for hour in hours)
    apart = all(min((one - other) % 24, (other - one) % 24) >= 2 for one in hours for other in hours if one != other)
    if len(hours) != 1:
        assert slots_fit(hours) == (bool(hours) and ordered and apart)
    else:
        assert slots_fit(hours) == ordered


MENDED = {
    "check-moderators-channel-gone": Mend.MODERATOR_CHANNEL,
    "check-moderators-channel-open": Mend.MODERATOR_CHANNEL,
    "check-moderators-channel-others": Mend.MODERATOR_CHANNEL,
    "check-facilitators-channel-gone": Mend.FACILITATOR_CHANNEL,
    "check-facilitators-channel-open": Mend.FACILITATOR_CHANNEL,
    "check-facilitators-channel-others": Mend.FACILITATOR_CHANNEL,
    "check-group-channel-gone": Mend.GROUP_CHANNEL,
    "check-moderators-role-gone": Mend.MODERATORS,
    "check-moderators-role-everyone": Mend.MODERATORS,
    "check-facilitators-role-gone": Mend.FACILITATORS,
    "check-facilitators-role-everyone": Mend.FACILITATORS,
    "check-agreed-role-gone": Mend.AGREED_ROLE,
    "check-agreed-role-everyone": Mend.AGREED_ROLE,
}


@pytest.mark.parametrize(("thing", "key"), CASES, ids=[key for _, key in CASES])
def test_the_bot_offers_to_mend_what_it_can_and_nothing_else(thing: ChannelFacts | RoleFacts, key: str) -> None:
    found = findings(thing)[0]
    assert found.mend is MENDED.get(key)
    assert found.is_news


def test_a_role_that_is_replaced_in_some_days_is_not_offered_to_be_made_once_more() -> None:
    found = findings(RoleFacts("moderators", ROLE, exists=False, successor=RoleId(12)))[0]
    assert (found.key, found.mend, found.is_news) == ("check-moderators-role-follows", None, False)
    assert dict(found.values) == {"role": 12}
    assert "check-moderators-role-fine" in keys(findings(RoleFacts("moderators", ROLE, successor=RoleId(12))))


def test_of_many_roles_that_see_a_channel_some_are_named_and_the_others_counted() -> None:
    seen = ChannelFacts("moderators", CHANNEL, others_see=tuple(RoleId(100 + one) for one in range(250)))
    found = findings(seen)[0]
    said = words_for("en")(found.key, **dict(found.values))
    assert said.count("<@&") == 5
    assert "and 245 more roles can see" in said
    few = findings(ChannelFacts("moderators", CHANNEL, others_see=(ROLE,)))[0]
    assert "<@&11> can see" in words_for("en")(few.key, **dict(few.values))


@pytest.mark.parametrize(("channel_exists", "said"), [(True, True), (False, False)])
def test_a_deleted_agreement_is_said_where_there_is_a_channel_to_post_it_in(
    *, channel_exists: bool, said: bool
) -> None:
    group = ChannelFacts("group", CHANNEL, exists=channel_exists)
    found = check(GroupFacts([group], [], 2, has_lead=True, agreement=AgreementFacts.GONE))
    assert ("check-agreement-post-gone" in keys(found)) == said
    assert found[0].mend is (Mend.AGREEMENT_POST if said else Mend.GROUP_CHANNEL)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("europe/london", "Europe/London"),
        ("London", "Europe/London"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
        ("Louisville", None),  # there are two
        ("Lundon", None),
        ("", None),
    ],
)
def test_a_zone_is_known_by_its_city_alone_where_there_is_one_such(typed: str, zone: str | None) -> None:
    assert zone_called(typed) == zone


@pytest.mark.parametrize(
    ("agreement", "key", "weight"),
    [
        (AgreementFacts.NONE, "check-no-agreement", Weight.ADVICE),
        (AgreementFacts.COMING, "check-agreement-coming", Weight.FINE),
        (AgreementFacts.POSTED, "check-agreement-fine", Weight.FINE),
        (AgreementFacts.GONE, "check-agreement-post-gone", Weight.PROBLEM),
    ],
)
def test_of_the_agreement_exactly_what_holds_is_said(agreement: AgreementFacts, key: str, weight: Weight) -> None:
    found = check(GroupFacts([], [], 2, has_lead=True, agreement=agreement))
    said = [(one.key, one.weight) for one in found if "agreement" in one.key]
    assert said == [(key, weight)]
    assert all(words_for("en")(one.key, **dict(one.values)) for one in found)


def test_nobody_is_told_that_they_do_not_take_concerns() -> None:
    problems = [finding for finding in findings(enrolled=0) if finding.weight is Weight.PROBLEM]
    assert [finding.is_news for finding in problems] == [False]
