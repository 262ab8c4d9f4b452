"""Writing an index: batch by batch the same bytes as at once, and whole or not at all."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from deepcoro_desktop.core.bundle import index_writer
from deepcoro_desktop.core.bundle.index_writer import IndexWriter, write_report_index
from deepcoro_desktop.core.bundle.manifest import ReportOrigin
from deepcoro_desktop.core.bundle.report_index import PriorReport, ReportIndex
from deepcoro_desktop.core.errors import BundleError
from tests.core.bundle.test_report_index import reports, vectors

Batch = tuple[Sequence[PriorReport], npt.NDArray[np.float32]]


def add_both(folder: Path, first: Batch, second: Batch) -> None:
    with IndexWriter(folder) as writer:
        writer.add(*first)
        writer.add(*second)


def test_batches_make_the_same_files_as_all_at_once(tmp_path: Path) -> None:
    (tmp_path / "once").mkdir()
    (tmp_path / "batches").mkdir()
    once = write_report_index(tmp_path / "once", reports(25), vectors(25), neighbours=7)
    with IndexWriter(tmp_path / "batches") as writer:
        for begin in range(0, 25, 10):
            writer.add(reports(25)[begin : begin + 10], vectors(25)[begin : begin + 10])
        assert writer.finish(7) == once
    plain = np.load(tmp_path / "batches" / once.embeddings.file)
    assert plain.dtype == np.float16
    lengths = np.linalg.norm(vectors(25), axis=1, keepdims=True)
    assert (plain == (vectors(25).astype(np.float64) / lengths).astype(np.float16)).all()
    assert tuple(ReportIndex.open(tmp_path / "batches", once).reports) == reports(25)


def test_reports_at_hand_are_written_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_writer, "_BATCH", 4)
    spec = write_report_index(tmp_path, reports(9), vectors(9))
    assert tuple(ReportIndex.open(tmp_path, spec).reports) == reports(9)


def test_an_error_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    before = write_report_index(tmp_path, reports(3), vectors(3))
    with pytest.raises(BundleError, match="same id"):
        add_both(tmp_path, (reports(2), vectors(2)), (reports(1), vectors(1)))
    assert tuple(ReportIndex.open(tmp_path, before).reports) == reports(3)
    assert len(list(tmp_path.iterdir())) == 3


def test_reports_without_their_embeddings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="one embedding for each"):
        write_report_index(tmp_path, reports(3), vectors(2))
    with pytest.raises(BundleError, match="one embedding for each"):
        write_report_index(tmp_path, (), vectors(0))
    with pytest.raises(BundleError, match="same id"):
        write_report_index(tmp_path, reports(1) * 2, vectors(2))
    with pytest.raises(BundleError, match="no direction"):
        write_report_index(tmp_path, reports(1), np.zeros((1, 4), np.float32))
    assert list(tmp_path.iterdir()) == []


def test_parts_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    real = [dataclasses.replace(report, origin=ReportOrigin.REAL) for report in reports(2)]
    with pytest.raises(BundleError, match="never both"):
        write_report_index(tmp_path, [*reports(1), real[1]], vectors(2))
    with pytest.raises(BundleError, match="never both"):
        add_both(tmp_path, (reports(1), vectors(1)), (real[1:], vectors(1)))
    with pytest.raises(BundleError, match="differ in length"):
        add_both(tmp_path, (reports(1), vectors(1)), (reports(2)[1:], vectors(1, dim=9)))


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="cannot be written"):
        write_report_index(tmp_path / "nowhere", reports(1), vectors(1))
