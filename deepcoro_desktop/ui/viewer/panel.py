"""ViewerPanel: the playing tiles and their controls; follows the state and shows what it says."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deepcoro_desktop.core.report.key_pictures import KeyFrame
from deepcoro_desktop.core.study import Clip, Study, View
from deepcoro_desktop.ui.keymap import Context
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.layer import Layer
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import TaskRunner
from deepcoro_desktop.ui.viewer.decode import Opener, open_frames
from deepcoro_desktop.ui.viewer.ecgs import EcgStore
from deepcoro_desktop.ui.viewer.frames import BUDGET_BYTES, FrameStore, Wanted
from deepcoro_desktop.ui.viewer.grid import TileGrid
from deepcoro_desktop.ui.viewer.hanger import Hanger
from deepcoro_desktop.ui.viewer.keys import viewer_keys
from deepcoro_desktop.ui.viewer.layouts import Layout
from deepcoro_desktop.ui.viewer.menus import clip_menu, hang_menu
from deepcoro_desktop.ui.viewer.overlay import OverlayMode, Words, words_of
from deepcoro_desktop.ui.viewer.picture_sheet import Looking
from deepcoro_desktop.ui.viewer.player import Player
from deepcoro_desktop.ui.viewer.tile import Tile
from deepcoro_desktop.ui.viewer.timeline import NO_ECG
from deepcoro_desktop.ui.viewer.transport import TransportBar
from deepcoro_desktop.ui.viewer.viewing import Viewing

_SETTLE_MS: Final = 120
"""How long tiles must keep their size before pictures are fitted to it."""
_LAYOUT_KEY: Final = "viewer/layout"


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
    settings : QSettings, optional
        Where the reader's presets are kept.
    budget_bytes : int
        Cap of memory for pictures.
    """

    def __init__(
        self,
        state: ViewerState,
        tasks: TaskRunner,
        views: Mapping[str, View],
        *,
        opener: Opener = open_frames,
        clock: Callable[[], float] = time.perf_counter,
        settings: QSettings | None = None,
        budget_bytes: int = BUDGET_BYTES,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._views = views
        self._layers: tuple[Layer, ...] = ()
        self._ecg_wanted = True
        self._numbers: dict[str, int] = {}
        """Places in the order of acquisition, from 1."""
        self.store = FrameStore(tasks, opener, budget_bytes, parent=self)
        self.ecgs = EcgStore(tasks, self.store, parent=self)
        self.grid = TileGrid(self.store, clock, self._dress, state.keymap)
        self.player = Player(self.grid, clock, self.ecgs.phases, parent=self)
        self.hanger = Hanger(state, self.grid, self.player, views, settings, parent=self)
        self.looking = Looking(self.grid, state.keymap, parent=self)
        self.bar = TransportBar(state.keymap)
        self._settled = QTimer(self)
        self._settled.setObjectName("tiles settled")
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLE_MS)
        self._settled.timeout.connect(self._show_pictures)
        self._keys = viewer_keys(self)
        self._window: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "background")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid, 1)
        column.addWidget(self.bar)
        if settings is not None:
            kept = str(settings.value(_LAYOUT_KEY, ""))
            if kept in Layout.__members__:
                self.grid.set_layout(Layout[kept])
            self.grid.layout_chosen.connect(lambda layout: settings.setValue(_LAYOUT_KEY, layout.name))
        self._connect()
        self._connect_bar()
        self._on_study(state.study)

    def _connect(self) -> None:
        state, grid, player = self._state, self.grid, self.player
        state.study_changed.connect(self._on_study)
        state.clip_open_requested.connect(self.open)
        state.frame_open_requested.connect(self.open_frame)
        state.clip_hovered.connect(grid.set_lit)
        state.clip_views_changed.connect(self._refresh_words)
        state.analysis_changed.connect(lambda _analysis: self._refresh_tiles())
        state.key_frames_changed.connect(lambda _frames: self._refresh_tiles())
        state.prior_changed.connect(lambda _prior: self.hanger.follow_prior())
        state.comparison_requested.connect(self.hanger.show_prior)
        self.store.changed.connect(self._on_pictures)
        self.ecgs.ready.connect(self._on_ecg)
        grid.changed.connect(self._on_grid)
        grid.resized.connect(self._unsettle)
        grid.clip_dropped.connect(partial(player.set_playing, playing=True))
        grid.scrub_requested.connect(player.scrub)
        grid.jog_requested.connect(player.jog)
        grid.trimmed.connect(player.trim)
        grid.menu_requested.connect(self._open_menu)
        grid.hovered.connect(state.clip_hovered)
        player.changed.connect(self._on_player)
        player.watched.connect(state.add_watched)
        player.viewing_changed.connect(self._show_pictures)
        self.looking.changed.connect(self._unsettle)
        self.hanger.changed.connect(self._on_hanger)

    def _connect_bar(self) -> None:
        bar, player = self.bar, self.player
        bar.play_toggled.connect(player.toggle)
        bar.stepped.connect(player.step)
        bar.first_requested.connect(player.go_to_first)
        bar.last_requested.connect(player.go_to_last)
        bar.speed_chosen.connect(player.set_speed)
        bar.backwards_toggled.connect(player.toggle_backwards)
        bar.layout_chosen.connect(self.grid.set_layout)
        bar.overlay_requested.connect(self.next_overlay)
        bar.sync_requested.connect(player.next_sync)
        bar.prior_requested.connect(self.hanger.compare)
        bar.picture_requested.connect(self.looking.open_at)
        bar.hanging_requested.connect(lambda at: hang_menu(self, self.hanger, self._state.keymap).popup(at))

    # --- what to show

    @property
    def playing(self) -> bool:
        """Whether the clips play."""
        return self.player.playing

    @property
    def speed(self) -> float:
        """Speed relative to the true one."""
        return self.player.speed

    def open(self, sop_instance_uid: str) -> None:
        """Show a clip in the active tile and play; a clip that stands in another tile becomes active there."""
        if self.grid.open(sop_instance_uid):
            self.player.set_playing(playing=True)

    def open_frame(self, sop_instance_uid: str, frame: int) -> None:
        """Show one frame of a clip, counted from 0, and stand still on it."""
        if self.grid.open(sop_instance_uid):
            self.player.scrub(self.grid.active_tile, frame)

    def next_overlay(self) -> None:
        """Say more or less over the pictures."""
        self.grid.set_overlay(self.grid.overlay.next)
        self.bar.set_overlay(self.grid.overlay)
        self._state.set_names_hidden(self.grid.overlay is OverlayMode.ANONYMOUS)

    def toggle_ecg(self) -> None:
        """Show the ECG over the scrubbers, or not."""
        self._ecg_wanted = not self._ecg_wanted
        for tile in self.grid.tiles:
            self._show_ecg(tile)
        active = self.grid.active_tile
        if self._ecg_wanted and active.clip is not None and active.strip_px == 0:
            none = active.clip.is_still or (active.ecg is None and self.ecgs.known(active.uid))
            self.player.remark(active, tr(NO_ECG) if none else tr("too little room for the ECG"))

    def toggle_key_frame(self) -> None:
        """Keep the frame that the active tile shows, or keep it no more."""
        tile = self.grid.active_tile
        if tile.clip is None or tile.drawn_frame is None or tile.uid not in self._numbers:
            return
        one, kept = KeyFrame(tile.uid, tile.drawn_frame), self._state.key_frames
        if one in kept:
            self._state.set_key_frames(tuple(other for other in kept if other != one))
            self.player.remark(tile, tr("frame {frame} is no key frame any more").format(frame=one.frame + 1))
        else:
            self._state.set_key_frames((*kept, one))
            self.player.remark(
                tile, tr("frame {frame} is kept as key frame {count}").format(frame=one.frame + 1, count=len(kept) + 1)
            )

    def next_key_frame(self) -> None:
        """Show the next frame that the reader has kept, in this clip or another."""
        kept, tile, keymap = self._state.key_frames, self.grid.active_tile, self._state.keymap
        if not kept:
            words = keymap.with_hint(tr("no key frame is kept yet"), tr("{key-frame} keeps this one"))
            self.player.remark(tile, words)
            return
        here = KeyFrame(tile.uid, tile.drawn_frame or 0)
        following = kept[(kept.index(here) + 1) % len(kept)] if here in kept else kept[0]
        self.open_frame(following.sop_instance_uid, following.frame)

    def name_of(self, one: KeyFrame) -> str:
        """Return what a key frame is called in lists: "A4C, frame 12"."""
        study = self._state.study
        number = self._numbers.get(one.sop_instance_uid, 0)
        if study is None or not number:
            return tr("frame {frame}").format(frame=one.frame + 1)
        return tr("{view}, frame {frame}").format(
            view=self._words(study, study.clips[number - 1]).view, frame=one.frame + 1
        )

    @property
    def key_frames(self) -> tuple[KeyFrame, ...]:
        """The frames that the reader keeps."""
        return self._state.key_frames

    def set_layers(self, layers: tuple[Layer, ...]) -> None:
        """Lay these over the picture of every tile, the last one on top."""
        self._layers = layers
        for tile in self.grid.tiles:
            tile.set_layers(layers)

    def repaint_layers(self) -> None:
        """Draw the tiles on the screen again: something on a layer has changed."""
        for tile in self.grid.visible_tiles:
            tile.update()

    def _dress(self, tile: Tile, clip: Clip, viewing: Viewing) -> None:
        """Show a clip in a tile, as the panel plays now."""
        study = self._study_of(clip.sop_instance_uid)
        if study is not None:
            words = self._words(study, clip)
            tile.show_clip(clip, words, viewing, playing=self.player.playing, speed=self.player.pace)
            self._refresh_tile(tile)

    def _study_of(self, sop_instance_uid: str) -> Study | None:
        """Return the study that a clip belongs to: the open one, or the earlier one beside it."""
        prior = self._state.prior
        if prior is not None and sop_instance_uid not in self._numbers:
            return prior.study
        return self._state.study

    def _words(self, study: Study, clip: Clip) -> Words:
        uid, prior = clip.sop_instance_uid, self._state.prior
        if prior is None or study is not prior.study:
            return words_of(study, clip, self._numbers.get(uid, 0), self._state.views_of(uid), self._views)
        number = next((n for n, other in enumerate(study.clips, 1) if other.sop_instance_uid == uid), 0)
        view = self._views.get(prior.views.get(uid, ""))
        return words_of(study, clip, number, None, self._views, prior=True, known=view)

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

    def _refresh_tiles(self) -> None:
        for tile in self.grid.tiles:
            if tile.clip is not None:
                self._refresh_tile(tile)

    def _refresh_tile(self, tile: Tile) -> None:
        """Show in a tile's scrubber what is known of its clip."""
        kept = tuple(one.frame for one in self._state.key_frames if one.sop_instance_uid == tile.uid)
        tile.set_marks(self._sampled(tile.uid), kept)
        self._show_ecg(tile)

    def _show_ecg(self, tile: Tile) -> None:
        tile.set_ecg(self.ecgs.get(tile.uid), wanted=self._ecg_wanted, known=self.ecgs.known(tile.uid))

    # --- what has happened

    def _on_study(self, study: Study | None) -> None:
        clips = study.clips if study is not None else ()
        self._numbers = {clip.sop_instance_uid: number for number, clip in enumerate(clips, 1)}
        self.store.clear()
        self.ecgs.clear()
        self.hanger.forget()
        self.grid.set_clips(clips)
        self.player.set_playing(playing=True)

    def _on_pictures(self, sop_instance_uid: str) -> None:
        self.player.tick()
        study = self._state.study
        for tile in self.grid.visible_tiles:
            if tile.uid == sop_instance_uid:
                tile.update()
                if tile.clip is not None and study is not None and self.store.complete(sop_instance_uid):
                    self.ecgs.ask(tile.clip, study)

    def _on_ecg(self, sop_instance_uid: str) -> None:
        for tile in self.grid.tiles:
            if tile.uid == sop_instance_uid:
                self._show_ecg(tile)
        self.player.follow_grid()

    def _on_player(self) -> None:
        player = self.player
        self.bar.set_playing(playing=player.playing)
        self.bar.set_speed(player.speed, backwards=player.backwards)
        self.bar.set_sync(player.sync)
        player.run(visible=self.isVisible())

    def _on_grid(self) -> None:
        """Show the pictures of what stands in the tiles now, and tell the others."""
        self.bar.set_layout_shown(self.grid.shown_layout)
        self.player.follow_grid()
        self._show_pictures()
        self.player.run(visible=self.isVisible())
        shown = tuple(clip.sop_instance_uid for clip in self.grid.shown_clips)
        self._state.set_shown_clips(tuple(uid for uid in shown if uid in self._numbers))
        active = self.grid.active_tile.uid
        self._state.set_active_clip(active if active in self._numbers else "")
        self.looking.refresh()

    def _on_hanger(self) -> None:
        self.bar.set_prior(known=self._state.prior is not None, shown=self.hanger.comparing)

    def _open_menu(self, tile: Tile, at: QPoint) -> None:
        clip_menu(self, tile).popup(at)

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
            Wanted(tile.clip, tile.fitted_size() if sized else None, tile.viewing.look, tile.viewing.trim)
            for tile in self.grid.visible_tiles
            if tile.clip is not None
        ]
        self.store.show(wanted, self.grid.clips_ahead, study.study_instance_uid)
        for one in wanted:
            if self.store.complete(one.clip.sop_instance_uid):
                self.ecgs.ask(one.clip, study)

    # --- Qt

    def give_up_keys(self, keys: Collection[int]) -> None:
        """Leave these keys to the window that the panel stands in."""
        self._keys = {key: action for key, action in self._keys.items() if key not in keys}

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; return whether it asked for anything here."""
        if self._state.study is None:
            return False
        place = self.grid.active_tile.picture_place()
        if any(layer.key(event, place) for layer in reversed(self._layers)):
            return True
        meant = self._state.keymap.translate(event, Context.PICTURES)
        if meant is None:
            return False
        event = meant
        modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if modifiers != Qt.KeyboardModifier.NoModifier:
            return False
        shifted = event.key() | (event.modifiers() & Qt.KeyboardModifier.ShiftModifier).value
        action = self._keys.get(shifted) or self._keys.get(event.key())
        if action is None:
            return False
        action()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Play, and listen to keys that nobody else in the window wants."""
        super().showEvent(event)
        self._listen(self.window())
        self._unsettle()
        self.player.run(visible=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the timers: nothing can be seen."""
        super().hideEvent(event)
        self._listen(None)
        self.player.stop()
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
