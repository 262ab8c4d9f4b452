"""TextsPanel: text A and text B side by side, section by section, in rows that scroll together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from deepcoro_desktop.core.rating.rating_set import RatingCase, SectionPair
from deepcoro_desktop.ui.language import mark, tr
from deepcoro_desktop.ui.rating.style import BAR_PX, EDGE_PX, GAP_PX, GUTTER_PX

NOT_DESCRIBED = mark("Not described")
_SLOT = re.compile(r"\[__ [^\[\]]*\]")
_SCROLLED = 0.8
"""Share of the visible height that one page key scrolls."""


class TextsPanel(QWidget):
    """Both texts of a case. Nothing in it depends on who wrote which."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        heading = QWidget()
        columns = column_grid(heading)
        columns.setContentsMargins(EDGE_PX, 10, EDGE_PX + BAR_PX, 8)
        for place, word in enumerate(("", tr("Text A"), tr("Text B"))):
            columns.addWidget(_label(word, "letter"), 0, place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(heading)
        column.addWidget(_line())
        column.addWidget(self.area, 1)

    def show_case(self, case: RatingCase) -> None:
        """Show another case from its beginning."""
        described = [pair for pair in case.sections if pair.a or pair.b]
        silent = [pair.name for pair in case.sections if not (pair.a or pair.b)]
        sheet = _Sheet(described, silent)
        sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(sheet)  # deletes the one before

    def scroll_page(self, by: int) -> None:
        """Scroll by pages, negative upwards."""
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + round(by * _SCROLLED * self.area.viewport().height()))

    def paragraphs(self) -> tuple[tuple[str, str, str], ...]:
        """Return section, A and B of each row as they stand on the screen."""
        sheet = self.area.widget()
        return sheet.rows if isinstance(sheet, _Sheet) else ()


class _Sheet(QWidget):
    """The rows of one case."""

    def __init__(self, described: Sequence[SectionPair], silent: Sequence[str]) -> None:
        super().__init__()
        self.rows = tuple((pair.name, pair.a or tr(NOT_DESCRIBED), pair.b or tr(NOT_DESCRIBED)) for pair in described)
        # The height follows from the width that the scroll area has: its own least size does not count.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        grid = column_grid(self)
        grid.setContentsMargins(EDGE_PX, 4, EDGE_PX, 16)
        top = Qt.AlignmentFlag.AlignTop
        for number, (name, a, b) in enumerate(self.rows):
            section = _label(name, "section")
            section.setContentsMargins(0, 10, 0, 9)
            grid.addWidget(section, 2 * number, 0, top)
            for place, text in enumerate((a, b), 1):
                paragraph = _label(_unbroken(text), "nothing" if text == tr(NOT_DESCRIBED) else "paragraph")
                paragraph.setContentsMargins(0, 8, 0, 9)
                paragraph.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                paragraph.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                paragraph.setAccessibleName(
                    tr("{name}, text {letter}: {text}").format(name=name, letter="AB"[place - 1], text=text)
                )
                grid.addWidget(paragraph, 2 * number, place, top)
            grid.addWidget(_line(), 2 * number + 1, 0, 1, 3)
        if silent:
            rest = _label(tr("Neither text describes: {sections}.").format(sections=", ".join(silent)), "section")
            rest.setContentsMargins(0, 10, 0, 0)
            grid.addWidget(rest, 2 * len(self.rows), 1, 1, 2, top)
        grid.setRowStretch(2 * len(self.rows) + 1, 1)


def column_grid(widget: QWidget, outdent: int = 0) -> QGridLayout:
    """Give a widget the three columns that texts and questions share, and return its layout.

    Parameters
    ----------
    widget : QWidget
        Without a layout.
    outdent : int
        By how many pixels the second and the third column begin earlier; where they end stays.
    """
    grid = QGridLayout(widget)
    grid.setHorizontalSpacing(GAP_PX - outdent)
    grid.setVerticalSpacing(0)
    grid.setColumnMinimumWidth(0, GUTTER_PX)
    grid.setColumnStretch(0, 0)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    return grid


def _unbroken(text: str) -> str:
    """Return a text whose empty slots stay on one line."""
    return _SLOT.sub(lambda slot: slot[0].replace(" ", "\u00a0"), text)


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)  # words take another line before they widen a column
    label.setSizePolicy(policy)
    return label


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("role", "line")
    line.setFixedHeight(1)
    return line
