"""Which identity signs: the reader's own PKCS#12 file where one was chosen, else the demonstration identity."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deepcoro_desktop.core.clock import Clock
from deepcoro_desktop.core.signing.lockout import AttemptStore, require_unlocked

if TYPE_CHECKING:
    from deepcoro_desktop.core.signing.identity import SignerIdentity

DEMONSTRATION_READER: Final = "Demonstration Reader"


@dataclass(frozen=True, slots=True)
class IdentityChoice:
    """Where the identity is."""

    folder: Path
    """Holds the demonstration identity, or will."""
    pkcs12: Path | None = None
    """The reader's own file; None for the demonstration identity."""
    credential: str = ""
    """Printed under the reader's name ("MD, FESC")."""


@dataclass(frozen=True, slots=True)
class SignerInfo:
    """Who will sign, as far as it is known before the passphrase."""

    name: str
    credential: str
    demonstration: bool
    """Whether it is no legal signature."""
    is_new: bool = False
    """Whether the identity is made with the first signature: the passphrase typed then protects it."""


def signer_info(choice: IdentityChoice) -> SignerInfo:
    """Return who will sign; the name in the reader's own file is read when the passphrase opens it."""
    from deepcoro_desktop.core.signing.identity import DEMONSTRATION_MARK, find_demonstration_identity  # pyHanko

    if choice.pkcs12 is not None:
        return SignerInfo(f"Certificate in {choice.pkcs12.name}", choice.credential, demonstration=False)
    identity = find_demonstration_identity(choice.folder)
    if identity is None:
        return SignerInfo(DEMONSTRATION_READER, DEMONSTRATION_MARK, demonstration=True, is_new=True)
    return SignerInfo(identity.signer_name, identity.credential, identity.demonstration)


def identity_for(choice: IdentityChoice, passphrase: str, attempts: AttemptStore, clock: Clock) -> SignerIdentity:
    """Return the identity that signs; the demonstration identity is made where it is not there yet.

    Raises
    ------
    SigningError
        If the passphrase is wrong, signing is locked, or the identity cannot be read or made.
    """
    from deepcoro_desktop.core.signing import identity as identities  # pyHanko

    if choice.pkcs12 is None:
        return identities.find_demonstration_identity(choice.folder) or identities.make_demonstration_identity(
            choice.folder, passphrase, clock, name=DEMONSTRATION_READER
        )
    now = clock()
    require_unlocked(attempts, now)
    attempts.add_failure(now)  # before trying: ending the program in between must not give a free try
    identity = identities.import_identity(choice.pkcs12, passphrase, choice.credential)
    attempts.clear()
    return identity
