"""ONNX Runtime: devices, faults and cancelling."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import InferenceSession as RealSession
from onnxruntime.capi.onnxruntime_pybind11_state import EPFail

from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.bundle.files import bundle_file
from deepcoro_desktop.core.bundle.manifest import ModelRole, ModelSpec
from deepcoro_desktop.core.errors import ArgumentError, BundleError, CancelledError, ModelError
from deepcoro_desktop.core.inference.session import PROVIDERS, Models
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


class FakeSession:
    """A session on the cpu that claims another provider, as if the computer had one; `fault` says what goes wrong."""

    opened: ClassVar[list[dict[str, Any]]] = []
    fault: ClassVar[str] = ""

    def __init__(self, path: str, *, providers: list[str], **options: Any) -> None:
        type(self).opened.append({"file": Path(path).name, "providers": providers, **options})
        self.other = providers[0] != "CPUExecutionProvider"
        if self.other and self.fault == "raises":
            raise EPFail("no driver")
        self._providers = providers[-1:] if self.fault == "does not load" else providers
        self._session = RealSession(path, providers=["CPUExecutionProvider"])

    def get_providers(self) -> list[str]:
        return self._providers

    def get_inputs(self) -> Any:
        return self._session.get_inputs()

    def get_outputs(self) -> Any:
        return self._session.get_outputs()

    def run(self, names: Any, inputs: Any, options: Any) -> Any:
        if self.other and self.fault == "fails":
            raise EPFail("out of memory")
        (output,) = self._session.run(names, inputs, options)
        return [output + np.float32(0.01) if self.other and self.fault == "wrong" else output]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> type[FakeSession]:
    class Fresh(FakeSession):
        opened: ClassVar[list[dict[str, Any]]] = []

    monkeypatch.setattr("onnxruntime.InferenceSession", Fresh)
    return Fresh


@pytest.mark.parametrize("device", [name for name in PROVIDERS if name != "cpu"])
def test_a_device_that_gives_the_recorded_outputs_is_used(bundle: Bundle, fake: type[FakeSession], device: str) -> None:
    models = Models(bundle, device, available=[PROVIDERS[device], "CPUExecutionProvider"])
    models.run(ModelRole.VIEW_CLASSIFIER, CLIP, CancelToken())
    assert (models.device, models.notice) == (device, "")
    assert {opened["providers"][0] for opened in fake.opened} == {PROVIDERS[device]}


@pytest.mark.parametrize("asked", ["cuda", "auto"])
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("raises", "cannot be started here"),
        ("does not load", "cannot be started here"),
        ("fails", "cannot run the bundle's graphs"),
        ("wrong", "does not give the recorded outputs of the bundle's golden clip"),
    ],
)
def test_a_device_at_fault_is_passed_over_and_said(
    bundle: Bundle, fake: type[FakeSession], fault: str, reason: str, asked: str
) -> None:
    fake.fault = fault
    models = Models(bundle, asked, available=["CUDAExecutionProvider", "CPUExecutionProvider"])
    expected = Models(bundle, "cpu").run(ModelRole.VIEW_CLASSIFIER, CLIP, CancelToken())
    np.testing.assert_array_equal(models.run(ModelRole.VIEW_CLASSIFIER, CLIP, CancelToken()), expected)
    assert models.device == "cpu"
    assert models.notice == f"The device cuda {reason}; the models run on the cpu."


def test_the_next_device_is_tried_before_the_cpu(bundle: Bundle, fake: type[FakeSession]) -> None:
    fake.fault = "wrong"
    models = Models(bundle, available=["DmlExecutionProvider", "CUDAExecutionProvider", "CPUExecutionProvider"])
    models.run(ModelRole.VIEW_CLASSIFIER, CLIP, CancelToken())
    reason = "does not give the recorded outputs of the bundle's golden clip"
    assert models.notice == (
        f"The device cuda {reason}; the models run on the directml. "
        f"The device directml {reason}; the models run on the cpu."
    )


def test_a_device_is_tried_once_and_never_the_cpu(bundle: Bundle, fake: type[FakeSession]) -> None:
    models = Models(bundle, available=["CUDAExecutionProvider", "CPUExecutionProvider"])
    for _ in range(2):
        models.run(ModelRole.VIEW_CLASSIFIER, CLIP, CancelToken())
    graphs = [opened["file"] for opened in fake.opened]
    assert sorted(graphs) == sorted({model.file.file for model in bundle.manifest.models})
    fake.opened.clear()
    Models(bundle, "cpu").run(ModelRole.VIEW_CLASSIFIER, CLIP, CancelToken())
    assert len(fake.opened) == 1


def test_a_float32_graph_is_computed_in_float32_on_a_card(bundle: Bundle, fake: type[FakeSession]) -> None:
    Models(bundle, "cuda", available=["CUDAExecutionProvider"]).run(ModelRole.VIEW_CLASSIFIER, CLIP, CancelToken())
    assert fake.opened[0]["provider_options"] == [{"use_tf32": "0"}, {}]


def test_no_run_is_planned_into_memory_of_its_own(bundle: Bundle, fake: type[FakeSession]) -> None:
    Models(bundle, "cpu").run(ModelRole.VIEW_CLASSIFIER, CLIP, CancelToken())
    assert not fake.opened[0]["sess_options"].enable_mem_pattern


@pytest.mark.parametrize(("processors", "limited"), [(2, True), (16, False)])
def test_waiting_threads_give_way_where_processors_are_few(
    bundle: Bundle, fake: type[FakeSession], monkeypatch: pytest.MonkeyPatch, processors: int, limited: bool
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: processors)
    Models(bundle, "cpu").run(ModelRole.VIEW_CLASSIFIER, CLIP, CancelToken())
    options = fake.opened[0]["sess_options"]
    limit = "session.intra_op.spin_duration_us"
    if limited:
        assert options.get_session_config_entry(limit) == "50"
    else:
        with pytest.raises(RuntimeError):
            options.get_session_config_entry(limit)


def _with_variant(folder: Path, **changes: Any) -> Bundle:
    bundle = load_bundle(folder)
    encoder = bundle.manifest.model(ModelRole.VIDEO_ENCODER)
    assert encoder is not None
    rewrite_manifest(folder, models=(*bundle.manifest.models, dataclasses.replace(encoder, **changes)))
    return load_bundle(folder)


def test_the_variant_meant_for_the_device_is_taken_and_named(bundle_folder: Path) -> None:
    bundle = _with_variant(bundle_folder, precision="int8", providers=("CPUExecutionProvider",), tolerance=0.5)
    on_cpu = Models(bundle, "cpu")
    assert on_cpu.variant(ModelRole.VIDEO_ENCODER).precision == "int8"
    assert on_cpu.variant(ModelRole.VIEW_CLASSIFIER).precision == "float32"
    assert (on_cpu.tolerance(ModelRole.VIDEO_ENCODER), on_cpu.tolerance(ModelRole.VIEW_CLASSIFIER)) == (0.5, 1e-4)
    on_card = Models(bundle, available=["CUDAExecutionProvider"])
    assert on_card.variant(ModelRole.VIDEO_ENCODER).precision == "float32"


def test_a_variant_is_held_against_its_own_tolerance(bundle_folder: Path, fake: type[FakeSession]) -> None:
    fake.fault = "wrong"
    bundle = load_bundle(bundle_folder)
    looser = tuple(
        dataclasses.replace(model, precision="float16", providers=("CUDAExecutionProvider",), tolerance=0.02)
        for model in bundle.manifest.models
    )
    rewrite_manifest(bundle_folder, models=looser)
    models = Models(load_bundle(bundle_folder), available=["CUDAExecutionProvider", "CPUExecutionProvider"])
    models.run(ModelRole.VIEW_CLASSIFIER, CLIP, CancelToken())
    assert (models.device, models.notice) == ("cuda", "")


def test_unknown_device_is_refused(bundle: Bundle) -> None:
    with pytest.raises(
        ArgumentError, match=r"no device 'tpu'\. Choose one of auto, cuda, directml, coreml, openvino, cpu"
    ):
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
