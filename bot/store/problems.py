"""What can go wrong with the stores, one class each, for the command line and the services to put into words.

None of them carries a statement, a value, an address or a password. Not for what a person did wrong.
"""


class StoreProblem(Exception):
    """Anything the stores cannot do at this moment."""


class StoreFull(StoreProblem):
    """The disk (or the quota) is full. Nothing of the write was kept."""


class StoreBusy(StoreProblem):
    """Somebody else holds the database locked for longer than we wait. Nothing of the write was kept."""


class WritesCrossed(StoreBusy):
    """Two processes waited for each other, and the server has ended this one's write: it may be begun again."""


class StoreLost(StoreProblem):
    """The connection broke while a write was being confirmed: it may or may not have been kept."""


class StoreClosed(StoreProblem):
    """The store is closed or closing; the write was not begun, or not confirmed."""


class DatabaseUnsupported(StoreProblem):
    """The address names neither a SQLite file nor a PostgreSQL database."""


class DatabaseUnreachable(StoreProblem):
    """No database answers at the address, or it refuses us."""


class DatabaseDamaged(StoreProblem):
    """The file is there and is no sound SQLite database."""


class DatabaseNewer(StoreProblem):
    """A newer version of the bot has written this database; this version would harm it."""


class NotWritable(StoreProblem):
    """The database, or the directory it lies in, may not be written."""


class KeyMissing(StoreProblem):
    """The key was destroyed, or never existed: what it sealed is gone."""


class KeyDoesNotFit(StoreProblem):
    """The operator's key is not the one these stores were sealed with."""


class KeyFileUnusable(StoreProblem):
    """The operator's key file is there and cannot be read, or is not a key."""


class AlreadyRunning(StoreProblem):
    """Another process works on the same data or key directory."""


class ShardTaken(StoreProblem):
    """Another process owns one of the shards."""


class ShardsLost(StoreProblem):
    """The connection that held the shards broke: another process may own them by now."""


class OtherShardCount(StoreProblem):
    """A process runs on this database that counts its shards otherwise."""


class OthersRunOlder(StoreProblem):
    """The database has to be upgraded, and processes of an earlier version run on it."""


class OperatorKeyElsewhere(StoreProblem):
    """There is no operator's key here, and it is not this process's to make one."""


class RotationUnfinished(StoreProblem):
    """The operator's key was being replaced when the process ended: `rotate-key` must be run again."""


class NothingThere(StoreProblem):
    """There is no database, no key or no backup where one was looked for."""


class BackupPlaceUnsafe(StoreProblem):
    """The two places of a backup lie in one another, or in the data or key directory."""


class BackupUnsound(StoreProblem):
    """The backup was written or found, and is not whole. It was not kept, or nothing was made of it."""


class WouldOverwrite(StoreProblem):
    """A restore would overwrite a database or keys that are there."""
