from __future__ import annotations

import json
import re
from base64 import b64decode
from html.parser import HTMLParser
from pathlib import Path
from xml.parsers import expat

import pytest

from tests import evaluation_factory
from training.evaluate import Settings, evaluate
from training.evaluation import plots
from training.evaluation.figures import Figures
from training.evaluation.page import page

PLOTS = (
    *(plots.recall, plots.baselines, plots.coarse_confusion, plots.confusion, plots.areas),
    *(plots.ejection_fraction, plots.attention, plots.facts, plots.robustness),
)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    bundle = evaluation_factory.write_bundle(tmp_path_factory.mktemp("bundle"))
    settings = Settings(rounds=20, robustness_studies=4, name="internal", command="python -m training evaluate")
    measured = evaluate(bundle, evaluation_factory.store(), settings, evaluation_factory.store(8, seed=2))
    found: Figures = json.loads(json.dumps(measured))
    return found


class _Reader(HTMLParser):
    """Collects headings, pictures and the depth of open elements."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.pictures: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.pictures.append(dict(attrs)["src"] or "")
        elif tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("h1", "h2"):
            self.headings.append(data)


@pytest.fixture(scope="module")
def text(figures: Figures) -> str:
    return page(figures)


def test_the_page_is_whole_and_needs_nothing_else(text: str) -> None:
    reader = _Reader()
    reader.feed(text)
    assert reader.open == []
    assert reader.headings == [
        *("Evaluation of tiny-1", "Summary", "Retrieval, and what it is held against", "Views", "Phenotypes"),
        *("Ejection fraction", "Attention", "Draft and report, as clinical facts", "Robustness", "Data", "Limits"),
    ]
    assert len(reader.pictures) == len(PLOTS)
    for picture in reader.pictures:
        kind, _, data = picture.partition(",")
        assert kind == "data:image/svg+xml;base64"
        names: list[str] = []
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda name, _, names=names: names.append(name)
        parser.Parse(b64decode(data), True)
        assert names[0] == "svg"
    assert not re.search(r"<script|<link|@import|src=\"http|href=", text)


def test_the_page_states_the_figures(figures: Figures, text: str) -> None:
    low, high = figures["ef"]["mae_ci"]
    assert f"{figures['ef']['mae']:.2f}" in text
    assert f"{low:.2f} to {high:.2f}" in text
    assert figures["data"]["sha256"] in text
    assert "pool of 12" in text
    for name in figures["retrieval"]["baselines"]:
        assert f'<td class="">{name.replace("_", " ")}</td>' in text
    assert "It knows nothing." in text
    assert "patient-" not in text
    assert "nan" not in re.sub(r"base64,[^\"]*", "", text)


def test_words_of_the_bundle_cannot_become_markup(figures: Figures) -> None:
    short = {key: value for key, value in figures.items() if key not in ("robustness", "facts", "ef")}
    text = page({**short, "views": {}, "bundle_id": "<b>&", "limits": ["<script>alert(1)</script>"]})
    assert "<script" not in text
    assert "&lt;b&gt;&amp;" in text


def test_parts_that_were_not_measured_are_left_out(figures: Figures) -> None:
    less = {key: value for key, value in figures.items() if key not in ("robustness", "facts", "ef", "probing")}
    less["retrieval"] = {"baselines": {}}
    less["views"] = {}
    reader = _Reader()
    reader.feed(page(less))
    assert reader.headings == ["Evaluation of tiny-1", "Summary", "Phenotypes", "Data", "Limits"]


@pytest.mark.parametrize("draw", [plots.recall, plots.areas], ids=lambda draw: draw.__name__)
def test_the_same_figures_give_the_same_picture(figures: Figures, draw) -> None:
    assert plots.svg_of(draw, figures) == plots.svg_of(draw, figures)


def test_a_plot_shows_what_it_is_of(figures: Figures) -> None:
    drawn = plots.areas(figures)
    labels = [label.get_text() for label in drawn.axes[0].get_yticklabels()]
    assert any(label.startswith("pericardial effusion") for label in labels)
    shown = plots.recall(figures).axes[0].lines[0].get_ydata()
    assert list(shown) == figures["retrieval"]["curve"]["video_to_text"]["recall"]
    image = plots.confusion(figures).axes[0].images[0].get_array()
    assert image.shape == (6, 6)
    assert image.max() <= 1.0


def test_a_plot_as_png(figures: Figures, tmp_path: Path) -> None:
    assert plots.png_of(plots.recall, figures).startswith(b"\x89PNG")
