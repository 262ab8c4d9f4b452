from __future__ import annotations

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest

from deepcoro_desktop.core.errors import ArgumentError
from training.datasets.adapters.ev9v import VIEWS, Ev9v
from training.datasets.records import Problem, Split

FIRST = "2022-07-01_10-07-13_320x240_0"
SECOND = "2022-07-01_10-07-13_320x240_1"
OTHER = "2022-07-02_08-00-00-seg1_000_320x240_0"
LEAK = "2022-07-02_08-00-00-seg2_001_320x240_0"
ODD = "odd"


def _set(root: Path, header: str = "video_name,label") -> None:
    for video in (FIRST, SECOND, OTHER, LEAK, ODD):
        folder = root / "Images" / video
        folder.mkdir(parents=True)
        for frame in (2, 1, 3):
            cv2.imwrite(str(folder / f"frame_{frame:06d}.jpg"), np.full((16, 16), 50 * frame, np.uint8))
    (root / "Images" / "empty").mkdir()
    labels = [(SECOND, "PLHLA"), (FIRST, "A4C"), (OTHER, "PMASA"), (LEAK, "SC4C"), ("unlisted", "A5C"), (ODD, "A5C")]
    labels += [("gone", "A4C"), ("empty", "A4C"), (ODD, "A4C")]
    lines = [header, *(f"{video},{label}" for video, label in labels)]
    (root / "labels.csv").write_text("\n".join(lines), encoding="utf-8")
    (root / "train.txt").write_text(f"{SECOND}\n{LEAK}\ngone\n", encoding="utf-8")
    (root / "validation.txt").write_text(f"{OTHER}\r\nempty\n\n", encoding="utf-8")
    (root / "test.txt").write_text(f"{ODD}\n{ODD}\n", encoding="utf-8")
    with (root / "train.txt").open("a", encoding="utf-8") as file:
        file.write(f"{FIRST}\n")


@pytest.mark.parametrize("header", ["video_name,label", "names,labels"])
def test_a_recording_is_a_study_of_its_videos(tmp_path: Path, header: str) -> None:
    _set(tmp_path, header)
    studies = list(Ev9v().studies(tmp_path, []))
    assert [(study.study_key, study.split) for study in studies] == [
        ("2022-07-01_10-07-13", Split.TRAIN),
        ("2022-07-02_08-00-00", Split.VALIDATION),
        (ODD, Split.TEST),
    ]
    assert [(clip.clip_key, clip.view) for clip in studies[0].clips] == [(FIRST, "a4c"), (SECOND, "plax")]
    assert studies[0].patient_key == "2022-07-01_10-07-13"
    assert sorted(path.name for path in studies[0].clips[0].path.iterdir())[0] == "frame_000001.jpg"
    # its meaning is not certain, so the label stays
    assert [clip.view for clip in studies[1].clips] == ["PMASA"]


def test_lists_what_it_cannot_use(tmp_path: Path) -> None:
    _set(tmp_path)
    with (tmp_path / "test.txt").open("a", encoding="utf-8") as file:
        file.write("nameless\n")
    (tmp_path / "Images" / "nameless").mkdir()
    cv2.imwrite(str(tmp_path / "Images" / "nameless" / "frame_000001.jpg"), np.zeros((16, 16), np.uint8))
    problems: list[Problem] = []
    studies = list(Ev9v().studies(tmp_path, problems))
    assert [(problem.kind, problem.clip_key) for problem in problems] == [
        ("duplicate row", ODD),
        ("duplicate row", ODD),
        ("clip without view label", "nameless"),
        ("clip in no split", "unlisted"),
        ("missing file", "empty"),
        ("missing file", "gone"),
        ("patient in two splits", LEAK),
    ]
    assert problems[4].reason == "Its folder holds no pictures."
    assert problems[6].study_key == "2022-07-02_08-00-00"
    assert next(study for study in studies if study.study_key == "nameless").clips[0].view == ""


def test_names_the_missing_column_and_list(tmp_path: Path) -> None:
    _set(tmp_path)
    (tmp_path / "validation.txt").unlink()
    with pytest.raises(ArgumentError, match=r"validation\.txt is missing"):
        list(Ev9v().studies(tmp_path, []))
    (tmp_path / "labels.csv").write_text("video_name\nv\n", encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"labels\.csv lacks the column label or labels"):
        list(Ev9v().studies(tmp_path, []))


def test_every_view_is_one_of_ours() -> None:
    path = Path(__file__).parents[4] / "resources" / "views.csv"
    with path.open(encoding="utf-8", newline="") as file:
        ids = {row["id"] for row in csv.DictReader(file)}
    assert set(VIEWS.values()) <= ids
