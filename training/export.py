"""From trained weights to ONNX graphs; each is compared with torch on example inputs, or nothing is written.

`export_graph` takes any module; `export_models` writes the four graphs of a bundle and its golden clip.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
import torch
from torch import Tensor, nn

from deepcoro_desktop.core.bundle.files import bundle_file
from deepcoro_desktop.core.bundle.manifest import GoldenSpec, ModelRole, ModelSpec, TensorSpec
from deepcoro_desktop.core.errors import BundleError
from training.models.attention import AnatomicalAttention
from training.models.text_encoder import TextEncoder
from training.models.video_encoder import VideoEncoder
from training.models.view_classifier import ViewClassifier

logger = logging.getLogger(__name__)

OPSET = 20
"""The first with Gelu as one operator; ONNX Runtime reads it since 1.17."""
GOLDEN_NAME = "golden.npz"

Arrays = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class TrainedModels:
    """The four models of a bundle."""

    views: ViewClassifier
    video: VideoEncoder
    attention: AnatomicalAttention
    text: TextEncoder


@dataclass(frozen=True, slots=True)
class Graph:
    """A module that becomes an ONNX graph with one output."""

    role: ModelRole
    file: str
    """Name of the file in the bundle's folder."""
    module: nn.Module
    inputs: tuple[str, ...]
    """Names of the arguments of its forward pass, in order."""
    output: str
    axes: dict[str, dict[int, str]]
    """Name of an input or output -> its free axes and what they are called: {"clips": {0: "clips"}}."""


def export_models(
    models: TrainedModels, golden_clips: npt.NDArray[np.uint8], folder: Path, tolerance: float
) -> tuple[tuple[ModelSpec, ...], GoldenSpec]:
    """Write the four graphs and golden.npz into a bundle's folder; return their entries of the manifest.

    Parameters
    ----------
    models : TrainedModels
        In evaluation mode.
    golden_clips : ndarray of uint8, shape (N, T, H, W, 3), RGB
        At least two prepared clips.
    folder : Path
        The bundle's folder, which exists.
    tolerance : float
        Largest difference between torch and ONNX Runtime that counts as equal.

    Raises
    ------
    BundleError
        If a graph gives other numbers than torch; nothing of it stays in the folder.
    """
    clips = torch.from_numpy(golden_clips)
    with torch.inference_mode():
        probabilities, embeddings = models.views(clips), models.video(clips)
        weights = models.attention(embeddings, probabilities)
        ids = torch.arange(5, 17).repeat(2, 1)
        mask = torch.ones_like(ids)
        mask[1, 8:] = 0
        text = models.text(ids, mask)
    tensors = {
        "clips": clips,
        "view_probabilities": probabilities,
        "embeddings": embeddings,
        "weights": weights,
        "input_ids": ids,
        "attention_mask": mask,
    }
    specs = []
    for graph in _graphs(models):
        expected = text if graph.role is ModelRole.TEXT_ENCODER else tensors[graph.output]
        feed = {name: tensors[name].numpy() for name in graph.inputs}
        specs.append(export_graph(graph, feed, folder, tolerance, expected.numpy()))
    recorded = {name: tensors[name].numpy() for name in ("clips", "view_probabilities", "embeddings", "weights")}
    return tuple(specs), write_golden(recorded, folder, tolerance)


def write_golden(recorded: Arrays, folder: Path, tolerance: float) -> GoldenSpec:
    """Write golden.npz, input and expected outputs by name, into a bundle's folder; return its entry."""
    partial = folder / "golden.partial.npz"
    np.savez_compressed(partial, allow_pickle=False, **recorded)
    partial.replace(folder / GOLDEN_NAME)
    return GoldenSpec(bundle_file(folder, GOLDEN_NAME), tolerance)


def _graphs(models: TrainedModels) -> tuple[Graph, ...]:
    clips, tokens = {0: "clips"}, {0: "texts", 1: "tokens"}
    return (
        Graph(
            ModelRole.VIEW_CLASSIFIER,
            "view_classifier.onnx",
            models.views,
            ("clips",),
            "view_probabilities",
            {"clips": clips, "view_probabilities": clips},
        ),
        Graph(
            ModelRole.VIDEO_ENCODER,
            "video_encoder.onnx",
            models.video,
            ("clips",),
            "embeddings",
            {"clips": clips, "embeddings": clips},
        ),
        Graph(
            ModelRole.ANATOMICAL_ATTENTION,
            "anatomical_attention.onnx",
            models.attention,
            ("embeddings", "view_probabilities"),
            "weights",
            {"embeddings": clips, "view_probabilities": clips, "weights": {1: "clips"}},
        ),
        Graph(
            ModelRole.TEXT_ENCODER,
            "text_encoder.onnx",
            models.text,
            ("input_ids", "attention_mask"),
            "embeddings",
            {"input_ids": tokens, "attention_mask": tokens, "embeddings": {0: "texts"}},
        ),
    )


def export_graph(
    graph: Graph, feed: Arrays, folder: Path, tolerance: float, expected: npt.NDArray[Any] | None = None
) -> ModelSpec:
    """Write one module as an ONNX graph into a bundle's folder and return its entry of the manifest.

    The module's forward pass is exported as it stands: give it a mViT that `make_lean` has seen, and have mean and
    standard deviation inside it. ONNX Runtime's output is compared with torch's, and where the first axis is free in
    inputs and output, also that of the first row alone.

    Parameters
    ----------
    graph : Graph
        The module, set to evaluation, and its names.
    feed : dict of str to ndarray
        Example inputs; two rows at least where the first axis is free, or the exporter takes the one for fixed.
    folder : Path
        Where the file goes.
    tolerance : float
        Largest absolute difference between torch and ONNX Runtime that counts as equal.
    expected : ndarray, optional
        The output for `feed`; computed by the module where left out.

    Raises
    ------
    BundleError
        If the graph gives other numbers than torch; nothing of it stays in the folder.
    """
    if expected is None:
        with torch.inference_mode():
            expected = graph.module.eval()(*(torch.from_numpy(feed[name]) for name in graph.inputs)).numpy()
    partial, path = folder / f".{graph.file}.partial", folder / graph.file
    try:
        _write(graph, feed, partial)
        difference = largest_difference(partial, feed, graph.output, expected)
        if all(0 in graph.axes.get(name, {}) for name in (*graph.inputs, graph.output)):
            first = {name: feed[name][:1] for name in graph.inputs}
            difference = max(difference, largest_difference(partial, first, graph.output, expected[:1]))
        if not difference <= tolerance:
            raise BundleError(
                f"The graph {graph.file} differs from torch by {difference:.2g}, more than {tolerance:.2g}.",
                "Nothing was written for it; look for an operator that the exporter changed.",
            )
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    logger.info("%s: differs from torch by %.2g", graph.file, difference)
    return ModelSpec(
        role=graph.role,
        precision="float32",
        file=bundle_file(folder, graph.file),
        inputs=tuple(_tensor(name, feed[name], graph.axes) for name in graph.inputs),
        outputs=(_tensor(graph.output, expected, graph.axes),),
    )


def _write(graph: Graph, feed: Arrays, path: Path) -> None:
    module = graph.module.eval()
    inputs: tuple[Tensor, ...] = tuple(torch.from_numpy(feed[name]) for name in graph.inputs)
    free = {name: dict.fromkeys(graph.axes[name], torch.export.Dim.DYNAMIC) for name in graph.inputs}
    names = {name: graph.axes[name] for name in graph.inputs}
    program = torch.onnx.export(
        module,
        inputs,
        input_names=list(graph.inputs),
        output_names=[graph.output],
        dynamic_shapes=tuple(free[name] for name in graph.inputs),
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    if program is None:
        raise BundleError(f"The exporter gave no program for {graph.file}.", "Report this fault.")
    program.optimize()
    _register_constants(program.model.graph)
    _name_axes(program.model.graph.inputs, names)
    program.save(path, external_data=False)


def _register_constants(graph: Any) -> None:
    """Enter constants that nodes read and the graph does not list.

    onnxscript 0.7 renames the second of two initializers of one name and forgets to enter it again.
    """
    for node in graph:
        for value in node.inputs:
            listed = value is None or value.producer() is not None or value.is_graph_input()
            if not listed and value.const_value is not None and value.name not in graph.initializers:
                graph.register_initializer(value)


def _name_axes(values: Any, axes: dict[str, dict[int, str]]) -> None:
    """Give the free axes of a graph's inputs the names that the manifest uses."""
    for value in values:
        for axis, name in axes.get(value.name, {}).items():
            value.shape[axis] = name


def largest_difference(path: Path, feed: Arrays, output: str, expected: npt.NDArray[Any]) -> float:
    """Return the largest absolute difference between a graph's output and what is expected."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    got = session.run([output], feed)[0]
    if got.shape != expected.shape:
        return float("inf")
    return float(np.abs(got - expected).max())


def _tensor(name: str, value: npt.NDArray[Any], axes: dict[str, dict[int, str]]) -> TensorSpec:
    free = axes.get(name, {})
    shape = tuple(free.get(axis, length) for axis, length in enumerate(value.shape))
    return TensorSpec(name, str(value.dtype), shape)
