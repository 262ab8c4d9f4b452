"""The five steps in order: this is the only module that knows the order.

Clips are decoded, classified and embedded one after another, so that a study never lies in memory as a whole.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.bundle.manifest import PreprocessSpec
from deepcoro_desktop.core.bundle.preprocess import needed_frames, prepare_tensor, sampled_indices
from deepcoro_desktop.core.dicom.pixels import decode_frames
from deepcoro_desktop.core.errors import ArgumentError, NothingUsableError, PixelError, UnreadableFileError
from deepcoro_desktop.core.inference.cache import CachedClip, CacheKey, EmbeddingCache
from deepcoro_desktop.core.inference.results import (
    Analysis,
    ClipEmbedding,
    ClipViews,
    PreparedClip,
    Timings,
)
from deepcoro_desktop.core.inference.session import AUTO, Models
from deepcoro_desktop.core.inference.step1_view_classification import rank_views, view_probabilities
from deepcoro_desktop.core.inference.step2_embedding_generation import clip_embedding, embed_clip
from deepcoro_desktop.core.inference.step3_anatomical_attention import attend
from deepcoro_desktop.core.inference.step4_report_retrieval import retrieve, retrieve_labels
from deepcoro_desktop.core.inference.step5_interpretation_synthesis import read_phenotypes, synthesise
from deepcoro_desktop.core.progress import CancelToken, Progress, ProgressCallback, ignore_progress
from deepcoro_desktop.core.study import Clip, SkippedClip, Study

STAGE: Final = "Looking at clips"

ClipCallback = Callable[[ClipViews | SkippedClip], None]
"""Told of each clip as soon as it was looked at or left out."""


def analyse(
    study: Study,
    bundle: Bundle,
    *,
    device: str = AUTO,
    models: Models | None = None,
    cache: EmbeddingCache | None = None,
    overrides: Mapping[str, str] | None = None,
    excluded: frozenset[str] = frozenset(),
    cancel: CancelToken | None = None,
    progress: ProgressCallback = ignore_progress,
    on_clip: ClipCallback | None = None,
    read_s: float = 0.0,
    clock: Callable[[], float] = time.perf_counter,
) -> Analysis:
    """Return the draft of a study with all its evidence.

    Parameters
    ----------
    study : Study
        As `core.dicom.reader.read_study` returns it.
    bundle : Bundle
        The models and the prior reports.
    device : str
        "cpu", "cuda" or "auto"; not used where `models` is given.
    models : Models, optional
        Opened graphs of the same bundle, to be used again.
    cache : EmbeddingCache, optional
        Embeddings of clips that were looked at before.
    overrides : mapping of str to str, optional
        SOP Instance UID -> view id that the reader has set.
    excluded : frozenset of str
        SOP Instance UIDs that the reader leaves out.
    cancel : CancelToken, optional
        Stops the work within a fraction of a second.
    progress : callable
        Told after each clip.
    on_clip : callable, optional
        Told each clip's views, or why it was left out, as soon as they are known.
    read_s : float
        Seconds that reading the headers took, for the timings.
    clock : callable
        Returns seconds, for the timings.

    Raises
    ------
    NothingUsableError
        If no clip of the study can be used.
    ArgumentError
        If an override names a view that the bundle does not have, or the device is not known.
    ModelError
        If a graph fails.
    BundleError
        If a graph cannot be opened.
    CancelledError
        If the work was cancelled.
    """
    manifest = bundle.manifest
    overrides = overrides or {}
    if unknown := sorted(set(overrides.values()) - {view.id for view in manifest.views}):
        raise ArgumentError(f"The bundle knows no view {', '.join(unknown)}.", "Choose one of the bundle's views.")
    work = _Work(bundle, models or Models(bundle, device), cache, cancel or CancelToken(), _Stopwatch(clock))

    used, skipped = _look_at_clips(study, work, overrides, excluded, progress, on_clip)  # steps 1 and 2
    views, embeddings = [clip.views for clip in used], [clip.embedding for clip in used]
    with work.watch.measure("retrieve"):
        attention = attend(embeddings, views, manifest, work.models, work.cancel)  # step 3
        patient, index = study.patient.patient_id, bundle.report_index
        matches = retrieve(embeddings, attention, manifest, index, patient)  # step 4
        neighbours = retrieve_labels(embeddings, attention, manifest, index, patient)
    with work.watch.measure("synthesise"):
        sections = synthesise(matches, views, manifest)  # step 5
        phenotypes = read_phenotypes([(n.section, n.weight, n.labels) for n in neighbours], manifest.calibration)

    work.cancel.check()
    return Analysis(
        study_instance_uid=study.study_instance_uid,
        bundle_id=manifest.bundle_id,
        device=work.models.device,
        used=tuple(clip.views.sop_instance_uid for clip in used),
        skipped=tuple(skipped),
        sampled_frames=tuple(clip.sampled_frames for clip in used),
        views=tuple(views),
        embeddings=tuple(embeddings),
        attention=attention,
        matches=matches,
        sections=sections,
        phenotypes=phenotypes,
        timings=work.watch.timings(read_s),
        device_notice=work.models.notice,
    )


def prepare(clip: Clip, spec: PreprocessSpec, cancel: CancelToken | None = None) -> PreparedClip:
    """Return a clip as the graphs take it; only the sampled frames are decoded.

    Raises
    ------
    PixelError
        If the clip is too short or cannot be decoded.
    CancelledError
        If the work was cancelled.
    """
    return _prepare(clip, spec, cancel or CancelToken(), _Stopwatch(time.perf_counter))


@dataclass(frozen=True, slots=True)
class _UsedClip:
    """What steps 1 and 2 found in a clip; its pixels are gone by then."""

    views: ClipViews
    embedding: ClipEmbedding
    sampled_frames: tuple[int, ...]


@dataclass(slots=True)
class _Stopwatch:
    """Seconds by part of the work."""

    clock: Callable[[], float]
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def measure(self, part: str) -> Iterator[None]:
        start = self.clock()
        try:
            yield
        finally:
            self.seconds[part] = self.seconds.get(part, 0.0) + self.clock() - start

    def timings(self, read_s: float) -> Timings:
        parts = ("decode", "preprocess", "views", "embed", "retrieve", "synthesise")
        return Timings(read_s, *(self.seconds.get(part, 0.0) for part in parts))


@dataclass(frozen=True, slots=True)
class _Work:
    """What every clip needs."""

    bundle: Bundle
    models: Models
    cache: EmbeddingCache | None
    cancel: CancelToken
    watch: _Stopwatch


def _look_at_clips(
    study: Study,
    work: _Work,
    overrides: Mapping[str, str],
    excluded: frozenset[str],
    progress: ProgressCallback,
    on_clip: ClipCallback | None,
) -> tuple[list[_UsedClip], list[SkippedClip]]:
    """Return steps 1 and 2 of every clip that can be used, and the others with the reason, in acquisition order."""
    used: list[_UsedClip] = []
    skipped: list[SkippedClip] = []
    clips = study.clips
    for number, clip in enumerate(clips, 1):
        work.cancel.check()
        uid = clip.sop_instance_uid
        outcome: ClipViews | SkippedClip
        if uid in excluded:
            outcome = SkippedClip(uid, "left out by the reader")
        else:
            try:
                seen = _look_at(clip, work, overrides.get(uid))
            except UnreadableFileError as error:  # its pictures, or the file is gone since its header was read
                outcome = SkippedClip(uid, error.message)
            else:
                used.append(seen)
                outcome = seen.views
        if isinstance(outcome, SkippedClip):
            skipped.append(outcome)
        if on_clip is not None:
            on_clip(outcome)
        progress(Progress(STAGE, number, len(clips), uid))
    if not used:
        reasons = "; ".join(dict.fromkeys(clip.reason for clip in skipped)) or "there are none"
        raise NothingUsableError(
            f"None of the study's clips can be used: {reasons}.",
            "Open a study with at least one moving clip, or bring back a clip that you left out.",
        )
    return used, skipped


def _look_at(clip: Clip, work: _Work, override: str | None) -> _UsedClip:
    """Return steps 1 and 2 of one clip, from the cache where the same pixels were looked at before."""
    manifest, watch = work.bundle.manifest, work.watch
    prepared = _prepare(clip, manifest.preprocess, work.cancel, watch)
    key = CacheKey(clip.sop_instance_uid, prepared.pixel_sha256, _bundle_key(work.bundle))
    known = work.cache.get(key) if work.cache else None
    if known is None:
        with watch.measure("views"):
            probabilities = view_probabilities(prepared, work.models, work.cancel)
        with watch.measure("embed"):
            vector = embed_clip(prepared, work.models, work.cancel)
        known = CachedClip(probabilities, vector)
        if work.cache:
            work.cache.put(key, known)
    return _UsedClip(
        views=rank_views(clip.sop_instance_uid, known.view_probabilities, manifest.views, override),
        embedding=clip_embedding(clip.sop_instance_uid, known.embedding),
        sampled_frames=prepared.sampled_frames,
    )


def _bundle_key(bundle: Bundle) -> str:
    """Return what identifies the graphs: a bundle that is made again under its old id must not find old entries."""
    return "\n".join([bundle.manifest.bundle_id, *(model.file.sha256 for model in bundle.manifest.models)])


def _prepare(clip: Clip, spec: PreprocessSpec, cancel: CancelToken, watch: _Stopwatch) -> PreparedClip:
    if clip.is_still and spec.min_frames > 1:
        raise PixelError("it is a still picture and the models look at motion", "Use a moving clip.")
    if clip.frame_count < spec.min_frames:
        raise PixelError(
            f"it has {clip.frame_count} frames and the models need at least {spec.min_frames}", "Use a longer clip."
        )
    indices = sampled_indices(clip.frame_count, spec)
    with watch.measure("decode"):
        decoded = decode_frames(clip, needed_frames(clip.frame_count, spec), cancel=cancel)
    with watch.measure("preprocess"):
        tensor = prepare_tensor(decoded, clip.frame_count, clip.regions, spec)
        digest = hashlib.sha256(np.ascontiguousarray(tensor).tobytes()).hexdigest()
    return PreparedClip(clip.sop_instance_uid, tensor, indices, digest)
