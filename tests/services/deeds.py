"""What a reader does in a case, for `CaseService.do` and `CaseMatters.do`."""

from functools import partial

from bot.core.case import State
from bot.services.case_acts import Act, Deed, Ending

acknowledging: Deed = Act.acknowledging


def answering(words: str, form: str = "") -> Deed:
    return partial(Act.answering, words=words, form=form)


def starting(words: str = "", form: str = "") -> Deed:
    return partial(Act.moving, state=State.IN_PROGRESS, words=words, form=form)


def asking(words: str = "", form: str = "") -> Deed:
    return partial(Act.moving, state=State.ASKING, words=words, form=form)


def closing_with(told: Ending, form: str = "") -> Deed:
    return partial(Act.closing, told=told, form=form)


def reopening(words: str = "", form: str = "") -> Deed:
    return partial(Act.reopening, words=words, form=form)


def noting(words: str, form: str = "") -> Deed:
    return partial(Act.noting, words=words, form=form)
