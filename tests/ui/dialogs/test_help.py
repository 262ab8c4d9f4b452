"""The guide: every page is whole, names the reader's keys, and opens at the part in hand."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.ui.dialogs.help import _TOPICS, FIRST, HelpWindow, page_of, pages, search, with_keys
from deepcoro_desktop.ui.keymap import ACTIONS, Keymap

PICTURE = re.compile(r"!\[[^\]]+\]\(([^)]+)\)")


def test_every_page_has_a_title_and_its_pictures_and_keys_exist() -> None:
    known = {action.id for action in ACTIONS}
    folder = Path(str(resource_path("help")))
    used = set()
    for page in pages().values():
        assert page.text.startswith("# "), page.name
        assert set(re.findall(r"\{key:([^}]+)\}", page.text)) <= known, page.name
        for name in PICTURE.findall(page.text):
            used.add(name)
            picture = QImage(str(folder / name))
            assert picture.width() > 200, name
            assert (folder / name).stat().st_size < 200_000, name
    assert used == {path.name for path in folder.glob("*.webp")}, "no picture is left over"


def test_every_part_of_the_window_has_its_page() -> None:
    assert set(_TOPICS.values()) <= pages().keys()
    assert FIRST in pages()


def test_page_is_that_of_the_nearest_part(qtbot: QtBot) -> None:
    class ReportPanel(QWidget):
        pass

    outer = ReportPanel()
    qtbot.addWidget(outer)
    assert page_of(QWidget(QWidget(outer))) == "report"
    assert page_of(None) == FIRST


def test_pages_name_the_keys_that_the_reader_chose() -> None:
    keymap = Keymap()
    keymap.rebind("accept", "C")
    assert with_keys("press {key:accept}", keymap) == "press **C**"


def test_search_finds_pages_by_all_words_titles_first() -> None:
    assert [page.name for page in search("audit letter")] == ["case"]
    assert search("signing")[0].name == "signing"
    assert search("zebra") == ()


def test_reader_searches_and_follows_links(qtbot: QtBot) -> None:
    keymap = Keymap()
    window = HelpWindow(keymap)
    qtbot.addWidget(window)
    window.show()
    window.go_to("report")
    assert window.page == "report"
    assert "Attest the section" in window.browser.toPlainText()
    window.search.setText("passphrase")
    assert window.page in {page.name for page in search("passphrase")}
    window.search.setText("zebra")
    assert window.nothing.isVisible()
    window.go_to("no such page")
    assert window.page == FIRST
    window._follow(QUrl("50-report.md"))
    assert window.page == "report"
    keymap.rebind("accept", "C")
    assert re.search(r"C\s+Accept", window.browser.toPlainText())
    window.close()
