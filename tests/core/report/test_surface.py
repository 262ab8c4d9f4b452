from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from deepcoro_desktop.core.body_surface import BodySurface
from deepcoro_desktop.core.measurement.measurement import Sheet
from deepcoro_desktop.core.measurement.table import patient_of, table, values_of
from deepcoro_desktop.core.patient import Patient
from deepcoro_desktop.core.report.document import Document, from_json
from deepcoro_desktop.core.report.drafting import with_identity
from deepcoro_desktop.core.report.measured import add_value
from deepcoro_desktop.core.report.surface import follow_formula
from deepcoro_desktop.core.study import Study
from tests.core.measurement.test_measurement import caliper
from tests.core.report.examples import LATER, NOW, draft

STUDY = Study(
    "1.2.3",
    Patient("DEMO^ANNA", "P-1", date(1954, 2, 11), "F"),
    series=(),
    started_at=datetime(2026, 3, 14, 10, 38),  # noqa: DTZ001 - as the scanner wrote it
    height_cm=150.0,
    weight_kg=100.0,
    age_years=72,
)
DU_BOIS = replace(STUDY, surface_formula=BodySurface.DU_BOIS)


def measured() -> Sheet:
    sheet = Sheet("1.2.3")
    for key, cm in (("ivsd", 1.1), ("lvidd", 5.0), ("lvpwd", 1.0)):
        sheet = caliper(sheet, key, cm)
    return sheet


def with_mass_index(study: Study) -> Document:
    rows = values_of(table(measured(), patient_of(study)))
    return add_value(with_identity(draft(), study, NOW), rows["lv_mass_i"], NOW)


def sentence(document: Document) -> str:
    return document.sections[0].statements[-1].text


def test_indexed_values_and_header_of_a_saved_draft_follow_the_formula() -> None:
    mosteller, du_bois = (values_of(table(measured(), patient_of(s)))["lv_mass_i"] for s in (STUDY, DU_BOIS))
    assert mosteller.text != du_bois.text
    assert "BSA (Du Bois)" in du_bois.formula
    saved = with_mass_index(STUDY)
    followed = follow_formula(saved, DU_BOIS, measured(), LATER)
    assert mosteller.text in sentence(saved)
    assert du_bois.text in sentence(followed)
    assert followed.identity.body_surface_formula == "Du Bois"
    assert followed.identity.body_surface_area_m2 == DU_BOIS.body_surface_area_m2
    assert follow_formula(followed, STUDY, measured(), LATER).sections == saved.sections


def test_a_draft_before_the_choice_was_by_mosteller() -> None:
    saved = with_mass_index(STUDY)
    older = replace(saved, identity=replace(saved.identity, body_surface_formula=""), schema_version=2)
    assert follow_formula(older, STUDY, measured(), LATER) is older
    followed = follow_formula(older, DU_BOIS, measured(), LATER)
    assert (followed.identity.body_surface_formula, followed.schema_version) == ("Du Bois", saved.schema_version)


def test_what_needs_no_body_surface_or_is_signed_stays() -> None:
    bare = replace(STUDY, weight_kg=None)
    plain = with_identity(draft(), bare, NOW)
    assert follow_formula(plain, replace(bare, surface_formula=BodySurface.DU_BOIS), measured(), LATER) is plain
    older = from_json((Path(__file__).parent / "data" / "interpretation-schema-2.json").read_bytes())
    signed = replace(with_mass_index(STUDY), signature=older.signature)
    assert signed.is_signed
    assert follow_formula(signed, DU_BOIS, measured(), LATER) is signed
