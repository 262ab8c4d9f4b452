"""The language of the window: which pack is in use, and the words that packs translate."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

_CONTEXT: Final = ""
"""lupdate gives words outside a class's own tr() no context."""


def tr(text: str) -> str:
    """Return words in the language of the window; the words themselves where no pack has them."""
    return QCoreApplication.translate(_CONTEXT, text)


def plural(one: str, many: str, count: int) -> str:
    """Return words that depend on a number, with the number in the place of %n.

    Parameters
    ----------
    one, many : str
        What English says of one and of any other number; both hold %n.
    count : int
        The number. A pack may have more forms than two.
    """
    words = QCoreApplication.translate(_CONTEXT, one, many, count)
    return many.replace("%n", str(count)) if count != 1 and words == one.replace("%n", str(count)) else words


def mark(text: str) -> str:
    """Return words as they are: lupdate finds them, and they go through `tr` where they are shown."""
    return text
