"""What the README says of a backup: the two folders, copied while the program is closed, are all that it keeps."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deepcoro_desktop.core.report import editing
from deepcoro_desktop.core.report.document import ReportState
from deepcoro_desktop.core.unattended import verify_audit
from deepcoro_desktop.core.workspace import Workspace, WorkspacePaths
from tests.bundle_factory import write_bundle
from tests.core.test_workspace import PASSPHRASE, ready
from tests.dicom_factory import write_study

SIGN = """
import sys
from pathlib import Path

from deepcoro_desktop.core.workspace import Workspace, WorkspacePaths
from tests.core.test_workspace import PASSPHRASE, ready

home, bundle, study = map(Path, sys.argv[1:])
workspace = Workspace(WorkspacePaths.under(home), bundle_folder=bundle, device="cpu")
uid = workspace.import_paths([study]).studies[0].study_instance_uid
opened = workspace.open_study(uid)
signed = workspace.sign(ready(workspace.document_for(opened, workspace.analyse(opened))), PASSPHRASE)
print(uid, signed.sha256)
"""
"""A program of its own, so that it is closed when the folders are copied."""


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return write_bundle(tmp_path / "bundle")


def test_copied_folders_are_all_that_was_kept(tmp_path: Path, bundle: Path) -> None:
    write_study(tmp_path / "study", (0, 1, 2, 3))
    first, second = tmp_path / "first", tmp_path / "second"
    command = [sys.executable, "-c", SIGN, str(first), str(bundle), str(tmp_path / "study")]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    uid, sha256 = run.stdout.split()
    shutil.copytree(first, second, ignore=shutil.ignore_patterns("cache"))
    shutil.rmtree(first)

    paths = WorkspacePaths.under(second)
    workspace = Workspace(paths, bundle_folder=bundle, device="cpu")
    assert workspace.audit_problem is None
    assert [(row.study_uid, row.report_state) for row in workspace.studies()] == [(uid, ReportState.FINAL)]
    assert workspace.export_pdf(uid, tmp_path / "report.pdf") == sha256
    lines = verify_audit(paths)
    assert lines[0] == "INTACT"
    assert "Signed reports: 1" in lines

    # The signing identity came along: the same passphrase signs the amendment.
    amended = ready(workspace.amend(uid, "EF corrected"))
    workspace.save_draft(editing.set_impression(amended, "Amended after the move.", datetime.now(UTC)))
    opened = workspace.open_study(uid)
    workspace.sign(ready(workspace.document_for(opened, workspace.analyse(opened))), PASSPHRASE)
    assert "Signed reports: 2" in verify_audit(paths)
