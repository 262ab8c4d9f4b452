"""The language packs are complete and fresh, and no visible word of the window bypasses them."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import PySide6
import pytest

ROOT = Path(__file__).parents[2]
UI = ROOT / "deepcoro_desktop" / "ui"
FOLDER = ROOT / "resources" / "languages"
PACKS = sorted(FOLDER.glob("*.ts"))
EXTRACTION = "-silent -no-obsolete -locations none -tr-function-alias tr+=mark,tr+=plural -extensions py"
"""As `make languages` calls lupdate."""

WORDS = {"tr", "plural", "mark"}
SHOWN = {
    "QLabel", "QAction", "QPushButton", "QCheckBox", "QRadioButton", "QMenu", "QGroupBox", "addAction", "addItem",
    "addMenu", "addTab", "add_button", "setText", "setTitle", "setToolTip", "setStatusTip", "setWhatsThis",
    "setWindowTitle", "setLabelText", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription",
    "setItemText", "setHeaderLabels", "text_label", "drawText", "getOpenFileName", "getOpenFileNames",
    "getSaveFileName", "getExistingDirectory", "remark", "ProblemBar",
}  # fmt: skip
"""Calls whose text a reader sees or hears: a literal in one of them goes through tr. In text_label only the first."""
UNSEEN = {"debug", "info", "warning", "error", "setObjectName", "setStyleSheet", "ValueError", "Action"}
"""Calls whose phrases a reader does not see: the log, names of objects; the keys of an action."""
PHRASE = re.compile(r"[A-Za-z]{2,},? [A-Za-z]{2,}")
MARKUP = re.compile(r'[<>{}]|style="')
OTHERWISE = {"walkthrough.py": "writes to the terminal, which speaks English", "style.py": "style sheets"}
"""Modules that show nothing in the window."""
EXCEPTIONS = {
    "names of the product and of files": (
        "DeepCORO Desktop", " — DeepCORO Desktop", "DeepCORO Desktop ", "report.pdf", "PDF (*.pdf)",
        "PKCS#12 (*.p12 *.pfx);;", "SHA-256 ", "\nPython ", ", PySide6 ", "crash-", ".txt", "%Y%m%dT%H%M%S",
        "deepcoro_", "qtbase_", "deepcoro-",
    ),
    "printed in the report, which is English": (
        "atrial fibrillation", "atrial flutter", "ectopic beats", "view not obtained", "poor image quality",
        "not part of this examination", "Doppler not recorded", "AI DRAFT – NOT SIGNED: ", "AI, accepted", "AI, edited",
        "AI, to review", "NOT SIGNED", "DEMONSTRATION MODEL, not for diagnosis", "BSA ", " of ",
    ),
    "compared with what scanners and core write": (
        "parasternal long", "parasternal short", "transthoracic echocardiogram", "transthoracic echocardiography",
        "transesophageal echocardiogram", "transoesophageal echocardiogram", "says nothing", "mean", "last", "max",
        "self test",
    ),
    "units": (" kB", " MB", " cm", " kg", " mmHg"),
    "settings, links and steps of the program": ("columns/", "part-", "go-", "edit ", "compose ", "slot:"),
    "values of an Enum that nothing shows": ("to review", "to attest", "not assessed"),
}  # fmt: skip


def messages(pack: Path) -> Iterator[tuple[str, list[str]]]:
    """Give each source text of a pack with its translations: one, or one for each plural form."""
    for message in ET.parse(pack).getroot().iter("message"):  # noqa: S314  # our own file
        translation = message.find("translation")
        assert translation is not None
        forms = translation.findall("numerusform") or [translation]
        yield message.findtext("source", ""), ["".join(form.itertext()) for form in forms]


def tool(name: str, *arguments: str) -> None:
    subprocess.run([str(Path(PySide6.__file__).parent / name), *arguments], check=True, capture_output=True)


def placeholders(text: str) -> Counter[tuple[str, str]]:
    """Return the fields of a text with their formats, and how often each stands there."""
    fields = [(name, form or "") for _, name, form, _ in Formatter().parse(text) if name is not None]
    return Counter([*fields, *[("%n", "")] * text.count("%n")])


def literals(module: Path) -> Iterator[tuple[ast.Constant, list[str], bool]]:
    """Give every text of a module that is no docstring, the calls around it from the inside, whether in an f-string."""
    tree = ast.parse(module.read_text("utf-8"))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        calls, inner, outer = [], node, parents[node]
        if isinstance(outer, ast.Expr):
            continue
        while not isinstance(outer, ast.stmt):
            if isinstance(outer, ast.Call):
                name = getattr(outer.func, "attr", getattr(outer.func, "id", ""))
                second = name == "text_label" and outer.args and inner is not outer.args[0]
                calls.append("" if second else name)
            inner, outer = outer, parents[outer]
        yield node, calls, isinstance(parents[node], ast.JoinedStr)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.stem)
def test_every_message_has_a_finished_translation(pack: Path, tmp_path: Path) -> None:
    copy = tmp_path / pack.name
    shutil.copy(pack, copy)
    tool("lupdate", *EXTRACTION.split(), str(UI), "-ts", str(copy))
    assert copy.read_bytes() == pack.read_bytes(), "run make languages, and translate what is new"
    assert 'type="' not in pack.read_text("utf-8"), "a translation is unfinished"
    assert all(form.strip() for _, forms in messages(pack) for form in forms)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.stem)
def test_translations_keep_the_placeholders(pack: Path) -> None:
    for source, forms in messages(pack):
        for form in forms:
            assert placeholders(form) == placeholders(source), source
            assert form.count("\t") == source.count("\t"), f"{source!r}: a key stands behind the tab"
            assert (form[0] in "\n ,") == (source[0] in "\n ,"), f"{source!r}: it is put behind other words"


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.stem)
def test_the_compiled_pack_is_what_its_source_compiles_to(pack: Path, tmp_path: Path) -> None:
    compiled = tmp_path / "pack.qm"
    tool("lrelease", "-silent", str(pack), "-qm", str(compiled))
    assert compiled.read_bytes() == pack.with_suffix(".qm").read_bytes(), "run make languages"


def test_no_visible_literal_bypasses_the_packs() -> None:
    excepted = {text for texts in EXCEPTIONS.values() for text in texts}
    met: set[str] = set()
    bare = []
    for module in sorted(UI.rglob("*.py")):
        for node, calls, formatted in literals(module):
            if module.name in OTHERWISE or WORDS & set(calls) or UNSEEN & set(calls[:1]) or MARKUP.search(node.value):
                continue
            shown = (formatted or SHOWN & set(calls[:1])) and re.search(r"[A-Za-z]{2}", node.value)
            if node.value in excepted:
                met.add(node.value)
            elif shown or PHRASE.search(node.value):
                bare.append(f"{module.relative_to(UI)}:{node.lineno} {node.value!r}")
    assert not bare, "wrap it in tr, plural or mark"
    assert met == excepted, "an exception that nothing needs"


def test_lupdate_can_find_what_is_wrapped() -> None:
    for module in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WORDS:
                assert not isinstance(node.args[0], ast.JoinedStr), f"{module.name}:{node.lineno}: an f-string"
            if isinstance(node, ast.JoinedStr):
                inside = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
                lost = [call for call in inside if getattr(call.func, "id", "") in WORDS]
                assert not any(isinstance(call.args[0], ast.Constant) for call in lost), f"{module.name}:{node.lineno}"
