"""What earlier versions of the bot left on disk (`schemas/`), unpacked for a test; what should be read from it."""

import json
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.core.draft import DraftToken, token_from
from bot.core.identity import ServerId
from bot.core.receipt import Receipt, read
from bot.store.connections import sqlite_address

SCHEMAS = Path(__file__).parent / "schemas"
REVISIONS = sorted(path.name.partition(".")[0] for path in SCHEMAS.glob("*.tar.xz"))


@dataclass(frozen=True)
class Released:
    """The files of one revision, in directories as the bot has them."""

    data_dir: Path
    key_dir: Path
    now: datetime
    """When they were left."""
    receipt: Receipt
    """Of the concern that is on its way."""
    draft: DraftToken
    words: str
    """What every concern in it tells."""

    @property
    def database(self) -> Path:
        return self.data_dir / "common-ground.db"

    @property
    def address(self) -> str:
        return sqlite_address(self.database)

    @property
    def keystore_address(self) -> str:
        return sqlite_address(self.key_dir / "keystore.db")

    def rows(self) -> dict[str, int]:
        """How many rows each table has, by a reader that knows nothing of the bot."""
        with closing(sqlite3.connect(self.database)) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            counted = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608 - names from the file itself
        return {name: count for name, count in counted.items() if name != "alembic_version"}

    def server_id(self) -> ServerId:
        """The one server."""
        with closing(sqlite3.connect(self.database)) as connection:
            return ServerId(connection.execute("SELECT server_id FROM server").fetchone()[0])


def unpacked(revision: str, folder: Path) -> Released:
    """A copy of what the bot of this revision left."""
    data_dir, key_dir = folder / "data", folder / "keys"
    for place in (data_dir, key_dir):
        place.mkdir(mode=0o700)
    with tarfile.open(SCHEMAS / f"{revision}.tar.xz") as archive:
        for name in archive.getnames():
            place = data_dir if name in {"common-ground.db", "told.json"} else key_dir
            archive.extract(name, place, filter="data")
    told = json.loads((data_dir / "told.json").read_text("utf-8"))
    (data_dir / "told.json").unlink()
    token = token_from(told["draft"].rpartition(":")[2])
    return Released(data_dir, key_dir, datetime.fromisoformat(told["now"]), read(told["code"]), token, told["words"])
