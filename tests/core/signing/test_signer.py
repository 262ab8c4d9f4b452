from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta, timezone
from io import BytesIO

import cv2
import numpy as np
import pytest
from pypdf import PdfReader

from deepcoro_desktop.core.errors import LifecycleError, SigningError
from deepcoro_desktop.core.report.document import SCHEMA_VERSION, PrintedFrame, ReportState, content_sha256
from deepcoro_desktop.core.report.key_pictures import KeyPicture
from deepcoro_desktop.core.report.lifecycle import Role, start_amendment
from deepcoro_desktop.core.report.pdf import render_pdf
from deepcoro_desktop.core.signing.identity import SignerIdentity
from deepcoro_desktop.core.signing.signed import SignedReport
from deepcoro_desktop.core.signing.signer import sign_document
from deepcoro_desktop.core.signing.verify import verify_pdf
from tests.core.report.examples import LATER, draft, ready
from tests.core.signing.conftest import AUDIT_HEAD, PASSPHRASE, Attempts, clock


def test_a_signed_report_is_final_and_bound_to_its_content(signed: SignedReport) -> None:
    document = signed.document
    assert document.state is ReportState.FINAL
    assert document.audit_head == AUDIT_HEAD
    assert document.signature is not None
    assert document.signature.content_sha256 == content_sha256(document)
    assert document.signature.signed_at == "2026-03-14T10:55:00+00:00"


def test_the_pages_stay_as_they_were_set(signed: SignedReport) -> None:
    pages = render_pdf(signed.document)
    assert signed.pdf_bytes.startswith(pages)
    appended = signed.pdf_bytes[len(pages) :]
    assert b"/Metadata" not in appended.split(b"/Perms")[0] or b"<x:xmpmeta" not in appended
    assert b"/DocMDP" in appended
    assert b"/ETSI.CAdES.detached" in appended
    assert b"-9999" in appended  # out of the page: PDF/A-3A and PDF/UA stay true


def test_the_time_is_printed_in_the_zone_asked_for(identity: SignerIdentity, attempts: Attempts) -> None:
    zone = timezone(timedelta(hours=-5))
    report = sign_document(ready(), identity, PASSPHRASE, clock, AUDIT_HEAD, attempts=attempts, zone=zone)
    assert report.document.signature is not None
    assert report.document.signature.signed_at == "2026-03-14T05:55:00-05:00"
    assert verify_pdf(report.pdf_bytes, clock=clock).intact


def test_key_frames_are_listed_in_the_signed_json(identity: SignerIdentity, attempts: Attempts) -> None:
    done, jpeg = cv2.imencode(".jpg", np.full((60, 80, 3), 90, np.uint8))
    assert done
    frames = (PrintedFrame("1.2.3", 4, 100.0, "A4C, frame 4 of 6"), PrintedFrame("1.2.4", 1, 0.0, "PLAX"))
    pictures = [KeyPicture(jpeg.tobytes(), frame, 80, 60) for frame in frames]
    older = replace(ready(), schema_version=1)
    report = sign_document(older, identity, PASSPHRASE, clock, AUDIT_HEAD, attempts=attempts, pictures=pictures)
    (attached,) = PdfReader(BytesIO(report.pdf_bytes)).attachments["interpretation.json"]
    raw = json.loads(attached)
    assert raw["schema_version"] == SCHEMA_VERSION
    assert [(entry["sop_instance_uid"], entry["frame_number"], entry["time_ms"]) for entry in raw["key_frames"]] == [
        ("1.2.3", 4, 100.0),
        ("1.2.4", 1, 0.0),
    ]
    assert [entry["caption"] for entry in raw["key_frames"]] == ["A4C, frame 4 of 6", "PLAX"]
    verification = verify_pdf(report.pdf_bytes, clock=clock)
    assert verification.intact
    assert verification.document == report.document
    assert "The pages hold key frames (2), which only the file itself has" in verification.reasons[-1]
    assert start_amendment(report.document, "EF corrected", LATER).key_frames == (), "kept ones come when it is signed"


def test_a_report_with_something_missing_is_not_signed(identity: SignerIdentity, attempts: Attempts) -> None:
    with pytest.raises(SigningError, match="Left ventricle: a sentence is to be reviewed"):
        sign_document(draft(), identity, PASSPHRASE, clock, AUDIT_HEAD, attempts=attempts)
    assert attempts.failures() == 0


def test_a_wrong_passphrase_signs_nothing_and_counts(identity: SignerIdentity, attempts: Attempts) -> None:
    with pytest.raises(SigningError, match="passphrase is wrong"):
        sign_document(ready(), identity, "wrong passphrase", clock, AUDIT_HEAD, attempts=attempts)
    assert attempts.failures() == 1


def test_a_technician_signs_nothing(identity: SignerIdentity, attempts: Attempts) -> None:
    with pytest.raises(LifecycleError, match="Only a physician"):
        sign_document(ready(), identity, PASSPHRASE, clock, AUDIT_HEAD, attempts=attempts, role=Role.TECHNICIAN)


def test_a_signed_report_is_not_signed_again_but_amended(
    signed: SignedReport, identity: SignerIdentity, attempts: Attempts
) -> None:
    with pytest.raises(SigningError, match="already signed"):
        sign_document(signed.document, identity, PASSPHRASE, clock, AUDIT_HEAD, attempts=attempts)
    amended = replace(start_amendment(signed.document, "Typing error.", LATER), impression="Corrected.")
    report = sign_document(amended, identity, PASSPHRASE, clock, AUDIT_HEAD, attempts=attempts)
    assert (report.document.state, report.document.revision) == (ReportState.AMENDED, 2)
    assert verify_pdf(report.pdf_bytes, clock=clock).accepted
