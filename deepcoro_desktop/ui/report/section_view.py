"""The sentences of the section in focus, a field for one's own, and what is done with the whole section."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deepcoro_desktop.core.report.document import Origin, Review, Section, Statement
from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.report.editors import ReasonField, SentenceEdit
from deepcoro_desktop.ui.report.statement_card import StatementCard
from deepcoro_desktop.ui.report.style import MARGIN_PX
from deepcoro_desktop.ui.report.wording import SectionState, pending, section_words
from deepcoro_desktop.ui.theme import restyle

USUAL_REASONS: Final = (
    "view not obtained",
    "poor image quality",
    "not part of this examination",
    "Doppler not recorded",
)
"""Offered when a section is marked as not assessed; any other text is taken too."""

_BLANK: Final = Statement("", "", Origin.CLINICIAN, Review.PENDING)
"""What a card shows that is not in use."""


class SectionView(QWidget):
    """One section: cards keep their place while their content changes."""

    card_added = Signal(object)
    """StatementCard: connect to it."""
    composed = Signal(str)
    """Text of the reader's own sentence, as it is typed."""
    compose_ended = Signal(bool)
    """Whether the own sentence is kept."""
    attest_requested = Signal()
    not_assessed_requested = Signal(str)
    keyboard_freed = Signal()
    """What had the keyboard is going, or was left with Esc: give the keyboard a place."""

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keymap = keymap
        self._name = ""
        self._cards: dict[str, StatementCard] = {}
        self._spare: list[StatementCard] = []
        """Cards of other sections, used again: a new one costs more than a frame's time."""
        self._composing = False
        self.setMinimumHeight(200)
        self._build()

    @property
    def cards(self) -> tuple[StatementCard, ...]:
        """The cards on screen, top to bottom."""
        return tuple(card for card in self._cards.values() if not card.isHidden())

    def card(self, statement_id: str) -> StatementCard | None:
        """Return the card of a statement, None where the section has none."""
        return self._cards.get(statement_id)

    def show_section(self, section: Section, *, editable: bool, unreviewed: tuple[str, ...]) -> None:
        """Show a section.

        Parameters
        ----------
        section : Section
            What it says now.
        editable : bool
            Whether the reader may change it.
        unreviewed : tuple of str
            Ids of all statements of the document that are still to be reviewed.
        """
        if section.name != self._name:
            self._change_section(section.name)
        words = section_words(section)
        said = {SectionState.ATTESTED: tr("attested"), SectionState.NOT_ASSESSED: ""}
        self.state_words.setText(said.get(words.state, words.note))
        role = "review" if words.state in (SectionState.TO_REVIEW, SectionState.TO_ATTEST) else "note"
        if words.state is SectionState.ATTESTED:
            role = "done"
        restyle(self.state_words, role=role)
        self.not_assessed.setVisible(not section.assessed)
        self.not_assessed.setText(
            tr("Not assessed: {reason}").format(reason=section.reason) if section.reason else tr("Not assessed")
        )
        self._show_cards(section, editable=editable and section.assessed, unreviewed=unreviewed)
        self.compose.setVisible(editable)
        self._foot.setVisible(editable)
        self._edge.setVisible(editable)
        waiting = len(pending(section))
        can_attest = editable and section.assessed and not waiting and bool(section.kept) and not section.attested
        self.attest.setEnabled(can_attest)
        self.attest.setText(
            tr("Attested") if section.attested else tr("Attest section  {key}").format(key=self._keymap.shown("attest"))
        )
        self.attest.setToolTip(
            tr("You stand for what this section says ({key})").format(key=self._keymap.shown("attest"))
            if can_attest or section.attested
            else tr("Accept, edit or reject each sentence first")
            if waiting
            else tr("The section says nothing yet")
        )
        self.mark.setEnabled(editable and section.assessed)

    def show_message(self, text: str) -> None:
        """Show why something could not be done, nothing for an empty text."""
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def focus_card(self, statement_id: str) -> bool:
        """Give a statement the keyboard and bring it into sight; returns whether it is there."""
        card = self._cards.get(statement_id)
        if card is None or card.isHidden():
            return False
        # the cards of a section that has just come must have their places before one is brought into sight
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        card.setFocus()
        self.scroller.ensureWidgetVisible(card, 0, 8)
        return True

    def focus_neighbour(self, statement_id: str, step: int) -> None:
        """Go one card up or down; below the last one is the field for an own sentence."""
        ids = [card.statement.statement_id for card in self.cards]
        place = ids.index(statement_id) + step if statement_id in ids else 0
        if 0 <= place < len(ids):
            self.focus_card(ids[place])
        elif place >= len(ids) and self.compose.isVisibleTo(self):
            self.compose.setFocus()
            self.scroller.ensureWidgetVisible(self.compose, 0, 8)

    def ask_reason(self) -> None:
        """Ask why the section is not assessed."""
        self._foot.setCurrentIndex(1)
        self.reason.setCurrentText("")
        self.reason.setFocus()

    def close_reason(self) -> None:
        """Take the question for the reason away."""
        if self._foot.currentIndex() == 1:
            self.keyboard_freed.emit()  # before the field goes, else Qt gives the keyboard to whatever comes next
            self._foot.setCurrentIndex(0)

    def _build(self) -> None:
        self.heading = QLabel()
        self.heading.setProperty("role", "title")
        self.state_words = QLabel()
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN_PX, 10, MARGIN_PX, 6)
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.state_words)
        self.not_assessed = QLabel()
        self.not_assessed.setProperty("role", "note")
        self.not_assessed.setWordWrap(True)
        self.compose = SentenceEdit(marked=False)
        self.compose.setPlaceholderText(tr("Add a sentence of your own; Enter keeps it"))
        self.compose.setAccessibleName(tr("Add a sentence of your own"))
        self.compose.typed.connect(self._compose_typed)
        self.compose.kept.connect(lambda: self._compose_ended(keep=True))
        self.compose.left_as_it_was.connect(lambda: self._compose_ended(keep=False))
        self.compose.focus_left.connect(lambda: self._compose_ended(keep=True))
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 8)
        self._column.setSpacing(8)
        self._column.addWidget(self.not_assessed)
        self._column.addWidget(self.compose)
        self._column.addStretch(1)
        self.scroller = QScrollArea()
        self.scroller.setWidget(self._content)
        self.scroller.setWidgetResizable(True)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.message = QLabel()
        self.message.setProperty("role", "fault")
        self.message.setWordWrap(True)
        self.message.setContentsMargins(MARGIN_PX, 4, MARGIN_PX, 0)
        self.message.hide()
        self._edge = QFrame()
        self._edge.setProperty("role", "line")
        self._edge.setFixedHeight(1)
        self._foot = QStackedWidget()
        self._foot.setFixedHeight(42)
        self._foot.addWidget(self._actions())
        self._foot.addWidget(self._reason_row())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.scroller, 1)
        whole.addWidget(self._edge)
        whole.addWidget(self.message)
        whole.addWidget(self._foot)
        self._order_stops()

    def _actions(self) -> QWidget:
        self.attest = _button(tr("Attest section  {key}").format(key=self._keymap.shown("attest")), "")
        self.attest.clicked.connect(self.attest_requested)
        self.attest.setAccessibleName(tr("Attest this section"))
        self.mark = _button(
            tr("Not assessed…"), tr("Say why this section is not assessed; its sentences are not printed")
        )
        self.mark.clicked.connect(self.ask_reason)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(MARGIN_PX, 6, MARGIN_PX, 8)
        line.setSpacing(6)
        for button in (self.attest, self.mark):
            line.addWidget(button)
        line.addStretch(1)
        return row

    def _reason_row(self) -> QWidget:
        self.reason = ReasonField()
        self.reason.setEditable(True)
        self.reason.addItems(("", *USUAL_REASONS))
        self.reason.setAccessibleName(tr("Why the section is not assessed"))
        self.reason.kept.connect(self._mark)
        self.reason.left_as_it_was.connect(self._leave_reason)
        edit = self.reason.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(tr("Why not?"))
        keep = _button(tr("Mark"), tr("Mark the section as not assessed (Enter)"))
        keep.clicked.connect(self._mark)
        leave = _button(tr("Leave"), tr("Leave it as it was (Esc)"))
        leave.clicked.connect(self._leave_reason)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(MARGIN_PX, 6, MARGIN_PX, 8)
        line.setSpacing(6)
        line.addWidget(self.reason, 1)
        line.addWidget(keep)
        line.addWidget(leave)
        return row

    def _leave_reason(self) -> None:
        self.show_message("")
        self.close_reason()
        self.mark.setFocus()

    def _mark(self) -> None:
        self.not_assessed_requested.emit(self.reason.currentText())

    def _change_section(self, name: str) -> None:
        self._name = name
        self.heading.setText(name)
        self.close_reason()
        self.show_message("")
        self.compose.set_text("")
        self._composing = False
        self.scroller.verticalScrollBar().setValue(0)

    def _show_cards(self, section: Section, *, editable: bool, unreviewed: tuple[str, ...]) -> None:
        wanted = {s.statement_id for s in section.statements}
        for statement_id in [known for known in self._cards if known not in wanted]:
            card = self._cards.pop(statement_id)
            if card.isAncestorOf(QApplication.focusWidget() or self) or card.hasFocus():
                self.keyboard_freed.emit()
            self._column.removeWidget(card)
            card.hide()
            card.put_down()
            self._spare.append(card)
        added = any(s.statement_id not in self._cards for s in section.statements)
        for position, statement in enumerate(section.statements):
            card = self._cards.get(statement.statement_id) or self._free_card(statement)
            self._cards[statement.statement_id] = card
            if self._column.indexOf(card) != 1 + position:
                self._column.insertWidget(1 + position, card)
            card.show_statement(statement, editable=editable)
            card.next_waits = editable and any(other != statement.statement_id for other in unreviewed)
            # the sentence that is being typed in the field below does not stand there twice
            last = position == len(section.statements) - 1
            card.setVisible(not (self._composing and last and statement.evidence is None))
        before = list(self._cards.values())
        self._cards = {s.statement_id: self._cards[s.statement_id] for s in section.statements}
        if list(self._cards.values()) != before or added:
            self._order_stops()

    def _order_stops(self) -> None:
        """Let Tab go from the cards to the own sentence and then to the buttons below."""
        for one, next_one in pairwise((self.scroller, *self._cards.values(), self.compose, self.attest, self.mark)):
            QWidget.setTabOrder(one, next_one)

    def _free_card(self, statement: Statement) -> StatementCard:
        if self._spare:
            return self._spare.pop()
        return self._new_card(statement)

    def prepare(self, count: int) -> None:
        """Make cards before they are needed: a section that opens then costs less than a frame's time."""
        for _ in range(count):
            card = self._new_card(_BLANK)
            card.hide()
            self._spare.append(card)

    def _new_card(self, statement: Statement) -> StatementCard:
        card = StatementCard(statement, self._keymap, self._content)
        self.card_added.emit(card)
        return card

    def _compose_typed(self, text: str) -> None:
        self._composing = bool(text.strip())
        self.composed.emit(text)

    def _compose_ended(self, *, keep: bool) -> None:
        if not self.compose.toPlainText():
            if not keep:
                self.keyboard_freed.emit()
            return
        self._composing = False
        self.compose.set_text("")
        self.compose_ended.emit(keep)


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "action")
    button.setToolTip(tip)
    return button
