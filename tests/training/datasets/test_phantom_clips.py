from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from training.config import DataConfig, InputConfig, load_config
from training.datasets import phantom_clips
from training.datasets.clip_store import ClipStore
from training.datasets.phantom_clips import StudySet, record_of, render_set
from training.datasets.records import Split
from training.datasets.shards import index_path, tar_path
from training.phantom import VIEW_IDS, render_for_model, sample_study
from training.phantom.dicom_writer import clip_uid

SHAPE = InputConfig(frames=2, stride=2, size=24)
SET = StudySet("validation", 8, 3, Split.VALIDATION, clips_per_study=2)


@pytest.fixture
def data() -> DataConfig:
    data = load_config("demo", ["data.workers=1", "data.studies_per_shard=2"]).data
    assert data is not None
    return data


def test_renders_what_the_phantom_draws(tmp_path: Path, data: DataConfig) -> None:
    render_set(SET, data, SHAPE, tmp_path)
    store = ClipStore(tmp_path, VIEW_IDS, Split.VALIDATION)
    assert store.studies == [record_of(sample_study(8, index)) for index in range(3)]
    assert [len(clips) for clips in store.clips_of] == [2, 2, 2]
    study = sample_study(8, 2)
    plans = {clip_uid(study, plan): plan for plan in study.clips}
    for clip in store.clips_of[2]:
        plan = plans[store.keys[clip]]
        assert VIEW_IDS[store.view_of[clip]] == plan.view_id
        assert store.modality_of[clip] == plan.modality
        np.testing.assert_array_equal(store.read([clip])[0], render_for_model(study, plan, size=24, frames=2))


def test_goes_on_where_it_was_stopped(tmp_path: Path, data: DataConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    render_set(SET, data, SHAPE, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    drawn: list[str] = []

    def note(study: object, plan: object, **rest: object) -> object:
        drawn.append("clip")
        return render_for_model(study, plan, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(phantom_clips, "render_for_model", note)
    render_set(SET, data, SHAPE, tmp_path)
    assert drawn == []
    index_path(tmp_path, 1).unlink()
    tar_path(tmp_path, 1).unlink()
    render_set(SET, dataclasses.replace(data, workers=1), SHAPE, tmp_path)
    assert drawn == ["clip", "clip"]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
