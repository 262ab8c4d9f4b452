"""Pictures of a clip plan, small for a model or large for a file, from the same beams."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.phantom.anatomy import Heart
from training.phantom.beams import Setup, polar_clip, set_up
from training.phantom.bmode import Frames, ScanMap, scan_convert
from training.phantom.cases import sample_heart
from training.phantom.colour import colour_levels, colour_table, jets, overlay
from training.phantom.geometry import Vector
from training.phantom.planes import gate
from training.phantom.scanner import TRAINING_STYLES, Box, SectorLayout
from training.phantom.spectral import sweep_frames
from training.phantom.study import STILL_MODALITIES, ClipPlan, PhantomStudy, sample_clip


def scan_map(
    sector: SectorLayout,
    setup: Setup,
    area: Box,
    scale: float,
    height: int,
    width: int,
    offset: tuple[float, float],
    oversample: int,
) -> ScanMap:
    """Return reading positions for a picture of `height` x `width` pixels.

    Parameters
    ----------
    sector : SectorLayout
        Where the sector lies on the screen.
    setup : Setup
        The clip.
    area : Box
        Part of the screen shown.
    scale : float
        Screen pixels per picture pixel.
    height, width : int
        Picture size.
    offset : tuple of float
        Picture position (x, y) of the area's corner.
    oversample : int
        Reads per pixel and axis.
    """
    sub = (np.arange(oversample) + 0.5) / oversample
    px = (np.arange(width)[:, None] + sub[None, :]).ravel()
    py = (np.arange(height)[:, None] + sub[None, :]).ravel()
    sx = area.x0 + (px - offset[0]) * scale
    sy = area.y0 + (py - offset[1]) * scale
    x = (sx - sector.apex_x) * sector.cm_per_px
    y = (sy - sector.apex_y) * sector.cm_per_px
    xx, yy = np.meshgrid(x, y)
    r = np.hypot(xx, yy)
    theta = np.arctan2(xx, yy)
    half = setup.plane.half_angle_rad
    n_b = len(setup.beams.angles)
    beam = (theta + half) / (2 * half) * (n_b - 1)
    depth = (r - setup.beams.near) / setup.beams.step
    box = sector.box
    outside = (beam < 0) | (beam > n_b - 1) | (depth < 0) | (depth > setup.beams.samples - 1)
    outside |= (sx < box.x0)[None, :] | (sx > box.x1)[None, :] | (sy < box.y0)[:, None] | (sy > box.y1)[:, None]
    beam[outside] = -1.0

    def grouped(values: Vector) -> NDArray[np.float32]:
        v = values.reshape(height, oversample, width, oversample).transpose(0, 2, 1, 3)
        return np.ascontiguousarray(v.reshape(height * width, oversample * oversample), dtype=np.float32)

    b, d = grouped(beam), grouped(depth)
    used = np.flatnonzero((b >= 0).any(axis=1))
    return ScanMap(used.astype(np.int32), b[used], d[used])


_BOX_CM = {
    "a4c_color_mv": (2.2, 3.4),
    "a2c_color_mv": (2.2, 3.4),
    "a3c_color": (2.6, 3.2),
    "plax_color_av_mv": (3.0, 2.6),
    "ssn_color_arch": (3.0, 2.2),
    "a4c_color_tv": (2.1, 3.2),
}


def colour_window(setup: Setup) -> tuple[int, int, int, int]:
    """Return the colour box as first beam, end beam, first sample, end sample."""
    depth, angle = setup.plane.project(gate(setup.plan.view_id, setup.lm))
    half_w, half_h = _BOX_CM.get(setup.plan.view_id, (1.9, 2.0))
    spread = half_w / max(depth, 2.0)
    a = setup.beams.angles
    pitch = float(a[1] - a[0])
    lo = int(np.clip((angle - spread - a[0]) / pitch, 1, len(a) - 12))
    hi = int(np.clip((angle + spread - a[0]) / pitch, lo + 8, len(a) - 2))
    top = int(np.clip((depth - half_h - setup.beams.near) / setup.beams.step, 2, setup.beams.samples - 30))
    bottom = int(np.clip((depth + half_h - setup.beams.near) / setup.beams.step, top + 20, setup.beams.samples - 3))
    return lo, hi, top, bottom


def colour_region(setup: Setup) -> Box:
    """Return the rectangle of the screen that holds the colour box."""
    lo, hi, top, bottom = colour_window(setup)
    sector, beams = setup.layout.sector, setup.beams
    angle = np.linspace(beams.angles[lo], beams.angles[hi], 24)[:, None]
    depth = beams.near + beams.step * np.array([[top, bottom]])
    x = sector.apex_x + depth * np.sin(angle) / sector.cm_per_px
    y = sector.apex_y + depth * np.cos(angle) / sector.cm_per_px
    b = sector.box
    x0, x1 = np.clip([x.min(), x.max()], b.x0, b.x1)
    y0, y1 = np.clip([y.min(), y.max()], b.y0, b.y1)
    return Box(int(x0), int(y0), int(x1), int(y1))


def _sector_frames(setup: Setup, times: Vector, scan: ScanMap, height: int, width: int) -> Frames:
    """Return sector pictures with colour where the clip has it, uint8, shape (T, height, width, 3), RGB."""
    clip = polar_clip(setup, times)
    if setup.plan.modality != "color":
        return np.repeat(scan_convert(clip.grey, scan, height, width)[..., None], 3, axis=3)
    window = colour_window(setup)
    flows = np.stack([jets(setup.lm, at) for at in clip.instants])
    b = setup.beams
    levels = colour_levels(
        flows, clip.mask, setup.plane, clip.origins, b.angles, b.near, b.step, window, setup.style.nyquist_cm_s
    )
    pitch = float(b.angles[1] - b.angles[0])
    middle = b.near + 0.5 * (window[2] + window[3]) * b.step
    px = setup.layout.sector.cm_per_px
    line = np.array([1.1 * px / (middle * pitch), 1.1 * px / b.step, b.near / b.step])
    return overlay(
        clip.grey,
        levels,
        colour_table(setup.style.colour_map),
        scan,
        np.array(window, dtype=np.float64),
        line,
        height,
        width,
    )


def _squared(frames: Frames, size: int) -> Frames:
    """Return frames padded to a square and resized by area averaging, shape (T, size, size, 3)."""
    h, w = frames.shape[1:3]
    side = max(h, w)
    out = np.empty((len(frames), size, size, 3), np.uint8)
    canvas = np.zeros((side, side, 3), np.uint8)
    top, left = (side - h) // 2, (side - w) // 2
    for i, frame in enumerate(frames):
        canvas[top : top + h, left : left + w] = frame
        out[i] = cv2.resize(canvas, (size, size), interpolation=cv2.INTER_AREA)
    return out


def chosen_frames(plan: ClipPlan, frames: int, stride: int) -> NDArray[np.int64]:
    """Return the frame numbers a model sees: every `stride`-th from the first, wrapping round a short clip."""
    return np.asarray((np.arange(frames) * stride) % plan.frames)


def _draw_cursor(setup: Setup, picture: Frames) -> None:
    """Draw the Doppler or M-mode line and the sample gate into the reference picture of shape (H, W, 3)."""
    sector, box = setup.layout.sector, setup.layout.sector.box
    depth, angle = setup.plane.project(gate(setup.plan.view_id, setup.lm))

    def at(r: float, turn: float = 0.0) -> tuple[int, int]:
        x = sector.apex_x + r * np.sin(angle + turn) / sector.cm_per_px - box.x0
        y = sector.apex_y + r * np.cos(angle + turn) / sector.cm_per_px - box.y0
        return round(float(x)), round(float(y))

    colour = (215, 215, 215)
    cv2.line(picture, at(setup.plane.near), at(setup.plane.far), colour, 1, cv2.LINE_AA)
    if setup.plan.modality in ("pw", "tdi"):
        for side in (-0.22, 0.22):
            turn = 0.5 / max(depth, 1.0)
            cv2.line(picture, at(depth + side, -turn), at(depth + side, turn), colour, 2, cv2.LINE_AA)
    elif setup.plan.modality == "cw":
        cv2.circle(picture, at(depth), 5, colour, 1, cv2.LINE_AA)


def render_screen(setup: Setup, numbers: NDArray[np.int64]) -> Frames:
    """Return the ultrasound regions on the full black screen, uint8, shape (T, height, width, 3), RGB.

    Parameters
    ----------
    setup : Setup
        The clip.
    numbers : ndarray of int, shape (T,)
        Frame numbers.
    """
    style, sector, plan = setup.style, setup.layout.sector, setup.plan
    out = np.zeros((len(numbers), style.height, style.width, 3), np.uint8)
    box = sector.box
    scan = scan_map(sector, setup, box, 1.0, box.height, box.width, (0.0, 0.0), 1)
    times = numbers / plan.fps
    if plan.modality not in STILL_MODALITIES:
        out[:, box.y0 : box.y1, box.x0 : box.x1] = _sector_frames(setup, times, scan, box.height, box.width)
        return out
    # The machine freezes the reference picture while the trace runs.
    still = _sector_frames(setup, np.zeros(1), scan, box.height, box.width)
    _draw_cursor(setup, still[0])
    out[:, box.y0 : box.y1, box.x0 : box.x1] = still
    trace = setup.layout.trace
    if trace is not None:
        out[:, trace.y0 : trace.y1, trace.x0 : trace.x1] = sweep_frames(setup, numbers)
    return out


def _render(heart: Heart, plan: ClipPlan, size: int, frames: int, stride: int) -> Frames:
    setup = set_up(heart, plan)
    numbers = chosen_frames(plan, frames, stride)
    unique, back = np.unique(numbers, return_inverse=True)
    union = setup.layout.union
    if plan.modality in STILL_MODALITIES:
        screen = render_screen(setup, unique)[:, union.y0 : union.y1, union.x0 : union.x1]
        return _squared(screen, size)[back]
    side = max(union.width, union.height)
    scale = side / size
    offset = (((side - union.width) // 2) / scale, ((side - union.height) // 2) / scale)
    scan = scan_map(setup.layout.sector, setup, union, scale, size, size, offset, 3)
    pictures = _sector_frames(setup, unique / plan.fps, scan, size, size)
    return pictures if len(unique) == len(numbers) else pictures[back]


def render_for_model(
    study: PhantomStudy, plan: ClipPlan, *, size: int = 112, frames: int = 16, stride: int = 2
) -> Frames:
    """Return what preprocessing would make of the clip's DICOM file.

    uint8, shape (frames, size, size, 3), RGB, 0 to 255.

    Parameters
    ----------
    study : PhantomStudy
        The study.
    plan : ClipPlan
        One of its clips.
    size : int
        Edge in pixels.
    frames : int
        Number of frames.
    stride : int
        Step between frames.
    """
    return _render(study.heart, plan, size, frames, stride)


def sample_view_clip(
    view_id: str,
    rng: np.random.Generator,
    *,
    style: str | None = None,
    size: int = 112,
    frames: int = 16,
    stride: int = 2,
    strength: float = 1.0,
) -> Frames:
    """Return a clip of the given view from a random heart, uint8, shape (frames, size, size, 3), RGB, 0 to 255.

    Parameters
    ----------
    view_id : str
        Identifier of views.csv.
    rng : numpy.random.Generator
        Source of all randomness.
    style : str, optional
        Scanner style; one of the training styles at random when left out.
    size, frames, stride : int
        As in :func:`render_for_model`.
    strength : float
        Size of the disturbances, 1 normal.
    """
    heart = sample_heart(rng)
    plan = sample_clip(view_id, heart, style or str(rng.choice(TRAINING_STYLES)), 0, rng, strength)
    return _render(heart, plan, size, frames, stride)
