"""A trace that a scanner draws with time: the bar that marks now tells which column belongs to which moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.dicom.ecg import find_r_waves
from deepcoro_desktop.core.dicom.ecg_trace import Ecg, EcgSource
from deepcoro_desktop.core.study import Clip

Heights = Callable[[int, int, int], npt.NDArray[np.float64]]
"""Frame, first column and the one after the last -> height of the trace in each column, NaN where there is none."""


def line_heights(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return the height of a line over its mask's foot in each column, rows; NaN where there is none.

    Where the line is steep the pixel farthest from its usual height counts, so that no peak is cut.
    """
    if not mask.any():
        return np.full(mask.shape[1], np.nan)
    rows = np.arange(mask.shape[0], 0, -1, dtype=np.float64)[:, None]
    middle = float(np.median(np.broadcast_to(rows, mask.shape)[mask]))
    place = np.where(mask, np.abs(rows - middle), -1.0).argmax(axis=0)
    return np.asarray(np.where(mask.any(axis=0), rows[place, 0], np.nan), np.float64)


def ecg_of_sweep(
    clip: Clip, bars: Mapping[int, int | None], scale: float, beside: int, heights: Heights, tallest: float
) -> Ecg | None:
    """Return the ECG that was drawn between the frames, None where its R waves contradict the heart rate of the header.

    Parameters
    ----------
    clip : Clip
        The clip.
    bars : mapping of int to int or None
        Frame, counted from 0 -> column of the bar in the strip, None where it is not seen.
    scale : float
        Columns per ms.
    beside : int
        Columns left of the bar's middle, that one counted, which the bar hides.
    heights : callable
        Reads the trace.
    tallest : float
        Height of the whole trace, which tells how high an R wave is also where the clip itself holds none.
    """
    times: list[float] = []
    values: list[float] = []
    starts = clip.timing.frame_starts_ms
    for before, frame in pairwise(sorted(bars)):
        bar = bars[frame]
        if bar is None:
            continue
        end = max(0, bar - beside)
        begin = max(0, end - max(1, round(scale * (starts[frame] - starts[before]))))
        for column, height in enumerate(heights(frame, begin, end), begin):
            if np.isfinite(height):
                times.append(starts[frame] - (bar - column) / scale)
                values.append(float(height))
    return _believed(clip, np.array(times), np.array(values), tallest)


def _believed(
    clip: Clip, times: npt.NDArray[np.float64], values: npt.NDArray[np.float64], tallest: float
) -> Ecg | None:
    """Return the trace as an ECG where its R waves agree with the heart rate of the header."""
    order = np.argsort(times, kind="stable")
    times, values = times[order], values[order]
    keep = np.concatenate([[True], np.diff(times) > 1e-6]) if len(times) else np.zeros(0, bool)
    times, values = times[keep], values[keep]
    inside = (times >= 0) & (times <= clip.timing.duration_ms)
    times, values = times[inside], values[inside]
    if len(times) < 20 or not np.ptp(values):
        return None
    waves = find_r_waves(times, values, tallest)
    if len(waves) > 1 and clip.heart_rate_bpm:
        usual = 60_000.0 / clip.heart_rate_bpm
        found = float(np.median(np.diff(waves)))
        if not 0.7 * usual <= found <= 1.4 * usual:
            return None
    return Ecg(EcgSource.PICTURE, tuple(times.tolist()), tuple(values.tolist()), waves, tallest)


def columns_per_ms(clip: Clip, bars: Mapping[int, int | None], width: int) -> float | None:
    """Return how fast the bar moves, columns per ms; None where it does not move evenly.

    At the end of a scrolling trace it stands: those frames do not count.
    """
    starts = clip.timing.frame_starts_ms
    moving = [(starts[frame], bar) for frame, bar in sorted(bars.items()) if bar is not None and bar < width - 3]
    steps = [(b1 - b0) / (t1 - t0) for (t0, b0), (t1, b1) in pairwise(moving) if b1 > b0 and t1 > t0]
    if len(steps) < 2:
        return None
    scale = float(np.median(steps))
    times, places = np.array(moving).T
    # a sweep that begins anew at the left shows as a jump; within one pass the bar must follow the clock
    offsets = (places - scale * times) % (width + 1)
    spread = np.abs(np.exp(2j * np.pi * offsets / (width + 1)).mean())
    return scale if spread > 0.98 and scale > 0 else None
