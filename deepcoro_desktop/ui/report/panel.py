"""What the report will say: sections, sentences, impression, and the reader's way through them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QMetaMethod, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from deepcoro_desktop.core.clock import Clock, utc_now
from deepcoro_desktop.core.errors import CancelledError, DeepcoroError, ModelsOffError
from deepcoro_desktop.core.report import editing
from deepcoro_desktop.core.report.document import Document, Section
from deepcoro_desktop.core.report.readiness import Blocker, Place, missing
from deepcoro_desktop.ui.keymap import pressed
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.report.desk import Change, Desk
from deepcoro_desktop.ui.report.impression import ImpressionBox
from deepcoro_desktop.ui.report.nothing import NothingYet
from deepcoro_desktop.ui.report.section_list import ROW_PX, SectionList
from deepcoro_desktop.ui.report.section_view import SectionView
from deepcoro_desktop.ui.report.statement_card import StatementCard
from deepcoro_desktop.ui.report.style import MARGIN_PX, SHEET, hairline
from deepcoro_desktop.ui.report.way import (
    changed_place,
    is_editable,
    next_open_section,
    next_unreviewed,
    section_of,
    unreviewed,
)
from deepcoro_desktop.ui.report.wording import document_words, pending, signed_words
from deepcoro_desktop.ui.state import ViewerState

_STATUS_PX = 18
"""Height of the line below the title: the same with and without its button, so that nothing moves."""
_READY_CARDS = 6
"""Sentences of a section that come without a card having to be made."""
_EDITS = {"accept": editing.accept, "reject": editing.reject, "restore": editing.restore}


class ReportPanel(QWidget):
    """The draft by section; every change goes through `core.report.editing` into the state.

    Parameters
    ----------
    state : ViewerState
        What the window shows.
    clock : callable
        Returns now, UTC and aware.
    """

    sign_requested = Signal()
    blank_requested = Signal()
    """The reader wants to write the report without a model; its button shows only where someone listens."""
    evidence_requested = Signal(str)
    """Id of the statement whose evidence the reader wants to see; the state has been told too."""

    def __init__(self, state: ViewerState, parent: QWidget | None = None, *, clock: Clock = utc_now) -> None:
        super().__init__(parent)
        self._state = state
        self._desk = Desk(state, clock)
        self._error: DeepcoroError | None = None
        self._at = ""
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(SHEET)
        self.setMinimumWidth(280)
        self._build()
        for action, slot in (("undo", self.undo), ("redo", self.redo), ("sign-here", self._sign)):
            state.keymap.bind(self, action, slot, Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for follow in (self._name_keys, self.refresh):
            state.keymap.changed.connect(follow)
        state.study_changed.connect(self._study_changed)
        state.document_changed.connect(self._document_changed)
        state.section_changed.connect(self._section_changed)
        state.analysis_started.connect(self._analysis_started)
        state.analysis_changed.connect(self._analysis_started)
        state.analysis_failed.connect(self._show_failure)
        state.document_failed.connect(self._show_failure)
        self._desk.follow(state.document)
        self.refresh()

    @property
    def statement(self) -> str:
        """Id of the sentence that the reader is at, empty for none."""
        return self._at

    def refresh(self) -> None:
        """Show what the state holds now."""
        document = self._state.document
        self._body.setVisible(document is not None)
        self.nothing.setVisible(document is None)
        if document is None:
            self._show_nothing()
            return
        editable = is_editable(document)
        self._show_header(document)
        self.sections.show_document(document, self._state.section)
        self.impression.show_text(document.impression, editable=editable)
        section = section_of(document, self._state.section)
        self.section_view.setVisible(section is not None)
        if section is not None:
            self.section_view.show_section(section, editable=editable, unreviewed=unreviewed(document))
        self.undo_button.setVisible(editable)
        self.undo_button.setEnabled(self._desk.can_undo)
        self.redo_button.setVisible(editable)
        self.redo_button.setEnabled(self._desk.can_redo)

    def go_to(self, blocker: Blocker) -> None:
        """Bring the reader to what is missing."""
        if blocker.place is Place.IMPRESSION:
            self.impression.setFocus()
            return
        if blocker.section:
            self._state.set_section(blocker.section)
        if blocker.statement_id and self.section_view.focus_card(blocker.statement_id):
            card = self.section_view.card(blocker.statement_id)
            if card is not None and card.statement.has_empty_slot and "number" in blocker.sentence:
                card.start_slot()
        elif blocker.section and self.section_view.attest.isEnabled():
            self.section_view.attest.setFocus()
        elif blocker.section and self.section_view.compose.isVisibleTo(self):
            self.section_view.compose.setFocus()
        else:
            self.sections.setFocus()

    def go_to_next(self) -> None:
        """Go to the next sentence to review, from where the reader is."""
        document = self._state.document
        place = next_unreviewed(document, self._at, self._state.section) if document is not None else None
        if place is not None:
            self._state.set_section(place[0])
            self.section_view.focus_card(place[1])

    def attest(self) -> None:
        """Attest the section in focus and go on to the next that needs the reader."""
        section = self._section()
        if section is None or not self._change(
            lambda document, now: editing.attest_section(document, section.name, now)
        ):
            return
        document = self._state.document
        following = next_open_section(document, section.name) if document is not None else None
        if following is None:
            (self.sections if document is not None and document.impression else self.impression).setFocus()
        else:
            self._state.set_section(following.name)
            self._enter_section()

    def undo(self) -> None:
        """Take the last change back and go to where it was."""
        self._stepped(self._desk.undo())

    def redo(self) -> None:
        """Make the change again and go to where it is."""
        self._stepped(self._desk.redo())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Attest the section, or copy the sentence at hand into the impression, by the reader's keys."""
        keymap, key = self._state.keymap, pressed(event)
        if not is_editable(self._state.document):
            event.ignore()
        elif key == keymap.key("attest"):
            self.attest()
        elif key == keymap.key("to-impression") and self._at:
            self._copy_to_impression(self._at)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the sentences at least as much room as the list of sections."""
        super().resizeEvent(event)
        rows = max(5, int(0.4 * self.height()) // ROW_PX)  # whole ones: half a name looks like a fault
        self.sections.setMaximumHeight(rows * ROW_PX)

    def _build(self) -> None:
        self.title = QLabel(tr("Report"))
        self.title.setProperty("role", "title")
        self.seal = QLabel(tr("SIGNED"))
        self.seal.setProperty("role", "signed")
        self.status = QLabel()
        self.status.setProperty("role", "note")
        self.status.setWordWrap(True)
        self.ready = QPushButton(tr("Ready to sign"))
        self.ready.setProperty("role", "ready")
        self.ready.clicked.connect(self._sign)
        self.ready.setFixedHeight(_STATUS_PX)
        self.status.setMinimumHeight(_STATUS_PX)
        self.undo_button = _step(tr("Undo"), self.undo)
        self.redo_button = _step(tr("Redo"), self.redo)
        self._name_keys()
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN_PX, 10, MARGIN_PX - 6, 0)
        head.setSpacing(4)
        head.addWidget(self.title)
        head.addWidget(self.seal)
        head.addStretch(1)
        for button in (self.undo_button, self.redo_button):
            head.addWidget(button)
        below = QHBoxLayout()
        below.setContentsMargins(MARGIN_PX, 2, MARGIN_PX, 8)
        below.setSpacing(8)
        below.addWidget(self.status, 1)
        below.addWidget(self.ready)
        self.trouble = QLabel()
        self.trouble.setProperty("role", "fault")
        self.trouble.setWordWrap(True)
        self.trouble.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 8)
        self.sections = SectionList()
        self.sections.chosen.connect(self._state.set_section)
        self.sections.entered_section.connect(self._enter_section)
        self.section_view = SectionView(self._state.keymap)
        self.section_view.card_added.connect(self._connect_card)
        self.section_view.prepare(_READY_CARDS)
        self.section_view.composed.connect(self._composed)
        self.section_view.compose_ended.connect(self._typing_ended)
        self.section_view.attest_requested.connect(self.attest)
        self.section_view.not_assessed_requested.connect(self._not_assessed)
        self.section_view.keyboard_freed.connect(self.sections.setFocus)
        self.impression = ImpressionBox(self._state.keymap)
        self.impression.typed.connect(self._impression_typed)
        self.impression.ended.connect(self._impression_ended)
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.sections)
        column.addSpacing(6)
        column.addWidget(hairline())
        column.addWidget(self.section_view, 1)
        column.addWidget(hairline())
        column.addWidget(self.impression)
        self.nothing = NothingYet()
        self.nothing.blank.clicked.connect(self.blank_requested)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(below)
        whole.addWidget(self.trouble)
        whole.addWidget(self._body, 1)
        whole.addWidget(self.nothing, 1)

    def _name_keys(self) -> None:
        keymap = self._state.keymap
        self.undo_button.setToolTip(tr("Take the last change back ({key})").format(key=keymap.shown("undo")))
        self.redo_button.setToolTip(tr("Make the change again ({key})").format(key=keymap.shown("redo")))
        words = tr("Nothing is missing. Look through what will be signed ({key}).")
        self.ready.setToolTip(words.format(key=keymap.shown("sign-here")))

    def _connect_card(self, card: StatementCard) -> None:
        card.acted.connect(self._acted)
        card.typed.connect(self._sentence_typed)
        card.typing_ended.connect(lambda _statement, keep: self._typing_ended(keep=keep))
        card.number_typed.connect(partial(self._number_typed, card))
        card.focused.connect(self._focused)
        card.evidence_requested.connect(self._evidence_requested)
        card.evidence_hovered.connect(self._state.statement_focused)
        card.moved.connect(lambda step: self.section_view.focus_neighbour(card.statement.statement_id, step))
        card.next_requested.connect(self.go_to_next)

    def _show_header(self, document: Document) -> None:
        signed = document.is_signed
        self.title.setText(tr("Interpretation") if signed else tr("Draft interpretation"))
        self.seal.setVisible(signed)
        self.status.show()
        self.status.setText(signed_words(document) if signed else document_words(document))
        self.ready.setVisible(not signed and not missing(document))
        trouble = self._error if not isinstance(self._error, CancelledError | ModelsOffError) else None
        self.trouble.setVisible(trouble is not None)
        self.trouble.setText(str(trouble) if trouble is not None else "")

    def _show_nothing(self) -> None:
        self.title.setText(tr("Report"))
        for widget in (self.seal, self.status, self.ready, self.trouble, self.undo_button, self.redo_button):
            widget.hide()
        self.nothing.show_why(
            study_open=self._state.study is not None,
            analysing=self._state.analysing,
            error=self._error,
            can_write=self.isSignalConnected(QMetaMethod.fromSignal(self.blank_requested)),
        )

    def _section(self) -> Section | None:
        return section_of(self._state.document, self._state.section)

    def _change(self, change: Change) -> bool:
        error = self._desk.apply(change)
        self.section_view.show_message(str(error) if error is not None else "")
        return error is None

    def _acted(self, action: str, statement_id: str) -> None:
        edit = _EDITS[action]
        if not self._change(lambda document, now: edit(document, statement_id, now)):
            return
        card = self.section_view.card(statement_id)
        if card is not None:
            card.setFocus()
            if action == "accept" and card.statement.has_empty_slot:
                card.start_slot()

    def _sentence_typed(self, statement_id: str, text: str) -> None:
        self._desk.type(f"edit {statement_id}", lambda document, now: editing.edit(document, statement_id, text, now))

    def _composed(self, text: str) -> None:
        section = self._state.section
        if text.strip():
            self._desk.type(
                f"compose {section}", lambda document, now: editing.add_statement(document, section, text, now)
            )
        else:
            self._desk.end_typing(keep=False)

    def _impression_typed(self, text: str) -> None:
        self._desk.type("impression", lambda document, now: editing.set_impression(document, text, now))

    def _impression_ended(self, keep: bool, leave: bool) -> None:
        self._typing_ended(keep)
        if leave:
            self.sections.setFocus()
            self.refresh()

    def _typing_ended(self, keep: bool) -> None:
        if not self._desk.typing:
            return
        error = self._desk.end_typing(keep=keep)
        self.section_view.show_message(str(error) if error is not None else "")
        self.refresh()

    def _number_typed(self, card: StatementCard, statement_id: str, slot: int, number: str) -> None:
        error = self._desk.apply(lambda document, now: editing.fill_slot(document, statement_id, slot, number, now))
        if error is not None:
            card.refuse_number(error)
        elif card.statement.has_empty_slot:
            card.start_slot()
        else:
            card.accept_number()

    def _not_assessed(self, reason: str) -> None:
        section = self._state.section
        if self._change(lambda document, now: editing.mark_not_assessed(document, section, reason, now)):
            self.section_view.close_reason()

    def _copy_to_impression(self, statement_id: str) -> None:
        def change(document: Document, now: datetime) -> Document:
            text = editing.impression_from(document, (statement_id,))
            lines = document.impression.splitlines()
            return document if text in lines else editing.set_impression(document, "\n".join([*lines, text]), now)

        self._change(change)

    def _focused(self, statement_id: str) -> None:
        self._at = statement_id
        self._state.statement_focused.emit(statement_id)

    def _evidence_requested(self, statement_id: str) -> None:
        card = self.section_view.card(statement_id)
        if card is not None:
            card.setFocus()
        self._state.statement_focused.emit(statement_id)
        self.evidence_requested.emit(statement_id)

    def _enter_section(self) -> None:
        section = self._section()
        if section is None:
            return
        first = next(iter((*pending(section), *section.kept, *section.statements)), None)
        if first is None or not self.section_view.focus_card(first.statement_id):
            self.section_view.compose.setFocus()

    def _stepped(self, step: tuple[Document, Document] | None) -> None:
        place = changed_place(*step) if step is not None else None
        if place is not None:
            self._state.set_section(place[0])
            self.section_view.focus_card(place[1])

    def _sign(self) -> None:
        if self._state.document is not None and not self._state.document.is_signed:
            self._desk.end_typing(keep=True)
            self.sign_requested.emit()

    def _study_changed(self, _study: object) -> None:
        self._error, self._at = None, ""
        self._desk.follow(None)
        self.refresh()

    def _document_changed(self, document: Document | None) -> None:
        self._desk.follow(document)
        names = [s.name for s in document.sections] if document is not None else []
        if document is not None and names and self._state.section not in names:
            first = next((s for s in document.sections if pending(s)), document.sections[0])
            self._state.set_section(first.name)
        self.refresh()

    def _section_changed(self, _name: str) -> None:
        self._at = ""
        self.refresh()

    def _analysis_started(self, _analysis: object = None) -> None:
        self._error = None
        self.refresh()

    def _show_failure(self, error: DeepcoroError) -> None:
        self._error = error
        self.refresh()


def _step(text: str, slot: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "step")
    button.clicked.connect(slot)
    return button
