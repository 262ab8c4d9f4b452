"""The release's licence: it is shown, and somebody has to accept it."""

from __future__ import annotations

from pathlib import Path
from typing import Final, TextIO

from deepcoro_desktop.core.errors import ArgumentError
from training.echoprime.files import licence_file

LICENCE_NAME: Final = "LICENCE.txt"
RESEARCH_ONLY: Final = "RESEARCH USE ONLY. Not for diagnosis or treatment. Do not pass this bundle on."

_NONE_FOUND: Final = (
    "Your copy of the release holds no licence file. The published EchoPrime release is meant for academic and "
    "non-profit research; its makers do not allow that it, or anything made from it, is passed on to others or used "
    "commercially. Read the licence where you downloaded the release. By going on you say that you keep to it.\n"
)


def licence_text(release: Path) -> str:
    """Return the licence to show and to put into the bundle: the release's own below a line that says what it means.

    Raises
    ------
    ArgumentError
        If the licence cannot be read.
    """
    path = licence_file(release)
    try:
        text = _NONE_FOUND if path is None else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ArgumentError("The release's licence cannot be read.", "Download it again.") from error
    return f"{RESEARCH_ONLY}\n\n{text}"


def ask(text: str, accepted: bool, screen: TextIO, keyboard: TextIO) -> None:
    """Show the licence and wait for an answer, unless it was given beforehand.

    Parameters
    ----------
    text : str
        The licence.
    accepted : bool
        Whether the command was given --accept-licence.
    screen, keyboard : TextIO
        Where it is shown and answered.

    Raises
    ------
    ArgumentError
        If it was not accepted, or there is nobody to ask.
    """
    screen.write(f"{text.rstrip()}\n\n")
    if accepted:
        return
    if not keyboard.isatty():
        raise ArgumentError(
            "The licence was not accepted, and there is no terminal to ask on.",
            "Read it above and add --accept-licence if you accept it.",
        )
    screen.write("Do you accept this licence? Type yes to go on: ")
    screen.flush()
    if keyboard.readline().strip().casefold() != "yes":
        raise ArgumentError("The licence was not accepted; nothing was written.", "Type yes if you accept it.")
