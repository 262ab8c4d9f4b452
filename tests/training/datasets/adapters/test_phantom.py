from __future__ import annotations

import csv
import dataclasses
from pathlib import Path

import numpy as np
import pytest

from deepcoro_desktop.core.errors import ArgumentError
from training.config import InputConfig, PrepareConfig
from training.dataset_config import DatasetConfig
from training.datasets.adapters.phantom import Phantom
from training.datasets.clip_store import ClipStore
from training.datasets.phantom_clips import record_of
from training.datasets.prepare import prepare
from training.datasets.records import Problem, Split
from training.phantom import assessed_phenotypes, command
from training.phantom.cases import Mix
from training.phantom.dicom_writer import write_study
from training.phantom.study import PhantomStudy, sample_study

SEED = 5


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what the phantom command writes for one study, with its first two clips alone."""
    folder = tmp_path_factory.mktemp("phantom")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "sample_study", _short_study)
        patch.setattr(command, "write_study", lambda study, out: write_study(study, out, 90))
        command.phantom_command(folder, 1, SEED, processes=1)
    return folder


def _short_study(seed: int, index: int, scanner: str | None, mix: Mix) -> PhantomStudy:
    study = sample_study(seed, index, scanner, mix)
    return dataclasses.replace(study, clips=study.clips[:2])


def _labels() -> dict[str, float]:
    """Return the phenotypes that the two clips of the study let a reader assess."""
    whole = sample_study(SEED, 0)
    return dict(assessed_phenotypes(whole.heart, frozenset(plan.view_id for plan in whole.clips[:2])))


def test_keeps_report_labels_truth_and_views(root: Path) -> None:
    problems: list[Problem] = []
    (study,) = Phantom().studies(root, problems)
    whole = sample_study(SEED, 0)
    known = record_of(whole)
    assert problems == []
    assert (study.patient_key, study.split) == (known.patient_id, Split.TRAIN)
    assert [(one.section, one.text, one.concept) for one in study.sentences] == [
        (one.section, one.text, one.concept) for one in known.sentences
    ]
    assert {label.name: label.value for label in study.labels} == pytest.approx(_labels(), abs=0.006)
    assert study.truth.keys() == known.truth.keys()
    assert study.truth == pytest.approx(known.truth, abs=0.006)
    assert [clip.view for clip in study.clips] == [plan.view_id for plan in whole.clips[:2]]


def test_is_prepared_with_concepts_and_truth(root: Path, tmp_path: Path) -> None:
    dataset = DatasetConfig("phantom", str(root), str(tmp_path / "out"))
    prepare(PrepareConfig(InputConfig(frames=4, stride=2, size=32), dataset))
    views = [plan.view_id for plan in sample_study(SEED, 0).clips[:2]]
    store = ClipStore(tmp_path / "out", views)
    assert store.view_of.tolist() == [views.index(view) for view in views]
    concepts = [sentence.concept for sentence in record_of(sample_study(SEED, 0)).sentences]
    assert [sentence.concept for sentence in store.studies[0].sentences] == [concept or None for concept in concepts]
    assert store.studies[0].truth["ef"] == pytest.approx(sample_study(SEED, 0).heart.ef_pct, abs=0.01)
    assert store.studies[0].labels == pytest.approx(_labels(), abs=0.006)
    assert np.ptp(store.read([0])) > 50


def test_names_a_missing_column(root: Path, tmp_path: Path) -> None:
    for path in root.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (root / "clips.csv").open(encoding="utf-8", newline="") as file:
        rows = [{key: value for key, value in row.items() if key != "view"} for row in csv.DictReader(file)]
    with (tmp_path / "clips.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(ArgumentError, match=r"The table clips\.csv lacks the column view"):
        list(Phantom().studies(tmp_path, []))
