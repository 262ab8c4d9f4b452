from __future__ import annotations

import json
from pathlib import Path

import pytest

from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.storage.audit import Audit
from deepcoro_desktop.core.storage.audit_keys import open_audit, read_audit
from deepcoro_desktop.core.storage.database import Database
from tests.core.storage.conftest import clock

KEY = "audit.key"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """The file of the first key, which the first opening makes."""
    return tmp_path / "keys" / KEY


def opened(database: Database, first: Path) -> Audit:
    """The record, opened without anything to tell."""
    audit, problem = open_audit(database, first, clock, "Dr A")
    assert problem is None
    return audit


def test_the_key_is_made_once_and_kept(database: Database, first: Path) -> None:
    opened(database, first).append("Dr A", "sign", "doc")
    key = first.read_bytes()
    assert len(key) == 32
    assert first.stat().st_mode & 0o077 == 0
    assert opened(database, first).verify() == 1
    assert first.read_bytes() == key


@pytest.mark.parametrize(("damage", "said"), [(None, "missing"), (b"short", "damaged")])
def test_after_a_lost_key_the_record_goes_on_under_a_new_one(
    database: Database, first: Path, damage: bytes | None, said: str
) -> None:
    opened(database, first).append("Dr A", "sign", "doc")
    key = first.read_bytes()
    if damage is None:
        first.unlink()
    else:
        first.write_bytes(damage)

    audit, problem = open_audit(database, first, clock, "Dr A")
    assert problem is not None
    assert problem.message == (
        f"The key of the audit record is {said}."
        " Entries up to 1 cannot be checked until it is back; new ones have a new key."
    )
    assert problem.remedy == "Restore its file, audit.key, from a backup."
    audit.append("Dr A", "edit", "doc")
    told = audit.entries("audit")
    assert [(entry.sequence, entry.actor, entry.action) for entry in told] == [(2, "Dr A", "new_key")]
    assert json.loads(told[0].detail) == {"lost": KEY, "why": f"The key of the audit record is {said}."}
    with pytest.raises(StorageError, match="cannot be checked from entry 1 on: the key of that time is lost"):
        opened(database, first).verify()
    if damage is None:
        assert not first.exists()

    first.write_bytes(key)
    assert opened(database, first).verify() == 3
    assert read_audit(database, first, clock).verify() == 3


def test_a_key_that_is_lost_twice_is_made_twice(database: Database, first: Path) -> None:
    kept = {}
    for round_ in range(3):
        audit, problem = open_audit(database, first, clock, "Dr A")
        assert (problem is not None) == (round_ > 0)
        audit.append("Dr A", "sign", "doc")
        newest = max(first.parent.iterdir())
        kept[newest] = newest.read_bytes()
        newest.unlink()
    assert sorted(path.name for path in kept) == [KEY, f"{KEY}.2", f"{KEY}.3"]
    for path, key in kept.items():
        path.write_bytes(key)
    assert opened(database, first).verify() == 5

    (first.parent / f"{KEY}.2").unlink()
    with pytest.raises(StorageError, match="cannot be checked from entry 2 on"):
        opened(database, first).verify()


def test_a_newer_key_that_lies_beside_an_empty_record_seals_nothing(database: Database, first: Path) -> None:
    first.parent.mkdir()
    first.with_name(f"{KEY}.2").write_bytes(b"o" * 32)  # of a store that is gone
    opened(database, first).append("Dr A", "sign", "doc")
    assert opened(database, first).verify() == 1


def test_a_new_key_does_not_vouch_for_what_an_old_one_sealed(database: Database, first: Path) -> None:
    opened(database, first).append("Dr A", "sign", "doc")
    key = first.read_bytes()
    first.unlink()
    open_audit(database, first, clock, "Dr A")
    first.write_bytes(key)
    with database.writing() as connection:
        connection.execute("DROP TRIGGER audit_update")
        connection.execute("UPDATE audit SET actor = 'Dr B' WHERE sequence = 1")
    with pytest.raises(StorageError, match="changed at entry 1"):
        opened(database, first).verify()


def test_an_entry_that_claims_a_key_that_is_not_there_is_found(database: Database, first: Path) -> None:
    audit = opened(database, first)
    audit.append("Dr A", "sign", "doc")
    audit.append("Dr A", "new_key", "audit")
    with pytest.raises(StorageError, match="changed at entry 2: it is not as it was sealed"):
        audit.verify()


def test_a_key_made_before_its_entry_was_written_is_used(database: Database, first: Path) -> None:
    opened(database, first).append("Dr A", "sign", "doc")
    key = first.read_bytes()
    first.unlink()
    waiting = first.with_name(f"{KEY}.2")
    waiting.write_bytes(b"w" * 32)
    audit, problem = open_audit(database, first, clock, "Dr A")
    assert problem is not None
    assert waiting.read_bytes() == b"w" * 32
    first.write_bytes(key)
    assert audit.entries()[-1].action == "new_key"
    assert opened(database, first).verify() == 2


def test_reading_makes_no_key(database: Database, first: Path) -> None:
    with pytest.raises(StorageError, match=r"is missing\. Restore its file, audit\.key, from a backup"):
        read_audit(database, first, clock)
    opened(database, first).append("Dr A", "sign", "doc")
    first.unlink()
    with pytest.raises(StorageError, match="is missing"):
        read_audit(database, first, clock)
    assert list(first.parent.iterdir()) == []


def test_a_key_that_cannot_be_read_or_made_is_told(database: Database, first: Path) -> None:
    first.parent.write_text("no folder")
    with pytest.raises(StorageError, match="cannot be made"):
        open_audit(database, first, clock, "Dr A")
    first.parent.unlink()
    first.mkdir(parents=True)
    with pytest.raises(StorageError, match="cannot be read"):
        open_audit(database, first, clock, "Dr A")
    assert [path.name for path in first.parent.iterdir()] == [KEY]
