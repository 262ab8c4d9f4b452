"""A figure that lies at the other phase than its item is defined at is known; nothing is said where phases are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deepcoro_desktop.core.beats import Beat, Phase
from deepcoro_desktop.core.measurement.catalogue import CATALOGUE
from deepcoro_desktop.core.measurement.measurement import Sheet, Source, enter_value
from deepcoro_desktop.core.measurement.phase import other_phase
from tests.core.measurement.clips import TISSUE, clip
from tests.core.measurement.test_measurement import NOW, caliper

CLIP = clip(TISSUE, frames=50)
BEATS = (Beat(0.0, 300.0, 900.0),)


def test_four_linear_dimensions_of_the_ventricle_have_a_phase() -> None:
    phases = {key: item.phase for key, item in CATALOGUE.items() if item.phase is not None}
    diastole = dict.fromkeys(("ivsd", "lvidd", "lvpwd"), Phase.END_DIASTOLE)
    assert phases == {**diastole, "lvids": Phase.END_SYSTOLE}


@pytest.mark.parametrize(
    ("key", "frame", "near"),
    [
        ("lvidd", 0, None), ("lvidd", 15, Phase.END_SYSTOLE), ("lvidd", 45, None), ("lvidd", 30, None),
        ("ivsd", 14, Phase.END_SYSTOLE), ("lvpwd", 16, Phase.END_SYSTOLE),
        ("lvids", 15, None), ("lvids", 1, Phase.END_DIASTOLE), ("lvids", 44, Phase.END_DIASTOLE), ("lvids", 30, None),
        ("la_d", 15, None),
    ],
)  # fmt: skip
def test_only_the_clearly_nearer_other_phase_is_told(key: str, frame: int, near: Phase | None) -> None:
    figure = replace(caliper(Sheet("1"), key, 4.0).measurements[0])
    assert figure.anchor is not None
    moved = replace(figure, anchor=replace(figure.anchor, frame=frame))
    assert other_phase(moved, CLIP, BEATS) is near
    assert other_phase(moved, CLIP, ()) is None, "its phases are not known"


def test_values_without_a_figure_and_of_other_clips_are_left_alone() -> None:
    (typed,) = enter_value(Sheet("1"), "lvids", 3.4, NOW).measurements
    assert other_phase(typed, CLIP, BEATS) is None
    (drawn,) = caliper(Sheet("1"), "lvids", 3.4, frame=0).measurements
    assert other_phase(drawn, CLIP, BEATS) is Phase.END_DIASTOLE
    assert other_phase(replace(drawn, source=Source.CART, tool=None), CLIP, BEATS) is None
    assert other_phase(drawn, replace(CLIP, sop_instance_uid="1.2.3.9"), BEATS) is None
