"""Referral letters and notes of the open study: attach, read beside the pictures, take away."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.storage.attachments import MEDIA_TYPES, Attachment
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.dialogs.sheet import Sheet, text_label
from deepcoro_desktop.ui.errors import ProblemBar
from deepcoro_desktop.ui.language import plural, tr
from deepcoro_desktop.ui.picture import image_of

_FILES: Final = " ".join(f"*{ending}" for ending in MEDIA_TYPES)
_LIST_PX: Final = 240
_GAP_PX: Final = 12


class DocumentsWindow(Sheet):
    """A window beside the study: the list on the left, the document on the right; the study stays in reach."""

    attach_requested = Signal(object)
    """Tuple of paths."""
    note_given = Signal(str)
    open_requested = Signal(object)
    """Attachment: its content is to come through `show_document`."""
    remove_requested = Signal(object)

    def __init__(self, whose: str, parent: QWidget | None = None) -> None:
        super().__init__(tr("Letters and notes"), 900, 620, parent)
        self.setModal(False)
        self.setAcceptDrops(True)
        self._shown: Attachment | None = None
        self._pictures: tuple[QImage, ...] = ()
        self.body.addWidget(text_label(whose, "dim"))
        self.problem = ProblemBar()
        self.body.addWidget(self.problem)
        self.list = QListWidget()
        self.list.setFixedWidth(_LIST_PX)
        self.list.setProperty("role", "pages")
        self.list.setAccessibleName(tr("Letters and notes"))
        self.list.currentItemChanged.connect(self._on_chosen)
        self.pages = QStackedWidget()
        self.nothing = text_label(tr("Nothing is attached. Drop a PDF, a text or a picture here."), "dim", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Document"))
        self.sheet = QLabel()
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        paper = QScrollArea()
        paper.setWidgetResizable(True)
        paper.setAccessibleName(tr("Document"))
        paper.setWidget(self.sheet)
        self.pages.addWidget(self.nothing)
        self.pages.addWidget(self.text)
        self.pages.addWidget(paper)
        self.pages.addWidget(self._note_page())
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.list)
        middle.addWidget(self.pages, 1)
        self.body.addLayout(middle, 1)
        self.attach = self.add_button(tr("Attach a file"))
        self.attach.clicked.connect(self._choose)
        self.write = self.add_button(tr("Write a note"))
        self.write.clicked.connect(self._write)
        self.remove = self.add_button(tr("Remove"))
        self.remove.clicked.connect(self._remove)
        self.add_close()
        self.show_list(())

    def _note_page(self) -> QWidget:
        page = QWidget()
        self.note = QPlainTextEdit()
        self.note.setPlaceholderText(tr("For instance: what the referring physician asked on the telephone"))
        self.note.setAccessibleName(tr("Note"))
        self.keep_note = QPushButton(tr("Keep the note"))
        self.keep_note.setProperty("role", "primary")
        self.keep_note.setEnabled(False)
        self.keep_note.clicked.connect(self._keep_note)
        self.note.textChanged.connect(lambda: self.keep_note.setEnabled(bool(self.note.toPlainText().strip())))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.note, 1)
        column.addWidget(self.keep_note, 0, Qt.AlignmentFlag.AlignRight)
        return page

    def show_list(self, attachments: tuple[Attachment, ...]) -> None:
        """Show the documents of the study; the last one added is opened where another was not chosen."""
        before = self._shown.attachment_id if self._shown is not None else None
        known = {self.list.item(row).data(Qt.ItemDataRole.UserRole).attachment_id for row in range(self.list.count())}
        self.list.blockSignals(True)
        self.list.clear()
        chosen = None
        for attachment in attachments:
            when = attachment.added_at.astimezone().strftime("%Y-%m-%d %H:%M")
            item = QListWidgetItem(f"{attachment.name}\n{when} · {_size(attachment.size_bytes)}")
            item.setData(Qt.ItemDataRole.UserRole, attachment)
            item.setSizeHint(QSize(_LIST_PX - 16, 46))
            self.list.addItem(item)
            fresh = bool(known) and attachment.attachment_id not in known
            if fresh or chosen is None or attachment.attachment_id == before:
                chosen = item
        self.list.blockSignals(False)
        self.remove.setEnabled(chosen is not None)
        if chosen is None:
            self._shown = None
            self.pages.setCurrentIndex(0)
        else:
            self.list.setCurrentItem(chosen)

    def show_document(self, attachment: Attachment, shown: object) -> None:
        """Show a document that was asked for: its bytes, or the pages of a PDF."""
        self._shown = attachment
        if isinstance(shown, bytes) and attachment.media_type == "text/plain":
            self.text.setPlainText(shown.decode("utf-8", "replace"))
            self.pages.setCurrentIndex(1)
            return
        if isinstance(shown, bytes):
            self._pictures = (QImage.fromData(QByteArray(shown)),)
        elif isinstance(shown, tuple):
            self._pictures = tuple(image_of(page) for page in shown)
        self.pages.setCurrentIndex(2)
        self._lay_out_pages()

    def _lay_out_pages(self) -> None:
        """Show the pages one below the other, as wide as there is room."""
        width = max(200, self.pages.width() - 24)
        scale = self.devicePixelRatioF()
        pages = [
            page.scaledToWidth(round(min(width * scale, page.width())), Qt.TransformationMode.SmoothTransformation)
            for page in self._pictures
            if not page.isNull()
        ]
        if not pages:
            return
        height = sum(page.height() + _GAP_PX for page in pages)
        whole = QPixmap(max(page.width() for page in pages), height)
        whole.fill(QColor(theme.PANE))
        painter = QPainter(whole)
        top = 0
        for page in pages:
            painter.drawImage(0, top, page)
            top += page.height() + _GAP_PX
        painter.end()
        whole.setDevicePixelRatio(scale)
        self.sheet.setPixmap(whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new width."""
        super().resizeEvent(event)
        if self._pictures and self.pages.currentIndex() == 2:
            self._lay_out_pages()

    def show_error(self, error: DeepcoroError) -> None:
        """Say why a document was not taken or cannot be opened."""
        self.problem.show_error(error)

    def _on_chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None = None) -> None:
        if item is not None:
            self.problem.hide()
            self.open_requested.emit(item.data(Qt.ItemDataRole.UserRole))

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self, tr("Attach letters and notes"), "", tr("Documents") + f" ({_FILES})"
        )
        if names:
            self.attach_requested.emit(tuple(Path(name) for name in names))

    def _write(self) -> None:
        self.pages.setCurrentIndex(3)
        self.note.setFocus()

    def _keep_note(self) -> None:
        self.note_given.emit(self.note.toPlainText().strip())
        self.note.clear()

    def _remove(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.remove_requested.emit(item.data(Qt.ItemDataRole.UserRole))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take documents that are dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what was dropped."""
        paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        if paths:
            event.acceptProposedAction()
            self.attach_requested.emit(paths)


def _size(size: int) -> str:
    if size < 1024:
        return plural("%n byte", "%n bytes", size)
    return f"{size / 1024:.0f} kB" if size < 1 << 20 else f"{size / (1 << 20):.1f} MB"
