# What the operator reads when the stores, a backup or a restore cannot do what was asked.

start-AlreadyRunning = Another process of Common Ground works on the same database, data directory or key directory. Stop it first, or give this one others of its own. Nothing was changed.
start-RotationUnfinished = The operator's key was being replaced when the process ended. Run "python -m bot rotate-key" again: it goes on where it was. Do not remove or move any file in the key directory.
start-NothingThere = There is nothing at that place: no database, no key, or no backup. Check the directories that you gave and the variables that begin with COMMON_GROUND_. Nothing was changed.
start-BackupPlaceUnsafe = The database and the keys must go to two different places, neither inside the other, and neither inside the data directory or the key directory: whoever finds one of them must not find the other. Name other directories.
start-BackupUnsound = The copy is not whole, so it was not used. If you were making a backup, the backups from before are still there: check that the disk is sound, then try again. If you were restoring one, take an older one.
start-WouldOverwrite = There is a database or a key there already, and a restore never overwrites one. Move what is there to a safe place first, or name directories that are empty. Nothing was changed.

# What moderators read in their channel. It says nothing about anybody.

store-cannot-save = **Nothing can be saved at the moment.** If somebody agrees, answers, or raises a concern now, I tell them that it was not saved and that they can try again later.
    What was saved before is still there. Please tell the person who runs this bot: the cause stands in its log, and `common-ground check` says what to do. You will hear from me here when it works again; after a restart, a button that answers says so.
store-saves-again = **Everything can be saved again.** What was saved before is still there. Those who tried meanwhile were told that it was not saved; they can try again now.
