"""One frame's stored bytes -> samples. Every decoder is named here; none is picked by what happens to be installed."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import imagecodecs
import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.dicom import syntaxes
from deepcoro_desktop.core.dicom.codestream import DAMAGED_REMEDY, Codestream, read_codestream
from deepcoro_desktop.core.dicom.colour import (
    Picture,
    Samples,
    grey_to_rgb,
    palette_to_rgb,
    partial_ycc_to_rgb,
    ycc_to_rgb,
)
from deepcoro_desktop.core.dicom.layout import PixelLayout
from deepcoro_desktop.core.dicom.whole_stream import require_whole
from deepcoro_desktop.core.errors import PixelError
from deepcoro_desktop.core.study import Colours
from deepcoro_desktop.core.ycbcr import rgb_to_ycbcr

_FREE_PIXELS: Final = 1 << 22
_PIXELS_PER_BYTE: Final = 1024
"""A baseline JPEG spends at least 2 bits on a block of 64 pixels; a larger picture from fewer bytes is a trap."""
_FAILURES: Final = (RuntimeError, ValueError, TypeError, OverflowError, MemoryError, IndexError, struct.error)
"""What the decoders raise; imagecodecs' own errors are RuntimeErrors."""


def decode(data: bytes, layout: PixelLayout, out: Picture | None = None) -> Picture:
    """Return one frame: ndarray of uint8, shape (H, W, 3), RGB, 0 to 255.

    The colours of a JPEG are taken from its own stream where that is certain, else from Photometric Interpretation:
    a clip that says RGB and holds YCbCr, or the reverse, is shown right. The reader's own choice goes before both.

    Parameters
    ----------
    data : bytes
        The frame's stored bytes.
    layout : PixelLayout
        What the header says of them.
    out : ndarray of uint8, shape (H, W, 3), optional
        Contiguous; the frame is written into it and it is returned. A colour JPEG is decoded right there.

    Raises
    ------
    PixelError
        If the bytes are damaged or do not fit the header.
    """
    samples, is_rgb = _samples(data, layout, out, "RGB")
    picture = _picture(samples, is_rgb, layout)
    if out is None or picture is out:
        return picture
    out[...] = picture
    return out


def decode_ycc(data: bytes, layout: PixelLayout) -> Picture:
    """Return one frame as full-range YCbCr: ndarray of uint8, shape (H, W, 3), 0 to 255.

    Where the frame stores such colours they come back as they are: RGB holds less of them. Every other picture is
    what `decode` returns, converted. Parameters and errors are those of `decode`.
    """
    samples, is_rgb = _samples(data, layout, None, "YCBCR")
    if is_rgb or layout.samples == 1 or _is_partial(layout):
        return rgb_to_ycbcr(_picture(samples, is_rgb, layout))
    return np.ascontiguousarray(samples)


def _samples(data: bytes, layout: PixelLayout, out: Picture | None, jpeg_space: str) -> tuple[Samples, bool]:
    """Return a frame's samples and whether they are RGB; a JPEG of YCbCr gives them in `jpeg_space`."""
    try:
        if layout.encapsulated:
            samples, is_rgb = _compressed(data, layout, out, jpeg_space)
        else:
            samples, is_rgb = _native(data, layout)
    except _FAILURES as error:
        raise PixelError("The picture is damaged.", DAMAGED_REMEDY) from error
    wanted = (layout.rows, layout.columns) if layout.samples == 1 else (layout.rows, layout.columns, 3)
    if samples.shape != wanted:
        raise PixelError("The picture does not have the size that its header names.", DAMAGED_REMEDY)
    if layout.colours is not Colours.AUTOMATIC and layout.syntax not in syntaxes.JPEG_DCT:
        is_rgb = layout.colours is Colours.RGB
    return samples, is_rgb


def _picture(samples: Samples, is_rgb: bool, layout: PixelLayout) -> Picture:
    if layout.photometric == "PALETTE COLOR":
        return palette_to_rgb(samples, layout)
    if layout.samples == 1:
        return grey_to_rgb(samples, layout)
    if is_rgb:
        return np.ascontiguousarray(samples)
    return partial_ycc_to_rgb(samples) if _is_partial(layout) else ycc_to_rgb(samples)


def _is_partial(layout: PixelLayout) -> bool:
    return layout.photometric.startswith("YBR_PARTIAL") and not layout.encapsulated


def _says_rgb(layout: PixelLayout) -> bool:
    return layout.photometric == "RGB"


def _native(data: bytes, layout: PixelLayout) -> tuple[Samples, bool]:
    shape = (layout.rows, layout.columns)
    dtype = _dtype(layout)
    if layout.swapped_words:
        if len(data) % 2:
            raise PixelError("Its frames end within a word, which is not supported.", "Export the clip as JPEG.")
        data = np.frombuffer(data, "<u2").byteswap().tobytes()
    values = np.frombuffer(data, dtype)
    if layout.samples == 1:
        return values.reshape(shape).astype(dtype.newbyteorder("="), copy=False), True
    if len(data) == layout.paired_frame_bytes:
        return _upsample_422(values, shape), False
    if layout.planar:
        return np.moveaxis(values.reshape(3, *shape), 0, -1), _says_rgb(layout)
    return values.reshape(*shape, 3), _says_rgb(layout)


def _upsample_422(values: npt.NDArray[Any], shape: tuple[int, int]) -> Samples:
    """Return whole pixels of Y1 Y2 Cb Cr groups (PS3.3 C.7.6.3.1.2); each pair shares its chroma."""
    rows, columns = shape
    pairs = values.reshape(rows, columns // 2, 4)
    picture = np.empty((rows, columns, 3), np.uint8)
    picture[:, 0::2, 0], picture[:, 1::2, 0] = pairs[..., 0], pairs[..., 1]
    picture[..., 1] = np.repeat(pairs[..., 2], 2, axis=1)
    picture[..., 2] = np.repeat(pairs[..., 3], 2, axis=1)
    return picture


def _dtype(layout: PixelLayout) -> np.dtype[Any]:
    code = ("i" if layout.signed else "u") + str(layout.bits_allocated // 8)
    return np.dtype((">" if layout.big_endian else "<") + code)


def _compressed(data: bytes, layout: PixelLayout, out: Picture | None, jpeg_space: str) -> tuple[Samples, bool]:
    if layout.syntax == syntaxes.RLE:
        return _rle(data, layout), _says_rgb(layout)
    head = read_codestream(data)
    _require_fit(head, layout)
    require_whole(data)
    if layout.syntax in syntaxes.JPEG_DCT:
        return _jpeg(data, head, layout, out, jpeg_space)
    decoder: Callable[[bytes], Samples]
    if layout.syntax in syntaxes.JPEG_LOSSLESS:
        decoder = partial(_jpeg_lossless, space="GRAYSCALE" if layout.samples == 1 else "RGB")
    elif layout.syntax in syntaxes.JPEG_LS:
        decoder = imagecodecs.jpegls_decode
    else:
        decoder = imagecodecs.jpeg2k_decode  # undoes the reversible and irreversible colour transforms itself
    samples = _channels_last(np.asarray(decoder(data)), layout)
    # whatever the label says: a stream whose colours were transformed comes back as RGB
    is_rgb = head.is_transformed or layout.photometric in ("RGB", "YBR_ICT", "YBR_RCT")
    return _stored_type(samples, layout), is_rgb


def _jpeg(data: bytes, head: Codestream, layout: PixelLayout, out: Picture | None, ycc_as: str) -> tuple[Samples, bool]:
    if layout.samples == 1:
        return np.asarray(imagecodecs.jpeg8_decode(data)), True
    ycc = head.is_ycc if head.is_ycc is not None else not _says_rgb(layout)
    if layout.colours is not Colours.AUTOMATIC:
        ycc = layout.colours is Colours.YBR
    space, wanted = ("YCBCR", ycc_as) if ycc else ("RGB", "RGB")
    return np.asarray(imagecodecs.jpeg8_decode(data, colorspace=space, outcolorspace=wanted, out=out)), wanted == "RGB"


def _jpeg_lossless(data: bytes, space: str) -> Samples:
    """Return the components as they are stored: the same colour space on both sides converts nothing.

    By libjpeg-turbo: imagecodecs 2026.3's own lossless decoders (ljpeg, jpegsof3) end the process on altered streams.
    """
    return np.asarray(imagecodecs.jpeg8_decode(data, colorspace=space, outcolorspace=space))


def _require_fit(head: Codestream, layout: PixelLayout) -> None:
    """Refuse a stream whose size is not the header's, before memory is taken for it."""
    if (head.rows, head.columns, head.components) != (layout.rows, layout.columns, layout.samples):
        raise PixelError(
            f"The compressed picture has {head.columns} by {head.rows} pixels of {head.components} values, "
            f"the header names {layout.columns} by {layout.rows} of {layout.samples}.",
            DAMAGED_REMEDY,
        )
    if head.rows * head.columns > _FREE_PIXELS + _PIXELS_PER_BYTE * head.length:
        raise PixelError(
            f"{head.length} bytes cannot hold a picture of {head.columns} by {head.rows} pixels.", DAMAGED_REMEDY
        )
    if head.bits > layout.bits_allocated or (layout.syntax in syntaxes.JPEG_DCT and head.bits != 8):
        raise PixelError(
            f"The compressed picture has {head.bits} bits a value.", "Export the clip with 8 bits a value."
        )


def _channels_last(samples: Samples, layout: PixelLayout) -> Samples:
    if layout.samples == 3 and samples.shape == (3, layout.rows, layout.columns):
        return np.moveaxis(samples, 0, -1)
    return samples


def _stored_type(samples: Samples, layout: PixelLayout) -> Samples:
    if layout.samples == 3:
        return samples.astype(np.uint8, copy=False)
    if layout.signed and samples.dtype.kind == "u":
        return np.asarray(samples.view(samples.dtype.str.replace("u", "i")))
    return samples


def _rle(data: bytes, layout: PixelLayout) -> Samples:
    """Return the samples of one RLE frame.

    References
    ----------
    DICOM PS3.5 G.3 to G.5: a header of 16 words (number of segments, offsets), then one PackBits segment for each byte
    of each sample, the high byte first.
    """
    head = struct.unpack_from("<16L", data)
    width = layout.bits_allocated // 8
    count = head[0]
    if count != layout.samples * width:
        raise PixelError(
            f"The picture has {count} segments where its header needs {layout.samples * width}.", DAMAGED_REMEDY
        )
    ends = [*head[2 : 1 + count], len(data)]
    pixels = layout.rows * layout.columns
    planes = np.zeros((layout.samples, width, pixels), np.uint8)
    for index, (start, end) in enumerate(zip(head[1 : 1 + count], ends, strict=True)):
        segment = np.frombuffer(imagecodecs.packbits_decode(data[start:end]), np.uint8)
        if len(segment) < pixels:
            raise PixelError("The picture is cut off.", DAMAGED_REMEDY)
        planes[index // width, index % width] = segment[:pixels]
    if width == 2:
        words = (planes[:, 0].astype(np.uint16) << 8 | planes[:, 1]).reshape(layout.rows, layout.columns)
        return np.asarray(words.view(np.int16) if layout.signed else words)
    if layout.samples == 1:
        grey = planes[0, 0].reshape(layout.rows, layout.columns)
        return np.asarray(grey.view(np.int8) if layout.signed else grey)
    return np.ascontiguousarray(planes[:, 0].reshape(3, layout.rows, layout.columns).transpose(1, 2, 0))
