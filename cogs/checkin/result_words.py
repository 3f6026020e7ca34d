"""A published result in words: each question with its two lines, and how they followed each other. Never a count."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.core.publishing import Lines, Range, each_end
from bot.core.template import LINE, Question
from bot.core.trend import Course, Trend
from bot.ui.long_text import cut_to_fit, plain_name, shortened
from bot.ui.paging import length
from bot.ui.words import Words
from cogs.checkin.schedule_words import day

ALTERNATIVE_TEXT: Final = 1024
"""Characters: what Discord takes as the description of a picture."""
_QUESTIONS_ROOM: Final = 3100
"""Characters of a message; the rest is left for the title and the legend."""


def question_texts(words: Words, questions: Sequence[Question], shown: Sequence[Lines | None]) -> Sequence[str]:
    """Each question of a result; answers are cut short only where the result would not fit a message."""
    return cut_to_fit(
        lambda most: [_question(words, *each, most) for each in zip(questions, shown, strict=True)], _QUESTIONS_ROOM
    )


def level(words: Words, shown: str) -> str:
    """A word-level."""
    return words(f"checkin-level-{shown}")


def range_text(words: Words, shown: Range) -> str:
    """How many answered, as it is shown."""
    if shown.at_most is None:
        return words("checkin-result-range-open", **{"at-least": shown.at_least})
    return words("checkin-result-range", **{"at-least": shown.at_least, "at-most": shown.at_most})


def trend_texts(words: Words, found: Trend) -> list[str]:
    """A text for each question: its lines, round by round."""
    return [_course_text(words, found, course) for course in found.courses]


def picture_text(words: Words, found: Trend) -> str:
    """The alternative text of the picture: what it shows, of as many of the latest rounds as have room."""
    texts = (_picture_text(words, found, many) for many in range(len(found.days), 0, -1))
    return next(text for text in texts if length(text) <= ALTERNATIVE_TEXT)


def day_label(words: Words, on: date) -> str:
    """A date where no time marks of Discord are drawn: in a picture and in its alternative text."""
    return words("checkin-chart-day", day=on.day, month=on.month)


def _question(words: Words, question: Question, lines: Lines | None, most: int) -> str:
    asked = words("checkin-result-question", words=plain_name(question.words))
    if lines is None:
        return f"{asked}\n{words('checkin-result-question-too-few')}"
    low = words("checkin-result-low", level=level(words, lines.low), answers=low_answers(words, question, most))
    good = words("checkin-result-good", level=level(words, lines.good), answers=good_answers(words, question, most))
    return f"{asked} · {range_text(words, lines.answers)}\n- {low}\n- {good}"


def _course_text(words: Words, found: Trend, course: Course) -> str:
    low, good = low_answers(words, course.question), good_answers(words, course.question)
    lines = [
        words("checkin-result-question", words=plain_name(course.question.words)),
        words("checkin-trend-legend", low=low, good=good),
    ]
    for on, shown in zip(found.days, course.lines, strict=True):
        lines.append(f"- {words('checkin-trend-day', day=day(words, on), shown=_levels(words, shown))}")
    return "\n".join(lines)


def _levels(words: Words, lines: Lines | None) -> str:
    if lines is None:
        return words("checkin-trend-none")
    return words("checkin-trend-levels", low=level(words, lines.low), good=level(words, lines.good))


def _picture_text(words: Words, found: Trend, many: int) -> str:
    """With so many of the latest rounds."""
    total, first, last = len(found.days), found.days[-many], found.days[-1]
    which = "one" if total == 1 else "all" if many == total else "some"
    said = words(
        f"checkin-picture-{which}",
        title=found.title,
        shown=many,
        total=total,
        first=day_label(words, first),
        last=day_label(words, last),
    )
    return " ".join([said, *(_spoken(words, course, many) for course in found.courses)])


def _spoken(words: Words, course: Course, many: int) -> str:
    latest = course.lines[-many:][::-1]
    low = _one_by_one(words, [None if lines is None else lines.low for lines in latest])
    good = _one_by_one(words, [None if lines is None else lines.good for lines in latest])
    return words("checkin-picture-question", name=course.question.name, low=low, good=good)


def _one_by_one(words: Words, shown: Sequence[str | None]) -> str:
    return ", ".join(words("checkin-trend-none") if one is None else level(words, one) for one in shown)


def low_answers(words: Words, question: Question, most: int = LINE[-1]) -> str:
    """The answers that the low line holds, each cut to so many characters."""
    return _either(words, question.answers[: each_end(len(question.answers))], most)


def good_answers(words: Words, question: Question, most: int = LINE[-1]) -> str:
    """The answers that the good line holds, each cut to so many characters."""
    return _either(words, question.answers[-each_end(len(question.answers)) :], most)


def _either(words: Words, answers: tuple[str, ...], most: int) -> str:
    """One answer, or "one or the other"."""
    shown = [words("checkin-result-answer", answer=plain_name(shortened(answer, most))) for answer in answers]
    return shown[0] if len(shown) == 1 else words("checkin-result-or", one=shown[0], other=shown[1])
