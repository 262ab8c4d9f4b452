"""The sheet of measurements of each study; every change stands in the audit record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from deepcoro_desktop.core.bundle.strict_json import decode, encode
from deepcoro_desktop.core.errors import DeepcoroError, StorageError
from deepcoro_desktop.core.measurement.measurement import SHEET_VERSION, Measurement, Sheet
from deepcoro_desktop.core.storage.audit import Audit
from deepcoro_desktop.core.storage.database import Database

_RESTORE: Final = "Restore the store from a backup; until then nothing can be measured in this study."


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the audit record."""

    action: str
    subject: str
    """Id of the measurement; empty for what concerns the whole sheet."""
    old: str
    new: str


class Sheets:
    """The sheets of one store.

    Parameters
    ----------
    database : Database
        The store.
    audit : Audit
        Where changes are written down.
    actor : str
        Who measures.
    """

    def __init__(self, database: Database, audit: Audit, actor: str) -> None:
        self._database = database
        self._audit = audit
        self._actor = actor

    def load(self, study_uid: str) -> Sheet:
        """Return the sheet of a study, an empty one where nothing has been measured.

        Raises
        ------
        StorageError
            If the saved sheet is damaged or was written by a newer program.
        """
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT sheet FROM measurement_sheets WHERE study_uid = ?", (study_uid,)
            ).fetchone()
        return sheet_from_json(bytes(row[0])) if row else Sheet(study_uid)

    def save(self, sheet: Sheet, now: datetime) -> None:
        """Store a sheet, and in the same transaction what changed; it is on disk when this returns.

        Raises
        ------
        StorageError
            If the store cannot be written.
        """
        before = self.load(sheet.study_instance_uid)
        if sheet == before:
            return
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO measurement_sheets (study_uid, sheet, saved_at) VALUES (?, ?, ?)"
                " ON CONFLICT (study_uid) DO UPDATE SET sheet = excluded.sheet, saved_at = excluded.saved_at",
                (sheet.study_instance_uid, sheet_to_json(sheet), now.astimezone(UTC).isoformat()),
            )
            for change in changes(before, sheet):
                subject = f"{sheet.study_instance_uid}/{change.subject}"
                self._audit.append_in(connection, self._actor, change.action, subject, old=change.old, new=change.new)


def changes(before: Sheet, after: Sheet) -> Iterator[Change]:
    """Yield what differs between two sheets of a study, in words for the audit record."""
    old = {m.measurement_id: m for m in before.measurements}
    new = {m.measurement_id: m for m in after.measurements}
    for key, m in new.items():
        if key not in old:
            yield Change("measure", key, "", _words(m))
        elif old[key] != m:
            yield Change("change measurement", key, _words(old[key]), _words(m))
    for key, m in old.items():
        if key not in new:
            yield Change("remove measurement", key, _words(m), "")
    for what in ("averages", "calibrations", "wall_motion"):
        was, now = getattr(before, what), getattr(after, what)
        if was != now:
            yield Change(f"set {what.replace('_', ' ')}", "", _json(encode(was)), _json(encode(now)))


def sheet_to_json(sheet: Sheet) -> bytes:
    """Return a sheet as UTF-8 JSON."""
    return _json(encode(sheet)).encode()


def sheet_from_json(data: bytes) -> Sheet:
    """Return the sheet that JSON holds.

    Raises
    ------
    StorageError
        If it is damaged or was written by a newer program.
    """
    try:
        raw = json.loads(data)
    except ValueError as error:
        raise StorageError("The saved measurements are damaged.", _RESTORE) from error
    version = raw.get("schema_version") if isinstance(raw, dict) else None
    if not isinstance(version, int) or isinstance(version, bool):
        raise StorageError("The saved measurements are damaged.", _RESTORE)
    if version > SHEET_VERSION:
        raise StorageError(
            f"The measurements were saved by a newer program (schema {version}, this program reads {SHEET_VERSION}).",
            "Update DeepCORO Desktop.",
        )
    try:
        sheet: Sheet = decode(Sheet, raw, "sheet")
    except (TypeError, ValueError, DeepcoroError) as error:
        raise StorageError("The saved measurements are damaged.", _RESTORE) from error
    return sheet


def _words(m: Measurement) -> str:
    name = m.key or m.label
    return f"{name} beat {m.beat}: {m.value:.6g} {m.unit.value}".strip()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
