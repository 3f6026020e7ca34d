"""What every cog shares on Discord: the door, pages, words and posts."""
