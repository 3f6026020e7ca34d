"""The process that draws: charts come in, pictures go out. Run as `python -m bot.ui.charts.worker` by `room.py`."""

import matplotlib as mpl

from bot.ui.charts.chart import from_json
from bot.ui.charts.drawing import draw
from bot.ui.workbench import serve


def main() -> None:
    """Draw until there is nobody left to draw for."""
    mpl.rcdefaults()  # whatever the operator's own settings for matplotlib are
    serve(lambda message: draw(from_json(message)))


if __name__ == "__main__":
    main()
