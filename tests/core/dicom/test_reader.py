"""A folder, zip, DICOMDIR or files become a study; every file is used or listed with a reason."""

from __future__ import annotations

import gc
import logging
import re
import struct
import warnings
import zipfile
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.fileset import FileSet
from pydicom.uid import generate_uid

from deepcoro_desktop.core.dicom.pixels import decode_frames
from deepcoro_desktop.core.dicom.reader import read_studies, read_study
from deepcoro_desktop.core.errors import (
    ArgumentError,
    CancelledError,
    DeepcoroError,
    MixedPatientsError,
    NothingUsableError,
)
from deepcoro_desktop.core.progress import CancelToken, Progress
from deepcoro_desktop.core.study import Study
from tests import report_factory
from tests.core.dicom import pictures as p
from tests.dicom_factory import uid, write_study

FRAMES = p.reference_frames()


def _skipped(study: Study) -> dict[str, str]:
    return {item.name.rsplit("/", 1)[-1]: item.reason for item in study.skipped}


def _good(folder: Path, name: str = "good") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return p.write(folder / name, p.dataset(FRAMES.tobytes()))


def test_reads_a_folder_in_acquisition_order(tmp_path: Path) -> None:
    write_study(tmp_path / "study", frames=2)
    (tmp_path / "study" / "clip001.dcm").rename(tmp_path / "study" / "zzz")
    study = read_study(tmp_path / "study")
    assert [clip.instance_number for clip in study.clips] == [1, 2, 3, 4, 5, 6]
    assert study.skipped == ()


def test_folder_zip_files_and_nested_folders_give_the_same_study(tmp_path: Path) -> None:
    files = write_study(tmp_path / "a" / "b", places=(0, 1, 2), frames=2)
    with zipfile.ZipFile(tmp_path / "stored.zip", "w") as archive:
        for file in files:
            archive.write(file, f"x/{file.stem}")
    with zipfile.ZipFile(tmp_path / "deflated.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
    expected = [clip.sop_instance_uid for clip in read_study(tmp_path / "a").clips]
    assert len(expected) == 3
    frames = decode_frames(read_study(files[1]).clips[0])
    for path in (list(files), tmp_path / "stored.zip", tmp_path / "deflated.zip"):
        study = read_study(path)
        assert [clip.sop_instance_uid for clip in study.clips] == expected
        assert np.array_equal(decode_frames(study.clips[1]), frames)


def test_reading_a_zip_writes_nothing_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = write_study(tmp_path / "study", places=(0,), frames=2)
    with zipfile.ZipFile(tmp_path / "study.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(files[0], "clip")
    empty = tmp_path / "temporary"
    empty.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(empty))
    before = sorted(tmp_path.rglob("*"))
    decode_frames(read_study(tmp_path / "study.zip").clips[0])
    assert sorted(tmp_path.rglob("*")) == before


def test_reads_files_without_preamble_or_meta_information(tmp_path: Path) -> None:
    data = p.dataset(FRAMES.tobytes(), p.IMPLICIT)
    del data.file_meta
    data.save_as(tmp_path / "bare", implicit_vr=True, little_endian=True)
    study = read_study(tmp_path / "bare")
    assert np.array_equal(decode_frames(study.clips[0]), FRAMES)


def test_reads_who_and_when_from_the_headers(tmp_path: Path) -> None:
    data = p.dataset(
        FRAMES.tobytes(),
        PatientName="Müller^Zoë=山田^太郎",
        SpecificCharacterSet="ISO_IR 192",
        PatientSex="F",
        PatientSize="1.72",
        PatientWeight="70",
        StudyDescription="Echo",
        AccessionNumber="A1",
        InstitutionName="Nowhere",
        Manufacturer="Maker",
        AcquisitionDateTime="20240304101502.250000+0100",
        HeartRate="64",
        RWaveTimeVector=[10.0, 50.0],
        ViewName="A4C",
        StageName="Rest",
        StartTrim="2",
        StopTrim="3",
        PreferredPlaybackSequencing=1,
    )
    study = read_study(p.write(tmp_path / "one", data))
    clip = study.clips[0]
    assert study.patient.name == "Müller^Zoë=山田^太郎"
    assert study.patient.display_name == "Müller Zoë"
    assert (study.patient.patient_id, study.patient.birth_date, study.patient.sex) == (
        "PHANTOM-2", date(1950, 1, 2), "F",
    )  # fmt: skip
    assert (study.height_cm, study.weight_kg, study.age_years) == (172.0, 70.0, 74)
    assert (study.description, study.accession_number, study.institution, study.manufacturer) == (
        "Echo", "A1", "Nowhere", "Maker",
    )  # fmt: skip
    assert clip.acquired_at == datetime(2024, 3, 4, 10, 15, 2, 250000)  # noqa: DTZ001
    assert (clip.heart_rate_bpm, clip.r_wave_times_ms) == (64.0, (10.0, 50.0))
    assert (clip.view_name, clip.stage_name, clip.trim_frames, clip.sweep) == ("A4C", "Rest", (1, 2), True)


@pytest.mark.parametrize(
    ("character_set", "name", "shown"),
    [
        ("GB18030", "=王^小东", "王 小东"),
        (["", "ISO 2022 IR 87"], "^=山田^太郎=やまだ^たろう", "山田 太郎"),
        (["", "ISO 2022 IR 149"], "Hong^Gildong=洪^吉洞=홍^길동", "Hong Gildong"),
        ("ISO_IR 144", "Иванов^Пётр", "Иванов Пётр"),
    ],
)
def test_a_name_is_shown_in_its_own_script_where_it_has_no_other(
    character_set: str | list[str], name: str, shown: str, tmp_path: Path
) -> None:
    data = p.dataset(FRAMES.tobytes(), SpecificCharacterSet=character_set, PatientName=name)
    assert read_study(p.write(tmp_path / "one", data)).patient.display_name == shown


def test_files_without_a_study_uid_are_one_study_by_folder_patient_and_day(tmp_path: Path) -> None:
    for number, (folder, patient) in enumerate((("a", "P-1"), ("a", "P-1"), ("a", "P-2"), ("b", "P-1"))):
        (tmp_path / folder).mkdir(exist_ok=True)
        data = p.dataset(FRAMES.tobytes(), PatientID=patient)
        data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        del data.StudyInstanceUID
        p.write(tmp_path / folder / f"clip{number}", data)
    assert [len(study.clips) for study in read_studies(tmp_path)] == [2, 1, 1]
    assert read_studies(tmp_path)[0].study_instance_uid == read_studies(tmp_path / "a")[0].study_instance_uid


def test_values_that_no_human_has_count_as_absent(tmp_path: Path) -> None:
    data = p.dataset(FRAMES.tobytes(), PatientSize="17", PatientWeight="-3", HeartRate="0", StartTrim="3", StopTrim="1")
    study = read_study(p.write(tmp_path / "one", data))
    assert (study.height_cm, study.weight_kg) == (None, None)
    assert (study.clips[0].heart_rate_bpm, study.clips[0].trim_frames) == (None, None)


@pytest.mark.parametrize(
    "sop_class",
    [
        "1.2.840.10008.5.1.4.1.1.6.1", "1.2.840.10008.5.1.4.1.1.3.1", "1.2.840.10008.5.1.4.1.1.6",
        "1.2.840.10008.5.1.4.1.1.3", "1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.5.1.4.1.1.7.4",
    ],
)  # fmt: skip
def test_reads_ultrasound_and_secondary_capture(sop_class: str, tmp_path: Path) -> None:
    data = p.dataset(FRAMES.tobytes(), SOPClassUID=sop_class)
    data.file_meta.MediaStorageSOPClassUID = sop_class
    assert len(read_study(p.write(tmp_path / "one", data)).clips) == 1


def _other(**elements: object) -> Dataset:
    data = p.dataset(FRAMES.tobytes(), SOPInstanceUID=uid("other"), **elements)
    data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    return data


def _without_pixels() -> Dataset:
    data = _other()
    del data.PixelData
    return data


_DATA = {
    "a structured report": lambda: _other(SOPClassUID="1.2.840.10008.5.1.4.1.1.88.33"),
    "an encapsulated document": lambda: _other(SOPClassUID="1.2.840.10008.5.1.4.1.1.104.1"),
    "a CT picture": lambda: _other(SOPClassUID="1.2.840.10008.5.1.4.1.1.2"),
    "no pixels": _without_pixels,
    "picture of 64 by 60000 pixels": lambda: _other(Rows=60000),
    "an impossible number of frames": lambda: _other(NumberOfFrames=2_000_000_000),
    "need 55296": lambda: _other(NumberOfFrames=6),
    "need 9216": lambda: _other(NumberOfFrames=1),
    "colours are stored as HSV": lambda: _other(PhotometricInterpretation="HSV"),
    "32 bits": lambda: _other(BitsAllocated=32, BitsStored=32, HighBit=31),
}


@pytest.mark.parametrize("reason", _DATA)
def test_a_file_that_cannot_be_used_is_listed_and_the_study_opens(reason: str, tmp_path: Path) -> None:
    _good(tmp_path)
    p.write(tmp_path / "other", _DATA[reason]())
    study = read_study(tmp_path)
    assert [clip.source.name for clip in study.clips] == ["good"]
    assert reason in _skipped(study)["other"]
    assert study.skipped[0].remedy


def _cut(data: bytes, kept: float) -> bytes:
    return data[: int(len(data) * kept)]


_BYTES = {
    "is empty": lambda _good: b"",
    "not a DICOM file": lambda _good: b"Dear reader,\nthis is no picture.\n" * 40,
    "cut off before it": lambda good: good[:700],
    "cut off": lambda good: _cut(good, 0.7),
}


@pytest.mark.parametrize("reason", _BYTES)
def test_a_damaged_file_is_listed_and_the_study_opens(reason: str, tmp_path: Path) -> None:
    good = _good(tmp_path)
    (tmp_path / "damaged").write_bytes(_BYTES[reason](good.read_bytes()))
    study = read_study(tmp_path)
    assert len(study.clips) == 1
    assert reason in _skipped(study)["damaged"]


def test_a_compressed_clip_that_was_cut_off_is_not_shown_as_a_shorter_one(tmp_path: Path) -> None:
    whole = p.write(tmp_path / "x", p.dataset([p.jpeg(f) for f in FRAMES], p.JPEG, "YBR_FULL")).read_bytes()
    (tmp_path / "x").write_bytes(_cut(whole, 0.8))
    with pytest.raises(NothingUsableError, match="2 whole frames of 3"):
        read_study(tmp_path / "x")


@pytest.mark.parametrize("stated", [2, 4])
def test_a_wrong_number_of_compressed_frames_is_refused(stated: int, tmp_path: Path) -> None:
    data = p.dataset([p.jpeg(f) for f in FRAMES], p.JPEG, "YBR_FULL", frames=stated)
    with pytest.raises(NothingUsableError, match=r"3 (whole )?frames"):
        read_study(p.write(tmp_path / "x", data))


def test_a_transfer_syntax_that_is_not_read_is_named(tmp_path: Path) -> None:
    high_throughput = "1.2.840.10008.1.2.4.201"
    data = p.dataset([b"\0\0\0\1" * 9] * 3, high_throughput, "YBR_FULL")
    with pytest.raises(NothingUsableError, match=re.escape(high_throughput)):
        read_study(p.write(tmp_path / "x", data))


def test_a_clip_that_comes_twice_counts_once_and_is_listed(tmp_path: Path) -> None:
    _good(tmp_path, "first")
    _good(tmp_path, "second")
    study = read_study(tmp_path)
    assert len(study.clips) == 1
    assert len(study.skipped) == 1
    assert "twice" in study.skipped[0].reason


@pytest.mark.parametrize("element", [{"PatientID": "SOMEBODY-ELSE"}, {"PatientBirthDate": "19770707"}])
def test_a_study_of_two_patients_is_refused(element: dict[str, str], tmp_path: Path) -> None:
    _good(tmp_path)
    p.write(tmp_path / "other", _other(**element))
    with pytest.raises(MixedPatientsError, match="patient") as caught:
        read_study(tmp_path)
    assert "SOMEBODY" not in str(caught.value)
    assert "1977" not in str(caught.value)


def test_several_studies_are_counted_and_can_be_read_each(tmp_path: Path) -> None:
    write_study(tmp_path / "a", places=(0, 1), study="a", frames=2)
    write_study(tmp_path / "b", places=(0,), study="b", frames=2)
    with pytest.raises(ArgumentError, match="2 studies"):
        read_study(tmp_path)
    assert [len(study.clips) for study in read_studies(tmp_path)] == [2, 1]


def test_an_empty_folder_and_a_missing_path_say_so(tmp_path: Path) -> None:
    with pytest.raises(NothingUsableError, match="no files"):
        read_study(tmp_path)
    with pytest.raises(DeepcoroError, match=r"does not exist"):
        read_study(tmp_path / "missing")


def test_nothing_usable_names_a_file_and_its_reason(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("hello " * 100)
    with pytest.raises(NothingUsableError, match=r"letter\.txt: It is not a DICOM file"):
        read_study(tmp_path)


def test_zip_members_that_lead_outside_or_are_bombs_are_refused(tmp_path: Path) -> None:
    good = _good(tmp_path / "in").read_bytes()
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("clip", good)
        archive.writestr("../evil", good)
        archive.writestr("/etc/evil2", good)
        archive.writestr("bomb", bytes(40 << 20))
    study = read_study(tmp_path / "x.zip")
    assert [clip.source.name for clip in study.clips] == ["clip"]
    reasons = _skipped(study)
    assert "outside" in reasons["evil"]
    assert "outside" in reasons["evil2"]
    assert "proportion" in reasons["bomb"]


def test_encrypted_members_and_damaged_zips_are_listed(tmp_path: Path) -> None:
    good = _good(tmp_path / "in").read_bytes()
    with zipfile.ZipFile(tmp_path / "in" / "x.zip", "w") as archive:
        archive.writestr("locked", good)
    stored = bytearray((tmp_path / "in" / "x.zip").read_bytes())
    directory = stored.rfind(b"PK\x01\x02")
    stored[6] |= 1
    stored[directory + 8] |= 1
    (tmp_path / "in" / "x.zip").write_bytes(bytes(stored))
    # the end record promises a directory that lies beyond the file
    (tmp_path / "in" / "y.zip").write_bytes(
        b"PK\x03\x04" + good[:500] + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 99, 99999, 0)
    )
    study = read_study(tmp_path / "in")
    assert len(study.clips) == 1
    assert "encrypted" in _skipped(study)["locked"]
    assert "y.zip" in _skipped(study)


def test_damage_within_a_zip_and_missing_rights_are_named_for_what_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = _good(tmp_path / "in")
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(good, "whole")
        archive.write(good, "torn")
    content = bytearray((tmp_path / "x.zip").read_bytes())
    torn = content.find(b"torn") + 60
    content[torn : torn + 40] = b"\xff" * 40
    (tmp_path / "x.zip").write_bytes(bytes(content))
    assert _skipped(read_study(tmp_path / "x.zip"))["torn"] == "It is damaged in its zip."

    def locked(path: Path, *_mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(NothingUsableError, match="You may not read good") as caught:
        read_study(good)
    assert caught.value.remedy == "Ask for the right to read it, or for a copy."


def _medium(folder: Path) -> Path:
    files = write_study(folder / "source", places=(0, 1, 2), frames=2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        medium = FileSet()
        for file in files:
            medium.add(dcmread(file))
        medium.write(folder / "medium")
        # pydicom 3.0 leaves its temporary folder to the garbage collector, which warns
        del medium
        gc.collect()
    return folder / "medium"


def test_a_dicomdir_leads_to_its_files(tmp_path: Path) -> None:
    medium = _medium(tmp_path)
    study = read_study(medium / "DICOMDIR")
    assert len(study.clips) == 3
    assert study.skipped == ()
    assert [c.sop_instance_uid for c in read_study(medium).clips] == [c.sop_instance_uid for c in study.clips]


def test_a_dicomdir_leads_to_the_scanners_measurements(tmp_path: Path) -> None:
    medium = _medium(tmp_path)
    where = next(path for path in sorted(medium.rglob("*")) if path.is_file() and path.name != "DICOMDIR")
    number = report_factory.number(("29436-3", "LN", "LVIDd"), "4.2", "cm")
    report = report_factory.write_report(where.with_name("SR"), "study", "5200", [number])
    index = dcmread(medium / "DICOMDIR")
    image = next(record for record in index.DirectoryRecordSequence if record.DirectoryRecordType == "IMAGE")
    image.DirectoryRecordType = "SR DOCUMENT"
    image.ReferencedFileID = list(report.relative_to(medium).parts)
    index.save_as(medium / "DICOMDIR")
    assert [value.value for value in read_study(medium / "DICOMDIR").reports[0].values] == [4.2]


def test_a_file_that_a_dicomdir_names_in_vain_is_listed(tmp_path: Path) -> None:
    medium = _medium(tmp_path)
    missing = next(path for path in sorted(medium.rglob("*")) if path.is_file() and path.name != "DICOMDIR")
    missing.unlink()
    for place in (medium / "DICOMDIR", medium):
        study = read_study(place)
        assert len(study.clips) == 2
        assert "missing" in _skipped(study)[missing.name]


def test_a_dicomdir_with_a_name_that_no_file_has_is_listed(tmp_path: Path) -> None:
    medium = _medium(tmp_path)
    index = dcmread(medium / "DICOMDIR")
    image = next(record for record in index.DirectoryRecordSequence if record.DirectoryRecordType == "IMAGE")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image.ReferencedFileID = ["PT0", "ST\0X"]
    index.save_as(medium / "DICOMDIR")
    study = read_study(medium / "DICOMDIR")
    assert (len(study.clips), len(study.skipped)) == (2, 1)


def test_a_zip_that_ends_within_a_member_is_refused_with_a_reason(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("clip", _good(tmp_path / "in").read_bytes())
    content = bytearray((tmp_path / "x.zip").read_bytes())
    directory = content.rfind(b"PK\x01\x02")
    size = int.from_bytes(content[directory + 20 : directory + 24], "little") + 5000
    content[directory + 20 : directory + 28] = struct.pack("<2L", size, size)
    (tmp_path / "x.zip").write_bytes(bytes(content))
    with pytest.raises(NothingUsableError):
        read_study(tmp_path / "x.zip")


def test_a_zip_that_was_copied_in_part_is_named_as_damaged(tmp_path: Path) -> None:
    good = _good(tmp_path / "in").read_bytes()
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("clip", good)
    (tmp_path / "in" / "half.zip").write_bytes((tmp_path / "x.zip").read_bytes()[:-300])
    # a DICOM file may hold the head of a zip before its mark
    (tmp_path / "in" / "both").write_bytes(b"PK\x03\x04" + good[4:])
    study = read_study(tmp_path / "in")
    assert _skipped(study)["half.zip"] == "The zip is damaged."
    assert "both" not in _skipped(study)


def test_a_dicomdir_cannot_lead_out_of_its_medium(tmp_path: Path) -> None:
    medium = _medium(tmp_path)
    _good(tmp_path, "SECRET")
    index = dcmread(medium / "DICOMDIR")
    image = next(record for record in index.DirectoryRecordSequence if record.DirectoryRecordType == "IMAGE")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image.ReferencedFileID = ["..", "SECRET"]
    index.save_as(medium / "DICOMDIR")
    study = read_study(medium / "DICOMDIR")
    assert len(study.clips) == 2
    assert "outside" in _skipped(study)["SECRET"]


def test_progress_is_told_and_cancel_is_heard(tmp_path: Path) -> None:
    write_study(tmp_path / "study", places=(0, 1, 2), frames=2)
    told: list[Progress] = []
    token = CancelToken()

    def stop_at_two(progress: Progress) -> None:
        told.append(progress)
        if progress.done == 1:
            token.cancel()

    with pytest.raises(CancelledError):
        read_study(tmp_path / "study", cancel=token, progress=stop_at_two)
    assert [item.done for item in told] == [0, 1]
    assert {item.total for item in told} == {3}


def test_no_value_of_a_header_reaches_the_log_or_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _good(tmp_path)
    content = path.read_bytes()
    # values that break their VR: pydicom would quote them in a warning
    for old, new in ((b"19500102", b"CANARY01"), (b"20240304", b"CANARY02"), (b"PHANTOM-2 ", b"CANARY\x0003 ")):
        content = content.replace(old, new)
    path.write_bytes(content)
    caplog.set_level(logging.DEBUG)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        read_study(path)
    assert caught == []
    assert "CANARY" not in caplog.text
    output = capsys.readouterr()
    assert "CANARY" not in output.out + output.err


def test_a_header_of_a_hundred_files_is_read_without_their_pixels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = p.dataset(FRAMES.tobytes())
    for index in range(100):
        data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=[str(index)])
        p.write(tmp_path / f"{index:03d}", data)
    monkeypatch.setattr("deepcoro_desktop.core.dicom.codecs.decode", None)
    assert len(read_study(tmp_path).clips) == 100
