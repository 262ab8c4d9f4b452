"""The heart as numbers for a compiled kernel: landmarks, and per frame scalars, wall tables and tapered tubes.

Heart coordinates in centimetres: the left ventricular apex is the origin, z runs to the base, and around the axis 0
degrees is lateral, 90 anterior, 180 septal, 270 inferior. The apex rests while the base moves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.phantom.anatomy import AtrialSeptum, Heart
from training.phantom.motion import Instant, Table, Ventricle, deform, ventricle

Vector = NDArray[np.float64]

SCALARS = 96
"""Length of the parameter vector; its layout is the one of :func:`frame_scalars`."""
TUBE_FIELDS = 9
"""ax ay az bx by bz radius_a radius_b wall, all cm."""
JOIN, CARVE, SOLID = 0, 1, 2
"""Kinds of tube: lumen that joins the chambers, lumen that pushes the chambers aside (aorta), solid muscle."""


def at_angle(degrees: float) -> Vector:
    """Return the unit vector across the ventricular axis at an angle."""
    a = np.deg2rad(degrees)
    return np.array([np.cos(a), np.sin(a), 0.0])


def unit(v: Vector) -> Vector:
    """Return v at length one."""
    return np.asarray(v / np.linalg.norm(v))


@dataclass(frozen=True, slots=True)
class Landmarks:
    """End-diastolic positions (cm) from which planes, tubes and flows are laid out."""

    heart: Heart
    lv: Ventricle
    radius: float
    wall: float
    length: float
    rv_length: float
    rv_centre: Vector
    rv_radial: float
    rv_tangential: float
    la_radius: float
    la_roof: float
    la: Vector
    ra_radius: float
    ra_roof: float
    ra: Vector
    mv: Vector
    mv_radius: float
    tv: Vector
    tv_radius: float
    av: Vector
    av_radius: float
    av_axis: Vector
    arch: tuple[Vector, ...]
    """Centre line of ascending aorta, arch and descending aorta."""
    pv: Vector
    pv_radius: float
    pv_axis: Vector
    rvot: Vector
    pa_fork: Vector
    rpa: Vector
    lpa: Vector
    fossa: Vector
    ivc_mouth: Vector
    ivc_far: Vector
    hepatic: Vector
    caudal: Vector
    abdominal: tuple[Vector, Vector]
    veins: tuple[tuple[Vector, Vector], ...]
    """Pulmonary veins, mouth and far end."""


def landmarks(heart: Heart) -> Landmarks:
    """Return the layout of `heart`."""
    lv = ventricle(heart)
    r = float(lv.radius_cm.mean())
    h = heart.septal_thickness_cm
    length = lv.length_cm
    z = np.array([0.0, 0.0, 1.0])
    la_radius = (heart.la_volume_ml / 4.5) ** (1 / 3)
    ra_radius = (heart.ra_volume_ml / 4.4) ** (1 / 3)
    la_roof = length + 2.05 * la_radius
    rv_length = length - 0.55
    ra_roof = rv_length + 2.1 * ra_radius
    av_radius = heart.lvot_diameter_cm / 2
    mv_radius = 0.62 * r + 0.05
    mv = at_angle(325) * 0.42 * r + z * length
    av = at_angle(140) * (0.62 * r) + z * (length + 0.15)
    la = at_angle(330) * (0.32 * r) + at_angle(0) * 0.15 + z * 0.5 * (length + la_roof)
    rv_outer = r + h + heart.rv_basal_cm
    rv_radial = 0.5 * (heart.rv_basal_cm + 2.6)
    rv_centre = at_angle(168) * (rv_outer - rv_radial)
    ra_gap = la_radius + 0.3 + ra_radius - float(la @ at_angle(20))
    ra = at_angle(200) * (0.96 * ra_gap) + z * 0.5 * (rv_length + ra_roof)
    tv_radius = min(0.4 * heart.rv_basal_cm + 0.1, 2.3)
    tv = at_angle(196) * (r + h + 0.2 + tv_radius) + z * rv_length
    axis = unit(0.84 * z + 0.54 * at_angle(138))
    root = heart.aortic_root_cm
    top = av + axis * (4.6 + 0.3 * root)
    caudal = unit(np.array([0.16, -0.78, -0.6]))
    descending = at_angle(322) * (r + h + 2.3) + z * (length + 1.2)
    cranial = -caudal
    shoulder = top + 1.6 * unit(axis + cranial)
    down = descending + cranial * 3.0
    middle = 0.5 * (shoulder + down) + cranial * 1.9
    arch = (av + axis * 0.4, av + axis * 2.2, top, shoulder, middle, down, descending, descending + caudal * 7.0)
    pv_radius = 0.5 * heart.pa_diameter_cm * 0.9
    clearance = 0.5 * root + 0.45 + pv_radius
    pv = av + unit(at_angle(48)) * (clearance + 0.1) + z * 1.0
    rvot = av + at_angle(112) * (clearance + 0.25) - z * 0.2
    pv_axis = unit(np.array([0.42, -0.35, 0.75]))
    fork = pv + unit(np.array([0.3, -0.6, 0.72])) * 3.4
    rpa = fork + unit(np.array([-1.0, -0.3, 0.2])) * 4.0
    lpa = fork + unit(np.array([0.75, -0.75, 0.25])) * 3.0
    # The septum lies midway between the atria; the fossa is its middle.
    toward = unit(ra - la)
    fossa = la + toward * (la_radius + 0.15)
    mouth = ra + unit(np.array([-0.2, -0.75, 0.55])) * (0.8 * ra_radius)
    far = mouth + caudal * 9.0
    hepatic = mouth + caudal * 1.9
    abdominal_top = far + np.array([3.2, -1.2, 0.0])
    veins = tuple(
        (la + unit(np.asarray(v)) * (0.8 * la_radius), la + unit(np.asarray(v)) * (la_radius + 3.2))
        for v in ((-0.42, -0.18, 1.0), (0.68, 0.22, 1.0), (0.9, -0.3, 0.75), (-0.35, -0.75, 0.9))
    )
    return Landmarks(
        heart,
        lv,
        r,
        h,
        length,
        rv_length,
        rv_centre,
        rv_radial,
        0.5 * heart.rv_basal_cm + 1.75,
        la_radius,
        la_roof,
        la,
        ra_radius,
        ra_roof,
        ra,
        mv,
        mv_radius,
        tv,
        tv_radius,
        av,
        av_radius,
        axis,
        arch,
        pv,
        pv_radius,
        pv_axis,
        rvot,
        fork,
        rpa,
        lpa,
        fossa,
        mouth,
        far,
        hepatic,
        caudal,
        (abdominal_top - caudal * 7.0, abdominal_top + caudal * 6.0),
        veins,
    )


@dataclass(frozen=True, slots=True)
class Geometry:
    """All frames of a clip, ready for the kernel."""

    scalars: NDArray[np.float32]
    """Shape (T, SCALARS)."""
    radius: Table
    """Left ventricular equatorial radius, shape (T, U, PHI), cm."""
    wall: Table
    """Left ventricular wall, shape (T, U, PHI), cm."""
    tubes: NDArray[np.float32]
    """Shape (T, N, TUBE_FIELDS), cm."""
    kinds: NDArray[np.int64]
    """Shape (N,)."""


def _basis(axis: Vector) -> tuple[Vector, Vector]:
    first = unit(np.cross(axis, np.array([0.3, 1.0, 0.1])))
    return first, np.cross(axis, first)


def _base_shift(lm: Landmarks, length: float) -> Vector:
    return np.array([0.0, 0.0, length - lm.length])


def frame_scalars(lm: Landmarks, at: Instant, length: float) -> NDArray[np.float32]:
    """Return the parameter vector of one frame, shape (SCALARS,), float32; lengths in cm."""
    hrt = lm.heart
    s = np.zeros(SCALARS)
    squeeze = at.emptied
    rv_length = lm.rv_length - 0.1 * hrt.tapse_mm * squeeze
    rv_scale = float(np.sqrt(max(1.0 - hrt.rv_fac_pct / 100.0 * squeeze, 0.2) * lm.rv_length / rv_length))
    shift = _base_shift(lm, length)
    s[0:3] = (length, lm.length, lm.radius)
    # Right ventricle: centre, radial direction, radial and tangential semi-axes, length.
    free = unit(lm.rv_centre)
    inner = float(np.linalg.norm(lm.rv_centre)) - lm.rv_radial
    radial = lm.rv_radial * rv_scale
    centre = free * (inner + radial + (1.0 - rv_scale) * 0.6)
    s[3:10] = (
        centre[0],
        centre[1],
        free[0],
        free[1],
        radial,
        lm.rv_tangential * (0.5 + 0.5 * rv_scale),
        rv_length,
    )
    # Atria hang between the moving valve plane and a resting roof.
    full_left = 0.86 + 0.14 * at.atrial_full
    la_half = 0.5 * (lm.la_roof - length)
    s[10:16] = (lm.la[0], lm.la[1], length + la_half, lm.la_radius * full_left, la_half * 1.12, lm.la_roof)
    ra_half = 0.5 * (lm.ra_roof - rv_length)
    s[16:22] = (
        lm.ra[0],
        lm.ra[1],
        rv_length + ra_half,
        lm.ra_radius * (0.88 + 0.12 * at.atrial_full),
        ra_half * 1.1,
        lm.ra_roof,
    )
    # Valves: centre, annulus radius, tip radius, leaflet depth (anterior, posterior), thickness, brightness.
    ms = hrt.mitral_stenosis
    limit = (1.0, 1.0, 0.6, 0.44, 0.3)[ms]
    tip = lm.mv_radius * 0.9 * limit * at.mitral_open
    depth = 0.55 + 1.5 * at.mitral_open
    mv = lm.mv + shift
    s[22:32] = (
        mv[0],
        mv[1],
        mv[2],
        lm.mv_radius,
        tip,
        depth * 1.12,
        depth * 0.78,
        0.05 + 0.045 * ms,
        0.75 + 0.1 * ms,
        0.0,
    )
    tv_z = rv_length
    tip_tv = lm.tv_radius * 0.85 * at.mitral_open
    depth_tv = 0.4 + 1.25 * at.mitral_open
    s[32:42] = (lm.tv[0], lm.tv[1], tv_z, lm.tv_radius, tip_tv, depth_tv, depth_tv * 0.85, 0.045, 0.65, 0.0)
    stenosis = hrt.aortic_stenosis
    cusp = (1.0, 0.95, 0.68, 0.45, 0.24)[stenosis] * at.aortic_open
    av = lm.av + shift
    first, second = _basis(lm.av_axis)
    s[42:45], s[45:48], s[48:51], s[51:54] = av, lm.av_axis, first, second
    s[54:60] = (
        lm.av_radius * 1.06,
        cusp * lm.av_radius * 0.95,
        0.3 + 0.55 * max(cusp, 0.25 * stenosis),
        0.05 + 0.05 * max(stenosis - 1, 0),
        0.8 + 0.3 * max(stenosis - 1, 0),
        1.0 - at.aortic_open,
    )
    pulmonic = (1.0, 1.0, 0.6, 0.4, 0.28)[hrt.pulmonic_stenosis] * at.aortic_open
    pv = lm.pv + 0.6 * shift
    s[60:63], s[63:66] = pv, lm.pv_axis
    s[66:71] = (lm.pv_radius, pulmonic * lm.pv_radius * 0.95, 0.35 + 0.5 * pulmonic, 0.065, 0.6)
    # Effusion, septum, fossa.
    bounce = 0.0
    hole = 0.0
    if hrt.atrial_septum is AtrialSeptum.ANEURYSM:
        bounce = 0.95 * float(np.cos(2 * np.pi * at.since_r_s / at.rr_s))
    elif hrt.atrial_septum is AtrialSeptum.SHUNT:
        hole = 0.55
    s[71:74] = lm.fossa + 0.5 * shift
    s[74:78] = (bounce, hole, 0.22, hrt.effusion_cm)
    s[78] = 0.42 + (0.25 if hrt.rvsp_mmhg > 45 else 0.0)
    return s.astype(np.float32)


def frame_tubes(
    lm: Landmarks, at: Instant, length: float, ivc_scale: float
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return tubes of one frame, shape (N, TUBE_FIELDS), and their kinds, shape (N,).

    `ivc_scale` is the share of the full width that the inferior vena cava has (it narrows with inspiration).
    """
    hrt = lm.heart
    shift = _base_shift(lm, length)
    z = np.array([0.0, 0.0, 1.0])
    pulse = 1.0 + 0.035 * at.systole
    root, asc = 0.5 * hrt.aortic_root_cm * pulse, 0.5 * hrt.ascending_aorta_cm * pulse
    junction = 0.5 * (root + asc) * 0.88
    rows: list[tuple[Vector, Vector, float, float, float, int]] = []
    av = lm.av + shift
    outflow = av - z * 1.9 - lm.av_axis * 0.1 - at_angle(140) * 0.55
    rows.append((outflow, av, lm.av_radius * 1.05, lm.av_radius * 1.05, 0.0, CARVE))
    p = [a + shift * f for a, f in zip(lm.arch, (1.0, 0.9, 0.45, 0.2, 0.1, 0.0, 0.0, 0.0), strict=True)]
    sinus = av + lm.av_axis * 0.95
    rows.append((av + lm.av_axis * 0.25, sinus, lm.av_radius * 1.08, root, 0.16, CARVE))
    rows.append((sinus, p[1], root, junction, 0.16, CARVE))
    arch_r = 0.78 * asc + 0.25
    desc_r = 0.98 * pulse
    radii = (junction, asc, asc * 0.96, arch_r, 0.9 * arch_r + 0.1, desc_r, desc_r)
    for i in range(1, 7):
        rows.append((p[i], p[i + 1], radii[i - 1], radii[i], 0.16, CARVE))
    cranial = -lm.caudal
    for f, w in ((0.25, 0.45), (0.6, 0.32), (0.95, 0.38)):
        base = p[3] + (p[5] - p[3]) * f + cranial * (1.9 * (1 - abs(2 * f - 1)) + 0.2)
        rows.append((base, base + cranial * 3.0, w, w, 0.12, JOIN))
    mv = lm.mv + shift
    rows.append((mv - z * 0.5, mv + z * 0.5, lm.mv_radius * 0.93, lm.mv_radius * 0.93, 0.0, JOIN))
    tv = lm.tv.copy()
    tv[2] -= 0.1 * hrt.tapse_mm * at.emptied
    rows.append((tv - z * 0.5, tv + z * 0.5, lm.tv_radius * 0.92, lm.tv_radius * 0.92, 0.0, JOIN))
    squeeze = 1.0 - 0.2 * hrt.rv_fac_pct / 45.0 * at.emptied
    rvot, pv = lm.rvot + 0.8 * shift, lm.pv + 0.6 * shift
    body = 0.75 * lm.rv_centre + 0.25 * at_angle(112) * 3.0 + z * (lm.rv_length - 1.6) + shift
    rows.append((body, rvot, 1.45 * squeeze, 1.25 * squeeze, 0.3, JOIN))
    rows.append((rvot, pv, 1.25 * squeeze, lm.pv_radius, 0.3, JOIN))
    pa = 0.5 * hrt.pa_diameter_cm * pulse
    rows.append((pv, lm.pa_fork, pa * 0.95, pa, 0.14, JOIN))
    rows.append((lm.pa_fork, lm.rpa, pa * 0.66, pa * 0.6, 0.13, JOIN))
    rows.append((lm.pa_fork, lm.lpa, pa * 0.66, pa * 0.58, 0.13, JOIN))
    ivc = 0.5 * hrt.ivc_cm * ivc_scale
    rows.append((lm.ra * 0.5 + lm.ivc_mouth * 0.5, lm.ivc_mouth, ivc * 1.1, ivc * 1.05, 0.08, JOIN))
    rows.append((lm.ivc_mouth, lm.ivc_far, ivc, ivc * 0.9, 0.09, JOIN))
    away = unit(np.array([-0.8, -0.1, -0.6]))
    rows.append((lm.hepatic, lm.hepatic + away * 4.5, 0.38, 0.24, 0.07, JOIN))
    rows.append((lm.ra, lm.ra + cranial * (lm.ra_radius + 4.0), 0.85, 0.8, 0.12, JOIN))
    rows.append((lm.abdominal[0], lm.abdominal[1], 0.92 * pulse * pulse, 0.85 * pulse * pulse, 0.17, JOIN))
    branch = 0.5 * (lm.abdominal[0] + lm.abdominal[1])
    rows.append((branch, branch + unit(np.array([-0.5, 0.5, -0.7])) * 3.0, 0.32, 0.26, 0.1, JOIN))
    for mouth, far in lm.veins:
        rows.append((mouth, far, 0.5, 0.42, 0.1, JOIN))
    appendage = lm.la + np.array([lm.la_radius * 0.8, 0.5 * lm.la_radius, -0.2 * lm.la_radius])
    rows.append((appendage, appendage + np.array([1.3, 1.0, -0.2]), 0.75, 0.35, 0.15, JOIN))
    long_scale = length / lm.length
    shrink = float(np.sqrt(max(1.0 - hrt.ef_pct / 100.0 * at.emptied, 0.1) / long_scale))
    for degrees in (35.0, 245.0):
        foot = at_angle(degrees) * (lm.radius * shrink * 0.86) + z * (0.3 * lm.length * long_scale)
        head = at_angle(degrees) * (lm.radius * shrink * 0.66) + z * (0.6 * lm.length * long_scale)
        thick = 0.42 + 0.12 * at.emptied
        rows.append((foot, head, thick * 1.25, thick * 0.72, 0.0, SOLID))
    table = np.array([[*a, *b, ra, rb, wall] for a, b, ra, rb, wall, _ in rows], dtype=np.float32)
    return table, np.array([row[5] for row in rows], dtype=np.int64)


def clip_geometry(lm: Landmarks, instants: tuple[Instant, ...], ivc_scales: tuple[float, ...]) -> Geometry:
    """Return the geometry of all frames.

    Parameters
    ----------
    lm : Landmarks
        Layout of the heart.
    instants : tuple of Instant, length T
        Clock states.
    ivc_scales : tuple of float, length T
        Width of the inferior vena cava relative to expiration.
    """
    scalars, radius, wall, tubes = [], [], [], []
    kinds = np.zeros(0, dtype=np.int64)
    for at, ivc in zip(instants, ivc_scales, strict=True):
        length, r, h = deform(lm.heart, lm.lv, at)
        scalars.append(frame_scalars(lm, at, length))
        radius.append(r)
        wall.append(h)
        table, kinds = frame_tubes(lm, at, length, ivc)
        tubes.append(table)
    return Geometry(np.stack(scalars), np.stack(radius), np.stack(wall), np.stack(tubes), kinds)
