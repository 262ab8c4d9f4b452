"""The list of studies as a table, and what the search and the filters leave of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, IntEnum
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from deepcoro_desktop.core.report.document import ReportState
from deepcoro_desktop.core.workspace import AiState, StudyRow
from deepcoro_desktop.ui.language import mark, tr

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE: Final = Qt.ItemDataRole.UserRole
"""The whole StudyRow."""
TONE_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""Tone of a cell: the colour and shape of its mark."""


class Column(IntEnum):
    """One line a study."""

    PATIENT = 0
    ID = 1
    BORN = 2
    STUDY = 3
    INDICATION = 4
    CLIPS = 5
    READER = 6
    REPORT = 7
    AI = 8


HEADINGS: Final = (
    mark("Patient"),
    mark("ID"),
    mark("Born"),
    mark("Examined"),
    mark("Study and indication"),
    mark("Clips"),
    mark("Reader"),
    mark("Report"),
    mark("AI draft"),
)


class Tone(Enum):
    """State, told by shape and word before colour."""

    NONE = "none"
    DONE = "done"
    OPEN = "open"
    FAULT = "fault"


class Filter(Enum):
    """Filters that may be on at once; each leaves less."""

    UNSIGNED = mark("Unsigned")
    MINE = mark("Mine")
    URGENT = mark("Urgent")
    AI_READY = mark("AI draft ready")
    AI_FAILED = mark("AI failed")


_REPORT: Final = {
    None: (mark("no report"), Tone.NONE),
    ReportState.DRAFT: (mark("draft"), Tone.OPEN),
    ReportState.PRELIMINARY: (mark("preliminary"), Tone.OPEN),
    ReportState.FINAL: (mark("signed"), Tone.DONE),
    ReportState.AMENDED: (mark("amended"), Tone.DONE),
}
_AI: Final = {
    AiState.NONE: (mark("not analysed"), Tone.NONE),
    AiState.READY: (mark("ready"), Tone.DONE),
    AiState.FAILED: (mark("failed"), Tone.FAULT),
}


def passes(row: StudyRow, words: tuple[str, ...], filters: frozenset[Filter], reader: str = "") -> bool:
    """Return whether a study stays in the list: every word is somewhere in its line, every filter holds.

    `reader` is whose studies are "mine".
    """
    text = searchable(row)
    if not all(word in text for word in words):
        return False
    holds = {
        Filter.UNSIGNED: row.report_state not in (ReportState.FINAL, ReportState.AMENDED),
        Filter.MINE: bool(reader) and row.assignee.casefold() == reader.casefold(),
        Filter.URGENT: row.urgent,
        Filter.AI_READY: row.ai_state is AiState.READY,
        Filter.AI_FAILED: row.ai_state is AiState.FAILED,
    }
    return all(holds[chosen] for chosen in filters)


def searchable(row: StudyRow) -> str:
    """Return the text that the search looks in, in lower case."""
    parts = [row.patient_name, row.patient_id, _day(row.birth_date), _moment(row.study_datetime)]
    return " ".join([*parts, row.description, row.indication, row.assignee]).casefold()


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows, and by what it is sorted."""

    text: str
    key: str | int
    tone: Tone | None = None


def cell(row: StudyRow, column: Column) -> Cell:
    """Return what a column shows of a study."""
    match column:
        case Column.PATIENT:
            name = row.patient_name or tr("name missing")
            return Cell(
                tr("{name} · URGENT").format(name=name) if row.urgent else name,
                name.casefold(),
                Tone.FAULT if row.urgent else None,
            )
        case Column.ID:
            return Cell(row.patient_id or tr("ID missing"), row.patient_id)
        case Column.BORN:
            return Cell(_day(row.birth_date) or "–", _day(row.birth_date))
        case Column.STUDY:
            return Cell(_moment(row.study_datetime) or "–", _moment(row.study_datetime))
        case Column.INDICATION:
            text = " · ".join(filter(None, (row.description, row.indication))) or tr("no indication given")
            return Cell(text, text.casefold())
        case Column.CLIPS:
            return Cell(str(row.clip_count), row.clip_count)
        case Column.READER:
            return Cell(row.assignee or "–", row.assignee.casefold())
        case Column.REPORT:
            text, tone = _REPORT[row.report_state]
            return Cell(tr(text), text, tone)
        case _:
            text, tone = _AI[row.ai_state]
            return Cell(tr(text), text, tone)


def _day(value: date | str | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


def _moment(value: datetime | str | None) -> str:
    return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else (value or "").replace("T", " ")[:16]


class StudyTable(QAbstractTableModel):
    """All studies of the workspace."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[StudyRow, ...] = ()

    @property
    def rows(self) -> tuple[StudyRow, ...]:
        """The studies."""
        return self._rows

    def set_rows(self, rows: tuple[StudyRow, ...]) -> None:
        """Show other studies."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many studies there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, its sort key, its tone or its study."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        shown = cell(row, Column(index.column()))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return shown.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(HEADINGS[index.column()])}: {shown.text}"
        if role == Qt.ItemDataRole.EditRole:
            return shown.key
        if role == TONE_ROLE:
            return shown.tone
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == Column.CLIPS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's heading."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADINGS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = Qt.AlignmentFlag.AlignRight if section == Column.CLIPS else Qt.AlignmentFlag.AlignLeft
            return right | Qt.AlignmentFlag.AlignVCenter
        return None


class StudyFilter(QSortFilterProxyModel):
    """The studies that the search and the filters leave, sorted by the clicked column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._filters: frozenset[Filter] = frozenset()
        self.reader = ""
        """Whose studies are "mine"."""
        self.setSortRole(Qt.ItemDataRole.EditRole)

    @property
    def narrowed(self) -> bool:
        """Whether a search or a filter is on."""
        return bool(self._words or self._filters)

    def set_query(self, text: str, filters: frozenset[Filter]) -> None:
        """Search for words and apply filters."""
        self.beginFilterChange()
        self._words, self._filters = tuple(text.casefold().replace("^", " ").split()), filters
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Return whether a study stays."""
        row = self.sourceModel().index(source_row, 0, source_parent).data(ROW_ROLE)
        return passes(row, self._words, self._filters, self.reader)
