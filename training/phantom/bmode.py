"""From complex echoes to grey values: point spread, attenuation, envelope, log compression, scan conversion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.phantom.compiled import compiled

Complex2 = NDArray[np.float32]
Frames = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Compression:
    """How echo strength becomes grey."""

    dynamic_range_db: float
    gain_db: float
    gamma: float
    noise: float
    """Receiver noise amplitude at full depth relative to a strong wall."""


def taps(sigma: float) -> NDArray[np.float32]:
    """Return a Gaussian that sums to one, `sigma` in samples."""
    half = min(max(int(np.ceil(2.2 * sigma)), 1), 12)
    x = np.arange(-half, half + 1)
    g = np.exp(-0.5 * (x / max(sigma, 0.25)) ** 2)
    return np.asarray(g / g.sum(), dtype=np.float32)


def speckle_gain(axial_sigma: float, lateral_sigma: float) -> float:
    """Return the factor that undoes the averaging of independent scatterers by the point spread.

    The sigmas are in samples and in beams.
    """
    axial, lateral = taps(axial_sigma), taps(lateral_sigma)
    return float(1.0 / np.sqrt((axial**2).sum() * (lateral**2).sum()))


@compiled
def _blur_compress(
    re: Any,
    im: Any,
    axial: Any,
    lateral: Any,
    tgc: Any,
    beam_gain: Any,
    noise: Any,
    floor_db: float,
    gain_db: float,
    gamma_lut: Any,
    out: Any,
) -> None:
    n_t, n_b, n_r = re.shape
    ha, hl = axial.shape[0] // 2, lateral.shape[0] // 2
    tr = np.empty((n_b, n_r), np.float32)
    ti = np.empty((n_b, n_r), np.float32)
    ar = np.empty(n_r, np.float32)
    ai = np.empty(n_r, np.float32)
    state = np.uint32(1)
    scale = np.float32(1023.0 / floor_db)
    for t in range(n_t):
        state = np.uint32(2654435761 * (t + 7) & 0xFFFFFFFF)
        for b in range(n_b):
            for i in range(n_r):
                tr[b, i] = 0.0
                ti[b, i] = 0.0
            for k in range(-ha, ha + 1):
                w = axial[k + ha]
                lo, hi = max(0, -k), min(n_r, n_r - k)
                for i in range(lo, hi):
                    tr[b, i] += w * re[t, b, i + k]
                    ti[b, i] += w * im[t, b, i + k]
        for b in range(n_b):
            ar[:] = 0.0
            ai[:] = 0.0
            for k in range(-hl, hl + 1):
                j = min(max(b + k, 0), n_b - 1)
                w = lateral[k + hl]
                for i in range(n_r):
                    ar[i] += w * tr[j, i]
                    ai[i] += w * ti[j, i]
            for i in range(n_r):
                g = tgc[i] * beam_gain[b, i]
                state ^= (state << np.uint32(13)) & np.uint32(0xFFFFFFFF)
                state ^= state >> np.uint32(17)
                state ^= (state << np.uint32(5)) & np.uint32(0xFFFFFFFF)
                n1 = np.float32(np.int32(state & np.uint32(0xFFFF)) - 32768) * np.float32(3.0e-5)
                n2 = np.float32(np.int32(state >> np.uint32(16)) - 32768) * np.float32(3.0e-5)
                vr = ar[i] * g + n1 * noise[i]
                vi = ai[i] * g + n2 * noise[i]
                power = vr * vr + vi * vi + np.float32(1e-12)
                db = np.float32(4.342945) * np.log(power) + gain_db + floor_db
                level = int(db * scale)
                level = min(max(level, 0), 1023)
                out[t, b, i] = gamma_lut[level]


def compress(
    re: Complex2,
    im: Complex2,
    *,
    axial_sigma: float,
    lateral_sigma: float,
    tgc: Complex2,
    beam_gain: Complex2,
    compression: Compression,
) -> NDArray[np.uint8]:
    """Return grey values of the polar picture.

    Parameters
    ----------
    re, im : ndarray of float32, shape (T, B, R)
        Complex echoes before the point spread.
    axial_sigma, lateral_sigma : float
        Point spread in samples and beams.
    tgc : ndarray of float32, shape (R,)
        Attenuation left after time gain compensation.
    beam_gain : ndarray of float32, shape (B, R)
        Dropout and shadows, 1 where none.
    compression : Compression
        Log compression.

    Returns
    -------
    ndarray of uint8, shape (T, B, R)
    """
    out = np.empty(re.shape, np.uint8)
    lut = (np.linspace(0.0, 1.0, 1024) ** compression.gamma * 255.0).astype(np.uint8)
    depth = np.linspace(0.15, 1.0, re.shape[2]).astype(np.float32)
    noise = (compression.noise * depth).astype(np.float32)
    _blur_compress(
        re,
        im,
        taps(axial_sigma),
        taps(lateral_sigma),
        tgc.astype(np.float32),
        beam_gain.astype(np.float32),
        noise,
        compression.dynamic_range_db,
        compression.gain_db,
        lut,
        out,
    )
    return out


@dataclass(frozen=True, slots=True)
class ScanMap:
    """Where each pixel finds its echo in the polar picture; each pixel averages `samples` bilinear reads."""

    index: NDArray[np.int32]
    """Pixel numbers (row * width + column) inside the sector, shape (N,)."""
    beam: NDArray[np.float32]
    """Beam positions, shape (N, samples); negative: outside, counts as black."""
    depth: NDArray[np.float32]
    """Depth positions, shape (N, samples)."""


@compiled
def _convert(polar: Any, index: Any, beam: Any, depth: Any, out: Any) -> None:
    n_t, n_b, n_r = polar.shape
    samples = beam.shape[1]
    inv = np.float32(1.0 / samples)
    for t in range(n_t):
        for n in range(index.shape[0]):
            total = np.float32(0.0)
            for k in range(samples):
                fb, fr = beam[n, k], depth[n, k]
                if fb >= 0:
                    ib, ir = min(int(fb), n_b - 2), min(int(fr), n_r - 2)
                    tb, tr = fb - ib, fr - ir
                    total += (1 - tb) * ((1 - tr) * polar[t, ib, ir] + tr * polar[t, ib, ir + 1]) + tb * (
                        (1 - tr) * polar[t, ib + 1, ir] + tr * polar[t, ib + 1, ir + 1]
                    )
            out[t, index[n]] = np.uint8(total * inv + np.float32(0.5))


def scan_convert(polar: NDArray[np.uint8], scan: ScanMap, height: int, width: int) -> NDArray[np.uint8]:
    """Return the cartesian picture, uint8, shape (T, height, width), black outside the sector.

    Parameters
    ----------
    polar : ndarray of uint8, shape (T, B, R)
        Grey values per beam.
    scan : ScanMap
        Reading positions.
    height, width : int
        Picture size in pixels.
    """
    out = np.zeros((polar.shape[0], height * width), np.uint8)
    _convert(polar, scan.index, scan.beam, scan.depth, out)
    return out.reshape(polar.shape[0], height, width)
