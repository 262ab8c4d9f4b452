from __future__ import annotations

import numpy as np
import pytest

from training.evaluation.agreement import Tally, Verdict, agreement_figures, tally, verdict
from training.evaluation.facts import Fact
from training.evaluation.figures import draw_patients


def report(**values: str) -> dict[str, Fact]:
    """Return facts, "finding" = "value or value"; the section is the finding's first letter."""
    return {name: Fact(name[0], name, frozenset(value.split(" or "))) for name, value in values.items()}


@pytest.mark.parametrize(
    ("draft", "stated", "expected"),
    [
        ("mild", "mild", Verdict.RIGHT),
        ("mild", "severe", Verdict.OTHER_DEGREE),
        ("none", "mild", Verdict.NEGATION),
        ("severe", "none", Verdict.NEGATION),
        ("none", "trace", Verdict.OTHER_DEGREE),
        ("mild or moderate", "moderate", Verdict.RIGHT),
        ("mild or moderate", "severe", Verdict.OTHER_DEGREE),
        ("moderate", "none or trace", Verdict.NEGATION),
    ],
)
def test_a_fact_is_right_or_contradicts(draft: str, stated: str, expected: Verdict) -> None:
    assert verdict(report(mr=draft)["mr"], report(mr=stated)) is expected


def test_a_fact_of_which_the_report_is_silent_is_no_contradiction() -> None:
    assert verdict(report(mr="mild")["mr"], report(tr="mild")) is Verdict.SILENT


def test_counts_the_facts_of_a_study_and_of_its_sections() -> None:
    draft = report(a1="mild", a2="none", b1="normal", b2="severe", c1="mild")
    stated = report(a1="mild", a2="severe", b1="normal", b2="mild", d1="none")
    assert tally(draft, stated) == Tally(drafted=5, stated=5, right=2, other_degree=1, negation=1)
    assert tally(draft, stated, "a") == Tally(2, 2, 1, 0, 1)
    assert tally(draft, stated, "d") == Tally(0, 1, 0, 0, 0)
    assert tally(draft, stated, abnormal=True) == Tally(3, 3, 1, 1, 0)


def test_precision_recall_and_contradictions_agree_with_a_loop() -> None:
    rng = np.random.default_rng(1)
    grades, names = ("none", "mild", "severe"), ("a1", "a2", "b1", "b2")
    studies = [
        [report(**{name: grades[rng.integers(3)] for name in names if rng.random() < 0.7}) for _ in range(14)]
        for _ in range(2)
    ]
    drafts, reports = studies
    counts = draw_patients([str(number) for number in range(14)], np.random.default_rng(2), 25)
    figures = agreement_figures(drafts, reports, ["a", "b"], counts)

    def naive(rows: list[int]) -> tuple[float, float, float, float]:
        right = compared = drafted = stated = 0
        for row in rows:
            drafted, stated = drafted + len(drafts[row]), stated + len(reports[row])
            for name in set(drafts[row]) & set(reports[row]):
                compared += 1
                right += drafts[row][name].values == reports[row][name].values
        precision, recall = right / drafted, right / stated
        return precision, recall, 2 * precision * recall / (precision + recall), 1 - right / compared

    keys = ("precision", "recall", "f1", "contradictions")
    assert [figures[key] for key in keys] == pytest.approx(naive(list(range(14))))
    rounds = np.asarray([naive(np.repeat(np.arange(14), row).tolist()) for row in counts])
    for key, column in zip(keys, rounds.T, strict=True):
        assert figures[f"{key}_ci"] == pytest.approx(np.percentile(column, (2.5, 97.5)).tolist())
    assert figures["other_degree"] + figures["negation"] == pytest.approx(figures["contradictions"])
    assert sum(figures["sections"][name]["stated"] for name in "ab") == figures["stated"]


def test_sections_come_in_the_order_of_the_report_and_silent_ones_are_left_out() -> None:
    pairs = [report(b1="mild", a1="none")], [report(a1="none", z1="mild")]
    figures = agreement_figures(*pairs, ["c", "a", "b"], np.ones((2, 1), np.int64))
    assert list(figures["sections"]) == ["a", "b", "z"]
    assert figures["sections"]["b"]["recall"] != figures["sections"]["b"]["recall"]  # no number: nothing was stated


def test_the_most_frequent_contradictions_are_listed() -> None:
    drafts = [report(a1="none"), report(a1="none"), report(a1="mild or moderate", b1="mild")]
    reports = [report(a1="mild"), report(a1="mild"), report(a1="severe", b1="mild")]
    examples = agreement_figures(drafts, reports, ["a", "b"], np.ones((2, 3), np.int64))["examples"]
    assert examples == [
        {"finding": "a1", "draft": "none", "report": "mild", "kind": "negation", "studies": 2},
        {"finding": "a1", "draft": "mild or moderate", "report": "severe", "kind": "other degree", "studies": 1},
    ]
