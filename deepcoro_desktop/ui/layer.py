"""Layer: what another part of the window draws over a picture and does with the pointer there."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from deepcoro_desktop.core.study import Clip


@dataclass(frozen=True, slots=True)
class Place:
    """Which picture lies where in a tile at this moment.

    A picture's point is (column, row) as floats: the first pixel spans 0.0 to 1.0 both ways (DICOM PS3.3 C.18.6.1.2).
    """

    clip: Clip
    frame: int | None
    """Frame that is drawn, counted from 0; None while there is no picture."""
    target: QRectF
    """The whole picture in the tile's logical pixels, zoom and pan in it; it may reach beyond `area`."""
    area: QRectF
    """The part of the tile that pictures may take; layers are clipped to it."""

    def to_tile(self, point: QPointF) -> QPointF:
        """Return where a point of the picture lies in the tile."""
        return QPointF(
            self.target.left() + point.x() * self.target.width() / self.clip.columns,
            self.target.top() + point.y() * self.target.height() / self.clip.rows,
        )

    def to_picture(self, at: QPointF) -> QPointF:
        """Return the point of the picture under a place of the tile; it may lie outside the picture."""
        return QPointF(
            (at.x() - self.target.left()) * self.clip.columns / self.target.width(),
            (at.y() - self.target.top()) * self.clip.rows / self.target.height(),
        )

    def shows(self, at: QPointF) -> bool:
        """Return whether a place of the tile lies on the picture."""
        return self.area.contains(at) and self.target.contains(at)


class Layer:
    """One thing that lies over every tile; by itself it draws nothing and takes nothing.

    All calls come on the window's thread. `paint` runs for every frame drawn and must stay well below a millisecond.
    """

    def paint(self, painter: QPainter, place: Place) -> None:
        """Draw over the picture; the painter draws in the tile's logical pixels, is clipped and is restored after."""

    def mouse(self, event: QMouseEvent, place: Place) -> bool:
        """Take a press, move, release or double click; return whether it was taken.

        `event.type()` tells which; `event.position()` is in the tile. A left press that is taken holds the picture
        still, and every move and the release after it come here as well, until the button is up. Moves without a
        button come as the pointer passes over the picture. Every layer is asked, the last one first, until one takes
        the event.
        """
        return False

    def key(self, event: QKeyEvent, place: Place | None) -> bool:
        """Take a key before the viewer does; `place` is the active tile's, None where it is empty."""
        return False

    def cursor(self, at: QPointF, place: Place) -> Qt.CursorShape | None:
        """Return the pointer's shape at a place of the tile, None where the layer has none there."""
        return None

    def tip(self, at: QPointF, place: Place) -> str:
        """Return what the tooltip says at a place of the tile, empty for nothing."""
        return ""
