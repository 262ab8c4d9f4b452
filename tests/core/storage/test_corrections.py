from __future__ import annotations

import json
from datetime import date

import pytest

from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.patient import Patient, PatientFacts
from deepcoro_desktop.core.storage.audit import Audit
from deepcoro_desktop.core.storage.corrections import FACTS_VERSION, Corrections
from deepcoro_desktop.core.storage.database import Database
from deepcoro_desktop.core.study import Study
from tests.core.report.examples import NOW

STUDY = Study("1.1", Patient("DEMO^ANNA", "P-1"), series=())
ENTERED = PatientFacts(172.0, 81.5, 140, 90, "atrial fibrillation", "Geräusch")
WITHOUT_SEX = (
    b'{"diastolic_mmhg": 90, "height_cm": 172.0, "indication": "Ger\xc3\xa4usch", "rhythm": "atrial fibrillation",'
    b' "systolic_mmhg": 140, "weight_kg": 81.5}'
)
"""As the program stored them before sex and birth date could be corrected."""
WITHOUT_VERSION = (
    b'{"age_years": null, "birth_date": "1950-01-02", "diastolic_mmhg": 90, "height_cm": 172.0,'
    b' "indication": "Ger\xc3\xa4usch", "rhythm": "atrial fibrillation", "sex": "F", "systolic_mmhg": 140,'
    b' "weight_kg": 81.5}'
)
"""As the program stored them before they had a version."""


@pytest.fixture
def corrections(database: Database, audit: Audit) -> Corrections:
    return Corrections(database, audit)


def put(database: Database, text: bytes) -> None:
    with database.writing() as connection:
        connection.execute("DELETE FROM patient_facts")
        connection.execute("INSERT INTO patient_facts VALUES ('1.1', CAST(? AS TEXT), '2026-03-14')", (text,))


def stored(database: Database) -> bytes:
    with database.reading() as connection:
        (text,) = connection.execute("SELECT CAST(facts AS BLOB) FROM patient_facts").fetchone()
    return bytes(text)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (WITHOUT_SEX, ENTERED),
        (WITHOUT_VERSION, PatientFacts(172.0, 81.5, 140, 90, "atrial fibrillation", "Geräusch", "F", date(1950, 1, 2))),
    ],
    ids=["without sex", "without version"],
)
def test_facts_of_older_programs_are_read_and_left_as_they_are(
    corrections: Corrections, database: Database, text: bytes, facts: PatientFacts
) -> None:
    put(database, text)
    assert corrections.facts("1.1") == facts
    assert stored(database) == text


def test_facts_are_stored_with_their_version_and_audited_without(
    corrections: Corrections, database: Database, audit: Audit
) -> None:
    put(database, WITHOUT_SEX)
    corrections.set_facts(STUDY, ENTERED, NOW, actor="Dr A")
    assert json.loads(stored(database))["schema_version"] == FACTS_VERSION
    assert corrections.facts("1.1") == ENTERED
    assert "schema_version" not in json.loads(audit.entries()[-1].detail)["new"]


def test_facts_of_a_newer_program_are_refused_and_kept(
    corrections: Corrections, database: Database, audit: Audit
) -> None:
    newer = b'{"schema_version": 3, "height_m": 1.72}'
    put(database, newer)
    said = r"saved by a newer program \(schema 3, this program reads 2\)\. Update DeepCORO Desktop"
    with pytest.raises(StorageError, match=said):
        corrections.facts("1.1")
    with pytest.raises(StorageError, match=said):
        corrections.set_facts(STUDY, ENTERED, NOW, actor="Dr A")
    assert stored(database) == newer
    assert audit.entries() == ()


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b'{"height_cm": 5}', b'{"schema_version": true}', b'{"schema_version": "3"}', b'{"schema_version": 0}',
     b'{"schema_version": 2, "height_m": 1.72}'],
)  # fmt: skip
def test_damaged_facts_say_so_and_can_be_entered_again(
    corrections: Corrections, database: Database, text: bytes
) -> None:
    put(database, text)
    with pytest.raises(StorageError, match=r"facts in the store are damaged\. Enter them again"):
        corrections.facts("1.1")
    corrections.set_facts(STUDY, ENTERED, NOW, actor="Dr A")
    assert corrections.facts("1.1") == ENTERED
