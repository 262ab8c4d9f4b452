"""The local store: one SQLite file, opened for each operation and closed after it.

sqlcipher3's SQLite is the driver, because the standard library's 3.40 may lose committed pages when the write-ahead log
restarts (fixed in SQLite 3.51.3), and because the store can be encrypted by passing a key.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.progress import CancelToken

Connection = Any
"""A connection of the driver, which has no types."""

_BUSY_MS: Final = 5000
_LEAST_FREE: Final = 1 << 17
"""Bytes that the smallest write may need, its log included."""
_MIGRATION: Final = re.compile(r"(\d{4})_[a-z0-9_]+\.sql\Z")
_NEW_FILE: Final = 0o600
_STEPS_BETWEEN_LOOKS: Final = 10_000
"""Of SQLite's machine, some milliseconds, between two looks whether a check is to stop."""
KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema."""

    version: int
    sql: str


class Database:
    """Where the store is and how it is opened; holds no connection, so any thread may use it.

    Parameters
    ----------
    path : Path
        The file; it and its folder are made where missing, for their owner only.
    key : bytes or None
        32 bytes that encrypt the file, None for a plain one.
    begun : bool
        Whether there has been one before: one that is lost is then told, and none is made in its place.

    Raises
    ------
    StorageError
        If the file is lost, cannot be opened, is damaged, has another key, or was written by a newer program.
    """

    def __init__(self, path: Path, *, key: bytes | None = None, begun: bool = False) -> None:
        if key is not None and len(key) != KEY_BYTES:
            raise StorageError("The key of the local store has a wrong length.", "Use the key that was made with it.")
        self._path = path
        self._key = key
        if begun and not _holds_something(path):
            raise StorageError(
                f"The local store {path.name} is lost or empty, though studies were kept in it.",
                f"Put {path.name} back from a backup. To begin anew, move the whole folder {path.parent.name} away.",
            )
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                path.touch(mode=_NEW_FILE)
        except OSError as error:
            raise StorageError(
                "The local store cannot be made.", "Check the folder's rights and free space."
            ) from error
        self._migrate()

    @property
    def path(self) -> Path:
        """Where the store is."""
        return self._path

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the store, and writes nothing."""
        with self._connection() as connection:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("BEGIN")
            yield connection
            connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction; it is on disk when the block ends, and undone if the block raises."""
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:  # SQLite itself has undone it where the disk is full
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def schema_version(self) -> int:
        """Return the version of the schema of the file."""
        with self._connection() as connection:
            return _user_version(connection)

    def check(self, cancel: CancelToken | None = None) -> None:
        """Raise StorageError unless SQLite finds the whole file in order; CancelledError where that was cancelled.

        Only this finds a page that was overwritten by zeros, say: its entries are then simply not there.
        """
        token = cancel or CancelToken()
        try:
            with self._connection() as connection:
                connection.set_progress_handler(lambda: int(token.cancelled), _STEPS_BETWEEN_LOOKS)
                answer = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        except StorageError:
            token.check()
            raise
        if answer != "ok":
            raise StorageError(
                "The local store is damaged: what is shown may not be all of it.",
                "Restore it from a backup before you go on.",
            )

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            with closing(dbapi2.connect(str(self._path), isolation_level=None, timeout=_BUSY_MS / 1000)) as connection:
                if self._key is not None:
                    connection.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA recursive_triggers = ON")
                connection.execute("PRAGMA trusted_schema = OFF")
                yield connection
        except dbapi2.IntegrityError as error:
            raise StorageError(f"The local store refused the change: {error}.", "Amend the report instead.") from error
        except (dbapi2.DatabaseError, UnicodeDecodeError) as error:
            raise _cannot_use(error, self._path) from error

    def _migrate(self) -> None:
        migrations = load_migrations()
        newest = migrations[-1].version
        with self._connection() as connection:
            version = _user_version(connection)
            if version > newest:
                raise StorageError(
                    f"The local store was written by a newer program (schema {version}, this program knows {newest}).",
                    "Update DeepCORO Desktop.",
                )
        for migration in migrations:
            with self.writing() as connection:
                # asked again under the lock: another window may have been faster
                if _user_version(connection) < migration.version:
                    for statement in split_statements(migration.sql):
                        connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {migration.version}")


def load_migrations() -> tuple[Migration, ...]:
    """Return the schema's steps, oldest first."""
    found = []
    for file in (resources.files("deepcoro_desktop.core.storage") / "migrations").iterdir():
        if match := _MIGRATION.match(file.name):
            found.append(Migration(int(match.group(1)), file.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda migration: migration.version))


def split_statements(sql: str) -> list[str]:
    """Return the statements of a script; executescript would end the transaction that they must share."""
    statements: list[str] = []
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if dbapi2.complete_statement(pending):
            statements.append(pending.strip())
            pending = ""
    if pending.strip():
        raise ValueError("a migration ends within a statement")
    return statements


def _user_version(connection: Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _cannot_use(error: Exception, path: Path) -> StorageError:
    text = str(error).lower()
    if "not a database" in text:
        return StorageError(
            "The local store is no database, or its key is another one.", "Restore it from a backup, or give its key."
        )
    # SQLite's words repeat what it found in a damaged file, as it is
    if isinstance(error, UnicodeDecodeError) or "malformed" in text or "corrupt" in text:
        return StorageError("The local store is damaged.", "Restore it from a backup.")
    if "locked" in text or "busy" in text:
        return StorageError("The local store is in use by another program.", "Close the other window and try again.")
    if "full" in text or _free_bytes(path.parent) < _LEAST_FREE:  # the log of a full disk fails with an I/O error
        return StorageError("The disk is full.", "Free some space; the last saved draft is kept.")
    if "readonly" in text or "read-only" in text or not _can_write(path):
        return StorageError(
            "The local store can only be read.", "Ask for the right to write to its folder, or free its drive."
        )
    return StorageError("The local store cannot be used.", "Check the disk and the folder's rights.")


def _holds_something(path: Path) -> bool:
    """Return whether a store or its log of what is not in it yet has a size; an error is told on opening."""
    with suppress(OSError):
        return any(file.is_file() and file.stat().st_size > 0 for file in (path, path.with_name(f"{path.name}-wal")))
    return True


def _free_bytes(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return _LEAST_FREE  # the disk itself has gone: it is not full


def _can_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
