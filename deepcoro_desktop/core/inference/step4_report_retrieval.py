"""Step 4: the prior reports nearest to the study, for each section and for the whole.

As in EchoPrime, the clips' embeddings are weighed by the attention and summed to one query per section.

References
----------
Vukadinovic M et al. EchoPrime: A Multi-Video View-Informed Vision-Language Model for Comprehensive Echocardiography
Interpretation. arXiv 2410.09704.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.manifest import Manifest, SynthesisKind
from deepcoro_desktop.core.bundle.report_index import Neighbour, PriorReport, ReportIndex
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
    labels: Mapping[str, float]
    """By phenotype."""


@dataclass(frozen=True, slots=True)
class WeighedNeighbour:
    """A prior report near to a query, with its say."""

    row: int
    """Row of the report index."""
    similarity: float
    weight: float
    """Share among the query's neighbours, sums to 1."""


@dataclass(frozen=True, slots=True)
class StudyNeighbours:
    """The prior reports near to a study, nearest first."""

    sections: tuple[tuple[str, tuple[WeighedNeighbour, ...]], ...]
    """Each section's name and its neighbours, in the bundle's order of sections."""
    sources: tuple[WeighedNeighbour | None, ...]
    """Of each section the nearest report that speaks of it, where the bundle's synthesis is NEAREST; else None."""
    uninformed: tuple[str, ...]
    """Sections that none of the study's clips shows."""
    whole: tuple[WeighedNeighbour, ...]
    """Neighbours of the whole study, by `study_query`; empty where no phenotype is read from them."""


def look_up(
    embeddings: Sequence[ClipEmbedding],
    attention: Sequence[SectionAttention],
    manifest: Manifest,
    index: ReportIndex,
    patient_id: str,
) -> StudyNeighbours:
    """Return the prior reports near to a study, by one search.

    A section's are the nearest that speak of it. Where the bundle's synthesis is NEAREST they are the nearest of all,
    they count alike, and the nearest that speaks of the section is found beside them.

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
    votes = manifest.synthesis is SynthesisKind.VOTES
    names = [section.section for section in attention]
    queries, spoken_of = section_queries(embeddings, attention), names if votes else [""] * len(names)
    if any(not phenotype.section for phenotype in manifest.calibration.phenotypes):
        queries = np.concatenate([queries, study_query(embeddings, attention)[None]])
        spoken_of = [*spoken_of, ""]
    patient = patient_id.strip() or None
    found = index.search(queries, manifest.report_index.neighbours, patient, spoken_of)
    weighed = [_weighed(neighbours, manifest) for neighbours in found]
    whole = weighed.pop() if len(weighed) > len(names) else ()
    sources = [None] * len(names) if votes else _sources(names, queries, weighed, index, patient)
    uninformed = tuple(section.section for section in attention if not section.informed)
    return StudyNeighbours(tuple(zip(names, weighed, strict=True)), tuple(sources), uninformed, whole)


def _sources(
    names: Sequence[str],
    queries: npt.NDArray[np.float32],
    found: Sequence[Sequence[WeighedNeighbour]],
    index: ReportIndex,
    patient: str | None,
) -> list[WeighedNeighbour | None]:
    """Return for each section the nearest report that speaks of it; further away only where no neighbour does."""
    nearest: list[WeighedNeighbour | None] = []
    for row, (name, neighbours) in enumerate(zip(names, found, strict=True)):
        speaks = index.reports.speaking_of(name)
        first = next((neighbour for neighbour in neighbours if speaks[neighbour.row]), None)
        if first is None and speaks.any():
            further = index.search(queries[row : row + 1], 1, patient, [name])[0]
            first = next((WeighedNeighbour(other.row, other.similarity, 0.0) for other in further), None)
        nearest.append(first)
    return nearest


def retrieve(found: StudyNeighbours, index: ReportIndex) -> tuple[SectionMatches, ...]:
    """Return each section's nearest prior reports, their numbers emptied, in the bundle's order of sections."""

    def match(neighbour: WeighedNeighbour) -> ReportMatch:
        plain = index.reports.derived(neighbour.row, _emptied)
        return ReportMatch(plain.report_id, plain.origin, neighbour.similarity, neighbour.weight, plain.sentences)

    return tuple(
        SectionMatches(name, tuple(map(match, neighbours)), None if source is None else match(source))
        for (name, neighbours), source in zip(found.sections, found.sources, strict=True)
    )


def retrieve_labels(found: StudyNeighbours, manifest: Manifest, index: ReportIndex) -> tuple[LabelledNeighbour, ...]:
    """Return the labels of the reports nearest to each section that a phenotype is read from, nearest first.

    A phenotype without a section is read from the neighbours of the whole study; one whose section is not informed,
    from none.
    """
    near = {**dict(found.sections), "": found.whole} | dict.fromkeys(found.uninformed, ())
    return tuple(
        LabelledNeighbour(section, neighbour.weight, index.reports.derived(neighbour.row, _labels))
        for section in dict.fromkeys(phenotype.section for phenotype in manifest.calibration.phenotypes)
        for neighbour in near.get(section, ())
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


def _weighed(neighbours: Sequence[Neighbour], manifest: Manifest) -> tuple[WeighedNeighbour, ...]:
    """Return neighbours with the softmax of their similarities over the bundle's temperature; alike without votes."""
    if not neighbours:
        return ()
    if manifest.synthesis is SynthesisKind.NEAREST:
        shares = np.full(len(neighbours), 1.0 / len(neighbours))
    else:
        temperature = manifest.calibration.similarity_temperature
        scores = np.array([neighbour.similarity for neighbour in neighbours], np.float64) / temperature
        powers = np.exp(scores - scores.max())
        shares = powers / powers.sum()
    return tuple(
        WeighedNeighbour(neighbour.row, neighbour.similarity, float(share))
        for neighbour, share in zip(neighbours, shares, strict=True)
    )


def _labels(report: PriorReport) -> Mapping[str, float]:
    return report.labels


def _emptied(report: PriorReport) -> ReportMatch:
    """Return the report without its numbers, as a match that nothing was compared with yet."""
    sentences = tuple(
        ReportSentence(sentence.section, quarantine_text(sentence.text), quarantine_concept(sentence.concept))
        for sentence in report.sentences
    )
    return ReportMatch(report.report_id, report.origin, 0.0, 0.0, sentences)
