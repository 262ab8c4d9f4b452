"""Figures with their 95 % intervals, by drawing patients with replacement.

All rounds are drawn once, as counts: how often each study is in each round. A figure is a function of such counts, so
that every figure, and every difference of two figures, is measured on the same draws and without a loop over rounds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Figures = dict[str, Any]
"""What goes into the JSON: nested, with strings, numbers, lists and None."""

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
"""How often each study is drawn, shape (R, N): a row for each round."""

Figure = Callable[[Counts], Floats]
"""Counts, shape (R, N), to the figure in each round, shape (R,); NaN where a round does not define it."""

ROUNDS: Final = 1000


def draw_patients(patients: Sequence[str], rng: np.random.Generator, rounds: int = ROUNDS) -> Counts:
    """Return the draws of the bootstrap.

    Parameters
    ----------
    patients : sequence of str
        Patient of each study; a drawn patient brings all of their studies.
    rng : numpy.random.Generator
        Source of the draws.
    rounds : int
        R.

    Returns
    -------
    ndarray of int64, shape (R, N)
    """
    names, patient_of = np.unique(np.asarray(patients, np.str_), return_inverse=True)
    shares = np.full(len(names), 1.0 / len(names))
    drawn: Counts = rng.multinomial(len(names), shares, size=rounds)[:, patient_of]
    return drawn


def with_interval(name: str, figure: Figure, counts: Counts) -> Figures:
    """Return a figure of all studies and its interval, as `name` and `name` + "_ci"."""
    return {name: value_of(figure, counts.shape[1]), f"{name}_ci": interval(figure(counts))}


def value_of(figure: Figure, studies: int) -> float:
    """Return a figure of all studies, each once."""
    return float(figure(np.ones((1, studies), np.int64))[0])


def interval(values: Floats) -> list[float] | None:
    """Return the 2.5th and 97.5th percentile; None where no round defines the figure."""
    defined = values[~np.isnan(values)]
    if not len(defined):
        return None
    low, high = np.percentile(defined, (2.5, 97.5))
    return [float(low), float(high)]


def ratio(parts: npt.ArrayLike, wholes: npt.ArrayLike | None = None) -> Figure:
    """Return the figure sum of parts over sum of wholes; without wholes the mean over studies."""
    top = np.asarray(parts, np.float64)
    bottom = np.ones_like(top) if wholes is None else np.asarray(wholes, np.float64)

    def figure(counts: Counts) -> Floats:
        return _share(counts @ top, counts @ bottom)

    return figure


def median(values: npt.ArrayLike) -> Figure:
    """Return the median's figure; with an even number the mean of the middle two."""
    row = np.asarray(values, np.float64)
    order = np.argsort(row, kind="stable")

    def figure(counts: Counts) -> Floats:
        upto = np.cumsum(counts[:, order], axis=1)
        total = upto[:, -1:]
        lower = (upto <= (total - 1) // 2).sum(axis=1)
        upper = (upto <= total // 2).sum(axis=1)
        middle: Floats = (row[order][lower] + row[order][upper]) / 2.0
        return middle

    return figure


def area_under_curve(scores: npt.ArrayLike, truth: npt.NDArray[np.bool_]) -> Figure:
    """Return the figure of the area under the receiver operating characteristic; ties count half."""
    row = np.asarray(scores, np.float64)
    order = np.argsort(row, kind="stable")
    starts = np.flatnonzero(np.diff(row[order], prepend=-np.inf))
    positive = truth[order]

    def figure(counts: Counts) -> Floats:
        drawn = counts[:, order]
        hits = np.add.reduceat(drawn * positive, starts, axis=1).astype(np.float64)
        misses = np.add.reduceat(drawn * ~positive, starts, axis=1).astype(np.float64)
        below = np.cumsum(misses, axis=1) - 0.5 * misses
        pairs = hits.sum(axis=1) * misses.sum(axis=1)
        return _share((hits * below).sum(axis=1), pairs)

    return figure


def mean_of(figures: Sequence[Figure]) -> Figure:
    """Return the mean of figures; a figure that a round does not define is left out of that round's mean."""

    def figure(counts: Counts) -> Floats:
        values = np.stack([one(counts) for one in figures])
        defined = ~np.isnan(values)
        return _share(np.where(defined, values, 0.0).sum(axis=0), defined.sum(axis=0).astype(np.float64))

    return figure


def among(figure: Figure, studies: npt.NDArray[np.bool_]) -> Figure:
    """Return a figure that is told the counts of some studies alone, those that are marked."""
    return lambda counts: figure(counts[:, studies])


def difference(first: Figure, second: Figure) -> Figure:
    """Return the paired difference of two figures: both of the same draws."""
    return lambda counts: first(counts) - second(counts)


def without_nan(value: Any) -> Any:
    """Return figures with None in place of values that are no numbers, and numpy's numbers as plain ones."""
    if isinstance(value, dict):
        return {str(key): without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(item) for item in value]
    if isinstance(value, np.generic | np.ndarray):
        return without_nan(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _share(parts: Floats, wholes: Floats) -> Floats:
    """Return parts over wholes, NaN where a whole is nothing."""
    shares: Floats = np.divide(parts, wholes, out=np.full(len(wholes), np.nan), where=wholes > 0.0)
    return shares
