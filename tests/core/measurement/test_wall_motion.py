from __future__ import annotations

import pytest

from deepcoro_desktop.core.errors import MeasurementError
from deepcoro_desktop.core.measurement.wall_motion import MODELS, Motion, WallMotion, all_normal, segments, unscored


@pytest.mark.parametrize("model", MODELS)
def test_rings_close_and_numbers_rise(model: int) -> None:
    found = segments(model)
    assert [s.number for s in found] == list(range(1, model + 1))
    assert len({s.name for s in found}) == model
    for ring in range(3):
        assert sum(s.span_deg for s in found if s.ring == ring) == 360.0


def test_segments_lie_where_the_guideline_draws_them() -> None:
    place = {s.name: (s.start_deg, s.start_deg + s.span_deg) for s in segments(17)}
    assert place["basal anterior"] == (60.0, 120.0)
    assert place["mid inferoseptal"] == (180.0, 240.0)
    assert place["basal anterolateral"] == (0.0, 60.0)
    assert place["apical septal"] == (135.0, 225.0)
    assert place["apical lateral"] == (315.0, 405.0)


def test_index_is_the_mean_of_the_segments_seen() -> None:
    motion = all_normal(16).scored(13, Motion.AKINETIC).scored(14, Motion.HYPOKINETIC).scored(1, Motion.NOT_SEEN)
    assert motion.index == pytest.approx((13 * 1 + 3 + 2) / 15)
    assert motion.seen == 15
    assert all_normal(17).index == 1.0
    assert unscored().index is None


def test_refuses_scores_that_do_not_fit() -> None:
    with pytest.raises(MeasurementError, match="no model of 15 segments"):
        unscored(15)
    with pytest.raises(MeasurementError, match="do not fit the segments"):
        WallMotion(16, (Motion.NORMAL,) * 17)
    with pytest.raises(MeasurementError, match="no segment 18"):
        all_normal(17).scored(18, Motion.NORMAL)
