"""A case as the tests of its rules begin with it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from bot.core.case import Account, Affected, Case, CopiedMessage, Named, Wish
from bot.core.case_delivery import deliver
from bot.core.identity import ChannelId, MemberId, MessageId
from bot.core.readership import Category

MARA, OTTO, LENA, NOOR, KOFI = (MemberId(number) for number in (1, 2, 3, 4, 5))
DAY: Final = date(2026, 11, 22)
NOW: Final = datetime(2026, 11, 22, 9, tzinfo=UTC)
ACCOUNT: Final = Account(Category.PRIVACY, "what happened", Wish.ACTION, Affected.ME, Named(NOOR, "noor"))
MESSAGE: Final = CopiedMessage(Named(NOOR, "noor"), ChannelId(7), MessageId(8), "what noor wrote", gives_away=True)


def sent(**changes: object) -> Case:
    """On its way to Mara; Lena reads it later; it is about Noor, and Otto is named too."""
    fresh = Case(
        label="7QK2MX",
        lookup=b"l" * 16,
        named=(NOOR, OTTO),
        readers=(MARA,),
        later=(LENA,),
        direct=True,
        urgent=False,
        deliver_at=NOW,
        account=ACCOUNT,
        message=MESSAGE,
        reporter_name="mia",
    )
    return replace(fresh, **changes)  # pyright: ignore[reportArgumentType] - names are checked by dataclasses


def delivered(**changes: object) -> Case:
    """With its readers since `DAY`."""
    return replace(deliver(sent(), DAY), **changes)  # pyright: ignore[reportArgumentType] - as above
