"""Studies with both texts: the report that was written, and the draft that a bundle makes of the same clips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.inference.results import PreparedClip
from deepcoro_desktop.core.inference.session import Models
from deepcoro_desktop.core.inference.step1_view_classification import rank_views, view_probabilities
from deepcoro_desktop.core.inference.step2_embedding_generation import clip_embedding, embed_clip
from deepcoro_desktop.core.inference.step3_anatomical_attention import attend
from deepcoro_desktop.core.inference.step4_report_retrieval import retrieve
from deepcoro_desktop.core.inference.step5_interpretation_synthesis import synthesise
from deepcoro_desktop.core.progress import CancelToken
from training.datasets.clip_store import ClipStore, Sentence


@dataclass(frozen=True, slots=True)
class WrittenStudy:
    """One study in the words of its reader and of the model."""

    study_id: str
    reference: tuple[Sentence, ...]
    draft: tuple[Sentence, ...]


def written_studies(bundle: Bundle, store: ClipStore, studies: Sequence[int]) -> list[WrittenStudy]:
    """Return both texts of some of the store's studies, in the order given.

    Parameters
    ----------
    bundle : Bundle
        Makes the drafts; reports of the study's own patient are never among its candidates.
    store : ClipStore
        Prepared clips with their reports.
    studies : sequence of int
        Places in `store.studies`.

    Raises
    ------
    ModelError
        If a graph fails.
    """
    models = Models(bundle, "cpu")
    return [
        WrittenStudy(
            store.studies[study].study_id, store.studies[study].sentences, _draft(bundle, models, store, study)
        )
        for study in studies
    ]


def _draft(bundle: Bundle, models: Models, store: ClipStore, study: int) -> tuple[Sentence, ...]:
    """Return the draft of a study by the five steps that the desktop runs."""
    manifest, cancel = bundle.manifest, CancelToken()
    views, embeddings = [], []
    clips = store.clips_of[study]
    for clip, tensor in zip(clips, store.read(clips), strict=True):
        uid = str(clip)
        prepared = PreparedClip(uid, tensor, tuple(range(len(tensor))), "")
        views.append(rank_views(uid, view_probabilities(prepared, models, cancel), manifest.views))
        embeddings.append(clip_embedding(uid, embed_clip(prepared, models, cancel)))
    attention = attend(embeddings, views, manifest, models, cancel)
    patient = store.studies[study].patient_id
    matches = retrieve(embeddings, attention, manifest, bundle.report_index, patient)
    return tuple(
        Sentence(section.name, statement.text, statement.concept)
        for section in synthesise(matches, views, manifest)
        for statement in section.statements
    )
