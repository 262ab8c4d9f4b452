"""A workspace without files or models: the same calls, invented answers, errors on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.casebook import Prior
from deepcoro_desktop.core.errors import BundleError, DeepcoroError
from deepcoro_desktop.core.inference.results import Analysis, ClipViews, StudyFindings
from deepcoro_desktop.core.measurement.measurement import Sheet
from deepcoro_desktop.core.patient import PatientFacts
from deepcoro_desktop.core.progress import CancelToken, Progress, ProgressCallback, ignore_progress
from deepcoro_desktop.core.report import lifecycle
from deepcoro_desktop.core.report.document import Document, ReportState
from deepcoro_desktop.core.report.key_pictures import KeyFrame, KeyPicture
from deepcoro_desktop.core.storage.attachments import Attachment
from deepcoro_desktop.core.study import (
    Clip,
    ClipSource,
    Colours,
    SkippedClip,
    SkippedFile,
    Study,
    Timing,
    TimingSource,
    View,
)
from deepcoro_desktop.core.workspace import AiState, ImportReport, SignerInfo, StudyRow
from tests.ui.evidence import case

NOW = datetime(2026, 3, 14, 10, 52, 7, tzinfo=UTC)


def study(source: str = "") -> Study:
    """The invented study with body size, pressure and rhythm; its clips have 48 or 62 frames."""
    plain = case.study()

    def clip(old: Clip, number: int) -> Clip:
        frames, step = ((48, 1000 / 30), (62, 1000 / 54.1))[number % 2]
        starts = tuple(step * frame for frame in range(frames))
        return replace(
            old,
            frame_count=frames,
            timing=Timing(starts, step * frames, TimingSource.FRAME_TIME),
            source=ClipSource(source or f"IM{number:04d}"),
        )

    clips = tuple(clip(old, number) for number, old in enumerate(plain.series[0].clips, 1))
    return replace(
        plain,
        series=(replace(plain.series[0], clips=clips),),
        description="TTE",
        age_years=72,
        height_cm=178.0,
        weight_kg=84.0,
        systolic_mmhg=132,
        diastolic_mmhg=78,
        rhythm="sinus",
        indication="dyspnoea",
    )


def row(number: int = 0, **changes: object) -> StudyRow:
    """One line of the study list."""
    plain = StudyRow(
        study_uid=case.STUDY_UID if number == 0 else f"1.2.{number}",
        patient_name="DEMO PHANTOM A" if number == 0 else f"DEMO PHANTOM {number}",
        patient_id=f"P-{117 + number:06d}",
        birth_date=date(1954, 2, 11),
        study_datetime=datetime(2026, 3, 14, 10, number % 60),  # noqa: DTZ001  # as a scanner writes it
        description="TTE",
        indication=("dyspnoea", "murmur", "chest pain", "")[number % 4],
        clip_count=14 + number,
        report_state=(None, ReportState.DRAFT, ReportState.FINAL, ReportState.AMENDED)[number % 4],
        ai_state=(AiState.NONE, AiState.READY, AiState.FAILED)[number % 3],
        urgent=number % 5 == 4,
        imported_at=NOW,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


class FakeKeyFrames:
    """Key frames that are kept in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[KeyFrame, ...]] = {}

    def of_study(self, study_uid: str) -> tuple[KeyFrame, ...]:
        return self.kept.get(study_uid, ())

    def replace(self, study_uid: str, frames: Sequence[KeyFrame]) -> None:
        self.kept[study_uid] = tuple(frames)


@dataclass
class FakeSheets:
    """Keeps sheets of measurements in memory."""

    kept: dict[str, Sheet] = field(default_factory=dict)

    def load(self, study_uid: str) -> Sheet:
        return self.kept.get(study_uid, Sheet(study_uid))

    def save(self, sheet: Sheet, _now: datetime) -> None:
        self.kept[sheet.study_instance_uid] = sheet


class FakeCasebook:
    """A casebook without a store."""

    def __init__(self) -> None:
        self.found: tuple[Prior, ...] = ()
        self.facts: PatientFacts | None = None
        self.assigned: dict[str, str] = {}
        self.kept: list[tuple[Attachment, bytes]] = []
        self.opened: list[int] = []
        self.colours: dict[str, Colours] = {}

    def priors(self, _study: Study) -> tuple[Prior, ...]:
        return self.found

    def attachments(self, _study_uid: str) -> tuple[Attachment, ...]:
        return tuple(attachment for attachment, _ in self.kept)

    def attach(self, study_uid: str, path: Path) -> Attachment:
        return self._keep(study_uid, path.name, "text/plain", path.read_bytes())

    def add_note(self, study_uid: str, text: str) -> Attachment:
        return self._keep(study_uid, "Note", "text/plain", text.encode())

    def _keep(self, study_uid: str, name: str, kind: str, content: bytes) -> Attachment:
        kept = Attachment(len(self.kept) + 1, study_uid, name, kind, len(content), "e" * 64, NOW)
        self.kept.append((kept, content))
        return kept

    def open_attachment(self, attachment_id: int) -> bytes:
        self.opened.append(attachment_id)
        return next(content for kept, content in self.kept if kept.attachment_id == attachment_id)

    def remove_attachment(self, attachment_id: int) -> None:
        self.kept = [(kept, content) for kept, content in self.kept if kept.attachment_id != attachment_id]

    def set_facts(self, opened: Study, facts: PatientFacts) -> Study:
        self.facts = facts
        return opened.with_facts(facts)

    def set_colours(self, _study_uid: str, sop_uid: str, colours: Colours) -> None:
        self.colours[sop_uid] = colours

    def assign(self, study_uid: str, reader: str) -> None:
        self.assigned[study_uid] = reader


@dataclass
class FakeWorkspace:
    """Answers as a workspace does; `gate` is called on the worker before each answer, so that a test can hold it."""

    source: str = ""
    bundle: Bundle | None = None
    bundle_problem: DeepcoroError | None = None
    rows: tuple[StudyRow, ...] = field(default_factory=lambda: (row(),))
    skipped: tuple[SkippedFile, ...] = ()
    errors: dict[str, DeepcoroError] = field(default_factory=dict)
    gate: Callable[[str], None] = lambda _name: None
    saved: list[Document] = field(default_factory=list)
    analysed: list[tuple[Mapping[str, str], frozenset[str]]] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    """Clips whose views were asked for alone."""
    scanner_names_views: bool = True
    findings_given: list[StudyFindings | None] = field(default_factory=list)
    finds_all: bool = True
    """Whether an analysis's findings know every clip."""
    views_set: dict[str, str] = field(default_factory=dict)
    document: Document | None = None
    key_frames: FakeKeyFrames = field(default_factory=FakeKeyFrames)
    sheets: FakeSheets = field(default_factory=FakeSheets)
    casebook: FakeCasebook = field(default_factory=FakeCasebook)
    reader: str = "Dr Ada Reader"

    def _answer(self, name: str) -> None:
        self.gate(name)
        if name in self.errors:
            raise self.errors[name]

    def check_store(self, cancel: CancelToken) -> None:
        self._answer("check_store")
        cancel.check()

    def studies(self) -> tuple[StudyRow, ...]:
        self._answer("studies")
        return self.rows

    def import_paths(self, paths: Sequence[Path], *, cancel: CancelToken, progress: ProgressCallback) -> ImportReport:
        self._answer("import_paths")
        for number in range(1, 15):
            cancel.check()
            progress(Progress("Reading headers", number, 14))
        return ImportReport(studies=(study(self.source),), skipped=self.skipped, found=14 + len(self.skipped))

    def open_study(self, study_uid: str, *, cancel: CancelToken, progress: ProgressCallback) -> Study:
        self._answer("open_study")
        return replace(study(self.source), study_instance_uid=study_uid)

    def open_prior(self, opened: Study, prior_uid: str) -> Study:
        self._answer("open_prior")
        plain = study(self.source)
        names = {views.sop_instance_uid: case.views()[views.best.view_id].label for views in case.analysis().views}
        clips = tuple(
            replace(
                c,
                sop_instance_uid=f"{c.sop_instance_uid}.{prior_uid}",
                view_name=names.get(c.sop_instance_uid) if self.scanner_names_views else None,
            )
            for c in plain.series[0].clips
        )
        series = (replace(plain.series[0], clips=clips),)
        return replace(plain, study_instance_uid=prior_uid, series=series, started_at=datetime(2025, 3, 1, 9))  # noqa: DTZ001

    def analyse(
        self,
        opened: Study,
        *,
        overrides: Mapping[str, str],
        excluded: frozenset[str] = frozenset(),
        findings: StudyFindings | None = None,
        cancel: CancelToken,
        progress: ProgressCallback = ignore_progress,
        on_clip: Callable[[ClipViews], None] | None = None,
    ) -> Analysis:
        if self.bundle is None:
            raise self.bundle_problem or BundleError("There is no model.", "Install a bundle.")
        self.analysed.append((dict(overrides), excluded))
        self.findings_given.append(findings)
        uid = opened.study_instance_uid
        looked_at = tuple(SkippedClip(c.sop_instance_uid, "") for c in opened.clips if self.finds_all)
        found = replace(case.analysis(), study_instance_uid=uid, findings=StudyFindings(uid, "", looked_at))
        for number, views in enumerate(found.views, 1):
            self._answer("analyse")
            cancel.check()
            if on_clip is not None:
                on_clip(views)
            progress(Progress("Embedding clips", number, len(found.views), views.sop_instance_uid))
        return found

    def name_views(self, clip: Clip, *, cancel: CancelToken) -> ClipViews | SkippedClip:
        self._answer("name_views")
        cancel.check()
        self.named.append(clip.sop_instance_uid)
        known = {views.sop_instance_uid: views for views in case.analysis().views}
        found = known.get(clip.sop_instance_uid.removesuffix(".1.9"))
        if found is None:
            return SkippedClip(clip.sop_instance_uid, "it is a still picture and the models look at motion")
        return replace(found, sop_instance_uid=clip.sop_instance_uid)

    def document_for(self, opened: Study, analysis: Analysis | None) -> Document:
        self._answer("document_for")
        if self.saved:
            return self.saved[-1]
        return self.document or case.draft()

    def save_draft(self, document: Document) -> datetime:
        self._answer("save_draft")
        self.saved.append(document)
        return NOW

    def sign(self, document: Document, passphrase: str, meaning: str, pictures: Sequence[KeyPicture] = ()) -> object:
        self._answer("sign")
        return replace_signed(document)

    def signer(self) -> SignerInfo:
        return SignerInfo("Dr Ada Reader", "MD", True)

    def amend(self, study_uid: str, reason: str) -> Document:
        self._answer("amend")
        return lifecycle.start_amendment(case.signed(), reason, NOW)

    def export_pdf(self, study_uid: str, path: Path) -> None:
        self._answer("export_pdf")
        path.write_bytes(b"%PDF-1.7\n")

    def demo_study_path(self) -> Path:
        self._answer("demo_study_path")
        return Path("demo")

    def set_urgent(self, study_uid: str, *, urgent: bool) -> None:
        self._answer("set_urgent")
        self.rows = tuple(replace(r, urgent=urgent) if r.study_uid == study_uid else r for r in self.rows)

    def views(self) -> Mapping[str, View]:
        return case.views()

    def set_view_override(self, study_uid: str, sop_uid: str, view_id: str) -> None:
        self._answer("set_view_override")
        self.views_set[sop_uid] = view_id

    def overrides(self, study_uid: str) -> Mapping[str, str]:
        return dict(self.views_set)


@dataclass(frozen=True)
class FakeSigned:
    """What signing returns."""

    document: Document
    pdf_bytes: bytes = b"%PDF-1.7"
    sha256: str = "9a" * 32


def replace_signed(document: Document) -> FakeSigned:
    """The document as if it had been signed."""
    return FakeSigned(replace(document, state=ReportState.FINAL, signature=case.signed().signature))


def decode_disc(clip: Clip, indices: Sequence[int]) -> np.ndarray:
    """Pictures of a clip without decoding anything."""
    frames = np.zeros((len(indices), 60, 80, 3), np.uint8)
    frames[:, 20:40, 30:50] = 200
    return frames
