"""The words of a tile."""

from __future__ import annotations

import pytest

from deepcoro_desktop.core.inference.results import ClipViews, ViewPrediction
from deepcoro_desktop.core.reported import CodedView
from deepcoro_desktop.core.study import Calibration, Timing, TimingSource
from deepcoro_desktop.ui.viewer.geometry import Zoom
from deepcoro_desktop.ui.viewer.overlay import OverlayMode, passing_notes, rate_words, spoken, words_of
from deepcoro_desktop.ui.viewer.viewing import Viewing
from tests.ui.evidence import case
from tests.ui.viewer.clips import even_clip, make_clip, make_study, region, still


def words(clip, found=None):
    return words_of(make_study(clip), clip, 6, found, case.views())


def test_words_name_view_patient_time_heart_and_rate() -> None:
    plain = even_clip(62, 54.1, heart_rate_bpm=68.0, calibration=Calibration.CALIBRATED, calibration_reason="")
    clip = even_clip(
        62, 54.1, heart_rate_bpm=68.0, calibration=Calibration.CALIBRATED, regions=(region(plain, 0.02, 16 / 60),)
    )
    said = words(clip, ClipViews(clip.sop_instance_uid, (ViewPrediction("a4c", 0.987),)))
    assert (said.view, said.certainty) == ("A4C", "99 %")
    assert said.identity == ("DEMO PHANTOM A  P-000117", "2026-03-14 10:38:20")
    assert said.heart == "HR 68   depth 16 cm"
    assert said.rate == "54.1 fps"
    assert said.notes == ()
    assert spoken(said, clip) == "Clip 6, A4C, 99 %, 62 frames at 54.1 fps"


def test_view_before_the_analysis_is_the_scanners_or_the_number() -> None:
    assert words(even_clip(10, 30, view_name="Apical 4")).view == "Apical 4"
    assert (words(even_clip(10, 30)).view, words(even_clip(10, 30)).certainty) == ("Clip 6", "")


def test_view_code_names_a_clip_that_has_no_view_name() -> None:
    assert words(even_clip(10, 30, coded_view=CodedView("Apical long axis", "a3c"))).view == "A3C"
    assert words(even_clip(10, 30, coded_view=CodedView("Subcostal long axis", ""))).view == "Subcostal long axis"


def test_corrected_view_is_the_readers_own() -> None:
    found = ClipViews("1.2.3.1", (ViewPrediction("a2c", 1.0),), overridden=True)
    assert words(even_clip(10, 30), found).certainty == "yours"


def test_doubtful_timing_and_calibration_are_said() -> None:
    timing = Timing((0.0, 33.0), 66.0, TimingSource.ASSUMED)
    clip = make_clip(2, timing, calibration=Calibration.REFUSED, calibration_reason="it was resized.")
    said = words(clip)
    assert [(note.text, note.warns) for note in said.notes] == [
        ("assumed timing", True), ("calibration refused: it was resized", True),
    ]  # fmt: skip
    assert rate_words(said, clip, 1.0, None) == "30.3 fps · assumed"
    assert [note.text for note in words(even_clip(10, 30)).notes] == ["uncalibrated"]


@pytest.mark.parametrize(
    ("speed", "drawn", "expected"),
    [
        (1.0, None, "120.0 fps · true"),
        (1.0, 119.0, "120.0 fps · true"),
        (1.0, 60.0, "120.0 fps · true · 60 shown"),
        (0.5, 60.0, "120.0 fps · 0.5× speed"),
        (0.25, 12.0, "120.0 fps · 0.25× speed · 12 shown"),
    ],
)
def test_rate_says_true_speed_and_what_reaches_the_screen(speed: float, drawn: float | None, expected: str) -> None:
    clip = even_clip(120, 120)
    assert rate_words(words(clip), clip, speed, drawn) == expected


def test_still_is_called_a_still() -> None:
    assert rate_words(words(still()), still(), 0.5, None) == "still"


def test_lost_frames_and_zoom_are_said_while_they_last() -> None:
    assert passing_notes((), Viewing()) == ()
    assert passing_notes((6,), Viewing())[0].text == "frame 7 cannot be decoded"
    texts = [note.text for note in passing_notes((6, 7), Viewing(Zoom(2.0)))]
    assert texts == ["2 frames cannot be decoded", "2.0× · Z shows the whole picture"]


def test_overlay_goes_round_in_three_states() -> None:
    assert OverlayMode.FULL.next is OverlayMode.ANONYMOUS
    assert OverlayMode.ANONYMOUS.next is OverlayMode.NONE
    assert OverlayMode.NONE.next is OverlayMode.FULL
