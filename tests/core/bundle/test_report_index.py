"""The report index: one format for training and desktop, and who is found in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import pytest

from deepcoro_desktop.core.bundle import exact_search
from deepcoro_desktop.core.bundle.manifest import ReportOrigin
from deepcoro_desktop.core.bundle.report_index import (
    PriorReport,
    PriorSentence,
    ReportIndex,
    patient_key,
    write_report_index,
)
from deepcoro_desktop.core.errors import BundleError, ModelError


def reports(count: int) -> tuple[PriorReport, ...]:
    return tuple(
        PriorReport(
            report_id=f"r{number}",
            patient_key=patient_key(f"P{number % 7}"),
            origin=ReportOrigin.SYNTHETIC,
            sentences=(PriorSentence("Aorta", "Größe 3.1 cm.", "aorta=normal"), PriorSentence("Aorta", "Fine.", None)),
            labels={"effusion": float(number % 2)},
        )
        for number in range(count)
    )


def vectors(count: int, dim: int = 8, seed: int = 1) -> npt.NDArray[np.float32]:
    rows = np.random.Generator(np.random.PCG64(seed)).standard_normal((count, dim))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def build(folder: Path, count: int, rows: npt.NDArray[np.float32] | None = None) -> ReportIndex:
    spec = write_report_index(folder, reports(count), vectors(count) if rows is None else rows)
    return ReportIndex.open(folder, spec)


def test_reads_what_it_wrote(tmp_path: Path) -> None:
    spec = write_report_index(tmp_path, reports(5), 3.0 * vectors(5), neighbours=4)
    index = ReportIndex.open(tmp_path, spec)
    assert tuple(index.reports) == reports(5)
    assert np.allclose(index.embeddings.astype(np.float32), vectors(5), atol=1e-3)
    assert (spec.count, spec.dim, spec.neighbours, spec.origin) == (5, 8, 4, ReportOrigin.SYNTHETIC)


def test_small_index_gives_all_it_has(tmp_path: Path) -> None:
    (found,) = build(tmp_path, 3).search(vectors(1), 50)
    assert len(found) == 3


@pytest.mark.parametrize("key", ["P3", patient_key("P3"), " P3 "], ids=["id", "key", "spaces"])
def test_own_reports_are_never_candidates(tmp_path: Path, key: str) -> None:
    index = build(tmp_path, 30)
    (found,) = index.search(vectors(1), 30, exclude_patient_key=key)
    assert {neighbour.row % 7 for neighbour in found} == {0, 1, 2, 4, 5, 6}


def test_no_candidate_left_is_an_empty_answer(tmp_path: Path) -> None:
    index = build(tmp_path, 1)
    assert index.search(vectors(2), 5, exclude_patient_key="P0") == ((), ())


def test_wrong_queries_are_refused(tmp_path: Path) -> None:
    index = build(tmp_path, 4)
    with pytest.raises(ModelError, match="another length than the report index"):
        index.search(vectors(1, dim=9), 3)
    with pytest.raises(ModelError, match="no numbers"):
        index.search(np.full((1, 8), np.nan, np.float32), 3)


def test_patient_key_does_not_hold_the_id() -> None:
    assert "12345" not in patient_key("12345")
    assert patient_key(" 12345 ") == patient_key("12345")
    assert patient_key("  ") == ""


def test_embeddings_of_another_kind_are_refused(tmp_path: Path) -> None:
    spec = write_report_index(tmp_path, reports(3), vectors(3))
    path = tmp_path / spec.embeddings.file
    for array, sentence in (
        (vectors(3), "not float16"),
        (vectors(2).astype(np.float16), r"shape \(2, 8\)"),
        ((2 * vectors(3)).astype(np.float16), "length 1"),
        (np.full((3, 8), np.nan, np.float16), "length 1"),
    ):
        np.save(path, array)
        with pytest.raises(BundleError, match=sentence):
            ReportIndex.open(tmp_path, spec)
    np.save(path, np.array([{"a": 1}], object), allow_pickle=True)
    with pytest.raises(BundleError, match="not a plain"):
        ReportIndex.open(tmp_path, spec)
    path.write_bytes(b"")
    with pytest.raises(BundleError, match="not a plain"):
        ReportIndex.open(tmp_path, spec)


def test_searches_of_one_index_share_what_multiplies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact_search, "_FEW_ROWS", 0)
    index = build(tmp_path, 8)
    first = index.search(vectors(2), 3)
    monkeypatch.setattr(onnxruntime, "InferenceSession", lambda *_a, **_n: pytest.fail("opened again"))
    assert index.search(vectors(2), 3) == first
