"""An analysis becomes a draft; without a model a study becomes an empty one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from deepcoro_desktop.core.bundle.manifest import Manifest
from deepcoro_desktop.core.clock import Clock
from deepcoro_desktop.core.inference.results import Analysis, DraftSection, DraftStatement, SectionMatches
from deepcoro_desktop.core.report.document import (
    SCHEMA_VERSION,
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
from deepcoro_desktop.core.study import Study

SECTIONS: Final = (
    "Left ventricle", "Wall motion", "Right ventricle", "Left atrium", "Right atrium", "Atrial septum", "Mitral valve",
    "Aortic valve", "Tricuspid valve", "Pulmonic valve", "Pericardium", "Aorta", "IVC", "Pulmonary artery",
    "Pulmonary veins",
)  # fmt: skip
"""Sections of a report that is written without a model; a bundle brings its own."""


def document_from_analysis(
    study: Study, analysis: Analysis, bundle_manifest: Manifest, clock: Clock, *, manifest_sha256: str
) -> Document:
    """Return the draft that the model proposes: every statement of origin MODEL, to be reviewed.

    Parameters
    ----------
    study : Study
        The study as read.
    analysis : Analysis
        What the pipeline found in it.
    bundle_manifest : Manifest
        Manifest of the bundle that ran.
    clock : callable
        Returns now, UTC and aware.
    manifest_sha256 : str
        SHA-256 of the bundle's bundle.json, printed on the report.
    """
    weights = {attention.section: attention for attention in analysis.attention}
    matches = {section.section: section for section in analysis.matches}
    sections = []
    for number, draft in enumerate(analysis.sections, start=1):
        attention = weights.get(draft.name)
        clip_weights = tuple((w.sop_instance_uid, w.weight) for w in attention.weights) if attention else ()
        sections.append(_section(number, draft, clip_weights, matches.get(draft.name), analysis.bundle_id))
    return Document(
        document_id=_document_id(study),
        revision=1,
        state=ReportState.DRAFT,
        identity=identity_of(study),
        sections=tuple(sections),
        model=ModelIdentity(
            bundle_id=bundle_manifest.bundle_id,
            title=bundle_manifest.title,
            manifest_sha256=manifest_sha256,
            trained_on=bundle_manifest.trained_on.value,
            intended_use=bundle_manifest.intended_use,
            device=analysis.device,
        ),
        clips=_clip_uses(study, analysis, bundle_manifest),
        updated_at=_now(clock),
    )


def blank_document(study: Study, section_names: Iterable[str], clock: Clock) -> Document:
    """Return an empty draft for reading without a model: all sections, no statements."""
    return Document(
        document_id=_document_id(study),
        revision=1,
        state=ReportState.DRAFT,
        identity=identity_of(study),
        sections=tuple(Section(name=name, assessed=True) for name in section_names),
        model=None,
        clips=(),
        updated_at=_now(clock),
    )


def identity_of(study: Study) -> Identity:
    """Return whose examination it is, as it will be printed."""
    pressure = ""
    if study.systolic_mmhg is not None and study.diastolic_mmhg is not None:
        pressure = f"{study.systolic_mmhg}/{study.diastolic_mmhg} mmHg"
    birth_date = study.patient.birth_date
    return Identity(
        patient_name=study.patient.display_name,
        patient_id=study.patient.patient_id,
        birth_date=birth_date.isoformat() if birth_date else "",
        sex=study.patient.sex,
        study_instance_uid=study.study_instance_uid,
        study_datetime=study.started_at.isoformat(timespec="minutes") if study.started_at else "",
        accession_number=study.accession_number,
        institution=study.institution,
        description=study.description,
        height_cm=study.height_cm,
        weight_kg=study.weight_kg,
        body_surface_area_m2=study.body_surface_area_m2,
        blood_pressure=pressure,
        age_years=study.age_years,
        recorded=study.recorded,
        body_surface_formula=study.surface_formula.value if study.body_surface_area_m2 else "",
    )


def with_identity(document: Document, study: Study, now: datetime) -> Document:
    """Return a draft with the patient as the study has them now; it is of the newest schema then."""
    identity = identity_of(study)
    if identity == document.identity:
        return document
    return replace(document, identity=identity, schema_version=SCHEMA_VERSION, updated_at=now)


def _document_id(study: Study) -> str:
    # the same study gives the same draft, byte for byte, so the id comes from the study and not from chance
    return str(uuid.uuid5(uuid.NAMESPACE_OID, study.study_instance_uid))


def _now(clock: Clock) -> datetime:
    return clock().astimezone(UTC)


def _section(
    number: int,
    draft: DraftSection,
    clip_weights: tuple[tuple[str, float], ...],
    matches: SectionMatches | None,
    bundle_id: str,
) -> Section:
    statements = tuple(
        Statement(
            statement_id=f"model-{number:02d}-{position:02d}",
            text=statement.text,
            origin=Origin.MODEL,
            review=Review.PENDING,
            concept=statement.concept,
            evidence=Evidence(
                bundle_id=bundle_id,
                clip_weights=clip_weights,
                report_ids=_supporters(draft.name, statement, matches),
                votes=statement.votes,
                of=statement.of,
            ),
        )
        for position, statement in enumerate(draft.statements, start=1)
    )
    if not draft.assessed:
        return Section(name=draft.name, assessed=False, reason=draft.reason or "no reason was given")
    return Section(name=draft.name, assessed=True, statements=statements)


def _supporters(section: str, statement: DraftStatement, matches: SectionMatches | None) -> tuple[str, ...]:
    """Return the retrieved reports that say the same in this section: the same concept, else the same words."""

    def says_it(text: str, concept: str | None) -> bool:
        return concept == statement.concept if statement.concept is not None else text == statement.text

    if matches is None:
        return (statement.source_report_id,)
    found = [
        match.report_id
        for match in matches.matches
        if any(s.section == section and says_it(s.text, s.concept) for s in match.sentences)
    ]
    return tuple(found) or (statement.source_report_id,)


def _clip_uses(study: Study, analysis: Analysis, manifest: Manifest) -> tuple[ClipUse, ...]:
    """Return every clip of the study with what became of it, in acquisition order."""
    labels = {view.id: view.label for view in manifest.views}
    views = {clip_views.sop_instance_uid: clip_views for clip_views in analysis.views}
    reasons = {skipped.sop_instance_uid: skipped.reason for skipped in analysis.skipped}
    uses = []
    for clip in study.clips:
        uid = clip.sop_instance_uid
        if (found := views.get(uid)) is not None:
            label = labels.get(found.best.view_id, found.best.view_id)
            reason = "view set by the reader" if found.overridden else ""
            uses.append(ClipUse(uid, label, found.best.probability, used=True, reason=reason))
        else:
            uses.append(ClipUse(uid, "", 0.0, used=False, reason=reasons.get(uid, "not examined")))
    return tuple(uses)
