"""Key frames come with their study, are stored as they change, and go into the signed report."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.report.key_pictures import KeyFrame
from deepcoro_desktop.ui.key_frames import KeyFrameKeeper
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import TaskRunner
from tests.ui.fakes import FakeWorkspace, study

ONE, TWO = KeyFrame("1.2.1", 4), KeyFrame("1.2.2", 9)


@pytest.fixture
def workspace() -> FakeWorkspace:
    return FakeWorkspace()


@pytest.fixture
def state(qtbot: QtBot, tasks: TaskRunner, workspace: FakeWorkspace) -> ViewerState:
    state = ViewerState()
    KeyFrameKeeper(workspace, state, tasks, parent=state)  # type: ignore[arg-type]
    return state


def test_kept_frames_come_back_with_their_study(
    qtbot: QtBot, tasks: TaskRunner, state: ViewerState, workspace: FakeWorkspace
) -> None:
    opened = study()
    workspace.key_frames.replace(opened.study_instance_uid, (ONE, TWO))
    state.set_study(opened)
    qtbot.waitUntil(lambda: state.key_frames == (ONE, TWO))
    state.set_key_frames((TWO,))
    qtbot.waitUntil(lambda: workspace.key_frames.of_study(opened.study_instance_uid) == (TWO,))
    state.set_study(None)
    assert state.key_frames == ()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert workspace.key_frames.of_study(opened.study_instance_uid) == (TWO,), "closing forgets nothing"


def test_frame_kept_before_the_store_answered_is_not_lost(
    qtbot: QtBot, tasks: TaskRunner, state: ViewerState, workspace: FakeWorkspace
) -> None:
    opened = study()
    state.set_study(opened)
    state.set_key_frames((ONE,))
    qtbot.waitUntil(lambda: not tasks.busy)
    assert state.key_frames == (ONE,)
    assert workspace.key_frames.of_study(opened.study_instance_uid) == (ONE,)


def test_without_key_frames_there_are_no_pictures(state: ViewerState, tasks: TaskRunner) -> None:
    keeper = KeyFrameKeeper(FakeWorkspace(), state, tasks)  # type: ignore[arg-type]
    assert keeper.pictures()() == ()
