"""The demonstration bundle in a tiny configuration, with the process killed in the middle of a training."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.bundle.manifest import TrainedOn
from deepcoro_desktop.core.inference.session import verify_bundle
from training.__main__ import main
from training.config import Config, load_config
from training.demo_bundle import TEST_SETS
from training.engine import load_weights
from training.stages import make_warm_start
from training.workspace import Workspace

TINY = [
    *("threads=2", "data.workers=1", "data.train_studies=4", "data.validation_studies=1", "data.internal_studies=3"),
    *("data.external_studies=2", "data.text_studies=14"),
    *("data.index_studies=12", "data.clips_per_study=3", "data.studies_per_shard=2", "index.neighbours=4"),
    *("video.widths=[8,16,16]", "video.depths=[1,1]", "video.heads=[1,1]", "views.width=4"),
    *("text.layers=1", "text.hidden=16", "text.heads=2", "text.vocabulary=200"),
    *("train_views.steps=3", "train_views.batch=4", "warm_start.steps=8", "warm_start.batch=4"),
    *("picture_start.steps=2", "picture_start.batch=4"),
    *("warm_start.log_every=1", "warm_start.checkpoint_minutes=0.0"),
    *(
        "text_warm_start.steps=2",
        "text_warm_start.batch=4",
        "pretrain.steps=2",
        "pretrain.batch=4",
        "pretrain.clips=2",
        "finetune.steps=2",
        "finetune.batch=2",
    ),
    *("attention.steps=2", "attention.batch=4"),
]


@pytest.fixture(scope="module")
def config() -> Config:
    return load_config("demo", TINY)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with out/ and work/, made by a process that was killed and a second one."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "training", "demo-bundle", "--out", str(folder / "out")]
    command += ["--work", str(folder / "work")]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    first = subprocess.Popen([*command, *TINY], stderr=subprocess.PIPE, text=True, env=environment)
    assert first.stderr is not None
    for line in first.stderr:
        if "'stage': 'warm_start', 'step': 4" in line:
            first.send_signal(signal.SIGKILL)
            break
    first.stderr.close()
    assert first.wait() == -signal.SIGKILL
    assert (folder / "work/weights/warm_start.checkpoint.safetensors").exists()
    refused = subprocess.run([*command, *TINY], capture_output=True, text=True, env=environment, check=False)
    assert refused.returncode == 2
    assert "The working folder is not empty. Add --resume" in refused.stderr
    subprocess.run([*command, "--resume", *TINY], check=True, capture_output=True, env=environment)
    return folder


def test_the_bundle_loads_and_its_golden_clip_agrees(made: Path) -> None:
    bundle = load_bundle(made / "out")
    assert verify_bundle(bundle, "cpu") == "cpu"
    assert bundle.manifest.trained_on is TrainedOn.SYNTHETIC
    assert (len(bundle.manifest.views), len(bundle.manifest.sections)) == (58, 15)
    assert bundle.manifest.report_index.count == 12


def test_the_killed_training_ends_with_the_weights_of_one_that_was_not(
    made: Path, config: Config, tmp_path: Path
) -> None:
    killed = Workspace(made / "work", config, ())
    (tmp_path / "data").symlink_to(made / "work/data")
    whole = Workspace(tmp_path, config, ())
    make_warm_start(whole, whole.store("train"))
    expected, got = (load_file(one.run("warm_start").result) for one in (whole, killed))
    assert list(got) == list(expected)
    for name, tensor in expected.items():
        assert torch.equal(got[name], tensor), name


def test_the_figures_have_the_agreed_keys(made: Path) -> None:
    figures = json.loads((made / "work/figures-internal.json").read_text(encoding="utf-8"))
    assert {"top1", "top1_ci", "n"} <= set(figures["views"])
    table = {"r1", "r5", "r10", "median_rank", "mrr", "pool"}
    for direction in ("video_to_text", "text_to_video"):
        assert table <= set(figures["retrieval"][direction])
        for name in ("chance", "equal_weights", "single_frame", "views_only"):
            assert table <= set(figures["retrieval"]["baselines"][name][direction])
    assert {"mae", "mae_ci", "mae_of_mean"} <= set(figures["ef"])
    assert "mean_auc" in figures["phenotypes"]
    assert figures["attention"]["of"] == 15


def test_the_manifest_and_the_card_hold_the_figures(made: Path) -> None:
    figures = json.loads((made / "work/figures-internal.json").read_text(encoding="utf-8"))
    bundle = load_bundle(made / "out")
    values = {metric.name: metric for metric in bundle.manifest.metrics}
    assert values["internal: EF error, points"].value == pytest.approx(figures["ef"]["mae"])
    assert values["internal: video to text, R@10"].n == 3
    assert values["external: video to text, R@10"].n == 2
    assert "internal test set" in values["internal: view accuracy, top 1"].note
    card = (made / "out/MODEL_CARD.md").read_text(encoding="utf-8")
    assert "Not for diagnosis" in card
    assert "Has seen no picture of a real heart" in card


def test_evaluate_measures_the_same_again(made: Path, tmp_path: Path) -> None:
    target = tmp_path / "figures.json"
    data = made / "work/data/internal"
    assert main(["evaluate", "--bundle", str(made / "out"), "--data", str(data), "--json", str(target), "--quick"]) == 0
    again = json.loads(target.read_text(encoding="utf-8"))
    before = json.loads((made / "work/figures-internal.json").read_text(encoding="utf-8"))
    assert again["views"]["top1"] == before["views"]["top1"]
    assert again["ef"]["mae"] == pytest.approx(before["ef"]["mae"])


def test_test_studies_are_not_in_the_index(made: Path, config: Config) -> None:
    bundle: Bundle = load_bundle(made / "out")
    known = {report.report_id for report in bundle.report_index.reports}
    for name in TEST_SETS:
        test = Workspace(made / "work", config, ()).store(name)
        assert not known & {record.study_id for record in test.studies}


def test_the_exported_encoder_is_the_trained_one(made: Path, config: Config) -> None:
    workspace = Workspace(made / "work", config, ())
    pair = workspace.pair("finetune")
    load_weights(pair, workspace.run("finetune").result)
    golden = np.load(made / "out/golden.npz", allow_pickle=False)
    assert golden["embeddings"].shape == (3, 512)


def test_bad_arguments_end_with_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["demo-bundle", "--out", str(tmp_path / "o"), "nothing=1"]) == 2
    assert "unknown keys nothing" in capsys.readouterr().err


def test_a_bad_bundle_ends_with_4(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["evaluate", "--bundle", str(tmp_path), "--data", str(tmp_path)]) == 4
    assert "no readable bundle.json" in capsys.readouterr().err
