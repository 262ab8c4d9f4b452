"""The language of the window: which pack is in use, and the words that packs translate.

`make languages` finds every word that goes through `tr`, `plural` or `mark`, and writes it into the packs of
resources/languages, where Qt Linguist edits it. What a pack does not have stays English.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QSettings, QTranslator

from deepcoro_desktop.core.bundle.resources import resource_path

SETTING: Final = "language"
"""Under which the window's settings keep the reader's choice; empty for the system's language."""
ENGLISH: Final = "en"
"""The language of the source, which needs no pack."""
LANGUAGES: Final = MappingProxyType({ENGLISH: "English", "de": "Deutsch", "es": "Español", "fr": "Français"})
"""ISO 639-1 code -> what its speakers call it."""

_CONTEXT: Final = ""
"""lupdate gives no context to words outside the tr() of a class."""
_log = logging.getLogger(__name__)


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


def chosen_language(settings: QSettings) -> str:
    """Return the code of the reader's choice, empty for the system's language."""
    code = str(settings.value(SETTING, ""))
    return code if code in LANGUAGES else ""


def system_language(preferred: Iterable[str]) -> str:
    """Return the code of the first language that there is a pack for, English where there is none.

    Parameters
    ----------
    preferred : iterable of str
        What the system's user reads, best first, as BCP 47 tags: "de-AT", "en".
    """
    codes = (tag.split("-")[0].lower() for tag in preferred)
    return next((code for code in codes if code in LANGUAGES), ENGLISH)


def install_language(settings: QSettings) -> tuple[QTranslator, ...]:
    """Install the pack for the reader's language, and Qt's own words in it; return what was installed.

    Words are taken when a window is built: call this before. Numbers keep the decimal point in every language, as in
    the report.
    """
    QLocale.setDefault(QLocale.c())
    code = chosen_language(settings) or system_language(QLocale.system().uiLanguages())
    app = QCoreApplication.instance()
    if code == ENGLISH or app is None:
        return ()
    ours = (f"deepcoro_{code}", str(resource_path("languages")))
    qts = (f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    installed = []
    for name, folder in (qts, ours):  # the one installed last is asked first
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
            installed.append(translator)
        else:
            _log.warning("The words %s are not there; what they would say stays English.", name)
    return tuple(installed)
