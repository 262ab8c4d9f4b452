"""Values that follow from others, each with its formula and its source."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from deepcoro_desktop.core.measurement import catalogue as c
from deepcoro_desktop.core.measurement.doppler import pressure_mmhg
from deepcoro_desktop.core.measurement.simpson import Discs, area_length_volume_ml, biplane_volume_ml
from deepcoro_desktop.core.measurement.units import Unit

ASE_2015: Final = "Lang RM et al. J Am Soc Echocardiogr 2015;28:1-39"
RIGHT_HEART_2010: Final = "Rudski LG et al. J Am Soc Echocardiogr 2010;23:685-713"
DIASTOLE_2016: Final = "Nagueh SF et al. J Am Soc Echocardiogr 2016;29:277-314"
STENOSIS_2009: Final = "Baumgartner H et al. J Am Soc Echocardiogr 2009;22:1-23"
STENOSIS_2017: Final = "Baumgartner H et al. J Am Soc Echocardiogr 2017;30:372-392"
DOPPLER_2002: Final = "Quinones MA et al. J Am Soc Echocardiogr 2002;15:167-184"
REGURGITATION_2017: Final = "Zoghbi WA et al. J Am Soc Echocardiogr 2017;30:303-371"

MUSCLE_G_ML: Final = 1.04
"""Specific mass of myocardium in the cube formula, ASE 2015."""

Values = Mapping[str, float]
"""Key -> value in the unit of the table: cm, cm2, cm/s, ms, mmHg, mL, g, m2, bpm, %."""


@dataclass(frozen=True, slots=True)
class Formula:
    """One derived value."""

    key: str
    label: str
    name: str
    unit: Unit
    decimals: int
    section: str
    text: str
    """The formula, as it is shown."""
    source: str
    needs: tuple[str, ...]
    """Keys of what it is computed from."""
    compute: Callable[[Values], float | None]
    """None where the inputs give no value, for instance a quotient by zero."""


def lv_mass_g(septum_cm: float, cavity_cm: float, wall_cm: float) -> float:
    """Return the left ventricular mass by the cube formula, g (Devereux, corrected; ASE 2015)."""
    outer, inner = (septum_cm + cavity_cm + wall_cm) ** 3, cavity_cm**3
    return 0.8 * MUSCLE_G_ML * (outer - inner) + 0.6


def right_atrial_pressure_mmhg(vena_cava_cm: float, narrowest_cm: float) -> float:
    """Return 3, 8 or 15 mmHg by the width of the inferior vena cava and how far it collapses (ASE 2010)."""
    wide = vena_cava_cm > 2.1
    collapses = (vena_cava_cm - narrowest_cm) / vena_cava_cm > 0.5
    if wide == collapses:
        return 8.0
    return 15.0 if wide else 3.0


def evaluate(measured: Values) -> dict[str, float]:
    """Return all values that follow from the measured ones, by key; a measured value of the same key is not replaced.

    Parameters
    ----------
    measured : mapping of str to float
        Measured values in the units of the catalogue's table, and what is known of the patient: `height` (cm),
        `weight` (kg), `bsa` (m2), `systolic` and `diastolic` (mmHg).
    """
    values = dict(measured)
    found: dict[str, float] = {}
    for formula in FORMULAS.values():
        if formula.key in values or any(key not in values for key in formula.needs):
            continue
        value = formula.compute(values)
        if value is not None and math.isfinite(value):
            values[formula.key] = found[formula.key] = value
    return found


def _quotient(key: str, by: str, factor: float = 1.0) -> Callable[[Values], float | None]:
    return lambda v: factor * v[key] / v[by] if v[by] > 0 else None


def _fraction(large: str, small: str) -> Callable[[Values], float | None]:
    return lambda v: 100.0 * (v[large] - v[small]) / v[large] if v[large] > 0 else None


def _flow(diameter: str, integral: str) -> Callable[[Values], float | None]:
    return lambda v: math.pi * (v[diameter] / 2.0) ** 2 * v[integral]


def _ratio_e(v: Values) -> float | None:
    return v["mv_e"] / v["e_mean"] if v["e_mean"] > 0 else None


_LV, _RV, _AV, _MV = c.LEFT_VENTRICLE, c.RIGHT_VENTRICLE, c.AORTIC_VALVE, c.MITRAL_VALVE


def _index(key: str, of: str, label: str, name: str, unit: Unit, decimals: int, section: str) -> Formula:
    text = f"{label} = {label.removesuffix('i').rstrip()} / BSA"
    return Formula(key, label, name, unit, decimals, section, text, ASE_2015, (of, "bsa"), _quotient(of, "bsa"))


_FORMULAS: Final = (
    Formula("bmi", "BMI", "Body mass index", Unit.KG_M2, 1, c.GENERAL, "BMI = weight / height²",
            "WHO Technical Report Series 894, 2000", ("height", "weight"),
            lambda v: v["weight"] / (v["height"] / 100.0) ** 2),
    Formula("map", "MAP", "Mean arterial pressure", Unit.MMHG, 0, c.GENERAL, "MAP = (SBP + 2 DBP) / 3",
            "Standard approximation of the mean over a cycle", ("systolic", "diastolic"),
            lambda v: (v["systolic"] + 2.0 * v["diastolic"]) / 3.0),
    Formula("fs", "FS", "Fractional shortening", Unit.PERCENT, 0, _LV, "FS = (LVIDd − LVIDs) / LVIDd", ASE_2015,
            ("lvidd", "lvids"), _fraction("lvidd", "lvids")),
    Formula("rwt", "RWT", "Relative wall thickness", Unit.RATIO, 2, _LV, "RWT = 2 LVPWd / LVIDd", ASE_2015,
            ("lvpwd", "lvidd"), _quotient("lvpwd", "lvidd", 2.0)),
    Formula("lv_mass", "LV mass", "Left ventricular mass", Unit.G, 0, _LV,
            "LV mass = 0.8 × 1.04 × ((IVSd + LVIDd + LVPWd)³ − LVIDd³) + 0.6", ASE_2015,
            ("ivsd", "lvidd", "lvpwd"), lambda v: lv_mass_g(v["ivsd"], v["lvidd"], v["lvpwd"])),
    _index("lv_mass_i", "lv_mass", "LV mass i", "Left ventricular mass index", Unit.G_M2, 0, _LV),
    Formula("lvef", "LVEF", "LV ejection fraction, biplane", Unit.PERCENT, 0, _LV,
            "LVEF = (LVEDV − LVESV) / LVEDV", ASE_2015, ("lvedv", "lvesv"), _fraction("lvedv", "lvesv")),
    Formula("lvef_a4c", "LVEF A4C", "LV ejection fraction, four chamber", Unit.PERCENT, 0, _LV,
            "LVEF = (LVEDV − LVESV) / LVEDV", ASE_2015, ("lvedv_a4c", "lvesv_a4c"),
            _fraction("lvedv_a4c", "lvesv_a4c")),
    _index("lvedv_i", "lvedv", "LVEDVi", "LV end-diastolic volume index", Unit.ML_M2, 0, _LV),
    _index("lvesv_i", "lvesv", "LVESVi", "LV end-systolic volume index", Unit.ML_M2, 0, _LV),
    Formula("e_a", "E/A", "Mitral E/A", Unit.RATIO, 1, _LV, "E/A = MV E / MV A", DIASTOLE_2016, ("mv_e", "mv_a"),
            _quotient("mv_e", "mv_a")),
    Formula("e_mean", "e' mean", "Mean annular early velocity", Unit.CM_S, 1, _LV, "e' = (septal + lateral) / 2",
            DIASTOLE_2016, ("e_septal", "e_lateral"), lambda v: 0.5 * (v["e_septal"] + v["e_lateral"])),
    Formula("e_over_e", "E/e'", "E over mean e'", Unit.RATIO, 0, _LV, "E/e' = MV E / mean of septal and lateral e'",
            DIASTOLE_2016, ("mv_e", "e_mean"), _ratio_e),
    Formula("sv", "SV", "Stroke volume at the LVOT", Unit.ML, 0, _LV, "SV = π (LVOT d / 2)² × LVOT VTI", DOPPLER_2002,
            ("lvot_d", "lvot_vti"), _flow("lvot_d", "lvot_vti")),
    _index("sv_i", "sv", "SVi", "Stroke volume index", Unit.ML_M2, 0, _LV),
    Formula("co", "CO", "Cardiac output", Unit.L_MIN, 1, _LV, "CO = SV × HR", DOPPLER_2002, ("sv", "heart_rate"),
            lambda v: v["sv"] * v["heart_rate"] / 1000.0),
    Formula("ci", "CI", "Cardiac index", Unit.L_MIN_M2, 1, _LV, "CI = CO / BSA", DOPPLER_2002, ("co", "bsa"),
            _quotient("co", "bsa")),
    Formula("av_peak_pg", "AV peak PG", "Aortic valve peak gradient", Unit.MMHG, 0, _AV, "PG = 4 AV Vmax²",
            STENOSIS_2017, ("av_vmax",), lambda v: pressure_mmhg(v["av_vmax"])),
    Formula("ava", "AVA", "Aortic valve area, continuity", Unit.CM2, 2, _AV,
            "AVA = π (LVOT d / 2)² × LVOT VTI / AV VTI", STENOSIS_2017, ("sv", "av_vti"), _quotient("sv", "av_vti")),
    Formula("ava_i", "AVAi", "Aortic valve area index", Unit.CM2_M2, 2, _AV, "AVAi = AVA / BSA", STENOSIS_2017,
            ("ava", "bsa"), _quotient("ava", "bsa")),
    Formula("dvi", "DVI", "Dimensionless index", Unit.RATIO, 2, _AV, "DVI = LVOT VTI / AV VTI", STENOSIS_2017,
            ("lvot_vti", "av_vti"), _quotient("lvot_vti", "av_vti")),
    Formula("mva_pht", "MVA PHT", "Mitral valve area by half-time", Unit.CM2, 1, _MV, "MVA = 220 / PHT", STENOSIS_2009,
            ("mv_pht",), lambda v: 220.0 / v["mv_pht"] if v["mv_pht"] > 0 else None),
    Formula("mr_ero", "MR EROA", "Effective regurgitant orifice", Unit.CM2, 2, _MV,
            "EROA = 2π r² × aliasing velocity / MR Vmax", REGURGITATION_2017, ("mr_pisa", "mr_alias", "mr_vmax"),
            lambda v: 2 * math.pi * v["mr_pisa"] ** 2 * v["mr_alias"] / v["mr_vmax"] if v["mr_vmax"] > 0 else None),
    Formula("mr_volume", "MR volume", "Regurgitant volume", Unit.ML, 0, _MV, "volume = EROA × MR VTI",
            REGURGITATION_2017, ("mr_ero", "mr_vti"), lambda v: v["mr_ero"] * v["mr_vti"]),
    Formula("fac", "FAC", "RV fractional area change", Unit.PERCENT, 0, _RV, "FAC = (EDA − ESA) / EDA",
            RIGHT_HEART_2010, ("rv_eda", "rv_esa"), _fraction("rv_eda", "rv_esa")),
    Formula("tr_pg", "TR PG", "RV to RA gradient", Unit.MMHG, 0, c.TRICUSPID_VALVE, "PG = 4 TR Vmax²",
            RIGHT_HEART_2010, ("tr_vmax",), lambda v: pressure_mmhg(v["tr_vmax"])),
    Formula("ivc_collapse", "IVC collapse", "Collapse of the vena cava", Unit.PERCENT, 0, c.VENA_CAVA,
            "(IVC max − IVC min) / IVC max", RIGHT_HEART_2010, ("ivc_max", "ivc_min"), _fraction("ivc_max", "ivc_min")),
    Formula("rap", "RAP", "Right atrial pressure", Unit.MMHG, 0, c.VENA_CAVA,
            "3 mmHg: IVC ≤ 2.1 cm and collapse > 50 %; 15 mmHg: neither; 8 mmHg: else", RIGHT_HEART_2010,
            ("ivc_max", "ivc_min"),
            lambda v: right_atrial_pressure_mmhg(v["ivc_max"], v["ivc_min"]) if v["ivc_max"] > 0 else None),
    Formula("rvsp", "RVSP", "RV systolic pressure", Unit.MMHG, 0, c.PULMONARY_ARTERY, "RVSP = 4 TR Vmax² + RAP",
            RIGHT_HEART_2010, ("tr_pg", "rap"), lambda v: v["tr_pg"] + v["rap"]),
    _index("lav_i", "lav", "LAVi", "Left atrial volume index", Unit.ML_M2, 0, c.LEFT_ATRIUM),
    _index("rav_i", "rav", "RAVi", "Right atrial volume index", Unit.ML_M2, 0, c.RIGHT_ATRIUM),
    _index("aortic_root_i", "aortic_root", "Ao root i", "Aortic root index", Unit.CM_M2, 1, c.AORTA),
)  # fmt: skip

FORMULAS: Final = MappingProxyType({formula.key: formula for formula in _FORMULAS})
"""Formulas by key; one comes after those that it needs."""


@dataclass(frozen=True, slots=True)
class OutlinedVolume:
    """A volume from the Simpson outlines of one plane or two."""

    key: str
    label: str
    name: str
    section: str
    planes: tuple[str, ...]
    """Keys of the outlines: in the four and in the two chamber view, or in the four chamber view alone."""
    text: str
    """The formula, as it is shown."""
    compute: Callable[[Discs, Discs], float]
    """Of the two planes; of the one plane twice."""


_DISCS_TEXT: Final = "V = π/4 × L/20 × Σ aᵢ bᵢ, 20 discs, L the longer axis"
_LENGTH_TEXT: Final = "V = 8/(3π) × A₁ A₂ / L, L the shorter axis"

OUTLINED: Final = (
    OutlinedVolume("lvedv", "LVEDV", "LV end-diastolic volume, biplane", _LV, ("lvedv_a4c", "lvedv_a2c"),
                   _DISCS_TEXT, biplane_volume_ml),
    OutlinedVolume("lvesv", "LVESV", "LV end-systolic volume, biplane", _LV, ("lvesv_a4c", "lvesv_a2c"),
                   _DISCS_TEXT, biplane_volume_ml),
    OutlinedVolume("lav", "LAV", "Left atrial volume, biplane", c.LEFT_ATRIUM, ("lav_a4c", "lav_a2c"),
                   _DISCS_TEXT, biplane_volume_ml),
    OutlinedVolume("lav_al", "LAV A-L", "Left atrial volume, area-length, biplane", c.LEFT_ATRIUM,
                   ("lav_a4c", "lav_a2c"), _LENGTH_TEXT, area_length_volume_ml),
    OutlinedVolume("rav_al", "RAV A-L", "Right atrial volume, area-length, four chamber", c.RIGHT_ATRIUM, ("rav",),
                   "V = 8/(3π) × A² / L", area_length_volume_ml),
)  # fmt: skip
"""ASE 2015: discs are recommended for both atria, area and length is the alternative."""
