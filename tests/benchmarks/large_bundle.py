"""A bundle whose encoder costs what mvit_v2_s costs, made without torch: random matrices."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from deepcoro_desktop.core.bundle.bundle import Bundle, default_bundle_path, load_bundle
from deepcoro_desktop.core.bundle.manifest import ModelRole, ModelSpec, TensorSpec
from tests.bundle_factory import rewrite_manifest, save_graph

FRAMES, SIZE = 16, 224
TOKENS, WIDTH, HIDDEN, LAYERS = 3136, 768, 3072, 6
"""2 * 2 * 3136 * 768 * 3072 * 6 = 178e9 operations a clip, nearly all in matrix products. mvit_v2_s has 128e9 and takes
at least 1.35 times as long as its products alone."""
CELLS = 8


def write_large_bundle(folder: Path) -> Bundle:
    """Write the demonstration bundle with clips of 16 frames of 224 pixels and a large encoder, and return it."""
    shutil.copytree(default_bundle_path(), folder)
    manifest = load_bundle(folder).manifest
    spec = dataclasses.replace(manifest.preprocess, frames=FRAMES, size=SIZE, stride=2)
    kept = tuple(m for m in manifest.models if m.role not in (ModelRole.VIEW_CLASSIFIER, ModelRole.VIDEO_ENCODER))
    made = (_view_classifier(folder, len(manifest.views)), _encoder(folder, manifest.report_index.dim))
    rewrite_manifest(folder, preprocess=spec, models=(*made, *kept))
    return load_bundle(folder)


def _encoder(folder: Path, dim: int) -> ModelSpec:
    generator = np.random.Generator(np.random.PCG64(1))
    nodes = [
        helper.make_node("Cast", ["clips"], ["as_float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["as_float", "scale"], ["scaled"]),
        helper.make_node("Reshape", ["scaled", "tokens"], ["x0"]),
    ]
    constants = [
        numpy_helper.from_array(np.array(1 / 255, np.float32), "scale"),
        numpy_helper.from_array(np.array([0, TOKENS, WIDTH], np.int64), "tokens"),
        numpy_helper.from_array(np.array([1], np.int64), "token_axis"),
        numpy_helper.from_array(_matrix(generator, WIDTH, dim), "head"),
    ]
    for layer in range(LAYERS):
        constants.append(numpy_helper.from_array(_matrix(generator, WIDTH, HIDDEN), f"up{layer}"))
        constants.append(numpy_helper.from_array(_matrix(generator, HIDDEN, WIDTH), f"down{layer}"))
        nodes += [
            helper.make_node("MatMul", [f"x{layer}", f"up{layer}"], [f"wide{layer}"]),
            helper.make_node("Relu", [f"wide{layer}"], [f"active{layer}"]),
            helper.make_node("MatMul", [f"active{layer}", f"down{layer}"], [f"added{layer}"]),
            helper.make_node("Add", [f"x{layer}", f"added{layer}"], [f"x{layer + 1}"]),
        ]
    nodes += [
        helper.make_node("ReduceMean", [f"x{LAYERS}", "token_axis"], ["mean"], keepdims=0),
        helper.make_node("MatMul", ["mean", "head"], ["projected"]),
        helper.make_node("LpNormalization", ["projected"], ["embeddings"], axis=-1, p=2),
    ]
    output = TensorSpec("embeddings", "float32", ("clips", dim))
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
