from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from deepcoro_desktop.core.errors import ArgumentError
from tests.prepared_clips import Shard, write_shard
from training.datasets.clip_store import Sentence, StudyRecord
from training.datasets.dataset_card import write_card
from training.datasets.manifest import data_hash, write_problems
from training.datasets.records import Problem, Split


@pytest.fixture
def card(tmp_path: Path) -> str:
    """Return the card of three studies: five clips, two with reports."""
    records = [
        StudyRecord("s0", "p0", (Sentence("Aorta", "Wide.", None), Sentence("IVC", "Slim.", None)), {"ef": 60.0}, {}),
        StudyRecord("s1", "p0", (Sentence("Aorta", "Wide.", None),), {"ef": 40.0, "reduced_ef": 1.0}, {"secret": 7.0}),
        StudyRecord("s2", "p1", (), {"ef": 50.0, "reduced_ef": 0.0}, {}),
    ]
    clips = np.zeros((5, 2, 8, 8, 3), np.uint8)
    sides = [Split.TRAIN, Split.TRAIN, Split.TEST]
    write_shard(tmp_path, 0, Shard(clips, ["plax", "plax", "", "a|b", "av_cw"], [0, 0, 1, 2, 2], records, sides))
    write_problems(tmp_path, [Problem("too short clip", "s0", "c", "It is short.")] * 2)
    write_card(tmp_path)
    return (tmp_path / "DATASET_CARD.md").read_text(encoding="utf-8")


def test_counts_what_the_manifest_holds(card: str, tmp_path: Path) -> None:
    for line in (
        "5 clips of 3 studies of 2 patients; 2 studies have a report, 3 sentences in all.",
        "- Licence: MIT",
        "- Clips: 2 frames, one of every 1, 8 x 8 pixels, RGB; preprocessing version 1",
        f"- Data hash: `{data_hash(tmp_path)}`",
        "| train | 1 | 2 | 3 |",
        "| test | 1 | 1 | 2 |",
        "| validation | 0 | 0 | 0 |",
        "| plax | 2 |",
        "| a\\|b | 1 |",
        "| not known | 1 |",
        "| cw | 1 |",
        "| reduced_ef | 1 | 1 | 0.5 |",
        "| ef | 3 | 42 | 50 | 58 | - |",
        "| Test One | 5 |",
        "| 20 to 35 | 5 |",
        "| IVC | 1 | 0.5 |",
        "| Aorta | 0 | 0 |",
        "| too short clip | 2 |",
    ):
        assert line in card.splitlines()
    assert "secret" not in card


def test_draws_every_plot_that_it_shows(card: str, tmp_path: Path) -> None:
    names = [line.partition("](")[2].rstrip(")") for line in card.splitlines() if line.startswith("![")]
    assert sorted(names) == sorted(path.name for path in tmp_path.glob("*.png"))
    assert len(names) == 6
    for name in names:
        picture = cv2.imread(str(tmp_path / name))
        colours = {tuple(int(value) for value in colour) for colour in np.unique(picture.reshape(-1, 3), axis=0)}
        assert (0x8F, 0x6F, 0x2F) in colours
        assert (255, 255, 255) in colours


def test_a_dataset_without_reports_and_labels_has_a_card(tmp_path: Path) -> None:
    clips = np.zeros((1, 2, 8, 8, 3), np.uint8)
    write_shard(tmp_path, 0, Shard(clips, [""], [0], [StudyRecord("s", "p", (), {}, {})], fps=None))
    (tmp_path / "labels.png").write_bytes(b"of an earlier card")
    write_card(tmp_path)
    text = (tmp_path / "DATASET_CARD.md").read_text(encoding="utf-8")
    assert "## Pathologies and normals\n\nNone.\n" in text
    assert "## Missing sections\n\nNone.\n" in text
    drawn = {path.name for path in tmp_path.glob("*.png")}
    assert drawn == {"views.png", "scanners.png", "clips_per_study.png"}
    assert text.count("![") == 3


def test_refuses_a_folder_without_a_manifest(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="no prepared clips"):
        write_card(tmp_path)
