"""Approximate search of a large report index by an HNSW graph, where it has one.

The graph only proposes rows: what may not be found is left out, the rest is compared exactly, and a query for which
too few are left is searched without the graph. hnswlib holds the embeddings in float32 in memory: twice the size of
their file, and the links.

References
----------
Malkov YA, Yashunin DA. Efficient and robust approximate nearest neighbor search using Hierarchical Navigable Small
World graphs. IEEE TPAMI 42(4), 2020. arXiv 1603.09320.
"""

from __future__ import annotations

import importlib.util
import logging
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.exact_search import (
    LONGEST_UNIT_ROW,
    Matrix,
    Product,
    Rows,
    margins,
    nearest_rows,
    similarities,
)
from deepcoro_desktop.core.bundle.manifest import ReportGraphSpec, ReportIndexSpec
from deepcoro_desktop.core.errors import BundleError

logger = logging.getLogger(__name__)

SPACE: Final = "ip"
"""hnswlib's distance: 1 minus the scalar product."""


def can_use_graphs() -> bool:
    """Return whether hnswlib is installed, which some computers cannot build."""
    return importlib.util.find_spec("hnswlib") is not None


def search_words(spec: ReportIndexSpec, usable: bool) -> str:
    """Return in a sentence how an index is searched, for the model card.

    Parameters
    ----------
    spec : ReportIndexSpec
        The index's entry of the manifest.
    usable : bool
        What `can_use_graphs` returned.
    """
    graph = spec.graph
    if graph is None:
        return "Every report is compared (exact search)."
    measured = f"recall@{graph.neighbours} {graph.recall:.4f}, measured with {graph.queries} reports of the corpus"
    if usable:
        return f"By a graph (HNSW): {measured}."
    return (
        f"Every report is compared (exact search): hnswlib is not installed here, so the bundle's graph ({measured}) "
        "is not used. Results are exact, and take longer."
    )


class ReportGraph:
    """A graph over the rows of an index."""

    def __init__(self, graph: Any, breadth: int) -> None:
        self._graph = graph
        self._breadth = breadth

    @classmethod
    def open(cls, path: Path, spec: ReportGraphSpec, count: int, dim: int) -> ReportGraph:
        """Return the graph in a file; raises BundleError if it is none of `count` rows. hnswlib must be there."""
        import hnswlib  # built from source, so it may be missing

        graph = hnswlib.Index(space=SPACE, dim=dim)
        try:
            graph.load_index(str(path))
        except RuntimeError as error:
            raise BundleError("The graph of the bundle's reports cannot be read.", "Copy the bundle again.") from error
        if graph.get_current_count() != count:
            raise BundleError("The graph of the bundle's reports is of another index.", "Make the bundle again.")
        return cls(graph, spec.breadth)

    def nearest(
        self,
        matrix: Matrix,
        queries: npt.NDArray[np.float32],
        k: int,
        allowed: npt.NDArray[np.bool_],
        product: Product | None = None,
    ) -> tuple[npt.NDArray[np.float64], Rows]:
        """Return similarities and rows of nearest neighbours as `exact_search.nearest_rows`, but for those it misses.

        A query for which the graph proposes fewer than `k` rows that it may find is searched exactly.
        """
        breadth = min(max(self._breadth, k), len(matrix))
        self._graph.set_ef(breadth)
        try:
            proposed, distances = self._graph.knn_query(queries, k=breadth)
        except RuntimeError:  # hnswlib 0.8 says so where it reaches fewer rows than it was asked for
            logger.info("the graph reached fewer than %d rows; every report is compared", breadth)
            return nearest_rows(matrix, queries, k, allowed, LONGEST_UNIT_ROW, product)
        margin = margins(queries)
        scores, rows = np.full((len(queries), k), -np.inf), np.zeros((len(queries), k), np.intp)
        exactly = []
        for query, (found, distance) in enumerate(zip(proposed.astype(np.intp), distances, strict=True)):
            may = allowed[query, found]
            if may.sum() < k:
                exactly.append(query)
                continue
            found, distance = found[may], distance[may]  # nearest first
            found = found[distance <= distance[k - 1] + margin[query]]
            similar = similarities(matrix[found], queries[query, None])[0]
            order = np.lexsort((found, -similar))[:k]
            scores[query], rows[query] = similar[order], found[order]
        if exactly:
            scores[exactly], rows[exactly] = nearest_rows(
                matrix, queries[exactly], k, allowed[exactly], LONGEST_UNIT_ROW, product
            )
        return scores, rows
