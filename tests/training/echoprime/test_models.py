from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from deepcoro_desktop.core.errors import ArgumentError
from tests.echoprime_definition import MEAN, STD
from tests.echoprime_release import PlainText
from tests.training.echoprime.test_pickles import Calls
from training.echoprime.graphs import golden_clips
from training.echoprime.models import Normalisation, load_text_encoder, load_video_encoder, load_view_classifier
from training.echoprime.weights import fill, load_state, load_tensor

WEIGHTS = "model_data/weights"


@pytest.fixture
def empty_release(tmp_path: Path) -> Path:
    (tmp_path / WEIGHTS).mkdir(parents=True)
    return tmp_path


def test_normalisation_is_that_of_the_release_and_padding_becomes_zero() -> None:
    clips = golden_clips()
    clips[0, 3, :10] = 255  # white within a picture is white
    result = Normalisation()(torch.from_numpy(clips)).numpy()
    naive = (clips.astype(np.float64) - MEAN) / STD
    naive[1, 9:] = 0.0
    np.testing.assert_allclose(result, naive, atol=1e-6)
    assert (clips[1, 9:] == 255).all()
    assert (clips[1, :9] < 255).all()


def test_text_encoder_is_the_published_one(empty_release: Path) -> None:
    plain = PlainText().eval()
    torch.save(plain.state_dict(), empty_release / WEIGHTS / "echo_prime_text_encoder.pt")
    encoder = load_text_encoder(empty_release)
    assert encoder is not None
    ids = torch.randint(5, 40, (3, 12), generator=torch.Generator().manual_seed(1))
    mask = torch.ones_like(ids)
    mask[1, 7:] = 0
    with torch.inference_mode():
        assert torch.allclose(encoder(ids, mask), plain(ids, mask), atol=1e-5)


def test_weights_that_older_transformers_saved_fit(empty_release: Path) -> None:
    state = PlainText().state_dict()
    state["backbone.bert.embeddings.position_ids"] = torch.arange(32)[None]
    torch.save(state, empty_release / WEIGHTS / "echo_prime_text_encoder.pt")
    assert load_text_encoder(empty_release) is not None


def test_release_without_text_encoder_has_none(empty_release: Path) -> None:
    assert load_text_encoder(empty_release) is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("bias", r"bias is missing where \(3,\) belongs"),
        ("other", r"other is of shape \(1,\) where nothing belongs"),
        ("weight", r"weight is of shape \(3, 5\) where \(3, 2\) belongs"),
    ],
)
def test_weights_of_another_model_are_refused_by_the_first_name_that_differs(change: str, message: str) -> None:
    module = nn.Linear(2, 3)
    state = {"weight": torch.zeros(3, 2), "bias": torch.zeros(3)}
    if change == "bias":
        del state["bias"]
    else:
        state[change] = torch.zeros(3, 5) if change == "weight" else torch.zeros(1)
    with pytest.raises(ArgumentError, match=rf"a\.pt does not hold the weights of a layer: {message}"):
        fill(module, state, "a layer", "a.pt")


@pytest.mark.parametrize(
    ("name", "load"),
    [
        ("echo_prime_encoder.pt", load_video_encoder),
        ("view_classifier.pt", partial(load_view_classifier, views=11)),
        ("echo_prime_text_encoder.pt", load_text_encoder),
    ],
)
def test_each_model_refuses_what_is_not_its_weights(
    name: str, load: Callable[[Path], object], empty_release: Path
) -> None:
    torch.save({"head.weight": torch.zeros(2, 2)}, empty_release / WEIGHTS / name)
    with pytest.raises(ArgumentError, match=rf"{name} does not hold the weights"):
        load(empty_release)


def test_file_that_would_run_code_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "harm"
    torch.save({"weight": Calls(Path.touch, target)}, tmp_path / "a.pt")
    with pytest.raises(ArgumentError, match="does not hold plain tensors"):
        load_state(tmp_path / "a.pt")
    assert not target.exists()


@pytest.mark.parametrize("data", [b"", b"garbage", b"PK\x03\x04cut off"])
def test_damaged_file_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pt").write_bytes(data)
    with pytest.raises(ArgumentError, match=r"a\.pt does not hold plain tensors"):
        load_tensor(tmp_path / "a.pt", 512)


@pytest.mark.parametrize("state", [{"weight": torch.zeros(1), "epoch": 3}, {}, {"state_dict": {}}, [torch.zeros(1)]])
def test_what_is_no_set_of_named_tensors_is_refused(state: object, tmp_path: Path) -> None:
    torch.save(state, tmp_path / "a.pt")
    with pytest.raises(ArgumentError, match="does not hold named weights"):
        load_state(tmp_path / "a.pt")


@pytest.mark.parametrize("wrapper", ["", "module.", "module._orig_mod.", "_orig_mod."])
@pytest.mark.parametrize("name", ["", "state_dict", "model_state_dict", "model"])
def test_weights_are_found_in_a_checkpoint_and_behind_a_wrapper(wrapper: str, name: str, tmp_path: Path) -> None:
    weights = {"weight": torch.ones(3, 2), "module_bias": torch.zeros(3)}
    wrapped = {f"{wrapper}{key}": tensor for key, tensor in weights.items()}
    torch.save({name: wrapped, "epoch": 3, "optimizer": {"lr": 0.1}} if name else wrapped, tmp_path / "a.pt")
    state = load_state(tmp_path / "a.pt")
    assert set(state) == set(weights)
    assert all(torch.equal(state[key], tensor) for key, tensor in weights.items())


def test_prefix_that_only_some_weights_have_belongs_to_their_names(tmp_path: Path) -> None:
    torch.save({"module.weight": torch.zeros(1), "bias": torch.zeros(1)}, tmp_path / "a.pt")
    assert set(load_state(tmp_path / "a.pt")) == {"module.weight", "bias"}
