"""The training commands as a user starts them: killed, stopped, and on two processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from deepcoro_desktop.core.bundle.bundle import load_bundle
from deepcoro_desktop.core.bundle.manifest import ReportOrigin, TrainedOn
from tests.training_factory import TINY, tiny_config, write_clips
from training.__main__ import main
from training.config import CONFIG_FOLDER

ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": "lo"}
LONG = [*TINY, "pretrain.steps=8", "pretrain.checkpoint_minutes=0.0", "pretrain.log_every=1"]
CHUNKED = [*LONG, "pretrain.chunk=1", "threads=2"]


def _command(work: Path, overrides: list[str], *options: str) -> list[str]:
    return ["pretrain", "--config", "demo", "--work", str(work), *options, *overrides]


def _work(folder: Path, plain: Path) -> Path:
    """Return a working folder with the same data and vocabulary."""
    shutil.copytree(plain / "data", folder / "data")
    shutil.copy(plain / "vocab.txt", folder)
    return folder


def _assert_equal_weights(work: Path, plain: Path, tolerance: float = 0.0) -> None:
    expected, got = (load_file(folder / "weights/pretrain.safetensors") for folder in (plain, work))
    assert set(got) == set(expected)
    for name, tensor in expected.items():
        torch.testing.assert_close(got[name], tensor, atol=tolerance, rtol=tolerance, msg=name)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of `pretrain` that nothing disturbed, in one process without workers."""
    work = tmp_path_factory.mktemp("plain")
    write_clips(tiny_config(), work / "data/train")
    assert main(_command(work, CHUNKED)) == 0
    return work


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM])
def test_a_run_that_was_ended_goes_on_to_the_same_bits(sent: signal.Signals, plain: Path, tmp_path: Path) -> None:
    work = _work(tmp_path, plain)
    overrides = [*CHUNKED, "workers=2"]
    command = [sys.executable, "-m", "training"]
    arguments = [*command, *_command(work, overrides)]
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "'stage': 'pretrain', 'step': 3" in line:
                process.send_signal(sent)
                break
        rest = process.stderr.read()
        code = process.wait()
    if sent == signal.SIGTERM:
        assert code == 1
        assert "The training pretrain was told to stop; its checkpoint of step" in rest
    else:
        assert code == -signal.SIGKILL
    assert (work / "weights/pretrain.checkpoint.safetensors").exists()
    assert not (work / "weights/pretrain.safetensors").exists()
    assert main(_command(work, overrides)) == 2
    assert main(_command(work, overrides, "--resume")) == 0
    _assert_equal_weights(work, plain)
    steps = [json.loads(line)["step"] for line in (work / "weights/metrics.jsonl").read_text().splitlines()]
    assert steps == list(range(1, 9))


def test_torchrun_trains_on_two_processes(plain: Path, tmp_path: Path) -> None:
    work = _work(tmp_path, plain)
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    done = subprocess.run(
        [*torchrun, "-m", "training", *_command(work, [*LONG, "pretrain.steps=2"])],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    alone = _work(tmp_path / "alone", plain)
    assert main(_command(alone, [*LONG, "pretrain.steps=2"])) == 0
    _assert_equal_weights(work, alone, tolerance=2e-5)
    assert json.loads((work / "weights/pretrain.run.json").read_text())["processes"] == 2
    assert len((work / "weights/metrics.jsonl").read_text().splitlines()) == 2


def test_a_run_leaves_its_settings_and_the_hash_of_its_data(plain: Path, tmp_path: Path) -> None:
    record = json.loads((plain / "weights/pretrain.run.json").read_text())
    assert record["config"]["pretrain"]["chunk"] == 1
    assert record["config"]["augment"] == {"operations": 3, "magnitude": 9.0, "erase": 0.25, "without": ["scale"]}
    assert len(record["data"]) == 64
    assert any((plain / "weights/tensorboard/pretrain").iterdir())
    shutil.copytree(plain / "weights", tmp_path / "weights")
    write_clips(tiny_config(), tmp_path / "data/train", studies=9)
    shutil.copy(plain / "vocab.txt", tmp_path)
    weights = tmp_path / "weights/pretrain.safetensors"
    weights.rename(weights.with_name("pretrain.checkpoint.safetensors"))
    assert main(_command(tmp_path, CHUNKED, "--resume")) == 2


def test_refuses_a_stage_that_is_there(plain: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(_command(plain, CHUNKED)) == 2
    assert "already holds pretrain. Add --resume" in capsys.readouterr().err


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """All stages of real studies, by command: a configuration without [data]."""
    work = tmp_path_factory.mktemp("trained")
    text = (CONFIG_FOLDER / "demo.toml").read_text(encoding="utf-8")
    begin, end = text.index("[data]"), text.index("[input]")
    (work / "real.toml").write_text(text[:begin] + text[end:], encoding="utf-8")
    config = tiny_config()
    for name in ("train", "validation"):
        write_clips(config, work / "data" / name)
    settings = ["--config", str(work / "real.toml"), "--work", str(work)]
    for stage in ("train-views", "pretrain", "finetune", "fit-attention"):
        assert main([stage, *settings, *TINY]) == 0
    return work, settings


def test_build_index_embeds_the_training_reports(trained: tuple[Path, list[str]]) -> None:
    work, settings = trained
    assert main(["build-index", *settings, *TINY, "index.neighbours=4"]) == 0
    assert sum(path.stat().st_size for path in (work / "index").iterdir()) > 8 * 8 * 2


def test_export_writes_a_bundle_that_says_what_it_was_trained_on(trained: tuple[Path, list[str]]) -> None:
    work, settings = trained
    out = work / "bundle"
    overrides = [*TINY, "index.neighbours=4", "bundle.golden_tolerance=1e-2"]
    assert main(["export", *settings, "--out", str(out), *overrides]) == 0
    bundle = load_bundle(out)
    assert bundle.manifest.trained_on is TrainedOn.CLINICAL
    assert {report.origin for report in bundle.report_index.reports} == {ReportOrigin.REAL}
    assert bundle.manifest.report_index.count == 8
    assert main(["export", *settings, "--out", str(out), *overrides]) == 2
