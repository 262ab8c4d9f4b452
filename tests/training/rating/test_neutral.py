"""Style never tells draft from reference: the same findings give the same text, however they were typed."""

from __future__ import annotations

import pytest

from deepcoro_desktop.core.bundle.manifest import ReportOrigin
from deepcoro_desktop.core.bundle.report_index import PriorReport, PriorSentence
from deepcoro_desktop.core.inference.quarantine import quarantine_text
from training.datasets.clip_store import Sentence
from training.rating.neutral import UsualOrder, left_out, neutral_sections, neutral_sentence, usual_order

SECTIONS = ("Left ventricle", "Mitral valve", "Pericardium")
NO_ORDER = UsualOrder({})

MANNERS = {
    "spaces": "  The  left ventricle\n is\tdilated . ",
    "no full stop": "The left ventricle is dilated",
    "several ends": "The left ventricle is dilated.;",
    "small first letter": "the left ventricle is dilated.",
    "capitals": "THE LEFT VENTRICLE IS DILATED",
    "dash": "- The left ventricle is dilated.",
    "bullet": "• The left ventricle is dilated.",
    "number": "1. The left ventricle is dilated.",
    "number in brackets": "(2) The left ventricle is dilated.",
    "number that was emptied": "[__]. The left ventricle is dilated.",
    "letter": "a) The left ventricle is dilated.",
    "non-breaking space": "The left\u00a0ventricle is dilated.",
    "invisible characters": "The left ventri\u00adcle is dilated.\u200b\ufeff",
    "ligature": "The left ventricle is dilated.".replace("fi", "ﬁ"),
}


@pytest.mark.parametrize("manner", MANNERS)
def test_every_manner_of_typing_gives_one_sentence(manner: str) -> None:
    assert neutral_sentence(MANNERS[manner]) == "The left ventricle is dilated."


NUMBERS = {
    "EF 55%": "EF [__ %].",
    "EF of 55–60 %": "EF of [__ %].",
    "LVEDV 61 ml/m²": "LVEDV [__ mL/m²].",
    "LVEDV 61 mL/m2": "LVEDV [__ mL/m²].",
    "RVSP is fifty-five mmHg": "RVSP is [__ mmHg].",
    "Seen on 2D and A4C": "Seen on two-dimensional and four-chamber.",
    "NORMAL EJECTION FRACTION, 55 %": "Normal ejection fraction, [__ %].",
    "NORMAL VOLUME OF 61 ML/M2": "Normal volume of [__ mL/m²].",
}


@pytest.mark.parametrize("typed", NUMBERS)
def test_numbers_are_emptied_as_in_a_draft(typed: str) -> None:
    assert neutral_sentence(typed) == NUMBERS[typed]


@pytest.mark.parametrize("typed", [*MANNERS.values(), *NUMBERS])
def test_a_sentence_that_was_emptied_before_ends_the_same(typed: str) -> None:
    """A draft's sentences are emptied in the desktop, the reference's here."""
    assert neutral_sentence(quarantine_text(typed)) == neutral_sentence(typed)
    assert neutral_sentence(neutral_sentence(typed)) == neutral_sentence(typed)


def test_quotes_and_dashes_have_one_spelling() -> None:
    assert neutral_sentence("E/e’ is raised – “mildly”") == neutral_sentence('E/e\' is raised - "mildly"')


def test_a_question_stays_a_question_and_nothing_stays_nothing() -> None:
    assert neutral_sentence("thrombus ?") == "Thrombus?"
    assert neutral_sentence(" . ") == ""


def test_abbreviations_are_not_taken_for_shouting() -> None:
    assert neutral_sentence("LVH") == "LVH."
    assert neutral_sentence("No ASD or PFO") == "No ASD or PFO."


def test_sections_stand_in_the_bundles_order_whatever_the_text_does() -> None:
    typed = [Sentence("Pericardium", "No effusion.", None), Sentence("Left ventricle", "Normal size.", None)]
    assert neutral_sections(typed, SECTIONS, NO_ORDER) == ("Normal size.", "", "No effusion.")
    assert neutral_sections(typed[::-1], SECTIONS, NO_ORDER) == ("Normal size.", "", "No effusion.")


def test_a_section_that_no_draft_can_have_is_shown_to_nobody() -> None:
    typed = [Sentence("Technique", "Good windows.", None), Sentence("Pericardium", "No effusion.", None)]
    assert neutral_sections(typed, SECTIONS, NO_ORDER) == ("", "", "No effusion.")
    assert left_out([*typed, typed[0]], SECTIONS) == ("Technique",)


def test_a_sentence_that_stands_twice_is_said_once_where_it_stood_first() -> None:
    typed = [Sentence("Pericardium", text, None) for text in ("No effusion", "Normal.", "no effusion.")]
    assert neutral_sections(typed, SECTIONS, NO_ORDER)[2] == "No effusion. Normal."


def report(*concepts: str | None) -> PriorReport:
    sentences = tuple(PriorSentence("Left ventricle", f"Sentence {concept}.", concept) for concept in concepts)
    return PriorReport("r", "0" * 64, ReportOrigin.SYNTHETIC, sentences, {})


def test_findings_stand_in_their_usual_order_and_the_others_after_them_as_typed() -> None:
    order = usual_order([report("size=normal", "function=normal"), report("size=dilated", None, "function=reduced")])
    assert order.place == {("Left ventricle", "size"): 0.0, ("Left ventricle", "function"): 1.5}
    typed = [
        Sentence("Left ventricle", "Zebra.", None),
        Sentence("Left ventricle", "Function.", "function=severely_reduced"),
        Sentence("Left ventricle", "Apple.", None),
        Sentence("Left ventricle", "Size.", "size=small"),
    ]
    assert neutral_sections(typed, SECTIONS, order)[0] == "Size. Function. Zebra. Apple."
