from __future__ import annotations

import gzip
from pathlib import Path

import cv2
import numpy as np
import pytest

from deepcoro_desktop.core.errors import ArgumentError
from training.datasets.adapters.echonet_dynamic import EchoNetDynamic
from training.datasets.adapters.echonet_lvh import EchoNetLvh
from training.datasets.adapters.echonet_pediatric import EchoNetPediatric
from training.datasets.adapters.splits import split_of
from training.datasets.records import Label, Problem, SourceSentence, SourceStudy, Split


def _video(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 50.0, (32, 32))
    for grey in (10, 90, 170):
        writer.write(np.full((32, 32, 3), grey, np.uint8))
    writer.release()
    assert path.is_file()


def _kinds(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.kind, problem.clip_key) for problem in problems]


def _labels(study: SourceStudy) -> dict[str, float]:
    return {label.name: label.value for label in study.labels}


DYNAMIC = """FileName,EF,ESV,EDV,FrameHeight,FrameWidth,FPS,NumberOfFrames,Split
0XB,35.2,80,123.5,112,112,51,3,VAL
0XA.avi,62.4,40,106,112,112,50,3,TRAIN
0XC.avi,53.0,40,85,112,112,50,3,test
0XA,62.4,40,106,112,112,50,3,TRAIN
0XGONE.avi,50,40,80,112,112,50,3,TRAIN
0XD,none,40,80,112,112,50,3,TRAIN
0XE,50,40,80,112,112,50,3,HOLDOUT
0XF,500,40,80,112,112,50,3,TRAIN
"""

TRACINGS = """FileName,X1,Y1,X2,Y2,Frame
0XA.avi,1,1,2,2,2
0XA.avi,1,2,2,3,2
0XA.avi,1,1,2,2,0
0XB.avi,1,1,2,2,1
0XB.avi,1,1,2,2,7
"""


def _dynamic(root: Path, table: str = DYNAMIC, packed: bool = False) -> None:
    if packed:
        (root / "FileList.csv.gz").write_bytes(gzip.compress(table.encode()))
    else:
        (root / "FileList.csv").write_text(table, encoding="utf-8")
    for name in ("0XA", "0XB", "0XC", "0XD", "0XE", "0XF"):
        _video(root / "Videos" / f"{name}.avi")


def test_dynamic_has_a_study_of_one_patient_for_each_clip(tmp_path: Path) -> None:
    _dynamic(tmp_path)
    (tmp_path / "VolumeTracings.csv").write_text(TRACINGS, encoding="utf-8")
    problems: list[Problem] = []
    studies = list(EchoNetDynamic().studies(tmp_path, problems))
    assert [study.study_key for study in studies] == ["0XA", "0XB", "0XC", "0XD", "0XF"]
    assert all(study.patient_key == study.study_key == study.clips[0].clip_key for study in studies)
    assert [study.split for study in studies[:3]] == [Split.TRAIN, Split.VALIDATION, Split.TEST]
    first = studies[0]
    assert first.clips[0].path == tmp_path / "Videos" / "0XA.avi"
    assert (first.clips[0].view, first.clips[0].fps) == ("a4c", 50.0)
    assert first.labels[0] == Label("ef", 62.4, "%", "FileList.csv EF")
    assert _labels(first) == {"ef": 62.4, "reduced_ef": 0, "esv": 40, "edv": 106, "es_frame": 2, "ed_frame": 0}
    text = "Left ventricular systolic function is normal, ejection fraction 62 %."
    assert first.sentences == (SourceSentence("Left ventricle", text, "lv.function=normal"),)
    assert studies[1].sentences[0].concept == "lv.function=moderately_reduced"
    assert _labels(studies[1])["reduced_ef"] == 1


def test_dynamic_states_no_degree_where_it_depends_on_the_sex(tmp_path: Path) -> None:
    _dynamic(tmp_path)
    between = next(study for study in EchoNetDynamic().studies(tmp_path, []) if study.study_key == "0XC")
    assert between.sentences == (SourceSentence("Left ventricle", "Left ventricular ejection fraction is 53 %."),)
    assert _labels(between)["reduced_ef"] == 0


def test_dynamic_lists_what_it_cannot_use(tmp_path: Path) -> None:
    _dynamic(tmp_path)
    (tmp_path / "VolumeTracings.csv").write_text(TRACINGS, encoding="utf-8")
    problems: list[Problem] = []
    studies = list(EchoNetDynamic().studies(tmp_path, problems))
    assert _kinds(problems) == [
        ("duplicate row", "0XA"),
        ("traced frame outside clip", "0XB"),
        ("not a number", "0XD"),
        ("unknown split", "0XE"),
        ("implausible value", "0XF"),
        ("missing file", "0XGONE"),
    ]
    assert "'HOLDOUT' is not TRAIN, VAL or TEST" in problems[3].reason
    unread = next(study for study in studies if study.study_key == "0XD")
    assert (unread.sentences, _labels(unread)) == ((), {"esv": 40, "edv": 80})


def test_dynamic_does_not_depend_on_the_order_of_rows_nor_on_gzip(tmp_path: Path) -> None:
    table = "".join(line for line in DYNAMIC.splitlines(keepends=True) if not line.startswith("0XA,"))
    first, second = tmp_path / "a", tmp_path / "b"
    header, *rows = table.splitlines(keepends=True)
    for root, lines, packed in ((first, rows, False), (second, rows[::-1], True)):
        root.mkdir()
        _dynamic(root, "".join([header, *lines]), packed)
    found = [list(EchoNetDynamic().studies(root, [])) for root in (first, second)]
    assert [(study.study_key, study.labels, study.split) for study in found[0]] == [
        (study.study_key, study.labels, study.split) for study in found[1]
    ]


def test_dynamic_names_a_missing_column_and_a_missing_table(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=r"FileList\.csv"):
        list(EchoNetDynamic().studies(tmp_path, []))
    (tmp_path / "FileList.csv").write_text("FileName,EF,ESV,EDV,FPS,Split\n", encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"FileList\.csv lacks the column NumberOfFrames"):
        list(EchoNetDynamic().studies(tmp_path, []))


LVH = """,HashedFileName,Calc,CalcValue,Frame,X1,X2,Y1,Y2,Frames,FPS,Width,Height,split
0,0XB,IVSd,0.9,1,1,2,3,4,3,50,32,32,test
1,0XA,IVSd,1.2,1,1,2,3,4,3,60,32,32,train
2,0XA,LVPWd,1.1,1,1,2,3,4,3,60,32,32,train
3,0XA,LVIDd,6.0,1,1,2,3,4,3,60,32,32,train
4,0XA,LVIDd,6.2,2,1,2,3,4,3,60,32,32,train
5,0XA,LVIDd,6.2,2,1,2,3,4,3,60,32,32,train
6,0XC,LVIDs,3.1,1,1,2,3,4,3,50,32,32,val
7,0XC,IVSd,1.0,1,1,2,3,4,3,50,32,32,val
8,0XC,LVIDd,5.4,1,1,2,3,4,3,50,32,32,val
9,0XC,EPSS,0.4,1,1,2,3,4,3,50,32,32,val
10,0XC,EPSS,0.5,1,1,2,3,4,3,50,32,32,val
11,0XGONE,IVSd,1.0,1,1,2,3,4,3,50,32,32,val
12,0XD,IVSd,1.0,1,1,2,3,4,3,50,32,32,val
13,0XD,LVIDd,5.0,1,1,2,3,4,3,50,32,32,train
14,0XE,IVSd,thick,1,1,2,3,4,3,50,32,32,train
15,0XE,LVPWd,99,1,1,2,3,4,3,50,32,32,train
16,0XF,IVSd,1.0,1,1,2,3,4,3,50,32,32,spare
"""


def _lvh(root: Path, packed: bool = False) -> None:
    if packed:
        (root / "MeasurementsList.csv.gz").write_bytes(gzip.compress(LVH.encode()))
    else:
        (root / "MeasurementsList.csv").write_text(LVH, encoding="utf-8")
    for batch, name in ((1, "0XA"), (2, "0XB"), (4, "0XC"), (1, "0XD"), (1, "0XE"), (1, "0XF"), (2, "0XA")):
        _video(root / f"Batch{batch}" / f"{name}.avi")


@pytest.mark.parametrize("packed", [False, True])
def test_lvh_gathers_the_measurements_of_each_clip(tmp_path: Path, packed: bool) -> None:
    _lvh(tmp_path, packed)
    studies = list(EchoNetLvh().studies(tmp_path, []))
    assert [(study.study_key, study.split) for study in studies] == [
        ("0XA", Split.TRAIN),
        ("0XB", Split.TEST),
        ("0XC", Split.VALIDATION),
        ("0XE", Split.TRAIN),
    ]
    thick, thin, between, _ = studies
    assert thick.clips[0].path == tmp_path / "Batch1" / "0XA.avi"
    assert (thick.clips[0].view, thick.clips[0].fps) == ("plax", 60.0)
    assert _labels(thick) == pytest.approx({"IVSd": 1.2, "LVIDd": 6.1, "LVPWd": 1.1, "lvh": 1, "lv_dilated": 1})
    assert [sentence.text for sentence in thick.sentences] == [
        "Interventricular septal thickness in diastole is 1.2 cm.",
        "Left ventricular internal diameter in diastole is 6.1 cm.",
        "Left ventricular posterior wall thickness in diastole is 1.1 cm.",
        "Mild left ventricular hypertrophy.",
        "The left ventricle is dilated.",
    ]
    assert _labels(thin) == {"IVSd": 0.9, "lvh": 0}
    # 1.0 cm is normal for a man and not for a woman, 5.4 cm as well: neither is decided
    assert _labels(between) == {"IVSd": 1.0, "LVIDd": 5.4, "LVIDs": 3.1}
    assert all(sentence.concept is None for sentence in between.sentences)


def test_lvh_lists_what_it_cannot_use(tmp_path: Path) -> None:
    _lvh(tmp_path)
    problems: list[Problem] = []
    list(EchoNetLvh().studies(tmp_path, problems))
    assert _kinds(problems) == [
        ("duplicate row", "0XA"),
        ("not a number", "0XE"),
        ("implausible value", "0XE"),
        ("unknown measurement", ""),
        ("duplicate file", "0XA"),
        ("patient in two splits", "0XD"),
        ("unknown split", "0XF"),
        ("missing file", "0XGONE"),
    ]
    assert problems[3].reason == "EPSS in 2 rows."


def test_lvh_names_a_missing_column(tmp_path: Path) -> None:
    (tmp_path / "MeasurementsList.csv").write_text(LVH.replace("CalcValue", "Value"), encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"MeasurementsList\.csv lacks the column CalcValue"):
        list(EchoNetLvh().studies(tmp_path, []))


CHILDREN = ["CR1-CR11-000001", "CR2-CR21-000002", "CR3-CR31-000003", "CR1-CR12-000004", "lonely"]


def _pediatric(root: Path) -> None:
    lists = {
        "A4C": [
            ("CR2-CR21-000002.avi", "55.5", "9"),
            ("CR1-CR11-000001.avi", "60", "0"),
            ("CR3-CR31-000003", "48", "8"),
            ("lonely.avi", "70", "2"),
            ("lonely.avi", "70", "2"),
            ("CR9-CR91-000009.avi", "50", "1"),
        ],
        "PSAX": [
            ("CR1-CR11-000001.avi", "61", "0"),
            ("CR2-CR21-000002.avi", "54", "3"),
            ("CR3-CR31-000003.avi", "high", "8"),
            ("CR1-CR12-000004.avi", "62", "11"),
        ],
    }
    for folder, rows in lists.items():
        for name in CHILDREN:
            _video(root / folder / "Videos" / f"{name}.avi")
        lines = ["FileName,EF,Sex,Age,Weight,Height,Split", *(f"{n},{ef},F,7,20,120,{fold}" for n, ef, fold in rows)]
        (root / folder / "FileList.csv").write_text("\n".join(lines), encoding="utf-8")


def test_pediatric_keeps_both_views_of_a_child_together(tmp_path: Path) -> None:
    _pediatric(tmp_path)
    studies = {study.study_key: study for study in EchoNetPediatric().studies(tmp_path, [])}
    assert list(studies) == [
        *("A4C/CR1-CR11-000001", "A4C/CR2-CR21-000002", "A4C/CR3-CR31-000003", "A4C/lonely"),
        *("PSAX/CR1-CR11-000001", "PSAX/CR3-CR31-000003"),
    ]
    apical, short = studies["A4C/CR1-CR11-000001"], studies["PSAX/CR1-CR11-000001"]
    assert apical.patient_key == short.patient_key == "CR1"
    assert (apical.clips[0].view, short.clips[0].view) == ("a4c", "PSAX")
    assert apical.clips[0].path != short.clips[0].path
    assert studies["A4C/lonely"].patient_key == "lonely"
    assert studies["A4C/CR2-CR21-000002"].split is Split.TEST
    assert studies["A4C/CR3-CR31-000003"].split is Split.VALIDATION
    assert apical.split is Split.TRAIN
    assert apical.sentences[0] == SourceSentence("Left ventricle", "Left ventricular ejection fraction is 60 %.")
    assert _labels(apical) == {"ef": 60}


def test_pediatric_leaves_out_training_clips_of_a_test_child_and_lists_them(tmp_path: Path) -> None:
    _pediatric(tmp_path)
    problems: list[Problem] = []
    list(EchoNetPediatric().studies(tmp_path, problems))
    assert _kinds(problems) == [
        ("duplicate row", "A4C/lonely"),
        ("missing file", "A4C/CR9-CR91-000009"),
        ("unknown split", "PSAX/CR1-CR12-000004"),
        ("patient in two splits", "PSAX/CR2-CR21-000002"),
        ("not a number", "PSAX/CR3-CR31-000003"),
    ]
    assert problems[3].reason == "It is listed for train, but another clip of the patient for test."


def test_pediatric_folds_can_be_chosen(tmp_path: Path) -> None:
    _pediatric(tmp_path)
    studies = {study.study_key: study for study in EchoNetPediatric(0, 2).studies(tmp_path, [])}
    assert studies["A4C/CR1-CR11-000001"].split is Split.TEST
    assert studies["A4C/lonely"].split is Split.VALIDATION
    assert studies["A4C/CR2-CR21-000002"].split is Split.TRAIN
    with pytest.raises(ArgumentError, match="two different folds"):
        EchoNetPediatric(3, 3)
    with pytest.raises(ArgumentError, match="two different folds"):
        EchoNetPediatric(10, 3)


def test_pediatric_names_the_missing_table(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=r"FileList\.csv .* folder A4C"):
        list(EchoNetPediatric().studies(tmp_path, []))


def test_words_of_splits() -> None:
    assert [split_of(word) for word in ("TRAIN", "val", " Test ", "validation", "0", "")] == [
        *(Split.TRAIN, Split.VALIDATION, Split.TEST, Split.VALIDATION),
        *(None, None),
    ]
