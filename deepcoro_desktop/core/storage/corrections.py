"""What the reader corrects about a study whose files stay as they are: the patient's facts and the clips' colours."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from deepcoro_desktop.core.bundle.strict_json import decode, encode
from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.patient import Demographics, PatientFacts
from deepcoro_desktop.core.storage.audit import Audit
from deepcoro_desktop.core.storage.database import Database
from deepcoro_desktop.core.study import Colours, Study


class Corrections:
    """The corrections of one store; each is stored with its audit entry."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def facts(self, study_uid: str) -> PatientFacts | None:
        """Return the facts that the reader entered, None where there are none; raises StorageError if damaged."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT facts FROM patient_facts WHERE study_uid = ?", (study_uid,)).fetchone()
        if row is None:
            return None
        try:
            facts: PatientFacts = decode(PatientFacts, json.loads(row[0]), "facts")
        except (TypeError, ValueError) as error:
            raise StorageError("The patient's facts in the store are damaged.", "Enter them again.") from error
        return facts

    def set_facts(self, study: Study, facts: PatientFacts, now: datetime, *, actor: str) -> None:
        """Store the facts in place of the earlier ones; the audit entry keeps both, and what the files say."""
        study_uid, text = study.study_instance_uid, _text(facts)
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO patient_facts (study_uid, facts, set_at) VALUES (?, ?, ?) ON CONFLICT (study_uid)"
                " DO UPDATE SET facts = excluded.facts, set_at = excluded.set_at",
                (study_uid, text, now.astimezone(UTC).isoformat()),
            )
            recorded = _text(study.recorded or study.demographics)
            old = _text(study.facts)
            self._audit.append_in(connection, actor, "patient facts", study_uid, old=old, new=text, recorded=recorded)

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


def _text(facts: PatientFacts | Demographics) -> str:
    return json.dumps(encode(facts), ensure_ascii=False, sort_keys=True)
