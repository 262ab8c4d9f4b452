"""Small synthetic studies: a sector of moving speckle with a bright disc whose place tells the view.

Nothing here is meant to look like a heart; the files are valid DICOM Ultrasound Multi-frame, written in milliseconds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import cv2
import imagecodecs
import numpy as np
import numpy.typing as npt
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence as DicomSequence
from pydicom.uid import ExplicitVRLittleEndian, JPEGBaseline8Bit, generate_uid

ROWS, COLUMNS = 96, 128
REGION = (16, 2, 111, 93)
"""x0, y0, x1, y1, inclusive."""
PLACES = 6
"""Distinct places of the disc."""
US_MULTIFRAME = "1.2.840.10008.5.1.4.1.1.3.1"


def uid(*parts: object) -> str:
    """Return a UID that depends on `parts` alone."""
    return str(generate_uid(entropy_srcs=[str(part) for part in ("deepcoro-test", *parts)]))


def moving_disc(place: int, frames: int = 6, seed: int = 0) -> npt.NDArray[np.uint8]:
    """Return a clip whose bright disc beats at one of `PLACES` places of the sector.

    Returns
    -------
    ndarray of uint8, shape (frames, ROWS, COLUMNS, 3), RGB, 0 to 255
    """
    generator = np.random.Generator(np.random.PCG64([place, seed]))
    sector = np.zeros((ROWS, COLUMNS), np.uint8)
    cv2.ellipse(sector, (64, 4), (86, 86), 0, 50, 130, 255, -1)
    angle = math.radians((-22, 0, 22)[place % 3])
    depth = (38, 66)[place // 3 % 2]
    centre = (round(64 + depth * math.sin(angle)), round(4 + depth * math.cos(angle)))
    clip = np.zeros((frames, ROWS, COLUMNS, 3), np.uint8)
    for index in range(frames):
        grey = generator.integers(10, 70, (ROWS, COLUMNS), dtype=np.uint8)
        radius = 9 + round(2 * math.sin(2 * math.pi * index / 6))
        cv2.circle(grey, centre, radius, 230, -1)
        clip[index] = cv2.bitwise_and(grey, sector)[..., None]
        clip[index, 2:8, 114:126] = 200
    return clip


def clip_dataset(
    study: str,
    number: int,
    pixels: npt.NDArray[np.uint8],
    *,
    jpeg: bool = False,
    region: tuple[int, int, int, int] | None = REGION,
    patient_id: str = "PHANTOM-1",
    patient_name: str = "Phantom^Disc",
) -> Dataset:
    """Return clip `number` of the study named `study` as a DICOM data set with file meta information.

    Parameters
    ----------
    study : str
        Any word; it makes the UIDs.
    number : int
        Instance number, from 1; also the second of the acquisition.
    pixels : ndarray of uint8, shape (T, H, W, 3), RGB, 0 to 255
    jpeg : bool
        JPEG Baseline in YBR_FULL_422 instead of uncompressed RGB.
    region : tuple of int, optional
        x0, y0, x1, y1 of the one calibrated 2-D region.
    patient_id, patient_name : str
        Obviously invented ones.
    """
    frames, rows, columns = pixels.shape[:3]
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = US_MULTIFRAME
    meta.MediaStorageSOPInstanceUID = uid(study, "instance", number)
    meta.TransferSyntaxUID = JPEGBaseline8Bit if jpeg else ExplicitVRLittleEndian
    dataset = Dataset()
    dataset.file_meta = meta
    dataset.SOPClassUID = US_MULTIFRAME
    dataset.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    dataset.StudyInstanceUID = uid(study)
    dataset.SeriesInstanceUID = uid(study, "series")
    dataset.Modality = "US"
    dataset.ImageType = ["ORIGINAL", "PRIMARY", "TTE", "0001"]
    dataset.Manufacturer = "Test"
    dataset.PatientName = patient_name
    dataset.PatientID = patient_id
    dataset.PatientBirthDate = "19500102"
    dataset.PatientSex = "O"
    dataset.StudyDate = dataset.ContentDate = dataset.AcquisitionDate = "20240304"
    dataset.StudyTime = "101500"
    dataset.ContentTime = dataset.AcquisitionTime = f"10{15 + number // 60:02d}{number % 60:02d}"
    dataset.AcquisitionDateTime = f"20240304{dataset.AcquisitionTime}"
    dataset.StudyID = "1"
    dataset.AccessionNumber = "TEST1"
    dataset.ReferringPhysicianName = ""
    dataset.SeriesNumber = 1
    dataset.InstanceNumber = number
    dataset.NumberOfFrames = frames
    dataset.FrameTime = "33.333"
    dataset.FrameIncrementPointer = 0x00181063
    dataset.HeartRate = 60
    dataset.Rows, dataset.Columns = rows, columns
    dataset.SamplesPerPixel = 3
    dataset.PlanarConfiguration = 0
    dataset.BitsAllocated = dataset.BitsStored = 8
    dataset.HighBit = 7
    dataset.PixelRepresentation = 0
    if region is not None:
        dataset.SequenceOfUltrasoundRegions = DicomSequence([_region_item(region)])
    if jpeg:
        dataset.PhotometricInterpretation = "YBR_FULL_422"
        dataset.LossyImageCompression = "01"
        streams = [
            imagecodecs.jpeg8_encode(frame, level=92, colorspace="RGB", outcolorspace="YCbCr", subsampling="422")
            for frame in np.ascontiguousarray(pixels)
        ]
        dataset.PixelData = encapsulate([bytes(stream) for stream in streams])
    else:
        dataset.PhotometricInterpretation = "RGB"
        dataset.LossyImageCompression = "00"
        dataset.PixelData = pixels.tobytes()
        dataset["PixelData"].VR = "OB"
    return dataset


def write_clip(path: Path, dataset: Dataset) -> Path:
    """Write a data set as a DICOM file and return its path."""
    dataset.save_as(path, enforce_file_format=True)
    return path


def write_study(
    folder: Path,
    places: Sequence[int] = (0, 1, 2, 3, 4, 5),
    *,
    study: str = "study",
    frames: int = 6,
    jpeg: bool | None = None,
    patient_id: str = "PHANTOM-1",
) -> tuple[Path, ...]:
    """Write a study with one clip for each place of the disc and return the files in acquisition order.

    Parameters
    ----------
    folder : Path
        Made where it does not exist.
    places : sequence of int
        Place of the disc in each clip, 0 to `PLACES` - 1; `bundle_factory` names a view for each.
    study : str
        Any word; it makes the UIDs: the clips' are ``uid(study, "instance", 1)`` and on.
    frames : int
        Frames of each clip.
    jpeg : bool, optional
        JPEG Baseline or uncompressed; by default every second clip is JPEG.
    patient_id : str
        Patient ID of all files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, place in enumerate(places, 1):
        pixels = moving_disc(place, frames, seed=number)
        compressed = number % 2 == 0 if jpeg is None else jpeg
        dataset = clip_dataset(study, number, pixels, jpeg=compressed, patient_id=patient_id)
        paths.append(write_clip(folder / f"clip{number:03d}.dcm", dataset))
    return tuple(paths)


def _region_item(region: tuple[int, int, int, int]) -> Dataset:
    item = Dataset()
    item.RegionSpatialFormat = 1
    item.RegionDataType = 1
    item.RegionFlags = 0
    item.RegionLocationMinX0, item.RegionLocationMinY0 = region[0], region[1]
    item.RegionLocationMaxX1, item.RegionLocationMaxY1 = region[2], region[3]
    item.PhysicalUnitsXDirection = item.PhysicalUnitsYDirection = 3
    item.PhysicalDeltaX = item.PhysicalDeltaY = 0.15
    item.ReferencePixelX0 = (region[2] - region[0]) // 2
    item.ReferencePixelY0 = 0
    item.ReferencePixelPhysicalValueX = item.ReferencePixelPhysicalValueY = 0.0
    return item
