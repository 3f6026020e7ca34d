"""What is typed for a template is read as it was meant, or refused for a reason."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.plain_text import one_line
from bot.core.template import LINE
from bot.services.problems import Refused
from bot.services.template_input import answer_lines, read_question


class TestWhatIsTyped:
    @pytest.mark.parametrize(
        ("name", "words", "answers", "why", "values"),
        [
            ("", "How?", "a\nb\nc", "no-name", {}),
            ("n" * 46, "How?", "a\nb\nc", "long-name", {"count": 46, "most": 45}),
            ("Name", " ", "a\nb\nc", "no-words", {}),
            ("Name", "w" * 101, "a\nb\nc", "long-words", {"count": 101, "most": 100}),
            ("Name", "How?", "", "few-answers", {"count": 0, "most": 3}),
            ("Name", "How?", "a\n\nb\n", "few-answers", {"count": 2, "most": 3}),
            ("Name", "How?", "\n".join("abcdefgh"), "many-answers", {"count": 8, "most": 7}),
            ("Name", "How?", f"a\nb\n{'c' * 101}", "long-answer", {"count": 101, "most": 100, "answer": 3}),
            ("Name", "How?", "a\nb\n A ", "answer-twice", {"answer": 3}),
        ],
    )
    def test_what_cannot_be_asked_is_refused_by_name(
        self, name: str, words: str, answers: str, why: str, values: dict[str, int]
    ) -> None:
        with pytest.raises(Refused) as refusal:
            read_question(name, words, answers)
        assert refusal.value.key == f"checkin-template-flaw-{why}"
        assert values.items() <= refusal.value.values.items()

    @given(
        st.lists(st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=120), max_size=10),
        st.sampled_from(["\n", "\r\n", "\n\n", " \n\t"]),
    )
    def test_answers_are_read_as_they_were_typed_or_refused_for_a_reason(self, answers: list[str], end: str) -> None:
        typed = end.join(answers)
        assert answer_lines(typed) == tuple(answers)
        fit = 3 <= len(answers) <= 7 and all(len(answer) in LINE for answer in answers)
        if fit and len({answer.casefold() for answer in answers}) == len(answers):
            assert read_question("Name", "How?", typed).answers == tuple(answers)
        else:
            with pytest.raises(Refused, match="answer"):
                read_question("Name", "How?", typed)

    @given(st.text())
    def test_whatever_is_typed_is_read_or_refused(self, typed: str) -> None:
        for answer in answer_lines(typed):
            assert answer == one_line(answer) != ""
        with suppress(Refused):
            read_question(typed, typed, typed)
