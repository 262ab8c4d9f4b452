"""The figures of a bundle on studies that it has not seen, by the same steps that the desktop runs.

The main retrieval looks for a study by attention: the mean of its sections' queries. Phenotypes and the ejection
fraction are read as the desktop reads them: from the labels of the reports nearest to their section's query.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from deepcoro_desktop.core.bundle.bundle import Bundle
from training.datasets.clip_store import ClipStore
from training.evaluation import agreement, baselines
from training.evaluation.attention import attention_figures
from training.evaluation.baselines import Baseline
from training.evaluation.bench import Bench
from training.evaluation.data import ALL, Cohort, cohort, describe
from training.evaluation.encodings import Encoder, Encodings, Vectors
from training.evaluation.facts import Coded, facts_of
from training.evaluation.figures import ROUNDS, Figures, draw_patients, without_nan
from training.evaluation.phenotypes import EF, error_of_mean, known_labels, phenotype_figures
from training.evaluation.probing import probe
from training.evaluation.readings import Reading, draft_of, read_studies
from training.evaluation.retrieval import (
    chance_figures,
    duplicates,
    recall_curve,
    retrieval_difference,
)
from training.evaluation.robustness import robustness_figures
from training.evaluation.views import view_figures, views_of

__all__ = ["Figures", "Settings", "evaluate"]

ROBUSTNESS_STUDIES: Final = 60

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """How an evaluation is done; none of it changes what is measured but the seed and the number of rounds."""

    seed: int = 0
    """Of the bootstrap, the random clips and the spoiled pictures."""
    threads: int = 1
    """Studies that are looked at at once."""
    rounds: int = ROUNDS
    """Of the bootstrap."""
    robustness_studies: int = 0
    """Studies drawn for the robustness curves; 0 leaves the curves out."""
    cache: Path | None = None
    """Folder that keeps what the graphs said of the clips."""
    name: str = ""
    """What the set is called where figures of several stand side by side, such as "internal"."""
    split: str = ALL
    command: str = ""
    """The command that measures this."""


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """Studies that were looked at: the set itself or the training set of the probes."""

    group: Cohort
    encodings: Encodings
    readings: list[Reading]

    @property
    def equal(self) -> Vectors:
        """Study vectors, every clip alike, float32 (N, D)."""
        return np.stack([reading.equal for reading in self.readings])


def evaluate(
    bundle: Bundle, store: ClipStore, settings: Settings | None = None, train: ClipStore | None = None
) -> Figures:
    """Return all figures as the JSON of `evaluate` has them.

    Parameters
    ----------
    bundle : Bundle
        With a text encoder and its vocabulary.
    store : ClipStore
        Prepared clips of studies that nothing was trained on.
    settings : Settings, optional
        How it is done.
    train : ClipStore, optional
        Studies that probes and the baseline by views alone are fitted on.

    Raises
    ------
    ArgumentError
        If no study has a clip.
    BundleError
        If the bundle has no text encoder.
    ModelError
        If a graph fails.
    """
    settings = settings or Settings()
    encoder = Encoder.of(bundle, settings.threads, settings.cache)
    seen = _look_at(encoder, cohort(store))
    group = seen.group
    text = (
        encoder.encode_reports([one for one in group.reports if one]) if any(group.reports) else np.zeros((0, 1), "f4")
    )
    rng = np.random.default_rng(settings.seed)
    bench = Bench.of(bundle, group, text, draw_patients(group.patients, rng, settings.rounds))
    trained = _look_at(encoder, cohort(train)) if train is not None else None
    ids = [view.id for view in bundle.manifest.views]
    logger.info("measuring %d studies", len(group))
    main = baselines.of_readings(seen.readings)
    figures: Figures = {
        "bundle_id": bundle.manifest.bundle_id,
        "title": bundle.manifest.title,
        "limits": list(bundle.manifest.limits),
        "command": settings.command,
        "seed": settings.seed,
        "rounds": settings.rounds,
        "data": describe(group, settings.name, settings.split, ids),
        "studies": len(group),
        "clips": sum(len(clips) for clips in group.clips_of),
        "views": view_figures(*views_of(group, seen.encodings), bundle.manifest.views, bench.counts),
        "retrieval": _retrieval(bench, main, _baselines(encoder, bench, seen, trained, rng)),
        **_phenotypes(bench, main),
        "attention": attention_figures(seen.readings, group, bundle.manifest, bench.counts),
    }
    if bench.reported.any():
        figures["facts"] = _facts(bench, seen.readings)
    if trained is not None:
        figures["probing"] = _probing(bench, seen, trained)
    if settings.robustness_studies:
        figures["robustness"] = _robustness(encoder, bench, seen.encodings, settings)
    found: Figures = without_nan(figures)
    return found


def _look_at(encoder: Encoder, group: Cohort) -> _Seen:
    logger.info("looking at the clips of %d studies", len(group))
    encodings = encoder.encode(group)
    return _Seen(group, encodings, read_studies(encoder, encodings, group.clips_of))


def _baselines(
    encoder: Encoder, bench: Bench, seen: _Seen, trained: _Seen | None, rng: np.random.Generator
) -> dict[str, Baseline]:
    group = bench.group
    frames = encoder.bundle.manifest.preprocess.frames
    logger.info("looking at the first frame of the clips")
    stills = encoder.encode(group, baselines.first_frame(frames))
    found = {
        "single_frame": baselines.of_readings(read_studies(encoder, stills, group.clips_of)),
        "single_clip": baselines.single_clip(seen.readings, rng),
        "equal_weights": baselines.equal_weights(seen.readings),
    }
    if bench.reported.all():
        index = bench.bundle.report_index
        found["text_only"] = baselines.text_only(baselines.nearest_by_text(bench.text, group, index), index)
    if trained is not None and all(trained.group.texts):
        profiles = baselines.view_profiles(group, seen.encodings)
        before = baselines.view_profiles(trained.group, trained.encodings)
        found["views_only"] = baselines.views_only(profiles, before, encoder.encode_reports(trained.group.reports))
    return found


def _retrieval(bench: Bench, main: Baseline, others: dict[str, Baseline]) -> Figures:
    measured = {name: bench.measure(one) for name, one in others.items()}
    if not bench.reported.any():
        return {"baselines": measured}
    ranks = bench.ranks(main)[0]
    return {
        **bench.retrieval(main),
        "duplicates": duplicates(bench.same),
        "curve": {direction: recall_curve(found, len(found)) for direction, found in ranks.items()},
        "attention_minus_equal": retrieval_difference(
            ranks, bench.ranks(others["equal_weights"])[0], bench.report_counts
        ),
        "baselines": {"chance": chance_figures(bench.same), **measured},
    }


def _phenotypes(bench: Bench, main: Baseline) -> Figures:
    figures = bench.phenotypes(main)
    prior = [report.labels[EF] for report in bench.bundle.report_index.reports if EF in report.labels]
    if EF in figures and prior:
        names = [spec.name for spec in bench.bundle.manifest.calibration.phenotypes]
        figures[EF] |= error_of_mean(prior, bench.labels[:, names.index(EF)], bench.counts)
    return figures


def _probing(bench: Bench, seen: _Seen, trained: _Seen) -> Figures:
    specs = bench.bundle.manifest.calibration.phenotypes
    scores = probe(trained.equal, known_labels(trained.group.records, specs), seen.equal)
    return {**phenotype_figures(specs, [scores], bench.labels, bench.counts), "train_studies": len(trained.group)}


def _facts(bench: Bench, readings: Sequence[Reading]) -> Figures:
    """Return the agreement of the drafts with the reports, beside two drafts that see no picture.

    `text_only` repeats the index's report nearest to the study's own, `typical_report` says of every study what the
    most typical report of the index says.
    """
    rows = np.flatnonzero(bench.reported)
    records = [bench.group.records[row] for row in rows]
    own = [[Coded(one.section, one.text, one.concept) for one in record.sentences] for record in records]
    coded = any(sentence.concept is not None for report in own for sentence in report)
    reports = [facts_of(report, coded) for report in own]
    index = bench.bundle.report_index

    def prior(row: int) -> list[Coded]:
        return [Coded(one.section, one.text, one.concept) for one in index.reports[row].sentences]

    drafts = []
    unassessed = 0
    for row, record in zip(rows.tolist(), records, strict=True):
        sections = draft_of(readings[row], bench.bundle, record.patient_id)
        unassessed += sum(not section.assessed for section in sections)
        sentences = [Coded(one.name, item.text, item.concept) for one in sections for item in one.statements]
        drafts.append(facts_of(sentences, coded))
    nearest = baselines.nearest_by_text(bench.text, bench.group.subset(rows), index)
    typical = baselines.typical_report(index)
    said = [Coded(one.section, one.text, one.concept) for one in typical.sentences]
    order = [section.name for section in bench.bundle.manifest.sections]
    counts = bench.report_counts
    return {
        **agreement.agreement_figures(drafts, reports, order, counts),
        "source": "concept" if coded else "text",
        "sections_not_assessed": unassessed,
        "baselines": {
            name: agreement.brief(agreement.agreement_figures(others, reports, order, counts))
            for name, others in (
                ("text_only", [facts_of(prior(row), coded) for row in nearest]),
                ("typical_report", [facts_of(said, coded)] * len(reports)),
            )
        },
    }


def _robustness(encoder: Encoder, bench: Bench, encodings: Encodings, settings: Settings) -> Figures:
    rng = np.random.default_rng((settings.seed, 1))
    number = min(settings.robustness_studies, len(bench.group))
    rows = np.sort(rng.choice(len(bench.group), number, replace=False))
    part = bench.group.subset(rows)
    text = bench.text[np.cumsum(bench.reported)[rows] - 1][bench.reported[rows]]
    counts = draw_patients(part.patients, rng, settings.rounds)
    logger.info("looking at spoiled clips of %d studies", number)
    return robustness_figures(encoder, Bench.of(bench.bundle, part, text, counts), encodings, settings.seed)
