"""The clips of the open study: thumbnail, view, probability, weight, watched; opens them and drags them to a tile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QDrag, QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from deepcoro_desktop.core.study import Colours, View
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.browser.case_bar import CaseBar
from deepcoro_desktop.ui.browser.clip_model import ENTRY_ROLE, ClipLine, ClipListModel, Entry, Heading
from deepcoro_desktop.ui.browser.thumbnails import SIZE, ThumbnailSource
from deepcoro_desktop.ui.language import mark, tr
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import TaskRunner

LINE_PX: Final = 56
HEADING_PX: Final = 32
_COLOURS: Final = {
    Colours.AUTOMATIC: mark("As the file says"),
    Colours.RGB: mark("Treat as RGB"),
    Colours.YBR: mark("Treat as YBR"),
}
DIGIT_MS: Final = 600
"""How long a number key waits for a second digit, where one is possible."""


class ClipPanel(QWidget):
    """The clips, grouped by window, in acquisition order.

    Parameters
    ----------
    state : ViewerState
        What is open.
    tasks : TaskRunner
        Where thumbnails are decoded.
    views : mapping of str to View
        Views by id.
    """

    excluded_requested = Signal(str, bool)
    """Leave a clip out of the analysis (True) or take it in again."""
    colours_requested = Signal(str, object)
    """(SOP Instance UID, Colours): read the clip's colours so from now on."""

    def __init__(
        self, state: ViewerState, tasks: TaskRunner, views: Mapping[str, View], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._views = views
        self.thumbnails = ThumbnailSource(tasks, self.devicePixelRatioF(), self)
        self.model = ClipListModel(state, views, self)
        self.view = ClipListView(self.model, state, self.thumbnails)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self._empty = QLabel(tr("This study has no clips."))
        self._empty.setProperty("role", "dim")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._excluded: frozenset[str] = frozenset()
        self._number = ""
        self._digits = QTimer(self)
        self._digits.setSingleShot(True)
        self._digits.setInterval(DIGIT_MS)
        self._digits.timeout.connect(self._open_number)
        self.case = CaseBar(state, views)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(self.case)
        self.setMinimumWidth(212)
        self.model.modelReset.connect(self._on_reset)
        state.study_changed.connect(lambda _study: self._on_study())
        state.active_clip_changed.connect(self._follow)
        self.thumbnails.ready.connect(self.model.touch)
        state.names_hidden_changed.connect(self._hide_names)
        self._on_reset()

    def _hide_names(self, hidden: bool) -> None:
        self.thumbnails.set_covered(hidden)
        self.view.viewport().update()

    def press_digit(self, digit: int) -> None:
        """Open a clip by its number; waits for a second digit only where there is a clip with such a number."""
        if self._state.study is None:
            return
        self._number += str(digit)
        number = int(self._number)
        if number * 10 > self.model.rowCount():  # headings included: an upper bound is enough
            self._digits.stop()
            self._open_number()
        else:
            self._digits.start()

    def set_excluded(self, excluded: frozenset[str]) -> None:
        """Tell which clips the reader has left out."""
        self._excluded = excluded

    def open(self, sop_instance_uid: str) -> None:
        """Ask that a clip be shown in the active tile."""
        if sop_instance_uid:
            self._state.clip_open_requested.emit(sop_instance_uid)

    def _open_number(self) -> None:
        number, self._number = self._number, ""
        if number:
            self.open(self.model.clip_numbered(int(number)))

    def _on_study(self) -> None:
        self._digits.stop()
        self._number = ""
        self._excluded = frozenset()
        self.thumbnails.clear_waiting()
        self.view.scrollToTop()

    def _on_reset(self) -> None:
        has_clips = self.model.rowCount() > 0
        self.view.setVisible(has_clips)
        self._empty.setVisible(not has_clips)
        self._follow(self._state.active_clip)

    def _follow(self, sop_instance_uid: str) -> None:
        index = self.model.index_of(sop_instance_uid)
        if index.isValid():
            self.view.setCurrentIndex(index)

    def menu_for(self, line: ClipLine) -> QMenu:
        """Return the menu of one clip: open, correct its view, leave it out."""
        uid = line.clip.sop_instance_uid
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open in the active tile")).triggered.connect(lambda: self.open(uid))
        # made here: PySide6 6.10 may drop the one that addMenu(text) makes
        correct = QMenu(tr("Correct the view"), menu)
        menu.addMenu(correct)
        windows: dict[str, QMenu] = {}
        for view in self._views.values():
            window = windows.get(view.window)
            if window is None:
                window = windows[view.window] = QMenu(tr(view.window).capitalize(), correct)
                correct.addMenu(window)
            window.addAction(tr(view.label)).triggered.connect(
                lambda _checked=False, v=view.id: self._state.view_override_requested.emit(uid, v)
            )
        if line.overridden:
            correct.addSeparator()
            correct.addAction(tr("Back to the model's view")).triggered.connect(
                lambda: self._state.view_override_requested.emit(uid, "")
            )
        out = uid in self._excluded
        words = tr("Take into the analysis again") if out else tr("Leave out of the analysis")
        menu.addAction(words).triggered.connect(lambda: self.excluded_requested.emit(uid, not out))
        menu.addMenu(self._colour_menu(line, menu))
        return menu

    def _colour_menu(self, line: ClipLine, menu: QMenu) -> QMenu:
        """Return the menu of a clip whose colours come out wrong."""
        chosen = QMenu(tr("Colours"), menu)
        for colours, words in _COLOURS.items():
            action = chosen.addAction(words)
            action.setCheckable(True)
            action.setChecked(line.clip.colours is colours)
            action.triggered.connect(
                lambda _checked=False, c=colours: self.colours_requested.emit(line.clip.sop_instance_uid, c)
            )
        return chosen

    def _show_menu(self, position: QPoint) -> None:
        entry = self.view.entry_at(self.view.indexAt(position))
        if isinstance(entry, ClipLine):
            self.menu_for(entry).popup(self.view.viewport().mapToGlobal(position))


class ClipListView(QListView):
    """Opens on click and Enter; hovering lights the clip's tile."""

    def __init__(self, model: ClipListModel, state: ViewerState, thumbnails: ThumbnailSource) -> None:
        super().__init__()
        self._state = state
        self.setModel(model)
        self.setItemDelegate(_ClipDelegate(thumbnails, state, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Clips"))
        self.clicked.connect(self._open)
        self.entered.connect(self._hover)

    def entry_at(self, index: QModelIndex) -> Entry | None:
        """Return what stands at an index."""
        return index.data(ENTRY_ROLE) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter; letters and digits belong to the window, not to a search in the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.text().strip() or event.key() == Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: object) -> None:
        """Let go of the hovered clip."""
        self._state.clip_hovered.emit("")
        super().leaveEvent(event)  # type: ignore[arg-type]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let go of the hovered clip over a heading."""
        if not isinstance(self.entry_at(self.indexAt(event.position().toPoint())), ClipLine):
            self._state.clip_hovered.emit("")
        super().mouseMoveEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag a clip with its thumbnail under the pointer."""
        indexes = [index for index in self.selectedIndexes() if isinstance(self.entry_at(index), ClipLine)]
        if not indexes:
            return
        drag = QDrag(self)
        drag.setMimeData(self.model().mimeData(indexes))
        delegate = self.itemDelegate()
        entry = self.entry_at(indexes[0])
        if isinstance(delegate, _ClipDelegate) and isinstance(entry, ClipLine):
            drag.setPixmap(delegate.picture(entry))
        drag.exec(actions)

    def _step(self, step: int) -> None:
        row = self.currentIndex().row() + step
        while 0 <= row < self.model().rowCount():
            index = self.model().index(row, 0)
            if isinstance(self.entry_at(index), ClipLine):
                self.setCurrentIndex(index)
                self.scrollTo(index)
                return
            row += step

    def _open(self, index: QModelIndex) -> None:
        entry = self.entry_at(index)
        if isinstance(entry, ClipLine):
            self._state.clip_open_requested.emit(entry.clip.sop_instance_uid)

    def _hover(self, index: QModelIndex) -> None:
        entry = self.entry_at(index)
        self._state.clip_hovered.emit(entry.clip.sop_instance_uid if isinstance(entry, ClipLine) else "")


class _ClipDelegate(QStyledItemDelegate):
    """Draws a heading or a clip."""

    def __init__(self, thumbnails: ThumbnailSource, state: ViewerState, view: ClipListView) -> None:
        super().__init__(view)
        self._view = view
        self._thumbnails = thumbnails
        self._state = state

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a line's height."""
        heading = isinstance(index.data(ENTRY_ROLE), Heading)
        return QSize(120, HEADING_PX if heading else LINE_PX)

    def picture(self, line: ClipLine) -> QPixmap:
        """Return a clip's thumbnail as it hangs under the pointer."""
        pixmap = QPixmap(SIZE)
        pixmap.fill(QColor("black"))
        painter = QPainter(pixmap)
        self._paint_thumbnail(painter, QRectF(0, 0, SIZE.width(), SIZE.height()), line)
        painter.end()
        return pixmap

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one line."""
        entry: Entry = index.data(ENTRY_ROLE)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(entry, Heading):
            self._paint_heading(painter, rect, entry)
        else:
            current = self._view.currentIndex() == index and self._view.hasFocus()
            self._paint_clip(painter, rect, entry, current)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRectF, heading: Heading) -> None:
        area = rect.adjusted(12, 6, -14, 0)
        painter.setFont(theme.font(12, theme.MEDIUM))
        painter.setPen(QColor(theme.DIM))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, heading.title)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(heading.count))

    def _paint_clip(self, painter: QPainter, rect: QRectF, line: ClipLine, current: bool) -> None:
        if line.active or line.shown or line.hovered:
            painter.fillRect(rect, QColor(theme.RAISED))
        if line.shown:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), QColor(theme.ACCENT))
        if current:
            painter.setPen(QPen(QColor(theme.ACCENT), 1))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        picture = QRectF(rect.left() + 14, rect.top() + 4, SIZE.width(), SIZE.height())
        self._paint_thumbnail(painter, picture, line)
        left, right = picture.right() + 8, rect.right() - 26
        words = QRectF(left, rect.top() + 5, right - left, 18)
        painter.setFont(theme.font(13, theme.MEDIUM))
        known = line.probability is not None
        painter.setPen(QColor(theme.BRIGHT if line.active else theme.TEXT if known and not line.note else theme.DIM))
        metrics = painter.fontMetrics()
        painter.drawText(
            words,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(line.label, Qt.TextElideMode.ElideRight, int(words.width())),
        )
        painter.setFont(theme.font(theme.SMALL_PX))
        painter.setPen(QColor(theme.DIM))
        details = QRectF(left, rect.top() + 23, right - left + 18, 16)
        metrics = painter.fontMetrics()
        painter.drawText(
            details,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(line.details, Qt.TextElideMode.ElideRight, int(details.width())),
        )
        self._paint_weight(painter, QRectF(left, rect.top() + 43, right - left, 3), line)
        self._paint_watched(painter, QPointF(rect.right() - 14, rect.top() + 14), line.watched)

    def _paint_weight(self, painter: QPainter, track: QRectF, line: ClipLine) -> None:
        if line.weight is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.LINE))
        painter.drawRoundedRect(track, 1.5, 1.5)
        painter.setBrush(QColor(theme.ACCENT))
        painter.drawRoundedRect(QRectF(track.left(), track.top(), max(2.0, track.width() * line.share), 3), 1.5, 1.5)

    def _paint_watched(self, painter: QPainter, centre: QPointF, watched: bool) -> None:
        painter.setPen(QPen(QColor(theme.DIM), 1.4))
        painter.setBrush(QColor(theme.DIM) if watched else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, 3.2, 3.2)

    def _paint_thumbnail(self, painter: QPainter, area: QRectF, line: ClipLine) -> None:
        painter.fillRect(area, QColor("black"))
        uid = line.clip.sop_instance_uid
        study = self._state.study
        image = self._thumbnails.image(line.clip, study.study_instance_uid if study else "")
        painter.setFont(theme.font(10, theme.SEMIBOLD))
        if image is not None:
            size = image.deviceIndependentSize()
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(area.center())
            painter.drawImage(place, image)
        elif self._thumbnails.failed(uid):
            painter.setPen(QColor(theme.FAULT))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, tr("no picture"))
        badge = QRectF(area.left(), area.top(), 8 + painter.fontMetrics().horizontalAdvance(str(line.number)), 14)
        painter.fillRect(badge, QColor(0, 0, 0, 190))
        painter.setPen(QColor(theme.TEXT))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(line.number))
