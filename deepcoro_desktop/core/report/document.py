"""The interpretation: sections > statements, each with its origin and its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


class Origin(Enum):
    """Who wrote a statement first."""

    MODEL = "model"
    CLINICIAN = "clinician"
    MEASUREMENT = "measurement"


class Review(Enum):
    """What the reader has done with a statement."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"


class ReportState(Enum):
    """Where an interpretation stands; it changes through lifecycle.TRANSITIONS only."""

    DRAFT = "draft"
    PRELIMINARY = "preliminary"
    FINAL = "final"
    AMENDED = "amended"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why the model proposes a statement."""

    bundle_id: str
    clip_weights: tuple[tuple[str, float], ...]
    """(SOP Instance UID, weight) of the section, largest first."""
    report_ids: tuple[str, ...]
    """Retrieved reports that say the same."""
    votes: int
    of: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the interpretation."""

    statement_id: str
    """Stable within the document."""
    text: str
    origin: Origin
    review: Review
    original_text: str = ""
    """The model's wording, kept when the reader edits it."""
    concept: str | None = None
    evidence: Evidence | None = None

    @property
    def has_empty_slot(self) -> bool:
        """Whether a number is still missing: "[__" stands in the text."""
        return "[__" in self.text


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the interpretation."""

    name: str
    assessed: bool
    reason: str = ""
    """Why it is not assessed."""
    statements: tuple[Statement, ...] = ()
    attested: bool = False
    """Whether the reader has gone through the section and stands for it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose examination it is, as printed on the report."""

    patient_name: str
    patient_id: str
    birth_date: str
    """ISO date or empty."""
    sex: str
    study_instance_uid: str
    study_datetime: str
    """ISO 8601 or empty."""
    accession_number: str
    institution: str
    description: str
    height_cm: float | None
    weight_kg: float | None
    body_surface_area_m2: float | None
    blood_pressure: str
    """"132/78 mmHg" or empty."""
    age_years: int | None = None


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which bundle drafted, None of it where the reader worked without one."""

    bundle_id: str
    title: str
    manifest_sha256: str
    trained_on: str
    intended_use: str
    device: str


@dataclass(frozen=True, slots=True)
class ClipUse:
    """One clip in the list of clips used."""

    sop_instance_uid: str
    view_label: str
    probability: float
    used: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """What is printed of the signature."""

    signer_name: str
    credential: str
    meaning: str
    signed_at: str
    """ISO 8601 with offset."""
    content_sha256: str
    """SHA-256 of the canonical JSON of the document without its signature."""


@dataclass(frozen=True, slots=True)
class Document:
    """An interpretation of one study, one revision of it."""

    document_id: str
    revision: int
    state: ReportState
    identity: Identity
    sections: tuple[Section, ...]
    model: ModelIdentity | None
    clips: tuple[ClipUse, ...]
    updated_at: datetime
    """UTC, aware."""
    impression: str = ""
    predecessor_revision: int | None = None
    amendment_reason: str = ""
    audit_head: str = ""
    """Head of the audit chain when it was signed."""
    signature: Signature | None = None
    schema_version: int = field(default=1)
