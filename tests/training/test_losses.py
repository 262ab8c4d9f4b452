from __future__ import annotations

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from training.contrastive import ContrastivePair
from training.losses import contrastive_loss, info_nce, same_text, siglip, study_vectors


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


def _vectors(seed: int, count: int) -> torch.Tensor:
    return F.normalize(torch.from_numpy(np.random.default_rng(seed).normal(size=(count, 5))), dim=1)


def _positive(duplicates: bool) -> torch.Tensor:
    positive = torch.eye(6, dtype=torch.bool)
    if duplicates:
        positive[1, 4] = positive[4, 1] = True
    return positive


@pytest.mark.parametrize("duplicates", [False, True])
def test_info_nce_agrees_with_plain_loops(duplicates: bool) -> None:
    queries, keys, positive = _vectors(1, 6), _vectors(2, 6), _positive(duplicates)
    got = info_nce(queries, keys, torch.tensor(7.0), positive)
    assert got.item() == pytest.approx(_naive(queries.tolist(), keys.tolist(), 7.0, positive.tolist()), rel=1e-6)


@pytest.mark.parametrize("duplicates", [False, True])
def test_siglip_agrees_with_plain_loops(duplicates: bool) -> None:
    queries, keys, positive = _vectors(1, 6), _vectors(2, 6), _positive(duplicates)
    total = 0.0
    for query, row in zip(queries.tolist(), positive.tolist(), strict=True):
        for key, good in zip(keys.tolist(), row, strict=True):
            logit = 7.0 * sum(a * b for a, b in zip(query, key, strict=True)) - 3.0
            total += math.log(1.0 + math.exp(-logit if good else logit))
    got = siglip(queries, keys, torch.tensor(7.0), positive, torch.tensor(-3.0))
    assert got.item() == pytest.approx(total / 6, rel=1e-6)


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


def test_the_sigmoid_loss_has_a_bias_and_starts_as_its_paper_does() -> None:
    one = torch.nn.Identity()
    sigmoid = ContrastivePair(one, one, "siglip")  # type: ignore[arg-type]
    assert (sigmoid.scale.item(), sigmoid.bias.item()) == (pytest.approx(10.0), -10.0)  # type: ignore[union-attr]
    assert set(sigmoid.state_dict()) == {"log_scale", "bias"}
    assert set(ContrastivePair(one, one).state_dict()) == {"log_scale"}  # type: ignore[arg-type]


def test_weights_count_queries_as_often_as_they_say() -> None:
    torch.manual_seed(4)
    queries, keys = F.normalize(torch.randn(3, 6), dim=1), F.normalize(torch.randn(3, 6), dim=1)
    scale, own = torch.tensor(5.0), torch.eye(3, dtype=torch.bool)
    logits = (5.0 * queries @ keys.T).double().numpy()
    naive = [
        weight * 0.5 * (np.log(np.exp(logits[i]).sum()) + np.log(np.exp(logits[:, i]).sum()) - 2.0 * logits[i, i])
        for i, weight in enumerate((1.0, 2.0, 5.0))
    ]
    weighed = info_nce(queries, keys, scale, own, torch.tensor([1.0, 2.0, 5.0]))
    assert weighed.item() == pytest.approx(sum(naive) / 8.0, rel=1e-5)
    alike = info_nce(queries, keys, scale, own, torch.full((3,), 0.3))
    assert alike.item() == pytest.approx(info_nce(queries, keys, scale, own).item())
