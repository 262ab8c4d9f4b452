"""The words of a tile."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtWidgets import QApplication

from deepcoro_desktop.core.inference.results import ClipViews, ViewPrediction
from deepcoro_desktop.core.reported import CodedView
from deepcoro_desktop.core.study import Calibration, Timing, TimingSource
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.viewer.foot import foot_rows
from deepcoro_desktop.ui.viewer.geometry import Zoom
from deepcoro_desktop.ui.viewer.look import Look
from deepcoro_desktop.ui.viewer.overlay import (
    Note,
    OverlayMode,
    ShortWords,
    Words,
    longest_rate,
    passing_notes,
    rate_words,
    spoken,
    words_of,
)
from deepcoro_desktop.ui.viewer.painting import (
    HEAD_PX,
    MARGIN,
    NARROW_PX,
    Chrome,
    draw_chrome,
    identity_rows,
)
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
    assert passing_notes((), Viewing(), Keymap()) == ()
    assert passing_notes((6,), Viewing(), Keymap())[0].text == "frame 7 cannot be decoded"
    texts = [note.text for note in passing_notes((6, 7), Viewing(Zoom(2.0)), Keymap())]
    assert texts == ["2 frames cannot be decoded", "2.0× · Z shows the whole picture"]


def test_the_way_back_is_named_by_the_readers_key_and_by_none_where_it_has_none() -> None:
    keymap, viewing = Keymap(), Viewing(Zoom(2.0), Look(inverted=True))
    keymap.rebind("whole-picture", "W")
    keymap.rebind("as-recorded", "")
    texts = [note.text for note in passing_notes((), viewing, keymap)]
    assert texts == ["2.0× · W shows the whole picture", "inverted"]


def test_overlay_goes_round_in_three_states() -> None:
    assert OverlayMode.FULL.next is OverlayMode.ANONYMOUS
    assert OverlayMode.ANONYMOUS.next is OverlayMode.NONE
    assert OverlayMode.NONE.next is OverlayMode.FULL


LONG = ShortWords("VANDERBILT-WORTHINGTON ELIZABETH MARGARET", "7731948820-A", "10:38:20", "HR 68   16 cm")


def drawn(said: Words, width: int, mode: OverlayMode = OverlayMode.FULL, notes: tuple[Note, ...] = ()) -> np.ndarray:
    """Lightness of the resting overlay of a tile, shape (H, W)."""
    image: QImage = draw_chrome(Chrome(said, notes, mode, None), QSize(width, 150), 1.0).pixmap.toImage()
    image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()].astype(int)


def test_small_tile_has_short_words() -> None:
    plain = even_clip(62, 54.1, heart_rate_bpm=68.0, calibration=Calibration.CALIBRATED, calibration_reason="")
    clip = replace(plain, regions=(region(plain, 0.02, 16 / 60),))
    assert words(clip).short == ShortWords("DEMO PHANTOM A", "P-000117", "10:38:20", "HR 68   16 cm")


def test_name_and_number_share_a_line_where_there_is_room(qapp: QApplication) -> None:
    assert identity_rows(ShortWords("DEMO PHANTOM A", "P-000117"), 180.0) == ("DEMO PHANTOM A  P-000117",)
    assert identity_rows(ShortWords(), 180.0) == ()


def test_long_name_is_cut_but_never_the_number(qapp: QApplication) -> None:
    name, number = identity_rows(LONG, 180.0)
    assert name.startswith("VANDERBILT-WORTHINGTON")
    assert name.endswith("…")
    assert number == LONG.number


def test_number_wider_than_the_tile_goes_on_in_the_next_line(qapp: QApplication) -> None:
    long = ShortWords("DOE JANE", "MW" * 32)
    rows = identity_rows(long, 120.0)
    assert "".join(rows[1:]) == long.number
    metrics = QFontMetricsF(theme.font(theme.SMALL_PX))
    assert all(metrics.horizontalAdvance(row) <= 120.0 for row in rows)


@pytest.mark.parametrize("width", [160, 200, int(NARROW_PX), 267, 402])
def test_identity_is_drawn_whole_at_every_width(qapp: QApplication, width: int) -> None:
    said = replace(
        words(even_clip(10, 30)), identity=(f"{LONG.name}  {LONG.number}", "2026-03-14 10:38:20"), short=LONG
    )
    full, anonymous = drawn(said, width), drawn(said, width, OverlayMode.ANONYMOUS)
    assert full[:, : int(MARGIN) - 3].max() < 90, "nothing is cut off at the left"
    assert full[:, width - int(MARGIN) + 3 :].max() < 90
    below = full[HEAD_PX : HEAD_PX + 14]
    assert (below > 150).sum() > 30, "the lines under the view's name"
    assert anonymous[HEAD_PX:].max() < 90


@pytest.mark.parametrize(
    ("width", "rate", "rows"),
    [
        (402.0, "54.1 fps · true", ("HR 68   16 cm    54.1 fps · true",)),
        (200.0, "54.1 fps · true", ("HR 68   16 cm", "54.1 fps · true")),
        (124.0, "54.1 fps · true", ("HR 68   16 cm", "54.1 fps")),
        (164.0, "54.1 fps · true · 30 shown", ("HR 68   16 cm · 30 shown", "54.1 fps · true")),
        (124.0, "54.1 fps · true · 30 shown", ("HR 68   16 cm", "54.1 fps")),
        (150.0, "54.1 fps · 0.5× speed", ("HR 68   16 cm", "54.1 fps · 0.5× speed", "")),
    ],
)
def test_foot_says_heart_rate_depth_and_frame_rate_at_every_width(
    qapp: QApplication, width: float, rate: str, rows: tuple[str, ...]
) -> None:
    assert foot_rows(width, ("HR 68   16 cm", rate), "62 / 62") == rows


def test_foot_without_heart_rate_and_depth_takes_one_line(qapp: QApplication) -> None:
    assert foot_rows(164.0, ("", "54.1 fps · true"), "62 / 62", "54.1 fps · true · 88 shown") == ("54.1 fps · true",)


def test_foot_says_less_of_the_heart_rather_than_cover_the_picture(qapp: QApplication) -> None:
    rows = [
        foot_rows(363.0, ("HR 68   depth 14.4 cm", rate), "clip 1   34 / 34", "36.0 fps · 88 shown", "HR 68   14.4 cm")
        for rate in ("36.0 fps · true", "36.0 fps · true · 30 shown")
    ]
    assert rows == [("HR 68   14.4 cm    36.0 fps · true",), ("HR 68   14.4 cm    36.0 fps · 30 shown",)]


@pytest.mark.parametrize("width", [400, 720])
def test_note_is_cut_less_in_a_wide_tile(qapp: QApplication, width: int) -> None:
    reason = Note("calibration refused: The scale of region 1 would make it 120 cm large", warns=True)
    said = drawn(words(even_clip(10, 30.0)), width, OverlayMode.ANONYMOUS, (reason,))
    edge = np.flatnonzero((said[HEAD_PX + 1 : HEAD_PX + 18] > 60).any(axis=0)).max()
    assert edge < 330 if width == 400 else edge > 370


@pytest.mark.parametrize("width", range(120, 500, 20))
def test_words_at_the_foot_keep_their_lines_when_frames_do_not_reach_the_screen(qapp: QApplication, width: int) -> None:
    clip = even_clip(62, 54.1, heart_rate_bpm=68.0)
    said = words(clip)
    lines = [
        foot_rows(
            float(width), (said.heart, rate_words(said, clip, 1.0, drawn)), "62 / 62", longest_rate(said), "HR 68"
        )
        for drawn in (None, 31.0)
    ]
    assert len(lines[0]) == len(lines[1])
