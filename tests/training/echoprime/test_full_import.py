"""The release in its published shapes goes through the command, the desktop opens it, and both agree with torch.

The export of both models takes minutes; it is done once.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from deepcoro_desktop.__main__ import main as desktop
from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.bundle.manifest import ModelRole
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.inference.pipeline import analyse
from deepcoro_desktop.core.inference.preparation import prepare
from tests.dicom_factory import clip_dataset, moving_disc, write_clip
from tests.echoprime_definition import MEAN, STD
from tests.echoprime_release import VIEW_IDS, PlainText, plain_convnext, plain_mvit, write_release, write_weights
from tests.training.echoprime.test_bundle import assert_as_published, published
from training.__main__ import main

FRAMES = (40, 32, 9)
"""Of the study's clips: long, just enough, and short, which is padded."""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_release(tmp_path_factory.mktemp("full") / "release")
    write_weights(folder)
    return folder


@pytest.fixture(scope="module")
def bundle(release: Path) -> Bundle:
    out = release.parent / "bundle"
    assert main(["import-echoprime", "--release", str(release), "--out", str(out), "--accept-licence"]) == 0
    return load_bundle(out)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    for number, frames in enumerate(FRAMES, 1):
        dataset = clip_dataset("full", number, moving_disc(number, frames), jpeg=number == 2)
        write_clip(folder / f"clip{number}.dcm", dataset)
    return folder


def test_embeddings_and_views_are_those_of_torch_and_the_rest_follows(
    release: Path, bundle: Bundle, study: Path
) -> None:
    video, net = plain_mvit(), plain_convnext()
    read = read_study(study)
    analysis = analyse(read, bundle, device="cpu")
    for clip, embedding, views, frames in zip(read.clips, analysis.embeddings, analysis.views, FRAMES, strict=True):
        pixels = prepare(clip, bundle.manifest.preprocess).tensor[: (min(frames, 32) + 1) // 2]
        tensor = torch.zeros(1, 3, 16, 224, 224)
        seen = (torch.from_numpy(pixels).float() - torch.tensor(MEAN)) / torch.tensor(STD)
        tensor[0, :, : len(pixels)] = seen.permute(3, 0, 1, 2)
        with torch.inference_mode():
            expected, probabilities = video(tensor)[0].numpy(), net(tensor[:, :, 0])[0].softmax(dim=0).numpy()
        assert np.abs(embedding.vector - expected).max() <= 1e-4
        assert views.best.view_id == VIEW_IDS[int(probabilities.argmax())]
        assert views.best.probability == pytest.approx(float(probabilities.max()), abs=1e-4)
    assert_as_published(analysis, published(release))


def test_text_graph_is_the_published_text_encoder(bundle: Bundle) -> None:
    model = bundle.manifest.model(ModelRole.TEXT_ENCODER)
    assert model is not None
    ids = np.arange(5, 25, dtype=np.int64)[None]
    session = onnxruntime.InferenceSession(bundle.path(model.file), providers=["CPUExecutionProvider"])
    (got,) = session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
    with torch.inference_mode():
        expected = PlainText().eval()(torch.from_numpy(ids), torch.ones(1, 20, dtype=torch.int64))
    np.testing.assert_allclose(got, expected.numpy(), atol=1e-4)


def test_desktop_verifies_installs_and_uses_the_bundle(
    bundle: Bundle, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert desktop(["bundle", "install", str(bundle.folder)]) == 0
    said = capsys.readouterr().out
    assert "RESEARCH USE ONLY" in said
    assert "Licence: The release's own" in said
    assert "Installed in" in said
    (study / "clip1.dcm").rename(tmp_path / "clip1.dcm")
    out = tmp_path / "analysis.json"
    assert desktop(["analyse", str(tmp_path / "clip1.dcm"), "--json", str(out), "--no-cache"]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["bundle_id"] == bundle.manifest.bundle_id
