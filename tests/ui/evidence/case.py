"""One invented study, read by an invented model: what the panels of evidence and report show in tests."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from deepcoro_desktop.core.bundle.manifest import AttentionKind, ReportOrigin
from deepcoro_desktop.core.inference.results import (
    Analysis,
    ClipViews,
    ClipWeight,
    DraftSection,
    DraftStatement,
    ReportMatch,
    ReportSentence,
    SectionAttention,
    SectionMatches,
    Timings,
    ViewPrediction,
    Vote,
)
from deepcoro_desktop.core.patient import Patient
from deepcoro_desktop.core.report import editing
from deepcoro_desktop.core.report.document import (
    ClipUse,
    Document,
    Evidence,
    Identity,
    ModelIdentity,
    Origin,
    ReportState,
    Review,
    Section,
    Signature,
    Statement,
)
from deepcoro_desktop.core.study import Calibration, Clip, ClipSource, Series, Study, Timing, TimingSource, View

NOW = datetime(2026, 3, 14, 10, 52, 7, tzinfo=UTC)
STUDY_UID = "1.2.826.0.1.3680043.8.498.117"

CLIP_VIEWS = (
    "plax", "plax_color_av_mv", "psax_av", "psax_mv", "psax_papillary", "a4c", "a4c_lv", "a4c_color_mv", "a2c", "a3c",
    "a5c_color", "subcostal_4c", "subcostal_ivc", "ssn_arch",
)  # fmt: skip

_MODEL: dict[str, tuple[tuple[str, int], ...]] = {
    "Left ventricle": (
        ("Left ventricular size is mildly dilated.", 41),
        ("Left ventricular systolic function is moderately reduced, with an ejection fraction of [__ %] by biplane"
         " Simpson.", 44),
        ("There is mild concentric left ventricular hypertrophy.", 29),
    ),
    "Wall motion": (
        ("There is global hypokinesis, more marked in the inferior and inferolateral segments at mid level.", 38),
        ("No aneurysm is seen.", 47),
    ),
    "Right ventricle": (
        ("Right ventricular size is normal.", 45),
        ("Right ventricular systolic function is mildly reduced, TAPSE [__ cm].", 27),
    ),
    "Left atrium": (("The left atrium is moderately dilated.", 36),),
    "Right atrium": (("The right atrium is of normal size.", 43),),
    "Atrial septum": (),
    "Mitral valve": (
        ("The mitral leaflets are mildly thickened with preserved opening.", 33),
        ("There is moderate mitral regurgitation, probably secondary to tethering of the posterior leaflet.", 26),
        ("No mitral stenosis.", 48),
    ),
    "Aortic valve": (("The aortic valve is trileaflet with mild sclerosis.", 31), ("No aortic stenosis.", 46)),
    "Tricuspid valve": (("There is mild tricuspid regurgitation.", 35), ("Peak gradient [__ mmHg].", 30)),
    "Pulmonic valve": (),
    "Pericardium": (("No pericardial effusion.", 49),),
    "Aorta": (("The aortic root is of normal size.", 42),),
    "IVC": (("The inferior vena cava is normal in size and collapses with inspiration.", 39),),
    "Pulmonary artery": (),
    "Pulmonary veins": (),
}  # fmt: skip
REASONS = {
    "Atrial septum": "no subcostal colour view",
    "Pulmonic valve": "no RV outflow view",
    "Pulmonary artery": "no view of the bifurcation",
    "Pulmonary veins": "no pulmonary vein Doppler",
}
SECTIONS = tuple(_MODEL)
_READ = ("Left atrium", "Right atrium", "Aortic valve", "Pericardium", "Aorta", "IVC", "Wall motion")


def views() -> dict[str, View]:
    path = Path(__file__).parents[3] / "resources" / "views.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: View(**row) for row in csv.DictReader(file)}


def uid(number: int) -> str:
    return f"1.2.3.{number}"


def study() -> Study:
    start = datetime(2026, 3, 14, 10, 38)  # noqa: DTZ001  # as a scanner writes it, without a zone
    clips = tuple(
        Clip(
            sop_instance_uid=uid(number), sop_class_uid="1.2.840.10008.5.1.4.1.1.3.1", series_instance_uid="1.2.9",
            source=ClipSource(f"clip{number}.dcm"), transfer_syntax_uid="1.2.840.10008.1.2.4.50", rows=600,
            columns=800, frame_count=2, photometric="YBR_FULL_422", calibration=Calibration.UNCALIBRATED,
            calibration_reason="no regions", timing=Timing((0.0, 20.0), 40.0, TimingSource.FRAME_TIME),
            acquired_at=start + timedelta(seconds=20 * number), instance_number=number,
        )
        for number in range(1, len(CLIP_VIEWS) + 1)
    )  # fmt: skip
    return Study(
        study_instance_uid=STUDY_UID, patient=Patient("DEMO^PHANTOM A", "P-000117", date(1954, 2, 11), "F"),
        series=(Series("1.2.9", 1, "TTE", clips),), started_at=start,
    )  # fmt: skip


def clip_views(number: int) -> ClipViews:
    names = [CLIP_VIEWS[number - 1], "a3c", "psax_apex", "a5c"]
    shares = (0.99 - 0.01 * (number % 7), 0.02, 0.01, 0.004)
    return ClipViews(uid(number), tuple(ViewPrediction(n, p) for n, p in zip(names, shares, strict=True)))


def _weights(section: str) -> tuple[ClipWeight, ...]:
    offset = SECTIONS.index(section)
    order = [(7 + offset + step * 3 - 1) % 14 + 1 for step in range(14)]
    raw = [1.0, 0.88, 0.64, 0.35, 0.31, 0.22, 0.15, 0.11, 0.08, 0.06, 0.04, 0.03, 0.02, 0.01]
    return tuple(ClipWeight(uid(n), w / sum(raw)) for n, w in zip(order, raw, strict=True))


def _dissent(votes: int) -> tuple[Vote, ...]:
    rest = 50 - votes
    silent = rest // 3
    parts = [Vote("Wall thickness is normal, septum [__ cm].", rest - silent), Vote("says nothing", silent)]
    return tuple(vote for vote in parts if vote.count)


def _matches(section: str) -> tuple[ReportMatch, ...]:
    wordings = (
        "LV is mildly enlarged. Systolic function is moderately reduced, EF [__ %]. Wall thickness is normal.",
        "Mild LV dilatation with moderately depressed function, EF [__ %]. Global hypokinesis.",
        "LV dilated, mild concentric hypertrophy, EF [__ %].",
    )
    return tuple(
        ReportMatch(
            report_id=f"P-{204471 - 137 * n}", origin=ReportOrigin.SYNTHETIC, similarity=0.871 - 0.005 * n,
            weight=0.02, sentences=(ReportSentence(section, wordings[n % 3], None),),
        )
        for n in range(50)
    )  # fmt: skip


def analysis(kind: AttentionKind = AttentionKind.LEARNED) -> Analysis:
    sections = tuple(
        DraftSection(
            name, bool(sentences), REASONS.get(name, ""),
            tuple(
                DraftStatement(text, None, votes, 50, ("%",) if "[__" in text else (), _dissent(votes), "P-204471")
                for text, votes in sentences
            ),
        )
        for name, sentences in _MODEL.items()
    )  # fmt: skip
    used = tuple(uid(n) for n in range(1, 15))
    return Analysis(
        study_instance_uid=STUDY_UID, bundle_id="demo-1.0", device="cpu", used=used, skipped=(),
        sampled_frames=tuple((0, 1) for _ in used), views=tuple(clip_views(n) for n in range(1, 15)), embeddings=(),
        attention=tuple(SectionAttention(name, _weights(name), kind) for name in SECTIONS),
        matches=tuple(SectionMatches(name, _matches(name)) for name in SECTIONS), sections=sections, phenotypes=(),
        timings=Timings(1, 1, 1, 1, 1, 1, 1),
    )  # fmt: skip


def identity() -> Identity:
    return Identity(
        patient_name="DEMO PHANTOM A", patient_id="P-000117", birth_date="1954-02-11", sex="F",
        study_instance_uid=STUDY_UID, study_datetime="2026-03-14T10:38", accession_number="A-2026-0117",
        institution="Phantom Heart Centre", description="Transthoracic echocardiogram", height_cm=178.0,
        weight_kg=84.0, body_surface_area_m2=2.0379, blood_pressure="132/78 mmHg", age_years=72,
    )  # fmt: skip


def _drafted(section: str, number: int) -> Section:
    weights = tuple((w.sop_instance_uid, w.weight) for w in _weights(section))
    statements = tuple(
        Statement(
            f"model-{number:02d}-{position:02d}", text, Origin.MODEL, Review.PENDING,
            evidence=Evidence("demo-1.0", weights, ("P-204471", "P-204197"), votes, 50),
        )
        for position, (text, votes) in enumerate(_MODEL[section], start=1)
    )  # fmt: skip
    return Section(section, bool(statements), REASONS.get(section, ""), statements)


def draft() -> Document:
    """The draft as the model leaves it: everything is to review."""
    return Document(
        document_id="11111111-2222-3333-4444-555555555555", revision=1, state=ReportState.DRAFT, identity=identity(),
        sections=tuple(_drafted(name, n) for n, name in enumerate(SECTIONS, start=1)),
        model=ModelIdentity("demo-1.0", "Demonstration bundle", "3f9c" + "0" * 56 + "a71e", "synthetic",
                            "Demonstration on synthetic studies. Not for diagnosis.", "cpu"),
        clips=tuple(ClipUse(uid(n), CLIP_VIEWS[n - 1], 0.97, used=True) for n in range(1, 15)), updated_at=NOW,
    )  # fmt: skip


def half_read() -> Document:
    """The draft in the middle of its reading: as in the picture of the design."""
    document = draft()
    for section in document.sections:
        if section.name in _READ:
            for statement in section.statements:
                document = editing.accept(document, statement.statement_id, NOW)
            document = editing.attest_section(document, section.name, NOW)
    document = editing.accept(document, "model-01-01", NOW)
    document = editing.fill_slot(document, "model-01-02", 0, "38", NOW)
    document = editing.add_statement(
        document, "Left ventricle", "No left ventricular thrombus is seen in the views obtained.", NOW
    )
    document = editing.accept(document, "model-07-01", NOW)
    document = editing.reject(document, "model-07-02", NOW)
    return editing.edit(document, "model-07-03", "No mitral stenosis in the views obtained.", NOW)


def read_through() -> Document:
    """The draft with nothing missing but the signature."""
    document = half_read()
    for section in document.sections:
        for statement in section.statements:
            if statement.has_empty_slot:
                document = editing.fill_slot(document, statement.statement_id, 0, "2.1", NOW)
            elif statement.review is Review.PENDING:
                document = editing.accept(document, statement.statement_id, NOW)
        if section.assessed:
            document = editing.attest_section(document, section.name, NOW)
    return editing.set_impression(document, "Dilated left ventricle with moderately reduced function.", NOW)


def signed() -> Document:
    signature = Signature("Dr Ada Reader", "MD", "I have reviewed it.", "2026-03-14T11:05:00+01:00", "9a" * 32)
    return replace(read_through(), state=ReportState.FINAL, signature=signature)
