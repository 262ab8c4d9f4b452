from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deepcoro_desktop.core.signing.identity import SignerIdentity, make_demonstration_identity
from deepcoro_desktop.core.signing.signed import SignedReport
from deepcoro_desktop.core.signing.signer import sign_document
from tests.core.report.examples import LATER, ready

PASSPHRASE = "correct horse battery"
AUDIT_HEAD = "ab" * 32


class Attempts:
    """Failures kept in memory."""

    def __init__(self) -> None:
        self.times: list[datetime] = []

    def failures(self) -> int:
        return len(self.times)

    def last_failure_at(self) -> datetime | None:
        return self.times[-1] if self.times else None

    def add_failure(self, at: datetime) -> None:
        self.times.append(at)

    def clear(self) -> None:
        self.times.clear()


def clock() -> datetime:
    return LATER.astimezone(UTC)


@pytest.fixture(scope="session")
def identity(tmp_path_factory: pytest.TempPathFactory) -> SignerIdentity:
    return make_demonstration_identity(tmp_path_factory.mktemp("identity"), PASSPHRASE, clock)


@pytest.fixture(scope="session")
def signed(identity: SignerIdentity) -> SignedReport:
    return sign_document(ready(), identity, PASSPHRASE, clock, AUDIT_HEAD, attempts=Attempts())


@pytest.fixture
def attempts() -> Attempts:
    return Attempts()


@pytest.fixture
def signed_file(signed: SignedReport, tmp_path: Path) -> Path:
    path = tmp_path / "report.pdf"
    path.write_bytes(signed.pdf_bytes)
    return path
