from __future__ import annotations

import json
from pathlib import Path

from training.phantom.sample import SHORTEST_CINE, shipped_study

SAMPLES = Path(__file__).parents[3] / "resources" / "samples"


def test_the_reader_of_the_walk_through_sees_what_the_phantom_knows() -> None:
    findings = json.loads((SAMPLES / "reader.json").read_text())["findings"]
    truth = dict(sentence.concept.split("=") for sentence in shipped_study().report)
    assert {name: held["value"] for name, held in findings.items()} == truth
    # word for word: a number is worth nothing in another unit than the sentence's
    texts = {name: held["text"].replace("mL", "ml") for name, held in findings.items()}
    assert texts == {sentence.concept.partition("=")[0]: sentence.text for sentence in shipped_study().report}


def test_every_clip_of_the_sample_is_shipped_and_short() -> None:
    study = shipped_study()
    assert len(list((SAMPLES / "phantom-study").glob("*.dcm"))) == len(study.clips)
    assert all(plan.frames == 1 or SHORTEST_CINE <= plan.frames <= 40 for plan in study.clips)
