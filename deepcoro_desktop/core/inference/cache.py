"""View probabilities and embeddings of clips on disk, by SOP Instance UID, what the clip is made from, and bundle.

A key needs no decoding, so a study that was analysed before is analysed again without its pixels. Where its files have
lain still since, they are not even read.
"""

from __future__ import annotations

import hashlib
import logging
import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.files import write_bytes
from deepcoro_desktop.core.clock import Clock, utc_now
from deepcoro_desktop.core.dicom.files import settled_state
from deepcoro_desktop.core.study import ClipSource

logger = logging.getLogger(__name__)

_VERSION: Final = 3
"""Part of every entry's key: an entry of another version is simply not found."""
SUFFIX: Final = ".clip"
_DIGEST: Final = 32
_LENGTHS: Final = struct.Struct("<2I")
_MOST: Final = 1024
"""Entries in each of the 256 folders, two for a clip: together 131,072 clips, each entry a block or so of the disk."""


@dataclass(frozen=True, slots=True)
class CacheKey:
    """What an entry was computed from."""

    sop_instance_uid: str
    content_sha256: str
    """What `preparation.pixel_key` or `preparation.file_key` returned: a hash of all that the tensor is made from."""
    bundle_key: str
    """Bundle id and hashes of the graphs that ran."""

    @property
    def name(self) -> str:
        """File name of the entry: no UID can be read from it."""
        parts = (str(_VERSION), self.sop_instance_uid, self.content_sha256, self.bundle_key)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest() + SUFFIX


@dataclass(frozen=True, slots=True, eq=False)
class CachedClip:
    """What the graphs said of a clip."""

    view_probabilities: npt.NDArray[np.float32]
    """float32, shape (V,)."""
    embedding: npt.NDArray[np.float32] | None
    """float32, shape (D,); None where only the view was asked for."""


class EmbeddingCache:
    """A folder of entries, one small file each, written whole or not at all.

    Parameters
    ----------
    folder : Path
        Made when the first entry is written.
    clock : callable
        By which a file has lain still.
    most : int
        Entries that one of the 256 folders holds; past them the oldest give way.
    """

    def __init__(self, folder: Path, clock: Clock = utc_now, most: int = _MOST) -> None:
        self._folder = folder
        self._clock = clock
        self._most = most
        self._refused = False

    def settled_state(self, source: ClipSource) -> str | None:
        """Return the state of a file that may stand for its bytes, None where none may (`files.settled_state`)."""
        return settled_state(source, self._clock())

    def get(self, key: CacheKey) -> CachedClip | None:
        """Return the entry, None where there is none; a damaged entry is removed."""
        path = self._path(key)
        try:
            clip = _unpacked(path.read_bytes())
        except FileNotFoundError:
            return None
        except OSError:
            clip = None
        if clip is None:
            self._remove(path)
        return clip

    def put(self, key: CacheKey, clip: CachedClip) -> None:
        """Keep an entry; where the disk refuses it is only logged, once, for the analysis does not need it."""
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(path, _packed(clip))
            self._make_room(path.parent)
        except OSError as error:
            if not self._refused:
                logger.warning("embeddings cannot be cached here: %s", error.strerror or type(error).__name__)
            self._refused = True

    def _path(self, key: CacheKey) -> Path:
        return self._folder / key.name[:2] / key.name

    def _make_room(self, folder: Path) -> None:
        """Remove the oldest entries of a folder that has too many, and what a killed process left among them."""
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
        if len(names) <= self._most:
            return
        # another process may remove them too
        aged = sorted((_written_ns(folder / name), name) for name in names)
        for _, name in aged[: len(names) - self._most]:
            (folder / name).unlink(missing_ok=True)

    def _remove(self, path: Path) -> None:
        logger.info("removed a damaged entry of the embedding cache")
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            logger.info("it could not be removed: %s", type(error).__name__)


def _written_ns(path: Path) -> int:
    """Return when a file was last written, 0 where it is gone."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _packed(clip: CachedClip) -> bytes:
    """Return an entry's file: SHA-256 of the rest, lengths of the two arrays, and their values, little endian.

    Where only the view was asked for the second length is 0.
    """
    embedding = np.empty(0, "<f4") if clip.embedding is None else clip.embedding
    parts = [np.asarray(array, "<f4").tobytes() for array in (clip.view_probabilities, embedding)]
    body = _LENGTHS.pack(len(clip.view_probabilities), len(embedding)) + b"".join(parts)
    return hashlib.sha256(body).digest() + body


def _unpacked(data: bytes) -> CachedClip | None:
    """Return the entry in a file, None where it is damaged or holds what is no number."""
    body = data[_DIGEST:]
    if len(body) < _LENGTHS.size or hashlib.sha256(body).digest() != data[:_DIGEST]:
        return None
    views, dim = _LENGTHS.unpack_from(body)
    if len(body) != _LENGTHS.size + 4 * (views + dim):
        return None
    values = np.frombuffer(body, "<f4", offset=_LENGTHS.size).astype(np.float32)
    return CachedClip(values[:views], values[views:] if dim else None) if np.isfinite(values).all() else None
