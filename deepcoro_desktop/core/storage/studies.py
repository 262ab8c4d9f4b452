"""Which studies were opened, which views the reader set, and how many passphrases were wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from deepcoro_desktop.core.storage.database import Database
from deepcoro_desktop.core.study import Study


class AiState(Enum):
    """How far the models are with a study."""

    NONE = "none"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StudyEntry:
    """One line of the study list."""

    study_uid: str
    path: str
    patient_name: str
    patient_id: str
    study_datetime: str
    description: str
    clip_count: int
    imported_at: str
    birth_date: str = ""
    """ISO date or empty."""
    indication: str = ""
    ai_state: AiState = AiState.NONE
    urgent: bool = False
    assignee: str = ""
    """Who is to read it, empty for nobody yet."""


class Studies:
    """The list of studies of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, study: Study, path: str, now: datetime) -> StudyEntry:
        """Store the line of a study; opening it again renews it and adds nothing."""
        entry = StudyEntry(
            study_uid=study.study_instance_uid,
            path=path,
            patient_name=study.patient.display_name,
            patient_id=study.patient.patient_id,
            study_datetime=study.started_at.isoformat(timespec="minutes") if study.started_at else "",
            description=study.description,
            clip_count=len(study.clips),
            imported_at=now.astimezone(UTC).isoformat(),
            birth_date=born.isoformat() if (born := study.recorded_patient.birth_date) else "",
            indication=study.indication,
        )
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO studies (study_uid, path, patient_name, patient_id, study_datetime, description,"
                " clip_count, imported_at, birth_date, indication) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (study_uid) DO UPDATE SET path = excluded.path, patient_name = excluded.patient_name,"
                " patient_id = excluded.patient_id, study_datetime = excluded.study_datetime,"
                " description = excluded.description, clip_count = excluded.clip_count,"
                " imported_at = excluded.imported_at, birth_date = excluded.birth_date,"
                " indication = excluded.indication",
                (
                    entry.study_uid,
                    entry.path,
                    entry.patient_name,
                    entry.patient_id,
                    entry.study_datetime,
                    entry.description,
                    entry.clip_count,
                    entry.imported_at,
                    entry.birth_date,
                    entry.indication,
                ),
            )
        return entry

    def list(self) -> tuple[StudyEntry, ...]:
        """Return the studies, the last opened first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT study_uid, path, patient_name, patient_id, study_datetime, description, clip_count,"
                " imported_at, birth_date, indication, ai_state, urgent, assignee FROM studies"
                " ORDER BY imported_at DESC, study_uid"
            ).fetchall()
        return tuple(_entry(row) for row in rows)

    def set_ai_state(self, study_uid: str, state: AiState) -> None:
        """Store how far the models are with a study."""
        with self._database.writing() as connection:
            connection.execute("UPDATE studies SET ai_state = ? WHERE study_uid = ?", (state.value, study_uid))

    def set_urgent(self, study_uid: str, *, urgent: bool) -> None:
        """Store whether a study is urgent."""
        with self._database.writing() as connection:
            connection.execute("UPDATE studies SET urgent = ? WHERE study_uid = ?", (int(urgent), study_uid))

    def set_assignee(self, study_uid: str, reader: str) -> None:
        """Store who is to read a study."""
        with self._database.writing() as connection:
            connection.execute("UPDATE studies SET assignee = ? WHERE study_uid = ?", (reader, study_uid))

    def set_indication(self, study_uid: str, indication: str) -> None:
        """Store why a study was made, as the reader corrected it."""
        with self._database.writing() as connection:
            connection.execute("UPDATE studies SET indication = ? WHERE study_uid = ?", (indication, study_uid))

    def add_instances(self, study: Study) -> int:
        """Note which clips are known and return how many of them are new."""
        uid = study.study_instance_uid
        with self._database.writing() as connection:
            before = connection.execute("SELECT count(*) FROM instances WHERE study_uid = ?", (uid,)).fetchone()[0]
            connection.executemany(
                "INSERT OR IGNORE INTO instances (study_uid, sop_instance_uid) VALUES (?, ?)",
                [(uid, clip.sop_instance_uid) for clip in study.clips],
            )
            after = connection.execute("SELECT count(*) FROM instances WHERE study_uid = ?", (uid,)).fetchone()[0]
        return int(after - before)

    def set_view(self, study_uid: str, sop_instance_uid: str, view_id: str, now: datetime) -> None:
        """Store the view that the reader gives a clip."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO view_overrides (study_uid, sop_instance_uid, view_id, set_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (study_uid, sop_instance_uid) DO UPDATE SET view_id = excluded.view_id,"
                " set_at = excluded.set_at",
                (study_uid, sop_instance_uid, view_id, now.astimezone(UTC).isoformat()),
            )

    def clear_view(self, study_uid: str, sop_instance_uid: str) -> None:
        """Forget the reader's view of a clip: the model's counts again."""
        with self._database.writing() as connection:
            connection.execute(
                "DELETE FROM view_overrides WHERE study_uid = ? AND sop_instance_uid = ?", (study_uid, sop_instance_uid)
            )

    def views(self, study_uid: str) -> dict[str, str]:
        """Return the views that the reader set: {SOP Instance UID: view id}."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT sop_instance_uid, view_id FROM view_overrides WHERE study_uid = ?", (study_uid,)
            ).fetchall()
        return dict(rows)


def _entry(row: tuple[Any, ...]) -> StudyEntry:
    entry = StudyEntry(*row[:10])
    return replace(entry, ai_state=AiState(row[10]), urgent=bool(row[11]), assignee=row[12])


class LockoutRecord:
    """The wrong passphrases of one identity, kept over restarts; an `AttemptStore` of signing."""

    def __init__(self, database: Database, key: str) -> None:
        self._database = database
        self._key = key

    def failures(self) -> int:
        """Return the wrong passphrases since the last right one."""
        row = self._row()
        return int(row[0]) if row else 0

    def last_failure_at(self) -> datetime | None:
        """Return when the last one was, UTC and aware."""
        row = self._row()
        return datetime.fromisoformat(row[1]) if row else None

    def add_failure(self, at: datetime) -> None:
        """Add one; it is on disk when this returns."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO lockout (key, failures, last_failure_at) VALUES (?, 1, ?)"
                " ON CONFLICT (key) DO UPDATE SET failures = failures + 1, last_failure_at = excluded.last_failure_at",
                (self._key, at.astimezone(UTC).isoformat()),
            )

    def clear(self) -> None:
        """Forget them: the passphrase was right."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM lockout WHERE key = ?", (self._key,))

    def _row(self) -> tuple[int, str] | None:
        with self._database.reading() as connection:
            row: tuple[int, str] | None = connection.execute(
                "SELECT failures, last_failure_at FROM lockout WHERE key = ?", (self._key,)
            ).fetchone()
        return row
