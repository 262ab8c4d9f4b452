"""ViewerPanel: the playing tiles and their controls; follows the state, keeps the time, owns the one timer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deepcoro_desktop.core.dicom.pixels import open_clip
from deepcoro_desktop.core.study import Clip, Study, View
from deepcoro_desktop.ui.keymap import Context
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import TaskRunner
from deepcoro_desktop.ui.viewer.decode import Opener
from deepcoro_desktop.ui.viewer.frames import FrameStore, Wanted
from deepcoro_desktop.ui.viewer.geometry import Zoom
from deepcoro_desktop.ui.viewer.grid import TileGrid
from deepcoro_desktop.ui.viewer.overlay import Words, words_of
from deepcoro_desktop.ui.viewer.playback import SPEEDS
from deepcoro_desktop.ui.viewer.tile import Tile
from deepcoro_desktop.ui.viewer.transport import TransportBar

TICK_MS: Final = 8
"""Time between two looks at the clock. Looking costs little; a tile draws at most 60 times a second."""
_SETTLE_MS: Final = 120
"""How long tiles must keep their size before pictures are fitted to it."""


class ViewerPanel(QWidget):
    """Tiles in a grid, and the bar under them.

    Parameters
    ----------
    state : ViewerState
        What is open.
    tasks : TaskRunner
        Where clips are decoded.
    views : mapping of str to View
        Views by id, for their names.
    opener : callable, optional
        Opens a clip's frames.
    clock : callable, optional
        Gives the time in seconds, never backwards.
    """

    def __init__(
        self,
        state: ViewerState,
        tasks: TaskRunner,
        views: Mapping[str, View],
        *,
        opener: Opener = open_clip,
        clock: Callable[[], float] = time.perf_counter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._views = views
        self._clock = clock
        self.playing = True
        self.speed = 1.0
        self._numbers: dict[str, int] = {}
        """Places in the order of acquisition, from 1."""
        self.store = FrameStore(tasks, opener, parent=self)
        self.grid = TileGrid(self.store, clock, self._dress)
        self.bar = TransportBar(state.keymap)
        self._timer = QTimer(self)
        self._timer.setObjectName("playback")
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._settled = QTimer(self)
        self._settled.setObjectName("tiles settled")
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLE_MS)
        self._settled.timeout.connect(self._show_pictures)
        self._keys = self._bind_keys()
        self._window: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "background")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid, 1)
        column.addWidget(self.bar)
        self._connect()
        self._on_study(state.study)

    def _connect(self) -> None:
        state, grid, bar = self._state, self.grid, self.bar
        state.study_changed.connect(self._on_study)
        state.clip_open_requested.connect(self.open)
        state.clip_hovered.connect(grid.set_lit)
        state.clip_views_changed.connect(self._refresh_words)
        state.analysis_changed.connect(lambda _analysis: self._refresh_sampled())
        self.store.changed.connect(self._on_pictures)
        grid.changed.connect(self._on_grid)
        grid.resized.connect(self._unsettle)
        grid.clip_dropped.connect(partial(self.set_playing, playing=True))
        grid.scrub_requested.connect(self._scrub)
        grid.hovered.connect(state.clip_hovered)
        bar.play_toggled.connect(self.toggle_playing)
        bar.stepped.connect(self.step)
        bar.first_requested.connect(self.go_to_first)
        bar.last_requested.connect(self.go_to_last)
        bar.speed_chosen.connect(self.set_speed)
        bar.layout_chosen.connect(grid.set_layout)
        bar.overlay_requested.connect(self.next_overlay)

    def _bind_keys(self) -> dict[int, Callable[[], object]]:
        key = Qt.Key
        return {
            key.Key_Space: self.toggle_playing,
            key.Key_Left: partial(self.step, -1), key.Key_Comma: partial(self.step, -1),
            key.Key_Right: partial(self.step, 1), key.Key_Period: partial(self.step, 1),
            key.Key_Home: self.go_to_first, key.Key_End: self.go_to_last,
            key.Key_Minus: partial(self._change_speed, -1),
            key.Key_Plus: partial(self._change_speed, 1), key.Key_Equal: partial(self._change_speed, 1),
            key.Key_G: self.grid.next_layout, key.Key_O: self.next_overlay, key.Key_Z: self.reset_zoom,
        }  # fmt: skip

    # --- time

    def open(self, sop_instance_uid: str) -> None:
        """Show a clip in the active tile and play; a clip that stands in another tile becomes active there."""
        if self.grid.open(sop_instance_uid):
            self.set_playing(playing=True)

    def toggle_playing(self) -> None:
        """Play or pause all tiles."""
        self.set_playing(playing=not self.playing)

    def set_playing(self, *, playing: bool) -> None:
        """Play all tiles, or let them stand."""
        self.playing = playing
        now = self._clock()
        for tile in self.grid.tiles:
            if tile.playhead is not None and tile.playhead.playing != playing:
                tile.set_playhead(tile.playhead.play(now) if playing else tile.playhead.pause(now))
        self.bar.set_playing(playing=playing)
        self._run_timer()

    def set_speed(self, speed: float) -> None:
        """Play all tiles at another speed."""
        self.speed = speed
        now = self._clock()
        for tile in self.grid.tiles:
            if tile.playhead is not None:
                tile.set_playhead(tile.playhead.at_speed(speed, now))
        self.bar.set_speed(speed)

    def _change_speed(self, by: int) -> None:
        place = min(max(SPEEDS.index(self.speed) + by, 0), len(SPEEDS) - 1)
        self.set_speed(SPEEDS[place])

    def step(self, by: int) -> None:
        """Pause, and move the active tile by frames."""
        self.set_playing(playing=False)
        tile = self.grid.active_tile
        if tile.playhead is not None:
            tile.set_playhead(tile.playhead.step(by, self._clock()))

    def go_to_first(self) -> None:
        """Pause, and show the active clip's first frame."""
        tile = self.grid.active_tile
        if tile.playhead is not None:
            self._scrub(tile, tile.playhead.track.first)

    def go_to_last(self) -> None:
        """Pause, and show the active clip's last frame."""
        tile = self.grid.active_tile
        if tile.playhead is not None:
            self._scrub(tile, tile.playhead.track.last)

    def _scrub(self, tile: Tile, frame: int) -> None:
        self.set_playing(playing=False)
        if tile.playhead is not None:
            tile.set_playhead(tile.playhead.seek(frame, self._clock()))

    def _tick(self) -> None:
        now = self._clock()
        for tile in self.grid.visible_tiles:
            if tile.tick(now):
                self._state.add_watched(tile.uid)

    def _run_timer(self) -> None:
        """Run the timer only while something on the screen may change by itself."""
        needed = self.isVisible() and self.playing and bool(self.grid.shown_clips)
        if needed != self._timer.isActive():
            self._timer.start() if needed else self._timer.stop()

    # --- what is said and shown

    def next_overlay(self) -> None:
        """Say more or less over the pictures."""
        self.grid.set_overlay(self.grid.overlay.next)
        self.bar.set_overlay(self.grid.overlay)

    def reset_zoom(self) -> None:
        """Show the whole picture of the active clip."""
        self.grid.active_tile.set_zoom(Zoom())

    def _dress(self, tile: Tile, clip: Clip, zoom: Zoom) -> None:
        """Show a clip in a tile, as the panel plays now."""
        study = self._state.study
        if study is not None:
            tile.show_clip(clip, self._words(study, clip), zoom, playing=self.playing, speed=self.speed)
            tile.set_sampled(self._sampled(clip.sop_instance_uid))

    def _words(self, study: Study, clip: Clip) -> Words:
        number = self._numbers.get(clip.sop_instance_uid, 0)
        return words_of(study, clip, number, self._state.views_of(clip.sop_instance_uid), self._views)

    def _sampled(self, sop_instance_uid: str) -> tuple[int, ...]:
        analysis = self._state.analysis
        if analysis is None or sop_instance_uid not in analysis.used:
            return ()
        return analysis.sampled_frames[analysis.used.index(sop_instance_uid)]

    def _refresh_words(self, sop_instance_uid: str) -> None:
        study = self._state.study
        for tile in self.grid.tiles:
            if tile.clip is not None and study is not None and tile.uid == sop_instance_uid:
                tile.set_words(self._words(study, tile.clip))

    def _refresh_sampled(self) -> None:
        for tile in self.grid.tiles:
            if tile.clip is not None:
                tile.set_sampled(self._sampled(tile.uid))

    def _on_study(self, study: Study | None) -> None:
        clips = study.clips if study is not None else ()
        self._numbers = {clip.sop_instance_uid: number for number, clip in enumerate(clips, 1)}
        self.store.clear()
        self.grid.set_clips(clips)
        self.set_playing(playing=True)

    def _on_pictures(self, sop_instance_uid: str) -> None:
        now = self._clock()
        for tile in self.grid.visible_tiles:
            if tile.uid == sop_instance_uid:
                if tile.tick(now):
                    self._state.add_watched(sop_instance_uid)
                tile.update()

    def _on_grid(self) -> None:
        """Show the pictures of what stands in the tiles now, and tell the others."""
        self.bar.set_layout_shown(self.grid.shown_layout)
        self._show_pictures()
        self._run_timer()
        self._state.set_shown_clips(tuple(clip.sop_instance_uid for clip in self.grid.shown_clips))
        self._state.set_active_clip(self.grid.active_tile.uid)

    def _unsettle(self) -> None:
        if self.isVisible():
            self._settled.start()

    def _show_pictures(self) -> None:
        """Tell the store what stands in the tiles, at which size, and what may come next."""
        study = self._state.study
        if study is None:
            return
        sized = self.isVisible()
        wanted = [
            Wanted(tile.clip, tile.fitted_size() if sized else None)
            for tile in self.grid.visible_tiles
            if tile.clip is not None
        ]
        self.store.show(wanted, self.grid.clips_ahead, study.study_instance_uid)

    # --- Qt

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; return whether it asked for anything here."""
        meant = self._state.keymap.translate(event, Context.PICTURES)
        if meant is None:
            return False
        event = meant
        modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        action = self._keys.get(event.key())
        if action is None or modifiers != Qt.KeyboardModifier.NoModifier or self._state.study is None:
            return False
        action()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Play, and listen to keys that nobody else in the window wants."""
        super().showEvent(event)
        self._listen(self.window())
        self._unsettle()
        self._run_timer()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the timers: nothing can be seen."""
        super().hideEvent(event)
        self._listen(None)
        self._timer.stop()
        self._settled.stop()

    def _listen(self, window: QWidget | None) -> None:
        if self._window is not None:
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take keys that reached the window: a text field or a button that has the keyboard keeps its own."""
        if watched is not self._window or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        taken = self.press(event)
        if taken:
            event.accept()
        return taken
