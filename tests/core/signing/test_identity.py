from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

from deepcoro_desktop.core.errors import SigningError
from deepcoro_desktop.core.signing.identity import (
    DEMONSTRATION_MARK,
    SignerIdentity,
    find_demonstration_identity,
    import_identity,
    make_demonstration_identity,
    unlock,
)
from deepcoro_desktop.core.signing.lockout import LONGEST_LOCK, lock_duration
from tests.core.report.examples import LATER
from tests.core.signing.conftest import PASSPHRASE, Attempts, clock


def test_a_demonstration_identity_says_that_it_is_one(identity: SignerIdentity) -> None:
    assert identity.demonstration
    assert identity.signer_name == "Demonstration Reader"
    assert identity.credential == DEMONSTRATION_MARK
    certificate = x509.load_der_x509_certificate(identity.certificate)
    assert DEMONSTRATION_MARK in certificate.subject.rfc4514_string()
    assert identity.pkcs12_path.stat().st_mode & 0o077 == 0


def test_it_is_found_again_without_the_passphrase(identity: SignerIdentity, tmp_path: Path) -> None:
    assert find_demonstration_identity(identity.pkcs12_path.parent) == identity
    assert find_demonstration_identity(tmp_path) is None


def test_it_is_never_overwritten(identity: SignerIdentity) -> None:
    before = identity.pkcs12_path.read_bytes()
    with pytest.raises(SigningError, match="already"):
        make_demonstration_identity(identity.pkcs12_path.parent, PASSPHRASE, clock)
    assert identity.pkcs12_path.read_bytes() == before


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SigningError, match="fewer than 8 characters"):
        make_demonstration_identity(tmp_path, "seven77", clock)


def test_a_damaged_certificate_is_told(tmp_path: Path) -> None:
    (tmp_path / "demonstration-identity.pem").write_text("nonsense")
    with pytest.raises(SigningError, match="cannot be read"):
        find_demonstration_identity(tmp_path)


def test_the_right_passphrase_clears_the_failures(identity: SignerIdentity, attempts: Attempts) -> None:
    attempts.add_failure(LATER - timedelta(hours=9))
    assert unlock(identity, PASSPHRASE, attempts, clock).identity == identity
    assert attempts.failures() == 0


def test_wrong_passphrases_lock_signing_for_a_growing_time(identity: SignerIdentity, attempts: Attempts) -> None:
    now = LATER
    for _ in range(5):
        with pytest.raises(SigningError, match="passphrase is wrong"):
            unlock(identity, "wrong passphrase", attempts, lambda: now)
    with pytest.raises(SigningError, match=r"locked after 5 wrong passphrases. Try again in 1 minute\."):
        unlock(identity, PASSPHRASE, attempts, lambda: now)
    assert attempts.failures() == 5
    later = now + timedelta(minutes=1)
    with pytest.raises(SigningError, match="passphrase is wrong"):
        unlock(identity, "wrong passphrase", attempts, lambda: later)
    with pytest.raises(SigningError, match=r"Try again in 2 minutes\."):
        unlock(identity, PASSPHRASE, attempts, lambda: later)
    with pytest.raises(SigningError, match="locked"):
        unlock(identity, PASSPHRASE, attempts, lambda: now - timedelta(days=1))  # a clock set back opens nothing
    assert unlock(identity, PASSPHRASE, attempts, lambda: later + timedelta(minutes=2)).identity == identity


def test_the_lock_doubles_up_to_its_longest() -> None:
    minutes = [lock_duration(n) / timedelta(minutes=1) for n in range(4, 10)]
    assert minutes == [0, 1, 2, 4, 8, 16]
    assert lock_duration(10**6) == LONGEST_LOCK


def test_a_failure_is_counted_before_it_is_tried(identity: SignerIdentity, attempts: Attempts) -> None:
    seen: list[int] = []

    class Watching(Attempts):
        def add_failure(self, at: datetime) -> None:
            super().add_failure(at)
            seen.append(len(self.times))

    unlock(identity, PASSPHRASE, Watching(), clock)
    assert seen == [1]


def test_the_readers_own_file_is_imported(identity: SignerIdentity) -> None:
    own = import_identity(identity.pkcs12_path, PASSPHRASE, "MD, FESC")
    assert own.credential == f"MD, FESC · {DEMONSTRATION_MARK}"
    with pytest.raises(SigningError, match="passphrase is wrong"):
        import_identity(identity.pkcs12_path, "wrong passphrase", "MD")


def test_files_without_a_key_or_that_are_gone_are_refused(identity: SignerIdentity, tmp_path: Path) -> None:
    with pytest.raises(SigningError, match="cannot be read"):
        import_identity(tmp_path / "none.p12", PASSPHRASE, "MD")
    (tmp_path / "bad.p12").write_bytes(b"\x30\x03abc")
    with pytest.raises(SigningError, match="wrong, or the identity's file is damaged"):
        import_identity(tmp_path / "bad.p12", PASSPHRASE, "MD")
    certificate = x509.load_der_x509_certificate(identity.certificate)
    archive = pkcs12.serialize_key_and_certificates(b"x", None, None, [certificate], NoEncryption())
    (tmp_path / "no-key.p12").write_bytes(archive)
    with pytest.raises(SigningError, match="holds no key"):
        import_identity(tmp_path / "no-key.p12", "", "MD")


def test_a_file_exchanged_since_is_refused(identity: SignerIdentity, tmp_path: Path, attempts: Attempts) -> None:
    other = make_demonstration_identity(tmp_path, PASSPHRASE, clock)
    mixed = SignerIdentity(other.pkcs12_path, "x", "y", demonstration=True, certificate=identity.certificate)
    with pytest.raises(SigningError, match="another certificate"):
        unlock(mixed, PASSPHRASE, attempts, clock)
