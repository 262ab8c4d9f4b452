from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from deepcoro_desktop.core.patient import Demographics, Patient, PatientFacts, age_on
from deepcoro_desktop.core.study import Study

WOMAN = Demographics("F", date(1954, 2, 11), 72)
STUDY = Study(
    "1.1",
    Patient("DEMO^ANNA", "P-1", WOMAN.birth_date, WOMAN.sex),
    series=(),
    started_at=datetime(2026, 3, 14, 10, 38),  # noqa: DTZ001 - as the scanner wrote it
    age_years=72,
)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1954, 2, 11), date(2026, 2, 10), 71),
        (date(1954, 2, 11), date(2026, 2, 11), 72),
        (date(2024, 2, 29), date(2025, 2, 28), 0),
        (date(2026, 1, 1), date(2025, 1, 1), None),
    ],
)
def test_age_in_whole_years(birth: date, day: date, age: int | None) -> None:
    assert age_on(birth, day) == age


def test_what_is_corrected_counts_and_what_is_recorded_stays_beside_it() -> None:
    facts = PatientFacts(sex="M", birth_date=date(1951, 3, 15))
    corrected = STUDY.with_facts(facts)
    assert corrected.demographics == Demographics("M", date(1951, 3, 15), 74)
    assert corrected.recorded == WOMAN
    assert corrected.recorded_patient == STUDY.patient
    assert (corrected.patient.name, corrected.patient.patient_id) == ("DEMO^ANNA", "P-1")
    assert corrected.facts == facts
    again = corrected.with_facts(PatientFacts(sex="M"))
    assert (again.demographics, again.recorded) == (replace(WOMAN, sex="M"), WOMAN)
    assert corrected.with_facts(PatientFacts()).demographics == WOMAN
    assert corrected.with_facts(PatientFacts()).recorded is None


def test_saying_the_same_as_the_files_corrects_nothing() -> None:
    same = STUDY.with_facts(PatientFacts(sex="F", birth_date=WOMAN.birth_date, age_years=72))
    assert same.recorded is None
    assert same.facts == PatientFacts()


def test_age_is_entered_where_no_birth_date_tells_it() -> None:
    bare = replace(STUDY, patient=Patient("DEMO^ANNA", "P-1"), age_years=None)
    corrected = bare.with_facts(PatientFacts(age_years=44, sex="F"))
    assert (corrected.demographics, corrected.recorded) == (Demographics("F", None, 44), Demographics())
    assert corrected.facts == PatientFacts(age_years=44, sex="F")
    undated = replace(bare, started_at=None)
    both = PatientFacts(birth_date=date(1980, 1, 1), age_years=44)
    assert undated.with_facts(both).facts == both, "without the day of the study nothing follows"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"sex": "X"}, "A sex is F or M"),
        ({"age_years": 131}, "An age lies between 0 and 130 years"),
        ({"birth_date": date(1869, 12, 31)}, "A birth date lies after 1870"),
    ],
)
def test_facts_that_no_patient_has_are_refused(values: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        PatientFacts(**values)  # type: ignore[arg-type]


def test_a_birth_after_the_study_is_refused() -> None:
    with pytest.raises(ValueError, match="The birth date lies after the study"):
        PatientFacts(birth_date=date(2026, 3, 15)).check_day(STUDY.day)
    PatientFacts(birth_date=date(2026, 3, 14)).check_day(STUDY.day)
    PatientFacts(birth_date=date(2026, 3, 15)).check_day(None)
