"""Reference files for the tests of the reader: one picture in every way that DICOM stores it, and ways to damage it."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import numpy.typing as npt
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate, encapsulate_extended
from pydicom.pixels.encoders import RLELosslessEncoder
from pydicom.sequence import Sequence as DicomSequence

from tests.dicom_factory import US_MULTIFRAME, uid

ROWS, COLUMNS = 48, 64
RED, GREEN, BLUE = (200, 40, 40), (40, 190, 60), (40, 60, 200)
PATCHES = {
    RED: (slice(28, 44), slice(4, 12)),
    GREEN: (slice(28, 44), slice(20, 28)),
    BLUE: (slice(28, 44), slice(36, 44)),
}

IMPLICIT, EXPLICIT = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1"
DEFLATED, BIG_ENDIAN = "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"
RLE = "1.2.840.10008.1.2.5"
JPEG, JPEG_EXTENDED = "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"
LOSSLESS, LOSSLESS_SV1 = "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70"
JPEG_LS, JPEG_LS_NEAR = "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"
JPEG_2000_REVERSIBLE, JPEG_2000 = "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"
MPEG4 = "1.2.840.10008.1.2.4.102"

Frames = npt.NDArray[np.uint8]


def reference_frames(count: int = 3) -> Frames:
    """Return frames with a grey ramp above and colour patches below; a white square tells the frame's number.

    Returns
    -------
    ndarray of uint8, shape (count, ROWS, COLUMNS, 3), RGB
    """
    frame = np.zeros((ROWS, COLUMNS, 3), np.uint8)
    frame[:24] = np.linspace(0, 255, COLUMNS, dtype=np.uint8)[None, :, None]
    for colour, place in PATCHES.items():
        frame[24:48, place[1].start - 4 : place[1].stop + 4] = colour
    frames = np.repeat(frame[None], count, axis=0)
    for index in range(count):
        frames[index, 28:44, 52:60] = 60 * index
    return frames


def grey_of(frames: Frames) -> Frames:
    """Return the first channel: a picture of one sample a pixel."""
    return np.ascontiguousarray(frames[..., 0])


def to_ybr(frames: Frames) -> Frames:
    """Return full-range YCbCr by the equations of PS3.3 C.7.6.3.1.2, written out."""
    red, green, blue = (frames[..., index].astype(float) for index in range(3))
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    ybr = np.stack([luma, 128 + (blue - luma) / 1.772, 128 + (red - luma) / 1.402], axis=-1)
    return np.clip(np.rint(ybr), 0, 255).astype(np.uint8)


def to_ybr_422(frames: Frames) -> bytes:
    """Return Y1 Y2 Cb Cr for each pair of pixels."""
    ybr = to_ybr(frames)
    pairs = np.stack([ybr[..., 0::2, 0], ybr[..., 1::2, 0], ybr[..., 0::2, 1], ybr[..., 0::2, 2]], axis=-1)
    return pairs.tobytes()


def dataset(
    pixels: bytes | Sequence[bytes],
    syntax: str = EXPLICIT,
    photometric: str = "RGB",
    *,
    frames: int = 3,
    bits: int = 8,
    offsets: str = "basic",
    **elements: Any,
) -> Dataset:
    """Return a data set with these pixels: bytes as they are, or a compressed stream for each frame.

    Parameters
    ----------
    offsets : str
        Where compressed frames are listed: "basic", "extended" or "none".
    **elements
        Any element by its keyword; None removes it.
    """
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = US_MULTIFRAME
    meta.MediaStorageSOPInstanceUID = uid("picture", "instance")
    meta.TransferSyntaxUID = syntax
    data = Dataset()
    data.file_meta = meta
    data.SOPClassUID = US_MULTIFRAME
    data.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    data.StudyInstanceUID, data.SeriesInstanceUID = uid("picture"), uid("picture", "series")
    data.Modality = "US"
    data.PatientName, data.PatientID, data.PatientBirthDate = "Phantom^Picture", "PHANTOM-2", "19500102"
    data.StudyDate = data.ContentDate = "20240304"
    data.StudyTime = data.ContentTime = "101500"
    data.NumberOfFrames = frames
    data.FrameIncrementPointer, data.FrameTime = 0x00181063, "20"
    data.Rows, data.Columns = ROWS, COLUMNS
    data.PhotometricInterpretation = photometric
    data.SamplesPerPixel = 1 if photometric.startswith(("MONO", "PALETTE")) else 3
    if data.SamplesPerPixel == 3:
        data.PlanarConfiguration = 0
    data.BitsAllocated = data.BitsStored = bits
    data.HighBit = bits - 1
    data.PixelRepresentation = 0
    if isinstance(pixels, bytes):
        data.PixelData = pixels
        data["PixelData"].VR = "OW" if bits > 8 else "OB"
    else:
        streams = [bytes(stream) for stream in pixels]
        if offsets == "extended":
            data.PixelData, data.ExtendedOffsetTable, data.ExtendedOffsetTableLengths = encapsulate_extended(streams)
        else:
            data.PixelData = encapsulate(streams, has_bot=offsets == "basic")
        data["PixelData"].VR = "OB"
        data["PixelData"].is_undefined_length = True
    for keyword, value in elements.items():
        if value is None:
            delattr(data, keyword)
        else:
            setattr(data, keyword, value)
    return data


def write(path: Path, data: Dataset) -> Path:
    """Write a data set in its own transfer syntax and return the path."""
    data.save_as(path, enforce_file_format=True)
    return path


def rle(frame: npt.NDArray[Any]) -> bytes:
    """Return one frame as RLE, by pydicom's encoder."""
    samples = frame.shape[2] if frame.ndim == 3 else 1
    return bytes(
        RLELosslessEncoder.encode(
            frame.astype(frame.dtype.newbyteorder("<")).tobytes(),
            encoding_plugin="pydicom",
            rows=frame.shape[0],
            columns=frame.shape[1],
            samples_per_pixel=samples,
            number_of_frames=1,
            bits_allocated=8 * frame.dtype.itemsize,
            bits_stored=8 * frame.dtype.itemsize,
            pixel_representation=0,
            photometric_interpretation="RGB" if samples == 3 else "MONOCHROME2",
            planar_configuration=0,
        )
    )


def jpeg(frame: npt.NDArray[Any], *, ycbcr: bool = True, subsampling: str = "444") -> bytes:
    """Return one frame as JPEG Baseline: YCbCr in a JFIF file, or RGB with Adobe's marker."""
    if frame.ndim == 2:
        return bytes(imagecodecs.jpeg8_encode(frame, level=95))
    space = "YCBCR" if ycbcr else "RGB"
    return bytes(
        imagecodecs.jpeg8_encode(frame, level=95, colorspace="RGB", outcolorspace=space, subsampling=subsampling)
    )


def without_markers(stream: bytes) -> bytes:
    """Return a JPEG stream without its application markers: it no longer says what its colours are."""
    kept, place = stream[:2], 2
    while stream[place + 1] != 0xDA:
        length = 2 + int.from_bytes(stream[place + 2 : place + 4], "big")
        if not 0xE0 <= stream[place + 1] <= 0xEF:
            kept += stream[place : place + length]
        place += length
    return kept + stream[place:]


def region(x0: int, y0: int, x1: int, y1: int, **elements: Any) -> Dataset:
    """Return a calibrated two-dimensional region; 0.05 cm a pixel unless `elements` says otherwise."""
    item = Dataset()
    item.RegionSpatialFormat, item.RegionDataType, item.RegionFlags = 1, 1, 2
    item.RegionLocationMinX0, item.RegionLocationMinY0 = x0, y0
    item.RegionLocationMaxX1, item.RegionLocationMaxY1 = x1, y1
    item.PhysicalUnitsXDirection = item.PhysicalUnitsYDirection = 3
    item.PhysicalDeltaX = item.PhysicalDeltaY = 0.05
    for keyword, value in elements.items():
        setattr(item, keyword, value)
    return item


def regions(*items: Dataset) -> DicomSequence:
    """Return the value of SequenceOfUltrasoundRegions."""
    return DicomSequence(items)


def bundled(name: str) -> Path:
    """Return a file that pydicom or pydicom-data carries; nothing is downloaded."""
    found = get_testdata_file(name, download=False)
    if found is not None:
        return Path(found)
    spec = importlib.util.find_spec("data_store")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(next(iter(spec.submodule_search_locations))) / "data" / name
