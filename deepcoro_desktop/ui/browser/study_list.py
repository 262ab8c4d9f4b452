"""The start screen: the studies, found as one types, and the ways to bring in another."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent
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
    QTableView,
    QVBoxLayout,
    QWidget,
)

from deepcoro_desktop.core.errors import DeepcoroError, StorageError
from deepcoro_desktop.core.workspace import StudyRow
from deepcoro_desktop.ui.browser.study_delegate import ROW_PX, StudyDelegate
from deepcoro_desktop.ui.browser.study_model import ROW_ROLE, Column, Filter, StudyFilter, StudyTable
from deepcoro_desktop.ui.errors import ProblemBar
from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.theme import restyle

if TYPE_CHECKING:
    from deepcoro_desktop.core.selftest import Check

_LAST_FOLDER = "folders/last"
_WIDTHS = {
    Column.PATIENT: 230, Column.ID: 120, Column.BORN: 106, Column.STUDY: 140, Column.CLIPS: 60, Column.READER: 130,
    Column.REPORT: 110, Column.AI: 120,
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
    assign_requested = Signal(str, str)
    """(Study Instance UID, name of the reader; empty for nobody)."""

    def __init__(
        self,
        keymap: Keymap | None = None,
        reader: str = "",
        settings: QSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keymap = keymap or Keymap(parent=self)
        self._reader = reader
        self._settings = settings
        self.table = StudyTable(self)
        self.filter = StudyFilter(self)
        self.filter.reader = reader
        self.filter.setSourceModel(self.table)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search by name, ID, date, indication, reader"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(tr("Search studies"))
        self.chips = {chosen: QPushButton(tr(chosen.value)) for chosen in Filter}
        self.view = QTableView()
        self.problem = ProblemBar(tr("Try again"))
        self.count = QLabel()
        self.count.setProperty("role", "note")
        self._pages = QStackedWidget()
        self._loading = _message(tr("Reading the list of studies"), "")
        self.clear = QPushButton(tr("Show all studies"))
        self._nothing_left = _message(
            tr("No study matches"), tr("Change the search or switch a filter off."), self.clear
        )
        self.folder, self.file, self.demo = (
            QPushButton(tr("Open folder")),
            QPushButton(tr("Open file")),
            QPushButton(tr("Demo study")),
        )
        self._compose()
        self._connect()
        self.set_loading()

    def _compose(self) -> None:
        title = QLabel(tr("Studies"))
        title.setProperty("role", "big")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(title)
        top.addWidget(self.count)
        top.addStretch(1)
        for button in (self.folder, self.file, self.demo):
            top.addWidget(button)
        self.demo.setToolTip(tr("Import the sample study: a computed heart, no patient"))
        self.folder.setProperty("role", "primary")
        find = QHBoxLayout()
        find.setSpacing(8)
        find.addWidget(self.search, 1)
        for chip in self.chips.values():
            chip.setCheckable(True)
            find.addWidget(chip)
        self.chips[Filter.MINE].setVisible(bool(self._reader))
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
        self.hint = QLabel()
        self.hint.setProperty("role", "small")
        self.checks = QLabel()
        self.checks.setProperty("role", "small")
        self.checks.hide()
        below = QHBoxLayout()
        below.addWidget(self.hint)
        below.addStretch(1)
        below.addWidget(self.checks)
        column.addLayout(below)
        self._name_keys()

    def _name_keys(self) -> None:
        """Say with which keys all this is done now."""
        key = self._keymap.shown
        self.folder.setToolTip(tr("Import a folder of DICOM files ({key})").format(key=key("open-folder")))
        self.file.setToolTip(tr("Import a DICOM file, a DICOMDIR or a zip ({key})").format(key=key("open-files")))
        self.search.setToolTip(tr("Search by name, ID, date, indication, reader ({key})").format(key=key("search")))
        self.hint.setText(
            tr(
                "Drop a folder, a zip or files anywhere to import them · Enter opens the selected study, "
                "{urgent} marks it urgent, {assign} assigns it to you"
            ).format(urgent=key("urgent"), assign=key("assign"))
        )

    def _prepare_view(self) -> None:
        view = self.view
        view.setModel(self.filter)
        view.setItemDelegate(StudyDelegate(view))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setShowGrid(False)
        view.setSortingEnabled(True)
        view.setTabKeyNavigation(False)
        view.setMouseTracking(True)
        view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        view.setAccessibleName(tr("Studies"))
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
        title = QLabel(tr("Drop a folder, a zip or DICOM files here"))
        title.setProperty("role", "big")
        words = QLabel(
            tr("Or open the demo study: a computed heart, analysed while you watch. Nothing leaves this computer.")
        )
        words.setProperty("role", "dim")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        self.empty_folder, self.empty_demo = QPushButton(tr("Open folder")), QPushButton(tr("Demo study"))
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
        for action_id, slot in (("urgent", self._toggle_urgent), ("assign", self._assign_to_me)):
            self._keymap.bind(self.view, action_id, slot, Qt.ShortcutContext.WidgetShortcut)
        self._keymap.changed.connect(self._name_keys)
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

    def show_checks(self, checks: tuple[Check, ...]) -> None:
        """Say how the program's own checks came out."""
        failed = [check for check in checks if not check.passed]
        names = ", ".join(check.name for check in failed or checks)
        self.checks.setText(
            (tr("Self test: {names} FAILED") if failed else tr("Self test: {names} pass")).format(names=names)
        )
        self.checks.setToolTip("\n".join(f"{check.name}: {check.detail}" for check in checks))
        restyle(self.checks, role="fault" if failed else "small")
        self.checks.show()
        if failed:
            words = tr("The program's self test failed: {names}.").format(names=names)
            self.problem.show_error(
                StorageError(words, tr("Results may be wrong on this computer. Point at the line below."))
            )

    @property
    def last_folder(self) -> str:
        """Folder that files were last chosen from."""
        return str(self._settings.value(_LAST_FOLDER, "")) if self._settings is not None else ""

    def _keep_folder(self, folder: Path) -> None:
        if self._settings is not None:
            self._settings.setValue(_LAST_FOLDER, str(folder))

    def choose_folder(self) -> None:
        """Ask for a folder to import."""
        folder = QFileDialog.getExistingDirectory(self, tr("Open a folder of DICOM files"), self.last_folder)
        if folder:
            self._keep_folder(Path(folder))
            self.import_requested.emit((Path(folder),))

    def choose_files(self) -> None:
        """Ask for files to import."""
        names, _ = QFileDialog.getOpenFileNames(self, tr("Open DICOM files, a DICOMDIR or a zip"), self.last_folder)
        if names:
            self._keep_folder(Path(names[0]).parent)
            self.import_requested.emit(tuple(Path(name) for name in names))

    def light_drop(self, *, over: bool) -> None:
        """Show that what is dragged may be dropped."""
        restyle(self.drop, over=over)

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
        self.count.setText(
            ""
            if not total
            else tr("{shown} of {total}").format(shown=shown, total=total)
            if self.filter.narrowed
            else f"{total}"
        )
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

    def _assign_to_me(self) -> None:
        row = self._selected()
        if row is not None and self.page is Page.LIST and self._reader:
            mine = row.assignee.casefold() == self._reader.casefold()
            self.assign_requested.emit(row.study_uid, "" if mine else self._reader)

    def _show_menu(self, place: QPoint) -> None:
        row = self.view.indexAt(place).data(ROW_ROLE)
        if row is None:
            return
        self._select(row.study_uid)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        urgent, mine = self._keymap.shown("urgent"), self._keymap.shown("assign")
        menu.addAction(tr("Open\tEnter"), self._open_current)
        menu.addAction(
            (tr("Not urgent any more") if row.urgent else tr("Mark as urgent")) + f"\t{urgent}", self._toggle_urgent
        )
        if self._reader:
            taken = row.assignee.casefold() == self._reader.casefold()
            menu.addAction((tr("Give back") if taken else tr("Assign to me")) + f"\t{mine}", self._assign_to_me)
        others = sorted({other.assignee for other in self.table.rows} - {"", self._reader, row.assignee})
        for name in others:
            menu.addAction(tr("Assign to {name}").format(name=name)).triggered.connect(
                lambda _checked=False, n=name: self.assign_requested.emit(row.study_uid, n)
            )
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
