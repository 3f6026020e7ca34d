# What the operator reads in the terminal.

cli-description = Common Ground: a Discord bot for online recovery groups.
cli-run = Run the bot. Needs COMMON_GROUND_TOKEN.
cli-rehearse = Try the bot on this machine, with an invented group in your browser. Needs no token.
cli-check = Look at everything the bot needs from this machine and from Discord, and say what to do. Changes nothing; may be done while the bot runs.
cli-backup = Copy the database into one directory and the keys into another. May be done while the bot runs.
cli-database-to = Where the copies of the database are gathered; never the place of the keys.
cli-keys-to = Where the one copy of the keys lies, which is replaced each time; never the place of the database.
cli-restore = Put a backup of the database, of the keys, or of both back where nothing is. Shows first what it will do. The bot must not run.
cli-database-from = A copy of the database, or the directory of the copies: then the newest is taken.
cli-keys-from = The copy of the keys, or its directory.
cli-rotate-key = Replace the operator's key by a fresh one. The bot must not run. If it is interrupted, run it again.
cli-erase-server = Erase everything that is kept of one server. The bot must not run.
cli-server = The number of the server, as Discord shows it (Copy Server ID).
cli-interrupted = Interrupted.
cli-unexpected = Something went wrong that was not foreseen. Nothing that was confirmed is lost. Its kind and place stand above, with the reference { $reference }; they hold nothing about anybody, so you may show them to those who write this program.
cli-health = Say how the running bot is: exit status 0 when it is ready, else 1.
cli-version = Say which version this is, and on what it runs.
cli-port = The port of the page on this machine.
cli-no-browser = Only print the address; do not open a browser.

start-first =
    First start: made the database in { $data } and the keys in { $keys }.
    Back both up, in different places: python -m bot backup --database-to DIRECTORY --keys-to ANOTHER-DIRECTORY
    Without the keys nothing can be read again; whoever has both can read the cases that are still kept.
start-token-missing = There is no bot token. Get one (Discord Developer Portal → your application → Bot → Reset Token) and write it into the file .env here, as COMMON_GROUND_TOKEN=the-token, or set COMMON_GROUND_TOKEN in the environment.
start-token-refused = Discord refused the bot token. Make a new one (Discord Developer Portal → your application → Bot → Reset Token) and give it as COMMON_GROUND_TOKEN, in the file .env here or in the environment.
start-intents-refused = Discord refused to let the bot in with the intents it asks for. In the Discord Developer Portal, open your application → Bot, and check that it is not restricted.
start-connection-ended = Discord ended the connection and does not want it again (close code { $code }). What was confirmed is kept. Update the bot and start it again; if it happens again, report it with this line.
start-discord-unreachable = Discord could not be reached. Check this machine's connection, then start again.
start-settings-wrong = A setting of the process is not valid: { $names }. docs/operators.md says what each may be. (The log level is DEBUG, INFO, WARNING or ERROR; the log format console or json; a port a number from 1 to 65535.)
start-database-url-unknown = COMMON_GROUND_DATABASE_URL is not an address I know. Use postgresql+asyncpg://user:password@host/name, or leave it out for SQLite.
start-key-database-url-unknown = COMMON_GROUND_KEY_DATABASE_URL is not an address I know. Use postgresql+asyncpg://user:password@host/name, or leave it out: then the keys lie in the key directory.
start-key-database-same = COMMON_GROUND_KEY_DATABASE_URL and COMMON_GROUND_DATABASE_URL name the same database. The keys need one of their own: a copy of one must not carry the other along.
start-shards-wrong = COMMON_GROUND_SHARD_IDS and COMMON_GROUND_SHARD_COUNT do not go together. With a count of 4, the ids are some of 0, 1, 2 and 3, each once: 0,1 in one process and 2,3 in the other, say. Set both, or neither for a bot of one process.
start-shards-need-postgresql = Several processes need two PostgreSQL databases that all of them reach: set COMMON_GROUND_DATABASE_URL and COMMON_GROUND_KEY_DATABASE_URL, or leave COMMON_GROUND_SHARD_IDS and COMMON_GROUND_SHARD_COUNT out.
start-ShardTaken = Another process runs that owns one of the shards of this one (those in COMMON_GROUND_SHARD_IDS; without it, all). Each shard belongs to one process: give this one others, or stop the other. If that one has just been killed, start again in half a minute.
start-ShardsLost = A connection by which this process held its shards broke, so it has stopped: another may own them now. Nothing that was confirmed is lost. Check that the database runs, then start again (systemd does it by itself).
start-OtherShardCount = A process runs on this database with another COMMON_GROUND_SHARD_COUNT, or one of the two has none. The count must be the same for all: stop them all, then start them with the same.
start-OthersRunOlder = This version has to change the database first, and processes of an earlier version still run on it. Stop them all, then start this one, and then the others.
start-OperatorKeyElsewhere = There is no operator's key in the key directory, and this process does not make one: every process needs the same. Start the process that owns shard 0 first, then copy its operator.key into this process's key directory, readable by you alone.
start-api-url-not-local = COMMON_GROUND_API_URL is for tests on this machine only and must name 127.0.0.1. Leave it out to use Discord.
start-metrics-address-unknown = COMMON_GROUND_METRICS_ADDRESS is not an IP address. Use 127.0.0.1 (this machine alone), or the address of this machine from which Prometheus may ask.
start-metrics-port-taken = The figures cannot be given out at { $address }, port { $port }: another program has that port, or the address is not this machine's. Set COMMON_GROUND_METRICS_PORT to another port, or leave it out.
start-help-lines-missing = The file of help lines (COMMON_GROUND_HELP_LINES) is not there, or is not TOML. Correct it, or leave the setting out: the lines that ship are always shown.
start-help-lines-wrong = In the file of help lines (COMMON_GROUND_HELP_LINES), "{ $line }" cannot be shown to people in need: look at "{ $what }". Each line needs countries, name, call, about, source (an https address where the number stands) and verified_on; words have at most 100 characters, a country needs a name and has at most five lines, and there are at most 24 countries.
start-key-dir-inside-data-dir = The key directory and the data directory must not lie inside one another: a copy of one would carry the other along. Set COMMON_GROUND_KEY_DIR or COMMON_GROUND_DATA_DIR to another place.
start-rehearsal-missing = The rehearsal is an optional part and is not installed here. Install it with: pip install 'common-ground[rehearse]' - or use make rehearse.
start-StoreFull = The disk is full, so the database could not be opened. Free some space, then start again. Nothing was damaged.
start-StoreBusy = Another program holds the database. Stop the other bot process (or the backup), then start again.
start-WritesCrossed = The database was busy with what another process wrote. Start again.
start-StoreLost = The database stopped answering. Check that it runs, then start again.
start-StoreClosed = The database is being closed. Start again.
start-DatabaseUnsupported = COMMON_GROUND_DATABASE_URL names neither a SQLite file nor a PostgreSQL database.
start-DatabaseUnreachable = The database does not answer, or refuses the user or password. Check COMMON_GROUND_DATABASE_URL and that the database runs.
start-DatabaseDamaged = The database file is there but is not a sound database. Do not delete it: move it to a safe place, then put your newest backup in its place (python -m bot restore --database-from DIRECTORY).
start-DatabaseNewer = The database was written by a newer version of Common Ground. Install that version (or a later one); this one would harm it. Nothing was changed.
start-NotWritable = The data directory or the key directory cannot be written. Check who owns them and that the disk is not read-only.
start-KeyMissing = A key that is needed is not in the key directory. Put your backup of the keys back (python -m bot restore --keys-from DIRECTORY), or point COMMON_GROUND_KEY_DIR to the right directory. Nothing was changed.
start-KeyDoesNotFit = The key in the key directory is not the one this database was sealed with. Put the right key directory back, or point COMMON_GROUND_DATA_DIR to the data that belongs to this key. Nothing was changed.
start-KeyFileUnusable = The file operator.key in the key directory cannot be read or is not a key. Check who owns it; if it is damaged, move it to a safe place and put your backup of the keys back (python -m bot restore --keys-from DIRECTORY).
