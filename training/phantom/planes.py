"""Where the probe stands and how the picture lies in the heart, for each of the 58 views."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from training.phantom.geometry import Landmarks, Vector, at_angle, unit
from training.phantom.tissue import OUTSIDE_LIVER, OUTSIDE_LUNG, OUTSIDE_MEDIASTINUM

VIEWS_CSV = Path(__file__).parents[2] / "resources" / "views.csv"


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One row of the table of views."""

    view_id: str
    label: str
    window: str
    modality: str
    """2d, color, pw, cw, tdi or mmode."""


def read_views(path: Path = VIEWS_CSV) -> tuple[ViewRow, ...]:
    """Return the rows of views.csv in order."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(ViewRow(r["id"], r["label"], r["window"], r["modality"]) for r in csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Plane:
    """One imaging plane in heart coordinates (cm)."""

    origin: Vector
    depth_dir: Vector
    side_dir: Vector
    near: float
    """First displayed depth; above zero for a magnified picture."""
    far: float
    half_angle_rad: float
    outside: int
    chest_cm: float

    def project(self, p: Vector) -> tuple[float, float]:
        """Return depth along the beam (cm) and beam angle (radians) of a point dropped onto the plane."""
        rel = p - self.origin
        d, s = float(rel @ self.depth_dir), float(rel @ self.side_dir)
        return float(np.hypot(d, s)), float(np.arctan2(s, d))


def _aim(
    origin: Vector,
    target: Vector,
    right: Vector,
    far: float,
    half_deg: float,
    *,
    near: float = 0.0,
    outside: int = OUTSIDE_LUNG,
    chest: float = 1.3,
) -> Plane:
    depth = unit(target - origin)
    side = unit(right - (right @ depth) * depth)
    return Plane(origin, depth, side, near, far, float(np.deg2rad(half_deg)), outside, chest)


def _zoom(plane: Plane, target: Vector, radius_cm: float) -> Plane:
    depth, angle = plane.project(target)
    c, s = np.cos(angle), np.sin(angle)
    turned = c * plane.depth_dir + s * plane.side_dir
    side = c * plane.side_dir - s * plane.depth_dir
    near = max(depth - radius_cm, 0.6)
    return replace(
        plane,
        depth_dir=turned,
        side_dir=side,
        near=near,
        far=depth + radius_cm,
        half_angle_rad=float(np.arctan(1.05 * radius_cm / depth)),
    )


_Z = (0.0, 0.0, 1.0)


def _depth(needed: float, preset: float) -> float:
    """Return the depth (cm) an operator sets: the preset, or the next whole centimetre beyond it that is enough."""
    return preset if needed <= preset else preset + float(np.ceil(needed - preset))


def _parasternal(lm: Landmarks, view: str) -> Plane:  # noqa: C901  (one branch per view)
    z = np.array(_Z)
    length, r, h = lm.length, lm.radius, lm.wall
    eff = lm.heart.effusion_cm
    away = max(r + h + 3.9, 0.82 * (r + h + lm.heart.rv_basal_cm) + 2.4) + 0.7 * eff
    far = _depth(away + r + h + 2.4 + eff, 13.5)

    def probe(degrees: float, height: float) -> Vector:
        return at_angle(degrees) * away + z * height

    long_axis = _aim(probe(140, 0.80 * length), z * (0.83 * length) - at_angle(140) * r * 0.4, z, far, 39)
    if view == "plax_deep":
        return replace(long_axis, far=far + 6.5)
    if view == "plax_zoom_av":
        return _zoom(long_axis, lm.av + lm.av_axis * 0.6, 2.7)
    if view == "plax_zoom_mv":
        return _zoom(long_axis, lm.mv - z * 0.7, 2.9)
    if view == "plax_ascending_aorta":
        return _aim(probe(140, length + 1.8), lm.arch[1] + lm.av_axis * 0.8, lm.av_axis, far - 1.5, 38)
    if view == "rv_inflow":
        return _aim(probe(150, 0.55 * length), lm.tv - z * 0.3, lm.ra - lm.tv, _depth(away + 6.2, 14.0), 38)
    if view == "rv_outflow":
        return _aim(
            probe(122, 0.9 * length),
            0.4 * lm.pv + 0.3 * lm.rvot + 0.3 * lm.pa_fork,
            lm.pa_fork - lm.rvot,
            _depth(away + 4.5, 12.0),
            38,
        )
    high = _aim(probe(118, length + 0.7), lm.av + lm.av_axis * 0.45, lm.pv - lm.ra, far, 40)
    if view == "psax_av":
        return high
    if view == "psax_zoom_av":
        return _zoom(high, lm.av + lm.av_axis * 0.45, 2.4)
    if view == "psax_pa":
        along = unit(lm.pv - lm.pa_fork)
        return _aim(lm.pv + along * 4.3, lm.pa_fork - (lm.lpa - lm.rpa) * 0.08, lm.lpa - lm.rpa, 12.5, 40)
    levels = {"psax_mv": length - 1.15, "psax_papillary": 0.5 * length, "psax_apex": 0.2 * length}
    if view in levels:
        height = levels[view]
        closer = 0.0 if view != "psax_apex" else 1.0
        return _aim(probe(118, height) - at_angle(118) * closer, z * height, at_angle(28), far - 0.6 - closer, 39)
    return long_axis


def _apical(lm: Landmarks, view: str) -> Plane:
    z = np.array(_Z)
    length, r, h = lm.length, lm.radius, lm.wall
    origin = -z * (0.75 * h + 1.25 + 0.6 * lm.heart.effusion_cm)
    roof = max(lm.la_roof, lm.ra_roof)
    far = _depth(roof + 1.6 - float(origin[2]), 16.5)
    across = at_angle(20)
    if view == "a4c_lv":
        return _aim(origin, z * length, across, _depth(length + 1.9 - float(origin[2]), 12.5), 29)
    if view == "a4c_rv":
        shifted = origin - across * 1.6 + z * 0.4
        return _aim(
            shifted,
            -across * (r + h + 0.45 * lm.heart.rv_basal_cm) + z * 0.86 * length,
            across,
            _depth(length + 4.2, 13.0),
            36,
        )
    if view == "a4c_atria":
        middle = 0.5 * (lm.la + lm.ra)
        plane = _aim(origin, middle, across, far + 1.2, 27)
        return replace(plane, near=0.62 * length)
    if view == "a2c":
        return _aim(origin, z * length, at_angle(80), far - 0.3, 37)
    if view == "a2c_lv":
        return _aim(origin, z * length, at_angle(80), _depth(length + 1.9 - float(origin[2]), 12.5), 29)
    if view == "a3c":
        return _aim(origin, z * length + at_angle(140) * 0.5, at_angle(140), far - 0.3, 37)
    if view == "a5c":
        return _aim(origin, lm.av + lm.av_axis * 0.5, across, far - 0.6, 39)
    return _aim(origin, z * length - across * 1.75, across, far, 43)


def _subcostal(lm: Landmarks, view: str) -> Plane:
    z = np.array(_Z)
    outer = lm.radius + lm.wall + lm.heart.rv_basal_cm
    if view == "subcostal_4c":
        origin = at_angle(214) * (outer + 3.6 + lm.heart.effusion_cm) + z * (0.66 * lm.length)
        return _aim(
            origin,
            z * (0.86 * lm.length),
            -z,
            _depth(outer + lm.radius + 8.0, 17.0),
            40,
            outside=OUTSIDE_LIVER,
            chest=1.0,
        )
    if view == "subcostal_sax":
        origin = at_angle(232) * (outer + 3.2 + lm.heart.effusion_cm) + z * (0.55 * lm.length)
        return _aim(
            origin,
            z * (0.55 * lm.length),
            at_angle(142),
            _depth(outer + lm.radius + 6.8, 16.0),
            38,
            outside=OUTSIDE_LIVER,
            chest=1.0,
        )
    away = at_angle(205)
    away = unit(away - (away @ lm.caudal) * lm.caudal)
    if view == "subcostal_ivc":
        middle = lm.ivc_mouth + lm.caudal * 2.2
        return _aim(
            middle + away * 6.4 + lm.caudal * 1.0, middle, lm.caudal, 13.0, 40, outside=OUTSIDE_LIVER, chest=1.0
        )
    middle = 0.5 * (lm.abdominal[0] + lm.abdominal[1])
    return _aim(middle + away * 7.0, middle, lm.caudal, 12.0, 40, outside=OUTSIDE_LIVER, chest=1.0)


def _suprasternal(lm: Landmarks) -> Plane:
    cranial = -lm.caudal
    across = lm.arch[5] - lm.arch[3]
    top = lm.arch[4]
    origin = top + cranial * 3.3 - across * 0.08
    target = 0.25 * (lm.arch[2] + lm.arch[3] + lm.arch[5] + lm.arch[6])
    return _aim(origin, target, across, 12.5, 41, outside=OUTSIDE_MEDIASTINUM, chest=0.9)


SCENES: dict[str, str] = {
    "plax_color_av_mv": "plax",
    "plax_color_ivs": "plax",
    "rv_inflow_color": "rv_inflow",
    "rv_outflow_color": "rv_outflow",
    "psax_color_av": "psax_av",
    "psax_color_tv": "psax_av",
    "psax_color_pv": "psax_av",
    "psax_color_mv": "psax_mv",
    "a4c_color_mv": "a4c",
    "a4c_color_tv": "a4c",
    "a4c_color_pulm_veins": "a4c",
    "a2c_color_mv": "a2c",
    "a3c_color": "a3c",
    "a5c_color": "a5c",
    "subcostal_color_ias": "subcostal_4c",
    "subcostal_color_ivc": "subcostal_ivc",
    "ssn_color_arch": "ssn_arch",
    "mv_inflow_pw": "a4c",
    "lvot_pw": "a5c",
    "pulm_vein_pw": "a4c",
    "rvot_pw": "psax_av",
    "hepatic_vein_pw": "subcostal_ivc",
    "av_cw": "a5c",
    "mv_cw": "a4c",
    "tv_cw_apical": "a4c_rv",
    "tv_cw_rv_inflow": "rv_inflow",
    "pv_cw": "psax_av",
    "desc_aorta_pw": "ssn_arch",
    "tdi_septal": "a4c",
    "tdi_lateral": "a4c",
    "tdi_rv": "a4c_rv",
    "tapse_mmode": "a4c_rv",
}
"""Doppler and M-mode views -> the grey view they are taken in."""


def plane(view_id: str, lm: Landmarks) -> Plane:
    """Return the standard plane of a view, before any nuisance.

    Parameters
    ----------
    view_id : str
        Identifier of views.csv.
    lm : Landmarks
        Layout of the heart.
    """
    scene = SCENES.get(view_id, view_id)
    if scene.startswith("a") and scene[1:3] in ("4c", "2c", "3c", "5c"):
        return _apical(lm, scene)
    if scene.startswith("subcostal"):
        return _subcostal(lm, scene)
    if scene == "ssn_arch":
        return _suprasternal(lm)
    return _parasternal(lm, scene)


def orifice(view_id: str, lm: Landmarks) -> Vector:
    """Return the point (cm) that an operator turns a colour picture's plane through: where a leak would begin."""
    z = np.array(_Z)
    at = {
        "mv": lm.mv + z * 0.1,
        "tv": lm.tv + z * 0.1,
        "av": lm.av - z * 0.2,
        "pv": lm.pv + 0.4 * unit(lm.rvot - lm.pv),
    }
    leaks = {
        **dict.fromkeys(("a4c_color_mv", "a2c_color_mv", "psax_color_mv", "plax_color_av_mv", "a3c_color"), "mv"),
        **dict.fromkeys(("a4c_color_tv", "rv_inflow_color", "psax_color_tv"), "tv"),
        **dict.fromkeys(("a5c_color", "psax_color_av"), "av"),
        **dict.fromkeys(("psax_color_pv", "rv_outflow_color"), "pv"),
    }
    return at[leaks[view_id]] if view_id in leaks else gate(view_id, lm)


def through(p: Plane, point: Vector, share: float = 0.9) -> Plane:
    """Return the plane slid across until it passes, to a share of the way, through a point."""
    normal = np.cross(p.depth_dir, p.side_dir)
    return replace(p, origin=p.origin + share * float((point - p.origin) @ normal) * normal)


def gate(view_id: str, lm: Landmarks) -> Vector:
    """Return the point (cm) a Doppler gate, M-line or colour box aims at."""
    z = np.array(_Z)
    septal = at_angle(200) * (lm.radius * 0.95) + z * lm.length
    lateral = at_angle(20) * (lm.radius * 0.95) + z * lm.length
    free = lm.tv + at_angle(196) * (lm.tv_radius + 0.15)
    points: dict[str, Vector] = {
        "plax_color_av_mv": 0.5 * (lm.av + lm.mv) + z * 0.2,
        "plax_color_ivs": at_angle(140) * (lm.radius + 0.5 * lm.wall) + z * (0.68 * lm.length),
        "rv_inflow_color": lm.tv + z * 0.6,
        "rv_outflow_color": lm.pv,
        "psax_color_av": lm.av + lm.av_axis * 0.4,
        "psax_color_tv": 0.65 * lm.tv + 0.35 * lm.ra,
        "psax_color_pv": lm.pv + lm.pv_axis * 0.3,
        "psax_color_mv": lm.mv - z * 1.1,
        "a4c_color_mv": lm.mv + z * 0.6,
        "a4c_color_tv": lm.tv + z * 0.6,
        "a4c_color_pulm_veins": lm.la + z * (0.72 * lm.la_radius),
        "a2c_color_mv": lm.mv + z * 0.6,
        "a3c_color": 0.5 * (lm.av + lm.mv) - z * 0.1,
        "a5c_color": lm.av - z * 0.9,
        "subcostal_color_ias": lm.fossa,
        "subcostal_color_ivc": lm.ivc_mouth + lm.caudal * 1.9,
        "ssn_color_arch": 0.5 * (lm.arch[4] + lm.arch[5]),
        "mv_inflow_pw": lm.mv - z * 1.4,
        "lvot_pw": lm.av - z * 0.7 - lm.av_axis * 0.2,
        "pulm_vein_pw": lm.veins[0][0] + z * 0.3,
        "rvot_pw": lm.pv - lm.pv_axis * 0.8,
        "hepatic_vein_pw": lm.hepatic + unit(np.array([-0.8, -0.1, -0.6])) * 1.4,
        "av_cw": lm.av + lm.av_axis * 0.3,
        "mv_cw": lm.mv,
        "tv_cw_apical": lm.tv,
        "tv_cw_rv_inflow": lm.tv,
        "pv_cw": lm.pv,
        "desc_aorta_pw": 0.5 * (lm.arch[5] + lm.arch[6]),
        "tdi_septal": septal,
        "tdi_lateral": lateral,
        "tdi_rv": free,
        "tapse_mmode": free,
    }
    return points.get(view_id, z * (0.6 * lm.length))
