"""Comments: a kept one mentions and links nothing; the box tells neither who wrote, nor when, nor with which ballot."""

import re
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ballot import Answers, BallotKey, Box, Entry, answered_tag, ballot_handle
from bot.core.comments import (
    LONGEST_COMMENT,
    Comment,
    CommentBox,
    CommentHandle,
    cleaned,
    comment_handle,
    fewest_comments,
    publishable,
)
from bot.core.identity import MemberId
from bot.core.sealing import CannotOpen, Key, derive, new_key, pad, seal

KEY = Key(bytes(range(32)))
PLACE = b"round:one"

MENTIONS = ("<@", "<#", "</", "<t:", "<id:", "@everyone", "@here")
LINKS = ("://", "www.", "discord.gg/", ".com/", "](")
PIECES = (
    *MENTIONS,
    *LINKS,
    *("http", "https", "ht", "tp", "<", ">", "[", "]", "(", ")", "@", "every", "one", "here", ":", "/", ".", "!", "&"),
    *("example", "com", "org", "example.com/a", "a@b.org", "1457674990387200003", "<a:wave:1457674990387200003>"),
    *(
        "we",
        "felt",
        "safe",
        "Grüße",
        "👩\u200d👧",
        "😀",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\t",
        "\u2028",
        "\u200b",
        "\u202e",
        "\x07",
    ),
)
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=400)


def units(text: str) -> int:
    """Characters as Discord counts them."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class TestCleaning:
    @given(texts)
    def test_no_mention_link_or_control_character_is_left(self, text: str) -> None:
        kept = cleaned(text)
        assert not [one for one in ("<@", "<#", "</") if re.search(one + "[^<>]*>", kept)]
        assert not [one for one in ("@everyone", "@here", "://", "discord.gg/") if one in kept.lower()]
        assert not re.search(r"\bwww\.\S", kept)
        assert not re.search(r"\[[^\[\]]*\]\([^()]*\)", kept)
        assert not re.search(r"[a-z]\.(com|org)\b", kept)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]", kept)

    @given(texts)
    def test_cleaning_twice_changes_nothing_more(self, text: str) -> None:
        assert cleaned(cleaned(text)) == cleaned(text)

    @given(texts)
    def test_it_is_never_longer(self, text: str) -> None:
        assert units(cleaned(text)) <= min(units(text), LONGEST_COMMENT)

    @given(texts)
    def test_there_are_no_blank_lines_and_no_blanks_at_the_ends(self, text: str) -> None:
        lines = cleaned(text).split("\n")
        assert lines == [""] or all(line == line.strip() and line for line in lines)

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("I felt heard this week.", "I felt heard this week."),
            ("I was tired.Then I left, e.g. early. 1.5/2", "I was tired.Then I left, e.g. early. 1.5/2"),
            ("Thank <@123> and <@!123> of <@&45> in <#6>", "Thank and of in"),
            ("use </concern:12> at <t:1700000000:R> or <id:home>", "use at or"),
            ("hey @everyone, @Here", "hey ,"),
            ("go <:ok:12> and <a:dance_2:34>!", "go :ok: and :dance_2:!"),
            ("see https://example.org/a?b=c.", "see"),
            ("see <https://example.org> now", "see now"),
            ("HTTP://EXAMPLE.ORG steam://run/1 www.example.zz", ""),
            ("join discord.gg/abc or example.com/path or sub.example.org!", "join or or"),
            ("example.museum/room and example.museum:8080", "and"),
            ("write mia.k+x@example.org or <mailto:mia@example.org>", "write or"),
            ("[this page](https://example.org/(a)) says", "this page says"),
            ("[both [nested](x.com)](y.com)", "both nested"),
            ("hthttp://x ttp://y", ""),
            ("<@<@1>2>", ""),
            ("@every@everyoneone", "@every one"),
            ("@eve@hereryone", "@eve ryone"),
            ("https:/<@1>/example.org", "https:/ /"),
            ("one\r\n\r\n\r\ntwo\u2028\u2029 three\n \n", "one\ntwo\nthree"),
            ("a\u200bb\u202ec\x07d\tf", "abcd f"),
            ("👩\u200d👧 می\u200cروم", "👩\u200d👧 می\u200cروم"),
            (" \u200d \u200b ", ""),
            ("x" * 299 + "😀", "x" * 299),
            ("x" * 298 + "😀!", "x" * 298 + "😀"),
        ],
    )
    def test_what_is_kept(self, typed: str, kept: str) -> None:
        assert cleaned(typed) == kept


def comment(ballot: int, text: str) -> Comment:
    return Comment(comment_handle(KEY, BallotKey(ballot.to_bytes(16))), text)


def box_of(*comments: Comment) -> CommentBox:
    box = CommentBox()
    for one in comments:
        box.put(one)
    return box


def opened(sealed: bytes, key: Key = KEY, place: bytes = PLACE) -> CommentBox:
    return CommentBox.unseal(key, sealed, place)


written = st.lists(
    st.tuples(st.integers(0, 2**100), st.text(min_size=1, max_size=40)), max_size=12, unique_by=lambda one: one[0]
)


class TestBox:
    @given(written.flatmap(lambda all_: st.tuples(st.just(all_), st.permutations(all_))))
    def test_the_bytes_tell_nothing_of_the_order(
        self, both: tuple[list[tuple[int, str]], list[tuple[int, str]]]
    ) -> None:
        one, other = (box_of(*(comment(*each) for each in order)) for order in both)
        assert one.packed() == other.packed()

    @given(st.lists(st.tuples(st.integers(0, 5), st.text(max_size=20)), max_size=30))
    def test_the_box_does_what_a_dictionary_would(self, put: list[tuple[int, str]]) -> None:
        box, expected = box_of(*(comment(*each) for each in put)), dict[int, str]()
        for ballot, text in put:
            expected[ballot] = text
        assert sorted(box.texts()) == sorted(text for text in expected.values() if text)
        assert opened(box.seal(KEY, PLACE, secrets.token_bytes)).packed() == box.packed()

    def test_a_comment_taken_out_leaves_what_was_there_before(self) -> None:
        before = box_of(comment(1, "one")).packed()
        assert box_of(comment(1, "one"), comment(2, "two"), comment(2, "")).packed() == before
        assert box_of(comment(2, "")).packed() == box_of().packed()

    def test_the_size_tells_nothing_up_to_the_step(self) -> None:
        sizes = [
            len(box_of(*(comment(at, "w" * 40) for at in range(many))).seal(KEY, PLACE, secrets.token_bytes))
            for many in (0, 1, 7, 8, 200)
        ]
        assert len(set(sizes)) == 1
        whole = box_of(*(comment(at, "😀" * 150) for at in range(200)))
        assert len(whole.seal(KEY, PLACE, secrets.token_bytes)) > sizes[0]

    def test_it_opens_only_whole_with_its_key_and_at_its_place(self) -> None:
        sealed = box_of(comment(1, "one"), comment(2, "two")).seal(KEY, PLACE, secrets.token_bytes)
        changed = sealed[:40] + bytes([sealed[40] ^ 1]) + sealed[41:]
        for key, data, place in (
            (new_key(secrets.token_bytes), sealed, PLACE),
            (KEY, sealed, b"round:two"),
            (KEY, changed, PLACE),
            (KEY, sealed[:-1], PLACE),
            (KEY, b"", PLACE),
            (KEY, seal(KEY, b"not a box", PLACE, secrets.token_bytes), PLACE),
        ):
            with pytest.raises(CannotOpen):
                opened(data, key, place)

    @given(st.binary(max_size=60) | st.binary(max_size=60).map(lambda tail: b"\x01\0\0\0\x01" + tail))
    def test_authentic_bytes_are_a_box_in_full_or_not_at_all(self, packed: bytes) -> None:
        sealed = seal(derive(KEY, "comments"), pad(packed, 64), PLACE, secrets.token_bytes)
        try:
            box = opened(sealed)
        except CannotOpen:
            return
        assert box.packed() == packed

    def test_a_text_that_is_no_text_is_not_taken_for_one(self) -> None:
        packed = b"\x01\0\0\0\x01" + b"n" * 16 + b"\0\x02\xff\xfe"
        with pytest.raises(CannotOpen):
            opened(seal(derive(KEY, "comments"), pad(packed, 64), PLACE, secrets.token_bytes))


def both_boxes(people: list[int], forms: list[tuple[bytes, int, str]]) -> tuple[bytes, bytes]:
    """The bytes of both boxes after these people handed these forms in, in this order."""
    ballots, comments = Box(1), CommentBox()
    for person, (key, answer, text) in zip(people, forms, strict=True):
        ballot = BallotKey(key)
        tag = answered_tag(KEY, MemberId(person))
        ballots.put(Entry(tag, ballot_handle(KEY, ballot), Answers(bytes([answer]))))
        comments.put(Comment(comment_handle(KEY, ballot), text))
    return ballots.packed(), comments.packed()


forms_of_people = st.integers(1, 10).flatmap(
    lambda many: st.tuples(
        st.permutations(range(1, many + 1)),
        st.permutations(range(1, many + 1)),
        st.lists(
            st.tuples(st.binary(min_size=16, max_size=16), st.integers(0, 5), st.text(max_size=30)),
            min_size=many,
            max_size=many,
            unique_by=lambda form: form[0],
        ).flatmap(lambda forms: st.tuples(st.just(forms), st.permutations(forms))),
    )
)


class TestLinkage:
    @given(forms_of_people)
    def test_neither_box_tells_who_handed_in_which_form_or_when(
        self, drawn: tuple[list[int], list[int], tuple[list[tuple[bytes, int, str]], list[tuple[bytes, int, str]]]]
    ) -> None:
        people, others, (forms, shuffled) = drawn
        assert both_boxes(people, forms) == both_boxes(others, shuffled)

    def test_a_comment_and_its_ballot_have_nothing_in_common(self) -> None:
        """Whoever has the box key, but no ballot key, has two names made by keys of different purposes."""
        ballot = BallotKey(b"k" * 16)
        assert comment_handle(KEY, ballot) != ballot_handle(KEY, ballot)
        assert comment_handle(new_key(secrets.token_bytes), ballot) != comment_handle(KEY, ballot)

    def test_comments_do_not_lie_in_the_order_of_their_ballots(self) -> None:
        ballots = [BallotKey(secrets.token_bytes(16)) for _ in range(60)]
        by_ballot = sorted(ballots, key=lambda one: ballot_handle(KEY, one))
        by_comment = sorted(ballots, key=lambda one: comment_handle(KEY, one))
        assert sum(one == other for one, other in zip(by_ballot, by_comment, strict=True)) < 12

    def test_nothing_of_a_comment_is_shown_by_accident(self) -> None:
        assert "quillfeather" not in repr(comment(1, "quillfeather"))
        assert "quillfeather" not in repr(box_of(comment(1, "quillfeather")))


class TestPublishing:
    def test_eight_must_have_written_and_more_where_the_server_says_so(self) -> None:
        for minimum, fewest in ((5, 8), (8, 8), (12, 12)):
            assert fewest_comments(minimum) == fewest
            written = [comment(at, f"comment {at}") for at in range(fewest)]
            assert publishable(box_of(*written[1:]), minimum, secrets.token_bytes) == ()
            assert sorted(publishable(box_of(*written), minimum, secrets.token_bytes)) == sorted(
                one.text for one in written
            )

    def test_one_who_comments_twice_is_one(self) -> None:
        box = box_of(*(comment(at % 7, f"comment {at}") for at in range(20)))
        assert publishable(box, 5, secrets.token_bytes) == ()

    def test_they_are_shuffled_anew_each_time(self) -> None:
        box = box_of(*(comment(at, f"{at}") for at in range(10)))
        firsts = {publishable(box, 5, secrets.token_bytes)[0] for _ in range(200)}
        assert len(firsts) == 10

    def test_the_order_is_a_matter_of_chance_alone(self) -> None:
        """By the same chance the same order, whatever the comments are called in the box."""
        falling = iter(range(255, 0, -1))
        box = CommentBox()
        for at in range(10):
            box.put(Comment(CommentHandle(bytes([at]) * 16), f"{at}"))
        assert "".join(publishable(box, 5, lambda many: bytes([next(falling)]) * many)) == "9876543210"
