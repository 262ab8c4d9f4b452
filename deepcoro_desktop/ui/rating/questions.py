"""QuestionsPanel: what is asked about text A, about text B and about both, in the columns of the texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from deepcoro_desktop.core.rating.ratings import SCALE, CaseRating, Preference, TextRating
from deepcoro_desktop.ui.language import mark, tr
from deepcoro_desktop.ui.rating.question import Answer, Question
from deepcoro_desktop.ui.rating.style import BAR_PX, EDGE_PX, OUTDENT_PX
from deepcoro_desktop.ui.rating.texts import column_grid

ACCURACY: Final = (
    Answer("1", mark("wrong")),
    Answer("2", mark("mostly wrong")),
    Answer("3", mark("partly right")),
    Answer("4", mark("mostly right")),
    Answer("5", mark("right")),
)
COMPLETENESS: Final = (
    Answer("1", mark("all that matters is missing")),
    Answer("2", mark("much is missing")),
    Answer("3", mark("some is missing")),
    Answer("4", mark("little is missing")),
    Answer("5", mark("nothing is missing")),
)
ERROR: Final = (
    Answer(mark("1  No"), mark("no significant error")),
    Answer(mark("2  Yes"), mark("a significant error")),
)
PREFERENCE: Final = (
    Answer(mark("1  A much better"), ""),
    Answer(mark("2  A better"), ""),
    Answer(mark("3  No difference"), ""),
    Answer(mark("4  B better"), ""),
    Answer(mark("5  B much better"), ""),
)
ERROR_MEANS: Final = mark("An error that could change what is done with the patient.")
_ROWS: Final = (mark("Accuracy"), mark("Completeness"), mark("Significant error"))
_TIPS: Final = (
    mark("How much of what the text says is right"),
    mark("How much of what matters the text says"),
    ERROR_MEANS,
)
_LONGEST_NOTE: Final = 1000


class _Words(QLineEdit):
    """A line for free words; Enter and Esc go back to the questions."""

    left = Signal()

    def __init__(self, placeholder: str, name: str) -> None:
        super().__init__()
        self._placeholder = placeholder
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setMaxLength(_LONGEST_NOTE)
        self.setMinimumWidth(40)

    def set_open(self, *, is_open: bool) -> None:
        """Take words, or say that none are wanted."""
        self.setEnabled(is_open)
        self.setPlaceholderText(self._placeholder if is_open else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter from going to the next case."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.accept()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class QuestionsPanel(QWidget):
    """The seven questions of a case, the notes and the comment.

    The keyboard goes down the questions of A, then those of B, then to the overall preference.
    """

    changed = Signal(object)
    """CaseRating: what is answered now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rating = CaseRating("")
        self.texts = tuple(self._ask_about(letter) for letter in "AB")
        self.notes = tuple(
            _Words(tr("Which one? (optional)"), tr("Which error is in text {letter}").format(letter=letter))
            for letter in "AB"
        )
        self.preference = Question(tr("Which text is better"), PREFERENCE, wide=True)
        self.comment = _Words(tr("Optional"), tr("Comment on the case"))
        self.order = (*self.texts[0], *self.texts[1], self.preference)
        """The questions in the order of the keyboard."""
        self._current = self.order[0]
        self._compose()
        self._connect()

    def _ask_about(self, letter: str) -> tuple[Question, Question, Question]:
        return (
            Question(tr("Accuracy of text {letter}").format(letter=letter), ACCURACY, tr("1 wrong, 5 right")),
            Question(
                tr("Completeness of text {letter}").format(letter=letter),
                COMPLETENESS,
                tr("1 little, 5 all that matters"),
            ),
            Question(tr("Significant error in text {letter}").format(letter=letter), ERROR),
        )

    def _compose(self) -> None:
        grid = column_grid(self, OUTDENT_PX)
        grid.setContentsMargins(EDGE_PX, 8, EDGE_PX + BAR_PX, 10)
        grid.setVerticalSpacing(2)
        for row, (name, tip) in enumerate(zip(_ROWS, _TIPS, strict=True)):
            grid.addWidget(_asked(tr(name), tr(tip)), row, 0)
            for place, questions in enumerate(self.texts, 1):
                grid.addWidget(questions[row], row, place)
        for questions, note in zip(self.texts, self.notes, strict=True):
            questions[2].add(note)
        line = QFrame()
        line.setProperty("role", "line")
        line.setFixedHeight(1)
        grid.addWidget(line, 3, 0, 1, 3)
        grid.setRowMinimumHeight(3, 13)
        grid.addWidget(_asked(tr("Which is better"), tr("Which text you would rather sign")), 4, 0)
        grid.addWidget(self.preference, 4, 1, 1, 2)
        grid.addWidget(_asked(tr("Comment"), tr("Whatever you wish to say of this case")), 5, 0)
        words = QHBoxLayout()
        words.setContentsMargins(OUTDENT_PX, 3, 0, 3)
        words.addWidget(self.comment)
        grid.addLayout(words, 5, 1, 1, 2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        for question in self.order:
            question.focused.connect(partial(self._make_current, question))
            question.answered.connect(partial(self._on_answer, question))
        for question, note in zip((self.texts[0][2], self.texts[1][2]), self.notes, strict=True):
            note.textEdited.connect(lambda _text: self._tell())
            note.left.connect(partial(self._go_after, question))
        self.comment.textEdited.connect(lambda _text: self._tell())
        self.comment.left.connect(lambda: self.ask(self._current))

    # --- what is answered

    def show_rating(self, rating: CaseRating) -> None:
        """Show the answers to a case, and put the keyboard on the first that is missing."""
        self._rating = rating
        for (accuracy, completeness, error), note, text in zip(
            self.texts, self.notes, (rating.a, rating.b), strict=True
        ):
            accuracy.set_chosen(None if text.accuracy is None else SCALE.index(text.accuracy))
            completeness.set_chosen(None if text.completeness is None else SCALE.index(text.completeness))
            error.set_chosen(None if text.significant_error is None else int(text.significant_error))
            note.setText(text.error_note)
            note.set_open(is_open=text.significant_error is True)
        self.preference.set_chosen(None if rating.preference is None else list(Preference).index(rating.preference))
        self.comment.setText(rating.comment)
        self.ask(self.first_open or self.order[0])

    @property
    def first_open(self) -> Question | None:
        """The first question without an answer, None where all have one."""
        return next((question for question in self.order if question.chosen is None), None)

    @property
    def left(self) -> int:
        """How many questions have no answer."""
        return sum(question.chosen is None for question in self.order)

    def ask(self, question: Question) -> None:
        """Put the keyboard on a question."""
        self._make_current(question)
        question.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_answer(self, question: Question, place: int) -> None:
        note = next((n for q, n in zip(self.texts, self.notes, strict=True) if q[2] is question), None)
        if note is not None:
            note.set_open(is_open=place == 1)
        self._tell()
        if note is not None and place == 1:
            note.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._go_after(question)

    def _go_after(self, question: Question) -> None:
        """Go on to the next question; the last one keeps the keyboard."""
        place = self.order.index(question)
        self.ask(self.order[min(place + 1, len(self.order) - 1)])

    def _tell(self) -> None:
        texts = [_answers(questions, note) for questions, note in zip(self.texts, self.notes, strict=True)]
        chosen = self.preference.chosen
        self._rating = replace(
            self._rating,
            a=texts[0],
            b=texts[1],
            preference=None if chosen is None else list(Preference)[chosen],
            comment=self.comment.text(),
        )
        self.changed.emit(self._rating)

    # --- the keyboard

    def _make_current(self, question: Question) -> None:
        self._current = question
        for other in self.order:
            other.set_current(current=other is question)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; return whether it asked for anything here."""
        moves: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Up: partial(self._move, rows=-1),
            Qt.Key.Key_Down: partial(self._move, rows=1),
            Qt.Key.Key_Left: partial(self._move, columns=-1),
            Qt.Key.Key_Right: partial(self._move, columns=1),
            Qt.Key.Key_C: lambda: self.comment.setFocus(Qt.FocusReason.ShortcutFocusReason),
        }
        if event.text().isdecimal() and event.text() != "0":
            self._current.choose(int(event.text()) - 1)
        elif event.key() in moves:
            moves[event.key()]()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that a question lets through."""
        if not self.press(event):
            event.ignore()

    def _move(self, rows: int = 0, columns: int = 0) -> None:
        """Go to the question above, below or beside; the overall preference is below both columns."""
        last = len(_ROWS)
        if self._current is self.preference:
            row, column = last, 1
        else:
            column = int(self._current in self.texts[1])
            row = self.texts[column].index(self._current)
        row = min(max(row + rows, 0), last)
        column = min(max(column + columns, 0), 1)
        self.ask(self.preference if row == last else self.texts[column][row])


def _answers(questions: tuple[Question, Question, Question], note: QLineEdit) -> TextRating:
    accuracy, completeness, error = (question.chosen for question in questions)
    return TextRating(
        accuracy=None if accuracy is None else SCALE[accuracy],
        completeness=None if completeness is None else SCALE[completeness],
        significant_error=None if error is None else bool(error),
        error_note=note.text(),
    )


def _asked(text: str, tip: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "asked")
    label.setToolTip(tip)
    return label
