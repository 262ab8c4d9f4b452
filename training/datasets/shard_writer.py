"""Writing a shard study by study: what is killed goes on, what has not changed is not decoded again.

While a shard is written its files carry ``.part`` behind their names. Clips go to the tar first; a study is finished
when its line is in the index, on the disk. The next run keeps the finished studies and writes on behind them.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import tarfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final

import numpy as np

from deepcoro_desktop.core.bundle.manifest import PreprocessSpec
from deepcoro_desktop.core.errors import StorageError
from training.datasets.media import Media
from training.datasets.records import Problem, SourceClip, SourceStudy, ViewSource
from training.datasets.shards import (
    Clip,
    ClipRow,
    LeftOut,
    ShardPixels,
    StudyRow,
    clip_shape,
    decode_study,
    encode_study,
    index_head,
    index_path,
    npy_head,
    read_index,
    sample_key,
    tar_path,
)

_BLOCK: Final = 512
_END_OF_TAR: Final = bytes(2 * _BLOCK)
"""POSIX.1-2001, pax, ustar Interchange Format."""


@dataclass(frozen=True, slots=True)
class WantedStudy:
    """A study as the archive holds it, and what tells whether its clips have changed."""

    source: SourceStudy
    fingerprints: tuple[str, ...]
    """Of each clip of `source.clips`: the same fingerprint means the same pixels."""

    @property
    def digest(self) -> str:
        """Hash of everything that the study is made from."""
        source = self.source
        told = [
            *(source.study_key, source.patient_key, source.split.value if source.split else None, source.truth),
            [dataclasses.astuple(sentence) for sentence in source.sentences],
            [dataclasses.astuple(label) for label in source.labels],
            [(clip.clip_key, clip.view) for clip in source.clips],
            self.fingerprints,
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class MadeClip:
    """A clip as it comes from its file or the renderer."""

    media: Media
    path: str = ""
    """Below the dataset's root."""
    guessed_view: tuple[str, float] | None = None
    """The classifier's best view and its probability, where the archive names none."""


Make = Callable[[SourceStudy, SourceClip], MadeClip | Problem]
"""Returns a clip of a study, or why it cannot be used."""


def is_complete(folder: Path, number: int) -> bool:
    """Return whether a shard is there as a whole."""
    return index_path(folder, number).exists()


def is_current(folder: Path, number: int, spec: PreprocessSpec, wanted: Sequence[WantedStudy]) -> bool:
    """Return whether a shard is there and was made from exactly these studies."""
    if not is_complete(folder, number):
        return False
    found, rows = read_index(index_path(folder, number))
    return found == spec and [row.digest for row in rows] == [study.digest for study in wanted]


def write_shard(
    folder: Path,
    number: int,
    spec: PreprocessSpec,
    wanted: Sequence[WantedStudy],
    make: Make,
    on_study: Callable[[], object] = lambda: None,
) -> None:
    """Write a shard, or go on with one that was begun.

    One clip is in memory at a time. Clips of the shard that was there before are copied where their fingerprint is the
    same.

    Parameters
    ----------
    folder : Path
        Holds all shards; made where it does not exist.
    number : int
        Which one.
    spec : PreprocessSpec
        What `make` prepares clips with.
    wanted : sequence of WantedStudy
        The shard's studies, in order.
    make : callable
        Makes a clip.
    on_study : callable
        Told after each study.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = _Before(folder, number, spec)
    with _Writer(folder, number, spec, wanted) as writer:
        for place, study in enumerate(wanted):
            if place >= writer.kept:
                writer.write(study, make, before)
            on_study()
        writer.finish()


class _Before:
    """What the shard held that is about to be replaced."""

    def __init__(self, folder: Path, number: int, spec: PreprocessSpec) -> None:
        self._number = number
        self._pixels = ShardPixels(folder, clip_shape(spec))
        self._clips: dict[str, ClipRow] = {}
        self._left_out: dict[str, LeftOut] = {}
        with suppress(StorageError):
            made_with, studies = read_index(index_path(folder, number))
            for study in studies:
                if made_with == spec:
                    self._clips |= {clip.fingerprint: clip for clip in study.clips}
                    self._left_out |= {clip.fingerprint: clip for clip in study.left_out}

    def left_out(self, fingerprint: str) -> LeftOut | None:
        """Return why a clip could not be used then, None where it was not so."""
        return self._left_out.get(fingerprint)

    def clip(self, fingerprint: str) -> tuple[ClipRow, Clip] | None:
        """Return a clip, None where the shard does not hold it or not as its index says."""
        row = self._clips.get(fingerprint)
        if row is not None:
            with suppress(StorageError):
                pixels = self._pixels.clip(self._number, row.offset)
                if hashlib.sha256(pixels.data).hexdigest() == row.pixel_sha256:
                    return row, pixels
        return None


class _Writer:
    """The two files of a shard while they are written."""

    def __init__(self, folder: Path, number: int, spec: PreprocessSpec, wanted: Sequence[WantedStudy]) -> None:
        self._paths = tar_path(folder, number), index_path(folder, number)
        self._parts = tuple(path.with_name(f"{path.name}.part") for path in self._paths)
        self._tar, self._index = (part.open("r+b" if part.exists() else "w+b") for part in self._parts)
        self.kept = self._keep(index_head(spec).encode(), wanted)

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._tar.close()
        self._index.close()

    def _keep(self, head: bytes, wanted: Sequence[WantedStudy]) -> int:
        """Cut both files behind the last finished study that is still as it was; return how many are kept."""
        kept, index_end, tar_end = 0, len(head), 0
        tar_length = self._tar.seek(0, os.SEEK_END)
        if self._index.readline() == head:
            for study, line in zip(wanted, self._index, strict=False):
                with suppress(ValueError, KeyError, TypeError):  # the last line may be torn
                    row = decode_study(line)
                    if line.endswith(b"\n") and row.digest == study.digest and row.end <= tar_length:
                        kept, index_end, tar_end = kept + 1, index_end + len(line), row.end
                        continue
                break
        else:
            self._index.seek(0)
            self._index.write(head)
        for file, end in ((self._index, index_end), (self._tar, tar_end)):
            file.seek(end)
            file.truncate()
        return kept

    def write(self, study: WantedStudy, make: Make, before: _Before) -> None:
        """Write a study behind those that are written."""
        source = study.source
        clips: list[ClipRow] = []
        left_out: list[LeftOut] = []
        for clip, fingerprint in zip(source.clips, study.fingerprints, strict=True):
            out = before.left_out(fingerprint)
            found = None if out else before.clip(fingerprint)
            if out is None and found is None:
                made = make(source, clip)
                if isinstance(made, Problem):
                    out = LeftOut(fingerprint, made)
                else:
                    found = _row(clip.clip_key, fingerprint, made), made.media.tensor
            if out is not None:
                left_out.append(out)
            elif found is not None:
                clips.append(self._add_clip(source, _with_archive_view(found[0], clip), found[1]))
        _sync(self._tar)
        row = StudyRow(
            source.study_key,
            source.patient_key,
            study.digest,
            source.split,
            source.sentences,
            source.labels,
            source.truth,
            tuple(clips),
            tuple(left_out),
            self._tar.tell(),
        )
        self._index.write(encode_study(row).encode())
        _sync(self._index)

    def finish(self) -> None:
        """Put the shard into place; its index comes last."""
        self._tar.write(_END_OF_TAR)
        _sync(self._tar)
        _sync(self._index)
        self._paths[1].unlink(missing_ok=True)  # it describes the tar that goes now
        for part, path in zip(self._parts, self._paths, strict=True):
            part.replace(path)

    def _add_clip(self, source: SourceStudy, row: ClipRow, tensor: Clip) -> ClipRow:
        pixels = np.ascontiguousarray(tensor)
        digest = hashlib.sha256(pixels.data).hexdigest()
        row = dataclasses.replace(row, offset=self._tar.tell() + _BLOCK, pixel_sha256=digest)
        known = {"study_key": source.study_key, "patient_key": source.patient_key, **dataclasses.asdict(row)}
        known["view_source"] = row.view_source.value
        del known["offset"], known["fingerprint"]
        name = sample_key(source.study_key, row.clip_key)
        self._add_file(f"{name}.npy", npy_head(pixels.shape), pixels.tobytes())
        self._add_file(f"{name}.json", json.dumps(known, ensure_ascii=False).encode())
        return row

    def _add_file(self, name: str, *parts: bytes) -> None:
        info = tarfile.TarInfo(name)  # its defaults name no owner and no time: the same clips give the same bytes
        info.size = sum(len(part) for part in parts)
        self._tar.write(info.tobuf(tarfile.USTAR_FORMAT))
        for part in parts:
            self._tar.write(part)
        self._tar.write(bytes(-info.size % _BLOCK))


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _row(clip_key: str, fingerprint: str, made: MadeClip) -> ClipRow:
    media = made.media
    view, probability = made.guessed_view or ("", None)
    return ClipRow(
        clip_key=clip_key,
        fingerprint=fingerprint,
        path=made.path,
        sop_class=media.sop_class,
        n_frames=media.n_frames,
        fps=media.fps,
        rows=media.rows,
        cols=media.cols,
        photometric=media.photometric,
        manufacturer=media.manufacturer,
        model=media.model,
        view=view,
        view_probability=probability,
        view_source=ViewSource.CLASSIFIER if view else ViewSource.UNKNOWN,
    )


def _with_archive_view(row: ClipRow, clip: SourceClip) -> ClipRow:
    """Return the row with the view that the archive names now; a view that it no longer names is unknown."""
    if clip.view:
        return dataclasses.replace(row, view=clip.view, view_probability=None, view_source=ViewSource.ARCHIVE)
    if row.view_source is ViewSource.ARCHIVE:
        return dataclasses.replace(row, view="", view_probability=None, view_source=ViewSource.UNKNOWN)
    return row
