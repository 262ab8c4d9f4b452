"""Sample, mask, crop, resize: the one way from a decoded clip to the tensor that the graphs take.

The desktop and the training both call this module, so that a model sees the same pixels in both. Mean and standard
deviation are inside the graphs. Any change that alters a pixel raises `PREPROCESS_VERSION`; a test hashes a clip.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.echoprime_profile import echoprime_tensor
from deepcoro_desktop.core.bundle.manifest import ECHOPRIME, PreprocessSpec
from deepcoro_desktop.core.errors import PixelError
from deepcoro_desktop.core.study import Region, RegionFormat

PREPROCESS_VERSION: Final = 1
"""Raised with every change that alters a pixel; a bundle names the version that its models were trained with."""

BLACK_FRAME: Final = -1
"""Stands for an added black frame among sampled indices (`short_clip` is "zeros")."""

_NO_PICTURE_DATA: Final = frozenset({5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17})
"""Region Data Types that are traces, bars or derived curves, not echoes (DICOM PS3.3 C.8.5.5.1.2)."""

_MOTION_THRESHOLD: Final = 10
"""Grey levels over time from which a pixel moves; burned-in text wavers by less, even after JPEG."""

_MIN_HULL_SHARE: Final = 0.15
"""A moving hull smaller than this share of its region is no sector (a still, a frozen picture)."""

_ANALYSIS_SIZE: Final = 256
"""The moving sector is looked for in a picture whose longer side is about this, pixels."""

_RGB_AXES: Final = 4

Mask = npt.NDArray[np.uint8]
Frames = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Box:
    """A rectangle of the picture: first column and row, and one past the last."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def area(self) -> int:
        return (self.x1 - self.x0) * (self.y1 - self.y0)

    def holds(self, other: _Box) -> bool:
        return self.x0 <= other.x0 and self.y0 <= other.y0 and self.x1 >= other.x1 and self.y1 >= other.y1


def sampled_indices(frame_count: int, spec: PreprocessSpec) -> tuple[int, ...]:
    """Return the frame of the clip behind each frame of the tensor.

    Parameters
    ----------
    frame_count : int
        Frames of the clip, at least 1.
    spec : PreprocessSpec
        The bundle's preprocessing.

    Returns
    -------
    tuple of int
        `spec.frames` indices counted from 0: every `spec.stride`-th frame from the first on. Past the clip's end they
        begin again (`short_clip` "loop": index modulo the clip's length) or are `BLACK_FRAME` ("zeros").

    Raises
    ------
    PixelError
        If the clip has no frame.
    """
    if frame_count < 1:
        raise PixelError("The clip has no frames.", "Export it again from the scanner.")
    wanted = range(0, spec.frames * spec.stride, spec.stride)
    if spec.short_clip == "loop":
        return tuple(index % frame_count for index in wanted)
    return tuple(index if index < frame_count else BLACK_FRAME for index in wanted)


def frames_to_decode(indices: Sequence[int]) -> tuple[int, ...]:
    """Return the frames that must be decoded for sampled `indices`: each once, rising, without black frames."""
    return tuple(sorted({index for index in indices if index != BLACK_FRAME}))


def needed_frames(frame_count: int, spec: PreprocessSpec) -> tuple[int, ...]:
    """Return the frames of a clip that `prepare_tensor` looks at, each once, rising.

    Those that are sampled; of the profile "echoprime" all, for its sector is what any of them lights.

    Raises
    ------
    PixelError
        If the clip has no frame.
    """
    if spec.profile == ECHOPRIME and frame_count > 0:
        return tuple(range(frame_count))
    return frames_to_decode(sampled_indices(frame_count, spec))


def prepare_tensor(decoded: Frames, frame_count: int, regions: tuple[Region, ...], spec: PreprocessSpec) -> Frames:
    """Return the tensor that the graphs take, from the frames that `needed_frames` names.

    Parameters
    ----------
    decoded : ndarray of uint8, shape (U, H, W, 3), RGB, 0 to 255
        The frames of `needed_frames(frame_count, spec)`, in its order.
    frame_count : int
        Frames of the clip.
    regions : tuple of Region
        The clip's trusted ultrasound regions; empty where there are none.
    spec : PreprocessSpec
        The bundle's preprocessing.

    Returns
    -------
    ndarray of uint8, shape (spec.frames, spec.size, spec.size, 3), colour order of `spec.colour`, 0 to 255

    Raises
    ------
    PixelError
        If the frames are not those RGB pictures.
    """
    indices = sampled_indices(frame_count, spec)
    if spec.profile != ECHOPRIME:
        return preprocess(arrange(decoded, indices), regions, spec)
    _check_frames(decoded)
    if len(decoded) != frame_count:
        raise PixelError(
            f"The clip gave {len(decoded)} of its {frame_count} frames.", "Export the clip again from the scanner."
        )
    return echoprime_tensor(decoded, indices, spec.size)


def arrange(decoded: Frames, indices: Sequence[int]) -> Frames:
    """Return the sampled frames in order, from the decoded frames of `frames_to_decode(indices)`.

    Parameters
    ----------
    decoded : ndarray of uint8, shape (U, H, W, 3), RGB, 0 to 255
        The frames that `frames_to_decode` names, in its order.
    indices : sequence of int
        What `sampled_indices` returned.

    Returns
    -------
    ndarray of uint8, shape (T, H, W, 3), RGB, 0 to 255
        One frame for each index; repeats where the clip is short, black for `BLACK_FRAME`.

    Raises
    ------
    PixelError
        If the number of decoded frames is another than the indices need.
    """
    needed = frames_to_decode(indices)
    _check_frames(decoded)
    if len(decoded) != len(needed):
        raise PixelError(
            f"The clip gave {len(decoded)} of the {len(needed)} frames that the model looks at.",
            "Export the clip again from the scanner.",
        )
    if needed == tuple(indices):
        return decoded
    place = {index: position for position, index in enumerate(needed)}
    frames = np.zeros((len(indices), *decoded.shape[1:]), np.uint8)
    for position, index in enumerate(indices):
        if index != BLACK_FRAME:
            frames[position] = decoded[place[index]]
    return frames


def preprocess(frames: Frames, regions: tuple[Region, ...], spec: PreprocessSpec) -> Frames:
    """Return the tensor that the graphs take.

    Parameters
    ----------
    frames : ndarray of uint8, shape (T, H, W, 3), RGB, 0 to 255
        The sampled frames, as `arrange` returns them.
    regions : tuple of Region
        The clip's trusted ultrasound regions; empty where there are none.
    spec : PreprocessSpec
        The bundle's preprocessing.

    Returns
    -------
    ndarray of uint8, shape (spec.frames, spec.size, spec.size, 3), colour order of `spec.colour`, 0 to 255
        Masked, cropped, padded with black to a square and resized. The input is not changed.

    Raises
    ------
    PixelError
        If the frames are not `spec.frames` RGB pictures.
    """
    _check_frames(frames)
    if spec.profile == ECHOPRIME:
        raise PixelError("This preprocessing needs the whole clip.", "Report this fault.")
    if len(frames) != spec.frames:
        raise PixelError(f"The model needs {spec.frames} frames and was given {len(frames)}.", "Report this fault.")
    height, width = frames.shape[1:3]
    whole = _Box(0, 0, width, height)
    boxes = _picture_boxes(regions, whole)
    mask: Mask | None = None
    if spec.mask == "sector" or (spec.crop == "regions" and not boxes):
        mask = _sector_mask(frames, boxes, regions, whole)
    if spec.crop == "centre":
        crop = _centre_square(whole)
    elif boxes:
        crop = _union(boxes)
    elif mask is not None:
        crop = _bounding_box(mask)
    else:
        crop = whole
    return _render(frames, mask if spec.mask == "sector" else None, crop, spec)


def moving_sector(frames: Frames) -> Mask | None:
    """Return where a picture without regions shows echoes, by what moves in it; None where no sector is plausible.

    Parameters
    ----------
    frames : ndarray of uint8, shape (T, H, W, 3), RGB, 0 to 255
        Frames of one clip.

    Returns
    -------
    ndarray of uint8, shape (H, W), or None
        255 inside the convex sector and 0 outside.
    """
    _check_frames(frames)
    height, width = frames.shape[1:3]
    return _sector_mask(frames, (), (), _Box(0, 0, width, height))


def _check_frames(frames: Frames) -> None:
    if frames.dtype != np.uint8 or frames.ndim != _RGB_AXES or frames.shape[-1] != 3 or 0 in frames.shape:
        raise PixelError("The clip's pictures are not 8-bit RGB.", "Export the clip again from the scanner.")


def _picture_boxes(regions: tuple[Region, ...], whole: _Box) -> tuple[_Box, ...]:
    """Return the rectangles that hold echoes, cut to the picture, without those inside another."""
    boxes: list[_Box] = []
    for region in regions:
        if not _holds_picture(region):
            continue
        box = _Box(max(region.x0, 0), max(region.y0, 0), min(region.x1 + 1, whole.x1), min(region.y1 + 1, whole.y1))
        if box.x1 - box.x0 > 1 and box.y1 - box.y0 > 1:
            boxes.append(box)
    unique = list(dict.fromkeys(boxes))
    # A colour box is a region inside the 2-D region: the outer one says it all.
    return tuple(box for box in unique if not any(other is not box and other.holds(box) for other in unique))


def _holds_picture(region: Region) -> bool:
    formats = (RegionFormat.TWO_D, RegionFormat.SPECTRAL, RegionFormat.M_MODE)
    return region.spatial_format in formats and region.data_type not in _NO_PICTURE_DATA


def _sector_mask(
    frames: Frames, boxes: tuple[_Box, ...], regions: tuple[Region, ...], whole: _Box
) -> npt.NDArray[np.uint8] | None:
    """Return 255 where echoes are kept and 0 elsewhere, shape (H, W); None where the whole picture is kept."""
    if not boxes:
        mask = np.zeros((whole.y1, whole.x1), np.uint8)
        return mask if _add_moving_hull(mask, frames, whole) else None
    mask = np.zeros((whole.y1, whole.x1), np.uint8)
    two_d_only = all(region.spatial_format is RegionFormat.TWO_D for region in regions if _holds_picture(region))
    for box in boxes:
        if not (two_d_only and _add_moving_hull(mask, frames, box)):
            mask[box.y0 : box.y1, box.x0 : box.x1] = 255
    return mask


def _add_moving_hull(mask: Mask, frames: Frames, box: _Box) -> bool:
    """Draw the convex hull of what moves inside `box` into `mask`; return whether it is plausible as a sector.

    The range over time is cleaned by an opening (noise), a closing (joins speckle) and a wider opening (an ECG trace
    is thin); the largest component's hull is the sector.
    """
    moving = _temporal_range(frames[:, box.y0 : box.y1, box.x0 : box.x1])
    scale = max(1, round(max(moving.shape) / _ANALYSIS_SIZE))
    if scale > 1:
        size = (max(1, moving.shape[1] // scale), max(1, moving.shape[0] // scale))
        moving = np.asarray(cv2.resize(moving, size, interpolation=cv2.INTER_AREA), np.uint8)
    binary = np.where(moving >= _MOTION_THRESHOLD, np.uint8(255), np.uint8(0))
    radius = max(1, min(binary.shape) // 40)
    wide = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    # Zeros around, so that the closing does not glue the sector to the picture's edge.
    padded = cv2.copyMakeBorder(binary, radius, radius, radius, radius, cv2.BORDER_CONSTANT, value=0)
    padded = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, wide)
    padded = cv2.morphologyEx(padded, cv2.MORPH_OPEN, wide)
    binary = np.ascontiguousarray(padded[radius:-radius, radius:-radius])
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(binary, connectivity=8)
    if count < 2:  # the background alone
        return False
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    rows, columns = np.nonzero(labels == largest)
    hull = cv2.convexHull(np.stack([columns, rows], axis=1).astype(np.int32))
    if cv2.contourArea(hull) < _MIN_HULL_SHARE * binary.size:
        return False
    drawn = np.zeros(binary.shape, np.uint8)
    cv2.fillConvexPoly(drawn, hull, 255)
    drawn = np.asarray(cv2.dilate(drawn, np.ones((3, 3), np.uint8)), np.uint8)
    if scale > 1:
        size = (box.x1 - box.x0, box.y1 - box.y0)
        drawn = np.asarray(cv2.resize(drawn, size, interpolation=cv2.INTER_NEAREST), np.uint8)
    target = mask[box.y0 : box.y1, box.x0 : box.x1]
    np.maximum(target, drawn, out=target)
    return True


def _temporal_range(frames: Frames) -> Mask:
    """Return the largest change over time of any colour, shape (H, W); added black frames are left out."""
    lit = [frame for frame in frames if frame.any()]
    if not lit:
        return np.zeros(frames.shape[1:3], np.uint8)
    low = high = lit[0]
    for frame in lit[1:]:
        low = np.asarray(cv2.min(low, frame), np.uint8)
        high = np.asarray(cv2.max(high, frame), np.uint8)
    change = cv2.subtract(high, low)
    red, green, blue = cv2.split(change)
    return np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)


def _union(boxes: tuple[_Box, ...]) -> _Box:
    return _Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def _bounding_box(mask: Mask) -> _Box:
    x, y, width, height = cv2.boundingRect(mask)
    return _Box(int(x), int(y), int(x + width), int(y + height))


def _centre_square(whole: _Box) -> _Box:
    side = min(whole.x1, whole.y1)
    x0, y0 = (whole.x1 - side) // 2, (whole.y1 - side) // 2
    return _Box(x0, y0, x0 + side, y0 + side)


def _render(frames: Frames, mask: Mask | None, crop: _Box, spec: PreprocessSpec) -> Frames:
    """Return the masked frames cut to `crop`, centred on a black square and resized."""
    width, height = crop.x1 - crop.x0, crop.y1 - crop.y0
    side = max(width, height)
    left, top = (side - width) // 2, (side - height) // 2
    square = np.zeros((side, side, 3), np.uint8)
    inner = square[top : top + height, left : left + width]
    keep = None if mask is None else cv2.merge([mask[crop.y0 : crop.y1, crop.x0 : crop.x1]] * 3)
    tensor = np.empty((len(frames), spec.size, spec.size, 3), np.uint8)
    interpolation = _interpolation(side, spec)
    for position, frame in enumerate(frames):
        part = frame[crop.y0 : crop.y1, crop.x0 : crop.x1]
        inner[...] = part if keep is None else cv2.bitwise_and(part, keep)
        small = square if side == spec.size else cv2.resize(square, (spec.size, spec.size), interpolation=interpolation)
        tensor[position] = small if spec.colour == "RGB" else small[..., ::-1]
    return tensor


def _interpolation(side: int, spec: PreprocessSpec) -> int:
    if spec.interpolation == "bicubic":
        return cv2.INTER_CUBIC
    # INTER_AREA repeats pixels when it enlarges; linear is OpenCV's advice there.
    return cv2.INTER_AREA if side > spec.size else cv2.INTER_LINEAR
