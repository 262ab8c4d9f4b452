"""No visible word names the key of an action that the reader may give another one; `Keymap.hint` names those."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from deepcoro_desktop.ui.keymap import ACTIONS, Keymap
from tests.contract.test_languages import WORDS, literals

ROOT = Path(__file__).parents[2] / "deepcoro_desktop"
KEYS = {key for action in ACTIONS if not action.fixed for key in action.key.split()}
SHOWN = {Keymap().shown(action.id) for action in ACTIONS if not action.fixed}
ARROWS_AND_WORDS = {"Left", "Right", "Home", "End"}
"""What Qt calls keys that a reader knows as an arrow, or that are words of the language as well."""


def any_of(names: set[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


LETTERS = any_of({key for key in KEYS | SHOWN if key[-1].isalnum()} - ARROWS_AND_WORDS)
SIGNS = any_of({key for key in KEYS | SHOWN if not key[-1].isalnum()})
NAMES_A_KEY = re.compile(rf"(?:(?<=[\s(])|^)(?:{LETTERS})(?=[\s),.;:]|$)|(?<=[\s(])(?:{SIGNS})(?=[\s)]|$)|[←→]")
IN_BRACKETS = re.compile(rf"\((?:{LETTERS}|{SIGNS})\)")
OWN_KEYS = "rating"
"""The window of a rating has keys of its own, which nobody changes."""
EXCEPTIONS = {
    "articles, and what the reader says of herself": (
        "A bar is", "A fixed table", "A change makes", "A name", "A credential", "A new one", "I have", "I stand for",
    ),
    "sums": ("{loaded} loaded + {refused}", "{used} used + {left}"),
    "what a name holds": ("R wave", "male (M)", "J Am Soc"),
    "the key of a figure in hand, which stays": ("Skip  S", "Go on without it (S)"),
}  # fmt: skip


def offenders(text: str) -> list[str]:
    for allowed in (phrase for phrases in EXCEPTIONS.values() for phrase in phrases):
        text = text.replace(allowed, "")
    return NAMES_A_KEY.findall(text)


def visible(folder: Path) -> Iterator[tuple[str, str]]:
    """Give each text of the window that is translated, with the place where it stands."""
    for module in sorted(folder.rglob("*.py")):
        if module.parent.name != OWN_KEYS and module.name != "keymap.py":
            for node, calls, _ in literals(module):
                if WORDS & set(calls):
                    yield f"{module.name}:{node.lineno}", str(node.value)


def test_words_of_the_window_name_no_key_that_can_be_changed() -> None:
    named = [f"{where} {text!r}" for where, text in visible(ROOT / "ui") if offenders(text)]
    assert not named, "name the action, as Keymap.hint does: " + "; ".join(named)


def test_core_names_no_key_in_brackets() -> None:
    named = [
        f"{module.name}:{node.lineno} {node.value!r}"
        for module in sorted((ROOT / "core").rglob("*.py"))
        for node, _, _ in literals(module)
        if IN_BRACKETS.search(str(node.value))
    ]
    assert not named, "core knows no keys: " + "; ".join(named)


@pytest.mark.parametrize(
    "text",
    [
        "Inverted\tV", "Exactly the pixels of the file (Shift+Z)", "I copies the sentence in focus", "Start here\t[",
        "Drag the ends to trim, B loops one beat", "{scale:.1f}× · Z shows the whole picture", "Press M and type",
        "← or ,", "Press Space to play", "All keys (?)", "[ and ] trim by hand", "Sign with Ctrl+Enter.",
    ],
)  # fmt: skip
def test_a_key_is_found_in_words(text: str) -> None:
    assert offenders(text)


@pytest.mark.parametrize(
    "text",
    ["Press {measure} and type", "A4C colour MV", "Left ventricle", "{one-beat} loops one beat", "1 to 4: Enter"],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert not offenders(text)


def test_every_exception_is_still_needed() -> None:
    texts = [text for _, text in visible(ROOT / "ui")]
    for allowed in (phrase for phrases in EXCEPTIONS.values() for phrase in phrases):
        assert any(allowed in text for text in texts), allowed


def test_hints_name_actions_that_there_are() -> None:
    known = {action.id for action in ACTIONS}
    hinted = {
        name
        for module in sorted((ROOT / "ui").rglob("*.py"))
        for node, calls, in_f_string in literals(module)
        if {"hint", "with_hint"} & set(calls) and not in_f_string
        for name in re.findall(r"\{([a-z-]+)\}", str(node.value))
    }
    assert len(hinted) > 5
    assert hinted <= known
