"""A bundle is whole and fits together, or it is refused with a sentence that says what to do."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deepcoro_desktop.core.bundle.bundle import Bundle, check_manifest, default_bundle_path, load_bundle
from deepcoro_desktop.core.bundle.files import bundle_file, sha256_of, write_bytes
from deepcoro_desktop.core.bundle.manifest import (
    AttentionKind,
    AttentionSpec,
    Manifest,
    ModelRole,
    SectionSpec,
    TensorSpec,
    from_json,
)
from deepcoro_desktop.core.errors import BundleError
from tests.bundle_factory import REPORTS, VIEW_IDS, rewrite_manifest, write_bundle


def edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "bundle.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    change(raw)
    path.write_text(json.dumps(raw), encoding="utf-8")


def test_loads_a_whole_bundle(bundle: Bundle) -> None:
    assert tuple(view.id for view in bundle.manifest.views) == VIEW_IDS
    assert len(bundle.report_index.reports) == REPORTS
    assert bundle.manifest_sha256 == sha256_of(bundle.folder / "bundle.json")
    model = bundle.manifest.model(ModelRole.VIDEO_ENCODER)
    assert model is not None
    assert bundle.path(model.file).is_file()


def test_loads_a_bundle_with_a_table_of_weights(tmp_path: Path) -> None:
    bundle = load_bundle(write_bundle(tmp_path / "table", attention=AttentionKind.TABLE))
    assert bundle.manifest.attention.kind is AttentionKind.TABLE
    assert bundle.manifest.model(ModelRole.ANATOMICAL_ATTENTION) is None


def test_size_of_the_graphs_that_are_opened(bundle: Bundle) -> None:
    sizes = {model.role: model.file.size_bytes for model in bundle.manifest.models}
    sizes.pop(ModelRole.TEXT_ENCODER, None)
    assert bundle.graph_bytes == sum(sizes.values())
    encoder = bundle.manifest.model(ModelRole.VIDEO_ENCODER)
    assert encoder is not None
    file = dataclasses.replace(encoder.file, size_bytes=encoder.file.size_bytes + 1000)
    variant = dataclasses.replace(encoder, file=file, precision="int8")
    words = dataclasses.replace(encoder, role=ModelRole.TEXT_ENCODER)
    more = dataclasses.replace(bundle.manifest, models=(*bundle.manifest.models, variant, words))
    assert dataclasses.replace(bundle, manifest=more).graph_bytes == bundle.graph_bytes + 1000


def test_factory_makes_the_same_bundle_twice(pristine_bundle: Path, tmp_path: Path) -> None:
    again = write_bundle(tmp_path / "again")
    ours, theirs = ((folder / "reports.jsonl").read_bytes() for folder in (pristine_bundle, again))
    assert ours == theirs


def test_folder_without_a_bundle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"no readable bundle\.json\. Choose the folder"):
        load_bundle(tmp_path)


def test_missing_file_is_refused_by_name(bundle_folder: Path) -> None:
    (bundle_folder / "video_encoder.onnx").unlink()
    with pytest.raises(BundleError, match=r"video_encoder\.onnx is missing\. Copy the whole bundle"):
        load_bundle(bundle_folder)


def test_altered_file_is_refused_by_name(bundle_folder: Path) -> None:
    path = bundle_folder / "view_classifier.onnx"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(BundleError, match=r"view_classifier\.onnx does not have the SHA-256.*changed or damaged"):
        load_bundle(bundle_folder)


def test_truncated_file_is_refused_by_name(bundle_folder: Path) -> None:
    path = bundle_folder / "reports.jsonl"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(BundleError, match=r"reports\.jsonl has \d+ bytes where \d+ belong"):
        load_bundle(bundle_folder)


def test_link_in_place_of_a_file_is_refused(bundle_folder: Path, tmp_path: Path) -> None:
    path = bundle_folder / "golden.npz"
    elsewhere = path.rename(tmp_path / "elsewhere.npz")
    path.symlink_to(elsewhere)
    with pytest.raises(BundleError, match=r"golden\.npz is missing"):
        load_bundle(bundle_folder)


def test_newer_schema_is_refused(bundle_folder: Path) -> None:
    edit(bundle_folder, lambda raw: raw.update(schema_version=99))
    with pytest.raises(BundleError, match=r"newer program \(schema 99.*Update DeepCORO Desktop"):
        load_bundle(bundle_folder)


def test_bundle_of_schema_1_reads_phenotypes_from_the_whole_study(bundle_folder: Path) -> None:
    def older(raw: dict[str, Any]) -> None:
        raw["schema_version"] = 1
        for phenotype in raw["calibration"]["phenotypes"]:
            del phenotype["section"]

    edit(bundle_folder, older)
    manifest = load_bundle(bundle_folder).manifest
    assert {phenotype.section for phenotype in manifest.calibration.phenotypes} == {""}


def test_phenotype_of_an_unknown_section_is_refused(bundle_folder: Path) -> None:
    edit(bundle_folder, lambda raw: raw["calibration"]["phenotypes"][0].update(section="Kidney"))
    with pytest.raises(BundleError, match="read from an unknown section: Kidney"):
        load_bundle(bundle_folder)


def test_unknown_key_is_refused_by_name(bundle_folder: Path) -> None:
    edit(bundle_folder, lambda raw: raw["preprocess"].update(zoom=0.1))
    with pytest.raises(BundleError, match="unknown keys: zoom"):
        load_bundle(bundle_folder)


def test_missing_key_is_refused_by_name(bundle_folder: Path) -> None:
    edit(bundle_folder, lambda raw: raw.pop("licence"))
    with pytest.raises(BundleError, match="lacks: licence"):
        load_bundle(bundle_folder)


@pytest.mark.parametrize("text", [b"{", b"\xff\xfe", b"[]", b""], ids=["cut", "no text", "a list", "empty"])
def test_manifest_that_is_no_json_object_is_refused(bundle_folder: Path, text: bytes) -> None:
    (bundle_folder / "bundle.json").write_bytes(text)
    with pytest.raises(BundleError, match=r"bundle\.json"):
        load_bundle(bundle_folder)


def test_other_preprocessing_is_refused(bundle_folder: Path) -> None:
    edit(bundle_folder, lambda raw: raw["preprocess"].update(version=7))
    with pytest.raises(BundleError, match="version 7 of the preprocessing; this program has version 1"):
        load_bundle(bundle_folder)


def test_name_that_climbs_out_of_the_folder_is_refused(bundle_folder: Path) -> None:
    edit(bundle_folder, lambda raw: raw["golden"]["file"].update(file="../golden.npz"))
    with pytest.raises(BundleError, match="not a plain relative name"):
        load_bundle(bundle_folder)


def _without(manifest: Manifest, role: ModelRole) -> Manifest:
    return dataclasses.replace(manifest, models=tuple(model for model in manifest.models if model.role is not role))


def _with_inputs(manifest: Manifest, shape: tuple[int | str, ...]) -> Manifest:
    first = dataclasses.replace(manifest.models[0], inputs=(TensorSpec("clips", "uint8", shape),))
    return dataclasses.replace(manifest, models=(first, *manifest.models[1:]))


CONTRADICTIONS: tuple[tuple[str, Callable[[Manifest], Manifest], str], ...] = (
    ("views", lambda m: dataclasses.replace(m, views=m.views[:-1], sections=m.sections), r"view_probabilities as"),
    ("sections", lambda m: dataclasses.replace(m, sections=m.sections[:-1]), "weights as float32"),
    ("size", lambda m: _with_inputs(m, ("clips", 4, 32, 32, 3)), r"clips as uint8 .*32, 32"),
    ("axes", lambda m: _with_inputs(m, ("clips", 4)), "clips as uint8"),
    ("encoder", lambda m: _without(m, ModelRole.VIDEO_ENCODER), "no graph for the role video_encoder"),
    ("classifier", lambda m: _without(m, ModelRole.VIEW_CLASSIFIER), "no graph for the role view_classifier"),
    ("attention", lambda m: _without(m, ModelRole.ANATOMICAL_ATTENTION), "role anatomical_attention"),
    ("table", lambda m: dataclasses.replace(m, attention=AttentionSpec(AttentionKind.TABLE, ((1.0,),))), "4 sections"),
    (
        "negative",
        lambda m: dataclasses.replace(m, attention=AttentionSpec(AttentionKind.TABLE, ((-1.0,) * 6,) * 4)),
        "negative",
    ),
    ("needless", lambda m: dataclasses.replace(m, attention=AttentionSpec(AttentionKind.LEARNED, ((1.0,),))), "table"),
    ("twice", lambda m: dataclasses.replace(m, views=(*m.views[:-1], m.views[0])), "views are empty or not unique"),
    ("coarse", lambda m: dataclasses.replace(m, coarse_views=("A4C",)), "unknown coarse view"),
    (
        "required",
        lambda m: dataclasses.replace(m, sections=(SectionSpec("Aorta", ("ssn",)), *m.sections[1:])),
        "Aorta requires unknown views: ssn",
    ),
    (
        "metric",
        lambda m: dataclasses.replace(m, report_index=dataclasses.replace(m.report_index, metric="l2")),
        "compares reports by 'l2'",
    ),
    (
        "temperature",
        lambda m: dataclasses.replace(m, calibration=dataclasses.replace(m.calibration, similarity_temperature=0.0)),
        "out of range",
    ),
    ("id", lambda m: dataclasses.replace(m, bundle_id=""), "no id"),
    (
        "tolerance",
        lambda m: dataclasses.replace(m, golden=dataclasses.replace(m.golden, tolerance=0.0)),
        "no tolerance",
    ),
    (
        "neighbours",
        lambda m: dataclasses.replace(m, report_index=dataclasses.replace(m.report_index, neighbours=0)),
        "index is empty",
    ),
)


@pytest.mark.parametrize(
    ("change", "sentence"), [(c, s) for _, c, s in CONTRADICTIONS], ids=[name for name, _, _ in CONTRADICTIONS]
)
def test_parts_that_contradict_each_other_are_refused(
    bundle: Bundle, change: Callable[[Manifest], Manifest], sentence: str
) -> None:
    with pytest.raises(BundleError, match=sentence):
        check_manifest(change(bundle.manifest))


def test_rewritten_manifest_loads(bundle_folder: Path) -> None:
    rewrite_manifest(bundle_folder, title="Another title")
    assert load_bundle(bundle_folder).manifest.title == "Another title"


def test_default_bundle_lies_among_the_resources() -> None:
    assert default_bundle_path().parts[-3:] == ("resources", "models", "demo")


def test_entry_for_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"gone\.onnx cannot be put"):
        bundle_file(tmp_path, "gone.onnx")


def test_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.mkdir()
    with pytest.raises(OSError, match="kept"):
        write_bytes(path, b"new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["kept"]


def test_manifest_survives_its_own_text(bundle: Bundle) -> None:
    text = (bundle.folder / "bundle.json").read_text(encoding="utf-8")
    assert from_json(text) == bundle.manifest


def test_a_bundle_of_schema_2_is_still_read(bundle_folder: Path) -> None:
    def as_written_then(raw: dict[str, Any]) -> None:
        raw["schema_version"] = 2
        for model in raw["models"]:
            del model["tolerance"]

    edit(bundle_folder, as_written_then)
    assert [model.tolerance for model in load_bundle(bundle_folder).manifest.models] == [None, None, None]


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [("precision", "float8", "unknown precision 'float8'"), ("tolerance", 0.0, "tolerance that allows nothing")],
)
def test_a_variant_that_cannot_be_is_refused(bundle_folder: Path, key: str, value: object, sentence: str) -> None:
    edit(bundle_folder, lambda raw: raw["models"][1].update({key: value}))
    with pytest.raises(BundleError, match=sentence):
        load_bundle(bundle_folder)
