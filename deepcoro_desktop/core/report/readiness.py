"""What is missing before a report can be signed: the sign button's text, and where a click on it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from deepcoro_desktop.core.report.document import Document, Origin, ReportState, Review, Section


class Place(Enum):
    """Where a blocker is mended."""

    DOCUMENT = "document"
    IDENTITY = "identity"
    STATEMENT = "statement"
    SECTION = "section"
    IMPRESSION = "impression"


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that keeps a report from being signed."""

    section: str
    """Section to go to; empty where the blocker is in none."""
    statement_id: str
    """Statement to go to; empty where the blocker is in none."""
    sentence: str
    """What is missing, in the reader's words."""
    place: Place


def missing(document: Document) -> tuple[Blocker, ...]:
    """Return everything that keeps the report from being signed, from top to bottom; empty when it can be signed."""
    return tuple(_blockers(document))


def _blockers(document: Document) -> Iterator[Blocker]:
    if document.is_signed or document.state in (ReportState.FINAL, ReportState.AMENDED):
        yield Blocker("", "", "This revision is already signed.", Place.DOCUMENT)
        return
    yield from _identity(document)
    if not document.sections:
        yield Blocker("", "", "The report has no sections.", Place.DOCUMENT)
    for section in document.sections:
        yield from _section(section)
    if not document.impression.strip():
        yield Blocker("", "", "The impression is empty.", Place.IMPRESSION)
    elif "[__" in document.impression:
        yield Blocker("", "", "A number is missing in the impression.", Place.IMPRESSION)
    if document.predecessor_revision is not None and not document.amendment_reason.strip():
        yield Blocker("", "", "The amendment gives no reason.", Place.DOCUMENT)


def _identity(document: Document) -> Iterator[Blocker]:
    identity = document.identity
    for value, word in (
        (identity.patient_name, "patient's name"),
        (identity.patient_id, "patient's ID"),
        (identity.study_instance_uid, "study's UID"),
        (identity.study_datetime, "date of the study"),
    ):
        if not value.strip():
            yield Blocker("", "", f"The {word} is missing.", Place.IDENTITY)


def _section(section: Section) -> Iterator[Blocker]:
    if not section.assessed:
        if not section.reason.strip():
            yield Blocker(section.name, "", f"{section.name}: not assessed, without a reason.", Place.SECTION)
        return
    open_before = False
    for statement in section.kept:
        if statement.review is Review.PENDING and statement.origin is not Origin.CLINICIAN:
            sentence = f"{section.name}: a sentence is to be reviewed."
        elif statement.has_empty_slot:
            sentence = f"{section.name}: a number is missing."
        elif not statement.text.strip():
            sentence = f"{section.name}: a sentence is empty."
        else:
            continue
        open_before = True
        yield Blocker(section.name, statement.statement_id, sentence, Place.STATEMENT)
    if open_before:
        return  # attesting comes after; naming it now would count one thing twice
    if not section.kept:
        yield Blocker(
            section.name, "", f"{section.name}: says nothing; add a sentence or mark it not assessed.", Place.SECTION
        )
    elif not section.attested:
        yield Blocker(section.name, "", f"{section.name}: not attested yet.", Place.SECTION)
