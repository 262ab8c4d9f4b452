"""Colour Doppler: flows from the truth, velocity along the beam, aliasing, variance, colour maps.

Each flow is a cone with a velocity profile; regurgitant jets grow with their grade. The velocity toward the probe is
wrapped at the Nyquist limit.

References
----------
Jet sizes grow with grade as in Zoghbi et al., J Am Soc Echocardiogr 2017;30:303-371, tables 8, 11 and 14 (shares of
the receiving chamber).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.phantom.anatomy import AtrialSeptum, PulmonaryVeinFlow, Severity
from training.phantom.compiled import compiled
from training.phantom.geometry import Landmarks, Vector, at_angle, unit
from training.phantom.motion import Instant, ejection_end_s
from training.phantom.planes import Plane

JET_FIELDS = 12
"""origin (3), direction (3), length, width at start, width at end (cm), velocity (cm/s), turbulence 0..1, spare."""
REACH = (0.0, 0.16, 0.36, 0.62, 0.95)
"""Jet length by grade as a share of the receiving chamber's length."""
SPREAD = (0.0, 0.16, 0.36, 0.62, 1.0)
"""Jet width at its end by grade as a share of 1.9 cm."""


def _jet(
    rows: list[list[float]],
    origin: Vector,
    direction: Vector,
    length: float,
    w0: float,
    w1: float,
    velocity: float,
    turbulence: float,
) -> None:
    d = unit(direction)
    rows.append([*origin, *d, length, w0, w1, velocity, turbulence, 0.0])


def _regurgitation(lm: Landmarks, at: Instant, shift: Vector, diastole: float, rows: list[list[float]]) -> None:
    z = np.array([0.0, 0.0, 1.0])
    h = lm.heart
    mv, av, tv = lm.mv + shift, lm.av + shift, lm.tv + 0.8 * shift
    mr = h.mitral_regurgitation
    into = z + (at_angle(150) * 0.75 if h.mitral_jet_eccentric else at_angle(330) * 0.06)
    la = lm.la_roof - float(mv[2])
    _jet(rows, mv - z * 0.25, into, la * REACH[mr] * 0.95, 0.12 + 0.07 * mr, 1.9 * SPREAD[mr], 480.0 * at.systole, 0.9)
    tr = h.tricuspid_regurgitation
    ra = lm.ra_roof - float(tv[2])
    _jet(
        rows,
        tv - z * 0.25,
        unit(lm.ra - lm.tv + z * 1.2),
        ra * REACH[tr],
        0.12 + 0.08 * tr,
        1.9 * SPREAD[tr],
        h.tr_vmax_cm_s * at.systole,
        0.75,
    )
    ar = h.aortic_regurgitation
    _jet(
        rows,
        av,
        -z + at_angle(320) * 0.38,
        lm.length * 0.75 * REACH[ar],
        0.1 + 0.1 * ar,
        1.2 * SPREAD[ar],
        380.0 * diastole,
        0.85,
    )
    pr = h.pulmonic_regurgitation
    _jet(
        rows,
        lm.pv + 0.6 * shift + lm.pv_axis * 0.1,
        unit(lm.rvot - lm.pv),
        3.4 * REACH[pr] + 0.3,
        0.1 + 0.08 * pr,
        1.0 * SPREAD[pr],
        170.0 * diastole if pr else 0.0,
        0.35,
    )


def jets(lm: Landmarks, at: Instant) -> NDArray[np.float32]:
    """Return all flows of one instant, shape (J, JET_FIELDS)."""
    z = np.array([0.0, 0.0, 1.0])
    h = lm.heart
    shift = np.array([0.0, 0.0, -lm.lv.shortening_cm * at.emptied])
    end = ejection_end_s(at.rr_s)
    diastole = 1.0 if at.since_r_s > end + 0.03 else 0.0
    early = float(np.exp(-0.5 * ((at.since_r_s - end - 0.2) / 0.1) ** 2))
    eject = at.aortic_open * float(np.sin(np.pi * np.clip((at.since_r_s - 0.04) / (end - 0.03), 0.04, 1.0)) ** 0.7)
    rows: list[list[float]] = []
    mv, av, tv, pv = lm.mv + shift, lm.av + shift, lm.tv + 0.8 * shift, lm.pv + 0.6 * shift
    filling = h.e_cm_s * at.e_wave + h.a_cm_s * at.a_wave + 0.12 * h.e_cm_s * at.mitral_open
    ms = h.mitral_stenosis >= Severity.MILD
    narrow = 0.45 if ms else 0.85
    _jet(
        rows,
        mv + z * 1.4,
        -z,
        0.55 * lm.length + 1.4,
        lm.mv_radius * (0.95 if not ms else 0.5),
        lm.mv_radius * narrow,
        filling,
        0.6 if ms else 0.0,
    )
    _jet(
        rows,
        tv + z * 1.2,
        -z + at_angle(20) * 0.1,
        0.5 * lm.length + 1.0,
        lm.tv_radius * 0.8,
        lm.tv_radius * 0.7,
        0.6 * h.e_cm_s * at.mitral_open * (0.5 if ms else 1.0),
        0.0,
    )
    _jet(
        rows,
        av - z * 4.6 - at_angle(140) * 1.1,
        z + at_angle(140) * 0.24,
        5.2,
        1.6,
        lm.av_radius * 1.05,
        105.0 * eject,
        0.0,
    )
    aortic = h.aortic_stenosis >= Severity.MILD
    _jet(
        rows,
        av - lm.av_axis * 0.2,
        lm.av_axis,
        5.5,
        lm.av_radius * (0.5 if aortic else 1.2),
        1.5,
        h.av_vmax_cm_s * eject,
        0.85 if aortic else 0.0,
    )
    _regurgitation(lm, at, shift, diastole, rows)
    # Right ventricular outflow and pulmonary artery.
    stenosed = h.pulmonic_stenosis >= Severity.MILD
    _jet(rows, lm.rvot - at_angle(150) * 1.5 + shift, unit(pv - lm.rvot), 4.0, 1.2, lm.pv_radius, 70.0 * eject, 0.0)
    _jet(
        rows,
        pv - lm.pv_axis * 0.2,
        unit(lm.pa_fork - lm.pv),
        4.3,
        lm.pv_radius * (0.55 if stenosed else 1.1),
        1.1,
        h.pv_vmax_cm_s * eject,
        0.8 if stenosed else 0.0,
    )
    _jet(rows, lm.pa_fork, unit(lm.rpa - lm.pa_fork), 4.0, 0.9, 0.8, 55.0 * eject, 0.0)
    _jet(rows, lm.pa_fork, unit(lm.lpa - lm.pa_fork), 3.0, 0.9, 0.8, 55.0 * eject, 0.0)
    # Veins into the atria.
    systolic = {PulmonaryVeinFlow.NORMAL: 55.0, PulmonaryVeinFlow.BLUNTED: 25.0, PulmonaryVeinFlow.REVERSED: -35.0}[
        h.pulmonary_vein_flow
    ]
    for mouth, far in lm.veins:
        _jet(
            rows, far, unit(mouth - far), 5.0, 0.55, 0.75, systolic * at.systole + 50.0 * early - 18.0 * at.a_wave, 0.0
        )
    back = h.tricuspid_regurgitation >= Severity.SEVERE
    venous = (-30.0 if back else 42.0) * at.systole + 32.0 * early - 14.0 * at.a_wave
    _jet(rows, lm.ivc_far, -lm.caudal, 12.0, 1.0, 1.1, venous + 8.0, 0.0)
    away = unit(np.array([-0.8, -0.1, -0.6]))
    _jet(rows, lm.hepatic + away * 4.5, -away, 4.6, 0.4, 0.5, venous, 0.0)
    # Aorta.
    late = -30.0 * diastole * max(h.aortic_regurgitation - 2, 0)
    points = lm.arch
    for i in range(1, 7):
        step = points[i + 1] - points[i]
        reverse = late - 22.0 * float(np.exp(-0.5 * ((at.since_r_s - end - 0.05) / 0.03) ** 2)) if i >= 3 else 0.0
        _jet(
            rows, points[i] - 0.1 * step, step, float(np.linalg.norm(step)) * 1.2, 1.7, 1.6, 95.0 * eject + reverse, 0.0
        )
    _jet(rows, lm.abdominal[0], lm.abdominal[1] - lm.abdominal[0], 13.0, 0.95, 0.9, 80.0 * eject, 0.0)
    if h.atrial_septum is AtrialSeptum.SHUNT:
        across = unit(lm.ra - lm.la)
        _jet(rows, lm.fossa - across * 0.7, across, 3.0, 0.5, 1.1, 75.0 + 45.0 * at.systole, 0.3)
    return np.array(rows, dtype=np.float32)


@compiled
def _velocity(  # noqa: C901
    flows: Any,
    mask: Any,
    origins: Any,
    depth_dir: Any,
    side_dir: Any,
    angles: Any,
    r0: float,
    dr: float,
    b_lo: int,
    b_hi: int,
    i_lo: int,
    i_hi: int,
    nyquist: float,
    out: Any,
) -> None:
    n_t, n_j = flows.shape[0], flows.shape[1]
    state = np.uint32(77)
    for t in range(n_t):
        state = np.uint32((2246822519 * (t + 3)) & 0xFFFFFFFF)
        for b in range(b_lo, b_hi):
            ca, sa = math.cos(angles[b]), math.sin(angles[b])
            dx = ca * depth_dir[0] + sa * side_dir[0]
            dy = ca * depth_dir[1] + sa * side_dir[1]
            dz = ca * depth_dir[2] + sa * side_dir[2]
            for i in range(i_lo, i_hi):
                if mask[t, b, i] == 0:
                    continue
                r = r0 + i * dr
                x, y, z = origins[t, 0] + r * dx, origins[t, 1] + r * dy, origins[t, 2] + r * dz
                total = 0.0
                turb = 0.0
                strongest = 0.0
                for j in range(n_j):
                    f = flows[t, j]
                    if abs(f[9]) < 4.0 or f[6] < 0.05:
                        continue
                    px, py, pz = x - f[0], y - f[1], z - f[2]
                    s = (px * f[3] + py * f[4] + pz * f[5]) / f[6]
                    if s < 0.0 or s > 1.0:
                        continue
                    along = s * f[6]
                    ex, ey, ez = px - along * f[3], py - along * f[4], pz - along * f[5]
                    # Rounded at both ends, with a restless edge where turbulent.
                    round_off = math.sqrt(max(1.0 - s * s * s, 0.02)) * min(1.0, 0.55 + 4.0 * s)
                    if f[10] > 0.25:
                        round_off *= (
                            1.0
                            + 0.10 * math.sin(5.0 * ex + 9.0 * s + 1.7 * t)
                            + 0.08 * math.sin(6.1 * ey - 7.0 * s + 2.9 * t)
                        )
                    w = (f[7] + (f[8] - f[7]) * s) * round_off
                    q = (ex * ex + ey * ey + ez * ez) / (w * w)
                    if q > 1.0:
                        continue
                    speed = f[9] * (1.0 - 0.85 * q) * (1.0 - 0.6 * s * s)
                    cosine = f[3] * dx + f[4] * dy + f[5] * dz
                    lateral = (ex * dx + ey * dy + ez * dz) / w
                    v = -speed * (cosine + 0.45 * lateral)
                    if abs(v) > strongest:
                        strongest = abs(v)
                        turb = f[10]
                        total = v
                state ^= (state << np.uint32(13)) & np.uint32(0xFFFFFFFF)
                state ^= state >> np.uint32(17)
                state ^= (state << np.uint32(5)) & np.uint32(0xFFFFFFFF)
                n = float(state & np.uint32(0xFFFF)) / 32768.0 - 1.0
                total += n * (3.0 + 0.9 * turb * nyquist)
                if abs(total) < 0.13 * nyquist:
                    continue
                k = (total / nyquist + 1.0) * 0.5
                k -= math.floor(k)
                level = 1 + int(k * 253.0)
                if turb > 0.25 and abs(strongest) > 0.8 * nyquist:
                    level += 256
                out[t, b, i] = level


def colour_levels(
    flows: NDArray[np.float32],
    mask: NDArray[np.uint8],
    plane: Plane,
    origins: Vector,
    angles: Vector,
    r0: float,
    dr: float,
    window: tuple[int, int, int, int],
    nyquist_cm_s: float,
) -> NDArray[np.int16]:
    """Return colour levels of the polar picture, int16, shape (T, B, R).

    0 is no colour, 1 to 254 laminar flow from away to toward the probe, 257 to 510 the same where turbulent.

    Parameters
    ----------
    flows : ndarray, shape (T, J, JET_FIELDS)
        From :func:`jets`.
    mask : ndarray of uint8, shape (T, B, R)
        1 in blood.
    plane, origins, angles, r0, dr
        Beam geometry (cm, radians).
    window : tuple of int
        Beams and samples of the colour box: first beam, end beam, first sample, end sample.
    nyquist_cm_s : float
        Aliasing limit.
    """
    out = np.zeros(mask.shape, np.int16)
    b0, b1, i0, i1 = window
    _velocity(flows, mask, origins, plane.depth_dir, plane.side_dir, angles, r0, dr, b0, b1, i0, i1, nyquist_cm_s, out)
    return out


def colour_table(name: str) -> NDArray[np.uint8]:
    """Return RGB per colour level, uint8, shape (512, 3): red toward the probe, blue away, green added where turbulent.

    Parameters
    ----------
    name : str
        "warm", "bright", "violet" or "ice".
    """
    v = np.linspace(-1.0, 1.0, 254)
    m = np.abs(v) ** (0.7 if name == "bright" else 0.85)
    base = 0.42 if name != "bright" else 0.5
    red = np.where(v > 0, base + (1 - base) * m, 0.10 * m)
    green = np.where(v > 0, 0.80 * np.clip(m - 0.3, 0, 1) / 0.7, 0.85 * np.clip(m - 0.35, 0, 1) / 0.65)
    blue = np.where(v > 0, 0.06 * m, base + (1 - base) * m)
    if name == "violet":
        red = np.where(v < 0, 0.35 * (1 - m), red)
        green *= 0.85
    if name == "ice":
        red = np.where(v > 0, 0.3 + 0.7 * m, 0.0)
        green = np.where(v > 0, 0.15 + 0.55 * m, 0.25 + 0.7 * m)
        blue = np.where(v > 0, 0.0, 0.45 + 0.5 * m)
    table = np.zeros((512, 3))
    table[1:255] = np.stack([red, green, blue], axis=1)
    turbulent = np.stack([0.75 * red + 0.1, 0.45 * green + 0.5, 0.75 * blue], axis=1)
    table[257:511] = turbulent
    return np.clip(table * 255.0, 0, 255).astype(np.uint8)


@compiled
def _overlay(
    polar: Any, levels: Any, table: Any, index: Any, beam: Any, depth: Any, frame: Any, line: Any, out: Any
) -> None:
    n_t, n_b, n_r = polar.shape
    samples = beam.shape[1]
    inv = 1.0 / samples
    for t in range(n_t):
        for n in range(index.shape[0]):
            red, green, blue = 0.0, 0.0, 0.0
            for k in range(samples):
                fb, fr = beam[n, k], depth[n, k]
                if fb < 0:
                    continue
                edge = False
                if (
                    fb > frame[0] - line[0]
                    and fb < frame[1] + line[0]
                    and fr > frame[2] - line[1]
                    and fr < frame[3] + line[1]
                ):
                    across = line[0] * (0.5 * (frame[2] + frame[3]) + line[2]) / (fr + line[2])
                    edge = (
                        fb < frame[0] + across
                        or fb > frame[1] - across
                        or fr < frame[2] + line[1]
                        or fr > frame[3] - line[1]
                    )
                if edge:
                    red += 190.0
                    green += 190.0
                    blue += 190.0
                    continue
                ib, ir = min(int(fb), n_b - 2), min(int(fr), n_r - 2)
                jb, jr = int(fb + 0.5), int(fr + 0.5)
                level = levels[t, min(jb, n_b - 1), min(jr, n_r - 1)]
                if level > 0:
                    red += table[level, 0]
                    green += table[level, 1]
                    blue += table[level, 2]
                    continue
                tb, tr = fb - ib, fr - ir
                g = (1 - tb) * ((1 - tr) * polar[t, ib, ir] + tr * polar[t, ib, ir + 1]) + tb * (
                    (1 - tr) * polar[t, ib + 1, ir] + tr * polar[t, ib + 1, ir + 1]
                )
                red += g
                green += g
                blue += g
            out[t, index[n], 0] = np.uint8(red * inv + 0.5)
            out[t, index[n], 1] = np.uint8(green * inv + 0.5)
            out[t, index[n], 2] = np.uint8(blue * inv + 0.5)


def overlay(
    polar: NDArray[np.uint8],
    levels: NDArray[np.int16],
    table: NDArray[np.uint8],
    scan: Any,
    frame: NDArray[np.float64],
    line: NDArray[np.float64],
    height: int,
    width: int,
) -> NDArray[np.uint8]:
    """Return the picture with colour on grey, uint8, shape (T, height, width, 3), RGB.

    Parameters
    ----------
    polar : ndarray of uint8, shape (T, B, R)
        Grey values.
    levels : ndarray of int16, shape (T, B, R)
        From :func:`colour_levels`.
    table : ndarray of uint8, shape (512, 3)
        From :func:`colour_table`.
    scan : ScanMap
        Reading positions.
    frame : ndarray, shape (4,)
        Box edges: first beam, last beam, first sample, last sample.
    line : ndarray, shape (3,)
        Half line width in beams and in samples, and the depth offset of sample 0 in samples.
    height, width : int
        Picture size in pixels.
    """
    out = np.zeros((polar.shape[0], height * width, 3), np.uint8)
    _overlay(polar, levels, table, scan.index, scan.beam, scan.depth, frame, line, out)
    return out.reshape(polar.shape[0], height, width, 3)
