"""One sentence of the draft: its text, where it comes from, and what the reader does with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.report.document import Origin, Review, Statement
from deepcoro_desktop.ui.keymap import Keymap, pressed
from deepcoro_desktop.ui.language import mark, tr
from deepcoro_desktop.ui.report.editors import HoverButton, NumberField, SentenceEdit
from deepcoro_desktop.ui.report.style import RAISED_FOCUS
from deepcoro_desktop.ui.report.wording import (
    edge_colour,
    needs_review,
    slot_unit,
    statement_html,
    statement_words,
)
from deepcoro_desktop.ui.theme import ACCENT, RAISED, restyle

EDGE_PX: Final = 3
_FOOT_PX: Final = 24
_KEY_PX: Final = 24
"""Width of a key's button with its gap."""
_GAPS_PX: Final = 24
"""Between words, votes and keys."""

ACTIONS: Final = {
    "accept": mark("Accept this sentence"),
    "edit": mark("Edit this sentence"),
    "number": mark("Fill in the missing number"),
    "reject": mark("Reject this sentence: it is struck through and not printed"),
    "restore": mark("Restore the sentence as it first came"),
}
"""Action of the keymap -> what it does. Keys work where the card has the keyboard."""


class StatementCard(QFrame):
    """A sentence with its edge, its words and its keys."""

    acted = Signal(str, str)
    """(action, statement id): accept, reject, restore."""
    typed = Signal(str, str)
    """(statement id, text so far)."""
    typing_ended = Signal(str, bool)
    """(statement id, whether the text is kept)."""
    number_typed = Signal(str, int, str)
    """(statement id, slot, number)."""
    focused = Signal(str)
    evidence_requested = Signal(str)
    evidence_hovered = Signal(str)
    moved = Signal(int)
    """Up (-1) or down (+1) from this card."""
    next_requested = Signal()

    def __init__(self, statement: Statement, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keymap = keymap
        self.next_waits = False
        """Whether Tab goes to another sentence to review; else it leaves the sentences."""
        self._statement = statement
        self._editable = True
        self._slot = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._build()

    @property
    def statement(self) -> Statement:
        """The sentence that the card shows."""
        return self._statement

    @property
    def editing(self) -> bool:
        """Whether the sentence is being typed."""
        return self.editor.isVisibleTo(self)

    def show_statement(self, statement: Statement, *, editable: bool) -> None:
        """Show the sentence; one that is being typed keeps its editor."""
        self._statement, self._editable = statement, editable
        self.editor.marked = statement.origin is Origin.MODEL
        if not editable and self.editing:
            self._close_editor()
        self.text.setText(statement_html(statement, links=editable))
        words = statement_words(statement)
        self.words.setText(words)
        evidence = statement.evidence
        self.chip.setVisible(evidence is not None)
        votes = ""
        if evidence is not None:
            votes = tr(", {votes} of {of} nearest reports agree").format(votes=evidence.votes, of=evidence.of)
            self.chip.setAccessibleName(tr("Show the evidence") + votes)
        self.setAccessibleName(f"{statement.text} {words}{votes}")
        self._show_keys()
        self.update()

    def put_down(self) -> None:
        """Close what is open without a word: the card will show another sentence."""
        if self.editing:
            self._close_editor()
        self._close_slot()

    def start_editing(self) -> None:
        """Open the editor on the sentence's text."""
        if not self._editable or self.editing or self._statement.review is Review.REJECTED:
            return
        self._close_slot()
        self.editor.set_text(self._statement.text)
        self.text.hide()
        self.editor.show()
        self.editor.setFocus()
        self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)
        self._show_keys()

    def start_slot(self, index: int = 0) -> None:
        """Open the field for an empty slot's number."""
        if not self._editable or not self._statement.has_empty_slot or self.editing:
            return
        self._slot = index
        unit = slot_unit(self._statement, index)
        self.unit.setText(unit)
        self.number.clear()
        self.number.setAccessibleName(
            tr("Missing number in {unit}").format(unit=unit) if unit else tr("Missing number")
        )
        self.hint.setText(tr("Enter keeps it, Esc leaves it"))
        restyle(self.hint, role="note")
        self.foot.setCurrentIndex(1)
        self.number.setFocus()

    def refuse_number(self, error: DeepcoroError) -> None:
        """Say why a number was not taken; the field stays open."""
        self.hint.setText(error.message)
        self.hint.setToolTip(error.remedy)
        restyle(self.hint, role="fault")

    def accept_number(self) -> None:
        """Close the number's field: it was taken."""
        self._close_slot()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key says; keys of no meaning here go to the panel."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and plain:
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
            return
        action = next((name for name in ACTIONS if self._keymap.key(name) == pressed(event)), None)
        if action is None or not self._editable:
            event.ignore()
            return
        self._act(action)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words below the sentence to the new width."""
        super().resizeEvent(event)
        self._fit_words()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the reader is at this sentence."""
        super().focusInEvent(event)
        self._show_keys()
        self.update()
        self.focused.emit(self._statement.statement_id)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw the card without the keyboard."""
        super().focusOutEvent(event)
        self._show_keys()
        self.update()

    def event(self, event: QEvent) -> bool:
        """Show the keys while the pointer is over the card; go to the next sentence to review with Tab.

        Not in focusNextPrevChild: Qt calls that too when a card with the keyboard is hidden.
        """
        tab = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
        if tab and event.type() == QEvent.Type.KeyPress and self.next_waits and self.hasFocus():
            self.next_requested.emit()
            return True
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self._show_keys()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the fill, the edge that tells origin and state, and the outline of the keyboard's place."""
        painter = QPainter(self)
        inside = self.hasFocus() or self.editing or self.foot.currentIndex() == 1
        painter.fillRect(self.rect(), QColor(RAISED_FOCUS if inside else RAISED))
        if self.hasFocus():
            painter.setPen(QColor(ACCENT))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.fillRect(0, 0, EDGE_PX, self.height(), QColor(edge_colour(self._statement)))

    def _build(self) -> None:
        self.text = QLabel()
        self.text.setObjectName("text")
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.text.linkActivated.connect(lambda link: self.start_slot(int(link.removeprefix("slot:"))))
        self.editor = SentenceEdit()
        self.editor.setAccessibleName(tr("Sentence"))
        self.editor.typed.connect(self._typed)
        self.editor.kept.connect(lambda: self._end_typing(keep=True, take_focus=True))
        self.editor.left_as_it_was.connect(lambda: self._end_typing(keep=False, take_focus=True))
        self.editor.focus_left.connect(lambda: self._end_typing(keep=True, take_focus=False))
        self.editor.hide()
        self.foot = QStackedWidget()
        self.foot.setFixedHeight(_FOOT_PX)
        self.foot.addWidget(self._meta_row())
        self.foot.addWidget(self._slot_row())
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE_PX + 10, 8, 10, 6)
        column.setSpacing(4)
        column.addWidget(self.text)
        column.addWidget(self.editor)
        column.addWidget(self.foot)

    def _meta_row(self) -> QWidget:
        row = QWidget()
        self.words = QLabel()
        self.words.setProperty("role", "note")
        self.chip = HoverButton()
        self.chip.setProperty("role", "chip")
        self.chip.setCursor(Qt.CursorShape.PointingHandCursor)
        self.chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.chip.setToolTip(tr("How many of the nearest reports say the same. Click for the evidence."))
        self.chip.clicked.connect(lambda: self.evidence_requested.emit(self._statement.statement_id))
        self.chip.entered.connect(lambda: self.evidence_hovered.emit(self._statement.statement_id))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.words)
        line.addSpacing(6)
        line.addWidget(self.chip)
        line.addStretch(1)
        self.keys: dict[str, QPushButton] = {}
        for action in ACTIONS:
            button = QPushButton()
            button.setProperty("role", "key")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, action=action: self._act(action))
            self.keys[action] = button
            line.addWidget(button)
        self._name_keys()
        self._keymap.changed.connect(self._name_keys)
        return row

    def menu(self) -> QMenu:
        """Return what can be done with the sentence now, with its keys."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action, button in self.keys.items():
            if not button.isHidden():
                words = tr(ACTIONS[action]).split(":")[0]
                menu.addAction(f"{words}\t{self._keymap.shown(action)}").triggered.connect(button.click)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the sentence, which has the keyboard from then on."""
        self.setFocus()
        self.menu().popup(event.globalPos())

    def _name_keys(self) -> None:
        for action, button in self.keys.items():
            key = self._keymap.shown(action)
            button.setText(key)
            button.setToolTip(f"{tr(ACTIONS[action])} ({key})")
            button.setAccessibleName(f"{tr(ACTIONS[action])} ({key})")

    def _slot_row(self) -> QWidget:
        row = QWidget()
        self.number = NumberField()
        self.number.setFixedSize(QSize(72, _FOOT_PX - 2))
        self.number.setMaxLength(12)
        self.number.left_as_it_was.connect(self.accept_number)
        self.number.left_empty.connect(self._close_slot)
        self.number.returnPressed.connect(
            lambda: self.number_typed.emit(self._statement.statement_id, self._slot, self.number.text())
        )
        self.unit = QLabel()
        self.hint = QLabel()
        self.hint.setMinimumWidth(40)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.number)
        line.addWidget(self.unit)
        line.addWidget(self.hint, 1)
        return row

    def _act(self, action: str) -> None:
        if action not in self._possible():
            return
        if action == "edit":
            self.start_editing()
        elif action == "number":
            self.start_slot()
        else:
            self.acted.emit(action, self._statement.statement_id)

    def _possible(self) -> tuple[str, ...]:
        """Return what can be done with the sentence as it stands."""
        statement = self._statement
        if not self._editable:
            return ()
        if statement.review is Review.REJECTED:
            return ("restore",)
        own = statement.origin is Origin.CLINICIAN
        possible = [] if own or statement.review is not Review.PENDING else ["accept"]
        possible.append("edit")
        if statement.has_empty_slot:
            possible.append("number")
        possible.append("reject")
        if not own and statement.review is not Review.PENDING:
            possible.append("restore")
        return tuple(possible)

    def _show_keys(self) -> None:
        wanted = self.hasFocus() or self.underMouse() or needs_review(self._statement)
        wanted = wanted or self._statement.review is Review.REJECTED
        possible = self._possible() if wanted and not self.editing else ()
        for action, button in self.keys.items():
            button.setVisible(action in possible)
        if self.editing:
            self.words.setText(tr("Enter keeps it, Esc leaves it as it was"))
        else:
            self.words.setText(statement_words(self._statement))
        self.chip.setVisible(self._statement.evidence is not None and not self.editing)
        self._fit_words()

    def _fit_words(self) -> None:
        """Say the votes in full where there is room, as figures alone where there is not."""
        evidence = self._statement.evidence
        if evidence is None:
            return
        figures = f"{evidence.votes}/{evidence.of}"
        buttons = sum(_KEY_PX for button in self.keys.values() if not button.isHidden())
        words = self.words.fontMetrics().horizontalAdvance(
            f"{self.words.text()} " + tr("{figures} agree").format(figures=figures)
        )
        room = self.width() - EDGE_PX - 20 - buttons - _GAPS_PX
        self.chip.setText(tr("{figures} agree").format(figures=figures) if words <= room else figures)

    def _typed(self, text: str) -> None:
        if self.editing:
            self.typed.emit(self._statement.statement_id, text)

    def _end_typing(self, *, keep: bool, take_focus: bool) -> None:
        if not self.editing:
            return
        self._close_editor()
        self.typing_ended.emit(self._statement.statement_id, keep)
        if take_focus:
            self.setFocus()

    def _close_editor(self) -> None:
        self.editor.hide()
        self.text.show()
        self._show_keys()
        self.update()

    def _close_slot(self) -> None:
        self.foot.setCurrentIndex(0)
        self.update()
