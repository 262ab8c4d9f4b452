"""Prior reports: opened without being parsed, read one by one, with or without their table."""

from __future__ import annotations

import dataclasses
import json
import weakref
from pathlib import Path

import numpy as np
import pytest

from deepcoro_desktop.core.bundle import prior_reports
from deepcoro_desktop.core.bundle.index_writer import write_report_index
from deepcoro_desktop.core.bundle.manifest import ReportIndexSpec, ReportOrigin
from deepcoro_desktop.core.bundle.prior_reports import (
    PriorReport,
    PriorReports,
    PriorSentence,
    RowTable,
    key_number,
    patient_key,
    row_type,
)
from deepcoro_desktop.core.errors import BundleError


def a_report(number: int, sections: tuple[str, ...] = ("Aorta",)) -> PriorReport:
    sentences = tuple(PriorSentence(section, f"{section}: Größe {number}.1 cm.") for section in sections)
    return PriorReport(f"r{number}", patient_key(f"P{number % 7}"), ReportOrigin.SYNTHETIC, sentences, {"ef": 50.0})


def write(folder: Path, reports: list[PriorReport]) -> ReportIndexSpec:
    vectors = np.random.Generator(np.random.PCG64(1)).standard_normal((len(reports), 4))
    return write_report_index(folder, reports, vectors)


def without_table(spec: ReportIndexSpec) -> ReportIndexSpec:
    """Return the entry as schema 2 wrote it."""
    return dataclasses.replace(spec, rows=None, sections=())


@pytest.fixture(params=[True, False], ids=["with table", "schema 2"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> PriorReports:
    sections = [("Aorta",), ("Mitral valve", "Aorta"), (), ("Left atrium",) * 2]
    reports = [a_report(number, sections[number % 4]) for number in range(40)]
    spec = write(tmp_path, reports)
    return PriorReports.open(tmp_path, spec if request.param else without_table(spec))


def test_reports_are_read_by_row_and_in_order(opened: PriorReports) -> None:
    assert len(opened) == 40
    assert opened[5] == a_report(5, ("Mitral valve", "Aorta"))
    assert opened[-1] == opened[39] == list(opened)[39]
    assert [report.report_id for report in opened[3:9:2]] == ["r3", "r5", "r7"]
    with pytest.raises(IndexError):
        opened[40]


def test_sections_and_patients_are_known_without_parsing(opened: PriorReports, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prior_reports, "parse_report", lambda line, number: pytest.fail(f"report {number} was parsed"))
    for section, rows in (("Aorta", {0, 1}), ("Mitral valve", {1}), ("Left atrium", {3}), ("Kidney", set())):
        assert opened.speaking_of(section).tolist() == [row % 4 in rows for row in range(40)]
    assert opened.speaking_of("").all()
    assert opened.rows_of_patients([patient_key("P3"), "unknown"]).tolist() == [3, 10, 17, 24, 31, 38]


def test_more_sections_than_a_byte_or_a_word_has_bits(tmp_path: Path) -> None:
    reports = [a_report(number, (f"Section {number}", "All")) for number in range(70)]
    opened = PriorReports.open(tmp_path, write(tmp_path, reports))
    for number in (0, 7, 8, 63, 64, 69):
        assert np.flatnonzero(opened.speaking_of(f"Section {number}")).tolist() == [number]
    assert opened.speaking_of("All").all()


def test_what_was_made_of_a_report_is_made_once(opened: PriorReports, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def make(report: PriorReport) -> str:
        calls.append(report.report_id)
        return report.report_id.upper()

    assert [opened.derived(row, make) for row in (3, 4, 3, 3)] == ["R3", "R4", "R3", "R3"]
    assert calls == ["r3", "r4"]


def test_what_is_kept_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prior_reports, "_KEPT", 2)
    opened = PriorReports.open(tmp_path, write(tmp_path, [a_report(number) for number in range(5)]))
    first = opened[0]
    assert opened[0] is first
    assert opened[1] != opened[2]
    assert opened[0] is not first
    assert opened[0] == first


def test_the_files_are_let_go_with_the_reports(tmp_path: Path) -> None:
    opened = PriorReports.open(tmp_path, write(tmp_path, [a_report(0)]))
    assert opened[0] == a_report(0)
    gone = weakref.ref(opened)
    del opened
    assert gone() is None  # at once, without the garbage collector: an open file cannot be moved on Windows


def test_keys_have_numbers_of_64_bits() -> None:
    numbers = {key_number(patient_key(f"P{number}")) for number in range(1000)}
    assert len(numbers) == 1000
    assert max(numbers) < 2**64


def damaged(folder: Path, line: dict[str, object]) -> ReportIndexSpec:
    """Return the spec of an index whose second report has other keys or values."""
    spec = write(folder, [a_report(number) for number in range(3)])
    path = folder / spec.reports.file
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = json.dumps(json.loads(lines[1]) | line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return spec


BROKEN = pytest.mark.parametrize(
    "change",
    [
        {"extra": 1},
        {"labels": {"effusion": "yes"}},
        {"labels": {"effusion": float("nan")}},
        {"origin": "unknown"},
        {"sentences": [{"section": "Aorta", "text": 3, "concept": None}]},
        {"sentences": [{"section": "Aorta"}]},
        {"report_id": ""},
        {"patient_key": None},
    ],
    ids=str,
)


@BROKEN
def test_report_that_is_none_is_refused_by_number(tmp_path: Path, change: dict[str, object]) -> None:
    spec = without_table(damaged(tmp_path, change))
    with pytest.raises(BundleError, match="Report 2 of the bundle is not valid"):
        PriorReports.open(tmp_path, spec)


@BROKEN
def test_with_a_table_it_is_refused_when_it_is_read(tmp_path: Path, change: dict[str, object]) -> None:
    spec = damaged(tmp_path, change)
    table = RowTable()
    place = 0
    for number, line in enumerate((tmp_path / spec.reports.file).read_bytes().splitlines(keepends=True)):
        table.add(a_report(number), place)
        place += len(line)
    assert spec.rows is not None
    np.save(tmp_path / spec.rows.file, table.as_array())
    opened = PriorReports.open(tmp_path, spec)
    assert opened[0].report_id == "r0"
    assert opened[2].report_id == "r2"
    with pytest.raises(BundleError, match="Report 2 of the bundle is not valid"):
        opened[1]


def test_two_reports_with_one_id_are_refused(tmp_path: Path) -> None:
    spec = without_table(damaged(tmp_path, {"report_id": "r0"}))
    with pytest.raises(BundleError, match="same id"):
        PriorReports.open(tmp_path, spec)


def test_wrong_number_of_reports_is_refused(tmp_path: Path) -> None:
    spec = write(tmp_path, [a_report(number) for number in range(3)])
    (tmp_path / spec.reports.file).write_text("", encoding="utf-8")
    with pytest.raises(BundleError, match="0 reports where 3 belong"):
        PriorReports.open(tmp_path, without_table(spec))
    with pytest.raises(BundleError, match="table of the bundle's reports does not belong"):
        PriorReports.open(tmp_path, spec)


def test_reports_that_are_not_there_are_refused(tmp_path: Path) -> None:
    spec = write(tmp_path, [a_report(0)])
    (tmp_path / spec.reports.file).unlink()
    with pytest.raises(BundleError, match="cannot be read"):
        PriorReports.open(tmp_path, spec)


@pytest.mark.parametrize(
    "offsets", [[0, 5, 5], [3, 5, 9], [0, 9, 5], [0, 5, 10**6]], ids=["equal", "late", "back", "past the end"]
)
def test_table_of_other_reports_is_refused(tmp_path: Path, offsets: list[int]) -> None:
    spec = write(tmp_path, [a_report(number) for number in range(3)])
    assert spec.rows is not None
    rows = np.load(tmp_path / spec.rows.file)
    rows["offset"] = offsets
    np.save(tmp_path / spec.rows.file, rows)
    with pytest.raises(BundleError, match="does not belong"):
        PriorReports.open(tmp_path, spec)


def test_table_of_another_kind_is_refused(tmp_path: Path) -> None:
    spec = write(tmp_path, [a_report(number) for number in range(3)])
    assert spec.rows is not None
    path = tmp_path / spec.rows.file
    for array in (np.zeros(2, row_type(1)), np.zeros(3, row_type(9)), np.zeros(3)):
        np.save(path, array)
        with pytest.raises(BundleError, match="does not belong"):
            PriorReports.open(tmp_path, spec)
    for broken in (b"", b"no array"):
        path.write_bytes(broken)
        with pytest.raises(BundleError, match="not a plain"):
            PriorReports.open(tmp_path, spec)
