"""What a channel sees of a check-in: its post while open, its post once closed, the result. And what staff are told."""

from bot.core.checkin import Round, Trouble
from bot.core.identity import RoundId
from bot.core.publishing import Lines, Range, Result, each_end
from bot.core.template import Question
from bot.ui.page import Accent, Button, Buttons, Divider, Page, Part, Style, Text
from bot.ui.words import Words
from cogs.checkin.ids import HELP, open_id, result_id
from cogs.checkin.member_pages import timestamps


def post(words: Words, round_id: RoundId, facts: Round) -> Page:
    """The post of an open round."""
    template = facts.template
    answer = Button(words("checkin-button-answer"), open_id(round_id), Style.PRIMARY)
    return Page(
        (
            Text(words("checkin-post", title=template.title, introduction=template.introduction)),
            Text(words("checkin-post-when", **timestamps(facts.closes))),
            Buttons((answer, Button(words("checkin-button-help"), HELP))),
            Text(words("checkin-post-small")),
        )
    )


def closed_post(words: Words, facts: Round) -> Page:
    """The post once the round is closed."""
    return Page(
        (
            Text(words("checkin-post-closed", title=facts.template.title)),
            Buttons((Button(words("checkin-button-help"), HELP),)),
            _standing_line(words),
        )
    )


def result_post(words: Words, round_id: RoundId, facts: Round, result: Result) -> Page:
    """All that anybody ever learns of a round."""
    help_button = Buttons((Button(words("checkin-button-help"), result_id(round_id)),))
    if result.too_few:
        return Page(
            (Text(words("checkin-result-none", title=facts.template.title)), help_button, _standing_line(words))
        )
    questions = [_question(words, *each) for each in zip(facts.template.questions, result.lines, strict=True)]
    parts: list[Part] = [Text(words("checkin-result", title=facts.template.title)), *questions, Divider()]
    return Page((*parts, Text(words("checkin-result-legend")), help_button, _standing_line(words)))


def staff_note(words: Words, facts: Round, trouble: Trouble) -> Page:
    """What the staff are told, once."""
    text = words(f"checkin-staff-{trouble.value}", title=facts.template.title, channel=facts.channel)
    return Page((Text(text),), Accent.CARE)


def _standing_line(words: Words) -> Text:
    return Text(f"-# {words('checkin-standing-line')}")


def _question(words: Words, question: Question, lines: Lines | None) -> Text:
    asked = words("checkin-result-question", words=question.words)
    if lines is None:
        return Text(f"{asked}\n{words('checkin-result-question-too-few')}")
    end = each_end(len(question.answers))
    low = words(
        "checkin-result-low",
        level=words(f"checkin-level-{lines.low.value}"),
        answers=_either(words, question.answers[:end]),
    )
    good = words(
        "checkin-result-good",
        level=words(f"checkin-level-{lines.good.value}"),
        answers=_either(words, question.answers[-end:]),
    )
    return Text(f"{asked} · {_range(words, lines.answers)}\n- {low}\n- {good}")


def _either(words: Words, answers: tuple[str, ...]) -> str:
    """One answer, or "one or the other"."""
    shown = [words("checkin-result-answer", answer=answer) for answer in answers]
    return shown[0] if len(shown) == 1 else words("checkin-result-or", one=shown[0], other=shown[1])


def _range(words: Words, shown: Range) -> str:
    if shown.at_most is None:
        return words("checkin-result-range-open", **{"at-least": shown.at_least})
    return words("checkin-result-range", **{"at-least": shown.at_least, "at-most": shown.at_most})
