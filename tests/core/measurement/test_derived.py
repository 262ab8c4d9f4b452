"""Each derived value against a calculation by hand."""

from __future__ import annotations

import pytest

from deepcoro_desktop.core.measurement.catalogue import CATALOGUE, SEQUENCES
from deepcoro_desktop.core.measurement.derived import (
    FORMULAS,
    OUTLINED,
    evaluate,
    right_atrial_pressure_mmhg,
)
from deepcoro_desktop.core.report.drafting import SECTIONS

PATIENT = {"height": 178.0, "weight": 84.0, "bsa": 2.0, "systolic": 132.0, "diastolic": 78.0}

BY_HAND = [
    ({"height": 178.0, "weight": 84.0}, "bmi", 26.51),  # 84 / 1.78^2
    ({"systolic": 132.0, "diastolic": 78.0}, "map", 96.0),  # (132 + 156) / 3
    ({"lvidd": 5.0, "lvids": 3.5}, "fs", 30.0),
    ({"lvpwd": 1.0, "lvidd": 5.0}, "rwt", 0.4),
    # 0.8 * 1.04 * (7^3 - 5^3) + 0.6 = 0.832 * 218 + 0.6
    ({"ivsd": 1.0, "lvidd": 5.0, "lvpwd": 1.0}, "lv_mass", 181.976),
    ({"lv_mass": 180.0, "bsa": 2.0}, "lv_mass_i", 90.0),
    ({"lvedv": 120.0, "lvesv": 48.0}, "lvef", 60.0),
    ({"lvedv_a4c": 100.0, "lvesv_a4c": 65.0}, "lvef_a4c", 35.0),
    ({"lvedv": 120.0, "bsa": 2.0}, "lvedv_i", 60.0),
    ({"lvesv": 48.0, "bsa": 2.0}, "lvesv_i", 24.0),
    ({"mv_e": 80.0, "mv_a": 64.0}, "e_a", 1.25),
    ({"mv_e": 80.0, "e_septal": 7.0, "e_lateral": 9.0}, "e_over_e", 10.0),
    ({"lvot_d": 2.0, "lvot_vti": 20.0}, "sv", 62.832),  # pi * 1^2 * 20
    ({"sv": 62.832, "bsa": 2.0}, "sv_i", 31.416),
    ({"sv": 70.0, "heart_rate": 60.0}, "co", 4.2),
    ({"co": 4.2, "bsa": 2.0}, "ci", 2.1),
    ({"av_vmax": 400.0}, "av_peak_pg", 64.0),
    ({"lvot_d": 2.0, "lvot_vti": 20.0, "av_vti": 100.0}, "ava", 0.62832),
    ({"ava": 0.8, "bsa": 2.0}, "ava_i", 0.4),
    ({"lvot_vti": 20.0, "av_vti": 80.0}, "dvi", 0.25),
    ({"mv_pht": 110.0}, "mva_pht", 2.0),
    # 2 pi 0.9^2 * 40 / 500 = 0.40715; times 150
    ({"mr_pisa": 0.9, "mr_alias": 40.0, "mr_vmax": 500.0}, "mr_ero", 0.40715),
    ({"mr_ero": 0.4, "mr_vti": 150.0}, "mr_volume", 60.0),
    ({"rv_eda": 20.0, "rv_esa": 13.0}, "fac", 35.0),
    ({"tr_vmax": 300.0}, "tr_pg", 36.0),
    ({"ivc_max": 2.0, "ivc_min": 0.8}, "ivc_collapse", 60.0),
    ({"tr_vmax": 300.0, "ivc_max": 2.0, "ivc_min": 0.8}, "rvsp", 39.0),
    ({"tr_vmax": 300.0, "ivc_max": 2.4, "ivc_min": 2.0}, "rvsp", 51.0),
    ({"lav": 60.0, "bsa": 2.0}, "lav_i", 30.0),
    ({"rav": 50.0, "bsa": 2.0}, "rav_i", 25.0),
    ({"aortic_root": 3.6, "bsa": 2.0}, "aortic_root_i", 1.8),
]


@pytest.mark.parametrize(("measured", "key", "value"), BY_HAND)
def test_hand_calculation(measured: dict[str, float], key: str, value: float) -> None:
    assert evaluate(measured)[key] == pytest.approx(value, rel=1e-3)


def test_every_formula_has_a_hand_calculation_a_text_and_a_source() -> None:
    checked = {key for _, key, _ in BY_HAND} | {"e_mean", "rap"}
    assert set(FORMULAS) == checked
    assert all(formula.text and formula.source for formula in FORMULAS.values())


@pytest.mark.parametrize(
    ("wide", "narrow", "pressure"), [(2.0, 0.9, 3.0), (2.0, 1.5, 8.0), (2.4, 1.0, 8.0), (2.4, 1.5, 15.0), (2.1, 0.5, 3)]
)
def test_right_atrial_pressure_by_the_vena_cava(wide: float, narrow: float, pressure: float) -> None:
    assert right_atrial_pressure_mmhg(wide, narrow) == pressure


def test_nothing_follows_from_what_is_missing_or_zero() -> None:
    assert evaluate({}) == {}
    assert "ava" not in evaluate({"lvot_d": 2.0, "lvot_vti": 20.0})
    assert "mva_pht" not in evaluate({"mv_pht": 0.0})
    assert "rvsp" not in evaluate({"tr_vmax": 280.0})  # no guess of the atrial pressure


def test_a_measured_value_is_not_replaced_by_a_derived_one() -> None:
    found = evaluate({"lvedv": 120.0, "lvesv": 48.0, "lvef": 55.0})
    assert "lvef" not in found


def test_names_are_unique_and_sequences_and_sections_exist() -> None:
    keys = [*CATALOGUE, *FORMULAS, *(volume.key for volume in OUTLINED)]
    assert len(set(keys)) == len(keys)
    assert all(key in CATALOGUE for sequence in SEQUENCES for key in sequence.items)
    assert all(name in CATALOGUE for item in CATALOGUE.values() for name in item.companions)
    sections = {named.section for named in (*CATALOGUE.values(), *FORMULAS.values(), *OUTLINED)}
    assert sections - {""} <= set(SECTIONS)
    assert all(key in CATALOGUE for volume in OUTLINED for key in volume.planes)
    known = {*keys, "height", "weight", "bsa", "systolic", "diastolic"}
    assert all(key in known for formula in FORMULAS.values() for key in formula.needs)
