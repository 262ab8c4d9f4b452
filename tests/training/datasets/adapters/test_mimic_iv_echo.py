from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from deepcoro_desktop.core.errors import ArgumentError
from training.datasets.adapters.mimic_iv_echo import MimicIvEcho
from training.datasets.records import Problem

STUDIES = """subject_id,study_id,study_datetime,note_id,note_seq,note_charttime,measurement_id,measurement_datetime
20,92,2150-01-01,,,,502,2150-01-01
10,91,2150-01-01,,,,501,2150-01-01
10,90,2149-01-01,,,,500,2149-01-01
10,90,2149-01-01,,,,500,2149-01-01
30,93,2150-01-01,,,,503,2150-01-01
40,94,2150-01-01,,,,,
50,95,2150-01-01,,,,505,2150-01-01
"""

FILES = [(10, 90, 2), (10, 90, 1), (10, 91, 1), (20, 92, 1), (30, 93, 1), (40, 94, 1), (60, 96, 1)]

MEASURED = [
    ("500", "tte", "lvef", "55", "%"),
    ("500", "tte", "lvef_upper", "60", "%"),
    ("500", "tte", "mitral_regurg", "Mild (1+)", ""),
    ("500", "tte", "strange_thing", "4", "cm"),
    ("501", "tte", "strange_thing", "5", "cm"),
    ("501", "tte", "biplane_lvef", "34", "%"),
    ("501", "TTE", "resting_hr", "80", "bpm"),
    ("502", "tee", "lvef", "60", "%"),
    ("503", "stress", "lvef", "60", "%"),
    ("999", "tte", "other_thing", "1", "cm"),
]


def _path(patient: int, study: int, file: int) -> str:
    return f"files/p{patient}/p{patient}000000/s{study}/{study}_{file:04d}.dcm"


def _set(root: Path, packed: bool = True) -> None:
    (root / "echo-study-list.csv").write_text(STUDIES, encoding="utf-8")
    rows = [f"{p},{s},2150-01-01,{_path(p, s, f)}" for p, s, f in [*FILES, (10, 91, 7), (10, 90, 1)]]
    header = "subject_id,study_id,acquisition_datetime,dicom_filepath"
    (root / "echo-record-list.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    for file in FILES:
        path = root / _path(*file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"DICM")
    header = "subject_id,measurement_id,measurement_datetime,test_type,measurement,measurement_description,result,unit"
    lines = [f"1,{key},2150-01-01,{kind},{name},words,{result},{unit}" for key, kind, name, result, unit in MEASURED]
    table = "\n".join([header, *lines]).encode()
    name = "structured-measurement.csv" + (".gz" if packed else "")
    (root / name).write_bytes(gzip.compress(table) if packed else table)


@pytest.mark.parametrize("packed", [True, False])
def test_transthoracic_studies_with_their_clips_sentences_and_labels(tmp_path: Path, packed: bool) -> None:
    _set(tmp_path, packed)
    studies = list(MimicIvEcho().studies(tmp_path, []))
    assert [(study.patient_key, study.study_key) for study in studies] == [("10", "90"), ("10", "91"), ("40", "94")]
    first, second, unmeasured = studies
    assert [clip.clip_key for clip in first.clips] == ["90_0001", "90_0002"]
    assert first.clips[0].path == tmp_path / _path(10, 90, 1)
    assert {clip.view for study in studies for clip in study.clips} == {""}
    assert all(study.split is None for study in studies)
    assert [(sentence.section, sentence.text) for sentence in first.sentences] == [
        ("Left ventricle", "Left ventricular systolic function is normal, ejection fraction 55 to 60 %."),
        ("Mitral valve", "Mild mitral regurgitation."),
    ]
    assert {label.name: label.value for label in first.labels} == {
        "ef": 57.5,
        "reduced_ef": 0,
        "mr_moderate_or_more": 0,
    }
    assert first.labels[0].source == "structured-measurement lvef, lvef_upper"
    assert second.sentences[0].concept == "lv.function=moderately_reduced"
    assert (unmeasured.sentences, unmeasured.labels) == ((), ())


def test_lists_what_it_cannot_use_and_unknown_measurements_once(tmp_path: Path) -> None:
    _set(tmp_path)
    problems: list[Problem] = []
    list(MimicIvEcho().studies(tmp_path, problems))
    assert [(problem.kind, problem.study_key, problem.clip_key) for problem in problems] == [
        ("duplicate row", "90", ""),
        ("study not listed", "96", "96_0001"),
        ("missing file", "91", "91_0007"),
        ("duplicate row", "90", "90_0001"),
        ("not transthoracic", "92", ""),
        ("not transthoracic", "93", ""),
        ("study without report", "94", ""),
        ("report without videos", "95", ""),
        ("unknown measurement", "", ""),
    ]
    assert problems[-1].reason == "strange_thing in 2 rows."
    assert problems[4].reason == "Its measurements are of the kind tee."


def test_other_examinations_on_request(tmp_path: Path) -> None:
    _set(tmp_path)
    problems: list[Problem] = []
    studies = list(MimicIvEcho({"tte", "tee"}).studies(tmp_path, problems))
    assert [study.study_key for study in studies] == ["90", "91", "92", "94"]
    assert ("other kind of examination", "93") in [(problem.kind, problem.study_key) for problem in problems]


def test_the_first_release_has_no_measurements(tmp_path: Path) -> None:
    _set(tmp_path)
    (tmp_path / "structured-measurement.csv.gz").unlink()
    with pytest.raises(ArgumentError, match=r"structured-measurement\.csv"):
        list(MimicIvEcho().studies(tmp_path, []))
    lines = [",".join(line.split(",")[:6]) for line in STUDIES.splitlines()]
    (tmp_path / "echo-study-list.csv").write_text("\n".join(lines), encoding="utf-8")
    studies = list(MimicIvEcho().studies(tmp_path, []))
    assert [study.study_key for study in studies] == ["90", "91", "92", "93", "94"]
    assert not any(study.sentences for study in studies)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("echo-record-list.csv", "dicom_filepath"),
        ("echo-study-list.csv", "study_id"),
        ("structured-measurement.csv", "test_type"),
    ],
)
def test_names_the_missing_column(tmp_path: Path, table: str, column: str) -> None:
    _set(tmp_path, packed=False)
    path = tmp_path / table
    path.write_text(path.read_text(encoding="utf-8").replace(column, "other", 1), encoding="utf-8")
    with pytest.raises(ArgumentError, match=f"{table} lacks the column {column}"):
        list(MimicIvEcho().studies(tmp_path, []))


def test_the_order_of_the_tables_does_not_matter(tmp_path: Path) -> None:
    found = []
    for name in ("a", "b"):
        root = tmp_path / name
        root.mkdir()
        _set(root, packed=False)
        if name == "b":
            for path in root.glob("*.csv"):
                header, *rows = path.read_text(encoding="utf-8").splitlines()
                path.write_text("\n".join([header, *rows[::-1]]), encoding="utf-8")
        found.append(
            [
                (study.study_key, study.sentences, study.labels, [clip.clip_key for clip in study.clips])
                for study in MimicIvEcho().studies(root, [])
            ]
        )
    assert found[0] == found[1]
