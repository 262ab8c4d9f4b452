"""What the reader corrects about a study whose files stay as they are: the patient's facts and the clips' colours."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from deepcoro_desktop.core.bundle.strict_json import decode, encode
from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.patient import Demographics, PatientFacts
from deepcoro_desktop.core.storage.audit import Audit
from deepcoro_desktop.core.storage.database import Connection, Database
from deepcoro_desktop.core.study import Colours, Study

FACTS_VERSION: Final = 2
"""Schema of the patient's facts as they are stored; those without a version are of the first."""
_VERSION_KEY: Final = "schema_version"


class Corrections:
    """The corrections of one store; each is stored with its audit entry."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def facts(self, study_uid: str) -> PatientFacts | None:
        """Return the facts that the reader entered, None where there are none.

        Raises
        ------
        StorageError
            If they are damaged or were saved by a newer program.
        """
        with self._database.reading() as connection:
            text = _stored_facts(connection, study_uid)
        return _facts(text) if text is not None else None

    def set_facts(self, study: Study, facts: PatientFacts, now: datetime, *, actor: str) -> None:
        """Store the facts in place of the earlier ones; the audit entry keeps both, and what the files say.

        Raises
        ------
        StorageError
            If a newer program saved the earlier ones, or the store cannot be written; then nothing changes.
        """
        study_uid = study.study_instance_uid
        with self._database.writing() as connection:
            if (text := _stored_facts(connection, study_uid)) is not None:
                with suppress(ValueError):  # damaged ones are replaced
                    _check_version(json.loads(text))
            connection.execute(
                "INSERT INTO patient_facts (study_uid, facts, set_at) VALUES (?, ?, ?) ON CONFLICT (study_uid)"
                " DO UPDATE SET facts = excluded.facts, set_at = excluded.set_at",
                (study_uid, _text(facts, FACTS_VERSION), now.astimezone(UTC).isoformat()),
            )
            recorded = _text(study.recorded or study.demographics)
            old, new = _text(study.facts), _text(facts)
            self._audit.append_in(connection, actor, "patient facts", study_uid, old=old, new=new, recorded=recorded)

    def colours(self, study_uid: str) -> dict[str, Colours]:
        """Return how the reader wants clips' colours read: {SOP Instance UID: colours}."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT sop_instance_uid, colours FROM colours WHERE study_uid = ?", (study_uid,)
            ).fetchall()
        return {uid: Colours(value) for uid, value in rows}

    def set_colours(
        self, study_uid: str, sop_instance_uid: str, colours: Colours, now: datetime, *, actor: str
    ) -> None:
        """Store how a clip's colours are read; AUTOMATIC takes it back."""
        with self._database.writing() as connection:
            if colours is Colours.AUTOMATIC:
                connection.execute(
                    "DELETE FROM colours WHERE study_uid = ? AND sop_instance_uid = ?", (study_uid, sop_instance_uid)
                )
            else:
                connection.execute(
                    "INSERT INTO colours (study_uid, sop_instance_uid, colours, set_at) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (study_uid, sop_instance_uid) DO UPDATE SET colours = excluded.colours,"
                    " set_at = excluded.set_at",
                    (study_uid, sop_instance_uid, colours.value, now.astimezone(UTC).isoformat()),
                )
            self._audit.append_in(connection, actor, "set colours", sop_instance_uid, colours=colours.value)


def _stored_facts(connection: Connection, study_uid: str) -> str | None:
    row = connection.execute("SELECT facts FROM patient_facts WHERE study_uid = ?", (study_uid,)).fetchone()
    return str(row[0]) if row else None


def _facts(text: str) -> PatientFacts:
    try:
        raw = json.loads(text)
        _check_version(raw)
        raw.pop(_VERSION_KEY, None)
        facts: PatientFacts = decode(PatientFacts, raw, "facts")
    except (TypeError, ValueError) as error:
        raise StorageError("The patient's facts in the store are damaged.", "Enter them again.") from error
    return facts


def _check_version(raw: object) -> None:
    """Raise ValueError where stored facts are none, StorageError where a newer program saved them."""
    if not isinstance(raw, dict):
        raise ValueError("the facts are no object")
    version = raw.get(_VERSION_KEY, 1)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ValueError("the facts have no schema version")
    if version > FACTS_VERSION:
        raise StorageError(
            f"The patient's facts were saved by a newer program (schema {version}, this program reads"
            f" {FACTS_VERSION}).",
            "Update DeepCORO Desktop.",
        )


def _text(facts: PatientFacts | Demographics, version: int | None = None) -> str:
    entries = encode(facts) if version is None else {**encode(facts), _VERSION_KEY: version}
    return json.dumps(entries, ensure_ascii=False, sort_keys=True)
