from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from deepcoro_desktop.core.bundle.manifest import ModelRole
from deepcoro_desktop.core.errors import BundleError
from training.config import TextConfig, VideoConfig, ViewConfig, load_config
from training.export import Graph, TrainedModels, export_graph, export_models
from training.models.attention import AnatomicalAttention
from training.models.text_encoder import build_text_encoder
from training.models.video_encoder import VideoEncoder
from training.models.view_classifier import ViewClassifier

VIDEO = VideoConfig("small", 24, widths=(8, 16, 16), heads=(1, 1), depths=(1, 1), key_strides=(2, 1))


def _models() -> TrainedModels:
    torch.manual_seed(1)
    text = TextConfig("small", max_tokens=32, hidden=16, layers=1, heads=2)
    return TrainedModels(
        ViewClassifier(ViewConfig("small", (0, 2), width=4), 5, VIDEO).eval(),
        VideoEncoder(VIDEO, 4, 32).eval(),
        AnatomicalAttention(24, 5, 3).eval(),
        build_text_encoder(text, 24, 30).eval(),
    )


def _clips(count: int) -> np.ndarray:
    return np.random.default_rng(2).integers(0, 255, (count, 4, 32, 32, 3), dtype=np.uint8)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    export_models(_models(), _clips(3), folder, 1e-4)
    return folder


@pytest.mark.parametrize("count", [1, 2, 7])
def test_graphs_take_any_number_of_clips_and_agree_with_torch(exported: Path, count: int) -> None:
    models, clips = _models(), _clips(count)
    with torch.inference_mode():
        views, embeddings = models.views(torch.from_numpy(clips)), models.video(torch.from_numpy(clips))
        weights = models.attention(embeddings, views)
    for name, feed, expected in (
        ("view_classifier", {"clips": clips}, views),
        ("video_encoder", {"clips": clips}, embeddings),
        (
            "anatomical_attention",
            {"embeddings": embeddings.numpy(), "view_probabilities": views.numpy()},
            weights,
        ),
    ):
        (got,) = onnxruntime.InferenceSession(exported / f"{name}.onnx").run(None, feed)
        np.testing.assert_allclose(got, expected.numpy(), atol=1e-5)


@pytest.mark.parametrize(("texts", "tokens"), [(1, 3), (4, 29)])
def test_the_text_encoder_takes_any_length_and_does_not_see_padding(exported: Path, texts: int, tokens: int) -> None:
    session = onnxruntime.InferenceSession(exported / "text_encoder.onnx")
    ids = np.random.default_rng(3).integers(1, 30, (texts, tokens))
    mask = np.ones_like(ids)
    (plain,) = session.run(None, {"input_ids": ids, "attention_mask": mask})
    padded = {"input_ids": np.pad(ids, ((0, 0), (0, 2))), "attention_mask": np.pad(mask, ((0, 0), (0, 2)))}
    (longer,) = session.run(None, padded)
    np.testing.assert_allclose(longer, plain, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(plain, axis=1), 1.0, atol=1e-5)


def test_rows_of_probabilities_and_weights_sum_to_one(exported: Path) -> None:
    golden = np.load(exported / "golden.npz", allow_pickle=False)
    assert golden["clips"].dtype == np.uint8
    np.testing.assert_allclose(golden["view_probabilities"].sum(axis=1), 1.0, atol=1e-5)
    np.testing.assert_allclose(golden["weights"].sum(axis=1), 1.0, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(golden["embeddings"], axis=1), 1.0, atol=1e-5)


def test_refuses_to_write_a_graph_that_differs_from_torch(tmp_path: Path) -> None:
    class Drifting(AnatomicalAttention):
        """Gives other numbers each time, as an operator that the exporter changed would."""

        def forward(self, embeddings: torch.Tensor, view_probabilities: torch.Tensor) -> torch.Tensor:
            weights = super().forward(embeddings, view_probabilities)
            return weights if torch.compiler.is_exporting() else weights + 0.5

    models = _models()
    broken = TrainedModels(models.views, models.video, Drifting(24, 5, 3).eval(), models.text)
    with pytest.raises(BundleError, match=r"anatomical_attention\.onnx differs from torch by 0\.5"):
        export_models(broken, _clips(3), tmp_path, 1e-4)
    assert not (tmp_path / "anatomical_attention.onnx").exists()
    assert not (tmp_path / "golden.npz").exists()
    assert not list(tmp_path.glob("*.partial"))


def test_the_manifest_names_the_free_axes(tmp_path: Path) -> None:
    specs, golden = export_models(_models(), _clips(2), tmp_path, 1e-4)
    by_role = {spec.role: spec for spec in specs}
    assert by_role[ModelRole.VIDEO_ENCODER].inputs[0].shape == ("clips", 4, 32, 32, 3)
    assert by_role[ModelRole.ANATOMICAL_ATTENTION].outputs[0].shape == (3, "clips")
    assert by_role[ModelRole.TEXT_ENCODER].inputs[1].shape == ("texts", "tokens")
    assert golden.tolerance == 1e-4


def test_any_module_becomes_a_graph_that_is_compared_row_by_row(tmp_path: Path) -> None:
    class OfTheBatch(torch.nn.Module):
        """Its rows depend on each other where it is not exported for two of them."""

        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            return pictures.float().mean(dim=(1, 2, 3))[:, None]

    class Batched(OfTheBatch):
        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            return super().forward(pictures) - super().forward(pictures).mean()

    pictures = {"pictures": np.random.default_rng(5).integers(0, 255, (3, 8, 8, 3), dtype=np.uint8)}
    axes = {"pictures": {0: "pictures"}, "values": {0: "pictures"}}
    graph = Graph(ModelRole.VIEW_CLASSIFIER, "any.onnx", OfTheBatch(), ("pictures",), "values", axes)
    spec = export_graph(graph, pictures, tmp_path, 1e-4)
    assert (spec.inputs[0].shape, spec.outputs[0].shape) == (("pictures", 8, 8, 3), ("pictures", 1))
    broken = dataclasses.replace(graph, module=Batched(), file="batched.onnx")
    with pytest.raises(BundleError, match=r"batched\.onnx differs from torch"):
        export_graph(broken, pictures, tmp_path, 1e-4)
    assert [path.name for path in tmp_path.iterdir()] == ["any.onnx"]


def test_the_demonstration_encoder_becomes_a_graph(tmp_path: Path) -> None:
    config = load_config("demo")
    torch.manual_seed(6)
    encoder = VideoEncoder(config.video, config.input.frames, config.input.size).eval()
    clips = np.random.default_rng(6).integers(0, 256, (2, 16, 112, 112, 3), np.uint8)
    axes = {"clips": {0: "clips"}, "embeddings": {0: "clips"}}
    graph = Graph(ModelRole.VIDEO_ENCODER, "video_encoder.onnx", encoder, ("clips",), "embeddings", axes)
    spec = export_graph(graph, {"clips": clips}, tmp_path, 1e-5)
    assert spec.outputs[0].shape == ("clips", 512)
