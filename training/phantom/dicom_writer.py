"""Studies as DICOM files: Ultrasound Multi-frame Image and Ultrasound Image, JPEG Baseline, with calibrated regions.

References
----------
PS3.3 A.6 and A.7 (US image IODs), C.8.5.5 (US Region Calibration), C.7.6.5 (Cine), C.7.6.18.1 (heart rate and R wave
times); PS3.5 8.2.1 (JPEG).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import imagecodecs
import numpy as np
from pydicom import uid
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence as DicomSequence

from training.phantom.beams import Setup, set_up
from training.phantom.bmode import Frames
from training.phantom.burn_in import burn_in
from training.phantom.render import colour_region, render_screen
from training.phantom.scanner import Box
from training.phantom.spectral import SWEEP_S, axis
from training.phantom.study import ClipPlan, PhantomStudy

UID_ROOT = "1.2.826.0.1.3680043.8.498."
"""Root that pydicom lends for generated identifiers."""
JPEG_QUALITY = 90

_CM, _SECOND, _CM_S = 3, 4, 7
"""Physical Units of PS3.3 C.8.5.5.1.15 and C.8.5.5.1.16: 3 cm, 4 seconds, 7 cm/s."""


@dataclass(frozen=True, slots=True)
class WrittenClip:
    """One file on disk."""

    sop_instance_uid: str
    file: Path
    plan: ClipPlan


def study_uid(study: PhantomStudy) -> str:
    """Return the Study Instance UID, always the same for the same study."""
    return str(uid.generate_uid(prefix=UID_ROOT, entropy_srcs=["deepcoro-phantom", study.study_key, study.style]))


def clip_uid(study: PhantomStudy, plan: ClipPlan) -> str:
    """Return the SOP Instance UID of a clip, always the same for the same plan."""
    return str(
        uid.generate_uid(
            prefix=UID_ROOT,
            entropy_srcs=["deepcoro-phantom", study.study_key, study.style, str(plan.order), str(plan.seed)],
        )
    )


def study_datetime(study: PhantomStudy) -> dt.datetime:
    """Return the invented time of the examination (UTC)."""
    rng = np.random.default_rng([study.seed, study.index, 9])
    day = dt.datetime(2024, 1, 8, 8, 0, tzinfo=dt.UTC) + dt.timedelta(days=int(rng.integers(0, 330)))
    return day + dt.timedelta(minutes=int(rng.integers(0, 540)))


def _region(
    spatial: int,
    data: int,
    box: Sequence[int],
    reference: tuple[int, int],
    units: tuple[int, int],
    deltas: tuple[float, float],
    values: tuple[float, float],
) -> Dataset:
    r = Dataset()
    r.RegionSpatialFormat = spatial
    r.RegionDataType = data
    r.RegionFlags = 2 if spatial == 3 else 0
    r.RegionLocationMinX0, r.RegionLocationMinY0, r.RegionLocationMaxX1, r.RegionLocationMaxY1 = (int(v) for v in box)
    r.ReferencePixelX0, r.ReferencePixelY0 = reference
    r.PhysicalUnitsXDirection, r.PhysicalUnitsYDirection = units
    r.ReferencePixelPhysicalValueX, r.ReferencePixelPhysicalValueY = values
    r.PhysicalDeltaX, r.PhysicalDeltaY = deltas
    return r


_SPECTRAL_TYPES = {"pw": 3, "cw": 4, "tdi": 3}
"""Region Data Type: 3 PW spectral Doppler, 4 CW spectral Doppler (tissue Doppler traces are pulsed)."""


def regions(setup: Setup) -> list[Dataset]:
    """Return the items of Sequence of Ultrasound Regions for a clip."""
    sector, trace, plan = setup.layout.sector, setup.layout.trace, setup.plan
    apex = (round(sector.apex_x), round(sector.apex_y))
    scale = (sector.cm_per_px, sector.cm_per_px)

    def picture(data: int, b: Box) -> Dataset:
        reference = (apex[0] - b.x0, apex[1] - b.y0)
        return _region(1, data, (b.x0, b.y0, b.x1 - 1, b.y1 - 1), reference, (_CM, _CM), scale, (0.0, 0.0))

    items = [picture(1, sector.box)]
    if plan.modality == "color":
        items.append(picture(2, colour_region(setup)))
    if trace is not None:
        box = (trace.x0, trace.y0, trace.x1 - 1, trace.y1 - 1)
        seconds = SWEEP_S / trace.width
        if plan.modality == "mmode":
            per_px = (setup.plane.far - setup.plane.near) / trace.height
            items.append(_region(2, 1, box, (0, 0), (_SECOND, _CM), (seconds, per_px), (0.0, setup.plane.near)))
        else:
            ax = axis(plan.view_id, setup.heart)
            per_px = (ax.top - ax.bottom) / trace.height
            # The reference pixel is that of the drawn baseline, its value that of its middle; velocity falls downwards.
            baseline = int(ax.top / per_px)
            items.append(
                _region(
                    3,
                    _SPECTRAL_TYPES[plan.modality],
                    box,
                    (0, baseline),
                    (_SECOND, _CM_S),
                    (seconds, -per_px),
                    (0.0, ax.top - (baseline + 0.5) * per_px),
                )
            )
    return items


def _encode(frames: Frames, quality: int) -> list[bytes]:
    return [
        bytes(imagecodecs.jpeg8_encode(f, level=quality, colorspace="RGB", outcolorspace="YCbCr", subsampling="422"))
        for f in frames
    ]


def _patient(ds: Dataset, study: PhantomStudy) -> None:
    p, h = study.patient, study.heart
    when = study_datetime(study)
    ds.PatientName = p.name
    ds.PatientID = p.patient_id
    ds.PatientBirthDate = f"{p.birth_year}0101"
    ds.PatientSex = p.sex
    ds.PatientAge = f"{int(h.age_y):03d}Y"
    ds.PatientSize = f"{h.height_cm / 100:.2f}"
    ds.PatientWeight = f"{h.weight_kg:.0f}"
    ds.StudyInstanceUID = study_uid(study)
    ds.StudyDate, ds.StudyTime = when.strftime("%Y%m%d"), when.strftime("%H%M%S")
    ds.AccessionNumber = f"DEMO{study.seed % 1000:03d}{study.index:06d}"
    ds.ReferringPhysicianName = ""
    ds.StudyID = str(study.index + 1)
    ds.StudyDescription = "Transthoracic echocardiogram (synthetic phantom)"


def dataset(study: PhantomStudy, plan: ClipPlan, quality: int = JPEG_QUALITY) -> Dataset:
    """Return the complete DICOM dataset of one clip, pixels encoded.

    Parameters
    ----------
    study : PhantomStudy
        The study.
    plan : ClipPlan
        One of its clips.
    quality : int
        JPEG quality, 1 to 100.
    """
    setup = set_up(study.heart, plan)
    style = setup.style
    frames = burn_in(render_screen(setup, np.arange(plan.frames)), setup, study.patient.name, study.patient.patient_id)
    encoded = _encode(frames, quality)
    when = study_datetime(study) + dt.timedelta(seconds=25 * plan.order + 5)
    ds = Dataset()
    _patient(ds, study)
    multi = plan.frames > 1
    ds.SOPClassUID = uid.UltrasoundMultiFrameImageStorage if multi else uid.UltrasoundImageStorage
    ds.SOPInstanceUID = clip_uid(study, plan)
    ds.Modality = "US"
    ds.SeriesInstanceUID = str(
        uid.generate_uid(prefix=UID_ROOT, entropy_srcs=["deepcoro-phantom-series", study.study_key, study.style])
    )
    ds.SeriesNumber = 1
    ds.BodyPartExamined = "HEART"
    ds.SeriesDate, ds.SeriesTime = ds.StudyDate, ds.StudyTime
    ds.Manufacturer = "DeepCORO phantom"
    ds.ManufacturerModelName = style.model
    ds.InstitutionName = "Demonstration"
    ds.SoftwareVersions = "1"
    ds.InstanceNumber = plan.order + 1
    ds.PatientOrientation = ""
    ds.ContentDate, ds.ContentTime = when.strftime("%Y%m%d"), when.strftime("%H%M%S")
    ds.AcquisitionDate, ds.AcquisitionTime = ds.ContentDate, ds.ContentTime
    ds.AcquisitionDateTime = when.strftime("%Y%m%d%H%M%S.000000+0000")
    ds.ImageType = ["ORIGINAL", "PRIMARY"]
    ds.LossyImageCompression = "01"
    ds.LossyImageCompressionRatio = f"{frames.nbytes / max(sum(map(len, encoded)), 1):.1f}"
    ds.LossyImageCompressionMethod = "ISO_10918_1"
    ds.SamplesPerPixel, ds.PhotometricInterpretation, ds.PlanarConfiguration = 3, "YBR_FULL_422", 0
    ds.Rows, ds.Columns = style.height, style.width
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 8, 8, 7, 0
    ds.UltrasoundColorDataPresent = 1 if plan.modality == "color" else 0
    ds.HeartRate = round(60.0 / plan.rr_s[0])
    if multi:
        interval = 1000.0 / plan.fps
        ds.NumberOfFrames = plan.frames
        ds.FrameIncrementPointer = 0x00181063
        ds.FrameTime = f"{interval:.3f}"
        ds.CineRate = round(plan.fps)
        ds.RecommendedDisplayFrameRate = round(plan.fps)
        ds.StartTrim, ds.StopTrim = 1, plan.frames
        ds.EffectiveDuration = f"{plan.frames / plan.fps:.3f}"
        last = (plan.frames - 1) * interval
        ds.RWaveTimeVector = [round(1000.0 * float(t), 1) for t in setup.r_s if 0.0 <= 1000.0 * t <= last] or [
            round(1000.0 * float(setup.r_s[0]), 1)
        ]
    ds.SequenceOfUltrasoundRegions = DicomSequence(regions(setup))
    ds.PixelData = encapsulate(encoded)
    ds["PixelData"].VR = "OB"
    ds.file_meta = _meta(ds)
    return ds


def _meta(ds: Dataset) -> FileMetaDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = ds.SOPClassUID
    meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    meta.TransferSyntaxUID = uid.JPEGBaseline8Bit
    meta.ImplementationClassUID = uid.PYDICOM_IMPLEMENTATION_UID
    return meta


def write_study(study: PhantomStudy, folder: Path, quality: int = JPEG_QUALITY) -> tuple[WrittenClip, ...]:
    """Write every clip of `study` into `folder` and return what was written.

    Parameters
    ----------
    study : PhantomStudy
        The study.
    folder : pathlib.Path
        Created when missing; files are named IM0001.dcm and on, in the order of acquisition.
    quality : int
        JPEG quality, 1 to 100.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for plan in study.clips:
        ds = dataset(study, plan, quality)
        path = folder / f"IM{plan.order + 1:04d}.dcm"
        part = path.with_suffix(".part")
        ds.save_as(part, enforce_file_format=True)
        part.replace(path)
        written.append(WrittenClip(str(ds.SOPInstanceUID), path, plan))
    return tuple(written)
