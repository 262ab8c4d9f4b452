"""The prior reports and their embeddings: what is nearest to a query.

Training writes it with `write_report_index` or `IndexWriter`, the desktop reads it with `ReportIndex.open`. The
sentences still hold the numbers of other patients here; `core.inference` empties them before anything is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.exact_search import LONGEST_UNIT_ROW, Matrix, Product, nearest_rows
from deepcoro_desktop.core.bundle.index_writer import METRICS, IndexWriter, write_report_index
from deepcoro_desktop.core.bundle.manifest import COSINE, ReportIndexSpec
from deepcoro_desktop.core.bundle.prior_reports import REMEDY, PriorReport, PriorReports, PriorSentence, patient_key
from deepcoro_desktop.core.bundle.report_graph import ReportGraph, can_use_graphs
from deepcoro_desktop.core.errors import BundleError, ModelError

__all__ = [
    "IndexWriter",
    "Neighbour",
    "PriorReport",
    "PriorReports",
    "PriorSentence",
    "ReportIndex",
    "patient_key",
    "write_report_index",
]

_UNIT_TOLERANCE: Final = 5e-3
"""Largest deviation of a row's length from 1; float16 keeps some three decimals."""

_CHECKED_ROWS: Final = 16384
"""Rows whose length is checked on opening; of a larger index evenly chosen ones, as its file's hash is checked too."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One row of the index near a query."""

    row: int
    similarity: float
    """Cosine, -1 to 1, or the plain product where the index says "dot"; rounded to six decimals."""


@dataclass(frozen=True, slots=True, eq=False)
class ReportIndex:
    """The reports of a bundle and their embeddings, row by row."""

    reports: PriorReports
    """Each parsed when it is asked for."""
    embeddings: Matrix
    """Shape (count, dim): float16, rows of length 1, or float32 as they are ("dot"); read from disk as needed."""
    graph: ReportGraph | None = None
    """None where every row is compared."""
    longest_row: float = LONGEST_UNIT_ROW
    """No row is longer."""
    product: Product = field(default_factory=Product)
    """Compares a query with every row; kept from search to search."""

    @classmethod
    def open(cls, folder: Path, spec: ReportIndexSpec) -> ReportIndex:
        """Return the index in a bundle's folder; its graph is used where hnswlib is installed.

        Raises
        ------
        BundleError
            If the files are not an index of `spec.count` reports and `spec.dim` dimensions.
        """
        embeddings = _open_embeddings(folder / spec.embeddings.file, spec)
        graph = None
        if spec.graph is not None and can_use_graphs():
            graph = ReportGraph.open(folder / spec.graph.file.file, spec.graph, spec.count, spec.dim)
        return cls(PriorReports.open(folder, spec), embeddings, graph, _longest_row(embeddings, spec))

    @property
    def dim(self) -> int:
        """Length of an embedding."""
        return int(self.embeddings.shape[1])

    def search(
        self,
        queries: npt.NDArray[np.float32],
        k: int,
        exclude_patient_key: str | None = None,
        sections: Sequence[str] | None = None,
    ) -> tuple[tuple[Neighbour, ...], ...]:
        """Return the `k` rows most like each query, by exact comparison with every row or by the index's graph.

        Parameters
        ----------
        queries : ndarray of float32, shape (S, D), rows of length 1
            One query for each section.
        k : int
            Neighbours wanted; fewer come back where the index holds fewer.
        exclude_patient_key : str, optional
            Reports with this patient key, or with the key of this patient id, are never returned.
        sections : sequence of str, optional
            For each query the section that a report must speak of to be found; empty for any report.

        Returns
        -------
        tuple of tuple of Neighbour
            For each query its neighbours, most similar first; of equal ones the earlier row.

        Raises
        ------
        ModelError
            If the queries do not fit the index or are not finite.
        """
        if queries.ndim != 2 or queries.shape[1] != self.dim:
            raise ModelError(
                f"The video encoder gave vectors of another length than the report index ({self.dim}).", REMEDY
            )
        if k < 1 or not np.isfinite(queries).all():
            raise ModelError("The video encoder gave values that are no numbers.", "Verify the bundle.")
        allowed = self._allowed(sections if sections is not None else [""] * len(queries), exclude_patient_key)
        wanted = np.asarray(queries, np.float32)
        if self.graph is None:
            scores, rows = nearest_rows(self.embeddings, wanted, k, allowed, self.longest_row, self.product)
        else:
            scores, rows = self.graph.nearest(self.embeddings, wanted, k, allowed, self.product)
        return tuple(
            tuple(Neighbour(int(row), float(score)) for row, score in zip(*pair, strict=True) if score > -np.inf)
            for pair in zip(rows, scores, strict=True)
        )

    def _allowed(self, sections: Sequence[str], exclude: str | None) -> npt.NDArray[np.bool_]:
        """Return which reports each query may find, shape (S, count)."""
        allowed = np.empty((len(sections), len(self.reports)), np.bool_)
        for mine, section in zip(allowed, sections, strict=True):
            mine[:] = self.reports.speaking_of(section)
        if exclude:
            allowed[:, self.reports.rows_of_patients({exclude, patient_key(exclude)} - {""})] = False
        return allowed


def _open_embeddings(path: Path, spec: ReportIndexSpec) -> Matrix:
    try:
        embeddings = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise BundleError("The embeddings of the bundle's reports are not a plain .npy file.", REMEDY) from error
    expected = np.dtype(METRICS[spec.metric])
    if not isinstance(embeddings, np.ndarray) or embeddings.dtype != expected:
        raise BundleError(f"The embeddings of the bundle's reports are not {expected}.", REMEDY)
    if embeddings.shape != (spec.count, spec.dim):
        raise BundleError(
            f"The embeddings of the bundle's reports have shape {embeddings.shape} "
            f"where {(spec.count, spec.dim)} belongs.",
            REMEDY,
        )
    return np.asarray(embeddings)


def _longest_row(embeddings: Matrix, spec: ReportIndexSpec) -> float:
    """Return a length that no row exceeds; of rows of length 1 only a sample is looked at."""
    if spec.metric == COSINE:
        step = -(-spec.count // _CHECKED_ROWS)
        lengths = np.linalg.norm(embeddings[::step].astype(np.float32), axis=1)
        # A row that is not finite fails this comparison too.
        if not (np.abs(lengths - 1.0) <= _UNIT_TOLERANCE).all():
            raise BundleError("An embedding of the bundle's reports does not have length 1.", REMEDY)
        return LONGEST_UNIT_ROW
    parts = range(0, spec.count, _CHECKED_ROWS)
    longest = max(float(np.linalg.norm(embeddings[at : at + _CHECKED_ROWS], axis=1).max()) for at in parts)
    if not np.isfinite(longest):
        raise BundleError("An embedding of the bundle's reports is no number.", REMEDY)
    return longest * 1.0001  # for what float32 rounds off
