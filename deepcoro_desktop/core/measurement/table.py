"""The list of values of a study: measured and derived, averaged over beats, with source, formula and range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from deepcoro_desktop.core.body_surface import BodySurface
from deepcoro_desktop.core.measurement.catalogue import CATALOGUE, GENERAL, LEFT_VENTRICLE, WALL_MOTION
from deepcoro_desktop.core.measurement.derived import (
    ASE_2015,
    FORMULAS,
    OUTLINED,
    evaluate,
)
from deepcoro_desktop.core.measurement.measurement import Average, Measurement, Sheet, Source
from deepcoro_desktop.core.measurement.reference import Flag, Person, Range, reference_range
from deepcoro_desktop.core.measurement.simpson import Discs, is_foreshortened
from deepcoro_desktop.core.measurement.units import Unit, convert
from deepcoro_desktop.core.measurement.wall_motion import WallMotion
from deepcoro_desktop.core.study import Study


@dataclass(frozen=True, slots=True)
class Patient:
    """What of a patient enters derived values and ranges."""

    person: Person
    height_cm: float | None = None
    weight_kg: float | None = None
    systolic_mmhg: float | None = None
    diastolic_mmhg: float | None = None
    surface_formula: BodySurface = BodySurface.MOSTELLER


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    key: str
    """Empty for a measurement without a name."""
    label: str
    name: str
    section: str
    value: float
    """In the row's unit."""
    unit: Unit
    decimals: int
    source: Source | None
    """None for a derived value."""
    beats: tuple[Measurement, ...] = ()
    """What was measured; empty for a derived value."""
    average: Average = Average.MEAN
    formula: str = ""
    """Formula and citation of a derived value."""
    range: Range | None = None
    """In the unit of `range.unit`, not of the row."""
    flag: Flag = Flag.NORMAL
    warning: str = ""

    @property
    def text(self) -> str:
        """Number and unit as they are shown."""
        return f"{self.value:.{self.decimals}f} {self.unit.value}".strip()

    @property
    def range_text(self) -> str:
        """The range in the row's unit, as it is shown; empty where there is none."""
        if self.range is None:
            return ""

        def number(limit: float) -> str:
            return f"{convert(limit, self.range.unit if self.range else self.unit, self.unit):.{self.decimals}f}"

        low, high = self.range.low, self.range.high
        if low is not None and high is not None:
            return f"{number(low)} to {number(high)}"
        if low is not None:
            return f"{number(low)} or more"
        return f"{number(high)} or less" if high is not None else ""


def patient_of(study: Study) -> Patient:
    """Return what of a study's patient enters values and ranges."""
    return Patient(
        Person(study.patient.sex, study.age_years, study.body_surface_area_m2),
        study.height_cm,
        study.weight_kg,
        study.systolic_mmhg,
        study.diastolic_mmhg,
        study.surface_formula,
    )


def table(
    sheet: Sheet, patient: Patient, cart: Sequence[Measurement] = (), estimates: Sequence[Measurement] = ()
) -> tuple[Row, ...]:
    """Return every value of a study, by section in the order of the catalogue.

    What the reader measured stands before what the cart says of the same thing: the two are never averaged. What
    follows from the reader's values stands before what the cart derived from its own.

    Parameters
    ----------
    sheet : Sheet
        What the reader measured.
    patient : Patient
        For derived values and ranges.
    cart : sequence of Measurement
        What the scanner reported.
    estimates : sequence of Measurement
        What the model estimates: rows of their own, from which nothing is derived.
    """
    measured = _measured(sheet, cart)
    rows = [_measured_row(key, beats, sheet, patient) for key, beats in measured.items() if key]
    own = {row.key for row in rows if row.source is Source.READER}
    planes = [row for row in _outlined_rows(measured, sheet, patient) if row.key not in own]
    own |= {row.key for row in planes}
    known = {row.key: convert(row.value, row.unit, row.beats[0].unit) for row in rows}
    known |= {row.key: row.value for row in planes}
    known |= {key: value for key, value in _of_patient(patient).items() if key not in known}
    outdated = _outdated(rows, own, known)
    known = {key: value for key, value in known.items() if key not in outdated}
    rows = [row for row in rows if row.key not in outdated.union(plane.key for plane in planes)]
    rows += planes
    rows += [_derived_row(key, value, patient) for key, value in evaluate(known).items()]
    if patient.person.body_surface_m2 is not None:
        rows.append(_surface_row(patient, patient.person.body_surface_m2))
    if sheet.wall_motion is not None and (index := sheet.wall_motion.index) is not None:
        rows.append(_wall_motion_row(sheet.wall_motion, index))
    rows += [_estimate_row(m) for m in estimates]
    ordered = sorted(rows, key=_place)
    loose = [_unnamed_row(m) for m in measured.get("", ())]
    return (*ordered, *loose)


def values_of(rows: Iterable[Row]) -> dict[str, Row]:
    """Return the rows by key; those without a name are left out."""
    return {row.key: row for row in rows if row.key}


WALL_MOTION_INDEX: Final = "wmsi"
EJECTION_FRACTION_AI: Final = "lvef_ai"
_KEYS: Final = (
    *CATALOGUE, *(volume.key for volume in OUTLINED), *FORMULAS, WALL_MOTION_INDEX, "bsa", EJECTION_FRACTION_AI
)  # fmt: skip
_PLACE: Final = MappingProxyType({key: place for place, key in enumerate(_KEYS)})


_SECTIONS: Final = tuple(dict.fromkeys(named.section for named in CATALOGUE.values()))


def _place(row: Row) -> tuple[int, int]:
    section = _SECTIONS.index(row.section) if row.section in _SECTIONS else len(_SECTIONS)
    return section, _PLACE.get(row.key, len(_PLACE))


def _measured(sheet: Sheet, cart: Sequence[Measurement]) -> dict[str, tuple[Measurement, ...]]:
    """Return the beats of each key: the reader's, else the cart's; all of those without a name."""
    found: dict[str, list[Measurement]] = {}
    for m in sorted(sheet.measurements, key=lambda m: m.beat):
        found.setdefault(m.key, []).append(m)
    own = set(found)
    for m in cart:
        if m.key == "" or m.key not in own:
            found.setdefault(m.key, []).append(m)
    return {key: tuple(beats) for key, beats in found.items()}


def _outdated(rows: Iterable[Row], own: set[str], known: Mapping[str, float]) -> set[str]:
    """Return the keys that the cart derived and that now follow from values of the reader."""
    carts = {row.key for row in rows if row.source is Source.CART}
    follows, outdated = set(own), set[str]()
    for formula in FORMULAS.values():  # each comes after those that it needs
        reachable = all(key in known or key in follows for key in formula.needs)
        if formula.key not in own and reachable and not follows.isdisjoint(formula.needs):
            follows.add(formula.key)
            outdated |= carts & {formula.key}
    return outdated


def _measured_row(key: str, beats: tuple[Measurement, ...], sheet: Sheet, patient: Patient) -> Row:
    label, name, unit, decimals, section = _description(key, beats[0])
    average = sheet.average_of(key)
    own = beats[0].unit
    value = average.of([convert(m.value, m.unit, own) for m in beats])
    limits = reference_range(key, patient.person)
    shown = convert(value, own, unit)
    flag = _flag(shown, unit, decimals, limits)
    return Row(key, label, name, section, shown, unit, decimals, beats[0].source, beats, average, "", limits, flag)


def _flag(value: float, unit: Unit, decimals: int, limits: Range | None) -> Flag:
    """Return where a number lies as it is shown: 5.84 that reads 5.8 is not above 5.8."""
    return limits.flag(convert(round(value, decimals), unit, limits.unit)) if limits is not None else Flag.NORMAL


def _description(key: str, m: Measurement) -> tuple[str, str, Unit, int, str]:
    if (named := CATALOGUE.get(key)) is not None:
        return named.label, named.name, named.unit, named.decimals, named.section
    if (formula := FORMULAS.get(key)) is not None:
        return formula.label, formula.name, formula.unit, formula.decimals, formula.section
    for volume in OUTLINED:
        if volume.key == key:
            return volume.label, volume.name, Unit.ML, 0, volume.section
    return m.label, m.label, m.unit, 2, GENERAL


def _outlined_rows(measured: dict[str, tuple[Measurement, ...]], sheet: Sheet, patient: Patient) -> Iterable[Row]:
    """Yield the volumes of one or two planes; beats are paired in their order, and put together as chosen."""
    for volume in OUTLINED:
        planes = [[m.discs for m in measured.get(key, ()) if m.discs is not None] for key in volume.planes]
        pairs: list[tuple[Discs, Discs]] = list(zip(planes[0], planes[-1], strict=False))
        if not pairs:
            continue
        value = sheet.average_of(volume.key).of([volume.compute(a, b) for a, b in pairs])
        limits = reference_range(volume.key, patient.person)
        warning = ""
        if any(is_foreshortened(a, b) for a, b in pairs):
            warning = "The two long axes differ by more than 10 %: one view is foreshortened."
        yield Row(
            volume.key, volume.label, volume.name, volume.section, value, Unit.ML, 0, None,
            average=sheet.average_of(volume.key), formula=f"{volume.text}\n{ASE_2015}", range=limits,
            flag=_flag(value, Unit.ML, 0, limits), warning=warning,
        )  # fmt: skip


def _of_patient(patient: Patient) -> dict[str, float]:
    known = {
        "height": patient.height_cm,
        "weight": patient.weight_kg,
        "bsa": patient.person.body_surface_m2,
        "systolic": patient.systolic_mmhg,
        "diastolic": patient.diastolic_mmhg,
    }
    return {key: value for key, value in known.items() if value}


def _derived_row(key: str, value: float, patient: Patient) -> Row:
    formula = FORMULAS[key]
    limits = reference_range(key, patient.person)
    text = f"{formula.text} ({patient.surface_formula.value})" if "bsa" in formula.needs else formula.text
    return Row(
        key, formula.label, formula.name, formula.section, value, formula.unit, formula.decimals, None,
        formula=f"{text}\n{formula.source}", range=limits,
        flag=_flag(value, formula.unit, formula.decimals, limits),
    )  # fmt: skip


def _surface_row(patient: Patient, surface: float) -> Row:
    formula = f"{patient.surface_formula.text}\n{patient.surface_formula.citation}"
    return Row("bsa", "BSA", "Body surface area", GENERAL, surface, Unit.M2, 2, None, formula=formula)


def _wall_motion_row(motion: WallMotion, index: float) -> Row:
    text = f"mean score of the {motion.seen} segments seen, of {len(motion.scores)}\n{ASE_2015}"
    name = "Wall motion score index"
    return Row(WALL_MOTION_INDEX, "WMSI", name, WALL_MOTION, index, Unit.RATIO, 2, None, formula=text)


def _estimate_row(m: Measurement) -> Row:
    name = "LV ejection fraction, estimated by the model"
    warning = "Not verified: the mean of the reports of similar studies, not measured in this one."
    return Row(m.key, m.label, name, LEFT_VENTRICLE, m.value, m.unit, 0, m.source, (m,), warning=warning)


def _unnamed_row(m: Measurement) -> Row:
    decimals = 0 if m.unit in (Unit.PX, Unit.PX2, Unit.MS, Unit.DEGREE, Unit.MMHG) else 2
    return Row("", m.label, m.label, GENERAL, m.value, m.unit, decimals, m.source, (m,))
