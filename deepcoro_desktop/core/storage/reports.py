"""Drafts that survive anything, and signed revisions that nothing changes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.report.document import Document, from_json, to_canonical_json
from deepcoro_desktop.core.report.lifecycle import start_amendment
from deepcoro_desktop.core.storage.audit import RESTORE, Audit
from deepcoro_desktop.core.storage.database import Database

_SIGN: Final = "sign"
"""What the audit record calls a signing."""


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """One line of the list of drafts."""

    study_uid: str
    document_id: str
    revision: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class SignedRevision:
    """One signed report as it was given out."""

    document: Document
    pdf_bytes: bytes
    pdf_sha256: str


@dataclass(frozen=True, slots=True)
class RevisionEntry:
    """One line of the list of signed revisions."""

    document_id: str
    revision: int
    study_uid: str
    predecessor: int | None
    reason: str
    pdf_sha256: str
    signed_at: str


class Reports:
    """The drafts and signed revisions of one store."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def save_draft(self, document: Document) -> None:
        """Store the draft in place of the earlier one; it is on disk when this returns.

        Raises
        ------
        StorageError
            If the document is signed, a signed revision stands above it, or the store cannot be written.
        """
        if document.is_signed:
            raise StorageError("A signed report is no draft.", "Amend it instead.")
        study_uid = document.identity.study_instance_uid
        with self._database.writing() as connection:
            signed = connection.execute(
                "SELECT max(revision) FROM signed_revisions WHERE document_id = ?", (document.document_id,)
            ).fetchone()[0]
            if signed is not None and document.revision <= signed:
                raise StorageError(f"Revision {signed} of this report is signed.", "Amend it instead.")
            connection.execute(
                "INSERT INTO drafts (study_uid, document_id, revision, document, saved_at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (study_uid) DO UPDATE SET document_id = excluded.document_id,"
                " revision = excluded.revision, document = excluded.document, saved_at = excluded.saved_at",
                (
                    study_uid,
                    document.document_id,
                    document.revision,
                    to_canonical_json(document),
                    document.updated_at.astimezone(UTC).isoformat(),
                ),
            )

    def load_draft(self, study_uid: str) -> Document | None:
        """Return the draft of a study, None where there is none."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT document FROM drafts WHERE study_uid = ?", (study_uid,)).fetchone()
        return from_json(bytes(row[0])) if row else None

    def drafts(self) -> tuple[DraftEntry, ...]:
        """Return the list of drafts, the last saved first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT study_uid, document_id, revision, saved_at FROM drafts ORDER BY saved_at DESC, study_uid"
            ).fetchall()
        return tuple(DraftEntry(uid, doc, revision, datetime.fromisoformat(at)) for uid, doc, revision, at in rows)

    def add_signed(self, document: Document, pdf_bytes: bytes, pdf_sha256: str, *, actor: str) -> RevisionEntry:
        """Store a signed revision for good, with its audit entry, and take its draft away: all three or none.

        Raises
        ------
        StorageError
            If the document is not signed, the revision exists already, or its predecessor does not.
        """
        if document.signature is None:
            raise StorageError("The report is not signed.", "Sign it first.")
        entry = RevisionEntry(
            document_id=document.document_id,
            revision=document.revision,
            study_uid=document.identity.study_instance_uid,
            predecessor=document.predecessor_revision,
            reason=document.amendment_reason,
            pdf_sha256=pdf_sha256,
            signed_at=document.signature.signed_at,
        )
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO signed_revisions (document_id, revision, study_uid, predecessor, reason, document, pdf,"
                " pdf_sha256, signed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    entry.document_id,
                    entry.revision,
                    entry.study_uid,
                    entry.predecessor,
                    entry.reason,
                    to_canonical_json(document),
                    pdf_bytes,
                    entry.pdf_sha256,
                    entry.signed_at,
                ),
            )
            connection.execute("DELETE FROM drafts WHERE document_id = ?", (document.document_id,))
            self._audit.append_in(
                connection,
                actor,
                _SIGN,
                document.document_id,
                revision=document.revision,
                pdf_sha256=pdf_sha256,
                content_sha256=document.signature.content_sha256,
                reason=document.amendment_reason,
            )
        return entry

    def signed(self, document_id: str, revision: int) -> SignedRevision:
        """Return one signed revision; raises StorageError where there is none."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT document, pdf, pdf_sha256 FROM signed_revisions WHERE document_id = ? AND revision = ?",
                (document_id, revision),
            ).fetchone()
        if row is None:
            raise StorageError("There is no such signed report.", "Choose one of the list.")
        return SignedRevision(from_json(bytes(row[0])), bytes(row[1]), str(row[2]))

    def revisions(self, study_uid: str | None = None) -> tuple[RevisionEntry, ...]:
        """Return the signed revisions, oldest first, those of one study where it is given."""
        columns = (
            "SELECT document_id, revision, study_uid, predecessor, reason, pdf_sha256, signed_at FROM signed_revisions"
        )
        with self._database.reading() as connection:
            if study_uid is None:
                rows = connection.execute(f"{columns} ORDER BY rowid").fetchall()
            else:
                rows = connection.execute(
                    f"{columns} WHERE study_uid = ? ORDER BY document_id, revision", (study_uid,)
                ).fetchall()
        return tuple(RevisionEntry(*row) for row in rows)

    def amend(self, document_id: str, reason: str, now: datetime, *, actor: str) -> Document:
        """Return, and save, a draft of the revision after the last signed one; the signed one stays.

        Raises
        ------
        StorageError
            If nothing is signed under this id, or an amendment is being drafted already.
        LifecycleError
            If no reason is given.
        """
        last = max((r.revision for r in self.revisions() if r.document_id == document_id), default=None)
        if last is None:
            raise StorageError("There is no signed report to amend.", "Sign the draft first.")
        signed = self.signed(document_id, last).document
        waiting = self.load_draft(signed.identity.study_instance_uid)
        if waiting is not None and waiting.document_id == document_id:
            raise StorageError("An amendment of this report is being drafted already.", "Go on with that draft.")
        draft = start_amendment(signed, reason, now)
        self.save_draft(draft)
        self._audit.append(actor, "amend", document_id, revision=draft.revision, reason=draft.amendment_reason)
        return draft

    def audit_heads(self) -> dict[str, str]:
        """Return the audit heads that the signed reports carry, with each report's study, for `Audit.verify`."""
        return {
            self.signed(entry.document_id, entry.revision).document.audit_head: entry.study_uid
            for entry in self.revisions()
        }

    def verify_audit(self) -> int:
        """Return the number of entries of the audit record, after checking it against the signed reports.

        Raises
        ------
        StorageError
            As `Audit.verify`, or if the signing of a report that is stored is not in the record.
        DocumentError
            If a signed report cannot be read.
        """
        revisions = self.revisions()  # first: what is signed meanwhile only adds entries
        count = self._audit.verify(self.audit_heads())
        signings = {
            (entry.subject, json.loads(entry.detail).get("pdf_sha256"))
            for entry in self._audit.entries()
            if entry.action == _SIGN
        }
        for revision in revisions:
            if (revision.document_id, revision.pdf_sha256) not in signings:
                raise StorageError(
                    f"The audit record lacks the signing of the report of study {revision.study_uid}.", RESTORE
                )
        return count
