"""Process settings, the words people read, and the content that ships with the bot."""
