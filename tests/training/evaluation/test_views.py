from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from deepcoro_desktop.core.bundle.manifest import ViewLabel
from training.evaluation.figures import draw_patients
from training.evaluation.views import view_figures

VIEWS = tuple(ViewLabel(f"v{number}", "", "apical", "2d", f"coarse {number // 2}") for number in range(5))
STUDIES = 9


@pytest.fixture
def clips() -> tuple[list[np.ndarray], list[np.ndarray]]:
    rng = np.random.default_rng(1)
    truth = [rng.integers(-1, 4, 6) for _ in range(STUDIES)]  # the last view is never there
    found = [np.where(rng.random(6) < 0.6, np.maximum(row, 0), rng.integers(0, 5, 6)) for row in truth]
    return truth, found


def test_accuracy_and_confusion_agree_with_counting(clips: tuple[list[np.ndarray], list[np.ndarray]]) -> None:
    truth, found = clips
    counts = draw_patients([str(number) for number in range(STUDIES)], np.random.default_rng(2), 40)
    figures = view_figures(truth, found, VIEWS, counts)
    pairs = [(int(a), int(b)) for t, f in zip(truth, found, strict=True) for a, b in zip(t, f, strict=True) if a >= 0]
    counted = Counter(pairs)
    assert figures["n"] == len(pairs)
    assert figures["top1"] == pytest.approx(np.mean([a == b for a, b in pairs]))
    assert figures["coarse_top1"] == pytest.approx(np.mean([a // 2 == b // 2 for a, b in pairs]))
    assert figures["confusion"]["counts"] == [[counted[(a, b)] for b in range(5)] for a in range(5)]
    by_view = {a: [b == a for x, b in pairs if x == a] for a in range(4)}
    assert set(figures["by_view"]) == {f"v{a}" for a in by_view}
    assert figures["views_seen"] == 4
    for a, hits in by_view.items():
        assert figures["by_view"][f"v{a}"]["top1"] == pytest.approx(np.mean(hits))
        assert figures["by_view"][f"v{a}"]["n"] == len(hits)
    assert figures["macro"] == pytest.approx(np.mean([np.mean(hits) for hits in by_view.values()]))
    coarse = Counter((a // 2, b // 2) for a, b in pairs)
    assert figures["coarse_confusion"]["counts"] == [[coarse[(a, b)] for b in range(3)] for a in range(3)]


def test_the_interval_draws_studies_and_not_clips(clips: tuple[list[np.ndarray], list[np.ndarray]]) -> None:
    truth, found = clips
    counts = draw_patients([str(number) for number in range(STUDIES)], np.random.default_rng(3), 40)
    shares = []
    for row in counts:
        drawn = np.repeat(np.arange(STUDIES), row)
        a, b = np.concatenate([truth[s] for s in drawn]), np.concatenate([found[s] for s in drawn])
        shares.append(float((a == b)[a >= 0].mean()))
    expected = np.percentile(shares, (2.5, 97.5)).tolist()
    assert view_figures(truth, found, VIEWS, counts)["top1_ci"] == pytest.approx(expected)


def test_without_known_views_there_are_no_figures() -> None:
    unknown = [np.asarray([-1, -1])] * 2
    assert view_figures(unknown, unknown, VIEWS, np.ones((3, 2), np.int64)) == {}
