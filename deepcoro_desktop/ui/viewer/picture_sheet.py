"""Zoom and look of the active clip, by key and by the small sheet over the bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QLabel, QPushButton, QSlider, QWidget

from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.viewer.geometry import Zoom
from deepcoro_desktop.ui.viewer.grid import TileGrid
from deepcoro_desktop.ui.viewer.look import (
    LARGEST_GAIN,
    LARGEST_GAMMA,
    SMALLEST_GAIN,
    SMALLEST_GAMMA,
    GreyMap,
    Look,
)
from deepcoro_desktop.ui.viewer.viewing import Viewing

_STEPS = 100


class Looking(QObject):
    """Changes how the active clip looks.

    Parameters
    ----------
    grid : TileGrid
        The tiles.
    keymap : Keymap
        The keys that the sheet names.
    """

    changed = Signal()
    """Pictures are to be made ready with another look."""

    def __init__(self, grid: TileGrid, keymap: Keymap, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self.sheet = LookSheet(self.set_look, keymap, grid)

    @property
    def look(self) -> Look:
        """The look of the active clip."""
        return self._grid.active_tile.viewing.look

    def set_look(self, look: Look) -> None:
        """Show the active clip otherwise."""
        tile = self._grid.active_tile
        if tile.clip is None or look == tile.viewing.look:
            return
        tile.set_viewing(replace(tile.viewing, look=look))
        self.sheet.set_look(look)
        self.changed.emit()

    def invert(self) -> None:
        """Show dark what is bright, or as it was."""
        self.set_look(replace(self.look, inverted=not self.look.inverted))

    def next_map(self) -> None:
        """Show grey in the next shades."""
        self.set_look(self.look.next_map())

    def whole(self) -> None:
        """Show the whole picture of the active clip."""
        self._grid.active_tile.set_zoom(Zoom())

    def as_recorded(self) -> None:
        """Show the active clip as it was recorded: its pixels, the whole picture, all that the header says plays."""
        tile = self._grid.active_tile
        if tile.clip is not None:
            tile.set_viewing(Viewing())
            self.refresh()
            self.changed.emit()

    def refresh(self) -> None:
        """Show the look of the tile that is active now."""
        self.sheet.set_look(self.look)

    def open_at(self, at: QPoint) -> None:
        """Open the sheet over a place of the screen."""
        self.refresh()
        self.sheet.adjustSize()
        self.sheet.move(at - QPoint(0, self.sheet.sizeHint().height() + 4))
        self.sheet.show()
        self.sheet.gain.setFocus()


class LookSheet(QFrame):
    """Gain, gamma, grey map, inversion, and the way back.

    Parameters
    ----------
    choose : callable
        Called with the look that the reader has set.
    keymap : Keymap
        The keys that it names.
    """

    def __init__(self, choose: Callable[[Look], None], keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._choose = choose
        self._keymap = keymap
        self._look = Look()
        self._showing = False
        self.setProperty("role", "sheet")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.gain = _slider(tr("Gain"), SMALLEST_GAIN, LARGEST_GAIN)
        self.gamma = _slider(tr("Gamma"), SMALLEST_GAMMA, LARGEST_GAMMA)
        self.numbers = {self.gain: QLabel("1.00×"), self.gamma: QLabel("1.00")}
        self.maps = QComboBox()
        self.maps.setAccessibleName(tr("Grey map"))
        for grey_map in GreyMap:
            self.maps.addItem(tr(grey_map.value), grey_map)
        self.inverted = QCheckBox()
        self.reset = QPushButton(tr("As recorded"))
        self._compose()
        self._name_keys()
        keymap.changed.connect(self._name_keys)
        self.gain.valueChanged.connect(lambda value: self._change(gain=value / _STEPS))
        self.gamma.valueChanged.connect(lambda value: self._change(gamma=value / _STEPS))
        self.maps.currentIndexChanged.connect(lambda _index: self._change(grey_map=self.maps.currentData()))
        self.inverted.toggled.connect(lambda checked: self._change(inverted=checked))
        self.reset.clicked.connect(partial(self._choose, Look()))

    def _compose(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 12, 12, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for row, (name, slider) in enumerate(((tr("Gain"), self.gain), (tr("Gamma"), self.gamma))):
            number = self.numbers[slider]
            number.setMinimumWidth(40)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, widget in enumerate((QLabel(name), slider, number)):
                grid.addWidget(widget, row, column)
        grid.addWidget(QLabel(tr("Grey map")), 2, 0)
        grid.addWidget(self.maps, 2, 1, 1, 2)
        grid.addWidget(self.inverted, 3, 0, 1, 2)
        grid.addWidget(self.reset, 3, 2)
        note = QLabel(tr("Colour Doppler keeps its colours."))
        note.setProperty("role", "note")
        grid.addWidget(note, 4, 0, 1, 3)

    def _name_keys(self) -> None:
        self.inverted.setText(self._keymap.with_hint(tr("Inverted"), "{inverted}"))
        self.reset.setToolTip(self._keymap.with_hint(tr("Exactly the pixels of the file"), "{as-recorded}"))

    def set_look(self, look: Look) -> None:
        """Show a look."""
        self._showing, self._look = True, look
        self.gain.setValue(round(look.gain * _STEPS))
        self.gamma.setValue(round(look.gamma * _STEPS))
        self.numbers[self.gain].setText(f"{look.gain:.2f}×")
        self.numbers[self.gamma].setText(f"{look.gamma:.2f}")
        self.maps.setCurrentIndex(list(GreyMap).index(look.grey_map))
        self.inverted.setChecked(look.inverted)
        self._showing = False

    def _change(self, **changes: object) -> None:
        if not self._showing:
            self._choose(replace(self._look, **changes))  # type: ignore[arg-type]


def _slider(name: str, low: float, high: float) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(round(low * _STEPS), round(high * _STEPS))
    slider.setValue(_STEPS)
    slider.setPageStep(10)
    slider.setMinimumWidth(180)
    slider.setAccessibleName(name)
    return slider
