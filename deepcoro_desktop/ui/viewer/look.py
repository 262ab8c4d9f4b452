"""Look: gain, gamma, inversion and grey map of a clip; colour Doppler keeps its colours. Pure functions of pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from deepcoro_desktop.ui.language import mark, tr

LARGEST_GAIN: Final = 2.0
SMALLEST_GAIN: Final = 0.5
LARGEST_GAMMA: Final = 2.0
SMALLEST_GAMMA: Final = 0.5
COLOURED: Final = 24
"""Channels of a pixel that differ by more than this are a colour, not a grey that JPEG has tinted."""

_LIT: Final = 32
"""What is darker tells no tint."""
_TINT: Final = (0.3, 0.85)
"""Darkest to brightest channel of a tint; of a grey the two are nearer, of flow and tissue Doppler farther apart."""
_MOST: Final = 0.8
"""Share of what is lit that has a tint in a tinted picture; and the least number of pixels that tell."""
_FEW: Final = 100
_ACROSS: Final = 100
"""Pixels across a picture that are looked at for a tint."""


class GreyMap(Enum):
    """How grey levels become shades; the value is the word in the menu."""

    PLAIN = mark("Grey")
    CONTRAST = mark("Contrast")
    SOFT = mark("Soft")
    WARM = mark("Sepia")
    COLD = mark("Ice")


_TINTS: Final = {GreyMap.WARM: (1.0, 0.86, 0.66), GreyMap.COLD: (0.72, 0.9, 1.0)}
"""Share of red, green and blue at full brightness."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a clip's grey levels are shown; the default shows the pixels as they are."""

    gain: float = 1.0
    """Factor of the grey level, 0.5 to 2."""
    gamma: float = 1.0
    """Above 1 the dark tissue becomes brighter."""
    inverted: bool = False
    grey_map: GreyMap = GreyMap.PLAIN

    def __post_init__(self) -> None:
        """Refuse what the controls cannot give."""
        if not SMALLEST_GAIN <= self.gain <= LARGEST_GAIN:
            raise ValueError("the gain is not between 0.5 and 2")
        if not SMALLEST_GAMMA <= self.gamma <= LARGEST_GAMMA:
            raise ValueError("the gamma is not between 0.5 and 2")

    @property
    def plain(self) -> bool:
        """Whether the pixels are shown as they are."""
        return self == Look()

    @property
    def words(self) -> str:
        """What differs from the picture as it was recorded, empty for nothing."""
        parts = []
        if self.gain != 1.0:
            parts.append(tr("gain {gain:.2f}×").format(gain=self.gain))
        if self.gamma != 1.0:
            parts.append(tr("gamma {gamma:.2f}").format(gamma=self.gamma))
        if self.grey_map is not GreyMap.PLAIN:
            parts.append(tr(self.grey_map.value).lower())
        if self.inverted:
            parts.append(tr("inverted"))
        return " · ".join(parts)

    def next_map(self) -> Look:
        """Return the look with the next grey map."""
        maps = list(GreyMap)
        return replace(self, grey_map=maps[(maps.index(self.grey_map) + 1) % len(maps)])


def shades(look: Look) -> npt.NDArray[np.uint8]:
    """Return the shade of each grey level: uint8, shape (256, 3), RGB."""
    level = np.clip(np.arange(256) / 255.0 * look.gain, 0.0, 1.0) ** (1.0 / look.gamma)
    if look.grey_map is GreyMap.CONTRAST:
        level = level * level * (3.0 - 2.0 * level)
    elif look.grey_map is GreyMap.SOFT:
        level = np.log1p(3.0 * level) / np.log(4.0)
    if look.inverted:
        level = 1.0 - level
    tint = np.array(_TINTS.get(look.grey_map, (1.0, 1.0, 1.0)))
    # a tint that leaves black black and white white
    coloured = level[:, None] ** (1.0 / tint)
    return np.asarray(np.rint(255.0 * coloured), np.uint8)


def is_tinted(pixels: npt.NDArray[np.uint8]) -> bool:
    """Return whether a picture's greys are stored in a tint, as by a scanner's sepia map or a palette.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (H, W, 3), RGB
        The picture.
    """
    step = max(1, min(pixels.shape[:2]) // _ACROSS)
    few = pixels[::step, ::step].reshape(-1, 3)
    high, low = few.max(axis=1), few.min(axis=1)
    lit = high >= _LIT
    if np.count_nonzero(lit) < _FEW:
        return False
    share = low[lit] / high[lit]
    return bool(((share >= _TINT[0]) & (share <= _TINT[1])).mean() >= _MOST)


def adjusted(pixels: npt.NDArray[np.uint8], look: Look) -> npt.NDArray[np.uint8]:
    """Return a picture with another look; coloured pixels are left as they are, but for the tint of a tinted grey.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (H, W, 3), RGB
        The picture; it is not changed.
    look : Look
        How grey is to be shown; the plain one gives the same pixels.
    """
    if look.plain:
        return pixels
    red, green, blue = cv2.split(pixels)
    highest = cv2.max(cv2.max(red, green), blue)
    lowest = cv2.min(cv2.min(red, green), blue)
    coloured = cv2.compare(cv2.subtract(highest, lowest), COLOURED, cv2.CMP_GT)
    if is_tinted(pixels):
        coloured &= cv2.compare(lowest, np.asarray(_TINT[0] * highest, np.uint8), cv2.CMP_LT)
    shown = cv2.LUT(pixels, np.ascontiguousarray(shades(look)[None]))
    cv2.copyTo(pixels, coloured, shown)
    return np.asarray(shown, np.uint8)
