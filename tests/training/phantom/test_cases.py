from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from training.phantom.anatomy import Heart, Severity
from training.phantom.cases import EXTERNAL_PROPORTIONS, PROPORTIONS, Mix, sample_heart
from training.phantom.phrases import TEMPLATES
from training.phantom.reports import (
    FINDING_OF_PHENOTYPE,
    PHENOTYPES,
    SECTIONS,
    assessed_phenotypes,
    concepts,
    is_normal,
    phenotypes,
    report_text,
    section_of,
    write_report,
)
from training.phantom.showing import INFORMATIVE_VIEWS, MEASURED_IN, SHOWN_BY
from training.phantom.study import VIEW_IDS, sample_study

ALL_VIEWS = frozenset(VIEW_IDS)


@pytest.fixture(scope="module")
def hearts() -> list[Heart]:
    rng = np.random.default_rng(0)
    return [sample_heart(rng) for _ in range(2000)]


def test_two_in_five_studies_are_normal(hearts: list[Heart]) -> None:
    share = np.mean([h.normal for h in hearts])
    assert share == pytest.approx(PROPORTIONS["normal"], abs=0.035)


def test_every_cause_and_every_phenotype_occurs(hearts: list[Heart]) -> None:
    causes = Counter(c for h in hearts for c in h.causes)
    assert set(causes) == set(PROPORTIONS) - {"normal"}
    table = [phenotypes(h) for h in hearts]
    for name in PHENOTYPES[:-1]:
        share = np.mean([row[name] for row in table])
        assert 0.01 < share < 0.45, name


def test_abnormal_studies_have_one_to_four_causes(hearts: list[Heart]) -> None:
    assert {len(h.causes) for h in hearts if not h.normal} == {1, 2, 3, 4}


def test_a_normal_heart_has_no_pathological_concept(hearts: list[Heart]) -> None:
    wrong = {c for h in hearts if h.normal for _, c in concepts(h) if not is_normal(c)}
    assert wrong == set()


def test_pathologies_are_linked(hearts: list[Heart]) -> None:
    low = [h for h in hearts if h.ef_pct < 35]
    high = [h for h in hearts if h.normal]
    assert np.mean([h.lv_edv_ml for h in low]) > 1.3 * np.mean([h.lv_edv_ml for h in high])
    assert np.mean([h.la_volume_ml for h in low]) > 1.2 * np.mean([h.la_volume_ml for h in high])
    stenosed = [h for h in hearts if h.aortic_stenosis == Severity.SEVERE]
    assert np.mean([h.septal_thickness_cm for h in stenosed]) > 1.1
    pressure = [h for h in hearts if h.rvsp_mmhg > 60]
    assert np.mean([h.rv_basal_cm for h in pressure]) > 4.1
    assert all(h.tricuspid_regurgitation >= Severity.MILD for h in pressure if "pulmonary_hypertension" in h.causes)


def test_report_states_the_truth(hearts: list[Heart]) -> None:
    rng = np.random.default_rng(1)
    for heart in hearts[:300]:
        true = set(concepts(heart))
        report = write_report(heart, rng, ALL_VIEWS)
        assert {(s.section, s.concept) for s in report} <= true
        assert {c for _, c in true if not is_normal(c)} <= {s.concept for s in report}
        function = next(s for s in report if s.concept.startswith("lv.function"))
        assert f"{heart.ef_pct:.0f} %" in function.text
        assert "{" not in report_text(report)


def test_severity_reaches_the_wording(normal_heart: Heart) -> None:
    rng = np.random.default_rng(2)
    heart = replace(normal_heart, mitral_regurgitation=Severity.SEVERE)
    texts = [s.text.lower() for s in write_report(heart, rng, ALL_VIEWS) if s.concept == "mv.regurgitation=severe"]
    assert len(texts) == 1
    assert "severe" in texts[0]


def test_wording_and_order_vary(normal_heart: Heart) -> None:
    rng = np.random.default_rng(3)
    assert len({report_text(write_report(normal_heart, rng, ALL_VIEWS)) for _ in range(20)}) == 20


def test_tables_name_known_sections_and_views() -> None:
    assert tuple(INFORMATIVE_VIEWS) == SECTIONS
    assert len(SECTIONS) == 15
    assert {v for views in INFORMATIVE_VIEWS.values() for v in views} <= set(VIEW_IDS)


def test_report_is_silent_on_what_no_view_shows(hearts: list[Heart]) -> None:
    rng = np.random.default_rng(4)
    for heart in hearts[:100]:
        views = frozenset(str(view) for view in rng.choice(VIEW_IDS, 5, replace=False))
        for sentence in write_report(heart, rng, views):
            assert views & set(SHOWN_BY[sentence.concept.partition("=")[0]])
    assert write_report(hearts[0], rng, frozenset()) == ()


def test_report_gives_no_number_that_was_not_measured(hearts: list[Heart]) -> None:
    rng = np.random.default_rng(5)
    views = ALL_VIEWS - {"av_cw", "tapse_mmode"}
    texts = " ".join(report_text(write_report(heart, rng, views)) for heart in hearts[:200])
    assert "TAPSE" not in texts
    assert "aortic stenosis, peak velocity" not in texts
    everything = " ".join(report_text(write_report(heart, rng, ALL_VIEWS)) for heart in hearts[:200])
    assert "TAPSE" in everything
    assert "aortic stenosis, peak velocity" in everything


def test_every_finding_has_views_and_every_slot_too(hearts: list[Heart]) -> None:
    findings = {c.partition("=")[0] for h in hearts for _, c in concepts(h)}
    assert findings == set(SHOWN_BY)
    assert set(FINDING_OF_PHENOTYPE.values()) <= findings
    assert {view for views in SHOWN_BY.values() for view in views} <= ALL_VIEWS
    slots = {part.partition(":")[0] for t in TEMPLATES.values() for text in t for part in text.split("{")[1:]}
    assert slots == set(MEASURED_IN)


def test_phenotypes_without_a_view_have_no_label(normal_heart: Heart) -> None:
    assert "ar_moderate_or_more" not in assessed_phenotypes(normal_heart, frozenset({"a4c"}))
    assert assessed_phenotypes(normal_heart, frozenset({"a4c"}))["ef"] == pytest.approx(normal_heart.ef_pct)
    assert assessed_phenotypes(normal_heart, ALL_VIEWS) == phenotypes(normal_heart)
    assert {section_of(name) for name in PHENOTYPES} <= set(SECTIONS)


def test_external_hospital_has_other_patients() -> None:
    rng = np.random.default_rng(6)
    hearts = [sample_heart(rng, Mix.EXTERNAL) for _ in range(1500)]
    assert np.mean([h.normal for h in hearts]) == pytest.approx(EXTERNAL_PROPORTIONS["normal"], abs=0.04)
    assert min(h.age_y for h in hearts) > 40.0
    inside = [sample_heart(rng) for _ in range(1500)]
    stenosed = [np.mean([h.aortic_stenosis >= Severity.MODERATE for h in group]) for group in (hearts, inside)]
    assert stenosed[0] > 1.4 * stenosed[1]


def test_phenotypes_agree_with_truth(hearts: list[Heart]) -> None:
    for heart in hearts[:200]:
        row = phenotypes(heart)
        assert tuple(row) == PHENOTYPES
        assert row["ef"] == pytest.approx(heart.ef_pct)
        assert row["reduced_ef"] == float(heart.ef_pct < 50)
        assert row["mr_moderate_or_more"] == float(heart.mitral_regurgitation >= Severity.MODERATE)


def test_studies_are_deterministic_and_hold_twelve_to_twenty_six_clips() -> None:
    assert sample_study(4, 2) == sample_study(4, 2)
    assert sample_study(4, 2) != sample_study(4, 3)
    studies = [sample_study(4, i) for i in range(60)]
    assert all(12 <= len(s.clips) <= 26 for s in studies)
    assert {c.view_id for s in studies for c in s.clips} == set(VIEW_IDS)
    assert all(len({c.view_id for c in s.clips}) == len(s.clips) for s in studies)


def test_refuses_an_unknown_scanner() -> None:
    with pytest.raises(ValueError, match="unknown scanner style"):
        sample_study(1, 1, "z")


def test_refuses_a_heart_that_cannot_beat(normal_heart: Heart) -> None:
    with pytest.raises(ValueError, match="end-systolic"):
        replace(normal_heart, lv_esv_ml=normal_heart.lv_edv_ml + 1.0)
