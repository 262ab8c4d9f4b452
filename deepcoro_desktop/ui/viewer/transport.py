"""TransportBar: play, step, speed, layout, overlay; every control has its key in its tooltip."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.viewer.layouts import OFFERED, Layout
from deepcoro_desktop.ui.viewer.overlay import OverlayMode
from deepcoro_desktop.ui.viewer.playback import SPEEDS
from deepcoro_desktop.ui.viewer.sync import Sync

HEIGHT_PX: Final = 42
_ICON_PX: Final = 14
_LAYOUT_PX: Final = 40


class Glyph(Enum):
    """What a button shows; letters stand for bars, triangles to the right and to the left."""

    FIRST = "|<<"
    BACK = "<|"
    PLAY = ">"
    PAUSE = "||"
    ON = "|>"
    LAST = ">>|"


class TransportBar(QWidget):
    """The row of controls under the tiles; in a narrow panel what has a key goes first."""

    play_toggled = Signal()
    stepped = Signal(int)
    first_requested = Signal()
    last_requested = Signal()
    speed_chosen = Signal(float)
    layout_chosen = Signal(object)
    """Layout."""
    overlay_requested = Signal()
    """Show the next overlay."""
    backwards_toggled = Signal()
    sync_requested = Signal()
    """Keep step in the next way."""
    prior_requested = Signal()
    picture_requested = Signal(object)
    """Open the sheet of gain and grey over this place of the screen."""
    hanging_requested = Signal(object)
    """Open the menu of presets at this place of the screen."""

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keymap = keymap
        self._tips: dict[QPushButton, tuple[str, str]] = {}
        """What each button does, and the hint that names its keys."""
        self.setProperty("role", "strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._icons = {
            (glyph, colour): _icon(glyph, colour, self.devicePixelRatioF())
            for glyph in Glyph
            for colour in (theme.TEXT, theme.ACCENT)
        }
        self.first = self._symbol(Glyph.FIRST, tr("First frame"), "{first-frame}", self.first_requested.emit)
        back, on = partial(self.stepped.emit, -1), partial(self.stepped.emit, 1)
        self.back = self._symbol(Glyph.BACK, tr("One frame back"), tr("{frame-back} or ,"), back)
        self.play = self._button("", tr("Pause"), "{play}", self.play_toggled.emit)
        self.play.setCheckable(True)
        self.on = self._symbol(Glyph.ON, tr("One frame on"), tr("{frame-on} or ."), on)
        self.last = self._symbol(Glyph.LAST, tr("Last frame"), "{last-frame}", self.last_requested.emit)
        self._speed_label = QLabel(tr("speed"))
        self._speed_label.setProperty("role", "note")
        self.speed = self._button("1.0×", tr("Speed"), tr("{slower} slower, {faster} faster"), self._open_speeds)
        self.speeds = QMenu(self)
        for speed in SPEEDS:
            action = self.speeds.addAction(_speed_words(speed))
            action.setCheckable(True)
            action.setData(speed)
            action.triggered.connect(partial(self._choose_speed, speed))
        self.backwards = self.speeds.addAction("")
        self.backwards.setCheckable(True)
        self.backwards.triggered.connect(lambda _checked=False: self.backwards_toggled.emit())
        self.layouts = {layout: self._layout_button(layout) for layout in OFFERED}
        self.hang = self._button(
            tr("Views"), tr("Hang by view: presets, stress"), tr("{preset} next preset"), self._open_hanging
        )
        self.prior = self._button(tr("Prior"), tr("The same view of the earlier study"), "{prior}", self._ask_prior)
        self.prior.setCheckable(True)
        self.prior.setEnabled(False)
        self.sync = self._button("", tr("Clips keep step: by clock, by R–R"), "{step}", self._ask_sync)
        self.sync.setCheckable(True)
        self.picture = self._button(
            tr("Picture"), tr("Gain, gamma, grey map"), tr("{inverted} inverts"), self._open_picture
        )
        self.overlay = self._button("", tr("Words over the pictures: all, no name, none"), "{overlay}", self._next)
        self._compose()
        self.set_playing(playing=True)
        self.set_speed(1.0)
        self.set_sync(Sync.OFF)
        self.set_overlay(OverlayMode.FULL)
        self._name_keys()
        keymap.changed.connect(self._name_keys)

    def _compose(self) -> None:
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(4)
        row.addStretch(1)
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self.first, self.back, self.play, self.on, self.last),
            (self._speed_label, self.speed),
            (*self.layouts.values(), self.hang, self.prior),
            (self.sync, self.picture, self.overlay),
        )
        for number, group in enumerate(groups):
            if number:
                row.addSpacing(12)
            for widget in group:
                row.addWidget(widget)
        row.addStretch(1)
        self._yielding: tuple[tuple[QWidget, ...], ...] = (
            (self._speed_label,), (self.layouts[Layout.SIXTEEN], self.layouts[Layout.TWO]), (self.first, self.last),
            (self.overlay,), (self.picture,), (self.back, self.on), (self.speed,), (self.sync,), (self.prior,),
            (self.hang,),
        )  # fmt: skip

    # --- what it shows

    def set_playing(self, *, playing: bool) -> None:
        """Show whether the clips play."""
        self.play.setChecked(playing)
        self.play.setIcon(self._icons[Glyph.PAUSE if playing else Glyph.PLAY, theme.ACCENT if playing else theme.TEXT])
        words = tr("Pause") if playing else tr("Play")
        self._name(self.play, words, "{play}")

    def set_speed(self, speed: float, *, backwards: bool = False) -> None:
        """Show the speed, and whether the clips play backwards."""
        self.speed.setText(f"−{_speed_words(speed)}" if backwards else _speed_words(speed))
        self.speed.setAccessibleName(
            (tr("Speed {speed}, backwards") if backwards else tr("Speed {speed}")).format(speed=_speed_words(speed))
        )
        for action in self.speeds.actions():
            action.setChecked(action.data() == speed if action is not self.backwards else backwards)

    def set_sync(self, sync: Sync) -> None:
        """Show how the clips keep step."""
        self.sync.setText(tr("Sync: {mode}").format(mode=tr(sync.value)))
        self.sync.setChecked(sync is not Sync.OFF)

    def set_prior(self, *, known: bool, shown: bool) -> None:
        """Show whether there is an earlier study, and whether it stands beside the open one."""
        self.prior.setEnabled(known)
        self.prior.setChecked(shown)

    def set_layout_shown(self, layout: Layout) -> None:
        """Show which layout the tiles have."""
        for other, button in self.layouts.items():
            button.setChecked(other is layout)

    def set_overlay(self, mode: OverlayMode) -> None:
        """Show how much stands over the pictures."""
        self.overlay.setText(tr("Overlay: {mode}").format(mode=tr(mode.value)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide in a narrow panel what the keyboard does as well."""
        super().resizeEvent(event)
        hidden: list[QWidget] = [widget for group in self._yielding for widget in group]
        for widget in hidden:
            widget.setVisible(True)
        for group in self._yielding:
            if self._row.sizeHint().width() <= self.width():
                break
            for widget in group:
                widget.setVisible(False)

    # --- parts

    def _button(self, text: str, words: str, hint: str, clicked: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        self._name(button, words, hint)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        button.clicked.connect(lambda _checked=False: clicked())
        return button

    def _name(self, button: QPushButton, words: str, hint: str) -> None:
        """Say what a button does, and with which keys the reader does the same."""
        self._tips[button] = (words, hint)
        button.setToolTip(self._keymap.with_hint(words, hint))
        button.setAccessibleName(words)

    def _name_keys(self) -> None:
        for button, (words, hint) in self._tips.items():
            self._name(button, words, hint)
        self.play.setText(f" {self._keymap.shown('play')}")
        self.backwards.setText(tr("Backwards") + self._keymap.hint("\t{backwards}"))

    def _symbol(self, glyph: Glyph, words: str, hint: str, clicked: Callable[[], object]) -> QPushButton:
        button = self._button("", words, hint, clicked)
        button.setIcon(self._icons[glyph, theme.TEXT])
        return button

    def _layout_button(self, layout: Layout) -> QPushButton:
        words = tr("One tile") if layout is Layout.ONE else tr("{layout} tiles").format(layout=layout.label)
        button = self._button(layout.label, words, tr("{layout} changes"), partial(self.layout_chosen.emit, layout))
        button.setCheckable(True)
        button.setMinimumWidth(_LAYOUT_PX)
        return button

    def _next(self) -> None:
        self.overlay_requested.emit()

    def _open_speeds(self) -> None:
        above = self.speed.mapToGlobal(self.speed.rect().topLeft())
        self.speeds.popup(above - QPointF(0, self.speeds.sizeHint().height() + 4).toPoint())

    def _ask_sync(self) -> None:
        self.sync.setChecked(not self.sync.isChecked())  # the player says what it is
        self.sync_requested.emit()

    def _ask_prior(self) -> None:
        self.prior.setChecked(not self.prior.isChecked())
        self.prior_requested.emit()

    def _open_picture(self) -> None:
        self.picture_requested.emit(self.picture.mapToGlobal(self.picture.rect().topLeft()))

    def _open_hanging(self) -> None:
        self.hanging_requested.emit(self.hang.mapToGlobal(self.hang.rect().topLeft()))

    def _choose_speed(self, speed: float, _checked: bool = False) -> None:
        self.speed_chosen.emit(speed)


def _speed_words(speed: float) -> str:
    return f"{speed:.2f}×" if round(speed * 10) != speed * 10 else f"{speed:.1f}×"


def _icon(glyph: Glyph, colour: str, scale: float) -> QIcon:
    """Draw a glyph of bars and triangles."""
    pixmap = QPixmap(QSize(_ICON_PX, _ICON_PX) * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    widths = {"|": 2.0, "<": 6.0, ">": 6.0}
    gap = 3.0 if glyph is Glyph.PAUSE else 1.0
    total = sum(widths[part] for part in glyph.value) + gap * (len(glyph.value) - 1)
    x = (_ICON_PX - total) / 2
    for part in glyph.value:
        if part == "|":
            painter.drawRoundedRect(QRectF(x, 2, 2, 10), 0.5, 0.5)
        else:
            tip, back = (x, x + 6) if part == "<" else (x + 6, x)
            painter.drawPolygon(QPolygonF([QPointF(back, 2), QPointF(back, 12), QPointF(tip, 7)]))
        x += widths[part] + gap
    painter.end()
    return QIcon(pixmap)
