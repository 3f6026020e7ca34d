# What the operator reads about a bot that runs: its health, its versions.

health-ready = Ready: connected to Discord, and the stores answer.
health-connecting = Not ready: the bot runs, but is not connected to Discord. It goes on trying by itself; if this lasts, look at its log and at this machine's connection.
health-store-trouble = Not ready: the database or the key store does not take what is written. Look at the free space and at the disk; what was confirmed is kept, and the bot recovers when the cause is gone.
health-nothing = Not running, or hanging: nothing was written to { $path } within the last minute. If the bot should run, look at its log and start it again.

version-all =
    Common Ground { $version }
    Python { $python }, discord.py { $discord }, SQLite { $sqlite }
    Database revision { $revision }
