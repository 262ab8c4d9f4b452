"""How many of the nearest reports say what the sentence in focus says: a bar and the same in words."""

from __future__ import annotations

import html
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from deepcoro_desktop.ui.evidence.content import Agreement, with_slots
from deepcoro_desktop.ui.language import plural, tr
from deepcoro_desktop.ui.theme import ACCENT, DIM, LINE, SMALL_PX, TEXT

_OTHER_SHADES: Final = ("#7d8b99", "#5d6a77", "#4a5560")
"""Reports that say something else, most frequent first; the last shade for all further ones."""
_SHOWN_OTHERS: Final = 3


class _Stack(QWidget):
    """The stacked bar; the silent part is hatched, so that it does not depend on its colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[tuple[int, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: tuple[tuple[int, str], ...]) -> None:
        """Show counts with their colours, an empty colour for the silent part."""
        self._parts = parts
        self.update()

    def sizeHint(self) -> QSize:
        """Return the bar's height."""
        return QSize(120, 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the parts side by side, a pixel apart."""
        painter = QPainter(self)
        total = sum(count for count, _ in self._parts)
        x = 0.0
        for count, colour in self._parts:
            width = self.width() * count / total if total else 0.0
            part = QRectF(x, 0, max(0.0, width - 1), self.height())
            painter.fillRect(part, QColor(colour or LINE))
            if not colour:
                painter.fillRect(part, QBrush(QColor(DIM), Qt.BrushStyle.BDiagPattern))
            x += width


class AgreementView(QWidget):
    """Agreement of the nearest reports with one sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel()
        self.heading.setProperty("role", "title")
        self.heading.setWordWrap(True)
        self.sentence = QLabel()
        self.sentence.setProperty("role", "note")
        self.stack = _Stack()
        self.words = QLabel()
        for label in (self.sentence, self.words):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.heading, self.sentence, self.stack, self.words):
            column.addWidget(widget)

    def show_agreement(self, agreement: Agreement | None, *, own: bool) -> None:
        """Show the votes on a sentence, or that there are none."""
        self.stack.setVisible(agreement is not None)
        self.words.setVisible(agreement is not None)
        if agreement is None:
            self.heading.setText(tr("Agreement of the nearest reports"))
            reason = (
                tr("Your own sentence: no report was asked.")
                if own
                else tr("No sentence of the model in this section.")
            )
            self.sentence.setText(reason)
            self.setAccessibleName(reason)
            return
        heading = plural("Agreement of the %n nearest report", "Agreement of the %n nearest reports", agreement.of)
        self.heading.setText(heading)
        self.sentence.setText(f"“{with_slots(agreement.sentence)}”")
        rows = _rows(agreement)
        self.stack.show_parts(tuple((count, colour) for count, colour, _ in rows))
        spoken = "; ".join(f"{count} {text}" for count, _, text in rows)
        self.stack.setAccessibleName(spoken)
        self.stack.setToolTip(spoken)
        self.setAccessibleName(f"{heading}: {spoken}")
        self.words.setText(_table(rows))


def _rows(agreement: Agreement) -> tuple[tuple[int, str, str], ...]:
    """Return (count, colour, words) of each part; they sum to the number of reports asked."""
    rows = [(agreement.same, ACCENT, tr("say the same") if agreement.same != 1 else tr("says the same"))]
    for position, vote in enumerate(agreement.others[:_SHOWN_OTHERS]):
        rows.append((vote.count, _OTHER_SHADES[min(position, 2)], f"“{vote.text}”"))
    known = sum(count for count, _, _ in rows) + agreement.silent
    rest = max(agreement.of - known, 0)
    if rest:
        rows.append((rest, _OTHER_SHADES[-1], tr("say something else") if rest != 1 else tr("says something else")))
    if agreement.silent:
        rows.append(
            (agreement.silent, "", tr("say nothing about it") if agreement.silent != 1 else tr("says nothing about it"))
        )
    return tuple(rows)


def _table(rows: tuple[tuple[int, str, str], ...]) -> str:
    lines = []
    for count, colour, text in rows:
        mark = f'<span style="color:{colour or DIM}">{"■" if colour else "▨"}</span>'
        words = with_slots(text) if text.startswith("“") else html.escape(text)
        lines.append(
            f'<tr><td style="padding-right:6px">{mark}</td>'
            f'<td align="right" style="padding-right:8px; color:{TEXT}">{count}</td>'
            f'<td style="color:{DIM}">{words}</td></tr>'
        )
    return f'<table cellspacing="0" cellpadding="1" style="font-size:{SMALL_PX + 1}px">{"".join(lines)}</table>'
