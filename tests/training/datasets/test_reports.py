from __future__ import annotations

import numpy as np

from training.datasets.clip_store import Sentence, StudyRecord
from training.datasets.reports import report_text, section_text, varied_text

RECORD = StudyRecord(
    "s",
    "p",
    (Sentence("Aorta", "Wide.", None), Sentence("IVC", "Thin.", None), Sentence("Aorta", "Long.", None)),
    {},
    {},
)


def test_a_report_is_its_sections_with_their_sentences() -> None:
    assert report_text(RECORD) == "Aorta: Wide. Long. IVC: Thin."
    assert section_text(RECORD, "IVC") == "IVC: Thin."
    assert section_text(RECORD, "Pericardium") == ""


def test_varied_reports_say_nothing_else() -> None:
    rng = np.random.default_rng(1)
    texts = {varied_text(RECORD, rng, 0.5) for _ in range(60)}
    assert texts <= {
        *("Aorta: Wide. Long.", "Aorta: Long. Wide.", "IVC: Thin."),
        *("Aorta: Wide. Long. IVC: Thin.", "Aorta: Long. Wide. IVC: Thin."),
        *("IVC: Thin. Aorta: Wide. Long.", "IVC: Thin. Aorta: Long. Wide."),
    }
    assert len(texts) > 4
