"""Who signs: the reader's own PKCS#12 file, or a demonstration identity made on the first start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers import SimpleSigner

from deepcoro_desktop.core.bundle.files import write_new
from deepcoro_desktop.core.clock import Clock
from deepcoro_desktop.core.errors import SigningError
from deepcoro_desktop.core.signing.lockout import AttemptStore, require_unlocked
from deepcoro_desktop.core.signing.signed import MIN_PASSPHRASE

DEMONSTRATION_MARK: Final = "DEMONSTRATION IDENTITY – not a legal signature"
"""Stands in the certificate's subject and is printed beside the name."""

_FILE_NAME: Final = "demonstration-identity.p12"
_CERTIFICATE_NAME: Final = "demonstration-identity.pem"
_VALID_FOR: Final = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class SignerIdentity:
    """Who will sign, as shown before the passphrase is asked for."""

    pkcs12_path: Path
    signer_name: str
    """Common name of the certificate."""
    credential: str
    """What is printed under the name ("MD, FESC")."""
    demonstration: bool
    certificate: bytes
    """The certificate, DER: verification trusts it where the reader says so."""


@dataclass(frozen=True, slots=True, eq=False)
class UnlockedIdentity:
    """An identity whose key is open, for one signature."""

    identity: SignerIdentity
    signer: SimpleSigner


def make_demonstration_identity(
    folder: Path, passphrase: str, clock: Clock, *, name: str = "Demonstration Reader"
) -> SignerIdentity:
    """Return a new self-signed identity, its key saved under the passphrase; it is marked as no legal signature.

    Raises
    ------
    SigningError
        If the passphrase is too short, one is there already, or the folder cannot be written.
    """
    if len(passphrase) < MIN_PASSPHRASE:
        raise SigningError(
            f"The passphrase has fewer than {MIN_PASSPHRASE} characters.", "Choose a longer one, such as four words."
        )
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _self_signed(key, name, clock())
    archive = pkcs12.serialize_key_and_certificates(
        name.encode(), key, certificate, None, BestAvailableEncryption(passphrase.encode())
    )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_new(folder / _FILE_NAME, archive)
        write_new(folder / _CERTIFICATE_NAME, certificate.public_bytes(Encoding.PEM))
    except FileExistsError as error:
        raise SigningError("There is a demonstration identity already.", "Use it, or move its file away.") from error
    except OSError as error:
        raise SigningError("The demonstration identity cannot be saved.", "Check the settings folder.") from error
    return _identity(folder / _FILE_NAME, certificate, "")


def find_demonstration_identity(folder: Path) -> SignerIdentity | None:
    """Return the demonstration identity saved in `folder`, None where there is none; needs no passphrase."""
    try:
        certificate = x509.load_pem_x509_certificate((folder / _CERTIFICATE_NAME).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SigningError(
            "The demonstration identity cannot be read.", "Move its files away; a new one is made."
        ) from error
    if not (folder / _FILE_NAME).is_file():
        return None
    return _identity(folder / _FILE_NAME, certificate, "")


def import_identity(path: Path, passphrase: str, credential: str) -> SignerIdentity:
    """Return the identity in the reader's PKCS#12 file; the key stays in the file.

    Raises
    ------
    SigningError
        If the file cannot be read, the passphrase is wrong, or it holds no key with a certificate.
    """
    certificate = _open(path, passphrase)
    return _identity(path, certificate, credential)


def unlock(identity: SignerIdentity, passphrase: str, attempts: AttemptStore, clock: Clock) -> UnlockedIdentity:
    """Return the identity with its key open.

    Raises
    ------
    SigningError
        If the passphrase is wrong, signing is locked after too many wrong ones, or the file has changed.
    """
    now = clock()
    require_unlocked(attempts, now)
    attempts.add_failure(now)  # before trying: ending the program in between must not give a free try
    certificate = _open(identity.pkcs12_path, passphrase)
    attempts.clear()
    if certificate.public_bytes(Encoding.DER) != identity.certificate:
        raise SigningError("The identity's file holds another certificate now.", "Import the identity again.")
    # pyHanko returns None or raises ValueError on what it cannot load; _open has excluded a wrong passphrase
    signer = SimpleSigner.load_pkcs12_data(_read(identity.pkcs12_path), [], passphrase=passphrase.encode())
    if signer is None:
        raise SigningError("The identity's key is of a kind that cannot sign.", "Use an RSA or elliptic curve key.")
    return UnlockedIdentity(identity, signer)


def is_demonstration(certificate: x509.Certificate) -> bool:
    """Return whether a certificate says of itself that it is a demonstration."""
    units = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return any(unit.value == DEMONSTRATION_MARK for unit in units)


def common_name(certificate: x509.Certificate) -> str:
    """Return the common name of a certificate, its whole subject where it has none."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _identity(path: Path, certificate: x509.Certificate, credential: str) -> SignerIdentity:
    demonstration = is_demonstration(certificate)
    parts = [credential.strip(), DEMONSTRATION_MARK if demonstration else ""]
    return SignerIdentity(
        pkcs12_path=path,
        signer_name=common_name(certificate),
        credential=" · ".join(part for part in parts if part),
        demonstration=demonstration,
        certificate=certificate.public_bytes(Encoding.DER),
    )


def _open(path: Path, passphrase: str) -> x509.Certificate:
    """Return the certificate of the file, once the passphrase has opened its key."""
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(_read(path), passphrase.encode())
    except ValueError as error:
        raise SigningError("The passphrase is wrong, or the identity's file is damaged.", "Type it again.") from error
    if key is None or certificate is None:
        raise SigningError("The file holds no key with a certificate.", "Choose the PKCS#12 file of your identity.")
    return certificate


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SigningError("The identity's file cannot be read.", "Check that it is still there.") from error


def _self_signed(key: ec.EllipticCurvePrivateKey, name: str, now: datetime) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, DEMONSTRATION_MARK),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,  # "non-repudiation", which PAdES verifiers ask for
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    start = now - timedelta(days=1)  # a clock set back a little must not make it invalid
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + _VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
