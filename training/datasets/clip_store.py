"""The prepared clips of a folder, read by place: a manifest of what there is, and shards mapped into memory."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from deepcoro_desktop.core.errors import ArgumentError
from training.datasets.manifest import (
    CLIPS_NAME,
    LABELS_NAME,
    REPORTS_NAME,
    TRUTH_SOURCE,
    read_dataset,
    read_table,
)
from training.datasets.records import Split
from training.datasets.shards import ShardPixels, clip_shape

Clips = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a study's report."""

    section: str
    text: str
    concept: str | None


@dataclass(frozen=True, slots=True)
class StudyRecord:
    """What is known of one study."""

    study_id: str
    patient_id: str
    sentences: tuple[Sentence, ...]
    labels: dict[str, float]
    """Phenotypes of the report index: 0 or 1, or a number ("ef")."""
    truth: dict[str, float]
    """Everything that the phantom knows, for the warm start; empty for real studies."""


class ClipStore:
    """The clips of a prepared dataset, or of one side of it, in the order of the manifest.

    Parameters
    ----------
    folder : Path
        What `prepare` wrote.
    views : sequence of str
        View ids, in the order of a model's columns.
    split : Split, optional
        The side; all of them where left out.

    Attributes
    ----------
    studies : list of StudyRecord
    study_of : ndarray of int64, shape (clips,)
        Place in `studies`.
    view_of : ndarray of int64, shape (clips,)
        Place in the given views, -1 where unknown.
    clips_of : list of ndarray of int64
        Clips of each study.
    keys : list of str
        Clip keys.
    modality_of : ndarray of str, shape (clips,)
        2d, color, pw, cw, tdi or mmode by the view's row in resources/views.csv; empty where the view is unknown.
    fps_of : ndarray of float64, shape (clips,)
        Frames per second, NaN where unknown and for stills.

    Raises
    ------
    ArgumentError
        If the folder holds no finished manifest, or the side no clips.
    StorageError
        If its files are damaged.
    """

    def __init__(self, folder: Path, views: Sequence[str], split: Split | None = None) -> None:
        columns = ["study_key", "patient_key", "clip_key", "view", "modality", "fps", "split", "shard", "offset"]
        table = read_table(folder, CLIPS_NAME, columns)
        dataset = read_dataset(folder)
        if split is not None:
            table = table.filter(pc.equal(table["split"], split.value))
        if dataset is None or not len(table):
            side = f" for {split.value}" if split else ""
            raise ArgumentError(f"There are no prepared clips{side} in {folder.name}.", "Prepare the data first.")
        self._pixels = ShardPixels(folder, clip_shape(dataset.preprocess))
        self._shard_of = np.asarray(table["shard"], np.int64)
        self._offset_of = np.asarray(table["offset"], np.int64)
        place = {view: index for index, view in enumerate(views)}
        self.keys: list[str] = table["clip_key"].to_pylist()
        self.view_of = np.asarray([place.get(view, -1) for view in _shared(table["view"])], np.int64)
        self.modality_of = np.asarray(_shared(table["modality"]))
        self.fps_of = np.asarray(pc.fill_null(table["fps"], np.nan), np.float64)
        studies = table["study_key"].combine_chunks().dictionary_encode()
        self.study_of = np.asarray(studies.indices, np.int64)
        self.clips_of = _runs(self.study_of, len(studies.dictionary))
        patients = table["patient_key"].take([int(clips[0]) for clips in self.clips_of]).to_pylist()
        self.studies = _records(folder, studies.dictionary.to_pylist(), patients)

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def clip_shape(self) -> tuple[int, ...]:
        """(T, H, W, 3)."""
        return self._pixels.shape

    def first_studies(self, count: int) -> ClipStore:
        """Return the store of the first studies alone; the pictures are shared."""
        return self._only(np.arange(min(count, len(self.studies))))

    def with_reports(self) -> ClipStore:
        """Return the store of the studies that have a report; the pictures are shared.

        Raises
        ------
        ArgumentError
            If there is none.
        """
        places = np.asarray([place for place, study in enumerate(self.studies) if study.sentences], np.int64)
        if not len(places):
            raise ArgumentError("None of the prepared studies has a report.", "Give reports, or train views alone.")
        return self._only(places)

    def _only(self, places: npt.NDArray[np.int64]) -> ClipStore:
        part = copy.copy(self)
        clips = np.flatnonzero(np.isin(self.study_of, places))
        part.studies = [self.studies[place] for place in places]
        part.keys = [self.keys[clip] for clip in clips]
        part.study_of = np.searchsorted(places, self.study_of[clips])
        part.clips_of = _runs(part.study_of, len(places))
        for name in ("_shard_of", "_offset_of", "view_of", "modality_of", "fps_of"):
            setattr(part, name, getattr(self, name)[clips])
        return part

    def read(self, clips: npt.NDArray[np.int64] | Sequence[int]) -> Clips:
        """Return a copy of the clips, (n, T, H, W, 3)."""
        out = np.empty((len(clips), *self.clip_shape), np.uint8)
        for place, clip in enumerate(clips):
            out[place] = self._view(clip)
        return out

    def read_frames(self, clips: npt.NDArray[np.int64], frames: npt.NDArray[np.int64]) -> Clips:
        """Return one frame of each clip, (n, H, W, 3)."""
        out = np.empty((len(clips), *self.clip_shape[1:]), np.uint8)
        for place, (clip, frame) in enumerate(zip(clips, frames, strict=True)):
            out[place] = self._view(clip)[frame]
        return out

    def _view(self, clip: int | np.int64) -> Clips:
        return self._pixels.clip(int(self._shard_of[clip]), int(self._offset_of[clip]))


def _shared(column: pa.ChunkedArray) -> list[str]:
    """Return the texts of a column, each different one once in memory."""
    encoded = column.combine_chunks().dictionary_encode()
    texts = [*encoded.dictionary.to_pylist(), None]
    return [texts[index] for index in pc.fill_null(encoded.indices, -1).to_pylist()]


def _runs(study_of: npt.NDArray[np.int64], studies: int) -> list[npt.NDArray[np.int64]]:
    """Return the clips of each study; a study's clips follow each other."""
    edges = np.searchsorted(study_of, np.arange(studies + 1))
    return [np.arange(begin, end) for begin, end in pairwise(edges)]


def _records(folder: Path, keys: list[str], patients: list[str]) -> list[StudyRecord]:
    place = {key: index for index, key in enumerate(keys)}
    sentences: list[list[Sentence]] = [[] for _ in keys]
    labels: list[dict[str, float]] = [{} for _ in keys]
    truth: list[dict[str, float]] = [{} for _ in keys]
    table = read_table(folder, REPORTS_NAME)
    columns = (_shared(table[name]) for name in ("study_key", "section", "text", "concept"))
    for key, section, text, concept in zip(*columns, strict=True):
        if (study := place.get(key)) is not None:
            sentences[study].append(Sentence(section, text, concept))
    table = read_table(folder, LABELS_NAME)
    columns = (_shared(table[name]) for name in ("study_key", "name", "source"))
    for key, name, source, value in zip(*columns, table["value"].to_pylist(), strict=True):
        if (study := place.get(key)) is not None:
            (truth if source == TRUTH_SOURCE else labels)[study][name] = value
    return [
        StudyRecord(key, patient, tuple(sentences[index]), labels[index], truth[index])
        for index, (key, patient) in enumerate(zip(keys, patients, strict=True))
    ]
