"""Structured reports as echo machines write them: TID 5200 (nested, with qualifiers) and TID 5300 (flat codes)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence as DicomSequence
from pydicom.uid import ExplicitVRLittleEndian

from tests.dicom_factory import uid

COMPREHENSIVE_SR = "1.2.840.10008.5.1.4.1.1.88.33"
Coded = tuple[str, str, str]

SITE: Coded = ("G-C0E3", "SRT", "Finding Site")
METHOD: Coded = ("G-C036", "SRT", "Measurement Method")
MODE: Coded = ("G-0373", "SRT", "Image Mode")
FLOW: Coded = ("G-C048", "SRT", "Flow Direction")
VIEW: Coded = ("111031", "DCM", "Image View")
DERIVATION: Coded = ("121401", "DCM", "Derivation")
SELECTION: Coded = ("121404", "DCM", "Selection Status")
CHOSEN: Coded = ("121410", "DCM", "User chosen value")
GROUP: Coded = ("125007", "DCM", "Measurement Group")
TWO_D: Coded = ("399064001", "SCT", "2D mode")
M_MODE: Coded = ("399155008", "SCT", "M mode")
REGURGITANT: Coded = ("397417004", "SCT", "Regurgitant Flow")
LEFT_VENTRICLE: Coded = ("87878005", "SCT", "Left Ventricle")
AORTIC_VALVE: Coded = ("34202007", "SCT", "Aortic Valve")
LVOT: Coded = ("13418002", "SCT", "Left Ventricle Outflow Tract")
TRICUSPID_VALVE: Coded = ("46030003", "SCT", "Tricuspid Valve")


def coded(code: Coded) -> DicomSequence:
    entry = Dataset()
    entry.CodeValue, entry.CodingSchemeDesignator, entry.CodeMeaning = code
    return DicomSequence([entry])


def said(name: Coded, value: Coded, relation: str = "HAS CONCEPT MOD") -> Dataset:
    node = Dataset()
    node.RelationshipType, node.ValueType = relation, "CODE"
    node.ConceptNameCodeSequence, node.ConceptCodeSequence = coded(name), coded(value)
    return node


def number(concept: Coded, value: str | None, unit: str, *children: Dataset) -> Dataset:
    node = Dataset()
    node.RelationshipType, node.ValueType = "CONTAINS", "NUM"
    node.ConceptNameCodeSequence = coded(concept)
    measured = Dataset()
    if value is not None:
        measured.NumericValue = value
        measured.MeasurementUnitsCodeSequence = coded((unit, "UCUM", unit))
    node.MeasuredValueSequence = DicomSequence([measured] if value is not None else [])
    if children:
        node.ContentSequence = DicomSequence(children)
    return node


def picture(sop_instance_uid: str, frame: int | None = None) -> Dataset:
    node, reference = Dataset(), Dataset()
    node.RelationshipType, node.ValueType = "INFERRED FROM", "IMAGE"
    reference.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.1.1.3.1"
    reference.ReferencedSOPInstanceUID = sop_instance_uid
    if frame is not None:
        reference.ReferencedFrameNumber = frame
    node.ReferencedSOPSequence = DicomSequence([reference])
    return node


def container(name: Coded, *children: Dataset) -> Dataset:
    node = Dataset()
    node.RelationshipType, node.ValueType, node.ContinuityOfContent = "CONTAINS", "CONTAINER", "SEPARATE"
    node.ConceptNameCodeSequence = coded(name)
    node.ContentSequence = DicomSequence(children)
    return node


def findings(site: Coded, *children: Dataset) -> Dataset:
    """A section of TID 5202: its site holds for all that is in it."""
    return container(("121070", "DCM", "Findings"), said(SITE, site), container(GROUP, *children))


def write_report(
    path: Path,
    study: str,
    template: str,
    content: Sequence[Dataset],
    *,
    patient_id: str = "PHANTOM-1",
    name: str = "report",
) -> Path:
    """Write a report of the study that `clip_dataset` names alike."""
    ds = Dataset()
    ds.SOPClassUID, ds.SOPInstanceUID = COMPREHENSIVE_SR, uid(study, name)
    ds.StudyInstanceUID, ds.SeriesInstanceUID = uid(study), uid(study, "reports")
    ds.Modality, ds.Manufacturer, ds.PatientID = "SR", "Test machine", patient_id
    ds.ValueType, ds.ContinuityOfContent = "CONTAINER", "SEPARATE"
    ds.ConceptNameCodeSequence = coded(("125200", "DCM", "Adult Echocardiography Procedure Report"))
    entry = Dataset()
    entry.MappingResource, entry.TemplateIdentifier = "DCMR", template
    ds.ContentTemplateSequence = DicomSequence([entry])
    ds.ContentSequence = DicomSequence(content)
    ds.file_meta = FileMetaDataset()
    ds.file_meta.MediaStorageSOPClassUID, ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPClassUID, ds.SOPInstanceUID
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.save_as(path, enforce_file_format=True)
    return path
