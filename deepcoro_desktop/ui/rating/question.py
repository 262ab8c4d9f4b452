"""Question: one row of answers; a click or a digit chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.rating.style import OUTDENT_PX
from deepcoro_desktop.ui.theme import restyle

_MARK_PX = 3
"""Width of the mark of the current question, as in the style sheet."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a question."""

    text: str
    """On the button."""
    words: str
    """What it means, beside the buttons once it is chosen; empty where the button says it."""


class Question(QFrame):
    """One question about one text, or about both.

    Parameters
    ----------
    name : str
        The question and the text it is about, as a screen reader says it.
    answers : sequence of Answer
        In the order of their keys, 1 and on.
    hint : str
        What stands beside the buttons until one is chosen.
    wide : bool
        Whether the buttons share the whole width.
    """

    answered = Signal(int)
    """Place of the chosen answer, from 0."""
    focused = Signal()
    """The keyboard is here now."""

    def __init__(
        self,
        name: str,
        answers: Sequence[Answer],
        hint: str = "",
        *,
        wide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._answers = tuple(answers)
        self._hint = hint
        self.chosen: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("current", False)
        self.buttons = tuple(QPushButton(tr(answer.text)) for answer in answers)
        self.words = QLabel(hint, self)
        self.words.setProperty("role", "note")
        self.words.setMinimumWidth(0)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(OUTDENT_PX - _MARK_PX, 3, 0, 3)
        self._row.setSpacing(4)
        for place, (button, answer) in enumerate(zip(self.buttons, answers, strict=True)):
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setToolTip(f"{tr(answer.words or answer.text)} ({place + 1})")
            button.setAccessibleName(f"{name}: {tr(answer.words or answer.text)}")
            button.clicked.connect(partial(self._click, place))
            if len(answer.text) > 1:
                button.setProperty("role", "word")
            self._row.addWidget(button, 1 if wide else 0)
        self.words.setVisible(not wide)
        if not wide:
            self._row.addSpacing(6)
            self._row.addWidget(self.words, 1)
        self.set_chosen(None)

    def add(self, widget: QWidget) -> None:
        """Put something beside the answers, in place of their words."""
        self.words.hide()
        self._row.addWidget(widget, 1)

    def set_chosen(self, place: int | None) -> None:
        """Show which answer is chosen, None for none yet."""
        self.chosen = place
        for number, button in enumerate(self.buttons):
            button.setChecked(number == place)
        said = self._hint if place is None else tr(self._answers[place].words)
        self.words.setText(said)
        state = tr("not answered") if place is None else tr(self._answers[place].words or self._answers[place].text)
        self.setAccessibleName(f"{self._name}: {state}")

    def choose(self, place: int) -> bool:
        """Choose an answer as the rater does; return whether there is such a one."""
        if place >= len(self.buttons):
            return False
        self.set_chosen(place)
        self.answered.emit(place)
        return True

    def set_current(self, *, current: bool) -> None:
        """Show whether digits go here."""
        restyle(self, current=current)

    def _click(self, place: int, _checked: bool = False) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.choose(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take digits, once for each press; the panel takes the arrows."""
        if event.text().isdecimal() and event.isAutoRepeat():
            return
        if not (event.text().isdecimal() and event.text() != "0" and self.choose(int(event.text()) - 1)):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that digits go here."""
        super().focusInEvent(event)
        self.focused.emit()
