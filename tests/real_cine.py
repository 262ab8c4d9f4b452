"""Studies of any number of clips from one real cine of 640x480 pixels (pydicom-data's color3d_jpeg_baseline.dcm)."""

from __future__ import annotations

from pathlib import Path

from pydicom import dcmread
from pydicom.encaps import encapsulate, generate_frames

from tests.core.dicom.pictures import bundled
from tests.dicom_factory import uid

CINE = "color3d_jpeg_baseline.dcm"


def encoded_frames() -> list[bytes]:
    """Return the cine's 120 JPEG streams."""
    data = dcmread(bundled(CINE))
    return list(generate_frames(data.PixelData, number_of_frames=int(data.NumberOfFrames)))


def write_study(folder: Path, clips: int, frames: int = 64) -> Path:
    """Write a study of the cine's first frames, each clip with its own UID and its frames turned by one; return it."""
    folder.mkdir(parents=True)
    data = dcmread(bundled(CINE))
    streams = encoded_frames()
    for number in range(1, clips + 1):
        first = number % (len(streams) - frames)
        data.PixelData = encapsulate(streams[first : first + frames])
        data.NumberOfFrames = frames
        data.InstanceNumber = number
        data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = uid("real cine", number)
        data.save_as(folder / f"clip{number:03d}.dcm", enforce_file_format=True)
    return folder
