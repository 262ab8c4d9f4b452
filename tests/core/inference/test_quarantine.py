"""Numbers of other patients never enter."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deepcoro_desktop.core.inference import quarantine
from deepcoro_desktop.core.inference.quarantine import quarantine_concept, quarantine_text, slot_units

TABLE = (
    ("LVEF is 55-60 %.", "LVEF is [__ %]."),
    ("LVEF is 55 – 60%.", "LVEF is [__ %]."),
    ("EF 55 % to 60%, stable.", "EF [__ %], stable."),
    ("EF between 50 and 55 percent", "EF between [__] and [__ %]"),
    ("EF >= 50%", "EF [__ %]"),
    ("Valve area 1.2 cm2 by continuity", "Valve area [__ cm²] by continuity"),
    ("Valve area 1.2cm^2", "Valve area [__ cm²]"),
    ("Valve area 1,2 cm²", "Valve area [__ cm²]"),
    ("The IVC is 2.1cm.", "The IVC is [__ cm]."),
    ("A mass of 3 x 4 cm", "A mass of [__ cm]"),
    ("Diameters 5.0 cm and 41 mm", "Diameters [__ cm] and [__ mm]"),
    ("Mean gradient of 40 mm Hg", "Mean gradient of [__ mmHg]"),
    ("BP 120/80 mmHg", "BP [__ mmHg]"),
    ("TR velocity 2.8 m/s.", "TR velocity [__ m/s]."),
    ("S' 9 cm/s", "S' [__ cm/s]"),
    ("LA volume index 34 ml/m2", "LA volume index [__ mL/m²]"),
    ("LV mass 90 g/m², normal", "LV mass [__ g/m²], normal"),
    ("GLS -18.5 %", "GLS [__ %]"),
    ("Pressure half time 220 msec", "Pressure half time [__ ms]"),
    ("HR 60 bpm", "HR [__ bpm]"),
    ("A 72-year-old", "A [__ years]"),
    ("Rotated by 45 degrees", "Rotated by [__ °]"),
    ("E/e' is 14", "E/e' is [__]"),
    ("The LV is 5.", "The LV is [__]."),
    ("On 2021-03-04", "On [__]"),
    ("2+ mitral regurgitation", "[__] mitral regurgitation"),
    ("Grade 2 diastolic dysfunction", "Grade [__] diastolic dysfunction"),
    ("1st degree", "[__] degree"),
    ("Scallop P2 and segment A1", "Scallop [__] and segment [__]"),
    ("fifty-five percent", "[__ %]"),
    ("EF is fifty to fifty-five percent", "EF is [__ %]"),
    ("EF is about sixty", "EF is about [__]"),
    ("two centimetres wide", "[__ cm] wide"),
    ("half of it: ½, ² and Ⅱ", "half of it: [__], [__] and [__]"),
    ("٣٤ cm", "[__ cm]"),
    ("Already [__ cm] and [__]", "Already [__ cm] and [__]"),
    ("Hidden [__ 55 %]", "Hidden [__]"),
)

KEPT = (
    "Two leaflets open well.",
    "No mitral regurgitation.",
    "The heart is often of normal size; tension is normal.",
    "Type II and grade III by word.",
    "E/e' is normal, four-chamber view.",
    "",
)


@pytest.mark.parametrize(("text", "emptied"), TABLE, ids=[text for text, _ in TABLE])
def test_numbers_become_slots_with_their_unit(text: str, emptied: str) -> None:
    assert quarantine_text(text) == emptied


@pytest.mark.parametrize("text", KEPT)
def test_sentences_without_numbers_stay(text: str) -> None:
    assert quarantine_text(text) == text


def test_known_names_with_a_digit_are_spelled_out() -> None:
    assert quarantine_text("2-D and 3D imaging") == "two-dimensional and three-dimensional imaging"
    assert quarantine_text("seen in A4C, A2C") == "seen in four-chamber, two-chamber"


def test_units_of_slots_are_listed_in_order() -> None:
    assert slot_units("EF [__ %], area [__ cm²], grade [__].") == ("%", "cm²", "")
    assert slot_units("No number.") == ()


def test_emptying_twice_changes_nothing() -> None:
    for text, _ in TABLE:
        once = quarantine_text(text)
        assert quarantine_text(once) == once


_PIECES = st.one_of(
    st.text(max_size=12),
    st.integers().map(str),
    st.floats(allow_nan=False).map(str),
    st.sampled_from(
        ["[__", "[__ ", "]", "%", " cm2", "cm²", " mmHg", "-", "–", " to ", "x", ".", ",", "A4C", "2-D", "S1", "V", "/"]
    ),
)


@settings(deadline=None, max_examples=400, database=None)
@given(st.lists(_PIECES, max_size=8).map("".join))
def test_no_digit_survives(text: str) -> None:
    emptied = quarantine_text(text)
    assert not [character for character in emptied if character.isnumeric() and character not in "²³"]
    outside = emptied
    for unit in slot_units(emptied):
        outside = outside.replace(f"[__ {unit}]" if unit else "[__]", "", 1)
    assert not any(character.isnumeric() for character in outside)


_WORDS = st.sampled_from(
    ["two", "ten", "tension", "often", "fifty", "five", "of", "cm", "percent", "%", "mm", "The", "sixteenth", "seconds",
     "a", "4", "[__]", "Half", "point", "-", "", "wide.", "Zero"]
)  # fmt: skip


@settings(deadline=None, max_examples=400, database=None)
@given(st.lists(_WORDS, max_size=6), st.sampled_from([" ", ""]))
def test_sentences_that_are_not_looked_at_closely_would_have_stayed(words: list[str], between: str) -> None:
    text = between.join(words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quarantine, "_MAY_CHANGE", re.compile(""))
        thorough = quarantine_text(text)
    assert quarantine_text(text) == thorough


@pytest.mark.parametrize(
    ("concept", "kept"),
    [
        ("lv_function=reduced", "lv_function=reduced"),
        ("lv_ef=55", "lv_ef=stated"),
        ("aorta=3.2 cm", "aorta=stated"),
        ("pericardial_effusion", "pericardial_effusion"),
        (None, None),
    ],
)
def test_codes_lose_their_number(concept: str | None, kept: str | None) -> None:
    assert quarantine_concept(concept) == kept
