"""Gives back what came, as if it were clean."""

from bot.ui.workbench import serve

serve(lambda message: b"not a picture" + message)
