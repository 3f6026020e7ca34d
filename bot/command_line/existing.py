"""Makes sure that there is something to work on, for commands that must not make new stores by mistake."""

from bot.store.inspection import inspected
from bot.store.operator_key import KEY_FILE
from bot.store.problems import NothingThere
from config.settings import Settings


async def require_stores(settings: Settings) -> None:
    """Both stores are there, and the operator's key.

    Raises:
        NothingThere: one of them is not.
        StoreProblem: one of them cannot be looked at.
    """
    for url in (settings.database_address, settings.keystore_address):
        found = await inspected(url, patience=0)
        if found is None or found.revision is None:
            raise NothingThere
    if not (settings.key_dir / KEY_FILE).is_file():
        raise NothingThere
