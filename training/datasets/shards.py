"""Shards: uncompressed tars of prepared clips, as webdataset reads them, each with an index of byte offsets beside it.

``shard-00003.tar`` holds ``<sample>.npy`` (uint8, shape (T, H, W, 3)) and ``<sample>.json`` (its row of the index) for
each clip. ``shard-00003.jsonl`` is the index: a line for the shard, then a line for each study with its report, labels
and clips. A shard is complete when its index is there. `training.datasets.shard_writer` writes both.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import mmap
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.manifest import PreprocessSpec
from deepcoro_desktop.core.errors import StorageError
from training.datasets.records import Label, Problem, SourceSentence, Split, ViewSource

Clip = npt.NDArray[np.uint8]

INDEX_VERSION: Final = 1
_MOST_MAPS: Final = 256
"""Shards kept open: each takes a file descriptor, of which a process may have about 1000."""


@dataclass(frozen=True, slots=True)
class ClipRow:
    """One prepared clip, as the index holds it."""

    clip_key: str
    fingerprint: str
    """Hash of the file's name, size and time and of the settings: the same means the same pixels."""
    path: str
    """Below the dataset's root, with slashes; empty for a clip that was rendered."""
    sop_class: str
    n_frames: int
    """Of the file; 0 where the clip was rendered at the tensor's length."""
    fps: float | None
    rows: int
    cols: int
    photometric: str
    manufacturer: str
    model: str
    view: str
    view_probability: float | None
    """The classifier's; None where the archive says the view, or nobody does."""
    view_source: ViewSource
    pixel_sha256: str = ""
    """SHA-256 of the tensor."""
    offset: int = -1
    """Of the .npy file inside the tar, bytes."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A clip that could not be used, so that it is not tried again before its file changes."""

    fingerprint: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class StudyRow:
    """One finished study, as a line of the index."""

    study_key: str
    patient_key: str
    digest: str
    """Hash of everything that the study was made from."""
    split: Split | None
    sentences: tuple[SourceSentence, ...]
    labels: tuple[Label, ...]
    truth: dict[str, float]
    clips: tuple[ClipRow, ...]
    left_out: tuple[LeftOut, ...]
    end: int
    """Bytes of the tar up to the end of this study."""


def tar_path(folder: Path, number: int) -> Path:
    """Return where a shard's clips are."""
    return folder / f"shard-{number:05d}.tar"


def index_path(folder: Path, number: int) -> Path:
    """Return where a shard's index is."""
    return folder / f"shard-{number:05d}.jsonl"


def sample_key(study_key: str, clip_key: str) -> str:
    """Return the name of a clip's files in the tar: 32 hex digits, for webdataset cuts names at their first dot."""
    return hashlib.sha256(f"{study_key}\0{clip_key}".encode()).hexdigest()[:32]


def clip_shape(spec: PreprocessSpec) -> tuple[int, int, int, int]:
    """Return the shape of every clip, (T, H, W, 3)."""
    return spec.frames, spec.size, spec.size, 3


def index_head(spec: PreprocessSpec) -> str:
    """Return an index's first line."""
    return json.dumps({"version": INDEX_VERSION, "preprocess": dataclasses.asdict(spec)}) + "\n"


def encode_study(row: StudyRow) -> str:
    """Return a study's line of the index."""
    raw = dataclasses.asdict(row)
    raw["split"] = row.split.value if row.split else None
    for clip, of in zip(raw["clips"], row.clips, strict=True):
        clip["view_source"] = of.view_source.value
    return json.dumps(raw, ensure_ascii=False) + "\n"


def decode_study(line: str | bytes) -> StudyRow:
    """Return the study of a line; raises ValueError, KeyError or TypeError where it is none."""
    raw: dict[str, Any] = json.loads(line)
    raw["split"] = Split(raw["split"]) if raw["split"] else None
    raw["sentences"] = tuple(SourceSentence(**one) for one in raw["sentences"])
    raw["labels"] = tuple(Label(**one) for one in raw["labels"])
    raw["clips"] = tuple(ClipRow(**{**one, "view_source": ViewSource(one["view_source"])}) for one in raw["clips"])
    raw["left_out"] = tuple(LeftOut(one["fingerprint"], Problem(**one["problem"])) for one in raw["left_out"])
    return StudyRow(**raw)


def read_index(path: Path) -> tuple[PreprocessSpec, list[StudyRow]]:
    """Return a shard's preprocessing and its studies.

    Raises
    ------
    StorageError
        If the index is missing, damaged or of a newer version.
    """
    try:
        head, *lines = path.read_bytes().splitlines()  # of bytes: a text may hold other line separators
        raw = json.loads(head)
        if raw["version"] > INDEX_VERSION:
            raise StorageError(f"The shard {path.stem} was written by a newer version.", "Update the program.")
        return PreprocessSpec(**raw["preprocess"]), [decode_study(line) for line in lines]
    except OSError as error:
        raise StorageError(
            f"The index {path.name} cannot be read.", "Copy the whole folder, or run prepare again."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> StorageError:
    return StorageError(f"The shard {path.stem} is damaged.", "Delete its two files and run prepare again.")


def npy_head(shape: tuple[int, ...]) -> bytes:
    """Return how a .npy file of uint8 begins."""
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(head, {"descr": "|u1", "fortran_order": False, "shape": shape})
    return head.getvalue()


class ShardPixels:
    """Random access to the clips of a folder of shards, through memory maps that are opened when first needed.

    Parameters
    ----------
    folder : Path
        Holds the shards.
    shape : tuple of int
        Of every clip, (T, H, W, 3).
    """

    def __init__(self, folder: Path, shape: tuple[int, int, int, int]) -> None:
        self.shape = shape
        self._folder = folder
        self._head = npy_head(shape)
        self._length = int(np.prod(shape))
        self._maps: dict[int, mmap.mmap] = {}

    def __reduce__(self) -> tuple[type[ShardPixels], tuple[Path, tuple[int, int, int, int]]]:
        """Return how another process opens the same shards: maps are not handed over."""
        return ShardPixels, (self._folder, self.shape)

    def clip(self, number: int, offset: int) -> Clip:
        """Return a clip without copying it.

        Parameters
        ----------
        number : int
            Shard.
        offset : int
            Of the clip's .npy file, bytes.

        Returns
        -------
        ndarray of uint8, shape (T, H, W, 3)
            Read-only.

        Raises
        ------
        StorageError
            If the shard is missing or holds no such clip there.
        """
        view = self._maps.get(number) or self._open(number)
        start = offset + len(self._head)
        if view[offset:start] != self._head or start + self._length > len(view):
            raise _damaged(tar_path(self._folder, number))
        return np.frombuffer(view, np.uint8, self._length, start).reshape(self.shape)

    def _open(self, number: int) -> mmap.mmap:
        path = tar_path(self._folder, number)
        try:
            with path.open("rb") as file:
                view = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:  # ValueError: an empty file
            raise StorageError(
                f"The shard {path.stem} is missing or cannot be read.", "Copy the whole folder, or run prepare again."
            ) from error
        while len(self._maps) >= _MOST_MAPS:  # a map lives on until nothing looks at it any more
            self._maps.pop(next(iter(self._maps)), None)
        self._maps[number] = view
        return view
