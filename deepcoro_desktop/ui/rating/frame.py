"""What runs around the case: the strip with case, rater and banners, the thin line of progress, and the foot."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from deepcoro_desktop.core.bundle.manifest import TrainedOn
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.language import mark, tr

RESEARCH = mark("RESEARCH USE ONLY · not for diagnosis")
SYNTHETIC = mark("DEMONSTRATION MODEL · synthetic data")
_SPARE_PX = 24
"""Left beside the labels: the button has longer words where a case has no clips."""
KEYS = mark("1 to 5 answer  ·  arrows move  ·  Enter next case  ·  S skip  ·  C comment")
_LINE_PX = 3


class RatingStrip(QWidget):
    """The line on top. Its banners cannot be closed."""

    clips_toggled = Signal(bool)

    def __init__(self, trained_on: TrainedOn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(44)
        self.case = QLabel()
        self.case.setProperty("role", "title")
        self.rater = QLabel()
        self.rater.setProperty("role", "dim")
        self.rater.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a banner is never cut off
        self.clips = QPushButton(tr("Clips"))
        self.clips.setCheckable(True)
        self.clips.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clips.setToolTip(tr("Show or hide the clips of the case (V)"))
        self.clips.toggled.connect(self.clips_toggled)
        banners = [RESEARCH] if trained_on is not TrainedOn.SYNTHETIC else [SYNTHETIC, RESEARCH]
        self.banners = tuple(_banner(tr(text)) for text in banners)
        product = QLabel("DeepCORO Desktop")
        product.setStyleSheet(f"color: {theme.TEXT}; font-weight: 600;")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 12, 5)
        row.setSpacing(14)
        row.addWidget(product)
        row.addWidget(self.case)
        row.addWidget(self.rater, 1)
        for banner in self.banners:
            row.addWidget(banner)
        row.addWidget(self.clips)

    def show_case(self, words: str, rater: str) -> None:
        """Show which case is open, and who rates."""
        self.case.setText(words)
        self.rater.setText(rater)
        self.rater.setToolTip(rater)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the labels a second line where one is too short: they are never cut off."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for between in (" · ", "\n"):
            for banner in self.banners:
                banner.setText(banner.accessibleName().replace(" · ", between))
            if self.minimumSizeHint().width() + _SPARE_PX <= self.width():
                break


class DoneLine(QWidget):
    """How many cases are done, as a line as wide as the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share = 0.0
        self.setFixedHeight(_LINE_PX)

    def set_done(self, done: int, total: int) -> None:
        """Show that `done` of `total` cases are answered or skipped."""
        self.share = done / total
        self.setAccessibleName(tr("{done} of {total} cases done").format(done=done, total=total))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.LINE))
        painter.fillRect(QRectF(0, 0, self.width() * self.share, self.height()), QColor(theme.ACCENT))


class RatingFoot(QWidget):
    """Saved when, the keys, what is left, and the way to the next case."""

    back_requested = Signal()
    skip_requested = Signal()
    next_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.saved = QLabel(tr("Not saved yet"))
        self.keys = QLabel(tr(KEYS))
        for label in (self.saved, self.keys):
            label.setProperty("role", "note")
        self.keys.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.left = QLabel()
        self.left.setProperty("role", "left")
        self.back = self._button(tr("Previous"), tr("The case before (Backspace)"), self.back_requested)
        self.skip = self._button(tr("Skip this case"), tr("Leave this case out and go on (S)"), self.skip_requested)
        self.next = self._button(tr("Next case"), tr("Go on once everything is answered (Enter)"), self.next_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.saved)
        row.addSpacing(12)
        row.addWidget(self.keys, 10)
        row.addStretch(1)
        row.addWidget(self.left)
        row.addSpacing(4)
        for button in (self.back, self.skip, self.next):
            row.addWidget(button)

    def _button(self, text: str, tip: str, requested: object) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(requested)
        return button

    def show_left(self, words: str, *, ready: bool, first: bool, last: bool) -> None:
        """Show what is left to answer, and which ways are open."""
        self.left.setText(words)
        self.keys.setVisible(not words)
        self.back.setEnabled(not first)
        self.next.setText(tr("Finish") if last else tr("Next case"))
        theme.restyle(self.next, role="primary" if ready else "")

    def show_saved(self, when: datetime) -> None:
        """Show when the answers were saved, in the rater's own time."""
        self.saved.setText(tr("Saved {time:%H:%M:%S}").format(time=when.astimezone()))

    def show_unsaved(self) -> None:
        """Show that the last answers are not on the disk."""
        self.saved.setText(tr("Not saved"))


def _banner(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "banner")
    label.setAccessibleName(text)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return label
