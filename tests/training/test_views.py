from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from deepcoro_desktop.core.errors import ArgumentError
from tests.training_factory import tiny_config, write_clips
from training.stages import make_views
from training.views import OwnDropout, view_probabilities
from training.views_table import read_view_labels
from training.workspace import Workspace


def _workspace(folder: Path, *overrides: str) -> Workspace:
    config = tiny_config(*overrides)
    write_clips(config, folder / "data/train")
    return Workspace(folder, config, ())


def test_any_label_set_is_learned(tmp_path: Path) -> None:
    table = tmp_path / "views.csv"
    table.write_text(
        "id,label,window,modality,coarse_view\n"
        "a4c,Four chambers,apical,2d,A4C\nplax,Long axis,parasternal,2d,PLAX\nother,Other,any,2d,Other\n",
        encoding="utf-8",
    )
    workspace = _workspace(tmp_path, f'views.labels="{table}"', "train_views.epochs=1")
    store = workspace.store("train")
    make_views(workspace, store)
    assert [view.id for view in workspace.views] == ["a4c", "plax", "other"]
    probabilities = view_probabilities(workspace.view_classifier(), store)
    assert probabilities.shape == (32, 3)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0, rtol=1e-5)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("id,label\na4c,Four\n", "has no column window, modality, coarse_view"),
        ("id,label,window,modality,coarse_view\n", "names a view twice, or none"),
        ("id,label,window,modality,coarse_view\na,A,w,2d,A\na,A,w,2d,A\n", "names a view twice, or none"),
    ],
)
def test_refuses_a_table_of_views_that_cannot_be(text: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "views.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ArgumentError, match=reason):
        read_view_labels(tmp_path / "views.csv")
    with pytest.raises(ArgumentError, match=r"absent\.csv cannot be read"):
        read_view_labels(tmp_path / "absent.csv")


def test_refuses_clips_of_which_no_view_is_known(tmp_path: Path) -> None:
    table = tmp_path / "views.csv"
    table.write_text("id,label,window,modality,coarse_view\nx,X,any,2d,X\n", encoding="utf-8")
    workspace = _workspace(tmp_path, f'views.labels="{table}"')
    with pytest.raises(ArgumentError, match="No prepared clip has a known view"):
        make_views(workspace, workspace.store("train"))


def test_two_threads_with_dropout_end_with_the_same_bits_every_time(tmp_path: Path) -> None:
    weights = []
    for place in ("first", "second", "third"):
        workers = "workers=1" if place == "third" else "workers=0"
        workspace = _workspace(tmp_path / place, "threads=2", "train_views.steps=6", workers)
        make_views(workspace, workspace.store("train"))
        weights.append(load_file(workspace.run("views").result))
    for other in weights[1:]:
        for name, tensor in weights[0].items():
            assert torch.equal(tensor, other[name]), name


def test_dropout_drops_its_share_and_keeps_the_mean() -> None:
    layer = OwnDropout(0.25)
    layer.generator.manual_seed(1)
    dropped = layer(torch.ones(4000))
    assert (dropped == 0.0).float().mean().item() == pytest.approx(0.25, abs=0.03)
    assert dropped.mean().item() == pytest.approx(1.0, abs=0.03)
    assert torch.equal(layer.eval()(torch.ones(5)), torch.ones(5))
