"""What a facilitator typed or sent for the agreement, read into its parts; each wrong input is refused in words.

Not here: what becomes of it (`drafting_agreements.py`).
"""

from collections.abc import Callable, Iterable
from typing import Final, Protocol

from bot.core.agreement import AgreementText, Clause
from bot.core.agreement_draft import LONGEST_SUMMARY, OWN_NAME, Objection
from bot.core.agreement_markdown import File, Imported, NoAgreement, imported, read_markdown
from bot.core.plain_text import one_line, paragraph
from bot.core.text_length import length
from bot.services.problems import Refused

MOST_BYTES: Final = 200_000
"""Of a file: more than the longest agreement takes in any script."""
_DIGITS: Final = 9
"""Of a number, at most: no database holds a larger one in its column."""


class SentFile(Protocol):
    """A file that somebody sent."""

    @property
    def size(self) -> int:
        """Bytes, as Discord says."""
        ...

    async def read(self) -> bytes:
        """The file.

        Raises:
            CannotReach: Discord does not give it.
        """
        ...


def read_words(name: str, title: str, body: str) -> Clause:
    """A part as it was typed."""
    return Clause(name, one_line(title), paragraph(body))


def read_summary(typed: str) -> str:
    """The facilitators' own summary; it may be empty.

    Raises:
        Refused: it is too long.
    """
    said = paragraph(typed)
    if length(said) > LONGEST_SUMMARY:
        raise Refused("agreement-edit-long-summary", most=LONGEST_SUMMARY)
    return said


def read_number(typed: str, most: int) -> int | None:
    """The number that a clause is to have, from 1 to `most`; None if nothing was typed.

    Raises:
        Refused: it is no such number.
    """
    number = one_line(typed)
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS and 1 <= int(number) <= most):
        raise Refused("agreement-edit-not-a-number", most=most)
    return int(number)


def require_name(name: str) -> str:
    """A name as this bot makes them for new clauses.

    Raises:
        Refused: it came from no button or form of ours.
    """
    if not OWN_NAME.fullmatch(name):
        raise Refused("button-outdated")
    return name


def require_revision(typed: str) -> int:
    """A revision as it stands in a button.

    Raises:
        Refused: it came from no button of ours.
    """
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS):
        raise Refused("button-outdated")
    return int(typed)


async def read_file(file: SentFile) -> File:
    """The parts of a file.

    Raises:
        Refused: it is too large, no text, or no agreement.
        CannotReach: Discord does not give it.
    """
    if file.size > MOST_BYTES:
        raise Refused("agreement-import-too-large", most=MOST_BYTES // 1000)
    try:
        return read_markdown((await file.read()).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused("agreement-import-not-text") from None
    except NoAgreement as error:
        raise Refused(f"agreement-import-no-{error.why.value}") from error


def take_in(file: File, present: AgreementText, default: AgreementText, name: Callable[[], str]) -> Imported:
    """What a file makes of the text `present`; see `imported`."""
    read = imported(file, present, default, name)
    text = AgreementText(
        one_line(read.text.title),
        paragraph(read.text.introduction),
        tuple(read_words(one.name, one.title, one.body) for one in read.text.clauses),
        tuple(read_words(one.name, one.title, one.body) for one in read.text.notes),
    )
    return Imported(text, read.kept_notes, read.put_back)


def refuse_first(objections: Iterable[Objection]) -> None:
    """Say the first thing that does not fit.

    Raises:
        Refused: there is one.
    """
    for one in objections:
        raise Refused(f"agreement-flaw-{one.flaw.value}", most=one.most, number=one.number)
