from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from deepcoro_desktop.core.errors import LifecycleError, StorageError
from deepcoro_desktop.core.report.document import Document, ReportState, Signature, content_sha256
from deepcoro_desktop.core.storage.audit import Audit
from deepcoro_desktop.core.storage.database import Database
from deepcoro_desktop.core.storage.reports import Reports
from tests.core.report.examples import LATER, NOW, draft, ready

UID = draft().identity.study_instance_uid


def signed(document: Document, state: ReportState = ReportState.FINAL, audit_head: str = "") -> Document:
    document = replace(document, state=state, audit_head=audit_head or "0" * 64)
    return replace(
        document, signature=Signature("Dr A", "MD", "m", "2026-03-14T10:55:00+00:00", content_sha256(document))
    )


def test_a_draft_is_saved_replaced_and_loaded(reports: Reports) -> None:
    assert reports.load_draft(UID) is None
    reports.save_draft(draft())
    later = replace(ready(), updated_at=LATER)
    reports.save_draft(later)
    assert reports.load_draft(UID) == later
    assert [(d.study_uid, d.revision, d.saved_at) for d in reports.drafts()] == [(UID, 1, LATER)]


def test_a_signed_revision_is_stored_with_its_record_and_takes_the_draft_away(reports: Reports, audit: Audit) -> None:
    reports.save_draft(ready())
    document = signed(ready(), audit_head=audit.head())
    entry = reports.add_signed(document, b"%PDF", "e" * 64, actor="Dr A")
    assert reports.load_draft(UID) is None
    kept = reports.signed(document.document_id, 1)
    assert (kept.document, kept.pdf_bytes, kept.pdf_sha256) == (document, b"%PDF", "e" * 64)
    assert reports.revisions(UID) == reports.revisions() == (entry,)
    assert json.loads(audit.entries()[-1].detail)["pdf_sha256"] == "e" * 64
    assert reports.verify_audit() == 1


def test_a_report_whose_signing_is_not_in_the_record_is_found(
    database: Database, reports: Reports, audit: Audit
) -> None:
    audit.append("Dr A", "import", UID)
    reports.add_signed(signed(ready(), audit_head=audit.head()), b"%PDF", "e" * 64, actor="Dr A")
    audit.append("Dr A", "export", ready().document_id)
    assert reports.verify_audit() == 3
    with database.writing() as connection:
        connection.execute("DROP TRIGGER audit_delete")
        connection.execute("DELETE FROM audit WHERE sequence >= 2")
    assert audit.verify(reports.audit_heads()) == 1, "the head in the report is older than its signing"
    with pytest.raises(StorageError, match=f"lacks the signing of the report of study {UID}"):
        reports.verify_audit()


def test_the_same_revision_is_never_signed_twice(reports: Reports, audit: Audit) -> None:
    reports.add_signed(signed(ready()), b"first", "e" * 64, actor="Dr A")
    with pytest.raises(StorageError, match="never rewritten"):
        reports.add_signed(signed(replace(ready(), impression="Other.")), b"second", "f" * 64, actor="Dr A")
    assert reports.signed(ready().document_id, 1).pdf_bytes == b"first"
    assert len(audit.entries()) == 1


def test_an_amendment_is_a_new_revision_and_the_signed_one_stays(reports: Reports) -> None:
    first = signed(ready())
    reports.add_signed(first, b"first", "e" * 64, actor="Dr A")
    amended = reports.amend(first.document_id, "Typing error.", LATER, actor="Dr A")
    assert (amended.revision, amended.predecessor_revision, amended.state) == (2, 1, ReportState.DRAFT)
    assert reports.load_draft(UID) == amended
    with pytest.raises(StorageError, match="being drafted already"):
        reports.amend(first.document_id, "Again.", LATER, actor="Dr A")
    second = signed(amended, ReportState.AMENDED)
    entry = reports.add_signed(second, b"second", "f" * 64, actor="Dr A")
    assert (entry.revision, entry.predecessor, entry.reason) == (2, 1, "Typing error.")
    assert reports.signed(first.document_id, 1).document == first
    assert reports.signed(first.document_id, 2).document == second


def test_what_cannot_be_is_refused_with_a_sentence(reports: Reports) -> None:
    with pytest.raises(StorageError, match="is not signed"):
        reports.add_signed(ready(), b"", "e" * 64, actor="Dr A")
    with pytest.raises(StorageError, match="no signed report to amend"):
        reports.amend("none", "why", LATER, actor="Dr A")
    with pytest.raises(StorageError, match="no such signed report"):
        reports.signed("none", 1)
    with pytest.raises(StorageError, match="is no draft"):
        reports.save_draft(signed(ready()))
    reports.add_signed(signed(ready()), b"first", "e" * 64, actor="Dr A")
    with pytest.raises(StorageError, match="Revision 1 of this report is signed"):
        reports.save_draft(ready())
    with pytest.raises(LifecycleError, match="needs a reason"):
        reports.amend(ready().document_id, " ", LATER, actor="Dr A")


def test_a_signed_revision_without_predecessor_is_refused(reports: Reports) -> None:
    orphan = signed(replace(ready(), revision=3, predecessor_revision=2, amendment_reason="x"), ReportState.AMENDED)
    with pytest.raises(StorageError, match="predecessor"):
        reports.add_signed(orphan, b"", "e" * 64, actor="Dr A")


SAVER = textwrap.dedent(
    """
    import sys
    from dataclasses import replace
    from pathlib import Path
    from deepcoro_desktop.core.storage.audit import Audit
    from deepcoro_desktop.core.storage.database import Database
    from deepcoro_desktop.core.storage.reports import Reports
    from tests.core.report.examples import LATER, ready

    database = Database(Path(sys.argv[1]))
    reports = Reports(database, Audit(database, b"k" * 32, lambda: LATER))
    number = 0
    while True:
        number += 1
        reports.save_draft(replace(ready(), impression=f"edit {number} " + "x" * 5000))
        sys.stdout.write(f"{number}\\n")
        sys.stdout.flush()
    """
)


@pytest.mark.parametrize("edits", [1, 7, 40])
def test_every_acknowledged_edit_survives_kill_9(tmp_path: Path, edits: int) -> None:
    path = tmp_path / "store.db"
    root = Path(__file__).parents[3]
    process = subprocess.Popen(
        [sys.executable, "-c", SAVER, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert process.stdout is not None
    for _ in range(edits):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    acknowledged = edits + len(process.stdout.read().split())  # written before the signal came
    process.wait()
    process.stdout.close()
    assert process.returncode == -signal.SIGKILL

    database = Database(path)
    database.check()
    saved = Reports(database, Audit(database, b"k" * 32, lambda: NOW)).load_draft(UID)
    assert saved is not None
    assert int(saved.impression.split()[1]) in (acknowledged, acknowledged + 1)
