"""python -m tests.ui.watched_case FOLDER: a case under the watchdog in the real window; prints what was slow."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest

from deepcoro_desktop.app import build_window, make_application, window_settings
from deepcoro_desktop.core.report import editing
from deepcoro_desktop.core.report.document import Document, Review
from deepcoro_desktop.core.workspace import Workspace, WorkspacePaths
from deepcoro_desktop.ui.garbage import settle
from deepcoro_desktop.ui.main_window import MainWindow
from tests.bundle_factory import write_bundle
from tests.ui.watchdog import WatchedApplication

LONGEST_WAIT_MS = 300_000
PASSPHRASE = "four plain words here"


def wait(condition: Callable[[], bool]) -> None:
    """Let the window live until a condition holds; one that never does must not keep the test for ever."""
    loop, poll = QEventLoop(), QTimer()
    poll.timeout.connect(lambda: loop.quit() if condition() else None)
    poll.start(10)
    QTimer.singleShot(LONGEST_WAIT_MS, loop.quit)
    loop.exec()
    poll.stop()
    assert condition()


def play(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def reviewed(document: Document) -> Document:
    """The document with everything decided but the last section, which is attested by hand."""
    now = datetime.now(UTC)
    for section in document.sections:
        for statement in section.statements:
            while "[__" in editing.find_statement(document, statement.statement_id).text:
                document = editing.fill_slot(document, statement.statement_id, 0, "42", now)
            if editing.find_statement(document, statement.statement_id).review is Review.PENDING:
                document = editing.accept(document, statement.statement_id, now)
        if section.assessed and not section.statements:
            document = editing.mark_not_assessed(document, section.name, "not asked", now)
        elif section.assessed:
            document = editing.attest_section(document, section.name, now)
    return editing.set_impression(document, "Nothing of note.", now)


def run(app: WatchedApplication, window: MainWindow, out: Path) -> None:
    """Load, play, analyse, read, sign and export under the watchdog."""
    state = window.state
    window.resize(1600, 900)
    window.show()
    window.activateWindow()
    play(200)
    app.during = "import"
    window.reading.imports.start_demo()
    wait(lambda: state.study is not None)
    app.during = "play and analyse"
    wait(lambda: state.analysis is not None and state.document is not None)
    play(1500)
    app.during = "read"
    for key in (Qt.Key.Key_G, Qt.Key.Key_G, Qt.Key.Key_O, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_3):
        QTest.keyClick(window.clips.view, key)
        play(100)
    assert state.document is not None
    for section in state.document.sections:
        state.set_section(section.name)
        play(20)
    state.set_document(reviewed(state.document))
    wait(lambda: not window.reading.unsaved)
    app.during = "sign"
    QTest.mouseClick(window.foot.sign, Qt.MouseButton.LeftButton)
    wait(lambda: window.signing_sheet is not None)
    sheet = window.signing_sheet
    assert sheet is not None
    play(1500)
    sheet.passphrase.setText(PASSPHRASE)
    sheet.repeated.setText(PASSPHRASE)
    QTest.mouseClick(sheet.sign, Qt.MouseButton.LeftButton)
    wait(lambda: state.document is not None and state.document.is_signed)
    play(300)
    sheet.close()
    app.during = "export"
    window.reading.export_pdf(out / "report.pdf")
    wait((out / "report.pdf").exists)
    app.during = "close"
    window.reading.close_study()
    wait(lambda: not window.tasks.busy)
    app.during = ""


def main(out: Path) -> None:
    """Run the case and print what was slow."""
    app = WatchedApplication()
    make_application()
    out.mkdir(parents=True, exist_ok=True)
    paths = WorkspacePaths.under(out / "home")
    window = build_window(Workspace(paths, bundle_folder=write_bundle(out / "bundle")), window_settings(paths))
    settle()
    run(app, window, out)
    window.close()
    sys.stdout.write(json.dumps({"seen": app.seen, "slow": [asdict(slow) for slow in app.slow]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
