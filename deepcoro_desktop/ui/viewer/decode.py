"""Frames of a clip as pictures that are ready to draw; runs on the FILES lane, touches no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from deepcoro_desktop.core.errors import DeepcoroError, PixelError
from deepcoro_desktop.core.progress import CancelToken
from deepcoro_desktop.core.study import Clip
from deepcoro_desktop.ui.picture import image_of, pixels_of
from deepcoro_desktop.ui.viewer.look import Look, adjusted


class Frames(Protocol):
    """What gives the frames of a clip, as core/dicom/pixels.py does."""

    def frame(self, index: int) -> npt.NDArray[np.uint8]:
        """Return one frame, counted from 0: uint8, shape (H, W, 3), RGB."""


Opener = Callable[[Clip], AbstractContextManager[Frames]]


def open_frames(clip: Clip) -> AbstractContextManager[Frames]:
    """Return a clip's frames as core/dicom/pixels.py opens them; the decoders are loaded with the first clip."""
    from deepcoro_desktop.core.dicom.pixels import open_clip

    return open_clip(clip)


@dataclass(frozen=True, slots=True)
class Fit:
    """What pictures are made ready for."""

    size: QSize
    """Size on the screen, device pixels."""
    look: Look


@dataclass(frozen=True, slots=True)
class Drawable:
    """One frame, ready to draw."""

    frame: int
    """Counted from 0."""
    source: QImage
    """The picture itself (RGB888), or a smaller one where memory is short."""
    fitted: QImage | None
    """The picture at the size of its tile (RGB32), None where it was not asked for."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one piece of work has decoded."""

    pictures: tuple[Drawable, ...]
    damaged: tuple[tuple[int, DeepcoroError], ...]
    """Frames that cannot be decoded, and why."""


def decode_chunk(
    opener: Opener, clip: Clip, frames: Sequence[int], level: int, fit: Fit | None, cancel: CancelToken
) -> Chunk:
    """Return some frames of a clip as pictures; a damaged frame does not stop the others.

    Parameters
    ----------
    opener : callable
        Opens a clip.
    clip : Clip
        The clip.
    frames : sequence of int
        Frames to decode, counted from 0.
    level : int
        1 keeps the whole picture, 2 halves its sides, and so on.
    fit : Fit or None
        Size and look of the fitted pictures; None for none.
    cancel : CancelToken
        Polled once a frame.
    """
    pictures, damaged = [], []
    with opener(clip) as reader:
        for frame in frames:
            cancel.check()
            try:
                pixels = reader.frame(frame)
            except PixelError as error:
                damaged.append((frame, error))
                continue
            fitted = None if fit is None else fitted_image(pixels, fit)
            pictures.append(Drawable(frame, _whole(pixels, level), fitted))
    return Chunk(tuple(pictures), tuple(damaged))


def fit_chunk(sources: Mapping[int, QImage], fit: Fit, cancel: CancelToken) -> Chunk:
    """Return decoded pictures at another size or with another look."""
    pictures = []
    for frame, source in sources.items():
        cancel.check()
        pictures.append(Drawable(frame, source, fitted_image(pixels_of(source), fit)))
    return Chunk(tuple(pictures), ())


def _whole(pixels: npt.NDArray[np.uint8], level: int) -> QImage:
    if level > 1:
        size = QSize(max(1, pixels.shape[1] // level), max(1, pixels.shape[0] // level))
        pixels = _resized(pixels, size)
    return image_of(pixels)


def fitted_image(pixels: npt.NDArray[np.uint8], fit: Fit) -> QImage:
    """Return the picture in the format that the painter copies without converting."""
    size = fit.size
    bgra = cv2.cvtColor(adjusted(_resized(pixels, size), fit.look), cv2.COLOR_RGB2BGRA)
    return QImage(bgra.data, size.width(), size.height(), 4 * size.width(), QImage.Format.Format_RGB32).copy()


def _resized(pixels: npt.NDArray[np.uint8], size: QSize) -> npt.NDArray[np.uint8]:
    """Return the picture at a size; averages where it shrinks, so that no speckle flickers."""
    shrinks = size.width() < pixels.shape[1]
    way = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, (size.width(), size.height()), interpolation=way), np.uint8)
