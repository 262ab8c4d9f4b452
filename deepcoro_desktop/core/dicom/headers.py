"""One file's header -> Clip, with what tells whose and which study it is; nothing is decoded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from pydicom.dataset import Dataset, FileDataset

from deepcoro_desktop.core.dicom.calibration import read_calibration
from deepcoro_desktop.core.dicom.files import open_source
from deepcoro_desktop.core.dicom.frames import locate_frames
from deepcoro_desktop.core.dicom.layout import read_layout
from deepcoro_desktop.core.dicom.parse import read_dataset
from deepcoro_desktop.core.dicom.syntaxes import PICTURES, READABLE, describe_object
from deepcoro_desktop.core.dicom.timing import read_timing
from deepcoro_desktop.core.dicom.values import (
    MALFORMED,
    day,
    integer,
    moment,
    number,
    numbers,
    quiet,
    study_moment,
    text,
)
from deepcoro_desktop.core.dicom.view_code import read_coded_view
from deepcoro_desktop.core.errors import NoPictureError, UnreadableFileError
from deepcoro_desktop.core.patient import Patient, age_on
from deepcoro_desktop.core.study import Clip, ClipSource

LONGEST_SIDE: Final = 16_384
"""Pixels; a picture with a longer side is no ultrasound frame."""
MOST_FRAMES: Final = 20_000
"""Ten minutes at 33 frames per second; a header that claims more is not believed."""
ODDEST_PIXEL: Final = 3.0
"""A pixel that is longer than this in one direction is no picture's pixel; it is taken to be square."""

_SEND_AGAIN: Final = "Export the clip from the scanner or the archive again."


@dataclass(frozen=True, slots=True)
class Header:
    """What one file says, before it is put into its study."""

    clip: Clip
    patient: Patient
    study_instance_uid: str
    series_description: str
    study_description: str
    accession_number: str
    institution: str
    manufacturer: str
    model: str
    """Manufacturer's Model Name (0008,1090)."""
    started_at: datetime | None
    height_cm: float | None
    weight_kg: float | None
    age_years: int | None
    indication: str
    systolic_mmhg: int | None
    diastolic_mmhg: int | None


def read_header(source: ClipSource) -> Header:
    """Return what a file's header says.

    Raises
    ------
    UnreadableFileError
        If the file cannot be used, with the reason.
    """
    with open_source(source) as stream:
        data, plain = read_dataset(stream)
        with quiet():
            syntax = _check_object(data)
            rows, columns, frames = _check_size(data)
            locate_frames(plain, read_layout(data, syntax))
    with quiet():
        calibration, reason, regions = read_calibration(data, rows, columns)
        try:
            clip = Clip(
                sop_instance_uid=text(data, "SOPInstanceUID")
                or _derived_uid("instance", source.path, source.member or ""),
                sop_class_uid=text(data, "SOPClassUID"),
                series_instance_uid=text(data, "SeriesInstanceUID") or "1",
                source=source,
                transfer_syntax_uid=syntax,
                rows=rows,
                columns=columns,
                frame_count=frames,
                photometric=text(data, "PhotometricInterpretation"),
                timing=read_timing(data, frames),
                calibration=calibration,
                calibration_reason=reason,
                regions=regions,
                acquired_at=moment(data),
                instance_number=integer(data, "InstanceNumber"),
                series_number=integer(data, "SeriesNumber"),
                heart_rate_bpm=_between(number(data, "HeartRate"), 10, 400),
                r_wave_times_ms=tuple(t for t in numbers(data, "RWaveTimeVector") if t >= 0),
                view_name=text(data, "ViewName") or None,
                coded_view=read_coded_view(data, regions),
                stage_name=text(data, "StageName") or None,
                stage_number=integer(data, "StageNumber"),
                view_number=integer(data, "ViewNumber"),
                trim_frames=_trim(data, frames),
                may_show_name=text(data, "BurnedInAnnotation").upper() != "NO",
                pixel_aspect=_pixel_aspect(data),
                sweep=integer(data, "PreferredPlaybackSequencing") == 1,
            )
        except MALFORMED as error:
            raise UnreadableFileError("Its header contradicts itself.", _SEND_AGAIN) from error
        return _with_study(data, clip, source)


def _check_object(data: FileDataset) -> str:
    """Return the transfer syntax of a picture that can be read; raises with the reason otherwise."""
    sop_class = text(data, "SOPClassUID")
    if sop_class not in PICTURES:
        if not sop_class and "Rows" not in data:
            raise UnreadableFileError(
                "It holds no picture, or was cut off before it.", "Nothing needs to be done if it is no clip."
            )
        raise NoPictureError(
            f"It is {describe_object(sop_class)}, not an ultrasound clip.", "Nothing needs to be done."
        )
    meta = getattr(data, "file_meta", None)
    syntax = text(meta, "TransferSyntaxUID") if meta is not None else ""
    if not syntax:
        encoding = data.original_encoding
        syntax = {(True, True): "1.2.840.10008.1.2", (False, True): "1.2.840.10008.1.2.1"}.get(
            (bool(encoding[0]), bool(encoding[1])), "1.2.840.10008.1.2.2"
        )
    if syntax in READABLE:
        return syntax
    raise UnreadableFileError(f"Its transfer syntax {syntax} is not known.", "Export the clip as JPEG or uncompressed.")


def _check_size(data: Dataset) -> tuple[int, int, int]:
    rows, columns = integer(data, "Rows"), integer(data, "Columns")
    if not rows or not columns:
        raise UnreadableFileError("It holds no picture, or was cut off before it.", _SEND_AGAIN)
    frames = integer(data, "NumberOfFrames") if text(data, "NumberOfFrames") else 1
    if not (0 < rows <= LONGEST_SIDE and 0 < columns <= LONGEST_SIDE):
        raise UnreadableFileError(f"Its header claims a picture of {columns} by {rows} pixels.", _SEND_AGAIN)
    if frames is None or not 0 < frames <= MOST_FRAMES:
        raise UnreadableFileError("Its header claims an impossible number of frames.", _SEND_AGAIN)
    return rows, columns, frames


def _with_study(data: Dataset, clip: Clip, source: ClipSource) -> Header:
    birth = day(data, "PatientBirthDate")
    started = study_moment(data)
    height_m = number(data, "PatientSize")
    if height_m and 30 <= height_m <= 250:  # some scanners write centimetres
        height_m /= 100.0
    return Header(
        clip=clip,
        patient=Patient(
            text(data, "PatientName"), text(data, "PatientID"), birth, text(data, "PatientSex").upper()[:1]
        ),
        study_instance_uid=text(data, "StudyInstanceUID") or _derived_study_uid(source, data),
        series_description=text(data, "SeriesDescription"),
        study_description=text(data, "StudyDescription"),
        accession_number=text(data, "AccessionNumber"),
        institution=text(data, "InstitutionName"),
        manufacturer=text(data, "Manufacturer"),
        model=text(data, "ManufacturerModelName"),
        started_at=started,
        height_cm=_between(100.0 * height_m if height_m else None, 20, 260),
        weight_kg=_between(number(data, "PatientWeight"), 0.3, 500),
        age_years=_age(text(data, "PatientAge"), birth, started),
        indication=text(data, "ReasonForStudy") or text(data, "AdmittingDiagnosesDescription"),
        systolic_mmhg=_whole(_between(number(data, "SystolicBloodPressure"), 30, 320)),
        diastolic_mmhg=_whole(_between(number(data, "DiastolicBloodPressure"), 10, 220)),
    )


def _trim(data: Dataset, frames: int) -> tuple[int, int] | None:
    first, last = integer(data, "StartTrim"), integer(data, "StopTrim")
    if first is None or last is None or not 1 <= first <= last <= frames:
        return None
    return first - 1, last - 1


def _pixel_aspect(data: Dataset) -> float:
    """Return height by width of a pixel (PS3.3 C.7.6.3.1.7: vertical, horizontal); 1 for an odd ratio or none."""
    ratio = numbers(data, "PixelAspectRatio")
    aspect = ratio[0] / ratio[1] if len(ratio) == 2 and min(ratio) > 0 else 1.0
    return aspect if 1 / ODDEST_PIXEL <= aspect <= ODDEST_PIXEL else 1.0


def _between(value: float | None, low: float, high: float) -> float | None:
    return value if value is not None and low <= value <= high else None


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _age(written: str, birth: date | None, started: datetime | None) -> int | None:
    """Return the age in whole years: from birth and study date, else Patient's Age (PS3.5 6.2, AS)."""
    if birth is not None and started is not None and (age := age_on(birth, started.date())) is not None:
        return age
    if len(written) == 4 and written[:3].isdigit() and written[3] == "Y":
        return int(written[:3])
    return None


def _derived_study_uid(source: ClipSource, data: Dataset) -> str:
    """Return a UID for a study that has none: files of one patient and day in one folder or zip are one study."""
    folder = source.path if source.member is not None else str(Path(source.path).parent)
    return _derived_uid("study", folder, text(data, "PatientID"), text(data, "PatientName"), text(data, "StudyDate"))


def _derived_uid(*parts: str) -> str:
    """Return a UID that depends on these words alone (PS3.5 B.2, root 2.25)."""
    key = "\0".join(parts)
    return f"2.25.{int.from_bytes(hashlib.sha256(key.encode()).digest()[:16], 'big')}"
