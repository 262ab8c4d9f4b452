"""A structured report's numbers: every numeric item with the codes around it.

References
----------
DICOM PS3.3 C.17.3 (SR Document Content), PS3.16 TID 5200 (Echocardiography Procedure Report), TID 5300 (Simplified Echo
Procedure Report), TID 300 (Measurement).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pydicom.dataset import Dataset

from deepcoro_desktop.core.dicom.coding import code_of
from deepcoro_desktop.core.dicom.files import open_source
from deepcoro_desktop.core.dicom.parse import read_dataset
from deepcoro_desktop.core.dicom.values import integer, items, number, quiet, text
from deepcoro_desktop.core.errors import UnreadableFileError
from deepcoro_desktop.core.reported import Code, Qualifier, ReportedValue, ScannerReport
from deepcoro_desktop.core.study import ClipSource

REPORT_CLASSES: Final = frozenset({
    "1.2.840.10008.5.1.4.1.1.88.11",  # Basic Text SR
    "1.2.840.10008.5.1.4.1.1.88.22",  # Enhanced SR
    "1.2.840.10008.5.1.4.1.1.88.33",  # Comprehensive SR
    "1.2.840.10008.5.1.4.1.1.88.34",  # Comprehensive 3D SR
    "1.2.840.10008.5.1.4.1.1.88.35",  # Extensible SR
})  # fmt: skip
MOST_VALUES: Final = 20_000
"""A report of one examination has hundreds; one that claims more is not believed."""

_SELECTION: Final = Code("121404", "DCM")
_SHORT_LABEL: Final = Code("125309", "DCM")
_DERIVATION: Final = Code("121401", "DCM")
_MEAN: Final = Code("373098007", "SCT")


class NoReportError(UnreadableFileError):
    """A DICOM object is no structured report."""


@dataclass(frozen=True, slots=True)
class Report:
    """A structured report with whose it is."""

    name: str
    """Name of its file."""
    study_instance_uid: str
    patient_id: str
    content: ScannerReport


def read_structured_report(source: ClipSource) -> Report:
    """Return the numbers of a structured report.

    Raises
    ------
    NoReportError
        If the file is no structured report.
    UnreadableFileError
        If it is damaged, or holds no numbers.
    """
    with open_source(source) as stream:
        data, _ = read_dataset(stream)
    with quiet():
        if text(data, "SOPClassUID") not in REPORT_CLASSES:
            raise NoReportError("It is not a structured report.", "Nothing needs to be done.")
        values: list[ReportedValue] = []
        for value in _numbers(data):
            values.append(value)
            if len(values) > MOST_VALUES:
                raise UnreadableFileError(
                    f"The structured report claims more than {MOST_VALUES} measurements.", "Export it again."
                )
        if not values:
            raise UnreadableFileError("It is a structured report without measurements.", "Nothing needs to be done.")
        templates = items(data, "ContentTemplateSequence")
        content = ScannerReport(
            text(data, "SOPInstanceUID"),
            code_of(data, "ConceptNameCodeSequence").meaning,
            text(templates[0], "TemplateIdentifier") if templates else "",
            text(data, "Manufacturer"),
            tuple(values),
        )
        return Report(source.name, text(data, "StudyInstanceUID"), text(data, "PatientID"), content)


def _numbers(root: Dataset) -> Iterator[ReportedValue]:
    """Yield every NUM item, outer ones before those within, without recursion: depth is no limit."""
    pending: list[tuple[Dataset, tuple[Qualifier, ...]]] = [(root, ())]
    while pending:
        node, inherited = pending.pop()
        children = items(node, "ContentSequence")
        own = _said_of(children)
        said = _merged(own, inherited)
        if text(node, "ValueType") == "NUM":
            yield _number(node, children, own, said)
        pending += [(child, said) for child in reversed(children)]


def _said_of(children: tuple[Dataset, ...]) -> tuple[Qualifier, ...]:
    """Return the coded modifiers among an item's children."""
    return tuple(
        Qualifier(code_of(child, "ConceptNameCodeSequence"), code_of(child, "ConceptCodeSequence"))
        for child in children
        if text(child, "ValueType") == "CODE"
        and text(child, "RelationshipType") in ("HAS CONCEPT MOD", "HAS ACQ CONTEXT", "HAS PROPERTIES")
    )


def _merged(own: tuple[Qualifier, ...], inherited: tuple[Qualifier, ...]) -> tuple[Qualifier, ...]:
    merged: list[Qualifier] = []
    for qualifier in (*own, *inherited):
        if not any(known.name.same(qualifier.name) for known in merged):
            merged.append(qualifier)
    return tuple(merged)


def _number(
    node: Dataset, children: tuple[Dataset, ...], own: tuple[Qualifier, ...], said: tuple[Qualifier, ...]
) -> ReportedValue:
    measured = items(node, "MeasuredValueSequence")
    value = number(measured[0], "NumericValue") if measured else None
    unit = code_of(measured[0], "MeasurementUnitsCodeSequence").value if measured else ""
    chosen = any(q.name.same(_SELECTION) for q in own)
    chosen = chosen or any(q.name.same(_DERIVATION) and q.value.same(_MEAN) for q in own)
    uid, frame = _picture(children)
    label = next(
        (text(c, "TextValue") for c in children if code_of(c, "ConceptNameCodeSequence").same(_SHORT_LABEL)), ""
    )
    return ReportedValue(code_of(node, "ConceptNameCodeSequence"), value, unit, said, chosen, label, uid, frame)


def _picture(children: tuple[Dataset, ...]) -> tuple[str, int | None]:
    """Return the picture that an item was measured on, and the frame: an IMAGE child, or that of a SCOORD child."""
    for child in children:
        kind = text(child, "ValueType")
        within = items(child, "ContentSequence") if kind in ("SCOORD", "TCOORD") else ()
        for image in (child, *within):
            if text(image, "ValueType") != "IMAGE":
                continue
            for reference in items(image, "ReferencedSOPSequence"):
                frame = integer(reference, "ReferencedFrameNumber")
                return text(reference, "ReferencedSOPInstanceUID"), frame - 1 if frame and frame > 0 else None
    return "", None
