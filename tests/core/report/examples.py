"""Documents for the tests of report, signing and storage."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from deepcoro_desktop.core.report.document import (
    ClipUse,
    Document,
    Evidence,
    Identity,
    ModelIdentity,
    Origin,
    ReportState,
    Review,
    Section,
    Statement,
)

NOW = datetime(2026, 3, 14, 10, 52, 7, tzinfo=UTC)
LATER = datetime(2026, 3, 14, 10, 55, 0, tzinfo=UTC)

SECTIONS = (
    "Left ventricle", "Wall motion", "Right ventricle", "Left atrium", "Right atrium", "Atrial septum", "Mitral valve",
    "Aortic valve", "Tricuspid valve", "Pulmonic valve", "Pericardium", "Aorta", "IVC", "Pulmonary artery",
    "Pulmonary veins",
)  # fmt: skip


def evidence() -> Evidence:
    return Evidence("demo-1.0", (("1.2.3.7", 0.41), ("1.2.3.9", 0.36)), ("P-204471", "P-198012"), votes=41, of=50)


def statement(number: int, text: str, review: Review = Review.PENDING, **changes: object) -> Statement:
    base = Statement(f"model-01-{number:02d}", text, Origin.MODEL, review, evidence=evidence())
    return replace(base, **changes)


def identity() -> Identity:
    return Identity(
        patient_name="DEMO PHANTOM A", patient_id="P-000117", birth_date="1954-02-11", sex="F",
        study_instance_uid="1.2.826.0.1.3680043.8.498.117", study_datetime="2026-03-14T10:38",
        accession_number="A-2026-0117",
        institution="Phantom Heart Centre", description="Transthoracic echocardiogram", height_cm=178.0, weight_kg=84.0,
        body_surface_area_m2=2.0379, blood_pressure="132/78 mmHg", age_years=72,
    )  # fmt: skip


def draft() -> Document:
    """A draft as the model leaves it: to review, with a slot, and a section without its view."""
    return Document(
        document_id="11111111-2222-3333-4444-555555555555",
        revision=1,
        state=ReportState.DRAFT,
        identity=identity(),
        sections=(
            Section(
                "Left ventricle",
                assessed=True,
                statements=(
                    statement(1, "Left ventricular size is mildly dilated.", concept="lv_size=mild"),
                    statement(2, "Systolic function is moderately reduced, ejection fraction [__ %]."),
                    statement(3, "There is mild concentric hypertrophy."),
                ),
            ),
            Section("IVC", assessed=False, reason="no subcostal view"),
        ),
        model=ModelIdentity(
            "demo-1.0", "Demonstration bundle", "3f9c" + "0" * 56 + "a71e", "synthetic",
            "Demonstration of the program on synthetic studies. Not for diagnosis.", "cpu",
        ),
        clips=(
            ClipUse("1.2.3.7", "A4C LV focused", 0.99, used=True),
            ClipUse("1.2.3.9", "A2C", 0.92, used=True),
            ClipUse("1.2.3.11", "", 0.0, used=False, reason="fewer than 8 frames"),
        ),
        updated_at=NOW,
    )  # fmt: skip


def ready() -> Document:
    """The same draft, read through: nothing is missing but the signature."""
    base = draft()
    ventricle = replace(
        base.sections[0],
        statements=(
            replace(base.sections[0].statements[0], review=Review.ACCEPTED),
            replace(
                base.sections[0].statements[1],
                text="Systolic function is moderately reduced, ejection fraction 38 %.",
                original_text=base.sections[0].statements[1].text,
                review=Review.EDITED,
            ),
            replace(base.sections[0].statements[2], review=Review.REJECTED),
            Statement("reader-1", "No left ventricular thrombus is seen.", Origin.CLINICIAN, Review.ACCEPTED),
        ),
        attested=True,
    )
    impression = "Mildly dilated left ventricle with moderately reduced systolic function."
    return replace(base, sections=(ventricle, base.sections[1]), impression=impression)
