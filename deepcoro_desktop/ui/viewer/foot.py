"""Which words stand in which line at the foot of a tile."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.viewer.painting import MARGIN, tile_font, words_px


def foot_rows(
    width: float, left: tuple[str, str], frame: str, longest_rate: str = "", brief: str = ""
) -> tuple[str, ...]:
    """Return the lines at the left of the foot, from above; the last one stands beside the number of the frame.

    Parameters
    ----------
    width : float
        Width of the tile.
    left : tuple of str
        Heart rate and depth, then the frame rate.
    frame : str
        Number of the clip and of the frame.
    longest_rate : str
        Frame rate with all that may be said of it while the clip plays: it has its room from the beginning, so that
        no words move when more is said.
    brief : str
        Heart rate and depth in fewer words, rather than in a line of their own.
    """
    metrics = QFontMetricsF(tile_font(words_px(width)))
    room = width - 2 * MARGIN
    beside = room - metrics.horizontalAdvance(frame) - 12
    heart, rate = left
    parts = rate.split(" · ")
    without = rate if len(parts) < 3 else " · ".join(part for part in parts if part != tr("true"))
    for said in (heart, brief or heart):
        full, less, longest = ("    ".join(filter(None, (said, words))) for words in (rate, without, longest_rate))
        if max(metrics.horizontalAdvance(less), metrics.horizontalAdvance(longest)) <= beside:
            return (full if metrics.horizontalAdvance(full) <= beside else less,)
    above = metrics.elidedText(heart, Qt.TextElideMode.ElideRight, room)
    for kept in (len(parts), *range(len(parts) - 1, 0, -1)):
        upper = " · ".join(part for part in (heart, *parts[kept:]) if part and part != tr("true"))
        lower = " · ".join(parts[:kept])
        if metrics.horizontalAdvance(upper) <= room and metrics.horizontalAdvance(lower) <= beside:
            return (upper, lower) if upper else (lower,)
    if parts[1:2] == [tr("true")] and metrics.horizontalAdvance(parts[0]) <= beside:
        return (above, parts[0])
    return (above, metrics.elidedText(rate, Qt.TextElideMode.ElideRight, room), "")
