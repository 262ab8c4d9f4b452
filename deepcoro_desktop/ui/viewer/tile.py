"""Tile: one clip, playing. It keeps what it shows, tells where the pointer goes, and decides nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QEnterEvent,
    QFocusEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from deepcoro_desktop.core.dicom.ecg_trace import Ecg
from deepcoro_desktop.core.study import Clip
from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.language import mark, tr
from deepcoro_desktop.ui.layer import Layer, Place
from deepcoro_desktop.ui.viewer.face import BORDER_PX, Face
from deepcoro_desktop.ui.viewer.frames import FrameStore
from deepcoro_desktop.ui.viewer.geometry import Zoom, on_device, place, shape_of
from deepcoro_desktop.ui.viewer.overlay import OverlayMode, Words, rate_words, spoken
from deepcoro_desktop.ui.viewer.painting import FOOT_PX, HEAD_PX, SCRUBBER_PX, STRIP_PX, groove
from deepcoro_desktop.ui.viewer.playback import Playhead, RateMeter, SeenMeter, Track
from deepcoro_desktop.ui.viewer.pointer import Pointer
from deepcoro_desktop.ui.viewer.timeline import Timeline, frame_at, r_waves_of, timeline_of
from deepcoro_desktop.ui.viewer.viewing import Viewing

MIME_TYPE: Final = "application/x-deepcoro-clip"
"""A dragged clip: its SOP Instance UID in UTF-8."""
INVITATION: Final = mark("Drag a clip here, or press its number")
_SHORTEST_S: Final = 0.012
"""No frame stays shorter than this while a clip plays: no screen in use shows more than 60 to 75 a second."""
_STRIP_FROM_PX: Final = 300
"""A tile lower than this has no room for an ECG."""


class Tile(QWidget):
    """One place of the grid.

    Parameters
    ----------
    store : FrameStore
        Gives the pictures.
    clock : callable
        Gives the time in seconds, never backwards.
    keymap : Keymap
        The keys that it names.
    """

    activated = Signal()
    """The reader has turned to this tile."""
    maximise_requested = Signal()
    scrub_requested = Signal(int)
    """Go to this frame, counted from 0, and stand still."""
    jog_requested = Signal(int)
    """Stand still, and go so many frames on."""
    trimmed = Signal(int, int)
    """Play from this frame to that one, counted from 0."""
    menu_requested = Signal(object)
    """A menu at this place of the screen (QPoint)."""
    clip_dropped = Signal(str)
    hovered = Signal(str)
    """SOP Instance UID of the clip under the pointer, empty when it leaves."""
    geometry_changed = Signal()
    """The picture has another size on the screen."""

    def __init__(self, store: FrameStore, clock: Callable[[], float], keymap: Keymap, parent: QWidget) -> None:
        super().__init__(parent)
        self._store = store
        self._clock = clock
        self.keymap = keymap
        self.clip: Clip | None = None
        self.words: Words | None = None
        self.playhead: Playhead | None = None
        self.viewing = Viewing()
        self.active = False
        self.lit = False
        self.dropping = False
        """Whether a clip that is dragged is over the tile."""
        self.mode = OverlayMode.FULL
        self.drawn_frame: int | None = None
        """Frame that the last paint has shown, None where there is no picture."""
        self.timeline: Timeline | None = None
        self.layers: tuple[Layer, ...] = ()
        """What lies over the picture, the last one on top."""
        self.ecg: Ecg | None = None
        self.ecg_wanted = True
        self._ecg_known = False
        self.remark = ""
        """A sentence about the last key, shown under the view's name."""
        self.invitation = tr(INVITATION)
        """What an empty tile says."""
        self.rate_words = ""
        self.follows = False
        """Whether the tile is kept in step with others: then its time does not begin anew with its first picture."""
        self._drawn_at = 0.0
        self._waiting = False
        self.sampled: tuple[int, ...] = ()
        self._key_frames: tuple[int, ...] = ()
        self._seen: SeenMeter | None = None
        self._rate = RateMeter()
        self._pointer = Pointer(self)
        self._face = Face(self, store)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Empty tile"))

    # --- what it shows

    @property
    def uid(self) -> str:
        """SOP Instance UID of its clip, empty for none."""
        return self.clip.sop_instance_uid if self.clip is not None else ""

    @property
    def zoom(self) -> Zoom:
        """How the picture is zoomed and moved."""
        return self.viewing.zoom

    @property
    def r_waves_ms(self) -> tuple[float, ...]:
        """R waves of its clip that are known, ms from the clip's start."""
        return r_waves_of(self.clip, self.ecg) if self.clip is not None else ()

    def show_clip(self, clip: Clip, words: Words, viewing: Viewing, *, playing: bool, speed: float) -> None:
        """Show another clip from its first frame on; its time begins when its first picture is there."""
        self.clip, self.viewing, self.ecg, self.remark = clip, viewing, None, ""
        self.follows = self._ecg_known = False
        self.playhead = Playhead(viewing.track(clip), self._clock(), speed=speed, playing=playing)
        self._seen = SeenMeter(self.playhead.track)
        self._rate.clear()
        self.rate_words = rate_words(words, clip, speed, None)
        self._waiting, self.drawn_frame, self._drawn_at = True, None, 0.0
        self.sampled = self._key_frames = ()
        self._draw_timeline()
        self.set_words(words)

    def clear(self) -> None:
        """Show nothing."""
        self.clip = self.words = self.playhead = self._seen = self.drawn_frame = self.timeline = self.ecg = None
        self.viewing, self.invitation, self.follows = Viewing(), tr(INVITATION), False
        self.setAccessibleName(tr("Empty tile"))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.update()

    def set_words(self, words: Words) -> None:
        """Say something else about the same clip."""
        self.words = words
        if self.clip is not None:
            self.setAccessibleName(spoken(words, self.clip))
        self.update()

    def set_marks(self, sampled: tuple[int, ...], key_frames: tuple[int, ...]) -> None:
        """Show which frames the model has looked at, and which the reader keeps."""
        self.sampled, self._key_frames = sampled, key_frames
        self._draw_timeline()

    def set_ecg(self, ecg: Ecg | None, *, wanted: bool, known: bool = True) -> None:
        """Show the clip's ECG over the scrubber, where there is room and it is wanted; its place is kept before."""
        before = self.strip_px
        self.ecg, self.ecg_wanted, self._ecg_known = ecg, wanted, known
        self._draw_timeline()
        if self.strip_px != before:
            self.geometry_changed.emit()

    def set_remark(self, text: str) -> None:
        """Say something under the view's name, empty for nothing."""
        if text != self.remark:
            self.remark = text
            self.update()

    def _draw_timeline(self) -> None:
        if self.clip is not None and self.playhead is not None:
            self.timeline = timeline_of(
                self.clip, self.playhead.track, self.sampled, self._key_frames, self.ecg, ecg_known=self._ecg_known
            )
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
        self.set_viewing(replace(self.viewing, zoom=zoom))

    def set_viewing(self, viewing: Viewing) -> None:
        """Look at the clip otherwise, and play what the reader wants of it."""
        before, self.viewing = self.viewing, viewing
        if before.zoom != viewing.zoom:
            self.setCursor(Qt.CursorShape.ArrowCursor if viewing.zoom.whole else Qt.CursorShape.OpenHandCursor)
        if self.clip is not None and (before.trim, before.sweep) != (viewing.trim, viewing.sweep):
            self.set_track(viewing.track(self.clip))
        if before != viewing:
            self.update()

    def set_layers(self, layers: tuple[Layer, ...]) -> None:
        """Lay these over the picture."""
        self.layers = layers
        self.update()

    # --- time

    def set_track(self, track: Track) -> None:
        """Play another pass through the clip, from the frame that is shown on."""
        if self.playhead is None:
            return
        now = self._clock()
        self._seen = SeenMeter(track)
        self.set_playhead(replace(self.playhead, track=track).seek(self.playhead.frame(now), now))
        self._draw_timeline()

    def set_playhead(self, playhead: Playhead) -> None:
        """Play on from elsewhere, or otherwise."""
        if self.playhead is not None and playhead.speed != self.playhead.speed:
            self._rate.clear()
        self.playhead = playhead
        self.rate_words = self._rate_now()
        self.tick(self._clock())
        self.update()

    def tick(self, now: float) -> bool:
        """Show the frame of this moment; return whether one full loop has been seen."""
        if self.clip is None or self.playhead is None or self._seen is None or not self.isVisible():
            return False
        uid = self.clip.sop_instance_uid
        frame = self.playhead.frame(now)
        picture = self._store.picture(uid, frame)
        if picture is None:
            return False
        if self._waiting:
            self._waiting = False
            if self.playhead.playing and not self.follows:
                self.playhead = Playhead(self.playhead.track, now, speed=self.playhead.speed)
        due = not self.playhead.playing or not 0 <= now - self._drawn_at < _SHORTEST_S
        if picture.frame != self.drawn_frame and due:
            if self.playhead.playing and self._store.complete(uid):
                self._rate.add(now)
            self._drawn_at = now
            self.drawn_frame = picture.frame
            self.rate_words = self._rate_now()
            self.update()
        shown, playing = picture.frame == frame, self.playhead.playing
        return self._seen.advance(self.playhead.position_ms(now), shown=shown, playing=playing)

    def _rate_now(self) -> str:
        if self.clip is None or self.words is None or self.playhead is None:
            return ""
        drawn = self._rate.per_second() if self.playhead.playing else None
        in_step = self.follows and not self.playhead.restart_ms
        return rate_words(self.words, self.clip, self.playhead.speed, drawn, in_step=in_step)

    # --- places

    @property
    def strip_px(self) -> int:
        """Height of the ECG over the scrubber, 0 for none; the same whether there is one, so that no picture jumps."""
        shown = self.ecg_wanted and self.clip is not None and not self.clip.is_still
        return STRIP_PX if shown and self.height() >= _STRIP_FROM_PX else 0

    @property
    def under_px(self) -> int:
        """Height of all that lies under the words at the foot."""
        return 0 if self.timeline is None else SCRUBBER_PX - BORDER_PX + self.strip_px

    def picture_area(self) -> QRectF:
        """Return the part of the tile that the picture may take."""
        foot = SCRUBBER_PX + self.strip_px if self.clip is not None and not self.clip.is_still else BORDER_PX
        area = QRectF(self.rect()).adjusted(BORDER_PX, BORDER_PX, -BORDER_PX, -foot)
        if self.mode is not OverlayMode.NONE and area.height() > 3 * (HEAD_PX + FOOT_PX):
            area.adjust(0, HEAD_PX - BORDER_PX, 0, -FOOT_PX)
        return area

    def picture_rect(self) -> QRectF:
        """Return where the picture lies, in whole device pixels; empty without a clip."""
        return self.placed()[0]

    def fitted_size(self) -> QSize | None:
        """Return the size of the whole picture on the screen, device pixels; None without a clip."""
        if self.clip is None:
            return None
        target = place(self.picture_area(), shape_of(self.clip), Zoom())
        return on_device(target, self.devicePixelRatioF())[1]

    def placed(self) -> tuple[QRectF, QSize]:
        """Return where the picture lies, and its size in device pixels."""
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
        return 0 if self.clip is None else frame_at(self.clip, (x - line.left()) / line.width())

    # --- drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture, what is said about it, and the border."""
        painter = QPainter(self)
        self._face.draw(painter)
        painter.end()

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
        """Zoom at the pointer; with Ctrl, or on the scrubber, go through the frames."""
        self._pointer.wheel(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for what can be done with this clip."""
        if self.clip is not None:
            self.activated.emit()
            self.menu_requested.emit(event.globalPos())

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
        return self._pointer.tip(at)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a clip."""
        if event.mimeData().hasFormat(MIME_TYPE):
            event.acceptProposedAction()
            self.dropping = True
            self.update()
        else:
            event.ignore()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Let go of what was about to be dropped."""
        self.dropping = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show the clip that was dropped."""
        self.dropping = False
        self.update()
        if event.mimeData().hasFormat(MIME_TYPE):
            event.acceptProposedAction()
            self.clip_dropped.emit(bytes(event.mimeData().data(MIME_TYPE).data()).decode("utf-8", "replace"))
