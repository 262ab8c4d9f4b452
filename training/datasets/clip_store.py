"""Prepared clips on disk: uint8 shards that are mapped into memory, with one index line a clip and one a study.

A shard is complete when its index exists: the pictures are written first, the index last, each by a rename. What an
interruption leaves behind is written again.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.errors import ArgumentError
from training.views_table import read_view_labels

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


@dataclass(frozen=True, slots=True)
class Shard:
    """Clips of a few studies, to be written together."""

    clips: Clips
    """uint8, shape (n, T, H, W, 3), RGB."""
    views: tuple[str, ...]
    """View id of each clip, empty string where it is not known."""
    studies: tuple[int, ...]
    """Place in `records` of each clip's study."""
    records: tuple[StudyRecord, ...]


def shard_done(folder: Path, number: int) -> bool:
    """Return whether a shard is complete."""
    return _index_path(folder, number).exists()


def write_shard(folder: Path, number: int, shard: Shard) -> None:
    """Write a shard: pictures, then index."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = _pictures_path(folder, number)
    partial = pictures.with_suffix(".partial")
    with partial.open("wb") as file:
        np.save(file, np.ascontiguousarray(shard.clips), allow_pickle=False)
    partial.replace(pictures)
    index = {
        "version": 1,
        "views": shard.views,
        "studies": shard.studies,
        "records": [_encode(record) for record in shard.records],
    }
    path = _index_path(folder, number)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(index), encoding="utf-8")
    partial.replace(path)


class ClipStore:
    """All complete shards of a folder.

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
        Unique key of each clip.
    modality_of : ndarray of str, shape (clips,)
        2d, color, pw, cw, tdi, mmode, or empty where it is not known.
    """

    def __init__(self, folder: Path, views: Sequence[str], split: str | None = None) -> None:
        paths = sorted(folder.glob("shard_*.json"))
        if not paths:
            raise ArgumentError(f"There are no prepared clips in {folder.name}.", "Prepare the data first.")
        place = {view: index for index, view in enumerate(views)}
        self.studies: list[StudyRecord] = []
        self._pictures: list[Clips] = []
        shard_of, row_of, study_of, view_of = [], [], [], []
        self.keys: list[str] = []
        known = {label.id: label.modality for label in read_view_labels()}
        modality_of = []
        for path in paths:
            index = json.loads(path.read_text(encoding="utf-8"))
            pictures = np.load(path.with_suffix(".npy"), mmap_mode="r", allow_pickle=False)
            for row, (view, study) in enumerate(zip(index["views"], index["studies"], strict=True)):
                shard_of.append(len(self._pictures))
                row_of.append(row)
                study_of.append(len(self.studies) + study)
                view_of.append(place.get(view, -1))
                self.keys.append(f"{path.stem}/{row}")
                modality_of.append(known.get(view, ""))
            self.studies += [_decode(record) for record in index["records"]]
            self._pictures.append(pictures)
        self._shard_of = np.asarray(shard_of)
        self._row_of = np.asarray(row_of)
        self.study_of = np.asarray(study_of, np.int64)
        self.view_of = np.asarray(view_of, np.int64)
        self.modality_of = np.asarray(modality_of)
        self.clips_of = [np.flatnonzero(self.study_of == study) for study in range(len(self.studies))]

    def __len__(self) -> int:
        return len(self._row_of)

    @property
    def clip_shape(self) -> tuple[int, ...]:
        """(T, H, W, 3)."""
        return tuple(self._pictures[0].shape[1:])

    def first_studies(self, count: int) -> ClipStore:
        """Return the store of the first studies alone; the pictures are shared."""
        part = copy.copy(self)
        kept = self.study_of < count
        if not (np.diff(self.study_of) >= 0).all():
            raise ArgumentError("The prepared clips are not in the order of their studies.", "Prepare the data again.")
        part.studies = self.studies[:count]
        part._shard_of, part._row_of = self._shard_of[kept], self._row_of[kept]
        part.study_of, part.view_of = self.study_of[kept], self.view_of[kept]
        part.clips_of = self.clips_of[:count]
        part.modality_of = self.modality_of[kept]
        part.keys = [key for key, keep in zip(self.keys, kept, strict=True) if keep]
        return part

    def read(self, clips: npt.NDArray[np.int64] | Sequence[int]) -> Clips:
        """Return a copy of the clips, (n, T, H, W, 3)."""
        out = np.empty((len(clips), *self.clip_shape), np.uint8)
        for place, clip in enumerate(clips):
            out[place] = self._pictures[self._shard_of[clip]][self._row_of[clip]]
        return out

    def read_frames(self, clips: npt.NDArray[np.int64], frames: npt.NDArray[np.int64]) -> Clips:
        """Return one frame of each clip, (n, H, W, 3)."""
        out = np.empty((len(clips), *self.clip_shape[1:]), np.uint8)
        for place, (clip, frame) in enumerate(zip(clips, frames, strict=True)):
            out[place] = self._pictures[self._shard_of[clip]][self._row_of[clip], frame]
        return out


def _pictures_path(folder: Path, number: int) -> Path:
    return folder / f"shard_{number:05d}.npy"


def _index_path(folder: Path, number: int) -> Path:
    return folder / f"shard_{number:05d}.json"


def _encode(record: StudyRecord) -> dict[str, Any]:
    sentences = [[sentence.section, sentence.text, sentence.concept] for sentence in record.sentences]
    return {
        "study_id": record.study_id,
        "patient_id": record.patient_id,
        "sentences": sentences,
        "labels": record.labels,
        "truth": record.truth,
    }


def _decode(raw: dict[str, Any]) -> StudyRecord:
    sentences = tuple(Sentence(section, text, concept) for section, text, concept in raw["sentences"])
    return StudyRecord(raw["study_id"], raw["patient_id"], sentences, raw["labels"], raw["truth"])
