from __future__ import annotations

import pytest

from training.datasets.adapters.mimic_measurements import DEGREES, ORDER, PHRASES, QUANTITIES, graded
from training.datasets.adapters.mimic_sentences import Measurement, Tally, describe
from training.phantom.reports import PHENOTYPES, SECTIONS


def _describe(**results: str | tuple[str, str]) -> tuple[list[str], set[str], dict[str, float], Tally]:
    """Return texts, concepts, labels and the tally of measurements given as name=result or name=(result, unit)."""
    tally = Tally()
    rows = [Measurement(name, *(given if isinstance(given, tuple) else (given, ""))) for name, given in results.items()]
    sentences, labels = describe(rows, tally)
    concepts = {sentence.concept for sentence in sentences if sentence.concept}
    return [s.text for s in sentences], concepts, {label.name: label.value for label in labels}, tally


def test_both_vocabularies_of_the_ejection_fraction() -> None:
    assert _describe(lvef=("60", "%"))[0] == ["Left ventricular systolic function is normal, ejection fraction 60 %."]
    texts, concepts, labels, _ = _describe(lvef="30", lvef_upper="35")
    assert texts == ["Left ventricular systolic function is moderately reduced, ejection fraction 30 to 35 %."]
    assert concepts == {"lv.function=moderately_reduced"}
    assert labels == {"ef": 32.5, "reduced_ef": 1}
    # a measured fraction comes before the reader's range
    assert _describe(lvef="30", lvef_3d="44", biplane_lvef="47.6")[2]["ef"] == 47.6
    assert _describe(lvef="30", lvef_3d="44")[2]["ef"] == 44
    # an upper end alone is no fraction, and a range upside down has only its first number
    assert _describe(lvef_upper="40")[0] == []
    assert _describe(lvef="60", lvef_upper="40")[2]["ef"] == 60


@pytest.mark.parametrize(
    ("measurement", "text", "degree"),
    [
        ("mitral_regurg", "Mild (1+)", "mild"),
        ("mitral_regurg", "Trivial", "trace"),
        ("mitral_regurg", "trivial-mild", "trace_to_mild"),
        ("mitral_regurg", "Mild-moderate", "mild_to_moderate"),
        ("mitral_regurg", "Mod/severe", "moderate_to_severe"),
        ("mitral_regurg", "Moderate to severe", "moderate_to_severe"),
        ("mitral_regurg", "present", None),
        ("mitral_regurg", "Severe to mild", None),
        ("mitral_stenosis", "No valvular MS", "none"),
        ("aortic_stenosis", "None, incr vel high output", "none"),
        ("mac_severity", "mod mac", "moderate"),
        ("pulm_regurg", "Physiologic", "trace"),
        ("pulm_regurg", "Significant", "moderate"),
        ("tricuspid_regurg", "Torrential", "severe"),
        ("phtn_severity", "Normal (TR<26mmHg)", "none"),
        ("phtn_severity", "HIgh normal (TR 21-25 mmHg)", "none"),
        ("phtn_severity", "Mild-mod (TR 35-40mmHg)", "mild_to_moderate"),
        ("phtn_severity", "Mod-severe (50-60mmHg)", "moderate_to_severe"),
        ("phtn_severity", "Borderline (TR 26-30mmHg)", None),
        ("pericardial_effusion", "Very small (<0.5cm)", "mild"),
        ("pericardial_effusion", "Small-moderate", "mild_to_moderate"),
        ("pericardial_effusion", "Large (>2.0cm)", "severe"),
        ("pericardial_effusion", "Anterior fat pad", "none"),
        ("rv_function", "Nl RV function", "none"),
        ("rv_function", "Low normal function", "none"),
        ("rv_function", "Mild global RV hypo", "mild"),
        ("rv_function", "RV function depressed", "reduced"),
        ("rv_function", "RV not well seen", None),
        ("lv_wall_thickness", "Mod symmetric LVH (1.5-1.7cm)", "moderate"),
        ("la_size", "Normal", "none"),
        ("la_size", "Normal to mildly dilated", None),
        ("rv_chamber_size", "Small RV cavity", None),
        ("lv_chamber_size", "Mildly small", None),
        ("rv_function", "Mildly hyperdynamic", None),
    ],
)
def test_degree_that_a_text_begins_with(measurement: str, text: str, degree: str | None) -> None:
    assert graded(measurement, text) == degree


@pytest.mark.parametrize(
    ("name", "text", "sentence", "concept", "label"),
    [
        ("mitral_regurg", "None", "No mitral regurgitation.", "mv.regurgitation=none", ("mr_moderate_or_more", 0)),
        (
            "aortic_regurg",
            "Mod-severe",
            "Moderate to severe aortic regurgitation.",
            "av.regurgitation=moderate_to_severe",
            ("ar_moderate_or_more", 1),
        ),
        (
            "tricuspid_regurg",
            "Mild-mod",
            "Mild to moderate tricuspid regurgitation.",
            "tv.regurgitation=mild_to_moderate",
            ("tr_moderate_or_more", 0),
        ),
        ("la_size", "Mild LAE", "The left atrium is mildly dilated.", "la.size=mildly_dilated", ("la_dilated", 1)),
        ("ra_size", "Normal", "The right atrium is normal in size.", "ra.size=normal", ("ra_dilated", 0)),
        (
            "rv_function",
            "Severe global hypo",
            "Right ventricular systolic function is severely reduced.",
            "rv.function=severely_reduced",
            ("rv_dysfunction", 1),
        ),
        (
            "rv_function",
            "RV function depressed",
            "Right ventricular systolic function is reduced.",
            "rv.function=reduced",
            ("rv_dysfunction", 1),
        ),
        (
            "lv_wall_thickness",
            "Severe symmetric (>1.7cm)",
            "Severe left ventricular hypertrophy.",
            "lv.wall=severe_hypertrophy",
            ("lvh", 1),
        ),
        (
            "lv_wall_thickness",
            "Normal",
            "Left ventricular wall thickness is normal.",
            "lv.wall=normal",
            ("lvh", 0),
        ),
        (
            "pericardial_effusion",
            "Trivial",
            "Trace pericardial effusion.",
            "pericardium.effusion=trace",
            ("pericardial_effusion", 0),
        ),
        (
            "pericardial_effusion",
            "Moderate-large",
            "Moderate to large pericardial effusion.",
            "pericardium.effusion=moderate_to_large",
            ("pericardial_effusion", 1),
        ),
        (
            "phtn_severity",
            "Mod (TR 37-60mmHg)",
            "Pulmonary artery pressure is moderately elevated.",
            "pa.pressure=moderately_elevated",
            ("pulmonary_hypertension", 1),
        ),
        ("ivc", "NL IVC <2.2 cm", "Inferior vena cava is normal.", "ivc.size=normal", ("ivc_dilated", 0)),
        (
            "ivc",
            "IVC<=2.1cm, <50% collapse (5-10mmHg)",
            "Inferior vena cava is not dilated.",
            "ivc.size=normal",
            ("ivc_dilated", 0),
        ),
        ("ivc", "IVC dilated (>2.5cm)", "Inferior vena cava is dilated.", "ivc.size=dilated", ("ivc_dilated", 1)),
    ],
)
def test_degrees_become_sentences_and_phenotypes(
    name: str, text: str, sentence: str, concept: str, label: tuple[str, float]
) -> None:
    texts, concepts, labels, tally = _describe(**{name: text})
    assert texts == [sentence]
    assert concepts == {concept}
    assert labels == dict([label])
    assert tally.problems() == []


def test_numbers_are_told_with_value_unit_and_a_degree_that_holds_for_both_sexes() -> None:
    texts, concepts, labels, _ = _describe(
        septal_thickness=("12", "mm"), sinus_diam=("3.8", "cm"), ascending_diam=("4.4", "cm"), av_pk_vel=("420", "cm/s")
    )
    assert texts == [
        "Interventricular septal thickness is 1.2 cm, mild hypertrophy.",
        "Aortic valve peak velocity is 4.2 m/s, severe aortic stenosis.",
        "Aortic root diameter is 3.8 cm.",
        "Ascending aortic diameter is 4.4 cm, dilated.",
    ]
    assert concepts == {"lv.wall=mild_hypertrophy", "av.stenosis=severe", "aorta.ascending=dilated"}
    assert labels == {"lvh": 1, "aortic_dilation": 1}


def test_a_phenotype_between_the_limits_of_the_sexes_is_left_open() -> None:
    assert _describe(sinus_diam="3.8", ascending_diam="3.0")[2] == {}
    assert _describe(sinus_diam="3.0", ascending_diam="3.0")[2] == {"aortic_dilation": 0}


def test_a_readers_degree_comes_before_a_measured_one() -> None:
    texts, concepts, labels, _ = _describe(av_pk_vel="3.2", aortic_stenosis="None, incr vel high output")
    assert texts == ["No aortic stenosis.", "Aortic valve peak velocity is 3.2 m/s."]
    assert concepts == {"av.stenosis=none"}
    assert labels == {"as_moderate_or_more": 0}


def test_the_thicker_wall_is_the_finding() -> None:
    texts, concepts, labels, _ = _describe(septal_thickness="0.8", inf_lat_thickness="1.5")
    assert texts == [
        "Interventricular septal thickness is 0.8 cm.",
        "Inferolateral wall thickness is 1.5 cm, moderate hypertrophy.",
    ]
    assert concepts == {"lv.wall=moderate_hypertrophy"}
    assert labels == {"lvh": 1}
    # 1.0 cm may be thick: the thin septum does not say that the wall is normal
    assert _describe(septal_thickness="0.8", inf_lat_thickness="1.0")[1:3] == (set(), {})


def test_quantities_made_of_several_measurements() -> None:
    texts, concepts, labels, _ = _describe(la_vol=("90", "ml"), body_surface_area=("2.0", "m2"))
    assert texts == ["Left atrial volume is 90 ml.", "Left atrial volume index is 45 ml/m², moderately dilated."]
    assert (concepts, labels) == ({"la.size=moderately_dilated"}, {"la_dilated": 1})
    texts, concepts, _, _ = _describe(mv_peak_e="1.2", sept_e_prime="0.06", lat_e_prime=("8", "cm/s"))
    assert "Average E/e' ratio is 17, elevated filling pressure." in texts
    assert concepts == {"lv.filling=elevated"}
    assert _describe(mean_e_to_eprime="6", mv_peak_e="1.2", sept_e_prime="0.06", lat_e_prime="0.08")[1] == {
        "lv.filling=normal"
    }


def test_nothing_is_guessed_and_everything_unknown_is_counted_once() -> None:
    rows = [
        *(Measurement("mystery", "1", "cm") for _ in range(3)),
        Measurement("mitral_regurg", "present", ""),
        Measurement("rv_function", "Cannot assess RV function", ""),
        Measurement("ivc", "Intubated - cannot assess RA pressure", ""),
        Measurement("ivc_diam", "2", "furlong"),
        Measurement("tapse", "19", "cm"),
        Measurement("fs", "thirty", "%"),
        Measurement("lvedd", "", "cm"),
        Measurement("la_dimen", "4.0", "cm"),
        Measurement("la_dimen", "4.4", "cm"),
        Measurement("height_cm", "180", "cm"),
    ]
    tally = Tally()
    sentences, labels = describe(rows, tally)
    assert [sentence.text for sentence in sentences] == ["Left atrial dimension is 4.0 cm."]
    assert labels == ()
    describe([Measurement("mystery", "2", "cm")], tally)
    assert [(problem.kind, problem.reason) for problem in tally.problems()] == [
        ("implausible value", "tapse in 1 rows, first '19 cm'."),
        ("measurement with two results", "la_dimen in 1 rows."),
        ("not a number", "fs in 1 rows, first 'thirty'."),
        ("unknown measurement", "mystery in 2 rows."),
        ("unknown text", "mitral_regurg in 1 rows, first 'present'."),
        ("unknown unit", "ivc_diam in 1 rows, first 'furlong'."),
    ]


def test_sentences_come_in_the_order_of_the_sections() -> None:
    tally = Tally()
    rows = [
        Measurement(name, result, "")
        for name, result in (("ivc_diam", "1.5"), ("mitral_regurg", "Mild"), ("lvef", "60"))
    ]
    assert [sentence.section for sentence in describe(rows, tally)[0]] == ["Left ventricle", "Mitral valve", "IVC"]
    assert describe(rows[::-1], tally)[0] == describe(rows, tally)[0]


def test_tables_name_only_our_sections_and_phenotypes() -> None:
    phrases = [phrase for found in PHRASES.values() for phrase in found]
    entries = [*QUANTITIES.values(), *DEGREES.values(), *phrases]
    assert {entry.section for entry in entries} <= set(SECTIONS)
    assert {entry.phenotype for entry in entries} - {""} <= set(PHENOTYPES)
    assert all(degree.least in ORDER for degree in DEGREES.values())
    assert not set(QUANTITIES) & set(DEGREES)
