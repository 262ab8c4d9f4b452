"""The keys that seal the audit record, in files beside the store.

The first is `audit.key`. Where the one in use is lost or damaged, nobody is kept from reading: the next is made,
`audit.key.2`, and an entry says from where on it seals. None is ever written over, so once the lost file is put back
the whole record can be checked again.
"""

from __future__ import annotations

import contextlib
import secrets
from itertools import count
from pathlib import Path

from deepcoro_desktop.core.bundle.files import write_new
from deepcoro_desktop.core.clock import Clock
from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.storage.audit import KEY_BYTES, NEW_KEY, Audit
from deepcoro_desktop.core.storage.database import Connection, Database


class AuditKeyLostError(StorageError):
    """The key in use is missing or damaged."""


def open_audit(database: Database, path: Path, clock: Clock, actor: str) -> tuple[Audit, AuditKeyLostError | None]:
    """Return the audit record of a store, and what to tell the reader where its key was lost and a new one made.

    Parameters
    ----------
    database : Database
        The store.
    path : Path
        The first key's file, made where the record is empty.
    clock : callable
        Returns now, UTC and aware.
    actor : str
        In whose name the entry about a new key is written.

    Raises
    ------
    StorageError
        If a key cannot be read for another reason, or written.
    """
    with database.reading() as connection:
        is_empty = connection.execute("SELECT 1 FROM audit LIMIT 1").fetchone() is None
    if is_empty:
        _make(path)
    with contextlib.suppress(AuditKeyLostError):
        audit = _audit(database, path, clock, 1 if is_empty else _newest(path))
        if is_empty or audit.seals_the_last():  # nearly always: the record need not be looked through at every start
            return audit, None
    with database.writing() as connection:  # of two programs that start at once only one writes the entry
        keys_used, entries = _counts(connection)
        try:
            return _audit(database, path, clock, keys_used), None
        except AuditKeyLostError as lost:
            _make(_file(path, keys_used + 1))
            audit = _audit(database, path, clock, keys_used + 1)
            audit.append_in(connection, actor, NEW_KEY, "audit", lost=_file(path, keys_used).name, why=lost.message)
            told = (
                f"{lost.message} Entries up to {entries} cannot be checked until it is back; new ones have a new key."
            )
            return audit, AuditKeyLostError(told, lost.remedy)


def read_audit(database: Database, path: Path, clock: Clock) -> Audit:
    """Return the audit record of a store, to be checked; makes no key.

    Raises
    ------
    StorageError
        If the key in use is missing, damaged or cannot be read.
    """
    with database.reading() as connection:
        keys_used, _ = _counts(connection)
    return _audit(database, path, clock, keys_used)


def _audit(database: Database, path: Path, clock: Clock, number: int) -> Audit:
    """Return the audit record under one of its keys. Raises StorageError."""
    return Audit(database, _read(_file(path, number)), clock, _former(path, number))


def _counts(connection: Connection) -> tuple[int, int]:
    """Return how many keys have sealed the record, and how many entries it has."""
    query = "SELECT count(*) FILTER (WHERE action = ?), count(*) FROM audit"
    changes, entries = connection.execute(query, (NEW_KEY,)).fetchone()
    return int(changes) + 1, int(entries)


def _file(first: Path, number: int) -> Path:
    """Return the file of a key; the first has the number 1."""
    return first if number == 1 else first.with_name(f"{first.name}.{number}")


def _newest(first: Path) -> int:
    """Return the number of the newest key that has a file, 1 where none has."""
    return next(number for number in count(1) if not _file(first, number + 1).exists())


def _former(first: Path, number: int) -> list[bytes | None]:
    """Return the keys before one, None for each that is lost."""
    found: list[bytes | None] = []
    for earlier in range(1, number):
        try:
            found.append(_read(_file(first, earlier)))
        except StorageError:
            found.append(None)
    return found


def _read(path: Path) -> bytes:
    try:
        key = path.read_bytes()
    except FileNotFoundError as error:
        raise AuditKeyLostError(
            "The key of the audit record is missing.", f"Restore its file, {path.name}, from a backup."
        ) from error
    except OSError as error:
        raise StorageError("The key of the audit record cannot be read.", "Check the data folder.") from error
    if len(key) != KEY_BYTES:
        raise AuditKeyLostError(
            "The key of the audit record is damaged.", f"Restore its file, {path.name}, from a backup."
        )
    return key


def _make(path: Path) -> None:
    """Make a key where the file is missing."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            write_new(path, secrets.token_bytes(KEY_BYTES))
    except OSError as error:
        raise StorageError("The key of the audit record cannot be made.", "Check the data folder.") from error
