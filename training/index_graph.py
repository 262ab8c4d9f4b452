"""An HNSW graph for a large report index, written only where it was seen to find enough and to save time.

Some reports are held out: the graph is built of the others, and what it finds by the held-out ones is compared with
the exact search. So the queries are none of the graph's rows; they join the graph before it is written. Each looks, as
the pipeline does, for reports that speak of a section, one of its own.

A study's query comes from the video encoder and lies off the reports, where a graph finds far less. So each held-out
report is also turned away from its place until it is no nearer to it than `STUDY_COSINE`, and the recall that counts is
that of these.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
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
STUDY_COSINE: Final = 0.3
"""Of a query and the report it was made from. The demonstration's studies lie at 0.1 to 0.3 from their nearest one."""
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
    turned: bool
    """Whether the queries were turned away from the reports they were made from."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A graph asked for so many rows."""

    breadth: int
    """hnswlib's ef."""
    recall: float
    """Share of the exact neighbours that it finds of queries that lie off the reports, as a study's do."""
    recall_of_reports: float
    """The same of held-out reports as they are."""
    seconds: float
    """Of a search of `QUERIES` queries, median."""
    exact_seconds: float
    """What the exact search of the same takes, median."""

    @property
    def saving(self) -> float:
        """How many times as long the exact search takes."""
        return self.exact_seconds / self.seconds


@dataclass(frozen=True, slots=True)
class Attempt:
    """A graph that was built, and what was measured with it."""

    links: int
    """hnswlib's M."""
    build_seconds: float
    size_bytes: int
    """What its file takes."""
    trials: tuple[Trial, ...]
    """By rising breadth; the last is the first that finds enough, where one does."""

    @property
    def kept(self) -> Trial | None:
        """The trial for which the graph is worth its memory; None where none is."""
        last = self.trials[-1] if self.trials else None
        return last if last and last.recall >= LEAST_RECALL and last.saving >= LEAST_SAVING else None


def _ignore(_attempt: Attempt) -> None:
    """Do nothing with an attempt."""


def with_graph(
    folder: Path, spec: ReportIndexSpec, graph_from: int, tell: Callable[[Attempt], None] = _ignore
) -> ReportIndexSpec:
    """Return the entry of an index, with a graph where the index has `graph_from` reports and the graph is good enough.

    Parameters
    ----------
    folder : Path
        The bundle's.
    spec : ReportIndexSpec
        The index's entry without a graph.
    graph_from : int
        Reports from which on a graph is tried.
    tell : callable
        Told of each graph that was built, kept or not.

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
        began = time.perf_counter()
        graph = _graph_of(index.embeddings, np.setdiff1d(np.arange(spec.count), held_out), links, breadth)
        built = time.perf_counter() - began
        trials = _measure(graph, index.embeddings, searches, spec.neighbours)
        attempt = Attempt(links, built, graph.index_file_size(), trials)
        tell(attempt)
        if attempt.kept is None:
            continue
        _add(graph, index.embeddings, held_out)
        return replace(spec, graph=_write(graph, folder, attempt.kept, spec.neighbours, len(held_out)))
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
        reports = index.embeddings[rows].astype(np.float32)
        allowed = np.stack([index.reports.speaking_of(_a_section(index.reports, int(row), rng)) for row in rows])
        allowed[:, held_out] = False
        for turned in (False, True):
            queries = turned_away(reports, STUDY_COSINE, rng) if turned else reports
            began = time.perf_counter()
            scores, _ = nearest_rows(index.embeddings, queries, k, allowed, product=index.product)
            seconds = time.perf_counter() - began
            searches.append(Search(queries, allowed, scores[:, -1], seconds, turned))
    return searches


def turned_away(rows: npt.NDArray[np.float32], cosine: float, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Return rows of length 1 turned in a random direction until they have this cosine with themselves before.

    Parameters
    ----------
    rows : ndarray of float32, shape (S, D), rows of length 1
        D at least 2.
    cosine : float
        0 to 1.
    rng : Generator
        Draws the directions.

    Returns
    -------
    ndarray of float32, shape (S, D)
        Rows of length 1.
    """
    aside = rng.standard_normal(rows.shape)
    aside -= (aside * rows).sum(axis=1, keepdims=True) * rows
    aside /= np.linalg.norm(aside, axis=1, keepdims=True)
    return np.asarray(cosine * rows + (1.0 - cosine**2) ** 0.5 * aside, np.float32)


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


def _measure(graph: Any, matrix: Matrix, searches: list[Search], k: int) -> tuple[Trial, ...]:
    """Return what is found at each breadth, up to the first that finds enough."""
    exact = float(np.median([search.seconds for search in searches]))
    trials = []
    for breadth in BREADTHS:
        if breadth < k or breadth > len(matrix) // 2:
            continue
        shares: dict[bool, list[float]] = {False: [], True: []}
        seconds = []
        for search in searches:
            began = time.perf_counter()
            scores, _ = ReportGraph(graph, breadth).nearest(matrix, search.queries, k, search.allowed)
            seconds.append(time.perf_counter() - began)
            shares[search.turned].append(recall(scores, search.least))
        of_studies, of_reports = float(np.mean(shares[True])), float(np.mean(shares[False]))
        trial = Trial(breadth, of_studies, of_reports, float(np.median(seconds)), exact)
        logger.info(
            "graph of breadth %d: recall@%d %.4f off the reports and %.4f of them, %.1f times as fast as exact",
            *(breadth, k, of_studies, of_reports, trial.saving),
        )
        trials.append(trial)
        if trial.recall >= LEAST_RECALL:
            break
    return tuple(trials)


def _write(graph: Any, folder: Path, found: Trial, k: int, queries: int) -> ReportGraphSpec:
    partial = folder / f"{GRAPH_NAME}.partial"
    try:
        graph.save_index(str(partial))
        partial.replace(folder / GRAPH_NAME)
    except (OSError, RuntimeError) as error:
        raise BundleError(
            "The graph of the report index cannot be written.", "Check the disk and the folder."
        ) from error
    return ReportGraphSpec(bundle_file(folder, GRAPH_NAME), found.breadth, found.recall, k, queries)
