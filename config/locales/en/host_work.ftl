# What the operator reads while a command works on what is kept: backup, restore, a new key, erasing a server.

backup-database = The database: { $path } (looked through and sound; the newest { $kept } copies are kept).
backup-keys = The keys: { $path } (looked through and sound; it has replaced the one from before). Never keep it together with the database, and keep no older copy of it: with an older one, what was erased since could be read again.
backup-postgresql =
    The database: PostgreSQL makes its own copy, which leaves open check-ins out. Type this each time BEFORE you back up the keys with this command, never after (a copy of the database that is younger than the keys holds what they cannot open):
    { $line }

erase-what =
    This erases everything that is kept of server { $server }: its settings, its agreement and who agreed, its check-ins and their results, every concern, its audit trail, and the keys of all of it. It cannot be undone.
    Nobody is told by this. If the group is still there, an administrator should type /setup erase in Discord instead: then those who take concerns hear of it, and have seven days to object.
erase-type = To erase it, type { $expected } again:
erase-not-done = That was not the same number. Nothing was erased.
erase-done = Nothing is left of it here. Make a backup now ("python -m bot backup …"): it replaces the backup of the keys, and then older copies of the database cannot be opened for this server any more.
erase-unknown = Nothing is kept of a server with this number. Those of which something is kept: { $known }. (In Discord: Settings → Advanced → Developer Mode, then a right click on the server → Copy Server ID.)
erase-none-known = none

rotate-done = The operator's key in { $keys } is a fresh one. Make a backup now ("python -m bot backup …"): the backup of the keys from before still opens with the old key. Then start the bot.
