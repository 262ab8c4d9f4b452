"""One line of the study list: what the store knows of a study."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from deepcoro_desktop.core.report.document import ReportState
from deepcoro_desktop.core.storage.studies import AiState, StudyEntry


@dataclass(frozen=True, slots=True)
class StudyRow:
    """One line of the study list."""

    study_uid: str
    patient_name: str
    patient_id: str
    birth_date: date | None
    study_datetime: datetime | None
    """As the scanner wrote it, without zone."""
    description: str
    indication: str
    clip_count: int
    report_state: ReportState | None
    """None before the first draft."""
    ai_state: AiState
    urgent: bool
    imported_at: datetime
    """UTC, aware."""
    assignee: str = ""
    """Who is to read it, empty for nobody yet."""


def row_of(entry: StudyEntry, state: ReportState | None) -> StudyRow:
    """Return the line of a study whose report is in this state."""
    return StudyRow(
        study_uid=entry.study_uid,
        patient_name=entry.patient_name,
        patient_id=entry.patient_id,
        birth_date=date.fromisoformat(entry.birth_date) if entry.birth_date else None,
        study_datetime=datetime.fromisoformat(entry.study_datetime) if entry.study_datetime else None,
        description=entry.description,
        indication=entry.indication,
        clip_count=entry.clip_count,
        report_state=state,
        ai_state=entry.ai_state,
        urgent=entry.urgent,
        imported_at=datetime.fromisoformat(entry.imported_at),
        assignee=entry.assignee,
    )
