"""Presets: which views stand in which tiles, and the matrix of a stress study. Pure functions of clips."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deepcoro_desktop.core.bundle.strict_json import decode, encode
from deepcoro_desktop.core.study import Clip, View
from deepcoro_desktop.ui.language import mark
from deepcoro_desktop.ui.viewer.layouts import Layout, smallest_layout

SCHEMA_VERSION: Final = 1
LONGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class Preset:
    """One way to hang a study."""

    name: str
    rows: int
    columns: int
    slots: tuple[tuple[str, ...], ...]
    """For each tile the view ids that may stand there, the best first; empty for a tile that stays empty."""

    def __post_init__(self) -> None:
        """Refuse a preset without name, or one that no layout has room for."""
        if not self.name.strip() or len(self.name) > LONGEST_NAME:
            raise ValueError(f"a preset's name has 1 to {LONGEST_NAME} characters")
        if (self.rows, self.columns) not in {layout.value for layout in Layout}:
            raise ValueError(f"there is no layout of {self.rows} by {self.columns} tiles")
        if len(self.slots) > self.rows * self.columns:
            raise ValueError("a preset has more views than tiles")

    @property
    def layout(self) -> Layout:
        """Rows and columns of tiles."""
        return Layout((self.rows, self.columns))


_PLAX, _AV, _MV, _PAPILLARY = ("plax", "plax_deep"), ("psax_av", "psax_zoom_av"), ("psax_mv",), ("psax_papillary",)
_A4C, _A2C, _A3C, _A5C = ("a4c", "a4c_lv"), ("a2c", "a2c_lv"), ("a3c",), ("a5c",)
BUILT_IN: Final = (
    Preset(mark("Apical trio"), 1, 3, (_A4C, _A2C, _A3C)),
    Preset(mark("Parasternal"), 2, 2, (_PLAX, _AV, _MV, _PAPILLARY)),
    Preset(mark("Left ventricle"), 2, 2, (_PLAX, _PAPILLARY, ("a4c_lv", "a4c"), ("a2c_lv", "a2c"))),
    Preset(mark("Colour Doppler"), 2, 2, (
        ("plax_color_av_mv", "plax_color_ivs"), ("a4c_color_mv",), ("a4c_color_tv", "rv_inflow_color"),
        ("a5c_color", "a3c_color"),
    )),
    Preset(mark("Overview"), 3, 3, (
        _PLAX, _AV, _PAPILLARY, _A4C, _A2C, _A3C, _A5C, ("subcostal_4c", "subcostal_ivc"), ("ssn_arch",),
    )),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a clip's view."""

    clip: Clip
    view_id: str
    """Empty where nothing is known."""
    probability: float = 1.0


def fill(preset: Preset, clips: Sequence[Seen]) -> tuple[Clip | None, ...]:
    """Return the clip for each tile of a preset, None where the study has none; no clip stands twice.

    Of several clips of a view a moving one comes before a still, then the one whose view is most certain.
    """
    taken: set[str] = set()
    filled: list[Clip | None] = []
    for wanted in preset.slots:
        fitting = [seen for seen in clips if seen.view_id in wanted and seen.clip.sop_instance_uid not in taken]
        best = min(fitting, key=lambda s: (wanted.index(s.view_id), s.clip.is_still, -s.probability), default=None)
        filled.append(best.clip if best is not None else None)
        if best is not None:
            taken.add(best.clip.sop_instance_uid)
    return (*filled, *(None,) * (preset.rows * preset.columns - len(filled)))


@dataclass(frozen=True, slots=True)
class Matrix:
    """A stress study: a row for each stage, a column for each view."""

    stages: tuple[str, ...]
    views: tuple[str, ...]
    cells: tuple[tuple[Clip | None, ...], ...]
    """A row of clips for each stage."""
    left_out: int
    """Clips with stage and view that have no place: more than four stages or views, or two of one kind."""

    @property
    def layout(self) -> Layout:
        """The smallest layout that holds it."""
        return smallest_layout(len(self.stages), len(self.views))

    @property
    def clips(self) -> tuple[Clip | None, ...]:
        """The clip of each tile of the layout."""
        layout = self.layout
        return tuple(
            self.cells[row][column] if row < len(self.stages) and column < len(self.views) else None
            for row in range(layout.rows)
            for column in range(layout.columns)
        )


def stress_matrix(clips: Sequence[Clip]) -> Matrix | None:
    """Return the matrix of the clips that carry Stage Name (0008,2120) and a view, None without.

    The view is View Name (0008,2127), else that of View Code Sequence (0054,0220) in the words of the file.

    Stages and views come in the order of their numbers, else in which they were acquired. Of several clips of one stage
    and view the last one is taken: a repeated acquisition replaces the one before it.

    References
    ----------
    DICOM PS3.3 C.8.5.6 (US Image Module, staged protocols).
    """
    staged = [clip for clip in clips if clip.stage_name and _view_of(clip) and not clip.is_still]
    stages = _ordered([(clip.stage_name or "", clip.stage_number) for clip in staged])[:4]
    views = _ordered([(_view_of(clip), clip.view_number) for clip in staged])[:4]
    if len(stages) < 2:
        return None
    cells = {(clip.stage_name, _view_of(clip)): clip for clip in staged}
    rows = tuple(tuple(cells.get((stage, view)) for view in views) for stage in stages)
    placed = sum(clip is not None for row in rows for clip in row)
    return Matrix(tuple(stages), tuple(views), rows, len(staged) - placed)


def _view_of(clip: Clip) -> str:
    return clip.view_name or (clip.coded_view.meaning if clip.coded_view is not None else "")


def _ordered(named: Sequence[tuple[str, int | None]]) -> list[str]:
    """Return names once each, by their smallest number; those without one after, as they come."""
    numbers: dict[str, int] = {}
    for name, number in named:
        numbers[name] = min(numbers.get(name, 1 << 30), 1 << 30 if number is None else number)
    return sorted(numbers, key=lambda name: numbers[name])


_DIGITS: Final = {"2": "two", "3": "three", "4": "four", "5": "five"}


def view_id_of(name: str, views: Mapping[str, View]) -> str:
    """Return the id of the view that a scanner's name means, empty where it is none: "A4C", "Apical 4-chamber"."""
    wanted = _plain(name)
    if not wanted:
        return ""
    for view in views.values():
        if wanted in (_plain(view.id), _plain(view.label), _plain(view.short_label)):
            return view.id
    return ""


def scanner_view_id(clip: Clip, views: Mapping[str, View]) -> str:
    """Return the id of the view that the scanner says: by its name, else by its code; empty without."""
    named = view_id_of(clip.view_name or "", views)
    coded = clip.coded_view.view_id if clip.coded_view is not None else ""
    return named or (coded if coded in views else "")


def _plain(name: str) -> str:
    spelled = re.sub(r"(?<=[aA\s])([2-5])[\s-]*(?:ch|c|chamber)\b", lambda m: _DIGITS[m[1]] + "chamber", name)
    words = re.sub(r"[^a-z0-9]", "", spelled.lower())
    return words.replace("apical", "a")


def presets_from_json(text: str) -> tuple[Preset, ...]:
    """Return saved presets; raises ValueError where the text holds none that this program can read."""
    raw = json.loads(text)
    if not isinstance(raw, dict) or raw.get("schema_version") != SCHEMA_VERSION:
        raise ValueError("the saved presets have another form")
    found: tuple[Preset, ...] = decode(tuple[Preset, ...], raw.get("presets"), "presets")
    return found


def presets_to_json(presets: Sequence[Preset]) -> str:
    """Return presets as text to save."""
    return json.dumps({"schema_version": SCHEMA_VERSION, "presets": encode(tuple(presets))}, ensure_ascii=False)
