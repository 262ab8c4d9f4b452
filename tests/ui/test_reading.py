from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.errors import (
    BundleError,
    CancelledError,
    DeepcoroError,
    DocumentError,
    ModelError,
    SigningError,
    StorageError,
)
from deepcoro_desktop.core.report import editing
from deepcoro_desktop.ui.reading import Reading
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import TaskRunner
from tests.bundle_factory import write_bundle
from tests.ui.evidence import case
from tests.ui.fakes import NOW, FakeWorkspace, study


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return load_bundle(write_bundle(tmp_path_factory.mktemp("bundle")))


class Gate:
    """Holds one kind of answer on the worker until it is opened."""

    def __init__(self) -> None:
        self.held = ""
        self.reached = threading.Event()
        self.release = threading.Event()

    def hold(self, name: str) -> None:
        self.held = name
        self.reached.clear()
        self.release.clear()

    def open(self) -> None:
        self.held = ""
        self.release.set()

    def __call__(self, name: str) -> None:
        if name == self.held:
            self.reached.set()
            self.release.wait()


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open()


@pytest.fixture
def workspace(bundle: Bundle, gate: Gate) -> FakeWorkspace:
    return FakeWorkspace(bundle=bundle, gate=gate)


@pytest.fixture
def state() -> ViewerState:
    return ViewerState()


@pytest.fixture
def reading(workspace: FakeWorkspace, state: ViewerState, tasks: TaskRunner) -> Reading:
    return Reading(workspace, state, tasks)  # type: ignore[arg-type]


def test_opening_a_study_analyses_it_clip_by_clip_and_drafts(
    qtbot: QtBot, reading: Reading, state: ViewerState
) -> None:
    order: list[str] = []
    state.clip_views_changed.connect(order.append)
    state.analysis_changed.connect(lambda _: order.append("analysis"))
    reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: state.document is not None)
    assert order == [*[case.uid(number) for number in range(1, 15)], "analysis"]
    assert state.section == "Left ventricle"
    assert not state.analysing


def test_a_fresh_draft_is_not_saved_before_it_is_edited(
    qtbot: QtBot, reading: Reading, state: ViewerState, workspace: FakeWorkspace, tasks: TaskRunner
) -> None:
    reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: state.document is not None and not tasks.busy)
    assert workspace.saved == []
    with qtbot.waitSignal(state.document_saved) as saved:
        state.set_document(editing.accept(case.draft(), "model-01-01", NOW))
    assert saved.args == [NOW]
    assert workspace.saved == [state.document]


def test_saves_never_overlap_and_the_latest_wins(
    qtbot: QtBot, reading: Reading, state: ViewerState, workspace: FakeWorkspace, gate: Gate, tasks: TaskRunner
) -> None:
    reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: state.document is not None and not tasks.busy)
    gate.hold("save_draft")
    for number in range(5):
        state.set_document(editing.set_impression(case.draft(), f"text {number}", NOW))
    qtbot.waitUntil(gate.reached.is_set)
    assert reading.unsaved
    gate.open()
    qtbot.waitUntil(lambda: not reading.unsaved)
    assert [document.impression for document in workspace.saved] == ["text 0", "text 4"]


def test_nothing_typed_is_lost_when_the_window_closes_during_a_save(
    qtbot: QtBot, reading: Reading, state: ViewerState, workspace: FakeWorkspace, gate: Gate, tasks: TaskRunner
) -> None:
    reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: state.document is not None and not tasks.busy)
    gate.hold("save_draft")
    state.set_document(editing.set_impression(case.draft(), "older", NOW))
    qtbot.waitUntil(gate.reached.is_set)
    state.set_document(editing.set_impression(case.draft(), "newest", NOW))
    gate.open()
    reading.finish()
    assert [document.impression for document in workspace.saved] == ["older", "newest"]
    assert tasks.shutdown()


def test_a_save_that_failed_is_told_and_tried_again(
    qtbot: QtBot, reading: Reading, state: ViewerState, workspace: FakeWorkspace, tasks: TaskRunner
) -> None:
    reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: state.document is not None and not tasks.busy)
    workspace.errors["save_draft"] = StorageError("The disk is full.", "Free some space.")
    with qtbot.waitSignal(reading.save_failed) as failed:
        state.set_document(editing.set_impression(case.draft(), "kept", NOW))
    assert str(failed.args[0]) == "The disk is full. Free some space."
    assert reading.unsaved
    qtbot.waitUntil(lambda: not tasks.busy)
    with pytest.raises(StorageError):
        reading.finish()
    workspace.errors.clear()
    reading.finish()
    assert workspace.saved[-1].impression == "kept"


def test_draft_of_the_study_that_was_left_is_still_saved(
    qtbot: QtBot, reading: Reading, state: ViewerState, workspace: FakeWorkspace, tasks: TaskRunner
) -> None:
    reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: state.document is not None and not tasks.busy)
    state.set_document(editing.set_impression(case.draft(), "typed last", NOW))
    reading.close_study()
    qtbot.waitUntil(lambda: not reading.unsaved)
    assert workspace.saved[-1].impression == "typed last"


def test_cancel_stops_the_analysis_and_leaves_a_report_to_write(
    qtbot: QtBot, reading: Reading, state: ViewerState, gate: Gate
) -> None:
    gate.hold("analyse")
    reading.open(case.STUDY_UID)
    qtbot.waitUntil(gate.reached.is_set)
    with qtbot.waitSignal(state.analysis_failed) as failed:
        reading.cancel_analysis()
        gate.open()
    assert isinstance(failed.args[0], CancelledError)
    qtbot.waitUntil(lambda: state.document is not None)
    assert state.analysis is None


def test_failed_model_is_told_and_the_report_can_be_written(
    qtbot: QtBot, reading: Reading, state: ViewerState, workspace: FakeWorkspace
) -> None:
    workspace.errors["analyse"] = ModelError("The encoder failed.", "Restart the program.")
    with qtbot.waitSignal(state.analysis_failed) as failed:
        reading.open(case.STUDY_UID)
    assert str(failed.args[0]) == "The encoder failed. Restart the program."
    qtbot.waitUntil(lambda: state.document is not None)


def test_a_draft_that_cannot_be_read_is_told_and_left_as_it_is(
    qtbot: QtBot, reading: Reading, state: ViewerState, workspace: FakeWorkspace
) -> None:
    workspace.errors["document_for"] = DocumentError("A newer program saved it.", "Update DeepCORO Desktop.")
    with qtbot.assertNotEmitted(reading.save_failed), qtbot.waitSignal(state.document_failed) as failed:
        reading.open(case.STUDY_UID)
    assert str(failed.args[0]) == "A newer program saved it. Update DeepCORO Desktop."
    assert state.document is None
    assert workspace.saved == []


def test_without_a_bundle_the_reason_is_told(
    qtbot: QtBot, reading: Reading, state: ViewerState, workspace: FakeWorkspace
) -> None:
    workspace.bundle = None
    workspace.bundle_problem = BundleError("The bundle was altered.", "Install it again.")
    with qtbot.waitSignal(state.analysis_failed) as failed:
        reading.open(case.STUDY_UID)
    assert str(failed.args[0]) == "The bundle was altered. Install it again."
    qtbot.waitUntil(lambda: state.document is not None)


def test_result_of_a_study_that_was_left_is_dropped(
    qtbot: QtBot, reading: Reading, state: ViewerState, gate: Gate, tasks: TaskRunner
) -> None:
    gate.hold("analyse")
    reading.open("1.2.1")
    qtbot.waitUntil(gate.reached.is_set)
    reading.close_study()
    gate.open()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert state.study is None
    assert state.analysis is None
    assert state.document is None


def test_the_study_asked_for_last_is_shown(
    qtbot: QtBot, reading: Reading, state: ViewerState, gate: Gate, tasks: TaskRunner
) -> None:
    gate.hold("open_study")
    reading.open("1.2.1")
    qtbot.waitUntil(gate.reached.is_set)
    reading.open("1.2.2")
    gate.open()
    qtbot.waitUntil(lambda: state.analysis is not None and not tasks.busy)
    assert state.study is not None
    assert state.study.study_instance_uid == "1.2.2"


def test_an_edit_made_while_the_draft_loads_is_not_overwritten(
    qtbot: QtBot, reading: Reading, state: ViewerState, gate: Gate, tasks: TaskRunner
) -> None:
    gate.hold("document_for")
    reading.open(case.STUDY_UID)
    qtbot.waitUntil(gate.reached.is_set)
    edited = editing.set_impression(case.draft(), "the reader was faster", NOW)
    state.set_document(edited)
    gate.open()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert state.document is edited


def test_corrected_view_is_recorded_and_analysed_again(
    qtbot: QtBot, reading: Reading, state: ViewerState, workspace: FakeWorkspace, tasks: TaskRunner
) -> None:
    reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: state.document is not None and not tasks.busy)
    state.view_override_requested.emit(case.uid(9), "a3c")
    qtbot.waitUntil(lambda: len(workspace.analysed) == 2 and not tasks.busy)
    assert workspace.analysed[1] == ({case.uid(9): "a3c"}, frozenset())
    assert workspace.findings_given[0] is None
    assert workspace.findings_given[1] is not None


@pytest.mark.parametrize("finds_all", [True, False])
def test_other_clips_are_told_of_as_work_only_where_one_must_still_be_looked_at(
    qtbot: QtBot,
    reading: Reading,
    state: ViewerState,
    workspace: FakeWorkspace,
    gate: Gate,
    tasks: TaskRunner,
    finds_all: bool,
) -> None:
    workspace.finds_all = finds_all
    reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: state.document is not None and not tasks.busy)
    told: list[str] = []
    state.analysis_started.connect(lambda: told.append("started"))
    state.progress_changed.connect(lambda progress: told.append("progress") if progress is not None else None)
    gate.hold("analyse")
    reading.set_excluded(case.uid(9), True)
    qtbot.waitUntil(gate.reached.is_set)
    assert state.analysing is not finds_all
    gate.open()
    with qtbot.waitSignal(state.analysis_changed):
        pass
    qtbot.waitUntil(lambda: not tasks.busy)
    assert bool(told) is not finds_all
    assert (workspace.findings_given[1] is not None) is finds_all


def test_clip_left_out_is_left_out_and_comes_back(
    qtbot: QtBot, reading: Reading, state: ViewerState, workspace: FakeWorkspace, tasks: TaskRunner
) -> None:
    reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: state.document is not None and not tasks.busy)
    reading.set_excluded(case.uid(9), True)
    reading.set_excluded(case.uid(9), True)
    qtbot.waitUntil(lambda: not tasks.busy)
    reading.set_excluded(case.uid(9), False)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert [excluded for _, excluded in workspace.analysed] == [frozenset(), {case.uid(9)}, frozenset()]


def test_import_tells_progress_and_reads_the_list_again(qtbot: QtBot, reading: Reading) -> None:
    stages: list[str] = []
    reading.imports.progressed.connect(lambda progress: stages.append(progress.stage))
    with qtbot.waitSignals([reading.imports.finished, reading.studies_changed]):
        reading.imports.start([Path("study")])
    assert set(stages) == {"Reading headers"}


def test_cancelled_import_says_cancelled(qtbot: QtBot, reading: Reading, gate: Gate) -> None:
    gate.hold("import_paths")
    reading.imports.start_demo()
    qtbot.waitUntil(gate.reached.is_set)
    with qtbot.waitSignal(reading.imports.failed) as failed:
        reading.imports.cancel()
        gate.open()
    assert isinstance(failed.args[0], CancelledError)


def test_signing_shows_the_signed_revision_and_saves_no_draft_over_it(
    qtbot: QtBot, reading: Reading, state: ViewerState, workspace: FakeWorkspace, tasks: TaskRunner
) -> None:
    workspace.document = case.read_through()
    reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: state.document is not None and not tasks.busy)
    with qtbot.waitSignal(reading.signed):
        reading.sign("open sesame", "I have reviewed it.")
    qtbot.waitUntil(lambda: not tasks.busy)
    assert state.document is not None
    assert state.document.is_signed
    assert workspace.saved == []


def test_refused_signature_is_told_and_the_draft_kept(
    qtbot: QtBot, reading: Reading, state: ViewerState, workspace: FakeWorkspace, tasks: TaskRunner
) -> None:
    workspace.document = case.read_through()
    workspace.errors["sign"] = SigningError("The passphrase is wrong.", "Type it again.")
    reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: state.document is not None and not tasks.busy)
    with qtbot.waitSignal(reading.sign_failed) as failed:
        reading.sign("wrong", "I have reviewed it.")
    assert str(failed.args[0]) == "The passphrase is wrong. Type it again."
    assert state.document == workspace.document


def test_export_writes_the_file_and_tells_why_not(
    qtbot: QtBot, reading: Reading, state: ViewerState, workspace: FakeWorkspace, tmp_path: Path
) -> None:
    state.set_study(replace(study(), study_instance_uid="1.2.1"))
    with qtbot.waitSignal(reading.exported):
        reading.export_pdf(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    workspace.errors["export_pdf"] = StorageError("The file cannot be written.", "Choose another folder.")
    with qtbot.waitSignal(reading.export_failed):
        reading.export_pdf(tmp_path / "report.pdf")


def test_damage_of_the_store_is_told_and_nothing_else(
    qtbot: QtBot, reading: Reading, workspace: FakeWorkspace, gate: Gate, tasks: TaskRunner
) -> None:
    told: list[DeepcoroError] = []
    reading.store_damaged.connect(told.append)
    reading.check_store()
    qtbot.waitUntil(lambda: not tasks.busy)
    gate.hold("check_store")
    reading.check_store()
    qtbot.waitUntil(gate.reached.is_set)
    gate.open()
    tasks.shutdown()  # the window is closed meanwhile
    assert told == []


def test_damaged_store_is_told(qtbot: QtBot, reading: Reading, workspace: FakeWorkspace) -> None:
    workspace.errors["check_store"] = StorageError("The local store is damaged.", "Restore it from a backup.")
    with qtbot.waitSignal(reading.store_damaged) as damaged:
        reading.check_store()
    assert damaged.args[0] is workspace.errors["check_store"]


def test_draft_that_follows_an_analysis_holds_what_was_typed_before(
    qtbot: QtBot, reading: Reading, state: ViewerState, workspace: FakeWorkspace, gate: Gate, tasks: TaskRunner
) -> None:
    reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: state.document is not None and not tasks.busy)
    gate.hold("save_draft")
    state.set_document(editing.set_impression(case.draft(), "typed", NOW))
    qtbot.waitUntil(gate.reached.is_set)
    reading.set_excluded(case.uid(9), True)
    with qtbot.waitSignal(state.analysis_changed):
        pass
    gate.open()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert state.document is not None
    assert state.document.impression == "typed"


def test_amending_starts_the_next_revision(
    qtbot: QtBot, reading: Reading, state: ViewerState, workspace: FakeWorkspace, tasks: TaskRunner
) -> None:
    workspace.document = case.signed()
    reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: state.document is not None and not tasks.busy)
    reading.amend("EF measured again")
    qtbot.waitUntil(lambda: state.document is not None and not state.document.is_signed)
    assert state.document is not None
    assert state.document.predecessor_revision == 1
    with qtbot.waitSignal(reading.amend_failed) as failed:
        reading.amend(" ")
    assert str(failed.args[0]).startswith("An amendment needs a reason.")


def test_urgent_is_stored_and_the_list_is_read_anew(qtbot: QtBot, reading: Reading, workspace: FakeWorkspace) -> None:
    with qtbot.waitSignal(reading.studies_changed) as listed:
        reading.set_urgent(case.STUDY_UID, True)
    assert [row.urgent for row in listed.args[0]] == [True]
    workspace.errors["set_urgent"] = StorageError("The list cannot be written.", "Free some space.")
    with qtbot.waitSignal(reading.studies_failed) as failed:
        reading.set_urgent(case.STUDY_UID, False)
    assert str(failed.args[0]) == "The list cannot be written. Free some space."
    assert workspace.rows[0].urgent
