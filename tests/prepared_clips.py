"""Prepared clips for tests: any pictures, views and records as a folder that `ClipStore` reads."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.manifest import PreprocessSpec
from training.config import InputConfig
from training.datasets.clip_store import StudyRecord
from training.datasets.manifest import Dataset, write_manifest
from training.datasets.media import Media
from training.datasets.records import Label, SourceClip, SourceSentence, SourceStudy, Split
from training.datasets.shard_writer import MadeClip, WantedStudy
from training.datasets.shard_writer import write_shard as write_wanted
from training.datasets.shards import index_path, read_index


@dataclass(frozen=True, slots=True)
class Shard:
    """Clips of a few studies, to be written together."""

    clips: npt.NDArray[np.uint8]
    """uint8, shape (n, T, H, H, 3), RGB."""
    views: Sequence[str]
    """View id of each clip, empty string where it is not known."""
    studies: Sequence[int]
    """Place in `records` of each clip's study, rising."""
    records: Sequence[StudyRecord]
    splits: Sequence[Split] = ()
    """Side of each study; training where left out."""
    fps: float | None = 30.0


def write_shard(folder: Path, number: int, shard: Shard) -> None:
    """Write shard `number` (the ones before are there) and the manifest of all so far."""
    _, frames, size = shard.clips.shape[:3]
    spec = InputConfig(frames=frames, stride=1, size=size).preprocess()
    wanted = [_wanted(shard, place) for place in range(len(shard.records))]
    made = dict(zip((clip.clip_key for one in wanted for clip in one.source.clips), shard.clips, strict=True))

    def make(_study: SourceStudy, clip: SourceClip) -> MadeClip:
        return MadeClip(media(made[clip.clip_key], shard.fps))

    write_wanted(folder, number, spec, wanted, make)
    write_store(folder, spec, number + 1)


def write_store(folder: Path, spec: PreprocessSpec, shards: int) -> None:
    """Write the manifest of shards whose studies name their sides."""
    rows = [row for number in range(shards) for row in read_index(index_path(folder, number))[1]]
    sides = {row.study_key: row.split or Split.TRAIN for row in rows}
    write_manifest(folder, Dataset("test", "MIT", "test", shards, spec), sides)


def media(tensor: npt.NDArray[np.uint8], fps: float | None = 30.0) -> Media:
    """Return a prepared clip as if it came from a file."""
    return Media(tensor, len(tensor), fps, *tensor.shape[1:3], "RGB", manufacturer="Test", model="One")


def _wanted(shard: Shard, place: int) -> WantedStudy:
    record = shard.records[place]
    own = [row for row, study in enumerate(shard.studies) if study == place]
    clips = tuple(SourceClip(f"{record.study_id}-{row}", Path(), shard.views[row]) for row in own)
    source = SourceStudy(
        record.study_id,
        record.patient_id,
        clips,
        tuple(SourceSentence(one.section, one.text, one.concept) for one in record.sentences),
        tuple(Label(name, value) for name, value in record.labels.items()),
        shard.splits[place] if shard.splits else None,
        dict(record.truth),
    )
    pixels = [hashlib.sha256(np.ascontiguousarray(shard.clips[row])).hexdigest() for row in own]
    return WantedStudy(source, tuple(f"{clip.clip_key} {digest}" for clip, digest in zip(clips, pixels, strict=True)))
