from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from deepcoro_desktop.core.errors import LifecycleError, SigningError
from deepcoro_desktop.core.report.document import ReportState, content_sha256
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
