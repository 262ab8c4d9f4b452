from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.datasets.headings import NAMES, PARTS, section_of
from training.datasets.sections import cut_report, cut_sections, split_sentences
from training.phantom import VIEW_IDS
from training.phantom.cases import sample_heart
from training.phantom.reports import SECTIONS, report_text, write_report

REPORT = """Indication: Dyspnea on exertion.

1. LEFT VENTRICLE: Normal cavity size, LVIDd 4.5 cm. Ejection fraction approx. 55 %.
LVEF: 55 %
Size: normal
Mitral Valve - Mild regurgitation vs. moderate. Mean gradient 3.2 mmHg
Valves: Aortic: trileaflet. Tricuspid: mild TR; RVSP 35 mmHg.
RIGHT ATRIUM
 - Normal size
 - No thrombus
   seen in the appendage
IAS: intact.  Great vessels/Aorta: Root normal.
Aortic arch: normal
Aortic root: 3.6 cm
Venous/IVC: Collapses with
Inspiration.
SHUNTS: none
NORMAL STUDY
"""


def _cut(text: str) -> list[tuple[str, str]]:
    return [(sentence.section, sentence.text) for sentence in cut_report(text)]


def test_cuts_a_report_into_our_sections() -> None:
    assert _cut(REPORT) == [
        ("Indication", "Dyspnea on exertion."),
        ("Left ventricle", "Normal cavity size, LVIDd 4.5 cm."),
        ("Left ventricle", "Ejection fraction approx. 55 %."),
        ("Left ventricle", "LVEF: 55 %"),
        ("Left ventricle", "Size: normal"),
        ("Mitral valve", "Mild regurgitation vs. moderate."),
        ("Mitral valve", "Mean gradient 3.2 mmHg"),
        ("Aortic valve", "trileaflet."),
        ("Tricuspid valve", "mild TR; RVSP 35 mmHg."),
        ("Right atrium", "Normal size"),
        ("Right atrium", "No thrombus seen in the appendage"),
        ("Atrial septum", "intact."),
        ("Aorta", "Root normal."),
        ("Aorta", "Aortic arch: normal"),
        ("Aorta", "Aortic root: 3.6 cm"),
        ("IVC", "Collapses with Inspiration."),
        ("SHUNTS", "none"),
        ("Other", "NORMAL STUDY"),
    ]


def test_inline_headings_need_a_capital_and_the_end_of_a_sentence() -> None:
    assert _cut("Left ventricle: dilated. Mitral valve: leaky. It moves. no change of the mitral valve: fine.") == [
        ("Left ventricle", "dilated."),
        ("Mitral valve", "leaky."),
        ("Mitral valve", "It moves."),
        ("Mitral valve", "no change of the mitral valve: fine."),
    ]
    assert _cut("LV: normal | RV: dilated") == [("Left ventricle", "normal |"), ("Right ventricle", "dilated")]
    assert _cut("A shunt across the Atrial septum: large") == [("Other", "A shunt across the Atrial septum: large")]


def test_text_before_the_first_heading_is_kept() -> None:
    assert _cut("Poor windows.\nPericardium: no effusion.") == [
        ("Other", "Poor windows."),
        ("Pericardium", "no effusion."),
    ]
    assert _cut("") == []
    assert _cut(" \n - \n") == []


def test_headings_that_say_more_than_the_section_stay_in_the_sentence() -> None:
    assert _cut("Pericardial effusion: none\nLV diastolic function: grade II\nIVC: 1.8 cm") == [
        ("Pericardium", "Pericardial effusion: none"),
        ("Left ventricle", "LV diastolic function: grade II"),
        ("IVC", "IVC: 1.8 cm"),
    ]


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("LEFT VENTRICLE", "Left ventricle"),
        ("The Left Ventricle", "Left ventricle"),
        ("Left ventricle (LV)", "Left ventricle"),
        ("2) RV findings", "Right ventricle"),
        ("Valves: Mitral", "Mitral valve"),
        ("Valves - Pulmonic", "Pulmonic valve"),
        ("Great vessels/Aorta", "Aorta"),
        ("Venous/IVC", "IVC"),
        ("Interatrial septum", "Atrial septum"),
        ("Pulmonary Veins", "Pulmonary veins"),
        ("Conclusion", None),
        ("Left ventricle and aorta", None),
    ],
)
def test_synonyms(heading: str, section: str | None) -> None:
    assert section_of(heading) == section


def test_every_section_of_ours_has_headings_and_none_opens_two() -> None:
    assert set(NAMES) == set(SECTIONS)
    assert set(PARTS) <= set(SECTIONS)
    assert all(section_of(section) == section for section in SECTIONS)
    counts = Counter(name for table in (NAMES, PARTS) for names in table.values() for name in names)
    assert max(counts.values()) == 1


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Diameter is 4.5 cm. Normal.", ["Diameter is 4.5 cm.", "Normal."]),
        ("EF approx. 55 %, i.e. normal. 3D volumes agree.", ["EF approx. 55 %, i.e. normal.", "3D volumes agree."]),
        ("Seen by Dr. Smith. Stable!", ["Seen by Dr. Smith.", "Stable!"]),
        ("Asc. aorta is wide. no effusion.", ["Asc. aorta is wide.", "no effusion."]),
        ("Diastolic dysfunction grade I. E/A 0.8.", ["Diastolic dysfunction grade I.", "E/A 0.8."]),
        ("(Poor windows.) Mild MR.", ["(Poor windows.)", "Mild MR."]),
        ("1. Mild MR\n2. 4.5 cm root\n• Normal LV", ["Mild MR", "4.5 cm root", "Normal LV"]),
        ("The valve is\nthick and\nDoppler shows,\nTrace MR", ["The valve is thick and Doppler shows, Trace MR"]),
        ("Normal LV size\nMild MR", ["Normal LV size", "Mild MR"]),
        ("one\n\ntwo", ["one", "two"]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


def test_reports_of_the_phantom_come_back_as_they_were_written() -> None:
    rng = np.random.default_rng(5)
    for _ in range(20):
        written = write_report(sample_heart(rng), rng, frozenset(VIEW_IDS))
        expected = [(section, s.text) for section in SECTIONS for s in written if s.section == section]
        found = _cut(report_text(written))
        assert [section for section, _ in found] == sorted((section for section, _ in found), key=SECTIONS.index)
        for section in SECTIONS:
            assert " ".join(text for own, text in found if own == section) == " ".join(
                text for own, text in expected if own == section
            )


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d_]+", text))


_names = [name.title() for names in (*NAMES.values(), *PARTS.values()) for name in names]
_lines = st.one_of(
    st.sampled_from([f"{name}:" for name in _names]),
    st.sampled_from([f"3. {name.upper()}" for name in _names]),
    st.sampled_from([f"{name} - " for name in _names]),
    st.sampled_from(["Mild MR. EF 55 %.", " - no effusion", "Note: e.g. this", "CONCLUSION", "Rhythm: sinus.", ""]),
    st.text("abA.:;-/()1 \t\r|", max_size=30),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_lines, max_size=12).map("\n".join))
def test_every_word_is_in_exactly_one_heading_or_body(text: str) -> None:
    parts = cut_sections(text)
    assert _words(text) == sum((_words(part.heading) + _words(part.body) for part in parts), Counter())


@settings(max_examples=200, deadline=None)
@given(st.lists(_lines, max_size=12).map("\n".join))
def test_no_word_of_a_body_is_lost_in_the_sentences_nor_an_unknown_heading(text: str) -> None:
    said = sum((_words(f"{sentence.text}") for sentence in cut_report(text)), Counter())
    expected: Counter[str] = Counter()
    for part in cut_sections(text):
        expected += _words(part.body)
        if part.section not in NAMES and not split_sentences(part.body):
            expected += _words(part.heading)
    assert said == expected


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_cut(text: str) -> None:
    parts = cut_sections(text)
    assert _words(text) == sum((_words(part.heading) + _words(part.body) for part in parts), Counter())
