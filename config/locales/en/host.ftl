# What the operator reads about a bot that runs: its health, its versions.

health-ready = Ready: connected to Discord, and the stores answer.
health-connecting = Not ready: the bot runs, but is not connected to Discord. It goes on trying by itself; if this lasts, look at its log and at this machine's connection.
health-store-trouble = Not ready: the database or the key store does not take what is written. Look at the free space and at the disk; what was confirmed is kept, and the bot recovers when the cause is gone.
health-nothing = Not running, or hanging: nothing was written to { $path } within the last minute. If the bot should run, look at its log and start it again.

version-all =
    Common Ground { $version }
    Python { $python }, discord.py { $discord }, SQLite { $sqlite }
    Database revision { $revision }

check-level-fine = fine:{"  "}
check-level-note = note:{"  "}
check-level-wrong = WRONG:{" "}
check-versions = Common Ground { $version } on Python { $python }, discord.py { $discord }, SQLite { $sqlite }.
check-help-lines-fine = Every help line was compared with its source within the last year.
check-help-line-stale = The help line "{ $name }" was last compared with its source more than a year ago. Look at its source; if it ships with Common Ground, install a newer version, if it is yours, correct it and its date.
check-space-fine = { $megabytes } MB are free at { $place }.
check-space-little = Only { $megabytes } MB are free at { $place }. Make room before the disk is full.
check-space-too-little = Only { $megabytes } MB are free at { $place }: the bot will soon not be able to keep anything. Make room now.
check-private-fine = Only you can read the data, the keys and the token file.
check-private-not = Others on this machine may read { $path }. Mend it with: chmod { $mode } "{ $path }"
check-backup-none = No backup was made here yet. Make one with: python -m bot backup --database-to DIRECTORY --keys-to ANOTHER-DIRECTORY
check-backup-old = The last backup is { $days } days old. Make one with: python -m bot backup --database-to DIRECTORY --keys-to ANOTHER-DIRECTORY
check-backup-fine = The last backup was made { $days ->
    [0] today or yesterday
    [one] a day ago
   *[other] { $days } days ago
}.
check-database-new = There is no database yet. The first start makes it.
check-database-fine = The database is sound and of this version (revision { $revision }).
check-database-older = The database was written by an older version (revision { $revision }). The next start brings it to revision { $newest }, after a copy.
check-database-large = The database is too large to be looked through while the bot waits; what was looked at is sound. To look through all of it, stop the bot and check again.
check-keys-new = There is no key store yet. The first start makes it.
check-keys-fine = The key store is sound and of this version (revision { $revision }).
check-keys-older = The key store was written by an older version (revision { $revision }). The next start brings it to revision { $newest }, after a copy.
check-keys-large = The key store is too large to be looked through while the bot waits; what was looked at is sound. To look through all of it, stop the bot and check again.
check-key-new = There is no operator's key yet. The first start makes it.
check-key-fine = The operator's key fits.
check-key-lost = The file operator.key is not in the key directory, and what is kept was sealed with it. Put your backup of the keys back before you start the bot: python -m bot restore --keys-from DIRECTORY
check-postgresql-fine = PostgreSQL { $major }.
check-postgresql-old = PostgreSQL { $major } is older than this bot is made for. Install { $oldest } or newer.
check-postgresql-database = PostgreSQL keeps a log of its changes (the write-ahead log). Whoever has it and the keys learns in which order members agreed, and who had agreed before they erased it; and if they copied the keys again and again while a check-in was open, they can join answers to members. Members are told so. Keep that log as safe as the keys.
check-postgresql-keys = The keys lie in PostgreSQL too, whose write-ahead log holds those that were erased: whoever has it, operator.key and the log or an old copy of the database can join answers to members, and open what was erased. Members are told so. Let the keys lie on another server than the database, and keep its log as safe as operator.key.
check-postgresql-archive = The server archives its write-ahead log (archive_mode), so that what it gives away is never gone. If you can do without, type in psql: ALTER SYSTEM SET archive_mode = off, and restart PostgreSQL. If you cannot, guard the archive like the keys, and let it go after as few days as you can.
check-postgresql-recycle = The server keeps used pieces of its write-ahead log to write over them later. To have them removed at once, type in psql: ALTER SYSTEM SET wal_recycle = off; SELECT pg_reload_conf();
check-postgresql-switch = The bot may not end a piece of the write-ahead log, so on a quiet server what it gives away stays for weeks. To let the bot end one every hour, type in psql, in the bot's database: GRANT EXECUTE ON FUNCTION pg_switch_wal() TO the bot's user;
check-postgresql-moments = The server notes the moment of each change (track_commit_timestamp), and with it when members pressed. Type in psql: ALTER SYSTEM SET track_commit_timestamp = off, and restart PostgreSQL.
check-postgresql-statements = The server writes values of statements into its own log (log_statement, log_min_duration_statement), tags of members among them. Type in psql: ALTER SYSTEM SET log_parameter_max_length = 0; ALTER SYSTEM SET log_parameter_max_length_on_error = 0; SELECT pg_reload_conf();
check-discord-unreachable = Discord could not be reached. Check this machine's connection.
check-discord-trouble = Discord answers with an error ({ $status }). Look at https://discordstatus.com, then check again.
check-token-fine = Discord knows the token.
check-intents-fine = No privileged intent is switched on, and none is needed.
check-intents-unused = "{ $name }" is switched on in the Discord Developer Portal (your application → Bot), and the bot does not need it. Switch it off.
check-bot-public = Anybody can invite this bot to their own server. If it is for your group alone, open the Discord Developer Portal → your application → Installation, set Install Link to None, then → Bot, and switch Public Bot off.
check-invitation = To invite the bot to your server, open { $address }
check-clock-fine = This machine's clock agrees with Discord's.
check-clock-ahead = This machine's clock is { $seconds } seconds ahead of Discord's. Set it by the network (on most systems: timedatectl set-ntp true), or check-ins and reminders come at the wrong time.
check-clock-behind = This machine's clock is { $seconds } seconds behind Discord's. Set it by the network (on most systems: timedatectl set-ntp true), or check-ins and reminders come at the wrong time.
check-end-fine = All is fine.
check-end-notes = Nothing is wrong. The notes can wait, but not for ever.
check-end-wrong = Something is wrong: do what stands after WRONG, from the top, then check again.

# What Prometheus is told of each figure

figure-info = Versions in use; always 1.
figure-ready = 1 when connected to Discord and the stores are well.
figure-store_trouble = 1 while the database or the key store is in trouble.
figure-gateway_latency_seconds = From a heartbeat to Discord's answer.
figure-event_loop_lag_seconds = Longest delay of the event loop in the last 15 seconds.
figure-tasks_late_seconds = For how long what should have happened has waited.
figure-processor_seconds = Processor time since the start, each hour, in steps of 10 seconds.
figure-memory_peak_bytes = The most memory ever held, each hour, in steps of 16 MiB.
