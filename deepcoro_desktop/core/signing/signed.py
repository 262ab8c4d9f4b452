"""What a signature says, and the report that carries one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from deepcoro_desktop.core.report.document import Document

MEANING: Final = "I have read this study and stand for this interpretation."
"""What a signature means unless the reader chooses another wording."""
MIN_PASSPHRASE: Final = 8
"""Characters of the passphrase that a new identity is protected by."""


@dataclass(frozen=True, slots=True)
class SignedReport:
    """What is stored and given out: stage 4 of `signer`."""

    document: Document
    pdf_bytes: bytes
    sha256: str
    """SHA-256 of `pdf_bytes`, kept in the audit record."""
