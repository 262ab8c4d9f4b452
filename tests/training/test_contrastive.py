from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from deepcoro_desktop.core.bundle.manifest import SectionSpec
from tests.training_factory import tiny_config, write_clips
from training.batches import drawn_tokens
from training.config import Config
from training.contrastive import MAX_SCALE, ContrastivePair, clip_embeddings, finetune
from training.datasets.clip_store import ClipStore, Sentence
from training.datasets.reports import by_section, report_text
from training.datasets.windows import report_windows
from training.models.text_encoder import Tokenizer
from training.stages import make_finetune, make_pretrain, make_vocabulary
from training.workspace import Workspace


def _workspace(folder: Path, *overrides: str) -> tuple[Workspace, ClipStore]:
    config: Config = tiny_config(*overrides)
    write_clips(config, folder / "data/train")
    workspace = Workspace(folder, config, (SectionSpec("Aorta", ("plax",)),))
    store = workspace.store("train")
    make_vocabulary(workspace, store)
    return workspace, store


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The plain run, whose weights every option must reach."""
    workspace, store = _workspace(tmp_path_factory.mktemp("plain"))
    make_pretrain(workspace, store)
    return workspace


def test_the_scale_is_clamped() -> None:
    pair = ContrastivePair(torch.nn.Identity(), torch.nn.Identity())  # type: ignore[arg-type]
    with torch.no_grad():
        pair.log_scale.fill_(20.0)
    assert pair.scale.item() == pytest.approx(MAX_SCALE)


@pytest.mark.parametrize(
    "overrides",
    [
        ("pretrain.chunk=2",),
        ("pretrain.chunk=1", "threads=2"),
        ("pretrain.activation_checkpointing=true",),
        ("workers=2",),
        ("pretrain.chunk=3", "pretrain.activation_checkpointing=true", "workers=1"),
    ],
    ids=str,
)
def test_options_that_save_memory_or_time_leave_the_weights_as_they_are(
    plain: Workspace, overrides: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "vocab.txt").write_bytes(plain.vocabulary.read_bytes())
    workspace, store = _workspace(tmp_path, *overrides)
    make_pretrain(workspace, store)
    expected = load_file(plain.run("pretrain").result)
    for name, tensor in load_file(workspace.run("pretrain").result).items():
        if overrides == ("workers=2",):
            assert torch.equal(tensor, expected[name]), name
        if not name.endswith("pool_k.norm_act.0.bias"):  # softmax takes no notice of it: its gradient is rounding
            torch.testing.assert_close(tensor, expected[name], atol=2e-5, rtol=1e-4, msg=name)


def test_the_sigmoid_loss_trains_and_its_weights_load_again(tmp_path: Path) -> None:
    workspace, store = _workspace(tmp_path, "loss=siglip")
    make_pretrain(workspace, store)
    make_finetune(workspace, store)
    pair = workspace.pair("finetune")
    assert pair.bias is not None
    assert pair.bias.item() != -10.0
    vectors = clip_embeddings(pair.video, store)
    assert vectors.shape == (32, 8)


def test_compiles_both_encoders_if_asked_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    monkeypatch.setattr(torch.nn.Module, "compile", lambda module: compiled.append(type(module).__name__))
    workspace, store = _workspace(tmp_path, "pretrain.compile=true", "pretrain.steps=1")
    make_pretrain(workspace, store)
    assert compiled == ["VideoEncoder", "TextEncoder"]


def test_finetuning_draws_no_clip_of_an_excluded_modality(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, store = _workspace(
        tmp_path, 'finetune.exclude_modalities=["pw","color"]', "finetune.epochs=3", "finetune.clips=3", "workers=0"
    )
    drawn: list[str] = []
    read = ClipStore.read

    def watched(self: ClipStore, clips: list[int]) -> object:
        drawn.extend(str(modality) for modality in self.modality_of[clips])
        return read(self, clips)

    monkeypatch.setattr(ClipStore, "read", watched)
    pair = ContrastivePair(workspace.video_encoder(), workspace.text_encoder())
    finetune(workspace.config, store, workspace.tokenizer(), pair, workspace.run("finetune"))
    assert set(store.modality_of) == {"2d", "pw", "color"}
    assert len(drawn) == 3 * 8 * 3
    assert set(drawn) == {"2d"}


def test_an_epoch_sees_every_study_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, store = _workspace(tmp_path, "finetune.epochs=2", "finetune.clips=1", "workers=0")
    drawn: list[int] = []
    read = ClipStore.read

    def watched(self: ClipStore, clips: list[int]) -> object:
        drawn.extend(int(study) for study in self.study_of[clips])
        return read(self, clips)

    monkeypatch.setattr(ClipStore, "read", watched)
    pair = ContrastivePair(workspace.video_encoder(), workspace.text_encoder())
    run = replace(workspace.run("finetune"), name="counted")
    finetune(workspace.config, store, workspace.tokenizer(), pair, run)
    assert sorted(drawn[:8]) == sorted(drawn[8:]) == list(range(8))
    assert drawn[:8] != drawn[8:]


def test_a_report_that_is_too_long_is_learned_from_by_one_of_its_windows(tmp_path: Path) -> None:
    workspace, store = _workspace(tmp_path)
    long = Sentence("Aorta", "It is wide and long and wide again, " * 40 + "and ends.", None)
    record = replace(store.studies[0], sentences=(*store.studies[0].sentences, long))
    tokenizer = Tokenizer(workspace.vocabulary, 64)
    text = report_text(record)
    assert tokenizer.count([text])[0] > 3 * 64
    windows = {window.tokens for window in report_windows(by_section(record.sentences), tokenizer)}
    drawn = {drawn_tokens(record, text, tokenizer, np.random.default_rng(seed)) for seed in range(60)}
    assert drawn == windows
    short = "Aorta: It is wide."
    assert list(drawn_tokens(record, short, tokenizer, np.random.default_rng(0))) == tokenizer.tokens([short])[0]
