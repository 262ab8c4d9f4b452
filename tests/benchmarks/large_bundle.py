"""A bundle with the published encoder in its published size, on random weights, and all else of the demonstration's."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from deepcoro_desktop.core.bundle.bundle import Bundle, default_bundle_path, load_bundle
from deepcoro_desktop.core.bundle.manifest import ModelRole, ModelSpec, TensorSpec
from tests.bundle_factory import rewrite_manifest, save_graph

FRAMES, SIZE = 16, 224
CELLS = 8


def write_large_bundle(folder: Path) -> Bundle:
    """Write the demonstration bundle with clips of 16 frames of 224 pixels and the large encoder, and return it."""
    shutil.copytree(default_bundle_path(), folder)
    manifest = load_bundle(folder).manifest
    spec = dataclasses.replace(manifest.preprocess, frames=FRAMES, size=SIZE, stride=2)
    kept = tuple(m for m in manifest.models if m.role not in (ModelRole.VIEW_CLASSIFIER, ModelRole.VIDEO_ENCODER))
    made = (_view_classifier(folder, len(manifest.views)), _encoder(folder, manifest.report_index.dim))
    rewrite_manifest(folder, preprocess=spec, models=(*made, *kept))
    return load_bundle(folder)


def _encoder(folder: Path, dim: int) -> ModelSpec:
    """Return the encoder's graph of the benchmark `encoder` behind the normalisation, before unit length."""
    # in a process of its own: torch must not count in the memory of the study
    words = "from tests.benchmarks.encoder import graph; print(graph('lean'))"
    made = subprocess.run([sys.executable, "-c", words], stdout=subprocess.PIPE, check=True, text=True)
    model = onnx.load(made.stdout.splitlines()[-1])
    before = [
        helper.make_node("Cast", ["clips"], ["as_float"], to=TensorProto.FLOAT),
        helper.make_node("Sub", ["as_float", "mean"], ["centred"]),
        helper.make_node("Div", ["centred", "std"], ["scaled"]),
        helper.make_node("Transpose", ["scaled"], ["pixels"], perm=[0, 4, 1, 2, 3]),
    ]
    after = [helper.make_node("LpNormalization", ["projected"], ["embeddings"], axis=-1, p=2)]
    for node in model.graph.node:
        node.output[:] = ["projected" if name == "embeddings" else name for name in node.output]
    constants = [
        *model.graph.initializer,
        numpy_helper.from_array(np.array(29.0, np.float32), "mean"),
        numpy_helper.from_array(np.array(48.0, np.float32), "std"),
    ]
    output = TensorSpec("embeddings", "float32", ("clips", dim))
    nodes = [*before, *model.graph.node, *after]
    return save_graph(folder, ModelRole.VIDEO_ENCODER, nodes, constants, (_clips(),), (output,))


def _view_classifier(folder: Path, views: int) -> ModelSpec:
    generator = np.random.Generator(np.random.PCG64(2))
    cell = SIZE // CELLS
    nodes = [
        helper.make_node("Cast", ["clips"], ["as_float"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["as_float", "time_axis"], ["picture"], keepdims=0),
        helper.make_node("Transpose", ["picture"], ["planes"], perm=[0, 3, 1, 2]),
        helper.make_node("AveragePool", ["planes"], ["cells"], kernel_shape=[cell] * 2, strides=[cell] * 2),
        helper.make_node("Flatten", ["cells"], ["features"]),
        helper.make_node("MatMul", ["features", "weights"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["view_probabilities"], axis=-1),
    ]
    constants = [
        numpy_helper.from_array(np.array([1], np.int64), "time_axis"),
        numpy_helper.from_array(_matrix(generator, 3 * CELLS**2, views), "weights"),
    ]
    output = TensorSpec("view_probabilities", "float32", ("clips", views))
    return save_graph(folder, ModelRole.VIEW_CLASSIFIER, nodes, constants, (_clips(),), (output,))


def _matrix(generator: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    return generator.standard_normal((rows, columns), np.float32) / np.float32(rows**0.5)


def _clips() -> TensorSpec:
    return TensorSpec("clips", "uint8", ("clips", FRAMES, SIZE, SIZE, 3))
