"""The prior reports and their embeddings: one format, exact search.

Training writes it with `write_report_index`, the desktop reads it with `ReportIndex.open`. The sentences still hold
the numbers of other patients here; `core.inference` empties them before anything is shown.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.files import bundle_file, write_bytes
from deepcoro_desktop.core.bundle.manifest import ReportIndexSpec, ReportOrigin
from deepcoro_desktop.core.errors import BundleError, ModelError

REPORTS_NAME: Final = "reports.jsonl"
EMBEDDINGS_NAME: Final = "report_embeddings.npy"
COSINE: Final = "cosine"
DOT: Final = "dot"
METRICS: Final = {COSINE: np.float16, DOT: np.float32}
"""Metric -> type of the embeddings: rows of length 1 need few digits, others are kept as they are."""

_CHUNK_ROWS: Final = 16384
"""Rows compared at once: 64 MB of float64 at 512 dimensions."""

_SIMILARITY_DECIMALS: Final = 6
"""Similarities are rounded to this, after a product in float64: its last bits depend on where a row stands in a chunk,
and equal rows must come in their order."""

_UNIT_TOLERANCE: Final = 5e-3
"""Largest deviation of a row's length from 1; float16 keeps some three decimals."""

_REPORT_KEYS: Final = frozenset({"report_id", "patient_key", "origin", "sentences", "labels"})
_SENTENCE_KEYS: Final = frozenset({"section", "text", "concept"})
_REMEDY: Final = "Make or copy the bundle again."


@dataclass(frozen=True, slots=True)
class PriorSentence:
    """One sentence of a prior report as it was written, with the other patient's numbers."""

    section: str
    text: str
    concept: str | None = None
    """"finding=value" where the report is coded, None for free text."""


@dataclass(frozen=True, slots=True)
class PriorReport:
    """One report of the corpus."""

    report_id: str
    patient_key: str
    """What `patient_key` returns for the patient's id; never the id itself."""
    origin: ReportOrigin
    sentences: tuple[PriorSentence, ...]
    labels: Mapping[str, float]
    """Phenotype name -> value; a phenotype that is not known is left out."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One row of the index near a query."""

    row: int
    similarity: float
    """Cosine, -1 to 1, or the plain product where the index says "dot"; rounded to six decimals."""


def patient_key(patient_id: str) -> str:
    """Return the key by which reports of one patient are known without naming the patient.

    Parameters
    ----------
    patient_id : str
        Patient ID (0010,0020); spaces around it do not count.

    Returns
    -------
    str
        SHA-256 of the id, 64 hex digits; empty for an empty id.
    """
    cleaned = patient_id.strip()
    return hashlib.sha256(cleaned.encode()).hexdigest() if cleaned else ""


@dataclass(frozen=True, slots=True, eq=False)
class ReportIndex:
    """The reports of a bundle and their embeddings, row by row."""

    reports: tuple[PriorReport, ...]
    embeddings: npt.NDArray[np.float16 | np.float32]
    """Shape (count, dim): float16, rows of length 1, or float32 as they are ("dot"); read from disk as needed."""
    _speaking: dict[str, npt.NDArray[np.bool_]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Section -> which reports speak of it; found when it is first asked for, as a study asks for each twice."""

    @classmethod
    def open(cls, folder: Path, spec: ReportIndexSpec) -> ReportIndex:
        """Return the index in a bundle's folder.

        Raises
        ------
        BundleError
            If the files are not an index of `spec.count` reports and `spec.dim` dimensions.
        """
        embeddings = _open_embeddings(folder / spec.embeddings.file, spec)
        try:
            text = (folder / spec.reports.file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BundleError("The bundle's reports cannot be read.", _REMEDY) from error
        lines = [line for line in text.split("\n") if line]
        if len(lines) != spec.count:
            raise BundleError(f"The bundle has {len(lines)} reports where {spec.count} belong.", _REMEDY)
        reports = tuple(_parse_report(line, number) for number, line in enumerate(lines, 1))
        if len({report.report_id for report in reports}) != len(reports):
            raise BundleError("Two reports of the bundle have the same id.", _REMEDY)
        return cls(reports, embeddings)

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
        """Return the `k` rows most like each query, by exact comparison with every row.

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
                f"The video encoder gave vectors of another length than the report index ({self.dim}).", _REMEDY
            )
        if k < 1 or not np.isfinite(queries).all():
            raise ModelError("The video encoder gave values that are no numbers.", "Verify the bundle.")
        allowed = self._allowed(exclude_patient_key)
        speaks = self._speaks(sections if sections is not None else [""] * len(queries))
        wide = queries.astype(np.float64)
        best_scores = np.empty((len(queries), 0), np.float64)
        best_rows = np.empty((len(queries), 0), np.int64)
        for start, chunk in self._chunks():
            rows = np.arange(start, start + len(chunk))
            kept = allowed[rows]
            scores = np.round(wide @ chunk.T, _SIMILARITY_DECIMALS)[:, kept]
            scores[~speaks[:, rows[kept]]] = -np.inf
            best_scores = np.concatenate([best_scores, scores], axis=1)
            best_rows = np.concatenate([best_rows, np.broadcast_to(rows[kept], scores.shape)], axis=1)
            best_scores, best_rows = _keep_best(best_scores, best_rows, k)
        return tuple(
            tuple(Neighbour(int(row), float(score)) for row, score in zip(rows, scores, strict=True) if score > -np.inf)
            for rows, scores in zip(best_rows, best_scores, strict=True)
        )

    def _allowed(self, exclude: str | None) -> npt.NDArray[np.bool_]:
        keys = {exclude, patient_key(exclude)} - {""} if exclude else set()
        return np.fromiter((report.patient_key not in keys for report in self.reports), np.bool_, len(self.reports))

    def _speaks(self, sections: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Return which reports speak of each section, shape (S, count)."""
        speaks = np.empty((len(sections), len(self.reports)), np.bool_)
        for row, section in enumerate(sections):
            speaks[row] = self._speak_of(section)
        return speaks

    def _speak_of(self, section: str) -> npt.NDArray[np.bool_]:
        if section not in self._speaking:
            found = [not section or any(s.section == section for s in report.sentences) for report in self.reports]
            self._speaking[section] = np.asarray(found, np.bool_)
        return self._speaking[section]

    def _chunks(self) -> Iterator[tuple[int, npt.NDArray[np.float64]]]:
        for start in range(0, len(self.embeddings), _CHUNK_ROWS):
            yield start, np.asarray(self.embeddings[start : start + _CHUNK_ROWS], np.float64)


def write_report_index(
    folder: Path,
    reports: Sequence[PriorReport],
    embeddings: npt.NDArray[np.floating[Any]],
    neighbours: int = 50,
    metric: str = COSINE,
) -> ReportIndexSpec:
    """Write the index into a bundle's folder and return its entry for the manifest.

    Parameters
    ----------
    folder : Path
        The bundle's folder, which exists.
    reports : sequence of PriorReport
        At least one; all of one origin.
    embeddings : ndarray of float, shape (len(reports), D)
        Text embeddings in the order of `reports`.
    neighbours : int
        How many nearest reports shall vote.
    metric : str
        "cosine": rows are brought to length 1 here; "dot": they stay as they are.

    Raises
    ------
    BundleError
        If reports and embeddings do not belong together, ids repeat, or the files cannot be written.
    """
    remedy = "Build the report index again."
    matrix = np.asarray(embeddings, np.float64 if metric == COSINE else np.float32)
    if not reports or matrix.ndim != 2 or len(matrix) != len(reports):
        raise BundleError("The report index needs one embedding for each of at least one report.", remedy)
    if len({report.report_id for report in reports}) != len(reports):
        raise BundleError("Two reports of the index have the same id.", remedy)
    origins = {report.origin for report in reports}
    if len(origins) != 1:
        raise BundleError("A report index holds real or synthetic reports, never both.", remedy)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or (metric == COSINE and (lengths == 0.0).any()):
        raise BundleError("An embedding of the report index has no direction.", remedy)
    stream = io.BytesIO()
    rows = matrix / lengths if metric == COSINE else matrix
    np.save(stream, rows.astype(METRICS[metric]), allow_pickle=False)
    lines = "".join(_format_report(report) + "\n" for report in reports)
    try:
        write_bytes(folder / REPORTS_NAME, lines.encode())
        write_bytes(folder / EMBEDDINGS_NAME, stream.getvalue())
    except OSError as error:
        raise BundleError("The report index cannot be written.", "Check the disk and the folder.") from error
    return ReportIndexSpec(
        reports=bundle_file(folder, REPORTS_NAME),
        embeddings=bundle_file(folder, EMBEDDINGS_NAME),
        count=len(reports),
        dim=int(matrix.shape[1]),
        metric=metric,
        origin=origins.pop(),
        neighbours=neighbours,
    )


def _keep_best(
    scores: npt.NDArray[np.float64], rows: npt.NDArray[np.int64], k: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Return the `k` best columns of each row, best first; equal scores in the order of `rows`."""
    if scores.shape[1] > k:
        cut = np.partition(scores, -k, axis=1)[:, -k, None]
        columns = (scores >= cut).any(axis=0)
        scores, rows = scores[:, columns], rows[:, columns]
    order = np.lexsort((rows, -scores), axis=-1)[:, :k]
    return np.take_along_axis(scores, order, axis=1), np.take_along_axis(rows, order, axis=1)


def _open_embeddings(path: Path, spec: ReportIndexSpec) -> npt.NDArray[np.float16 | np.float32]:
    try:
        embeddings = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise BundleError("The embeddings of the bundle's reports are not a plain .npy file.", _REMEDY) from error
    expected = np.dtype(METRICS[spec.metric])
    if not isinstance(embeddings, np.ndarray) or embeddings.dtype != expected:
        raise BundleError(f"The embeddings of the bundle's reports are not {expected}.", _REMEDY)
    if embeddings.shape != (spec.count, spec.dim):
        raise BundleError(
            f"The embeddings of the bundle's reports have shape {embeddings.shape} "
            f"where {(spec.count, spec.dim)} belongs.",
            _REMEDY,
        )
    for start in range(0, len(embeddings), _CHUNK_ROWS):
        lengths = np.linalg.norm(embeddings[start : start + _CHUNK_ROWS].astype(np.float32), axis=1)
        if spec.metric == DOT:
            if not np.isfinite(lengths).all():
                raise BundleError("An embedding of the bundle's reports is no number.", _REMEDY)
        # A row that is not finite fails this comparison too.
        elif not (np.abs(lengths - 1.0) <= _UNIT_TOLERANCE).all():
            raise BundleError("An embedding of the bundle's reports does not have length 1.", _REMEDY)
    return embeddings


def _format_report(report: PriorReport) -> str:
    value = {
        "report_id": report.report_id,
        "patient_key": report.patient_key,
        "origin": report.origin.value,
        "sentences": [{"section": s.section, "text": s.text, "concept": s.concept} for s in report.sentences],
        "labels": {name: float(number) for name, number in report.labels.items()},
    }
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _parse_report(line: str, number: int) -> PriorReport:
    try:
        return _report_from(json.loads(line))
    except (ValueError, TypeError) as error:
        raise BundleError(f"Report {number} of the bundle is not valid: {error}.", _REMEDY) from error


def _report_from(raw: Any) -> PriorReport:
    if not isinstance(raw, dict) or set(raw) != _REPORT_KEYS:
        raise ValueError("it does not have the keys of a report")
    labels = raw["labels"]
    if not isinstance(labels, dict) or not isinstance(raw["sentences"], list):
        raise ValueError("its sentences or labels are missing")
    for value in labels.values():
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError("a label is no number")
    return PriorReport(
        report_id=_text(raw["report_id"], "report_id"),
        patient_key=_text(raw["patient_key"], "patient_key"),
        origin=ReportOrigin(raw["origin"]),
        sentences=tuple(_sentence_from(entry) for entry in raw["sentences"]),
        labels={name: float(value) for name, value in labels.items()},
    )


def _sentence_from(raw: Any) -> PriorSentence:
    if not isinstance(raw, dict) or set(raw) != _SENTENCE_KEYS:
        raise ValueError("a sentence does not have the keys of a sentence")
    concept = raw["concept"]
    return PriorSentence(
        section=_text(raw["section"], "section"),
        text=_text(raw["text"], "text"),
        concept=None if concept is None else _text(concept, "concept"),
    )


def _text(raw: Any, name: str) -> str:
    if not isinstance(raw, str) or not raw:
        raise ValueError(f"{name} is no text")
    return raw
