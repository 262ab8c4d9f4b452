"""The published size goes through the same export: mvit_v2_s on 16 x 224 x 224, compared with torch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from training.config import TextConfig, ViewConfig, load_config
from training.export import TrainedModels, export_models
from training.models.attention import AnatomicalAttention
from training.models.text_encoder import build_text_encoder
from training.models.video_encoder import build_video_encoder
from training.models.view_classifier import ViewClassifier


def test_the_full_encoder_exports_and_agrees_with_torch(tmp_path: Path) -> None:
    config = load_config("paper")
    torch.manual_seed(1)
    video = build_video_encoder(config.video, config.input, published=False).eval()
    for name, parameter in video.named_parameters():
        if "rel_pos" in name:
            torch.nn.init.normal_(parameter, std=0.1)
    text = build_text_encoder(TextConfig("small", max_tokens=32, hidden=16, layers=1, heads=2), 512, 30).eval()
    views = ViewClassifier(ViewConfig("small", (0,), width=8), 58, config.video).eval()
    models = TrainedModels(views, video, AnatomicalAttention(512, 58, 15).eval(), text)
    clips = np.random.default_rng(2).integers(0, 255, (2, 16, 224, 224, 3), dtype=np.uint8)
    specs, _ = export_models(models, clips, tmp_path, 1e-3)
    assert [spec.inputs[0].shape for spec in specs[:2]] == [("clips", 16, 224, 224, 3)] * 2
    assert (tmp_path / "video_encoder.onnx").stat().st_size > 130e6
