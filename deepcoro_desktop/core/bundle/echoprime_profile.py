"""The preprocessing of the published EchoPrime encoder: `PreprocessSpec.profile` "echoprime".

The release was trained on pictures that it made in one chain: YCbCr pixels are turned to BGR by OpenCV's YUV rule,
what lies outside the lit and moving sector is black, then the centre square without a tenth on each side is resized
bicubically. The chain starts here from YCbCr too: as the file stores it, or as an RGB or grey picture would have been
stored. So one picture gives one tensor, whatever its colours.

Where a clip is short, the release adds zeros after the mean was taken off. Those frames are `PADDING` here, which the
bundle's graphs turn to zeros; a picture is never all of that value.

References
----------
Vukadinovic M et al. EchoPrime: A Multi-Video View-Informed Vision-Language Model for Comprehensive Echocardiography
Interpretation. arXiv 2410.09704, and the preprocessing of its published code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.ycbcr import rgb_to_ycbcr

PADDING: Final = 255
"""Every value of a frame that stands for zeros after normalisation."""

_GROWTH: Final = 10
"""Steps of one pixel by which what is lit shrinks (an ECG trace is thin) and what moves grows."""

_CORNER: Final = 20
"""Rows and columns at the upper left whose changes do not count: a mark of the scanner blinks there."""

_OUTLINE: Final = 3
"""Width of the line around each hull, pixels."""

_ZOOM: Final = 10
"""One part in this many is cut from each side of the square."""

_OUTSIDE: Final = 100
_INSIDE: Final = 255

Frames = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.uint8]


class EchoprimeChain:
    """The chain for one clip, frame by frame: every frame has a say in what is lit, and few are kept.

    Parameters
    ----------
    indices : sequence of int
        The frames that the tensor takes; those below 0 are padding.
    size : int
        H = W of the tensor, pixels.
    """

    def __init__(self, indices: Sequence[int], size: int) -> None:
        self._indices, self._size = indices, size
        self._taken = {index for index in indices if index >= 0}
        self._pictures: dict[int, Frames] = {}
        self._count = 0
        self._first = self._last = np.zeros((0, 0), np.uint8)
        self._lit = np.zeros((0, 0), np.bool_)

    def add(self, frame: Frames) -> None:
        """Take the clip's next frame, uint8, shape (H, W, 3), full-range YCbCr; it is not changed."""
        bgr = yuv_to_bgr(frame)
        self._last = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), np.uint8)
        if self._count == 0:
            self._first, self._lit = self._last, self._last > 0
        else:
            self._lit |= self._last > 0
        if self._count in self._taken:
            self._pictures[self._count] = bgr
        self._count += 1

    def tensor(self) -> Frames:
        """Return the tensor of the frames that were added, the clip's first to last.

        Returns
        -------
        ndarray of uint8, shape (len(indices), size, size, 3), BGR, 0 to 255
            Padding frames are all `PADDING`.
        """
        mask = sector_mask(self._lit, self._first != self._last)
        tensor = np.full((len(self._indices), self._size, self._size, 3), PADDING, np.uint8)
        for place, index in enumerate(self._indices):
            if index >= 0:
                picture = self._pictures[index]
                kept = np.asarray(cv2.bitwise_and(picture, picture, mask=mask), np.uint8)
                tensor[place] = _no_padding(crop_and_scale(kept, self._size))
        return tensor


def echoprime_tensor(frames: Frames, indices: Sequence[int], size: int) -> Frames:
    """Return the tensor of the release's encoder, as `EchoprimeChain` does.

    Parameters
    ----------
    frames : ndarray of uint8, shape (F, H, W, 3), RGB, 0 to 255
        The whole clip. It is not changed.
    indices, size
        As `EchoprimeChain` takes them.
    """
    chain = EchoprimeChain(indices, size)
    for frame in frames:
        chain.add(rgb_to_ycbcr(frame))
    return chain.tensor()


def yuv_to_bgr(picture: Frames) -> Frames:
    """Return BGR of YCbCr taken as YUV. OpenCV's YUV has other factors: colours come out as the encoder knows them."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_YUV2BGR), np.uint8)


def sector_mask(lit: npt.NDArray[np.bool_], changed: npt.NDArray[np.bool_]) -> Mask:
    """Return 1 inside the hull of what is lit and moves, else 0.

    Parameters
    ----------
    lit : ndarray of bool, shape (H, W)
        What is not black in at least one frame. The release counts frames in 8 bits, so that 256 of them are none;
        that accident is not repeated.
    changed : ndarray of bool, shape (H, W)
        What differs between the first and the last frame.
    """
    square = np.ones((3, 3), np.uint8)
    overlap = np.asarray(cv2.erode(lit.astype(np.uint8), square, iterations=_GROWTH), np.uint8)
    moves = changed.copy()
    moves[:_CORNER, :_CORNER] = False
    overlap &= moves
    overlap = np.asarray(cv2.dilate(overlap, square, iterations=_GROWTH), np.uint8)
    filled = _not_outside(overlap)
    contours, _ = cv2.findContours(filled, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        cv2.drawContours(filled, [cv2.convexHull(contour)], -1, _INSIDE, _OUTLINE)
    return np.minimum(_not_outside(np.minimum(filled, 1)), 1)


def _not_outside(mask: Mask) -> Mask:
    """Return 255 for what is not joined to the upper left pixel through equal values, else 0."""
    flooded = mask.copy()
    cv2.floodFill(flooded, None, (0, 0), _OUTSIDE)
    return np.where(flooded == _OUTSIDE, np.uint8(0), np.uint8(_INSIDE))


def crop_and_scale(picture: Frames, size: int) -> Frames:
    """Return the centre square without a tenth on each side, resized bicubically.

    The release rounds half a pixel to the even neighbour, so that the square may be a pixel off; it fails where the
    sides differ by one pixel, which is not cut here.
    """
    height, width = picture.shape[:2]
    x, y = max(0, round((width - height) / 2)), max(0, round((height - width) / 2))
    square = picture[y : height - y, x : width - x]
    x, y = square.shape[1] // _ZOOM, square.shape[0] // _ZOOM
    zoomed = square[y : square.shape[0] - y, x : square.shape[1] - x]
    return np.asarray(cv2.resize(zoomed, (size, size), interpolation=cv2.INTER_CUBIC), np.uint8)


def _no_padding(picture: Frames) -> Frames:
    """Return a picture that cannot be taken for padding: an all-white one loses a grey level in its first pixel."""
    if picture.min() == PADDING:
        picture[0, 0] = PADDING - 1
    return picture
