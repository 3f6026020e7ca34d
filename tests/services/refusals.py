"""What a service says no with."""

from collections.abc import Awaitable

import pytest

from bot.services.problems import Refused


async def refusal(attempt: Awaitable[object]) -> str:
    """The key of the words with which it is refused; it has to be."""
    with pytest.raises(Refused) as caught:
        await attempt
    return caught.value.key
