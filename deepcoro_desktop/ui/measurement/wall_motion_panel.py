"""Wall motion: the bull's-eye with its model, its index, all normal, and the prior study's scores."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from deepcoro_desktop.core.errors import DeepcoroError, MeasurementError
from deepcoro_desktop.core.measurement.wall_models import Carried, Readings
from deepcoro_desktop.core.measurement.wall_motion import MODELS, all_normal, unscored
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.measurement.board import MeasurementBoard
from deepcoro_desktop.ui.measurement.bullseye import WORDS, BullsEye

_MARGIN: Final = 12


class WallMotionPanel(QWidget):
    """Scores the segments of the open study."""

    def __init__(self, board: MeasurementBoard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._readings = Readings(Carried(unscored()))
        self._study_uid = ""
        self.index = QLabel()
        self.index.setProperty("role", "big")
        self.index.setMinimumWidth(56)
        self.seen = QLabel()
        self.seen.setProperty("role", "note")
        self.target = BullsEye()
        self.models = QButtonGroup(self)
        self.normal = QPushButton(tr("All normal"))
        self.normal.setToolTip(tr("Every segment normal; then change those that are not"))
        self.prior = QPushButton(tr("Copy prior"))
        self.prior.setToolTip(tr("The scores of the patient's study before this one"))
        self.message = QLabel()
        self.message.setProperty("role", "review")
        self.message.setWordWrap(True)
        self.message.hide()
        self.remark = QLabel()
        self.remark.setProperty("role", "review")
        self.remark.setWordWrap(True)
        self.clear = QPushButton(tr("Clear"))
        self.clear.setToolTip(tr("No segment seen"))
        self._build()
        board.changed.connect(self.refresh)
        board.sheet_edited.connect(lambda _sheet: self.message.hide())
        board.refused.connect(self.show_refusal)
        self.target.scored.connect(lambda motion: self._keep(self._readings.scored(motion)))
        self.models.idClicked.connect(lambda model: self._keep(self._readings.in_model(model)))
        self.normal.clicked.connect(lambda: board.set_wall_motion(all_normal(self.target.motion.model)))
        self.clear.clicked.connect(lambda: board.set_wall_motion(None))
        self.prior.clicked.connect(board.prior_requested)
        self.refresh()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(8)
        title = QLabel(tr("Wall motion score index"))
        title.setProperty("role", "title")
        column.addWidget(title)
        figures = QHBoxLayout()
        figures.addWidget(self.index)
        figures.addWidget(self.seen, 1, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(figures)
        row = QHBoxLayout()
        row.setSpacing(4)
        for model in MODELS:
            button = QPushButton(tr("{model} segments").format(model=model))
            button.setCheckable(True)
            self.models.addButton(button, model)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.remark)
        column.addWidget(self.target, 1)
        legend = QLabel(
            "   ".join(f"{m.value if m.value else '–'}\N{NO-BREAK SPACE}{tr(word)}" for m, word in WORDS.items())
        )
        legend.setProperty("role", "small")
        legend.setWordWrap(True)
        column.addWidget(legend)
        keys = QLabel(tr("Arrow keys choose a segment, 1 to 4 score it, 0: not seen"))
        keys.setProperty("role", "small")
        keys.setWordWrap(True)
        column.addWidget(keys)
        acts = QHBoxLayout()
        acts.setSpacing(4)
        for button in (self.normal, self.prior, self.clear):
            acts.addWidget(button)
        acts.addStretch(1)
        column.addLayout(acts)
        column.addWidget(self.message)

    def show_refusal(self, error: DeepcoroError) -> None:
        """Say what went wrong, where the reader scores; what concerns a figure is said with the figures."""
        if isinstance(error, MeasurementError):
            return
        self.message.setText(str(error))
        self.message.show()

    def _keep(self, readings: Readings) -> None:
        """Show what was scored, or another model, and keep it."""
        self._readings = readings
        self._board.set_wall_motion(readings.motion)

    def _remark(self) -> None:
        """Say what another model could not tell this one, and what counts only there."""
        readings, lines = self._readings, []
        if readings.open_segments:
            names = ", ".join(segment.name for segment in readings.open_segments)
            words = tr("Cut otherwise in {model} segments, so still to be scored: {names}.")
            lines.append(words.format(model=readings.others[-1].motion.model, names=names))
        if readings.apex_left_out:
            words = tr("{model} segments have no apex of their own: its score is kept and counts in 17 segments.")
            lines.append(words.format(model=readings.motion.model))
        self.remark.setText("\n".join(lines))
        self.remark.setVisible(bool(lines))

    def refresh(self) -> None:
        """Show what the sheet holds."""
        sheet = self._board.sheet
        self.setEnabled(sheet is not None)
        kept = sheet.wall_motion if sheet is not None else None
        uid = sheet.study_instance_uid if sheet is not None else ""
        if uid != self._study_uid or kept != self._readings.motion:  # not from this panel: other models know nothing
            self._readings = Readings(Carried(kept or unscored(self._readings.motion.model)))
        self._study_uid = uid
        motion = self._readings.motion
        self._remark()
        if motion != self.target.motion:
            self.target.set_motion(motion)
        index = motion.index
        self.index.setText("–" if index is None else f"{index:.2f}")
        self.seen.setText(tr("{seen} of {count} segments scored").format(seen=motion.seen, count=len(motion.scores)))
        chosen = self.models.button(motion.model)
        if chosen is not None:
            chosen.setChecked(True)
