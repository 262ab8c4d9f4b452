"""The scanner's numbers: all are kept, those whose codes leave no doubt come under our names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pydicom.sr.codedict import codes

from deepcoro_desktop.core.measurement.cart import RULES, CartValue, canonical_unit, cart_values
from deepcoro_desktop.core.measurement.measurement import Sheet, Source
from deepcoro_desktop.core.measurement.reference import Person
from deepcoro_desktop.core.measurement.table import Patient, table, values_of
from deepcoro_desktop.core.measurement.units import Unit
from deepcoro_desktop.core.patient import Patient as Person_
from deepcoro_desktop.core.reported import Code, Qualifier, ReportedValue, ScannerReport
from deepcoro_desktop.core.study import Series, Study
from tests.core.measurement.clips import TISSUE, clip

NOW = datetime(2026, 3, 14, 10, 52, tzinfo=UTC)
SITE, METHOD, MODE = Code("363698007", "SCT"), Code("370129005", "SCT"), Code("399264008", "SCT")
FLOW, DERIVATION = Code("260674002", "SCT"), Code("121401", "DCM")
STUDY = Study("1.2.3", Person_("A", "P-1", date(1960, 1, 1), "M"), (Series("1.2.9", 1, "", (clip(TISSUE),)),))


def said(name: Code, code: Code | str) -> Qualifier:
    return Qualifier(name, code if isinstance(code, Code) else Code(code, "SCT"))


def value(concept: str, number: float | None, unit: str, *qualifiers: Qualifier, scheme: str = "LN") -> ReportedValue:
    return ReportedValue(Code(concept, scheme, f"meaning of {concept}"), number, unit, qualifiers)


def read(*values: ReportedValue) -> tuple[CartValue, ...]:
    return cart_values([ScannerReport("1.2", "Echo", "5200", "Test", values)], STUDY, NOW)


def keys(*values: ReportedValue) -> list[str | None]:
    return [found.measurement.key if found.measurement else None for found in read(*values)]


def test_every_code_of_the_rules_is_one_of_the_standards_dictionary() -> None:
    known = {
        code.value
        for scheme in (codes.LN, codes.SCT, codes.DCM)
        for name in scheme.dir()
        for code in [getattr(scheme, name)]
    }
    for rule in RULES:
        assert rule.concept in known, rule.key
        assert {rule.site, rule.view, *rule.methods} - {""} <= known, rule.key
        canonical_unit(rule.key)


def test_codes_mean_what_our_names_say() -> None:
    words = {code.value: code.meaning for name in codes.LN.dir() for code in [getattr(codes.LN, name)]}
    for key, part in (
        ("lvidd", "internal diastolic dimension"), ("lvesv_a2c", "end systolic volume single plane 2C"),
        ("e_septal", "septal e-prime"), ("av_mean_pg", "Aortic valve mean gradient"), ("tapse", "TAPSE"),
        ("lav_i", "Left atrial end systolic volume biplane (MOD) / BSA"), ("tr_vmax", "Tricuspid regurgitation Vmax"),
    ):  # fmt: skip
        first = next(rule for rule in RULES if rule.key == key)
        assert part in words[first.concept]


def test_as_many_values_come_back_as_the_report_has() -> None:
    found = read(
        value("29436-3", 4.2, "cm"),
        value("unknown", 1.0, "cm"),
        value("29438-9", None, ""),
        value("18154-5", 9, "furlong"),
    )
    assert len(found) == 4
    assert [f.measurement is not None for f in found] == [True, False, False, False]
    assert [f.reason for f in found[1:]] == [
        "its code is not one that we know",
        "it has no value",
        "its unit furlong is not known",
    ]
    assert found[1].label == "meaning of unknown"
    assert (found[2].text, found[3].text) == ("no value", "9 furlong")


def test_values_come_in_our_units_with_the_cart_as_their_source() -> None:
    (found,) = read(value("80007-8", 42.0, "mm"))
    assert found.measurement is not None
    assert (found.measurement.value, found.measurement.unit) == (pytest.approx(4.2), Unit.CM)
    assert found.measurement.source is Source.CART
    row = values_of(table(Sheet("1.2.3"), Patient(Person("M", 60, 2.0)), [found.measurement]))["lvidd"]
    assert (row.text, row.source) == ("4.2 cm", Source.CART)


def test_a_bare_concept_needs_its_site() -> None:
    vti = "20354-7"
    assert keys(value(vti, 20, "cm", said(SITE, "34202007")), value(vti, 19, "cm", said(SITE, "13418002"))) == [
        "av_vti",
        "lvot_vti",
    ]
    assert keys(value(vti, 20, "cm"), value(vti, 20, "cm", said(SITE, "87878005"))) == [None, None]


def test_the_direction_of_flow_tells_a_leak_from_a_stenosis() -> None:
    leak = said(FLOW, "397417004")
    assert keys(
        value("20280-4", 400, "ms", said(SITE, "34202007"), leak), value("20280-4", 110, "ms", said(SITE, "91134007")),
        value("11726-7", 2.8, "m/s", said(SITE, "46030003"), leak),
        value("11726-7", 0.6, "m/s", said(SITE, "46030003")),
    ) == ["ar_pht", "mv_pht", "tr_vmax", None]  # fmt: skip


def test_a_volume_needs_the_method_of_discs() -> None:
    biplane, teichholz = said(METHOD, Code("125207", "DCM")), said(METHOD, Code("125209", "DCM"))
    assert keys(
        value("18043-0", 55, "%", biplane), value("18043-0", 60, "%", teichholz), value("18043-0", 50, "%")
    ) == [
        "lvef",
        None,
        None,
    ]


def test_values_of_two_modes_are_never_beats_of_one() -> None:
    two_d, m_mode = said(MODE, "399064001"), said(MODE, "399155008")
    found = read(
        value("29436-3", 5.0, "cm", m_mode), value("29436-3", 4.2, "cm", two_d), value("29436-3", 4.4, "cm", two_d)
    )
    assert [f.measurement is not None for f in found] == [False, True, True]
    assert found[0].reason == "measured in another way than the value in use"
    assert [f.measurement.beat for f in found if f.measurement] == [1, 2]
    assert keys(value("80008-6", 5.0, "cm"), value("80007-8", 4.2, "cm")) == [None, "lvidd"]
    assert keys(value("80008-6", 5.0, "cm")) == ["lvidd"]


def test_the_replicate_that_the_scanner_chose_counts() -> None:
    found = read(value("29436-3", 4.2, "cm"), replace(value("29436-3", 4.6, "cm"), selected=True))
    assert [f.measurement.value if f.measurement else f.reason for f in found] == [
        "the scanner chose another of its replicates",
        4.6,
    ]


def test_the_largest_of_some_beats_is_not_one_more_beat() -> None:
    largest, spread = said(DERIVATION, "56851009"), said(DERIVATION, "386136009")
    beats = (value("29436-3", 4.2, "cm"), value("29436-3", 4.6, "cm"))
    found = read(*beats, value("29436-3", 4.6, "cm", largest), value("29436-3", 0.2, "cm", spread))
    assert [f.measurement.value if f.measurement else f.reason for f in found] == [
        4.2, 4.6, "it sums up the other values of its kind", "it says how far the values lie apart",
    ]  # fmt: skip
    assert keys(value("29436-3", 4.6, "cm", largest)) == ["lvidd"]
    measured = said(DERIVATION, "258104002")
    assert keys(value("29436-3", 4.2, "cm", measured), value("29436-3", 4.6, "cm", measured)) == ["lvidd", "lvidd"]


def test_a_velocity_away_from_the_probe_has_no_sign() -> None:
    (found,) = read(value("79921-3", -3.2, "m/s"))
    assert found.measurement is not None
    assert found.measurement.value == pytest.approx(320.0)
    assert found.text == "-3.2 m/s"


def test_a_private_code_or_a_unit_of_another_quantity_is_shown_and_not_named() -> None:
    assert keys(value("29436-3", 4.2, "cm", scheme="99GEMS")) == [None]
    (found,) = read(value("18087-7", 90, "g/m2"))
    assert found.measurement is None
    assert found.reason == "its unit g/m2 is not one of this quantity"


def test_a_mean_leads_to_the_first_of_its_beats() -> None:
    beats = [replace(value("29436-3", n, "cm"), sop_instance_uid="1.2.3.1", frame=f) for n, f in ((4.2, 7), (4.6, 3))]
    found = read(*beats, replace(value("29436-3", 4.4, "cm"), selected=True))
    mean = found[2].measurement
    assert mean is not None
    assert mean.anchor is not None
    assert (mean.value, mean.anchor.frame) == (4.4, 7)


def test_a_value_leads_to_the_frame_it_was_measured_on() -> None:
    (found,) = read(replace(value("29436-3", 4.2, "cm"), sop_instance_uid="1.2.3.1", frame=7))
    assert found.measurement is not None
    assert found.measurement.anchor is not None
    assert (found.measurement.anchor.sop_instance_uid, found.measurement.anchor.frame) == ("1.2.3.1", 7)
    (lost,) = read(replace(value("29436-3", 4.2, "cm"), sop_instance_uid="9.9", frame=7))
    assert lost.measurement is not None
    assert lost.measurement.anchor is None
