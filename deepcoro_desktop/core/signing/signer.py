"""Signing in four stages: prepare the pages, digest them, sign the digest, seal the file.

The stages are apart so that a key on a token or a remote service can take the third one.

References
----------
ETSI EN 319 142-1: PAdES baseline signatures, level B-B. ISO 32000-2, 12.8.2.2: DocMDP, permission 1 (no changes).
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from io import BytesIO
from typing import Any, Final

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import cms_embedder
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from deepcoro_desktop.core.clock import Clock
from deepcoro_desktop.core.errors import SigningError
from deepcoro_desktop.core.report.document import SCHEMA_VERSION, Document, Signature, content_sha256
from deepcoro_desktop.core.report.key_pictures import KeyPicture
from deepcoro_desktop.core.report.lifecycle import Role, apply, signing_event
from deepcoro_desktop.core.report.pdf import render_pdf
from deepcoro_desktop.core.report.readiness import missing
from deepcoro_desktop.core.signing.identity import SignerIdentity, UnlockedIdentity, unlock
from deepcoro_desktop.core.signing.lockout import AttemptStore
from deepcoro_desktop.core.signing.signed import MEANING, SignedReport
from deepcoro_desktop.core.signing.verify import FIELD_NAME, verify_pdf

_DIGEST: Final = "sha256"
_RESERVED_BYTES: Final = 16384
"""Hex digits kept free for the signature; a certificate chain of several kilobytes fits."""


@dataclass(frozen=True, slots=True)
class PreparedReport:
    """Stage 1: the document with its printed signature, and its pages."""

    document: Document
    pages: bytes


@dataclass(frozen=True, slots=True, eq=False)
class DigestedReport:
    """Stage 2: the file with an empty place for the signature, and the digest to sign."""

    document: Document
    digest: bytes
    embedder: Generator[Any, Any, Any]
    """pyHanko's embedder, waiting for the signature."""
    file: BytesIO


class _UntouchedMetadataWriter(IncrementalPdfFileWriter):  # type: ignore[misc]
    """A writer that leaves the file's metadata as the pages' own.

    pyHanko 0.38 would set the modification time from the machine's clock, in the metadata that carry the PDF/A claim.
    """

    def _update_meta(self) -> None:
        pass


def sign_document(
    document: Document,
    signer_identity: SignerIdentity,
    passphrase: str,
    clock: Clock,
    audit_head: str,
    *,
    attempts: AttemptStore,
    meaning: str = MEANING,
    role: Role = Role.PHYSICIAN,
    zone: tzinfo = UTC,
    pictures: Sequence[KeyPicture] = (),
) -> SignedReport:
    """Return the signed report, verified once before it is handed out.

    Parameters
    ----------
    document : Document
        A draft that nothing is missing in.
    signer_identity : SignerIdentity
        Who signs.
    passphrase : str
        Asked anew for each signature.
    clock : callable
        Returns now, UTC and aware.
    audit_head : str
        Head of the audit chain; it enters the signed content, so that a cut tail is seen.
    attempts : AttemptStore
        Where wrong passphrases are counted.
    meaning : str
        What the signature means, printed.
    role : Role
        Of the person at the screen.
    zone : tzinfo
        In which the time of signing is printed.
    pictures : sequence of KeyPicture
        Key frames that are printed, listed in the attached JSON, and so signed.

    Raises
    ------
    SigningError
        If something is missing in the report, the passphrase is wrong or locked, or the result does not verify.
    LifecycleError
        If the report's state or the role does not allow signing.
    """
    if blockers := missing(document):
        raise SigningError(f"The report cannot be signed yet: {blockers[0].sentence}", "Complete it first.")
    apply(document, signing_event(document), role=role)  # refused before the passphrase is tried
    unlocked = unlock(signer_identity, passphrase, attempts, clock)
    now = clock().astimezone(zone)
    prepared = prepare(document, signer_identity, now, audit_head, meaning=meaning, role=role, pictures=pictures)
    report = seal(*sign(digest(prepared, unlocked), unlocked))
    verification = verify_pdf(report.pdf_bytes, trusted=(signer_identity.certificate,), clock=clock)
    if not (verification.intact and verification.document == report.document):
        raise SigningError("The signed report did not verify.", "Nothing was signed; send us the program's log.")
    return report


def prepare(
    document: Document,
    identity: SignerIdentity,
    now: datetime,
    audit_head: str,
    *,
    meaning: str,
    role: Role,
    pictures: Sequence[KeyPicture] = (),
) -> PreparedReport:
    """Return the document in its signed state with the signature's text, and its pages (stage 1)."""
    # a draft of an older program is signed in the schema of this one
    complete = replace(
        document,
        audit_head=audit_head,
        key_frames=tuple(picture.frame for picture in pictures),
        schema_version=SCHEMA_VERSION,
    )
    final = apply(complete, signing_event(complete), role=role)
    signature = Signature(
        signer_name=identity.signer_name,
        credential=identity.credential,
        meaning=meaning,
        signed_at=now.isoformat(timespec="seconds"),
        content_sha256=content_sha256(final),
    )
    signed = replace(final, signature=signature)
    return PreparedReport(signed, render_pdf(signed, pictures))


def digest(prepared: PreparedReport, unlocked: UnlockedIdentity) -> DigestedReport:
    """Return the file with an empty, invisible signature field, and the digest of all the rest (stage 2)."""
    signature = _printed_signature(prepared.document)
    writer = _UntouchedMetadataWriter(BytesIO(prepared.pages))
    # invisible and out of the page: a visible or untagged field would break PDF/A-3A or PDF/UA
    field = SigFieldSpec(
        FIELD_NAME,
        readable_field_name="Signature of the reader",
        invis_sig_settings=InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True),
    )
    embedder = cms_embedder.PdfCMSEmbedder(new_field_spec=field).write_cms(FIELD_NAME, writer)
    next(embedder)
    placeholder = SignatureObject(
        subfilter=SigSeedSubFilter.PADES,
        timestamp=datetime.fromisoformat(signature.signed_at),
        name=unlocked.identity.signer_name,
        reason=signature.meaning,
        bytes_reserved=_RESERVED_BYTES,
    )
    protect = cms_embedder.SigMDPSetup(certify=True, docmdp_perms=MDPPerm.NO_CHANGES, md_algorithm=_DIGEST)
    embedder.send(cms_embedder.SigObjSetup(sig_placeholder=placeholder, mdp_setup=protect))
    file = BytesIO()
    prepared_digest, _output = embedder.send(cms_embedder.SigIOSetup(md_algorithm=_DIGEST, output=file))
    return DigestedReport(prepared.document, prepared_digest.document_digest, embedder, file)


def sign(digested: DigestedReport, unlocked: UnlockedIdentity) -> tuple[DigestedReport, bytes]:
    """Return the digested report with the CMS signature over its digest, DER (stage 3)."""
    # pyHanko signs by coroutine only; nothing here waits, the loop runs and ends on the calling thread
    cms = asyncio.run(unlocked.signer.async_sign(digested.digest, digest_algorithm=_DIGEST, use_pades=True))
    return digested, cms.dump()


def seal(digested: DigestedReport, cms: bytes) -> SignedReport:
    """Return the finished file with the signature in its place (stage 4)."""
    digested.embedder.send(cms)
    data = digested.file.getvalue()
    return SignedReport(digested.document, data, hashlib.sha256(data).hexdigest())


def _printed_signature(document: Document) -> Signature:
    if document.signature is None:
        raise SigningError("The report has no signature block.", "Prepare it for signing first.")
    return document.signature
