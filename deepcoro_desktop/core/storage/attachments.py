"""Referral letters and notes, in the store beside the report; each act with its audit entry."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.storage.audit import Audit
from deepcoro_desktop.core.storage.database import Database

LARGEST_BYTES: Final = 32 << 20
MEDIA_TYPES: Final = MappingProxyType(
    {
        ".pdf": "application/pdf",
        ".txt": "text/plain",
        ".md": "text/plain",
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
    }
)
"""Kinds of documents that are taken, by the ending of the file's name."""
_STARTS: Final = {"application/pdf": b"%PDF-", "image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """One document of a study, without its content."""

    attachment_id: int
    study_uid: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    added_at: datetime
    """UTC, aware."""


class Attachments:
    """The documents of one store."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def add(
        self, study_uid: str, name: str, media_type: str, content: bytes, now: datetime, *, actor: str
    ) -> Attachment:
        """Store a document with its audit entry, both or neither; one that is there already is not stored twice."""
        digest = hashlib.sha256(content).hexdigest()
        known = next((kept for kept in self.of_study(study_uid) if kept.sha256 == digest), None)
        if known is not None:
            return known
        with self._database.writing() as connection:
            row = connection.execute(
                "INSERT INTO attachments (study_uid, name, media_type, content, sha256, added_at)"
                " VALUES (?, ?, ?, ?, ?, ?) RETURNING attachment_id",
                (study_uid, name, media_type, content, digest, now.astimezone(UTC).isoformat()),
            ).fetchone()
            self._audit.append_in(connection, actor, "attach", study_uid, attachment=row[0], sha256=digest)
        return Attachment(row[0], study_uid, name, media_type, len(content), digest, now.astimezone(UTC))

    def of_study(self, study_uid: str) -> tuple[Attachment, ...]:
        """Return the documents of a study, the first added first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT attachment_id, study_uid, name, media_type, length(content), sha256, added_at"
                " FROM attachments WHERE study_uid = ? ORDER BY attachment_id",
                (study_uid,),
            ).fetchall()
        return tuple(
            Attachment(number, study, name, kind, size, digest, datetime.fromisoformat(at))
            for number, study, name, kind, size, digest, at in rows
        )

    def content(self, attachment_id: int, *, actor: str) -> bytes:
        """Return a document, and record that it was opened.

        Raises
        ------
        StorageError
            If there is none, or it is not as it was stored.
        """
        with self._database.writing() as connection:
            row = connection.execute(
                "SELECT study_uid, content, sha256 FROM attachments WHERE attachment_id = ?", (attachment_id,)
            ).fetchone()
            if row is None:
                raise StorageError("The document is no longer there.", "Close the list and open it again.")
            if hashlib.sha256(row[1]).hexdigest() != row[2]:
                raise StorageError("The document is not as it was attached.", "Attach it again from its source.")
            self._audit.append_in(connection, actor, "open document", row[0], attachment=attachment_id, sha256=row[2])
        return bytes(row[1])

    def remove(self, attachment_id: int, *, actor: str) -> None:
        """Take a document away, with its audit entry."""
        with self._database.writing() as connection:
            row = connection.execute(
                "DELETE FROM attachments WHERE attachment_id = ? RETURNING study_uid, sha256", (attachment_id,)
            ).fetchone()
            if row is not None:
                self._audit.append_in(
                    connection, actor, "remove document", row[0], attachment=attachment_id, sha256=row[1]
                )


def read_document(path: Path) -> tuple[str, bytes]:
    """Return media type and content of a file that may be attached.

    Raises
    ------
    StorageError
        If it is of another kind, too large, empty, or cannot be read.
    """
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    if media_type is None:
        raise StorageError(
            f"{path.name} is no document that can be attached.", "Choose a PDF, a text, a PNG or a JPEG file."
        )
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST_BYTES else b""
    except OSError as error:
        raise StorageError(f"{path.name} cannot be read.", "Check that its drive is connected.") from error
    if size > LARGEST_BYTES:
        raise StorageError(f"{path.name} is larger than {LARGEST_BYTES >> 20} MB.", "Attach a smaller copy.")
    if not content or not content.startswith(_STARTS.get(media_type, b"")):
        raise StorageError(f"{path.name} is empty or damaged.", "Copy it again from where it came.")
    return media_type, content
