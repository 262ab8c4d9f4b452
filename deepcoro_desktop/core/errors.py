"""The one tree of errors: each says what happened and what to do, in a clinician's words."""

from __future__ import annotations

import traceback
from pathlib import PurePath


class DeepcoroError(Exception):
    """An error that a reader may see.

    Parameters
    ----------
    message : str
        What happened, one sentence without a file path of the patient's or a patient's name.
    remedy : str
        What to do about it, one sentence.
    """

    exit_code = 1

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[DeepcoroError], tuple[str, str]]:
        """Return how another process makes the same error; the default would leave out the remedy."""
        return type(self), (self.message, self.remedy)

    def __str__(self) -> str:
        """Return the message and the remedy as one text."""
        return f"{self.message} {self.remedy}"


class ArgumentError(DeepcoroError):
    """The command or the settings ask for something that cannot be."""

    exit_code = 2


class UnreadableFileError(DeepcoroError):
    """A file cannot be read as a DICOM object of a study."""

    exit_code = 3


class PixelError(UnreadableFileError):
    """The pictures of a clip cannot be decoded."""


class NoPictureError(UnreadableFileError):
    """A DICOM object is none of the pictures that are shown."""


class NothingUsableError(DeepcoroError):
    """A study holds no clip that can be used."""

    exit_code = 3


class MixedPatientsError(DeepcoroError):
    """A study's files belong to more than one patient."""

    exit_code = 3


class BundleError(DeepcoroError):
    """A model bundle is missing, damaged, altered or too new."""

    exit_code = 4


class ModelsOffError(BundleError):
    """The reader chose to work without models."""

    def __init__(
        self,
        message: str = "The models are switched off.",
        remedy: str = "Switch them on in the settings to use them.",
    ) -> None:
        super().__init__(message, remedy)


class ModelError(DeepcoroError):
    """A model of the bundle failed while it ran."""


class CancelledError(DeepcoroError):
    """The reader cancelled the work."""

    def __init__(self, message: str = "The work was cancelled.", remedy: str = "Start it again when you wish.") -> None:
        super().__init__(message, remedy)


class StorageError(DeepcoroError):
    """The local store cannot be read or written, or it refused a change."""


class DocumentError(DeepcoroError):
    """A saved interpretation cannot be read, or it cannot be written as a page."""


class LifecycleError(DeepcoroError):
    """A report is in a state that does not allow what was asked."""


class SigningError(DeepcoroError):
    """A report cannot be signed."""


class VerificationError(DeepcoroError):
    """A signed file cannot be examined."""


class MeasurementError(DeepcoroError):
    """A measurement has no defined value here."""


class RatingError(DeepcoroError):
    """A set of texts to rate, its key or a file of ratings is missing, damaged, changed or belongs elsewhere."""


class UnexpectedError(DeepcoroError):
    """Something happened that the program did not foresee."""

    def __init__(
        self,
        message: str = "Something went wrong that the program did not foresee.",
        remedy: str = "Your work is saved. Try again; if it happens again, send us the crash file.",
    ) -> None:
        super().__init__(message, remedy)


def describe_without_data(error: BaseException) -> str:
    """Return where an error came from, without its message: a message may quote a name, a date or a path.

    Parameters
    ----------
    error : BaseException
        Any error.

    Returns
    -------
    str
        One line per frame (file inside its package, line, function), innermost last, then the error's type;
        the errors that led to it come before it.
    """
    lines: list[str] = []
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or current.__context__
    for link in reversed(chain):
        for frame in traceback.extract_tb(link.__traceback__):
            place = "/".join(PurePath(frame.filename).parts[-3:])
            lines.append(f"{place}:{frame.lineno} in {frame.name}")
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
    return "\n".join(lines)
