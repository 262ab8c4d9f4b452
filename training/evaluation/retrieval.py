"""How well a study's report is found among those of the set, and a report's study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from training.evaluation.encodings import Vectors
from training.evaluation.figures import (
    Counts,
    Figure,
    Figures,
    Floats,
    difference,
    median,
    ratio,
    with_interval,
)
from training.metrics import ranks

KEYS: Final = ("r1", "r5", "r10", "median_rank", "mrr")
DIRECTIONS: Final = ("video_to_text", "text_to_video")
MOST_POINTS: Final = 100
"""Points of the curve of recall."""


def same_reports(texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return which reports read the same, shape (N, N): each of them is a right answer."""
    _, kind = np.unique(np.asarray(texts, np.str_), return_inverse=True)
    return np.asarray(kind[:, None] == kind[None, :], np.bool_)


def rank_both_ways(video: Vectors, text: Vectors, same: npt.NDArray[np.bool_]) -> dict[str, npt.NDArray[np.int64]]:
    """Return the rank, from 1, of each study's report and of each report's study, by direction."""
    similarity = video @ text.T
    return {"video_to_text": ranks(similarity, same), "text_to_video": ranks(similarity.T, same)}


def retrieval_figures(draws_of_ranks: Sequence[dict[str, npt.NDArray[np.int64]]], counts: Counts) -> Figures:
    """Return recalls, median rank and mean reciprocal rank of both directions, with the pool's size.

    Parameters
    ----------
    draws_of_ranks : sequence of dict
        Ranks by direction. More than one where studies were represented in several ways at random: their mean is
        taken, and the median over all.
    counts : ndarray of int64, shape (R, N)
        The draws of the bootstrap. They choose queries; the pool stays whole.
    """
    return {direction: _direction(draws_of_ranks, direction, counts) for direction in DIRECTIONS}


def recall_curve(found: npt.NDArray[np.int64], pool: int) -> Figures:
    """Return the share of queries whose right item is among the first k, for k from 1 to the pool's size."""
    places = np.unique(np.round(np.geomspace(1, pool, MOST_POINTS)).astype(np.int64))
    return {"k": places.tolist(), "recall": [float((found <= k).mean()) for k in places]}


def retrieval_difference(
    first: dict[str, npt.NDArray[np.int64]], second: dict[str, npt.NDArray[np.int64]], counts: Counts
) -> Figures:
    """Return by how much the first ranks' figures exceed the second's, with intervals of the paired difference."""
    figures: Figures = {}
    for direction in DIRECTIONS:
        figures[direction] = {}
        for key in KEYS:
            gap = difference(_figure(first[direction][:, None], key), _figure(second[direction][:, None], key))
            figures[direction] |= with_interval(key, gap, counts)
    return figures


def chance_figures(same: npt.NDArray[np.bool_]) -> Figures:
    """Return what an order drawn at random gives; exact, so without intervals.

    With m right items among n, the first k are all wrong with the chance (n - m) / n * (n - m - 1) / (n - 1) * ..., k
    factors.
    """
    pool = len(same)
    places = np.arange(1, pool + 1)
    later = np.mean([_later(pool, int(right)) for right in same.sum(axis=1)], axis=0)
    upto = 1.0 - later
    exactly = np.diff(upto, prepend=0.0)
    figures = {
        **{f"r{k}": float(upto[min(k, pool) - 1]) for k in (1, 5, 10)},
        "median_rank": float(1 + (upto < 0.5 - 1e-9).sum() + 1 + (upto < 0.5 + 1e-9).sum()) / 2.0,
        "mrr": float((exactly / places).sum()),
        "pool": pool,
    }
    return {direction: dict(figures) for direction in DIRECTIONS}


def duplicates(same: npt.NDArray[np.bool_]) -> Figures:
    """Return how many studies share their report's words with another; each such report counts as a hit."""
    alike = same.sum(axis=1)
    return {"studies": int((alike > 1).sum()), "groups": round(float((1.0 / alike[alike > 1]).sum()))}


def _direction(draws_of_ranks: Sequence[dict[str, npt.NDArray[np.int64]]], direction: str, counts: Counts) -> Figures:
    found = np.stack([one[direction] for one in draws_of_ranks], axis=1)
    figures: Figures = {"pool": len(found)}
    for key in KEYS:
        figures |= with_interval(key, _figure(found, key), counts)
    return figures


def _figure(found: npt.NDArray[np.int64], key: str) -> Figure:
    """Return a figure of ranks, shape (N, draws)."""
    if key == "mrr":
        return ratio((1.0 / found).mean(axis=1))
    if key == "median_rank":
        whole = median(found.ravel())
        return lambda counts: whole(np.repeat(counts, found.shape[1], axis=1))
    return ratio((found <= int(key[1:])).mean(axis=1))


def _later(pool: int, right: int) -> Floats:
    """Return the chance that the first of `right` items among `pool` comes after each place, from 1 on."""
    drawn = np.arange(pool)
    return np.asarray(np.cumprod(np.maximum(pool - right - drawn, 0) / (pool - drawn)), np.float64)
