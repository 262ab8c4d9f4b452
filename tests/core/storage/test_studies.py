from __future__ import annotations

from datetime import datetime, timedelta

from deepcoro_desktop.core.patient import Patient
from deepcoro_desktop.core.storage.database import Database
from deepcoro_desktop.core.storage.studies import AiState, LockoutRecord, Studies
from deepcoro_desktop.core.study import Study
from tests.core.report.examples import LATER, NOW


def study(uid: str, name: str = "DEMO^PHANTOM") -> Study:
    started = datetime(2026, 3, 14, 10, 38)  # noqa: DTZ001 - as the scanner wrote it
    return Study(uid, Patient(name, "P-1"), series=(), description="TTE", started_at=started)


def test_opening_a_study_again_renews_its_line(database: Database) -> None:
    studies = Studies(database)
    studies.add(study("1.2"), "/a", NOW)
    studies.add(study("1.3"), "/b", NOW + timedelta(seconds=1))
    entry = studies.add(study("1.2", "DEMO^OTHER"), "/c", LATER)
    assert studies.list()[0] == entry
    assert [(e.study_uid, e.path, e.patient_name) for e in studies.list()] == [
        ("1.2", "/c", "DEMO OTHER"),
        ("1.3", "/b", "DEMO PHANTOM"),
    ]
    assert entry.study_datetime == "2026-03-14T10:38"


def test_the_readers_views_are_kept_by_study(database: Database) -> None:
    studies = Studies(database)
    studies.set_view("1.2", "1.2.1", "a4c", NOW)
    studies.set_view("1.2", "1.2.1", "a2c", LATER)
    studies.set_view("1.3", "1.3.1", "plax", LATER)
    assert studies.views("1.2") == {"1.2.1": "a2c"}
    studies.clear_view("1.2", "1.2.1")
    assert studies.views("1.2") == {}


def test_wrong_passphrases_survive_a_restart(database: Database) -> None:
    record = LockoutRecord(database, "reader")
    assert (record.failures(), record.last_failure_at()) == (0, None)
    record.add_failure(NOW)
    record.add_failure(LATER)
    again = LockoutRecord(Database(database.path), "reader")
    assert (again.failures(), again.last_failure_at()) == (2, LATER)
    assert LockoutRecord(database, "other").failures() == 0
    again.clear()
    assert record.failures() == 0


def test_the_state_of_the_models_and_urgency_are_kept(database: Database) -> None:
    studies = Studies(database)
    studies.add(study("1.2"), "/a", NOW)
    assert (studies.list()[0].ai_state, studies.list()[0].urgent) == (AiState.NONE, False)
    studies.set_ai_state("1.2", AiState.FAILED)
    studies.set_urgent("1.2", urgent=True)
    assert (studies.list()[0].ai_state, studies.list()[0].urgent) == (AiState.FAILED, True)
    studies.add(study("1.2"), "/a", LATER)  # opened again
    assert (studies.list()[0].ai_state, studies.list()[0].urgent) == (AiState.FAILED, True)
