"""Tile: one clip, playing. It draws what is decoded, tells where the pointer goes, and decides nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QEnterEvent,
    QFocusEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from deepcoro_desktop.core.study import Clip
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.layer import Layer, Place
from deepcoro_desktop.ui.viewer.frames import FrameStore
from deepcoro_desktop.ui.viewer.geometry import Zoom, on_device, place, shape_of, zoomed
from deepcoro_desktop.ui.viewer.overlay import OverlayMode, Words, passing_notes, rate_words, spoken
from deepcoro_desktop.ui.viewer.painting import (
    FOOT_PX,
    HEAD_PX,
    LINE_PX,
    SCRUBBER_PX,
    Chrome,
    draw_chrome,
    draw_foot,
    draw_message,
    draw_now,
    groove,
)
from deepcoro_desktop.ui.viewer.playback import Playhead, RateMeter, SeenMeter, Track
from deepcoro_desktop.ui.viewer.pointer import Pointer
from deepcoro_desktop.ui.viewer.timeline import Timeline, explain, share_of, timeline_of
from deepcoro_desktop.ui.viewer.timeline import frame_at as frame_at_share

MIME_TYPE: Final = "application/x-deepcoro-clip"
"""A dragged clip: its SOP Instance UID in UTF-8."""
_WHEEL_STEP: Final = 1.0015
_BORDER_PX: Final = 2
_SHORTEST_S: Final = 0.012
"""No frame stays shorter than this while a clip plays: no screen in use shows more than 60 to 75 a second."""


class Tile(QWidget):
    """One place of the grid.

    Parameters
    ----------
    store : FrameStore
        Gives the pictures.
    clock : callable
        Gives the time in seconds, never backwards.
    """

    activated = Signal()
    """The reader has turned to this tile."""
    maximise_requested = Signal()
    scrub_requested = Signal(int)
    """Go to this frame, counted from 0, and stand still."""
    clip_dropped = Signal(str)
    hovered = Signal(str)
    """SOP Instance UID of the clip under the pointer, empty when it leaves."""
    geometry_changed = Signal()
    """The picture has another size on the screen."""

    def __init__(self, store: FrameStore, clock: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._clock = clock
        self.clip: Clip | None = None
        self.words: Words | None = None
        self.playhead: Playhead | None = None
        self.zoom = Zoom()
        self.active = False
        self.lit = False
        self.mode = OverlayMode.FULL
        self.drawn_frame: int | None = None
        """Frame that the last paint has shown, None where there is no picture."""
        self._drawn_at = 0.0
        self._waiting = False
        self._track: Track | None = None
        self._sampled: tuple[int, ...] = ()
        self._timeline: Timeline | None = None
        self._seen: SeenMeter | None = None
        self._rate = RateMeter()
        self._rate_words = ""
        self._chrome: Chrome | None = None
        self._chrome_pixmap = QPixmap()
        self.layers: tuple[Layer, ...] = ()
        """What lies over the picture, the last one on top."""
        self._pointer = Pointer(self)
        self._over = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.setAccessibleName("Empty tile")

    # --- what it shows

    @property
    def uid(self) -> str:
        """SOP Instance UID of its clip, empty for none."""
        return self.clip.sop_instance_uid if self.clip is not None else ""

    def show_clip(self, clip: Clip, words: Words, zoom: Zoom, *, playing: bool, speed: float) -> None:
        """Show another clip from its first frame on; its time begins when its first picture is there."""
        self.clip, self.zoom = clip, zoom
        self._track = Track.of(clip)
        self.playhead = Playhead(self._track, self._clock(), speed=speed, playing=playing)
        self._seen = SeenMeter(self._track)
        self._rate.clear()
        self._rate_words = rate_words(words, clip, speed, None)
        self._waiting, self.drawn_frame, self._drawn_at = True, None, 0.0
        self.set_sampled(())
        self.set_words(words)

    def clear(self) -> None:
        """Show nothing."""
        self.clip = self.words = self.playhead = self._track = self._seen = self.drawn_frame = None
        self.zoom = Zoom()
        self.setAccessibleName("Empty tile")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.update()

    def set_words(self, words: Words) -> None:
        """Say something else about the same clip."""
        self.words = words
        if self.clip is not None:
            self.setAccessibleName(spoken(words, self.clip))
        self.update()

    def set_sampled(self, frames: tuple[int, ...]) -> None:
        """Show which frames the model has looked at."""
        self._sampled = frames
        if self.clip is not None and self._track is not None:
            self._timeline = timeline_of(self.clip, self._track, frames)
        self.update()

    def set_state(self, *, active: bool, lit: bool, mode: OverlayMode) -> None:
        """Show whether the tile is the active one, whether its clip is pointed at elsewhere, and how much is said."""
        if (active, lit, mode) != (self.active, self.lit, self.mode):
            resized = (mode is OverlayMode.NONE) != (self.mode is OverlayMode.NONE)
            self.active, self.lit, self.mode = active, lit, mode
            self.update()
            if resized:
                self.geometry_changed.emit()

    def set_zoom(self, zoom: Zoom) -> None:
        """Look at the clip otherwise."""
        if zoom != self.zoom:
            self.zoom = zoom
            self.setCursor(Qt.CursorShape.ArrowCursor if zoom.whole else Qt.CursorShape.OpenHandCursor)
            self.update()

    def set_layers(self, layers: tuple[Layer, ...]) -> None:
        """Lay these over the picture."""
        self.layers = layers
        self.update()

    # --- time

    def set_playhead(self, playhead: Playhead) -> None:
        """Play on from elsewhere, or otherwise."""
        if self.playhead is not None and playhead.speed != self.playhead.speed:
            self._rate.clear()
        self.playhead = playhead
        self.tick(self._clock())
        self.update()

    def tick(self, now: float) -> bool:
        """Show the frame of this moment; return whether one full loop has been seen."""
        if self.clip is None or self.playhead is None or self._seen is None or not self.isVisible():
            return False
        uid = self.clip.sop_instance_uid
        frame = self.playhead.frame(now)
        picture = self._store.picture(uid, frame, QSize())
        if picture is None:
            return False
        if self._waiting:
            self._waiting = False
            if self.playhead.playing:
                self.playhead = Playhead(self.playhead.track, now, speed=self.playhead.speed)
        due = not self.playhead.playing or not 0 <= now - self._drawn_at < _SHORTEST_S
        if picture.frame != self.drawn_frame and due:
            if self.playhead.playing and self._store.complete(uid):
                self._rate.add(now)
            self._drawn_at = now
            self.drawn_frame = picture.frame
            self._rate_words = self._rate_now()
            self.update()
        return self._seen.advance(self.playhead.position_ms(now), shown=picture.frame == frame)

    def _rate_now(self) -> str:
        if self.clip is None or self.words is None or self.playhead is None:
            return ""
        drawn = self._rate.per_second() if self.playhead.playing else None
        return rate_words(self.words, self.clip, self.playhead.speed, drawn)

    # --- places

    def picture_area(self) -> QRectF:
        """Return the part of the tile that the picture may take."""
        said = self.mode is not OverlayMode.NONE
        foot = SCRUBBER_PX if self.clip is not None and not self.clip.is_still else _BORDER_PX
        area = QRectF(self.rect()).adjusted(_BORDER_PX, _BORDER_PX, -_BORDER_PX, -foot)
        if said and area.height() > 3 * (HEAD_PX + FOOT_PX):
            area.adjust(0, HEAD_PX - _BORDER_PX, 0, -FOOT_PX)
        return area

    def picture_rect(self) -> QRectF:
        """Return where the picture lies, in whole device pixels; empty without a clip."""
        return self._placed()[0]

    def fitted_size(self) -> QSize | None:
        """Return the size of the whole picture on the screen, device pixels; None without a clip."""
        if self.clip is None:
            return None
        target = place(self.picture_area(), shape_of(self.clip), Zoom())
        return on_device(target, self.devicePixelRatioF())[1]

    def _placed(self) -> tuple[QRectF, QSize]:
        if self.clip is None:
            return QRectF(), QSize()
        return on_device(place(self.picture_area(), shape_of(self.clip), self.zoom), self.devicePixelRatioF())

    def picture_place(self) -> Place | None:
        """Return which picture lies where, None without a clip."""
        if self.clip is None:
            return None
        return Place(self.clip, self.drawn_frame, self.picture_rect(), self.picture_area())

    def scrubber_line(self) -> QRectF:
        """Return where the scrubber's groove lies."""
        return groove(QSizeF(self.size()))

    def on_scrubber(self, at: QPointF) -> bool:
        """Return whether a place of the tile lies on the scrubber."""
        return self.clip is not None and not self.clip.is_still and at.y() >= self.height() - SCRUBBER_PX

    def frame_at(self, x: float) -> int:
        """Return the frame of the clip that lies at a place of the scrubber."""
        line = self.scrubber_line()
        return 0 if self.clip is None else frame_at_share(self.clip, (x - line.left()) / line.width())

    # --- drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture, what is said about it, and the border."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("black"))
        if self.clip is None or self.words is None:
            draw_message(painter, QRectF(self.rect()), "", "Drag a clip here, or press its number")
        else:
            self._draw_picture(painter, self.clip)
            self._draw_layers(painter)
            self._draw_words(painter, self.clip, self.words)
        self._draw_border(painter)
        painter.end()

    def _draw_picture(self, painter: QPainter, clip: Clip) -> None:
        target, size = self._placed()
        uid = clip.sop_instance_uid
        picture = self._store.picture(uid, self.drawn_frame or 0, size)
        if picture is None:
            error = self._store.error(uid)
            title, remedy = (error.message, error.remedy) if error is not None else ("", "Reading the pictures")
            draw_message(painter, self.picture_area(), title, remedy)
            return
        if picture.fitted:
            painter.drawImage(target, picture.image)
            return
        painter.save()
        painter.setClipRect(self.picture_area())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, picture.image)
        painter.restore()

    def _draw_layers(self, painter: QPainter) -> None:
        place = self.picture_place()
        if place is None or place.frame is None:
            return
        for layer in self.layers:
            painter.save()
            painter.setClipRect(place.area)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            layer.paint(painter, place)
            painter.restore()

    def _draw_words(self, painter: QPainter, clip: Clip, words: Words) -> None:
        notes = (*words.notes, *passing_notes(self._store.damaged(clip.sop_instance_uid), self.zoom))
        if self._store.error(clip.sop_instance_uid) is not None:
            notes = ()
        chrome = Chrome(words, notes, self.mode, self._timeline)
        scale = self.devicePixelRatioF()
        if chrome != self._chrome or self._chrome_pixmap.size() != self.size() * scale:
            self._chrome, self._chrome_pixmap = chrome, draw_chrome(chrome, self.size(), scale)
        painter.drawPixmap(0, 0, self._chrome_pixmap)
        frame = self.drawn_frame
        number = f"clip {words.number}"
        if not clip.is_still:
            shown = "–" if frame is None else str(frame + 1)
            number += f"   {shown} / {clip.frame_count}"
        size = QSizeF(self.size())
        foot = draw_foot(
            QSize(self.width(), 2 * LINE_PX + 6), scale, self.mode, (words.heart, self._rate_words), number
        )
        under = 0 if chrome.timeline is None else SCRUBBER_PX - 2
        painter.drawPixmap(QPointF(0, self.height() - under - 2 * LINE_PX - 6), foot)
        if chrome.timeline is not None and frame is not None:
            draw_now(painter, size, share_of(clip, frame))

    def _draw_border(self, painter: QPainter) -> None:
        """Draw the border: two pixels of accent for the active tile, one for a clip that is pointed at elsewhere."""
        box = QRectF(self.rect())
        strong = self.active or self._over
        width = _BORDER_PX if strong else 1
        painter.setPen(QPen(QColor(theme.ACCENT if strong or self.lit else theme.LINE), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = width / 2
        painter.drawRect(box.adjusted(half, half, -half, -half))

    # --- the reader's hands

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that the picture has another size."""
        super().resizeEvent(event)
        self.geometry_changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make the tile that has the keyboard the active one."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.activated.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Turn to the tile, and take hold of what is under the pointer."""
        self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held."""
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fill the panel with this tile, or bring the others back."""
        self._pointer.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        turned = event.angleDelta().y()
        if self.clip is None or not turned:
            event.ignore()
            return
        factor = _WHEEL_STEP**turned
        self.set_zoom(zoomed(self.picture_area(), shape_of(self.clip), self.zoom, factor, event.position()))
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light what stands for this clip elsewhere."""
        super().enterEvent(event)
        self.hovered.emit(self.clip.sop_instance_uid if self.clip else "")

    def leaveEvent(self, event: QEvent) -> None:
        """Let go of what was lit."""
        super().leaveEvent(event)
        self.hovered.emit("")

    def event(self, event: QEvent) -> bool:
        """Explain the scrubber, and what a short note leaves out."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.help_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def help_at(self, at: QPointF) -> str:
        """Return what the tooltip says at a place; empty for nothing."""
        if self.clip is None or self.words is None:
            return ""
        place = self.picture_place()
        if place is not None and place.shows(at):
            for layer in reversed(self.layers):
                if tip := layer.tip(at, place):
                    return tip
        if not self.on_scrubber(at):
            return "\n".join(note.text for note in self.words.notes if self.mode is not OverlayMode.NONE)
        return explain(self.clip, self.frame_at(at.x()), self._sampled)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a clip."""
        if event.mimeData().hasFormat(MIME_TYPE):
            event.acceptProposedAction()
            self._over = True
            self.update()
        else:
            event.ignore()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Let go of what was about to be dropped."""
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show the clip that was dropped."""
        self._over = False
        self.update()
        if event.mimeData().hasFormat(MIME_TYPE):
            event.acceptProposedAction()
            self.clip_dropped.emit(bytes(event.mimeData().data(MIME_TYPE).data()).decode("utf-8", "replace"))
