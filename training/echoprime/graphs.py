"""From the release's weights to the bundle's graphs, each compared with torchvision's own module before it stays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import torch

from deepcoro_desktop.core.bundle.echoprime_profile import PADDING
from deepcoro_desktop.core.bundle.manifest import GoldenSpec, ModelRole, ModelSpec
from training.echoprime.models import load_text_encoder, load_video_encoder, load_view_classifier
from training.echoprime.tables import VIEWS
from training.export import Arrays, Graph, export_graph, write_golden

FRAMES: Final = 16
SIZE: Final = 224
TOLERANCE: Final = 1e-4
"""Largest difference between torch and the graph, per unit of the largest value above 1."""

_SEED: Final = 20241014
_SHORT: Final = 9
"""Frames of the golden clip that ends in padding."""


@dataclass(frozen=True, slots=True)
class ReleaseGraphs:
    """The entries of the manifest for graphs and golden clips that lie in the bundle's folder."""

    models: tuple[ModelSpec, ...]
    golden: GoldenSpec


def export_release(release: Path, folder: Path) -> ReleaseGraphs:
    """Write the graphs of video encoder, view classifier and, where the copy has it, text encoder.

    Parameters
    ----------
    release : Path
        The user's copy, with every file that `files.check_files` asks for.
    folder : Path
        The bundle's folder, which exists.

    Raises
    ------
    ArgumentError
        If weights are not those of the release's models.
    BundleError
        If a graph gives other numbers than torch.
    """
    clips = golden_clips()
    views, view_spec = _export_views(release, clips, folder)
    embeddings, video_spec = _export_video(release, clips, folder)
    models = [view_spec, video_spec]
    if (text_spec := _export_text(release, folder)) is not None:
        models.append(text_spec)
    recorded: Arrays = {"clips": clips, "view_probabilities": views, "embeddings": embeddings}
    return ReleaseGraphs(tuple(models), write_golden(recorded, folder, _tolerance(embeddings)))


def golden_clips() -> npt.NDArray[np.uint8]:
    """Return two clips of smooth noise that drifts, uint8 (2, 16, 224, 224, 3); the second is short and padded."""
    generator = np.random.Generator(np.random.PCG64(_SEED))
    clips = np.full((2, FRAMES, SIZE, SIZE, 3), PADDING, np.uint8)
    for clip, length in zip(clips, (FRAMES, _SHORT), strict=True):
        coarse = generator.integers(0, 256, (20, 20, 3), dtype=np.uint8)
        wide = np.asarray(cv2.resize(coarse, (SIZE + FRAMES, SIZE), interpolation=cv2.INTER_LINEAR), np.uint8)
        for frame in range(length):
            clip[frame] = wide[:, frame : frame + SIZE] // 2
    return clips


def _tolerance(expected: npt.NDArray[np.float32]) -> float:
    return TOLERANCE * max(1.0, float(np.abs(expected).max()))


def _export_video(
    release: Path, clips: npt.NDArray[np.uint8], folder: Path
) -> tuple[npt.NDArray[np.float32], ModelSpec]:
    plain, lean = load_video_encoder(release)
    with torch.inference_mode():
        expected = plain(torch.from_numpy(clips)).numpy()
    axes = {"clips": {0: "clips"}, "embeddings": {0: "clips"}}
    graph = Graph(ModelRole.VIDEO_ENCODER, "video_encoder.onnx", lean, ("clips",), "embeddings", axes)
    return expected, export_graph(graph, {"clips": clips}, folder, _tolerance(expected), expected)


def _export_views(
    release: Path, clips: npt.NDArray[np.uint8], folder: Path
) -> tuple[npt.NDArray[np.float32], ModelSpec]:
    module = load_view_classifier(release, len(VIEWS))
    with torch.inference_mode():
        expected = module(torch.from_numpy(clips)).numpy()
    axes = {"clips": {0: "clips"}, "view_probabilities": {0: "clips"}}
    graph = Graph(ModelRole.VIEW_CLASSIFIER, "view_classifier.onnx", module, ("clips",), "view_probabilities", axes)
    return expected, export_graph(graph, {"clips": clips}, folder, _tolerance(expected), expected)


def _export_text(release: Path, folder: Path) -> ModelSpec | None:
    module = load_text_encoder(release)
    if module is None:
        return None
    ids = torch.arange(5, 17).repeat(2, 1)
    mask = torch.ones_like(ids)
    mask[1, 8:] = 0
    with torch.inference_mode():
        expected = module(ids, mask).numpy()
    tokens = {0: "texts", 1: "tokens"}
    axes = {"input_ids": tokens, "attention_mask": tokens, "embeddings": {0: "texts"}}
    names = ("input_ids", "attention_mask")
    graph = Graph(ModelRole.TEXT_ENCODER, "text_encoder.onnx", module, names, "embeddings", axes)
    feed = {"input_ids": ids.numpy(), "attention_mask": mask.numpy()}
    return export_graph(graph, feed, folder, _tolerance(expected), expected)
