"""Studies with both texts: the report that was written, and the draft that a bundle makes of the same clips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.inference.results import DraftSection
from training.datasets.clip_store import ClipStore, Sentence
from training.evaluation.data import Cohort
from training.evaluation.encodings import Encoder
from training.evaluation.readings import draft_of, read_studies


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
    group = Cohort(store, np.asarray(studies, np.int64), (), "")
    encoder = Encoder.of(bundle, threads=1)
    readings = read_studies(encoder, encoder.encode(group), group.clips_of)
    return [
        WrittenStudy(record.study_id, record.sentences, _sentences(draft_of(reading, bundle, record.patient_id)))
        for record, reading in zip(group.records, readings, strict=True)
    ]


def _sentences(draft: Sequence[DraftSection]) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(section.name, statement.text, statement.concept)
        for section in draft
        for statement in section.statements
    )
