"""The interpretation: sections > statements, each with its origin and its evidence."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any, Final

from deepcoro_desktop.core.bundle.strict_json import decode, encode
from deepcoro_desktop.core.errors import DocumentError
from deepcoro_desktop.core.patient import Demographics

SCHEMA_VERSION: Final = 3
"""Newest schema of a saved interpretation that this program reads, and the one of what it drafts and signs."""
KEY_FRAMES_SINCE: Final = 2
"""First schema that lists the key frames. An older document stays in its own: what was signed keeps its hash."""
CORRECTIONS_SINCE: Final = 3
"""First schema that says what of the patient was corrected, and by which formula the body surface is."""

SLOT: Final = re.compile(r"\[__(?: ([^\]\[]*))?\]")
"""An empty place for a number: "[__ %]" or "[__]"; group 1 is the unit."""


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

    @property
    def is_kept(self) -> bool:
        """Whether the statement stands in the report, unless the reader still has to review it."""
        return self.review is not Review.REJECTED


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
    left_out_by_reader: bool = False
    """Whether it is the reader who says that the section is not assessed."""

    @property
    def kept(self) -> tuple[Statement, ...]:
        """The statements that the reader has not rejected."""
        return tuple(statement for statement in self.statements if statement.is_kept)


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
    recorded: Demographics | None = None
    """Sex, birth date and age as the files say, where the reader corrected one of them."""
    body_surface_formula: str = ""
    """By which formula the body surface is; empty without one, and before schema 3, when it was Mosteller's."""


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
class PrintedFrame:
    """One key frame, whose picture is printed on the report's last page."""

    sop_instance_uid: str
    frame_number: int
    """Counted from 1, as in DICOM."""
    time_ms: float
    """When the frame is shown, from the clip's start."""
    caption: str
    """"A4C, frame 12 of 48"."""

    def __post_init__(self) -> None:
        """Refuse a frame or a time that no clip has."""
        if self.frame_number < 1 or not self.time_ms >= 0.0:
            raise ValueError("a key frame lies before its clip")


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
    key_frames: tuple[PrintedFrame, ...] = ()
    """In the order in which they are printed; known when it is signed."""
    schema_version: int = field(default=SCHEMA_VERSION)

    def __post_init__(self) -> None:
        """Refuse a revision below 1, a time without zone, names or ids that occur twice, and what the schema lacks."""
        if self.key_frames and self.schema_version < KEY_FRAMES_SINCE:
            raise ValueError(f"schema {self.schema_version} knows no key frames")
        said = self.identity.recorded is not None or self.identity.body_surface_formula
        if said and self.schema_version < CORRECTIONS_SINCE:
            raise ValueError(f"schema {self.schema_version} knows no corrections of the patient")
        if self.revision < 1:
            raise ValueError("revisions count from 1")
        if self.updated_at.tzinfo is None:
            raise ValueError("the time of the last change has no zone")
        ids = [statement.statement_id for section in self.sections for statement in section.statements]
        if len(set(ids)) != len(ids):
            raise ValueError("two statements have the same id")
        names = [section.name for section in self.sections]
        if len(set(names)) != len(names):
            raise ValueError("two sections have the same name")

    @property
    def opening_section(self) -> str:
        """Name of the section to begin with: the first that says something, else the first, empty without any."""
        names = [section.name for section in self.sections if section.assessed]
        names += [section.name for section in self.sections]
        return names[0] if names else ""

    @property
    def is_signed(self) -> bool:
        """Whether a reader has signed this revision."""
        return self.signature is not None

    @property
    def is_editable(self) -> bool:
        """Whether the reader may change it: an unsigned draft."""
        return self.state is ReportState.DRAFT and not self.is_signed

    @property
    def is_demonstration(self) -> bool:
        """Whether the model that drafted it was trained on synthetic data."""
        return self.model is not None and self.model.trained_on == "synthetic"


def to_canonical_json(document: Document) -> bytes:
    """Return the document as UTF-8 JSON with one possible form: sorted keys, no spaces, no NaN.

    Raises
    ------
    DocumentError
        If a text or number in the document has no JSON form.
    """
    try:
        entries = encode(document)
        if document.schema_version < KEY_FRAMES_SINCE:
            del entries["key_frames"]
        if document.schema_version < CORRECTIONS_SINCE:
            del entries["identity"]["recorded"], entries["identity"]["body_surface_formula"]
        text = json.dumps(entries, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
        return text.encode("utf-8")
    except ValueError as error:  # a lone surrogate or NaN
        raise DocumentError(
            "The interpretation holds a character or number that cannot be saved.", "Type the sentence again."
        ) from error


def from_json(data: bytes | str) -> Document:
    """Return the document that `data` holds.

    Raises
    ------
    DocumentError
        If it is no JSON, was written by a newer program, or has unknown, missing, repeated or wrong entries.
    """
    try:
        raw = json.loads(data, object_pairs_hook=_refuse_repeated_keys, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise DocumentError(
            "The saved interpretation is not valid JSON.", "Restore it from a backup or draft it again."
        ) from error
    version = raw.get("schema_version") if isinstance(raw, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise DocumentError(
            "The saved interpretation has no schema version.", "Restore it from a backup or draft it again."
        )
    if version > SCHEMA_VERSION:
        raise DocumentError(
            f"The interpretation was saved by a newer program (schema {version}, this program reads {SCHEMA_VERSION}).",
            "Update DeepCORO Desktop.",
        )
    try:
        document: Document = decode(Document, raw, "document")
    except (TypeError, ValueError) as error:
        raise DocumentError(
            f"The saved interpretation is not valid: {error}.", "Restore it from a backup or draft it again."
        ) from error
    return document


def content_sha256(document: Document) -> str:
    """Return the SHA-256, in hex, of the canonical JSON of the document without its signature."""
    return hashlib.sha256(to_canonical_json(replace(document, signature=None))).hexdigest()


def _refuse_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) != len(pairs):
        raise ValueError("a key occurs twice")
    return entries


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")
