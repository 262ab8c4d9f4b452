"""Priors: the patient's earlier studies, and the one of them that is at hand for comparison."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from deepcoro_desktop.core.casebook import Prior, last_before
from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.storage.studies import AiState
from deepcoro_desktop.core.study import Study
from deepcoro_desktop.core.workspace import Workspace
from deepcoro_desktop.ui.state import PriorStudy, ViewerState
from deepcoro_desktop.ui.tasks import Lane, TaskContext, TaskRunner

_log = logging.getLogger(__name__)


class Priors(QObject):
    """Finds the earlier studies of the open one's patient, and takes the latest in hand by itself.

    Parameters
    ----------
    workspace : Workspace
        Use cases; called on the lanes only.
    state : ViewerState
        What is open, and which prior is at hand.
    tasks : TaskRunner
        Where work runs.
    """

    found = Signal(object)
    """Tuple of Prior."""
    failed = Signal(object)
    """DeepcoroError of a prior that the reader asked for."""

    def __init__(self, workspace: Workspace, state: ViewerState, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._state = state
        self._tasks = tasks
        self._analysed = False
        """Whether a model has looked at the prior at hand, so that its views are known at once."""
        state.study_changed.connect(self._on_study)
        state.analysis_changed.connect(lambda _analysis: self._name_views())

    def compare_with(self, prior: Prior | None) -> None:
        """Show an earlier study beside the open one, None to put it away; a conflict is told instead."""
        if prior is None:
            self._state.set_prior(None)
            return
        study = self._state.study
        if study is None:
            return

        def done(opened: PriorStudy) -> None:
            if self._is_open(study):
                self._take(prior, opened)
                self._state.comparison_requested.emit()

        self._tasks.submit(
            Lane.FILES,
            lambda _context: self._open(study, prior),
            done=done,
            failed=self.failed.emit,
            study_uid=study.study_instance_uid,
        )

    def _on_study(self, study: Study | None) -> None:
        self.found.emit(())
        if study is None:
            return

        def look(context: TaskContext) -> tuple[Prior, PriorStudy] | None:
            priors = self._workspace.casebook.priors(study)
            context.post(lambda: self.found.emit(priors) if self._is_open(study) else None)
            latest = last_before(study, priors)
            return None if latest is None else (latest, self._open(study, latest))

        def done(latest: tuple[Prior, PriorStudy] | None) -> None:
            if latest is not None and self._is_open(study) and self._state.prior is None:
                self._take(*latest)

        self._tasks.submit(Lane.FILES, look, done=done, failed=_leave, study_uid=study.study_instance_uid)

    def _open(self, study: Study, prior: Prior) -> PriorStudy:
        uid = prior.entry.study_uid
        return PriorStudy(self._workspace.open_prior(study, uid), dict(self._workspace.overrides(uid)))

    def _take(self, prior: Prior, opened: PriorStudy) -> None:
        self._analysed = prior.entry.ai_state is AiState.READY
        self._state.set_prior(opened)
        self._name_views()

    def _name_views(self) -> None:
        """Let the model name the views of the prior at hand: at once where it has seen its clips, else not at all.

        It comes after the open study, whose analysis the reader waits for.
        """
        study, prior = self._state.study, self._state.prior
        if study is None or prior is None or self._state.analysis is None or not self._analysed:
            return
        self._analysed = False

        def work(context: TaskContext) -> Mapping[str, str]:
            analysis = self._workspace.analyse(prior.study, overrides=prior.views, cancel=context.cancel)
            return {views.sop_instance_uid: views.best.view_id for views in analysis.views}

        def done(views: Mapping[str, str]) -> None:
            if self._state.prior is prior:
                self._state.set_prior(PriorStudy(prior.study, {**views, **prior.views}))

        self._tasks.submit(Lane.MODEL, work, done=done, failed=_leave, study_uid=study.study_instance_uid)

    def _is_open(self, study: Study) -> bool:
        now = self._state.study
        return now is not None and now.study_instance_uid == study.study_instance_uid


def _leave(error: DeepcoroError) -> None:
    """Note what went wrong with a prior that nobody asked for."""
    _log.info("the prior is not at hand: %s", error.message)
