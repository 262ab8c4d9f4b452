"""What belongs to a case beside its pictures: earlier studies, documents, the reader's corrections, who reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path
from typing import Final

from deepcoro_desktop.core.clock import Clock
from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.patient import PatientFacts
from deepcoro_desktop.core.storage.attachments import Attachment, Attachments, read_document
from deepcoro_desktop.core.storage.audit import Audit
from deepcoro_desktop.core.storage.corrections import Corrections
from deepcoro_desktop.core.storage.database import Database
from deepcoro_desktop.core.storage.studies import Studies, StudyEntry
from deepcoro_desktop.core.study import Colours, Study

LONGEST_NOTE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Prior:
    """Another study that carries the same patient ID and is not the later one."""

    entry: StudyEntry
    conflict: str
    """Why it may be another patient, so that it is not opened; empty where ID and birth date agree."""
    note: str
    """What differs or is not known without being a conflict (another name, which is earlier), empty otherwise."""


class Casebook:
    """The use cases of one store.

    Parameters
    ----------
    database : Database
        The store.
    audit : Audit
        Where each act is recorded.
    clock : callable
        Returns now, UTC and aware.
    actor : str
        Who acts, in the audit record.
    """

    def __init__(self, database: Database, audit: Audit, clock: Clock, actor: str) -> None:
        self._studies = Studies(database)
        self._attachments = Attachments(database, audit)
        self._corrections = Corrections(database, audit)
        self._audit = audit
        self._clock = clock
        self._actor = actor

    # --- earlier studies

    def priors(self, study: Study) -> tuple[Prior, ...]:
        """Return the earlier studies with this patient's ID, the latest first; the same birth date makes one a prior.

        A study whose order `is_earlier` does not know is among them, with a note; without a date it comes last.
        """
        if not study.patient.patient_id:
            return ()
        others = [
            entry
            for entry in self._studies.list()
            if entry.patient_id == study.patient.patient_id
            and entry.study_uid != study.study_instance_uid
            and is_earlier(entry, study) is not False
        ]
        others.sort(key=lambda entry: entry.study_datetime, reverse=True)
        return tuple(_compare(study, entry) for entry in others)

    def require_prior(self, study: Study, prior_uid: str) -> None:
        """Raise StorageError unless a study is of the same patient and not the later one."""
        prior = next((prior for prior in self.priors(study) if prior.entry.study_uid == prior_uid), None)
        if prior is None:
            raise StorageError(
                "That study is no earlier one with this patient's ID.", "Choose a study from the list of priors."
            )
        if prior.conflict:
            raise StorageError(prior.conflict, "Correct the patient's data in the archive and import the study again.")

    # --- documents

    def attach(self, study_uid: str, path: Path) -> Attachment:
        """Store a copy of a document; raises StorageError where it cannot be taken."""
        media_type, content = read_document(path)
        return self._attachments.add(study_uid, path.name, media_type, content, self._clock(), actor=self._actor)

    def add_note(self, study_uid: str, text: str) -> Attachment:
        """Store a note; raises StorageError where it is empty or too long."""
        if not text.strip() or len(text) > LONGEST_NOTE:
            raise StorageError(
                "The note is empty or too long.", f"Write between 1 and {LONGEST_NOTE:,} characters, or attach a file."
            )
        first_line = text.strip().splitlines()[0]
        name = f"Note: {first_line[:40]}{'…' if len(first_line) > 40 else ''}"
        return self._attachments.add(study_uid, name, "text/plain", text.encode(), self._clock(), actor=self._actor)

    def attachments(self, study_uid: str) -> tuple[Attachment, ...]:
        """Return the documents of a study, the first added first."""
        return self._attachments.of_study(study_uid)

    def open_attachment(self, attachment_id: int) -> bytes:
        """Return a document and record that it was opened; raises StorageError where it is gone or altered."""
        return self._attachments.content(attachment_id, actor=self._actor)

    def remove_attachment(self, attachment_id: int) -> None:
        """Take a document away; the audit record keeps that it was there."""
        self._attachments.remove(attachment_id, actor=self._actor)

    # --- corrections

    def correct(self, study: Study) -> Study:
        """Return a study as the reader corrected it: the patient's facts, and how clips' colours are read."""
        uid = study.study_instance_uid
        facts, colours = self._corrections.facts(uid), self._corrections.colours(uid)
        corrected = study.with_facts(facts) if facts is not None else study
        if not colours:
            return corrected
        series = tuple(
            replace(
                part,
                clips=tuple(
                    replace(clip, colours=colours.get(clip.sop_instance_uid, Colours.AUTOMATIC)) for clip in part.clips
                ),
            )
            for part in corrected.series
        )
        return replace(corrected, series=series)

    def set_facts(self, study: Study, facts: PatientFacts) -> Study:
        """Store the patient's facts and return the study with them: what is indexed and what is normal follow.

        Raises
        ------
        StorageError
            If the birth date lies after the study, or the store cannot be written.
        """
        try:
            facts.check_day(study.day)
        except ValueError as error:
            raise StorageError(f"{error}.", "Correct the birth date.") from error
        self._corrections.set_facts(study, facts, self._clock(), actor=self._actor)
        self._studies.set_indication(study.study_instance_uid, facts.indication)
        return study.with_facts(facts)

    def set_colours(self, study_uid: str, sop_instance_uid: str, colours: Colours) -> None:
        """Store how a clip's colours are read from now on."""
        self._corrections.set_colours(study_uid, sop_instance_uid, colours, self._clock(), actor=self._actor)

    def assign(self, study_uid: str, reader: str) -> None:
        """Store who is to read a study, nobody where the name is empty."""
        self._studies.set_assignee(study_uid, reader.strip())
        self._audit.append(self._actor, "assign", study_uid, reader=reader.strip())


def _compare(study: Study, entry: StudyEntry) -> Prior:
    born = study.recorded_patient.birth_date  # a study is never matched by what its reader entered
    here = born.isoformat() if born else ""
    conflict = ""
    if not here or not entry.birth_date:
        where = "this study" if not here else "the earlier one"
        conflict = f"The same patient ID, but {where} has no birth date."
    elif here != entry.birth_date:
        conflict = f"The same patient ID, but another birth date: {entry.birth_date}, here {here}."
    same_name = entry.patient_name.casefold() == study.patient.display_name.casefold()
    remarks = (
        "" if same_name else f"Under another name: {entry.patient_name or 'name missing'}.",
        "" if is_earlier(entry, study) else "Whether it is the earlier one is not known.",
    )
    return Prior(entry, conflict, " ".join(remark for remark in remarks if remark))


def is_earlier(entry: StudyEntry, study: Study) -> bool | None:
    """Return whether a study of the list was recorded before another one, None where that is not known.

    It is not known where one has no date; on the same day where one has no time, which is read as midnight; and in the
    same minute, for the list keeps no seconds.
    """
    if not entry.study_datetime or study.started_at is None:
        return None
    then, now = datetime.fromisoformat(entry.study_datetime), study.started_at.replace(second=0, microsecond=0)
    if then == now or (then.date() == now.date() and time() in (then.time(), now.time())):
        return None
    return then < now


def last_before(study: Study, priors: Iterable[Prior]) -> Prior | None:
    """Return the latest of the priors that is known to be earlier and is no conflict, None where there is none."""
    earlier = [prior for prior in priors if not prior.conflict and is_earlier(prior.entry, study)]
    return max(earlier, key=lambda prior: prior.entry.study_datetime, default=None)
