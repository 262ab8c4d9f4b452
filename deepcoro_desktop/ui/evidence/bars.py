"""Weights of clips as horizontal bars that name their clips."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from deepcoro_desktop.ui.evidence.content import Bar
from deepcoro_desktop.ui.language import plural, tr
from deepcoro_desktop.ui.theme import ACCENT, DIM, FONT_PX, LINE, PANE, RAISED, TEXT, font

FIRST: Final = 6
"""Bars shown before "show all"."""
_ROW_PX: Final = 24
_BAR_PX: Final = 10
_VALUE_PX: Final = 40


class WeightBar(QAbstractButton):
    """One clip's weight: clip number and view, bar, figure. A button, so that keys and readers of screens use it."""

    entered = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = Bar("", 0, "", 0.0, 0.0)
        self._lit = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def bar(self) -> Bar:
        """What the bar shows."""
        return self._bar

    def show_bar(self, bar: Bar) -> None:
        """Show another clip's weight."""
        self._bar = bar
        clip = tr("Clip {number}").format(number=bar.number) if bar.number else tr("Clip")
        self.setAccessibleName(
            tr("{clip}, {view}, {relative:.2f} of the largest weight").format(
                clip=clip, view=bar.view, relative=bar.relative
            )
        )
        self.setToolTip(
            tr(
                "{clip}, {view}: {relative:.2f} of the largest weight; {share:.0f} % of all clips' weight in this "
                "section. Not a probability. Click to play it."
            ).format(clip=clip, view=bar.view, relative=bar.relative, share=100 * bar.share)
        )
        self.update()

    def set_lit(self, lit: bool) -> None:
        """Light the bar while the pointer is over what stands for its clip elsewhere."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a row."""
        return QSize(200, _ROW_PX)

    def minimumSizeHint(self) -> QSize:
        """Return the least width that keeps name, bar and figure apart."""
        return QSize(160, _ROW_PX)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the pointer is over this clip."""
        super().enterEvent(event)
        self.entered.emit(self._bar.uid)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer has left."""
        super().leaveEvent(event)
        self.left.emit()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw name, track, bar and figure."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = float(self.width()), float(self.height())
        lit = self._lit or self.underMouse() or self.hasFocus()
        painter.fillRect(self.rect(), QColor(RAISED if lit else PANE))
        name_px = min(max(0.52 * width, 132.0), 200.0)
        painter.setFont(font(FONT_PX))
        painter.setPen(QColor(TEXT))
        number_px = 22.0
        painter.setPen(QColor(DIM))
        number = str(self._bar.number) if self._bar.number else "–"
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, number_px - 6, height), middle | Qt.AlignmentFlag.AlignRight, number)
        painter.setPen(QColor(TEXT))
        room = name_px - number_px - 8
        name = painter.fontMetrics().elidedText(self._bar.view, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(number_px, 0, room, height), middle | Qt.AlignmentFlag.AlignLeft, name)
        track = QRectF(name_px, (height - _BAR_PX) / 2, max(8.0, width - name_px - _VALUE_PX), _BAR_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(LINE))
        painter.drawRoundedRect(track, 2, 2)
        painter.setBrush(QColor(ACCENT))
        filled = QRectF(track)
        filled.setWidth(max(2.0, track.width() * min(1.0, self._bar.relative)))
        painter.drawRoundedRect(filled, 2, 2)
        painter.setPen(QColor(TEXT if lit else DIM))
        value = QRectF(width - _VALUE_PX, 0, _VALUE_PX - 4, height)
        painter.drawText(value, middle | Qt.AlignmentFlag.AlignRight, f"{self._bar.relative:.2f}")
        if self.hasFocus():
            painter.setPen(QColor(ACCENT))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), 3, 3)


class WeightBars(QWidget):
    """The bars of one section, the largest first; the first few until the reader asks for all."""

    hovered = Signal(str)
    """SOP Instance UID under the pointer, empty when it leaves."""
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._rows: list[WeightBar] = []
        self._all = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.more = QPushButton()
        self.more.setProperty("role", "link")
        self.more.clicked.connect(self._toggle)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def rows(self) -> tuple[WeightBar, ...]:
        """The bars on screen, top to bottom."""
        return tuple(row for row in self._rows if not row.isHidden())

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        """Show these weights; rows are kept and only their content changes."""
        self._bars = bars
        shown = bars if self._all else bars[:FIRST]
        while len(self._rows) < len(shown):
            self._add_row()
        for position, row in enumerate(self._rows):
            row.setVisible(position < len(shown))
            if position < len(shown):
                row.show_bar(shown[position])
        self.more.setVisible(len(bars) > FIRST)
        self.more.setText(
            tr("Show the first {count}").format(count=FIRST)
            if self._all
            else plural("Show the %n clip", "Show all %n clips", len(bars))
        )

    def light(self, uid: str) -> None:
        """Light the bar of this clip, none for an empty UID."""
        for row in self._rows:
            row.set_lit(bool(uid) and row.bar.uid == uid)

    def _add_row(self) -> None:
        row = WeightBar(self)
        row.entered.connect(self.hovered)
        row.left.connect(lambda: self.hovered.emit(""))
        row.clicked.connect(lambda _checked=False, row=row: self.chosen.emit(row.bar.uid))
        self._column.insertWidget(len(self._rows), row)
        self._rows.append(row)

    def _toggle(self) -> None:
        self._all = not self._all
        self.show_bars(self._bars)
