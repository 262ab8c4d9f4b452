"""Variants of a graph: what is quantised, what is kept, and what keeps them out of a bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.bundle.manifest import ModelRole, ModelSpec
from deepcoro_desktop.core.errors import ArgumentError
from deepcoro_desktop.core.inference.session import Models, verify_bundle
from deepcoro_desktop.core.progress import CancelToken
from tests.bundle_factory import write_bundle
from training import variant_trial
from training.model_card import CARD_NAME
from training.variant_trial import add_variant, with_encoder
from training.variants import LEAST_INPUTS, large_layers, outside, part_biases, write_variant


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return load_bundle(write_bundle(tmp_path / "bundle"))


def _encoder(bundle: Bundle) -> ModelSpec:
    spec = bundle.manifest.model(ModelRole.VIDEO_ENCODER)
    assert spec is not None
    return spec


def _golden(bundle: Bundle) -> dict[str, np.ndarray]:
    with np.load(bundle.path(bundle.manifest.golden.file)) as golden:
        return {"clips": golden["clips"]}


def test_int8_stores_a_byte_a_weight_and_stays_near(bundle: Bundle) -> None:
    spec = write_variant(_encoder(bundle), bundle.folder, "int8", _golden(bundle))
    assert (spec.precision, spec.providers) == ("int8", ("CPUExecutionProvider",))
    graph = onnx.load(bundle.path(spec.file)).graph
    assert any(weight.data_type == TensorProto.INT8 for weight in graph.initializer)
    exact, near = (
        onnxruntime.InferenceSession(bundle.path(file)).run(None, _golden(bundle))[0]
        for file in (_encoder(bundle).file, spec.file)
    )
    assert 0.0 < np.abs(exact - near).max() <= spec.tolerance
    assert (exact * near).sum() > 0.999 * np.linalg.norm(exact) * np.linalg.norm(near)


def test_float16_keeps_the_types_of_inputs_and_outputs(bundle: Bundle) -> None:
    spec = write_variant(_encoder(bundle), bundle.folder, "float16", _golden(bundle))
    only = with_encoder(bundle, spec)
    embeddings = Models(only, "cpu").run(ModelRole.VIDEO_ENCODER, _golden(bundle), CancelToken())
    assert embeddings.dtype == np.float32
    assert verify_bundle(only, "cpu") == "cpu"


def test_refuses_a_variant_that_is_none(bundle: Bundle) -> None:
    with pytest.raises(ArgumentError, match=r"no variant 'int4'\. Choose int8 or float16"):
        write_variant(_encoder(bundle), bundle.folder, "int4", _golden(bundle))
    half = write_variant(_encoder(bundle), bundle.folder, "float16", _golden(bundle))
    with pytest.raises(ArgumentError, match="Only a graph in float32"):
        write_variant(half, bundle.folder, "int8", _golden(bundle))


def test_only_large_layers_with_a_weight_matrix_are_quantised() -> None:
    sizes = {"wide": (LEAST_INPUTS, 2), "narrow": (LEAST_INPUTS - 1, 999), "stacked": (3, LEAST_INPUTS, 2)}
    nodes = [helper.make_node("MatMul", ["x", name], [f"y_{name}"], name=name) for name in sizes]
    nodes.append(helper.make_node("MatMul", ["y_wide", "y_narrow"], ["z"], name="of_two_inputs"))
    sizes["turned"] = (2, LEAST_INPUTS)
    nodes.append(helper.make_node("Gemm", ["x", "turned"], ["t"], name="turned", transB=1))
    weights = [numpy_helper.from_array(np.zeros(size, np.float32), name) for name, size in sizes.items()]
    assert large_layers(helper.make_model(helper.make_graph(nodes, "g", [], [], weights))) == ["wide", "turned"]


@pytest.mark.parametrize(("value", "parted"), [(1.0, True), (2.0, False)])
def test_a_bias_that_ones_read_from_the_weights_is_parted_before_they_are_quantised(value: float, parted: bool) -> None:
    rng = np.random.default_rng(5)
    x, weight = (rng.standard_normal(shape, dtype=np.float32) for shape in ((2, 3, 4), (5, 6)))
    nodes = [
        helper.make_node("Expand", ["one", "shape"], ["ones"]),
        helper.make_node("Concat", ["x", "ones"], ["wide"], axis=2),
        helper.make_node("MatMul", ["wide", "weight"], ["y"], name="layer"),
    ]
    constants = {"one": np.array(value, np.float32), "shape": np.array([2, 3, 1]), "weight": weight}
    graph = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, x.shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, (2, 3, 6))],
        [numpy_helper.from_array(array, name) for name, array in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    part_biases(model.graph)
    shapes = {tuple(initializer.dims) for initializer in model.graph.initializer}
    assert ({(4, 6), (6,)} == shapes) is parted
    (got,) = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"x": x})
    np.testing.assert_allclose(got, x @ weight[:-1] + value * weight[-1], atol=1e-5)


FIGURES: dict[str, Any] = {
    "studies": 9,
    "views": {"top1": 0.8, "top1_ci": [0.7, 0.9], "n": 30},
    "ef": {"mae": 5.0, "mae_ci": [4.0, 6.0], "unmeasured": None, "unmeasured_ci": None},
}


@pytest.mark.parametrize(
    ("top1", "mae", "left"),
    [
        (0.7, 6.0, []),
        (0.69, 5.0, ["views.top1"]),
        (0.95, 3.9, ["views.top1", "ef.mae"]),
        (0.8, None, ["ef.mae"]),
        (float("nan"), 5.0, ["views.top1"]),
    ],
)
def test_a_figure_must_stay_within_its_interval(top1: float, mae: float | None, left: list[str]) -> None:
    variant = {"studies": 9, "views": {"top1": top1, "n": 30}, "ef": {"mae": mae}}
    assert outside(FIGURES, variant) == (left, 2)


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return what the trial is told: the variant's top1 and its gain in speed."""
    said: dict[str, Any] = {"top1": 0.8, "gain": 1.5}

    def evaluate(bundle: Bundle, _store: object, _settings: object) -> dict[str, Any]:
        exact = _encoder(bundle).precision == "float32"
        return FIGURES if exact else FIGURES | {"views": {"top1": said["top1"]}}

    monkeypatch.setattr(variant_trial, "evaluate", evaluate)
    monkeypatch.setattr(variant_trial, "open_data", lambda *_: None)
    monkeypatch.setattr(variant_trial, "_gain", lambda *_: said["gain"])
    return said


def test_a_variant_that_changes_no_figure_goes_into_bundle_and_card(bundle: Bundle, trial: dict[str, Any]) -> None:
    sentence = add_variant(bundle.folder, Path("data"), "validation", "int8")
    assert "1.5 times as fast" in sentence
    assert "all 2 figures stay within the 95 % intervals of float32 on 9 validation studies" in sentence
    made = load_bundle(bundle.folder)
    assert made.manifest.limits[-1] == sentence
    assert sentence in (bundle.folder / CARD_NAME).read_text(encoding="utf-8")
    assert Models(made, "cpu").variant(ModelRole.VIDEO_ENCODER).precision == "int8"
    assert Models(made, "cuda", available=["CUDAExecutionProvider"]).variant(
        ModelRole.VIDEO_ENCODER
    ).precision == "float32"  # fmt: skip
    assert verify_bundle(made, "cpu") == "cpu"
    with pytest.raises(ArgumentError, match="int8 already"):
        add_variant(bundle.folder, Path("data"), "validation", "int8")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"top1": 0.6}, r"1 of 2 figures leave their 95 % interval: views\.top1"), ({"gain": 1.1}, "only 1.10 times")],
)
def test_a_variant_that_changes_a_figure_or_does_not_pay_stays_out(
    bundle: Bundle, trial: dict[str, Any], change: dict[str, float], sentence: str
) -> None:
    before = sorted(path.name for path in bundle.folder.iterdir())
    trial.update(change)
    with pytest.raises(ArgumentError, match=sentence):
        add_variant(bundle.folder, Path("data"), "validation", "int8")
    assert sorted(path.name for path in bundle.folder.iterdir()) == before
    assert load_bundle(bundle.folder).manifest == bundle.manifest
