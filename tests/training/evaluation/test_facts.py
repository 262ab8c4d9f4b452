from __future__ import annotations

import pytest

from deepcoro_desktop.core.inference.quarantine import quarantine_text
from training.evaluation.facts import Coded, facts_of, facts_of_text
from training.phantom.phrases import MOTION_TEMPLATES, TEMPLATES, TERRITORY_WORDS

NUMBERS = {
    **{"ef": 55.0, "edv": 120.0, "ivs": 1.2, "ee": 9.0, "rvd": 4.2, "tapse": 20.0, "lavi": 40.0, "mvg": 5.0},
    **{"avv": 3.1, "avg": 22.0, "pvv": 2.5, "eff": 1.2, "root": 3.9, "asc": 3.8, "ivc": 1.9, "rap": 8.0},
    **{"rvsp": 38.0, "pa": 2.7, "pw": 1.1, "ea": 1.2, "evel": 0.8, "fac": 45.0, "rvs": 12.0, "ravi": 25.0, "trv": 2.6},
}

SENTENCES = [
    # plain
    ("Mild mitral regurgitation.", {"mv.regurgitation": "mild"}),
    ("There is mitral regurgitation.", {"mv.regurgitation": "mild moderate severe"}),
    ("Trace TR.", {"tv.regurgitation": "trace"}),
    ("Physiologic tricuspid regurgitation.", {"tv.regurgitation": "trace"}),
    ("Tricuspid regurgitation: trace.", {"tv.regurgitation": "trace"}),
    ("Mild pulmonary regurgitation.", {"pv.regurgitation": "mild"}),
    ("Critical aortic stenosis.", {"av.stenosis": "severe"}),
    ("RVSP is moderately elevated.", {"pa.pressure": "moderately_elevated"}),
    ("Severe pulmonary hypertension, RVSP 75 mmHg.", {"pa.pressure": "severely_elevated"}),
    ("Moderate concentric LVH.", {"lv.wall": "moderate_hypertrophy"}),
    ("Left ventricular wall thickness is mildly increased.", {"lv.wall": "mild_hypertrophy"}),
    ("Mild LV dysfunction.", {"lv.function": "mildly_reduced"}),
    ("Mildly dilated ascending aorta, 4.1 cm.", {"aorta.ascending": "dilated"}),
    ("IVC dilated with less than 50 % collapse.", {"ivc.size": "dilated"}),
    ("Diastolic function is normal.", {"lv.filling": "normal"}),
    ("Elevated filling pressures.", {"lv.filling": "elevated"}),
    ("Mitral regurgitation, moderate.", {"mv.regurgitation": "moderate"}),
    # ranges and bounds
    ("Mild to moderate MR.", {"mv.regurgitation": "mild moderate"}),
    ("There is mild-to-moderate aortic insufficiency.", {"av.regurgitation": "mild moderate"}),
    ("Moderately severe tricuspid regurgitation.", {"tv.regurgitation": "moderate severe"}),
    ("Moderate/severe MR", {"mv.regurgitation": "moderate severe"}),
    ("RV systolic function is mildly to moderately reduced.", {"rv.function": "mildly_reduced moderately_reduced"}),
    ("Small to moderate pericardial effusion.", {"pericardium.effusion": "small moderate"}),
    ("At least moderate aortic stenosis.", {"av.stenosis": "moderate severe"}),
    ("No more than mild mitral regurgitation.", {"mv.regurgitation": "none trace mild"}),
    ("Aortic stenosis is not severe.", {"av.stenosis": "none mild moderate"}),
    ("Left atrial enlargement.", {"la.size": "mildly_dilated moderately_dilated severely_dilated"}),
    # negation
    ("No LVH.", {"lv.wall": "normal"}),
    ("No LV systolic dysfunction.", {"lv.function": "normal"}),
    ("The right ventricle is not dilated.", {"rv.size": "normal"}),
    ("The IVC is not dilated.", {"ivc.size": "normal"}),
    ("No evidence of pulmonary hypertension.", {"pa.pressure": "normal"}),
    ("Pulmonary hypertension is absent.", {"pa.pressure": "normal"}),
    ("Pulmonic stenosis is ruled out.", {"pv.stenosis": "none"}),
    ("MR: none.", {"mv.regurgitation": "none"}),
    ("No significant mitral regurgitation.", {"mv.regurgitation": "none trace"}),
    ("No hemodynamically significant aortic stenosis.", {"av.stenosis": "none"}),
    ("Small pericardial effusion without tamponade.", {"pericardium.effusion": "small"}),
    ("Trivial pericardial effusion, no tamponade.", {"pericardium.effusion": "trace"}),
    ("No change in moderate mitral regurgitation.", {"mv.regurgitation": "moderate"}),
    # doubt, history, other organs: no fact
    ("Mitral regurgitation cannot be excluded.", {}),
    ("Possible mild aortic stenosis.", {}),
    ("The tricuspid valve is not well seen.", {}),
    ("Previously severe mitral regurgitation.", {}),
    ("Large left pleural effusion.", {}),
    ("As before, the mitral valve opens well.", {}),
    ("Aortic and mitral valves open well; no stenosis of either.", {}),
    # several findings in one sentence
    ("No mitral or aortic stenosis.", {"mv.stenosis": "none", "av.stenosis": "none"}),
    (
        "Mild mitral and moderate tricuspid regurgitation.",
        {"mv.regurgitation": "mild", "tv.regurgitation": "moderate"},
    ),
    (
        "Mild mitral and tricuspid regurgitation.",
        {"mv.regurgitation": "mild", "tv.regurgitation": "mild"},
    ),
    (
        "The aortic valve is trileaflet without stenosis or regurgitation.",
        {"av.stenosis": "none", "av.regurgitation": "none"},
    ),
    (
        "No significant stenosis or regurgitation of the pulmonic valve.",
        {"pv.stenosis": "none", "pv.regurgitation": "none trace"},
    ),
    (
        "Neither mitral stenosis nor mitral regurgitation is present.",
        {"mv.stenosis": "none", "mv.regurgitation": "none"},
    ),
    ("No aortic stenosis, mild aortic regurgitation.", {"av.stenosis": "none", "av.regurgitation": "mild"}),
    ("Moderate mitral regurgitation; no mitral stenosis.", {"mv.regurgitation": "moderate", "mv.stenosis": "none"}),
    (
        "The mitral valve leaflets are thickened with severe regurgitation and no stenosis.",
        {"mv.regurgitation": "severe", "mv.stenosis": "none"},
    ),
    (
        "Trace TR, mild PR and no MR.",
        {"tv.regurgitation": "trace", "pv.regurgitation": "mild", "mv.regurgitation": "none"},
    ),
    (
        "Severe aortic stenosis with left ventricular hypertrophy.",
        {"av.stenosis": "severe", "lv.wall": "mild_hypertrophy moderate_hypertrophy severe_hypertrophy"},
    ),
    ("Left ventricular size and systolic function are normal.", {"lv.size": "normal", "lv.function": "normal"}),
    (
        "Normal left ventricular size with severely reduced systolic function.",
        {"lv.size": "normal", "lv.function": "severely_reduced"},
    ),
    (
        "The left ventricle is normal in size and the right ventricle is mildly dilated.",
        {"lv.size": "normal", "rv.size": "mildly_dilated"},
    ),
    ("The left and right atria are normal in size.", {"la.size": "normal", "ra.size": "normal"}),
    ("Biatrial enlargement, moderate.", {"la.size": "moderately_dilated", "ra.size": "moderately_dilated"}),
    (
        "Severely dilated left atrium, mildly dilated right atrium.",
        {"la.size": "severely_dilated", "ra.size": "mildly_dilated"},
    ),
    ("Preserved left ventricular ejection fraction without LVH.", {"lv.function": "normal", "lv.wall": "normal"}),
    ("Normal aortic root and ascending aorta.", {"aorta.root": "normal", "aorta.ascending": "normal"}),
    (
        "The aortic root is dilated and the ascending aorta is normal.",
        {"aorta.root": "dilated", "aorta.ascending": "normal"},
    ),
    (
        "There is no aortic regurgitation. Mild mitral regurgitation is seen.",
        {"av.regurgitation": "none", "mv.regurgitation": "mild"},
    ),
    ("No pericardial effusion is seen, but there is a pleural effusion.", {"pericardium.effusion": "none"}),
    # numbers
    ("LVEF 35 %.", {"lv.function": "moderately_reduced"}),
    ("LVEF is 25%, severely reduced.", {"lv.function": "severely_reduced"}),
    ("The ejection fraction is estimated at 60-65%.", {"lv.function": "normal"}),
    ("The ejection fraction is 50 to 55 %.", {"lv.function": "normal mildly_reduced"}),
    # walls and septum
    ("Global hypokinesis.", {"wall_motion.regional": "global"}),
    ("No regional wall motion abnormalities.", {"wall_motion.regional": "none"}),
    ("Akinesis of the inferolateral wall.", {"wall_motion.regional": "inferolateral_akinesis"}),
    ("The apex is dyskinetic.", {"wall_motion.regional": "apical_dyskinesis"}),
    ("The interatrial septum is intact without PFO.", {"atrial_septum.state": "intact"}),
    ("Secundum ASD with left-to-right shunt.", {"atrial_septum.state": "shunt"}),
    ("No ASD by colour Doppler.", {"atrial_septum.state": "intact"}),
]


def values_of(text: str, section: str = "") -> dict[str, frozenset[str]]:
    return {fact.finding: fact.values for fact in facts_of_text(text, section)}


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_reads_the_facts_of_a_sentence(text: str, expected: dict[str, str]) -> None:
    assert values_of(text) == {finding: frozenset(values.split()) for finding, values in expected.items()}


@pytest.mark.parametrize("emptied", [False, True], ids=["with numbers", "numbers emptied"])
def test_every_wording_of_the_phantom_gives_the_fact_of_its_code(emptied: bool) -> None:
    sentences = [(code, text.format(**NUMBERS)) for code, texts in TEMPLATES.items() for text in texts]
    for territory, where in TERRITORY_WORDS.items():
        for motion in ("hypokinesis", "akinesis", "dyskinesis"):
            for text in MOTION_TEMPLATES:
                words = text.format(Motion=motion.capitalize(), motion=motion, where=where)
                sentences.append((f"wall_motion.regional={territory}_{motion}", words))
    wrong = []
    for code, text in sentences:
        finding, _, value = code.partition("=")
        found = values_of(quarantine_text(text) if emptied else text)
        if found != {finding: frozenset({value})}:
            wrong.append((code, text, found))
    assert len(sentences) > 300
    assert wrong == []


def test_the_section_says_which_valve_is_meant() -> None:
    assert values_of("Mild regurgitation.", "Aortic valve") == {"av.regurgitation": frozenset({"mild"})}
    assert values_of("Thickened leaflets with moderate regurgitation.", "Mitral valve") == {
        "mv.regurgitation": frozenset({"moderate"})
    }
    assert values_of("Mild regurgitation.") == {}


def test_a_named_valve_counts_more_than_the_section() -> None:
    assert values_of("Mild tricuspid regurgitation.", "Mitral valve") == {"tv.regurgitation": frozenset({"mild"})}


def test_the_code_counts_more_than_the_words_unless_words_are_asked_for() -> None:
    sentence = Coded("Mitral valve", "Mild mitral regurgitation.", "mv.regurgitation=severe")
    assert facts_of([sentence])["mv.regurgitation"].values == {"severe"}
    assert facts_of([sentence], by_concept=False)["mv.regurgitation"].values == {"mild"}


def test_without_a_code_the_words_count() -> None:
    found = facts_of([Coded("Mitral valve", "No mitral stenosis.", None), Coded("Aorta", "?", "aorta.root=dilated")])
    assert {name: set(fact.values) for name, fact in found.items()} == {
        "mv.stenosis": {"none"},
        "aorta.root": {"dilated"},
    }
    assert found["mv.stenosis"].section == "Mitral valve"


def test_of_two_facts_of_one_finding_the_first_stands() -> None:
    sentences = [Coded("Aorta", "The aortic root is dilated.", None), Coded("Aorta", "Normal aortic root.", None)]
    assert facts_of(sentences)["aorta.root"].values == {"dilated"}
