"""The clips of the open study as a list: a heading for each acoustic window, then its clips in acquisition order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QByteArray, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from deepcoro_desktop.core.bundle.views import scanner_view
from deepcoro_desktop.core.study import Clip, Colours, TimingSource, View
from deepcoro_desktop.ui.language import mark, plural, tr
from deepcoro_desktop.ui.state import ViewerState

Index = QModelIndex | QPersistentModelIndex

MIME_TYPE: Final = "application/x-deepcoro-clip"
"""A dragged clip: its SOP Instance UID in UTF-8."""
ENTRY_ROLE: Final = Qt.ItemDataRole.UserRole

GROUPS: Final = (mark("Parasternal"), mark("Apical"), mark("Subcostal · SSN"), mark("Other"))
_WINDOWS: Final = {
    "parasternal long": mark("Parasternal"), "parasternal short": mark("Parasternal"), "apical": mark("Apical"),
    "subcostal": mark("Subcostal · SSN"), "suprasternal": mark("Subcostal · SSN"),
}  # fmt: skip
ALL: Final = mark("Clips")
NOT_USED: Final = mark("Not used")


@dataclass(frozen=True, slots=True)
class Heading:
    """One window of the heart."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class ClipLine:
    """All that one line shows of a clip."""

    clip: Clip
    number: int
    """Place in the order of acquisition, from 1: the key that opens it."""
    view_name: str
    """The view's whole name, empty while it is not known."""
    label: str
    """Its short name, or what stands for it."""
    probability: float | None
    overridden: bool
    note: str
    """Why the clip is not used, empty otherwise."""
    share: float
    """Weight for the section in focus relative to the largest one, 0 to 1."""
    weight: float | None
    watched: bool
    active: bool
    shown: bool
    hovered: bool

    @property
    def details(self) -> str:
        """Stress stage, probability, frames and rate: "97 % · 48 fr · 30 fps"; what is cut for room stands last."""
        parts = [self.clip.stage_name] if self.clip.stage_name else []
        if self.overridden:
            parts.append(tr("yours"))
        elif self.probability is not None:
            parts.append(f"{100 * self.probability:.0f} %")
        if self.clip.is_still:
            parts.append(tr("still"))
        else:
            assumed = "?" if self.clip.timing.source is TimingSource.ASSUMED else ""
            parts += [
                plural("%n fr", "%n fr", self.clip.frame_count),
                tr("{rate:.0f} fps").format(rate=self.clip.timing.frames_per_second) + assumed,
            ]
        return " · ".join(parts)

    @property
    def spoken(self) -> str:
        """The line as a screen reader says it."""
        seen = tr("watched") if self.watched else tr("not watched")
        weight = tr(", weight {weight:.2f}").format(weight=self.weight) if self.weight is not None else ""
        note = tr(", not used: {note}").format(note=self.note) if self.note else ""
        return tr("Clip {number}, {view}, {details}{weight}, {seen}{note}").format(
            number=self.number,
            view=self.view_name or self.label,
            details=self.details,
            weight=weight,
            seen=seen,
            note=note,
        )


Entry = Heading | ClipLine


class ClipListModel(QAbstractListModel):
    """Follows the state; lines change in place, and move only once, when the analysis has ended.

    Parameters
    ----------
    state : ViewerState
        What is open.
    views : mapping of str to View
        Views by id, for labels and windows.
    """

    def __init__(self, state: ViewerState, views: Mapping[str, View], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._views = views
        self._rows: list[str] = []
        """SOP Instance UIDs; a heading is its title after a slash."""
        self._counts: dict[str, int] = {}
        self._clips: dict[str, Clip] = {}
        self._numbers: dict[str, int] = {}
        self._top_weight = 0.0
        self._reasons: dict[str, str] = {}
        self._hovered = ""
        state.study_changed.connect(lambda _study: self._rebuild())
        state.analysis_changed.connect(lambda _analysis: self._rebuild())
        state.clip_views_changed.connect(self.touch)
        state.clip_watched.connect(self.touch)
        state.clip_hovered.connect(self._on_hover)
        for signal in (state.section_changed, state.active_clip_changed, state.shown_clips_changed):
            signal.connect(lambda _value: self._touch_all())

    def _rebuild(self) -> None:
        self.beginResetModel()
        study, analysis = self._state.study, self._state.analysis
        clips = study.clips if study else ()
        self._clips = {clip.sop_instance_uid: clip for clip in clips}
        self._numbers = {clip.sop_instance_uid: number for number, clip in enumerate(clips, 1)}
        self._reasons = {skip.sop_instance_uid: skip.reason for skip in analysis.skipped} if analysis else {}
        groups = self._grouped(clips)
        self._counts = {title: len(uids) for title, uids in groups.items()}
        self._rows = [row for title, uids in groups.items() for row in (f"/{title}", *uids)]
        self._weigh()
        self.endResetModel()

    def _grouped(self, clips: Sequence[Clip]) -> dict[str, list[str]]:
        if self._state.analysis is None:
            return {ALL: [clip.sop_instance_uid for clip in clips]} if clips else {}
        groups: dict[str, list[str]] = {title: [] for title in (*GROUPS, NOT_USED)}
        for clip in clips:
            uid = clip.sop_instance_uid
            views = self._state.views_of(uid)
            view = self._views.get(views.best.view_id) if views else None
            title = NOT_USED if uid in self._reasons else _WINDOWS.get(view.window, "Other") if view else "Other"
            groups[title].append(uid)
        return {title: uids for title, uids in groups.items() if uids}

    def _weigh(self) -> None:
        self._top_weight = max((self._state.weight_of(uid) or 0.0 for uid in self._clips), default=0.0)

    def _touch_all(self) -> None:
        self._weigh()
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def touch(self, sop_instance_uid: str) -> None:
        """Draw one clip's line again."""
        if sop_instance_uid in self._clips:
            index = self.index_of(sop_instance_uid)
            self.dataChanged.emit(index, index)

    def _on_hover(self, sop_instance_uid: str) -> None:
        before, self._hovered = self._hovered, sop_instance_uid
        for uid in (before, sop_instance_uid):
            self.touch(uid)

    def index_of(self, sop_instance_uid: str) -> QModelIndex:
        """Return where a clip stands, an invalid index where it is not in the list."""
        if sop_instance_uid not in self._clips:
            return QModelIndex()
        return self.index(self._rows.index(sop_instance_uid))

    def clip_numbered(self, number: int) -> str:
        """Return the UID of the clip with this number, empty where there is none."""
        return next((uid for uid, n in self._numbers.items() if n == number), "")

    def entry(self, row: int) -> Entry:
        """Return what a line shows."""
        name = self._rows[row]
        if name.startswith("/"):
            return Heading(tr(name[1:]), self._counts[name[1:]])
        return self._line(self._clips[name])

    def _line(self, clip: Clip) -> ClipLine:
        uid = clip.sop_instance_uid
        state, views = self._state, self._state.views_of(uid)
        view = self._views.get(views.best.view_id) if views else None
        weight = state.weight_of(uid)
        waiting = tr("waiting") if state.analysing else tr("view not known")
        return ClipLine(
            clip=clip,
            view_name=tr(view.label) if view else "",
            number=self._numbers[uid],
            label=view.short_label
            if view
            else views.best.view_id
            if views
            else scanner_view(clip, self._views) or waiting,
            probability=views.best.probability if views else None,
            overridden=views.overridden if views else False,
            note=self._reasons.get(uid, ""),
            share=weight / self._top_weight if weight is not None and self._top_weight > 0 else 0.0,
            weight=weight,
            watched=uid in state.watched,
            active=uid == state.active_clip,
            shown=uid in state.shown_clips or uid == state.active_clip,
            hovered=uid == self._hovered,
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many lines there are, headings included."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a line's content."""
        if not index.isValid():
            return None
        entry = self.entry(index.row())
        if role == ENTRY_ROLE:
            return entry
        if isinstance(entry, Heading):
            return f"{entry.title}, {entry.count}" if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(entry)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that clips may be chosen and dragged, headings not."""
        if index.isValid() and isinstance(self.entry(index.row()), ClipLine):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        return Qt.ItemFlag.ItemIsEnabled

    def mimeTypes(self) -> list[str]:
        """Return what is dragged."""
        return [MIME_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the dragged clip."""
        data = QMimeData()
        for index in indexes:
            entry = self.entry(index.row())
            if isinstance(entry, ClipLine):
                data.setData(MIME_TYPE, QByteArray(entry.clip.sop_instance_uid.encode()))
        return data


def tooltip(line: ClipLine) -> str:
    """Return what the line has no room for."""
    lines = [
        tr("Clip {number}: {view}").format(number=line.number, view=line.view_name or line.label),
        line.details,
    ]
    if line.weight is not None:
        lines.append(
            tr("Weight for this section {weight:.2f}, relative to the other clips; not a probability").format(
                weight=line.weight
            )
        )
    if line.clip.view_name or line.clip.stage_name:
        said = " ".join(filter(None, (line.clip.view_name, line.clip.stage_name)))
        lines.append(tr("The scanner calls it {said}").format(said=said))
    if line.clip.coded_view is not None:
        lines.append(tr("Its view code says {meaning}").format(meaning=line.clip.coded_view.meaning))
    if line.clip.colours is not Colours.AUTOMATIC:
        lines.append(
            tr("Its colours are treated as {colours}: your choice").format(colours=line.clip.colours.value.upper())
        )
    if line.note:
        lines.append(tr("Not used: {note}").format(note=line.note))
    if line.clip.timing.source is TimingSource.ASSUMED:
        lines.append(tr("The file gives no frame time: the rate is assumed"))
    lines.append(tr("Watched once") if line.watched else tr("Not watched through yet"))
    return "\n".join(lines)
