"""The five steps in order: this is the only module that knows the order.

Clips are classified and embedded one after another, while a thread prepares the next ones: a study never lies in
memory as a whole.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.dicom.pixels import open_clip
from deepcoro_desktop.core.errors import ArgumentError, NothingUsableError, PixelError, UnreadableFileError
from deepcoro_desktop.core.inference.ahead import made_ahead
from deepcoro_desktop.core.inference.cache import CachedClip, CacheKey, EmbeddingCache
from deepcoro_desktop.core.inference.preparation import file_key, frames_to_sample, pixel_key, prepare_opened
from deepcoro_desktop.core.inference.results import Analysis, ClipViews, PreparedClip, SeenClip, StudyFindings
from deepcoro_desktop.core.inference.session import AUTO, Models
from deepcoro_desktop.core.inference.step1_view_classification import rank_views, view_probabilities
from deepcoro_desktop.core.inference.step2_embedding_generation import clip_embedding, embed_clip
from deepcoro_desktop.core.inference.step3_anatomical_attention import attend
from deepcoro_desktop.core.inference.step4_report_retrieval import look_up, retrieve, retrieve_labels
from deepcoro_desktop.core.inference.step5_interpretation_synthesis import read_phenotypes, synthesise
from deepcoro_desktop.core.inference.stopwatch import Stopwatch
from deepcoro_desktop.core.progress import CancelToken, Progress, ProgressCallback, ignore_progress
from deepcoro_desktop.core.study import Clip, SkippedClip, Study

STAGE: Final = "Looking at clips"

PREPARED_AHEAD: Final = 2
"""Clips that lie ready while one is in the graphs."""

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
    findings: StudyFindings | None = None,
    prepared_ahead: int = PREPARED_AHEAD,
    cancel: CancelToken | None = None,
    progress: ProgressCallback = ignore_progress,
    on_clip: ClipCallback | None = None,
    read_s: float = 0.0,
    clock: Callable[[], float] = time.perf_counter,
) -> Analysis:
    """Return the draft of a study with all its evidence.

    The result depends on the study, the bundle, the device, the overrides and the excluded clips alone: not on the
    cache, on `findings` or on how many clips are prepared ahead.

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
    findings : StudyFindings, optional
        Those of an earlier analysis of this study: its clips are not opened again, only steps 3 to 5 run. Findings of
        another study or bundle are not used.
    prepared_ahead : int
        Clips that a thread decodes and preprocesses while one is in the graphs; with 0 there is no thread.
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
    models, cancel, watch = models or Models(bundle, device), cancel or CancelToken(), Stopwatch(clock)
    work = _Work(bundle, models, cache, cancel, watch, prepared_ahead)

    seen = _look_at_clips(study, work, overrides, excluded, findings, progress, on_clip)  # steps 1 and 2
    views, embeddings = [_views(clip, work, overrides) for clip in seen.used], [clip.embedding for clip in seen.used]
    with watch.measure("retrieve"):
        attention = attend(embeddings, views, manifest, models, cancel)  # step 3
        patient, index = study.patient.patient_id, bundle.report_index
        found = look_up(embeddings, attention, manifest, index, patient)  # step 4
        matches, neighbours = retrieve(found, index), retrieve_labels(found, manifest, index)
    with watch.measure("synthesise"):
        sections = synthesise(matches, views, manifest)  # step 5
        phenotypes = read_phenotypes([(n.section, n.weight, n.labels) for n in neighbours], manifest.calibration)

    cancel.check()
    return Analysis(
        study_instance_uid=study.study_instance_uid,
        bundle_id=manifest.bundle_id,
        device=models.device,
        used=tuple(clip.sop_instance_uid for clip in seen.used),
        skipped=seen.skipped,
        sampled_frames=tuple(clip.sampled_frames for clip in seen.used),
        views=tuple(views),
        embeddings=tuple(embeddings),
        attention=attention,
        matches=matches,
        sections=sections,
        phenotypes=phenotypes,
        timings=watch.timings(read_s),
        device_notice=models.notice,
        findings=StudyFindings(study.study_instance_uid, work.bundle_key, seen.looked_at),
    )


def name_views(
    clip: Clip,
    bundle: Bundle,
    models: Models,
    *,
    cache: EmbeddingCache | None = None,
    cancel: CancelToken | None = None,
) -> ClipViews | SkippedClip:
    """Return the views of one clip by step 1 alone, or why it has none: for a clip that is only to be found.

    Parameters
    ----------
    clip : Clip
        The clip.
    bundle : Bundle
        The bundle of `models`.
    models : Models
        Opened graphs; only the view classifier runs.
    cache : EmbeddingCache, optional
        What `analyse` found before is taken from it, and what is found here spares `analyse` its first step.
    cancel : CancelToken, optional
        Stops the work.

    Raises
    ------
    ModelError
        If the graph fails.
    BundleError
        If the graph cannot be opened.
    CancelledError
        If the work was cancelled.
    """
    work = _Work(bundle, models, cache, cancel or CancelToken(), Stopwatch(time.perf_counter), 0)
    uid, spec = clip.sop_instance_uid, bundle.manifest.preprocess
    work.cancel.check()
    try:
        indices = frames_to_sample(clip, spec)
        lying = work.file_keys(clip, indices)
        known = work.find(uid, lying)
        if known is None:
            with open_clip(clip) as reader:
                pixels = (pixel_key(reader, indices, spec),) if work.cache else ()
                known = work.find(uid, pixels)
                if known is None:
                    prepared = prepare_opened(reader, indices, spec, work.cancel, work.watch)
                    known = CachedClip(view_probabilities(prepared, models, work.cancel), None)
            work.keep(uid, work.still(clip, indices, pixels, lying), known)
    except UnreadableFileError as error:
        return SkippedClip(uid, error.message)
    return rank_views(uid, known.view_probabilities, bundle.manifest.views)


@dataclass(frozen=True, slots=True)
class _Work:
    """What every clip needs."""

    bundle: Bundle
    models: Models
    cache: EmbeddingCache | None
    cancel: CancelToken
    watch: Stopwatch
    prepared_ahead: int

    @property
    def bundle_key(self) -> str:
        """What identifies the graphs, the device that chooses among them and the preprocessing.

        A bundle that is made again under its old id must not find old entries. The device is asked each time: it
        becomes another where the first graph finds that the one asked for is missing.
        """
        manifest = self.bundle.manifest
        graphs = [model.file.sha256 for model in manifest.models]
        return "\n".join([manifest.bundle_id, self.models.device, repr(manifest.preprocess), *graphs])

    def file_keys(self, clip: Clip, indices: tuple[int, ...]) -> tuple[str, ...]:
        """Return the key of a clip whose file lies still; nothing where it does not, or there is no cache."""
        state = self.cache.settled_state(clip.source) if self.cache else None
        return () if state is None else (file_key(state, clip, indices, self.bundle.manifest.preprocess),)

    def still(
        self, clip: Clip, indices: tuple[int, ...], pixels: tuple[str, ...], lying: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Return the keys of a clip's pixels and of its file, none of them if it was changed while it was read."""
        return pixels + lying if not lying or self.file_keys(clip, indices) == lying else ()

    def find(self, uid: str, keys: tuple[str, ...]) -> CachedClip | None:
        """Return what the cache knows of a clip by the first of its keys that it has."""
        cache, bundle_key = self.cache, self.bundle_key
        found = (cache.get(CacheKey(uid, key, bundle_key)) for key in keys) if cache else iter(())
        return next((entry for entry in found if entry is not None), None)

    def keep(self, uid: str, keys: tuple[str, ...], clip: CachedClip) -> None:
        """Put what the graphs said of a clip into the cache, under each of its keys."""
        if self.cache:
            for key in keys:
                self.cache.put(CacheKey(uid, key, self.bundle_key), clip)


@dataclass(frozen=True, slots=True)
class _Unseen:
    """A clip that is ready for the graphs, and the keys that their answers are to be kept by."""

    prepared: PreparedClip
    keys: tuple[str, ...]
    view_probabilities: npt.NDArray[np.float32] | None
    """float32, shape (V,), where step 1 alone was asked before; None where it is still to be asked."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A study after steps 1 and 2."""

    used: tuple[SeenClip, ...]
    skipped: tuple[SkippedClip, ...]
    looked_at: tuple[SeenClip | SkippedClip, ...]


def _look_at_clips(
    study: Study,
    work: _Work,
    overrides: Mapping[str, str],
    excluded: frozenset[str],
    findings: StudyFindings | None,
    progress: ProgressCallback,
    on_clip: ClipCallback | None,
) -> _Seen:
    """Return steps 1 and 2 of every clip that can be used, and the others with the reason, in acquisition order."""
    clips = study.clips
    known = _known(study, work, findings)
    new = [clip for clip in clips if clip.sop_instance_uid not in excluded and clip.sop_instance_uid not in known]
    known.update(_remembered(new, work))
    new = [clip for clip in new if clip.sop_instance_uid not in known]
    outcomes: list[SeenClip | SkippedClip] = []
    with made_ahead(partial(_fetch, work), new, work.cancel, work.prepared_ahead) as fetched:
        for number, clip in enumerate(clips, 1):
            work.cancel.check()
            uid = clip.sop_instance_uid
            if uid in excluded:
                outcome: SeenClip | SkippedClip = SkippedClip(uid, "left out by the reader")
            else:
                if uid not in known:
                    known[uid] = _look_at(fetched, work)
                outcome = known[uid]
            outcomes.append(outcome)
            if on_clip is not None:
                on_clip(outcome if isinstance(outcome, SkippedClip) else _views(outcome, work, overrides))
            progress(Progress(STAGE, number, len(clips), uid))
    used = tuple(outcome for outcome in outcomes if isinstance(outcome, SeenClip))
    skipped = tuple(outcome for outcome in outcomes if isinstance(outcome, SkippedClip))
    if not used:
        reasons = "; ".join(dict.fromkeys(clip.reason for clip in skipped)) or "there are none"
        raise NothingUsableError(
            f"None of the study's clips can be used: {reasons}.",
            "Open a study with at least one moving clip, or bring back a clip that you left out.",
        )
    in_order = [clip.sop_instance_uid for clip in clips]
    return _Seen(used, skipped, tuple(known[uid] for uid in in_order if uid in known))


def _known(study: Study, work: _Work, findings: StudyFindings | None) -> dict[str, SeenClip | SkippedClip]:
    """Return what earlier findings say of the clips, nothing where they are of another study or bundle."""
    if findings is None or findings.bundle_key != work.bundle_key:
        return {}
    if findings.study_instance_uid != study.study_instance_uid:
        return {}
    return {clip.sop_instance_uid: clip for clip in findings.clips}


def _remembered(clips: Sequence[Clip], work: _Work) -> Iterator[tuple[str, SeenClip]]:
    """Give what the cache knows of the clips whose files lie still.

    On the thread that asks: where little is left to do, two threads wait for each other longer than it takes.
    """
    for clip in clips if work.cache else ():
        work.cancel.check()
        uid = clip.sop_instance_uid
        try:
            indices = frames_to_sample(clip, work.bundle.manifest.preprocess)
        except PixelError:  # `_fetch` tells the reason
            continue
        known = work.find(uid, work.file_keys(clip, indices))
        if known is not None and known.embedding is not None:
            yield uid, SeenClip(uid, known.view_probabilities, clip_embedding(uid, known.embedding), indices)


def _fetch(work: _Work, clip: Clip, cancel: CancelToken) -> SeenClip | SkippedClip | _Unseen:
    """Return what the cache knows of a clip's pixels, else the clip ready for the graphs; runs ahead of the graphs."""
    uid, spec = clip.sop_instance_uid, work.bundle.manifest.preprocess
    cancel.check()
    try:
        indices = frames_to_sample(clip, spec)
        lying = work.file_keys(clip, indices)
        with open_clip(clip) as reader:
            pixels = (pixel_key(reader, indices, spec),) if work.cache else ()
            known = work.find(uid, pixels)
            if known is None or known.embedding is None:
                prepared = prepare_opened(reader, indices, spec, cancel, work.watch)
                views = known.view_probabilities if known is not None else None
                return _Unseen(prepared, work.still(clip, indices, pixels, lying), views)
        work.keep(uid, work.still(clip, indices, (), lying), known)
        return SeenClip(uid, known.view_probabilities, clip_embedding(uid, known.embedding), indices)
    except UnreadableFileError as error:  # its pictures, or the file is gone since its header was read
        return SkippedClip(uid, error.message)


def _look_at(fetched: Iterator[SeenClip | SkippedClip | _Unseen], work: _Work) -> SeenClip | SkippedClip:
    """Return steps 1 and 2 of the next clip, by the graphs where the cache does not know it.

    They are strangers, so the encoder runs first: the next clip is prepared beside it, which would hold up a large
    classifier more.
    """
    clip = next(fetched)
    if not isinstance(clip, _Unseen):
        return clip
    prepared, uid, probabilities = clip.prepared, clip.prepared.sop_instance_uid, clip.view_probabilities
    with work.watch.measure("embed"):
        vector = embed_clip(prepared, work.models, work.cancel)
    if probabilities is None:
        with work.watch.measure("views"):
            probabilities = view_probabilities(prepared, work.models, work.cancel)
    work.keep(uid, clip.keys, CachedClip(probabilities, vector))
    return SeenClip(uid, probabilities, clip_embedding(uid, vector), prepared.sampled_frames)


def _views(clip: SeenClip, work: _Work, overrides: Mapping[str, str]) -> ClipViews:
    """Return the views of a clip as the reader has corrected them."""
    uid = clip.sop_instance_uid
    return rank_views(uid, clip.view_probabilities, work.bundle.manifest.views, overrides.get(uid))
