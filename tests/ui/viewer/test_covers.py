"""Without names, what may hold one is black in the tiles, pixel by pixel, and all else is as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize, Qt

from deepcoro_desktop.core.study import Calibration, Clip, RegionFormat
from deepcoro_desktop.ui.state import PriorStudy
from deepcoro_desktop.ui.viewer.face import Face
from deepcoro_desktop.ui.viewer.geometry import Zoom
from deepcoro_desktop.ui.viewer.overlay import Note, OverlayMode
from deepcoro_desktop.ui.viewer.tile import Tile
from tests.ui.test_pictures import picture
from tests.ui.viewer.clips import Opener, even_clip, make_study, region, still
from tests.ui.viewer.desk import Desk

BOX = (16, 12, 63, 47)
"""x0, y0, x1, y1 of the ultrasound, inclusive, in a picture of 80 by 60."""
ECG = (10, 50, 69, 57)


def noise(clip: Clip, index: int) -> np.ndarray:
    """Moving speckle in a disc, a name that rests above it and a trace under it; no pixel is black."""
    generator = np.random.Generator(np.random.PCG64([clip.instance_number or 0, index]))
    pixels = np.full((clip.rows, clip.columns, 3), 40, np.uint8)
    y, x = np.mgrid[0 : clip.rows, 0 : clip.columns]
    disc = np.hypot(x - 40, y - 30) < 17
    pixels[disc] = generator.integers(30, 250, (int(disc.sum()), 1), dtype=np.uint8)
    pixels[2:8, 4:40] = (250, 250, 10)
    pixels[52:55, 12:68] = (10, 240, 10)
    return pixels


def with_regions(clip: Clip) -> Clip:
    x0, y0, x1, y1 = BOX
    tissue = replace(region(clip), x0=x0, y0=y0, x1=x1, y1=y1)
    x0, y0, x1, y1 = ECG
    trace = replace(region(clip), x0=x0, y0=y0, x1=x1, y1=y1, data_type=10, spatial_format=RegionFormat.WAVEFORM)
    return replace(clip, regions=(tissue, trace), calibration=Calibration.CALIBRATED)


def pixels_of_tile(tile: Tile) -> np.ndarray:
    image = tile.grab().toImage().convertToFormat(tile.grab().toImage().Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def middles_in(target: QRectF, clip: Clip, box: tuple[int, int, int, int], shape: tuple[int, int]) -> np.ndarray:
    """Whether the middle of each pixel of the tile lies in a box of the picture: written out, without a painter."""
    rows, columns = shape
    x = (np.arange(columns) + 0.5 - target.x()) / target.width() * clip.columns
    y = (np.arange(rows) + 0.5 - target.y()) / target.height() * clip.rows
    return ((y >= box[1]) & (y <= box[3] + 1))[:, None] & ((x >= box[0]) & (x <= box[2] + 1))[None, :]


def notes_of(tile: Tile) -> tuple[Note, ...]:
    assert tile.clip is not None
    assert tile.words is not None
    return tile._face.notes(tile.clip, tile.words)


@pytest.fixture
def covered(make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Desk]:
    """A panel whose pictures stand still, without words over them."""
    monkeypatch.setattr(Face, "_draw_words", lambda *_arguments: None)

    def make(*clips: Clip) -> Desk:
        desk = make_desk(Opener(picture=noise), QSize(700, 560))
        desk.open(make_study(*clips))
        desk.panel.player.set_playing(playing=False)
        return desk

    return make


@pytest.mark.parametrize("zoom", [Zoom(), Zoom(2.5, 0.4, 0.45)])
def test_all_but_the_regions_is_black_and_comes_back(covered: Callable[..., Desk], zoom: Zoom) -> None:
    desk = covered(with_regions(even_clip(6, 30.0)))
    tile = desk.active
    tile.set_zoom(zoom)
    desk.settle()
    before = pixels_of_tile(tile)
    desk.press(Qt.Key.Key_O)
    assert desk.panel.grid.overlay is OverlayMode.ANONYMOUS
    hidden = pixels_of_tile(tile)
    assert tile.clip is not None
    target, area = tile.picture_rect(), tile.picture_area()
    shape = (hidden.shape[0], hidden.shape[1])
    picture_only = middles_in(target, tile.clip, (0, 0, 79, 59), shape)
    picture_only &= middles_in(area, tile.clip, (0, 0, 79, 59), shape)
    kept = middles_in(target, tile.clip, BOX, shape) | middles_in(target, tile.clip, ECG, shape)
    assert (kept & picture_only).any()
    assert (before[picture_only & ~kept] > 0).any()
    assert not hidden[picture_only & ~kept].any(), "black where a name may be"
    assert np.array_equal(hidden[picture_only & kept], before[picture_only & kept]), "the rest is untouched"
    assert np.array_equal(hidden[~picture_only], before[~picture_only])
    desk.press(Qt.Key.Key_O)
    desk.press(Qt.Key.Key_O)
    assert np.array_equal(pixels_of_tile(tile), before)
    desk.settle()


def test_clip_without_regions_keeps_what_moves(covered: Callable[..., Desk]) -> None:
    desk = covered(even_clip(12, 30.0))
    before = pixels_of_tile(desk.active)
    desk.press(Qt.Key.Key_O)
    clip, target = desk.active.clip, desk.active.picture_rect()
    assert clip is not None
    name = middles_in(target, clip, (5, 3, 38, 6), before.shape[:2])
    disc = middles_in(target, clip, (30, 20, 50, 40), before.shape[:2])
    assert not pixels_of_tile(desk.active)[name].any(), "nothing is shown before it is known what moves"
    desk.settle()
    hidden = pixels_of_tile(desk.active)
    assert not hidden[name].any()
    assert before[name].any()
    assert np.array_equal(hidden[disc], before[disc])


def test_header_that_denies_annotations_leaves_the_picture_alone(covered: Callable[..., Desk]) -> None:
    desk = covered(even_clip(6, 30.0, may_show_name=False))
    before = pixels_of_tile(desk.active)
    desk.press(Qt.Key.Key_O)
    assert np.array_equal(pixels_of_tile(desk.active), before)


def test_still_of_which_nothing_is_known_is_covered_and_says_why(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(Opener(picture=noise), QSize(700, 560))
    desk.open(make_study(still()))
    words = "covered: the picture may show a name"
    before = pixels_of_tile(desk.active)
    clip, target = desk.active.clip, desk.active.picture_rect()
    assert clip is not None
    inside = middles_in(
        target, clip, (clip.columns // 4, clip.rows // 4, clip.columns // 2, clip.rows // 2), before.shape[:2]
    )
    assert before[inside].any()
    assert words not in [note.text for note in notes_of(desk.active)]
    desk.press(Qt.Key.Key_O)
    assert words in [note.text for note in notes_of(desk.active)]
    assert not pixels_of_tile(desk.active)[inside].any()
    picture(desk.panel, "viewer-may-show-a-name")
    desk.press(Qt.Key.Key_O)
    assert words not in [note.text for note in notes_of(desk.active)]


def test_earlier_study_is_covered_too(covered: Callable[..., Desk]) -> None:
    desk = covered(with_regions(even_clip(6, 30.0, view_name="A4C")))
    other = with_regions(even_clip(6, 30.0, number=2, view_name="A4C"))
    desk.state.set_prior(PriorStudy(replace(make_study(other), study_instance_uid="1.9"), {}))
    desk.press(Qt.Key.Key_P)
    desk.settle()
    desk.press(Qt.Key.Key_O)
    tile = desk.panel.grid.visible_tiles[1]
    assert tile.uid == other.sop_instance_uid
    hidden = pixels_of_tile(tile)
    assert not hidden[middles_in(tile.picture_rect(), other, (5, 3, 38, 6), hidden.shape[:2])].any()
    assert hidden[middles_in(tile.picture_rect(), other, (30, 20, 50, 40), hidden.shape[:2])].any()
    picture(desk.panel, "viewer-no-name-covered")
