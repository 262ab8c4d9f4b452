"""Measured values fill the places that ask for them and follow when they change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deepcoro_desktop.core.errors import LifecycleError
from deepcoro_desktop.core.measurement.measurement import Measurement, Sheet, Source, move_points
from deepcoro_desktop.core.measurement.reference import Person
from deepcoro_desktop.core.measurement.table import Patient, Row, table, values_of
from deepcoro_desktop.core.measurement.units import Unit
from deepcoro_desktop.core.report import editing
from deepcoro_desktop.core.report.document import Document, Origin, ReportState, Review, Section
from deepcoro_desktop.core.report.measured import add_value, bind, fill
from tests.core.measurement.test_measurement import TISSUE_CLIP, caliper, outline, velocity
from tests.core.report.examples import LATER, NOW, draft, statement

PATIENT = Patient(Person("M", 60, 2.0))


def rows(sheet: Sheet) -> dict[str, Row]:
    return values_of(table(sheet, PATIENT))


def ventricle(systole: float) -> Sheet:
    sheet = Sheet("1")
    for key, radius in (("lvedv_a4c", 2.5), ("lvedv_a2c", 2.5), ("lvesv_a4c", systole), ("lvesv_a2c", systole)):
        sheet = outline(sheet, key, radius, 9.0)
    return sheet


def text(document: Document, place: int = 1) -> str:
    return document.sections[0].statements[place].text


def test_a_changed_caliper_changes_the_sentence() -> None:
    bound = bind(draft(), {}, rows(ventricle(2.0)), LATER)
    assert text(bound) == "Systolic function is moderately reduced, ejection fraction 36 %."
    again = bind(bound, rows(ventricle(2.0)), rows(ventricle(1.5)), LATER)
    assert text(again) == "Systolic function is moderately reduced, ejection fraction 64 %."
    assert text(bind(again, rows(ventricle(1.5)), {}, LATER)).endswith("ejection fraction [__ %].")


def test_filling_in_a_number_accepts_nothing() -> None:
    bound = bind(draft(), {}, rows(ventricle(2.0)), LATER)
    filled = bound.sections[0].statements[1]
    assert (filled.review, filled.origin, filled.has_empty_slot) == (Review.PENDING, Origin.MODEL, False)
    assert filled.original_text.endswith("[__ %].")
    accepted = editing.accept(bound, filled.statement_id, LATER)
    assert accepted.sections[0].statements[1].review is Review.EDITED
    assert text(bind(accepted, rows(ventricle(2.0)), rows(ventricle(1.5)), LATER)).endswith("64 %.")


def test_a_changed_number_asks_for_another_attestation() -> None:
    document = bind(draft(), {}, rows(ventricle(2.0)), LATER)
    for s in document.sections[0].statements:
        document = editing.accept(document, s.statement_id, LATER)
    document = editing.attest_section(document, "Left ventricle", LATER)
    assert bind(document, rows(ventricle(2.0)), rows(ventricle(2.0)), LATER) is document
    assert not bind(document, rows(ventricle(2.0)), rows(ventricle(1.5)), LATER).sections[0].attested


def test_what_the_reader_worded_is_left_alone() -> None:
    own = editing.edit(draft(), "model-01-02", "The ejection fraction is 42 % by eye.", LATER)
    assert bind(own, {}, rows(ventricle(2.0)), LATER) is own
    typed = editing.fill_slot(draft(), "model-01-02", 0, "41", LATER)
    assert bind(typed, {}, rows(ventricle(2.0)), LATER) is typed
    gone = editing.reject(draft(), "model-01-02", LATER)
    assert bind(gone, {}, rows(ventricle(2.0)), LATER) is gone
    given_out = replace(draft(), state=ReportState.FINAL)
    assert bind(given_out, {}, rows(ventricle(2.0)), LATER) is given_out


@pytest.mark.parametrize(
    ("section", "sentence", "filled"),
    [
        ("Left ventricle", "Septum [__ mm], posterior wall [__ mm].", "Septum 11 mm, posterior wall 9 mm."),
        ("Left ventricle", "Normal, E wave [__ cm/s].", "Normal, E wave 80 cm/s."),
        ("Left ventricle", "E/A [__], E/e' [__].", "E/A 1.6, E/e' [__]."),
        ("Tricuspid valve", "Peak velocity [__ m/s].", "Peak velocity 2.9 m/s."),
        ("Mitral valve", "Peak velocity [__ m/s].", "Peak velocity [__ m/s]."),
        ("Aorta", "The aortic root is dilated, [__ mm].", "The aortic root is dilated, 42 mm."),
        ("Aorta", "The aortic root is dilated, [__ cm].", "The aortic root is dilated, 4.2 cm."),
        ("Aorta", "The aortic root is dilated, [__ mmHg].", "The aortic root is dilated, [__ mmHg]."),
        ("IVC", "IVC, [__ mm], with more than [__ %] collapse.", "IVC, 19 mm, with more than [__ %] collapse."),
    ],
)
def test_a_place_takes_the_value_that_its_words_and_unit_ask_for(section: str, sentence: str, filled: str) -> None:
    sheet = Sheet("1")
    for key, cm in (("ivsd", 1.1), ("lvpwd", 0.9), ("aortic_root", 4.2), ("ivc_max", 1.9)):
        sheet = caliper(sheet, key, cm)
    for key, speed in (("mv_e", 80.0), ("mv_a", 50.0), ("tr_vmax", -290.0)):
        sheet = velocity(sheet, key, speed)
    assert fill(sentence, section, rows(sheet)) == filled


def test_a_value_can_be_stated_and_follows_until_it_is_gone() -> None:
    sheet = caliper(Sheet("1"), "lvidd", 5.0)
    document = add_value(draft(), rows(sheet)["lvidd"], LATER)
    added = document.sections[0].statements[-1]
    assert (added.text, added.origin) == ("LV internal dimension, end diastole: 5.0 cm.", Origin.MEASUREMENT)
    larger = move_points(sheet, "m1", TISSUE_CLIP, [(200.0, 100.0), (350.0, 100.0)])
    moved = bind(document, rows(sheet), rows(larger), LATER)
    assert moved.sections[0].statements[-1].text.endswith("6.0 cm.")
    assert len(bind(moved, rows(larger), {}, LATER).sections[0].statements) == 3
    with pytest.raises(LifecycleError, match="stands in the report already"):
        add_value(document, rows(sheet)["lvidd"], LATER)


def test_refuses_a_value_without_a_section() -> None:
    sheet = caliper(Sheet("1"), "aortic_root", 3.5)
    with pytest.raises(LifecycleError, match="no section for Ao root"):
        add_value(draft(), rows(sheet)["aortic_root"], LATER)
    closed = replace(draft(), sections=(Section("Aorta", assessed=False, reason="no view"),))
    opened = add_value(closed, rows(sheet)["aortic_root"], NOW)
    assert opened.sections[0].assessed
    assert opened.sections[0].statements[0].text == "Aortic root at the sinuses: 3.5 cm."
    assert statement(1, "x").origin is Origin.MODEL


def test_estimate_of_the_model_is_no_measurement_of_the_report() -> None:
    estimate = Measurement("ai-ef", "lvef_ai", "LVEF", None, 41.4, Unit.PERCENT, Source.AI, 1, NOW)
    found = values_of(table(Sheet("1"), PATIENT, (), (estimate,)))
    assert text(bind(draft(), {}, found, LATER)).endswith("ejection fraction [__ %]."), "the place stays empty"
    with pytest.raises(LifecycleError, match="LVEF was not measured: the model estimates it"):
        add_value(draft(), found["lvef_ai"], LATER)
