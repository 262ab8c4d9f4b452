"""The model's ejection fraction as a value that nobody has verified."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from deepcoro_desktop.core.inference.estimates import estimates
from deepcoro_desktop.core.inference.results import PhenotypeResult
from deepcoro_desktop.core.measurement.measurement import Source
from deepcoro_desktop.core.measurement.units import Unit
from tests.ui.evidence import case

NOW = datetime(2026, 3, 14, 10, 52, tzinfo=UTC)
EF = PhenotypeResult("ef", 41.4, 9, 10, "%")
DILATED = PhenotypeResult("lv_dilated", 0.3, 3, 10)


def test_ejection_fraction_lies_on_the_clip_that_weighs_most_for_the_ventricle() -> None:
    analysis, study = replace(case.analysis(), phenotypes=(DILATED, EF)), case.study()
    (found,) = estimates(analysis, study, NOW)
    assert (found.value, found.unit, found.source, found.key) == (41.4, Unit.PERCENT, Source.AI, "lvef_ai")
    (part,) = [part for part in analysis.attention if part.section == "Left ventricle"]
    heaviest = max(part.weights, key=lambda weight: weight.weight).sop_instance_uid
    assert found.anchor is not None
    assert found.anchor.sop_instance_uid == heaviest
    assert found.anchor.frame == analysis.sampled_frames[analysis.used.index(heaviest)][0]
    assert found.anchor.series_instance_uid == study.clip(heaviest).series_instance_uid


def test_bundle_without_an_ejection_fraction_gives_none() -> None:
    assert estimates(replace(case.analysis(), phenotypes=(DILATED,)), case.study(), NOW) == ()
    binary = replace(EF, unit="")
    assert estimates(replace(case.analysis(), phenotypes=(binary,)), case.study(), NOW) == (), "no percentage"


def test_without_a_clip_that_is_told_apart_it_has_no_place() -> None:
    plain = case.analysis()
    attention = tuple(replace(part, informed=False) for part in plain.attention)
    (found,) = estimates(replace(plain, phenotypes=(EF,), attention=attention), case.study(), NOW)
    assert found.anchor is None
