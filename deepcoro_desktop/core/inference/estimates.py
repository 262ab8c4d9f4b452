"""Numbers of an analysis as measurements whose source is the model; nobody has verified them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from deepcoro_desktop.core.inference.results import Analysis
from deepcoro_desktop.core.measurement.catalogue import LEFT_VENTRICLE
from deepcoro_desktop.core.measurement.measurement import Anchor, Measurement, Source
from deepcoro_desktop.core.measurement.table import EJECTION_FRACTION_AI
from deepcoro_desktop.core.measurement.units import Unit
from deepcoro_desktop.core.study import Study

EJECTION_FRACTION: Final = "ef"
"""Phenotype of a bundle that is the LV ejection fraction, in percent."""


def estimates(analysis: Analysis, study: Study, now: datetime) -> tuple[Measurement, ...]:
    """Return what the model says of a study in numbers: its ejection fraction, where the bundle has one.

    Its place is the clip that weighs most for the left ventricle, at the first frame that the model saw.

    Parameters
    ----------
    analysis : Analysis
        A finished analysis of `study`.
    study : Study
        The study.
    now : datetime
        UTC, aware.
    """
    found = [p for p in analysis.phenotypes if p.name == EJECTION_FRACTION and p.unit == Unit.PERCENT.value]
    return tuple(
        Measurement(
            measurement_id="ai-ef", key=EJECTION_FRACTION_AI, label="LVEF", quantity=None, value=phenotype.value,
            unit=Unit.PERCENT, source=Source.AI, beat=1, created_at=now, anchor=_place(analysis, study),
        )
        for phenotype in found[:1]
    )  # fmt: skip


def _place(analysis: Analysis, study: Study) -> Anchor | None:
    """Return the frame behind the heaviest weight of the left ventricle, None where no clip is told apart."""
    parts = [part for part in analysis.attention if part.section == LEFT_VENTRICLE and part.informed]
    weights = [weight for part in parts for weight in part.weights]
    if not weights:
        return None
    uid = max(weights, key=lambda weight: weight.weight).sop_instance_uid
    frames = analysis.sampled_frames[analysis.used.index(uid)]
    return Anchor(study.clip(uid).series_instance_uid, uid, max(0, frames[0]), None, ())
