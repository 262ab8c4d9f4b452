"""Pointer: what the mouse does in a tile. Layers come first, then the scrubber, then the picture under the hand."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QSizeF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from deepcoro_desktop.ui.layer import Layer
from deepcoro_desktop.ui.viewer.geometry import shape_of, zoomed
from deepcoro_desktop.ui.viewer.overlay import OverlayMode
from deepcoro_desktop.ui.viewer.painting import handles
from deepcoro_desktop.ui.viewer.timeline import explain

if TYPE_CHECKING:
    from deepcoro_desktop.ui.viewer.tile import Tile


_WHEEL_STEP: Final = 1.0015
_NOTCH: Final = 120
_REACH_PX: Final = 5.0
"""How near the pointer must come to a handle."""


class Hold(Enum):
    """What the pressed button holds."""

    NOTHING = auto()
    LAYER = auto()
    SCRUBBER = auto()
    START = auto()
    STOP = auto()
    PICTURE = auto()


class Pointer:
    """Reads the mouse for one tile."""

    def __init__(self, tile: Tile) -> None:
        self._tile = tile
        self._hold = Hold.NOTHING
        self._layer: Layer | None = None
        self._from = QPointF()

    def press(self, event: QMouseEvent) -> None:
        """Turn to the tile; on the scrubber go to that frame, on a zoomed picture take hold of it."""
        tile, at = self._tile, event.position()
        tile.activated.emit()
        if event.button() != Qt.MouseButton.LeftButton:
            if not self._offer(event):
                event.ignore()
            return
        if tile.on_scrubber(at):
            self._hold = self._handle_at(at) or Hold.SCRUBBER
            tile.scrub_requested.emit(tile.frame_at(at.x()))
        elif self._offer(event):
            self._hold = Hold.LAYER
        elif not tile.zoom.whole:
            self._hold, self._from = Hold.PICTURE, at
            tile.setCursor(Qt.CursorShape.ClosedHandCursor)

    def move(self, event: QMouseEvent) -> None:
        """Drag what is held; show what could be taken hold of."""
        tile, at = self._tile, event.position()
        if self._hold is Hold.LAYER:
            self._offer(event)
        elif self._hold in (Hold.START, Hold.STOP):
            self._trim(tile.frame_at(at.x()))
        elif self._hold is Hold.SCRUBBER:
            tile.scrub_requested.emit(tile.frame_at(at.x()))
        elif self._hold is Hold.PICTURE:
            way, self._from = at - self._from, at
            target = tile.picture_rect()
            tile.set_zoom(tile.zoom.moved(-way.x() / target.width(), -way.y() / target.height()))
            tile.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self._offer(event)
            tile.setCursor(self.shape(at))

    def release(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._hold in (Hold.LAYER, Hold.NOTHING):
            self._offer(event)
        self._hold, self._layer = Hold.NOTHING, None
        self._tile.setCursor(self.shape(event.position()))

    def double_click(self, event: QMouseEvent) -> None:
        """Fill the panel with this tile, or bring the others back, where no layer takes the click."""
        if self._tile.on_scrubber(event.position()):
            self.press(event)
        elif not self._offer(event) and event.button() == Qt.MouseButton.LeftButton:
            self._tile.maximise_requested.emit()

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; with Ctrl, or on the scrubber, go through the frames."""
        tile, at = self._tile, event.position()
        turned = event.angleDelta().y() or event.angleDelta().x()
        if tile.clip is None or not turned:
            event.ignore()
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or tile.on_scrubber(at):
            tile.jog_requested.emit(-(round(turned / _NOTCH) or (1 if turned > 0 else -1)))
        else:
            tile.set_zoom(zoomed(tile.picture_area(), shape_of(tile.clip), tile.zoom, _WHEEL_STEP**turned, at))
        event.accept()

    def tip(self, at: QPointF) -> str:
        """Return what the tooltip says at a place: a layer's words, the scrubber's, or the notes; empty for nothing."""
        tile = self._tile
        if tile.clip is None or tile.words is None:
            return ""
        place = tile.picture_place()
        layers = tile.layers if place is not None and place.shows(at) else ()
        if said := next((tip for layer in reversed(layers) if place and (tip := layer.tip(at, place))), ""):
            return said
        if tile.on_scrubber(at):
            return explain(tile.clip, tile.frame_at(at.x()), tile.sampled, tile.keymap, tile.ecg)
        return "\n".join(note.text for note in tile.words.notes if tile.mode is not OverlayMode.NONE)

    def shape(self, at: QPointF) -> Qt.CursorShape:
        """Return the pointer's shape at a place."""
        tile = self._tile
        place = tile.picture_place()
        if tile.on_scrubber(at):
            return Qt.CursorShape.SplitHCursor if self._handle_at(at) else Qt.CursorShape.PointingHandCursor
        if place is not None and place.shows(at):
            for layer in reversed(tile.layers):
                shape = layer.cursor(at, place)
                if shape is not None:
                    return shape
        return Qt.CursorShape.ArrowCursor if tile.zoom.whole else Qt.CursorShape.OpenHandCursor

    def _handle_at(self, at: QPointF) -> Hold | None:
        """Return which handle of the trim is under the pointer."""
        tile = self._tile
        if tile.timeline is None:
            return None
        start, stop = handles(QSizeF(tile.size()), tile.timeline.played)
        near = min((abs(at.x() - start), Hold.START), (abs(at.x() - stop), Hold.STOP), key=lambda found: found[0])
        return near[1] if near[0] <= _REACH_PX else None

    def _trim(self, frame: int) -> None:
        tile = self._tile
        if tile.playhead is None:
            return
        first, last = tile.playhead.track.first, tile.playhead.track.last
        if self._hold is Hold.START:
            first = min(frame, last)
        else:
            last = max(frame, first)
        tile.trimmed.emit(first, last)

    def _offer(self, event: QMouseEvent) -> bool:
        """Offer an event to the layers; the one that took the press gets all until the button is up."""
        tile = self._tile
        place = tile.picture_place()
        if place is None:
            return False
        if self._layer is not None:
            return self._layer.mouse(event, place)
        if event.type() != QEvent.Type.MouseButtonRelease and not place.shows(event.position()):
            return False
        for layer in reversed(tile.layers):
            if layer.mouse(event, place):
                if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
                    self._layer = layer
                    if place.frame is not None:
                        tile.scrub_requested.emit(place.frame)
                return True
        return False
