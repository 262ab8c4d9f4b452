"""The clips of a case: checked, in order, without a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from deepcoro_desktop.core.errors import RatingError
from deepcoro_desktop.core.rating.clips import read_case
from deepcoro_desktop.core.rating.rating_set import LoadedSet, RatingCase
from tests.dicom_factory import write_study
from tests.rating_factory import PAIRS, clip_entry, rating_set


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedSet:
    write_study(tmp_path / "studies" / "case-1", (0, 2, 4))
    return rating_set(tmp_path)


def case_of(loaded: LoadedSet) -> RatingCase:
    files = sorted(path.relative_to(loaded.folder).as_posix() for path in loaded.folder.glob("studies/case-1/*"))
    return RatingCase("case-1", PAIRS, tuple(clip_entry(loaded.folder, file) for file in files))


def test_reads_the_clips_without_saying_whose_they_are(loaded: LoadedSet) -> None:
    study = read_case(loaded, case_of(loaded))
    assert [clip.instance_number for clip in study.clips] == [1, 2, 3]
    assert [clip.source.name for clip in study.clips] == sorted(clip.source.name for clip in study.clips)
    said = f"{study.patient} {study.description} {study.institution} {study.started_at} {study.indication}"
    assert "Phantom" not in said
    assert (study.patient.name, study.patient.patient_id, study.patient.birth_date) == ("", "", None)
    assert all(clip.acquired_at is None for clip in study.clips)


def test_refuses_a_clip_that_was_changed_or_is_missing(loaded: LoadedSet) -> None:
    case = case_of(loaded)
    path = loaded.folder / case.clips[1].file
    path.write_bytes(path.read_bytes() + b"\0\0")
    with pytest.raises(RatingError, match="A clip of this case was changed"):
        read_case(loaded, case)
    path.unlink()
    with pytest.raises(RatingError, match=r"missing.*rate the texts alone"):
        read_case(loaded, case)
