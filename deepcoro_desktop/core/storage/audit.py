"""The audit record: append-only, each entry bound to the one before by an HMAC.

A changed, exchanged or missing entry breaks the chain. A cut tail does not, which is why the chain's head is written
into every signed report. Where a key was lost, an entry says so and the record goes on under the next one
(`audit_keys`).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from types import MappingProxyType
from typing import Final

from deepcoro_desktop.core.clock import Clock
from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.storage.database import Connection, Database

GENESIS: Final = "0" * 64
"""Head of an empty chain."""
NEW_KEY: Final = "new_key"
"""The action of the first entry that another key seals than the entries before it."""
KEY_BYTES: Final = 32
RESTORE: Final = "Restore the store and its audit.key from a backup, and find out who changed them."
_NO_HEADS: Final[Mapping[str, str]] = MappingProxyType({})
_ENTRIES: Final = "SELECT sequence, at, actor, action, subject, detail, previous, mac FROM audit"
_STUDY_OF: Final = (
    "SELECT study_uid FROM studies WHERE study_uid = :name"
    " UNION SELECT study_uid FROM instances WHERE sop_instance_uid = :name"
    " UNION SELECT study_uid FROM drafts WHERE document_id = :name"
    " UNION SELECT study_uid FROM signed_revisions WHERE document_id = :name"
)
"""The study of a subject: a study, a clip or a document."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that was done."""

    sequence: int
    """Counts from 1 without gaps."""
    at: str
    """UTC, ISO 8601."""
    actor: str
    action: str
    """ "accept", "edit", "reject", "sign"."""
    subject: str
    """What it was done to: a document and statement id."""
    detail: str
    """JSON: old value, new value, reason."""
    previous: str
    mac: str


class Audit:
    """The chain in one store, with the key that seals it.

    Parameters
    ----------
    database : Database
        The store.
    key : bytes
        32 bytes, those that seal what is added; `audit_keys` keeps them beside the store.
    clock : callable
        Returns now, UTC and aware.
    former : sequence of bytes or None
        The keys before it, oldest first; None for one that is lost.
    """

    def __init__(self, database: Database, key: bytes, clock: Clock, former: Sequence[bytes | None] = ()) -> None:
        if len(key) != KEY_BYTES:
            raise StorageError("The key of the audit record has a wrong length.", "Restore its file from a backup.")
        self._database = database
        self._key = key
        self._keys = (*former, key)
        self._clock = clock

    def append(self, actor: str, action: str, subject: str, **detail: str | int | float | bool | None) -> AuditEntry:
        """Add an entry and return it."""
        with self._database.writing() as connection:
            return self.append_in(connection, actor, action, subject, **detail)

    def append_in(
        self, connection: Connection, actor: str, action: str, subject: str, **detail: str | int | float | bool | None
    ) -> AuditEntry:
        """Add an entry within a transaction that is open, so that the act and its record are stored together."""
        last = connection.execute("SELECT sequence, mac FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
        sequence, previous = (int(last[0]) + 1, str(last[1])) if last else (1, GENESIS)
        at = self._clock().astimezone(UTC).isoformat(timespec="milliseconds")
        text = json.dumps(detail, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        mac = _mac(self._key, sequence, at, actor, action, subject, text, previous)
        entry = AuditEntry(sequence, at, actor, action, subject, text, previous, mac)
        connection.execute(
            "INSERT INTO audit (sequence, at, actor, action, subject, detail, previous, mac)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (sequence, at, actor, action, subject, text, previous, mac),
        )
        return entry

    def head(self) -> str:
        """Return the seal of the last entry."""
        with self._database.reading() as connection:
            last = connection.execute("SELECT mac FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
        return str(last[0]) if last else GENESIS

    def seals_the_last(self) -> bool:
        """Return whether the key in use has sealed the last entry; no other entry is looked at."""
        with self._database.reading() as connection:
            last = connection.execute(f"{_ENTRIES} ORDER BY sequence DESC LIMIT 1").fetchone()
        return last is not None and _is_sealed(self._key, AuditEntry(*last))

    def entries(self, subject: str | None = None) -> tuple[AuditEntry, ...]:
        """Return the entries in order, those of one subject where it is given."""
        with self._database.reading() as connection:
            if subject is None:
                rows = connection.execute(f"{_ENTRIES} ORDER BY sequence").fetchall()
            else:
                rows = connection.execute(f"{_ENTRIES} WHERE subject = ? ORDER BY sequence", (subject,)).fetchall()
        return tuple(AuditEntry(*row) for row in rows)

    def verify(self, known_heads: Mapping[str, str] = _NO_HEADS) -> int:
        """Return the number of entries, after checking each.

        Parameters
        ----------
        known_heads : mapping of str to str
            Heads written into signed reports, with the report's study; each must be in the chain, else its tail was
            cut.

        Raises
        ------
        StorageError
            If an entry was changed, is missing, or a known head is not in the chain, it names the first; or if the key
            of some entries is lost.
        """
        previous = GENESIS
        seen = {GENESIS}
        entries = self.entries()
        used = 0
        for position, entry in enumerate(entries, start=1):
            used += entry.action == NEW_KEY
            key = self._keys[used] if used < len(self._keys) else b""
            if key is None:
                raise StorageError(
                    f"The audit record cannot be checked from entry {position} on: the key of that time is lost.",
                    "Restore every file of the data folder whose name begins with audit.key from a backup.",
                )
            if fault := self._fault(key, entry, position, previous):
                study = self._study_of(entry.subject)
                where = f", of study {study}" if study else ""
                raise StorageError(f"The audit record was changed at entry {position}: {fault}{where}.", RESTORE)
            previous = entry.mac
            seen.add(previous)
        if lost := [study for head, study in known_heads.items() if head not in seen]:
            raise StorageError(
                f"The audit record lacks its end: the signed report of study {lost[0]} names an entry that is gone.",
                RESTORE,
            )
        return len(entries)

    def key_changes(self) -> tuple[AuditEntry, ...]:
        """Return the entries from which on the record goes on under another key."""
        return tuple(entry for entry in self.entries() if entry.action == NEW_KEY)

    def _fault(self, key: bytes, entry: AuditEntry, position: int, previous: str) -> str:
        """Return what is wrong with the entry that is found at a position, empty where nothing is."""
        if entry.sequence != position:
            return f"it is missing; the next is entry {entry.sequence}"
        if not (key and _is_sealed(key, entry)):
            return "it is not as it was sealed"
        return "" if entry.previous == previous else "it does not follow the entry before it"

    def _study_of(self, subject: str) -> str:
        """Return the UID of the study that an entry is about, empty where the store does not know it."""
        with self._database.reading() as connection:
            row = connection.execute(_STUDY_OF, {"name": subject.partition("/")[0]}).fetchone()
        return str(row[0]) if row else ""


def _mac(key: bytes, *fields: str | int) -> str:
    # JSON keeps the fields apart: "ab" + "c" and "a" + "bc" must not seal alike
    sealed = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return hmac.new(key, sealed, hashlib.sha256).hexdigest()


def _is_sealed(key: bytes, entry: AuditEntry) -> bool:
    fields = (entry.sequence, entry.at, entry.actor, entry.action, entry.subject, entry.detail, entry.previous)
    mac = _mac(key, *fields)
    return hmac.compare_digest(entry.mac.encode(), mac.encode())  # what was put there may not be ASCII
