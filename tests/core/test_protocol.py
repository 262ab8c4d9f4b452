from __future__ import annotations

from deepcoro_desktop.core.bundle.views import standard_views
from deepcoro_desktop.core.protocol import PROTOCOL, completeness


def test_every_part_is_made_of_standard_views_in_one_window() -> None:
    views = standard_views()
    assert all(part.views <= views.keys() for part in PROTOCOL)
    assert len({part.name for part in PROTOCOL}) == len(PROTOCOL)


def test_study_with_every_view_lacks_nothing() -> None:
    views = standard_views()
    found = completeness(views, views)
    assert found.missing == ()
    assert found.words == f"Protocol: {len(PROTOCOL)} of {len(PROTOCOL)} recorded"


def test_short_axis_clips_that_are_gone_are_listed_as_missing() -> None:
    views = standard_views()
    without = [view for view in views if not view.startswith("psax_")]
    missing = {part.name for part in completeness(without, views).missing}
    assert missing == {
        "Short axis at the aortic valve",
        "Short axis, colour of aortic or pulmonic valve",
        "Short axis at the mitral valve",
        "Short axis at the papillary muscles",
        "Short axis at the apex",
    }


def test_one_of_several_views_is_enough() -> None:
    views = standard_views()
    assert "Apical four chamber" not in {p.name for p in completeness(["a4c_lv"], views).missing}


def test_what_the_bundle_cannot_name_is_not_expected() -> None:
    views = {name: view for name, view in standard_views().items() if view.modality == "2d"}
    expected = {part.name for part in completeness([], views).expected}
    assert "Parasternal long axis" in expected
    assert "Mitral inflow, pulsed wave" not in expected
