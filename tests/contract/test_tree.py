"""The house stays in order: sizes of modules, names, no paths of one machine, no pickle."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted([*(ROOT / "deepcoro_desktop").rglob("*.py"), *(ROOT / "training").rglob("*.py")])
TOP_LEVEL = {
    "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "Makefile",
    "deepcoro_desktop", "training", "resources", "tests", "packaging",
}  # fmt: skip
LONGEST_MODULE = 420
LONGEST_MAIN_WINDOW = 310


def lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def tracked() -> list[str]:
    result = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return result.stdout.splitlines()


def test_modules_stay_small() -> None:
    long = {str(m.relative_to(ROOT)): lines(m) for m in MODULES if lines(m) > LONGEST_MODULE}
    assert long == {}


def test_main_window_stays_small() -> None:
    assert 0 < lines(ROOT / "deepcoro_desktop" / "ui" / "main_window.py") <= LONGEST_MAIN_WINDOW


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "manager", "base", "misc"])
def test_no_module_is_named_after_nothing(word: str) -> None:
    assert [str(m) for m in MODULES if m.stem == word] == []


def test_top_level_holds_what_the_architecture_names() -> None:
    names = {name.split("/")[0] for name in tracked()}
    assert {name for name in names if not name.startswith(".")} == TOP_LEVEL


def test_packaging_is_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_only_tasks_the_work_ahead_and_the_crew_start_threads() -> None:
    starts = re.compile(r"\b(QThread|QRunnable|ThreadPoolExecutor|Thread\()")
    program = ROOT / "deepcoro_desktop"
    found = {
        m.relative_to(program).as_posix() for m in program.rglob("*.py") if starts.search(m.read_text(encoding="utf-8"))
    }
    # packaging/decisions/one-thread-ahead.md, packaging/decisions/frames-shared-by-threads.md
    assert found == {"ui/tasks.py", "core/inference/ahead.py", "core/crew.py"}


def test_nothing_is_pickled() -> None:
    pickles = re.compile(r"^\s*(import|from) (pickle|dill|joblib)\b|allow_pickle=True", re.MULTILINE)
    # Reads those of a foreign release, and runs nothing that they name.
    restricted = ROOT / "training/echoprime/pickles.py"
    assert [str(m) for m in MODULES if pickles.search(m.read_text(encoding="utf-8"))] == [str(restricted)]


def test_no_file_names_a_path_of_one_machine() -> None:
    path = re.compile(r"(/home/[a-z]|/root/|/work/|/Users/[A-Za-z]|/tmp/[a-z])")
    text = (".py", ".md", ".toml", ".sh", ".json", ".csv", ".typ", ".qss", ".yaml", "Makefile", "run")
    found = [
        name
        for name in tracked()
        if name.endswith(text)
        and name != "tests/contract/test_tree.py"
        and (ROOT / name).exists()
        and path.search((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert found == []
