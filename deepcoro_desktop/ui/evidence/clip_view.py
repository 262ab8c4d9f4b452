"""The view of the active clip: the three most probable, and the reader's correction."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from deepcoro_desktop.core.study import View
from deepcoro_desktop.ui.evidence.content import clip_numbers, short_name
from deepcoro_desktop.ui.evidence.style import MARGIN_PX
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.theme import DIM, SMALL_PX, TEXT

_TOP: Final = 3


class _CalmComboBox(QComboBox):
    """A combo box that a passing wheel does not change."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless the box has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ClipViewBox(QFrame):
    """Which view the active clip shows, and how to say that it is another."""

    def __init__(self, state: ViewerState, views: Mapping[str, View], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._views = state, views
        self.heading = QLabel()
        self.heading.setProperty("role", "title")
        self.said = QLabel()
        self.said.setProperty("role", "note")
        self.said.setToolTip(tr("Probability of each view as the view classifier gives it"))
        self.said.setMinimumWidth(40)
        self.top = QLabel()
        self.top.setTextFormat(Qt.TextFormat.RichText)
        self.choice = _CalmComboBox()
        self.choice.setMaxVisibleItems(20)
        self.choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setToolTip(
            tr("Say which view the clip shows; weights and draft are made again. The change is kept.")
        )
        self.choice.addItem("", "")
        for view in views.values():
            self.choice.addItem(tr(view.label), view.id)
        self.choice.activated.connect(self._choose)
        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addWidget(self.said, 1, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, 10, MARGIN_PX, 10)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.top)
        column.addWidget(self.choice)
        state.active_clip_changed.connect(self.refresh)
        state.clip_views_changed.connect(self._views_changed)
        state.study_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the active clip."""
        uid = self._state.active_clip
        number = clip_numbers(self._state).get(uid)
        self.setVisible(number is not None)
        if number is None:
            return
        self.heading.setText(tr("View of clip {number}").format(number=number))
        known = self._state.views_of(uid)
        self.choice.setAccessibleName(tr("Correct the view of clip {number}").format(number=number))
        if known is None or not known.predictions:
            self.said.setText(tr("not known yet") if self._state.analysing else tr("not examined"))
            self.top.setText("")
            self.top.hide()
            self.choice.setItemText(0, tr("Set the view…"))
            self.choice.setCurrentIndex(0)
            return
        self.top.show()
        rows: list[str] = []
        for prediction in known.predictions[:_TOP] if not known.overridden else known.predictions[:1]:
            name = html.escape(short_name(self._views.get(prediction.view_id), prediction.view_id))
            figure = tr("set by you") if known.overridden else f"{100 * prediction.probability:.0f} %"
            colour = TEXT if not rows else DIM
            rows.append(
                f'<tr><td width="100%" style="color:{colour}">{name}</td>'
                f'<td align="right" style="color:{colour}; white-space:nowrap">{figure}</td></tr>'
            )
        self.top.setText(
            f'<table width="100%" cellspacing="0" style="font-size:{SMALL_PX + 1}px">{"".join(rows)}</table>'
        )
        self.said.setText(tr("corrected by you") if known.overridden else tr("view classifier"))
        self.choice.setItemText(0, tr("Take the correction back") if known.overridden else tr("Correct the view…"))
        self.choice.setCurrentIndex(max(0, self.choice.findData(known.best.view_id)) if known.overridden else 0)

    def _views_changed(self, uid: str) -> None:
        if uid == self._state.active_clip:
            self.refresh()

    def _choose(self, index: int) -> None:
        uid = self._state.active_clip
        known = self._state.views_of(uid)
        view_id = str(self.choice.itemData(index))
        if uid and (view_id or (known is not None and known.overridden)):
            self._state.view_override_requested.emit(uid, view_id)
