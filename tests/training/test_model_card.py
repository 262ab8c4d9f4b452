from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.bundle.manifest import Metric
from deepcoro_desktop.core.errors import ArgumentError
from tests import evaluation_factory
from training.evaluate import Settings, evaluate
from training.evaluation.figures import Figures
from training.model_card import merged, metrics_of, model_card, write_card


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return evaluation_factory.write_bundle(tmp_path)


@pytest.fixture
def figures(bundle: Bundle) -> Figures:
    command = "python -m training evaluate --bundle DIR --data test"
    settings = Settings(rounds=10, name="internal", command=command)
    return evaluate(bundle, evaluation_factory.store(), settings, evaluation_factory.store(8, seed=2))


def named(figures: Figures, name: str) -> Figures:
    return {**figures, "data": {**figures["data"], "name": name}}


def test_two_sets_stand_side_by_side(bundle: Bundle, figures: Figures) -> None:
    write_card(bundle, figures)
    external = named(figures, "external")
    external["ef"] = {**figures["ef"], "mae": 12.345, "mae_ci": [11.0, 13.0]}
    write_card(load_bundle(bundle.folder), external)
    reloaded = load_bundle(bundle.folder)
    values = {metric.name: metric for metric in reloaded.manifest.metrics}
    inside, outside = values["internal: EF error, points"], values["external: EF error, points"]
    assert inside.value == pytest.approx(figures["ef"]["mae"])
    assert (outside.value, outside.low, outside.high, outside.n) == (12.345, 11.0, 13.0, 12)
    assert outside.note.startswith("python -m training evaluate --bundle DIR --data test; data ")
    card = (bundle.folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "| figure (95 % interval; n) | internal | external |" in card
    row = next(line for line in card.splitlines() if line.startswith("| EF error, points |"))
    assert f"{inside.value:.3f} (" in row
    assert "12.345 (11.000 to 13.000; 12)" in row
    assert card.count("python -m training evaluate") == 1


def test_measuring_again_replaces_the_figures_of_the_same_set(bundle: Bundle, figures: Figures) -> None:
    write_card(bundle, figures)
    write_card(load_bundle(bundle.folder), named(figures, "external"))
    before = load_bundle(bundle.folder).manifest.metrics
    write_card(load_bundle(bundle.folder), figures)
    after = load_bundle(bundle.folder).manifest.metrics
    assert sorted(metric.name for metric in after) == sorted(metric.name for metric in before)
    assert len({metric.name for metric in after}) == len(after)


def test_how_the_bundle_was_made_stays_in_the_card(bundle: Bundle, figures: Figures) -> None:
    how = ["With care.", "Seed 3."]
    (bundle.folder / "MODEL_CARD.md").write_text(model_card(bundle.manifest, how), encoding="utf-8")
    write_card(bundle, figures)
    write_card(load_bundle(bundle.folder), figures)
    card = (bundle.folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "## How it was made\n\n- With care.\n- Seed 3.\n\n## Measured" in card
    assert "- It knows nothing." in card


def test_every_part_of_the_evaluation_is_in_the_metrics(figures: Figures) -> None:
    names = {metric.name: metric for metric in metrics_of(figures, "note")}
    assert {
        *("view accuracy, top 1", "video to text, R@10", "text to video, median rank", "AUC, mean"),
        *("video to text, single frame, R@10", "text to video, text only, R@10", "EF error of the mean, points"),
        *("EF error by probe, points", "AUC, pericardial_effusion", "AUC by probe, mean", "facts, F1"),
        *("abnormal facts, typical report, F1", "sections with a true view first"),
        "video to text, attention gain, R@10",
    } <= set(names)
    assert all(metric.note == "note" for metric in names.values())
    assert names["video to text, chance, R@10"].low is None
    assert names["video to text, R@10"].n == 12


def test_a_figure_without_value_is_left_out(figures: Figures) -> None:
    figures["phenotypes"]["mean_auc"] = None
    assert "AUC, mean" not in {metric.name for metric in metrics_of(figures, "note")}


def test_figures_without_a_sets_name_are_a_set_of_their_own() -> None:
    old = (Metric("EF error", 1.0, None, None, 1), Metric("internal: EF error", 2.0, None, None, 1))
    new = (Metric("internal: EF error", 3.0, None, None, 1),)
    assert [metric.value for metric in merged(old, new)] == [1.0, 3.0]


@pytest.mark.parametrize("name", ["a: b", "x|y", " leading", "x" * 41, "line\nbreak"])
def test_a_name_that_cannot_begin_a_metric_is_refused(figures: Figures, name: str) -> None:
    with pytest.raises(ArgumentError, match="is no name for a set"):
        metrics_of(figures, "note", name)


def test_a_bundle_without_a_card_gets_one(bundle: Bundle, figures: Figures) -> None:
    manifest = write_card(bundle, figures)
    assert manifest == load_bundle(bundle.folder).manifest
    assert dataclasses.replace(manifest, metrics=()) == bundle.manifest


def test_names_leave_room_in_the_desktops_dialog(figures: Figures) -> None:
    assert max(len(metric.name) for metric in metrics_of(figures, "note", "internal")) <= 46
