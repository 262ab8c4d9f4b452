"""Every shipped configuration runs for two steps of every training, on the sizes that it names."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from deepcoro_desktop.core.bundle.manifest import SectionSpec
from deepcoro_desktop.core.errors import ArgumentError
from tests.prepared_clips import Shard, write_shard
from training.config import CONFIG_FOLDER, Config, load_config
from training.datasets.clip_store import ClipStore, Sentence, StudyRecord
from training.models.text_encoder import train_vocabulary
from training.stages import (
    make_attention,
    make_finetune,
    make_pretrain,
    make_text_warm_start,
    make_views,
    make_vocabulary,
    make_warm_start,
)
from training.workspace import Workspace


def _two_steps(name: str) -> list[str]:
    """Return overrides for two steps of two studies; a supervised start is left out where the configuration does so."""
    plain = load_config(name)
    stages = ["train_views", "pretrain", "finetune", "attention"]
    stages += [stage for stage in ("picture_start", "warm_start", "text_warm_start") if getattr(plain, stage).runs]
    return [f"{stage}.{key}=2" for stage in stages for key in ("steps", "batch")]


def _small_bert(folder: Path, words: list[str]) -> None:
    """Put a BERT where a configuration expects a downloaded one: its own format, a thousandth of its size."""
    folder.mkdir()
    train_vocabulary(words, 200, folder / "vocab.txt")
    size = len((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())
    settings = BertConfig(
        vocab_size=size, hidden_size=24, num_hidden_layers=2, num_attention_heads=2, intermediate_size=48
    )
    BertModel(settings, add_pooling_layer=False).save_pretrained(folder)


def _write_clips(config: Config, folder: Path) -> None:
    shape = config.input
    rng = np.random.default_rng(1)
    records = tuple(
        StudyRecord(f"s{k}", f"p{k}", (Sentence("Aorta", f"It is {word}.", None),), {"ef": 40.0 + k}, {"ef": 40.0 + k})
        for k, word in enumerate(("wide", "narrow"))
    )
    clips = rng.integers(0, 255, (2, shape.frames, shape.size, shape.size, 3), dtype=np.uint8)
    write_shard(folder, 0, Shard(clips, ("plax", "a4c"), (0, 1), records))


@pytest.mark.parametrize("name", sorted(path.stem for path in CONFIG_FOLDER.glob("*.toml")))
def test_two_steps_of_every_training(name: str, tmp_path: Path) -> None:
    bert = tmp_path / "bert"
    _small_bert(bert, ["Aorta: It is wide.", "Aorta: It is narrow."] * 3)
    # Overridden: lengths and batches, the downloaded weights (a small BERT, a random mViT), threads and workers.
    start = [f'text.folder="{bert}"', 'video.weights=""']
    overrides = [*_two_steps(name), *start, "threads=1", "workers=0", 'device="cpu"']
    config = load_config(name, overrides)
    _write_clips(config, tmp_path / "data/train")
    workspace = Workspace(tmp_path, config, (SectionSpec("Aorta", ("plax",)), SectionSpec("IVC", ())))
    store: ClipStore = workspace.store("train")
    make_vocabulary(workspace, store)
    make_views(workspace, store)
    make_warm_start(workspace, store)
    make_text_warm_start(workspace, store)
    make_pretrain(workspace, store)
    make_finetune(workspace, store)
    make_attention(workspace, store)
    pair = workspace.pair("finetune")
    with torch.inference_mode():
        vector = pair.video(torch.from_numpy(store.read([0])))
    assert vector.shape == (1, 512)
    assert torch.isfinite(vector).all()
    assert workspace.attention().score.out_features == 2


def test_the_paper_configuration_is_the_published_run() -> None:
    config = load_config("paper", ['video.weights=""'])
    assert (config.pretrain.epochs, config.finetune.epochs, config.pretrain.batch) == (60, 20, 32)
    assert (config.input.frames, config.video.embedding, config.text.max_tokens) == (16, 512, 512)
    assert config.finetune.exclude_modalities == ("pw", "cw")
    assert config.augment.operations > 0
    assert config.augment.erase > 0.0
    workspace = Workspace(Path(), config, ())
    assert len(workspace.views) == 58
    model = workspace.video_encoder()
    assert sum(parameter.numel() for parameter in model.trunk.parameters()) > 34_000_000
    assert (model.head.in_features, model.head.out_features) == (768, 512)


def test_the_paper_configuration_asks_for_published_weights() -> None:
    config = load_config("paper")
    assert config.video.weights == "kinetics"
    assert "BiomedBERT" in config.text.model


def test_refuses_another_size_for_the_published_encoder() -> None:
    config = load_config("paper", ["input.size=112"])
    with pytest.raises(ArgumentError, match="takes 16 frames of 224 pixels, not 16 of 112"):
        Workspace(Path(), config, ()).video_encoder()
