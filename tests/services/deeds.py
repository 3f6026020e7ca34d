"""What a reader does in a case, for `CaseService.do` and `CaseMatters.do`."""

from functools import partial

from bot.core.case import State
from bot.services.case_acts import Act, Deed, Ending

acknowledging: Deed = Act.acknowledging


def answering(words: str) -> Deed:
    return partial(Act.answering, words=words)


def starting(words: str = "") -> Deed:
    return partial(Act.moving, state=State.IN_PROGRESS, words=words)


def asking(words: str = "") -> Deed:
    return partial(Act.moving, state=State.ASKING, words=words)


def closing_with(told: Ending) -> Deed:
    return partial(Act.closing, told=told)


def reopening(words: str = "") -> Deed:
    return partial(Act.reopening, words=words)


def noting(words: str) -> Deed:
    return partial(Act.noting, words=words)
