"""The machine: picture styles, screen layout, and what goes wrong while scanning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from training.phantom.planes import Plane


@dataclass(frozen=True, slots=True)
class ScannerStyle:
    """One make of machine."""

    name: str
    model: str
    width: int
    height: int
    gamma: float
    dynamic_range_db: float
    axial_cm: float
    """Point spread along the beam (standard deviation)."""
    lateral_rad: float
    """Point spread across the beams (standard deviation)."""
    beams: int
    samples: int
    sector_scale: float
    top_px: int
    side_px: int
    bottom_px: int
    colour_map: str
    """"warm", "bright", "violet" or "ice"; see colour.py."""
    ecg_rgb: tuple[int, int, int]
    text_rgb: tuple[int, int, int]
    reference_share: float
    """Share of the picture's height that the small two-dimensional picture of a trace takes."""
    reference_left: bool
    nyquist_cm_s: float


STYLES: Mapping[str, ScannerStyle] = MappingProxyType(
    {
        "a": ScannerStyle(
            name="a",
            model="Aurora",
            width=800,
            height=600,
            gamma=1.12,
            dynamic_range_db=58.0,
            axial_cm=0.04,
            lateral_rad=0.0125,
            beams=104,
            samples=232,
            sector_scale=1.0,
            top_px=44,
            side_px=96,
            bottom_px=62,
            colour_map="warm",
            ecg_rgb=(90, 220, 120),
            text_rgb=(225, 225, 225),
            reference_share=0.36,
            reference_left=False,
            nyquist_cm_s=61.0,
        ),
        "b": ScannerStyle(
            name="b",
            model="Borealis",
            width=1024,
            height=768,
            gamma=1.32,
            dynamic_range_db=64.0,
            axial_cm=0.052,
            lateral_rad=0.0165,
            beams=96,
            samples=216,
            sector_scale=1.06,
            top_px=66,
            side_px=120,
            bottom_px=84,
            colour_map="bright",
            ecg_rgb=(240, 210, 90),
            text_rgb=(200, 215, 235),
            reference_share=0.33,
            reference_left=True,
            nyquist_cm_s=55.0,
        ),
        "c": ScannerStyle(
            name="c",
            model="Celeste",
            width=640,
            height=480,
            gamma=0.95,
            dynamic_range_db=52.0,
            axial_cm=0.033,
            lateral_rad=0.0105,
            beams=112,
            samples=240,
            sector_scale=0.94,
            top_px=36,
            side_px=60,
            bottom_px=46,
            colour_map="violet",
            ecg_rgb=(110, 190, 250),
            text_rgb=(240, 230, 200),
            reference_share=0.4,
            reference_left=False,
            nyquist_cm_s=69.0,
        ),
        "d": ScannerStyle(
            name="d",
            model="Dorado",
            width=960,
            height=720,
            gamma=1.22,
            dynamic_range_db=50.0,
            axial_cm=0.046,
            lateral_rad=0.0190,
            beams=88,
            samples=208,
            sector_scale=1.1,
            top_px=54,
            side_px=40,
            bottom_px=40,
            colour_map="ice",
            ecg_rgb=(250, 120, 120),
            text_rgb=(230, 230, 210),
            reference_share=0.3,
            reference_left=False,
            nyquist_cm_s=48.0,
        ),
    }
)
"""All machines."""

TRAINING_STYLES: tuple[str, ...] = ("a", "b", "c")
"""Machines of the internal studies, drawn alike often."""
EXTERNAL_STYLE = "d"
"""The machine that no training study was made on."""


@dataclass(frozen=True, slots=True)
class Nuisance:
    """What makes one clip harder than the next; all drawn by :func:`sample_nuisance`."""

    gain_db: float
    depth_scale: float
    sector_scale: float
    tilt_rad: float
    """Turn of the plane about the depth axis."""
    swing_rad: float
    """In-plane turn."""
    rock_rad: float
    """Out-of-plane turn."""
    shift_cm: tuple[float, float]
    """Probe slid in plane and across."""
    foreshortening_cm: float
    """Apical views: the probe stands beside the true apex by so much."""
    attenuation_db_cm: float
    noise: float
    dropout: tuple[tuple[float, float, float], ...]
    """(centre in -1..1, width in shares of the sector, depth loss) of shadows by ribs or lung."""


def sample_nuisance(rng: np.random.Generator, strength: float = 1.0) -> Nuisance:
    """Return disturbances as a busy ward sees them.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of all randomness.
    strength : float
        1 normal, 0 none, up to 2 for a patient who is hard to scan.
    """
    g = strength * rng.standard_normal(8)
    shadows = []
    for _ in range(int(rng.choice([0, 1, 2, 3], p=[0.42, 0.33, 0.18, 0.07]))):
        side = float(rng.choice([-1.0, 1.0])) * float(rng.uniform(0.3, 1.05))
        loss = min(strength * float(rng.uniform(0.35, 0.95)), 0.97)
        shadows.append((side, float(rng.uniform(0.08, 0.32)), loss))
    return Nuisance(
        gain_db=4.5 * float(g[0]),
        depth_scale=float(np.clip(1.0 + 0.07 * g[1], 0.88, 1.25)),
        sector_scale=float(np.clip(1.0 + 0.09 * g[2], 0.75, 1.2)),
        tilt_rad=0.10 * float(g[3]),
        swing_rad=0.08 * float(g[4]),
        rock_rad=0.06 * float(g[5]),
        shift_cm=(0.32 * float(g[6]), 0.2 * float(g[7])),
        foreshortening_cm=strength * float(rng.choice([0.0, rng.uniform(0.2, 1.2)], p=[0.68, 0.32])),
        attenuation_db_cm=float(rng.uniform(0.15, 0.75)) * (0.6 + 0.4 * strength),
        noise=0.0018 * float(np.exp(0.6 * strength * rng.standard_normal())),
        dropout=tuple(shadows),
    )


def disturb(plane: Plane, n: Nuisance, apical: bool) -> Plane:
    """Return the plane as the hand really held it."""
    d, s = plane.depth_dir, plane.side_dir
    normal = np.cross(d, s)
    c, w = np.cos(n.tilt_rad), np.sin(n.tilt_rad)
    s, normal = c * s + w * normal, c * normal - w * s
    c, w = np.cos(n.rock_rad), np.sin(n.rock_rad)
    d, normal = c * d + w * normal, c * normal - w * d
    c, w = np.cos(n.swing_rad), np.sin(n.swing_rad)
    d, s = c * d + w * s, c * s - w * d
    origin = plane.origin + n.shift_cm[0] * s + n.shift_cm[1] * normal
    far = plane.far * n.depth_scale
    if plane.near > 0.0:
        far = plane.far + 0.3 * (n.depth_scale - 1.0) * (plane.far - plane.near)
    if apical and n.foreshortening_cm > 0.0:
        # Sliding off the apex and aiming back at the base cuts an oblique, shorter ventricle.
        origin = origin + n.foreshortening_cm * normal
        d = d * plane.far * 0.7 - n.foreshortening_cm * normal
        d = d / np.linalg.norm(d)
        s = s - (s @ d) * d
        s = s / np.linalg.norm(s)
    half = plane.half_angle_rad * n.sector_scale
    return Plane(origin, d, s, plane.near, far, half, plane.outside, plane.chest_cm)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, right and bottom edge not included."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class SectorLayout:
    """Where the sector lies on the screen."""

    box: Box
    """Bounding box of the sector."""
    apex_x: float
    apex_y: float
    """Pixel position of the beams' common origin (may lie above the box when the picture is magnified)."""
    cm_per_px: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Screen layout of one clip."""

    sector: SectorLayout
    trace: Box | None
    """Region of the Doppler or M-mode trace; None for a plain picture."""

    @property
    def union(self) -> Box:
        """Return the bounding box of all regions."""
        b = self.sector.box
        if self.trace is None:
            return b
        t = self.trace
        return Box(min(b.x0, t.x0), min(b.y0, t.y0), max(b.x1, t.x1), max(b.y1, t.y1))


def fit_sector(plane: Plane, half_angle_rad: float, room: Box) -> SectorLayout:
    """Return the largest sector that fits in `room`, centred across and aligned with its top."""
    wide = 2.0 * plane.far * np.sin(half_angle_rad)
    top = plane.near * np.cos(half_angle_rad)
    tall = plane.far - top
    cm_per_px = float(max(wide / room.width, tall / room.height))
    w, h = round(wide / cm_per_px), round(tall / cm_per_px)
    x0 = room.x0 + (room.width - w) // 2
    box = Box(x0, room.y0, x0 + w, room.y0 + h)
    return SectorLayout(box, 0.5 * (box.x0 + box.x1), box.y0 - top / cm_per_px, cm_per_px)


def layout(style: ScannerStyle, plane: Plane, modality: str) -> Layout:
    """Return the screen layout for a plane in a modality."""
    w, h = style.width, style.height
    if modality in ("2d", "color"):
        room = Box(style.side_px, style.top_px, w - style.side_px, h - style.bottom_px)
        return Layout(fit_sector(plane, plane.half_angle_rad, room), None)
    split = style.top_px + int(style.reference_share * (h - style.top_px - style.bottom_px))
    left = style.side_px // 2
    trace = Box(left, split + 10, w - style.side_px // 2 - 36, h - style.bottom_px // 2 - 6)
    middle = (left + trace.x1) // 2 if not style.reference_left else left + trace.width // 3
    reach = int(0.3 * w)
    room = Box(max(middle - reach, left), style.top_px, min(middle + reach, trace.x1), split)
    return Layout(fit_sector(plane, plane.half_angle_rad, room), trace)
