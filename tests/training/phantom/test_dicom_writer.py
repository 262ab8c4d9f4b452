from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom import uid

from deepcoro_desktop.core.bundle.manifest import PreprocessSpec
from deepcoro_desktop.core.bundle.preprocess import arrange, frames_to_decode, preprocess, sampled_indices
from deepcoro_desktop.core.study import Region, RegionFormat, RegionUnit
from training.phantom import command, render_for_model, sample_study
from training.phantom.beams import set_up
from training.phantom.command import phantom_command
from training.phantom.dicom_writer import clip_uid, study_uid, write_study
from training.phantom.study import PhantomStudy, sample_clip


def _short_study() -> PhantomStudy:
    """Return a study of four short clips, one of each kind of region."""
    study = sample_study(8, 3, "c")
    rng = np.random.default_rng(0)
    clips = []
    for order, view in enumerate(("a4c", "a4c_color_mv", "mv_inflow_pw", "tapse_mmode")):
        plan = sample_clip(view, study.heart, "c", order, rng)
        clips.append(replace(plan, frames=34 if order == 0 else min(plan.frames, 4)))
    return replace(study, clips=(*clips[:2], replace(clips[2], frames=1), clips[3]))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[PhantomStudy, list[pydicom.Dataset]]:
    study = _short_study()
    clips = write_study(study, tmp_path_factory.mktemp("study"))
    return study, [pydicom.dcmread(clip.file) for clip in clips]


def test_files_are_jpeg_ultrasound(written: tuple[PhantomStudy, list[pydicom.Dataset]]) -> None:
    study, files = written
    for plan, ds in zip(study.clips, files, strict=True):
        multi = plan.frames > 1
        assert ds.SOPClassUID == (uid.UltrasoundMultiFrameImageStorage if multi else uid.UltrasoundImageStorage)
        assert ds.file_meta.TransferSyntaxUID == uid.JPEGBaseline8Bit
        assert ds.PhotometricInterpretation == "YBR_FULL_422"
        assert (ds.Rows, ds.Columns) == (480, 640)
        assert ds.StudyInstanceUID == study_uid(study)
        assert ds.SOPInstanceUID == clip_uid(study, plan)
        assert int(ds.get("NumberOfFrames", 1)) == plan.frames
        shape = ds.pixel_array.shape
        assert shape == ((plan.frames, 480, 640, 3) if multi else (480, 640, 3))


def test_timing_and_identity(written: tuple[PhantomStudy, list[pydicom.Dataset]]) -> None:
    study, files = written
    times = [ds.AcquisitionDateTime for ds in files]
    assert times == sorted(set(times))
    ds = files[0]
    assert ds.FrameIncrementPointer == 0x00181063
    assert float(ds.FrameTime) == pytest.approx(1000.0 / study.clips[0].fps, abs=0.001)
    assert 45 <= ds.HeartRate <= 140
    assert ds.Manufacturer == "DeepCORO phantom"
    assert str(ds.PatientName).startswith("DEMO^PHANTOM")
    assert ds.PatientID.startswith("P-")
    assert len(np.atleast_1d(ds.RWaveTimeVector)) >= 1
    assert {"PatientSize", "PatientWeight", "PatientSex", "PatientBirthDate", "StudyDescription"} <= set(ds.dir())


def test_view_is_not_in_the_file(written: tuple[PhantomStudy, list[pydicom.Dataset]]) -> None:
    study, files = written
    for plan, ds in zip(study.clips, files, strict=True):
        header = "\n".join(str(element) for element in ds if element.keyword != "PixelData")
        assert plan.view_id not in header
        assert "chamber" not in header.lower()


def test_regions_are_calibrated(written: tuple[PhantomStudy, list[pydicom.Dataset]]) -> None:
    study, files = written
    cine, colour, spectral, mmode = (ds.SequenceOfUltrasoundRegions for ds in files)
    sector = set_up(study.heart, study.clips[0]).layout.sector
    assert [r.RegionSpatialFormat for r in cine] == [1]
    assert cine[0].PhysicalDeltaX == pytest.approx(sector.cm_per_px)
    assert [r.RegionDataType for r in colour] == [1, 2]
    assert [r.RegionSpatialFormat for r in spectral] == [1, 3]
    assert (spectral[1].PhysicalUnitsXDirection, spectral[1].PhysicalUnitsYDirection) == (4, 7)
    assert spectral[1].PhysicalDeltaY < 0
    assert [r.RegionSpatialFormat for r in mmode] == [1, 2]
    assert (mmode[1].PhysicalUnitsXDirection, mmode[1].PhysicalUnitsYDirection) == (4, 3)
    for regions in (cine, colour, spectral, mmode):
        for r in regions:
            assert 0 <= r.RegionLocationMinX0 < r.RegionLocationMaxX1 < 640
            assert 0 <= r.RegionLocationMinY0 < r.RegionLocationMaxY1 < 480


def test_burned_in_marks_lie_outside_the_regions(written: tuple[PhantomStudy, list[pydicom.Dataset]]) -> None:
    _, files = written
    picture = files[0].pixel_array[5].astype(int)
    r = files[0].SequenceOfUltrasoundRegions[0]
    outside = picture.copy()
    outside[r.RegionLocationMinY0 : r.RegionLocationMaxY1 + 1, r.RegionLocationMinX0 : r.RegionLocationMaxX1 + 1] = 0
    assert (outside.max(axis=-1) > 120).sum() > 300
    inside = picture[
        r.RegionLocationMinY0 + 2 : r.RegionLocationMaxY1 - 1, r.RegionLocationMinX0 : r.RegionLocationMaxX1
    ]
    assert np.ptp(inside, axis=-1).max() < 30  # grey: no coloured ECG line inside


def _prepared(ds: pydicom.Dataset, frames: int) -> np.ndarray:
    spec = PreprocessSpec(
        version=1,
        frames=16,
        stride=2,
        size=112,
        crop="regions",
        mask="sector",
        colour="RGB",
        interpolation="area",
        min_frames=1,
    )
    regions = tuple(
        Region(
            r.RegionLocationMinX0,
            r.RegionLocationMinY0,
            r.RegionLocationMaxX1,
            r.RegionLocationMaxY1,
            RegionFormat(r.RegionSpatialFormat),
            r.RegionDataType,
            RegionUnit(r.PhysicalUnitsXDirection),
            RegionUnit(r.PhysicalUnitsYDirection),
            r.PhysicalDeltaX,
            r.PhysicalDeltaY,
        )
        for r in ds.SequenceOfUltrasoundRegions
    )
    pixels = ds.pixel_array if frames > 1 else ds.pixel_array[None]
    indices = sampled_indices(frames, spec)
    return preprocess(arrange(pixels[list(frames_to_decode(indices))], indices), regions, spec).astype(float)


def test_model_picture_is_the_preprocessed_file(written: tuple[PhantomStudy, list[pydicom.Dataset]]) -> None:
    study, files = written
    for plan, ds in zip(study.clips, files, strict=True):
        from_file = _prepared(ds, plan.frames)
        direct = render_for_model(study, plan).astype(float)
        assert np.abs(from_file - direct).mean() < 1.5
        assert np.corrcoef(from_file.ravel(), direct.ravel())[0, 1] > 0.985


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_command_writes_studies_and_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "sample_study", lambda *_: _short_study())
    phantom_command(tmp_path, studies=1, seed=8, scanner="c", processes=1)
    study = _short_study()
    clips = _rows(tmp_path / "clips.csv")
    assert [row["view"] for row in clips] == [p.view_id for p in study.clips]
    assert all((tmp_path / row["file"]).is_file() for row in clips)
    truth = _rows(tmp_path / "truth.csv")[0]
    assert float(truth["lv_ef_pct"]) == pytest.approx(study.heart.ef_pct, abs=0.01)
    assert truth["mitral_regurgitation"] == study.heart.mitral_regurgitation.name.lower()
    report = _rows(tmp_path / "reports.csv")[0]
    assert list(report) == ["study_uid", "patient_id", "study_datetime", "report_text", "split"]
    sentences = _rows(tmp_path / "report_sentences.csv")
    assert [row["text"] for row in sentences] == [s.text for s in study.report]
    assert next(iter(_rows(tmp_path / "phenotypes.csv")[0])) == "study_uid"


def test_command_refuses_no_studies(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one study"):
        phantom_command(tmp_path, studies=0, seed=1)
