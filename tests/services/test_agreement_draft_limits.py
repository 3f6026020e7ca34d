"""What cannot be an agreement is refused with its reason, typed or from a file; nothing is changed then."""

import pytest

from bot.core.agreement import Clause
from bot.core.agreement_draft import HEADING, LONGEST_BODY, NEVER_SILENCED, SAID
from bot.services.drafting_table import Seen
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.agreement_house import FAY, SERVER
from tests.services.drafting_house import DraftingHouse
from tests.services.refusals import refusal

FIRST = "stays-here"


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> DraftingHouse:
    return await DraftingHouse(database, keys).set_up()


class TestWhatCannotBe:
    async def test_nobody_is_silenced(self, house: DraftingHouse) -> None:
        opening = house.drafting.wording(SERVER, FAY, NEVER_SILENCED)
        for attempt in (opening, house.reword(NEVER_SILENCED), house.remove(NEVER_SILENCED)):
            assert await refusal(attempt) == "agreement-edit-never-silenced"
        assert await house.drafts.current(await house.server()) is None

    async def test_parts_that_stay_are_not_moved_or_removed(self, house: DraftingHouse) -> None:
        for name in ("limits", "check-ins", "concerns", HEADING, SAID):
            for attempt in (house.remove(name), house.move(name, "1"), house.drafting.clause(SERVER, FAY, name)):
                assert await refusal(attempt) == "agreement-edit-fixed"

    async def test_what_does_not_fit_is_refused_and_nothing_changes(self, house: DraftingHouse) -> None:
        mark = await house.seen(FIRST)
        for title, body, key in (
            ("T.", "b" * (LONGEST_BODY + 1), "long-body"),
            ("T.", "b" * (LONGEST_BODY - 10) + "{reporting}", "long-body"),
            ("T" * 151, "Words.", "long-title"),
            ("\N{ZERO WIDTH SPACE}", "Words.", "no-title"),
            ("T.", " \n ", "no-body"),
            ("{days}", "Words.", "place-astray"),
        ):
            new = Clause("", title, body)
            for attempt in (
                house.drafting.reword(SERVER, FAY, mark, title, body),
                house.drafting.add(SERVER, FAY, house.drafting.name(), new, ""),
            ):
                assert await refusal(attempt) == f"agreement-flaw-{key}"
        assert not (await house.look()).is_changed

    async def test_there_is_room_for_thirty_clauses(self, house: DraftingHouse) -> None:
        for number in range(17):
            await house.add(f"Clause {number}.")
        assert await refusal(house.add("One more.")) == "agreement-flaw-many-clauses"
        await house.remove(FIRST)
        await house.add("One more.")
        assert await refusal(house.drafting.bring_back(SERVER, FAY, FIRST)) == "agreement-flaw-many-clauses"

    async def test_a_clause_is_moved_only_where_there_is_a_place(self, house: DraftingHouse) -> None:
        for number in ("0", "14", "00014", "-1", "two", "1.5", "²", "", "99999999999999"):
            assert await refusal(house.move(FIRST, number)) == "agreement-edit-not-a-number"

    async def test_a_summary_has_its_limit(self, house: DraftingHouse) -> None:
        assert await refusal(house.reword(SAID, "s" * 1001)) == "agreement-edit-long-summary"

    async def test_what_was_forged_is_outdated(self, house: DraftingHouse) -> None:
        for attempt in (
            house.add("A clause.", name="stays-here"),
            house.add("A clause.", name="own-x:y"),
            house.drafting.bring_back(SERVER, FAY, "no-such"),
            house.drafting.restore(SERVER, FAY, Seen("no-such", "")),
            house.whole.throw_away(SERVER, FAY, "one"),
            house.whole.use_default(SERVER, FAY, "9" * 30),
            house.whole.throw_away(SERVER, FAY, "9" * 10),
        ):
            assert await refusal(attempt) == "button-outdated"
        assert await refusal(house.drafting.part(SERVER, FAY, "no-such")) == "agreement-edit-gone"


class TestFiles:
    async def test_a_file_goes_out_and_comes_in_the_same(self, house: DraftingHouse) -> None:
        await house.reword(FIRST, "# Not a heading\n\n- a list\n\\# as it is")
        table = await house.add("1. Be kind.", "3")
        file = await house.whole.file(SERVER, FAY)
        await house.whole.use_default(SERVER, FAY, str(table.draft.revision))
        assert (await house.take_in("\ufeff" + file)).draft.text == table.draft.text

    async def test_what_is_no_agreement_is_refused_and_nothing_changes(self, house: DraftingHouse) -> None:
        draft = (await house.reword(FIRST)).draft
        for data, key in (
            (b"", "import-no-title"),
            (b"# Title\n\nwords", "import-no-clauses"),
            (b"\xff\xfe\x00", "import-not-text"),
            (b"x" * 200_001, "import-too-large"),
            (b"# T\n## 1. C\n\n", "flaw-no-body"),
            (b"# T\n" + b"## C\nwords\n" * 31, "flaw-many-clauses"),
            (b"# T\n## C\n" + b"w" * 3001, "flaw-long-body"),
            (b"# T\n" + b"## C\n%s\n" % (b"w" * 2999) * 14, "flaw-long-text"),
            (b"# {days}\n## C\nwords", "flaw-place-astray"),
        ):
            assert await refusal(house.take_in(data)) == f"agreement-{key}"
        assert (await house.look()).draft == draft

    async def test_what_concerns_all_of_the_draft_is_in_the_trail(self, house: DraftingHouse) -> None:
        table = await house.take_in("# Ours\n## Be kind\nAlways.")
        table = await house.whole.use_default(SERVER, FAY, str(table.draft.revision))
        await house.whole.throw_away(SERVER, FAY, str(table.draft.revision))
        assert sorted(await house.acts()) == [
            "began the agreement anew from the default",
            "threw the agreement draft away",
            "took the agreement draft from a file",
        ]
