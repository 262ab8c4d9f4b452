"""The patient's header, completed and corrected: body size, blood pressure, rhythm, indication."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from deepcoro_desktop.core.study import PatientFacts, Study
from deepcoro_desktop.ui.dialogs.sheet import Sheet, text_label
from deepcoro_desktop.ui.language import tr

RHYTHMS: Final = ("", "sinus", "atrial fibrillation", "atrial flutter", "paced", "ectopic beats")
_FIELD_PX: Final = 96
_N = TypeVar("_N", int, float)


class PatientDialog(Sheet):
    """What the scanner left out; the files stay as they are."""

    facts_given = Signal(object)
    """PatientFacts."""

    def __init__(self, study: Study, parent: QWidget | None = None) -> None:
        super().__init__(tr("Patient"), 560, 420, parent)
        self._study = study
        facts = study.facts
        patient = study.patient
        born = patient.birth_date.isoformat() if patient.birth_date else tr("birth date missing")
        who = " · ".join((patient.display_name or tr("name missing"), patient.patient_id or tr("ID missing"), born))
        self.body.addWidget(text_label(who, "dim"))
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
        words = tr("Indexed values and the report's header follow at once. The DICOM files are not changed.")
        self.body.addWidget(text_label(words, "note", wrap=True))
        self.add_button(tr("Cancel")).clicked.connect(self.reject)
        self.keep = self.add_button(tr("Keep"), primary=True)
        self.keep.clicked.connect(self._keep)
        for field in (self.height_cm, self.weight_kg, self.systolic_mmhg, self.diastolic_mmhg):
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
        )

    def _check(self) -> None:
        try:
            facts = self.facts()
        except ValueError as error:
            self.problem.setText(f"{error}.")
            self.surface.setText("")
            self.keep.setEnabled(False)
            return
        self.problem.setText("")
        self.keep.setEnabled(True)
        area = self._study.with_facts(facts).body_surface_area_m2
        self.surface.setText(
            tr("BSA {area:.2f} m² (Mosteller)").format(area=area) if area else tr("BSA needs height and weight")
        )

    def _keep(self) -> None:
        self.facts_given.emit(self.facts())
        self.accept()


def _number(value: float | None, name: str) -> QLineEdit:
    field = QLineEdit("" if value is None else f"{value:g}")
    field.setFixedWidth(_FIELD_PX)
    field.setMaxLength(6)
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
