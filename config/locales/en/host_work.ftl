# What the operator reads while a command works on what is kept: backup, restore, a new key, erasing a server.

backup-database = The database: { $path } (looked through and sound; the newest { $kept } copies are kept).
backup-keys = The keys: { $path } (looked through and sound; it has replaced the one from before). Never keep it together with the database, and keep no older copy of it: with an older one, what was erased since could be read again.
backup-postgresql =
    The database: PostgreSQL makes its own copy, which leaves open check-ins out. Type this each time BEFORE you back up the keys with this command, never after (a copy of the database that is younger than the keys holds what they cannot open):
    { $line }
backup-keys-postgresql =
    The keys: PostgreSQL makes its own copy of them too. Type this after the copy of the database:
    { $line }
    It replaces the one from before: keep no older copy of it, and never keep it together with the database. Keep { $file } with it: without that file nothing opens.

erase-what =
    This erases everything that is kept of server { $server }: its settings, its agreement and who agreed, its check-ins and their results, every concern, its audit trail, and the keys of all of it. It cannot be undone.
    Nobody is told by this. If the group is still there, an administrator should type /setup erase in Discord instead: then those who take concerns hear of it, and have seven days to object.
erase-type = To erase it, type { $expected } again:
erase-not-done = That was not the same number. Nothing was erased.
erase-done = Nothing is left of it here. Make a backup now ("python -m bot backup …"): it replaces the backup of the keys, and then older copies of the database cannot be opened for this server any more.
erase-unknown = Nothing is kept of a server with this number. Those of which something is kept: { $known }. (In Discord: Settings → Advanced → Developer Mode, then a right click on the server → Copy Server ID.)
erase-none-known = none

rotate-done = The operator's key in { $keys } is a fresh one. Make a backup now ("python -m bot backup …"): the backup of the keys from before still opens with the old key. Then start the bot.
rotate-copy = Copy it into the key directory of every other process before you start them: all of them need the same.

restore-what = Say what to restore: --database-from, --keys-from, or both.
restore-postgresql = This database is PostgreSQL's, which restores its own copies: make an empty database, then type pg_restore --dbname=… FILE. The keys are restored here, with --keys-from alone.
restore-keys-postgresql = These keys are PostgreSQL's, which restores its own copies: make an empty database, type pg_restore --dbname=… FILE, and put operator.key back into the key directory of each process.
restore-keys = The keys: from { $source } ({ $count } of them, written { $days ->
    [0] within the last day
    [one] a day ago
   *[other] { $days } days ago
}) into { $to }
restore-keys-old = {"    "}Whatever was erased after that could be opened again with them, where an old copy of the database holds it. Restore the keys only if the key directory is lost.
restore-database = The database: from { $source } ({ $size } kB, { $servers ->
    [one] one server
   *[other] { $servers } servers
}) to { $to }
restore-age = { $days ->
    [0] {"    "}It was made within the last day. What happened since then is lost.
    [one] {"    "}It was made a day ago. What happened since then is lost.
   *[other] {"    "}It was made { $days } days ago. What happened since then is lost.
}
restore-age-unknown = {"    "}Its name does not say when it was made. What happened since then is lost.
restore-open = { $rounds ->
    [one] {"    "}One check-in was open then. Its answers are in no backup: it ends as "too few answers", and its facilitators are told.
   *[other] {"    "}{ $rounds } check-ins were open then. Their answers are in no backup: they end as "too few answers", and their facilitators are told.
}
restore-older = {"    "}It was written by an older version (revision { $revision }). The next start brings it up to date.
restore-word = restore
restore-type = Nothing was changed so far. To do this, type { $expected }:
restore-not-done = Nothing was restored.
restore-done = Restored. Look with "python -m bot check", then start the bot.
