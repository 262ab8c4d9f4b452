"""The panels side by side: resizable, collapsible, remembered; tabs in a narrow window; the report in its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTabWidget, QVBoxLayout, QWidget

from deepcoro_desktop.ui.keymap import pressed
from deepcoro_desktop.ui.language import mark, tr

CLIPS: Final = "clips"
VIEWER: Final = "viewer"
EVIDENCE: Final = "evidence"
REPORT: Final = "report"
ORDER: Final = (CLIPS, VIEWER, EVIDENCE, REPORT)
TITLES: Final = {CLIPS: mark("Clips"), VIEWER: mark("Pictures"), EVIDENCE: mark("Evidence"), REPORT: mark("Report")}

NARROW_PX: Final = 1366
"""Below this width evidence and report share one column as tabs."""
_WIDTHS: Final = {CLIPS: 236, VIEWER: 980, EVIDENCE: 330, REPORT: 366}
_NARROW_WIDTH: Final = 340
_NARROW_CLIPS: Final = 220
_REPORT_AT_LEAST: Final = 316
_FRAME_MS: Final = 16
_DETACHED: Final = "report_window/open"


class Columns(QWidget):
    """Clips, viewer, evidence and report from left to right."""

    def __init__(self, panels: Mapping[str, QWidget], settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panels = {name: panels[name] for name in ORDER}
        self._settings = settings
        self._narrow: bool | None = None
        self._hidden: set[str] = set()
        self._sized = False
        self._unpainted: list[str] = []
        self._next_frame = QTimer(self)
        self._next_frame.setInterval(_FRAME_MS)
        self._next_frame.timeout.connect(self._paint_next)
        self.window_of_report: DetachedWindow | None = None
        self._to_detach = bool(settings.value(_DETACHED, False, type=bool))
        """Whether the report had its own window when the program ended, and has not got it again yet."""
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.splitterMoved.connect(self._on_moved)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)
        for name in (CLIPS, VIEWER):
            self.splitter.addWidget(self._panels[name])
        self._hidden = set(str(settings.value("columns/hidden", "")).split()) & set(ORDER) - {VIEWER}
        self._arrange(narrow=False)

    @property
    def narrow(self) -> bool:
        """Whether evidence and report are tabs of one column."""
        return bool(self._narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between four columns and three."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW_PX
        if narrow != self._narrow:
            self._arrange(narrow=narrow)
        elif not self._sized:
            self._restore_sizes()

    def showEvent(self, event: QShowEvent) -> None:
        """Paint the pictures at once and then one panel a frame: all together take longer than a frame.

        With the first study the report gets its own window again.
        """
        super().showEvent(event)
        if self._to_detach:
            self._to_detach = False
            self.detach_report()
        if not event.spontaneous():
            self._unpainted = [CLIPS, EVIDENCE, REPORT]
            for name in self._unpainted:
                self._panels[name].setUpdatesEnabled(False)
            self._next_frame.start()

    def _paint_next(self) -> None:
        self._panels[self._unpainted.pop(0)].setUpdatesEnabled(True)
        if not self._unpainted:
            self._next_frame.stop()

    def _on_moved(self) -> None:
        self._sized = True
        self._settings.setValue(self._key, self.splitter.saveState())

    def toggle(self, name: str) -> None:
        """Hide or show a panel; the pictures always stay."""
        if name != VIEWER:
            self._hidden ^= {name}
            self._show_panels()

    def reveal(self, name: str) -> None:
        """Make sure that a panel can be seen."""
        self._hidden.discard(name)
        self._show_panels()
        if self.window_of_report is not None and name == REPORT:
            self.window_of_report.raise_()
            self.window_of_report.activateWindow()
        elif self.narrow and name in (EVIDENCE, REPORT):
            self.tabs.setCurrentWidget(self._panels[name])
        elif self.splitter.sizes()[self.splitter.indexOf(self._panels[name])] == 0:
            self._restore_sizes(default=True)

    def detach_report(self) -> None:
        """Put the report into a window of its own, for a second screen, or bring it back."""
        if self.window_of_report is not None:
            self.window_of_report.close()
            return
        window = DetachedWindow(self._panels[REPORT], self._settings, self)
        window.closed.connect(self._attach_report)
        self.window_of_report = window
        window.show()
        self._arrange(narrow=self.narrow)

    def save(self) -> None:
        """Remember widths, what is hidden, and whether the report has its own window; that one is closed."""
        self._settings.setValue(_DETACHED, self.window_of_report is not None or self._to_detach)
        if self.window_of_report is not None:
            self.window_of_report.close()
        self._settings.setValue("columns/hidden", " ".join(sorted(self._hidden)))

    def _attach_report(self) -> None:
        if self.window_of_report is not None:
            self.window_of_report.deleteLater()
            self.window_of_report = None
            self._arrange(narrow=self.narrow)

    def _arrange(self, *, narrow: bool) -> None:
        self._narrow = narrow
        evidence, report = self._panels[EVIDENCE], self._panels[REPORT]
        inside = [evidence] if self.window_of_report is not None else [evidence, report]
        if narrow and len(inside) > 1:
            for name, panel in ((REPORT, report), (EVIDENCE, evidence)):
                self.tabs.addTab(panel, tr(TITLES[name]))
            self.splitter.addWidget(self.tabs)
        else:
            for panel in inside:
                self.splitter.addWidget(panel)
            self.tabs.setParent(self)  # a tab bar without a parent would be a window
            self.tabs.hide()
        self._show_panels()
        for index in range(self.splitter.count()):
            self.splitter.setStretchFactor(index, 1 if self.splitter.widget(index) is self._panels[VIEWER] else 0)
            self.splitter.setCollapsible(index, self.splitter.widget(index) is not self._panels[VIEWER])
        self._restore_sizes()

    def _show_panels(self) -> None:
        tabbed = self.narrow and self.window_of_report is None
        for name, panel in self._panels.items():
            if name == REPORT and self.window_of_report is not None:
                continue
            if tabbed and name in (EVIDENCE, REPORT):
                self.tabs.setTabVisible(self.tabs.indexOf(panel), name not in self._hidden)
            else:
                panel.setVisible(name not in self._hidden)
        self.tabs.setVisible(tabbed and not {EVIDENCE, REPORT} <= self._hidden)

    @property
    def _key(self) -> str:
        return f"columns/{'narrow' if self.narrow else 'wide'}{self.splitter.count()}"

    def _restore_sizes(self, *, default: bool = False) -> None:
        kept = self._settings.value(self._key)
        if not default and isinstance(kept, QByteArray) and self.splitter.restoreState(kept):
            self._sized = True
            return
        self._sized = False
        if self.narrow:
            left = _NARROW_CLIPS
            self.splitter.setSizes([left, max(200, self.width() - left - _NARROW_WIDTH), _NARROW_WIDTH])
            return
        scale = min(1.0, max(0.78, self.width() / 1900))
        sides = {name: round(width * scale) for name, width in _WIDTHS.items() if name != VIEWER}
        sides[REPORT] = max(sides[REPORT], _REPORT_AT_LEAST)
        middle = max(300, self.width() - sum(sides.values()))
        self.splitter.setSizes([sides[CLIPS], middle, sides[EVIDENCE], sides[REPORT]][: self.splitter.count()])


class DetachedWindow(QWidget):
    """The report in a window of its own; closing it brings the report back.

    Parameters
    ----------
    panel : QWidget
        The report.
    settings : QSettings
        Where the window's place is remembered.
    home : QWidget
        A part of the window that it came from, whose keys count here as well.
    """

    closed = Signal()

    def __init__(self, panel: QWidget, settings: QSettings, home: QWidget) -> None:
        super().__init__(None)
        self._home = home
        self._settings = settings
        self.setWindowTitle(tr("Report — DeepCORO Desktop"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)
        panel.show()
        self.resize(560, 900)
        kept = settings.value("report_window/geometry")
        if isinstance(kept, QByteArray):
            self.restoreGeometry(kept)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key does in the window that the report came from, where the report has no use for it."""
        home, key = self._home.window(), pressed(event)
        for shortcut in home.findChildren(QShortcut):
            everywhere = shortcut.context() is Qt.ShortcutContext.WindowShortcut
            if key and everywhere and shortcut.key().toString(QKeySequence.SequenceFormat.PortableText) == key:
                home.activateWindow()
                shortcut.activated.emit()
                return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window stood."""
        self._settings.setValue("report_window/geometry", self.saveGeometry())
        self.closed.emit()
        super().closeEvent(event)
