"""Smaller variants of a float32 graph: int8 for processors, float16 for graphics cards.

int8: the weights of the large layers are stored in eight bits, one scale a column; their inputs are quantised as they
come. Everything else stays float32: the products of the attention, the first stage, convolutions, norms. float16: the
whole graph, inputs and outputs apart.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnx import numpy_helper

from deepcoro_desktop.core.bundle.files import bundle_file
from deepcoro_desktop.core.bundle.manifest import ModelSpec
from deepcoro_desktop.core.errors import ArgumentError
from deepcoro_desktop.core.inference.session import PROVIDERS

VARIANTS: Final[Mapping[str, tuple[str, ...]]] = {
    "int8": (PROVIDERS["cpu"],),
    "float16": (PROVIDERS["cuda"], PROVIDERS["directml"]),
}
"""Precision -> execution providers that the variant is meant for."""

LEAST_INPUTS: Final = 192
"""Layers with fewer inputs stay float32: they are quick already, and in an mViT they are the first stage's."""

_ERRORS_ONLY: Final = 3


def write_variant(source: ModelSpec, folder: Path, precision: str, feed: Mapping[str, npt.NDArray[Any]]) -> ModelSpec:
    """Write a variant of a bundle's graph beside it and return its entry of the manifest.

    Parameters
    ----------
    source : ModelSpec
        A graph in float32 of a bundle in `folder`.
    precision : str
        A key of `VARIANTS`.
    feed : mapping of str to ndarray
        Inputs to measure on how far the outputs move: the entry's tolerance is twice that.

    Raises
    ------
    ArgumentError
        If the precision is not known or the source is not in float32.
    """
    if precision not in VARIANTS:
        raise ArgumentError(f"There is no variant {precision!r}.", f"Choose {' or '.join(VARIANTS)}.")
    if source.precision != "float32":
        raise ArgumentError("Only a graph in float32 has variants.", "Name a bundle with one.")
    name = f"{Path(source.file.file).stem}_{precision}.onnx"
    {"int8": _write_int8, "float16": _write_float16}[precision](folder / source.file.file, folder / name)
    exact, moved = (_run(path, feed) for path in (folder / source.file.file, folder / name))
    tolerance = 2.0 * float(np.abs(exact - moved).max())
    return ModelSpec(
        source.role,
        precision,
        bundle_file(folder, name),
        source.inputs,
        source.outputs,
        VARIANTS[precision],
        float(f"{max(tolerance, 1e-6):.2g}"),
    )


def _write_int8(source: Path, out: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with TemporaryDirectory() as scratch:
        folded = Path(scratch) / "folded.onnx"
        _fold_constants(source, folded)
        model = onnx.load(folded)
        part_biases(model.graph)
        onnx.save(model, folded)
        # Its own reader warns of a missing pre-processing, which the folding is.
        quiet = logging.getLogger()
        level = quiet.level
        quiet.setLevel(logging.ERROR)
        try:
            quantize_dynamic(
                folded,
                out,
                op_types_to_quantize=["MatMul", "Gemm"],
                per_channel=True,
                weight_type=QuantType.QInt8,
                nodes_to_quantize=large_layers(model),
            )
        finally:
            quiet.setLevel(level)


def _fold_constants(source: Path, out: Path) -> None:
    """Write the graph with its weights in the form in which the operators take them."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(out)
    options.log_severity_level = _ERRORS_ONLY
    onnxruntime.InferenceSession(source, options, providers=[PROVIDERS["cpu"]])


def part_biases(graph: onnx.GraphProto) -> None:
    """Make sums again of biases that are the last row of a weight matrix, read by a column of ones.

    A bias is often larger than any weight, and one scale in eight bits would then be coarse for the weights.
    """
    arrays = {weight.name: weight for weight in graph.initializer}
    makers = {output: node for node in graph.node for output in node.output}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        nodes.append(node)
        with_ones = makers.get(node.input[0]) if node.op_type == "MatMul" and node.input[1] in arrays else None
        if with_ones is None or not _appends_ones(with_ones, makers, arrays):
            continue
        name, total = node.input[1], node.output[0]
        parts = {f"{name}_rows": np.s_[:-1], f"{name}_bias": np.s_[-1]}
        for part, rows in parts.items():
            if part not in arrays:  # several products may share the weights
                array = np.ascontiguousarray(numpy_helper.to_array(arrays[name])[rows])
                arrays[part] = numpy_helper.from_array(array, part)
                graph.initializer.append(arrays[part])
        del node.input[:], node.output[:]
        node.input.extend((with_ones.input[0], f"{name}_rows"))
        node.output.append(f"{total}_product")
        nodes.append(onnx.helper.make_node("Add", [node.output[0], f"{name}_bias"], [total]))
    read = {output.name for output in graph.output}
    kept = []
    for node in reversed(nodes):
        if read.intersection(node.output):
            kept.append(node)
            read.update(node.input)
    _replace(graph.node, kept[::-1])
    _replace(graph.initializer, [weight for weight in graph.initializer if weight.name in read])


def _appends_ones(node: onnx.NodeProto, makers: Mapping[str, Any], arrays: Mapping[str, Any]) -> bool:
    """Return whether a node joins a column that is one number, 1, made as long as needed."""
    if node.op_type != "Concat" or len(node.input) != 2:
        return False
    column = makers.get(node.input[1])
    if column is None or column.op_type != "Expand" or column.input[0] not in arrays:
        return False
    return bool(np.array_equal(numpy_helper.to_array(arrays[column.input[0]]), 1.0))


def _replace(field: Any, items: list[Any]) -> None:
    del field[:]
    field.extend(items)


def large_layers(model: onnx.ModelProto) -> list[str]:
    """Return the names of the matrix products with a weight matrix of at least `LEAST_INPUTS` inputs."""
    weights = {weight.name: weight.dims for weight in model.graph.initializer if len(weight.dims) == 2}
    found = []
    for node in model.graph.node:
        if node.op_type in ("MatMul", "Gemm") and node.input[1] in weights:
            turned = any(attribute.name == "transB" and attribute.i for attribute in node.attribute)
            if weights[node.input[1]][int(turned)] >= LEAST_INPUTS:
                found.append(node.name)
    return found


def _write_float16(source: Path, out: Path) -> None:
    from onnxruntime.transformers.float16 import convert_float_to_float16

    onnx.save(convert_float_to_float16(onnx.load(source), keep_io_types=True), out)


def _run(path: Path, feed: Mapping[str, npt.NDArray[Any]]) -> npt.NDArray[np.float32]:
    session = onnxruntime.InferenceSession(path, providers=[PROVIDERS["cpu"]])
    return np.asarray(session.run(None, dict(feed))[0], np.float32)


def outside(exact: Mapping[str, Any], variant: Mapping[str, Any], path: str = "") -> tuple[list[str], int]:
    """Return the figures of a variant that leave the 95 % interval of the exact graph's, and how many were compared.

    Parameters
    ----------
    exact, variant : mapping
        What `evaluate` returned for both: a figure `name` has its interval under `name` + "_ci".
    """
    left: list[str] = []
    compared = 0
    for key, value in exact.items():
        name = f"{path}{key}"
        other = variant.get(key)
        if isinstance(value, Mapping):
            more, count = outside(value, other if isinstance(other, Mapping) else {}, f"{name}.")
            left += more
            compared += count
        elif (interval := exact.get(f"{key}_ci")) is not None and value is not None:
            compared += 1
            if other is None or not interval[0] <= other <= interval[1]:
                left.append(name)
    return left, compared
