"""Where pictures lie in their tiles, and which clips stand in which tiles."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRect, QRectF

from deepcoro_desktop.core.study import Calibration, Region, RegionFormat, RegionUnit
from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.viewer.geometry import LARGEST_ZOOM, Zoom, depth_cm, on_device, place, shape_of, zoomed
from deepcoro_desktop.ui.viewer.layouts import Layout, layout_for, next_clips
from deepcoro_desktop.ui.viewer.playback import Track
from deepcoro_desktop.ui.viewer.timeline import explain, frame_at, share_of, timeline_of
from tests.ui.viewer.clips import even_clip, region, still

AREA = QRectF(0, 0, 400, 200)


def calibrated(delta_x: float = 0.02, delta_y: float = 0.02):
    clip = even_clip(10, 30)
    regions = (region(clip, delta_x, delta_y),)
    return even_clip(10, 30, calibration=Calibration.CALIBRATED, calibration_reason="", regions=regions)


def test_picture_fills_the_area_and_keeps_its_shape() -> None:
    target = place(AREA, (80.0, 60.0), Zoom())
    assert target.height() == pytest.approx(200)
    assert target.width() / target.height() == pytest.approx(80 / 60)
    assert target.center() == AREA.center()


def test_shape_follows_the_calibrated_pixel() -> None:
    assert shape_of(even_clip(10, 30)) == (80.0, 60.0)
    assert shape_of(calibrated(0.02, 0.03)) == (80.0, pytest.approx(90.0))
    assert shape_of(calibrated(0.02, -0.03)) == (80.0, pytest.approx(90.0)), "a depth may run upwards"
    assert shape_of(even_clip(10, 30, pixel_aspect=1.2)) == (80.0, pytest.approx(72.0))
    assert shape_of(calibrated(0.02, 0.2)) == (80.0, 60.0), "a scale that cannot be is not believed"


def test_depth_comes_from_the_tissue_region_only() -> None:
    assert depth_cm(calibrated(delta_y=0.25)) == pytest.approx(15.0)
    assert depth_cm(even_clip(10, 30)) is None
    doppler = Region(0, 0, 79, 59, RegionFormat.SPECTRAL, 3, RegionUnit.SECONDS, RegionUnit.CM_PER_S, 0.01, 1.0)
    assert depth_cm(even_clip(10, 30, calibration=Calibration.CALIBRATED, regions=(doppler,))) is None


def test_zoom_keeps_the_point_under_the_pointer() -> None:
    at, shape = QPointF(250, 60), (80.0, 60.0)
    before = place(AREA, shape, Zoom())
    share = (at.x() - before.left()) / before.width(), (at.y() - before.top()) / before.height()
    zoom = zoomed(AREA, shape, Zoom(), 2.5, at)
    after = place(AREA, shape, zoom)
    assert ((at.x() - after.left()) / after.width(), (at.y() - after.top()) / after.height()) == pytest.approx(share)


def test_zoom_ends_at_the_whole_picture_and_at_the_largest() -> None:
    shape = (80.0, 60.0)
    near = zoomed(AREA, shape, Zoom(), 100, QPointF(200, 100))
    assert near.scale == LARGEST_ZOOM
    assert zoomed(AREA, shape, near, 0.001, QPointF(0, 0)) == Zoom()
    assert Zoom().moved(0.3, 0.3) == Zoom(), "the whole picture does not move"
    assert Zoom(2.0).moved(3, -3) == Zoom(2.0, 1.0, 0.0)


def test_picture_lies_on_whole_device_pixels() -> None:
    target, size = on_device(QRectF(10.3, 7.7, 133.4, 100.2), 1.5)
    assert (size.width(), size.height()) == (200, 150)
    assert (target.left() * 1.5, target.top() * 1.5) == (15.0, 12.0)


@pytest.mark.parametrize("layout", list(Layout))
def test_tiles_of_a_layout_have_one_size_and_do_not_touch(layout: Layout) -> None:
    cells = layout.cells(QRect(0, 0, 1001, 877), 2)
    assert len(cells) == layout.count
    assert len({(cell.width(), cell.height()) for cell in cells}) == 1
    for i, one in enumerate(cells):
        assert not any(one.intersects(other) for other in cells[i + 1 :])
        assert QRect(0, 0, 1001, 877).contains(one)


def test_study_opens_with_as_many_tiles_as_it_needs() -> None:
    clips = [even_clip(10, 30, number=n) for n in range(1, 9)]
    assert [layout_for(clips[:n]) for n in (0, 1, 2, 3, 8)] == [
        Layout.ONE, Layout.ONE, Layout.TWO, Layout.FOUR, Layout.FOUR,
    ]  # fmt: skip


def test_next_clips_are_the_moving_ones_in_order_then_stills() -> None:
    clips = [even_clip(10, 30, number=1), still(2), even_clip(10, 30, number=3), even_clip(10, 30, number=4)]
    chosen = next_clips(clips, {"1.2.3.1"}, 3)
    assert [clip.sop_instance_uid for clip in chosen] == ["1.2.3.3", "1.2.3.4", "1.2.3.2"]
    assert next_clips(clips, (), 2)[1].sop_instance_uid == "1.2.3.3"


def test_scrubber_shows_sampled_stretch_r_waves_and_trim() -> None:
    clip = even_clip(100, 50, r_wave_times_ms=(500.0, 1500.0, 9999.0), trim_frames=(10, 89))
    timeline = timeline_of(clip, Track.of(clip), tuple(range(0, 32, 2)))
    assert timeline is not None
    assert timeline.sampled == ((0.0, pytest.approx(0.31)),)
    assert timeline.r_waves == pytest.approx((0.25, 0.75))
    assert timeline.played == pytest.approx((0.1, 0.9))
    assert timeline_of(still(), Track.of(still()), (0,)) is None


def test_place_on_the_scrubber_is_the_frame_at_that_time() -> None:
    clip = even_clip(100, 50)
    assert [frame_at(clip, share) for share in (-1, 0.0, 0.505, 1.0, 7)] == [0, 0, 50, 99, 99]
    assert share_of(clip, 50) == pytest.approx(0.5)


def test_scrubber_explains_itself() -> None:
    clip = even_clip(100, 50, r_wave_times_ms=(500.0,))
    assert explain(clip, 9, (0, 2, 4, 4), Keymap()) == (
        "Frame 10, 180 ms\nShaded: the model saw 3 frames, 1 to 5\nTicks: R waves\n"
        "Drag the ends to trim, B loops one beat"
    )
    keymap = Keymap()
    keymap.rebind("one-beat", "")
    assert explain(clip, 9, (), keymap).endswith("Ticks: R waves\nDrag the ends to trim")
