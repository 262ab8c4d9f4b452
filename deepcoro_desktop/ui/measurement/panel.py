"""The measurements: what is in hand, what can be measured, and every value with source, range and formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deepcoro_desktop.core.beats import Beat
from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.measurement.catalogue import CATALOGUE
from deepcoro_desktop.core.measurement.phase import other_phase
from deepcoro_desktop.core.measurement.scale import LARGEST_KNOWN_CM, calibration_note
from deepcoro_desktop.core.study import Clip
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.measurement.board import MeasurementBoard
from deepcoro_desktop.ui.measurement.command_box import CommandBox
from deepcoro_desktop.ui.measurement.values import ValueList
from deepcoro_desktop.ui.measurement.wording import OFF_PHASE, TOOLS, Command
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.theme import restyle

_MARGIN: Final = 12
_COLUMNS: Final = 5
"""Tool buttons in a row."""


class MeasurementPanel(QWidget):
    """Shows the board and starts its tools.

    Parameters
    ----------
    board : MeasurementBoard
        What is measured.
    state : ViewerState
        Which clip is active, for its calibration.
    beats : callable
        Gives the whole beats of a clip; none where its phases are not known.
    """

    def __init__(
        self,
        board: MeasurementBoard,
        state: ViewerState,
        beats: Callable[[Clip], Sequence[Beat]] = lambda _clip: (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._board, self._state, self._beats = board, state, beats
        self.search = CommandBox()
        self.values = ValueList()
        self.buttons = {tool: QPushButton(tr(name)) for tool, (name, _) in TOOLS.items()}
        self.hand = InHand(board)
        self.banner = CalibrationBanner()
        self.message = QLabel()
        self.message.setProperty("role", "review")
        self.message.setWordWrap(True)
        self.message.hide()
        self.empty = QLabel()
        self.empty.setProperty("role", "dim")
        self.empty.setWordWrap(True)
        self._build()
        self._connect()
        self._name_key()
        self.refresh()

    def _build(self) -> None:
        self.setMinimumWidth(240)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.search.hits)
        grid = QGridLayout()
        grid.setSpacing(4)
        for place, (tool, button) in enumerate(self.buttons.items()):
            button.setCheckable(True)
            button.setToolTip(tr(TOOLS[tool][1]))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setStyleSheet("padding: 4px 2px;")
            grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)
        column.addLayout(grid)
        column.addWidget(self.banner)
        column.addWidget(self.hand)
        column.addWidget(self.message)
        column.addWidget(self.empty)
        column.addWidget(self.values, 1)

    def _connect(self) -> None:
        board = self._board
        board.changed.connect(self.refresh)
        board.refused.connect(self.show_refusal)
        self._state.active_clip_changed.connect(self.refresh)
        self._state.keymap.changed.connect(self._name_key)
        self.search.chosen.connect(self._start)
        self.search.left.connect(board.pictures_requested)
        for tool, button in self.buttons.items():
            button.clicked.connect(partial(board.start, tool))
        self.banner.calibrate_requested.connect(board.start_calibration)
        self.banner.length_given.connect(board.calibrate)
        board.length_requested.connect(self.banner.ask_length)
        self.banner.forget_requested.connect(self._forget_calibration)
        self.values.opened.connect(board.open)
        self.values.frame_requested.connect(board.show_frame)
        self.values.removed.connect(board.remove)
        self.values.average_chosen.connect(board.choose_average)
        self.values.report_requested.connect(board.report_requested)

    def refresh(self) -> None:
        """Show what the board holds now."""
        board = self._board
        self.setEnabled(board.sheet is not None)
        draft = board.draft
        for tool, button in self.buttons.items():
            button.setChecked(draft is not None and draft.tool is tool and not board.calibrating)
        self.hand.refresh()
        if draft is not None and draft.started and not draft.complete:
            self.message.hide()
        clip = board.clip(self._state.active_clip)
        manual = board.manual_of(self._state.active_clip)
        ready = draft is not None and draft.complete
        note = tr(calibration_note(clip, manual)) if clip is not None else ""
        reason = clip.calibration_reason if clip is not None else ""
        self.banner.show_note(note, reason, manual=manual is not None, drawing=board.calibrating, ready=ready)
        self.values.show_values(board.rows, board.cart, board.selected, self._remarks())
        anything = any(row.beats for row in board.rows) or bool(board.cart)
        self.empty.setVisible(not anything and draft is None)

    def _remarks(self) -> dict[str, str]:
        """Return what is to be said of figures, by measurement id."""
        found = {}
        for beat in (beat for row in self._board.rows for beat in row.beats if beat.anchor is not None):
            clip = self._board.clip(beat.anchor.sop_instance_uid) if beat.anchor is not None else None
            phase = other_phase(beat, clip, self._beats(clip)) if clip is not None else None
            if phase is not None:
                found[beat.measurement_id] = tr(OFF_PHASE[phase])
        return found

    def show_refusal(self, error: DeepcoroError) -> None:
        """Say why something was not measured, where the reader is looking."""
        self.message.setText(str(error))
        self.message.show()

    def _name_key(self) -> None:
        """Name the key that the reader has for measuring."""
        keymap = self._state.keymap
        how = keymap.hint(tr("Press {measure} and type what to measure, or take a tool."))
        self.empty.setText(tr("Nothing measured yet.") + " " + (how or tr("Type what to measure, or take a tool.")))
        self.search.setToolTip(keymap.with_hint(tr("Type a few letters and press Enter"), "{measure}"))

    def _start(self, command: Command) -> None:
        self.message.hide()
        if command.sequence is not None:
            self._board.start_sequence(command.sequence)
        elif command.item is not None and command.value is not None:
            self._board.enter_value(command.item.key, command.value)
        elif command.item is not None:
            self._board.start_item(command.item.key)
        elif command.tool is not None:
            self._board.start(command.tool)

    def _forget_calibration(self) -> None:
        clip = self._board.clip(self._state.active_clip)
        if clip is not None:
            self._board.forget_calibration(clip)


class InHand(QFrame):
    """What is measured at this moment: the item, its live value, and Accept, Skip, Stop."""

    def __init__(self, board: MeasurementBoard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self.setProperty("role", "card")
        self.where = QLabel()
        self.where.setProperty("role", "small")
        self.what = QLabel()
        self.what.setProperty("role", "title")
        self.value = QLabel()
        self.value.setProperty("role", "accent")
        self.value.setWordWrap(True)
        self.accept = QPushButton(tr("Accept  ⏎"))
        self.accept.setToolTip(tr("Keep it and go on (Enter)"))
        self.accept.setProperty("role", "primary")
        self.skip = QPushButton(tr("Skip  S"))
        self.skip.setToolTip(tr("Go on without it (S)"))
        self.stop = QPushButton(tr("Stop  Esc"))
        self.stop.setToolTip(tr("Put the tool away (Esc)"))
        self.accept.clicked.connect(lambda: board.accept())
        self.skip.clicked.connect(board.skip)
        self.stop.clicked.connect(board.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        for label in (self.where, self.what, self.value):
            column.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.accept, self.skip, self.stop):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    def refresh(self) -> None:
        """Show what the board has in hand."""
        board, draft, guide = self._board, self._board.draft, self._board.guide
        self.setVisible(draft is not None)
        if draft is None:
            return
        self.where.setVisible(guide is not None)
        if guide is not None:
            self.where.setText(
                f"{guide.sequence.label} · "
                + tr("{done} of {total}").format(done=guide.place + 1, total=len(guide.sequence.items))
            )
        named = CATALOGUE.get(draft.key)
        name, hint = map(tr, TOOLS[draft.tool])
        self.what.setText(
            tr("Line of known length") if board.calibrating else named.name if named is not None else name
        )
        live = board.live()
        self.value.setText(live.text or hint)
        restyle(self.value, role="review" if live.refused and live.text else "accent" if live.text else "dim")
        self.accept.setVisible(guide is not None)
        self.accept.setEnabled(draft.complete and not live.refused)
        self.skip.setVisible(guide is not None)


class CalibrationBanner(QFrame):
    """Says that a picture has no scale, and takes one from the reader."""

    calibrate_requested = Signal()
    forget_requested = Signal()
    length_given = Signal(float)
    """Length of the line that was drawn, cm."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel()
        self.text.setProperty("role", "banner")
        self.text.setWordWrap(True)
        self.start = QPushButton(tr("Calibrate by hand"))
        self.start.setToolTip(tr("Draw a line along the depth scale and give its length"))
        self.forget = QPushButton(tr("Forget this scale"))
        self.forget.setToolTip(tr("Back to pixels"))
        self.length = QDoubleSpinBox()
        self.length.setRange(0.1, LARGEST_KNOWN_CM)
        self.length.setDecimals(1)
        self.length.setValue(5.0)
        self.length.setSuffix(" cm")
        self.length.setAccessibleName(tr("Length of the line"))
        self.set = QPushButton(tr("Set scale"))
        self.set.setProperty("role", "primary")
        self.start.clicked.connect(self.calibrate_requested)
        self.forget.clicked.connect(self.forget_requested)
        self.length.lineEdit().returnPressed.connect(self.set.click)
        self.set.clicked.connect(lambda: self.length_given.emit(self.length.value()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.text)
        row = QHBoxLayout()
        row.setSpacing(4)
        for widget in (self.start, self.forget, self.length, self.set):
            row.addWidget(widget)
        row.addStretch(1)
        column.addLayout(row)

    def ask_length(self) -> None:
        """Bring the keyboard to the line's length."""
        self.length.setFocus()
        self.length.selectAll()

    def show_note(self, note: str, reason: str, *, manual: bool, drawing: bool, ready: bool) -> None:
        """Show a clip's note; nothing for one that the scanner calibrated."""
        self.setVisible(bool(note) or drawing)
        self.text.setText(f"{note}\n{reason}" if reason and not manual else note)
        self.start.setVisible(not drawing)
        self.forget.setVisible(manual and not drawing)
        self.length.setVisible(drawing)
        self.set.setVisible(drawing)
        self.set.setEnabled(ready)
