"""What the attention learns from, against plain versions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from training.attention import (
    AttentionTrainer,
    StudyVectors,
    anatomical_guidance,
    build_trainer,
    fit_attention,
    section_loss,
)
from training.config import load_config
from training.datasets.clip_store import Sentence, StudyRecord
from training.engine import Run, load_weights
from training.losses import info_nce
from training.models.attention import AnatomicalAttention
from training.stages import said_of


def test_sections_that_all_reports_say_the_same_of_or_nothing_do_not_count() -> None:
    torch.manual_seed(1)
    queries, reports = F.normalize(torch.randn(4, 3, 8), dim=2), F.normalize(torch.randn(4, 8), dim=1)
    keys = torch.tensor([[0, 5, -1], [0, 5, -1], [1, 5, -1], [-1, 5, 2]])
    known = [0, 1, 2]
    same = torch.tensor([[1, 1, 0], [1, 1, 0], [0, 0, 1]], dtype=torch.bool)
    rarity = torch.tensor([0.5**0.5, 0.5**0.5, 1.0])
    expected = info_nce(queries[known, 0], reports[known], torch.tensor(7.0), same, rarity)
    assert section_loss(queries, reports, torch.tensor(7.0), keys).item() == pytest.approx(expected.item())
    nothing = section_loss(queries, reports, torch.tensor(7.0), torch.full((4, 3), -1))
    assert nothing.item() == 0.0


def test_guidance_is_the_log_of_the_share_on_clips_that_show_the_section() -> None:
    weights = torch.tensor([[[0.2, 0.3, 0.5], [0.1, 0.1, 0.8]]])
    shows = torch.tensor([[[1.0, 1.0, 0.0], [0.0, 0.0, 0.0]]])
    assert anatomical_guidance(weights, shows).item() == pytest.approx(-np.log(0.5))


def test_rows_without_a_clip_get_no_weight_and_the_queries_are_weighted_sums() -> None:
    torch.manual_seed(2)
    model = build_trainer(8, 5, 3)
    clips, views = F.normalize(torch.randn(1, 4, 8), dim=2), torch.softmax(torch.randn(1, 4, 5), dim=2)
    present = torch.tensor([[True, True, True, False]])
    queries, weights, alike = model(clips, views, present)
    assert weights[0, :, 3].abs().max() == 0.0
    torch.testing.assert_close(weights.sum(dim=2), torch.ones(1, 3))
    torch.testing.assert_close(queries, F.normalize(weights @ clips, dim=2))
    torch.testing.assert_close(alike, F.normalize(clips[:, :3].sum(dim=1), dim=1))
    torch.testing.assert_close(weights[0, :, :3], model.attention(clips[0, :3], views[0, :3]))


def _studies(rng: np.random.Generator) -> list[StudyVectors]:
    """Return studies of three clips: the clip whose view is 0 tells the report, the others are noise."""
    studies = []
    for number in range(24):
        report = rng.standard_normal(16)
        clips = np.stack([report, *rng.standard_normal((2, 16))])
        clips /= np.linalg.norm(clips, axis=1, keepdims=True)
        order = rng.permutation(3)
        views = np.eye(3)[order]
        shows = (order == 0)[None]
        unit = (report / np.linalg.norm(report)).astype(np.float32)
        studies.append(
            StudyVectors(clips[order].astype(np.float32), views.astype(np.float32), unit, number, (number,), shows)
        )
    return studies


def test_learns_which_view_tells_the_report(tmp_path: Path) -> None:
    config = load_config("demo", ["attention.steps=60", "attention.batch=12", "attention.learning_rate=1e-2"])
    studies = _studies(np.random.default_rng(3))
    run = Run("attention", tmp_path, "digest", 1)
    fit_attention(config, studies, run)
    attention = AnatomicalAttention(16, 3, 1)
    load_weights(attention, run.result, "attention")
    with torch.inference_mode():
        first = [
            int(attention(torch.from_numpy(one.clips), torch.from_numpy(one.view_probabilities))[0].argmax())
            for one in studies
        ]
    assert all(one.shows[0, place] for one, place in zip(studies, first, strict=True))


def test_what_a_report_says_is_its_concepts_or_else_its_sentences() -> None:
    coded = (Sentence("Aorta", "Wide.", "a=1"), Sentence("Aorta", "Very wide.", "a=1"), Sentence("IVC", "Thin.", None))
    record = StudyRecord("s", "p", coded, {}, {})
    assert said_of(record, "Aorta") == {"a=1"}
    assert said_of(record, "IVC") == {"Thin."}
    assert said_of(record, "Left atrium") == frozenset()


def test_the_last_layers_learn_with_the_attention() -> None:
    class Side:
        def __init__(self) -> None:
            self.head = torch.nn.Linear(6, 8)

    class Pair:
        video, text = Side(), Side()

    model = AttentionTrainer(AnatomicalAttention(8, 5, 3), Pair())  # type: ignore[arg-type]
    names = dict(model.named_parameters())
    assert {"video_head.weight", "text_head.weight"} <= set(names)
    queries, _, _ = model(torch.randn(1, 4, 6), torch.softmax(torch.randn(1, 4, 5), 2), torch.ones(1, 4).bool())
    reports = model.reports(torch.randn(1, 6))
    (queries.mean(dim=1) @ reports.T).sum().backward()
    assert all(names[name].grad is not None for name in ("video_head.weight", "text_head.weight"))
