"""The window is killed while the reader types: what was typed is there again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deepcoro_desktop.core.storage.database import Database
from deepcoro_desktop.core.workspace import Workspace, WorkspacePaths
from tests.bundle_factory import write_bundle
from tests.dicom_factory import write_study

READER = """
import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QTimer

from deepcoro_desktop.app import build_window, make_application, window_settings
from deepcoro_desktop.core.report import editing
from deepcoro_desktop.core.workspace import Workspace, WorkspacePaths

home, bundle, study = map(Path, sys.argv[1:])
app = make_application()
paths = WorkspacePaths.under(home)
window = build_window(Workspace(paths, bundle_folder=bundle, device="cpu"), window_settings(paths))
window.show()
typed = []

def type_a_letter():
    document = window.state.document
    if document is None:
        return
    statement = next(s for section in document.sections for s in section.statements)
    typed.append("x")
    words = "The reader types " + str(len(typed))
    window.state.set_document(editing.edit(document, statement.statement_id, words, datetime.now(UTC)))

def say(_when):
    document = window.state.document
    statement = next(s for section in document.sections for s in section.statements)
    if not window.reading.unsaved:
        print(statement.text, flush=True)

window.state.document_saved.connect(say)
timer = QTimer()
timer.timeout.connect(type_a_letter)
timer.start(30)
window.reading.imports.start([study])
app.exec()
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    write_study(tmp_path / "study", (0, 1, 2, 3))
    return tmp_path / "study"


def test_what_was_saved_survives_kill_9_of_the_window(tmp_path: Path, study: Path) -> None:
    home, bundle = tmp_path / "home", write_bundle(tmp_path / "bundle")
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(home), str(bundle), str(study)],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    said = [line for line, _ in zip(reader.stdout, range(5), strict=False)]
    reader.send_signal(signal.SIGKILL)
    _, trouble = reader.communicate(timeout=60)
    assert len(said) == 5, trouble

    Database(home / "data" / "deepcoro.db").check()
    workspace = Workspace(WorkspacePaths.under(home), bundle_folder=bundle, device="cpu")
    uid = workspace.studies()[0].study_uid
    draft = workspace.document_for(workspace.open_study(uid), None)
    text = next(s for section in draft.sections for s in section.statements).text
    assert int(text.rsplit(" ", 1)[1]) >= int(said[-1].rsplit(" ", 1)[1])
