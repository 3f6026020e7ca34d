"""A process that writes without end and says what was confirmed, to be killed by its test."""

import asyncio
import sys

from bot.store.database import Database
from tests.store.samples import add, make_notes

AT_ONCE = 20


async def _write_for_ever(url: str) -> None:
    database = await Database.open(url)
    await make_notes(database)

    async def one_after_another(writer: int) -> None:
        number = 0
        while True:
            name = f"{writer}:{number}"
            await database.write(add, name)
            sys.stdout.write(name + "\n")
            sys.stdout.flush()
            number += 1

    await asyncio.gather(*(one_after_another(writer) for writer in range(AT_ONCE)))


if __name__ == "__main__":
    asyncio.run(_write_for_ever(sys.argv[1]))
