"""Whether a signed report is as it was signed, by whom, and what the signer says.

Everything must hold, and any error is an answer: not intact. Decided on pyHanko's bottom line only, because a page
painted over by an incremental update still counts as "intact", "valid" and "trusted" one by one; and the signature must
cover every byte, because what follows the end of the file is otherwise not looked at.

References
----------
ISO 32000-2, 12.8.1: a signature's byte range. RFC 5652: CMS. ETSI EN 319 142-1: PAdES.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from deepcoro_desktop.core.clock import Clock
from deepcoro_desktop.core.errors import DeepcoroError, VerificationError
from deepcoro_desktop.core.report.document import Document, Review, content_sha256, from_json, to_canonical_json
from deepcoro_desktop.core.report.page import origin_counts
from deepcoro_desktop.core.report.pdf import ATTACHMENT_NAME, render_pdf
from deepcoro_desktop.core.signing.identity import DEMONSTRATION_MARK, common_name, is_demonstration

logger = logging.getLogger(__name__)

FIELD_NAME: Final = "ReaderSignature"
MAX_BYTES: Final = 64 * 1024 * 1024
"""A report is a few hundred kilobytes; more is not opened."""


@dataclass(frozen=True, slots=True)
class StatementOrigin:
    """Who wrote one sentence of the signed report, and what the reader did with it."""

    section: str
    statement_id: str
    text: str
    origin: str
    review: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What is known of a signed file; where `intact` is false nothing else of it may be believed."""

    intact: bool
    """Every byte is as it was signed, and the content fits its printed hash."""
    trusted: bool
    """The signer's certificate leads to one of those that the caller trusts."""
    demonstration: bool
    """The certificate says of itself that it is a demonstration; anyone can make one."""
    signer: str
    credential: str
    meaning: str
    signed_at: str
    """ISO 8601 with offset, as the signer's computer had it."""
    content_sha256: str
    audit_head: str
    file_sha256: str
    certificate_sha256: str
    pages_reproduced: bool
    """Whether this program sets exactly these pages from the attached content."""
    origin_counts: tuple[tuple[str, int], ...]
    statements: tuple[StatementOrigin, ...]
    document: Document | None
    reasons: tuple[str, ...]
    """Sentences: why it is refused, or what the verdict means."""

    @property
    def accepted(self) -> bool:
        """Whether the file is intact and signed by someone trusted, or by a demonstration that says so."""
        return self.intact and (self.trusted or self.demonstration)


class _RefusedError(Exception):
    """A check failed; its text is the reason."""


def verify_pdf(source: Path | bytes, *, trusted: tuple[bytes, ...] = (), clock: Clock) -> Verification:
    """Return what is known of a signed report.

    Parameters
    ----------
    source : Path or bytes
        The file.
    trusted : tuple of bytes
        Certificates, DER, that the caller trusts: a hospital's root, or a signer's own.
    clock : callable
        Returns now, UTC and aware: whether a trusted certificate is still valid.

    Raises
    ------
    VerificationError
        If the file cannot be read at all. A file that is wrong in any way is a `Verification` that is not intact.
    """
    data = source if isinstance(source, bytes) else _read(source)
    try:
        return _verify(data, trusted, clock())
    except (_RefusedError, DeepcoroError) as error:
        return _refused(data, str(error))
    except Exception as error:  # noqa: BLE001 - a crafted file may raise anything; whatever it is, the file is refused
        logger.info("A file was refused by an error of type %s", type(error).__name__)
        return _refused(data, "The file is damaged or was changed after signing.")


def _verify(data: bytes, trusted: tuple[bytes, ...], now: datetime) -> Verification:
    if not data.startswith(b"%PDF-"):
        raise _RefusedError("The file is not a PDF.")
    reader = PdfFileReader(BytesIO(data), strict=True)
    embedded = _only_signature(reader)
    _require_full_coverage(embedded, data)
    document, content = _attached_document(reader)
    signed_at = _require_same_statement(embedded, document)
    certificate = embedded.signer_cert
    _require_valid(embedded, certificate, signed_at)

    native = x509.load_der_x509_certificate(certificate.dump())
    signature = document.signature
    if signature is None or signature.signer_name != common_name(native):
        raise _RefusedError("The printed name is not that of the certificate.")
    demonstration = is_demonstration(native)
    if demonstration != (DEMONSTRATION_MARK in signature.credential):
        raise _RefusedError("The printed identity and the certificate disagree on whether it is a demonstration.")
    is_trusted = _is_trusted(embedded, trusted, now)
    reproduced = _pages_reproduced(document, data)
    return Verification(
        intact=True,
        trusted=is_trusted,
        demonstration=demonstration,
        signer=signature.signer_name,
        credential=signature.credential,
        meaning=signature.meaning,
        signed_at=signature.signed_at,
        content_sha256=content,
        audit_head=document.audit_head,
        file_sha256=hashlib.sha256(data).hexdigest(),
        certificate_sha256=hashlib.sha256(certificate.dump()).hexdigest(),
        pages_reproduced=reproduced,
        origin_counts=tuple(origin_counts(document).items()),
        statements=_statements(document),
        document=document,
        reasons=_verdict(document, demonstration=demonstration, trusted=is_trusted, reproduced=reproduced),
    )


def _only_signature(reader: PdfFileReader) -> EmbeddedPdfSignature:
    signatures = reader.embedded_signatures
    if not signatures:
        raise _RefusedError("The file is not signed.")
    if len(signatures) != 1 or signatures[0].field_name != FIELD_NAME:
        raise _RefusedError("The file does not have exactly one signature, that of the reader.")
    embedded = signatures[0]
    if reader.xrefs.total_revisions != 2:
        raise _RefusedError("The file was extended after or before signing.")
    if embedded.docmdp_level is not MDPPerm.NO_CHANGES:
        raise _RefusedError("The signature does not forbid changes.")
    return embedded


def _require_full_coverage(embedded: EmbeddedPdfSignature, data: bytes) -> None:
    """Refuse unless every byte is signed, or is the signature in the one way it can be written.

    The hex digits of the signature, the zeros behind them and the CMS fields around the signed attributes are covered
    by no digest, so they are compared with what they must be.
    """
    start, length, resume, rest = (int(number) for number in embedded.byte_range)
    if start != 0 or resume + rest != len(data) or not 0 < length < resume:
        raise _RefusedError("The signature does not cover the whole file.")
    der = _canonical_cms(embedded)
    digits = resume - length - 2
    if data[length:resume] != b"<" + der.hex().upper().encode("ascii").ljust(digits, b"0") + b">":
        raise _RefusedError("The signature itself was changed.")


def _canonical_cms(embedded: EmbeddedPdfSignature) -> bytes:
    """Return the CMS object as it must be written, from the parts that the signature protects."""
    signer_info = embedded.signer_info
    certificate: asn1_x509.Certificate = embedded.signer_cert
    algorithm = cms.DigestAlgorithm({"algorithm": embedded.md_algorithm})
    canonical = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": "v1",
                    "digest_algorithms": cms.DigestAlgorithms((algorithm,)),
                    "encap_content_info": {"content_type": "data"},
                    "certificates": embedded.signed_data["certificates"],
                    "signer_infos": [
                        cms.SignerInfo(
                            {
                                "version": "v1",
                                "sid": cms.SignerIdentifier(
                                    {
                                        "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                                            {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                                        )
                                    }
                                ),
                                "digest_algorithm": algorithm,
                                "signature_algorithm": signer_info["signature_algorithm"],
                                "signed_attrs": signer_info["signed_attrs"],
                                "signature": signer_info["signature"],
                            }
                        )
                    ],
                }
            ),
        }
    )
    der: bytes = canonical.dump()
    return der


def _require_valid(embedded: EmbeddedPdfSignature, certificate: asn1_x509.Certificate, signed_at: datetime) -> None:
    """Refuse unless the signature is good with its own certificate taken as given; trust is asked for apart."""
    context = ValidationContext(trust_roots=[certificate], allow_fetching=False, moment=signed_at)
    status = validate_pdf_signature(embedded, signer_validation_context=context)
    if not status.bottom_line or status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        raise _RefusedError("The file was changed after signing, or its signature is not valid.")


def _is_trusted(embedded: EmbeddedPdfSignature, trusted: tuple[bytes, ...], now: datetime) -> bool:
    if not trusted:
        return False
    roots = [asn1_x509.Certificate.load(certificate) for certificate in trusted]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=now)
    return bool(validate_pdf_signature(embedded, signer_validation_context=context).bottom_line)


def _attached_document(reader: PdfFileReader) -> tuple[Document, str]:
    """Return the attached document and its content hash, checked against all that names it."""
    names = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    if len(names) != 2 or str(names[0]) != ATTACHMENT_NAME:
        raise _RefusedError("The file does not have exactly one attachment, the interpretation.")
    attached: bytes = names[1]["/EF"]["/F"].data
    document = from_json(attached)
    if to_canonical_json(document) != attached:
        raise _RefusedError("The attached interpretation is not in its one canonical form.")
    if document.signature is None:
        raise _RefusedError("The attached interpretation is not signed.")
    content = content_sha256(document)
    if content != document.signature.content_sha256:
        raise _RefusedError("The attached interpretation does not fit the printed hash.")
    if f"content-sha256:{content}" not in str(reader.trailer["/Info"]["/Keywords"]):
        raise _RefusedError("The pages were made of another interpretation than the attached one.")
    return document, content


def _require_same_statement(embedded: EmbeddedPdfSignature, document: Document) -> datetime:
    """Return the time of signing; refuse unless the signature and the printed block give the same."""
    signature = document.signature
    claimed = embedded.self_reported_timestamp
    if signature is None or claimed is None:
        raise _RefusedError("The signature gives no time.")
    printed = datetime.fromisoformat(signature.signed_at)
    if printed.tzinfo is None or printed != claimed:
        raise _RefusedError("The printed time is not that of the signature.")
    return printed.astimezone(UTC)


def _pages_reproduced(document: Document, data: bytes) -> bool:
    return data.startswith(render_pdf(document))


def _statements(document: Document) -> tuple[StatementOrigin, ...]:
    return tuple(
        StatementOrigin(section.name, s.statement_id, s.text, s.origin.value, s.review.value)
        for section in document.sections
        for s in section.statements
        if s.review is not Review.REJECTED
    )


def _verdict(document: Document, *, demonstration: bool, trusted: bool, reproduced: bool) -> tuple[str, ...]:
    reasons = ["Every byte of the file is as it was signed, and the content fits the printed hash."]
    if demonstration:
        reasons.append("Signed by a demonstration identity: nobody vouches for the name, and it is no legal signature.")
    if trusted:
        reasons.append("The signer's certificate is one that you trust.")
    elif not demonstration:
        reasons.append("The signer's certificate is not among those that you trust.")
    if reproduced:
        reasons.append("The pages are those that this program sets from the attached content.")
    elif document.key_frames:
        count = len(document.key_frames)
        reasons.append(
            f"The pages hold key frames ({count}), which only the file itself has; the signature protects them."
        )
    else:
        reasons.append("Another version of the program set the pages; the signature protects them.")
    return tuple(reasons)


_NOTHING: Final = Verification(
    intact=False, trusted=False, demonstration=False, signer="", credential="", meaning="", signed_at="",
    content_sha256="", audit_head="", file_sha256="", certificate_sha256="", pages_reproduced=False, origin_counts=(),
    statements=(), document=None, reasons=(),
)  # fmt: skip


def _refused(data: bytes, reason: str) -> Verification:
    return replace(_NOTHING, file_sha256=hashlib.sha256(data).hexdigest(), reasons=(reason,))


def _read(path: Path) -> bytes:
    remedy = "Check the file's name and that you may read it."
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise VerificationError("The file cannot be read.", remedy) from error
    if len(data) > MAX_BYTES:
        raise VerificationError("The file is too large for a signed report.", "Choose the report's own file.")
    return data
