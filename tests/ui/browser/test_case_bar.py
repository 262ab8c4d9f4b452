"""The lines under the clips."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.views import standard_views
from deepcoro_desktop.ui.browser.case_bar import CaseBar, CountLine
from deepcoro_desktop.ui.state import ViewerState
from tests.ui.fakes import study


def test_protocol_is_not_told_before_a_view_is_known(qtbot: QtBot) -> None:
    state = ViewerState()
    bar = CaseBar(state, standard_views())
    qtbot.addWidget(bar)
    bar.resize(200, 90)
    bar.show()
    state.set_study(study())
    assert bar.protocol.text() == "Protocol: not known yet"
    assert "Not recorded" not in bar.protocol.toolTip(), "nothing is known of what is missing"


def test_line_too_long_for_the_column_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    whole, cut = CountLine("Priors: 12, 3 in conflict"), CountLine("Priors: 12, 3 in conflict · 2024-03-01")
    for line in (whole, cut):
        qtbot.addWidget(line)
        line.setProperty("role", "link")
        line.resize(max(whole.sizeHint().width(), 60), 24)
        line.show()
    left, right = (line.grab().toImage() for line in (whole, cut))
    assert left != right
    ends = [
        max(x for x in range(i.width()) for y in range(i.height()) if i.pixelColor(x, y).value() > 90)
        for i in (left, right)
    ]
    assert ends[1] < cut.width() - 4, "no letter is cut in half at the edge"
    assert cut.text() == "Priors: 12, 3 in conflict · 2024-03-01"
