"""The supervised starts: their losses and batches, against plain versions."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.training_factory import tiny_config, write_clips
from training.datasets.clip_store import Sentence, StudyRecord
from training.engine import twin
from training.models.video_encoder import build_video_encoder
from training.text_warm_start import concept_table, some_sections
from training.views_table import read_view_labels
from training.warm_start import (
    BETA,
    PictureStart,
    SupervisedSource,
    WarmStart,
    beta_likelihood,
    epoch_batch,
    truth_table,
)
from training.workspace import Workspace


def test_the_likelihood_is_that_of_a_normal_distribution_weighed_by_its_variance() -> None:
    mean, log_variance, target = 0.3, -0.7, 1.1
    found = beta_likelihood(torch.tensor([[mean, log_variance]]), torch.tensor([[target]]))
    variance = math.exp(log_variance)
    density = math.exp(-((target - mean) ** 2) / (2.0 * variance)) / math.sqrt(2.0 * math.pi * variance)
    expected = (-math.log(density) - 0.5 * math.log(2.0 * math.pi)) * variance**BETA
    assert found.item() == pytest.approx(expected, rel=1e-5)


def test_what_a_clip_does_not_show_costs_less_where_the_head_says_so() -> None:
    figures = torch.tensor([[0.0, -3.0], [0.0, 0.9]], requires_grad=True)
    beta_likelihood(figures, torch.full((2, 1), 2.0)).sum().backward()
    assert figures.grad is not None
    sure, unsure = figures.grad[:, 0].abs()
    assert sure > 3.0 * unsure


def test_truth_that_all_share_is_left_out_and_the_rest_standardised() -> None:
    studies = [StudyRecord(f"s{k}", "p", (), {}, {"ef": 40.0 + k, "same": 1.0, f"own{k}": 1.0}) for k in range(4)]
    names, table = truth_table(studies)
    assert names == ["ef"]
    values = np.arange(4.0)
    np.testing.assert_allclose(table[:, 0], (values - values.mean()) / values.std(), rtol=1e-6)


def test_an_endless_pass_shows_every_item_once_an_epoch() -> None:
    seen = [epoch_batch(12, 4, step, 5).tolist() for step in range(6)]
    for epoch in (seen[:3], seen[3:]):
        assert sorted(item for batch in epoch for item in batch) == list(range(12))
    assert seen[:3] != seen[3:]


def _workspace(folder: Path) -> Workspace:
    config = tiny_config()
    write_clips(config, folder / "data/train")
    return Workspace(folder, config, ())


def test_batches_of_pairs_are_two_frames_that_follow_each_other(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path)
    store = workspace.store("train")
    _, table = truth_table(store.studies)
    still = tiny_config("augment.operations=0", "augment.erase=0.0").augment
    source = SupervisedSource(store, table, 4, 3, still, 0, pairs=True)
    batch = source[2]
    assert torch.equal(batch.pictures, source[2].pictures)
    chosen = epoch_batch(len(store), 4, 2, 3)
    assert batch.views.tolist() == store.view_of[chosen].tolist()
    np.testing.assert_array_equal(batch.truth.numpy(), table[store.study_of[chosen]])
    for pair, clip in zip(batch.pictures.numpy(), store.read(chosen), strict=True):
        starts = [k for k in range(0, len(clip) - 1, 2) if (clip[k : k + 2] == pair).all()]
        assert len(starts) >= 1


def test_pictures_and_clips_share_the_convolutions(tmp_path: Path) -> None:
    config = tiny_config()
    encoder = build_video_encoder(config.video, config.input)
    views = len(read_view_labels())
    pictures, clips = PictureStart(encoder, views, 3), WarmStart(encoder, views, 3)
    assert pictures.stem is clips.encoder.trunk.conv_proj
    clip = torch.randint(0, 255, (2, config.input.frames, config.input.size, config.input.size, 3), dtype=torch.uint8)
    assert pictures.eval()(clip[:, :2])[1].shape == clips.eval()(clip)[1].shape == (2, 6)


def test_a_twin_learns_the_same_weights_and_keeps_statistics_of_its_own() -> None:
    norm = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 1), torch.nn.BatchNorm2d(2))
    other = twin(norm)
    assert all(a is b for a, b in zip(norm.parameters(), other.parameters(), strict=True))
    other(torch.randn(4, 1, 3, 3) + 5.0)
    assert torch.equal(norm[1].running_mean, torch.zeros(2))
    assert not torch.equal(other[1].running_mean, torch.zeros(2))


def test_the_encoder_keeps_the_statistics_of_its_start_in_contrastive_training() -> None:
    config = tiny_config()
    encoder = build_video_encoder(config.video, config.input)
    norms = [module for module in encoder.modules() if isinstance(module, torch.nn.BatchNorm2d)]
    assert norms
    assert not any(norm.training for norm in encoder.train().modules() if norm in norms)
    encoder.learns_statistics = True
    encoder.train()
    assert all(norm.training for norm in norms)


SENTENCES = (Sentence("Aorta", "Wide.", "a=1"), Sentence("Aorta", "Long.", "b=1"), Sentence("IVC", "Thin.", "c=0"))
RECORD = StudyRecord("s", "p", SENTENCES, {}, {})


def test_sections_are_kept_whole_and_at_least_one() -> None:
    rng = np.random.default_rng(1)
    seen = {tuple(one.text for one in some_sections(RECORD, rng, 0.3).sentences) for _ in range(60)}
    assert seen == {("Wide.", "Long."), ("Thin.",), ("Wide.", "Long.", "Thin.")}
    assert some_sections(RECORD, rng, 1.0) == RECORD


def test_the_table_of_concepts_says_what_each_report_says() -> None:
    part = some_sections(RECORD, np.random.default_rng(0), 0.0)
    table = concept_table([RECORD, part], ["a=1", "b=1", "c=0", "d=2"])
    assert table[0].tolist() == [1.0, 1.0, 1.0, 0.0]
    assert table[1].sum() == len(part.sentences)
