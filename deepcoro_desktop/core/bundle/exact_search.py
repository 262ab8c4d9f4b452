"""The rows of a matrix most like some queries, by comparison with every row.

The similarity of a query and a row is their exact scalar product, rounded to the nearest float64 and then to six
decimals; of equally similar rows the earlier one comes first. So the answer depends on neither the order of a sum
nor the length of a chunk, and equal rows come in their order.

Large matrices are passed through once in float32, by a few threads that each take every so many-th chunk. What cannot
be among the nearest by the error bound of a float32 product is left out; the rest, some hundreds of rows, is computed
exactly. ONNX Runtime does the pass over float16, because it widens it in the processor's vector unit, which numpy does
not (2.4).

References
----------
Higham NJ. Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1: in any order of summation the error of
a scalar product of length n is at most n u / (1 - n u) times the product of the lengths, u = 2^-24 for float32.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.core.crew import each_on_a_thread, usual_threads

if TYPE_CHECKING:
    import onnxruntime

Matrix = npt.NDArray[np.float16] | npt.NDArray[np.float32]
Queries = npt.NDArray[np.float32]
Allowed = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

PRODUCT_FILE: Final = "float16_product.onnx"
"""Name under resources/: rows float16 (N, D), queries float32 (D, S) -> products float32 (N, S)."""

_DECIMALS: Final = 6
_STEP: Final = 10.0**-_DECIMALS
_CHUNK_ROWS: Final = 3072
"""Rows compared at once: at 512 dimensions 6 MB of float32, which stays in a processor's cache."""
_CHUNKS_OF_A_THREAD: Final = 8
"""With fewer it would not pay to start it."""
_LANES: Final = 16
"""A processor multiplies so many float32 at once: as many columns cost no more than one less."""
_FEW_ROWS: Final = 1024
"""So many rows are all compared exactly: leaving some out takes as long."""
_SAMPLE_ROWS: Final = 1024
"""Rows compared before the pass, so that it knows from the first chunk on what to leave out."""
_MOST_WAITING: Final = 65536
_NEVER: Final = np.float32(np.inf)
LONGEST_UNIT_ROW: Final = 1.01
"""Rows have length 1 but for what float16 rounds off."""
_ERRORS_ONLY: Final = 3
_UNSHARED: Final = 2**18
"""Multiplications up to which OpenBLAS does a product on one thread; its others would go on spinning afterwards."""
_NOTHING: Final = (np.empty(0, np.intp), np.empty(0, np.float32))


def nearest_rows(
    matrix: Matrix,
    queries: Queries,
    k: int,
    allowed: Allowed,
    longest_row: float = LONGEST_UNIT_ROW,
    product: Product | None = None,
) -> tuple[Scores, Rows]:
    """Return the similarities and rows of the nearest neighbours of each query, most similar first.

    Parameters
    ----------
    matrix : ndarray of float16 or float32, shape (N, D)
        In memory or mapped from a file.
    queries : ndarray of float32, shape (S, D)
        Finite.
    k : int
        Neighbours wanted, at least 1.
    allowed : ndarray of bool, shape (S, N)
        Which rows each query may find.
    longest_row : float
        No row is longer.
    product : Product, optional
        One that was used before, so that it need not be set up again.

    Returns
    -------
    scores : ndarray of float64, shape (S, k)
        Minus infinity where a query may find fewer.
    rows : ndarray of intp, shape (S, k)
        Without meaning there.
    """
    if len(matrix) <= _FEW_ROWS:
        rows = np.arange(len(matrix))
    else:
        # What may be near to one query may be so to another: reports of the same words are the same row many times.
        rows = np.unique(np.concatenate(_pass_through(matrix, queries, k, allowed, longest_row, product or Product())))
    scores, found = np.full((len(queries), k), -np.inf), np.zeros((len(queries), k), np.intp)
    for begin in range(0, len(rows), _CHUNK_ROWS):
        part = rows[begin : begin + _CHUNK_ROWS]
        similar = similarities(matrix[part], queries)
        similar[~allowed[:, part]] = -np.inf
        scores = np.concatenate([scores, similar], axis=1)
        found = np.concatenate([found, np.broadcast_to(part, similar.shape)], axis=1)
        order = np.lexsort((found, -scores), axis=-1)[:, :k]
        scores, found = np.take_along_axis(scores, order, axis=1), np.take_along_axis(found, order, axis=1)
    return scores, found


def similarities(matrix: Matrix, queries: Queries) -> Scores:
    """Return the similarity of each query and each row, float64, shape (S, N); meant for some thousand rows."""
    wide, rows = queries.astype(np.float64), matrix.astype(np.float64)
    at_once = max(1, _UNSHARED // max(1, wide.size))
    parts = [wide @ rows[begin : begin + at_once].T for begin in range(0, len(rows), at_once)]
    products = np.concatenate([np.empty((len(wide), 0)), *parts], axis=1)
    # A product of two float32 is exact in float64, a sum of them is not: where its last bits decide how it
    # is rounded, it is summed exactly.
    undecided = np.abs(products / _STEP % 1.0 - 0.5) < 1e-4
    for query, row in zip(*np.nonzero(undecided), strict=True):
        products[query, row] = math.fsum(wide[query] * rows[row])
    rounded: Scores = np.round(products, _DECIMALS)
    return rounded


def margins(queries: Queries, longest_row: float = LONGEST_UNIT_ROW) -> Scores:
    """Return how far a row's float32 product with each query may lie below another's and the row still be as near."""
    unit = queries.shape[1] * 2.0**-24
    lengths = np.linalg.norm(queries.astype(np.float64), axis=1)
    # Both products may be wrong by the bound, and similarities that differ by less than a step may tie.
    return np.asarray(2.0 * unit / (1.0 - unit) * longest_row * lengths + _STEP)


class _Candidates:
    """Of the rows seen so far those that may be among the nearest, by their float32 products."""

    def __init__(self, queries: Queries, k: int, longest_row: float) -> None:
        self._k = k
        self._margin = margins(queries, longest_row)
        self.floor = np.full(len(queries), -_NEVER)
        """The float32 product from which on a row may be among the nearest, shape (S,)."""
        self._kept: list[tuple[Rows, npt.NDArray[np.float32]]] = [_NOTHING] * len(queries)
        self._new: list[tuple[Rows, Rows, npt.NDArray[np.float32]]] = []
        self.waiting = 0

    def begun_anew(self) -> _Candidates:
        """Return candidates with these floors and no rows."""
        other = copy.copy(self)
        other.floor, other._kept, other._new = self.floor.copy(), [_NOTHING] * len(self._kept), []
        return other

    def floors(self, width: int) -> npt.NDArray[np.float32]:
        """Return the floors beside each product of a whole chunk, those of `width` columns row by row, as one line."""
        row = np.full(width, _NEVER)
        row[: len(self.floor)] = self.floor
        return np.tile(row, _CHUNK_ROWS)

    def raise_floor(self, query: int, products: npt.NDArray[np.float32]) -> None:
        """Raise the floor of a query to what the `k` best of these products of allowed rows demand."""
        if len(products) >= self._k:
            best = float(np.partition(products, -self._k)[-self._k])
            lowered = np.nextafter(np.float32(best - self._margin[query]), -_NEVER)
            self.floor[query] = max(self.floor[query], lowered)

    def finish(self, query: int, rows: Rows) -> None:
        """Say that these are all the rows that a query may find; no other is asked for."""
        self._kept[query] = (rows, np.full(len(rows), _NEVER))
        self.floor[query] = _NEVER

    def add(self, queries: Rows, rows: Rows, products: npt.NDArray[np.float32]) -> None:
        """Add rows whose products reach the floor of the queries beside them, and which those may find."""
        self._new.append((queries, rows, products))
        self.waiting += len(rows)

    def sift(self) -> None:
        """Raise the floors by what was added and drop what is below them."""
        if not self.waiting:
            return
        queries, rows, products = (np.concatenate(parts) for parts in zip(*self._new, strict=True))
        self._new, self.waiting = [], 0
        for query in np.unique(queries):
            mine = queries == query
            known, known_products = self._kept[query]
            known = np.concatenate([known, rows[mine]])
            known_products = np.concatenate([known_products, products[mine]])
            self.raise_floor(query, known_products)
            kept = known_products >= self.floor[query]
            self._kept[query] = known[kept], known_products[kept]

    @property
    def rows(self) -> list[Rows]:
        """The candidates of each query."""
        self.sift()
        return [rows for rows, _ in self._kept]


def _pass_through(
    matrix: Matrix, queries: Queries, k: int, allowed: Allowed, longest_row: float, product: Product
) -> list[Rows]:
    """Return for each query some rows among which its nearest are."""
    columns = np.ascontiguousarray(queries.T)
    candidates = _Candidates(queries, k, longest_row)
    sample = _spread(len(matrix), max(_SAMPLE_ROWS, k))
    sampled = product(matrix[sample], columns)
    for query, mine in enumerate(allowed):
        candidates.raise_floor(query, sampled[mine[sample], query])
        if candidates.floor[query] == -_NEVER:  # few reports speak of its section: the sample is drawn of those
            own = np.flatnonzero(mine)
            some = own[_spread(len(own), max(_SAMPLE_ROWS, k))]
            if len(some) == len(own):
                candidates.finish(query, own)
            else:
                column = np.ascontiguousarray(columns[:, query, None])
                candidates.raise_floor(query, product(matrix[some], column)[:, 0])
    if (candidates.floor == _NEVER).all():
        return candidates.rows
    chunks = range(0, len(matrix), _CHUNK_ROWS)
    threads = max(1, min(usual_threads(), len(chunks) // _CHUNKS_OF_A_THREAD))
    look = partial(_look_through, matrix, columns, allowed, product)
    parts = [(candidates if part == 0 else candidates.begun_anew(), chunks[part::threads]) for part in range(threads)]
    found = each_on_a_thread(lambda part: look(*part), parts)
    return [np.concatenate(rows) for rows in zip(*found, strict=True)]


def _look_through(
    matrix: Matrix,
    columns: Queries,
    allowed: Allowed,
    product: Product,
    candidates: _Candidates,
    chunks: Sequence[int],
) -> list[Rows]:
    """Return the candidates of each query among the rows of some chunks, given by their first rows."""
    queries = columns.shape[1]
    width = -(-queries // _LANES) * _LANES
    wide = np.pad(columns, ((0, 0), (0, width - queries)))
    floors = candidates.floors(width)
    next_look = 4
    for seen, begin in enumerate(chunks, start=1):
        chunk = matrix[begin : begin + _CHUNK_ROWS]
        products = product(chunk, wide).reshape(-1)
        hits = np.flatnonzero(products >= floors[: len(products)])
        found, of_query = hits // width + begin, hits % width
        may = allowed[of_query, found]
        candidates.add(of_query[may], found[may], products[hits[may]])
        # The floors rise by what was seen, so they are looked after at 4, 32, 256, ... chunks.
        if seen >= next_look or candidates.waiting > _MOST_WAITING:
            candidates.sift()
            floors = candidates.floors(width)
            next_look = 8 * seen
    return candidates.rows


def _spread(count: int, wanted: int) -> Rows:
    """Return `wanted` of so many rows at even distances, or all of them."""
    return np.arange(count) if count <= wanted else np.linspace(0, count - 1, wanted).astype(np.intp)


class Product:
    """Products of float16 or float32 rows with queries in float32; ONNX Runtime is set up once, when it is needed."""

    def __init__(self) -> None:
        self._session: onnxruntime.InferenceSession | None = None

    def __call__(self, rows: Matrix, columns: Queries) -> npt.NDArray[np.float32]:
        """Return the products of rows (N, D) and columns (D, S), float32, shape (N, S)."""
        if rows.dtype == np.float32:
            return np.asarray(rows @ columns, np.float32)
        if self._session is None:
            import onnxruntime  # here, so that a window that only lists reports opens without it

            options = onnxruntime.SessionOptions()
            options.log_severity_level = _ERRORS_ONLY
            options.intra_op_num_threads = 1  # who asks for many products asks from several threads
            self._session = onnxruntime.InferenceSession(
                str(resource_path(PRODUCT_FILE)), sess_options=options, providers=["CPUExecutionProvider"]
            )
        products: npt.NDArray[np.float32] = self._session.run(None, {"rows": rows, "queries": columns})[0]
        return products
