"""The canonical manifest: what a prepared dataset holds, as Parquet tables.

``clips.parquet`` has a row for each clip in the order of the shards, ``reports.parquet`` one for each sentence,
``labels.parquet`` one for each value. ``dataset.json`` tells how the folder was prepared, ``problems.csv`` what could
not be used. ``clips.parquet`` is written last and taken away before a shard changes: a folder that has one is whole.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from deepcoro_desktop.core.bundle.files import write_bytes
from deepcoro_desktop.core.bundle.manifest import PreprocessSpec
from deepcoro_desktop.core.errors import ArgumentError, StorageError
from training.datasets.records import Problem, Split
from training.datasets.shards import ClipRow, StudyRow, index_path, read_index
from training.views_table import read_view_labels

CLIPS_NAME: Final = "clips.parquet"
REPORTS_NAME: Final = "reports.parquet"
LABELS_NAME: Final = "labels.parquet"
PROBLEMS_NAME: Final = "problems.csv"
DATASET_NAME: Final = "dataset.json"
DATASET_VERSION: Final = 1

TRUTH_SOURCE: Final = "truth"
"""Source of the labels that a phantom knows and no archive could: `StudyRecord.truth`."""

_ROW_GROUP: Final = 20_000
_NO_CONTENT: Final = ("shard", "offset", "view_probability")
"""Columns that the data's hash leaves out: where a clip lies, and a figure that varies with the processor."""

CLIPS: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("patient_key", "study_key", "clip_key", "path", "sop_class")),
        ("n_frames", pa.int32()),
        ("fps", pa.float64()),
        *((name, pa.int32()) for name in ("rows", "cols")),
        *((name, pa.string()) for name in ("photometric", "modality", "view")),
        ("view_probability", pa.float32()),
        *((name, pa.string()) for name in ("view_source", "split", "dataset", "licence")),
        *((name, pa.string()) for name in ("manufacturer", "model", "pixel_sha256")),
        ("shard", pa.int32()),
        ("offset", pa.int64()),
    ]
)
REPORTS: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("study_key", "section")),
        ("sentence_index", pa.int32()),
        *((name, pa.string()) for name in ("text", "concept")),
    ]
)
LABELS: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("study_key", "name")),
        ("value", pa.float64()),
        *((name, pa.string()) for name in ("unit", "source")),
    ]
)

_ALL_PARTS: Final = "Run prepare for every part, bring the shards into one folder, then run prepare --finish."

Row = dict[str, Any]


class UnfinishedError(StorageError):
    """The shards are not all there, or not all of this dataset."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """How a folder was prepared."""

    name: str
    licence: str
    adapter: str
    shards: int
    preprocess: PreprocessSpec
    version: int = DATASET_VERSION


@dataclass(frozen=True, slots=True)
class Summary:
    """What a manifest holds."""

    clips: int
    studies: int
    problems: Mapping[str, int]
    """How many of each kind."""


def write_dataset(folder: Path, dataset: Dataset) -> None:
    """Write how a folder is prepared; raises OSError if it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    write_bytes(folder / DATASET_NAME, (json.dumps(dataclasses.asdict(dataset), indent=2) + "\n").encode())


def read_dataset(folder: Path) -> Dataset | None:
    """Return how a folder was prepared, None where it was not.

    Raises
    ------
    StorageError
        If its file is damaged or of a newer version.
    """
    try:
        raw = json.loads((folder / DATASET_NAME).read_text(encoding="utf-8"))
        if raw["version"] > DATASET_VERSION:
            raise StorageError(f"{folder.name} was prepared by a newer version.", "Update the program.")
        return Dataset(**{**raw, "preprocess": PreprocessSpec(**raw["preprocess"])})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StorageError(f"The {DATASET_NAME} of {folder.name} is damaged.", "Prepare the dataset anew.") from error


def remove_manifest(folder: Path) -> None:
    """Take the manifest away before a shard changes, so that nothing trains on what no longer fits."""
    (folder / CLIPS_NAME).unlink(missing_ok=True)


def write_manifest(
    folder: Path, dataset: Dataset, side_of: Mapping[str, Split], problems: Iterable[Problem] = ()
) -> Summary:
    """Write the manifest of complete shards.

    Parameters
    ----------
    folder : Path
        Holds the shards.
    dataset : Dataset
        How it was prepared.
    side_of : mapping of str to Split
        Side of each study by its key: all studies that the dataset has.
    problems : iterable of Problem
        What the adapter and the splitting found; those of the shards are added.

    Raises
    ------
    UnfinishedError
        If a shard is missing, was made with other settings, or they do not hold the studies of `side_of`.
    StorageError
        If a shard is damaged.
    """
    write_dataset(folder, dataset)
    remove_manifest(folder)
    modality = {view.id: view.modality for view in read_view_labels()}
    found = list(problems)
    clips = studies = 0
    with ExitStack() as stack:
        tables = {
            name: stack.enter_context(_Table(folder / name, schema))
            # in the order in which they are put into place, last first
            for name, schema in ((CLIPS_NAME, CLIPS), (REPORTS_NAME, REPORTS), (LABELS_NAME, LABELS))
        }
        for number, study in _studies(folder, dataset, side_of):
            found += [one.problem for one in study.left_out]
            if not study.clips:
                found.append(Problem("study without usable clip", study.study_key, "", "None of its clips is usable."))
                continue
            studies, clips = studies + 1, clips + len(study.clips)
            side = side_of[study.study_key].value
            for clip in study.clips:
                tables[CLIPS_NAME].add(_clip_row(study, clip, number, side, dataset, modality.get(clip.view, "")))
            for row in _report_rows(study):
                tables[REPORTS_NAME].add(row)
            for row in _label_rows(study):
                tables[LABELS_NAME].add(row)
        write_problems(folder, found)
    return Summary(clips, studies, Counter(problem.kind for problem in found))


def write_problems(folder: Path, problems: Iterable[Problem]) -> None:
    """Write problems.csv: kind, study_key, clip_key, reason."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field.name for field in dataclasses.fields(Problem)])
    writer.writerows(dataclasses.astuple(problem) for problem in problems)
    write_bytes(folder / PROBLEMS_NAME, text.getvalue().encode())


def read_table(folder: Path, name: str, columns: list[str] | None = None) -> pa.Table:
    """Return a table of the manifest.

    Raises
    ------
    ArgumentError
        If the folder has no manifest.
    StorageError
        If the table is damaged.
    """
    if not (folder / CLIPS_NAME).exists():
        raise ArgumentError(
            f"There are no prepared clips in {folder.name}.", "Prepare the data first, to the end: prepare --finish."
        )
    try:
        return pq.read_table(folder / name, columns=columns, memory_map=True)
    except (OSError, pa.ArrowException) as error:
        raise StorageError(f"The table {name} of {folder.name} is damaged.", "Run prepare again.") from error


def data_hash(folder: Path) -> str:
    """Return the SHA-256 over the manifest's rows, which name the pixels' own hashes, 64 hex digits.

    Two folders with the same hash hold the same clips, reports, labels and splits in the same order.
    """
    digest = hashlib.sha256()
    options = pyarrow.csv.WriteOptions(quoting_style="all_valid")
    for name in (CLIPS_NAME, REPORTS_NAME, LABELS_NAME):
        table = read_table(folder, name)
        table = table.select([column for column in table.column_names if column not in _NO_CONTENT])
        with pa.PythonFile(_HashSink(digest), mode="w") as sink:
            pyarrow.csv.write_csv(table, sink, options)
    return digest.hexdigest()


class _HashSink(io.RawIOBase):
    """A file that is hashed and not kept."""

    def __init__(self, digest: Any) -> None:
        super().__init__()
        self._digest = digest

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._digest.update(data)
        return len(data)


class _Table:
    """A Parquet file that is written in groups of rows and put into place as a whole."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._path, self._schema = path, schema
        self._partial = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        self._rows: list[Row] = []

    def __enter__(self) -> _Table:
        self._file = self._partial.open("wb")
        self._writer = pq.ParquetWriter(self._file, self._schema, compression="zstd")
        return self

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) >= _ROW_GROUP:
            self._flush()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            with self._file:
                if kind is None:
                    self._flush()
                self._writer.close()
                self._file.flush()
                os.fsync(self._file.fileno())
            if kind is None:
                self._partial.replace(self._path)
        finally:
            self._partial.unlink(missing_ok=True)

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, self._schema))
            self._rows = []


def _studies(folder: Path, dataset: Dataset, wanted: Mapping[str, Split]) -> Iterator[tuple[int, StudyRow]]:
    """Yield shard and study, all of those wanted and no other."""
    seen = 0
    for number in range(dataset.shards):
        if not index_path(folder, number).exists():
            raise UnfinishedError(f"Shard {number} of {dataset.shards} is missing.", _ALL_PARTS)
        spec, studies = read_index(index_path(folder, number))
        if spec != dataset.preprocess:
            raise UnfinishedError(f"Shard {number} was prepared with other settings.", _ALL_PARTS)
        for study in studies:
            if study.study_key not in wanted:
                raise UnfinishedError(f"Shard {number} holds a study that the dataset no longer has.", _ALL_PARTS)
            seen += 1
            yield number, study
    if seen < len(wanted):
        raise UnfinishedError(f"The shards hold {seen} of the dataset's {len(wanted)} studies.", _ALL_PARTS)


def _clip_row(study: StudyRow, clip: ClipRow, number: int, side: str, dataset: Dataset, modality: str) -> Row:
    row = dataclasses.asdict(clip)
    del row["fingerprint"]
    return {
        **row,
        "view_source": clip.view_source.value,
        "patient_key": study.patient_key,
        "study_key": study.study_key,
        "modality": modality,
        "split": side,
        "dataset": dataset.name,
        "licence": dataset.licence,
        "shard": number,
    }


def _report_rows(study: StudyRow) -> Iterator[Row]:
    for index, sentence in enumerate(study.sentences):
        yield {"study_key": study.study_key, "sentence_index": index, **dataclasses.asdict(sentence)}


def _label_rows(study: StudyRow) -> Iterator[Row]:
    for label in study.labels:
        yield {"study_key": study.study_key, **dataclasses.asdict(label)}
    for name, value in study.truth.items():
        yield {"study_key": study.study_key, "name": name, "value": value, "unit": "", "source": TRUTH_SOURCE}
