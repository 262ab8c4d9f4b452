"""Checks that a first start runs: colour, timing, calibration, golden clip, device."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import imagecodecs
import numpy as np
import numpy.typing as npt
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID, JPEGBaseline8Bit, UltrasoundMultiFrameImageStorage

from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.dicom.pixels import decode_frames
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.inference.session import Models, verify_bundle
from deepcoro_desktop.core.study import Calibration, TimingSource

_FRAME_TIME_MS: Final = 20.0
_FRAMES: Final = 10
_ROWS: Final = 96
_COLUMNS: Final = 128
_CM_PER_PIXEL: Final = 0.05
_GREY_TOLERANCE: Final = 2
_COLOUR_TOLERANCE: Final = 12
_RED: Final = (200, 40, 40)
_BLUE: Final = (40, 60, 200)
_UID_ROOT: Final = "2.25.31415926535897932384626433832795"


@dataclass(frozen=True, slots=True)
class Check:
    """One check and what it found."""

    name: str
    passed: bool
    detail: str

    def as_json(self) -> dict[str, str | bool]:
        """Return the check as it stands in the JSON of `selftest`."""
        return {"name": self.name, "passed": self.passed, "detail": self.detail}


def run_checks(bundle_folder: Path) -> tuple[Check, ...]:
    """Return the outcome of every check; a check that cannot run has failed, with the reason.

    Parameters
    ----------
    bundle_folder : Path
        Bundle whose golden clip is run.
    """
    checks: dict[str, Callable[[Path], str]] = {
        "colour": _check_colour,
        "timing": _check_timing,
        "calibration": _check_calibration,
        "golden clip": lambda _folder: _check_golden(bundle_folder),
        "device": lambda _folder: _check_device(bundle_folder),
    }
    results = []
    with tempfile.TemporaryDirectory(prefix="deepcoro-selftest-") as name:
        for check, run in checks.items():
            try:
                results.append(Check(check, passed=True, detail=run(Path(name))))
            except _CheckFailed as failure:
                results.append(Check(check, passed=False, detail=str(failure)))
            except DeepcoroError as error:
                results.append(Check(check, passed=False, detail=str(error)))
    return tuple(results)


class _CheckFailed(Exception):
    """A check found something else than it should."""


def _expect(condition: bool, sentence: str) -> None:
    if not condition:
        raise _CheckFailed(sentence)


def _check_colour(folder: Path) -> str:
    clip = read_study(_write_clip(folder / "colour.dcm", columns_of_region=_COLUMNS)).clips[0]
    decoded = decode_frames(clip, [0])[0].astype(int)
    grey = decoded[8:40, 8:-8]
    spread = int((grey.max(axis=-1) - grey.min(axis=-1)).max())
    _expect(spread <= _GREY_TOLERANCE, f"grey pixels differ by {spread} between colours")
    for name, colour, patch in (("red", _RED, decoded[60:80, 16:48]), ("blue", _BLUE, decoded[60:80, 80:112])):
        off = int(np.abs(patch - np.array(colour)).max())
        _expect(off <= _COLOUR_TOLERANCE, f"{name} is off by {off}")
    return f"grey within {spread}, red and blue where they belong"


def _check_timing(folder: Path) -> str:
    timing = read_study(_write_clip(folder / "timing.dcm", columns_of_region=_COLUMNS)).clips[0].timing
    _expect(timing.source is TimingSource.FRAME_TIME, f"the time was taken from {timing.source.value}")
    expected = _FRAMES * _FRAME_TIME_MS
    _expect(abs(timing.duration_ms - expected) < 0.5, f"{_FRAMES} frames last {timing.duration_ms} ms")
    return f"{_FRAMES} frames of {_FRAME_TIME_MS:g} ms last {timing.duration_ms:g} ms"


def _check_calibration(folder: Path) -> str:
    good = read_study(_write_clip(folder / "good.dcm", columns_of_region=_COLUMNS)).clips[0]
    _expect(good.calibration is Calibration.CALIBRATED, f"a sound scale is {good.calibration.value}")
    _expect(good.regions[0].delta_x == _CM_PER_PIXEL, f"the scale reads {good.regions[0].delta_x} cm")
    wrong = read_study(_write_clip(folder / "wrong.dcm", columns_of_region=4 * _COLUMNS)).clips[0]
    _expect(wrong.calibration is Calibration.REFUSED, "a region outside its picture was trusted")
    return f"{_CM_PER_PIXEL:g} cm per pixel read; a region outside its picture refused"


def _check_golden(bundle_folder: Path) -> str:
    bundle: Bundle = load_bundle(bundle_folder)
    device = verify_bundle(bundle)
    return f"{bundle.manifest.title} gives its recorded outputs on {device}"


def _check_device(bundle_folder: Path) -> str:
    models = Models(load_bundle(bundle_folder))
    return f"models run on {models.device}. {models.notice}".strip()


def _picture() -> npt.NDArray[np.uint8]:
    picture = np.zeros((_ROWS, _COLUMNS, 3), np.uint8)
    picture[:48] = np.linspace(0, 255, _COLUMNS, dtype=np.uint8)[None, :, None]
    picture[52:88, 8:56] = _RED
    picture[52:88, 72:120] = _BLUE
    return picture


def _write_clip(path: Path, *, columns_of_region: int) -> Path:
    """Write a JPEG Baseline cine of one picture; its region ends at `columns_of_region`."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = JPEGBaseline8Bit
    meta.MediaStorageSOPClassUID = UltrasoundMultiFrameImageStorage
    meta.MediaStorageSOPInstanceUID = UID(f"{_UID_ROOT}1")
    data = FileDataset(str(path), {}, file_meta=meta, preamble=b"\0" * 128)
    data.SOPClassUID = meta.MediaStorageSOPClassUID
    data.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    data.StudyInstanceUID, data.SeriesInstanceUID = f"{_UID_ROOT}2", f"{_UID_ROOT}3"
    data.PatientName, data.PatientID, data.Modality = "SELFTEST", "SELFTEST", "US"
    data.Rows, data.Columns, data.NumberOfFrames = _ROWS, _COLUMNS, _FRAMES
    data.SamplesPerPixel, data.PhotometricInterpretation, data.PlanarConfiguration = 3, "YBR_FULL_422", 0
    data.BitsAllocated = data.BitsStored = 8
    data.HighBit, data.PixelRepresentation = 7, 0
    data.FrameIncrementPointer, data.FrameTime = 0x00181063, f"{_FRAME_TIME_MS}"
    region = Dataset()
    region.RegionSpatialFormat, region.RegionDataType, region.RegionFlags = 1, 1, 0
    region.RegionLocationMinX0 = region.RegionLocationMinY0 = 0
    region.RegionLocationMaxX1, region.RegionLocationMaxY1 = columns_of_region - 1, _ROWS - 1
    region.PhysicalUnitsXDirection = region.PhysicalUnitsYDirection = 3
    region.PhysicalDeltaX = region.PhysicalDeltaY = _CM_PER_PIXEL
    data.SequenceOfUltrasoundRegions = [region]
    frame = imagecodecs.jpeg8_encode(_picture(), level=95, colorspace="RGB", outcolorspace="YCBCR", subsampling="422")
    data.PixelData = encapsulate([bytes(frame)] * _FRAMES)
    data.save_as(path, enforce_file_format=True)
    return path
