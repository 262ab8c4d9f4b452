"""View probabilities and embeddings of clips on disk, by SOP Instance UID, pixel key and bundle.

The key needs no decoding, so a study that was analysed before is analysed again without its pixels.
"""

from __future__ import annotations

import hashlib
import io
import logging
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.files import write_bytes

logger = logging.getLogger(__name__)

_VERSION: Final = 2
"""Part of every entry's key: an entry of another version is simply not found."""


@dataclass(frozen=True, slots=True)
class CacheKey:
    """What an entry was computed from."""

    sop_instance_uid: str
    pixel_sha256: str
    """What `preparation.pixel_key` returned: a hash of all that the tensor is made from."""
    bundle_key: str
    """Bundle id and hashes of the graphs that ran."""

    @property
    def name(self) -> str:
        """File name of the entry: no UID can be read from it."""
        parts = (str(_VERSION), self.sop_instance_uid, self.pixel_sha256, self.bundle_key)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest() + ".npz"


@dataclass(frozen=True, slots=True, eq=False)
class CachedClip:
    """What the graphs said of a clip."""

    view_probabilities: npt.NDArray[np.float32]
    """float32, shape (V,)."""
    embedding: npt.NDArray[np.float32] | None
    """float32, shape (D,); None where only the view was asked for."""

    @property
    def arrays(self) -> dict[str, npt.NDArray[np.float32]]:
        """What is kept, by name."""
        known = {"view_probabilities": self.view_probabilities, "embedding": self.embedding}
        return {name: array for name, array in known.items() if array is not None}


class EmbeddingCache:
    """A folder of entries, one small file each, written whole or not at all.

    Parameters
    ----------
    folder : Path
        Made when the first entry is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: CacheKey) -> CachedClip | None:
        """Return the entry, None where there is none; a damaged entry is removed."""
        path = self._path(key)
        try:
            with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
                clip = CachedClip(arrays["view_probabilities"], arrays.get("embedding"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            self._remove(path)
            return None
        for array in clip.arrays.values():
            if array.dtype != np.float32 or array.ndim != 1 or not np.isfinite(array).all():
                self._remove(path)
                return None
        return clip

    def put(self, key: CacheKey, clip: CachedClip) -> None:
        """Keep an entry; where the disk refuses it is only logged, for the analysis does not need it."""
        stream = io.BytesIO()
        np.savez(stream, **clip.arrays)  # type: ignore[arg-type]  # numpy 2.x: its stub sees flags in named arrays
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(path, stream.getvalue())
        except OSError as error:
            logger.warning("an embedding could not be cached: %s", type(error).__name__)

    def _path(self, key: CacheKey) -> Path:
        return self._folder / key.name[:2] / key.name

    def _remove(self, path: Path) -> None:
        logger.info("removed a damaged entry of the embedding cache")
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            logger.info("it could not be removed: %s", type(error).__name__)
