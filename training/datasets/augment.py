"""Random changes of training clips: RandAugment and RandomErasing, the same draw for every frame of a clip.

The list of changes keeps a heart's meaning. Position, angle and depth of a probe, gain, compression, speckle, focus and
a codec's loss differ between two recordings of the same heart, and each change below imitates one of them. Left out of
the published lists are: flips, since left is a finding; shears, since they change the angle between walls and the
volume that is read from them; solarise, posterise, invert and equalise, since they turn blood into tissue; colour
changes, since red and blue are directions of flow.

References
----------
Cubuk E et al. RandAugment. NeurIPS 2020, section 3. Here the changes of a clip differ from each other and the strength
of each is drawn up to the magnitude, so that clips near the original are seen as well; they are applied in the fixed
order geometry, tone, speckle, blur, codec, which needs one resampling and one table whatever was drawn.
Zhong Z et al. Random erasing data augmentation. AAAI 2020.
"""

from __future__ import annotations

import hashlib
from enum import Enum, auto

import cv2
import numpy as np
import numpy.typing as npt

from training.config import AugmentConfig

Clips = npt.NDArray[np.uint8]
Field = npt.NDArray[np.uint8]

MAX_SHIFT = 0.06
"""Largest shift, of the picture's side."""
MAX_TURN_DEG = 7.0
MAX_SCALE = 0.10
MAX_GAIN = 0.25
MAX_LOG_GAMMA = 0.25
MAX_SPECKLE = 0.12
"""Largest standard deviation of the speckle, of the grey level."""
MAX_BLUR = 0.9
"""Largest standard deviation of the blur, in pixels."""
WORST_QUALITY = 60
ERASED_AREA = (0.02, 0.12)
"""Least and most of the picture that is erased: a finding elsewhere stays visible."""


class Change(Enum):
    """The changes that RandAugment draws from."""

    SHIFT_X = auto()
    SHIFT_Y = auto()
    TURN = auto()
    SCALE = auto()
    GAIN = auto()
    GAMMA = auto()
    SPECKLE = auto()
    BLUR = auto()
    CODEC = auto()


def sample_generator(seed: int, epoch: int, key: str) -> np.random.Generator:
    """Return the generator of a sample in an epoch: neither workers nor processes nor its place in a batch matter."""
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    return np.random.default_rng((seed, epoch, int.from_bytes(digest, "big")))


def augment(
    clips: Clips, rng: np.random.Generator, jpeg_quality: int = 0, settings: AugmentConfig | None = None
) -> Clips:
    """Return changed clips, all drawn from one generator.

    Parameters
    ----------
    clips : ndarray of uint8, shape (N, T, H, W, 3)
        Left as they are.
    rng : numpy.random.Generator
        Source of every draw.
    jpeg_quality : int
        Best quality of the codec's pass; 0 leaves that change out.
    settings : AugmentConfig, optional
        How much is changed; the defaults if not given.

    Returns
    -------
    ndarray of uint8, shape (N, T, H, W, 3)
    """
    out = np.empty_like(clips)
    for place, clip in enumerate(clips):
        augment_clip(clip, rng, settings or AugmentConfig(), jpeg_quality, out[place])
    return out


def augment_clip(
    clip: Clips, rng: np.random.Generator, settings: AugmentConfig, jpeg_quality: int = 0, out: Clips | None = None
) -> Clips:
    """Return one changed clip.

    Parameters
    ----------
    clip : ndarray of uint8, shape (T, H, W, 3)
        Left as it is. A still, of which all frames are equal, is changed once and repeated.
    rng : numpy.random.Generator
        Source of every draw.
    settings : AugmentConfig
        How much is changed.
    jpeg_quality : int
        Best quality of the codec's pass; 0 leaves that change out.
    out : ndarray of uint8, shape (T, H, W, 3), optional
        Receives the result.

    Returns
    -------
    ndarray of uint8, shape (T, H, W, 3)
    """
    out = np.empty_like(clip) if out is None else out
    drawn = _drawn_changes(rng, settings, with_codec=jpeg_quality > 0)
    height, width = clip.shape[1:3]
    matrix = _matrix(drawn, height, width)
    table = _tone_table(drawn)
    speckle = _speckle_field(rng, drawn[Change.SPECKLE], height, width) if Change.SPECKLE in drawn else None
    sigma = MAX_BLUR * abs(drawn.get(Change.BLUR, 0.0))
    quality = _quality(drawn, jpeg_quality)
    hole = _hole(rng, height, width) if rng.random() < settings.erase else None
    frames = 1 if _is_still(clip) else len(clip)
    for place in range(frames):
        frame = clip[place]
        if matrix is not None:
            frame = cv2.warpAffine(frame, matrix, (width, height), flags=cv2.INTER_LINEAR)
        if table is not None:
            frame = cv2.LUT(frame, table)
        if speckle is not None:
            frame = cv2.multiply(frame, speckle, scale=1.0 / 128.0)
        if sigma > 0.1:
            frame = cv2.GaussianBlur(frame, (3, 3), sigma)
        if quality:
            _, data = cv2.imencode(".jpg", frame, (cv2.IMWRITE_JPEG_QUALITY, quality))
            frame = cv2.imdecode(data, cv2.IMREAD_COLOR)
        out[place] = frame
    if hole is not None:
        (rows, columns), level = hole
        out[:frames, rows, columns] = level
    out[frames:] = out[0]
    return out


def _is_still(clip: Clips) -> bool:
    return np.array_equal(clip[0], clip[-1]) and bool((clip[1:] == clip[0]).all())


def _drawn_changes(rng: np.random.Generator, settings: AugmentConfig, *, with_codec: bool) -> dict[Change, float]:
    """Return the drawn changes with their strength, -1 to 1."""
    left_out = {Change[name.upper()] for name in settings.without} | (set() if with_codec else {Change.CODEC})
    changes = [change for change in Change if change not in left_out]
    chosen = rng.permutation(len(changes))[: settings.operations]
    strengths = rng.uniform(-1.0, 1.0, len(chosen)) * settings.magnitude / 10.0
    return {changes[place]: float(strength) for place, strength in zip(chosen, strengths, strict=True)}


def _matrix(drawn: dict[Change, float], height: int, width: int) -> npt.NDArray[np.float64] | None:
    """Return shift, turn and scale as one affine matrix, (2, 3); None where none was drawn."""
    shift_x, shift_y, turn, scale = (
        drawn.get(change, 0.0) for change in (Change.SHIFT_X, Change.SHIFT_Y, Change.TURN, Change.SCALE)
    )
    if not (shift_x or shift_y or turn or scale):
        return None
    centre = ((width - 1) / 2.0, (height - 1) / 2.0)
    matrix = np.asarray(cv2.getRotationMatrix2D(centre, MAX_TURN_DEG * turn, 1.0 + MAX_SCALE * scale), np.float64)
    matrix[:, 2] += (MAX_SHIFT * shift_x * width, MAX_SHIFT * shift_y * height)
    return matrix


def _tone_table(drawn: dict[Change, float]) -> Field | None:
    """Return gain and gamma as a table of 256 grey levels, black stays black; None where none was drawn."""
    gain, gamma = drawn.get(Change.GAIN, 0.0), drawn.get(Change.GAMMA, 0.0)
    if not (gain or gamma):
        return None
    levels = (np.arange(256) / 255.0) ** np.exp(MAX_LOG_GAMMA * gamma) * 255.0 * (1.0 + MAX_GAIN * gain)
    return np.asarray(np.clip(np.round(levels), 0, 255), np.uint8)


def _speckle_field(rng: np.random.Generator, strength: float, height: int, width: int) -> Field:
    """Return a factor for each pixel, (H, W, 3), 128 for 1: speckle multiplies, so black stays black."""
    noise = rng.standard_normal((height, width, 1), dtype=np.float32) * np.float32(128.0 * MAX_SPECKLE * abs(strength))
    return np.repeat(np.clip(np.round(128.0 + noise), 0, 255).astype(np.uint8), 3, axis=2)


def _quality(drawn: dict[Change, float], best: int) -> int:
    """Return the quality of the JPEG pass, from `best` down; 0 where none was drawn."""
    if Change.CODEC not in drawn:
        return 0
    return round(best - abs(drawn[Change.CODEC]) * max(0, best - WORST_QUALITY))


def _hole(rng: np.random.Generator, height: int, width: int) -> tuple[tuple[slice, slice], int]:
    """Return a rectangle, as slices of rows and columns, and its grey level."""
    area, ratio = rng.uniform(*ERASED_AREA) * height * width, np.exp(rng.uniform(-0.7, 0.7))
    across = int(np.clip(np.sqrt(area * ratio), 1, width - 1))
    down = int(np.clip(np.sqrt(area / ratio), 1, height - 1))
    x, y = int(rng.integers(0, width - across)), int(rng.integers(0, height - down))
    return (slice(y, y + down), slice(x, x + across)), int(rng.integers(0, 60))
