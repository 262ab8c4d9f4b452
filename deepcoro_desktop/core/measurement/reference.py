"""Reference ranges by sex, age and body surface, each with its citation; only what the guidelines state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from deepcoro_desktop.core.measurement.derived import (
    ASE_2015,
    DIASTOLE_2016,
    RIGHT_HEART_2010,
    STENOSIS_2009,
    STENOSIS_2017,
)
from deepcoro_desktop.core.measurement.units import Unit

AORTIC_ROOT_2012: Final = "Devereux RB et al. Am J Cardiol 2012;110:1189-1194"
WITHIN_95: Final = 1.96
"""Standard errors on either side of the mean that hold 95 in 100 healthy people."""
ADULT_YEARS: Final = 18
"""The guidelines' ranges are those of adults."""

_ROUNDING: Final = 1e-9
"""What the change from mm to cm and the like may add to a number."""


class Flag(Enum):
    """Where a value lies; the value of the member is the sign beside the number."""

    NORMAL = ""
    LOW = "↓"
    HIGH = "↑"


@dataclass(frozen=True, slots=True)
class Person:
    """Whose range it is."""

    sex: str = ""
    """M, F or anything else for unknown."""
    age_years: int | None = None
    body_surface_m2: float | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """What is normal; None for a side without a limit."""

    low: float | None
    high: float | None
    unit: Unit
    citation: str

    def flag(self, value: float) -> Flag:
        """Return where a value in the range's unit lies; a value at the limit is normal."""
        if self.low is not None and value < self.low - _ROUNDING:
            return Flag.LOW
        if self.high is not None and value > self.high + _ROUNDING:
            return Flag.HIGH
        return Flag.NORMAL


Limits = tuple[float | None, float | None]

_BY_SEX: Final = MappingProxyType[str, tuple[Limits, Limits, Unit, str]]({
    # key: men, women
    "lvidd": ((4.2, 5.8), (3.8, 5.2), Unit.CM, ASE_2015 + ", table 2"),
    "lvids": ((2.5, 4.0), (2.2, 3.5), Unit.CM, ASE_2015 + ", table 2"),
    "lvedv": ((62.0, 150.0), (46.0, 106.0), Unit.ML, ASE_2015 + ", table 2"),
    "lvesv": ((21.0, 61.0), (14.0, 42.0), Unit.ML, ASE_2015 + ", table 2"),
    "lvedv_i": ((34.0, 74.0), (29.0, 61.0), Unit.ML_M2, ASE_2015 + ", table 2"),
    "lvesv_i": ((11.0, 31.0), (8.0, 24.0), Unit.ML_M2, ASE_2015 + ", table 2"),
    "lvef": ((52.0, 72.0), (54.0, 74.0), Unit.PERCENT, ASE_2015 + ", table 2"),
    "ivsd": ((0.6, 1.0), (0.6, 0.9), Unit.CM, ASE_2015 + ", table 6"),
    "lvpwd": ((0.6, 1.0), (0.6, 0.9), Unit.CM, ASE_2015 + ", table 6"),
    "rwt": ((0.24, 0.42), (0.22, 0.42), Unit.RATIO, ASE_2015 + ", table 6"),
    "lv_mass": ((88.0, 224.0), (67.0, 162.0), Unit.G, ASE_2015 + ", table 6"),
    "lv_mass_i": ((49.0, 115.0), (43.0, 95.0), Unit.G_M2, ASE_2015 + ", table 6"),
    "la_d": ((3.0, 4.0), (2.7, 3.8), Unit.CM, ASE_2015),
    "rav_i": ((18.0, 32.0), (15.0, 27.0), Unit.ML_M2, ASE_2015 + " (mean ± SD 25 ± 7, 21 ± 6)"),
    "aortic_annulus": ((None, 3.2), (None, 2.7), Unit.CM, ASE_2015 + " (mean + 2 SD: 2.6 ± 0.3, 2.3 ± 0.2)"),
    "stj": ((None, 3.5), (None, 3.2), Unit.CM, ASE_2015 + " (mean + 2 SD: 2.9 ± 0.3, 2.6 ± 0.3)"),
    "ascending_aorta": ((None, 3.8), (None, 3.5), Unit.CM, ASE_2015 + " (mean + 2 SD: 3.0 ± 0.4, 2.7 ± 0.4)"),
})  # fmt: skip

_FOR_ALL: Final = MappingProxyType[str, tuple[Limits, Unit, str]]({
    "lav_i": ((16.0, 34.0), Unit.ML_M2, ASE_2015),
    "rv_basal": ((2.5, 4.1), Unit.CM, ASE_2015),
    "rv_mid": ((1.9, 3.5), Unit.CM, ASE_2015),
    "rv_wall": ((0.1, 0.5), Unit.CM, ASE_2015),
    "tapse": ((1.7, None), Unit.CM, ASE_2015),
    "rv_s": ((9.5, None), Unit.CM_S, ASE_2015),
    "fac": ((35.0, None), Unit.PERCENT, ASE_2015),
    "ra_area": ((None, 18.0), Unit.CM2, RIGHT_HEART_2010),
    "ivc_max": ((None, 2.1), Unit.CM, RIGHT_HEART_2010),
    "ivc_collapse": ((50.0, None), Unit.PERCENT, RIGHT_HEART_2010),
    "e_septal": ((7.0, None), Unit.CM_S, DIASTOLE_2016),
    "e_lateral": ((10.0, None), Unit.CM_S, DIASTOLE_2016),
    "e_over_e": ((None, 14.0), Unit.RATIO, DIASTOLE_2016),
    "tr_vmax": ((None, 280.0), Unit.CM_S, DIASTOLE_2016),
    "av_vmax": ((None, 250.0), Unit.CM_S, STENOSIS_2017 + " (sclerosis up to 2.5 m/s)"),
    "ava": ((1.5, None), Unit.CM2, STENOSIS_2017 + " (moderate stenosis from 1.5 cm² down)"),
    "mva_pht": ((1.5, None), Unit.CM2, STENOSIS_2009 + " (moderate stenosis from 1.5 cm² down)"),
})  # fmt: skip


def _aortic_root(person: Person) -> Range | None:
    """Return the range of the aortic root by sex, age and body surface."""
    if person.age_years is None or person.body_surface_m2 is None or person.sex not in ("M", "F"):
        return None
    sex = 1 if person.sex == "M" else 2
    mean = 2.423 + 0.009 * person.age_years + 0.461 * person.body_surface_m2 - 0.267 * sex
    spread = WITHIN_95 * 0.261
    return Range(mean - spread, mean + spread, Unit.CM, AORTIC_ROOT_2012)


_COMPUTED: Final = MappingProxyType[str, Callable[[Person], Range | None]]({"aortic_root": _aortic_root})


def reference_range(key: str, person: Person) -> Range | None:
    """Return the range of a value for a person, None where no guideline states one or what it needs is not known.

    Parameters
    ----------
    key : str
        Key of a measurement or formula.
    person : Person
        Ranges are those of adults; a child has none.
    """
    if person.age_years is not None and person.age_years < ADULT_YEARS:
        return None
    if (computed := _COMPUTED.get(key)) is not None:
        return computed(person)
    if (common := _FOR_ALL.get(key)) is not None:
        (low, high), unit, citation = common
        return Range(low, high, unit, citation)
    if (by_sex := _BY_SEX.get(key)) is not None and person.sex in ("M", "F"):
        low, high = by_sex[0] if person.sex == "M" else by_sex[1]
        return Range(low, high, by_sex[2], by_sex[3])
    return None
