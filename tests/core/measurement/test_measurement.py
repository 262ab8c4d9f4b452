from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from deepcoro_desktop.core.body_surface import BodySurface
from deepcoro_desktop.core.errors import MeasurementError
from deepcoro_desktop.core.measurement.measurement import (
    Average,
    Measurement,
    Sheet,
    Source,
    calibrate,
    choose_average,
    enter_value,
    measure,
    move_points,
    remove,
    remove_figure,
)
from deepcoro_desktop.core.measurement.reference import Flag, Person
from deepcoro_desktop.core.measurement.scale import ManualCalibration, Origin
from deepcoro_desktop.core.measurement.table import Patient, Row, patient_of, table, values_of
from deepcoro_desktop.core.measurement.tools import Tool
from deepcoro_desktop.core.measurement.units import Unit, convert
from deepcoro_desktop.core.measurement.wall_motion import Motion, all_normal
from deepcoro_desktop.core.patient import Patient as Person_
from deepcoro_desktop.core.study import Study
from tests.core.measurement.clips import SPECTRUM, TISSUE, at_velocity, clip
from tests.core.measurement.test_simpson import half_ellipse

NOW = datetime(2026, 3, 14, 10, 52, tzinfo=UTC)
EMPTY = Sheet("1.2.3")
TISSUE_CLIP, SPECTRUM_CLIP = clip(TISSUE), clip(SPECTRUM)
MAN = Patient(Person("M", 60, 2.0), 180.0, 80.0, 132, 78)


def caliper(sheet: Sheet, key: str, length_cm: float, frame: int = 3) -> Sheet:
    points = [(200.0, 100.0), (200.0 + length_cm / 0.04, 100.0)]
    return measure(sheet, TISSUE_CLIP, frame, Tool.DISTANCE, points, NOW, key=key)


def velocity(sheet: Sheet, key: str, cm_s: float) -> Sheet:
    return measure(sheet, SPECTRUM_CLIP, 0, Tool.VELOCITY, [at_velocity(100, cm_s)], NOW, key=key)


def outline(sheet: Sheet, key: str, radius: float, length: float) -> Sheet:
    points = [(100 + x / 0.04, 150 + y / 0.05) for x, y in half_ellipse(radius, length)]
    return measure(sheet, TISSUE_CLIP, 1, Tool.SIMPSON, points, NOW, key=key)


def reported(key: str, value: float, unit: Unit, number: int = 1) -> Measurement:
    return Measurement(f"cart-{key}-{number}", key, "", None, value, unit, Source.CART, number, NOW)


def row(sheet: Sheet, key: str, *cart: Measurement, patient: Patient = MAN) -> Row:
    return values_of(table(sheet, patient, cart))[key]


def test_a_measurement_is_anchored_to_frame_and_points() -> None:
    found = caliper(EMPTY, "lvidd", 5.0).measurements[0]
    assert found.anchor is not None
    assert (found.anchor.sop_instance_uid, found.anchor.frame, found.anchor.region) == ("1.2.3.1", 3, 0)
    assert found.anchor.points == ((200.0, 100.0), (325.0, 100.0))
    assert (found.value, found.unit, found.source, found.beat) == (pytest.approx(5.0), Unit.CM, Source.READER, 1)
    assert found.calibration is Origin.HEADER


def test_editing_one_beat_changes_the_mean() -> None:
    sheet = caliper(caliper(EMPTY, "lvidd", 5.0), "lvidd", 5.4)
    assert [m.beat for m in sheet.measurements] == [1, 2]
    assert row(sheet, "lvidd").value == pytest.approx(5.2)
    moved = move_points(sheet, "m2", TISSUE_CLIP, [(200.0, 100.0), (200.0 + 6.0 / 0.04, 100.0)])
    assert row(moved, "lvidd").value == pytest.approx(5.5)
    assert moved.measurements[0] == sheet.measurements[0]


@pytest.mark.parametrize(("average", "value"), [(Average.MEAN, 5.2), (Average.LAST, 5.0), (Average.MAX, 5.6)])
def test_mean_last_or_largest_beat(average: Average, value: float) -> None:
    sheet = caliper(caliper(caliper(EMPTY, "lvidd", 5.0), "lvidd", 5.6), "lvidd", 5.0)
    assert row(choose_average(sheet, "lvidd", average), "lvidd").value == pytest.approx(value)


def test_removing_a_beat_moves_the_later_ones_up() -> None:
    sheet = caliper(caliper(caliper(EMPTY, "lvidd", 5.0), "lvidd", 5.6), "lvidd", 5.2)
    left = remove(sheet, "m1")
    assert [(m.measurement_id, m.beat) for m in left.measurements] == [("m2", 1), ("m3", 2)]
    with pytest.raises(MeasurementError, match="no longer there"):
        remove(left, "m1")


def test_a_figure_goes_with_all_that_was_read_from_it() -> None:
    sheet = velocity(caliper(EMPTY, "lvidd", 5.0), "av_vmax", -350.0)
    trace = [at_velocity(t, -v) for t, v in ((0, 0), (100, 400), (300, 0))]
    sheet = measure(sheet, SPECTRUM_CLIP, 0, Tool.VTI, trace, NOW, key="av_vti")
    left = remove_figure(sheet, sheet.measurements[-1].measurement_id)
    assert [(m.key, m.beat) for m in left.measurements] == [("lvidd", 1), ("av_vmax", 1)]


def test_forgetting_a_scale_takes_away_what_needs_one() -> None:
    plain, line = clip(), ManualCalibration((10, 10), (10, 210), 10.0)
    sheet = calibrate(caliper(EMPTY, "lvidd", 5.0), plain, line)
    sheet = replace(sheet, measurements=())
    for key in ("lvidd", "", "lvidd"):
        sheet = measure(sheet, plain, 0, Tool.DISTANCE, [(0, 0), (0, 100)], NOW, key=key)
    sheet = measure(sheet, plain, 0, Tool.ANGLE, [(300, 100), (200, 100), (300, 180)], NOW)
    elsewhere = replace(clip(TISSUE), sop_instance_uid="1.2.3.2")
    sheet = measure(sheet, elsewhere, 0, Tool.DISTANCE, [(200, 100), (300, 100)], NOW, key="lvidd")
    left = calibrate(sheet, plain, None)
    assert [(m.key, m.beat, m.unit) for m in left.measurements] == [("", 1, Unit.PX), ("lvidd", 1, Unit.CM)]


def test_one_trace_gives_its_companions_and_they_move_with_it() -> None:
    trace = [at_velocity(t, -v) for t, v in ((0, 0), (100, 400), (300, 0))]
    sheet = measure(EMPTY, SPECTRUM_CLIP, 0, Tool.VTI, trace, NOW, key="av_vti")
    assert [m.key for m in sheet.measurements] == ["av_vti", "av_vmax", "av_mean_pg"]
    assert row(sheet, "av_vmax").text == "4.0 m/s"
    assert row(sheet, "av_vti").value == pytest.approx(60.0)
    lower = [at_velocity(t, -v) for t, v in ((0, 0), (100, 300), (300, 0))]
    moved = move_points(sheet, "m1", SPECTRUM_CLIP, lower)
    assert row(moved, "av_vmax").text == "3.0 m/s"
    assert row(moved, "av_mean_pg").value < row(sheet, "av_mean_pg").value


def test_derived_values_follow_the_measured_ones_with_formula_and_source() -> None:
    sheet = caliper(caliper(caliper(EMPTY, "ivsd", 1.0), "lvidd", 5.0), "lvpwd", 1.0)
    mass = row(sheet, "lv_mass_i")
    assert mass.value == pytest.approx(181.976 / 2.0)
    assert row(sheet, "lv_mass").formula.splitlines() == [
        "LV mass = 0.8 × 1.04 × ((IVSd + LVIDd + LVPWd)³ − LVIDd³) + 0.6",
        "Lang RM et al. J Am Soc Echocardiogr 2015;28:1-39",
    ]
    assert mass.source is None
    assert mass.range_text == "49 to 115"


def test_biplane_volumes_and_ejection_fraction_from_four_outlines() -> None:
    sheet = EMPTY
    for key, radius in (("lvedv_a4c", 2.4), ("lvedv_a2c", 2.5), ("lvesv_a4c", 1.8), ("lvesv_a2c", 1.7)):
        sheet = outline(sheet, key, radius, 9.0)
    diastole, systole = 2.0944 * 2.4 * 2.5 * 9.0, 2.0944 * 1.8 * 1.7 * 9.0
    assert row(sheet, "lvedv").value == pytest.approx(diastole, rel=0.005)
    assert row(sheet, "lvef").value == pytest.approx(100 * (diastole - systole) / diastole, rel=0.01)
    assert row(sheet, "lvef").flag is Flag.LOW
    assert not row(sheet, "lvedv").warning


def test_a_foreshortened_plane_is_named() -> None:
    sheet = outline(outline(EMPTY, "lvedv_a4c", 2.4, 9.0), "lvedv_a2c", 2.4, 7.5)
    assert "foreshortened" in row(sheet, "lvedv").warning


def test_units_are_shown_as_readers_write_them() -> None:
    assert row(caliper(EMPTY, "tapse", 1.9), "tapse").text == "19 mm"
    assert row(caliper(EMPTY, "tapse", 1.6), "tapse").range_text == "17 or more"
    assert row(caliper(EMPTY, "tapse", 1.6), "tapse").flag is Flag.LOW
    assert row(velocity(EMPTY, "tr_vmax", -310.0), "tr_vmax").text == "3.1 m/s"


def test_the_readers_value_stands_before_the_carts_and_is_never_averaged_with_it() -> None:
    cart = (reported("lvidd", 60.0, Unit.MM), reported("lvids", 3.0, Unit.CM), reported("lvids", 34.0, Unit.MM, 2))
    sheet = caliper(EMPTY, "lvidd", 5.0)
    own = row(sheet, "lvidd", *cart)
    assert (own.value, own.source, len(own.beats)) == (pytest.approx(5.0), Source.READER, 1)
    theirs = row(sheet, "lvids", *cart)
    assert (theirs.value, theirs.source) == (pytest.approx(3.2), Source.CART)
    assert row(sheet, "fs", *cart).value == pytest.approx(100 * (5.0 - 3.2) / 5.0)


def test_a_value_that_the_cart_derived_is_not_derived_again() -> None:
    cart = (reported("lvef", 41.0, Unit.PERCENT), reported("lvedv", 120.0, Unit.ML), reported("lvesv", 48.0, Unit.ML))
    found = row(EMPTY, "lvef", *cart)
    assert (found.value, found.source) == (41.0, Source.CART)


def test_what_follows_from_the_readers_values_stands_before_what_the_cart_derived() -> None:
    cart = (
        reported("lvef", 61.0, Unit.PERCENT), reported("lvedv", 120.0, Unit.ML), reported("lvesv", 47.0, Unit.ML),
        reported("lvot_d", 2.2, Unit.CM), reported("lvot_vti", 20.0, Unit.CM), reported("av_vti", 80.0, Unit.CM),
        reported("ava", 0.95, Unit.CM2), reported("sv", 76.0, Unit.ML),
    )  # fmt: skip
    sheet = EMPTY
    for key, radius in (("lvedv_a4c", 2.5), ("lvedv_a2c", 2.5), ("lvesv_a4c", 2.0), ("lvesv_a2c", 2.0)):
        sheet = outline(sheet, key, radius, 7.0)
    sheet = caliper(sheet, "lvot_d", 2.0)
    plain = values_of(table(sheet, MAN))
    for key in ("lvedv", "lvesv", "lvef"):
        found = row(sheet, key, *cart)
        assert (found.source, found.value) == (None, plain[key].value)
    assert row(sheet, "ava", *cart).value == pytest.approx(3.14159 * 20.0 / 80.0, abs=0.001)
    assert len(table(sheet, MAN, cart)) == len({r.key for r in table(sheet, MAN, cart)})
    assert row(caliper(EMPTY, "ivsd", 1.0), "ava", *cart).value == 0.95


@pytest.mark.parametrize(("length_cm", "flag"), [(5.84, Flag.NORMAL), (5.86, Flag.HIGH)])
def test_a_value_is_flagged_as_it_is_shown(length_cm: float, flag: Flag) -> None:
    found = row(caliper(EMPTY, "lvidd", length_cm), "lvidd")
    assert (found.range_text, found.flag) == ("4.2 to 5.8", flag)


@pytest.mark.parametrize(("key", "value", "text"), [("rv_wall", 0.5, "5 mm"), ("tapse", 1.7, "17 mm")])
def test_a_value_that_reads_as_its_limit_is_normal(key: str, value: float, text: str) -> None:
    found = row(caliper(EMPTY, key, value), key)
    assert (found.text, found.flag) == (text, Flag.NORMAL)


def test_a_typed_value_enters_formulas_in_their_unit() -> None:
    sheet = enter_value(enter_value(EMPTY, "tapse", 19.0, NOW), "tr_vmax", 2.5, NOW)
    assert [(m.value, m.unit, m.source, m.beat) for m in sheet.measurements] == [
        (pytest.approx(1.9), Unit.CM, Source.READER, 1), (pytest.approx(250.0), Unit.CM_S, Source.READER, 1),
    ]  # fmt: skip
    assert row(sheet, "tr_pg").value == pytest.approx(25.0)
    assert row(sheet, "tapse").text == "19 mm"
    with pytest.raises(MeasurementError, match="TAPSE is above zero"):
        enter_value(EMPTY, "tapse", 0.0, NOW)
    with pytest.raises(MeasurementError, match="no measurement named"):
        enter_value(EMPTY, "nothing", 1.0, NOW)


def test_a_measurement_without_name_is_listed_last() -> None:
    sheet = measure(caliper(EMPTY, "lvidd", 5.0), TISSUE_CLIP, 0, Tool.ANGLE, [(300, 100), (200, 100), (300, 180)], NOW)
    last = table(sheet, MAN)[-1]
    assert (last.key, last.label, last.text) == ("", "Angle", "45 °")


def test_body_surface_is_listed_with_its_formula() -> None:
    assert row(EMPTY, "bsa").text == "2.00 m²"
    assert "Mosteller" in row(EMPTY, "bsa").formula
    du_bois = replace(MAN, surface_formula=BodySurface.DU_BOIS)
    assert "Du Bois" in row(EMPTY, "bsa", patient=du_bois).formula


def test_the_body_surface_is_that_of_the_strip_and_the_report() -> None:
    study = Study("1", Person_("A", "P", None, "F"), (), height_cm=163.0, weight_kg=58.0)
    assert patient_of(study).person.body_surface_m2 == study.body_surface_area_m2


def test_the_wall_motion_score_index_is_a_value_of_its_section() -> None:
    scored = replace(EMPTY, wall_motion=all_normal(16).scored(4, Motion.AKINETIC).scored(5, Motion.NOT_SEEN))
    found = row(scored, "wmsi")
    assert (found.text, found.section) == (f"{(14 + 3) / 15:.2f}", "Wall motion")
    assert found.formula.startswith("mean score of the 15 segments seen, of 16")


def test_a_named_value_never_stands_in_pixels() -> None:
    plain = clip()
    with pytest.raises(MeasurementError, match="LVIDd cannot be measured on a picture without calibration"):
        measure(EMPTY, plain, 0, Tool.DISTANCE, [(1, 1), (50, 1)], NOW, key="lvidd")
    loose = measure(EMPTY, plain, 0, Tool.DISTANCE, [(1, 1), (51, 1)], NOW)
    assert (loose.measurements[0].value, loose.measurements[0].unit) == (50.0, Unit.PX)


def test_calibrating_by_hand_reads_the_clips_figures_anew() -> None:
    plain = clip()
    sheet = measure(EMPTY, plain, 0, Tool.DISTANCE, [(1, 1), (51, 1)], NOW)
    by_hand = calibrate(sheet, plain, ManualCalibration((0, 0), (0, 100), 10.0))
    assert (by_hand.measurements[0].value, by_hand.measurements[0].unit) == (pytest.approx(5.0), Unit.CM)
    assert by_hand.measurements[0].calibration is Origin.MANUAL
    named = measure(by_hand, plain, 0, Tool.DISTANCE, [(1, 1), (53, 1)], NOW, key="lvidd")
    without = calibrate(named, plain, None)
    assert [(m.key, m.unit) for m in without.measurements] == [("", Unit.PX)]
    with pytest.raises(MeasurementError, match="The scanner calibrated this clip"):
        calibrate(sheet, TISSUE_CLIP, ManualCalibration((0, 0), (0, 100), 10.0))


def test_refuses_what_cannot_be() -> None:
    with pytest.raises(MeasurementError, match="no such frame"):
        caliper(EMPTY, "lvidd", 5.0, frame=10)
    with pytest.raises(MeasurementError, match="no measurement named 'lvxyz'"):
        caliper(EMPTY, "lvxyz", 5.0)
    with pytest.raises(MeasurementError, match="gives no distance"):
        velocity(EMPTY, "lvidd", 100.0)
    with pytest.raises(MeasurementError, match="drawn here"):
        move_points(replace(EMPTY, measurements=(reported("lvidd", 5, Unit.CM),)), "cart-lvidd-1", TISSUE_CLIP, [])
    with pytest.raises(MeasurementError, match="no value in mmHg"):
        convert(1.0, Unit.CM, Unit.MMHG)


def test_atrial_volumes_stand_by_discs_and_by_area_and_length() -> None:
    sheet = outline(outline(Sheet("1"), "lav_a4c", 2.4, 5.0), "lav_a2c", 2.2, 5.6)
    rows = values_of(table(sheet, MAN))
    assert rows["lav"].value == pytest.approx(2 / 3 * math.pi * 2.4 * 2.2 * 5.6, rel=0.02)
    # 8/(3 pi) (pi/2 2.4 5.0) (pi/2 2.2 5.6) / 5.0
    assert rows["lav_al"].value == pytest.approx(2 / 3 * math.pi * 2.4 * 2.2 * 5.6, rel=0.02)
    assert "L the shorter axis" in rows["lav_al"].formula
    assert rows["lav_i"].value == pytest.approx(rows["lav"].value / 2.0, rel=0.05), "discs are indexed"
    assert "lav_al" not in values_of(table(outline(Sheet("1"), "lav_a4c", 2.4, 5.0), MAN)), "one plane is not enough"
    right = values_of(table(outline(Sheet("1"), "rav", 2.4, 5.0), MAN))
    assert right["rav_al"].value == pytest.approx(2 / 3 * math.pi * 2.4**2 * 5.0, rel=0.02)
    assert right["rav_al"].section == "Right atrium"


def test_estimate_of_the_model_is_a_row_of_its_own_from_which_nothing_is_derived() -> None:
    estimate = Measurement("ai-ef", "lvef_ai", "LVEF", None, 41.4, Unit.PERCENT, Source.AI, 1, NOW)
    found = table(caliper(Sheet("1"), "ivsd", 1.0), MAN, (), (estimate,))
    own = values_of(found)["lvef_ai"]
    assert (own.text, own.source, own.section, own.beats) == ("41 %", Source.AI, "Left ventricle", (estimate,))
    assert own.warning.startswith("Not verified")
    assert {row.key for row in found} - {"lvef_ai"} == {row.key for row in table(caliper(Sheet("1"), "ivsd", 1.0), MAN)}


def test_sections_stand_in_the_order_of_the_catalogue_also_where_one_has_an_estimate_alone() -> None:
    estimate = Measurement("ai-ef", "lvef_ai", "LVEF", None, 41.4, Unit.PERCENT, Source.AI, 1, NOW)
    found = table(enter_value(EMPTY, "ivc_max", 2.1, NOW), MAN, (), (estimate,))
    sections = list(dict.fromkeys(row.section for row in found))
    assert sections[:2] == ["Left ventricle", "IVC"]
    assert len(sections) == len({row.section for row in found})
