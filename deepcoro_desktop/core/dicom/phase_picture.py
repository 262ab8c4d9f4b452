"""End-systole read from the pictures: the moment at which a beat looks least as it did at its R waves.

The pictures of a beat, made small, differ mostly by one motion: their first principal component over time. Its curve
leaves the R wave, turns at end-systole and comes back. Where it does not do so clearly nothing is read.

References
----------
Gifani P, Behnam H, Shalbaf A, Sani ZA. Automatic detection of end-diastole and end-systole from echocardiography images
using manifold learning. Physiol Meas 2010;31:1091-1103. They embed the frames with locally linear embedding; here the
embedding is linear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.beats import Beat, Phases, beats_of, systole_ms
from deepcoro_desktop.core.study import Clip, Region, RegionFormat

_WIDTH_PX: Final = 48
"""Width to which the sector is made small: speckle is averaged away, walls are not."""
_SEEN_GREY: Final = 16
"""Pixels that are darker than this in all frames lie outside the sector."""
_SMOOTH_MS: Final = 25.0
_AROUND_MS: Final = 130.0
"""Systole ends within so much of its estimate; farther off it is not looked for."""
_LEAST_FRAMES: Final = 10
"""A beat of fewer frames tells no more than the estimate does."""
_LEAST_SHARE: Final = 0.25
"""The one motion makes up at least this share of all that changes."""
_LEAST_CONTRAST: Final = 0.7
"""At end-systole the curve is away from the R waves by at least this share of its range."""
_MOST_BEHIND: Final = 0.05
"""Nowhere in the beat is it farther away than there by more than this share."""
_MOST_APART: Final = 0.3
"""At both R waves it is the same but for this share."""
_PERIODS_MS: Final = (330.0, 1500.0)
"""Beats that are looked for where no R wave is known: 180 to 40 a minute."""
_LEAST_ALIKE: Final = 0.7
"""Correlation of the curve with itself one beat later."""
_LEAST_SKEWNESS: Final = 0.4
"""The heart rests in diastole and is away from it for the shorter part of a beat; else both look the same."""

Picture = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


def phases_of_pictures(clip: Clip, pictures: Mapping[int, Picture], r_waves_ms: Sequence[float]) -> Phases:
    """Return what the pictures say about end-systole, and without R waves about end-diastole; nothing where unclear.

    Parameters
    ----------
    clip : Clip
        A moving two-dimensional picture; others have no phases.
    pictures : mapping of int to ndarray of uint8, shape (H, W, 3), RGB
        Frame, counted from 0 -> its picture, whole or made smaller. Beats with lost frames are left out.
    r_waves_ms : sequence of float
        R waves, ms from the clip's start.
    """
    region = _sector(clip)
    frames = sorted(pictures)
    if region is None or len(frames) < _LEAST_FRAMES or frames[-1] - frames[0] + 1 != len(frames):
        return Phases()
    looks = _looks(clip, [pictures[frame] for frame in frames], region)
    times = np.array(clip.timing.frame_starts_ms)[frames]
    if looks is None:
        return Phases()
    if not r_waves_ms:
        # the pulse of colour flow may repeat itself otherwise than the walls
        return Phases() if any(r.is_colour_flow for r in clip.regions) else _by_period(looks, times)
    found = [_end_systole(looks, times, beat) for beat in beats_of(r_waves_ms)]
    return Phases(tuple(moment for moment in found if moment is not None))


def _sector(clip: Clip) -> tuple[float, float, float, float] | None:
    """Return the shares (left, top, right, bottom) of the picture that are looked at, None where there is no sector."""
    if any(region.spatial_format in (RegionFormat.SPECTRAL, RegionFormat.M_MODE) for region in clip.regions):
        return None
    flat = [region for region in clip.regions if region.spatial_format is RegionFormat.TWO_D]
    if not flat:
        return None if clip.regions else (0.0, 0.0, 1.0, 1.0)
    largest: Region = max(flat, key=lambda r: (r.x1 - r.x0) * (r.y1 - r.y0))
    return (
        largest.x0 / clip.columns, largest.y0 / clip.rows, (largest.x1 + 1) / clip.columns, (largest.y1 + 1) / clip.rows
    )  # fmt: skip


def _looks(clip: Clip, pictures: Sequence[Picture], share: tuple[float, float, float, float]) -> Floats | None:
    """Return the sector of each picture, small, without mean, of length 1: shape (T, N); None where nothing is lit."""
    height, width = pictures[0].shape[:2]
    left, top = int(share[0] * width), int(share[1] * height)
    right, bottom = max(left + 1, round(share[2] * width)), max(top + 1, round(share[3] * height))
    size = (_WIDTH_PX, max(1, round(_WIDTH_PX * (bottom - top) / (right - left))))
    small = np.stack(
        [
            cv2.resize(np.ascontiguousarray(p[top:bottom, left:right]), size, interpolation=cv2.INTER_AREA).mean(axis=2)
            for p in pictures
        ]
    )
    rows = small.reshape(len(small), -1)
    rows = rows[:, rows.max(axis=0) > _SEEN_GREY]
    if not rows.size:
        return None
    rows = rows - rows.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / lengths, np.float64) if (lengths > 0).all() else None


def _motion(looks: Floats, times: Floats) -> tuple[Floats, float]:
    """Return the curve of the one motion that changes the pictures most, smoothed, and its share of all change."""
    centred = looks - looks.mean(axis=0)
    values, vectors = np.linalg.eigh(centred @ centred.T)
    kernel = np.exp(-0.5 * ((times[:, None] - times) / _SMOOTH_MS) ** 2)
    curve = kernel @ vectors[:, -1] / kernel.sum(axis=1)
    total = float(values.sum())
    return np.asarray(curve, np.float64), float(values[-1]) / total if total > 0 else 0.0


def _end_systole(looks: Floats, times: Floats, beat: Beat) -> float | None:
    """Return the moment at which a beat's curve turns, ms; None where it does not clearly turn near the estimate."""
    step = float(np.median(np.diff(times)))
    inside = np.flatnonzero((times >= beat.start_ms - step) & (times <= beat.end_ms + step))
    covered = len(inside) and times[inside[0]] <= beat.start_ms and times[inside[-1]] + step >= beat.end_ms
    if not covered or len(inside) < _LEAST_FRAMES:
        return None
    curve, share = _motion(looks[inside], times[inside])
    times = times[inside]
    near = np.flatnonzero(np.abs(times - beat.systole_end_ms) <= _AROUND_MS)
    if share < _LEAST_SHARE or len(near) < 3:
        return None
    rest, last = (float(np.interp(moment, times, curve)) for moment in (beat.start_ms, beat.end_ms))
    if curve[near].mean() < 0.5 * (rest + last):
        curve, rest, last = -curve, -rest, -last
    peak = int(near[curve[near].argmax()])
    span = float(np.ptp(curve))
    clear = (
        peak not in (near[0], near[-1])
        and curve[peak] - 0.5 * (rest + last) >= _LEAST_CONTRAST * span
        and curve.max() - curve[peak] <= _MOST_BEHIND * span
        and abs(rest - last) <= _MOST_APART * span
    )
    return _turn(curve, times, peak) if clear else None


def _turn(curve: Floats, times: Floats, peak: int) -> float:
    """Return where the parabola through a peak and its neighbours turns, ms."""
    before, at, after = curve[peak - 1 : peak + 2]
    bend = before - 2.0 * at + after
    shift = 0.5 * (before - after) / bend if bend < 0 else 0.0
    return float(times[peak] + shift * (times[peak + 1] - times[peak - 1]) / 2.0)


def _by_period(looks: Floats, times: Floats) -> Phases:
    """Return end-systoles and end-diastoles of a clip whose motion repeats itself clearly, else nothing."""
    curve, share = _motion(looks, times)
    step = float(np.median(np.diff(times)))
    period = _period(curve, step)
    if period is None or share < _LEAST_SHARE:
        return Phases()
    skewness = float((((curve - curve.mean()) / curve.std()) ** 3).mean())
    if abs(skewness) < _LEAST_SKEWNESS:
        return Phases()
    curve = curve if skewness > 0 else -curve
    curve = (curve - curve.min()) / np.ptp(curve)
    reach = round(0.4 * period / step)
    systoles, diastoles = [], []
    for peak in range(1, len(curve) - 1):
        first = max(0, peak - reach)
        if curve[peak] < 0.7 or curve[peak] < curve[first : peak + reach + 1].max():
            continue
        systoles.append(_turn(curve, times, peak))
        diastoles.append(systoles[-1] - systole_ms(period))
    return Phases(tuple(systoles), tuple(moment for moment in diastoles if moment >= 0.0))


def _period(curve: Floats, step: float) -> float | None:
    """Return the time after which a curve looks like itself again, ms; None where it does not."""
    centred = curve - curve.mean()
    # two whole beats: over less of a clip a probe that drifts is like itself by chance
    lags = range(round(_PERIODS_MS[0] / step), min(round(_PERIODS_MS[1] / step), len(curve) // 2) + 1)
    alike = [float(np.corrcoef(centred[:-lag], centred[lag:])[0, 1]) for lag in lags if lag > 0]
    peaks = [i for i in range(1, len(alike) - 1) if alike[i - 1] <= alike[i] > alike[i + 1]]
    clear = [i for i in peaks if alike[i] >= max(_LEAST_ALIKE, 0.9 * max(alike))]
    return step * (lags[0] + clear[0]) if clear else None
