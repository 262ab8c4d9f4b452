from __future__ import annotations

from pathlib import Path

import huggingface_hub
import pytest
import torch
from torchvision.models.video import mvit_v2_s
from transformers import BertConfig, BertModel

from deepcoro_desktop.core.errors import ArgumentError
from training.config import TextConfig, load_config
from training.models.text_encoder import build_text_encoder, pretrained_file, train_vocabulary
from training.models.video_encoder import build_video_encoder

MODEL = "somebody/SmallBERT"


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return torch's own cache folder, empty."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    (tmp_path / "hub/checkpoints").mkdir(parents=True)
    return tmp_path / "hub/checkpoints"


def _kinetics(path: Path) -> torch.Tensor:
    """Save random weights as torchvision publishes its own; return one of them."""
    torch.manual_seed(8)
    model = mvit_v2_s(weights=None)
    torch.save(model.state_dict(), path)
    weight: torch.Tensor = model.blocks[3].attn.qkv.weight
    return weight


def test_kinetics_weights_come_from_torchs_cache_or_a_named_file(hub: Path, tmp_path: Path) -> None:
    config = load_config("paper")
    expected = _kinetics(hub / "mvit_v2_s-ae3be167.pth")
    encoder = build_video_encoder(config.video, config.input)
    assert torch.equal(encoder.trunk.blocks[3].attn.qkv.weight, expected)
    named = load_config("paper", [f'video.weights="{hub / "mvit_v2_s-ae3be167.pth"}"'])
    encoder = build_video_encoder(named.video, named.input)
    assert torch.equal(encoder.trunk.blocks[3].attn.qkv.weight, expected)
    random = build_video_encoder(named.video, named.input, published=False)
    assert not torch.equal(random.trunk.blocks[3].attn.qkv.weight, expected)


@pytest.mark.parametrize("weights", ["kinetics", "somewhere/else.pth"])
def test_missing_kinetics_weights_say_what_to_download_and_where_to_put_it(weights: str, hub: Path) -> None:
    config = load_config("paper", [f'video.weights="{weights}"'])
    with pytest.raises(ArgumentError, match="Kinetics weights are not there") as caught:
        build_video_encoder(config.video, config.input)
    assert "Download mvit_v2_s-ae3be167.pth" in caught.value.remedy
    assert "pytorch.org" in caught.value.remedy
    assert str(hub / "mvit_v2_s-ae3be167.pth") in caught.value.remedy


@pytest.mark.parametrize("content", ["garbage", "another model"])
def test_refuses_a_file_that_holds_other_weights(content: str, hub: Path) -> None:
    path = hub / "mvit_v2_s-ae3be167.pth"
    if content == "garbage":
        path.write_bytes(b"<html>not found</html>")
    else:
        torch.save({"weight": torch.ones(2)}, path)
    config = load_config("paper")
    with pytest.raises(ArgumentError, match="does not hold the weights of torchvision's mvit_v2_s"):
        build_video_encoder(config.video, config.input)


def _bert(folder: Path) -> torch.Tensor:
    """Save a small BERT as the hub publishes one; return one of its weights."""
    folder.mkdir(parents=True)
    train_vocabulary(["the root is wide"] * 3, 60, folder / "vocab.txt")
    size = len((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())
    settings = BertConfig(
        vocab_size=size, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    model = BertModel(settings, add_pooling_layer=False)
    model.save_pretrained(folder)
    weight: torch.Tensor = model.embeddings.word_embeddings.weight
    return weight


def test_the_text_encoder_comes_from_a_local_folder(tmp_path: Path) -> None:
    expected = _bert(tmp_path / "bert")
    config = TextConfig("pretrained", 32, folder=str(tmp_path / "bert"))
    encoder = build_text_encoder(config, 12, 0)
    assert torch.equal(encoder.bert.embeddings.word_embeddings.weight, expected)
    assert encoder.head.out_features == 12
    random = build_text_encoder(config, 12, 0, published=False)
    assert random.bert.embeddings.word_embeddings.weight.shape == expected.shape
    assert not torch.equal(random.bert.embeddings.word_embeddings.weight, expected)


@pytest.fixture
def hugging_face(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the Hugging Face hub's cache folder, empty; its package read the environment when it was imported."""
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    return tmp_path


def test_the_text_encoder_comes_from_the_hubs_cache(hugging_face: Path) -> None:
    cached = hugging_face / "models--somebody--SmallBERT"
    expected = _bert(cached / "snapshots/0123")
    (cached / "refs").mkdir()
    (cached / "refs/main").write_text("0123", encoding="utf-8")
    config = TextConfig("pretrained", 32, model=MODEL)
    encoder = build_text_encoder(config, 12, 0)
    assert torch.equal(encoder.bert.embeddings.word_embeddings.weight, expected)
    assert pretrained_file(config, "vocab.txt") == cached / "snapshots/0123/vocab.txt"


@pytest.mark.usefixtures("hugging_face")
def test_a_missing_text_encoder_says_what_to_download_and_where_to_put_it() -> None:
    with pytest.raises(ArgumentError, match="SmallBERT is not in the Hugging Face hub's cache") as caught:
        pretrained_file(TextConfig("pretrained", 32, model=MODEL), "vocab.txt")
    assert f"Download {MODEL} from huggingface.co" in caught.value.remedy
    assert "name that in text.folder" in caught.value.remedy


@pytest.mark.parametrize("missing", ["config.json", "vocab.txt", "model.safetensors"])
def test_a_folder_without_a_whole_bert_says_what_to_put_there(missing: str, tmp_path: Path) -> None:
    _bert(tmp_path / "bert")
    (tmp_path / "bert" / missing).unlink()
    with pytest.raises(ArgumentError, match=r"The folder in text\.folder holds no BERT") as caught:
        build_text_encoder(TextConfig("pretrained", 32, folder=str(tmp_path / "bert")), 12, 0)
    assert "Put config.json, vocab.txt and the weights" in caught.value.remedy


def test_checkpointed_blocks_keep_less_and_give_the_same_gradient() -> None:
    config = load_config("demo", ["video.widths=[8,16,16]", "video.depths=[4,4]", "video.heads=[1,1]", "input.size=32"])
    torch.manual_seed(1)
    encoder = build_video_encoder(config.video, config.input)
    clips = torch.randint(0, 255, (2, 16, 32, 32, 3), dtype=torch.uint8)

    def kept_and_gradients() -> tuple[int, list[torch.Tensor]]:
        kept: list[int] = []
        encoder.zero_grad()
        with torch.autograd.graph.saved_tensors_hooks(lambda x: kept.append(x.numel()) or x, lambda x: x):
            output = encoder(clips)
        total = sum(kept)
        output[:, 0].sum().backward()
        return total, [parameter.grad.clone() for parameter in encoder.parameters() if parameter.grad is not None]

    plain, expected = kept_and_gradients()
    encoder.checkpoint_activations()
    checkpointed, got = kept_and_gradients()
    of_stem: list[int] = []
    with torch.autograd.graph.saved_tensors_hooks(lambda x: of_stem.append(x.numel()) or x, lambda x: x):
        encoder.trunk.conv_proj((clips.float() - 29.0).permute(0, 4, 1, 2, 3))
    assert checkpointed - sum(of_stem) < (plain - sum(of_stem)) / 2
    for one, other in zip(got, expected, strict=True):
        torch.testing.assert_close(one, other)
