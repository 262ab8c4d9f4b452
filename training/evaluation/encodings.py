"""What the two graphs say of every clip, computed once for all figures and baselines, and kept on disk if wished."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.bundle.files import write_bytes
from deepcoro_desktop.core.bundle.manifest import ModelRole
from deepcoro_desktop.core.errors import BundleError
from deepcoro_desktop.core.inference.results import PreparedClip
from deepcoro_desktop.core.inference.session import Models
from deepcoro_desktop.core.inference.step1_view_classification import view_probabilities
from deepcoro_desktop.core.inference.step2_embedding_generation import embed_clip
from deepcoro_desktop.core.progress import CancelToken
from training.datasets.windows import Sections, report_vectors
from training.evaluation.data import Cohort, Places
from training.evaluation.degradations import Clip
from training.models.text_encoder import Tokenizer

Vectors = npt.NDArray[np.float32]

MAX_TOKENS: Final = 512
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Change:
    """How clips are spoiled before the graphs see them."""

    name: str
    apply: Callable[[Clip, float, np.random.Generator], Clip]
    strength: float
    seed: int
    modalities: frozenset[str] = frozenset()
    """Kinds of picture that it can happen to, by the clip's true view; empty for all."""

    @property
    def key(self) -> str:
        """What identifies the change."""
        return f"{self.name} {self.strength} {self.seed} {sorted(self.modalities)}"


@dataclass(frozen=True, slots=True, eq=False)
class Encodings:
    """Views and embeddings of some clips of a store."""

    clips: Places
    """Places in the store, ascending."""
    probabilities: Vectors
    """float32, shape (clips, V)."""
    vectors: Vectors
    """float32, shape (clips, D)."""

    def rows(self, clips: Places) -> Places:
        """Return the rows of clips that are among them."""
        return np.searchsorted(self.clips, clips)


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """A bundle's graphs at work."""

    bundle: Bundle
    models: Models
    threads: int
    """Studies that are looked at at once; each graph itself runs on one thread."""
    cache: Path | None = None
    """Folder of encodings that were computed before."""

    @classmethod
    def of(cls, bundle: Bundle, threads: int, cache: Path | None = None) -> Encoder:
        """Return the encoder of a bundle, on the processor."""
        return cls(bundle, Models(bundle, "cpu", threads=1), threads, cache)

    def encode(self, group: Cohort, change: Change | None = None) -> Encodings:
        """Return views and embeddings of all clips of a cohort, by the very functions of the desktop."""
        path = None if self.cache is None else self.cache / f"{self._key(group, change)}.npz"
        known = None if path is None else _load(path)
        if known is not None:
            return known
        with ThreadPoolExecutor(self.threads) as pool:
            parts = list(pool.map(lambda clips: self._encode_study(group, clips, change), group.clips_of))
        clips = np.concatenate(group.clips_of)
        order = np.argsort(clips)
        probabilities, vectors = (np.concatenate([part[kind] for part in parts]) for kind in (0, 1))
        found = Encodings(clips[order], probabilities[order], vectors[order])
        if path is not None:
            _save(path, found)
        return found

    def encode_reports(self, reports: Sequence[Sections]) -> Vectors:
        """Return unit vectors, float32 (reports, D), by the bundle's text encoder; long reports by their windows.

        Raises
        ------
        BundleError
            If the bundle has no text encoder or no vocabulary for it.
        """
        manifest = self.bundle.manifest
        if manifest.vocabulary is None:
            raise BundleError("The bundle has no text encoder's vocabulary.", "Export it again.")
        tokenizer = Tokenizer(self.bundle.path(manifest.vocabulary), MAX_TOKENS)

        def run(ids: Tensor, mask: Tensor) -> Tensor:
            feed = {"input_ids": ids.numpy(), "attention_mask": mask.numpy()}
            return torch.from_numpy(self.models.run(ModelRole.TEXT_ENCODER, feed, CancelToken()))

        def encode(report: Sections) -> Vectors:
            vector: Vectors = report_vectors(run, tokenizer, [report])[0]
            return vector

        with ThreadPoolExecutor(self.threads) as pool:
            return np.stack(list(pool.map(encode, reports)))

    def _encode_study(self, group: Cohort, clips: Places, change: Change | None) -> tuple[Vectors, Vectors]:
        probabilities, vectors = [], []
        for clip, tensor in zip(clips, group.store.read(clips), strict=True):
            seen = tensor if change is None else self._changed(group, int(clip), tensor, change)
            prepared = PreparedClip(str(clip), seen, tuple(range(len(seen))))
            probabilities.append(view_probabilities(prepared, self.models, CancelToken()))
            vectors.append(embed_clip(prepared, self.models, CancelToken()))
        return np.stack(probabilities), np.stack(vectors)

    def _changed(self, group: Cohort, clip: int, tensor: Clip, change: Change) -> Clip:
        view = int(group.store.view_of[clip])
        if change.modalities and view >= 0 and self.bundle.manifest.views[view].modality not in change.modalities:
            return tensor
        return change.apply(tensor, change.strength, np.random.default_rng((change.seed, clip)))

    def _key(self, group: Cohort, change: Change | None) -> str:
        """Return what the encodings follow from; a bundle made again under its old id has other graphs."""
        graphs = [model.file.sha256 for model in self.bundle.manifest.models]
        parts = [str(_VERSION), self.bundle.manifest.bundle_id, *graphs, group.sha256]
        parts += ["unchanged" if change is None else change.key, *map(str, group.places)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _load(path: Path) -> Encodings | None:
    """Return stored encodings; None where there are none, or the file is damaged and is to be written again."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            return Encodings(arrays["clips"], arrays["probabilities"], arrays["vectors"])
    except (FileNotFoundError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _save(path: Path, found: Encodings) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    stream = io.BytesIO()
    np.savez(stream, clips=found.clips, probabilities=found.probabilities, vectors=found.vectors)
    write_bytes(path, stream.getvalue())
