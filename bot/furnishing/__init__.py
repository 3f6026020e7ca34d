"""Furnishes the bot, one capability a file: makes services, cogs and commands. Nothing else happens here."""
