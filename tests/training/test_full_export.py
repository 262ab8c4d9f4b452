"""The published size goes through the same export: mvit_v2_s on 16 x 224 x 224, compared with torchvision's own."""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn
from torchvision.models.video import mvit_v2_s

from deepcoro_desktop.core.bundle.manifest import ModelRole
from training.export import Graph, export_graph
from training.models.mvit import make_lean

EXACT = 1e-5


def _as_trained(module: nn.Module) -> None:
    """Move random weights to the scale that training gives: norms off one, biases off zero, positions that count."""
    for name, parameter in module.named_parameters():
        if "rel_pos" in name:
            nn.init.normal_(parameter, std=0.3)
        elif name.endswith("bias"):
            nn.init.normal_(parameter, std=0.2)
        elif "norm" in name:
            nn.init.normal_(parameter, mean=1.0, std=0.3)
        else:
            nn.init.normal_(parameter, std=float(parameter.std()) * 1.5)


def test_the_full_encoder_gives_what_torchvisions_gives_with_random_and_trained_weights(tmp_path: Path) -> None:
    torch.manual_seed(1)
    plain = mvit_v2_s(weights=None)
    plain.head[-1] = nn.Linear(768, 512)
    plain.eval()
    pixels = np.random.default_rng(2).standard_normal((2, 3, 16, 224, 224), dtype=np.float32)
    lean = make_lean(copy.deepcopy(plain))
    with torch.inference_mode():
        expected = plain(torch.from_numpy(pixels))
        assert (lean(torch.from_numpy(pixels)) - expected).abs().max() < EXACT
        _as_trained(plain)
        expected = plain(torch.from_numpy(pixels))
    assert expected.std() > 0.3
    lean.load_state_dict(plain.state_dict())
    axes = {"pixels": {0: "clips"}, "embeddings": {0: "clips"}}
    graph = Graph(ModelRole.VIDEO_ENCODER, "video_encoder.onnx", lean, ("pixels",), "embeddings", axes)
    spec = export_graph(graph, {"pixels": pixels}, tmp_path, EXACT, expected.numpy())
    assert spec.inputs[0].shape == ("clips", 3, 16, 224, 224)
    assert spec.file.size_bytes > 130e6
    session = onnxruntime.InferenceSession(tmp_path / spec.file.file)
    (got,) = session.run(None, {"pixels": pixels[[1, 0, 1]]})
    assert np.abs(got - expected.numpy()[[1, 0, 1]]).max() < EXACT
