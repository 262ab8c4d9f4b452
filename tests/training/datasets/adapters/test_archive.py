from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from deepcoro_desktop.core.errors import ArgumentError
from tests.archive_factory import report_row, write_csv
from tests.dicom_factory import clip_dataset, moving_disc, uid, write_clip
from training.datasets.adapters.archive import Archive
from training.datasets.records import Problem, SourceStudy, Split


def _studies(root: Path) -> tuple[dict[str, SourceStudy], list[Problem]]:
    problems: list[Problem] = []
    return {study.study_key: study for study in Archive().studies(root, problems)}, problems


def test_reads_studies_in_the_order_of_acquisition(archive: Path) -> None:
    (archive / "2024/s1/clip001.dcm").rename(archive / "2024/s1/z.dcm")
    studies, problems = _studies(archive)
    assert problems == []
    assert list(studies) == sorted(uid(f"s{number}") for number in range(1, 6))
    study = studies[uid("s1")]
    assert [clip.clip_key for clip in study.clips] == [uid("s1", "instance", 1), uid("s1", "instance", 2)]
    assert study.clips[0].path == archive / "2024/s1/z.dcm"
    assert (study.patient_key, study.split) == ("P1", None)
    assert [one.section for one in study.sentences] == ["Left ventricle", "Left ventricle"]


def test_reads_gzipped_tables_and_columns_in_any_order(archive: Path) -> None:
    rows = [dict(reversed(report_row("s3", "P2", split="VAL").items()))]
    plain = write_csv(archive / "reports.csv", rows)
    (archive / "reports.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    studies, _ = _studies(archive)
    assert studies[uid("s3")].split is Split.VALIDATION


def test_reads_reports_from_files_below_the_root_alone(archive: Path) -> None:
    (archive / "texts").mkdir()
    (archive / "texts/s1.txt").write_text("Aorta: Wide.", encoding="utf-8")
    (archive.parent / "secret.txt").write_text("Aorta: Secret.", encoding="utf-8")
    (archive / "texts/latin.txt").write_bytes("Aorta: élargie.".encode("latin-1"))
    paths = {"s1": "texts/s1.txt", "s2": "../secret.txt", "s3": "/etc/hostname", "s4": "texts/latin.txt", "s5": "none"}
    rows = [{**report_row(study, "P"), "report_path": path} for study, path in paths.items()]
    for row in rows:
        del row["report_text"]
    write_csv(archive / "reports.csv", rows)
    studies, problems = _studies(archive)
    assert [one.text for one in studies[uid("s1")].sentences] == ["Wide."]
    kinds = {study: [p.kind for p in problems if p.study_key == uid(study)] for study in paths}
    assert kinds == {
        "s1": [],
        "s2": ["path outside the dataset", "study without report"],
        "s3": ["path outside the dataset", "study without report"],
        "s4": ["unreadable report", "study without report"],
        "s5": ["unreadable report", "study without report"],
    }
    assert [problem for problem in problems if not problem.study_key] == []


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"study_uid": "1", "study_datetime": "", "report_text": ""}], "reports.csv lacks the column patient_id"),
        ([{"study_uid": "1", "patient_id": "", "study_datetime": ""}], "lacks the column report_text or report_path"),
        ([report_row("s1", "P1", split="holdout")], "The table reports.csv has a split 'holdout'. Write train"),
    ],
)
def test_names_what_is_wrong_with_the_table(archive: Path, rows: list[dict[str, str]], message: str) -> None:
    write_csv(archive / "reports.csv", rows)
    with pytest.raises(ArgumentError, match=message.replace(".", r"\.")):
        _studies(archive)


def test_names_a_missing_table(archive: Path) -> None:
    (archive / "reports.csv").unlink()
    with pytest.raises(ArgumentError, match=r"The table reports\.csv \(or reports\.csv\.gz\) is not in the folder"):
        _studies(archive)


def test_takes_the_patient_of_the_files_where_the_table_has_none(archive: Path) -> None:
    write_csv(archive / "reports.csv", [report_row("s1", "")])
    write_clip(archive / "nobody.dcm", clip_dataset("nobody", 1, moving_disc(1), patient_id=""))
    studies, problems = _studies(archive)
    assert studies[uid("s1")].patient_key == "P1"
    assert uid("nobody") not in studies
    assert ("study without patient", uid("nobody")) in [(one.kind, one.study_key) for one in problems]


def test_takes_views_by_id_or_label(archive: Path) -> None:
    keys = [uid("s1", "instance", number) for number in (1, 2)]
    views = ["plax", "Apical four chamber"]
    write_csv(archive / "clips.csv", [{"sop_instance_uid": k, "view": v} for k, v in zip(keys, views, strict=True)])
    studies, _ = _studies(archive)
    assert [clip.view for clip in studies[uid("s1")].clips] == ["plax", "a4c"]
    assert [clip.view for clip in studies[uid("s2")].clips] == ["", ""]
