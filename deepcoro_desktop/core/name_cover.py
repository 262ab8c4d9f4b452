"""What of a picture is covered where nobody may read the patient's name in its pixels.

A scanner writes the name beside the ultrasound: what lies in the header's regions stays, all else is covered. A clip
without regions keeps the sector that moves in it, as the model's preprocessing finds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.frame_choice import evenly_chosen
from deepcoro_desktop.core.study import Clip, Region

FRAMES_LOOKED_AT: Final = 16
"""Frames in which motion is looked for: more than one beat of most clips."""
_WHOLE_SHARE: Final = 0.98
"""A region of this share of the picture or more says nothing of where the ultrasound is."""

Outline = tuple[tuple[float, float], ...]
"""Corners of a polygon, as shares of the picture's width and height."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What of a clip's pictures stays to be seen; all else is covered."""

    shown: tuple[Outline, ...]

    @property
    def certain(self) -> bool:
        """Whether it is known what is ultrasound; where it is not the whole picture is covered."""
        return bool(self.shown)


_CORNERS: Final = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.int32)
_WHOLE: Final[Outline] = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
NOTHING_COVERED: Final = Cover((_WHOLE,))
NOT_KNOWN: Final = Cover(())


def cover_of_header(clip: Clip) -> Cover | None:
    """Return the cover that a clip's header gives, None where its pictures must be looked at.

    References
    ----------
    DICOM PS3.3 C.8.5.5 (regions), C.7.6.1.1 (Burned In Annotation (0028,0301)).
    """
    if clip.regions and not any(_is_whole(region, clip) for region in clip.regions):
        return Cover(tuple(_outline(region, clip) for region in clip.regions))
    if not clip.may_show_name:
        return NOTHING_COVERED
    return NOT_KNOWN if clip.is_still else None


def cover_of_pictures(frames: npt.NDArray[np.uint8]) -> Cover:
    """Return the cover by what moves in a clip; `NOT_KNOWN` where no sector is plausible.

    Parameters
    ----------
    frames : ndarray of uint8, shape (T, H, W, 3), RGB, 0 to 255
        Some frames of the clip, of any size.

    Raises
    ------
    PixelError
        If the frames are not RGB pictures.
    """
    import cv2

    from deepcoro_desktop.core.bundle.preprocess import moving_sector

    sector = moving_sector(frames)
    if sector is None:
        return NOT_KNOWN
    height, width = sector.shape
    rows, columns = np.nonzero(sector)
    corners = np.stack([columns, rows], axis=1).astype(np.int32)
    # a pixel spans from its number to the next one
    hull = cv2.convexHull(np.concatenate([corners + step for step in _CORNERS]))
    return Cover((tuple((float(x) / width, float(y) / height) for x, y in hull[:, 0]),))


def frames_to_look_at(frame_count: int) -> tuple[int, ...]:
    """Return at most `FRAMES_LOOKED_AT` of so many frames, counted from 0, evenly spaced."""
    return evenly_chosen(frame_count, FRAMES_LOOKED_AT)


def _outline(region: Region, clip: Clip) -> Outline:
    left, right = region.x0 / clip.columns, (region.x1 + 1) / clip.columns
    top, bottom = region.y0 / clip.rows, (region.y1 + 1) / clip.rows
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def _is_whole(region: Region, clip: Clip) -> bool:
    area = (region.x1 - region.x0 + 1) * (region.y1 - region.y0 + 1)
    return area >= _WHOLE_SHARE * clip.rows * clip.columns
