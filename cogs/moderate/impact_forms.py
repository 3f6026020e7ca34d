"""The forms in which the staff writes down what was done, and the keys of their buttons. Not here: the pages."""

from typing import Final

from bot.core.case import Help
from bot.core.identity import ActionId, AlertId, PlanId
from bot.core.impact import Action
from bot.core.plain_text import one_line
from bot.core.template import Question
from bot.services.impact_book import MOST_TEXT
from bot.services.impacts import Written
from bot.services.problems import Refused
from bot.ui.page import Form, Notice, TextField
from bot.ui.visit import Visit
from bot.ui.words import Words
from cogs.checkin.ids import read_bytes

FEATURE: Final = "impact"
NEW: Final = f"{FEATURE}:new"
"""Opens the form; as `impact:new:<hex of an alert>` for what answers that alert."""
LIST: Final = f"{FEATURE}:list"
SHOW: Final = f"{FEATURE}:show"
MOST_TOLD: Final = 60
"""Characters of what the group was told: with the question behind it, it fits a line of a form."""
_MOST_TYPED: Final = 200
"""More than fit, so that too much is explained instead of cut off."""
_MOST_LABEL: Final = 40
_ID_BYTES: Final = 16
_ENDS: Final = " .!"


def action_button(action: str, action_id: ActionId, mark: str = "") -> str:
    """The custom_id of a button about one action; `mark` is that of the question that was looked at."""
    return f"{FEATURE}:{action}:{action_id.hex()}" + (f".{mark}" if mark else "")


def read_action(written: str) -> tuple[ActionId, str]:
    """The action of a key or an option, and the mark in it ("" if it has none).

    Raises:
        Refused: it is none.
    """
    letters, _, mark = written.partition(".")
    return ActionId(PlanId(read_bytes(letters, _ID_BYTES))), mark


def read_new(key: str) -> AlertId | None:
    """The alert that is answered; None: there is none.

    Raises:
        Refused: the key is none of ours.
    """
    return AlertId(PlanId(read_bytes(key, _ID_BYTES))) if key else None


def new_form(words: Words, key: str, fresh: str, step: str = "") -> Form:
    """Asks for what was done, below the step that an alert suggests. `key`: what it answers, as its button.

    Raises:
        Refused: the key is none of ours.
    """
    read_new(key)
    case = TextField(
        "case",
        words("impact-form-case"),
        words("impact-form-case-hint"),
        required=False,
        max_length=_MOST_LABEL,
    )
    above = (Notice(step),) if step else ()
    fields = (*above, long_field(words, "words"), long_field(words, "intent"), _told(words, ""), case)
    return Form(words("impact-form"), f"{NEW}:{key}:{fresh}", fields)


def told_form(words: Words, public: Words, action_id: ActionId, question: Question | None, fresh: str) -> Form:
    """Asks what the group was told; `public` are the words of the group."""
    told = "" if question is None else question.words.removesuffix(public("impact-question", told=""))
    title = words("impact-form-told-title")
    return Form(title, f"{action_button('told', action_id)}:{fresh}", (_told(words, told),))


def words_form(words: Words, action_id: ActionId, facts: Action, fresh: str) -> Form:
    """Asks for what was done and meant in other words."""
    fields = (long_field(words, "words", facts.words), long_field(words, "intent", facts.intent))
    return Form(words("impact-form"), f"{action_button('worded', action_id)}:{fresh}", fields)


def written_in(visit: Visit, public: Words) -> Written:
    """What was typed.

    Raises:
        Refused: what the group was told does not fit.
    """
    fields = visit.fields
    return Written(
        words=fields.get("words", ""),
        intent=fields.get("intent", ""),
        question=question_in(visit, public),
        label=fields.get("case", ""),
    )


def question_in(visit: Visit, public: Words) -> Question | None:
    """What a check-in would ask; None: the group was not told.

    Raises:
        Refused: it does not fit.
    """
    told = one_line(visit.fields.get("told", "")).rstrip(_ENDS)
    if not told:
        return None
    if len(told) > MOST_TOLD:
        raise Refused("impact-told-too-long", most=MOST_TOLD)
    answers = tuple(public(f"concern-help-{one.value}") for one in Help)
    return Question(public("impact-question-name"), public("impact-question", told=told), answers)


def long_field(words: Words, name: str, value: str = "") -> TextField:
    """Asks for what was done, or for what was meant."""
    label, hint = words(f"impact-form-{name}"), words(f"impact-form-{name}-hint")
    return TextField(name, label, hint, long=True, max_length=MOST_TEXT, value=value)


def _told(words: Words, value: str) -> TextField:
    return TextField(
        "told",
        words("impact-form-told"),
        words("impact-form-told-hint"),
        required=False,
        max_length=_MOST_TYPED,
        value=value,
    )
