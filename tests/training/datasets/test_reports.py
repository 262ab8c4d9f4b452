from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.datasets.clip_store import Sentence, StudyRecord
from training.datasets.reports import clauses, report_text, shuffled_clauses, varied_text

RECORD = StudyRecord(
    "s",
    "p",
    (Sentence("Aorta", "Wide.", None), Sentence("IVC", "Thin.", None), Sentence("Aorta", "Long.", None)),
    {},
    {},
)


def test_a_report_is_its_sections_with_their_sentences() -> None:
    assert report_text(RECORD) == "Aorta: Wide. Long. IVC: Thin."


def test_varied_reports_say_nothing_else() -> None:
    rng = np.random.default_rng(1)
    texts = {varied_text(RECORD, rng, 0.5) for _ in range(60)}
    assert texts <= {
        *("Aorta: Wide. Long.", "Aorta: Long. Wide.", "IVC: Thin."),
        *("Aorta: Wide. Long. IVC: Thin.", "Aorta: Long. Wide. IVC: Thin."),
        *("IVC: Thin. Aorta: Wide. Long.", "IVC: Thin. Aorta: Long. Wide."),
    }
    assert len(texts) > 4


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "Function is well preserved, ejection fraction 55 %.",
            ["Function is well preserved", "ejection fraction 55 %"],
        ),
        ("Mild MR; no AS; trace TR.", ["Mild MR", "no AS", "trace TR"]),
        ("The left atrium is wide, the right atrium (normal, small) is not wide.", None),
        ("The valve is thick, mild and stiff in places.", None),
        (
            "The left atrium is wide, the left ventricle is wide.",
            ["The left atrium is wide", "the left ventricle is wide"],
        ),
        ("No sign of aortic stenosis, significant mitral regurgitation or clot.", None),
        ("The root is wide today, measuring 4.5 cm across.", None),
        ("Volume is 1,200 units here.", None),
        ("One cyst (large, round, smooth and old) lies there.", None),
        ("Mild MR;.", None),
    ],
)
def test_clauses_are_parted_only_where_it_is_safe(sentence: str, parts: list[str] | None) -> None:
    mark, found = clauses(sentence)
    assert found == (parts or [sentence.rstrip(".")])
    assert bool(mark) == (parts is not None)


def test_shuffled_clauses_say_the_same_in_another_order() -> None:
    sentences = ["LV function is normal, ejection fraction 55 %.", "Mild MR; no AS; trace TR.", "Wide."]
    rng = np.random.default_rng(3)
    texts = {tuple(shuffled_clauses(sentences, rng)) for _ in range(1500)}
    # 3! orders of the sentences, 2! and 3! of their clauses
    assert len(texts) == 72
    for text in texts:
        assert _words(" ".join(text)) == _words(" ".join(sentences))
        assert all(sentence.endswith(".") for sentence in text)
    assert any("ejection fraction 55 %, LV function is normal." in text for text in texts)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("ab no,;().5 ", min_size=1, max_size=40), min_size=1, max_size=5), st.integers(0, 9))
def test_shuffling_keeps_the_words_and_follows_its_generator(sentences: list[str], seed: int) -> None:
    first = shuffled_clauses(sentences, np.random.default_rng(seed))
    assert first == shuffled_clauses(sentences, np.random.default_rng(seed))
    assert _words(" ".join(first)) == _words(" ".join(sentences))


def test_varied_reports_shuffle_clauses_within_their_section() -> None:
    record = StudyRecord(
        "s", "p", (Sentence("Aorta", "Root is wide; arch is long.", None), Sentence("IVC", "Thin.", None)), {}, {}
    )
    rng = np.random.default_rng(2)
    assert {varied_text(record, rng, 1.0) for _ in range(60)} == {
        "Aorta: Root is wide; arch is long. IVC: Thin.",
        "Aorta: arch is long; Root is wide. IVC: Thin.",
        "IVC: Thin. Aorta: Root is wide; arch is long.",
        "IVC: Thin. Aorta: arch is long; Root is wide.",
    }


def _words(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text))
