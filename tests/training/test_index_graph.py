"""The graph of a report index: written only where it was measured to find enough in less time."""

from __future__ import annotations

import dataclasses
import logging
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from deepcoro_desktop.core.bundle.manifest import LEAST_RECALL, ReportIndexSpec, ReportOrigin
from deepcoro_desktop.core.bundle.report_index import (
    PriorReport,
    PriorSentence,
    ReportIndex,
    patient_key,
    write_report_index,
)
from tests.core.bundle.test_report_index import vectors
from training import index_graph
from training.index_graph import GRAPH_NAME, recall, turned_away, with_graph

COUNT = 900


@pytest.fixture
def spec(tmp_path: Path) -> ReportIndexSpec:
    reports = [
        PriorReport(
            f"r{number}",
            patient_key(f"P{number // 2}"),
            ReportOrigin.SYNTHETIC,
            (PriorSentence("Aorta" if number % 3 else "Left atrium", "Fine."),),
            {},
        )
        for number in range(COUNT)
    ]
    return write_report_index(tmp_path, reports, vectors(COUNT), neighbours=20)


@pytest.fixture
def any_saving(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few hundred rows are compared faster than a graph is asked."""
    monkeypatch.setattr(index_graph, "LEAST_SAVING", 0.0)
    monkeypatch.setattr(index_graph, "HELD_OUT", 60)


@pytest.mark.usefixtures("any_saving")
def test_a_graph_that_finds_enough_is_written_with_its_recall(tmp_path: Path, spec: ReportIndexSpec) -> None:
    made = with_graph(tmp_path, spec, graph_from=COUNT)
    assert made.graph is not None
    assert made.graph.recall >= LEAST_RECALL
    assert (made.graph.neighbours, made.graph.queries) == (20, 60)
    assert dataclasses.replace(made, graph=None) == spec
    index = ReportIndex.open(tmp_path, made)
    own = index.embeddings[:: COUNT // 90].astype(np.float32)
    assert index.graph is not None
    for row, (nearest,) in zip(range(0, COUNT, COUNT // 90), index.search(own, 1), strict=True):
        assert nearest.row == row  # the held-out reports too


@pytest.mark.usefixtures("any_saving")
def test_the_recall_is_that_of_reports_outside_the_graph(
    tmp_path: Path, spec: ReportIndexSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    added: list[npt.NDArray[np.intp]] = []
    measured: list[int] = []
    add, measure = index_graph._add, index_graph._measure

    def note(graph: object, matrix: npt.NDArray[np.float16], rows: npt.NDArray[np.intp]) -> None:
        added.append(rows)
        add(graph, matrix, rows)

    def count(graph: object, matrix: npt.NDArray[np.float16], searches: list[index_graph.Search], k: int) -> object:
        measured.append(sum(len(rows) for rows in added))
        for search in searches:
            assert search.allowed.sum(axis=1).max() <= measured[-1]
            for query in search.queries:
                inside = matrix[np.concatenate(added)].astype(np.float32)
                assert not (inside == query).all(axis=1).any()
        return measure(graph, matrix, searches, k)

    monkeypatch.setattr(index_graph, "_add", note)
    monkeypatch.setattr(index_graph, "_measure", count)
    assert with_graph(tmp_path, spec, graph_from=1).graph is not None
    assert measured == [COUNT - 60]
    assert sorted(np.concatenate(added).tolist()) == list(range(COUNT))


@pytest.mark.usefixtures("any_saving")
def test_a_graph_that_finds_too_little_is_not_written(
    tmp_path: Path, spec: ReportIndexSpec, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(index_graph, "recall", lambda scores, least: 0.98)
    with caplog.at_level(logging.INFO):
        assert with_graph(tmp_path, spec, graph_from=1) == spec
    assert not (tmp_path / GRAPH_NAME).exists()
    assert "no graph: none found 0.99 of the neighbours" in caplog.text
    assert (
        caplog.text.count("recall@20 0.9800 off the reports and 0.9800 of them") == len(index_graph.LINKS) * 3
    )  # breadths up to half of the rows


def test_a_graph_that_saves_no_time_is_not_written(
    tmp_path: Path, spec: ReportIndexSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_graph, "LEAST_SAVING", 1e6)
    told: list[index_graph.Attempt] = []
    assert with_graph(tmp_path, spec, graph_from=1, tell=told.append) == spec
    assert [attempt.links for attempt in told] == [links for links, _ in index_graph.LINKS]
    for attempt in told:
        assert attempt.kept is None
        assert attempt.trials[-1].recall >= LEAST_RECALL
        assert attempt.size_bytes > 4 * vectors(COUNT).size


def test_a_small_index_gets_no_graph(
    tmp_path: Path, spec: ReportIndexSpec, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(index_graph, "_graph_of", lambda *arguments: pytest.fail("a graph was built"))
    with caplog.at_level(logging.INFO):
        assert with_graph(tmp_path, spec, graph_from=COUNT + 1) == spec
    assert "no graph: 900 reports" in caplog.text


def test_without_hnswlib_the_build_says_so(
    tmp_path: Path, spec: ReportIndexSpec, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(index_graph, "can_use_graphs", lambda: False)
    assert with_graph(tmp_path, spec, graph_from=1) == spec
    assert "hnswlib is not installed" in caplog.text


def test_the_recall_that_counts_is_that_of_queries_off_the_reports(
    tmp_path: Path, spec: ReportIndexSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_graph, "LEAST_SAVING", 0.0)
    shares = iter([1.0, 0.98] * 1000)
    monkeypatch.setattr(index_graph, "recall", lambda scores, least: next(shares))
    told: list[index_graph.Attempt] = []
    assert with_graph(tmp_path, spec, graph_from=1, tell=told.append) == spec
    assert {(trial.recall_of_reports, round(trial.recall, 9)) for one in told for trial in one.trials} == {(1.0, 0.98)}


def test_rows_are_turned_by_the_angle_asked_for() -> None:
    rows = vectors(50)
    turned = turned_away(rows, 0.3, np.random.Generator(np.random.PCG64(2)))
    assert np.allclose(np.linalg.norm(turned, axis=1), 1.0, atol=1e-6)
    assert np.allclose((turned * rows).sum(axis=1), 0.3, atol=1e-6)
    aside = turned - 0.3 * rows
    assert np.abs(np.corrcoef(aside.T)[np.triu_indices(rows.shape[1], 1)]).max() < 0.6  # each in its own direction


def test_recall_counts_what_is_as_near_as_the_last_exact_neighbour() -> None:
    scores = np.array([[0.9, 0.8, 0.8], [0.9, 0.7, -np.inf], [0.1, 0.1, 0.1]])
    assert recall(scores, np.array([0.8, 0.7, -np.inf])) == pytest.approx((3 + 2) / 6)
    assert recall(scores, np.array([-np.inf] * 3)) == 0.0
