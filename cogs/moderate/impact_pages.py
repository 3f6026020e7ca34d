"""What the staff sees of what was done: the list, one with what was meant beside what came of it. No rule is here."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bot.core.impact import Action, Asked, is_harm, is_to_be_asked
from bot.core.own_template import question_mark
from bot.services.impacts import ShownAction
from bot.services.quarter_counts import ToldQuarter
from bot.ui.long_text import day_mark, plain_name, shortened, told
from bot.ui.page import Accent, Button, Buttons, Choice, Divider, Option, Page, Part, Style, Text
from bot.ui.words import Words
from cogs.checkin.result_words import level, question_texts, range_text
from cogs.moderate.impact_forms import LIST, NEW, SHOW, action_button

LISTED: Final = 12
"""Actions on one page: about what a telephone shows at once."""
_LINE: Final = 60
"""Characters of what was done, in a list."""
_DAY: Final = timedelta(days=1)


def list_page(  # noqa: PLR0913 - what the page is made of
    words: Words,
    mine: Sequence[ShownAction],
    quarters: Sequence[ToldQuarter],
    today: date,
    page: int = 0,
    note: str = "",
) -> Page:
    """What was done, latest first; then what was answered after closed concerns, a quarter in a line."""
    new = Button(words("impact-button-new"), NEW, Style.PRIMARY)
    parts: list[Part] = [*_note(note), Text(words("impact-title"))]
    if not mine:
        return Page((*parts, Text(words("impact-none")), *_quarters(words, quarters), Buttons((new,))))
    pages = -(-len(mine) // LISTED)
    here = min(max(page, 0), pages - 1)
    shown = mine[here * LISTED : (here + 1) * LISTED]
    parts.append(Text("\n".join(f"- {_line(words, one, today)}" for one in shown)))
    parts.append(Choice(SHOW, words("impact-choose"), [_option(words, one, today) for one in shown]))
    turning: tuple[Button, ...] = ()
    if pages > 1:
        parts.append(Text(words("impact-page", page=here + 1, pages=pages)))
        turning = (
            Button(words("impact-newer"), f"{LIST}:{here - 1}", disabled=here == 0),
            Button(words("impact-older"), f"{LIST}:{here + 1}", disabled=here + 1 == pages),
        )
    return Page((*parts, *_quarters(words, quarters), Buttons((new, *turning))))


def action_page(words: Words, one: ShownAction, today: date, note: str = "") -> Page:
    """One of them."""
    facts = one.facts
    parts: list[Part] = [*_note(note), Text(words("impact-heading", day=day_mark(facts.day)))]
    if facts.beside:
        parts.append(Text(words("impact-follows-together")))
    elif one.label:
        parts.append(Text(words("impact-follows", case=one.label)))
    for key, text in (("impact-done", facts.words), ("impact-meant", facts.intent)):
        parts += map(Text, told(words(key), text))
    parts += [Divider(), *_came(words, one, today)]
    harm = facts.impact is not None and is_harm(facts.impact)
    return Page((*parts, Buttons(_buttons(words, facts, one))), Accent.CARE if harm else Accent.NEUTRAL)


def erase_page(words: Words, one: ShownAction) -> Page:
    """Asks before erasing."""
    action_id = one.known.action_id
    buttons = (
        Button(words("impact-button-erase-sure"), action_button("erased", action_id), Style.DANGER),
        Button(words("impact-button-keep"), action_button("open", action_id)),
    )
    return Page((Text(words("impact-erase-ask")), Buttons(buttons)), Accent.CARE)


def quarter_page(words: Words, told_quarter: ToldQuarter, known_by: str) -> Page:
    """What the staff is told of a quarter, once; its button is how the post is found again."""
    said = words("impact-quarter-post", **_quarter_values(words, told_quarter))
    button = Button(words("impact-button-all"), known_by)
    legend = f"-# {words('checkin-result-legend')}"
    return Page((Text(said), Text(f"{words('impact-quarter-care')}\n{legend}"), Buttons((button,))))


def _came(words: Words, one: ShownAction, today: date) -> list[Part]:
    """What came of it, or how it is asked."""
    facts, question = one.facts, one.facts.question
    if facts.impact is not None and question is not None:
        said = [words("impact-came"), *question_texts(words, [question], [facts.impact])]
        said += [words("impact-harm")] if is_harm(facts.impact) else []
        return [Text("\n".join(said)), Text(words("checkin-result-legend"))]
    if question is not None and facts.told_on is None:
        answers = [f"- {plain_name(answer)}" for answer in (*question.answers, words("checkin-pass"))]
        asked = words("impact-proposed", words=plain_name(question.words))
        return [Text("\n".join([asked, *answers])), Text(words("impact-proposed-means"))]
    if question is not None and facts.told_on is not None:
        return [Text(_waiting(words, facts, plain_name(question.words), facts.told_on, today))]
    if one.said is not None:
        answer = words(f"concern-help-{one.said.value}")
        return [Text(words("impact-came")), Text(words("impact-reporter", answer=answer))]
    who = "-together" if facts.beside else "-case" if facts.case_id is not None else ""
    return [Text(words(f"impact-nobody{who}"))]


def _waiting(words: Words, facts: Action, asked: str, told_on: date, today: date) -> str:
    if not _is_still_asked(facts, today):
        return words("impact-over")
    said = [words("impact-waits", day=day_mark(told_on), words=asked)]
    return "\n".join([*said, words("impact-too-few")] if facts.answers else said)


def _buttons(words: Words, facts: Action, one: ShownAction) -> Sequence[Button]:
    action_id, buttons = one.known.action_id, list[Button]()
    if facts.question is not None and facts.told_on is None:
        mark = question_mark(facts.question)
        buttons.append(Button(words("impact-button-ask"), action_button("ask", action_id, mark), Style.SUCCESS))
    if facts.impact is None and facts.case_id is None:
        key = "impact-button-tell" if facts.question is None else "impact-button-reword"
        buttons.append(Button(words(key), action_button("reword", action_id)))
    if one.may_be_reworded:
        buttons.append(Button(words("impact-button-words"), action_button("words", action_id)))
    erase = Button(words("impact-button-erase"), action_button("erase", action_id))
    return (*buttons, erase, Button(words("impact-button-all"), LIST))


def _line(words: Words, one: ShownAction, today: date) -> str:
    done = plain_name(shortened(" ".join(one.facts.words.split()), _LINE))
    return words("impact-line", day=day_mark(one.facts.day), words=done, state=_state(words, one, today))


def _option(words: Words, one: ShownAction, today: date) -> Option:
    done = shortened(" ".join(one.facts.words.split()), _LINE)
    said = words("impact-option", day=one.facts.day.isoformat(), words=done)
    return Option(said, one.known.action_id.hex(), _state(words, one, today))


def _state(words: Words, one: ShownAction, today: date) -> str:
    facts = one.facts
    if facts.impact is not None:
        return words("impact-state-harm" if is_harm(facts.impact) else "impact-state-answered")
    match facts.asked_of:
        case Asked.GROUP:
            return words("impact-state-waits" if _is_still_asked(facts, today) else "impact-state-over")
        case _ if facts.question is not None:
            return words("impact-state-proposed")
        case Asked.REPORTER:
            return words("impact-state-reporter" if one.said is None else "impact-state-told-by")
        case Asked.NOBODY:
            return words("impact-state-nobody")


def _is_still_asked(facts: Action, today: date) -> bool:
    """On this day or the next: on the day of being told nothing is asked yet."""
    return is_to_be_asked(facts, today) or is_to_be_asked(facts, today + _DAY)


def _quarters(words: Words, quarters: Sequence[ToldQuarter]) -> list[Part]:
    if not quarters:
        return []
    lines = [f"- {words('impact-quarter-line', **_quarter_values(words, one))}" for one in reversed(quarters)]
    return [Divider(), Text("\n".join([words("impact-quarter-heading"), *lines]))]


def _quarter_values(words: Words, one: ToldQuarter) -> dict[str, str | int]:
    return {
        "from": day_mark(one.quarter.first_day),
        "to": day_mark(one.quarter.following.first_day - _DAY),
        "low": level(words, one.lines.low),
        "good": level(words, one.lines.good),
        "answers": range_text(words, one.lines.answers),
    }


def _note(note: str) -> list[Part]:
    return [Text(note), Divider()] if note else []
