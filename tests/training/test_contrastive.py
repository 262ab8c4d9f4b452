from __future__ import annotations

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from training.contrastive import MAX_SCALE, ContrastivePair, contrastive_loss, info_nce, same_text, study_vectors


def _naive(queries: list[list[float]], keys: list[list[float]], scale: float, positive: list[list[bool]]) -> float:
    """Cross-entropy pair by pair, with plain loops."""
    dots = [[scale * sum(a * b for a, b in zip(q, k, strict=True)) for k in keys] for q in queries]

    def one_way(table: list[list[float]], right: list[list[bool]]) -> float:
        total = 0.0
        for row, ok in zip(table, right, strict=True):
            below = math.log(sum(math.exp(value) for value in row))
            terms = [below - value for value, good in zip(row, ok, strict=True) if good]
            total += sum(terms) / len(terms)
        return total / len(table)

    turned = [list(column) for column in zip(*dots, strict=True)]
    turned_right = [list(column) for column in zip(*positive, strict=True)]
    return 0.5 * (one_way(dots, positive) + one_way(turned, turned_right))


@pytest.mark.parametrize("duplicates", [False, True])
def test_info_nce_agrees_with_plain_loops(duplicates: bool) -> None:
    rng = np.random.default_rng(1)
    queries = F.normalize(torch.from_numpy(rng.normal(size=(6, 5))), dim=1)
    keys = F.normalize(torch.from_numpy(rng.normal(size=(6, 5))), dim=1)
    positive = torch.eye(6, dtype=torch.bool)
    if duplicates:
        positive[1, 4] = positive[4, 1] = True
    got = info_nce(queries, keys, torch.tensor(7.0), positive)
    assert got.item() == pytest.approx(_naive(queries.tolist(), keys.tolist(), 7.0, positive.tolist()), rel=1e-6)


def test_one_positive_is_the_cross_entropy_of_clip() -> None:
    torch.manual_seed(2)
    queries, keys = F.normalize(torch.randn(8, 4), dim=1), F.normalize(torch.randn(8, 4), dim=1)
    logits = 5.0 * queries @ keys.T
    target = torch.arange(8)
    expected = 0.5 * (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target))
    got = info_nce(queries, keys, torch.tensor(5.0), torch.eye(8, dtype=torch.bool))
    assert got.item() == pytest.approx(expected.item(), rel=1e-5)


def test_identical_reports_do_not_repel_each_other() -> None:
    same = same_text(["a", "b", "a"])
    assert same.tolist() == [[True, False, True], [False, True, False], [True, False, True]]


def test_the_loss_falls_when_clips_match_their_report() -> None:
    texts = torch.eye(4)
    matched = texts[:, None].repeat(1, 3, 1)
    same = torch.eye(4, dtype=torch.bool)
    good = contrastive_loss(matched, texts, torch.tensor(10.0), same)
    bad = contrastive_loss(matched.roll(1, dims=0), texts, torch.tensor(10.0), same)
    # A report's three clips share its target: no better than log(3) in one of the four terms.
    assert good.item() == pytest.approx(math.log(3) / 4, abs=1e-2)
    assert bad.item() > 5.0


def test_a_study_is_the_direction_of_the_mean_of_its_clips() -> None:
    vector = study_vectors(torch.tensor([[[1.0, 0.0], [0.0, 1.0]]]))
    assert vector[0].tolist() == pytest.approx([math.sqrt(0.5)] * 2)


def test_the_scale_is_clamped() -> None:
    pair = ContrastivePair(torch.nn.Identity(), torch.nn.Identity())  # type: ignore[arg-type]
    with torch.no_grad():
        pair.log_scale.fill_(20.0)
    assert pair.scale.item() == pytest.approx(MAX_SCALE)
