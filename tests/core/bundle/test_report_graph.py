"""Search by graph: who may be found is the same as in the exact search, and what is found is compared exactly."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import hnswlib
import numpy as np
import pytest

from deepcoro_desktop.core.bundle import report_graph, report_index
from deepcoro_desktop.core.bundle.files import bundle_file
from deepcoro_desktop.core.bundle.manifest import ReportGraphSpec, ReportIndexSpec, ReportOrigin
from deepcoro_desktop.core.bundle.report_graph import search_words
from deepcoro_desktop.core.bundle.report_index import (
    PriorReport,
    PriorSentence,
    ReportIndex,
    patient_key,
    write_report_index,
)
from deepcoro_desktop.core.errors import BundleError
from tests.core.bundle.test_report_index import vectors

COUNT = 600


def a_report(number: int) -> PriorReport:
    section = "Rare" if number % 100 == 0 else "Often"
    sentences = (PriorSentence("Aorta", "Fine."), PriorSentence(section, "Fine."))
    return PriorReport(f"r{number}", patient_key(f"P{number // 3}"), ReportOrigin.SYNTHETIC, sentences, {})


def add_graph(folder: Path, spec: ReportIndexSpec, rows: int = COUNT, breadth: int = 60) -> ReportIndexSpec:
    graph = hnswlib.Index(space="ip", dim=8)
    graph.init_index(max_elements=rows, M=16, ef_construction=200)
    graph.add_items(np.load(folder / spec.embeddings.file)[:rows].astype(np.float32), np.arange(rows), num_threads=1)
    graph.save_index(str(folder / "graph.hnsw"))
    entry = ReportGraphSpec(bundle_file(folder, "graph.hnsw"), breadth, 0.995, 50, 240)
    return dataclasses.replace(spec, graph=entry)


@pytest.fixture
def spec(tmp_path: Path) -> ReportIndexSpec:
    return add_graph(tmp_path, write_report_index(tmp_path, [a_report(n) for n in range(COUNT)], vectors(COUNT)))


def both(folder: Path, spec: ReportIndexSpec) -> tuple[ReportIndex, ReportIndex]:
    by_graph = ReportIndex.open(folder, spec)
    assert by_graph.graph is not None
    return by_graph, ReportIndex.open(folder, dataclasses.replace(spec, graph=None))


def test_the_graph_finds_what_the_exact_search_finds(tmp_path: Path, spec: ReportIndexSpec) -> None:
    by_graph, exact = both(tmp_path, spec)
    queries = vectors(15, seed=3)
    found, expected = by_graph.search(queries, 20), exact.search(queries, 20)
    shared = [len(set(a) & set(b)) for a, b in zip(found, expected, strict=True)]
    assert sum(shared) >= 0.99 * 15 * 20
    for neighbours in found:
        assert list(neighbours) == sorted(neighbours, key=lambda one: (-one.similarity, one.row))


@pytest.mark.parametrize("patient", ["P3", patient_key("P3"), " P3 "], ids=["id", "key", "spaces"])
def test_own_reports_are_never_candidates(tmp_path: Path, spec: ReportIndexSpec, patient: str) -> None:
    by_graph, _ = both(tmp_path, spec)
    own = by_graph.embeddings[9:12].astype(np.float32)
    assert by_graph.search(own, 20)[0][0].row == 9
    for neighbours in by_graph.search(own, 20, exclude_patient_key=patient):
        assert len(neighbours) == 20
        assert not {9, 10, 11} & {one.row for one in neighbours}


def test_a_query_that_the_graph_cannot_serve_is_searched_exactly(tmp_path: Path, spec: ReportIndexSpec) -> None:
    by_graph, exact = both(tmp_path, spec)
    queries = vectors(3, seed=4)
    sections = ["Rare", "Aorta", "Rare"]  # 6 of 600 reports speak of it: among 60 rows are never 5
    found = by_graph.search(queries, 5, "P0", sections)
    for place in (0, 2):
        assert found[place] == exact.search(queries, 5, "P0", sections)[place]
        assert {one.row for one in found[place]} == {100, 200, 300, 400, 500}
    assert len(found[1]) == 5


def test_more_neighbours_than_reports_are_all_reports(tmp_path: Path, spec: ReportIndexSpec) -> None:
    by_graph, exact = both(tmp_path, spec)
    query = vectors(1, seed=5)
    assert by_graph.search(query, 900, "P1", ["Often"]) == exact.search(query, 900, "P1", ["Often"])
    assert len(by_graph.search(query, 900, "P1", ["Often"])[0]) == COUNT - 6 - 3


def test_a_graph_that_reaches_too_few_rows_is_passed_by(tmp_path: Path) -> None:
    # 599 copies of one row fill their own links, so none leads to the last row
    rows = np.repeat(vectors(2), [599, 1], axis=0)
    spec = write_report_index(tmp_path, [a_report(n) for n in range(COUNT)], rows)
    graph = hnswlib.Index(space="ip", dim=8)
    graph.init_index(max_elements=COUNT, M=2, ef_construction=2)
    graph.add_items(rows, np.arange(COUNT), num_threads=1)
    with pytest.raises(RuntimeError):
        graph.knn_query(rows[:1], k=COUNT)
    index, exact = both(tmp_path, add_graph(tmp_path, spec))
    index = dataclasses.replace(index, graph=report_graph.ReportGraph(graph, COUNT))
    assert index.search(rows[-1:], 5, "P0", ["Aorta"]) == exact.search(rows[-1:], 5, "P0", ["Aorta"])


def test_without_hnswlib_every_report_is_compared(
    tmp_path: Path, spec: ReportIndexSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, exact = both(tmp_path, spec)
    monkeypatch.setattr(report_index, "can_use_graphs", lambda: False)
    index = ReportIndex.open(tmp_path, spec)
    assert index.graph is None
    assert index.search(vectors(2), 30) == exact.search(vectors(2), 30)


def test_the_words_say_how_it_is_searched(spec: ReportIndexSpec) -> None:
    assert search_words(dataclasses.replace(spec, graph=None), usable=True) == (
        "Every report is compared (exact search)."
    )
    assert search_words(spec, usable=True) == (
        "By a graph (HNSW): recall@50 0.9950, measured with 240 reports of the corpus."
    )
    assert "hnswlib is not installed" in search_words(spec, usable=False)
    assert report_graph.can_use_graphs()


def test_a_graph_of_other_reports_is_refused(tmp_path: Path, spec: ReportIndexSpec) -> None:
    with pytest.raises(BundleError, match="of another index"):
        ReportIndex.open(tmp_path, add_graph(tmp_path, spec, rows=COUNT - 1))
    (tmp_path / "graph.hnsw").write_bytes(b"no graph at all, whatever its hash says" * 10)
    with pytest.raises(BundleError, match="graph of the bundle's reports cannot be read"):
        ReportIndex.open(tmp_path, spec)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"recall": 0.98}, "recall 0.98 is not between 0.99 and 1"),
        ({"recall": 1.01}, "not between"),
        ({"breadth": 49}, "fewer rows than are wanted"),
        ({"queries": 0}, "never measured"),
    ],
    ids=str,
)
def test_a_graph_that_finds_too_little_is_refused(
    spec: ReportIndexSpec, change: dict[str, float], sentence: str
) -> None:
    assert spec.graph is not None
    with pytest.raises(ValueError, match=sentence):
        dataclasses.replace(spec.graph, **change)
