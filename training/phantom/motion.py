"""From time to cardiac phase, volumes, valve opening and wall motion.

Left ventricular volume follows the truth exactly: per instant the share of inward motion is solved so that the integral
over the wall table equals ``EDV - (EDV - ESV) * emptied``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.phantom.anatomy import Heart, Rhythm, Severity

Table = NDArray[np.float32]

PHI_NODES = 32
"""Nodes around the ventricle, evenly spaced in the diamond angle (see :func:`diamond_angle`)."""
U_NODES = 13
"""Nodes from apex (u = 0) to base (u = 1)."""
U_CENTRE = 0.62
"""Height of the widest cross-section as a share of the ventricle's length."""
ELECTROMECHANICAL_S = 0.05
"""Isovolumic contraction after the R wave."""


@dataclass(frozen=True, slots=True)
class Instant:
    """State of the heart's clock at one moment; every share runs from 0 to 1."""

    since_r_s: float
    """Time since the last R wave."""
    rr_s: float
    emptied: float
    """Share of the stroke volume that has left the ventricle."""
    aortic_open: float
    mitral_open: float
    systole: float
    """1 during ejection, 0 in diastole, smooth between."""
    e_wave: float
    a_wave: float
    atrial_full: float


def smooth(x: float) -> float:
    """Return the cubic step of x clipped to 0..1."""
    x = min(max(x, 0.0), 1.0)
    return x * x * (3.0 - 2.0 * x)


def ejection_end_s(rr_s: float) -> float:
    """Return the end of ejection after the R wave in seconds (shortens with the square root of the RR interval)."""
    return ELECTROMECHANICAL_S + 0.305 * float(np.sqrt(rr_s))


def rr_intervals_s(heart: Heart, rng: np.random.Generator, count: int) -> tuple[float, ...]:
    """Return `count` RR intervals in seconds, irregular in atrial fibrillation."""
    spread = 0.17 if heart.rhythm is Rhythm.ATRIAL_FIBRILLATION else 0.015
    mean = 60.0 / heart.heart_rate_bpm
    return tuple(float(np.clip(mean * (1.0 + spread * rng.standard_normal()), 0.42, 1.7)) for _ in range(count))


def r_times_s(rr_s: tuple[float, ...], start_s: float) -> NDArray[np.float64]:
    """Return R wave times in seconds relative to the first frame, the first one at ``-start_s``."""
    times = np.concatenate([[0.0], np.cumsum(rr_s)])
    return np.asarray(times - start_s)


def instant(heart: Heart, t_s: float, r_s: NDArray[np.float64]) -> Instant:
    """Return the clock state at time `t_s` given the R wave times `r_s` (ascending, seconds)."""
    i = int(np.clip(np.searchsorted(r_s, t_s, side="right") - 1, 0, len(r_s) - 2))
    rr = float(r_s[i + 1] - r_s[i])
    x = float((t_s - r_s[i]) % rr)
    end = ejection_end_s(rr)
    relax = end + 0.075
    kick = rr - 0.13 if heart.a_cm_s > 0 else rr + 1.0
    e_length = min(0.20, max(0.6 * (min(kick, rr) - relax), 0.08))
    share_e = (
        1.0 if heart.a_cm_s <= 0 else float(np.clip(heart.e_cm_s / (heart.e_cm_s + 0.65 * heart.a_cm_s), 0.4, 0.85))
    )
    if heart.a_cm_s <= 0:
        e_length = max(0.6 * (rr - relax), 0.1)
    if x < ELECTROMECHANICAL_S:
        emptied = 0.0
    elif x < relax:
        emptied = smooth((x - ELECTROMECHANICAL_S) / (end - ELECTROMECHANICAL_S))
    else:
        emptied = 1.0 - share_e * smooth((x - relax) / e_length) - (1.0 - share_e) * smooth((x - kick) / 0.125)
    aortic = smooth((x - ELECTROMECHANICAL_S + 0.01) / 0.035) * (1.0 - smooth((x - end + 0.01) / 0.04))
    e_wave = max(0.0, float(np.sin(np.pi * np.clip((x - relax) / e_length, 0.0, 1.0))))
    a_wave = max(0.0, float(np.sin(np.pi * np.clip((x - kick) / 0.125, 0.0, 1.0))))
    drift = 0.42 * smooth((x - relax) / 0.08) * (1.0 - smooth((x - min(kick, rr) - 0.06) / 0.05))
    if heart.mitral_stenosis >= Severity.MILD:
        drift *= 2.0
    mitral = max(e_wave, 0.75 * a_wave, drift)
    mitral *= 1.0 - smooth((x - rr + 0.02) / 0.02)
    systole = smooth((x - 0.03) / 0.06) * (1.0 - smooth((x - end) / 0.06))
    return Instant(
        x,
        rr,
        float(np.clip(emptied, 0.0, 1.0)),
        aortic,
        float(np.clip(mitral, 0, 1)),
        systole,
        e_wave,
        a_wave,
        float(np.clip(emptied, 0, 1)),
    )


def diamond_angle(y: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return an angle-like number in 0..4 that grows with the true angle, cheap to compute."""
    with np.errstate(invalid="ignore", divide="ignore"):
        p = np.where(np.abs(x) + np.abs(y) > 0, y / (np.abs(x) + np.abs(y)), 0.0)
    return np.where(x < 0, 2.0 - p, np.where(y < 0, 4.0 + p, p))


def node_angles() -> NDArray[np.float64]:
    """Return the true angles of the PHI_NODES table nodes in radians: 0 lateral, pi/2 anterior, pi septal."""
    p = np.arange(PHI_NODES) * 4.0 / PHI_NODES
    x = np.where(p < 2.0, 1.0 - p, p - 3.0)
    y = np.where(p < 1.0, p, np.where(p < 3.0, 2.0 - p, p - 4.0))
    return np.asarray(np.arctan2(y, x) % (2 * np.pi))


def _segment_weights() -> NDArray[np.float64]:
    """Return weights of the 17 segments, shape (U_NODES, PHI_NODES, 17), summing to one at each node."""
    angles = node_angles()
    u = np.linspace(0.0, 1.0, U_NODES)
    level_u = (0.84, 0.52, 0.22)
    # A segment's centre: the anterior wall lies at 80 degrees, and the order runs towards the septum.
    centres6 = np.deg2rad(80.0 + 60.0 * np.arange(6))
    centres4 = np.deg2rad(80.0 + 90.0 * np.arange(4))
    weight = np.zeros((U_NODES, PHI_NODES, 17))
    for first, centres, at in ((0, centres6, level_u[0]), (6, centres6, level_u[1]), (12, centres4, level_u[2])):
        width = 2.6 if len(centres) == 6 else 1.6
        around = np.exp(width * 2.0 * (np.cos(angles[:, None] - centres[None, :]) - 1.0))
        around /= around.sum(axis=1, keepdims=True)
        along = np.exp(-(((u - at) / 0.17) ** 2))
        weight[:, :, first : first + len(centres)] = along[:, None, None] * around[None, :, :]
    weight[:, :, 16] = np.exp(-((u / 0.13) ** 2))[:, None]
    return np.asarray(weight / weight.sum(axis=2, keepdims=True))


@dataclass(frozen=True, slots=True)
class Ventricle:
    """Left ventricle at end diastole and how each part of its wall moves."""

    length_cm: float
    radius_cm: Table
    """Equatorial radius at end diastole, shape (U_NODES, PHI_NODES)."""
    wall_cm: Table
    """Wall thickness at end diastole, shape (U_NODES, PHI_NODES)."""
    contraction: Table
    """Relative inward motion, shape (U_NODES, PHI_NODES); 1 normal."""
    shortening_cm: float
    """Descent of the base from end diastole to end systole."""
    area: Table
    """Integration weights, shape (U_NODES, PHI_NODES): volume = length * sum(area * radius**2)."""


def base_profile(u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the radius of the cross-section at height u relative to the equator (half ellipsoid, cut at the base)."""
    return np.asarray(np.sqrt(np.clip(1.0 - ((u - U_CENTRE) / U_CENTRE) ** 2, 0.0, None)))


def _area_weights() -> NDArray[np.float64]:
    """Return weights so that volume / length = sum(weights * R**2), by the trapezoid rule on a fine grid."""
    fine_u = np.linspace(0.0, 1.0, 481)
    du = np.full(481, 1.0 / 480)
    du[[0, -1]] *= 0.5
    hat = np.maximum(0.0, 1.0 - np.abs(fine_u[:, None] * (U_NODES - 1) - np.arange(U_NODES)[None, :]))
    along = (base_profile(fine_u) ** 2 * du) @ hat
    fine_phi = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    p = diamond_angle(np.sin(fine_phi), np.cos(fine_phi)) * PHI_NODES / 4.0
    distance = np.abs(p[:, None] - np.arange(PHI_NODES)[None, :])
    around = np.maximum(0.0, 1.0 - np.minimum(distance, PHI_NODES - distance)).sum(axis=0) * (2 * np.pi / 720)
    return np.asarray(0.5 * along[:, None] * around[None, :])


def ventricle(heart: Heart) -> Ventricle:
    """Return the end-diastolic left ventricle of `heart`; its volume by :func:`volume_ml` is the truth."""
    area = _area_weights()
    aspect = 3.5 - 0.9 * float(np.clip((heart.lv_edv_ml - 130.0) / 150.0, 0.0, 1.0))
    radius = (heart.lv_edv_ml / (aspect * area.sum())) ** (1.0 / 3.0)
    length = aspect * radius
    angles = node_angles()
    septal = 0.5 + 0.5 * np.cos(angles - np.deg2rad(160.0))
    wall = heart.posterior_thickness_cm + (heart.septal_thickness_cm - heart.posterior_thickness_cm) * septal
    u = np.linspace(0.0, 1.0, U_NODES)
    wall_table = wall[None, :] * (0.68 + 0.32 * np.clip(u / 0.4, 0.0, 1.0))[:, None]
    contraction = _segment_weights() @ np.asarray(heart.segment_motion)
    bulge = np.ones_like(contraction) + 0.16 * np.clip(-contraction, 0.0, 0.3) / 0.15
    table = radius * bulge
    table *= np.sqrt(heart.lv_edv_ml / (length * float((area * table**2).sum())))
    shortening = length * 0.165 * heart.ef_pct / 62.0
    return Ventricle(
        length,
        table.astype(np.float32),
        wall_table.astype(np.float32),
        contraction.astype(np.float32),
        shortening,
        area.astype(np.float32),
    )


def lv_volume_ml(heart: Heart, at: Instant) -> float:
    """Return the left ventricular volume in millilitres at an instant: the truth the geometry must meet."""
    return heart.lv_edv_ml - (heart.lv_edv_ml - heart.lv_esv_ml) * at.emptied


def volume_ml(lv: Ventricle, length_cm: float, radius_cm: Table) -> float:
    """Return the volume in millilitres enclosed by a wall table."""
    return float(length_cm * np.sum(lv.area.astype(np.float64) * radius_cm.astype(np.float64) ** 2))


def deform(heart: Heart, lv: Ventricle, at: Instant) -> tuple[float, Table, Table]:
    """Return length (cm), radius table (cm) and wall table (cm) at an instant; the volume is exact.

    The radius is ``R0 * (1 - s * c)`` with contraction map c; s solves the quadratic ``volume(s) = target``. Where
    akinesia leaves no solution the whole table is scaled. The wall thickens so that its cross-section times length is
    conserved.
    """
    target = lv_volume_ml(heart, at)
    length = lv.length_cm - lv.shortening_cm * at.emptied
    r0 = lv.radius_cm.astype(np.float64)
    c = lv.contraction.astype(np.float64)
    w = lv.area * r0 * r0 * length
    qa, qb, qc = float((w * c * c).sum()), -2.0 * float((w * c).sum()), float(w.sum()) - target
    root = qb * qb - 4.0 * qa * qc
    s = (-qb - np.sqrt(root)) / (2.0 * qa) if root >= 0.0 and qa > 0 else 0.6
    s = float(np.clip(s, -0.4, 0.66))
    radius = r0 * (1.0 - s * c)
    radius *= np.sqrt(target / (length * float((lv.area * radius * radius).sum())))
    wall0 = lv.wall_cm.astype(np.float64)
    section = ((r0 + wall0) ** 2 - r0**2) * lv.length_cm / length
    wall = np.sqrt(radius**2 + section) - radius
    return float(length), radius.astype(np.float32), wall.astype(np.float32)
