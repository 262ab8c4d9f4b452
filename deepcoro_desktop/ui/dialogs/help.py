"""The user guide within the program: its pages, a search over them, and the page for each part of the window."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QResizeEvent, QTextCursor, QTextDocument, QTextTable
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout, QWidget

from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.dialogs.sheet import Sheet, text_label
from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.language import tr

FIRST: Final = "start"
_KEY: Final = re.compile(r"\{key:([a-z-]+)\}")
_LIST_PX: Final = 220
_PARAGRAPH_PX: Final = 10
_TOPICS: Final = MappingProxyType(
    {
        "StudyListPanel": "studies",
        "CaseBar": "case",
        "ClipPanel": "clips",
        "TileGrid": "pictures",
        "TransportBar": "pictures",
        "ViewerPanel": "pictures",
        "EvidencePanel": "evidence",
        "MeasurementPanel": "measuring",
        "WallMotionPanel": "measuring",
        "SectionView": "report",
        "ReportPanel": "report",
        "SigningSheet": "signing",
        "Foot": "signing",
        "ImportDialog": "import",
        "CheatSheet": "keys",
        "PatientDialog": "case",
        "DocumentsWindow": "case",
        "ProtocolDialog": "case",
        "ModelCard": "model",
        "SettingsSheet": "settings",
        "LedgerDialog": "model",
        "TopStrip": "case",
    }
)
"""Part of the window, by the name of its class -> page of the guide."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the guide."""

    name: str
    """Its file below resources/help, without the ending."""
    title: str
    text: str
    """Markdown; {key:ACTION} stands for the key of an action."""


@cache
def pages() -> Mapping[str, Page]:
    """Return the pages of the guide by name, in their order."""
    folder = resource_path("help")
    found = {}
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        name = path.stem.split("-", 1)[1]
        found[name] = Page(name, text.splitlines()[0].removeprefix("# "), text)
    return MappingProxyType(found)


def page_of(widget: QWidget | None) -> str:
    """Return the page on the part of the window that a widget belongs to."""
    while widget is not None:
        page = _TOPICS.get(type(widget).__name__)
        if page is not None:
            return page
        widget = widget.parentWidget()
    return FIRST


def with_keys(text: str, keymap: Keymap) -> str:
    """Return the text with the reader's keys in it."""
    return _KEY.sub(lambda match: f"**{keymap.shown(match[1])}**", text)


def search(words: str) -> tuple[Page, ...]:
    """Return the pages that hold every word, those that name them in the title first."""
    wanted = words.casefold().split()
    hits = [page for page in pages().values() if all(word in page.text.casefold() for word in wanted)]
    return tuple(sorted(hits, key=lambda page: not all(word in page.title.casefold() for word in wanted)))


class PageBrowser(QTextBrowser):
    """Shows a page; its pictures are never wider than it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Page of the guide"))
        self.setOpenLinks(False)
        self.setSearchPaths([str(resource_path("help"))])
        self.document().setDocumentMargin(16)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return a picture as wide as there is room for it."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        picture = QImage(str(resource_path("help", QUrl(name).fileName())))
        scale = self.devicePixelRatioF()
        room = self.viewport().width() - 2 * self.document().documentMargin() - 8
        width = round(min(picture.width(), max(room, 1)) * scale)
        picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(scale)
        return picture

    def show_page(self, text: str) -> None:
        """Show a page, with room between its paragraphs and quiet lines in its tables."""
        self.setMarkdown(text)
        document = self.document()
        cursor = QTextCursor(document)
        block = document.begin()
        while block.isValid():
            cursor.setPosition(block.position())
            if cursor.currentTable() is None:
                layout = block.blockFormat()
                layout.setTopMargin(14 if layout.headingLevel() > 1 else 0)
                layout.setBottomMargin(_PARAGRAPH_PX)
                cursor.setBlockFormat(layout)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                table = frame.format()
                table.setBorder(1)
                table.setBorderBrush(QColor(theme.LINE))
                table.setBorderCollapse(True)
                table.setCellPadding(6)
                table.setCellSpacing(0)
                table.setTopMargin(_PARAGRAPH_PX)
                table.setBottomMargin(_PARAGRAPH_PX)
                frame.setFormat(table)


class HelpWindow(Sheet):
    """A window beside the others: pages and search on the left, the page on the right."""

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(tr("Guide"), 1000, 760, parent)
        self.setModal(False)
        self._keymap = keymap
        self._name = ""
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search the guide"))
        self.search.setAccessibleName(tr("Search the guide"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setProperty("role", "pages")
        self.list.setAccessibleName(tr("Pages of the guide"))
        self.nothing = text_label(tr("No page holds these words."), "dim", wrap=True)
        self.nothing.hide()
        left = QWidget()
        left.setFixedWidth(_LIST_PX)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        self.browser = PageBrowser()
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(left)
        middle.addWidget(self.browser, 1)
        self.body.addLayout(middle, 1)
        self.add_close(primary=False)
        self.search.textChanged.connect(self._on_search)
        self.search.returnPressed.connect(self.browser.setFocus)
        self.list.currentItemChanged.connect(self._on_chosen)
        self.browser.anchorClicked.connect(self._follow)
        keymap.changed.connect(self._show)
        self._fill(tuple(pages().values()))

    @property
    def page(self) -> str:
        """Name of the page that is shown."""
        return self._name

    def go_to(self, name: str) -> None:
        """Show a page; where there is none, the first one."""
        self.search.clear()
        wanted = name if name in pages() else FIRST
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == wanted:
                self.list.setCurrentRow(row)

    def _fill(self, shown: tuple[Page, ...]) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for page in shown:
            item = QListWidgetItem(page.title)
            item.setData(Qt.ItemDataRole.UserRole, page.name)
            item.setSizeHint(QSize(_LIST_PX - 16, 32))
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.nothing.setVisible(not shown)

    def _on_search(self, words: str) -> None:
        before = self._name
        self._fill(search(words))
        names = [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())]
        if names and (words.strip() or before in names):
            self.list.setCurrentRow(names.index(before) if before in names and not words.strip() else 0)

    def _on_chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None = None) -> None:
        if item is not None:
            self._name = item.data(Qt.ItemDataRole.UserRole)
            self._show()

    def _show(self) -> None:
        if self._name:
            page = pages()[self._name]
            self.browser.show_page(with_keys(page.text, self._keymap))
            first_word = self.search.text().split()[:1]
            if first_word:
                self.browser.find(first_word[0])
            else:
                self.browser.moveCursor(self.browser.textCursor().MoveOperation.Start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures to the new width."""
        super().resizeEvent(event)
        self._show()

    def _follow(self, link: QUrl) -> None:
        """Go to another page; nothing outside the guide is opened."""
        name = link.fileName().removesuffix(".md")
        self.go_to(name.split("-", 1)[1] if "-" in name else name)
