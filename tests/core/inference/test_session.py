"""ONNX Runtime: devices, faults and cancelling."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.bundle.files import bundle_file
from deepcoro_desktop.core.bundle.manifest import ModelRole, ModelSpec
from deepcoro_desktop.core.errors import ArgumentError, BundleError, CancelledError, ModelError
from deepcoro_desktop.core.inference.session import Models
from deepcoro_desktop.core.progress import CancelToken
from tests.bundle_factory import DIM, PREPROCESS, VIEW_IDS, rewrite_manifest

CLIP = {"clips": np.zeros((1, PREPROCESS.frames, PREPROCESS.size, PREPROCESS.size, 3), np.uint8)}


def swap_encoder(folder: Path, nodes: list[onnx.NodeProto], constants: list[onnx.TensorProto]) -> Bundle:
    """Return the bundle with another video encoder: nodes from ``clips`` to ``embeddings``."""
    bundle = load_bundle(folder)
    spec = bundle.manifest.model(ModelRole.VIDEO_ENCODER)
    assert spec is not None
    graph = helper.make_graph(
        nodes,
        "other",
        [helper.make_tensor_value_info("clips", TensorProto.UINT8, list(spec.inputs[0].shape))],
        [helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["clips", None])],
        initializer=constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    (folder / "other.onnx").write_bytes(model.SerializeToString())
    return _with_encoder_file(folder, bundle, "other.onnx")


def _with_encoder_file(folder: Path, bundle: Bundle, name: str) -> Bundle:
    models = tuple(
        ModelSpec(model.role, model.precision, bundle_file(folder, name), model.inputs, model.outputs)
        if model.role is ModelRole.VIDEO_ENCODER
        else model
        for model in bundle.manifest.models
    )
    rewrite_manifest(folder, models=models)
    return load_bundle(folder)


def test_runs_a_graph_on_the_cpu(bundle: Bundle) -> None:
    models = Models(bundle, "cpu", threads=1)
    assert models.run(ModelRole.VIEW_CLASSIFIER, CLIP, CancelToken()).shape == (1, len(VIEW_IDS))
    assert (models.device, models.notice) == ("cpu", "")


def test_auto_takes_the_best_device_that_is_installed(bundle: Bundle) -> None:
    assert Models(bundle, available=["CPUExecutionProvider"]).device == "cpu"
    assert Models(bundle, available=["CPUExecutionProvider"]).notice == ""
    assert Models(bundle, available=["CPUExecutionProvider", "CUDAExecutionProvider"]).device == "cuda"
    assert Models(bundle, "cpu", available=["CPUExecutionProvider", "CUDAExecutionProvider"]).device == "cpu"


def test_missing_device_is_said_and_not_silent(bundle: Bundle) -> None:
    models = Models(bundle, "cuda", available=["CPUExecutionProvider"])
    assert models.device == "cpu"
    assert models.notice == "The device cuda is not available on this computer; the models run on the cpu."


def test_unknown_device_is_refused(bundle: Bundle) -> None:
    with pytest.raises(ArgumentError, match=r"no device 'tpu'\. Choose auto, cuda or cpu"):
        Models(bundle, "tpu")


def test_cancelled_work_does_not_start(bundle: Bundle) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        Models(bundle, "cpu").run(ModelRole.VIEW_CLASSIFIER, CLIP, cancel)


def test_running_graph_is_terminated(bundle_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A loop that would run for hours: only terminate ends it.
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["go"], ["go_on"]),
            helper.make_node("MatMul", ["state", "state"], ["product"]),
            helper.make_node("Tanh", ["product"], ["next"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("step", TensorProto.INT64, []),
            helper.make_tensor_value_info("go", TensorProto.BOOL, []),
            helper.make_tensor_value_info("state", TensorProto.FLOAT, [DIM, DIM]),
        ],
        [
            helper.make_tensor_value_info("go_on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("next", TensorProto.FLOAT, [DIM, DIM]),
        ],
    )
    nodes = [
        helper.make_node("Cast", ["clips"], ["as_float"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["as_float"], ["mean"], keepdims=0),
        helper.make_node("Add", ["start", "mean"], ["first"]),
        helper.make_node("Loop", ["forever", "yes", "first"], ["embeddings"], body=body),
    ]
    constants = [
        numpy_helper.from_array(np.eye(DIM, dtype=np.float32), "start"),
        numpy_helper.from_array(np.array(1 << 40, np.int64), "forever"),
        numpy_helper.from_array(np.array(True), "yes"),
    ]
    models, cancel = Models(swap_encoder(bundle_folder, nodes, constants), "cpu"), CancelToken()
    register = cancel.on_cancel
    started = []

    def cancel_once_registered(callback: object) -> None:
        # Another thread would cancel while the graph runs; here terminate is set just before it starts.
        register(callback)  # type: ignore[arg-type]
        started.append(callback)
        cancel.cancel()

    monkeypatch.setattr(cancel, "on_cancel", cancel_once_registered)
    with pytest.raises(CancelledError):
        models.run(ModelRole.VIDEO_ENCODER, CLIP, cancel)
    assert len(started) == 1


def test_graph_that_fails_is_a_model_error(bundle: Bundle) -> None:
    with pytest.raises(ModelError, match=r"video_encoder failed\. Verify the bundle"):
        Models(bundle, "cpu").run(
            ModelRole.VIDEO_ENCODER, {"clips": np.zeros((1, 2, 3, 4, 5), np.uint8)}, CancelToken()
        )


def test_values_that_are_no_numbers_are_refused(bundle_folder: Path) -> None:
    nodes = [
        helper.make_node("Cast", ["clips"], ["as_float"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["as_float", "axes"], ["mean"], keepdims=0),
        helper.make_node("Unsqueeze", ["mean", "last"], ["column"]),
        helper.make_node("Div", ["column", "column"], ["zero_by_zero"]),
        helper.make_node("Mul", ["zero_by_zero", "ones"], ["embeddings"]),
    ]
    constants = [
        numpy_helper.from_array(np.array([1, 2, 3, 4], np.int64), "axes"),
        numpy_helper.from_array(np.array([1], np.int64), "last"),
        numpy_helper.from_array(np.ones((1, DIM), np.float32), "ones"),
    ]
    models = Models(swap_encoder(bundle_folder, nodes, constants), "cpu")
    with pytest.raises(ModelError, match="no numbers"):
        models.run(ModelRole.VIDEO_ENCODER, CLIP, CancelToken())


def test_file_that_is_no_graph_is_refused(bundle_folder: Path) -> None:
    (bundle_folder / "noise.onnx").write_bytes(b"\x08\x09noise" * 50)
    models = Models(_with_encoder_file(bundle_folder, load_bundle(bundle_folder), "noise.onnx"), "cpu")
    with pytest.raises(BundleError, match=r"noise\.onnx cannot be opened"):
        models.run(ModelRole.VIDEO_ENCODER, CLIP, CancelToken())


def test_graph_with_other_tensors_than_the_manifest_names_is_refused(bundle_folder: Path) -> None:
    bundle = _with_encoder_file(bundle_folder, load_bundle(bundle_folder), "view_classifier.onnx")
    with pytest.raises(BundleError, match="not the one that the manifest describes"):
        Models(bundle, "cpu").run(ModelRole.VIDEO_ENCODER, CLIP, CancelToken())


def test_role_that_the_bundle_lacks_is_refused(bundle: Bundle) -> None:
    with pytest.raises(BundleError, match="no graph for the role text_encoder"):
        Models(bundle, "cpu").run(ModelRole.TEXT_ENCODER, {}, CancelToken())
