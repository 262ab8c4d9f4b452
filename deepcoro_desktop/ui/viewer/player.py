"""Player: plays the tiles of a grid; step, jump, trim, speed, direction, and keeping clips in step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from deepcoro_desktop.core.beats import (
    Beat,
    Phases,
    beat_at,
    beat_frames,
    beats_of,
    diastole_frames,
    mean_beat,
    next_in,
    systole_frames,
    with_neighbours,
)
from deepcoro_desktop.ui.language import mark, tr
from deepcoro_desktop.ui.viewer.grid import TileGrid
from deepcoro_desktop.ui.viewer.playback import SPEEDS, Playhead
from deepcoro_desktop.ui.viewer.sync import Sync, in_step, whole_beats
from deepcoro_desktop.ui.viewer.tile import Tile

TICK_MS: Final = 8
"""Time between two looks at the clock. Looking costs little; a tile draws at most 60 times a second."""
_REMARK_MS: Final = 5000
"""How long a remark stays under the view's name."""
_FROM_PICTURES: Final = mark("from the pictures")
NO_R_WAVES: Final = mark("no R waves are known in this clip")


class Player(QObject):
    """Moves the time of all tiles.

    Parameters
    ----------
    grid : TileGrid
        The tiles.
    clock : callable
        Gives the time in seconds, never backwards.
    phases : callable
        Gives what the pictures of a clip say about its beats, by its UID.
    """

    changed = Signal()
    """It plays or stands, faster or slower, backwards, or in step."""
    watched = Signal(str)
    """This clip has played one full loop."""
    viewing_changed = Signal()
    """Another part of a clip plays."""

    def __init__(
        self,
        grid: TileGrid,
        clock: Callable[[], float],
        phases: Callable[[str], Phases],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._grid = grid
        self._clock = clock
        self._phases = phases
        self.playing = True
        self.speed = 1.0
        self.backwards = False
        self.sync = Sync.OFF
        self._leader = ""
        """SOP Instance UID of the clip whose beats the others keep to."""
        self._remarked: Tile | None = None
        self.timer = QTimer(self)
        self.timer.setObjectName("playback")
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.setInterval(TICK_MS)
        self.timer.timeout.connect(self.tick)
        self._silence = QTimer(self)
        self._silence.setObjectName("remark")
        self._silence.setSingleShot(True)
        self._silence.setInterval(_REMARK_MS)
        self._silence.timeout.connect(self.unremark)

    @property
    def pace(self) -> float:
        """Speed with its direction: below 0 for backwards."""
        return -self.speed if self.backwards else self.speed

    # --- running

    def tick(self) -> None:
        """Look at the clock, and show what is due."""
        now = self._clock()
        for tile in self._grid.visible_tiles:
            if tile.tick(now):
                self.watched.emit(tile.uid)

    def run(self, *, visible: bool) -> None:
        """Run the timer only while something on the screen may change by itself."""
        needed = visible and self.playing and bool(self._grid.shown_clips)
        if needed != self.timer.isActive():
            self.timer.start() if needed else self.timer.stop()

    def stop(self) -> None:
        """Stop the timers: nothing can be seen."""
        self.timer.stop()
        self._silence.stop()
        self.unremark()

    def toggle(self) -> None:
        """Play or pause all tiles."""
        self.set_playing(playing=not self.playing)

    def set_playing(self, *, playing: bool) -> None:
        """Play all tiles, or let them stand."""
        self.playing = playing
        now = self._clock()
        for tile in self._grid.tiles:
            if tile.playhead is not None and tile.playhead.playing != playing:
                tile.set_playhead(tile.playhead.play(now) if playing else tile.playhead.pause(now))
        self.changed.emit()

    def set_speed(self, speed: float) -> None:
        """Play all tiles at another speed."""
        self.speed = speed
        self._set_pace()

    def change_speed(self, by: int) -> None:
        """Play faster or slower by so many steps."""
        self.set_speed(SPEEDS[min(max(SPEEDS.index(self.speed) + by, 0), len(SPEEDS) - 1)])

    def toggle_backwards(self) -> None:
        """Play backwards, or forwards again."""
        self.backwards = not self.backwards
        self._set_pace()
        if not self.playing:
            self.set_playing(playing=True)

    def _set_pace(self) -> None:
        now = self._clock()
        for tile in self._grid.tiles:
            if tile.playhead is not None:
                tile.set_playhead(tile.playhead.at_speed(self.pace, now))
        self.changed.emit()

    # --- going to a frame

    def step(self, by: int) -> None:
        """Pause, and move the active tile by frames."""
        self.jog(self._grid.active_tile, by)

    def jog(self, tile: Tile, by: int) -> None:
        """Pause, and move a tile by frames."""
        self.set_playing(playing=False)
        if tile.playhead is not None:
            tile.set_playhead(tile.playhead.step(by, self._clock()))
            self._align(tile)

    def scrub(self, tile: Tile, frame: int) -> None:
        """Pause, and show one frame of a tile."""
        self.set_playing(playing=False)
        if tile.playhead is not None:
            tile.set_playhead(tile.playhead.seek(frame, self._clock()))
            self._align(tile)

    def go_to_first(self) -> None:
        """Pause, and show the first frame of the active clip that plays."""
        tile = self._grid.active_tile
        if tile.playhead is not None:
            self.scrub(tile, tile.playhead.track.first)

    def go_to_last(self) -> None:
        """Pause, and show the last frame of the active clip that plays."""
        tile = self._grid.active_tile
        if tile.playhead is not None:
            self.scrub(tile, tile.playhead.track.last)

    def go_to_diastole(self, by: int = 1) -> None:
        """Pause, and show the next end-diastole of the active clip, its R wave; by -1 the last one."""
        tile = self._grid.active_tile
        if tile.clip is not None:
            words = tr("end-diastole: R wave") if tile.r_waves_ms else tr("end-diastole, from the pictures")
            self._go_to(tile, dict.fromkeys(diastole_frames(tile.clip, self._waves(tile)), words), by)

    def go_to_systole(self, by: int = 1) -> None:
        """Pause, and show the next end-systole of the active clip, read or else estimated; by -1 the last one."""
        tile = self._grid.active_tile
        if tile.clip is not None:
            frames = systole_frames(tile.clip, self._waves(tile), self._phases(tile.uid).end_systoles_ms)
            read, estimated = tr("end-systole, from the pictures"), tr("end-systole, estimated from the heart rate")
            self._go_to(tile, {frame: read if seen else estimated for frame, seen in frames.items()}, by)

    def _waves(self, tile: Tile) -> tuple[float, ...]:
        """Return where beats begin: at R waves, else where the pictures say so."""
        return tile.r_waves_ms or self._phases(tile.uid).end_diastoles_ms

    def _beats(self, tile: Tile) -> tuple[Beat, ...]:
        if tile.clip is None:
            return ()
        return beats_of(with_neighbours(tile.clip, self._waves(tile)), self._phases(tile.uid).end_systoles_ms)

    def _go_to(self, tile: Tile, frames: Mapping[int, str], by: int) -> None:
        """Show the next of some frames, and say what it is."""
        if tile.playhead is None:
            return
        now, track = self._clock(), tile.playhead.track
        frame = next_in([f for f in frames if track.first <= f <= track.last], tile.playhead.frame(now), by)
        if frame is None:
            self.remark(tile, tr("nothing of the kind in the part that plays") if frames else tr(NO_R_WAVES))
            return
        self.scrub(tile, frame)
        self.remark(tile, frames[frame])

    # --- which part plays

    def trim(self, tile: Tile, first: int, last: int) -> None:
        """Play a part of a clip, frames counted from 0; the whole of it counts as no trim where the header has none."""
        if tile.clip is None:
            return
        whole = (0, tile.clip.frame_count - 1)
        trim = None if (first, last) == (tile.clip.trim_frames or whole) else (first, last)
        tile.set_viewing(replace(tile.viewing, trim=trim))
        self._keep_step()
        self.viewing_changed.emit()

    def trim_here(self, *, start: bool) -> None:
        """Let the active clip start or stop at the frame that it shows."""
        tile = self._grid.active_tile
        if tile.playhead is None or tile.clip is None:
            return
        here, track = tile.playhead.frame(self._clock()), tile.viewing.track(tile.clip)
        self.trim(tile, *((here, max(here, track.last)) if start else (min(here, track.first), here)))

    def loop_beat(self) -> None:
        """Let the active clip play the one beat that it shows, or all of it again."""
        tile = self._grid.active_tile
        if tile.playhead is None or tile.clip is None:
            return
        beats = self._beats(tile)
        ranges = [beat_frames(tile.clip, beat) for beat in beats]
        if tile.viewing.trim in ranges:
            tile.set_viewing(replace(tile.viewing, trim=None))
            self._keep_step()
            self.viewing_changed.emit()
            return
        beat = beat_at(tile.clip, beats, tile.playhead.frame(self._clock()))
        if beat is None:
            words = tr("one beat cannot be chosen: {reason}").format(reason=tr(NO_R_WAVES))
            by_hand = tile.keymap.hint(tr("{start-here} and {stop-here} trim by hand"))
            self.remark(tile, f"{words}; {by_hand}" if by_hand else words)
            return
        self.trim(tile, *beat_frames(tile.clip, beat))
        words = tr("one beat, {length:.0f} ms").format(length=beat.length_ms)
        self.remark(tile, words if tile.r_waves_ms else f"{words}, {tr(_FROM_PICTURES)}")

    def toggle_sweep(self) -> None:
        """Let the active clip play there and back, or begin anew after its end."""
        tile = self._grid.active_tile
        if tile.clip is None or tile.clip.is_still:
            return
        sweep = not (tile.clip.sweep if tile.viewing.sweep is None else tile.viewing.sweep)
        tile.set_viewing(replace(tile.viewing, sweep=None if sweep == tile.clip.sweep else sweep))
        self._keep_step()
        self.remark(tile, tr("plays there and back") if sweep else tr("loops"))

    # --- in step

    def next_sync(self) -> None:
        """Keep step in the next way."""
        self.set_sync(self.sync.next)

    def set_sync(self, sync: Sync) -> None:
        """Let the clips on the screen keep step, or not."""
        self.sync, self._leader = sync, ""
        for tile in self._grid.tiles:
            tile.follows = False
        self._keep_step()
        self.changed.emit()

    def follow_grid(self) -> None:
        """Take clips that came onto the screen into step."""
        self._keep_step()

    def _keep_step(self) -> None:
        tiles = [t for t in self._grid.visible_tiles if t.clip is not None and not t.clip.is_still and t.playhead]
        if self.sync is Sync.CLOCK and tiles:
            self._by_clock(tiles)
        elif self.sync is Sync.BEATS and tiles:
            self._by_beats(tiles)
        else:
            for tile in self._grid.tiles:
                self._let_go(tile)

    def _let_go(self, tile: Tile) -> None:
        if tile.clip is None or tile.playhead is None:
            return
        tile.follows = False
        if tile.playhead.restart_ms:
            tile.set_playhead(replace(tile.playhead, restart_ms=0.0))
        track = tile.viewing.track(tile.clip)
        if track != tile.playhead.track:
            tile.set_track(track)

    def _by_clock(self, tiles: list[Tile]) -> None:
        now = self._clock()
        tracks = [tile.viewing.track(tile.clip) for tile in tiles if tile.clip is not None]
        restart = max(track.period_ms for track in tracks)
        if all(tile.follows and tile.playhead and tile.playhead.restart_ms == restart for tile in tiles):
            return
        for tile, track in zip(tiles, tracks, strict=True):
            tile.set_track(track)
            tile.follows = True
            tile.set_playhead(Playhead(track, now, speed=self.pace, playing=self.playing, restart_ms=restart))

    def _by_beats(self, tiles: list[Tile]) -> None:
        now = self._clock()
        known = {tile.uid: beats for tile in tiles if (beats := self._row(tile))}
        if not known:
            self.remark(self._grid.active_tile, tr("beats cannot keep step: {reason}").format(reason=tr(NO_R_WAVES)))
        if self._leader not in known:
            active = self._grid.active_tile.uid
            self._leader = active if active in known else next(iter(known), "")
            for tile in tiles:
                tile.follows = False
        standing = next((t.playhead for t in tiles if t.follows and t.playhead), None)
        for tile in tiles:
            if tile.uid not in known or tile.clip is None:
                self._let_go(tile)
                continue
            track = in_step(tile.clip, known[tile.uid], mean_beat(known[self._leader]))
            if tile.follows and tile.playhead and tile.playhead.track == track:
                continue
            tile.set_track(track)
            tile.follows = True
            common = standing or Playhead(track, now, speed=self.pace, playing=self.playing)
            tile.set_playhead(replace(common, track=track))

    def _row(self, tile: Tile) -> tuple[Beat, ...]:
        if tile.clip is None:
            return ()
        trim, starts = tile.viewing.track(tile.clip), tile.clip.timing.frame_starts_ms
        ends = (*starts[1:], tile.clip.timing.duration_ms)
        return whole_beats(self._beats(tile), starts[trim.first], ends[trim.last])

    def _align(self, leader: Tile) -> None:
        """Bring the clips that keep step to the moment of one of them."""
        if not leader.follows or leader.playhead is None:
            return
        for tile in self._grid.visible_tiles:
            if tile is not leader and tile.follows and tile.playhead is not None:
                head = leader.playhead
                tile.set_playhead(replace(tile.playhead, anchor_s=head.anchor_s, anchor_ms=head.anchor_ms))

    # --- remarks

    def remark(self, tile: Tile, text: str, *, lasting: bool = False) -> None:
        """Say something under a view's name for a while, or until something else is said."""
        self.unremark()
        self._remarked = tile
        tile.set_remark(text)
        if not lasting:
            self._silence.start()

    def unremark(self) -> None:
        """Say no more."""
        self._silence.stop()
        if self._remarked is not None:
            self._remarked.set_remark("")
            self._remarked = None
