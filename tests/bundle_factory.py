"""A tiny valid bundle, made without torch: 64x64 pixels, 4 frames, 6 views, 4 sections, 40 invented reports.

Its view classifier is a matched filter for the six places of `dicom_factory.moving_disc`, so a test can choose the
views of a study; its encoder is a fixed random projection.
"""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from deepcoro_desktop.core.bundle.files import bundle_file
from deepcoro_desktop.core.bundle.manifest import (
    MANIFEST_NAME,
    SCHEMA_VERSION,
    AttentionKind,
    AttentionSpec,
    Calibration,
    GoldenSpec,
    Manifest,
    Metric,
    ModelRole,
    ModelSpec,
    PhenotypeSpec,
    PreprocessSpec,
    ReportOrigin,
    SectionSpec,
    TensorSpec,
    TrainedOn,
    ViewLabel,
    from_json,
    to_json,
)
from deepcoro_desktop.core.bundle.preprocess import PREPROCESS_VERSION, preprocess
from deepcoro_desktop.core.bundle.report_index import PriorReport, PriorSentence, patient_key, write_report_index
from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.core.study import Region, RegionFormat, RegionUnit
from tests.dicom_factory import PLACES, REGION, moving_disc

VIEW_IDS = ("plax", "psax_mv", "a4c", "a2c", "subcostal_ivc", "av_cw")
"""View i is what the classifier sees when the disc is at place i."""
DIM = 16
REPORTS = 40
PREPROCESS = PreprocessSpec(
    version=PREPROCESS_VERSION,
    frames=4,
    stride=1,
    size=64,
    crop="regions",
    mask="sector",
    colour="RGB",
    interpolation="area",
    min_frames=3,
)
SECTIONS = (
    SectionSpec("Left ventricle", ("plax", "psax_mv", "a4c", "a2c")),
    SectionSpec("Mitral valve", ("plax", "a4c")),
    SectionSpec("Pericardium", ()),
    SectionSpec("Inferior vena cava", ("subcostal_ivc",)),
)
_POOL = 8
_FEATURES = 3 * (PREPROCESS.size // _POOL) ** 2
_CLIPS_SHAPE = ("clips", PREPROCESS.frames, PREPROCESS.size, PREPROCESS.size, 3)


def write_bundle(folder: Path, *, attention: AttentionKind = AttentionKind.LEARNED, bundle_id: str = "tiny-1") -> Path:
    """Write the bundle into `folder`, which is made where it does not exist, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    generator = np.random.Generator(np.random.PCG64(20240304))
    templates = np.stack([_tensor(place) for place in range(PLACES)])
    models = [_write_view_classifier(folder, templates), _write_video_encoder(folder, generator)]
    if attention is AttentionKind.LEARNED:
        models.append(_write_attention(folder, generator))
        attention_spec = AttentionSpec(attention)
    else:
        table = generator.uniform(0.1, 1.0, (len(SECTIONS), len(VIEW_IDS))).round(3)
        attention_spec = AttentionSpec(attention, tuple(tuple(float(x) for x in row) for row in table))
    index = write_report_index(folder, _reports(), generator.standard_normal((REPORTS, DIM)), neighbours=20)
    manifest = Manifest(
        schema_version=SCHEMA_VERSION,
        bundle_id=bundle_id,
        title="Tiny test bundle",
        created_utc="2024-03-04T10:15:00Z",
        intended_use="Tests only. Not for diagnosis.",
        licence="MIT",
        trained_on=TrainedOn.SYNTHETIC,
        preprocess=PREPROCESS,
        models=tuple(models),
        views=_views(),
        coarse_views=tuple(dict.fromkeys(view.coarse_view for view in _views())),
        sections=SECTIONS,
        attention=attention_spec,
        report_index=index,
        calibration=Calibration(
            phenotypes=(
                PhenotypeSpec("pericardial_effusion", "binary", threshold=0.5),
                PhenotypeSpec("ejection_fraction", "number", unit="%"),
            ),
            view_threshold=0.3,
        ),
        metrics=(Metric("view_top1", 0.5, 0.4, 0.6, 6, "not measured: a test bundle"),),
        golden=_write_golden(folder, tuple(models), templates),
        limits=("It knows nothing.",),
    )
    (folder / MANIFEST_NAME).write_text(to_json(manifest), encoding="utf-8")
    return folder


def rewrite_manifest(folder: Path, **changes: object) -> None:
    """Replace fields of the manifest in `folder`, keeping the files."""
    path = folder / MANIFEST_NAME
    manifest = dataclasses.replace(from_json(path.read_text(encoding="utf-8")), **changes)  # type: ignore[arg-type]
    path.write_text(to_json(manifest), encoding="utf-8")


def _views() -> tuple[ViewLabel, ...]:
    with resource_path("views.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    return tuple(
        ViewLabel(name, rows[name]["label"], rows[name]["window"], rows[name]["modality"], rows[name]["coarse_view"])
        for name in VIEW_IDS
    )


def _tensor(place: int) -> npt.NDArray[np.uint8]:
    region = Region(*REGION, RegionFormat.TWO_D, 1, RegionUnit.CM, RegionUnit.CM, 0.15, 0.15)
    return preprocess(moving_disc(place, PREPROCESS.frames), (region,), PREPROCESS)


def _pooled(clips: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Return what the graphs pool: the mean over time and 8x8 pixels, 0 to 1, shape (N, _FEATURES)."""
    side = PREPROCESS.size // _POOL
    mean = clips.astype(np.float32).mean(axis=1) / 255.0
    return (
        mean.reshape(len(clips), side, _POOL, side, _POOL, 3)
        .mean(axis=(2, 4))
        .transpose(0, 3, 1, 2)
        .reshape(len(clips), _FEATURES)
    )


def _pooling_nodes() -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
    """Return nodes from ``clips`` to ``features`` (N, _FEATURES)."""
    nodes = [
        helper.make_node("Cast", ["clips"], ["as_float"], to=TensorProto.FLOAT),
        helper.make_node("Div", ["as_float", "scale"], ["scaled"]),
        helper.make_node("ReduceMean", ["scaled", "time_axis"], ["picture"], keepdims=0),
        helper.make_node("Transpose", ["picture"], ["planes"], perm=[0, 3, 1, 2]),
        helper.make_node("AveragePool", ["planes"], ["cells"], kernel_shape=[_POOL] * 2, strides=[_POOL] * 2),
        helper.make_node("Reshape", ["cells", "flat"], ["features"]),
    ]
    constants = [
        numpy_helper.from_array(np.array(255.0, np.float32), "scale"),
        numpy_helper.from_array(np.array([1], np.int64), "time_axis"),
        numpy_helper.from_array(np.array([0, _FEATURES], np.int64), "flat"),
    ]
    return nodes, constants


def _write_view_classifier(folder: Path, templates: npt.NDArray[np.uint8]) -> ModelSpec:
    features = _pooled(templates)
    contrast = features - features.mean(axis=0)
    contrast /= np.linalg.norm(contrast, axis=1, keepdims=True)
    bias = -(contrast * features).sum(axis=1) * 0.5 - (contrast @ features.mean(axis=0)) * 0.5
    nodes, constants = _pooling_nodes()
    nodes += [
        helper.make_node("MatMul", ["features", "filters"], ["match"]),
        helper.make_node("Add", ["match", "bias"], ["biased"]),
        helper.make_node("Mul", ["biased", "gain"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["view_probabilities"], axis=-1),
    ]
    constants += [
        numpy_helper.from_array(np.ascontiguousarray(contrast.T), "filters"),
        numpy_helper.from_array(bias.astype(np.float32), "bias"),
        numpy_helper.from_array(np.array(2.0, np.float32), "gain"),
    ]
    clips = TensorSpec("clips", "uint8", _CLIPS_SHAPE)
    output = TensorSpec("view_probabilities", "float32", ("clips", len(VIEW_IDS)))
    return save_graph(folder, ModelRole.VIEW_CLASSIFIER, nodes, constants, (clips,), (output,))


def _write_video_encoder(folder: Path, generator: np.random.Generator) -> ModelSpec:
    nodes, constants = _pooling_nodes()
    nodes += [
        helper.make_node("MatMul", ["features", "projection"], ["projected"]),
        helper.make_node("LpNormalization", ["projected"], ["embeddings"], axis=-1, p=2),
    ]
    projection = generator.standard_normal((_FEATURES, DIM)).astype(np.float32)
    constants.append(numpy_helper.from_array(projection, "projection"))
    clips = TensorSpec("clips", "uint8", _CLIPS_SHAPE)
    output = TensorSpec("embeddings", "float32", ("clips", DIM))
    return save_graph(folder, ModelRole.VIDEO_ENCODER, nodes, constants, (clips,), (output,))


def _write_attention(folder: Path, generator: np.random.Generator) -> ModelSpec:
    nodes = [
        helper.make_node("Concat", ["embeddings", "view_probabilities"], ["joined"], axis=1),
        helper.make_node("MatMul", ["joined", "scorer"], ["scores"]),
        helper.make_node("Transpose", ["scores"], ["by_section"], perm=[1, 0]),
        helper.make_node("Softmax", ["by_section"], ["weights"], axis=-1),
    ]
    scorer = generator.standard_normal((DIM + len(VIEW_IDS), len(SECTIONS))).astype(np.float32)
    inputs = (
        TensorSpec("embeddings", "float32", ("clips", DIM)),
        TensorSpec("view_probabilities", "float32", ("clips", len(VIEW_IDS))),
    )
    output = TensorSpec("weights", "float32", (len(SECTIONS), "clips"))
    constants = [numpy_helper.from_array(scorer, "scorer")]
    return save_graph(folder, ModelRole.ANATOMICAL_ATTENTION, nodes, constants, inputs, (output,))


def save_graph(
    folder: Path,
    role: ModelRole,
    nodes: list[onnx.NodeProto],
    constants: list[onnx.TensorProto],
    inputs: tuple[TensorSpec, ...],
    outputs: tuple[TensorSpec, ...],
) -> ModelSpec:
    graph = helper.make_graph(
        nodes, role.value, [_value(t) for t in inputs], [_value(t) for t in outputs], initializer=constants
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    onnx.checker.check_model(model)
    name = f"{role.value}.onnx"
    (folder / name).write_bytes(model.SerializeToString())
    return ModelSpec(role, "float32", bundle_file(folder, name), inputs, outputs)


def _value(tensor: TensorSpec) -> onnx.ValueInfoProto:
    kind = {"uint8": TensorProto.UINT8, "float32": TensorProto.FLOAT}[tensor.dtype]
    return helper.make_tensor_value_info(tensor.name, kind, list(tensor.shape))


def _write_golden(folder: Path, models: tuple[ModelSpec, ...], templates: npt.NDArray[np.uint8]) -> GoldenSpec:
    clips = templates[:2]
    outputs: dict[str, npt.NDArray[np.float32]] = {}
    for model in models:
        session = onnxruntime.InferenceSession(str(folder / model.file.file), providers=["CPUExecutionProvider"])
        inputs = {tensor.name: clips if tensor.name == "clips" else outputs[tensor.name] for tensor in model.inputs}
        outputs[model.outputs[0].name] = session.run(None, inputs)[0]
    np.savez(folder / "golden.npz", clips=clips, **outputs)
    return GoldenSpec(bundle_file(folder, "golden.npz"), tolerance=1e-4)


def _reports() -> tuple[PriorReport, ...]:
    """Return invented reports with varied wording, numbers of "other patients" and labels that fit them."""
    generator = np.random.Generator(np.random.PCG64(5))
    reports = []
    for number in range(REPORTS):
        fraction = int(generator.integers(25, 70))
        effusion = bool(generator.random() < 0.3)
        reports.append(
            PriorReport(
                report_id=f"tiny-{number:03d}",
                patient_key=patient_key(f"TINY-{number // 2:03d}"),
                origin=ReportOrigin.SYNTHETIC,
                sentences=_sentences(generator, number, fraction, effusion),
                labels={"pericardial_effusion": float(effusion), "ejection_fraction": float(fraction)},
            )
        )
    return tuple(reports)


def _sentences(generator: np.random.Generator, number: int, fraction: int, effusion: bool) -> tuple[PriorSentence, ...]:
    normal = fraction >= 50
    function = "normal" if normal else "reduced"
    wording = ("LV ejection fraction is {0}, {1} %.", "{0} left ventricular function with an EF of {1}-{2}%.")
    regurgitation = ("none", "mild", "moderate")[number % 3]
    diameter = round(float(generator.uniform(1.0, 2.6)), 1)
    sentences = [
        PriorSentence(
            "Left ventricle",
            wording[number % 2].format(function, fraction, fraction + 5).capitalize(),
            f"lv_function={function}",
        ),
        PriorSentence(
            "Mitral valve",
            "No mitral regurgitation."
            if regurgitation == "none"
            else f"There is {regurgitation} mitral regurgitation.",
            f"mitral_regurgitation={regurgitation}",
        ),
        PriorSentence(
            "Pericardium",
            "There is a pericardial effusion of 1.2 cm." if effusion else "No pericardial effusion.",
            f"pericardial_effusion={'present' if effusion else 'none'}",
        ),
        PriorSentence("Inferior vena cava", f"The IVC measures {diameter} cm and collapses by more than 50 %.", None),
    ]
    if number % 4 == 0:
        thickness = round(float(generator.uniform(0.7, 1.4)), 1)
        sentences.insert(1, PriorSentence("Left ventricle", f"The septum is {thickness} cm thick.", "septum=normal"))
    return tuple(sentences)
