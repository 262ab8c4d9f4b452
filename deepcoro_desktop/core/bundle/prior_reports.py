"""Prior reports on disk: JSON lines, read one by one, with a small table of rows that opens at once.

The table says for each report where its line begins, whose it is and what sections it speaks of; so a corpus of a
million reports is searched without one of them being parsed.
"""

from __future__ import annotations

import hashlib
import json
import math
import mmap
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, TypeVar, overload

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.manifest import ReportIndexSpec, ReportOrigin
from deepcoro_desktop.core.errors import BundleError

REMEDY: Final = "Make or copy the bundle again."

_REPORT_KEYS: Final = frozenset({"report_id", "patient_key", "origin", "sentences", "labels"})
_SENTENCE_KEYS: Final = frozenset({"section", "text", "concept"})

_KEPT: Final = 8192
"""What was made of this many reports is kept: some 30 MB."""

T = TypeVar("T")


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


def key_number(key: str) -> int:
    """Return the first 64 bits of the SHA-256 of a patient key: equal for equal keys, and small enough for a column.

    Two of a million patients share a number with a probability of 3e-8; then one is not shown the other's reports.
    """
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "little")


def row_type(sections: int) -> np.dtype[np.void]:
    """Return the type of a row of the table for so many sections.

    - ``offset`` uint64: where the report's line begins in the JSON lines, bytes
    - ``patient`` uint64: `key_number` of its patient key
    - ``sections`` uint8 (B,): bit i, counted from the lowest of the first byte, says whether it speaks of section i
    """
    return np.dtype([("offset", "<u8"), ("patient", "<u8"), ("sections", "u1", (max(1, -(-sections // 8)),))])


class RowTable:
    """The rows of the table while a corpus is written or read through."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}
        self._offsets = array("Q")
        self._patients = array("Q")
        self._spoken: list[int] = []
        self._ids: set[str] = set()

    def add(self, report: PriorReport, offset: int) -> None:
        """Add the report whose line begins at `offset`; raises BundleError if its id is taken."""
        if report.report_id in self._ids:
            raise BundleError("Two reports of the bundle have the same id.", REMEDY)
        self._ids.add(report.report_id)
        spoken = 0
        for sentence in report.sentences:
            spoken |= 1 << self._bits.setdefault(sentence.section, len(self._bits))
        self._offsets.append(offset)
        self._patients.append(key_number(report.patient_key))
        self._spoken.append(spoken)

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections that were met, in the order of their bits."""
        return tuple(self._bits)

    def as_array(self) -> npt.NDArray[np.void]:
        """Return the rows as `row_type` says, shape (count,)."""
        kind = row_type(len(self._bits))
        width = kind["sections"].shape[0]
        rows = np.empty(len(self._spoken), kind)
        rows["offset"], rows["patient"] = self._offsets, self._patients
        spoken = b"".join(spoken.to_bytes(width, "little") for spoken in self._spoken)
        rows["sections"] = np.frombuffer(spoken, np.uint8).reshape(len(rows), width)
        return rows


class PriorReports(Sequence[PriorReport]):
    """The reports of an index, each parsed when it is asked for.

    Parameters
    ----------
    text : bytes-like
        The JSON lines.
    rows : ndarray of `row_type`, shape (count,)
        The table.
    sections : tuple of str
        Names of the table's bits.
    """

    def __init__(self, text: bytes | mmap.mmap, rows: npt.NDArray[np.void], sections: tuple[str, ...]) -> None:
        self._text = text
        self._offsets = np.append(rows["offset"], np.uint64(len(text)))
        self._patients = np.ascontiguousarray(rows["patient"])
        self._bits = rows["sections"]
        self._place = {section: place for place, section in enumerate(sections)}
        self._speaking: dict[str, npt.NDArray[np.bool_]] = {}
        # not a method of this object: a circle would keep the files open after it
        self._derived = lru_cache(_KEPT)(partial(_derive, text, self._offsets))

    @classmethod
    def open(cls, folder: Path, spec: ReportIndexSpec) -> PriorReports:
        """Return the reports in a bundle's folder; without a table every one is parsed once.

        Raises
        ------
        BundleError
            If they are not `spec.count` reports, or the table does not belong to them.
        """
        text = _open_text(folder / spec.reports.file)
        if spec.rows is not None:
            rows, sections = _open_rows(folder / spec.rows.file, spec, len(text)), spec.sections
        else:
            table = RowTable()
            for number, (offset, line) in enumerate(_lines(text), 1):
                table.add(parse_report(line, number), offset)
            rows, sections = table.as_array(), table.sections
            if len(rows) != spec.count:
                raise BundleError(f"The bundle has {len(rows)} reports where {spec.count} belong.", REMEDY)
        return cls(text, rows, sections)

    def __len__(self) -> int:
        return len(self._patients)

    @overload
    def __getitem__(self, row: int) -> PriorReport: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[PriorReport, ...]: ...
    def __getitem__(self, row: int | slice) -> PriorReport | tuple[PriorReport, ...]:
        """Return a report; raises IndexError past the end and BundleError where its line is no report."""
        if isinstance(row, slice):
            return tuple(self[place] for place in range(len(self))[row])
        return self.derived(range(len(self))[row], _itself)

    def __iter__(self) -> Iterator[PriorReport]:
        return (_parse_row(self._text, self._offsets, row) for row in range(len(self)))

    def derived(self, row: int, make: Callable[[PriorReport], T]) -> T:
        """Return what `make` makes of a report; it is kept, so that reports asked for often are read once.

        Parameters
        ----------
        row : int
            Row of the report.
        make : callable
            A function of a module, the same object at each call; what it returns is never changed.
        """
        made: T = self._derived(row, make)
        return made

    def speaking_of(self, section: str) -> npt.NDArray[np.bool_]:
        """Return which reports speak of a section, shape (count,), not to be written to; all for an empty name."""
        if section and section not in self._place:
            return np.zeros(len(self), np.bool_)
        if section not in self._speaking:
            if section:
                byte, bit = divmod(self._place[section], 8)
                self._speaking[section] = (self._bits[:, byte] >> bit & 1).astype(np.bool_)
            else:
                self._speaking[section] = np.ones(len(self), np.bool_)
        return self._speaking[section]

    def rows_of_patients(self, keys: Iterable[str]) -> npt.NDArray[np.intp]:
        """Return the rows of the reports with one of these patient keys, ascending."""
        return np.flatnonzero(np.isin(self._patients, np.array([key_number(key) for key in keys], np.uint64)))


def format_report(report: PriorReport) -> bytes:
    """Return a report as its line of JSON, with the line's end."""
    line = json.dumps(
        {
            "report_id": report.report_id,
            "patient_key": report.patient_key,
            "origin": report.origin.value,
            "sentences": [{"section": s.section, "text": s.text, "concept": s.concept} for s in report.sentences],
            "labels": dict(report.labels),
        },
        ensure_ascii=False,
    )
    return f"{line}\n".encode()


def parse_report(line: bytes, number: int) -> PriorReport:
    """Return the report of a line; raises BundleError, which names its number, if it is none."""
    try:
        return _report_from(json.loads(line))
    except (ValueError, TypeError) as error:
        raise BundleError(f"Report {number} of the bundle is not valid: {error}.", REMEDY) from error


def _open_text(path: Path) -> mmap.mmap | bytes:
    try:
        with path.open("rb") as stream:
            size = stream.seek(0, 2)
            return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
    except OSError as error:
        raise BundleError("The bundle's reports cannot be read.", REMEDY) from error


def _open_rows(path: Path, spec: ReportIndexSpec, size: int) -> npt.NDArray[np.void]:
    wrong = BundleError("The table of the bundle's reports does not belong to them.", REMEDY)
    try:
        rows = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise BundleError("The table of the bundle's reports is not a plain .npy file.", REMEDY) from error
    if not isinstance(rows, np.ndarray) or rows.dtype != row_type(len(spec.sections)) or rows.shape != (spec.count,):
        raise wrong
    offsets = rows["offset"]
    if offsets[0] != 0 or offsets[-1] >= size or not (offsets[1:] > offsets[:-1]).all():
        raise wrong
    return rows


def _lines(text: bytes | mmap.mmap) -> Iterator[tuple[int, bytes]]:
    """Yield where each line begins that is not empty, and the line."""
    begin = 0
    while begin < len(text):
        end = text.find(b"\n", begin)
        end = len(text) if end < 0 else end
        if end > begin:
            yield begin, text[begin:end]
        begin = end + 1


def _parse_row(text: bytes | mmap.mmap, offsets: npt.NDArray[np.uint64], row: int) -> PriorReport:
    begin, end = (int(place) for place in offsets[row : row + 2])
    return parse_report(text[begin:end], row + 1)


def _derive(
    text: bytes | mmap.mmap, offsets: npt.NDArray[np.uint64], row: int, make: Callable[[PriorReport], Any]
) -> Any:
    return make(_parse_row(text, offsets, row))


def _itself(report: PriorReport) -> PriorReport:
    return report


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
