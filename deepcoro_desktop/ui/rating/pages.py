"""The pages before the first case and after the last."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from deepcoro_desktop.core.rating.rating_set import RatingSet
from deepcoro_desktop.core.rating.ratings import Ratings
from deepcoro_desktop.ui.errors import ProblemBar
from deepcoro_desktop.ui.language import mark, plural, tr

_WIDTH_PX = 620
_RULES = (
    mark(
        "Each case has two texts of the same study, A and B. One was written by its reader, the other is a model's "
        "draft. Their order changes from case to case, and no rater knows it."
    ),
    mark(
        "Numbers are emptied in both texts: [__ %] stands where one was. Sections that a text leaves out read "
        "“Not described”."
    ),
    mark(
        "Rate what each text says, then say which you would rather sign. Take the time that you need; every answer is "
        "saved at once, and you can stop and come back."
    ),
)


class StartPage(QWidget):
    """What is rated, and who rates."""

    start_requested = Signal(str)
    """The rater's name."""

    def __init__(
        self, content: RatingSet, begun: Sequence[Ratings], name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.problem = ProblemBar()
        self.name = QLineEdit(name)
        self.name.setPlaceholderText(tr("Your name"))
        self.name.setAccessibleName(tr("Your name"))
        self.name.setMaxLength(120)
        self.start = _button(tr("Start"), primary=True)
        self.start.clicked.connect(self._start)
        self.name.returnPressed.connect(self._start)
        self.name.textChanged.connect(lambda text: self.start.setEnabled(bool(text.strip())))
        self.start.setEnabled(bool(name.strip()))
        card, column = _card(self)
        column.addWidget(_words(content.title, "big"))
        count = sum(bool(case.clips) for case in content.cases)
        clips = (
            tr("with their clips")
            if count == len(content.cases)
            else tr("{count} with clips").format(count=count)
            if count
            else tr("texts alone")
        )
        cases = plural("%n case", "%n cases", len(content.cases))
        column.addWidget(_words(f"{cases}, {clips}", "dim"))
        column.addSpacing(8)
        for rule in _RULES:
            column.addWidget(_words(tr(rule), "sentence"))
        column.addSpacing(8)
        self.known = tuple(self._known(ratings) for ratings in begun)
        for button in self.known:
            column.addWidget(button)
        if self.known:
            column.addWidget(_words(tr("Or rate under another name:"), "dim"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.start)
        column.addLayout(row)
        column.addWidget(_words(tr("The name goes into the file for the investigator, nowhere else."), "note"))
        column.addWidget(self.problem)
        card.setFocusProxy(self.name)

    def _known(self, ratings: Ratings) -> QPushButton:
        settled = sum(case.settled for case in ratings.cases)
        button = _button(
            tr("Go on as {rater}  ·  {settled} of {count} cases done").format(
                rater=ratings.rater, settled=settled, count=len(ratings.cases)
            ),
            primary=True,
        )
        button.clicked.connect(lambda _checked=False: self.start_requested.emit(ratings.rater))
        return button

    def _start(self) -> None:
        if name := " ".join(self.name.text().split()):
            self.start_requested.emit(name)


class SummaryPage(QWidget):
    """All cases are answered or skipped: where the file is, and what to do with it."""

    case_requested = Signal(int)
    """Place of a case that the rater wants to see again."""
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = Path()
        self.heading = _words("", "big")
        self.counts = _words("", "dim")
        self.path = _words("", "sentence")
        self.path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = _button(tr("Copy the path"))
        self.copy.clicked.connect(lambda _checked=False: QGuiApplication.clipboard().setText(str(self._path)))
        self.folder = _button(tr("Open the folder"))
        self.folder.clicked.connect(self._open_folder)
        self.first = _button(tr("Look at the cases again"))
        self.first.clicked.connect(lambda _checked=False: self.case_requested.emit(0))
        self.close_button = _button(tr("Close"), primary=True)
        self.close_button.clicked.connect(lambda _checked=False: self.close_requested.emit())
        self.skipped: tuple[QPushButton, ...] = ()
        self._skipped_area = QScrollArea()
        self._skipped_area.setWidgetResizable(True)
        self._skipped_area.setMaximumHeight(160)
        self._skipped_words = _words(tr("Skipped cases, to answer them after all:"), "dim")
        _, column = _card(self)
        column.addWidget(self.heading)
        column.addWidget(self.counts)
        column.addSpacing(8)
        column.addWidget(_words(tr("Your answers are in this file. Please send it to the investigator:"), "sentence"))
        column.addWidget(self.path)
        column.addLayout(_row(self.copy, self.folder))
        column.addSpacing(8)
        column.addWidget(self._skipped_words)
        column.addWidget(self._skipped_area)
        column.addLayout(_row(self.first, None, self.close_button))

    def show_ratings(self, ratings: Ratings, path: Path) -> None:
        """Show what was done and where it is."""
        self._path = path
        self.heading.setText(tr("Thank you, {rater}.").format(rater=ratings.rater))
        rated, skipped = len(ratings.rated), len(ratings.skipped)
        self.counts.setText(
            tr("{rated} of {count} cases rated, {skipped} skipped").format(
                rated=rated, count=len(ratings.cases), skipped=skipped
            )
        )
        self.path.setText(str(path.resolve()).replace("/", "/\u200b"))  # it may break after a slash
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        buttons = []
        for place, case in enumerate(ratings.cases):
            if case.skipped:
                buttons.append(_button(case.case_id))
                buttons[-1].clicked.connect(partial(self._ask_for, place))
                column.addWidget(buttons[-1], 0, Qt.AlignmentFlag.AlignLeft)
        self.skipped = tuple(buttons)
        self._skipped_area.setWidget(inside)
        self._skipped_area.setFixedHeight(min(160, 34 * len(buttons)))
        self._skipped_area.setVisible(bool(buttons))
        self._skipped_words.setVisible(bool(buttons))

    def _ask_for(self, place: int, _checked: bool = False) -> None:
        self.case_requested.emit(place)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.resolve().parent)))


def _card(page: QWidget) -> tuple[QFrame, QVBoxLayout]:
    """Put a card into the middle of a page; return it with its column."""
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    card = QFrame()
    card.setObjectName("card")
    card.setFixedWidth(_WIDTH_PX)
    column = QVBoxLayout(card)
    column.setContentsMargins(28, 24, 28, 24)
    column.setSpacing(8)
    middle = QHBoxLayout()
    middle.addStretch(1)
    middle.addWidget(card)
    middle.addStretch(1)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(16, 16, 16, 16)
    outer.addStretch(2)
    outer.addLayout(middle)
    outer.addStretch(3)
    return card, column


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """Return widgets side by side; None takes the room that is left, else the right end does."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    if None not in widgets:
        row.addStretch(1)
    return row


def _words(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label


def _button(text: str, *, primary: bool = False) -> QPushButton:
    button = QPushButton(text)
    if primary:
        button.setProperty("role", "primary")
    return button
