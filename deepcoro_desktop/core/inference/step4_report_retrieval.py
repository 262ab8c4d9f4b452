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

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.manifest import Manifest, SynthesisKind
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
    """Return each section's nearest prior reports, numbers emptied, in the bundle's order of sections.

    They are the nearest that speak of the section. Where the bundle's synthesis is NEAREST they are the nearest of
    all, and the nearest that speaks of it is found beside them.

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
    queries, names = section_queries(embeddings, attention), [section.section for section in attention]
    patient, votes = patient_id.strip() or None, manifest.synthesis is SynthesisKind.VOTES
    found = index.search(queries, manifest.report_index.neighbours, patient, names if votes else None)
    nearest = [None] * len(names) if votes else _speaking(names, queries, found, index, patient)
    emptied: dict[int, tuple[ReportSentence, ...]] = {}
    rows = {neighbour.row for neighbours in found for neighbour in neighbours}
    for row in rows | {neighbour.row for neighbour in nearest if neighbour is not None}:
        emptied[row] = tuple(
            ReportSentence(sentence.section, quarantine_text(sentence.text), quarantine_concept(sentence.concept))
            for sentence in index.reports[row].sentences
        )

    def match(neighbour: Neighbour, weight: float) -> ReportMatch:
        report = index.reports[neighbour.row]
        return ReportMatch(report.report_id, report.origin, neighbour.similarity, weight, emptied[neighbour.row])

    return tuple(
        SectionMatches(
            name,
            tuple(map(match, neighbours, _weights(neighbours, manifest))),
            None if speaking is None else match(speaking, 0.0),
        )
        for name, neighbours, speaking in zip(names, found, nearest, strict=True)
    )


def _speaking(
    names: Sequence[str],
    queries: npt.NDArray[np.float32],
    found: Sequence[Sequence[Neighbour]],
    index: ReportIndex,
    patient: str | None,
) -> list[Neighbour | None]:
    """Return for each section the nearest report that speaks of it; further away only where no neighbour does."""
    nearest: list[Neighbour | None] = []
    for row, (name, neighbours) in enumerate(zip(names, found, strict=True)):
        speaking = (n for n in neighbours if any(s.section == name for s in index.reports[n.row].sentences))
        first = next(speaking, None)
        if first is None:
            first = next(iter(index.search(queries[row : row + 1], 1, patient, [name])[0]), None)
        nearest.append(first)
    return nearest


def retrieve_labels(
    embeddings: Sequence[ClipEmbedding],
    attention: Sequence[SectionAttention],
    manifest: Manifest,
    index: ReportIndex,
    patient_id: str,
) -> tuple[LabelledNeighbour, ...]:
    """Return the labels of the reports nearest to each section that a phenotype is read from, nearest first.

    A phenotype without a section is read from the neighbours of the whole study, by `study_query`; one whose section
    is not informed, from none. The arguments are those of `retrieve`.

    Raises
    ------
    ModelError
        If the embeddings give no direction to look in.
    """
    row = {section.section: place for place, section in enumerate(attention)}
    wanted = dict.fromkeys(phenotype.section for phenotype in manifest.calibration.phenotypes)
    sections = [section for section in wanted if not section or attention[row[section]].informed]
    if not sections:
        return ()
    of_sections = section_queries(embeddings, attention)
    whole = study_query(embeddings, attention)
    queries = np.stack([of_sections[row[section]] if section else whole for section in sections])
    votes = manifest.synthesis is SynthesisKind.VOTES
    patient, neighbours = patient_id.strip() or None, manifest.report_index.neighbours
    found = index.search(queries, neighbours, patient, sections if votes else None)
    return tuple(
        LabelledNeighbour(section, weight, tuple(index.reports[neighbour.row].labels.items()))
        for section, nearest in zip(sections, found, strict=True)
        for neighbour, weight in zip(nearest, _weights(nearest, manifest), strict=True)
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


def _weights(neighbours: Sequence[Neighbour], manifest: Manifest) -> tuple[float, ...]:
    """Return the softmax of the similarities over the bundle's temperature; all alike where no votes are counted."""
    if not neighbours:
        return ()
    if manifest.synthesis is SynthesisKind.NEAREST:
        return (1.0 / len(neighbours),) * len(neighbours)
    temperature = manifest.calibration.similarity_temperature
    scores = np.array([neighbour.similarity for neighbour in neighbours], np.float64) / temperature
    powers = np.exp(scores - scores.max())
    return tuple(float(share) for share in powers / powers.sum())
