"""Step 4: the prior reports nearest to the study, for each section and for the whole.

As in EchoPrime, the clips' embeddings are weighed by the attention and summed to one query per section.

References
----------
Vukadinovic M et al. EchoPrime: A Multi-Video View-Informed Vision-Language Model for Comprehensive Echocardiography
Interpretation. arXiv 2410.09704.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.manifest import Manifest
from deepcoro_desktop.core.bundle.report_index import Neighbour, ReportIndex
from deepcoro_desktop.core.errors import ModelError
from deepcoro_desktop.core.inference.quarantine import quarantine_concept, quarantine_text
from deepcoro_desktop.core.inference.results import (
    ClipEmbedding,
    ReportMatch,
    ReportSentence,
    SectionAttention,
    SectionMatches,
)

_REMEMBERED: Final = 1 << 15
"""Sentences kept without their numbers, some 10 MB: the same reports are near every question about a study."""


@dataclass(frozen=True, slots=True)
class LabelledNeighbour:
    """A neighbour of one section or of the whole study, with what its report's labels say."""

    section: str
    """Section that it was looked for by; empty for the whole study."""
    weight: float
    """Share among the section's neighbours, sums to 1."""
    labels: tuple[tuple[str, float], ...]


def retrieve(
    embeddings: Sequence[ClipEmbedding],
    attention: Sequence[SectionAttention],
    manifest: Manifest,
    index: ReportIndex,
    patient_id: str,
) -> tuple[SectionMatches, ...]:
    """Return each section's nearest prior reports that speak of it, numbers emptied, in the bundle's order of sections.

    Parameters
    ----------
    embeddings : sequence of ClipEmbedding
        Of the used clips.
    attention : sequence of SectionAttention
        The clips' weights for each section.
    manifest : Manifest
        Says how many neighbours vote and how similarity becomes weight.
    index : ReportIndex
        The prior reports.
    patient_id : str
        The study's patient, whose own reports are never among the candidates.

    Raises
    ------
    ModelError
        If the embeddings give no direction to look in.
    """
    found = index.search(
        section_queries(embeddings, attention),
        manifest.report_index.neighbours,
        patient_id.strip() or None,
        [section.section for section in attention],
    )
    emptied: dict[int, tuple[ReportSentence, ...]] = {}
    for neighbour in {neighbour.row: neighbour for row in found for neighbour in row}.values():
        emptied[neighbour.row] = tuple(
            _emptied(sentence.section, sentence.text, sentence.concept)
            for sentence in index.reports[neighbour.row].sentences
        )
    temperature = manifest.calibration.similarity_temperature
    return tuple(
        SectionMatches(
            section.section,
            tuple(
                ReportMatch(
                    report_id=index.reports[neighbour.row].report_id,
                    origin=index.reports[neighbour.row].origin,
                    similarity=neighbour.similarity,
                    weight=weight,
                    sentences=emptied[neighbour.row],
                )
                for neighbour, weight in zip(neighbours, _weights(neighbours, temperature), strict=True)
            ),
        )
        for section, neighbours in zip(attention, found, strict=True)
    )


@lru_cache(maxsize=_REMEMBERED)
def _emptied(section: str, text: str, concept: str | None) -> ReportSentence:
    return ReportSentence(section, quarantine_text(text), quarantine_concept(concept))


def retrieve_labels(
    embeddings: Sequence[ClipEmbedding],
    attention: Sequence[SectionAttention],
    manifest: Manifest,
    index: ReportIndex,
    patient_id: str,
) -> tuple[LabelledNeighbour, ...]:
    """Return the labels of the reports nearest to each section that a phenotype is read from, nearest first.

    A phenotype without a section is read from the neighbours of the whole study, by `study_query`. The arguments are
    those of `retrieve`.

    Raises
    ------
    ModelError
        If the embeddings give no direction to look in.
    """
    row = {section.section: place for place, section in enumerate(attention)}
    sections = list(dict.fromkeys(phenotype.section for phenotype in manifest.calibration.phenotypes))
    if not sections:
        return ()
    of_sections = section_queries(embeddings, attention)
    whole = study_query(embeddings, attention)
    queries = np.stack([of_sections[row[section]] if section else whole for section in sections])
    found = index.search(queries, manifest.report_index.neighbours, patient_id.strip() or None, sections)
    temperature = manifest.calibration.similarity_temperature
    return tuple(
        LabelledNeighbour(section, weight, tuple(index.reports[neighbour.row].labels.items()))
        for section, neighbours in zip(sections, found, strict=True)
        for neighbour, weight in zip(neighbours, _weights(neighbours, temperature), strict=True)
    )


def study_query(embeddings: Sequence[ClipEmbedding], attention: Sequence[SectionAttention]) -> npt.NDArray[np.float32]:
    """Return the query of the whole study: the mean of its sections' queries, float32, shape (D,), length 1.

    Raises
    ------
    ModelError
        If the embeddings give no direction to look in.
    """
    unit: npt.NDArray[np.float32] = _normalised(section_queries(embeddings, attention).mean(axis=0, keepdims=True))[0]
    return unit


def section_queries(
    embeddings: Sequence[ClipEmbedding], attention: Sequence[SectionAttention]
) -> npt.NDArray[np.float32]:
    """Return one query per section: the weighed sum of the clips' embeddings, float32, shape (S, D), length 1.

    Raises
    ------
    ModelError
        If a sum has no direction.
    """
    vectors = np.stack([embedding.vector for embedding in embeddings]).astype(np.float64)
    column = {embedding.sop_instance_uid: index for index, embedding in enumerate(embeddings)}
    weights = np.zeros((len(attention), len(embeddings)), np.float64)
    for row, section in enumerate(attention):
        for clip in section.weights:
            weights[row, column[clip.sop_instance_uid]] = clip.weight
    return _normalised(weights @ vectors)


def _normalised(rows: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    if not (lengths > 0.0).all():
        raise ModelError("The video encoder gave vectors without direction.", "Verify the bundle.")
    return np.asarray(rows / lengths, np.float32)


def _weights(neighbours: Sequence[Neighbour], temperature: float) -> tuple[float, ...]:
    """Return the softmax of the similarities over `temperature`."""
    if not neighbours:
        return ()
    scores = np.array([neighbour.similarity for neighbour in neighbours], np.float64) / temperature
    powers = np.exp(scores - scores.max())
    return tuple(float(share) for share in powers / powers.sum())
