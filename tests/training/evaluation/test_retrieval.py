from __future__ import annotations

import itertools

import numpy as np
import pytest

from training.evaluation.figures import draw_patients
from training.evaluation.retrieval import (
    DIRECTIONS,
    KEYS,
    chance_figures,
    duplicates,
    rank_both_ways,
    recall_curve,
    retrieval_difference,
    retrieval_figures,
    same_reports,
)

POOL = 19


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def pair() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    text = rng.standard_normal((POOL, 8))
    return unit(text + rng.standard_normal((POOL, 8))), unit(text)


def counts_of(rounds: int = 50) -> np.ndarray:
    return draw_patients([str(number) for number in range(POOL)], np.random.default_rng(2), rounds)


def naive_figures(found: list[int]) -> dict[str, float]:
    return {
        **{f"r{k}": float(np.mean([rank <= k for rank in found])) for k in (1, 5, 10)},
        "median_rank": float(np.median(found)),
        "mrr": float(np.mean([1.0 / rank for rank in found])),
    }


def test_ranks_agree_with_sorting(pair: tuple[np.ndarray, np.ndarray]) -> None:
    video, text = pair
    same = same_reports([str(number) for number in range(POOL)])
    found = rank_both_ways(video, text, same)
    for query in range(POOL):
        order = sorted(range(POOL), key=lambda other: -float(video[query] @ text[other]))
        assert found["video_to_text"][query] == order.index(query) + 1
        order = sorted(range(POOL), key=lambda other: -float(text[query] @ video[other]))
        assert found["text_to_video"][query] == order.index(query) + 1


def test_a_report_that_reads_the_same_is_a_hit() -> None:
    text = unit(np.asarray([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    video = unit(np.asarray([[0.1, 1.0], [1.0, 0.0], [0.0, 1.0]]))
    same = same_reports(["a", "a", "b"])
    assert rank_both_ways(video, text, same)["video_to_text"].tolist() == [2, 1, 1]
    assert duplicates(same) == {"studies": 2, "groups": 1}
    assert duplicates(same_reports(["a", "a", "b", "c", "c", "c"])) == {"studies": 5, "groups": 2}


@pytest.mark.parametrize("draws", [1, 3])
def test_figures_and_intervals_agree_with_a_loop(draws: int) -> None:
    rng = np.random.default_rng(3)
    counts = counts_of()
    ranks = [{name: rng.integers(1, POOL + 1, POOL) for name in DIRECTIONS} for _ in range(draws)]
    figures = retrieval_figures(ranks, counts)
    for direction in DIRECTIONS:
        table = np.stack([one[direction] for one in ranks], axis=1)
        expected = naive_figures(table.ravel().tolist())
        drawn = [naive_figures(table[np.repeat(np.arange(POOL), row)].ravel().tolist()) for row in counts]
        assert figures[direction]["pool"] == POOL
        for key in KEYS:
            assert figures[direction][key] == pytest.approx(expected[key])
            ends = np.percentile([one[key] for one in drawn], (2.5, 97.5))
            assert figures[direction][f"{key}_ci"] == pytest.approx(ends.tolist())


def test_the_difference_is_of_the_same_draws() -> None:
    rng = np.random.default_rng(4)
    counts = counts_of()
    first, second = ({name: rng.integers(1, POOL + 1, POOL) for name in DIRECTIONS} for _ in range(2))
    figures = retrieval_difference(first, second, counts)["video_to_text"]
    gaps = []
    for row in counts:
        drawn = np.repeat(np.arange(POOL), row)
        one, other = (naive_figures(x["video_to_text"][drawn].tolist()) for x in (first, second))
        gaps.append(one["mrr"] - other["mrr"])
    assert figures["mrr_ci"] == pytest.approx(np.percentile(gaps, (2.5, 97.5)).tolist())
    assert retrieval_difference(first, first, counts)["text_to_video"]["r10_ci"] == [0.0, 0.0]


@pytest.mark.parametrize("texts", ["abcdef", "aabcde", "aabbbc", "aaaaaa", "ab"])
def test_chance_is_the_mean_over_every_order(texts: str) -> None:
    same = same_reports(list(texts))
    found = []
    for order in itertools.permutations(range(len(texts))):
        found += [1 + min(order.index(item) for item in np.flatnonzero(row)) for row in same]
    figures = chance_figures(same)
    for direction in DIRECTIONS:
        expected = naive_figures(found)
        for key in KEYS:
            assert figures[direction][key] == pytest.approx(expected[key]), key
        assert figures[direction]["pool"] == len(texts)


def test_the_curve_of_recall_rises_to_one() -> None:
    found = np.asarray([1, 3, 3, 40, 120])
    curve = recall_curve(found, 120)
    assert curve["k"][0] == 1
    assert curve["k"][-1] == 120
    assert curve["recall"][0] == pytest.approx(0.2)
    assert curve["recall"][-1] == 1.0
    assert all(share == np.mean(found <= k) for k, share in zip(curve["k"], curve["recall"], strict=True))
