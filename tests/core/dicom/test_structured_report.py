"""Reports of both echo templates are read to the last number; hostile ones are read or refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as DicomSequence

from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.dicom.structured_report import NoReportError, Report, read_structured_report
from deepcoro_desktop.core.errors import UnreadableFileError
from deepcoro_desktop.core.reported import Code
from deepcoro_desktop.core.study import ClipSource
from deepcoro_desktop.core.workspace import Workspace, WorkspacePaths
from tests import report_factory as f
from tests.dicom_factory import uid, write_study

LVIDD: f.Coded = ("29436-3", "LN", "Left Ventricle Internal End Diastolic Dimension")
VTI: f.Coded = ("20354-7", "LN", "Velocity Time Integral")


def read(path: Path) -> Report:
    return read_structured_report(ClipSource(str(path)))


def count_numbers(data: Dataset) -> int:
    """Numeric items of a report, counted by walking every data set of the file."""
    here = 1 if data.get("ValueType") == "NUM" else 0
    return here + sum(count_numbers(child) for child in data.get("ContentSequence", []))


def test_reads_every_number_of_a_nested_report_with_what_is_said_around_it(tmp_path: Path) -> None:
    chosen = f.said(f.SELECTION, f.CHOSEN, "HAS PROPERTIES")
    path = f.write_report(
        tmp_path / "sr", "s", "5200",
        [
            f.findings(
                f.LEFT_VENTRICLE,
                f.said(f.MODE, f.TWO_D),
                f.number(LVIDD, "4.21", "cm", f.picture("1.2.3.4", 12), chosen),
                f.number(LVIDD, "4.4", "cm"),
            ),
            f.findings(f.LVOT, f.number(VTI, "18.5", "cm", f.number(("x", "99GEMS", "Peak"), "0.9", "m/s"))),
        ],
    )  # fmt: skip
    report = read(path)
    assert len(report.content.values) == count_numbers(dcmread(path)) == 4
    assert (report.content.template, report.content.manufacturer) == ("5200", "Test machine")
    first, second, vti, inner = report.content.values
    assert (first.value, first.unit, first.selected) == (4.21, "cm", True)
    assert (first.sop_instance_uid, first.frame) == ("1.2.3.4", 11)
    assert not second.selected
    site = Code("363698007", "SCT")
    for value, meaning in (
        (first, "Left Ventricle"),
        (vti, "Left Ventricle Outflow Tract"),
        (inner, "Left Ventricle Out"),
    ):
        found = value.qualifier(site)
        assert found is not None
        assert found.meaning.startswith(meaning)
    assert first.qualifier(Code("399264008", "SCT")) == Code("399064001", "SCT", "2D mode")
    assert inner.concept.scheme == "99GEMS"


def test_reads_a_flat_report(tmp_path: Path) -> None:
    content = f.container(
        ("125301", "DCM", "Pre-coordinated Measurements"),
        f.number(("80007-8", "LN", "Left ventricular internal diastolic dimension - 2D"), "42", "mm"),
        f.number(("79964-3", "LN", "Aortic valve Vmax"), "4.1", "m/s"),
    )
    report = read(f.write_report(tmp_path / "sr", "s", "5300", [content]))
    assert [(v.concept.value, v.value, v.unit) for v in report.content.values] == [
        ("80007-8", 42.0, "mm"),
        ("79964-3", 4.1, "m/s"),
    ]


def test_a_number_without_value_is_counted_and_has_none(tmp_path: Path) -> None:
    report = read(f.write_report(tmp_path / "sr", "s", "5200", [f.number(LVIDD, None, ""), f.number(LVIDD, "4", "cm")]))
    assert [v.value for v in report.content.values] == [None, 4.0]


def test_a_point_on_a_picture_leads_to_its_frame(tmp_path: Path) -> None:
    point = Dataset()
    point.RelationshipType, point.ValueType, point.GraphicType = "INFERRED FROM", "SCOORD", "POLYLINE"
    point.GraphicData = [1.0, 2.0, 3.0, 4.0]
    point.ContentSequence = DicomSequence([f.picture("1.2.3.4", 7)])
    report = read(f.write_report(tmp_path / "sr", "s", "5200", [f.number(LVIDD, "4", "cm", point)]))
    assert (report.content.values[0].sop_instance_uid, report.content.values[0].frame) == ("1.2.3.4", 6)


def test_a_deep_report_is_read_or_refused_but_never_half(tmp_path: Path) -> None:
    node = f.number(LVIDD, "4", "cm")
    for _ in range(100):
        node = f.container(f.GROUP, node)
    assert len(read(f.write_report(tmp_path / "sr", "s", "5200", [node])).content.values) == 1


@pytest.mark.parametrize("cut", [300, 700, 900])
def test_a_report_that_was_cut_off_is_refused_or_has_no_numbers(cut: int, tmp_path: Path) -> None:
    path = f.write_report(tmp_path / "sr", "s", "5200", [f.findings(f.LVOT, f.number(VTI, "18", "cm"))])
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(UnreadableFileError):
        read(path)


def test_refuses_a_report_without_numbers_and_a_clip(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="a structured report without measurements"):
        read(f.write_report(tmp_path / "sr", "s", "2000", [f.container(f.GROUP)]))
    (clip,) = write_study(tmp_path / "clips", places=(0,), frames=2)
    with pytest.raises(NoReportError, match="not a structured report"):
        read(clip)


def test_a_study_brings_the_reports_that_belong_to_it(tmp_path: Path) -> None:
    write_study(tmp_path / "study", places=(0, 1), frames=2)
    study = dcmread(tmp_path / "study" / "clip001.dcm", stop_before_pixels=True)
    content = [f.number(LVIDD, "4", "cm")]

    def add(name: str, **changes: str) -> None:
        path = f.write_report(tmp_path / "study" / name, "r", "5200", content, name=name)
        ds = dcmread(path)
        ds.StudyInstanceUID = study.StudyInstanceUID
        for keyword, value in changes.items():
            setattr(ds, keyword, value)
        ds.save_as(path)

    add("own")
    add("twice", SOPInstanceUID=uid("r", "own"))
    add("stranger", PatientID="SOMEONE-ELSE")
    add("elsewhere", StudyInstanceUID="1.2.3")
    found = read_study(tmp_path / "study")
    assert len(found.reports) == 1
    reasons = {item.name: item.reason for item in found.skipped}
    assert reasons == {
        "twice": "The same report was found twice.",
        "stranger": "Its measurements belong to another study or patient.",
        "elsewhere": "Its measurements belong to another study or patient.",
    }
    workspace = Workspace(WorkspacePaths.under(tmp_path / "home"), ai_enabled=False)
    imported = workspace.import_paths([tmp_path / "study"])
    assert imported.found == 6
    assert imported.found == sum(len(s.clips) + len(s.reports) for s in imported.studies) + len(imported.skipped)
