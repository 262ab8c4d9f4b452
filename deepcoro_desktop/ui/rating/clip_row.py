"""ClipRow: the clips of a case by number; a click shows one in the active tile."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from deepcoro_desktop.core.study import Study
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.rating.style import CLIP_ROW_PX
from deepcoro_desktop.ui.state import ViewerState


class ClipRow(QWidget):
    """One button a clip, in the order of acquisition; those in a tile are marked, watched ones are ticked."""

    def __init__(self, state: ViewerState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.buttons: dict[str, QPushButton] = {}
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(CLIP_ROW_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        state.study_changed.connect(self._on_study)
        state.shown_clips_changed.connect(lambda _clips: self._mark())
        state.clip_watched.connect(lambda _clip: self._mark())

    def _on_study(self, study: Study | None) -> None:
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(8, 5, 8, 5)
        row.setSpacing(4)
        self.buttons = {}
        for number, clip in enumerate(study.clips if study else (), 1):
            button = QPushButton(str(number))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._open, clip.sop_instance_uid))
            row.addWidget(button)
            self.buttons[clip.sop_instance_uid] = button
        row.addStretch(1)
        self._area.setWidget(inside)  # deletes the one before
        self._mark()

    def _mark(self) -> None:
        for number, (uid, button) in enumerate(self.buttons.items(), 1):
            watched = uid in self._state.watched
            button.setChecked(uid in self._state.shown_clips)
            button.setText(f"{number} ✓" if watched else str(number))
            button.setToolTip(
                (
                    tr("Clip {number}, watched: show it in the active tile")
                    if watched
                    else tr("Clip {number}, not watched yet: show it in the active tile")
                ).format(number=number)
            )

    def _open(self, sop_instance_uid: str, _checked: bool = False) -> None:
        self._state.clip_open_requested.emit(sop_instance_uid)
        self._mark()
