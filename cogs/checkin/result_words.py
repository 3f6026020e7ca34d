"""A published result in words: each question with its two lines, and how they followed each other. Never a count."""

from collections.abc import Sequence
from typing import Final

from bot.core.publishing import Lines, Range, each_end
from bot.core.template import LINE, Question
from bot.core.trend import Course, Trend
from bot.ui.long_text import cut_to_fit, plain_name, shortened
from bot.ui.words import Words

ALTERNATIVE_TEXT = 1024
"""Characters: what Discord takes as the description of a picture."""
_QUESTIONS_ROOM: Final = 3100
"""Characters of a message; the rest is left for the title and the legend."""


def question_texts(words: Words, questions: Sequence[Question], shown: Sequence[Lines | None]) -> Sequence[str]:
    """Each question of a result; answers are cut short only where the result would not fit a message."""
    return cut_to_fit(
        lambda most: [_question(words, *each, most) for each in zip(questions, shown, strict=True)], _QUESTIONS_ROOM
    )


def _question(words: Words, question: Question, lines: Lines | None, most: int) -> str:
    asked = words("checkin-result-question", words=plain_name(question.words))
    if lines is None:
        return f"{asked}\n{words('checkin-result-question-too-few')}"
    low = words("checkin-result-low", level=level(words, lines.low), answers=low_answers(words, question, most))
    good = words("checkin-result-good", level=level(words, lines.good), answers=good_answers(words, question, most))
    return f"{asked} · {range_text(words, lines.answers)}\n- {low}\n- {good}"


def level(words: Words, shown: str) -> str:
    """A word-level."""
    return words(f"checkin-level-{shown}")


def low_answers(words: Words, question: Question, most: int = LINE[-1]) -> str:
    """The answers that the low line holds, each cut to so many characters."""
    return _either(words, question.answers[: each_end(len(question.answers))], most)


def good_answers(words: Words, question: Question, most: int = LINE[-1]) -> str:
    """The answers that the good line holds, each cut to so many characters."""
    return _either(words, question.answers[-each_end(len(question.answers)) :], most)


def range_text(words: Words, shown: Range) -> str:
    """How many answered, as it is shown."""
    if shown.at_most is None:
        return words("checkin-result-range-open", **{"at-least": shown.at_least})
    return words("checkin-result-range", **{"at-least": shown.at_least, "at-most": shown.at_most})


def trend_text(words: Words, found: Trend) -> list[str]:
    """A block for each question: its lines, round by round."""
    return [_course_text(words, found, course) for course in found.courses]


def picture_text(words: Words, found: Trend) -> str:
    """The alternative text of the picture: what it shows, at most 1,024 characters, the latest rounds first."""
    said = [words("checkin-picture", title=found.title)]
    for at in reversed(range(len(found.days))):
        shown = [_short(words, course, at) for course in found.courses]
        said.append(words("checkin-picture-day", day=found.days[at].isoformat(), shown="; ".join(shown)))
    return shortened(" ".join(said), ALTERNATIVE_TEXT)


def _course_text(words: Words, found: Trend, course: Course) -> str:
    lines = [words("checkin-result-question", words=plain_name(course.question.words))]
    legend = words(
        "checkin-trend-legend",
        low=low_answers(words, course.question),
        good=good_answers(words, course.question),
    )
    lines.append(legend)
    for on, shown in zip(found.days, course.lines, strict=True):
        lines.append(f"- {words('checkin-trend-day', day=on.isoformat(), shown=_levels(words, shown))}")
    return "\n".join(lines)


def _short(words: Words, course: Course, at: int) -> str:
    shown = _levels(words, course.lines[at])
    return words("checkin-picture-question", name=course.question.name, shown=shown)


def _levels(words: Words, lines: Lines | None) -> str:
    if lines is None:
        return words("checkin-trend-none")
    return words("checkin-trend-levels", low=level(words, lines.low), good=level(words, lines.good))


def _either(words: Words, answers: tuple[str, ...], most: int) -> str:
    """One answer, or "one or the other"."""
    shown = [words("checkin-result-answer", answer=plain_name(shortened(answer, most))) for answer in answers]
    return shown[0] if len(shown) == 1 else words("checkin-result-or", one=shown[0], other=shown[1])
