"""What a bundle is said to be trained on, and which studies the contrastive stages see."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from deepcoro_desktop.core.bundle.manifest import ReportOrigin, TrainedOn
from tests.prepared_clips import Shard, write_shard
from tests.training_factory import tiny_config, write_clips
from training.datasets.clip_store import ClipStore, Sentence, StudyRecord
from training.datasets.manifest import read_dataset, write_dataset
from training.release import report_corpus
from training.stages import make_finetune, make_pretrain, make_vocabulary
from training.workspace import Workspace


@pytest.mark.parametrize(
    ("adapter", "trained_on", "origin"),
    [
        ("archive", TrainedOn.CLINICAL, ReportOrigin.REAL),
        ("phantom", TrainedOn.SYNTHETIC, ReportOrigin.SYNTHETIC),
        ("rendered", TrainedOn.SYNTHETIC, ReportOrigin.SYNTHETIC),
    ],
)
def test_a_phantom_is_called_one_whatever_the_configuration(
    adapter: str, trained_on: TrainedOn, origin: ReportOrigin, tmp_path: Path
) -> None:
    config = replace(tiny_config(), data=None)
    folder = tmp_path / "data" / "train"
    write_clips(config, folder)
    dataset = read_dataset(folder)
    assert dataset is not None
    write_dataset(folder, replace(dataset, adapter=adapter))
    workspace = Workspace(tmp_path, config, ())
    assert (workspace.trained_on, workspace.origin) == (trained_on, origin)


def test_a_study_without_report_is_not_learned_from_nor_indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = replace(tiny_config("workers=0", "finetune.steps=4", "finetune.batch=2"), data=None)
    shape = config.input
    clips = np.random.default_rng(1).integers(0, 255, (8, shape.frames, shape.size, shape.size, 3), dtype=np.uint8)
    said = [(Sentence("Aorta", f"It is {word}.", None),) for word in ("wide", "narrow", "long")]
    records = [StudyRecord(f"s{k}", f"p{k}", text, {}, {}) for k, text in enumerate([*said, ()])]
    owners = [place // 2 for place in range(8)]
    write_shard(tmp_path / "data" / "train", 0, Shard(clips, ["plax", "a4c"] * 4, owners, records))
    workspace = Workspace(tmp_path, config, ())
    store = workspace.store("train")
    seen: set[str] = set()
    read = ClipStore.read

    def watched(self: ClipStore, clips: list[int]) -> object:
        seen.update(self.studies[study].study_id for study in self.study_of[clips])
        return read(self, clips)

    monkeypatch.setattr(ClipStore, "read", watched)
    make_vocabulary(workspace, store)
    make_pretrain(workspace, store)
    make_finetune(workspace, store)
    assert seen == {"s0", "s1", "s2"}
    assert [record.study_id for record in report_corpus(workspace)] == ["s0", "s1", "s2"]
