"""What the main figures are held against, so that a reader sees how much is protocol and how much is heart.

single_frame
    The same encoder, shown the first frame of each clip in place of all frames; attention as always.
single_clip
    Each study is one of its clips. Five seeded choices; figures are the means over them, the median over all.
equal_weights
    The plain mean of the study's clips in place of attention, in every section.
text_only
    The nearest neighbour by text alone: the study stands for that report of the bundle's index, another patient's,
    whose text is nearest to its own report. No picture is used: it is the ceiling for whatever speaks in prior
    reports, and where it is low, the text encoder or the pool is at fault and not the video encoder.
views_only
    The study is its mean view probabilities, brought to report vectors by a ridge map fitted on a training set: what
    can be told from which views were taken, without looking into them. Only where a training set is given.
chance
    An order drawn at random; exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from deepcoro_desktop.core.bundle.report_index import PriorReport, ReportIndex, patient_key
from training.evaluation.data import Cohort
from training.evaluation.degradations import frame_rate
from training.evaluation.encodings import Change, Encodings, Vectors
from training.evaluation.probing import ridge
from training.evaluation.readings import LabelQuery, Reading, as_query, unit

SINGLE_CLIP_DRAWS: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """Studies represented in another way."""

    video: tuple[Vectors, ...]
    """Vectors for the retrieval, float32, shape (N, D), rows of length 1; one for each random choice."""
    queries: tuple[tuple[LabelQuery, ...], ...]
    """What the phenotypes are looked for by, study by study; one for each random choice."""

    @classmethod
    def of(cls, *video: Vectors) -> Baseline:
        """Return the baseline whose phenotypes are looked for by the same vectors."""
        return cls(video, tuple(tuple(as_query(vector) for vector in rows) for rows in video))


def first_frame(frames: int) -> Change:
    """Return the change that shows the first frame of a clip for all its frames."""
    return Change("frame_rate", frame_rate, float(frames), 0)


def of_readings(readings: Sequence[Reading]) -> Baseline:
    """Return studies as the pipeline represents them: report and phenotypes are found by attention."""
    queries = tuple(LabelQuery(one.embeddings, one.attention) for one in readings)
    return Baseline((np.stack([reading.attended for reading in readings]),), (queries,))


def equal_weights(readings: Sequence[Reading]) -> Baseline:
    """Return studies as the plain mean of their clips."""
    queries = tuple(LabelQuery(one.embeddings) for one in readings)
    return Baseline((np.stack([one.equal for one in readings]),), (queries,))


def single_clip(readings: Sequence[Reading], rng: np.random.Generator, draws: int = SINGLE_CLIP_DRAWS) -> Baseline:
    """Return studies as one of their clips, drawn `draws` times."""
    chosen = [
        np.stack([unit(one.embeddings[int(rng.integers(len(one.embeddings)))].vector) for one in readings])
        for _ in range(draws)
    ]
    return Baseline.of(*chosen)


def nearest_by_text(text: Vectors, group: Cohort, index: ReportIndex) -> list[int]:
    """Return, for each study's report, the row of the nearest report of the index that is another patient's."""
    rows = []
    for vector, record in zip(text, group.records, strict=True):
        (found,) = index.search(vector[None], 1, patient_key(record.patient_id) or None)
        rows.append(found[0].row if found else 0)
    return rows


def text_only(rows: Sequence[int], index: ReportIndex) -> Baseline:
    """Return studies as the nearest prior report."""
    return Baseline.of(unit(np.asarray(index.embeddings[np.asarray(rows)], np.float32)))


def typical_report(index: ReportIndex) -> PriorReport:
    """Return the report of the index nearest to the mean of all: what a draft would say that saw nothing."""
    vectors = np.asarray(index.embeddings, np.float32)
    return index.reports[int((vectors @ vectors.mean(axis=0)).argmax())]


def view_profiles(group: Cohort, encodings: Encodings) -> Vectors:
    """Return the mean view probabilities of each study, float32 (N, V)."""
    return np.stack([encodings.probabilities[encodings.rows(clips)].mean(axis=0) for clips in group.clips_of])


def views_only(profiles: Vectors, train_profiles: Vectors, train_text: Vectors) -> Baseline:
    """Return studies as the report vectors that their views suggest."""
    return Baseline.of(unit(ridge(train_profiles, train_text)(profiles)))
