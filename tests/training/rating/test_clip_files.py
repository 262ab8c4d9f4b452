"""Which files a case's clips are: by the phantom's tables, or by folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from deepcoro_desktop.core.errors import ArgumentError, RatingError
from tests.dicom_factory import write_study
from training.rating.clip_files import copy_clips, find_clips


def tables(folder: Path, clips: str, truth: str = "") -> None:
    (folder / "clips.csv").write_text(clips, encoding="utf-8")
    if truth:
        (folder / "truth.csv").write_text(truth, encoding="utf-8")


def test_finds_clips_by_uid_and_by_key(tmp_path: Path) -> None:
    tables(tmp_path, "study_uid,file\n1.2,s/b.dcm\n1.3,s/c.dcm\n1.2,s/a.dcm\n", "study_uid,study_key\n1.2,777-0\n")
    assert find_clips(tmp_path, ["777-0", "1.3", "none"]) == {
        "777-0": (tmp_path / "s/b.dcm", tmp_path / "s/a.dcm"),
        "1.3": (tmp_path / "s/c.dcm",),
    }


def test_takes_only_clips_from_a_folder(tmp_path: Path) -> None:
    write_study(tmp_path / "study-1", (0, 2))
    (tmp_path / "study-1" / "report.txt").write_text("The left ventricle is dilated.")
    found = find_clips(tmp_path, ["study-1", "study-2"])
    assert list(found) == ["study-1"]
    assert len(found["study-1"]) == 2
    assert all(path.suffix != ".txt" for path in found["study-1"])


def test_a_folder_without_clips_is_a_case_without_clips(tmp_path: Path) -> None:
    (tmp_path / "study-1").mkdir()
    assert find_clips(tmp_path, ["study-1"]) == {}


def test_names_the_column_that_is_missing(tmp_path: Path) -> None:
    tables(tmp_path, "study_uid,path\n1.2,a.dcm\n")
    with pytest.raises(ArgumentError, match=r"clips\.csv has no column file"):
        find_clips(tmp_path, ["1.2"])
    with pytest.raises(ArgumentError, match="There is no folder nowhere"):
        find_clips(tmp_path / "nowhere", [])


def test_a_file_that_the_table_names_and_that_is_gone_stops_the_set(tmp_path: Path) -> None:
    with pytest.raises(RatingError, match="The clips of case-1 cannot be copied"):
        copy_clips([tmp_path / "gone.dcm"], tmp_path / "set", "case-1")
