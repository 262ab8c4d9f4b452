"""A release without weights, and graphs in their place that cost nothing: views and embeddings by fixed projections."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from deepcoro_desktop.core.bundle.files import bundle_file
from deepcoro_desktop.core.bundle.manifest import GoldenSpec, ModelRole, ModelSpec, TensorSpec
from tests.echoprime_release import write_release
from training.echoprime.graphs import ReleaseGraphs

_CELLS = 3 * (224 // 28) ** 2
_CLIPS = TensorSpec("clips", "uint8", ("clips", 16, 224, 224, 3))


@pytest.fixture(scope="session")
def whole_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release whose weights are empty files; not to be changed."""
    folder = write_release(tmp_path_factory.mktemp("echoprime") / "release")
    for name in ("echo_prime_encoder.pt", "view_classifier.pt"):
        (folder / "model_data/weights" / name).touch()
    return folder


@pytest.fixture
def release(whole_release: Path, tmp_path: Path) -> Path:
    """Return a copy of the release that a test may spoil."""
    return Path(shutil.copytree(whole_release, tmp_path / "release"))


def stub_export(_release: Path, folder: Path) -> ReleaseGraphs:
    """Write graphs of the release's signatures that look at coarse cells of the clip."""
    generator = np.random.default_rng(9)
    outputs = {
        ModelRole.VIEW_CLASSIFIER: ("view_probabilities", generator.standard_normal((_CELLS, 11)) * 4.0),
        ModelRole.VIDEO_ENCODER: ("embeddings", generator.standard_normal((_CELLS, 512))),
    }
    models = tuple(_write(folder, role, name, matrix.astype(np.float32)) for role, (name, matrix) in outputs.items())
    clips = generator.integers(0, 256, (2, 16, 224, 224, 3), dtype=np.uint8)
    golden = {"clips": clips}
    for model in models:
        session = onnxruntime.InferenceSession(str(folder / model.file.file), providers=["CPUExecutionProvider"])
        golden[model.outputs[0].name] = session.run(None, {"clips": clips})[0]
    np.savez(folder / "golden.npz", **golden)
    return ReleaseGraphs(models, GoldenSpec(bundle_file(folder, "golden.npz"), 1e-4))


def _write(folder: Path, role: ModelRole, output: str, matrix: np.ndarray) -> ModelSpec:
    last = "projected" if role is ModelRole.VIEW_CLASSIFIER else output
    nodes = [
        helper.make_node("Cast", ["clips"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["float", "time"], ["mean"], keepdims=0),
        helper.make_node("Div", ["mean", "scale"], ["scaled"]),
        helper.make_node("Transpose", ["scaled"], ["planes"], perm=[0, 3, 1, 2]),
        helper.make_node("AveragePool", ["planes"], ["cells"], kernel_shape=[28, 28], strides=[28, 28]),
        helper.make_node("Reshape", ["cells", "flat"], ["features"]),
        helper.make_node("MatMul", ["features", "matrix"], [last]),
    ]
    if last != output:
        # a sine, so that clips that look alike differ in their views
        nodes += [
            helper.make_node("Sin", [last], ["wild"]),
            helper.make_node("Softmax", ["wild"], [output], axis=-1),
        ]
    constants = [
        numpy_helper.from_array(np.array([1], np.int64), "time"),
        numpy_helper.from_array(np.array(64.0, np.float32), "scale"),
        numpy_helper.from_array(np.array([0, _CELLS], np.int64), "flat"),
        numpy_helper.from_array(matrix, "matrix"),
    ]
    shape = ("clips", matrix.shape[1])
    graph = helper.make_graph(
        nodes,
        role.value,
        [helper.make_tensor_value_info("clips", TensorProto.UINT8, list(_CLIPS.shape))],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, list(shape))],
        initializer=constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    name = f"{role.value}.onnx"
    onnx.save(model, folder / name)
    return ModelSpec(role, "float32", bundle_file(folder, name), (_CLIPS,), (TensorSpec(output, "float32", shape),))
