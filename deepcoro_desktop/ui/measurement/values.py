"""The list of values: by section, with source, range and flag; several beats unfold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTreeWidget, QTreeWidgetItem, QWidget

from deepcoro_desktop.core.measurement.cart import CartValue
from deepcoro_desktop.core.measurement.measurement import Average, Measurement, Source
from deepcoro_desktop.core.measurement.reference import Flag
from deepcoro_desktop.core.measurement.table import Row
from deepcoro_desktop.core.measurement.units import convert
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.language import mark, tr
from deepcoro_desktop.ui.measurement.wording import FLAGS, SOURCES, UNVERIFIED, row_tip, spoken, with_remarks

NAME, VALUE, FLAG, SOURCE = range(4)
_ROLE: Final = Qt.ItemDataRole.UserRole
_WIDTHS: Final = {VALUE: 84, FLAG: 54, SOURCE: 58}
OTHER: Final = mark("General")
UNUSED: Final = mark("Also from the cart")

_SHEET: Final = """
QTreeView { show-decoration-selected: 0; }
QTreeView::item { padding: 3px 2px; }
QTreeView::branch, QTreeView::branch:has-siblings, QTreeView::branch:!has-children,
QTreeView::branch:has-siblings:!adjoins-item, QTreeView::branch:has-siblings:adjoins-item,
QTreeView::branch:!has-children:!has-siblings:adjoins-item { border-image: none; }
QTreeView::branch:selected, QTreeView::branch:hover { background: transparent; }
QHeaderView::section { padding: 4px 2px; }
"""
"""Lines with room, and no tree of lines before them."""

Shown = Row | Measurement | CartValue


class ValueList(QTreeWidget):
    """Values of the study.

    Enter or a click opens the clip and frame; Delete removes a beat; a menu chooses mean, last or largest beat.
    """

    opened = Signal(object)
    """Measurement: show where it was taken."""
    frame_requested = Signal(str, int)
    """Show this frame of this clip: a number of the cart that is not in use was measured there."""
    removed = Signal(str)
    average_chosen = Signal(str, object)
    report_requested = Signal(object)
    """Row: state it in the report."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[Row, ...], tuple[CartValue, ...]] = ((), ())
        self._remarks: Mapping[str, str] = {}
        self.setColumnCount(4)
        self.setHeaderLabels([tr("Measurement"), tr("Value"), "", tr("Source")])
        self.setStyleSheet(_SHEET)
        self.headerItem().setTextAlignment(VALUE, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(tr("Measured and derived values"))
        self.setRootIsDecorated(True)
        self.setIndentation(14)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.itemClicked.connect(lambda item, _column: self._open(item))
        self.itemActivated.connect(lambda item, _column: self._open(item))
        header = self.header()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setStretchLastSection(False)
        for column, width in _WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)

    def show_values(
        self,
        rows: tuple[Row, ...],
        cart: tuple[CartValue, ...],
        selected: str = "",
        remarks: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Show these values; what is unfolded and where the reader stands stay.

        Parameters
        ----------
        rows : tuple of Row
            Measured and derived values.
        cart : tuple of CartValue
            All that the cart says; what is in no row stands below.
        selected : str
            Id of the measurement whose figure has handles.
        remarks : mapping of str to str
            Measurement id -> what is to be said of its figure.
        """
        if (rows, cart, remarks) != (*self._shown, self._remarks):
            self._shown, self._remarks = (rows, cart), remarks
            self._fill(rows, cart)
        self._mark(selected)

    def row_of(self, item: QTreeWidgetItem) -> Shown | None:
        """Return what stands behind a line: a row, a beat or a number of the cart."""
        found = item.data(NAME, _ROLE)
        return found if isinstance(found, Row | Measurement | CartValue) else None

    def _fill(self, rows: tuple[Row, ...], cart: tuple[CartValue, ...]) -> None:
        current = self.currentItem()
        stood = current.text(NAME) if current is not None else ""
        unfolded = {item.text(NAME) for item in self._items() if item.isExpanded()}
        place = self.verticalScrollBar().value()
        self.clear()
        sections: dict[str, QTreeWidgetItem] = {}
        for row in rows:
            name = row.section or tr(OTHER)
            if name not in sections:
                sections[name] = self._section(name)
            self._add_row(sections[name], row)
        used = {beat.measurement_id for row in rows for beat in row.beats}
        unused = [v for v in cart if v.measurement is None or v.measurement.measurement_id not in used]
        if unused:
            section = self._section(f"{tr(UNUSED)} ({len(unused)})")
            for value in unused:
                self._add_loose(section, value)
        for item in self._items():
            if item.text(NAME) in unfolded:
                item.setExpanded(True)
            if item.text(NAME) == stood:
                self.setCurrentItem(item)
        self.verticalScrollBar().setValue(place)

    def _section(self, name: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([name])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        item.setFont(NAME, theme.font(theme.NOTE_PX, theme.SEMIBOLD))
        item.setForeground(NAME, QBrush(QColor(theme.DIM)))
        self.addTopLevelItem(item)
        item.setFirstColumnSpanned(True)
        item.setExpanded(True)
        return item

    def _add_row(self, section: QTreeWidgetItem, row: Row) -> None:
        said = with_remarks(row, self._remarks)
        warning = " !" if said.warning else ""
        estimated = row.source is Source.AI
        flag = UNVERIFIED if estimated else FLAGS[row.flag]
        item = QTreeWidgetItem([row.label + warning, row.text, tr(flag), tr(SOURCES[row.source])])
        item.setData(NAME, _ROLE, row)
        item.setTextAlignment(VALUE, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(SOURCE, QBrush(QColor(theme.ACCENT if row.source is Source.READER else theme.DIM)))
        if estimated or row.flag is not Flag.NORMAL:
            for column in (VALUE, FLAG):
                item.setForeground(column, QBrush(QColor(theme.REVIEW)))
        if row.source is None:
            item.setForeground(NAME, QBrush(QColor(theme.DIM)))
        for column in range(4):
            item.setToolTip(column, row_tip(said))
        item.setData(NAME, Qt.ItemDataRole.AccessibleTextRole, spoken(said))
        section.addChild(item)
        if len(row.beats) > 1:
            how = "" if row.average is Average.MEAN else f" {row.average.value}"
            item.setText(NAME, f"{row.label}{warning} ×{len(row.beats)}{how}")
            for beat in row.beats:
                self._add_beat(item, row, beat)

    def _add_beat(self, parent: QTreeWidgetItem, row: Row, beat: Measurement) -> None:
        value = convert(beat.value, beat.unit, row.unit)
        item = QTreeWidgetItem(
            [tr("beat {beat}").format(beat=beat.beat), f"{value:.{row.decimals}f} {row.unit.value}", "", ""]
        )
        if remark := self._remarks.get(beat.measurement_id):
            item.setText(NAME, f"{item.text(NAME)} !")
            item.setToolTip(NAME, remark)
            item.setToolTip(VALUE, remark)
        item.setData(NAME, _ROLE, beat)
        item.setTextAlignment(VALUE, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(NAME, QBrush(QColor(theme.DIM)))
        parent.addChild(item)

    def _add_loose(self, section: QTreeWidgetItem, value: CartValue) -> None:
        item = QTreeWidgetItem([value.label, value.text, "", tr("cart")])
        item.setData(NAME, _ROLE, value)
        item.setTextAlignment(VALUE, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for column in range(4):
            item.setForeground(column, QBrush(QColor(theme.DIM)))
            item.setToolTip(
                column,
                tr("{label}\nNot in use: {reason}").format(
                    label=value.label, reason=value.reason or tr("your own measurement stands in its place")
                ),
            )
        section.addChild(item)

    def _items(self) -> list[QTreeWidgetItem]:
        """Return all lines, from top to bottom."""
        return list(self._below(self.invisibleRootItem()))

    def _below(self, parent: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
        for place in range(parent.childCount()):
            item = parent.child(place)
            yield item
            yield from self._below(item)

    def _mark(self, selected: str) -> None:
        """Stand at the selected measurement, without opening it again."""
        for item in self._items():
            shown = self.row_of(item)
            beats = (shown,) if isinstance(shown, Measurement) else shown.beats if isinstance(shown, Row) else ()
            if selected and any(beat.measurement_id == selected for beat in beats):
                self.setCurrentItem(item)
                if not (isinstance(shown, Row) and len(beats) > 1 and item.isExpanded()):
                    return

    def _open(self, item: QTreeWidgetItem) -> None:
        shown = self.row_of(item)
        if isinstance(shown, Row) and shown.beats:
            self.opened.emit(shown.beats[-1])
        elif isinstance(shown, Measurement):
            self.opened.emit(shown)
        elif isinstance(shown, CartValue) and shown.reported.sop_instance_uid:
            self.frame_requested.emit(shown.reported.sop_instance_uid, shown.reported.frame or 0)

    def _show_menu(self, at: QPoint) -> None:
        item = self.itemAt(at)
        menu = self.menu_for(item) if item is not None else None
        if menu is not None:
            menu.exec(self.viewport().mapToGlobal(at))

    def menu_for(self, item: QTreeWidgetItem) -> QMenu | None:
        """Return what can be done with a line, None for nothing."""
        shown = self.row_of(item)
        menu = QMenu(self)
        if isinstance(shown, Row) and len(shown.beats) > 1:
            for average in Average:
                action = menu.addAction(
                    {"mean": tr("Mean of beats"), "last": tr("Last beat"), "max": tr("Largest beat")}[average.value]
                )
                action.setCheckable(True)
                action.setChecked(average is shown.average)
                action.triggered.connect(lambda _checked=False, a=average: self.average_chosen.emit(shown.key, a))
            menu.addSeparator()
        if isinstance(shown, Row) and shown.key and shown.section and shown.source is not Source.AI:
            menu.addAction(tr("State in the report")).triggered.connect(lambda: self.report_requested.emit(shown))
        own = self._own(shown)
        if own is not None:
            menu.addAction(tr("Remove\tDel")).triggered.connect(lambda: self.removed.emit(own.measurement_id))
        return menu if menu.actions() else None

    def _own(self, shown: Shown | None) -> Measurement | None:
        """Return the reader's measurement behind a line that stands for one alone."""
        beat = shown.beats[0] if isinstance(shown, Row) and len(shown.beats) == 1 else shown
        return beat if isinstance(beat, Measurement) and beat.source is Source.READER else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes a beat."""
        item = self.currentItem()
        own = self._own(self.row_of(item)) if item is not None else None
        if event.key() == Qt.Key.Key_Delete and own is not None:
            self.removed.emit(own.measurement_id)
        else:
            super().keyPressEvent(event)
