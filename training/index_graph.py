"""An HNSW graph for a large report index, written only where it was seen to find enough and to save time.

Some reports are held out: the graph is built of the others, and what it finds by the held-out ones is compared with
the exact search. So the queries come from the corpus' own distribution and are none of the graph's rows. They join the
graph before it is written. Each looks, as the pipeline does, for reports that speak of a section, one of its own.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.exact_search import Matrix, nearest_rows
from deepcoro_desktop.core.bundle.files import bundle_file
from deepcoro_desktop.core.bundle.manifest import COSINE, LEAST_RECALL, ReportGraphSpec, ReportIndexSpec
from deepcoro_desktop.core.bundle.report_graph import SPACE, ReportGraph, can_use_graphs
from deepcoro_desktop.core.bundle.report_index import PriorReports, ReportIndex
from deepcoro_desktop.core.errors import BundleError

logger = logging.getLogger(__name__)

GRAPH_NAME: Final = "report_graph.hnsw"
LINKS: Final = ((16, 200), (32, 400))
"""Links of a row, and breadth while the graph is built (hnswlib's M and ef_construction), in the order tried."""
BREADTHS: Final = (100, 200, 400, 800, 1600)
"""Rows asked for (hnswlib's ef), in the order tried."""
LEAST_SAVING: Final = 2.0
"""The exact search must take at least so many times as long, or the graph is not worth its memory."""
HELD_OUT: Final = 240
QUERIES: Final = 15
"""Queries of one search, as many as a report has sections."""
_BATCH: Final = 16384
_SEED: Final = 20231


@dataclass(frozen=True, slots=True)
class Search:
    """Some searches with their exact answers."""

    queries: npt.NDArray[np.float32]
    """float32, shape (S, D)."""
    allowed: npt.NDArray[np.bool_]
    """bool, shape (S, N): which rows each may find; no held-out one."""
    least: npt.NDArray[np.float64]
    """Similarity of the last exact neighbour, shape (S,)."""
    seconds: float
    """What the exact search took."""


def with_graph(folder: Path, spec: ReportIndexSpec, graph_from: int) -> ReportIndexSpec:
    """Return the entry of an index, with a graph where the index has `graph_from` reports and the graph is good enough.

    Raises
    ------
    BundleError
        If the index cannot be read or the graph cannot be written.
    """
    if spec.metric != COSINE:
        logger.info("no graph: embeddings whose length counts are compared one by one")
        return spec
    if spec.count < graph_from:
        logger.info("no graph: %d reports are compared one by one, graphs are tried from %d on", spec.count, graph_from)
        return spec
    if not can_use_graphs():
        logger.warning("no graph: hnswlib is not installed here, so every report will be compared")
        return spec
    index = ReportIndex.open(folder, replace(spec, graph=None))
    rng = np.random.Generator(np.random.PCG64(_SEED))
    held_out = np.sort(rng.choice(spec.count, min(HELD_OUT, spec.count // 2), replace=False))
    searches = _searches(index, held_out, spec.neighbours, rng)
    for links, breadth in LINKS:
        graph = _graph_of(index.embeddings, np.setdiff1d(np.arange(spec.count), held_out), links, breadth)
        found = _measure(graph, index.embeddings, searches, spec.neighbours)
        if found is None:
            continue
        _add(graph, index.embeddings, held_out)
        return replace(spec, graph=_write(graph, folder, *found, spec.neighbours, len(held_out)))
    logger.warning(
        "no graph: none found %s of the neighbours in less time; every report will be compared", LEAST_RECALL
    )
    return spec


def recall(scores: npt.NDArray[np.float64], least: npt.NDArray[np.float64]) -> float:
    """Return the share of neighbours found that are as near as the last exact one.

    Parameters
    ----------
    scores : ndarray of float64, shape (S, K)
        Similarities of what was found, minus infinity where nothing was.
    least : ndarray of float64, shape (S,)
        Similarity of the last of K exact neighbours; minus infinity where there are fewer.
    """
    known = least > -np.inf
    return float((scores[known] >= least[known, None]).mean()) if known.any() else 0.0


def _searches(index: ReportIndex, held_out: npt.NDArray[np.intp], k: int, rng: np.random.Generator) -> list[Search]:
    searches = []
    for begin in range(0, len(held_out), QUERIES):
        rows = held_out[begin : begin + QUERIES]
        queries = index.embeddings[rows].astype(np.float32)
        allowed = np.stack([index.reports.speaking_of(_a_section(index.reports, int(row), rng)) for row in rows])
        allowed[:, held_out] = False
        began = time.perf_counter()
        scores, _ = nearest_rows(index.embeddings, queries, k, allowed)
        seconds = time.perf_counter() - began
        searches.append(Search(queries, allowed, scores[:, -1], seconds))
    return searches


def _a_section(reports: PriorReports, row: int, rng: np.random.Generator) -> str:
    """Return a section that a report speaks of; empty, for the whole report, now and then."""
    sections = ["", *dict.fromkeys(sentence.section for sentence in reports[row].sentences)]
    return sections[int(rng.integers(len(sections)))]


def _graph_of(matrix: Matrix, rows: npt.NDArray[np.intp], links: int, breadth: int) -> Any:
    import hnswlib  # built from source, so it may be missing

    graph = hnswlib.Index(space=SPACE, dim=matrix.shape[1])
    graph.init_index(max_elements=len(matrix), M=links, ef_construction=breadth, random_seed=_SEED)
    for begin in range(0, len(rows), _BATCH):
        _add(graph, matrix, rows[begin : begin + _BATCH])
    return graph


def _add(graph: Any, matrix: Matrix, rows: npt.NDArray[np.intp]) -> None:
    graph.add_items(matrix[rows].astype(np.float32), rows)


def _measure(graph: Any, matrix: Matrix, searches: list[Search], k: int) -> tuple[int, float] | None:
    """Return the first breadth that finds enough in little enough time, with its recall; None where none does."""
    exact = float(np.median([search.seconds for search in searches]))
    for breadth in BREADTHS:
        if breadth < k or breadth > len(matrix) // 2:
            continue
        shares, seconds = [], []
        for search in searches:
            began = time.perf_counter()
            scores, _ = ReportGraph(graph, breadth).nearest(matrix, search.queries, k, search.allowed)
            seconds.append(time.perf_counter() - began)
            shares.append(recall(scores, search.least))
        share, saving = float(np.mean(shares)), exact / float(np.median(seconds))
        logger.info("graph of breadth %d: recall@%d %.4f, %.1f times as fast as exact", breadth, k, share, saving)
        if share >= LEAST_RECALL:
            return (breadth, share) if saving >= LEAST_SAVING else None
    return None


def _write(graph: Any, folder: Path, breadth: int, share: float, k: int, queries: int) -> ReportGraphSpec:
    partial = folder / f"{GRAPH_NAME}.partial"
    try:
        graph.save_index(str(partial))
        partial.replace(folder / GRAPH_NAME)
    except (OSError, RuntimeError) as error:
        raise BundleError(
            "The graph of the report index cannot be written.", "Check the disk and the folder."
        ) from error
    return ReportGraphSpec(bundle_file(folder, GRAPH_NAME), breadth, share, k, queries)
