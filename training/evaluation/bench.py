"""The same measurements for every way of representing the studies: retrieval, areas, ejection fraction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.bundle import Bundle
from training.evaluation.baselines import Baseline
from training.evaluation.data import Cohort
from training.evaluation.encodings import Vectors
from training.evaluation.figures import Counts, Figures, Floats
from training.evaluation.phenotypes import brief, known_labels, phenotype_figures
from training.evaluation.readings import phenotypes_by_retrieval
from training.evaluation.retrieval import rank_both_ways, retrieval_figures, same_reports

Ranks = dict[str, npt.NDArray[np.int64]]


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """Studies with what stays the same, however their clips are looked at."""

    bundle: Bundle
    group: Cohort
    reported: npt.NDArray[np.bool_]
    """Which studies have a report, shape (N,)."""
    text: Vectors
    """Report vectors of those, float32, shape (M, D)."""
    same: npt.NDArray[np.bool_]
    """Which of their reports read the same, shape (M, M)."""
    labels: Floats
    """Shape (N, P), NaN where not known."""
    counts: Counts
    """The draws of the bootstrap, shape (R, N)."""

    @classmethod
    def of(cls, bundle: Bundle, group: Cohort, text: Vectors, counts: Counts) -> Bench:
        """Return the bench of a cohort; `text` has a row for each study with a report."""
        texts = group.texts
        reported = np.asarray([bool(one) for one in texts], np.bool_)
        same = same_reports([one for one in texts if one])
        labels = known_labels(group.records, bundle.manifest.calibration.phenotypes)
        return cls(bundle, group, reported, text, same, labels, counts)

    @property
    def report_counts(self) -> Counts:
        """The draws of the studies with a report, shape (R, M)."""
        return self.counts[:, self.reported]

    def ranks(self, baseline: Baseline) -> list[Ranks]:
        """Return the ranks of both directions, for each random choice."""
        return [rank_both_ways(video[self.reported], self.text, self.same) for video in baseline.video]

    def retrieval(self, baseline: Baseline) -> Figures:
        """Return the retrieval of both directions; empty where no study has a report."""
        return retrieval_figures(self.ranks(baseline), self.report_counts) if self.reported.any() else {}

    def phenotypes(self, baseline: Baseline) -> Figures:
        """Return areas and error of the ejection fraction by retrieval."""
        patients = [record.patient_id for record in self.group.records]
        scores = [phenotypes_by_retrieval(queries, self.bundle, patients) for queries in baseline.queries]
        specs = self.bundle.manifest.calibration.phenotypes
        return phenotype_figures(specs, scores, self.labels, self.counts)

    def measure(self, baseline: Baseline) -> Figures:
        """Return the figures of a baseline."""
        return {**self.retrieval(baseline), **brief(self.phenotypes(baseline))}
