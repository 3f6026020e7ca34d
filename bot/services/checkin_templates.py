"""The check-in templates that can be asked. Those of at most two questions come first; the first is the default."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from pydantic import TypeAdapter

from bot.core.template import Template
from config.content import read_content

_SHORT: Final = 2
_SHIPPED = TypeAdapter(tuple[Template, ...])


@cache
def templates_in(language: str) -> Sequence[Template]:
    """The templates that ship, in this language where there is one, else in English.

    Raises:
        Unsuitable: one of them cannot be asked; a test keeps that from shipping.
    """
    shipped = _SHIPPED.validate_python(read_content("checkins", language)["template"])
    return sorted((template.checked() for template in shipped), key=lambda each: len(each.questions) > _SHORT)
