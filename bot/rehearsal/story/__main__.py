"""`python -m bot.rehearsal.story`."""

from bot.rehearsal.story.command import main

main()
