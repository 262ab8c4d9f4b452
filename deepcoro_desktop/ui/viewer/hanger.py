"""Hanger: hangs a study by preset, as a stress matrix, or beside an earlier one."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject, QSettings, Signal

from deepcoro_desktop.core.study import Clip, Study, View
from deepcoro_desktop.ui.language import plural, tr
from deepcoro_desktop.ui.state import PriorStudy, ViewerState
from deepcoro_desktop.ui.viewer.grid import Arrangement, TileGrid
from deepcoro_desktop.ui.viewer.layouts import Layout
from deepcoro_desktop.ui.viewer.player import Player
from deepcoro_desktop.ui.viewer.presets import (
    BUILT_IN,
    Preset,
    Seen,
    fill,
    presets_from_json,
    presets_to_json,
    scanner_view_id,
    stress_matrix,
)
from deepcoro_desktop.ui.viewer.tile import Tile

_log = logging.getLogger(__name__)

_KEY: Final = "viewer/presets"
_WIDE: Final = 1.6
"""Width to height from which three clips in a row are larger than in two rows."""


class Hanger(QObject):
    """Puts the right clips side by side.

    Parameters
    ----------
    state : ViewerState
        What is open, and which earlier study there is.
    grid : TileGrid
        Where clips stand.
    player : Player
        Says what cannot be done.
    views : mapping of str to View
        Views by id.
    settings : QSettings or None
        Where the reader's own presets are kept; None to keep them for this window only.
    """

    changed = Signal()
    """There are other presets, or the comparison began or ended."""

    def __init__(
        self,
        state: ViewerState,
        grid: TileGrid,
        player: Player,
        views: Mapping[str, View],
        settings: QSettings | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._grid = grid
        self._player = player
        self._views = views
        self._settings = settings
        self._before: Arrangement | None = None
        """What stood there before the comparison."""
        self._beside: Study | None = None
        """The earlier study of the comparison."""
        self._awaited = ""
        """SOP Instance UID of the clip whose counterpart in the earlier study is looked for."""
        self._last = ""
        self.own: tuple[Preset, ...] = self._load()
        for known in (state.clip_views_changed, state.analysis_changed, state.analysis_failed):
            known.connect(lambda _what: self._go_on())
        grid.changed.connect(self._leave)

    @property
    def presets(self) -> tuple[Preset, ...]:
        """All presets, the reader's own last."""
        return (*BUILT_IN, *self.own)

    @property
    def comparing(self) -> bool:
        """Whether a clip of an earlier study stands beside one of the open study."""
        return self._before is not None

    def forget(self) -> None:
        """Another study is open: it is laid out as the reader's own was before the comparison."""
        if self._before is not None and self._grid.shown_layout is Layout.TWO:
            self._grid.lay_out_as(self._before)
        self._before, self._last, self._awaited = None, "", ""
        self.changed.emit()

    # --- presets

    def hang(self, preset: Preset) -> None:
        """Hang the open study by a preset; a tile whose view is missing says so."""
        study = self._state.study
        if study is None:
            return
        clips = fill(preset, [self._seen(clip) for clip in study.clips])
        if not any(clips):
            known = any(self._seen(clip).view_id for clip in study.clips)
            reason = (
                tr("no view of “{name}” is in this study").format(name=tr(preset.name))
                if known
                else tr("the views are not known yet")
            )
            self._player.remark(self._grid.active_tile, reason)
            return
        self._last, self._before = preset.name, None
        missing = [
            tr("No {label} in this study").format(label=self._label(slot[0])) if slot else "" for slot in preset.slots
        ]
        self._grid.hang(Arrangement(self._layout_of(preset), clips), missing)
        self._player.set_playing(playing=True)
        self.changed.emit()

    def _layout_of(self, preset: Preset) -> Layout:
        """Return a preset's layout; three in a row become two rows where the panel is no wide one."""
        wide = self._grid.width() >= _WIDE * self._grid.height()
        return preset.layout if wide or preset.layout is not Layout.THREE else Layout.FOUR

    def hang_next(self) -> None:
        """Hang by the next preset for which the study has a clip."""
        study = self._state.study
        if study is None:
            return
        seen = [self._seen(clip) for clip in study.clips]
        names = [preset.name for preset in self.presets]
        start = names.index(self._last) + 1 if self._last in names else 0
        order = (*self.presets[start:], *self.presets[:start])
        self.hang(next((preset for preset in order if any(fill(preset, seen))), order[0]))

    def hang_matrix(self) -> None:
        """Hang a stress study: a row for each stage, a column for each view."""
        study = self._state.study
        if study is None:
            return
        matrix = stress_matrix(study.clips)
        if matrix is None:
            self._player.remark(self._grid.active_tile, tr("the clips of this study name no two stages of stress"))
            return
        self._before = None
        said = [
            tr("No {view} at {stage}").format(view=view, stage=stage) if clip is None else ""
            for stage, row in zip(matrix.stages, matrix.cells, strict=True)
            for view, clip in zip(matrix.views, row, strict=True)
        ]
        exact = matrix.layout.columns == len(matrix.views)
        self._grid.hang(Arrangement(matrix.layout, matrix.clips), said if exact else ())
        self._player.set_playing(playing=True)
        if matrix.left_out:
            words = plural(
                "%n clip has no place: repeated, or more than 4 stages or views",
                "%n clips have no place: repeated, or more than 4 stages or views",
                matrix.left_out,
            )
            self._player.remark(self._grid.active_tile, words)
        self.changed.emit()

    def keep(self, name: str) -> None:
        """Keep what stands there now as a preset of the reader's; one of the same name is replaced."""
        arrangement = self._grid.arrangement
        layout = Layout.ONE if arrangement.maximised else arrangement.layout
        tiles = self._grid.visible_tiles
        slots = tuple((self._seen(tile.clip).view_id,) if tile.clip is not None else () for tile in tiles)
        slots = tuple(() if slot == ("",) else slot for slot in slots)
        preset = Preset(name.strip(), layout.rows, layout.columns, slots)
        self.own = (*(own for own in self.own if own.name != preset.name), preset)
        self._last = preset.name
        self._save()

    def drop(self, name: str) -> None:
        """Forget a preset of the reader's."""
        self.own = tuple(own for own in self.own if own.name != name)
        self._save()

    def _load(self) -> tuple[Preset, ...]:
        text = str(self._settings.value(_KEY, "")) if self._settings is not None else ""
        if not text:
            return ()
        try:
            return presets_from_json(text)
        except ValueError as error:
            _log.warning("The saved presets are left alone: %s", error)
            return ()

    def _save(self) -> None:
        if self._settings is not None:
            self._settings.setValue(_KEY, presets_to_json(self.own))
        self.changed.emit()

    # --- an earlier study

    def compare(self) -> None:
        """Show the active clip beside the same view of the earlier study, or what stood there before.

        Where that view is not known yet, the tile says so and the pair is shown as soon as it is.
        """
        if self._awaited:
            self._awaited = ""
            self._player.unremark()
        if self._before is not None:
            before, self._before = self._before, None
            self._grid.hang(before, lasting=False)
            self.changed.emit()
            return
        prior, tile = self._state.prior, self._grid.active_tile
        if prior is None:
            self._player.remark(tile, tr("no earlier study of this patient is known"))
            return
        if tile.clip is None:
            return
        view = self._seen(tile.clip).view_id
        if not view:
            waits = self._state.analysing
            words = tr("the view of this clip is not known yet") if waits else tr("the view of this clip is not known")
            self._wait(tile, words, lasting=waits)
            return
        other = self._clip_of(prior, view)
        if other is None:
            self._state.prior_views_requested.emit()
            prior = self._state.prior or prior
            if prior.unnamed:
                count = len(prior.study.clips)
                looked = tr("looking for {view} in the study of {date}: clip {number} of {count}").format(
                    view=self._label(view),
                    date=date_of(prior.study),
                    number=count - prior.unnamed + 1,
                    count=count,
                )
                self._wait(tile, looked)
                return
            other = self._clip_like(prior, view)
        if other is None:
            known = all(self._view_in(prior, clip) for clip in prior.study.clips)
            words = (
                tr("the study of {date} has no {view}")
                if known
                else tr("the study of {date} has no clip that is known as {view}")
            )
            self._player.remark(tile, words.format(date=date_of(prior.study), view=self._label(view)))
            return
        before = self._grid.arrangement
        self._grid.hang(Arrangement(Layout.TWO, (tile.clip, other)), lasting=False)
        self._before, self._beside = before, prior.study
        self._player.set_playing(playing=True)
        self.changed.emit()

    def show_prior(self) -> None:
        """Show the active clip beside the earlier study, unless it stands there."""
        if not self.comparing:
            self.compare()

    def follow_prior(self) -> None:
        """End the comparison with a study that is at hand no more."""
        prior = self._state.prior
        if self.comparing and (prior is None or prior.study is not self._beside):
            self.compare()
        self._leave()
        self._go_on()
        self.changed.emit()

    def _wait(self, tile: Tile, words: str, *, lasting: bool = True) -> None:
        self._awaited = tile.uid if lasting else ""
        self._player.remark(tile, words, lasting=lasting)

    def _go_on(self) -> None:
        """Look again for what is awaited: more views are known now."""
        if self._awaited:
            self.compare()

    def _leave(self) -> None:
        """Await nothing once the reader has turned to another clip, or put the earlier study away."""
        if self._awaited and (self._state.prior is None or self._grid.active_tile.uid != self._awaited):
            self._awaited = ""
            self._player.unremark()

    def _clip_of(self, prior: PriorStudy, *views: str) -> Clip | None:
        """Return the best clip of the earlier study that shows one of these views, the first of them if it can be."""
        seen = [Seen(clip, self._view_in(prior, clip)) for clip in prior.study.clips]
        return fill(Preset(tr("same view"), 1, 1, (views,)), seen)[0]

    def _clip_like(self, prior: PriorStudy, view: str) -> Clip | None:
        """Return the best clip of the earlier study that shows a view of the same kind."""
        kind = self._kind(view)
        near = [self._view_in(prior, clip) for clip in prior.study.clips]
        return self._clip_of(prior, *dict.fromkeys(other for other in near if kind and self._kind(other) == kind))

    def _view_in(self, prior: PriorStudy | None, clip: Clip) -> str:
        """Return the view of a clip: as it was named in the earlier study, else by the scanner's name."""
        named = prior.views.get(clip.sop_instance_uid) if prior is not None else None
        return named or scanner_view_id(clip, self._views)

    def _kind(self, view_id: str) -> tuple[str, str] | None:
        view = self._views.get(view_id)
        return None if view is None else (view.coarse_view, view.modality)

    # --- views

    def _seen(self, clip: Clip) -> Seen:
        found = self._state.views_of(clip.sop_instance_uid)
        if found is not None:
            return Seen(clip, found.best.view_id, found.best.probability)
        return Seen(clip, self._view_in(self._state.prior, clip))

    def _label(self, view_id: str) -> str:
        view = self._views.get(view_id)
        return view.short_label if view is not None else view_id


def date_of(study: Study) -> str:
    """Return the day of a study, or what stands for it."""
    return f"{study.started_at:%Y-%m-%d}" if study.started_at is not None else tr("unknown date")
