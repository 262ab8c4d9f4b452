"""The start screen: the studies, found as one types, and the ways to bring in another."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPen, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.workspace import StudyRow
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.browser.study_model import ROW_ROLE, TONE_ROLE, Column, Filter, StudyFilter, StudyTable, Tone
from deepcoro_desktop.ui.errors import ProblemBar

ROW_PX = 36
_TONE_COLOURS = {Tone.DONE: theme.DONE, Tone.OPEN: theme.REVIEW, Tone.FAULT: theme.FAULT, Tone.NONE: theme.DIM}
_WIDTHS = {
    Column.PATIENT: 240, Column.ID: 130, Column.BORN: 100, Column.STUDY: 140, Column.CLIPS: 60, Column.REPORT: 120,
    Column.AI: 130,
}  # fmt: skip


class Page(Enum):
    """What fills the list's place."""

    LOADING = 0
    EMPTY = 1
    NO_MATCH = 2
    LIST = 3


class StudyListPanel(QWidget):
    """The start screen."""

    open_requested = Signal(str)
    """Study Instance UID."""
    import_requested = Signal(object)
    """Tuple of paths."""
    demo_requested = Signal()
    refresh_requested = Signal()
    urgent_requested = Signal(str, bool)
    """(Study Instance UID, whether it is urgent)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = StudyTable(self)
        self.filter = StudyFilter(self)
        self.filter.setSourceModel(self.table)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search by name, ID, date, indication")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search studies")
        self.chips = {chosen: QPushButton(chosen.value) for chosen in Filter}
        self.view = QTableView()
        self.problem = ProblemBar("Try again")
        self.count = QLabel()
        self.count.setProperty("role", "note")
        self._pages = QStackedWidget()
        self._loading = _message("Reading the list of studies", "")
        self.clear = QPushButton("Show all studies")
        self._nothing_left = _message("No study matches", "Change the search or switch a filter off.", self.clear)
        self.folder, self.file, self.demo = (
            QPushButton("Open folder"),
            QPushButton("Open file"),
            QPushButton("Demo study"),
        )
        self._compose()
        self._connect()
        self.set_loading()

    def _compose(self) -> None:
        title = QLabel("Studies")
        title.setProperty("role", "big")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(title)
        top.addWidget(self.count)
        top.addStretch(1)
        for button, tip in (
            (self.folder, "Import a folder of DICOM files (Ctrl+O)"),
            (self.file, "Import a DICOM file, a DICOMDIR or a zip (Ctrl+Shift+O)"),
            (self.demo, "Import the sample study: a computed heart, no patient"),
        ):
            button.setToolTip(tip)
            top.addWidget(button)
        self.folder.setProperty("role", "primary")
        find = QHBoxLayout()
        find.setSpacing(8)
        find.addWidget(self.search, 1)
        for chip in self.chips.values():
            chip.setCheckable(True)
            find.addWidget(chip)
        self._prepare_view()
        for page in (self._loading, self._empty_page(), self._nothing_left, self.view):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 12)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(find)
        column.addWidget(self.problem)
        column.addWidget(self._pages, 1)
        hint = QLabel(
            "Drop a folder, a zip or files anywhere to import them · Enter opens the selected study, U marks it urgent"
        )
        hint.setProperty("role", "small")
        column.addWidget(hint)

    def _prepare_view(self) -> None:
        view = self.view
        view.setModel(self.filter)
        view.setItemDelegate(_Delegate(view))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setShowGrid(False)
        view.setSortingEnabled(True)
        view.setTabKeyNavigation(False)
        view.setMouseTracking(True)
        view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        view.setAccessibleName("Studies")
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(ROW_PX)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in _WIDTHS.items():
            view.setColumnWidth(column, width)
        header.setSectionResizeMode(Column.INDICATION, QHeaderView.ResizeMode.Stretch)
        view.sortByColumn(Column.STUDY, Qt.SortOrder.DescendingOrder)

    def _empty_page(self) -> QWidget:
        page = QFrame()
        page.setObjectName("drop")
        self.drop = page
        title = QLabel("Drop a folder, a zip or DICOM files here")
        title.setProperty("role", "big")
        words = QLabel(
            "Or open the demo study: a computed heart, analysed while you watch. Nothing leaves this computer."
        )
        words.setProperty("role", "dim")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        self.empty_folder, self.empty_demo = QPushButton("Open folder"), QPushButton("Demo study")
        self.empty_folder.setProperty("role", "primary")
        buttons.addWidget(self.empty_folder)
        buttons.addWidget(self.empty_demo)
        buttons.addStretch(1)
        column = QVBoxLayout(page)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(buttons)
        column.addStretch(1)
        return page

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_query)
        self.search.returnPressed.connect(self._open_first)
        for chip in self.chips.values():
            chip.toggled.connect(self._on_query)
        self.view.doubleClicked.connect(lambda _index: self._open_current())
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        urgent = QShortcut(QKeySequence("U"), self.view)
        urgent.setContext(Qt.ShortcutContext.WidgetShortcut)
        urgent.activated.connect(self._toggle_urgent)
        self.clear.clicked.connect(self.show_all)
        self.problem.action_requested.connect(self.refresh_requested)
        for button in (self.folder, self.empty_folder):
            button.clicked.connect(self.choose_folder)
        self.file.clicked.connect(self.choose_files)
        for button in (self.demo, self.empty_demo):
            button.clicked.connect(self.demo_requested)

    @property
    def page(self) -> Page:
        """What fills the list's place now."""
        return Page(self._pages.currentIndex())

    def set_loading(self) -> None:
        """Say that the list is being read."""
        self.count.setText("")
        self.search.setEnabled(False)
        self._pages.setCurrentIndex(Page.LOADING.value)

    def set_rows(self, rows: tuple[StudyRow, ...]) -> None:
        """Show the studies; what was selected stays selected."""
        selected = self._selected()
        self.problem.hide()
        self.table.set_rows(rows)
        self._show_page()
        if selected is not None:
            self._select(selected.study_uid)
        if self._selected() is None and self.filter.rowCount():
            self.view.selectRow(0)
        self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard where it is needed: in the search, or on the button that brings in a study."""
        at = QApplication.focusWidget()
        if self.isVisible() and (at is None or not self.isAncestorOf(at)):
            (self.search if self.table.rowCount() else self.empty_folder).setFocus()

    def set_failed(self, error: DeepcoroError) -> None:
        """Say why the list cannot be read; what was shown stays."""
        self.problem.show_error(error)
        self._show_page()

    def show_all(self) -> None:
        """Take back the search and the filters."""
        self.search.clear()
        for chip in self.chips.values():
            chip.setChecked(False)

    def choose_folder(self) -> None:
        """Ask for a folder to import."""
        folder = QFileDialog.getExistingDirectory(self, "Open a folder of DICOM files")
        if folder:
            self.import_requested.emit((Path(folder),))

    def choose_files(self) -> None:
        """Ask for files to import."""
        names, _ = QFileDialog.getOpenFileNames(self, "Open DICOM files, a DICOMDIR or a zip")
        if names:
            self.import_requested.emit(tuple(Path(name) for name in names))

    def light_drop(self, *, over: bool) -> None:
        """Show that what is dragged may be dropped."""
        self.drop.setProperty("over", over)
        self.drop.style().unpolish(self.drop)
        self.drop.style().polish(self.drop)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the selected study with Enter; go from the search to the list with Down."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_current()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.view.setFocus()
        else:
            super().keyPressEvent(event)

    def _on_query(self) -> None:
        self.filter.set_query(self.search.text(), frozenset(f for f, chip in self.chips.items() if chip.isChecked()))
        self._show_page()
        if self._selected() is None and self.filter.rowCount():
            self.view.selectRow(0)

    def _show_page(self) -> None:
        total, shown = self.table.rowCount(), self.filter.rowCount()
        page = Page.EMPTY if total == 0 else Page.LIST if shown else Page.NO_MATCH
        self._pages.setCurrentIndex(page.value)
        self.count.setText("" if not total else f"{shown} of {total}" if self.filter.narrowed else f"{total}")
        self.search.setEnabled(total > 0)

    def _selected(self) -> StudyRow | None:
        index = self.view.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def _select(self, study_uid: str) -> None:
        for row in range(self.filter.rowCount()):
            if self.filter.index(row, 0).data(ROW_ROLE).study_uid == study_uid:
                self.view.selectRow(row)

    def _open_first(self) -> None:
        if self._selected() is None and self.filter.rowCount():
            self.view.selectRow(0)
        self._open_current()

    def _open_current(self) -> None:
        row = self._selected()
        if row is not None and self.page is Page.LIST:
            self.open_requested.emit(row.study_uid)

    def _toggle_urgent(self) -> None:
        row = self._selected()
        if row is not None and self.page is Page.LIST:
            self.urgent_requested.emit(row.study_uid, not row.urgent)

    def _show_menu(self, place: QPoint) -> None:
        row = self.view.indexAt(place).data(ROW_ROLE)
        if row is None:
            return
        self._select(row.study_uid)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Open\tEnter", self._open_current)
        menu.addAction("Not urgent any more\tU" if row.urgent else "Mark as urgent\tU", self._toggle_urgent)
        menu.popup(self.view.viewport().mapToGlobal(place))


def _message(title: str, words: str, button: QPushButton | None = None) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setAlignment(Qt.AlignmentFlag.AlignCenter)
    column.setSpacing(8)
    for text, role in ((title, "heading"), (words, "dim")):
        label = QLabel(text)
        label.setProperty("role", role)
        label.setVisible(bool(text))
        column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
    if button is not None:
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
    return page


class _Delegate(QStyledItemDelegate):
    """Draws one cell: a mark whose shape tells the state, then the words."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        view = self.parent()
        selected = isinstance(view, QTableView) and view.currentIndex().row() == index.row()
        if selected:
            painter.fillRect(rect, QColor(theme.FOCUS_FILL))
            if index.column() == 0:
                painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), QColor(theme.ACCENT))
        painter.setPen(QColor(theme.LINE))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        tone = index.data(TONE_ROLE)
        left = rect.left() + 10
        if tone is not None and index.column() != Column.PATIENT:
            draw_mark(painter, QPointF(left + 4, rect.center().y()), tone)
            left += 16
        bold = index.column() == Column.PATIENT
        painter.setFont(theme.font(13, theme.MEDIUM if bold else theme.NORMAL))
        colour = theme.BRIGHT if bold else _TONE_COLOURS[tone] if tone is not None else theme.TEXT
        if index.column() == Column.PATIENT and tone is Tone.FAULT:
            colour = theme.FAULT
        painter.setPen(QColor(colour))
        area = QRectF(left, rect.top(), rect.right() - left - 8, rect.height())
        align = Qt.AlignmentFlag.AlignRight if index.column() == Column.CLIPS else Qt.AlignmentFlag.AlignLeft
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, align | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a line."""
        return QSize(super().sizeHint(option, index).width(), ROW_PX)


def draw_mark(painter: QPainter, centre: QPointF, tone: Tone) -> None:
    """Draw a state's mark: filled dot done, ring open, cross fault, short line none."""
    colour = QColor(_TONE_COLOURS[tone])
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(colour if tone is Tone.DONE else Qt.BrushStyle.NoBrush)
    x, y, r = centre.x(), centre.y(), 3.5
    if tone in (Tone.DONE, Tone.OPEN):
        painter.drawEllipse(centre, r, r)
    elif tone is Tone.FAULT:
        painter.drawLine(QPointF(x - r, y - r), QPointF(x + r, y + r))
        painter.drawLine(QPointF(x - r, y + r), QPointF(x + r, y - r))
    else:
        painter.drawLine(QPointF(x - r, y), QPointF(x + r, y))
