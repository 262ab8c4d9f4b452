"""The three lines under the clips, in a column that is narrower than their words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QStyleOptionButton
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.views import standard_views
from deepcoro_desktop.ui.browser.case_bar import CaseBar
from deepcoro_desktop.ui.state import ViewerState
from tests.ui.evidence import case


@pytest.fixture
def bar(qtbot: QtBot) -> CaseBar:
    state = ViewerState()
    state.set_study(case.study())
    bar = CaseBar(state, standard_views())
    qtbot.addWidget(bar)
    bar.show()
    return bar


def painted(bar: CaseBar) -> str:
    option = QStyleOptionButton()
    bar.protocol.initStyleOption(option)
    return option.text


def test_words_without_room_end_with_dots(bar: CaseBar) -> None:
    bar.resize(600, bar.height())
    assert painted(bar) == bar.protocol.text()
    bar.resize(150, bar.height())
    assert painted(bar).endswith("…")
    assert bar.protocol.text().startswith(painted(bar).removesuffix("…"))


def test_nothing_is_said_to_be_missing_before_views_are_known(bar: CaseBar) -> None:
    assert bar.protocol.toolTip() == bar.protocol.text() == "Protocol: not known before the analysis"
