from __future__ import annotations

import json
from pathlib import Path

import pytest

from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.patient import Patient
from deepcoro_desktop.core.storage.audit import GENESIS, Audit
from deepcoro_desktop.core.storage.database import Database
from deepcoro_desktop.core.storage.reports import Reports
from deepcoro_desktop.core.storage.studies import Studies
from deepcoro_desktop.core.study import Study
from tests.core.report.examples import NOW, ready
from tests.core.storage.conftest import clock


def fill(audit: Audit) -> None:
    audit.append("Dr A", "accept", "doc", statement_id="model-01-01")
    audit.append("Dr A", "edit", "doc", old="EF [__ %]", new="EF 38 %")
    audit.append("Dr A", "sign", "doc", revision=1)


def tamper(database: Database, statement: str, values: tuple[str, ...] = ()) -> None:
    """What someone with another program does: the triggers first, then the rows."""
    with database.writing() as connection:
        for trigger in ("audit_update", "audit_delete", "audit_insert"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(statement, values)


def test_entries_are_chained_and_verify(audit: Audit) -> None:
    assert audit.head() == GENESIS
    assert audit.verify() == 0
    fill(audit)
    entries = audit.entries()
    assert [e.sequence for e in entries] == [1, 2, 3]
    assert entries[0].previous == GENESIS
    assert entries[2].previous == entries[1].mac
    assert audit.head() == entries[2].mac
    assert json.loads(entries[1].detail) == {"old": "EF [__ %]", "new": "EF 38 %"}
    assert audit.verify(known_heads={entries[1].mac: "1.1", entries[2].mac: "1.2"}) == 3


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit SET detail = '{}' WHERE sequence = 2", "2: it is not as it was sealed"),
        ("UPDATE audit SET actor = 'Dr B' WHERE sequence = 1", "1: it is not as it was sealed"),
        ("UPDATE audit SET at = '2020' WHERE sequence = 3", "3: it is not as it was sealed"),
        ("UPDATE audit SET action = 'reject' WHERE sequence = 1", "1: it is not as it was sealed"),
        ("DELETE FROM audit WHERE sequence = 2", "2: it is missing; the next is entry 3"),
        ("DELETE FROM audit WHERE sequence = 1", "1: it is missing; the next is entry 2"),
        ("UPDATE audit SET sequence = 9 WHERE sequence = 3", "3: it is missing; the next is entry 9"),
        (
            "UPDATE audit SET mac = replace(mac, substr(mac, 1, 1), 'é') WHERE sequence = 2",
            "2: it is not as it was seal",
        ),
    ],
)
def test_a_changed_or_missing_entry_is_found(database: Database, audit: Audit, statement: str, fault: str) -> None:
    fill(audit)
    tamper(database, statement)
    with pytest.raises(StorageError, match=f"changed at entry {fault}") as caught:
        audit.verify()
    assert caught.value.remedy.startswith("Restore the store and its audit.key from a backup")


def test_an_entry_of_another_record_with_the_same_key_is_found(
    database: Database, audit: Audit, tmp_path: Path
) -> None:
    fill(audit)
    other = Audit(Database(tmp_path / "other.db"), b"k" * 32, clock)
    other.append("Dr B", "accept", "doc")
    entry = other.append("Dr B", "reject", "doc")
    tamper(
        database,
        "UPDATE audit SET actor = 'Dr B', action = 'reject', detail = '{}', previous = ?, mac = ? WHERE sequence = 2",
        (entry.previous, entry.mac),
    )
    with pytest.raises(StorageError, match="changed at entry 2: it does not follow the entry before it"):
        audit.verify()


@pytest.mark.parametrize("subject", ["1.1", "1.1/length-1", "1.1.7", ready().document_id, f"{ready().document_id}/m-1"])
def test_the_study_of_a_broken_entry_is_named(database: Database, audit: Audit, subject: str) -> None:
    Studies(database).add(Study("1.1", Patient("DEMO^ANNA", "P-1"), series=()), "/1.1", NOW)
    Reports(database, audit).save_draft(ready())
    with database.writing() as connection:
        connection.execute("INSERT INTO instances VALUES ('1.1', '1.1.7')")
    audit.append("Dr A", "edit", subject)
    tamper(database, "UPDATE audit SET actor = 'Dr B'")
    named = ready().identity.study_instance_uid if subject.startswith(ready().document_id) else "1.1"
    with pytest.raises(StorageError) as caught:
        audit.verify()
    assert caught.value.message.endswith(f"at entry 1: it is not as it was sealed, of study {named}.")


def test_a_cut_tail_is_found_by_the_heads_of_signed_reports(database: Database, audit: Audit) -> None:
    fill(audit)
    head = audit.head()
    tamper(database, "DELETE FROM audit WHERE sequence = 3")
    assert audit.verify() == 2
    with pytest.raises(
        StorageError, match=r"lacks its end: the signed report of study 1\.2 names an entry that is gone"
    ):
        audit.verify(known_heads={audit.head(): "1.1", head: "1.2"})


def test_an_entry_sealed_with_another_key_is_found(database: Database, audit: Audit) -> None:
    fill(audit)
    Audit(database, b"x" * 32, clock).append("Dr M", "sign", "doc")
    with pytest.raises(StorageError, match="changed at entry 4"):
        audit.verify()


def test_entries_of_one_subject_are_listed(audit: Audit) -> None:
    fill(audit)
    audit.append("Dr A", "open", "other")
    assert [e.action for e in audit.entries("other")] == ["open"]


def test_a_key_of_wrong_length_is_refused(database: Database) -> None:
    with pytest.raises(StorageError, match="wrong length"):
        Audit(database, b"short", clock)
