"""A year of the invented group, played in seconds, and the report that it leaves: the best introduction to the bot."""
