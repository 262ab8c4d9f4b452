from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from pydicom import dcmread

from deepcoro_desktop.core.bundle.manifest import ViewLabel
from deepcoro_desktop.core.bundle.views import standard_views
from deepcoro_desktop.core.errors import (
    BundleError,
    CancelledError,
    DeepcoroError,
    NothingUsableError,
    SigningError,
    StorageError,
)
from deepcoro_desktop.core.measurement.measurement import Sheet
from deepcoro_desktop.core.measurement.wall_motion import all_normal
from deepcoro_desktop.core.patient import PatientFacts
from deepcoro_desktop.core.progress import CancelToken, Progress
from deepcoro_desktop.core.report import editing
from deepcoro_desktop.core.report.document import Document, ReportState, Review
from deepcoro_desktop.core.report.readiness import missing
from deepcoro_desktop.core.signing.verify import verify_pdf
from deepcoro_desktop.core.storage.audit import Audit
from deepcoro_desktop.core.study import Colours
from deepcoro_desktop.core.unattended import describe_verification, verify_file
from deepcoro_desktop.core.workspace import SECTIONS, AiState, Workspace, WorkspacePaths
from tests.bundle_factory import SECTIONS as SECTIONS_OF_BUNDLE
from tests.bundle_factory import VIEW_IDS, rewrite_manifest, write_bundle
from tests.dicom_factory import uid, write_study

NOW = datetime(2026, 3, 14, 10, 52, 7, tzinfo=UTC)
PASSPHRASE = "four plain words here"


def clock() -> datetime:
    return NOW


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    write_bundle(folder)
    return folder


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    write_study(folder, (0, 1, 2, 3))
    return folder


@pytest.fixture
def workspace(tmp_path: Path, bundle: Path) -> Workspace:
    return Workspace(WorkspacePaths.under(tmp_path / "home"), clock=clock, bundle_folder=bundle, device="cpu")


def ready(document: Document) -> Document:
    """The document as a reader leaves it: slots filled, everything accepted, every section attested."""
    for section in document.sections:
        for statement in section.statements:
            while "[__" in editing.find_statement(document, statement.statement_id).text:
                document = editing.fill_slot(document, statement.statement_id, 0, "42", NOW)
            if editing.find_statement(document, statement.statement_id).review is Review.PENDING:
                document = editing.accept(document, statement.statement_id, NOW)
        if section.assessed:
            if not section.statements:
                document = editing.mark_not_assessed(document, section.name, "not seen", NOW)
            else:
                document = editing.attest_section(document, section.name, NOW)
    return editing.set_impression(document, "Nothing urgent.", NOW)


def test_case_runs_from_import_to_verified_report(workspace: Workspace, files: Path, tmp_path: Path) -> None:
    report = workspace.import_paths([files])
    assert report.found == 4
    uid = report.studies[0].study_instance_uid
    study = workspace.open_study(uid)
    analysis = workspace.analyse(study)
    document = workspace.document_for(study, analysis)
    assert workspace.studies()[0].ai_state is AiState.READY
    assert workspace.studies()[0].report_state is None

    document = ready(document)
    assert missing(document) == ()
    workspace.save_draft(document)
    assert workspace.studies()[0].report_state is ReportState.DRAFT

    signed = workspace.sign(document, PASSPHRASE)
    assert signed.document.state is ReportState.FINAL
    assert workspace.studies()[0].report_state is ReportState.FINAL
    assert workspace.document_for(study, analysis) == signed.document

    pdf = tmp_path / "report.pdf"
    assert workspace.export_pdf(uid, pdf) == signed.sha256
    verdict = verify_file(pdf, clock=clock)
    assert verdict.accepted
    assert "INTACT" in describe_verification(verdict)

    amended = workspace.amend(uid, "EF corrected")
    assert amended.revision == 2
    assert workspace.document_for(study, analysis).revision == 2


def test_wrong_passphrase_signs_nothing(workspace: Workspace, files: Path) -> None:
    study = workspace.import_paths([files]).studies[0]
    document = ready(workspace.document_for(study, workspace.analyse(study)))
    assert workspace.signer().is_new
    signed = workspace.sign(document, PASSPHRASE)
    assert not workspace.signer().is_new
    amended = ready(workspace.amend(study.study_instance_uid, "typing error"))
    with pytest.raises(SigningError, match="passphrase is wrong"):
        workspace.sign(amended, "another passphrase")
    assert workspace.document_for(study, None).revision == signed.document.revision + 1


def test_draft_keeps_what_the_reader_touched_when_a_view_is_corrected(workspace: Workspace, files: Path) -> None:
    study = workspace.import_paths([files]).studies[0]
    uid = study.study_instance_uid
    analysis = workspace.analyse(study)
    document = workspace.document_for(study, analysis)
    section = next(s for s in document.sections if s.statements)
    edited = editing.edit(document, section.statements[0].statement_id, "The reader's own words.", NOW)
    workspace.save_draft(edited)

    clip = study.clips[0].sop_instance_uid
    other = next(v for v in workspace.bundle.manifest.views if v.id != analysis.views[0].best.view_id)  # type: ignore[union-attr]
    workspace.set_view_override(uid, clip, other.id)
    again = workspace.analyse(study, overrides=workspace.overrides(uid))
    assert again.views[0].overridden
    refreshed = workspace.document_for(study, again)
    kept = next(s for s in refreshed.sections if s.name == section.name)
    assert kept.statements[0].text == "The reader's own words."
    workspace.set_view_override(uid, clip, "")
    assert workspace.overrides(uid) == {}


def test_what_if_needs_the_clips_no_more(workspace: Workspace, files: Path) -> None:
    study = workspace.import_paths([files]).studies[0]
    first = workspace.analyse(study)
    out = frozenset({first.used[0]})
    full = workspace.analyse(study, excluded=out)
    for file in files.iterdir():
        file.unlink()
    again = workspace.analyse(study, excluded=out, findings=first.findings)
    assert replace(again, timings=full.timings, embeddings=()) == replace(full, embeddings=())
    assert [e.sha256 for e in again.embeddings] == [e.sha256 for e in full.embeddings]


def test_import_twice_adds_nothing(workspace: Workspace, files: Path) -> None:
    assert workspace.import_paths([files]).added == 4
    assert workspace.import_paths([files]).added == 0
    (row,) = workspace.studies()
    assert row.clip_count == 4


def test_import_that_broke_off_goes_on_where_it_stood(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, places in (("first", (0, 1, 2)), ("second", (0, 1))):
        write_study(tmp_path / "both" / name, places, study=name)
    append = Audit.append
    seen = []

    def break_off(self: Audit, *arguments: str, **detail: object) -> object:
        seen.append(arguments)
        if len(seen) == 2:
            raise StorageError("The disk is full.", "Free some space.")
        return append(self, *arguments, **detail)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(Audit, "append", break_off)
        with pytest.raises(StorageError, match="disk is full"):
            workspace.import_paths([tmp_path / "both"])
    assert workspace.import_paths([tmp_path / "both"]).added == 0
    assert sorted(row.clip_count for row in workspace.studies()) == [2, 3]


def test_cancelled_import_leaves_the_list_as_it_was_and_can_be_made_again(workspace: Workspace, files: Path) -> None:
    token = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.done == 2:
            token.cancel()

    with pytest.raises(CancelledError):
        workspace.import_paths([files], cancel=token, progress=stop)
    assert workspace.studies() == ()
    assert workspace.import_paths([files]).added == 4


def test_prior_of_the_same_patient_opens_and_another_birth_date_is_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    for name in ("now", "before", "stranger"):
        for path in write_study(tmp_path / name, (0,), study=name):
            if name == "stranger":
                data = dcmread(path)
                data.PatientBirthDate = "19610102"
                data.save_as(path)
        workspace.import_paths([tmp_path / name])
    now = workspace.open_study(uid("now"))
    assert workspace.open_prior(now, uid("before")).study_instance_uid == uid("before")
    with pytest.raises(StorageError, match="another birth date"):
        workspace.open_prior(now, uid("stranger"))


def test_reader_s_facts_and_colours_are_there_when_the_study_is_opened_again(workspace: Workspace, files: Path) -> None:
    study = workspace.import_paths([files]).studies[0]
    clip = study.clips[0].sop_instance_uid
    workspace.casebook.set_facts(study, PatientFacts(height_cm=180.0, weight_kg=80.0, indication="murmur"))
    workspace.casebook.set_colours(study.study_instance_uid, clip, Colours.YBR)
    again = workspace.open_study(study.study_instance_uid)
    assert again.body_surface_area_m2 == pytest.approx(2.0)
    assert again.clip(clip).colours is Colours.YBR
    assert workspace.document_for(again, None).identity.body_surface_area_m2 == pytest.approx(2.0)
    workspace.import_paths([files])
    assert workspace.studies()[0].indication == "murmur", "a new import does not undo the correction"


def test_second_part_of_a_study_joins_the_first(workspace: Workspace, tmp_path: Path) -> None:
    parts = [tmp_path / "monday", tmp_path / "tuesday"]
    for part, places in zip(parts, ((0, 1), (0, 1, 2)), strict=True):
        write_study(part, places)
    (tmp_path / "tuesday" / "IM0001").unlink(missing_ok=True)
    for part in parts:
        uid = workspace.import_paths([part]).studies[0].study_instance_uid
    (row,) = workspace.studies()
    assert row.clip_count == 3
    assert len(workspace.open_study(uid).clips) == 3


def test_lost_store_is_told_and_found_again(workspace: Workspace, files: Path, tmp_path: Path, bundle: Path) -> None:
    workspace.import_paths([files])
    store, kept = workspace._paths.store, tmp_path / "kept.db"
    store.rename(kept)
    with pytest.raises(StorageError, match="lost or empty"):
        Workspace(workspace._paths, clock=clock, bundle_folder=bundle)
    assert not store.exists()
    kept.rename(store)
    assert len(Workspace(workspace._paths, clock=clock, bundle_folder=bundle).studies()) == 1


def test_import_lists_refused_file_by_name(workspace: Workspace, files: Path) -> None:
    (files / "notes.txt").write_text("hello")
    report = workspace.import_paths([files])
    assert report.found == 5
    assert [file.name for file in report.skipped] == ["notes.txt"]


def test_import_of_nothing_says_what_to_do(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingUsableError, match="Choose the folder that holds the study"):
        workspace.import_paths([tmp_path / "empty"])
    assert workspace.studies() == ()


def test_reader_works_without_a_model(tmp_path: Path, files: Path) -> None:
    workspace = Workspace(WorkspacePaths.under(tmp_path / "home"), clock=clock, ai_enabled=False)
    study = workspace.import_paths([files]).studies[0]
    with pytest.raises(BundleError, match="switched off"):
        workspace.analyse(study)
    document = workspace.document_for(study, None)
    assert tuple(section.name for section in document.sections) == SECTIONS
    assert document.model is None


def test_the_readers_name_stands_in_the_audit_record(tmp_path: Path, files: Path) -> None:
    workspace = Workspace(
        WorkspacePaths.under(tmp_path / "home"), clock=clock, ai_enabled=False, reader="Dr Ada Reader"
    )
    study = workspace.import_paths([files]).studies[0]
    sheet = Sheet(study.study_instance_uid, wall_motion=all_normal(16))
    workspace.sheets.save(sheet, clock())
    with workspace._database.reading() as connection:
        actors = {row[0] for row in connection.execute("SELECT actor FROM audit")}
    assert actors == {"Dr Ada Reader"}


def test_missing_bundle_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    workspace = Workspace(WorkspacePaths.under(tmp_path / "home"), clock=clock, bundle_folder=tmp_path / "none")
    assert workspace.bundle is None
    assert workspace.bundle_problem is not None


def test_moved_study_says_so(workspace: Workspace, files: Path) -> None:
    uid = workspace.import_paths([files]).studies[0].study_instance_uid
    for file in files.iterdir():
        file.unlink()
    write_study(files, (0, 1), study="another")
    with pytest.raises(StorageError, match="no longer where it was imported"):
        workspace.open_study(uid)


def test_signed_report_is_no_draft(workspace: Workspace, files: Path) -> None:
    study = workspace.import_paths([files]).studies[0]
    signed = workspace.sign(ready(workspace.document_for(study, workspace.analyse(study))), PASSPHRASE)
    with pytest.raises(StorageError, match="is no draft"):
        workspace.save_draft(signed.document)
    unsigned = replace(signed.document, signature=None, state=ReportState.DRAFT)
    with pytest.raises(StorageError, match="is signed"):
        workspace.save_draft(unsigned)


def own_pkcs12(path: Path) -> bytes:
    """Write a reader's own PKCS#12 file and return its certificate, DER."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Dr Ada Reader")])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=365))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    locked = BestAvailableEncryption(PASSPHRASE.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"reader", key, certificate, None, locked))
    return certificate.public_bytes(Encoding.DER)


def test_reader_signs_with_the_own_certificate(workspace: Workspace, files: Path, tmp_path: Path) -> None:
    certificate = own_pkcs12(tmp_path / "reader.p12")
    who = workspace.choose_identity(tmp_path / "reader.p12")
    assert (who.demonstration, who.is_new, who.name) == (False, False, "Certificate in reader.p12")
    study = workspace.import_paths([files]).studies[0]
    document = ready(workspace.document_for(study, workspace.analyse(study)))
    with pytest.raises(SigningError, match="passphrase is wrong"):
        workspace.sign(document, "another passphrase")
    signed = workspace.sign(document, PASSPHRASE)
    assert signed.document.signature is not None
    assert signed.document.signature.signer_name == "Dr Ada Reader"
    stranger = verify_pdf(signed.pdf_bytes, clock=clock)
    assert (stranger.intact, stranger.demonstration, stranger.accepted) == (True, False, False)
    assert verify_pdf(signed.pdf_bytes, trusted=(certificate,), clock=clock).accepted
    assert not workspace.choose_identity(None).name.startswith("Certificate")


def test_wrong_passphrases_of_the_own_certificate_lock_signing(
    workspace: Workspace, files: Path, tmp_path: Path
) -> None:
    own_pkcs12(tmp_path / "reader.p12")
    workspace.choose_identity(tmp_path / "reader.p12")
    study = workspace.import_paths([files]).studies[0]
    document = ready(workspace.document_for(study, workspace.analyse(study)))
    for _ in range(5):
        with pytest.raises(SigningError, match="passphrase is wrong"):
            workspace.sign(document, "another passphrase")
    with pytest.raises(SigningError, match="Signing is locked after 5 wrong passphrases"):
        workspace.sign(document, PASSPHRASE)


@pytest.mark.parametrize(
    ("device", "folder", "ai_enabled", "state"),
    [
        ("no such device", "bundle", True, AiState.FAILED),
        ("cpu", "away", True, AiState.FAILED),
        ("cpu", "bundle", False, AiState.NONE),
    ],
)
def test_models_that_cannot_be_opened_are_a_failure_on_the_list_unless_they_were_switched_off(
    tmp_path: Path, bundle: Path, files: Path, device: str, folder: str, ai_enabled: bool, state: AiState
) -> None:
    place = bundle if folder == "bundle" else tmp_path / folder
    paths = WorkspacePaths.under(tmp_path / "home")
    workspace = Workspace(paths, clock=clock, bundle_folder=place, device=device, ai_enabled=ai_enabled)
    (study,) = workspace.import_paths([files]).studies
    with pytest.raises(DeepcoroError):
        workspace.analyse(study)
    assert workspace.studies()[0].ai_state is state


def test_a_clip_may_have_the_bundles_views_and_no_others(workspace: Workspace, tmp_path: Path) -> None:
    assert tuple(workspace.views()) == VIEW_IDS
    own = ViewLabel("A2C", "Apical two-chamber", "apical", "2d", "A2C")
    folder = write_bundle(tmp_path / "other")
    views = (own, *workspace.bundle.manifest.views[1:])  # type: ignore[union-attr]
    sections = tuple(replace(section, required_views=()) for section in SECTIONS_OF_BUNDLE)
    rewrite_manifest(folder, views=views, coarse_views=tuple({v.coarse_view for v in views}), sections=sections)
    other = Workspace(WorkspacePaths.under(tmp_path / "second"), clock=clock, bundle_folder=folder, device="cpu")
    assert tuple(other.views()) == ("A2C", *VIEW_IDS[1:])
    assert other.views()["A2C"].label == "Apical two-chamber"


def test_without_a_bundle_the_standard_views_are_there(tmp_path: Path) -> None:
    workspace = Workspace(WorkspacePaths.under(tmp_path), clock=clock, bundle_folder=tmp_path / "none", device="cpu")
    assert dict(workspace.views()) == dict(standard_views())
