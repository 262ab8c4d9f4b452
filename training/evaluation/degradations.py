"""What spoils pictures, applied to prepared clips: pure functions of a clip, a strength and a generator.

Loss and gain are shifts of the grey level, because ultrasound shows the logarithm of the echo: 60 dB from black to
white. A pixel keeps its hue, and a black one stays black, so that nothing outside the sector lights up.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Clip = npt.NDArray[np.uint8]
"""uint8, shape (T, H, W, 3), RGB."""

DYNAMIC_RANGE_DB: Final = 60.0
SHADOW_LOSS_DB: Final = 40.0
SHADOW_EDGE_DEG: Final = 2.0
MOST_OBLIQUE_DEG: Final = 30.0
"""Largest angle between the middle of a shadow and the vertical."""


def depth_attenuation(clip: Clip, strength: float, _rng: np.random.Generator) -> Clip:
    """Return a clip that darkens with depth: by nothing at the transducer, by `strength` dB at the deepest pixel."""
    away, _ = _polar(clip)
    return _shifted(clip, -strength * away)


def shadow(clip: Clip, strength: float, rng: np.random.Generator) -> Clip:
    """Return a clip with a dark wedge of `strength` degrees from the transducer down, as a rib or a valve casts it."""
    _, angle = _polar(clip)
    middle = rng.uniform(-MOST_OBLIQUE_DEG, MOST_OBLIQUE_DEG)
    inside = np.clip((strength / 2.0 - np.abs(angle - middle)) / SHADOW_EDGE_DEG + 1.0, 0.0, 1.0)
    return _shifted(clip, -SHADOW_LOSS_DB * inside)


def gain(clip: Clip, strength: float, _rng: np.random.Generator) -> Clip:
    """Return a clip brighter by `strength` dB, darker where it is negative."""
    return _shifted(clip, np.full(clip.shape[1:3], strength))


def frame_rate(clip: Clip, strength: float, _rng: np.random.Generator) -> Clip:
    """Return a clip in which each frame is held for `strength` frames, a whole number."""
    shown = np.arange(len(clip)) // int(strength) * int(strength)
    slow: Clip = clip[shown]
    return slow


def kept_clips(windows: npt.NDArray[np.str_], share: float, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Return which clips of a study stay when a share of them is dropped at random; at least one stays.

    Parameters
    ----------
    windows : ndarray of str, shape (clips,)
        Acoustic window of each clip; here only their number counts.
    share : float
        0 to 1.
    rng : numpy.random.Generator
        Generators in the same state drop more and more of the same order.
    """
    dropped = min(round(share * len(windows)), len(windows) - 1)
    kept = np.ones(len(windows), np.bool_)
    kept[rng.permutation(len(windows))[:dropped]] = False
    return kept


def kept_windows(windows: npt.NDArray[np.str_], number: float, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Return which clips of a study stay when whole windows are dropped at random; at least one window stays."""
    names = np.unique(windows)
    dropped = rng.permutation(names)[: min(int(number), len(names) - 1)]
    return ~np.isin(windows, dropped)


def _shifted(clip: Clip, shift_db: npt.NDArray[np.floating]) -> Clip:
    """Return a clip with another brightness; `shift_db` has shape (H, W)."""
    brightest = clip.max(axis=-1).astype(np.float32)
    wanted = np.clip(brightest + np.asarray(shift_db * (255.0 / DYNAMIC_RANGE_DB), np.float32), 0.0, 255.0)
    scale = np.divide(wanted, brightest, out=np.zeros_like(wanted), where=brightest > 0.0)
    return np.asarray(np.round(clip * scale[..., None]), np.uint8)


def _polar(clip: Clip) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return each pixel's distance from the transducer, 0 to 1 at the deepest, and angle to the vertical in degrees.

    The transducer is taken to be at the middle of the topmost row that is lit in any frame. Both have shape (H, W).
    """
    lit = clip.max(axis=(0, 3)) > 0
    rows, columns = np.indices(lit.shape, np.float64)
    if not lit.any():
        return np.zeros(lit.shape), np.zeros(lit.shape)
    top = int(np.flatnonzero(lit.any(axis=1))[0])
    middle = float(np.flatnonzero(lit[top]).mean())
    away = np.hypot(rows - top, columns - middle)
    deepest = float(away[lit].max())
    angle = np.degrees(np.arctan2(columns - middle, np.maximum(rows - top, 0.0)))
    return np.minimum(away / max(deepest, 1.0), 1.0), angle
