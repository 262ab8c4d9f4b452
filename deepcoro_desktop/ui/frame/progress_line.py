"""How far the work is: a thin line under the strip, and its words with rate, time left and cancel."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from deepcoro_desktop.core.progress import Progress
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.state import ViewerState

HEIGHT_PX: Final = 3
_WIDE_PX: Final = 290
_COMPACT_PX: Final = 165
"""Fixed, so that nothing in the strip moves when the words change."""


class Pace:
    """Rate and time left of one stage, from its reports of progress."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stage = ""
        self._start = (0.0, 0)

    def words(self, progress: Progress) -> str:
        """Return the stage, its count, and from the second unit on its rate and the time left."""
        if progress.stage != self._stage or progress.done < self._start[1]:
            self._stage, self._start = progress.stage, (self._clock(), progress.done)
        parts = [
            tr(progress.stage)
            + (" " + tr("{done} of {total}").format(done=progress.done, total=progress.total) if progress.total else "")
        ]
        elapsed, done = self._clock() - self._start[0], progress.done - self._start[1]
        if done > 0 and elapsed > 0:
            rate = done / elapsed
            parts.append(f"{rate:.1f}/s")
            if progress.total:
                parts.append(time_left((progress.total - progress.done) / rate))
        return " · ".join(parts)


def time_left(seconds: float) -> str:
    """Return a duration in the words of a clock: "12 s left", "3 min left"."""
    if seconds < 90:
        return tr("{seconds} s left").format(seconds=max(1, round(seconds)))
    return tr("{minutes} min left").format(minutes=round(seconds / 60))


class ProgressLine(QWidget):
    """A line as wide as the window; its height is always taken, so that nothing moves when work starts."""

    def __init__(self, state: ViewerState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._extra: Progress | None = None
        self.setFixedHeight(HEIGHT_PX)
        state.progress_changed.connect(lambda _progress: self.update())
        state.study_changed.connect(lambda _study: self.update())

    def set_extra(self, progress: Progress | None) -> None:
        """Show work that is no analysis (an import), None when it has ended."""
        self._extra = progress
        self.update()

    def fraction(self) -> float | None:
        """Return how much is done, 0 to 1; None where nothing runs."""
        progress = self._extra or self._state.progress
        if progress is None:
            return None
        return progress.done / progress.total if progress.total else 0.0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline, and the accent over the part that is done."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.BACKGROUND))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.LINE))
        fraction = self.fraction()
        if fraction is not None:
            painter.fillRect(self.rect(), QColor(theme.LINE))
            painter.fillRect(QRectF(0, 0, self.width() * fraction, self.height()), QColor(theme.ACCENT))
        painter.end()


class ProgressText(QWidget):
    """Stage, count, rate, time left and cancel."""

    cancel_requested = Signal()

    def __init__(self, state: ViewerState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pace = Pace()
        self._label = QLabel(tr("Starting the model"))
        self._label.setProperty("role", "accent")
        self.set_compact(False)
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setToolTip(tr("Stop the analysis; the study stays open"))
        self.cancel.clicked.connect(self.cancel_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._label, 1)
        row.addWidget(self.cancel)
        state.progress_changed.connect(self._on_progress)
        state.analysis_started.connect(self._on_start)

    def set_compact(self, compact: bool) -> None:
        """Write in two lines where the strip is short."""
        self._label.setWordWrap(compact)
        self._label.setFixedWidth(_COMPACT_PX if compact else _WIDE_PX)

    @property
    def text(self) -> str:
        """What is written."""
        return self._label.text()

    def _on_start(self) -> None:
        self._pace = Pace()
        self._label.setText(tr("Starting the model"))

    def _on_progress(self, progress: Progress | None) -> None:
        if progress is not None:
            self._label.setText(self._pace.words(progress))
