from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QColor
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.errors import PixelError
from deepcoro_desktop.core.reported import CodedView
from deepcoro_desktop.core.study import Clip, Region, RegionFormat, RegionUnit, SkippedClip
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.browser.clip_model import ENTRY_ROLE, MIME_TYPE, ClipLine, Heading
from deepcoro_desktop.ui.browser.clip_panel import ClipPanel
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import TaskRunner
from tests.ui.evidence import case
from tests.ui.fakes import decode_disc, study


@pytest.fixture
def state() -> ViewerState:
    return ViewerState()


@pytest.fixture
def panel(qtbot: QtBot, tasks: TaskRunner, state: ViewerState, monkeypatch: pytest.MonkeyPatch) -> Iterator[ClipPanel]:
    monkeypatch.setattr("deepcoro_desktop.core.dicom.pixels.decode_frames", decode_disc)
    panel = ClipPanel(state, tasks, case.views())
    qtbot.addWidget(panel)
    panel.resize(236, 1000)
    panel.show()
    return panel


def entries(panel: ClipPanel) -> list[ClipLine | Heading]:
    return [panel.model.index(line).data(ENTRY_ROLE) for line in range(panel.model.rowCount())]


def line_of(panel: ClipPanel, number: int) -> ClipLine:
    return next(entry for entry in entries(panel) if isinstance(entry, ClipLine) and entry.number == number)


def analysed(state: ViewerState, section: str = "Left ventricle") -> None:
    state.set_study(study())
    state.begin_analysis()
    state.finish_analysis(case.analysis())
    state.set_section(section)


def click(qtbot: QtBot, panel: ClipPanel, number: int) -> None:
    index = panel.model.index_of(case.uid(number))
    panel.view.scrollTo(index)
    qtbot.mouseClick(
        panel.view.viewport(), Qt.MouseButton.LeftButton, pos=panel.view.visualRect(index).center() + QPoint(20, 0)
    )


def test_study_without_clips_says_so(panel: ClipPanel, state: ViewerState) -> None:
    state.set_study(replace(study(), series=()))
    assert not panel.view.isVisible()


def test_clips_stand_in_acquisition_order_before_the_analysis(panel: ClipPanel, state: ViewerState) -> None:
    state.set_study(study())
    found = entries(panel)
    assert found[0] == Heading("Clips", 14)
    assert [line.number for line in found[1:] if isinstance(line, ClipLine)] == list(range(1, 15))
    assert line_of(panel, 1).label == "view not known"
    state.begin_analysis()
    assert line_of(panel, 1).label == "waiting"


def test_a_view_appears_in_place_without_moving_lines(panel: ClipPanel, state: ViewerState) -> None:
    state.set_study(study())
    state.begin_analysis()
    before = panel.model.index_of(case.uid(9)).row()
    state.set_clip_views(case.clip_views(9))
    assert panel.model.index_of(case.uid(9)).row() == before
    line = line_of(panel, 9)
    assert line.label == "A2C"
    assert line.details == "97 % · 62 fr · 54 fps"


def test_stage_of_a_stress_echo_stands_where_it_is_not_cut(panel: ClipPanel, state: ViewerState) -> None:
    plain = case.study()
    staged = tuple(replace(clip, stage_name="PEAK") for clip in plain.series[0].clips)
    state.set_study(replace(plain, series=(replace(plain.series[0], clips=staged),)))
    state.set_clip_views(case.clip_views(1))
    line = panel.model.index_of(case.uid(1)).data(ENTRY_ROLE)
    assert line.details.startswith("PEAK · 98 % · ")


def test_analysed_clips_are_grouped_by_window(panel: ClipPanel, state: ViewerState) -> None:
    analysed(state)
    headings = [entry for entry in entries(panel) if isinstance(entry, Heading)]
    assert headings == [Heading("Parasternal", 5), Heading("Apical", 6), Heading("Subcostal · SSN", 3)]


def test_unused_clips_stand_apart_with_their_reason(panel: ClipPanel, state: ViewerState) -> None:
    state.set_study(study())
    state.begin_analysis()
    full = case.analysis()
    skipped = (SkippedClip(case.uid(14), "only one frame"),)
    state.finish_analysis(replace(full, used=full.used[:-1], views=full.views[:-1], skipped=skipped))
    assert entries(panel)[-2] == Heading("Not used", 1)
    line = line_of(panel, 14)
    assert line.note == "only one frame"
    assert "Not used: only one frame" in panel.model.index_of(case.uid(14)).data(Qt.ItemDataRole.ToolTipRole)


def test_bars_follow_the_section_in_focus(panel: ClipPanel, state: ViewerState) -> None:
    analysed(state)
    assert line_of(panel, 7).share == 1.0
    assert line_of(panel, 10).share == pytest.approx(0.88)
    state.set_section("Wall motion")
    assert line_of(panel, 7).share < 0.1
    assert line_of(panel, 8).share == 1.0


def test_click_opens_a_clip(qtbot: QtBot, panel: ClipPanel, state: ViewerState) -> None:
    analysed(state)
    with qtbot.waitSignal(state.clip_open_requested) as opened:
        click(qtbot, panel, 6)
    assert opened.args == [case.uid(6)]


def test_arrows_and_enter_open_a_clip_and_skip_headings(qtbot: QtBot, panel: ClipPanel, state: ViewerState) -> None:
    analysed(state)
    state.set_active_clip(case.uid(5))
    qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(state.clip_open_requested) as opened:
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert opened.args == [case.uid(6)]


def test_a_number_opens_at_once_where_no_second_digit_can_follow(
    qtbot: QtBot, panel: ClipPanel, state: ViewerState
) -> None:
    analysed(state)
    with qtbot.waitSignal(state.clip_open_requested) as opened:
        panel.press_digit(7)
    assert opened.args == [case.uid(7)]


def test_two_digits_open_one_clip(qtbot: QtBot, panel: ClipPanel, state: ViewerState) -> None:
    analysed(state)
    heard: list[str] = []
    state.clip_open_requested.connect(heard.append)
    panel.press_digit(1)
    panel.press_digit(2)
    assert heard == [case.uid(12)]
    panel.press_digit(1)
    qtbot.waitUntil(lambda: heard == [case.uid(12), case.uid(1)])


def test_letters_and_space_are_left_to_the_window(qtbot: QtBot, panel: ClipPanel, state: ViewerState) -> None:
    analysed(state)
    before = panel.view.currentIndex()
    for key in (Qt.Key.Key_S, Qt.Key.Key_3, Qt.Key.Key_Space):
        qtbot.keyClick(panel.view, key)
    assert panel.view.currentIndex() == before


def test_dragged_clip_carries_its_uid(panel: ClipPanel, state: ViewerState) -> None:
    analysed(state)
    data = panel.model.mimeData([panel.model.index_of(case.uid(3))])
    assert bytes(data.data(MIME_TYPE).data()) == case.uid(3).encode()
    assert not panel.model.flags(panel.model.index(0)) & Qt.ItemFlag.ItemIsDragEnabled


def test_watched_is_a_dot_else_a_ring(qtbot: QtBot, panel: ClipPanel, state: ViewerState) -> None:
    analysed(state)
    state.add_watched(case.uid(1))
    qtbot.waitUntil(lambda: panel.thumbnails.image(study().clips[0], "") is not None)
    image = panel.view.grab().toImage()

    def mark(number: int) -> QColor:
        rect = panel.view.visualRect(panel.model.index_of(case.uid(number)))
        return image.pixelColor(rect.right() - 14, rect.top() + 14)

    assert mark(1) == QColor(theme.DIM)
    assert mark(2) == QColor(theme.PANE)
    spoken = panel.model.index_of(case.uid(1)).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Clip 1, Parasternal long axis, 98 %")
    assert spoken.endswith("watched")


def test_shown_clips_carry_the_accent_edge(panel: ClipPanel, state: ViewerState) -> None:
    analysed(state)
    state.set_shown_clips((case.uid(2), case.uid(4)))
    image = panel.view.grab().toImage()
    edges = [
        image.pixelColor(1, panel.view.visualRect(panel.model.index_of(case.uid(number))).center().y())
        for number in (1, 2, 3, 4)
    ]
    assert [edge == QColor(theme.ACCENT) for edge in edges] == [False, True, False, True]


def test_hovering_lights_the_clip_and_leaving_lets_go(panel: ClipPanel, state: ViewerState) -> None:
    analysed(state)
    state.clip_hovered.emit(case.uid(3))
    assert line_of(panel, 3).hovered
    state.clip_hovered.emit("")
    assert not line_of(panel, 3).hovered


def test_menu_corrects_the_view_and_leaves_a_clip_out(qtbot: QtBot, panel: ClipPanel, state: ViewerState) -> None:
    analysed(state)
    menu = panel.menu_for(line_of(panel, 9))
    action = next(action for action in menu.findChildren(QAction) if action.text() == "Apical three chamber")
    with qtbot.waitSignal(state.view_override_requested) as corrected:
        action.trigger()
    assert corrected.args == [case.uid(9), "a3c"]
    with qtbot.waitSignal(panel.excluded_requested) as left_out:
        menu.actions()[2].trigger()
    assert left_out.args == [case.uid(9), True]
    panel.set_excluded(frozenset({case.uid(9)}))
    assert panel.menu_for(line_of(panel, 9)).actions()[2].text() == "Take into the analysis again"


def test_thumbnails_come_for_what_is_in_sight_only(
    qtbot: QtBot, panel: ClipPanel, state: ViewerState, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    middle: set[int] = set()

    def decode(clip: object, indices: list[int]) -> object:
        asked.append(clip.sop_instance_uid)  # type: ignore[attr-defined]
        middle.update(indices)
        return decode_disc(clip, indices)  # type: ignore[arg-type]

    monkeypatch.setattr("deepcoro_desktop.core.dicom.pixels.decode_frames", decode)
    panel.resize(236, 160 + panel.case.sizeHint().height())
    state.set_study(study())
    qtbot.waitUntil(lambda: len(asked) >= 2)
    qtbot.waitUntil(lambda: panel.view.grab() is not None and not panel.thumbnails._running)
    assert case.uid(1) in asked
    assert case.uid(14) not in asked
    assert middle <= {24, 31}


def test_a_clip_without_picture_says_so(
    qtbot: QtBot, panel: ClipPanel, state: ViewerState, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_clip: object, _indices: object) -> object:
        raise PixelError("The picture is damaged.", "Export the clip again.")

    monkeypatch.setattr("deepcoro_desktop.core.dicom.pixels.decode_frames", refuse)
    state.set_study(study())
    qtbot.waitUntil(lambda: panel.thumbnails.failed(case.uid(1)))


def test_another_study_forgets_waiting_thumbnails(
    qtbot: QtBot, panel: ClipPanel, state: ViewerState, tasks: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    asked: list[str] = []

    def hold(clip: object, indices: list[int]) -> object:
        asked.append(clip.sop_instance_uid)  # type: ignore[attr-defined]
        release.wait()
        return decode_disc(clip, indices)  # type: ignore[arg-type]

    monkeypatch.setattr("deepcoro_desktop.core.dicom.pixels.decode_frames", hold)
    state.set_study(study())
    qtbot.waitUntil(lambda: len(asked) == 2)
    state.set_study(None)
    release.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert len(asked) == 2


def test_thumbnails_hide_names_while_they_are_hidden(
    qtbot: QtBot, panel: ClipPanel, state: ViewerState, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decode(clip: Clip, indices: Sequence[int]) -> np.ndarray:
        frames = np.full((len(indices), clip.rows, clip.columns, 3), 200, np.uint8)
        frames[:, : clip.rows // 4] = (250, 250, 10)
        return frames

    monkeypatch.setattr("deepcoro_desktop.core.dicom.pixels.decode_frames", decode)
    plain = study()
    top, *others = plain.clips
    lower = Region(
        0, top.rows // 4, top.columns - 1, top.rows - 1, RegionFormat.TWO_D, 1, RegionUnit.CM, RegionUnit.CM, 0.1, 0.1
    )
    clips = (replace(top, regions=(lower,)), *(replace(clip, regions=()) for clip in others))
    opened = replace(plain, series=(replace(plain.series[0], clips=clips),))
    state.set_study(opened)

    def pixel(number: int, share: float) -> str:
        image = panel.thumbnails.image(opened.clips[number - 1], "1.2")
        return image.pixelColor(image.width() // 2, int(share * image.height())).name() if image is not None else ""

    qtbot.waitUntil(lambda: pixel(1, 0.1) != "" and pixel(2, 0.1) != "")
    assert (pixel(1, 0.1), pixel(1, 0.6)) == ("#fafa0a", "#c8c8c8")
    state.set_names_hidden(True)
    assert pixel(1, 0.1) == "", "nothing is shown before it is covered"
    qtbot.waitUntil(lambda: pixel(1, 0.1) != "" and pixel(2, 0.1) != "")
    assert (pixel(1, 0.1), pixel(1, 0.6)) == ("#000000", "#c8c8c8")
    assert (pixel(2, 0.1), pixel(2, 0.6)) == ("#000000", "#000000"), "of this one nothing is known: nothing moves"
    state.set_names_hidden(False)
    qtbot.waitUntil(lambda: pixel(1, 0.1) == "#fafa0a" and pixel(2, 0.6) == "#c8c8c8")


def test_view_code_names_the_line_and_the_tooltip_tells_the_source(panel: ClipPanel, state: ViewerState) -> None:
    whole = study()
    coded = replace(whole.clips[0], view_name=None, coded_view=CodedView("Apical two chamber", "a2c"))
    series = replace(whole.series[0], clips=(coded, *(c for c in whole.clips if c is not whole.clips[0])))
    state.set_study(replace(whole, series=(series,)))
    index = panel.model.index_of(coded.sop_instance_uid)
    assert index.data(ENTRY_ROLE).label == "A2C"
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "Its view code says Apical two chamber" in tip
    assert "The scanner calls it" not in tip
