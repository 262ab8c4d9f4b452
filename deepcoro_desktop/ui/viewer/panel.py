"""ViewerPanel: the grid of playing tiles and its controls; follows the state, owns the one timer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from deepcoro_desktop.core.dicom.pixels import open_clip
from deepcoro_desktop.core.study import Clip, Study, View
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import TaskRunner
from deepcoro_desktop.ui.viewer.decode import Opener
from deepcoro_desktop.ui.viewer.frames import FrameStore, Wanted
from deepcoro_desktop.ui.viewer.geometry import Zoom
from deepcoro_desktop.ui.viewer.hanging import CYCLE, Layout, layout_for, next_clips
from deepcoro_desktop.ui.viewer.overlay import OverlayMode, Words, words_of
from deepcoro_desktop.ui.viewer.playback import SPEEDS
from deepcoro_desktop.ui.viewer.tile import Tile
from deepcoro_desktop.ui.viewer.transport import TransportBar

TICK_MS: Final = 16
"""Time between two looks at the clock: about 60 a second. Which frame is shown depends on the clock alone."""
_SETTLE_MS: Final = 120
"""How long tiles must keep their size before pictures are fitted to it."""
_GAP_PX: Final = 2


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
        self.store = FrameStore(tasks, opener, parent=self)
        self.bar = TransportBar()
        self.playing = True
        self.speed = 1.0
        self.overlay = OverlayMode.FULL
        self.grid = Layout.FOUR
        """The layout behind a tile that fills the panel."""
        self.maximised = False
        self._chosen = False
        self._active = 0
        self._lit = ""
        self._numbers: dict[str, int] = {}
        self._clips: dict[str, Clip] = {}
        self._zooms: dict[str, Zoom] = {}
        self._field = _Field(self._place_tiles)
        self.tiles = [self._make_tile(index) for index in range(Layout.SIXTEEN.count)]
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
        self._compose()
        self._connect()
        self._on_study(state.study)

    def _compose(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "background")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._field, 1)
        column.addWidget(self.bar)

    def _connect(self) -> None:
        state, bar = self._state, self.bar
        state.study_changed.connect(self._on_study)
        state.clip_open_requested.connect(self.open)
        state.clip_hovered.connect(self._on_hover)
        state.clip_views_changed.connect(self._refresh_words)
        state.analysis_changed.connect(lambda _analysis: self._refresh_sampled())
        self.store.changed.connect(self._on_pictures)
        bar.play_toggled.connect(self.toggle_playing)
        bar.stepped.connect(self.step)
        bar.first_requested.connect(self.go_to_first)
        bar.last_requested.connect(self.go_to_last)
        bar.speed_chosen.connect(self.set_speed)
        bar.layout_chosen.connect(self.set_layout)
        bar.overlay_requested.connect(self.next_overlay)

    def _make_tile(self, index: int) -> Tile:
        tile = Tile(self.store, self._clock, self._field)
        tile.hide()
        tile.activated.connect(partial(self.set_active, index))
        tile.maximise_requested.connect(partial(self.toggle_maximised, index))
        tile.scrub_requested.connect(partial(self._scrub, index))
        tile.clip_dropped.connect(partial(self._drop, index))
        tile.hovered.connect(self._state.clip_hovered)
        tile.geometry_changed.connect(self._unsettle)
        return tile

    def _bind_keys(self) -> dict[int, Callable[[], object]]:
        key = Qt.Key
        return {
            key.Key_Space: self.toggle_playing,
            key.Key_Left: partial(self.step, -1), key.Key_Comma: partial(self.step, -1),
            key.Key_Right: partial(self.step, 1), key.Key_Period: partial(self.step, 1),
            key.Key_Home: self.go_to_first, key.Key_End: self.go_to_last,
            key.Key_Minus: partial(self._change_speed, -1),
            key.Key_Plus: partial(self._change_speed, 1), key.Key_Equal: partial(self._change_speed, 1),
            key.Key_G: self.next_layout, key.Key_O: self.next_overlay, key.Key_Z: self.reset_zoom,
        }  # fmt: skip

    # --- which clips

    @property
    def shown_layout(self) -> Layout:
        """The layout on the screen."""
        return Layout.ONE if self.maximised else self.grid

    @property
    def active_tile(self) -> Tile:
        """The tile that steps, and that a clip opens in."""
        return self.tiles[self._active]

    def visible_tiles(self) -> list[Tile]:
        """Return the tiles on the screen."""
        return [self.active_tile] if self.maximised else self.tiles[: self.grid.count]

    def open(self, sop_instance_uid: str) -> None:
        """Show a clip in the active tile and play; a clip that stands in another tile becomes active there."""
        clip = self._clips.get(sop_instance_uid)
        if clip is None:
            return
        standing = next((i for i, tile in enumerate(self._grid_tiles()) if _uid(tile) == sop_instance_uid), None)
        if standing is None:
            self._put(self.active_tile, clip)
        elif standing != self._active:
            self._active = standing
        self._set_playing(playing=True)
        self._arrange()

    def set_active(self, index: int) -> None:
        """Turn to another tile."""
        if index != self._active and index < self.grid.count:
            self._active = index
            self._refresh_tiles()
            self._tell()

    def set_layout(self, layout: Layout) -> None:
        """Lay the tiles out otherwise; new tiles are filled with the next clips."""
        self._chosen = True
        self._lay_out(layout)

    def next_layout(self) -> None:
        """Go on to the next usual layout."""
        place = CYCLE.index(self.shown_layout) if self.shown_layout in CYCLE else 0
        self.set_layout(CYCLE[(place + 1) % len(CYCLE)])

    def toggle_maximised(self, index: int) -> None:
        """Fill the panel with one tile, or bring back the others exactly as they were."""
        if self.grid is Layout.ONE:
            return
        self._active = index
        self.maximised = not self.maximised
        self._arrange()

    def _lay_out(self, layout: Layout) -> None:
        if layout is Layout.ONE:
            self.maximised = True
        else:
            self.maximised = False
            self.grid = layout
            if self._active >= layout.count:  # the active clip stays on the screen
                last = layout.count - 1
                self._exchange(self.tiles[last], self.active_tile)
                self._active = last
            self._fill()
        self._arrange()

    def _grid_tiles(self) -> list[Tile]:
        return self.tiles[: self.grid.count]

    def _fill(self) -> None:
        """Put the next clips into empty tiles; what is shown stays."""
        free = [tile for tile in self._grid_tiles() if tile.clip is None]
        shown = {_uid(tile) for tile in self._grid_tiles()}
        clips = next_clips(tuple(self._clips.values()), shown, len(free))
        for tile, clip in zip(free, clips, strict=False):
            self._put(tile, clip)

    def _put(self, tile: Tile, clip: Clip) -> None:
        study = self._state.study
        if study is None:
            return
        zoom = self._zooms.get(clip.sop_instance_uid, Zoom())
        self._keep_zoom(tile)
        tile.show_clip(clip, self._words(study, clip), zoom, playing=self.playing, speed=self.speed)
        tile.set_sampled(self._sampled(clip.sop_instance_uid))

    def _keep_zoom(self, tile: Tile) -> None:
        if tile.clip is not None:
            self._zooms[_uid(tile)] = tile.zoom

    def _exchange(self, one: Tile, other: Tile) -> None:
        clips = (one.clip, other.clip)
        for tile in (one, other):
            self._keep_zoom(tile)
            tile.clear()
        for tile, clip in zip((other, one), clips, strict=True):
            if clip is not None:
                self._put(tile, clip)

    def _drop(self, index: int, sop_instance_uid: str) -> None:
        """Show a clip in the tile it was dropped on; one that stands elsewhere changes places."""
        clip = self._clips.get(sop_instance_uid)
        if clip is None:
            return
        tile = self.tiles[index]
        other = next((t for t in self._grid_tiles() if t is not tile and _uid(t) == sop_instance_uid), None)
        if other is not None:
            self._exchange(tile, other)
        elif _uid(tile) != sop_instance_uid:
            self._put(tile, clip)
        self._active = index
        self._set_playing(playing=True)
        self._arrange()

    # --- time

    def toggle_playing(self) -> None:
        """Play or pause all tiles."""
        self._set_playing(playing=not self.playing)

    def _set_playing(self, *, playing: bool) -> None:
        self.playing = playing
        now = self._clock()
        for tile in self.tiles:
            if tile.playhead is not None and tile.playhead.playing != playing:
                tile.set_playhead(tile.playhead.play(now) if playing else tile.playhead.pause(now))
        self.bar.set_playing(playing=playing)
        self._run_timer()

    def set_speed(self, speed: float) -> None:
        """Play all tiles at another speed."""
        self.speed = speed
        now = self._clock()
        for tile in self.tiles:
            if tile.playhead is not None:
                tile.set_playhead(tile.playhead.at_speed(speed, now))
        self.bar.set_speed(speed)

    def _change_speed(self, by: int) -> None:
        place = min(max(SPEEDS.index(self.speed) + by, 0), len(SPEEDS) - 1)
        self.set_speed(SPEEDS[place])

    def step(self, by: int) -> None:
        """Pause, and move the active tile by frames."""
        self._set_playing(playing=False)
        tile = self.active_tile
        if tile.playhead is not None:
            tile.set_playhead(tile.playhead.step(by, self._clock()))

    def go_to_first(self) -> None:
        """Pause, and show the active clip's first frame."""
        if self.active_tile.playhead is not None:
            self._scrub(self._active, self.active_tile.playhead.track.first)

    def go_to_last(self) -> None:
        """Pause, and show the active clip's last frame."""
        if self.active_tile.playhead is not None:
            self._scrub(self._active, self.active_tile.playhead.track.last)

    def _scrub(self, index: int, frame: int) -> None:
        self._set_playing(playing=False)
        tile = self.tiles[index]
        if tile.playhead is not None:
            tile.set_playhead(tile.playhead.seek(frame, self._clock()))

    def _tick(self) -> None:
        now = self._clock()
        for tile in self.visible_tiles():
            if tile.tick(now) and tile.clip is not None:
                self._state.add_watched(_uid(tile))
        if not self._needs_time():
            self._timer.stop()

    def _needs_time(self) -> bool:
        """Whether anything on the screen may change by itself."""
        return self.isVisible() and self.playing and any(tile.clip is not None for tile in self.visible_tiles())

    def _run_timer(self) -> None:
        if not self._needs_time():
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    # --- what is said and shown

    def next_overlay(self) -> None:
        """Say more or less over the pictures."""
        self.overlay = self.overlay.next
        self.bar.set_overlay(self.overlay)
        self._refresh_tiles()

    def reset_zoom(self) -> None:
        """Show the whole picture of the active clip."""
        self.active_tile.set_zoom(Zoom())

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; return whether it asked for anything here."""
        modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        action = self._keys.get(event.key())
        if action is None or modifiers != Qt.KeyboardModifier.NoModifier or self._state.study is None:
            return False
        action()
        return True

    def _words(self, study: Study, clip: Clip) -> Words:
        uid = clip.sop_instance_uid
        return words_of(study, clip, self._numbers.get(uid, 0), self._state.views_of(uid), self._views)

    def _sampled(self, sop_instance_uid: str) -> tuple[int, ...]:
        analysis = self._state.analysis
        if analysis is None or sop_instance_uid not in analysis.used:
            return ()
        return analysis.sampled_frames[analysis.used.index(sop_instance_uid)]

    def _refresh_words(self, sop_instance_uid: str) -> None:
        study = self._state.study
        for tile in self.tiles:
            if tile.clip is not None and study is not None and _uid(tile) == sop_instance_uid:
                tile.set_words(self._words(study, tile.clip))

    def _refresh_sampled(self) -> None:
        for tile in self.tiles:
            if tile.clip is not None:
                tile.set_sampled(self._sampled(_uid(tile)))

    def _refresh_tiles(self) -> None:
        for index, tile in enumerate(self.tiles):
            lit = bool(self._lit) and _uid(tile) == self._lit
            tile.set_state(active=index == self._active, lit=lit, mode=self.overlay)

    def _on_hover(self, sop_instance_uid: str) -> None:
        self._lit = sop_instance_uid
        self._refresh_tiles()

    def _on_study(self, study: Study | None) -> None:
        self.store.clear()
        for tile in self.tiles:
            tile.clear()
        clips = study.clips if study is not None else ()
        self._clips = {clip.sop_instance_uid: clip for clip in clips}
        self._numbers = {uid: number for number, uid in enumerate(self._clips, 1)}
        self._zooms, self._lit, self._active = {}, "", 0
        if not self._chosen:
            opening = layout_for(clips)
            self.maximised = opening is Layout.ONE
            self.grid = Layout.FOUR if self.maximised else opening
        self._set_playing(playing=True)
        self._fill()
        self._arrange()

    def _on_pictures(self, sop_instance_uid: str) -> None:
        now = self._clock()
        for tile in self.visible_tiles():
            if _uid(tile) == sop_instance_uid:
                if tile.tick(now):
                    self._state.add_watched(sop_instance_uid)
                tile.update()

    # --- places

    def _arrange(self) -> None:
        """Put the tiles where they belong, and tell which clips stand in them."""
        self._place_tiles()
        self._refresh_tiles()
        self.bar.set_layout_shown(self.shown_layout)
        self._show_pictures()
        self._run_timer()
        self._tell()

    def _place_tiles(self) -> None:
        visible = self.visible_tiles()
        cells: tuple[QRect, ...] = self.shown_layout.cells(self._field.rect(), _GAP_PX)
        for tile, cell in zip(visible, cells, strict=True):
            tile.setGeometry(cell)
        for tile in self.tiles:
            tile.setVisible(tile in visible)

    def _unsettle(self) -> None:
        if self.isVisible():
            self._settled.start()

    def _show_pictures(self) -> None:
        """Tell the store what stands in the tiles, at which size, and what may come next."""
        study = self._state.study
        visible = [tile for tile in self.visible_tiles() if tile.clip is not None]
        if study is None:
            return
        sized = self.isVisible()
        wanted = [Wanted(tile.clip, tile.fitted_size() if sized else None) for tile in visible if tile.clip is not None]
        behind = [tile.clip for tile in self._grid_tiles() if tile.clip is not None and tile not in visible]
        shown = {_uid(tile) for tile in self._grid_tiles()}
        ahead = next_clips(tuple(self._clips.values()), shown, Layout.FOUR.count)
        self.store.show(wanted, [*behind, *ahead], study.study_instance_uid)

    def _tell(self) -> None:
        self._state.set_shown_clips(tuple(_uid(tile) for tile in self.visible_tiles() if tile.clip is not None))
        self._state.set_active_clip(_uid(self.active_tile))

    # --- Qt

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
        if watched is self._window and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self.press(event):
                event.accept()
                return True
        return super().eventFilter(watched, event)


class _Field(QWidget):
    """The ground that the tiles stand on."""

    def __init__(self, resized: Callable[[], None]) -> None:
        super().__init__()
        self._resized = resized
        self.setProperty("role", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the tiles where they belong now."""
        super().resizeEvent(event)
        self._resized()


def _uid(tile: Tile) -> str:
    return tile.clip.sop_instance_uid if tile.clip is not None else ""
