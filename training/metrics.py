"""Ranks of a retrieval, and the interval of any figure by bootstrap. Pure functions of arrays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]

BOOTSTRAP_ROUNDS = 1000


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
