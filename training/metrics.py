"""Figures of the evaluation: retrieval, area under the curve, intervals by bootstrap. Pure functions of arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]

BOOTSTRAP_ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class Retrieval:
    """How well the right item is found among `pool` items."""

    r1: float
    r5: float
    r10: float
    median_rank: float
    mrr: float
    pool: int


def ranks(similarity: Floats, same: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Return the rank, from 1, of each row's best right item.

    Parameters
    ----------
    similarity : ndarray, shape (N, M)
        Larger is more alike.
    same : ndarray of bool, shape (N, M)
        Which items are right; at least one in each row. Of equal similarities the wrong one counts as first.
    """
    best = np.where(same, similarity, -np.inf).max(axis=1)
    wrong_before = ((similarity >= best[:, None]) & ~same).sum(axis=1)
    return np.asarray(wrong_before + 1, np.int64)


def retrieval(found: npt.NDArray[np.int64], pool: int) -> Retrieval:
    """Return the figures of ranks."""
    r1, r5, r10 = (float((found <= k).mean()) for k in (1, 5, 10))
    return Retrieval(r1, r5, r10, float(np.median(found)), float((1.0 / found).mean()), pool)


def area_under_curve(scores: Floats, truth: npt.NDArray[np.bool_]) -> float:
    """Return the area under the receiver operating characteristic; ties count half; NaN where one class is missing."""
    positive, negative = np.sort(scores[truth]), np.sort(scores[~truth])
    if not len(positive) or not len(negative):
        return float("nan")
    below = np.searchsorted(negative, positive, side="left")
    upto = np.searchsorted(negative, positive, side="right")
    return float((below + upto).sum() / (2.0 * len(positive) * len(negative)))


def interval(
    figure: Callable[[npt.NDArray[np.int64]], float], studies: int, rng: np.random.Generator
) -> tuple[float, float]:
    """Return the 95 % interval of a figure, by drawing studies with replacement.

    Parameters
    ----------
    figure : callable
        Places of the drawn studies to the figure.
    studies : int
        How many there are.
    rng : numpy.random.Generator
        Source of the draws.
    """
    values = [figure(rng.integers(0, studies, studies)) for _ in range(BOOTSTRAP_ROUNDS)]
    low, high = np.nanpercentile(values, (2.5, 97.5))
    return float(low), float(high)
