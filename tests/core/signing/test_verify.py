from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from deepcoro_desktop.core.errors import VerificationError
from deepcoro_desktop.core.report.document import content_sha256
from deepcoro_desktop.core.report.pdf import render_pdf
from deepcoro_desktop.core.signing import signer as staged
from deepcoro_desktop.core.signing.identity import (
    DEMONSTRATION_MARK,
    SignerIdentity,
    import_identity,
    make_demonstration_identity,
    unlock,
)
from deepcoro_desktop.core.signing.signed import SignedReport
from deepcoro_desktop.core.signing.verify import MAX_BYTES, Verification, verify_pdf
from tests.core.report.examples import LATER, ready
from tests.core.signing.conftest import AUDIT_HEAD, PASSPHRASE, Attempts, clock


def verify(data: bytes) -> Verification:
    return verify_pdf(data, clock=clock)


def test_accepts_what_was_signed_and_tells_all_of_it(signed: SignedReport, signed_file: Path) -> None:
    verification = verify_pdf(signed_file, clock=clock)
    assert verification.intact
    assert verification.accepted
    assert verification.demonstration
    assert not verification.trusted
    assert verification.document == signed.document
    assert verification.file_sha256 == signed.sha256
    assert verification.audit_head == AUDIT_HEAD
    assert verification.pages_reproduced
    assert dict(verification.origin_counts) == {"AI, accepted": 1, "AI, edited": 1, "rejected": 1, "reader's own": 1}
    assert [s.origin for s in verification.statements] == ["model", "model", "clinician"]
    assert "nobody vouches for the name" in verification.reasons[1]


def test_report_signed_in_schema_1_is_still_intact(signed: SignedReport, identity: SignerIdentity) -> None:
    older = replace(signed.document, schema_version=1, signature=None)
    assert signed.document.signature is not None
    older = replace(older, signature=replace(signed.document.signature, content_sha256=content_sha256(older)))
    verification = verify(sealed(older, identity, render_pdf(older)))
    assert verification.intact
    assert verification.pages_reproduced
    assert verification.document == older


def test_trusts_a_demonstration_only_as_far_as_the_caller_does(signed: SignedReport, identity: SignerIdentity) -> None:
    own = verify_pdf(signed.pdf_bytes, trusted=(identity.certificate,), clock=clock)
    assert own.trusted
    assert own.demonstration


def test_a_readers_certificate_is_trusted_by_its_root_while_it_is_valid(tmp_path: Path) -> None:
    root_key, root = certificate_authority()
    key = ec.generate_private_key(ec.SECP256R1())
    leaf = certificate(key, "Dr. Test Reader", issuer=root, issuer_key=root_key, days=400)
    path = tmp_path / "reader.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"r", key, leaf, [root], BestAvailableEncryption(b"x" * 9)))
    own = import_identity(path, "x" * 9, "MD, FESC")
    assert not own.demonstration
    report = staged.sign_document(ready(), own, "x" * 9, clock, AUDIT_HEAD, attempts=Attempts())
    der = root.public_bytes(Encoding.DER)

    by_root = verify_pdf(report.pdf_bytes, trusted=(der,), clock=clock)
    assert (by_root.accepted, by_root.trusted, by_root.signer) == (True, True, "Dr. Test Reader")
    alone = verify_pdf(report.pdf_bytes, clock=clock)
    assert (alone.intact, alone.accepted) == (True, False)
    assert "not among those that you trust" in alone.reasons[1]
    late = verify_pdf(report.pdf_bytes, trusted=(der,), clock=lambda: LATER + timedelta(days=500))
    assert (late.intact, late.trusted, late.accepted) == (True, False, False)


def certificate_authority() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    return key, certificate(key, "Test Root", issuer=None, issuer_key=key, days=4000)


def certificate(
    key: ec.EllipticCurvePrivateKey,
    name: str,
    *,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
    days: int,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    is_root = issuer is None
    usage = x509.KeyUsage(not is_root, not is_root, False, False, False, is_root, is_root, False, False)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(LATER - timedelta(days=1))
        .not_valid_after(LATER + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    return builder.sign(issuer_key, hashes.SHA256())


def test_another_demonstration_identity_is_not_the_trusted_one(signed: SignedReport, tmp_path: Path) -> None:
    other = make_demonstration_identity(tmp_path, PASSPHRASE, clock)
    verification = verify_pdf(signed.pdf_bytes, trusted=(other.certificate,), clock=clock)
    assert verification.intact
    assert not verification.trusted


def test_any_byte_that_changes_is_seen(signed: SignedReport) -> None:
    data = signed.pdf_bytes
    region = re.search(rb"/Contents <([0-9A-F]+)>", data[len(render_pdf(signed.document)) :])
    assert region is not None
    offset = len(render_pdf(signed.document))
    chosen = random.Random(20260314)
    positions = {
        *chosen.sample(range(len(data)), 60),
        *chosen.sample(range(offset, offset + region.start(1)), 12),
        *chosen.sample(range(offset + region.start(1), offset + region.start(1) + 2000), 30),
        *chosen.sample(range(offset + region.end(1), len(data)), 20),
        *(0, 5, offset + region.start(1) - 1, offset + region.end(1), offset + region.end(1) - 1, len(data) - 1),
    }
    for position in sorted(positions):
        changed = bytearray(data)
        changed[position] ^= 1 << chosen.randrange(8)
        verification = verify(bytes(changed))
        assert not verification.intact, f"byte {position} of {len(data)}"
        assert not verification.accepted
        assert verification.document is None


@pytest.mark.parametrize("tail", [b"\n", b" ", b"\x00", b"%%EOF\n", b"junk" * 100])
def test_anything_behind_the_end_is_refused(signed: SignedReport, tail: bytes) -> None:
    assert not verify(signed.pdf_bytes + tail).intact
    assert not verify(tail + signed.pdf_bytes).intact


def test_a_cut_file_is_refused(signed: SignedReport) -> None:
    for length in (0, 1, 100, len(signed.pdf_bytes) // 2, len(signed.pdf_bytes) - 1):
        assert not verify(signed.pdf_bytes[:length]).intact


def test_the_case_of_the_signatures_digits_counts(signed: SignedReport) -> None:
    lower = re.sub(rb"(?<=/Contents <)[0-9A-F]+", lambda m: m.group().lower(), signed.pdf_bytes)
    assert lower != signed.pdf_bytes
    assert verify(lower).reasons == ("The signature itself was changed.",)


def test_a_page_painted_over_by_an_update_is_refused(signed: SignedReport) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed.pdf_bytes), strict=False)
    paint = generic.StreamObject(stream_data=b"1 1 1 rg 0 0 600 800 re f")
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page = page if page["/Type"] == "/Page" else page["/Kids"][0].get_object()
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(paint)])
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(signed.pdf_bytes)
    assert not verify(out.getvalue()).intact


def test_an_unsigned_report_is_no_signed_one() -> None:
    assert verify(render_pdf(ready())).reasons == ("The file is not signed.",)
    assert verify(b"hello").reasons == ("The file is not a PDF.",)


def sealed(document: object, identity: SignerIdentity, pages: bytes) -> bytes:
    """What someone with a key of his own could make: pages of his choice, well signed."""
    unlocked = unlock(identity, PASSPHRASE, Attempts(), clock)
    prepared = staged.PreparedReport(document, pages)  # type: ignore[arg-type]
    return staged.seal(*staged.sign(staged.digest(prepared, unlocked), unlocked)).pdf_bytes


def test_an_attachment_that_does_not_fit_the_printed_hash_is_refused(
    signed: SignedReport, identity: SignerIdentity
) -> None:
    altered = replace(signed.document, impression="All normal.")
    assert verify(sealed(altered, identity, render_pdf(altered))).reasons == (
        "The attached interpretation does not fit the printed hash.",
    )


def test_a_printed_name_that_is_not_the_certificates_is_refused(signed: SignedReport, identity: SignerIdentity) -> None:
    assert signed.document.signature is not None
    other = replace(signed.document, signature=replace(signed.document.signature, signer_name="Dr. Someone Else"))
    assert verify(sealed(other, identity, render_pdf(other))).reasons == (
        "The printed name is not that of the certificate.",
    )


def test_a_demonstration_that_does_not_print_so_is_refused(signed: SignedReport, identity: SignerIdentity) -> None:
    assert signed.document.signature is not None
    assert DEMONSTRATION_MARK in signed.document.signature.credential
    other = replace(signed.document, signature=replace(signed.document.signature, credential="MD"))
    assert "disagree" in verify(sealed(other, identity, render_pdf(other))).reasons[0]


def test_pages_of_another_version_of_the_program_are_told(
    signed: SignedReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deepcoro_desktop.core.signing.verify.render_pdf", lambda _document: b"other pages")
    verification = verify(signed.pdf_bytes)
    assert verification.accepted
    assert not verification.pages_reproduced
    assert "Another version of the program" in verification.reasons[-1]


def test_pages_made_of_another_content_are_refused(signed: SignedReport, identity: SignerIdentity) -> None:
    other = replace(signed.document, impression="All normal.")
    verification = verify(sealed(signed.document, identity, render_pdf(other)))
    assert not verification.intact


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(VerificationError, match="cannot be read"):
        verify_pdf(tmp_path / "none.pdf", clock=clock)
    big = tmp_path / "big.pdf"
    with big.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(VerificationError, match="too large"):
        verify_pdf(big, clock=clock)


@pytest.mark.skipif(
    shutil.which("pdfsig") is None or shutil.which("certutil") is None, reason="no poppler or NSS tools"
)
def test_poppler_agrees(signed_file: Path, identity: SignerIdentity, tmp_path: Path) -> None:
    certificate = tmp_path / "certificate.pem"
    certificate.write_bytes(x509.load_der_x509_certificate(identity.certificate).public_bytes(Encoding.PEM))
    database = f"sql:{tmp_path}"
    subprocess.run(["certutil", "-N", "-d", database, "--empty-password"], check=True, capture_output=True)
    trust = ["certutil", "-A", "-d", database, "-n", "reader", "-t", "P,P,P", "-i", certificate]
    subprocess.run(trust, check=True, capture_output=True)
    command = ["pdfsig", "-nssdir", database, signed_file]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    changed = bytearray(signed_file.read_bytes())
    changed[3000] ^= 1
    signed_file.write_bytes(changed)
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" not in told


def test_the_file_is_well_formed(signed_file: Path) -> None:
    told = subprocess.run(["qpdf", "--check", signed_file], capture_output=True, text=True, check=False)
    assert "No syntax or stream encoding errors found" in told.stdout, told.stdout + told.stderr
    listed = subprocess.run(["qpdf", "--json", signed_file], capture_output=True, text=True, check=True)
    assert json.loads(listed.stdout)["attachments"]
