"""The rows of a float16 matrix most like some queries, by comparison with every row.

The similarity of a query and a row is their exact scalar product, rounded to the nearest float64 and then to six
decimals; of equally similar rows the earlier one comes first. So the answer depends on neither the order of a sum
nor the length of a chunk, and equal rows come in their order.

Large matrices are passed through once in float32. What cannot be among the nearest by the error bound of a float32
product is left out; the rest, some hundreds of rows, is computed exactly. ONNX Runtime does the pass, because it
widens float16 in the processor's vector unit and on all cores, which numpy does not (2.4).

References
----------
Higham NJ. Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1: in any order of summation the error of
a scalar product of length n is at most n u / (1 - n u) times the product of the lengths, u = 2^-24 for float32.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt
import onnxruntime

from deepcoro_desktop.core.bundle.resources import resource_path

Rows = npt.NDArray[np.intp]

PRODUCT_FILE: Final = "float16_product.onnx"
"""Name under resources/: rows float16 (N, D), queries float32 (D, S) -> products float32 (N, S)."""

_DECIMALS: Final = 6
_STEP: Final = 10.0**-_DECIMALS
_CHUNK_ROWS: Final = 4096
"""Rows compared at once: at 512 dimensions 8 MB of float32, which stays in a processor's cache."""
_FIRST_ROWS: Final = 1024
"""Rows compared exactly before the pass, so that it knows what to leave out."""
_MOST_PENDING: Final = 65536
_NEVER: Final = np.float32(np.inf)
_LONGEST_ROW: Final = 1.01
"""Rows have length 1 but for what float16 rounds off."""
_ERRORS_ONLY: Final = 3


def nearest_rows(
    matrix: npt.NDArray[np.float16], queries: npt.NDArray[np.float32], k: int, allowed: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.float64], Rows]:
    """Return the similarities and rows of the nearest neighbours of each query, most similar first.

    Parameters
    ----------
    matrix : ndarray of float16, shape (N, D), rows of length 1
        In memory or mapped from a file.
    queries : ndarray of float32, shape (S, D)
        Finite.
    k : int
        Neighbours wanted, at least 1.
    allowed : ndarray of bool, shape (S, N)
        Which rows each query may find.

    Returns
    -------
    scores : ndarray of float64, shape (S, K)
        K is `k`, or less where the matrix has fewer rows; minus infinity where a query may find fewer.
    rows : ndarray of intp, shape (S, K)
    """
    best = _Best(matrix, queries, k, allowed)
    first = _first_rows(allowed, k)
    best.add(first)
    if len(first) < len(matrix) and (best.floor < _NEVER).any():
        _pass_through(matrix, queries, best)
    return best.scores, best.rows


def similarities(matrix: npt.NDArray[np.float16], queries: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Return the similarity of each query and each row, float64, shape (S, N); for a few rows, it takes its time."""
    wide, rows = queries.astype(np.float64), matrix.astype(np.float64)
    products = wide @ rows.T
    # A product of a float32 and a float16 is exact in float64, the sum of them is not: where its last bits decide how
    # it is rounded, it is summed exactly.
    halves = np.abs(products / _STEP % 1.0 - 0.5)
    for query, row in zip(*np.nonzero(halves < 1e-4), strict=True):
        products[query, row] = math.fsum(wide[query] * rows[row])
    rounded: npt.NDArray[np.float64] = np.round(products, _DECIMALS)
    return rounded


class _Best:
    """The nearest of the rows that were compared exactly so far."""

    def __init__(
        self,
        matrix: npt.NDArray[np.float16],
        queries: npt.NDArray[np.float32],
        k: int,
        allowed: npt.NDArray[np.bool_],
    ) -> None:
        self._matrix, self._queries, self._k, self._allowed = matrix, queries, k, allowed
        self._done = np.zeros(len(matrix), np.bool_)
        unit = matrix.shape[1] * 2.0**-24
        lengths = np.linalg.norm(queries.astype(np.float64), axis=1)
        self._margin = unit / (1.0 - unit) * _LONGEST_ROW * lengths + _STEP
        self.scores = np.empty((len(queries), 0), np.float64)
        self.rows = np.empty((len(queries), 0), np.intp)

    @property
    def floor(self) -> npt.NDArray[np.float32]:
        """The float32 product from which on a further row may be among the nearest, shape (S,)."""
        if self.scores.shape[1] < self._k:
            return np.full(len(self._queries), _NEVER)
        worst = np.nextafter((self.scores[:, -1] - self._margin).astype(np.float32), -_NEVER)
        # A query that has found fewer than k by now has been shown all that it may find.
        return np.where(np.isfinite(worst), worst, _NEVER)

    def add(self, rows: Rows) -> None:
        """Compare rows exactly; those that are known already are left out."""
        fresh = np.unique(rows[~self._done[rows]])
        self._done[fresh] = True
        for begin in range(0, len(fresh), _CHUNK_ROWS):
            part = fresh[begin : begin + _CHUNK_ROWS]
            scores = similarities(self._matrix[part], self._queries)
            scores[~self._allowed[:, part]] = -np.inf
            self.scores = np.concatenate([self.scores, scores], axis=1)
            self.rows = np.concatenate([self.rows, np.broadcast_to(part, scores.shape)], axis=1)
            self._keep_best()

    def may_be_found(self, rows: Rows, queries: Rows) -> Rows:
        """Return those of the rows that the query beside them may find."""
        return rows[self._allowed[queries, rows]]

    def _keep_best(self) -> None:
        scores, rows = self.scores, self.rows
        if scores.shape[1] > self._k:
            cut = np.partition(scores, -self._k, axis=1)[:, -self._k, None]
            columns = (scores >= cut).any(axis=0)
            scores, rows = scores[:, columns], rows[:, columns]
        order = np.lexsort((rows, -scores), axis=-1)[:, : self._k]
        self.scores, self.rows = np.take_along_axis(scores, order, axis=1), np.take_along_axis(rows, order, axis=1)


def _first_rows(allowed: npt.NDArray[np.bool_], k: int) -> Rows:
    """Return some rows over the whole matrix, of which each query may find `k`, or all that it may find."""
    count = allowed.shape[1]
    if count <= _CHUNK_ROWS:
        return np.arange(count)
    wanted = max(_FIRST_ROWS, k)
    chosen = [_spread(np.arange(count), wanted)]
    for mine in allowed:
        if mine[chosen[0]].sum() < k:
            chosen.append(_spread(np.flatnonzero(mine), wanted))
    return np.unique(np.concatenate(chosen))


def _spread(rows: Rows, wanted: int) -> Rows:
    """Return `wanted` of the rows at even distances, or all of them."""
    if len(rows) <= wanted:
        return rows
    return rows[np.linspace(0, len(rows) - 1, wanted).astype(np.intp)]


def _pass_through(matrix: npt.NDArray[np.float16], queries: npt.NDArray[np.float32], best: _Best) -> None:
    """Show `best` every row whose float32 product reaches its floor, which rises on the way."""
    product = _open_product()
    columns = np.ascontiguousarray(queries.T, np.float32)
    floor, pending, waiting, next_look = best.floor, [np.empty(0, np.intp)], 0, _CHUNK_ROWS
    for begin in range(0, len(matrix), _CHUNK_ROWS):
        chunk = matrix[begin : begin + _CHUNK_ROWS]
        scores = product.run(None, {"rows": chunk, "queries": columns})[0]
        hits = np.flatnonzero(scores >= floor)
        pending.append(best.may_be_found(hits // len(queries) + begin, hits % len(queries)))
        waiting += len(hits)
        seen = begin + len(chunk)
        # The floor rises by what was seen, so it is looked after at 1, 2, 4, 8, ... chunks.
        if seen >= next_look or waiting > _MOST_PENDING or seen == len(matrix):
            best.add(np.concatenate(pending))
            floor, pending, waiting, next_look = best.floor, [], 0, 2 * seen


def _open_product() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _ERRORS_ONLY
    return onnxruntime.InferenceSession(
        str(resource_path(PRODUCT_FILE)), sess_options=options, providers=["CPUExecutionProvider"]
    )
