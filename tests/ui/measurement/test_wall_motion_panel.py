"""The bull's-eye under mouse and keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.measurement.measurement import Sheet
from deepcoro_desktop.core.measurement.wall_motion import MODELS, Motion, all_normal, segments, unscored
from deepcoro_desktop.ui.measurement.board import MeasurementBoard
from deepcoro_desktop.ui.measurement.bullseye import COLOURS, BullsEye
from deepcoro_desktop.ui.measurement.wall_motion_panel import WallMotionPanel
from tests.ui.measurement.desk import NOW
from tests.ui.test_pictures import picture
from tests.ui.viewer.clips import even_clip, make_study

Key = Qt.Key


@pytest.fixture
def panel(qtbot: QtBot) -> WallMotionPanel:
    board = MeasurementBoard(lambda: NOW)
    board.set_study(make_study(even_clip(5, 25.0)), Sheet("1"))
    made = WallMotionPanel(board)
    made.board_kept = board  # type: ignore[attr-defined]  # the panel does not own it
    qtbot.addWidget(made)
    made.resize(340, 560)
    made.show()
    return made


@pytest.mark.parametrize("model", MODELS)
def test_the_middle_of_every_segment_belongs_to_it(qtbot: QtBot, model: int) -> None:
    target = BullsEye()
    qtbot.addWidget(target)
    target.resize(320, 300)
    target.set_motion(all_normal(model))
    for segment in segments(model):
        found = target.segment_at(target.place_of(segment.number))
        assert found is not None
        assert found.number == segment.number
    assert target.segment_at(QPointF(2, 2)) is None


def test_what_went_wrong_is_said_where_the_walls_are_scored(panel: WallMotionPanel) -> None:
    board: MeasurementBoard = panel.board_kept  # type: ignore[attr-defined]
    board.report_failed(StorageError("The disk is full.", "Free some space."))
    assert panel.message.isVisible()
    assert panel.message.text() == "The disk is full. Free some space."
    panel.normal.click()
    assert not panel.message.isVisible()


def test_a_click_goes_to_the_next_score_and_shows_it(panel: WallMotionPanel) -> None:
    panel.normal.click()
    assert panel.index.text() == "1.00"
    inferior = panel.target.place_of(4)
    for _ in range(2):
        QTest.mouseClick(panel.target, Qt.MouseButton.LeftButton, pos=inferior.toPoint())
    assert panel.target.motion.scores[3] is Motion.AKINETIC
    assert panel.index.text() == f"{(16 + 3) / 17:.2f}"
    beside = (inferior + QPointF(14, 0)).toPoint()
    assert panel.target.grab().toImage().pixelColor(beside) == QColor(COLOURS[Motion.AKINETIC])


def test_the_keyboard_scores_segment_after_segment(panel: WallMotionPanel) -> None:
    panel.target.setFocus()
    for key in (Key.Key_1, Key.Key_2, Key.Key_0, Key.Key_4):
        QTest.keyClick(panel.target, key)
    assert panel.target.motion.scores[:4] == (
        Motion.NORMAL, Motion.HYPOKINETIC, Motion.NOT_SEEN, Motion.DYSKINETIC,
    )  # fmt: skip
    assert panel.index.text() == f"{(1 + 2 + 4) / 3:.2f}"
    assert panel.seen.text() == "3 of 17 segments scored"
    QTest.keyClick(panel.target, Key.Key_Left)
    QTest.keyClick(panel.target, Key.Key_3)
    assert panel.target.motion.scores[3] is Motion.AKINETIC
    assert "basal inferolateral: not seen" in panel.target.accessibleName()


@pytest.mark.parametrize("model", MODELS)
def test_pictures(panel: WallMotionPanel, model: int) -> None:
    motion = all_normal(model)
    for number, score in ((2, 2), (3, 3), (4, 4), (8, 3), (9, 2), (13, 3), (5, None)):
        motion = motion.scored(number, Motion(score))
    panel.board_kept.set_wall_motion(motion)  # type: ignore[attr-defined]
    panel.target.setFocus()
    shown = picture(panel, f"wall-motion-{model}")
    for segment, score in zip(segments(model), motion.scores, strict=True):
        middle = panel.target.mapTo(panel, (panel.target.place_of(segment.number) + QPointF(0, 11)).toPoint())
        assert shown.pixelColor(middle) == QColor(COLOURS[score]), segment.name


def test_the_model_can_be_changed_and_the_scores_cleared(panel: WallMotionPanel) -> None:
    panel.normal.click()
    panel.models.button(18).click()
    assert panel.target.motion.model == 18
    assert panel.seen.text() == "18 of 18 segments scored", "a wall within normal walls is normal"
    panel.clear.click()
    assert panel.index.text() == "–"
    assert panel.target.motion.model == 18


def test_what_another_model_cannot_tell_is_unscored_and_said_and_comes_back(panel: WallMotionPanel) -> None:
    panel.normal.click()
    septal, cap = 14, 17
    for number, presses in ((septal, 2), (cap, 1)):
        for _ in range(presses):
            QTest.mouseClick(panel.target, Qt.MouseButton.LeftButton, pos=panel.target.place_of(number).toPoint())
    before = panel.target.motion
    assert panel.remark.isHidden()
    panel.models.button(18).click()
    assert panel.remark.text() == (
        "Cut otherwise in 17 segments, so still to be scored: apical anteroseptal, apical inferoseptal.\n"
        "18 segments have no apex of their own: its score is kept and counts in 17 segments."
    )
    assert panel.seen.text() == "16 of 18 segments scored"
    picture(panel, "wall-motion-carried")
    panel.models.button(17).click()
    assert panel.target.motion == before
    assert panel.remark.isHidden()


def test_another_study_knows_nothing_of_the_models_of_the_one_before(panel: WallMotionPanel) -> None:
    board: MeasurementBoard = panel.board_kept  # type: ignore[attr-defined]
    QTest.mouseClick(panel.target, Qt.MouseButton.LeftButton, pos=panel.target.place_of(17).toPoint())
    panel.models.button(18).click()
    kept = panel.target.motion
    assert kept == unscored(18)
    board.set_study(board.study, Sheet("2", wall_motion=kept))
    assert panel.remark.isHidden()
    panel.models.button(17).click()
    assert panel.target.motion == unscored(17)
