"""Pages of versions and suggestions: within Discord's limits with the longest texts, and not a word of them lost."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.core.agreement import AgreementText, Change, Clause, Kind, Standing, Version, changes
from bot.core.agreement_draft import LONGEST_BODY, LONGEST_SUMMARY, LONGEST_TITLE, MOST_CLAUSES
from bot.core.identity import ChannelId, MessageId, RoleId, SuggestionId
from bot.services.agreed_role import RoleEnds
from bot.services.agreement_health import PostedAgain
from bot.services.agreement_history import A_PAGE, Entry, Listed, Looked, State
from bot.services.agreements import MyAgreement, Outdated
from bot.services.suggestion_book import LONGEST
from bot.services.suggestions import WHOLE, Suggestion
from bot.services.taking_back import TakenBack
from bot.ui.draw import draw_form, draw_page
from bot.ui.page import Button, Buttons, Choice, Page, SelectField, Text
from bot.ui.paging import length
from bot.ui.words import words_for
from cogs.agreement import history_pages, pages, suggest_pages
from tests.limits import form_faults, message_faults
from tests.services.agreement_house import SETTINGS, a_server

WORDS = words_for("en")
NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
FACE = "\N{FACE WITH TEARS OF JOY}"
SERVER = a_server(replace(SETTINGS, agreed_role=RoleId(2**62)))


def long_text(mark: str, clauses: int, body: int) -> AgreementText:
    """As long as a draft may be: titles of the longest, so many clauses of so many characters."""
    title = (mark * LONGEST_TITLE)[:LONGEST_TITLE]
    made = [
        Clause(f"own-{number:012x}", title, f"{mark}{number} {'word ' * (body // 5)}"[:body])
        for number in range(clauses)
    ]
    note = Clause("limits", title, "n" * 900)
    return AgreementText(title, "i" * 900, tuple(made), (note,) * 3)


MANY = long_text("a", MOST_CLAUSES, 1000)
LARGE = long_text("a", 10, LONGEST_BODY)


def version(text: AgreementText, number: int = 2**31 - 2) -> Version:
    return Version(
        number,
        text,
        "s" * 300,
        NOW.date(),
        ChannelId(2**62),
        message_ids=(MessageId(1),),
        posted=True,
        said="w" * LONGEST_SUMMARY,
    )


def faults(found: Iterable[Page]) -> list[str]:
    found = list(found)
    bodies = [{"components": draw_page(page).to_components(), "flags": 1 << 15} for page in found]
    told = [fault for body in bodies for fault in message_faults(body, sent=False)]
    return told + [f"{length(text(page))} characters" for page in found if length(text(page)) > 4000]


def text(page: Page) -> str:
    return "\n".join(part.markdown for part in page.parts if isinstance(part, Text))


def presses(page: Page) -> list[str]:
    rows = (part.buttons for part in page.parts if isinstance(part, Buttons))
    return [button.custom_id for row in rows for button in row if isinstance(button, Button)]


@pytest.mark.parametrize("shown", [MANY, LARGE, long_text(FACE, MOST_CLAUSES, 400)])
def test_the_longest_agreement_fits_its_posts_and_every_private_page(shown: AgreementText) -> None:
    newest = version(shown)
    older = replace(shown, clauses=tuple(replace(one, body=one.body[::-1]) for one in shown.clauses))
    changed = changes(older, shown)
    mine = [MyAgreement(newest, Standing.NOT_AGREED, None, None), MyAgreement(newest, Standing.AGREED, 1, None)]
    mine.append(MyAgreement(newest, Standing.AGREED_TO_OLDER, 1, changed))
    drawn = [
        *pages.posts(WORDS, SERVER, newest),
        *pages.superseded_posts(WORDS, SERVER, newest, 2**31 - 1),
        *(page for one in mine for page in pages.mine_pages(WORDS, SERVER, one)),
        *pages.outdated_pages(WORDS, Outdated(newest, 1, changed, RoleId(2**62))),
    ]
    assert faults(drawn) == []
    said = "\n".join(text(page) for page in pages.posts(WORDS, SERVER, newest))
    assert all(one.body in said for one in shown.clauses)


def test_the_introduction_is_for_those_who_have_not_agreed() -> None:
    newest = version(long_text("a", 1, 100), 3)
    for standing, is_there in ((Standing.NOT_AGREED, True), (Standing.AGREED, False), (Standing.AGREED_TO_OLDER, True)):
        drawn = pages.mine_pages(WORDS, SERVER, MyAgreement(newest, standing, 1, None))
        assert ("i" * 900 in "\n".join(map(text, drawn))) is is_there


def test_what_changed_is_told_since_the_version_that_counted_before_and_in_the_facilitators_words() -> None:
    post, *_ = pages.posts(WORDS, SERVER, replace(version(long_text("a", 1, 100), 4), took_place_of=2))
    assert "What changed since version 2" in text(post)
    assert f"**From the facilitators:** {'w' * LONGEST_SUMMARY}" in text(post)


def looked(shown: AgreementText, changed: tuple[Change, ...] | None, *, back: bool = False) -> Looked:
    return Looked(SERVER, Entry(version(shown), State.IN_FORCE, 12), changed, can_be_taken_back=back)


@pytest.mark.parametrize("shown", [MANY, LARGE])
def test_a_version_is_leafed_through_whole_with_what_changed(shown: AgreementText) -> None:
    gone = tuple(Change(Kind.REMOVED, clause, None, number) for number, clause in enumerate(shown.clauses, start=1))
    one = looked(shown, gone, back=True)
    found = [page for number in range(60) if (page := history_pages.version_page(WORDS, one, number)) is not None]
    assert faults(found) == []
    said = "\n".join(map(text, found))
    assert all(said.count(clause.body) == 2 for clause in shown.clauses)
    assert all(f"*Page {number} of {len(found)}*" in text(page) for number, page in enumerate(found, start=1))
    assert all("agreement-history:back:2147483646" in presses(page) for page in found)
    assert all(len(custom_id) <= 100 for page in found for custom_id in presses(page))
    assert history_pages.version_page(WORDS, one, len(found)) is None


def test_the_list_holds_as_many_as_a_page_and_says_what_each_is() -> None:
    states = [*State] * A_PAGE
    entries = [Entry(version(MANY, 2**31 - 2 - number), state, number) for number, state in enumerate(states[:A_PAGE])]
    page = history_pages.list_page(WORDS, Listed(SERVER, entries, 7, is_first=False))
    assert faults([page]) == []
    assert "1 member agreed" in text(page)
    assert " 0 members" not in text(page)
    assert presses(page) == ["agreement-history:list:7", "agreement-history:list"]
    (choice,) = [part for part in page.parts if isinstance(part, Choice)]
    assert len(choice.options) == A_PAGE


def test_taking_back_says_what_follows_with_and_without_a_former_version() -> None:
    former = version(MANY, 1)
    drawn = [
        history_pages.back_page(WORDS, 2, 1),
        history_pages.back_page(WORDS, 1, 0),
        history_pages.taken_page(WORDS, TakenBack(2, former, is_shown=True)),
        history_pages.taken_page(WORDS, TakenBack(1, None, is_shown=False)),
        pages.taken_back_post(WORDS, 2, 0, 1),
        pages.taken_back_post(WORDS, 1, 0, 0),
        pages.role_ends_page(WORDS, RoleEnds(RoleId(5), 2, NOW)),
        *(
            pages.posted_again_page(WORDS, PostedAgain(former, is_whole=whole, pinned=pinned))
            for whole, pinned in ((True, True), (True, False), (False, False))
        ),
    ]
    assert faults(drawn) == []
    said = list(map(text, drawn))
    assert "version 1, which is in force again" in said[0]
    assert "No agreement is in force until" in said[1]
    assert "version 1 is in force again" in said[2]
    assert "Discord did not answer" in said[3]
    assert "version 1 is in force" in said[4]
    assert len(set(said)) == len(said)


class TestSuggesting:
    @pytest.mark.parametrize(("clauses", "selects"), [(13, 1), (MOST_CLAUSES, 2)])
    def test_the_form_offers_every_clause_and_the_whole(self, clauses: int, selects: int) -> None:
        names = [Clause(f"own-{number:012x}", FACE * 75, "words") for number in range(clauses)]
        notes = tuple(Clause(name, FACE * 75, "words") for name in ("limits", "check-ins", "concerns"))
        newest = version(AgreementText("t", "i", tuple(names), notes), 3)
        form = suggest_pages.suggest_form(WORDS, newest, NOW, "x" * 8)
        assert list(form_faults(draw_form(form).to_dict())) == []
        about = [field for field in form.fields if isinstance(field, SelectField)]
        assert len(about) == selects
        offered = [option.value for field in about for option in field.options]
        assert offered == [WHOLE, *(clause.name for clause in (*names, *notes))]

    @pytest.mark.parametrize("words", ["a", "> # **`\n" * 125, FACE * 500, "\n" * 998 + "x", "](" * 500])
    def test_every_suggestion_fits_a_page_whatever_is_in_it(self, words: str) -> None:
        assert length(words) <= LONGEST
        found = [
            Suggestion(SuggestionId(bytes([number]) * 16), about, FACE * 75, words, date(2026, 3, 2))
            for number, about in enumerate((WHOLE, "no-secrecy"))
        ]
        drawn = [suggest_pages.read_page(WORDS, found, at) for at in range(2)]
        assert faults([*drawn, suggest_pages.read_page(WORDS, []), suggest_pages.arrived_page(WORDS, NOW.date())]) == []
        assert f"agreement-suggest:show:{'01' * 16}" in presses(drawn[0])
        assert "the agreement as a whole" in text(drawn[0])
        assert suggest_pages.suggestion_texts(WORDS, found)

    def test_the_only_one_has_no_next(self) -> None:
        one = Suggestion(SuggestionId(bytes(16)), WHOLE, "", "words", date(2026, 3, 2))
        assert not any("show" in custom_id for custom_id in presses(suggest_pages.read_page(WORDS, [one])))
