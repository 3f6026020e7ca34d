"""Works for longer than it may, as a picture could make it do."""

from itertools import count

from bot.ui.images.worker import tie_hands
from bot.ui.workbench import serve

tie_hands(most_seconds=1)
serve(lambda message: bytes(sum(1 for _ in count()) + len(message)))
