"""Writing a report index, batch by batch, so that a corpus of any size passes through a little memory."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.files import bundle_file
from deepcoro_desktop.core.bundle.manifest import COSINE, DOT, ReportIndexSpec, ReportOrigin
from deepcoro_desktop.core.bundle.prior_reports import PriorReport, RowTable, format_report
from deepcoro_desktop.core.errors import BundleError

REPORTS_NAME: Final = "reports.jsonl"
EMBEDDINGS_NAME: Final = "report_embeddings.npy"
ROWS_NAME: Final = "report_rows.npy"
METRICS: Final = {COSINE: "<f2", DOT: "<f4"}
"""Metric -> type of the embeddings: rows of length 1 need few digits, others are kept as they are."""

_NAMES: Final = (REPORTS_NAME, EMBEDDINGS_NAME, ROWS_NAME)
_BATCH: Final = 4096
_REMEDY: Final = "Build the report index again."


class IndexWriter:
    """Writes an index into a bundle's folder; nothing is there under its name before `finish`.

    Parameters
    ----------
    folder : Path
        The bundle's folder, which exists.
    metric : str
        "cosine": rows are brought to length 1; "dot": they stay as they are, in float32.
    """

    def __init__(self, folder: Path, metric: str = COSINE) -> None:
        self._folder = folder
        self._metric = metric
        self._table = RowTable()
        self._count = self._size = self._dim = 0
        self._origin: ReportOrigin | None = None
        self._streams: dict[str, BinaryIO] = {}

    def __enter__(self) -> IndexWriter:
        try:
            self._streams = {name: self._part(name).open("wb") for name in _NAMES}
        except OSError as error:
            raise _cannot_write() from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for name, stream in self._streams.items():
            stream.close()
            self._part(name).unlink(missing_ok=True)

    def add(self, reports: Sequence[PriorReport], embeddings: npt.NDArray[np.floating[Any]]) -> None:
        """Add reports with their embeddings.

        Parameters
        ----------
        reports : sequence of PriorReport
            All reports of an index are of one origin and have different ids.
        embeddings : ndarray of float, shape (len(reports), D)
            Text embeddings in the order of `reports`.

        Raises
        ------
        BundleError
            If reports and embeddings do not belong together, ids repeat, or the files cannot be written.
        """
        matrix = np.asarray(embeddings, np.float64)
        if not reports or matrix.ndim != 2 or len(matrix) != len(reports):
            raise BundleError("The report index needs one embedding for each of at least one report.", _REMEDY)
        if self._count == 0:
            self._dim, self._origin = matrix.shape[1], reports[0].origin
        if matrix.shape[1] != self._dim:
            raise BundleError("The embeddings of the report index differ in length.", _REMEDY)
        if {report.origin for report in reports} != {self._origin}:
            raise BundleError("A report index holds real or synthetic reports, never both.", _REMEDY)
        lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
        if not np.isfinite(lengths).all() or (self._metric == COSINE and (lengths == 0.0).any()):
            raise BundleError("An embedding of the report index has no direction.", _REMEDY)
        lines = []
        for report in reports:
            self._table.add(report, self._size)
            lines.append(format_report(report))
            self._size += len(lines[-1])
        try:
            if self._count == 0:
                self._write_header(0)
            rows = matrix / lengths if self._metric == COSINE else matrix
            self._streams[EMBEDDINGS_NAME].write(rows.astype(METRICS[self._metric]).tobytes())
            self._streams[REPORTS_NAME].write(b"".join(lines))
        except OSError as error:
            raise _cannot_write() from error
        self._count += len(reports)

    def finish(self, neighbours: int) -> ReportIndexSpec:
        """Put the files in their place and return the index's entry for the manifest.

        Parameters
        ----------
        neighbours : int
            How many nearest reports shall vote.

        Raises
        ------
        BundleError
            If no report was added or the files cannot be written.
        """
        if self._origin is None:
            raise BundleError("The report index needs one embedding for each of at least one report.", _REMEDY)
        try:
            self._write_header(self._count)
            np.save(self._streams[ROWS_NAME], self._table.as_array(), allow_pickle=False)
            for name, stream in self._streams.items():
                stream.flush()
                os.fsync(stream.fileno())
                stream.close()
                self._part(name).replace(self._folder / name)
        except OSError as error:
            raise _cannot_write() from error
        reports, embeddings, rows = (bundle_file(self._folder, name) for name in _NAMES)
        return ReportIndexSpec(
            reports=reports,
            embeddings=embeddings,
            count=self._count,
            dim=self._dim,
            metric=self._metric,
            origin=self._origin,
            neighbours=neighbours,
            rows=rows,
            sections=self._table.sections,
        )

    def _part(self, name: str) -> Path:
        return self._folder / f".{name}.{os.getpid()}.tmp"

    def _write_header(self, count: int) -> None:
        """Write the .npy header for so many rows; numpy leaves room, so it is as long for every number."""
        stream = self._streams[EMBEDDINGS_NAME]
        stream.seek(0)
        header = {"descr": METRICS[self._metric], "fortran_order": False, "shape": (count, self._dim)}
        np.lib.format.write_array_header_1_0(stream, header)


def write_report_index(
    folder: Path,
    reports: Sequence[PriorReport],
    embeddings: npt.NDArray[np.floating[Any]],
    neighbours: int = 50,
    metric: str = COSINE,
) -> ReportIndexSpec:
    """Write an index whose reports are at hand, and return its entry for the manifest.

    Parameters
    ----------
    folder : Path
        The bundle's folder, which exists.
    reports : sequence of PriorReport
        At least one; all of one origin.
    embeddings : ndarray of float, shape (len(reports), D)
        Text embeddings in the order of `reports`. May be mapped from a file.
    neighbours : int
        How many nearest reports shall vote.
    metric : str
        As `IndexWriter` takes it.

    Raises
    ------
    BundleError
        If reports and embeddings do not belong together, ids repeat, or the files cannot be written.
    """
    if len(reports) != len(embeddings):
        raise BundleError("The report index needs one embedding for each of at least one report.", _REMEDY)
    with IndexWriter(folder, metric) as writer:
        for begin in range(0, len(reports), _BATCH):
            writer.add(reports[begin : begin + _BATCH], embeddings[begin : begin + _BATCH])
        return writer.finish(neighbours)


def _cannot_write() -> BundleError:
    return BundleError("The report index cannot be written.", "Check the disk and the folder.")
