"""Stored samples -> uint8 RGB."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from pydicom.pixels.processing import apply_color_lut

from deepcoro_desktop.core.dicom.layout import PixelLayout
from deepcoro_desktop.core.dicom.values import MALFORMED, quiet
from deepcoro_desktop.core.errors import PixelError

Samples = npt.NDArray[Any]
Picture = npt.NDArray[np.uint8]

_REMEDY: Final = "Export the clip from the scanner or the archive again."
_VIDEO_BLACK, _VIDEO_RANGE, _CHROMA_RANGE = 16.0, 219.0, 224.0


def ycc_to_rgb(picture: Picture) -> Picture:
    """Return RGB of full-range YCbCr: uint8, shape (H, W, 3), both.

    References
    ----------
    DICOM PS3.3 C.7.6.3.1.2 (YBR_FULL), the equations of ITU-T T.871 (JFIF).
    """
    swapped = np.ascontiguousarray(picture[..., [0, 2, 1]])  # OpenCV's order is Y, Cr, Cb
    return np.asarray(cv2.cvtColor(swapped, cv2.COLOR_YCrCb2RGB), np.uint8)


def partial_ycc_to_rgb(picture: Picture) -> Picture:
    """Return RGB of studio-range YCbCr (YBR_PARTIAL, CCIR 601): uint8, shape (H, W, 3), both."""
    full = np.empty(picture.shape, np.float32)
    full[..., 0] = (picture[..., 0] - _VIDEO_BLACK) * (255.0 / _VIDEO_RANGE)
    full[..., 1:] = (picture[..., 1:].astype(np.float32) - 128.0) * (255.0 / _CHROMA_RANGE) + 128.0
    return ycc_to_rgb(np.clip(np.rint(full), 0, 255).astype(np.uint8))


def grey_to_rgb(samples: Samples, layout: PixelLayout) -> Picture:
    """Return RGB of one-sample pixels, rescaled and windowed where the header says so.

    Without a window, the range of the stored bits becomes 0 to 255.

    References
    ----------
    DICOM PS3.3 C.11.1 (rescale), C.11.2.1.2 (window, linear).
    """
    plain = layout.bits_allocated == 8 and layout.slope == 1.0 and layout.intercept == 0.0
    if plain and layout.window is None and not layout.signed and layout.bits_stored == 8:
        grey = samples.astype(np.uint8, copy=False)
    else:
        values = _stored(samples, layout).astype(np.float32) * layout.slope + layout.intercept
        grey = np.rint(_windowed(values, layout)).astype(np.uint8)
    if layout.photometric == "MONOCHROME1":
        grey = 255 - grey
    return np.repeat(grey[..., None], 3, axis=-1)


def _stored(samples: Samples, layout: PixelLayout) -> Samples:
    """Return the stored bits alone, PS3.5 8.1.1: what lies above or below them (overlays) belongs to no pixel."""
    if layout.bits_stored == layout.bits_allocated:
        return samples
    bits = samples.view(f"u{samples.dtype.itemsize}").astype(np.int32)
    # decoders return the stored bits at the bottom; only pixels that no codec packed may stand higher
    shift = 0 if layout.encapsulated else layout.high_bit + 1 - layout.bits_stored
    bits = (bits >> shift) & ((1 << layout.bits_stored) - 1)
    if layout.signed:
        sign = 1 << (layout.bits_stored - 1)
        bits = (bits ^ sign) - sign
    return bits


def _windowed(values: npt.NDArray[np.float32], layout: PixelLayout) -> npt.NDArray[np.float32]:
    if layout.window is not None:
        centre, width = layout.window
        if width > 1:
            shade = (values - (centre - 0.5)) / (width - 1) + 0.5
        else:
            shade = (values > centre - 0.5).astype(np.float32)
    else:
        low = -(1 << (layout.bits_stored - 1)) if layout.signed else 0
        ends = sorted(end * layout.slope + layout.intercept for end in (low, low + (1 << layout.bits_stored) - 1))
        shade = (values - ends[0]) / max(ends[1] - ends[0], 1e-6)
    return np.asarray(np.clip(shade, 0.0, 1.0) * 255.0, np.float32)


def palette_to_rgb(samples: Samples, layout: PixelLayout) -> Picture:
    """Return RGB of indices into the clip's colour tables (DICOM PS3.3 C.7.9)."""
    try:
        with quiet():
            table = apply_color_lut(samples, layout.palette)
    except MALFORMED as error:
        raise PixelError("The colour tables are damaged.", _REMEDY) from error
    if table.dtype == np.uint8:
        return np.ascontiguousarray(table)
    # tables of 16 bits hold 8-bit colours in the high byte; some writers put them in the low one, in all entries
    return (table >> 8).astype(np.uint8) if _is_deep(layout) else table.astype(np.uint8)


def _is_deep(layout: PixelLayout) -> bool:
    """Return whether any entry of the colour tables is above 255."""
    if layout.palette is None:
        return False
    for colour in ("Red", "Green", "Blue"):
        data = layout.palette.get(f"{colour}PaletteColorLookupTableData")
        if not isinstance(data, bytes):  # segmented: its words are not entries, and no writer uses it for low bytes
            return True
        if any(data[1::2]):  # pydicom 3.0 reads the words low byte first, in big endian files too
            return True
    return False
