"""What facilitators see of templates: the list, one template with what can be done, the preview. No rule is here."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.core.own_template import State, question_mark
from bot.core.publishing import each_end
from bot.core.template import MOST_QUESTIONS, Question, Template
from bot.core.warning import watched
from bot.services.template_book import KnownTemplate, Shelf
from bot.ui.long_text import cut_to_fit, plain_name, shortened
from bot.ui.page import Accent, Button, Buttons, Choice, Divider, Option, Page, Part, Style, Text
from bot.ui.paging import length
from bot.ui.words import Words
from cogs.checkin.template_forms import custom_id

_EXPLAINED: Final = 5
"""So many answers are what "low" and "good" are made for; with another number it is said what they hold."""
_ROOM: Final = 3900
"""Characters on a page."""
_OPTION: Final = 100
NONE_WATCHED: Final = "none"
"""What the option carries with which no question is watched."""


def list_page(words: Words, shelf: Shelf, note: str = "") -> Page:
    """Every template."""
    own = [known for known in shelf.own if not known.facts.retired]
    retired = [known for known in shelf.own if known.facts.retired]
    parts: list[Part] = [*_note(note), Text(words("checkin-template-list")), Divider()]
    parts.append(Text(_lines(words, own, len(retired))))
    shipped = [words("checkin-template-list-line-shipped", title=template.title) for template in shelf.shipped]
    parts.append(Text("\n".join([words("checkin-template-list-shipped"), *shipped])))
    options = [_option(words, known) for known in own]
    options += [Option(one.title, one.template_id, words("checkin-template-state-shipped")) for one in shelf.shipped]
    parts.append(Choice(custom_id("show"), words("checkin-template-choose"), options))
    if retired:
        chosen = [_option(words, known) for known in retired]
        parts.append(Choice(custom_id("retired"), words("checkin-template-choose-retired"), chosen))
    new = Button(words("checkin-template-button-new"), custom_id("new"), Style.PRIMARY)
    return Page((*parts, Buttons((new,))))


def _lines(words: Words, own: Sequence[KnownTemplate], retired: int) -> str:
    lines = [
        words("checkin-template-list-line", title=plain_name(known.facts.content.title), state=_state(words, known))
        for known in own
    ]
    if retired:
        lines.append(words("checkin-template-list-retired", count=retired))
    return "\n".join([words("checkin-template-list-own"), *(lines or [words("checkin-template-list-none")])])


def _option(words: Words, known: KnownTemplate) -> Option:
    return Option(known.facts.content.title, known.template_id, _state(words, known))


def _state(words: Words, known: KnownTemplate) -> str:
    return words(f"checkin-template-state-{known.facts.state.value}")


def template_page(words: Words, found: KnownTemplate | Template, note: str = "") -> Page:
    """One template, with a word before it on what was just done."""
    return shipped_page(words, found, note) if isinstance(found, Template) else own_page(words, found, note)


def shipped_page(words: Words, template: Template, note: str = "") -> Page:
    """One that comes with the bot: to be looked at and copied."""
    above = _above(words, template, words("checkin-template-meaning-shipped"), note)
    ends = _ends(words, template.questions)
    texts = _questions(words, template.questions, taken=_said(above) + ends)
    buttons = (_preview(words, template), _copy(words, template.template_id), _list(words))
    return Page((*above, *map(Text, texts), Divider(), Text(ends), Buttons(buttons)))


def own_page(words: Words, known: KnownTemplate, note: str = "") -> Page:
    """One of the server's own, as its working copy stands, with all that can be done."""
    facts, content = known.facts, known.facts.content.as_template(known.template_id)
    former = "" if facts.in_use is None else plain_name(facts.in_use.title)
    parts = _above(words, content, words(f"checkin-template-meaning-{facts.state.value}", title=former), note)
    ends = _ends(words, content.questions)
    watch = [] if facts.retired else _watch(words, known)
    ends = "\n".join([ends, *(words("checkin-template-watch") for _ in watch)])
    for at, text in enumerate(_questions(words, content.questions, taken=_said(parts) + ends)):
        parts.append(Text(text))
        if not facts.retired:
            parts.append(_question_buttons(words, known, content.questions[at], at))
    accent = Accent.NEUTRAL if facts.state is State.IN_USE else Accent.CARE
    return Page((*parts, Divider(), Text(ends), *watch, *_buttons(words, known, content)), accent)


def _above(words: Words, template: Template, meaning: str, note: str) -> list[Part]:
    """What stands above the questions; the introduction by itself, because it may hold any markdown."""
    heading = words("checkin-template-heading", title=plain_name(template.title))
    introduction = [Text(template.introduction)] if template.introduction else []
    return [*_note(note), Text(f"{heading}\n{meaning}"), *introduction]


def _said(parts: Sequence[Part]) -> str:
    return "".join(part.markdown for part in parts if isinstance(part, Text))


def _note(note: str) -> list[Part]:
    return [Text(note), Divider()] if note else []


def _questions(words: Words, questions: Sequence[Question], taken: str) -> Sequence[str]:
    """Each question with its answers, which are cut short where the page would not fit a message beside `taken`."""

    def drawn(most: int) -> Sequence[str]:
        texts = [_question(words, question, at, most) for at, question in enumerate(questions, start=1)]
        if any(len(answer) > most for question in questions for answer in question.answers):
            texts[-1] += f"\n{words('checkin-template-shortened')}"
        return texts

    return cut_to_fit(drawn, _ROOM - length(taken))


def _question(words: Words, question: Question, number: int, most: int) -> str:
    name, asked = plain_name(question.name), plain_name(question.words)
    said = words("checkin-template-question", number=number, name=name, words=asked)
    end, last = each_end(len(question.answers)), len(question.answers)
    kinds = ["-low" if at < end else "-good" if at >= last - end else "" for at in range(last)]
    answers = [
        words(f"checkin-template-answer{kind}", answer=plain_name(shortened(answer, most)))
        for kind, answer in zip(kinds, question.answers, strict=True)
    ]
    return "\n".join([said, *answers])


def _ends(words: Words, questions: Sequence[Question]) -> str:
    """What the lines of a result will hold; nothing to say without a question."""
    if not questions:
        return words("checkin-template-no-questions")
    others = sorted({len(question.answers) for question in questions} - {_EXPLAINED})
    said = [
        words("checkin-template-ends-other", answers=count, end=each_end(count), middle=count - 2 * each_end(count))
        for count in others
    ]
    return "\n".join([words("checkin-template-ends"), *said])


def _question_buttons(words: Words, known: KnownTemplate, question: Question, at: int) -> Buttons:
    mark = question_mark(question)
    change = words("checkin-template-button-change", number=at + 1)
    buttons = [Button(change, custom_id("question", known.template_id, mark))]
    if at > 0:
        buttons.append(Button(words("checkin-template-button-up"), custom_id("up", known.template_id, mark)))
    remove = words("checkin-template-button-remove")
    return Buttons((*buttons, Button(remove, custom_id("remove", known.template_id, mark))))


def _watch(words: Words, known: KnownTemplate) -> list[Choice]:
    """Which question the early warning watches."""
    questions = known.facts.content.questions
    if not questions:
        return []
    at = watched(known.facts.content.as_template(known.template_id))
    options = [
        Option(shortened(each.name, _OPTION), question_mark(each), default=place == at)
        for place, each in enumerate(questions)
    ]
    none = Option(words("checkin-template-watch-none"), NONE_WATCHED, default=at is None)
    return [Choice(custom_id("watch", known.template_id), words("checkin-template-watch-choose"), (*options, none))]


def _buttons(words: Words, known: KnownTemplate, content: Template) -> list[Buttons]:
    """What can be written, then what can be done with it as it stands, then where to go."""
    template_id = known.template_id
    standing = [_preview(words, content), *_standing_buttons(words, known)]
    away = Buttons((_copy(words, template_id), _list(words)))
    if known.facts.retired:
        return [Buttons(standing), away]
    write = (
        Button(words("checkin-template-button-heading"), custom_id("heading", template_id)),
        Button(
            words("checkin-template-button-add"),
            custom_id("add", template_id),
            Style.SECONDARY if content.questions else Style.PRIMARY,
            disabled=len(content.questions) >= MOST_QUESTIONS,
        ),
    )
    return [Buttons(write), Buttons(standing), away]


def _standing_buttons(words: Words, known: KnownTemplate) -> Iterator[Button]:
    """What changes how a template stands."""
    template_id, state, mark = known.template_id, known.facts.state, known.facts.content.mark
    if state in (State.NEW, State.CHANGED):
        use = words("checkin-template-button-use")
        can = bool(known.facts.content.questions)
        yield Button(use, custom_id("use", template_id, mark), Style.SUCCESS, disabled=not can)
    if state is State.CHANGED:
        yield Button(words("checkin-template-button-undo"), custom_id("undo", template_id, mark))
    if state is State.RETIRED:
        yield Button(words("checkin-template-button-back"), custom_id("back", template_id), Style.PRIMARY)
    if known.facts.can_be_deleted:
        yield Button(words("checkin-template-button-delete"), custom_id("delete", template_id), Style.DANGER)
    else:
        yield Button(words("checkin-template-button-retire"), custom_id("retire", template_id))


def _preview(words: Words, template: Template) -> Button:
    label = words("checkin-template-button-preview")
    return Button(label, custom_id("preview", template.template_id), disabled=not template.questions)


def _copy(words: Words, template_id: str) -> Button:
    return Button(words("checkin-template-button-copy"), custom_id("copy", template_id))


def _list(words: Words) -> Button:
    return Button(words("checkin-template-button-list"), custom_id("list"))


def delete_page(words: Words, known: KnownTemplate) -> Page:
    """Asks before deleting."""
    facts, template_id = known.facts, known.template_id
    sure = custom_id("deleted", template_id, facts.content.mark)
    buttons = (
        Button(words("checkin-template-button-delete-sure"), sure, Style.DANGER),
        Button(words("checkin-template-button-keep"), custom_id("open", template_id)),
    )
    asked = words("checkin-template-delete-ask", title=plain_name(facts.content.title))
    return Page((Text(asked), Buttons(buttons)), Accent.CARE)
