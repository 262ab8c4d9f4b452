"""TileGrid: which clip stands in which tile, which tile is active, and how the tiles are laid out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deepcoro_desktop.core.study import Clip
from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.viewer.frames import FrameStore
from deepcoro_desktop.ui.viewer.layouts import CYCLE, Layout, layout_for, next_clips
from deepcoro_desktop.ui.viewer.overlay import OverlayMode
from deepcoro_desktop.ui.viewer.tile import Tile
from deepcoro_desktop.ui.viewer.viewing import Viewing

_GAP_PX: Final = 2
_AHEAD: Final = 4
"""Clips that are made ready before anyone asks for them."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Which clip stands where; None for an empty tile."""

    layout: Layout
    clips: tuple[Clip | None, ...]
    active: int = 0
    maximised: bool = False


class TileGrid(QWidget):
    """The tiles.

    Parameters
    ----------
    store : FrameStore
        Gives the pictures.
    clock : callable
        Gives the time in seconds, never backwards.
    dress : callable
        Shows a clip in a tile, with its words, the reader's viewing of it and at the panel's speed.
    keymap : Keymap
        The keys that tiles name.
    """

    changed = Signal()
    """Other clips stand in the tiles, they are laid out otherwise, or another one is active."""
    resized = Signal()
    """Pictures have another size on the screen."""
    clip_dropped = Signal()
    layout_chosen = Signal(object)
    """The layout that the reader has chosen."""
    scrub_requested = Signal(object, int)
    """Tile and frame, counted from 0."""
    jog_requested = Signal(object, int)
    """Tile, and by how many frames."""
    trimmed = Signal(object, int, int)
    """Tile, first and last frame to play, counted from 0."""
    menu_requested = Signal(object, object)
    """Tile and place of the screen."""
    hovered = Signal(str)

    def __init__(
        self,
        store: FrameStore,
        clock: Callable[[], float],
        dress: Callable[[Tile, Clip, Viewing], None],
        keymap: Keymap,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._dress = dress
        self._clips: dict[str, Clip] = {}
        self._viewings: dict[str, Viewing] = {}
        self._active = 0
        self._lit = ""
        self._chosen = False
        self.overlay = OverlayMode.FULL
        self.layout_behind = Layout.FOUR
        """The layout behind a tile that fills the panel."""
        self.maximised = False
        self.tiles = tuple(self._make_tile(index, store, clock, keymap) for index in range(Layout.SIXTEEN.count))
        self.setProperty("role", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)

    def _make_tile(self, index: int, store: FrameStore, clock: Callable[[], float], keymap: Keymap) -> Tile:
        tile = Tile(store, clock, keymap, self)
        tile.hide()
        tile.activated.connect(partial(self.set_active, index))
        tile.maximise_requested.connect(partial(self.toggle_maximised, index))
        tile.scrub_requested.connect(partial(self.scrub_requested.emit, tile))
        tile.jog_requested.connect(partial(self.jog_requested.emit, tile))
        tile.trimmed.connect(partial(self.trimmed.emit, tile))
        tile.menu_requested.connect(partial(self.menu_requested.emit, tile))
        tile.clip_dropped.connect(partial(self._drop, index))
        tile.hovered.connect(self.hovered)
        tile.geometry_changed.connect(self.resized)
        return tile

    # --- what stands where

    @property
    def shown_layout(self) -> Layout:
        """The layout on the screen."""
        return Layout.ONE if self.maximised else self.layout_behind

    @property
    def active_tile(self) -> Tile:
        """The tile that steps, and that a clip opens in."""
        return self.tiles[self._active]

    @property
    def visible_tiles(self) -> tuple[Tile, ...]:
        """The tiles on the screen."""
        return (self.active_tile,) if self.maximised else self.grid_tiles

    @property
    def grid_tiles(self) -> tuple[Tile, ...]:
        """The tiles of the layout, those behind a maximised one too."""
        return self.tiles[: self.layout_behind.count]

    @property
    def shown_clips(self) -> tuple[Clip, ...]:
        """The clips on the screen."""
        return tuple(tile.clip for tile in self.visible_tiles if tile.clip is not None)

    @property
    def clips_ahead(self) -> tuple[Clip, ...]:
        """The clips that may be asked for next: those behind a maximised tile, then the next ones in order."""
        standing = tuple(tile.clip for tile in self.grid_tiles if tile.clip is not None)
        visible = {clip.sop_instance_uid for clip in self.shown_clips}
        behind = tuple(clip for clip in standing if clip.sop_instance_uid not in visible)
        return behind + next_clips(tuple(self._clips.values()), {c.sop_instance_uid for c in standing}, _AHEAD)

    def set_clips(self, clips: tuple[Clip, ...]) -> None:
        """Show another study; a layout that the reader has chosen stays."""
        for tile in self.tiles:
            tile.clear()
        self._clips = {clip.sop_instance_uid: clip for clip in clips}
        self._viewings, self._lit, self._active = {}, "", 0
        if not self._chosen:
            opening = layout_for(clips)
            self.maximised = opening is Layout.ONE
            self.layout_behind = Layout.FOUR if self.maximised else opening
        self._fill()
        self._arrange()

    @property
    def arrangement(self) -> Arrangement:
        """What stands where now."""
        clips = tuple(tile.clip for tile in self.grid_tiles)
        return Arrangement(self.layout_behind, clips, self._active, self.maximised)

    def hang(self, arrangement: Arrangement, invitations: Sequence[str] = (), *, lasting: bool = True) -> None:
        """Put clips into tiles exactly so, clips of another study among them.

        Parameters
        ----------
        arrangement : Arrangement
            What shall stand where.
        invitations : sequence of str
            What empty tiles say, by place.
        lasting : bool
            Whether the layout is the reader's choice for the next studies too.
        """
        self._chosen = self._chosen or lasting
        self.layout_behind, self.maximised = arrangement.layout, arrangement.maximised
        if arrangement.layout is Layout.ONE:
            self.layout_behind, self.maximised = Layout.FOUR, True
        for tile in self.tiles:
            self._keep_viewing(tile)
        for place, tile in enumerate(self.tiles):
            clip = arrangement.clips[place] if place < len(arrangement.clips) else None
            if clip is None:
                tile.clear()
                tile.invitation = (invitations[place : place + 1] or (tile.invitation,))[0]
            elif tile.clip is not clip:
                tile.clear()
                self._put(tile, clip)
        self._active = min(arrangement.active, self.layout_behind.count - 1)
        self._arrange()

    def lay_out_as(self, arrangement: Arrangement) -> None:
        """Take the layout of an arrangement without its clips, which are about to go."""
        self.layout_behind, self.maximised = arrangement.layout, arrangement.maximised

    def swap_rows(self) -> None:
        """Let the row of the active tile change places with the one below it, the last one with the first."""
        layout = self.shown_layout
        if layout.rows < 2:
            return
        clips = [tile.clip for tile in self.grid_tiles]
        width = layout.columns
        upper = self._active // width
        lower = (upper + 1) % layout.rows
        rows = [clips[row * width : (row + 1) * width] for row in range(layout.rows)]
        rows[upper], rows[lower] = rows[lower], rows[upper]
        active = lower * width + self._active % width
        self.hang(Arrangement(layout, tuple(clip for row in rows for clip in row), active))

    def open(self, sop_instance_uid: str) -> bool:
        """Show a clip in the active tile, or turn to the tile that shows it; return whether there is such a clip."""
        clip = self._clips.get(sop_instance_uid)
        if clip is None:
            return False
        standing = next((i for i, tile in enumerate(self.grid_tiles) if tile.uid == sop_instance_uid), None)
        if standing is None:
            self._put(self.active_tile, clip)
        else:
            self._active = standing
        self._arrange()
        return True

    def set_active(self, index: int) -> None:
        """Turn to another tile."""
        if index != self._active and index < self.layout_behind.count:
            self._active = index
            self.refresh()
            self.changed.emit()

    def set_layout(self, layout: Layout) -> None:
        """Lay the tiles out otherwise; new tiles are filled with the next clips, the active clip stays in sight."""
        self._chosen = True
        self.maximised = layout is Layout.ONE
        if not self.maximised:
            self.layout_behind = layout
            last = layout.count - 1
            if self._active > last:
                self._exchange(self.tiles[last], self.active_tile)
                self._active = last
            self._fill()
        self._arrange()
        self.layout_chosen.emit(layout)

    def next_layout(self) -> None:
        """Go on to the next usual layout."""
        place = CYCLE.index(self.shown_layout) if self.shown_layout in CYCLE else 0
        self.set_layout(CYCLE[(place + 1) % len(CYCLE)])

    def toggle_maximised(self, index: int) -> None:
        """Fill the panel with one tile, or bring back the others exactly as they were."""
        self._active = index
        self.maximised = not self.maximised
        self._arrange()

    def _fill(self) -> None:
        """Put the next clips into empty tiles; what is shown stays."""
        free = [tile for tile in self.grid_tiles if tile.clip is None]
        shown = {tile.uid for tile in self.grid_tiles}
        for tile, clip in zip(free, next_clips(tuple(self._clips.values()), shown, len(free)), strict=False):
            self._put(tile, clip)

    def _put(self, tile: Tile, clip: Clip) -> None:
        self._keep_viewing(tile)
        self._dress(tile, clip, self._viewings.get(clip.sop_instance_uid, Viewing()))

    def _keep_viewing(self, tile: Tile) -> None:
        if tile.clip is not None:
            self._viewings[tile.uid] = tile.viewing

    def _exchange(self, one: Tile, other: Tile) -> None:
        clips = (one.clip, other.clip)
        for tile in (one, other):
            self._keep_viewing(tile)
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
        other = next((t for t in self.grid_tiles if t is not tile and t.uid == sop_instance_uid), None)
        if other is not None:
            self._exchange(tile, other)
        elif tile.uid != sop_instance_uid:
            self._put(tile, clip)
        self._active = index
        self._arrange()
        self.clip_dropped.emit()

    # --- how it looks

    def set_lit(self, sop_instance_uid: str) -> None:
        """Light the tile of a clip that is pointed at elsewhere."""
        self._lit = sop_instance_uid
        self.refresh()

    def set_overlay(self, mode: OverlayMode) -> None:
        """Say more or less over the pictures."""
        self.overlay = mode
        self.refresh()

    def refresh(self) -> None:
        """Tell every tile whether it is active and lit, and how much it says."""
        for index, tile in enumerate(self.tiles):
            lit = bool(self._lit) and tile.uid == self._lit
            tile.set_state(active=index == self._active, lit=lit, mode=self.overlay)

    def _arrange(self) -> None:
        self._place()
        self.refresh()
        self.changed.emit()

    def _place(self) -> None:
        visible = self.visible_tiles
        for tile, cell in zip(visible, self.shown_layout.cells(self.rect(), _GAP_PX), strict=True):
            tile.setGeometry(cell)
        for tile in self.tiles:
            tile.setVisible(tile in visible)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the tiles where they belong now."""
        super().resizeEvent(event)
        self._place()
