"""Results as they come, clip by clip: every clip has its row from the start, so nothing moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deepcoro_desktop.core.study import View
from deepcoro_desktop.ui.evidence.content import view_name
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.theme import DIM, FONT_PX, LINE, TEXT, font

_ROW_PX: Final = 24


class ArrivingClips(QWidget):
    """The clips of the study with their views as far as they are known."""

    def __init__(self, state: ViewerState, views: Mapping[str, View], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._views = state, views
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        state.clip_views_changed.connect(self.refresh)
        state.study_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what has come since."""
        clips = self._state.study.clips if self._state.study is not None else ()
        known = sum(self._state.views_of(clip.sop_instance_uid) is not None for clip in clips)
        self.setAccessibleName(tr("Views known of {known} of {count} clips").format(known=known, count=len(clips)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        return QSize(200, _ROW_PX * len(self._state.study.clips) if self._state.study is not None else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw one row a clip."""
        painter = QPainter(self)
        painter.setFont(font(FONT_PX))
        middle = Qt.AlignmentFlag.AlignVCenter
        width = float(self.width())
        for row, clip in enumerate(self._state.study.clips if self._state.study is not None else ()):
            y = float(row * _ROW_PX)
            known = self._state.views_of(clip.sop_instance_uid)
            painter.setPen(QColor(DIM))
            painter.drawText(QRectF(0, y, 16, _ROW_PX), middle | Qt.AlignmentFlag.AlignRight, str(row + 1))
            if known is None:
                painter.fillRect(QRectF(22, y + _ROW_PX / 2, width - 26, 1), QColor(LINE))
                continue
            painter.drawText(
                QRectF(width - 60, y, 56, _ROW_PX),
                middle | Qt.AlignmentFlag.AlignRight,
                f"{100 * known.best.probability:.0f} %",
            )
            painter.setPen(QColor(TEXT))
            name = view_name(self._state, self._views, clip.sop_instance_uid)
            name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(width - 90))
            painter.drawText(QRectF(22, y, width - 86, _ROW_PX), middle | Qt.AlignmentFlag.AlignLeft, name)
