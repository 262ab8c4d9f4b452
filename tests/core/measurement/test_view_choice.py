from __future__ import annotations

from deepcoro_desktop.core.bundle.views import standard_views
from deepcoro_desktop.core.measurement.catalogue import CATALOGUE, SEQUENCES
from deepcoro_desktop.core.measurement.tools import Tool
from deepcoro_desktop.core.measurement.view_choice import TAKEN_IN, Shown, clip_for

CLIPS = (Shown("1", "plax"), Shown("2", "a4c"), Shown("3", "a4c_lv"), Shown("4", "mv_inflow_pw"))


def test_views_and_measurements_are_known_ones() -> None:
    assert {view for views in TAKEN_IN.values() for view in views} <= set(standard_views())
    assert set(TAKEN_IN) <= set(CATALOGUE)
    assert all(key in TAKEN_IN for sequence in SEQUENCES for key in sequence.items)


def test_a_doppler_measurement_is_taken_on_a_trace() -> None:
    views = standard_views()
    for key, names in TAKEN_IN.items():
        traced = {views[name].modality in ("pw", "cw", "tdi") for name in names}
        spectral = CATALOGUE[key].tool in (Tool.VELOCITY, Tool.VTI, Tool.SLOPE, Tool.INTERVAL)
        assert traced == {spectral}, key


def test_the_best_view_comes_first_and_the_clip_in_hand_stays() -> None:
    assert clip_for("lvedv_a4c", CLIPS) == "3"
    assert clip_for("lvedv_a4c", CLIPS, active="2") == "2"
    assert clip_for("lvidd", CLIPS, active="2") == "1"
    assert clip_for("mv_e", CLIPS) == "4"
    assert clip_for("tapse", CLIPS) == ""
    assert clip_for("mr_vc", CLIPS) == ""
