"""Answers with more than may be kept."""

from bot.core.picture import MOST_KEPT, Kind
from bot.ui.workbench import serve

serve(lambda _: Kind.JPEG.value + bytes(MOST_KEPT))
