from __future__ import annotations

import io
from pathlib import Path

import pytest

from deepcoro_desktop.core.errors import ArgumentError
from tests.echoprime_release import LICENCE
from training.__main__ import main
from training.echoprime.licence import RESEARCH_ONLY, ask, licence_text


class Keyboard(io.StringIO):
    """What somebody types at a terminal."""

    def isatty(self) -> bool:
        return True


def test_the_releases_own_licence_stands_below_research_use_only(whole_release: Path) -> None:
    assert licence_text(whole_release) == f"{RESEARCH_ONLY}\n\n{LICENCE}"


@pytest.mark.parametrize("name", ["LICENCE", "licence.txt", "LICENSE.md"])
def test_licence_is_found_under_its_other_spellings(name: str, release: Path) -> None:
    (release / "LICENSE").rename(release / name)
    assert LICENCE in licence_text(release)


def test_copy_without_a_licence_says_what_its_makers_allow(release: Path) -> None:
    (release / "LICENSE").unlink()
    text = licence_text(release)
    assert "academic and non-profit research" in text.replace("\n", " ")
    assert "holds no licence file" in text


@pytest.mark.parametrize("answer", ["yes\n", " YES \n"])
def test_yes_at_the_terminal_goes_on(answer: str) -> None:
    screen = io.StringIO()
    ask("the licence", False, screen, Keyboard(answer))
    assert screen.getvalue().startswith("the licence\n")
    assert "accept" in screen.getvalue()


@pytest.mark.parametrize("answer", ["no\n", "\n", "", "y\n"])
def test_anything_else_at_the_terminal_refuses(answer: str) -> None:
    with pytest.raises(ArgumentError, match="not accepted; nothing was written"):
        ask("the licence", False, io.StringIO(), Keyboard(answer))


def test_flag_answers_and_the_licence_is_shown_all_the_same() -> None:
    screen = io.StringIO()
    ask("the licence", True, screen, io.StringIO())
    assert screen.getvalue() == "the licence\n\n"


def test_without_a_terminal_the_command_ends_with_a_sentence_and_2(
    release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n"))
    assert main(["import-echoprime", "--release", str(release), "--out", str(tmp_path / "bundle")]) == 2
    shown = capsys.readouterr()
    assert LICENCE in shown.out
    assert "no terminal to ask on. Read it above and add --accept-licence" in shown.err
    assert not (tmp_path / "bundle").exists()
