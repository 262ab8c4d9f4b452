from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from deepcoro_desktop.core.bundle.manifest import (
    AttentionKind,
    AttentionSpec,
    BundleFile,
    Calibration,
    GoldenSpec,
    Manifest,
    PreprocessSpec,
    ReportIndexSpec,
    ReportOrigin,
    SectionSpec,
    TrainedOn,
    ViewLabel,
)
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
)
from deepcoro_desktop.core.report.document import Origin, ReportState, Review, to_canonical_json
from deepcoro_desktop.core.report.drafting import blank_document, document_from_analysis
from deepcoro_desktop.core.study import Calibration as ClipCalibration
from deepcoro_desktop.core.study import Clip, ClipSource, Patient, Series, SkippedClip, Study, Timing, TimingSource
from tests.core.report.examples import NOW

FILE = BundleFile("reports.jsonl", "0" * 64, 1)
UIDS = ("1.2.1", "1.2.2", "1.2.3", "1.2.4")


def clock() -> datetime:
    return NOW.astimezone(timezone(timedelta(hours=2)))


def manifest() -> Manifest:
    return Manifest(
        schema_version=1,
        bundle_id="demo-1.0",
        title="Demonstration bundle",
        created_utc="2026-03-01T00:00:00Z",
        intended_use="Demonstration.",
        licence="Apache-2.0",
        trained_on=TrainedOn.SYNTHETIC,
        preprocess=PreprocessSpec(1, 16, 2, 112, "regions", "sector", "RGB", "area", 8),
        models=(),
        views=(
            ViewLabel("a4c", "Apical four chamber", "apical", "2d", "Apical"),
            ViewLabel("a2c", "Apical two chamber", "apical", "2d", "Apical"),
        ),
        coarse_views=("Apical",),
        sections=(SectionSpec("Left ventricle", ("a4c",)), SectionSpec("IVC", ("subcostal_ivc",))),
        attention=AttentionSpec(AttentionKind.LEARNED),
        report_index=ReportIndexSpec(FILE, FILE, 2, 512, "cosine", ReportOrigin.SYNTHETIC),
        calibration=Calibration(phenotypes=()),
        metrics=(),
        golden=GoldenSpec(FILE, 1e-3),
    )


def clip(uid: str, number: int) -> Clip:
    return Clip(
        sop_instance_uid=uid,
        sop_class_uid="1.2.840.10008.5.1.4.1.1.3.1",
        series_instance_uid="1.2",
        source=ClipSource("/a"),
        transfer_syntax_uid="1.2.840.10008.1.2.1",
        rows=4,
        columns=4,
        frame_count=1,
        photometric="RGB",
        timing=Timing((0.0,), 0.0, TimingSource.STILL),
        calibration=ClipCalibration.UNCALIBRATED,
        calibration_reason="no regions",
        instance_number=number,
    )


def study() -> Study:
    clips = tuple(clip(uid, number) for number, uid in enumerate(UIDS))
    return Study(
        study_instance_uid="1.2.826.1",
        patient=Patient("DEMO^PHANTOM A=山田", "P-1", date(1954, 2, 11), "F"),
        series=(Series("1.2", 1, "", clips),),
        started_at=datetime(2026, 3, 14, 10, 38),  # noqa: DTZ001 - as the scanner wrote it
        height_cm=178.0,
        weight_kg=84.0,
        systolic_mmhg=132,
        diastolic_mmhg=78,
    )


def match(report_id: str, text: str, concept: str | None, section: str = "Left ventricle") -> ReportMatch:
    return ReportMatch(report_id, ReportOrigin.SYNTHETIC, 0.9, 0.5, (ReportSentence(section, text, concept),))


def analysis() -> Analysis:
    statements = (
        DraftStatement("LV is mildly dilated.", "lv=mild", 2, 3, (), (), "R1"),
        DraftStatement("EF is [__ %].", None, 1, 3, ("%",), (), "R3"),
    )
    matches = (
        match("R1", "LV is mildly dilated.", "lv=mild"),
        match("R2", "The left ventricle is mildly enlarged.", "lv=mild"),
        match("R3", "EF is [__ %].", None),
        match("R4", "LV is mildly dilated.", "lv=mild", section="IVC"),
    )
    return Analysis(
        study_instance_uid="1.2.826.1",
        bundle_id="demo-1.0",
        device="cpu",
        used=UIDS[:2],
        skipped=(SkippedClip(UIDS[2], "fewer than 8 frames"),),
        sampled_frames=((0,), (0,)),
        views=(
            ClipViews(UIDS[0], (ViewPrediction("a4c", 0.97), ViewPrediction("a2c", 0.03))),
            ClipViews(UIDS[1], (ViewPrediction("a2c", 1.0),), overridden=True),
        ),
        embeddings=(),
        attention=(
            SectionAttention(
                "Left ventricle", (ClipWeight(UIDS[0], 0.7), ClipWeight(UIDS[1], 0.3)), AttentionKind.LEARNED
            ),
        ),
        matches=(SectionMatches("Left ventricle", matches),),
        sections=(
            DraftSection("Left ventricle", assessed=True, reason="", statements=statements),
            DraftSection("IVC", assessed=False, reason="no subcostal view", statements=()),
        ),
        phenotypes=(),
        timings=Timings(0, 0, 0, 0, 0, 0, 0),
    )


def test_every_statement_is_the_models_and_waits_for_review() -> None:
    document = document_from_analysis(study(), analysis(), manifest(), clock, manifest_sha256="f" * 64)
    ventricle, cava = document.sections
    assert [(s.origin, s.review) for s in ventricle.statements] == [(Origin.MODEL, Review.PENDING)] * 2
    assert ventricle.statements[1].has_empty_slot
    assert not ventricle.attested
    assert (cava.assessed, cava.reason, cava.statements) == (False, "no subcostal view", ())
    assert document.state is ReportState.DRAFT
    assert document.updated_at.tzinfo is UTC


def test_the_evidence_names_clips_and_the_reports_that_say_the_same() -> None:
    document = document_from_analysis(study(), analysis(), manifest(), clock, manifest_sha256="f" * 64)
    coded, free = (statement.evidence for statement in document.sections[0].statements)
    assert coded is not None
    assert free is not None
    assert coded.clip_weights == ((UIDS[0], 0.7), (UIDS[1], 0.3))
    assert coded.report_ids == ("R1", "R2")  # the same finding in other words; R4 says it of another section
    assert (coded.votes, coded.of) == (2, 3)
    assert free.report_ids == ("R3",)


def test_without_neighbours_the_source_is_named() -> None:
    found = replace(analysis(), matches=(), attention=())
    document = document_from_analysis(study(), found, manifest(), clock, manifest_sha256="f" * 64)
    evidence = document.sections[0].statements[0].evidence
    assert evidence is not None
    assert (evidence.report_ids, evidence.clip_weights) == (("R1",), ())


def test_every_clip_is_listed_with_what_became_of_it() -> None:
    document = document_from_analysis(study(), analysis(), manifest(), clock, manifest_sha256="f" * 64)
    assert [(c.view_label, c.used, c.reason) for c in document.clips] == [
        ("Apical four chamber", True, ""),
        ("Apical two chamber", True, "view set by the reader"),
        ("", False, "fewer than 8 frames"),
        ("", False, "not examined"),
    ]


def test_identity_and_model_are_as_they_will_be_printed() -> None:
    document = document_from_analysis(study(), analysis(), manifest(), clock, manifest_sha256="f" * 64)
    identity = document.identity
    assert (identity.patient_name, identity.birth_date, identity.sex) == ("DEMO PHANTOM A", "1954-02-11", "F")
    assert (identity.study_datetime, identity.blood_pressure) == ("2026-03-14T10:38", "132/78 mmHg")
    assert document.model is not None
    assert (document.model.manifest_sha256, document.model.trained_on) == ("f" * 64, "synthetic")
    assert document.is_demonstration


def test_the_same_study_gives_the_same_draft_byte_for_byte() -> None:
    drafts = [document_from_analysis(study(), analysis(), manifest(), clock, manifest_sha256="f" * 64) for _ in "ab"]
    assert to_canonical_json(drafts[0]) == to_canonical_json(drafts[1])


def test_a_blank_draft_has_all_sections_and_no_model() -> None:
    document = blank_document(study(), ("Left ventricle", "IVC"), clock)
    assert [section.name for section in document.sections] == ["Left ventricle", "IVC"]
    assert all(section.assessed and not section.statements for section in document.sections)
    assert document.model is None
    assert not document.is_demonstration
