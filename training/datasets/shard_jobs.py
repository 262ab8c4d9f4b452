"""One shard as a job of its own: any process on any machine that sees the dataset can do it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2

from deepcoro_desktop.core.bundle.bundle import load_bundle
from deepcoro_desktop.core.bundle.manifest import PreprocessSpec
from deepcoro_desktop.core.errors import UnreadableFileError
from deepcoro_desktop.core.inference.results import PreparedClip
from deepcoro_desktop.core.inference.session import AUTO, Models
from deepcoro_desktop.core.inference.step1_view_classification import rank_views, view_probabilities
from deepcoro_desktop.core.progress import CancelToken
from training.datasets.manifest import remove_manifest
from training.datasets.media import Media, TooShortError, read_media
from training.datasets.records import Problem, SourceClip, SourceStudy
from training.datasets.shard_writer import MadeClip, WantedStudy, is_current, write_shard


@dataclass(frozen=True, slots=True)
class ShardJob:
    """One shard to make."""

    folder: Path
    number: int
    root: Path
    """The dataset's."""
    preprocess: PreprocessSpec
    studies: tuple[SourceStudy, ...]
    view_bundle: Path | None = None
    """Bundle whose classifier names the views that the dataset does not."""
    view_model: str = ""
    """SHA-256 of that classifier."""


def make_shard(job: ShardJob, on_study: Callable[[], object] = lambda: None) -> int:
    """Make a shard where it is not there as it should be, and return its number of studies.

    Raises
    ------
    BundleError, ModelError
        If the view classifier cannot be used.
    OSError
        If the shard cannot be written.
    """
    cv2.setNumThreads(1)  # the jobs share the processors, not the clips of one
    wanted = [
        WantedStudy(study, tuple(_fingerprint(job, study, clip) for clip in study.clips)) for study in job.studies
    ]
    if is_current(job.folder, job.number, job.preprocess, wanted):
        for _ in wanted:
            on_study()
        return len(wanted)
    remove_manifest(job.folder)
    classifier = _ViewClassifier(job) if job.view_bundle else None

    def make(study: SourceStudy, clip: SourceClip) -> MadeClip | Problem:
        try:
            media = read_media(clip.path, job.preprocess)
        except UnreadableFileError as error:
            kind = "too short clip" if isinstance(error, TooShortError) else "unreadable clip"
            return Problem(kind, study.study_key, clip.clip_key, error.message)
        guess = classifier.guess(clip, media) if classifier and not clip.view else None
        media = dataclasses.replace(media, fps=media.fps or clip.fps)
        return MadeClip(media, _below(job.root, clip.path), guess)

    write_shard(job.folder, job.number, job.preprocess, wanted, make, on_study)
    return len(wanted)


def _below(root: Path, path: Path) -> str:
    return path.absolute().relative_to(root.absolute()).as_posix()


def _fingerprint(job: ShardJob, study: SourceStudy, clip: SourceClip) -> str:
    """Return a hash of what a clip's pixels depend on; its file is known by name, size and time."""
    files: list[tuple[str, int, int]] = []
    paths = sorted(clip.path.iterdir()) if clip.path.is_dir() else [clip.path]
    for path in paths:
        try:
            status = path.stat()
        except OSError:  # reading it will say so
            continue
        files.append((path.name, status.st_size, status.st_mtime_ns))
    parts = [
        *(study.study_key, clip.clip_key, _below(job.root, clip.path), clip.fps, files),
        dataclasses.asdict(job.preprocess),
        "" if clip.view else job.view_model,
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class _ViewClassifier:
    """The view classifier of a bundle, on clips as the bundle prepares them."""

    def __init__(self, job: ShardJob) -> None:
        if job.view_bundle is None:
            raise ValueError("the job names no bundle")
        self._bundle = load_bundle(job.view_bundle)
        self._models = Models(self._bundle, AUTO, threads=1)
        own = self._bundle.manifest.preprocess
        self._spec = dataclasses.replace(own, min_frames=job.preprocess.min_frames)
        self._same = self._spec == job.preprocess

    def guess(self, clip: SourceClip, media: Media) -> tuple[str, float]:
        """Return the best view and its probability."""
        tensor = media.tensor if self._same else read_media(clip.path, self._spec).tensor
        prepared = PreparedClip(clip.clip_key, tensor, ())
        probabilities = view_probabilities(prepared, self._models, CancelToken())
        best = rank_views(clip.clip_key, probabilities, self._bundle.manifest.views).best
        return best.view_id, best.probability
