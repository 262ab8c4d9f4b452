"""The one mutable thing the panels share: the current study, clip, section, analysis and report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.inference.results import Analysis, ClipViews, StudyFindings
from deepcoro_desktop.core.progress import Progress
from deepcoro_desktop.core.report.document import Document
from deepcoro_desktop.core.report.key_pictures import KeyFrame
from deepcoro_desktop.core.study import Study
from deepcoro_desktop.ui.keymap import Keymap


@dataclass(frozen=True, slots=True)
class PriorStudy:
    """An earlier study of the same patient, to look at beside the open one."""

    study: Study
    views: Mapping[str, str]
    """SOP Instance UID -> view id, as far as known; the names in the headers serve for the rest."""
    unnamed: int = 0
    """Clips whose view the model is still to name; 0 where it is through with them, or was not asked."""


class ViewerState(QObject):
    """What the window shows now; panels read it, call its methods and listen to its signals.

    Every `set_` method does nothing where nothing changes, so that a panel may call it from its own slot.
    """

    shown_clips_changed = Signal(object)
    """Tuple of SOP Instance UIDs: the clips that stand in the tiles now."""
    study_changed = Signal(object)
    """Study or None: another study is open; analysis, views and document have been emptied before."""
    study_corrected = Signal(object)
    """Study: the same clips, the patient's facts corrected; what is indexed follows."""
    active_clip_changed = Signal(str)
    """SOP Instance UID of the clip in the active tile, empty for none."""
    clip_open_requested = Signal(str)
    """A panel asks that this clip be shown in the active tile and play."""
    frame_open_requested = Signal(str, int)
    """A panel asks that this frame of a clip, counted from 0, be shown in the active tile and stand still."""
    clip_hovered = Signal(str)
    """The pointer is over something that stands for this clip; empty when it leaves."""
    clip_watched = Signal(str)
    """This clip has played one full loop."""
    section_changed = Signal(str)
    """Name of the report section in focus."""
    clip_views_changed = Signal(str)
    """The views of this clip are known, or were corrected."""
    analysis_started = Signal()
    progress_changed = Signal(object)
    """Progress of the running analysis, None when none runs."""
    analysis_changed = Signal(object)
    """Analysis or None."""
    analysis_failed = Signal(object)
    """DeepcoroError: shown where the reader looks."""
    document_changed = Signal(object)
    """Document or None."""
    document_failed = Signal(object)
    """DeepcoroError: why the kept document cannot be shown."""
    document_saved = Signal(object)
    """datetime (UTC) of the last save."""
    prior_changed = Signal(object)
    """PriorStudy or None."""
    prior_views_requested = Signal()
    """A panel asks that the model name the views of the prior at hand, where it can and has not."""
    comparison_requested = Signal()
    """A panel asks that the clip in the active tile stand beside the same view of the prior at hand."""
    key_frames_changed = Signal(object)
    """Tuple of KeyFrame, in the order in which they were kept."""
    names_hidden_changed = Signal(bool)
    """Whether pictures are shown without what may be the patient's name in their pixels."""
    view_override_requested = Signal(str, str)
    """The reader says that this clip is that view (SOP Instance UID, view id; empty id takes it back)."""
    statement_focused = Signal(str)
    """Id of the statement that the reader is at; evidence follows it."""

    def __init__(self, parent: QObject | None = None, *, keymap: Keymap | None = None) -> None:
        super().__init__(parent)
        self.keymap = keymap or Keymap(parent=self)
        """Which key does what: the reader's own where there is a file of settings."""
        self._study: Study | None = None
        self._active_clip = ""
        self._shown_clips: tuple[str, ...] = ()
        self._section = ""
        self._views: dict[str, ClipViews] = {}
        self._analysis: Analysis | None = None
        self._document: Document | None = None
        self._watched: frozenset[str] = frozenset()
        self._prior: PriorStudy | None = None
        self._key_frames: tuple[KeyFrame, ...] = ()
        self._names_hidden = False
        self._progress: Progress | None = None
        self._running = 0
        self._at_once = False
        self._request = 0

    @property
    def study(self) -> Study | None:
        """The open study."""
        return self._study

    @property
    def active_clip(self) -> str:
        """SOP Instance UID of the clip in the active tile."""
        return self._active_clip

    @property
    def shown_clips(self) -> tuple[str, ...]:
        """SOP Instance UIDs of the clips that stand in the tiles."""
        return self._shown_clips

    @property
    def section(self) -> str:
        """Name of the section in focus."""
        return self._section

    @property
    def analysis(self) -> Analysis | None:
        """The finished analysis of the open study."""
        return self._analysis

    @property
    def document(self) -> Document | None:
        """The interpretation of the open study."""
        return self._document

    @property
    def watched(self) -> frozenset[str]:
        """Clips that have played one full loop."""
        return self._watched

    @property
    def prior(self) -> PriorStudy | None:
        """The earlier study that can be looked at beside the open one."""
        return self._prior

    @property
    def key_frames(self) -> tuple[KeyFrame, ...]:
        """Frames of the open study that the reader keeps."""
        return self._key_frames

    @property
    def analysing(self) -> bool:
        """Whether an analysis of the open study runs that takes the reader's time."""
        return self._running != 0 and not self._at_once

    @property
    def progress(self) -> Progress | None:
        """The last progress of the running analysis."""
        return self._progress

    def shows(self, study: Study) -> bool:
        """Return whether this study is open, as it was read or with corrected facts."""
        return self._study is not None and self._study.study_instance_uid == study.study_instance_uid

    def views_of(self, sop_instance_uid: str) -> ClipViews | None:
        """Return what is known of a clip's view, None where nothing is yet."""
        return self._views.get(sop_instance_uid)

    def weight_of(self, sop_instance_uid: str) -> float | None:
        """Return the clip's weight for the section in focus, None where there is none."""
        if self._analysis is None:
            return None
        for attention in self._analysis.attention:
            if attention.section == self._section:
                return next((w.weight for w in attention.weights if w.sop_instance_uid == sop_instance_uid), None)
        return None

    def findings_without(self, excluded: frozenset[str]) -> StudyFindings | None:
        """Return what the last analysis saw in the clips, None where it did not look at all but the excluded ones."""
        if self._study is None or self._analysis is None or self._analysis.findings is None:
            return None
        findings = self._analysis.findings
        wanted = {clip.sop_instance_uid for clip in self._study.clips} - excluded
        return findings if findings.know_all(wanted) else None

    def set_study(self, study: Study | None) -> None:
        """Open another study; everything that belonged to the last one goes first."""
        self._views, self._analysis, self._document = {}, None, None
        self._watched, self._progress, self._running = frozenset(), None, 0
        self._active_clip, self._shown_clips = "", ()
        self._prior, self._key_frames = None, ()
        self._study = study
        self.study_changed.emit(study)

    def correct_study(self, study: Study) -> None:
        """Show the open study with corrected facts of its patient; nothing else changes."""
        if self.shows(study):
            self._study = study
            self.study_corrected.emit(study)

    def set_active_clip(self, sop_instance_uid: str) -> None:
        """Tell that the active tile shows this clip."""
        if sop_instance_uid != self._active_clip:
            self._active_clip = sop_instance_uid
            self.active_clip_changed.emit(sop_instance_uid)

    def set_shown_clips(self, sop_instance_uids: tuple[str, ...]) -> None:
        """Tell which clips stand in the tiles."""
        if sop_instance_uids != self._shown_clips:
            self._shown_clips = sop_instance_uids
            self.shown_clips_changed.emit(sop_instance_uids)

    def set_section(self, name: str) -> None:
        """Put a section of the report in focus."""
        if name != self._section:
            self._section = name
            self.section_changed.emit(name)

    def add_watched(self, sop_instance_uid: str) -> None:
        """Tell that a clip has played one full loop."""
        if sop_instance_uid not in self._watched:
            self._watched = self._watched | {sop_instance_uid}
            self.clip_watched.emit(sop_instance_uid)

    def set_prior(self, prior: PriorStudy | None) -> None:
        """Tell which earlier study of the same patient there is; comes after `set_study`, which forgets it."""
        if prior is not self._prior:
            self._prior = prior
            self.prior_changed.emit(prior)

    def set_key_frames(self, key_frames: tuple[KeyFrame, ...]) -> None:
        """Tell which frames the reader keeps; each of them once."""
        key_frames = tuple(dict.fromkeys(key_frames))
        if key_frames != self._key_frames:
            self._key_frames = key_frames
            self.key_frames_changed.emit(key_frames)

    @property
    def names_hidden(self) -> bool:
        """Whether nobody may read the patient's name."""
        return self._names_hidden

    def set_names_hidden(self, hidden: bool) -> None:
        """Show pictures without what may be the patient's name in their pixels, or as they were recorded."""
        if hidden != self._names_hidden:
            self._names_hidden = hidden
            self.names_hidden_changed.emit(hidden)

    def begin_analysis(self, *, at_once: bool = False) -> int:
        """Start a new request and return its id; results of earlier ones are dropped from now on.

        Parameters
        ----------
        at_once : bool
            The result will be there before the reader could read that it is awaited: no panel is told to wait.
        """
        self._request += 1
        self._running, self._at_once = self._request, at_once
        if not at_once:
            self.analysis_started.emit()
        return self._request

    def accepts(self, request: int, study_instance_uid: str) -> bool:
        """Return whether a result with this request id and study still belongs to what is shown."""
        return (
            request == self._running
            and self._study is not None
            and self._study.study_instance_uid == study_instance_uid
        )

    def set_progress(self, progress: Progress | None) -> None:
        """Show how far the running analysis is, unless its result comes at once."""
        if self._at_once and progress is not None:
            return
        self._progress = progress
        self.progress_changed.emit(progress)

    def set_clip_views(self, views: ClipViews) -> None:
        """Show the views of one clip, as they come."""
        if self._views.get(views.sop_instance_uid) != views:
            self._views[views.sop_instance_uid] = views
            self.clip_views_changed.emit(views.sop_instance_uid)

    def finish_analysis(self, analysis: Analysis) -> None:
        """Show a finished analysis."""
        self._running = 0
        self.set_progress(None)
        for views in analysis.views:
            self.set_clip_views(views)
        self._analysis = analysis
        self.analysis_changed.emit(analysis)

    def fail_analysis(self, error: DeepcoroError) -> None:
        """Show why the analysis ended without a result (a CancelledError where the reader stopped it)."""
        self._running = 0
        self.set_progress(None)
        self.analysis_failed.emit(error)

    def set_document(self, document: Document | None) -> None:
        """Show another revision or edit of the interpretation."""
        if document != self._document:
            self._document = document
            self.document_changed.emit(document)
