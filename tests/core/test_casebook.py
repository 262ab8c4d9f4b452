from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from deepcoro_desktop.core.casebook import LONGEST_NOTE, Casebook, is_earlier, last_before
from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.patient import Patient, PatientFacts
from deepcoro_desktop.core.storage import attachments
from deepcoro_desktop.core.storage.audit import Audit
from deepcoro_desktop.core.storage.database import Database
from deepcoro_desktop.core.storage.studies import Studies
from deepcoro_desktop.core.study import Colours, Study
from tests.core.report.examples import LATER, NOW

ANNA = Patient("DEMO^ANNA", "P-1", date(1950, 1, 2), "F")


def study(uid: str, patient: Patient = ANNA, year: int = 2026) -> Study:
    started = datetime(year, 3, 14, 10, 38)  # noqa: DTZ001 - as the scanner wrote it
    return Study(uid, patient, series=(), description="TTE", started_at=started)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "deepcoro.db")


@pytest.fixture
def audit(database: Database) -> Audit:
    return Audit(database, b"k" * 32, lambda: LATER)


@pytest.fixture
def casebook(database: Database, audit: Audit) -> Casebook:
    studies = Studies(database)
    for number, (uid, patient, year) in enumerate(
        (
            ("1.1", ANNA, 2026),
            ("1.2", ANNA, 2024),
            ("1.3", ANNA, 2025),
            ("1.4", replace(ANNA, birth_date=date(1951, 1, 2)), 2023),
            ("1.5", replace(ANNA, birth_date=None), 2022),
            ("1.6", replace(ANNA, name="OTHER^ANNA"), 2021),
            ("1.7", replace(ANNA, patient_id="P-2"), 2025),
        )
    ):
        studies.add(study(uid, patient, year), f"/{uid}", NOW + timedelta(seconds=number))
    return Casebook(database, audit, lambda: LATER, "Dr Ada Reader")


def test_last_before_is_neither_later_nor_in_conflict(casebook: Casebook) -> None:
    def last(opened: Study) -> str | None:
        found = last_before(opened, casebook.priors(opened))
        return found.entry.study_uid if found is not None else None

    assert last(study("1.1")) == "1.3"
    assert last(study("1.3", year=2025)) == "1.2", "the study of 2026 is later"
    assert last(study("1.2", year=2024)) == "1.6", "those of 2023 and 2022 may be another patient's"
    assert last(study("1.6", year=2021)) is None
    assert last(replace(study("1.1"), started_at=None)) is None


def test_priors_have_the_same_id_and_birth_date_latest_first(casebook: Casebook) -> None:
    priors = casebook.priors(study("1.1"))
    assert [p.entry.study_uid for p in priors if not p.conflict] == ["1.3", "1.2", "1.6"]
    assert priors[-1].note == "Under another name: OTHER ANNA."
    assert casebook.priors(study("1.1", replace(ANNA, patient_id=""))) == ()


def test_a_later_study_is_no_prior(casebook: Casebook) -> None:
    opened = study("1.2", year=2024)
    assert [p.entry.study_uid for p in casebook.priors(opened)] == ["1.4", "1.5", "1.6"]
    with pytest.raises(StorageError, match="no earlier one"):
        casebook.require_prior(opened, "1.3")


@pytest.mark.parametrize(
    ("then", "now", "earlier"),
    [
        ("2026-03-13T23:59", "2026-03-14T00:00:00", True),
        ("2026-03-14T10:37", "2026-03-14T10:38:05", True),
        ("2026-03-14T10:38", "2026-03-14T10:38:05", None),
        ("2026-03-14T10:38", "2026-03-14T10:38:00", None),
        ("2026-03-14T10:39", "2026-03-14T10:38:59", False),
        ("2026-03-14T00:00", "2026-03-14T10:38:00", None),
        ("2026-03-14T10:38", "2026-03-14T00:00:00", None),
        ("2026-03-15T00:00", "2026-03-14T10:38:00", False),
        ("", "2026-03-14T10:38:00", None),
        ("2026-03-14T10:38", "", None),
    ],
)
def test_order_of_two_studies_is_told_only_where_it_is_known(
    casebook: Casebook, database: Database, then: str, now: str, earlier: bool | None
) -> None:
    def started(uid: str, at: str) -> Study:
        patient = replace(ANNA, patient_id="P-9")
        return replace(study(uid, patient), started_at=datetime.fromisoformat(at) if at else None)

    Studies(database).add(started("2.1", then), "/2.1", NOW)
    opened = started("2.2", now)
    (entry,) = (entry for entry in Studies(database).list() if entry.study_uid == "2.1")
    assert is_earlier(entry, opened) is earlier
    priors = casebook.priors(opened)
    assert [prior.note for prior in priors] == {
        True: [""], False: [], None: ["Whether it is the earlier one is not known."]
    }[earlier]  # fmt: skip
    assert last_before(opened, priors) == (priors[0] if earlier else None)


def test_another_birth_date_is_shown_as_a_conflict_and_refused(casebook: Casebook) -> None:
    conflicts = {p.entry.study_uid: p.conflict for p in casebook.priors(study("1.1")) if p.conflict}
    assert conflicts == {
        "1.4": "The same patient ID, but another birth date: 1951-01-02, here 1950-01-02.",
        "1.5": "The same patient ID, but the earlier one has no birth date.",
    }
    casebook.require_prior(study("1.1"), "1.2")
    with pytest.raises(StorageError, match=r"another birth date: 1951-01-02.*Correct the patient's data"):
        casebook.require_prior(study("1.1"), "1.4")
    with pytest.raises(StorageError, match=r"no earlier one with this patient's ID\. Choose a study from the list"):
        casebook.require_prior(study("1.1"), "1.7")


def test_letter_is_kept_opened_and_taken_away_in_the_audit(casebook: Casebook, audit: Audit, tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7 of a letter")
    kept = casebook.attach("1.1", letter)
    assert casebook.attach("1.1", letter) == kept, "the same letter is not kept twice"
    assert casebook.attachments("1.1") == (kept,)
    assert casebook.attachments("1.2") == ()
    letter.unlink()
    assert casebook.open_attachment(kept.attachment_id) == b"%PDF-1.7 of a letter"
    casebook.remove_attachment(kept.attachment_id)
    assert casebook.attachments("1.1") == ()
    assert [entry.action for entry in audit.entries("1.1")] == ["attach", "open document", "remove document"]
    assert json.loads(audit.entries("1.1")[0].detail)["sha256"] == kept.sha256
    assert audit.verify() == 3
    with pytest.raises(StorageError, match="no longer there"):
        casebook.open_attachment(kept.attachment_id)


def test_letter_is_encrypted_with_the_store(tmp_path: Path) -> None:
    database = Database(tmp_path / "store.db", key=b"k" * 32)
    book = Casebook(database, Audit(database, b"k" * 32, lambda: LATER), lambda: LATER, "x")
    book.add_note("1.1", "a sentence that must not be read")
    assert b"must not be read" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("letter.exe", b"MZ", "is no document that can be attached"),
        ("letter.pdf", b"no pdf", "is empty or damaged"),
        ("letter.txt", b"", "is empty or damaged"),
        ("letter.png", b"x" * 64, "is larger than"),
    ],
)
def test_document_that_cannot_be_taken_says_why(
    casebook: Casebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, sentence: str
) -> None:
    monkeypatch.setattr(attachments, "LARGEST_BYTES", 32)
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(StorageError, match=sentence):
        casebook.attach("1.1", path)
    path.unlink()
    with pytest.raises(StorageError, match=r"cannot be read|no document"):
        casebook.attach("1.1", path)


def test_altered_document_is_not_shown(casebook: Casebook, database: Database) -> None:
    kept = casebook.add_note("1.1", "wall motion was asked for")
    with database.writing() as connection:
        connection.execute("UPDATE attachments SET content = x'00'")
    with pytest.raises(StorageError, match="not as it was attached"):
        casebook.open_attachment(kept.attachment_id)


@pytest.mark.parametrize("text", ["  ", "x" * (LONGEST_NOTE + 1)])
def test_note_of_no_or_too_many_words_is_refused(casebook: Casebook, text: str) -> None:
    with pytest.raises(StorageError, match="empty or too long"):
        casebook.add_note("1.1", text)


def test_corrected_facts_change_the_surface_and_stay(casebook: Casebook, database: Database, audit: Audit) -> None:
    opened = replace(study("1.1"), height_cm=180.0, weight_kg=80.0)
    assert opened.body_surface_area_m2 == pytest.approx(2.0)
    facts = PatientFacts(160.0, 90.0, 140, 90, "atrial fibrillation", "murmur")
    corrected = casebook.set_facts(opened, facts)
    assert corrected.body_surface_area_m2 == pytest.approx(2.0)
    assert casebook.set_facts(opened, replace(facts, weight_kg=60.0)).body_surface_area_m2 == pytest.approx(
        1.633, abs=1e-3
    )
    again = Casebook(Database(database.path), audit, lambda: LATER, "x").correct(opened)
    assert again.facts == replace(facts, weight_kg=60.0)
    assert next(e for e in Studies(database).list() if e.study_uid == "1.1").indication == "murmur"
    assert casebook.correct(study("1.2")) == study("1.2")


def test_corrected_sex_and_birth_date_are_audited_and_match_no_other_study(
    casebook: Casebook, database: Database, audit: Audit
) -> None:
    opened = casebook.correct(study("1.1"))
    first = casebook.set_facts(opened, PatientFacts(sex="M", birth_date=date(1951, 1, 2)))
    casebook.set_facts(first, PatientFacts(sex="M"))
    entries = [json.loads(entry.detail) for entry in audit.entries("1.1") if entry.action == "patient facts"]
    assert [json.loads(entry["old"])["birth_date"] for entry in entries] == [None, "1951-01-02"]
    assert [json.loads(entry["new"])["sex"] for entry in entries] == ["M", "M"]
    recorded = {"sex": "F", "birth_date": "1950-01-02", "age_years": None}
    assert [json.loads(entry["recorded"]) for entry in entries] == [recorded, recorded]
    again = casebook.correct(study("1.1"))
    assert (again.patient.sex, again.recorded_patient) == ("M", ANNA)
    assert casebook.priors(first) == casebook.priors(opened), "1.4 has the birth date that was entered"
    Studies(database).add(first, "/1.1", NOW)
    assert next(e for e in Studies(database).list() if e.study_uid == "1.1").birth_date == "1950-01-02"


def test_a_birth_after_the_study_is_not_stored(casebook: Casebook, audit: Audit) -> None:
    with pytest.raises(StorageError, match="The birth date lies after the study"):
        casebook.set_facts(study("1.1"), PatientFacts(birth_date=date(2027, 1, 1)))
    assert not [entry for entry in audit.entries("1.1") if entry.action == "patient facts"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"height_cm": 17.8}, "between 20 and 260 cm"),
        ({"weight_kg": 900.0}, "between 0.3 and 500 kg"),
        ({"systolic_mmhg": 120}, "two values"),
        ({"systolic_mmhg": 80, "diastolic_mmhg": 120}, "the higher one"),
    ],
)
def test_facts_that_no_patient_has_are_refused(values: dict[str, float], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        PatientFacts(**values)  # type: ignore[arg-type]


def test_header_whose_pressures_are_exchanged_can_still_be_corrected() -> None:
    facts = replace(study("1.1"), systolic_mmhg=70, diastolic_mmhg=130).facts
    assert (facts.systolic_mmhg, facts.diastolic_mmhg) == (None, None)


def test_damaged_facts_in_the_store_say_so(casebook: Casebook, database: Database) -> None:
    casebook.set_facts(study("1.1"), PatientFacts(height_cm=180.0))
    with database.writing() as connection:
        connection.execute("UPDATE patient_facts SET facts = '{\"height_cm\": 5}'")
    with pytest.raises(StorageError, match="facts in the store are damaged"):
        casebook.correct(study("1.1"))


def test_colours_are_kept_by_clip_and_taken_back(casebook: Casebook, database: Database) -> None:
    casebook.set_colours("1.1", "1.1.1", Colours.YBR)
    casebook.set_colours("1.1", "1.1.2", Colours.RGB)
    casebook.set_colours("1.1", "1.1.2", Colours.AUTOMATIC)
    with database.reading() as connection:
        assert connection.execute("SELECT sop_instance_uid, colours FROM colours").fetchall() == [("1.1.1", "ybr")]


def test_assigned_reader_is_kept_when_the_study_is_opened_again(casebook: Casebook, database: Database) -> None:
    casebook.assign("1.1", " Dr Ada Reader ")
    studies = Studies(database)
    studies.add(study("1.1"), "/1.1", LATER)
    assert next(e for e in studies.list() if e.study_uid == "1.1").assignee == "Dr Ada Reader"
