"""The patient's header, completed and corrected: sex, age, body size, blood pressure, rhythm, indication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from deepcoro_desktop.core.patient import FEMALE, MALE, Demographics, Patient, PatientFacts, age_on
from deepcoro_desktop.core.study import Study
from deepcoro_desktop.ui.dialogs.sheet import Sheet, text_label
from deepcoro_desktop.ui.language import tr

RHYTHMS: Final = ("", "sinus", "atrial fibrillation", "atrial flutter", "paced", "ectopic beats")
_FIELD_PX: Final = 104
_N = TypeVar("_N", int, float)


class PatientDialog(Sheet):
    """What the scanner left out or wrote wrongly; name, ID and the files stay as they are."""

    facts_given = Signal(object)
    """PatientFacts."""

    def __init__(self, study: Study, parent: QWidget | None = None) -> None:
        super().__init__(tr("Patient"), 560, 540, parent)
        self._study = study
        facts = study.facts
        self.body.addWidget(text_label(person_words(study.patient), "dim"))
        self._recorded = study.recorded or study.demographics
        self._make_person(facts)
        self.height_cm, self.weight_kg = _number(facts.height_cm, tr("Height")), _number(facts.weight_kg, tr("Weight"))
        self.systolic_mmhg = _number(facts.systolic_mmhg, tr("Systolic pressure"))
        self.diastolic_mmhg = _number(facts.diastolic_mmhg, tr("Diastolic pressure"))
        self.rhythm = QComboBox()
        self.rhythm.setEditable(True)
        self.rhythm.addItems(RHYTHMS)
        self.rhythm.setCurrentText(facts.rhythm)
        self.rhythm.setAccessibleName(tr("Rhythm"))
        if (edit := self.rhythm.lineEdit()) is not None:
            edit.setAccessibleName(tr("Rhythm"))
        self.indication = QLineEdit(facts.indication)
        self.indication.setAccessibleName(tr("Indication"))
        self.surface = text_label("", "note")
        self.problem = text_label("", "fault", wrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, tuple[QWidget, ...], str], ...] = (
            (tr("Sex"), (self.sex,), ""),
            (tr("Born"), (self.birth_date, text_label(tr("Age"), "dim"), self.age_years), tr("years")),
            ("", (self.recorded,), ""),
            (tr("Height"), (self.height_cm,), "cm"),
            (tr("Weight"), (self.weight_kg,), "kg"),
            (tr("Blood pressure"), (self.systolic_mmhg, text_label("/"), self.diastolic_mmhg), "mmHg"),
            (tr("Rhythm"), (self.rhythm,), ""),
            (tr("Indication"), (self.indication,), ""),
        )
        for row, (name, fields, unit) in enumerate(rows):
            caption = text_label(name)
            caption.setBuddy(fields[0])
            line = QHBoxLayout()
            line.setSpacing(8)
            for field in fields:
                line.addWidget(field, int(not unit))
            if unit:
                line.addWidget(text_label(unit, "dim"))
                if unit == "kg":
                    line.addSpacing(16)
                    line.addWidget(self.surface)
                line.addStretch(1)
            grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addLayout(line, row, 1)
        self.body.addSpacing(4)
        self.body.addLayout(grid)
        self.body.addWidget(self.problem)
        self.body.addStretch(1)
        words = tr(
            "Indexed values, what is normal and the report's header follow at once. The DICOM files are not changed; "
            "earlier studies are matched by what is recorded."
        )
        self.body.addWidget(text_label(words, "note", wrap=True))
        self.add_button(tr("Cancel")).clicked.connect(self.reject)
        self.keep = self.add_button(tr("Keep"), primary=True)
        self.keep.clicked.connect(self._keep)
        self.sex.currentIndexChanged.connect(self._check)
        for field in (
            self.birth_date,
            self.age_years,
            self.height_cm,
            self.weight_kg,
            self.systolic_mmhg,
            self.diastolic_mmhg,
        ):
            field.textChanged.connect(self._check)
        self._check()
        first_empty = next(
            (f for f in (self.height_cm, self.weight_kg, self.systolic_mmhg) if not f.text()), self.height_cm
        )
        first_empty.setFocus()

    def facts(self) -> PatientFacts:
        """Return what is entered; raises ValueError with the reason where it cannot be."""
        return PatientFacts(
            _read(self.height_cm, float),
            _read(self.weight_kg, float),
            _read(self.systolic_mmhg, int),
            _read(self.diastolic_mmhg, int),
            self.rhythm.currentText().strip(),
            self.indication.text().strip(),
            self.sex.currentData(),
            born if (born := self._born()) != self._recorded.birth_date else None,
            age if (age := self._age()) != self._recorded.age_years else None,
        )

    def _make_person(self, facts: PatientFacts) -> None:
        recorded = self._recorded
        self.sex = QComboBox()
        self.sex.setAccessibleName(tr("Sex"))
        self.sex.addItem(tr("as recorded: {sex}").format(sex=recorded.sex or tr("none")), "")
        for sex, words in ((FEMALE, tr("female (F)")), (MALE, tr("male (M)"))):
            self.sex.addItem(words, sex)
        self.sex.setCurrentIndex(self.sex.findData(facts.sex))
        born = facts.birth_date or recorded.birth_date
        self.birth_date = _field(born.isoformat() if born else "", tr("Birth date"), 10)
        self.birth_date.setPlaceholderText(tr("YYYY-MM-DD"))
        self.age_years = _number(facts.age_years if facts.age_years is not None else recorded.age_years, tr("Age"))
        self.recorded = text_label("", "note", wrap=True)

    def _born(self) -> date | None:
        """Return the birth date that counts: an empty field leaves the recorded one."""
        text = self.birth_date.text().strip()
        if not text:
            return self._recorded.birth_date
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise ValueError(tr("Birth date: {text} is no date, as 1954-02-11").format(text=text)) from error

    def _age(self) -> int | None:
        """Return the age that was typed, the recorded one where it follows from the birth date or nothing is typed."""
        typed = _read(self.age_years, int) if self.age_years.isEnabled() else None
        return typed if typed is not None else self._recorded.age_years

    def _follow_birth_date(self) -> None:
        """Show the age that follows from a birth date; only without one is it typed."""
        born, day = self._born(), self._study.day
        follows = born is not None and day is not None
        if follows or not self.age_years.isEnabled():
            age = self._recorded.age_years
            if born is not None and day is not None and born != self._recorded.birth_date:
                age = age_on(born, day)
            self.age_years.setEnabled(not follows)
            with QSignalBlocker(self.age_years):
                self.age_years.setText("" if age is None else str(age))
        tip = tr("The age at the study follows from the birth date") if follows else tr("The age at the study")
        self.age_years.setToolTip(tip)

    def _check(self) -> None:
        try:
            self._follow_birth_date()
            facts = self.facts()
            facts.check_day(self._study.day)
        except ValueError as error:
            self.problem.setText(f"{error}.")
            self.surface.setText("")
            self.keep.setEnabled(False)
            return
        self.problem.setText("")
        self.keep.setEnabled(True)
        corrected = self._study.with_facts(facts)
        self.recorded.setText("" if corrected.recorded is None else recorded_words(corrected.recorded))
        area = corrected.body_surface_area_m2
        words = tr("BSA {area:.2f} m²").format(area=area) if area else ""
        self.surface.setText(
            f"{words} ({corrected.surface_formula.value})" if words else tr("BSA needs height and weight")
        )

    def _keep(self) -> None:
        self.facts_given.emit(self.facts())
        self.accept()


def person_words(patient: Patient) -> str:
    """Return a patient's name and ID, and which of them is missing."""
    return " · ".join((patient.display_name or tr("name missing"), patient.patient_id or tr("ID missing")))


def recorded_words(recorded: Demographics) -> str:
    """Return what the files say beside what the reader entered."""
    sex, born = recorded.sex or tr("none"), recorded.birth_date or tr("none")
    age = tr("none") if recorded.age_years is None else str(recorded.age_years)
    words = tr("Recorded: sex {sex}, birth date {born}, age {age}. Both are kept, and shown in the report.")
    return words.format(sex=sex, born=born, age=age)


def _number(value: float | None, name: str) -> QLineEdit:
    return _field("" if value is None else f"{value:g}", name, 6)


def _field(text: str, name: str, longest: int) -> QLineEdit:
    field = QLineEdit(text)
    field.setFixedWidth(_FIELD_PX)
    field.setMaxLength(longest)
    field.setAccessibleName(name)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    return field


def _read(field: QLineEdit, kind: Callable[[str], _N]) -> _N | None:
    text = field.text().strip().replace(",", ".")
    if not text:
        return None
    try:
        return kind(text)
    except ValueError as error:
        raise ValueError(tr("{field}: {text} is no number").format(field=field.accessibleName(), text=text)) from error
