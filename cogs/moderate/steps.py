"""The small pages between a case and an act: whom to ask, which case to join, are you sure. They show no story."""

from bot.core.case import Case, State
from bot.core.identity import CaseId
from bot.services.case_matters import Joinable
from bot.services.case_people import Asked, Eligible
from bot.services.case_views import Joined, ReadableCase
from bot.ui.long_text import shortened
from bot.ui.page import Accent, Button, Buttons, Choice, Option, Page, Part, Style, Text
from bot.ui.words import Words
from cogs.concern.content import concern_content
from cogs.moderate.cards import case_letters
from cogs.moderate.pages import close_shape, press_id

MOST_OFFERED = 25
_LONGEST = 100


def people_page(words: Words, asked: Asked, action: str, key: str) -> Page:
    """Whom to hand it to, or to bring in; `action` serves the choice, `key` names the words."""
    case_id = asked.one.case_id
    parts: list[Part] = [Text(words(f"case-{key}", label=asked.one.case.label))]
    if asked.eligible:
        options = [_person(words, one) for one in asked.eligible[:MOST_OFFERED]]
        parts.append(Choice(press_id(action, case_id), words("case-choose-person"), options))
    else:
        parts.append(Text(words("case-nobody-eligible")))
    return Page((*parts, _back(words, case_id)), Accent.CARE)


def _person(words: Words, one: Eligible) -> Option:
    said = [words("case-person-lead")] if one.is_lead else []
    said += [words("case-person-away", day=one.away_until.isoformat())] if one.away_until else []
    return Option(shortened(one.name, _LONGEST), one.tag, " · ".join(said) or None)


def join_page(words: Words, joinable: Joinable) -> Page:
    """Which other case is about the same matter."""
    case_id = joinable.one.case_id
    parts: list[Part] = [Text(words("case-join", label=joinable.one.case.label))]
    if joinable.others:
        options = [option(words, one.case_id, one.case) for one in joinable.others[:MOST_OFFERED]]
        parts.append(Choice(press_id("joined", case_id), words("case-join-choose"), options))
    else:
        parts.append(Text(words("case-join-none")))
    if len(joinable.others) > MOST_OFFERED:
        parts.append(Text(words("case-join-more", count=MOST_OFFERED)))
    return Page((*parts, _back(words, case_id)), Accent.CARE)


def part_page(words: Words, one: ReadableCase) -> Page:
    """Which case is about something else after all."""
    options = [option(words, other.case_id, other.case) for other in one.matter]
    choice: list[Part] = (
        [Choice(press_id("parted", one.case_id), words("case-join-choose"), options)]
        if options
        else [Text(words("case-matter-none"))]
    )
    return Page((Text(words("case-part", label=one.case.label)), *choice, _back(words, one.case_id)), Accent.CARE)


def option(words: Words, case_id: CaseId, case: Case) -> Option:
    """A case as one option."""
    state = words(f"cases-state-{case.state.value}")
    return Option(option_label(words, case), case_letters(case_id), state)


def matter_page(words: Words, one: ReadableCase) -> Page:
    """What can be done for everyone who raised the matter."""
    if not one.matter:
        return Page((Text(words("case-matter-none")), _back(words, one.case_id)), Accent.CARE)
    listed = "\n".join(_joined(words, other) for other in one.matter)
    cases = [one.case, *(other.case for other in one.matter)]
    waiting = any(case.state is State.WAITING for case in cases)
    acknowledge = Button(words("case-acknowledge-all"), press_id("acknowledge-all", one.case_id), Style.SUCCESS)
    reply = Button(words("case-reply-all"), press_id("reply-all", one.case_id), Style.PRIMARY)
    close = Button(words("case-close-all"), press_id("close-all", one.case_id, close_shape(cases)))
    moves = [
        Button(words(f"case-do-{state}"), press_id(f"{state}-all", one.case_id)) for state in ("in-progress", "asking")
    ]
    buttons = Buttons((*([acknowledge] if waiting else []), reply, *moves, close))
    text = words("case-matter-page", label=one.case.label)
    return Page((Text(text), Text(listed), buttons, _back(words, one.case_id)), Accent.CARE)


def _joined(words: Words, other: Joined) -> str:
    state = words(f"cases-state-{other.case.state.value}")
    return f"- {option_label(words, other.case)} · {state}"


def option_label(words: Words, case: Case) -> str:
    """A case in one line: its label and what it is about."""
    if case.account is None:
        return words("cases-option-withdrawn", label=case.label)
    category = concern_content(words.language).category(case.account.category)
    return shortened(words("cases-option", label=case.label, category=category), _LONGEST)


def sure_page(words: Words, one: ReadableCase, action: str) -> Page:
    """What the act does and cannot do, before it is done; `action` is "aside" or "block"."""
    yes = Button(words(f"case-{action}-yes"), press_id(f"{action}-sure", one.case_id), Style.DANGER)
    no = Button(words("case-back"), press_id("back", one.case_id))
    return Page((Text(words(f"case-{action}-sure", label=one.case.label)), Buttons((yes, no))), Accent.DANGER)


def aside_page(words: Words) -> Page:
    """They have stepped aside: nothing of the case is here."""
    return Page((Text(words("case-aside-done")),), Accent.GOOD)


def _back(words: Words, case_id: CaseId) -> Buttons:
    return Buttons((Button(words("case-back"), press_id("back", case_id)),))
