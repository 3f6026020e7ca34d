"""What readers see of concerns that belong together: it fits, says what the rule says, and never more than that."""

from dataclasses import replace

from bot.core.identity import CaseId, ServerId
from bot.core.readership import Category
from bot.services.clustering import Together
from bot.ui.page import Page
from cogs.moderate.cluster_pages import above_the_day, beside_page, clusters_page, signal_parts
from cogs.moderate.list_pages import list_page
from tests.cogs.test_case_pages import ID, WORDS, custom_ids, faults, labels, offered, plain, readable, text

HERE = ServerId(ID)
ON_PERSON = Together("a" * 32, None, from_different_people=False, is_seen=False, cases=(CaseId(b"x" * 16),) * 2)
IN_CATEGORY = replace(ON_PERSON, key="b" * 32, category=Category.PRIVACY, from_different_people=True)
SEEN = replace(ON_PERSON, key="c" * 32, is_seen=True)
WHERE = f"{ID}:{ON_PERSON.key}"
NEVER = ("confirmed", "pattern", "proven", "history", "urgent", "must", "<@", "ABCDEF")


def test_every_page_fits_on_a_telephone() -> None:
    pages = [
        clusters_page(WORDS, HERE, ()),
        clusters_page(WORDS, HERE, (ON_PERSON, IN_CATEGORY, SEEN), WORDS("cluster-noted")),
        clusters_page(WORDS, HERE, [replace(IN_CATEGORY, key=f"{at:032x}") for at in range(9)]),
        beside_page(WORDS, WHERE, [readable(plain()) for _ in range(40)]),
        Page(signal_parts(WORDS, HERE, (ON_PERSON,))),
        list_page(WORDS, [readable(plain()) for _ in range(30)], HERE, above=above_the_day(WORDS, HERE, (ON_PERSON,))),
    ]
    assert faults(pages) == []


def test_it_begins_with_not_asking_who_and_never_says_more_than_the_rule() -> None:
    for mine in ((ON_PERSON,), (IN_CATEGORY,), (ON_PERSON, IN_CATEGORY), (SEEN,)):
        said = text(clusters_page(WORDS, HERE, mine))
        assert said.index("Do not ask who") < said.index("Within")
        assert "nothing about whether it is true" in said
        assert not [word for word in NEVER if word in said.replace("more pressing", "")]


def test_what_it_says_is_the_same_whatever_number_of_concerns_it_is() -> None:
    more = replace(ON_PERSON, cases=(CaseId(b"x" * 16),) * 9)
    assert clusters_page(WORDS, HERE, (more,)) == clusters_page(WORDS, HERE, (ON_PERSON,))


def test_from_different_people_is_said_only_where_it_is_known() -> None:
    assert "at least two different people" not in text(clusters_page(WORDS, HERE, (ON_PERSON,)))
    known = replace(ON_PERSON, from_different_people=True)
    assert "at least two different people" in text(clusters_page(WORDS, HERE, (known,)))
    assert "at least three different people" in text(clusters_page(WORDS, HERE, (IN_CATEGORY,)))


def test_what_somebody_has_looked_at_asks_for_nothing_more() -> None:
    assert labels(clusters_page(WORDS, HERE, (ON_PERSON,))) == ["Open them", "We have looked", "What we did"]
    assert labels(clusters_page(WORDS, HERE, (SEEN,))) == ["Open them", "What we did"]
    assert above_the_day(WORDS, HERE, (SEEN,)) == above_the_day(WORDS, HERE, ()) == []
    assert "wait to be looked at again" not in text(Page(signal_parts(WORDS, HERE, (SEEN,))))


def test_whoever_has_none_sees_their_list_as_it_always_was() -> None:
    mine = [readable(plain())]
    assert list_page(WORDS, mine, HERE, above=above_the_day(WORDS, HERE, ())) == list_page(WORDS, mine, HERE)


def test_buttons_carry_the_server_and_letters_that_say_nothing() -> None:
    ids = [f"{action}:{WHERE}" for action in ("cluster:open", "cluster:seen", "impact:together")]
    assert custom_ids(clusters_page(WORDS, HERE, (ON_PERSON,))) == ids
    beside = beside_page(WORDS, WHERE, [readable(plain())] * 40)
    assert len(offered(beside)) == 25
    # Whoever has read them side by side says so there, without looking for the message above.
    assert custom_ids(beside) == ids[1:]
