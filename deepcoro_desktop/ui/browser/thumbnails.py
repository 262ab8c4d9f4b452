"""Small pictures of clips: the middle frame, decoded on the FILES lane when it is first looked at."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter

from deepcoro_desktop.core.errors import CancelledError, DeepcoroError
from deepcoro_desktop.core.name_cover import NOTHING_COVERED, cover_of_header, cover_of_pictures, frames_to_look_at
from deepcoro_desktop.core.study import Clip
from deepcoro_desktop.ui.covering import covered_path, draw_cover
from deepcoro_desktop.ui.picture import image_of
from deepcoro_desktop.ui.tasks import Lane, TaskContext, TaskRunner

SIZE: Final = QSize(64, 48)
"""Size on screen, logical pixels."""
_KEPT: Final = 400
_AT_ONCE: Final = 2
"""Decoding threads that thumbnails may take; the others stay free for the tiles."""


class ThumbnailSource(QObject):
    """Gives the thumbnail of a clip, or nothing yet and a signal later.

    Parameters
    ----------
    tasks : TaskRunner
        Where clips are decoded.
    scale : float
        Device pixels per logical pixel of the screen.
    """

    ready = Signal(str)
    """The thumbnail of this clip is there, or it is known that there is none."""

    def __init__(self, tasks: TaskRunner, scale: float = 1.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._scale = scale
        self._covered = False
        self._kept: OrderedDict[str, QImage | None] = OrderedDict()
        self._waiting: OrderedDict[str, tuple[Clip, str]] = OrderedDict()
        self._running: set[str] = set()

    def clear_waiting(self) -> None:
        """Forget what nobody looks at any more."""
        self._waiting.clear()

    def set_covered(self, covered: bool) -> None:
        """Give thumbnails without what may be the patient's name from now on, or as they were recorded."""
        if covered != self._covered:
            self._covered = covered
            self._waiting.clear()
            self._kept.clear()

    def image(self, clip: Clip, study_uid: str) -> QImage | None:
        """Return the clip's thumbnail; None where it is not decoded yet, or cannot be."""
        uid = clip.sop_instance_uid
        if uid in self._kept:
            self._kept.move_to_end(uid)
            return self._kept[uid]
        if uid not in self._running and uid not in self._waiting:
            self._waiting[uid] = (clip, study_uid)
            self._start_next()
        return None

    def failed(self, sop_instance_uid: str) -> bool:
        """Return whether the clip's picture could not be decoded."""
        return sop_instance_uid in self._kept and self._kept[sop_instance_uid] is None

    def _start_next(self) -> None:
        while self._waiting and len(self._running) < _AT_ONCE:
            uid, (clip, study_uid) = self._waiting.popitem(last=False)
            self._running.add(uid)
            self._tasks.submit(
                Lane.FILES,
                partial(_decode, clip, self._scale, self._covered),
                done=partial(self._keep, uid, self._covered),
                failed=partial(self._on_failed, uid, self._covered),
                study_uid=study_uid,
            )

    def _on_failed(self, uid: str, covered: bool, error: DeepcoroError) -> None:
        if isinstance(error, CancelledError):
            self._running.discard(uid)
            self._start_next()
        else:
            self._keep(uid, covered, None)

    def _keep(self, uid: str, covered: bool, image: QImage | None) -> None:
        self._running.discard(uid)
        if covered == self._covered:  # else it was asked for before names were hidden, or shown again
            self._kept[uid] = image
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self._start_next()
        self.ready.emit(uid)


def _decode(clip: Clip, scale: float, covered: bool, _context: TaskContext) -> QImage:
    """Return the clip's middle frame, as small as it is shown; black where it may show a name."""
    from deepcoro_desktop.core.dicom.pixels import decode_frames  # pydicom and the decoders

    cover = cover_of_header(clip) if covered else NOTHING_COVERED
    looked_at = frames_to_look_at(clip.frame_count) if cover is None else ()
    frames = decode_frames(clip, [*looked_at, clip.frame_count // 2])
    if cover is None:
        cover = cover_of_pictures(frames[:-1])
    whole = image_of(frames[-1])
    if cover is not NOTHING_COVERED:
        painter = QPainter(whole)
        draw_cover(painter, covered_path(cover, QRectF(whole.rect())))
        painter.end()
    small = whole.scaled(SIZE * scale, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    small.setDevicePixelRatio(scale)
    return small.copy()
