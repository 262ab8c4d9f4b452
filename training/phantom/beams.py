"""From a clip plan to beams: the plane as held, the sampling grid, and the grey values along every beam."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from training.phantom.anatomy import Heart
from training.phantom.bmode import Compression, compress, speckle_gain
from training.phantom.geometry import Geometry, Landmarks, Vector, clip_geometry, landmarks
from training.phantom.motion import Instant, instant, r_times_s
from training.phantom.planes import Plane, orifice, plane, through
from training.phantom.scanner import STYLES, Layout, ScannerStyle, disturb, layout
from training.phantom.study import ClipPlan
from training.phantom.tissue import render_field, scatterer_bank


@cache
def _bank() -> NDArray[np.int8]:
    return scatterer_bank()


@dataclass(frozen=True, slots=True)
class Beams:
    """Sampling grid of one clip."""

    angles: Vector
    """Radians, shape (B,)."""
    near: float
    step: float
    """Depth of sample 0 and spacing in cm."""
    samples: int


@dataclass(frozen=True, slots=True)
class Setup:
    """A clip plan made concrete: plane, layout, beams."""

    heart: Heart
    lm: Landmarks
    plan: ClipPlan
    style: ScannerStyle
    plane: Plane
    layout: Layout
    beams: Beams
    r_s: Vector
    """R wave times in seconds from the first frame."""


def set_up(heart: Heart, plan: ClipPlan) -> Setup:
    """Return the concrete setting of a clip."""
    lm = landmarks(heart)
    style = STYLES[plan.style]
    standard = plane(plan.view_id, lm)
    if plan.modality == "color":
        standard = through(standard, orifice(plan.view_id, lm))
    held = disturb(standard, plan.nuisance, plan.view_id.startswith("a"))
    held = Plane(
        held.origin,
        held.depth_dir,
        held.side_dir,
        held.near,
        held.far,
        held.half_angle_rad * style.sector_scale,
        held.outside,
        held.chest_cm,
    )
    angles = np.linspace(-held.half_angle_rad, held.half_angle_rad, style.beams)
    step = (held.far - held.near) / (style.samples - 1)
    return Setup(
        heart,
        lm,
        plan,
        style,
        held,
        layout(style, held, plan.modality),
        Beams(angles, held.near, step, style.samples),
        r_times_s(plan.rr_s, plan.start_s),
    )


def _respiration(t_s: float, seed: int) -> float:
    """Return breathing depth 0 (expiration) to 1 at a time."""
    return 0.5 - 0.5 * float(np.cos(2 * np.pi * (t_s / 2.6 + (seed % 97) / 97.0)))


def _origins(setup: Setup, times: Vector) -> Vector:
    """Return probe positions: breathing and cardiac swing move the heart under the probe, shape (T, 3), cm."""
    p = setup.plane
    normal = np.cross(p.depth_dir, p.side_dir)
    out = np.repeat(p.origin[None, :], len(times), axis=0)
    swing = 0.45 if setup.heart.effusion_cm > 1.8 else 0.06
    for i, t in enumerate(times):
        breath = _respiration(float(t), setup.plan.seed)
        beat = 2 * np.pi * (t + setup.plan.start_s) * setup.heart.heart_rate_bpm / 60.0
        out[i] += 0.10 * breath * p.side_dir + swing * np.sin(beat) * p.side_dir + 0.04 * np.cos(beat) * normal
    return out


def _near_plane(geometry: Geometry, p: Plane, origins: Vector) -> Geometry:
    """Return the geometry without tubes that the picture cannot show."""
    normal = np.cross(p.depth_dir, p.side_dir)
    t = geometry.tubes.astype(np.float64)
    middle = origins.mean(axis=0)
    a, b = (t[:, :, 0:3] - middle) @ normal, (t[:, :, 3:6] - middle) @ normal
    apart = np.minimum(np.abs(a), np.abs(b))
    apart[(a * b) < 0] = 0.0
    reach = t[:, :, 6:8].max(axis=2) + t[:, :, 8] + 0.6
    keep = (apart < reach).any(axis=0)
    if not keep.any():
        keep[0] = True
    return Geometry(
        geometry.scalars,
        geometry.radius,
        geometry.wall,
        np.ascontiguousarray(geometry.tubes[:, keep]),
        geometry.kinds[keep],
    )


def _beam_gain(setup: Setup) -> NDArray[np.float32]:
    """Return gain per beam and depth with shadows of ribs and lung, shape (B, R)."""
    n = setup.plan.nuisance
    beams = np.linspace(-1.0, 1.0, len(setup.beams.angles))
    depth = np.linspace(0.0, 1.0, setup.beams.samples)
    gain = np.ones((len(beams), len(depth)))
    for centre, width, loss in n.dropout:
        inside = np.exp(-(((beams - centre) / width) ** 4))
        gain *= 1.0 - loss * inside[:, None] * (0.3 + 0.7 * np.clip(depth * 2.2, 0, 1))[None, :]
    # Lateral beams are weaker.
    gain *= (1.0 - 0.35 * np.abs(beams) ** 3)[:, None]
    return gain.astype(np.float32)


@dataclass(frozen=True, slots=True)
class PolarClip:
    """Grey values per beam, and which samples are blood."""

    grey: NDArray[np.uint8]
    """Shape (T, B, R)."""
    mask: NDArray[np.uint8]
    """Shape (T, B, R), 1 in blood."""
    origins: Vector
    instants: tuple[Instant, ...]


def polar_clip(setup: Setup, times: Vector, *, angles: Vector | None = None) -> PolarClip:
    """Return the beams of the frames at `times` (seconds)."""
    plan, style, p, beams = setup.plan, setup.style, setup.plane, setup.beams
    a = beams.angles if angles is None else angles
    instants = tuple(instant(setup.heart, float(t), setup.r_s) for t in times)
    collapse = setup.heart.ivc_collapse_pct / 100.0
    geometry = clip_geometry(
        setup.lm, instants, tuple(1.0 - collapse * _respiration(float(t), plan.seed) ** 2 for t in times)
    )
    origins = _origins(setup, times)
    geometry = _near_plane(geometry, p, origins)
    shape = (len(times), len(a), beams.samples)
    re, im = np.empty(shape, np.float32), np.empty(shape, np.float32)
    mask = np.empty(shape, np.uint8)
    axial = style.axial_cm / beams.step
    lateral = style.lateral_rad / float(a[1] - a[0])
    seeds = (np.round(times * 1000.0) * 0.7131 + plan.seed % 1009) % 97.0
    render_field(
        _bank(),
        geometry.scalars,
        geometry.radius,
        geometry.wall,
        geometry.tubes,
        geometry.kinds,
        origins,
        p.depth_dir,
        p.side_dir,
        a,
        beams.near,
        beams.step,
        beams.samples,
        p.chest_cm,
        p.outside,
        speckle_gain(axial, lateral),
        seeds,
        re,
        im,
        mask,
    )
    n = plan.nuisance
    depth = beams.near + beams.step * np.arange(beams.samples)
    tgc = 10.0 ** (-n.attenuation_db_cm * np.maximum(depth - 3.0, 0.0) / 20.0)
    grey = compress(
        re,
        im,
        axial_sigma=axial,
        lateral_sigma=lateral,
        tgc=tgc.astype(np.float32),
        beam_gain=_beam_gain(setup) if angles is None else np.ones((len(a), beams.samples), np.float32),
        compression=Compression(style.dynamic_range_db, n.gain_db, style.gamma, n.noise),
    )
    return PolarClip(grey, mask, origins, instants)
