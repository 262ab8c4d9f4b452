from __future__ import annotations

import json
from pathlib import Path

import pytest

from deepcoro_desktop.core.bundle.bundle import load_bundle
from tests import evaluation_factory
from tests.prepared_clips import Shard, write_shard
from training.__main__ import main
from training.phantom import sample_study
from training.phantom.command import phantom_command


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return evaluation_factory.write_bundle(tmp_path_factory.mktemp("bundle")).folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two splits of prepared clips."""
    folder = tmp_path_factory.mktemp("data")
    for split, seed in (("test", 1), ("train", 2)):
        store = evaluation_factory.store(6, seed)
        names = tuple(evaluation_factory.VIEW_IDS[view] for view in store.view_of)
        write_shard(folder / split, 0, Shard(store.clips, names, tuple(store.study_of.tolist()), tuple(store.studies)))
    return folder


def test_writes_figures_page_and_card(bundle: Path, data: Path, tmp_path: Path) -> None:
    target, shown = tmp_path / "figures.json", tmp_path / "page.html"
    arguments = ["evaluate", "--bundle", str(bundle), "--data", str(data), "--split", "test", "--name", "external"]
    arguments += ["--train-data", str(data / "train"), "--train-studies", "4", "--robustness-studies", "3"]
    arguments += ["--json", str(target), "--html", str(shown), "--write-card", "--threads", "2"]
    assert main([*arguments, "--cache", str(tmp_path / "cache")]) == 0
    figures = json.loads(target.read_text(encoding="utf-8"))
    assert figures["data"]["split"] == "test"
    assert figures["probing"]["train_studies"] == 4
    assert figures["robustness"]["studies"] == 3
    assert str(data.parent) not in target.read_text(encoding="utf-8")
    assert "--split test" in figures["command"]
    assert shown.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    names = [metric.name for metric in load_bundle(bundle).manifest.metrics]
    assert "external: EF error, points" in names


def test_without_a_file_the_figures_go_to_standard_output(
    bundle: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "--bundle", str(bundle), "--data", str(data / "test"), "--quick"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["studies"] == 6
    assert "robustness" not in figures


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        (["--split", "validation"], 2, "no prepared clips"),
        (["--name", "a: b"], 2, "'a: b' is no name for a set"),
        (["--data", "nowhere"], 2, "no prepared clips in nowhere"),
        (["--bundle", "nowhere"], 4, "no readable bundle.json"),
    ],
)
def test_bad_arguments_are_one_sentence(
    bundle: Path, data: Path, changes: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["evaluate", "--bundle", str(bundle), "--data", str(data)]
    assert main([*arguments, *changes]) == code
    assert message in capsys.readouterr().err


def test_a_folder_of_the_phantom_is_prepared_and_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = evaluation_factory.write_bundle(tmp_path / "bundle").folder
    phantom_command(tmp_path / "studies", 2, 31, processes=1)
    arguments = ["evaluate", "--bundle", str(bundle), "--data", str(tmp_path / "studies"), "--quick"]
    assert main(arguments) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["studies"] == 2
    assert figures["clips"] == sum(len(sample_study(31, index).clips) for index in range(2))
    again = tmp_path / "studies-prepared"
    before = {path.name: path.stat().st_mtime_ns for path in again.iterdir() if path.suffix == ".tar"}
    assert main(arguments) == 0
    assert {path.name: path.stat().st_mtime_ns for path in again.iterdir() if path.suffix == ".tar"} == before
