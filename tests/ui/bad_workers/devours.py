"""Takes more memory than it may, as a picture could make it do."""

from bot.core.picture import Kind
from bot.ui.images.worker import MOST_MEMORY, tie_hands
from bot.ui.workbench import serve

tie_hands()
serve(lambda _: Kind.JPEG.value + bytes(len(bytes(MOST_MEMORY)) % 7))
