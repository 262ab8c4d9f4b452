"""Steps 3 to 5 of the desktop, for every study of a cohort."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.inference.results import (
    ClipEmbedding,
    ClipViews,
    ClipWeight,
    DraftSection,
    SectionAttention,
)
from deepcoro_desktop.core.inference.step1_view_classification import rank_views
from deepcoro_desktop.core.inference.step2_embedding_generation import clip_embedding
from deepcoro_desktop.core.inference.step3_anatomical_attention import attend
from deepcoro_desktop.core.inference.step4_report_retrieval import (
    look_up,
    retrieve,
    retrieve_labels,
    study_query,
)
from deepcoro_desktop.core.inference.step5_interpretation_synthesis import read_phenotypes, synthesise
from deepcoro_desktop.core.progress import CancelToken
from training.evaluation.data import Places
from training.evaluation.encodings import Encoder, Encodings, Vectors


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the pipeline makes of one study's clips."""

    views: tuple[ClipViews, ...]
    embeddings: tuple[ClipEmbedding, ...]
    attention: tuple[SectionAttention, ...]

    @property
    def equal(self) -> Vectors:
        """The study's vector if every clip counts alike, float32 (D,), length 1."""
        return unit(np.stack([one.vector for one in self.embeddings]).mean(axis=0))

    @property
    def attended(self) -> Vectors:
        """The study's vector by attention: the mean of its sections' queries, float32 (D,), length 1."""
        return study_query(self.embeddings, self.attention)


@dataclass(frozen=True, slots=True, eq=False)
class LabelQuery:
    """What the phenotypes of one study are looked for by."""

    embeddings: Sequence[ClipEmbedding]
    attention: tuple[SectionAttention, ...] | None = None
    """None where every clip counts alike in every section."""


def read_studies(encoder: Encoder, encodings: Encodings, clips_of: Sequence[Places]) -> list[Reading]:
    """Return the reading of each study, from the encodings of those of its clips that are named."""
    manifest, models = encoder.bundle.manifest, encoder.models

    def read(clips: Places) -> Reading:
        rows = encodings.rows(clips)
        views = tuple(
            rank_views(str(clip), encodings.probabilities[row], manifest.views)
            for clip, row in zip(clips, rows, strict=True)
        )
        embeddings = tuple(
            clip_embedding(str(clip), encodings.vectors[row]) for clip, row in zip(clips, rows, strict=True)
        )
        return Reading(views, embeddings, attend(embeddings, views, manifest, models, CancelToken()))

    with ThreadPoolExecutor(encoder.threads) as pool:
        return list(pool.map(read, clips_of))


def draft_of(reading: Reading, bundle: Bundle, patient_id: str) -> tuple[DraftSection, ...]:
    """Return the draft that the desktop would show."""
    found = look_up(reading.embeddings, reading.attention, bundle.manifest, bundle.report_index, patient_id)
    return synthesise(retrieve(found, bundle.report_index), reading.views, bundle.manifest)


def phenotypes_by_retrieval(
    queries: Sequence[LabelQuery], bundle: Bundle, patient_ids: Sequence[str]
) -> npt.NDArray[np.float64]:
    """Return the phenotypes that the nearest reports' labels give, by the desktop's functions.

    Parameters
    ----------
    queries : sequence of LabelQuery
        One for each study.
    bundle : Bundle
        The phenotypes, in its order, and the reports.
    patient_ids : sequence of str
        Whose own reports are never among the neighbours.

    Returns
    -------
    ndarray of float64, shape (N, P)
        NaN where no neighbour has a label.
    """
    manifest = bundle.manifest
    column = {spec.name: place for place, spec in enumerate(manifest.calibration.phenotypes)}
    scores = np.full((len(queries), len(column)), np.nan)
    for row, (query, patient) in enumerate(zip(queries, patient_ids, strict=True)):
        attention = query.attention or _alike(query.embeddings, bundle)
        found = look_up(query.embeddings, attention, manifest, bundle.report_index, patient)
        neighbours = retrieve_labels(found, manifest, bundle.report_index)
        votes = [(one.section, one.weight, one.labels) for one in neighbours]
        for result in read_phenotypes(votes, manifest.calibration):
            scores[row, column[result.name]] = result.value
    return scores


def _alike(embeddings: Sequence[ClipEmbedding], bundle: Bundle) -> tuple[SectionAttention, ...]:
    """Return the attention in which every clip counts alike."""
    weights = tuple(ClipWeight(one.sop_instance_uid, 1.0 / len(embeddings)) for one in embeddings)
    kind = bundle.manifest.attention.kind
    return tuple(SectionAttention(section.name, weights, kind) for section in bundle.manifest.sections)


def as_query(vector: Vectors) -> LabelQuery:
    """Return a vector as the query of a study of one clip."""
    return LabelQuery((clip_embedding("query", vector),))


def unit(rows: npt.NDArray[np.floating]) -> Vectors:
    """Return vectors of length 1 along the last axis."""
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), np.float32)
