"""How changes of the agreement are told: every kind of change, for clauses and for notes."""

from dataclasses import replace

import pytest

from bot.core.agreement import AgreementText, Clause, changes
from bot.core.identity import ChannelId, RoleId
from bot.services.agreements import Outdated
from bot.services.publishing_agreements import AgreementStatus
from bot.ui.page import Button, Buttons, Page, Text
from bot.ui.words import words_for
from cogs.agreement import pages
from cogs.agreement.texts import change_texts, summary, version_texts
from tests.services.agreement_house import SETTINGS, a_server, a_version

WORDS = words_for("en")
A, B, C = (Clause(name, f"Title {name}.", f"Body {name}.") for name in "abc")
LIMITS = Clause("limits", "About the limits:", "see above.")
OLD = AgreementText("Agreement", "Read it.", (A, B, C), (LIMITS,))


def told(newer: AgreementText) -> str:
    return "\n".join(change_texts(WORDS, changes(OLD, newer)))


def shown(page: Page) -> str:
    return "\n".join(part.markdown for part in page.parts if isinstance(part, Text))


def labels(page: Page) -> list[str]:
    return [button.label for part in page.parts if isinstance(part, Buttons) for button in part.buttons]


def custom_ids(page: Page) -> list[str]:
    buttons = [button for part in page.parts if isinstance(part, Buttons) for button in part.buttons]
    return [button.custom_id for button in buttons if isinstance(button, Button)]


@pytest.mark.parametrize(
    ("newer", "said", "short"),
    [
        (
            replace(OLD, clauses=(A, replace(B, body="Other."), C)),
            ["**Clause 2 was reworded**", "*Before:* **Title b.** Body b.", "*Now:* **Title b.** Other."],
            "reworded: clause 2",
        ),
        (
            replace(OLD, clauses=(A, B, C, Clause("d", "New.", "Words."))),
            ["**Clause 4 is new**", "*Now:* **New.** Words."],
            "new: clause 4",
        ),
        (
            replace(OLD, clauses=(A, C)),
            ["**Clause 2 was removed**", "*Before:* **Title b.** Body b."],
            "removed: clause 2",
        ),
        (
            replace(OLD, clauses=(C, A, B)),
            ["**“Title c.” is Clause 1 now.** Its words are the same."],
            "moved: clause 1",
        ),
        (
            replace(OLD, notes=(replace(LIMITS, body="see below."),)),
            ["**“About the limits” was reworded**", "see above.", "see below."],
            "reworded: “About the limits”",
        ),
        (replace(OLD, notes=()), ["**“About the limits” was removed**"], "removed: “About the limits”"),
        (replace(OLD, introduction="Please read."), ["Only the words around"], "Only the words around"),
    ],
)
def test_each_kind_of_change_is_told_with_what_it_was_and_is(newer: AgreementText, said: list[str], short: str) -> None:
    for line in said:
        assert line in told(newer)
    assert short in summary(WORDS, changes(OLD, newer))


def test_a_long_version_is_numbered_by_its_parts_and_only_its_last_post_asks() -> None:
    clauses = tuple(Clause(str(number), f"Title {number}.", "word " * 100) for number in range(40))
    version = a_version(replace(OLD, clauses=clauses))
    texts = version_texts(WORDS, a_server(), version)
    assert len(texts) > 2
    assert all(f"Part {part} of {len(texts)}" in text for part, text in enumerate(texts, start=1))
    drawn = pages.posts(WORDS, a_server(), version)
    assert [labels(page) for page in drawn] == [["Read it privately"]] * (len(texts) - 1) + [
        ["I agree", "Read it privately"]
    ]
    assert len({custom_id for page in drawn for custom_id in custom_ids(page)}) == len(texts) + 1
    superseded = pages.superseded_posts(WORDS, a_server(), version, 2)
    assert all(len(shown(page)) <= 4000 for page in (*drawn, *superseded))
    assert all("Version 2" in shown(page).splitlines()[0] for page in superseded)


def test_an_older_button_for_a_version_nobody_knows_is_answered_without_a_difference() -> None:
    (page,) = pages.outdated_pages(WORDS, Outdated(a_version(OLD), 7, None, None))
    assert "another version in force: 1" in shown(page)
    assert labels(page) == ["I agree"]


def test_the_role_is_said_wherever_agreeing_would_show_it() -> None:
    server = a_server(replace(SETTINGS, agreed_role=RoleId(5)))
    version = a_version(OLD)
    (post,) = pages.posts(WORDS, server, version)
    (outdated,) = pages.outdated_pages(WORDS, Outdated(version, 7, (), RoleId(5)))
    for page in (post, outdated):
        assert "everyone can see that you agreed" in shown(page)


def test_the_status_of_a_post_that_cannot_be_looked_at_and_of_one_under_way() -> None:
    version = a_version(OLD)
    page = pages.status_page(WORDS, a_server(), AgreementStatus(version, replace(version, number=2), [(1, 3)], None))
    assert "could not look" in shown(page)
    assert "Version 2 is being posted" in shown(page)
    assert "Version 1: 3 members" in shown(page)
    first = pages.status_page(WORDS, a_server(), AgreementStatus(None, version, [], None))
    assert "No version" not in shown(first)


@pytest.mark.parametrize("why", ["missing", "forbidden"])
def test_the_staff_is_told_what_is_wrong_and_what_to_do(why: str) -> None:
    for page in (pages.role_trouble_page(WORDS, RoleId(5), why), pages.not_posted_page(WORDS, 2, ChannelId(6), why)):
        assert "/setup show" in shown(page) or "Manage Roles" in shown(page) or "Send Messages" in shown(page)
