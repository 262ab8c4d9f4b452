"""Random changes of training clips: the same draw for every frame, and never a mirror image (left is a finding)."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Clips = npt.NDArray[np.uint8]

MAX_SHIFT = 0.03
"""Largest shift, of the picture's side."""
MAX_TURN_DEG = 3.0
MAX_SCALE = 0.015


def augment(clips: Clips, rng: np.random.Generator, jpeg_quality: int = 0) -> Clips:
    """Return changed clips.

    Shift, turn and scale; gain and contrast; speckle-like noise; blur; JPEG; an erased rectangle: the changes of
    RandAugment that keep a heart's meaning, and RandomErasing, each drawn once for a clip.

    Parameters
    ----------
    clips : ndarray of uint8, shape (N, T, H, W, 3)
        Left as they are.
    rng : numpy.random.Generator
        Source of every draw.
    jpeg_quality : int
        Quality of the JPEG pass; 0 for none.

    Returns
    -------
    ndarray of uint8, shape (N, T, H, W, 3)
    """
    out = np.empty_like(clips)
    for place, clip in enumerate(clips):
        out[place] = _augment_clip(clip, rng, jpeg_quality)
    return out


def _augment_clip(clip: Clips, rng: np.random.Generator, jpeg_quality: int) -> Clips:
    frames, size = clip.shape[0], clip.shape[1]
    turn = rng.uniform(-MAX_TURN_DEG, MAX_TURN_DEG)
    scale = rng.uniform(1.0 - MAX_SCALE, 1.0 + MAX_SCALE)
    matrix = cv2.getRotationMatrix2D(((size - 1) / 2.0, (size - 1) / 2.0), turn, scale)
    matrix[:, 2] += rng.uniform(-MAX_SHIFT, MAX_SHIFT, 2) * size
    move = rng.random() < 0.8
    table = _tone_table(rng)
    noise = None
    if rng.random() < 0.3:
        noise = rng.normal(0.0, rng.uniform(2.0, 8.0), (size, size, 1)).astype(np.int16)
    blur = float(rng.uniform(0.3, 0.9)) if rng.random() < 0.3 else 0.0
    quality = int(rng.integers(min(60, jpeg_quality), jpeg_quality + 1)) if jpeg_quality and rng.random() < 0.3 else 0
    hole = _hole(size, rng) if rng.random() < 0.25 else None
    out = np.empty_like(clip)
    for index in range(frames):
        frame = clip[index]
        if move:
            frame = cv2.warpAffine(frame, matrix, (size, size), flags=cv2.INTER_LINEAR)
        frame = cv2.LUT(frame, table)
        if noise is not None:
            moved = np.roll(noise, 17 * index, axis=(0, 1))
            frame = np.where(frame > 0, np.clip(frame + moved, 0, 255), 0).astype(np.uint8)
        if blur:
            frame = cv2.GaussianBlur(frame, (3, 3), blur)
        if quality:
            _, data = cv2.imencode(".jpg", frame, (cv2.IMWRITE_JPEG_QUALITY, quality))
            frame = cv2.imdecode(data, cv2.IMREAD_COLOR)
        if hole is not None:
            x0, y0, x1, y1, value = hole
            frame[y0:y1, x0:x1] = value
        out[index] = frame
    return out


def _tone_table(rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Return a table of 256 grey levels: gain and gamma; black stays black."""
    gamma, gain = rng.uniform(0.8, 1.25), rng.uniform(0.8, 1.2)
    levels = (np.arange(256) / 255.0) ** gamma * 255.0 * gain
    return np.clip(np.round(levels), 0, 255).astype(np.uint8)


def _hole(size: int, rng: np.random.Generator) -> tuple[int, int, int, int, int]:
    """Return a rectangle of 2 to 12 % of the picture and its grey level."""
    area, ratio = rng.uniform(0.02, 0.12) * size * size, np.exp(rng.uniform(-0.7, 0.7))
    width = int(np.clip(np.sqrt(area * ratio), 1, size - 1))
    height = int(np.clip(np.sqrt(area / ratio), 1, size - 1))
    x0, y0 = int(rng.integers(0, size - width)), int(rng.integers(0, size - height))
    return x0, y0, x0 + width, y0 + height, int(rng.integers(0, 60))
