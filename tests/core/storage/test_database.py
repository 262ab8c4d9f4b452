from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlcipher3 import dbapi2

from deepcoro_desktop.core.errors import CancelledError, StorageError
from deepcoro_desktop.core.progress import CancelToken
from deepcoro_desktop.core.storage import database as database_module
from deepcoro_desktop.core.storage.database import Database, load_migrations, split_statements

INSERT = (
    "INTO signed_revisions (document_id, revision, study_uid, predecessor, reason, document, pdf, pdf_sha256,"
    " signed_at)"
    " VALUES ('doc', 1, 'study', NULL, '', x'00', x'01', '" + "e" * 64 + "', 'now')"
)
AUDIT = "INTO audit (sequence, at, actor, action, subject, detail, previous, mac)"
AUDIT_ROW = f" VALUES (1, 'now', 'x', 'sign', 'doc', '{{}}', '', '{'f' * 64}')"
REFUSED = "signed revisions are never rewritten"


@pytest.fixture
def filled(database: Database) -> Database:
    with database.writing() as connection:
        connection.execute(f"INSERT {INSERT}")
        connection.execute(f"INSERT {AUDIT}{AUDIT_ROW}")
    return database


def test_the_file_is_its_owners_only_and_in_wal_mode(database: Database) -> None:
    assert database.path.stat().st_mode & 0o077 == 0
    with database.reading() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert connection.execute("PRAGMA recursive_triggers").fetchone()[0] == 1
    database.check()


def test_opening_again_changes_nothing(database: Database) -> None:
    assert Database(database.path).schema_version() == load_migrations()[-1].version


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT {INSERT}",
        f"REPLACE {INSERT}",
        f"INSERT OR REPLACE {INSERT}",
        f"INSERT OR IGNORE {INSERT}",
        f"INSERT OR ROLLBACK {INSERT}",
        f"INSERT OR FAIL {INSERT}",
        f"INSERT {INSERT} ON CONFLICT DO NOTHING",
        f"INSERT {INSERT} ON CONFLICT DO UPDATE SET pdf = excluded.pdf",
        f"INSERT {INSERT} ON CONFLICT (document_id, revision) DO UPDATE SET pdf = x'02'",
        "UPDATE signed_revisions SET pdf = x'02'",
        "UPDATE OR REPLACE signed_revisions SET pdf = x'02'",
        "UPDATE OR IGNORE signed_revisions SET revision = 2",
        "UPDATE signed_revisions SET rowid = 9",
        "DELETE FROM signed_revisions",
        "DELETE FROM signed_revisions WHERE revision = 1",
        f"INSERT OR REPLACE {INSERT.replace('(document_id', '(rowid, document_id').replace('VALUES (', 'VALUES (1, ')}",
        "INSERT OR REPLACE "
        + INSERT.replace("(document_id", "(rowid, document_id").replace("VALUES ('doc'", "VALUES (1, 'other'"),
        "WITH one AS (SELECT 1) REPLACE " + INSERT,
    ],
)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_a_signed_revision_cannot_be_rewritten(filled: Database, statement: str, recursive: str) -> None:
    def rewrite() -> None:
        with filled.writing() as connection:
            connection.execute(f"PRAGMA recursive_triggers = {recursive}")
            connection.execute(statement)

    with pytest.raises(StorageError, match=REFUSED):
        rewrite()
    with filled.reading() as connection:
        rows = connection.execute("SELECT rowid, document_id, revision, pdf FROM signed_revisions").fetchall()
    assert rows == [(1, "doc", 1, b"\x01")]


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT {AUDIT}{AUDIT_ROW}",
        f"REPLACE {AUDIT}{AUDIT_ROW}",
        f"INSERT OR REPLACE {AUDIT}{AUDIT_ROW}",
        f"INSERT OR IGNORE {AUDIT}{AUDIT_ROW}",
        f"INSERT {AUDIT}{AUDIT_ROW} ON CONFLICT DO UPDATE SET actor = 'y'",
        f"INSERT {AUDIT}{AUDIT_ROW} ON CONFLICT DO NOTHING",
        "UPDATE audit SET actor = 'y'",
        "UPDATE OR REPLACE audit SET sequence = 2",
        "DELETE FROM audit",
    ],
)
def test_an_audit_entry_cannot_be_rewritten(filled: Database, statement: str) -> None:
    with pytest.raises(StorageError, match="append-only"), filled.writing() as connection:
        connection.execute(statement)
    with filled.reading() as connection:
        assert connection.execute("SELECT sequence, actor FROM audit").fetchall() == [(1, "x")]


def test_an_amendment_without_its_predecessor_is_refused(filled: Database) -> None:
    other = INSERT.replace("'doc', 1, 'study', NULL, ''", "'doc', 3, 'study', 2, 'why'")
    with pytest.raises(StorageError, match="needs its signed predecessor"), filled.writing() as connection:
        connection.execute(f"INSERT {other}")


def test_a_failed_block_changes_nothing(database: Database) -> None:
    def fail() -> None:
        with database.writing() as connection:
            connection.execute("INSERT INTO lockout VALUES ('a', 1, 'now')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM lockout").fetchone() == (0,)


def test_reading_writes_nothing(database: Database) -> None:
    with pytest.raises(StorageError), database.reading() as connection:
        connection.execute("INSERT INTO lockout VALUES ('a', 1, 'now')")


def test_threads_take_turns(database: Database) -> None:
    def add(number: int) -> None:
        for step in range(5):
            with database.writing() as connection:
                connection.execute("INSERT INTO lockout VALUES (?, 1, 'now')", (f"{number}-{step}",))

    threads = [threading.Thread(target=add, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM lockout").fetchone() == (20,)


def test_a_newer_store_is_refused_and_left_alone(database: Database) -> None:
    with database.writing() as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StorageError, match=r"newer program \(schema 99, this program knows \d+\)\. Update"):
        Database(database.path)


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"this is no database at all" * 100)
    with pytest.raises(StorageError, match="is no database"):
        Database(path)
    with pytest.raises(StorageError, match="cannot be made"):
        Database(path / "below" / "store.db")


def test_damage_that_breaks_sqlites_own_words_is_told(database: Database) -> None:
    data = database.path.read_bytes()
    refused: list[StorageError] = []
    for found in re.finditer(rb"clip_count", data):  # SQLite says which part of its schema is damaged, as it is
        database.path.write_bytes(data[: found.start()] + b"\xf2" + data[found.start() + 1 :])
        try:
            Database(database.path)  # one of the places is of an older schema and read no more
        except StorageError as error:
            refused.append(error)
    assert {error.message for error in refused} == {"The local store is damaged."}
    assert UnicodeDecodeError in {type(error.__cause__) for error in refused}


def test_a_check_finds_a_page_that_is_gone(database: Database) -> None:
    with database.writing() as connection:
        connection.execute("CREATE TABLE kept (uid TEXT PRIMARY KEY, content TEXT)")
        for number in range(300):
            connection.execute("INSERT INTO kept VALUES (?, ?)", (f"1.2.{number}", "x" * 2000))
    database.check()
    data = bytearray(database.path.read_bytes())
    page = data.index(b"1.2.150") // 4096 * 4096
    data[page : page + 4096] = bytes(4096)
    database.path.write_bytes(data)
    Database(database.path)  # nothing is amiss at first sight
    with pytest.raises(StorageError, match="damaged"):
        database.check()


def test_a_check_stops_when_it_is_cancelled(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "_STEPS_BETWEEN_LOOKS", 1)
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        database.check(token)
    database.check()


@pytest.mark.parametrize("lost", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_lost_store_is_told_and_none_is_made_in_its_place(database: Database, lost: Callable[[Path], object]) -> None:
    kept = database.path.read_bytes()
    lost(database.path)
    for _ in range(2):
        with pytest.raises(StorageError, match="lost or empty") as refused:
            Database(database.path, begun=True)
    assert database.path.name in refused.value.remedy
    database.path.write_bytes(kept)
    Database(database.path, begun=True).check()


def test_a_store_whose_pages_are_still_in_the_log_is_there(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.with_name("store.db-wal").write_bytes(b"pages")
    Database(path, begun=True).check()


def test_a_full_disk_is_named_and_nothing_is_changed(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_too_much() -> None:
        with database.writing() as connection:
            connection.execute("PRAGMA max_page_count = 1")
            connection.execute("CREATE TABLE large AS SELECT zeroblob(100000000)")

    with pytest.raises(StorageError, match=r"The disk is full\. Free some space"):
        write_too_much()
    with database.reading() as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'large'").fetchall()
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=0))
    with pytest.raises(StorageError, match="The disk is full"), database.writing() as connection:
        raise dbapi2.OperationalError("disk I/O error")


def test_a_store_that_can_only_be_read_says_so(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StorageError, match="can only be read"), database.reading() as connection:
        connection.execute("DELETE FROM studies")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(StorageError, match="can only be read"), database.writing() as connection:
        raise dbapi2.OperationalError("unable to open database file")


def test_a_key_encrypts_the_file(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    database = Database(path, key=b"k" * 32)
    with database.writing() as connection:
        connection.execute("INSERT INTO lockout VALUES ('a name that must not be read', 1, 'now')")
    files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"a name that must" not in files
    assert b"SQLite format" not in files
    with Database(path, key=b"k" * 32).reading() as connection:
        assert connection.execute("SELECT count(*) FROM lockout").fetchone() == (1,)
    for key in (None, b"x" * 32):
        with pytest.raises(StorageError, match="key is another one"):
            Database(path, key=key)
    with pytest.raises(StorageError, match="wrong length"):
        Database(path, key=b"short")


def test_the_driver_is_without_the_wal_reset_bug() -> None:
    assert dbapi2.sqlite_version_info >= (3, 51, 3)


def test_migrations_are_numbered_without_gaps_and_hold_whole_statements() -> None:
    migrations = load_migrations()
    assert [m.version for m in migrations] == list(range(1, len(migrations) + 1))
    assert all(split_statements(m.sql) for m in migrations)
    with pytest.raises(ValueError, match="within a statement"):
        split_statements("CREATE TABLE a (b TEXT)")


def test_a_store_of_the_first_release_keeps_its_studies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    all_steps = load_migrations()
    monkeypatch.setattr(database_module, "load_migrations", lambda: all_steps[:1])
    old = Database(tmp_path / "old.db")
    with old.writing() as connection:
        connection.execute(
            "INSERT INTO studies (study_uid, path, patient_name, patient_id, study_datetime, description, clip_count,"
            " imported_at) VALUES ('1.2', '/a', 'DEMO', 'P-1', '', 'TTE', 3, '2026-03-14T10:52:07+00:00')"
        )
    monkeypatch.undo()
    new = Database(tmp_path / "old.db")
    assert new.schema_version() == all_steps[-1].version
    with new.reading() as connection:
        assert connection.execute("SELECT study_uid, assignee FROM studies").fetchall() == [("1.2", "")]
