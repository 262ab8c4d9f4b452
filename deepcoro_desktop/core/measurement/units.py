"""Units of measured and derived values, and how one becomes another."""

from __future__ import annotations

from enum import Enum
from types import MappingProxyType
from typing import Final

from deepcoro_desktop.core.errors import MeasurementError


class Unit(Enum):
    """How a value is written behind its number; the value of the member is what stands on screen."""

    CM = "cm"
    MM = "mm"
    CM2 = "cm²"
    CM_S = "cm/s"
    M_S = "m/s"
    CM_S2 = "cm/s²"
    MS = "ms"
    S = "s"
    MMHG = "mmHg"
    ML = "mL"
    ML_M2 = "mL/m²"
    G = "g"
    G_M2 = "g/m²"
    KG_M2 = "kg/m²"
    M2 = "m²"
    CM_M2 = "cm/m²"
    CM2_M2 = "cm²/m²"
    L_MIN = "L/min"
    L_MIN_M2 = "L/min/m²"
    BPM = "bpm"
    PERCENT = "%"
    DEGREE = "°"
    RATIO = ""
    PX = "px"
    PX2 = "px²"


_SAME: Final = (
    {Unit.CM: 1.0, Unit.MM: 0.1},
    {Unit.CM_S: 1.0, Unit.M_S: 100.0},
    {Unit.MS: 1.0, Unit.S: 1000.0},
)
"""Units of one quantity, each with its size in the first of them."""

CANONICAL: Final = MappingProxyType({Unit.MM: Unit.CM, Unit.M_S: Unit.CM_S, Unit.S: Unit.MS})
"""Unit in which a value is shown -> unit in which figures give it, and formulas take it; the same for the others."""

_UCUM: Final = {
    "cm": (Unit.CM, 1.0), "mm": (Unit.MM, 1.0), "m": (Unit.CM, 100.0), "cm2": (Unit.CM2, 1.0), "mm2": (Unit.CM2, 0.01),
    "cm/s": (Unit.CM_S, 1.0), "m/s": (Unit.M_S, 1.0), "mm/s": (Unit.CM_S, 0.1), "cm/s2": (Unit.CM_S2, 1.0),
    "m/s2": (Unit.CM_S2, 100.0), "ms": (Unit.MS, 1.0), "s": (Unit.S, 1.0), "mm[Hg]": (Unit.MMHG, 1.0),
    "ml": (Unit.ML, 1.0), "mL": (Unit.ML, 1.0), "cm3": (Unit.ML, 1.0), "l": (Unit.ML, 1000.0), "L": (Unit.ML, 1000.0),
    "ml/m2": (Unit.ML_M2, 1.0), "mL/m2": (Unit.ML_M2, 1.0), "g": (Unit.G, 1.0), "g/m2": (Unit.G_M2, 1.0),
    "kg/m2": (Unit.KG_M2, 1.0), "m2": (Unit.M2, 1.0), "cm/m2": (Unit.CM_M2, 1.0), "cm2/m2": (Unit.CM2_M2, 1.0),
    "l/min": (Unit.L_MIN, 1.0), "L/min": (Unit.L_MIN, 1.0), "l/min/m2": (Unit.L_MIN_M2, 1.0),
    "L/min/m2": (Unit.L_MIN_M2, 1.0), "{H.B.}/min": (Unit.BPM, 1.0), "{beats}/min": (Unit.BPM, 1.0),
    "/min": (Unit.BPM, 1.0), "bpm": (Unit.BPM, 1.0), "%": (Unit.PERCENT, 1.0), "deg": (Unit.DEGREE, 1.0),
    "1": (Unit.RATIO, 1.0), "{ratio}": (Unit.RATIO, 1.0),
}  # fmt: skip
"""UCUM code -> unit and factor; https://ucum.org (c/s codes; vendors write litres in both cases)."""


def convert(value: float, unit: Unit, into: Unit) -> float:
    """Return a value in another unit of the same quantity.

    Raises
    ------
    MeasurementError
        If the two units measure different things.
    """
    if unit is into:
        return value
    for group in _SAME:
        if unit in group and into in group:
            return value * group[unit] / group[into]
    raise MeasurementError(
        f"A value in {unit.value or 'no unit'} is no value in {into.value or 'no unit'}.",
        "Measure it again with the right tool.",
    )


def from_ucum(code: str) -> tuple[Unit, float] | None:
    """Return the unit of a UCUM code and the factor that brings a value into it, None for a code that is not known."""
    return _UCUM.get(code)
