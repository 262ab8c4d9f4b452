"""An ECG in white or grey that a scanner has drawn beside its picture: a line, where text and tissue are none.

More is asked of it than of a coloured trace: one unbroken thin line over a quarter of the screen, one height in each
column, not flat, with peaks as narrow as R waves, and a bar that stands out above them. Less is no ECG.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.dicom.ecg import find_r_waves
from deepcoro_desktop.core.dicom.ecg_sweep import columns_per_ms, ecg_of_sweep, line_heights
from deepcoro_desktop.core.dicom.ecg_trace import Ecg, EcgSource
from deepcoro_desktop.core.study import Clip

_COLOURLESS: Final = 40
"""Channels of a grey pixel differ by less than this, after JPEG has blurred the colours beside it."""
_BRIGHT: Final = 60
"""Black margins stay below this, with the ringing of JPEG; a thin line stays above it, also where it is steep."""
_LEAST_WIDTH: Final = 0.25
"""A trace is at least this share of the picture's width long."""
_LEAST_PIECE: Final = 0.03
"""A piece of it, left or right of the bar, is at least this share of the width long; a letter is shorter."""
_SINGLE: Final = 0.95
"""In this share of its columns a trace has one height: no second line above or below it."""
_THICKEST_PX: Final = 5.0
_LEAST_HEIGHT_PX: Final = 8
_FLATTEST: Final = 0.8
"""The trace leaves its commonest height in more than the rest of its columns; an axis with ticks does not."""
_BAR_PX: Final = 4
"""Widest bar."""
_BESIDE_BAR_PX: Final = 2
"""Columns beside the bar that it brightens."""
_WIDEST_GAP_PX: Final = 12
_BAR_OVER: Final = 1.15
"""The bar is taller than the tallest other stroke by this factor: an R wave is a stroke as well."""
_BARS_SEEN: Final = 0.6
_USUAL_SPAN_MS: Final = 3000.0
"""What a strip shows, where no bar tells: between two and five seconds."""

Picture = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Line:
    """The trace in one picture."""

    heights: npt.NDArray[np.float64]
    """Height in every column of the picture, rows from its foot; NaN where there is no trace."""
    left: int
    """First column."""
    right: int
    """Last column."""

    @property
    def tallest(self) -> float:
        """Height of the whole trace."""
        return float(np.nanmax(self.heights) - np.nanmin(self.heights))


def colourless_ecg(clip: Clip, pictures: Mapping[int, Picture], where: Mask) -> Ecg | None:
    """Return the white or grey ECG that the pictures show, None where none is certain.

    Parameters
    ----------
    clip : Clip
        The clip.
    pictures : mapping of int to ndarray of uint8, shape (H, W, 3), RGB
        Frame, counted from 0 -> its picture; at least three.
    where : ndarray of bool, shape (H, W)
        Where a trace may be.
    """
    rows = np.flatnonzero(where.any(axis=1))
    if not len(rows):
        return None
    frames, band = sorted(pictures), slice(int(rows[0]), int(rows[-1]) + 1)
    first = _grey(pictures[frames[0]][band], where[band])
    if _line(first, _bar(first)) is None and _line(first, None) is None:
        return None
    masks = {frame: _grey(pictures[frame][band], where[band]) for frame in frames}
    columns = {frame: _bar(mask) for frame, mask in masks.items()}
    lines = {frame: _line(mask, columns[frame]) for frame, mask in masks.items()}
    whole = lines[frames[len(frames) // 2]]
    seen = [frame for frame in frames if columns[frame] is not None and lines[frame] is not None]
    if whole is not None and len(seen) >= _BARS_SEEN * len(frames):
        bars = {frame: column - whole.left for frame in seen if (column := columns[frame]) is not None}
        scale = columns_per_ms(clip, bars, whole.right - whole.left)
        if scale is not None:
            return _timed(clip, bars, scale, lines, whole)
    # what stood out may have been an R wave
    still = _line(masks[frames[len(frames) // 2]], None)
    if still is None or len(_peaks(still, (still.right - still.left) / _USUAL_SPAN_MS)) < 2:
        return None
    return Ecg(EcgSource.BURNED_IN, (), (), ())


def _timed(
    clip: Clip, bars: Mapping[int, int], scale: float, lines: Mapping[int, _Line | None], whole: _Line
) -> Ecg | None:
    """Return the ECG of a trace with a moving bar, None where nothing in it is as narrow as an R wave."""
    if not _peaks(whole, scale):
        return None

    def heights(frame: int, first: int, end: int) -> npt.NDArray[np.float64]:
        line = lines[frame]
        if line is None:
            return np.full(end - first, np.nan)
        return line.heights[whole.left + first : whole.left + end]

    return ecg_of_sweep(clip, bars, scale, _BESIDE_BAR_PX, heights, whole.tallest)


def _peaks(line: _Line, scale: float) -> tuple[float, ...]:
    """Return the narrow peaks of a whole trace, ms from its left end."""
    known = np.flatnonzero(np.isfinite(line.heights))
    return find_r_waves((known - line.left) / scale, line.heights[known])


def _grey(picture: Picture, where: Mask) -> Mask:
    """Return the bright pixels without colour where a trace may be."""
    high, low = picture.max(axis=2), picture.min(axis=2)
    return np.asarray((low >= _BRIGHT) & (high - low < _COLOURLESS) & where, np.bool_)


def _bar(mask: Mask) -> int | None:
    """Return the column of the one stroke that is taller than all others, None without."""
    run = np.zeros(mask.shape[1], np.int32)
    tallest = np.zeros(mask.shape[1], np.int32)
    for row in mask:
        run = (run + 1) * row
        np.maximum(tallest, run, out=tallest)
    place = int(tallest.argmax())
    beside = slice(max(0, place - _BAR_PX), place + _BAR_PX + 1)
    others = tallest.copy()
    others[beside] = 0
    if tallest[place] < _LEAST_HEIGHT_PX or tallest[place] < _BAR_OVER * others.max():
        return None
    columns = np.flatnonzero(tallest[beside] >= 0.9 * tallest[place]) + beside.start
    return round(float(columns.mean())) if columns[-1] - columns[0] < _BAR_PX else None


def _line(mask: Mask, bar: int | None) -> _Line | None:
    """Return the one long thin line of a mask, its bar taken out; None where there is none or more than one."""
    width = mask.shape[1]
    if bar is not None:
        mask = mask.copy()
        mask[:, max(0, bar - _BESIDE_BAR_PX) : bar + _BESIDE_BAR_PX + 1] = False
    _count, labels, stats, _centres = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    heights = np.full(width, np.nan)
    for label in np.flatnonzero(stats[:, cv2.CC_STAT_WIDTH] >= _LEAST_PIECE * width):
        if label == 0:
            continue
        left, top, wide, tall = (int(stats[label, field]) for field in range(4))
        piece = _heights(labels[top : top + tall, left : left + wide] == label)
        if piece is None:
            continue
        place = slice(left, left + wide)
        if np.isfinite(heights[place]).any():
            return None
        heights[place] = piece + (mask.shape[0] - top - tall)
    return _joined(heights, _LEAST_WIDTH * width)


def _heights(piece: Mask) -> npt.NDArray[np.float64] | None:
    """Return the height of a piece of a line over its foot in each column; None where it is no thin single line."""
    edges = np.diff(piece.astype(np.int8), axis=0, prepend=0) > 0
    if (edges.sum(axis=0) == 1).mean() < _SINGLE or np.median(piece.sum(axis=0)) > _THICKEST_PX:
        return None
    return line_heights(piece)


def _joined(heights: npt.NDArray[np.float64], least: float) -> _Line | None:
    """Return the longest stretch of pieces that follow each other as a line, None where it is short or flat."""
    known = np.flatnonzero(np.isfinite(heights))
    if not len(known):
        return None
    stretch = max(np.split(known, np.flatnonzero(np.diff(known) > _WIDEST_GAP_PX) + 1), key=len)
    values = heights[stretch]
    commonest = np.unique(np.rint(values), return_counts=True)[1].max() / len(values)
    if stretch[-1] - stretch[0] < least or np.ptp(values) < _LEAST_HEIGHT_PX or commonest > _FLATTEST:
        return None
    alone = np.full(len(heights), np.nan)
    alone[stretch] = values
    return _Line(alone, int(stretch[0]), int(stretch[-1]))
