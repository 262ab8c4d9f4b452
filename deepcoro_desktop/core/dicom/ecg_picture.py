"""The ECG that a scanner has drawn into its pictures, read back: a thin trace and the bar that marks now.

A trace of one colour is looked for first, then one without colour, which text and tissue resemble more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.dicom.ecg_colourless import colourless_ecg
from deepcoro_desktop.core.dicom.ecg_sweep import columns_per_ms, ecg_of_sweep, line_heights
from deepcoro_desktop.core.dicom.ecg_trace import Ecg, EcgSource
from deepcoro_desktop.core.frame_choice import evenly_chosen
from deepcoro_desktop.core.study import Clip, RegionFormat

FRAMES: Final = 48
"""As many frames as are looked at."""
_STRONG: Final = 32
"""Channels of a trace's pixel differ by at least this."""
_BRIGHT: Final = 48
_LOWEST_SHARE: Final = 0.55
"""Traces lie in the lower part of the screen."""
_LEAST_WIDTH: Final = 0.25
"""A trace is at least this share of the picture's width long."""
_THICKEST_PX: Final = 7.0
_GAP_SHARE: Final = 0.016
"""The bar hides no more of a trace than this share of the picture's width, after JPEG has blurred its colours."""
_BAR_PX: Final = 6
_BAR_SHARE: Final = 0.6
"""The bar that marks now spans at least this share of the trace's height."""
_ECG_TRACE: Final = 10
"""Region Data Type (0018,6014) of an ECG trace, DICOM PS3.3 C.8.5.5.1.2."""

Picture = npt.NDArray[np.uint8]


def chosen_frames(clip: Clip) -> tuple[int, ...]:
    """Return the frames to read an ECG from, counted from 0, evenly over the clip."""
    return evenly_chosen(clip.frame_count, FRAMES)


def ecg_of_pictures(clip: Clip, pictures: Mapping[int, Picture]) -> Ecg | None:
    """Return the ECG that the pictures show, None where no trace is certain.

    A trace without a bar that moves from frame to frame has no time and is said to be in the picture only.

    Parameters
    ----------
    clip : Clip
        The clip.
    pictures : mapping of int to ndarray of uint8, shape (H, W, 3), RGB
        Frame, counted from 0 -> its picture at full size.
    """
    if len(pictures) < 3:
        return None
    frames = sorted(pictures)
    where = _searched(clip, pictures[frames[0]])
    rows = _trace_rows(pictures[frames[len(frames) // 2]], where)
    if rows is None:
        return colourless_ecg(clip, pictures, where)
    hue, top, bottom, left, right = rows
    bars = {frame: _bar(pictures[frame][top : bottom + 1, left : right + 1]) for frame in frames}
    scale = columns_per_ms(clip, bars, right - left)
    if scale is None:
        return Ecg(EcgSource.BURNED_IN, (), (), ())
    # the whole trace tells how high an R wave is, also where the clip itself holds none
    whole = line_heights(_hues(pictures[frames[len(frames) // 2]][top : bottom + 1, left : right + 1]) == hue)
    tallest = float(np.nanmax(whole) - np.nanmin(whole))

    def heights(frame: int, first: int, end: int) -> npt.NDArray[np.float64]:
        return line_heights(_hues(pictures[frame][top : bottom + 1, left + first : left + end]) == hue)

    return ecg_of_sweep(clip, bars, scale, 1, heights, tallest)


def _searched(clip: Clip, picture: Picture) -> npt.NDArray[np.bool_]:
    """Return where a trace may be: the header's ECG region, else the lower part outside all pictures and spectra."""
    where = np.zeros(picture.shape[:2], bool)
    traces = [r for r in clip.regions if r.data_type == _ECG_TRACE or r.spatial_format is RegionFormat.WAVEFORM]
    if traces:
        for region in traces:
            where[region.y0 : region.y1 + 1, region.x0 : region.x1 + 1] = True
        return where
    where[round(_LOWEST_SHARE * picture.shape[0]) :] = True
    for region in clip.regions:
        where[region.y0 : region.y1 + 1, region.x0 : region.x1 + 1] = False
    return where


def _hues(picture: Picture) -> npt.NDArray[np.uint8]:
    """Return the hue of each strongly coloured pixel: bits for red, green and blue above the middle; 0 for none."""
    pixels = picture.astype(np.int16)
    high, low = pixels.max(axis=2), pixels.min(axis=2)
    bits = (pixels > ((high + low) // 2)[:, :, None]) @ np.array([1, 2, 4])
    return np.where((high - low >= _STRONG) & (high >= _BRIGHT), bits, 0).astype(np.uint8)


def _trace_rows(picture: Picture, where: npt.NDArray[np.bool_]) -> tuple[int, int, int, int, int] | None:
    """Return hue, first and last row, first and last column of the longest thin line of one hue, None without."""
    rows_searched = np.flatnonzero(where.any(axis=1))
    if not len(rows_searched):
        return None
    first = int(rows_searched[0])
    hues = np.where(where[first:], _hues(picture[first:]), 0)
    best: tuple[int, int, int, int, int] | None = None
    for hue in range(1, 7):
        mask = hues == hue
        columns = np.flatnonzero(mask.any(axis=0))
        if len(columns) < _LEAST_WIDTH * picture.shape[1]:
            continue
        pieces = np.split(columns, np.flatnonzero(np.diff(columns) > max(3.0, _GAP_SHARE * picture.shape[1])) + 1)
        piece = max(pieces, key=len)
        if len(piece) < _LEAST_WIDTH * picture.shape[1]:
            continue
        left, right = int(piece[0]), int(piece[-1])
        part = mask[:, left : right + 1]
        if float(np.median(part.sum(axis=0)[part.any(axis=0)])) > _THICKEST_PX:
            continue
        rows = np.flatnonzero(part.any(axis=1))
        if best is None or right - left > best[4] - best[3]:
            best = (hue, first + int(rows[0]), first + int(rows[-1]), left, right)
    return best


def _bar(band: Picture) -> int | None:
    """Return the column of the one bright colourless bar that spans the band, None without."""
    pixels = band.astype(np.int16)
    white = (pixels.min(axis=2) > 120) & (pixels.max(axis=2) - pixels.min(axis=2) < _STRONG + 24)
    columns = np.flatnonzero(white.mean(axis=0) >= _BAR_SHARE)
    if not len(columns) or columns[-1] - columns[0] > _BAR_PX:
        return None
    return round(float(columns.mean()))
