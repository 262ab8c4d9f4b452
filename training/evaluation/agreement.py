"""Whether a draft and the study's own report say the same, counted in clinical facts and not in words.

A fact of the draft is right where the report states the same finding with the same value, or with one that the words
leave open. It contradicts where the report states the same finding otherwise: in degree, or normal against abnormal,
which is called a negation; a trace is normal. Where the report is silent the fact is neither, but it is not right: it
lowers the precision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from training.evaluation.facts import Fact
from training.evaluation.figures import Counts, Figure, Figures, ratio, with_interval

MOST_EXAMPLES: Final = 12
"""Contradictions that the report lists, most frequent first."""

Report = Mapping[str, Fact]
"""Finding -> fact."""


class Verdict(Enum):
    """How a fact of the draft stands to the report."""

    RIGHT = "right"
    OTHER_DEGREE = "other degree"
    NEGATION = "negation"
    SILENT = "report is silent"


@dataclass(frozen=True, slots=True)
class Tally:
    """Facts of one study, or of one of its sections."""

    drafted: int
    stated: int
    """In the report."""
    right: int
    other_degree: int
    negation: int


def verdict(fact: Fact, report: Report) -> Verdict:
    """Return how a fact of a draft stands to a report."""
    other = report.get(fact.finding)
    if other is None:
        return Verdict.SILENT
    if fact.values & other.values:
        return Verdict.RIGHT
    return Verdict.NEGATION if fact.is_normal != other.is_normal else Verdict.OTHER_DEGREE


def tally(draft: Report, report: Report, section: str | None = None, *, abnormal: bool = False) -> Tally:
    """Return the counts of a study.

    Parameters
    ----------
    draft, report : mapping of str to Fact
        What each of them states.
    section : str, optional
        Only facts of this section; all where left out.
    abnormal : bool
        Only facts that state something abnormal.
    """

    def counts(fact: Fact) -> bool:
        return (section is None or fact.section == section) and not (abnormal and fact.is_normal)

    drafted = [fact for fact in draft.values() if counts(fact)]
    verdicts = Counter(verdict(fact, report) for fact in drafted)
    return Tally(
        len(drafted),
        sum(counts(fact) for fact in report.values()),
        verdicts[Verdict.RIGHT],
        verdicts[Verdict.OTHER_DEGREE],
        verdicts[Verdict.NEGATION],
    )


def agreement_figures(
    drafts: Sequence[Report], reports: Sequence[Report], sections: Sequence[str], counts: Counts
) -> Figures:
    """Return precision, recall, F1 and contradictions: of all facts, of the abnormal ones, and by section.

    Parameters
    ----------
    drafts, reports : sequence of mapping of str to Fact
        Study by study.
    sections : sequence of str
        In the order of the report; those that no report and no draft speaks of are left out.
    counts : ndarray of int64, shape (R, N)
        The draws of the bootstrap.
    """
    pairs = list(zip(drafts, reports, strict=True))
    spoken_of = {fact.section for pair in pairs for one in pair for fact in one.values()}
    order = [*sections, *sorted(spoken_of - set(sections))]
    return {
        **_figures([tally(draft, report) for draft, report in pairs], counts),
        "abnormal": _figures([tally(draft, report, abnormal=True) for draft, report in pairs], counts),
        "sections": {
            section: _figures([tally(draft, report, section) for draft, report in pairs], counts)
            for section in order
            if section in spoken_of
        },
        "examples": _examples(pairs),
    }


def brief(figures: Figures) -> Figures:
    """Return the figures of a baseline without sections and examples."""
    return {key: value for key, value in figures.items() if key not in ("sections", "examples")}


def _figures(tallies: Sequence[Tally], counts: Counts) -> Figures:
    drafted, stated, right, degree, negation = np.asarray(
        [(one.drafted, one.stated, one.right, one.other_degree, one.negation) for one in tallies], np.float64
    ).T
    compared = right + degree + negation
    figures: Figures = {"drafted": int(drafted.sum()), "stated": int(stated.sum()), "right": int(right.sum())}
    measured: dict[str, Figure] = {
        "precision": ratio(right, drafted),
        "recall": ratio(right, stated),
        "f1": ratio(2.0 * right, drafted + stated),
        "contradictions": ratio(degree + negation, compared),
        "other_degree": ratio(degree, compared),
        "negation": ratio(negation, compared),
    }
    for name, figure in measured.items():
        figures |= with_interval(name, figure, counts)
    return figures


def _examples(pairs: Sequence[tuple[Report, Report]]) -> list[Figures]:
    """Return the most frequent contradictions: what the draft says and what the report says."""
    seen: Counter[tuple[str, str, str, str]] = Counter()
    for draft, report in pairs:
        for fact in draft.values():
            kind = verdict(fact, report)
            if kind in (Verdict.OTHER_DEGREE, Verdict.NEGATION):
                seen[(fact.finding, _words(fact), _words(report[fact.finding]), kind.value)] += 1
    keys = ("finding", "draft", "report", "kind")
    return [{**dict(zip(keys, key, strict=True)), "studies": count} for key, count in seen.most_common(MOST_EXAMPLES)]


def _words(fact: Fact) -> str:
    return " or ".join(sorted(fact.values)).replace("_", " ")
