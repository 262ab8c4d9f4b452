"""Priors: the patient's earlier studies, and the one of them that is at hand for comparison."""

from __future__ import annotations

import logging
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from deepcoro_desktop.core.casebook import Prior, last_before
from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.inference.results import ClipViews
from deepcoro_desktop.core.storage.studies import AiState
from deepcoro_desktop.core.study import Clip, SkippedClip, Study
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
        """Whether a model has looked at the prior at hand before, so that its views are known at once."""
        self._named: Study | None = None
        """The prior whose views the model was asked for."""
        state.study_changed.connect(self._on_study)
        state.analysis_changed.connect(lambda _analysis: self._recall_views())
        state.prior_views_requested.connect(self.name_views)

    def compare_with(self, prior: Prior | None) -> None:
        """Show an earlier study beside the open one, None to put it away; a conflict is told instead."""
        if prior is None:
            self._state.set_prior(None)
            return
        study = self._state.study
        if study is None:
            return

        def done(opened: PriorStudy) -> None:
            if self._state.shows(study):
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
            context.post(lambda: self.found.emit(priors) if self._state.shows(study) else None)
            latest = last_before(study, priors)
            return None if latest is None else (latest, self._open(study, latest))

        def done(latest: tuple[Prior, PriorStudy] | None) -> None:
            if latest is not None and self._state.shows(study) and self._state.prior is None:
                self._take(*latest)

        self._tasks.submit(Lane.FILES, look, done=done, failed=_leave, study_uid=study.study_instance_uid)

    def _open(self, study: Study, prior: Prior) -> PriorStudy:
        uid = prior.entry.study_uid
        return PriorStudy(self._workspace.open_prior(study, uid), dict(self._workspace.overrides(uid)))

    def _take(self, prior: Prior, opened: PriorStudy) -> None:
        self._analysed = prior.entry.ai_state is AiState.READY
        self._state.set_prior(opened)
        self._recall_views()

    def _recall_views(self) -> None:
        """Name the views of a prior that was analysed before, after the open study, which the reader waits for."""
        if self._analysed and self._state.analysis is not None:
            self._analysed = False
            self.name_views()

    def name_views(self) -> None:
        """Let the model name the views of the prior at hand, once, those that the scanner did not name first."""
        prior = self._state.prior
        if prior is None or prior.study is self._named or self._workspace.bundle is None:
            return
        self._named = prior.study
        clips = [clip for clip in prior.study.clips if clip.sop_instance_uid not in prior.views]
        self._name_next(prior, tuple(sorted(clips, key=lambda clip: clip.view_name is not None)))

    def _name_next(self, prior: PriorStudy, clips: tuple[Clip, ...]) -> None:
        """Name one clip after the other: what the reader asks of the model meanwhile waits for one clip at most."""
        study = self._state.study
        self._state.set_prior(replace(prior, unnamed=len(clips)))
        if study is None or not clips:
            return

        def done(found: ClipViews | SkippedClip) -> None:
            now = self._state.prior
            if now is not None and now.study is prior.study:
                known = {found.sop_instance_uid: found.best.view_id} if isinstance(found, ClipViews) else {}
                self._name_next(replace(now, views={**known, **now.views}), clips[1:])

        def failed(error: DeepcoroError) -> None:
            now = self._state.prior
            if now is not None and now.study is prior.study:
                _leave(error)
                self._state.set_prior(replace(now, unnamed=0))

        self._tasks.submit(
            Lane.MODEL,
            lambda context: self._workspace.name_views(clips[0], cancel=context.cancel),
            done=done,
            failed=failed,
            study_uid=study.study_instance_uid,
        )


def _leave(error: DeepcoroError) -> None:
    """Note what went wrong; the reader sees that the prior or its views are not at hand."""
    _log.info("the prior is not at hand: %s", error.message)
