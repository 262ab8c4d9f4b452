"""The patient: who was examined as the files say, and what the reader may add to that or correct in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

FEMALE: Final = "F"
MALE: Final = "M"
_FIRST_BIRTH_YEAR: Final = 1870
_OLDEST_YEARS: Final = 130


@dataclass(frozen=True, slots=True)
class Patient:
    """Who was examined, as the headers say."""

    name: str
    """DICOM person name, components joined by ^."""
    patient_id: str
    birth_date: date | None = None
    sex: str = ""
    """M, F, O or empty."""

    @property
    def display_name(self) -> str:
        """Name to show: the family name first, carets as spaces; in its own script where it has no other."""
        scripts = (" ".join(group.replace("^", " ").split()) for group in self.name.split("="))
        return next((name for name in scripts if name), "")


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """What the reader may add to a header or correct in it."""

    height_cm: float | None = None
    weight_kg: float | None = None
    systolic_mmhg: int | None = None
    diastolic_mmhg: int | None = None
    rhythm: str = ""
    indication: str = ""
    sex: str = ""
    """M or F; empty: as recorded."""
    birth_date: date | None = None
    """None: as recorded."""
    age_years: int | None = None
    """At the time of the study; None: as recorded. It follows from a birth date where the study has a day."""

    def __post_init__(self) -> None:
        """Refuse what no patient has."""
        for value, (low, high), words in (
            (self.height_cm, (20, 260), "A height lies between 20 and 260 cm"),
            (self.weight_kg, (0.3, 500), "A weight lies between 0.3 and 500 kg"),
            (self.systolic_mmhg, (30, 320), "A systolic pressure lies between 30 and 320 mmHg"),
            (self.diastolic_mmhg, (10, 220), "A diastolic pressure lies between 10 and 220 mmHg"),
            (self.age_years, (0, _OLDEST_YEARS), f"An age lies between 0 and {_OLDEST_YEARS} years"),
        ):
            if value is not None and not low <= value <= high:
                raise ValueError(words)
        if (self.systolic_mmhg is None) != (self.diastolic_mmhg is None):
            raise ValueError("A blood pressure has two values")
        if self.systolic_mmhg is not None and self.systolic_mmhg <= (self.diastolic_mmhg or 0):
            raise ValueError("The systolic pressure is the higher one")
        if self.sex not in ("", FEMALE, MALE):
            raise ValueError("A sex is F or M")
        if self.birth_date is not None and self.birth_date.year < _FIRST_BIRTH_YEAR:
            raise ValueError(f"A birth date lies after {_FIRST_BIRTH_YEAR}")

    def check_day(self, studied: date | None) -> None:
        """Raise ValueError where the birth date lies after the day of the study."""
        if self.birth_date is not None and studied is not None and self.birth_date > studied:
            raise ValueError("The birth date lies after the study")


@dataclass(frozen=True, slots=True)
class Demographics:
    """Sex, birth date and age: what reference ranges go by, and what a reader may correct."""

    sex: str = ""
    """M, F, O or empty."""
    birth_date: date | None = None
    age_years: int | None = None
    """At the time of the study."""

    def corrected(self, facts: PatientFacts, studied: date | None) -> Demographics:
        """Return them as the reader corrected them; the age follows a corrected birth date.

        Parameters
        ----------
        facts : PatientFacts
            What the reader entered.
        studied : date or None
            Day of the study.
        """
        age = self.age_years if facts.age_years is None else facts.age_years
        if facts.birth_date is not None and studied is not None:
            age = age_on(facts.birth_date, studied)
        return Demographics(facts.sex or self.sex, facts.birth_date or self.birth_date, age)


def age_on(birth_date: date, day: date) -> int | None:
    """Return the age in whole years on a day, None before the birth."""
    if day < birth_date:
        return None
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
