from __future__ import annotations

import numpy as np
import pytest

from deepcoro_desktop.core.bundle.manifest import AttentionKind
from deepcoro_desktop.core.inference.results import ClipWeight, SectionAttention
from tests.bundle_factory import SECTIONS, VIEW_IDS
from tests.evaluation_factory import MemoryStore, load_manifest, record, write_bundle
from training.evaluation.attention import attention_figures
from training.evaluation.data import cohort
from training.evaluation.readings import Reading


def reading(weights: list[list[float]], first: int) -> Reading:
    """Return a reading whose sections weigh the study's clips, clip numbers from `first` on."""
    sections = []
    for section, row in zip(SECTIONS, weights, strict=True):
        clips = sorted(((weight, str(first + place)) for place, weight in enumerate(row)), reverse=True)
        ranked = tuple(ClipWeight(uid, weight) for weight, uid in clips)
        sections.append(SectionAttention(section.name, ranked, AttentionKind.LEARNED))
    return Reading((), (), tuple(sections))


def test_counts_sections_whose_first_clip_shows_them(tmp_path) -> None:
    write_bundle(tmp_path)
    manifest = load_manifest(tmp_path)
    rng = np.random.default_rng(1)
    place = {name: number for number, name in enumerate(VIEW_IDS)}
    # Left ventricle and mitral valve are seen in plax and a4c; the IVC in subcostal_ivc; av_cw shows none of them.
    views = [[place["a4c"], place["av_cw"]], [place["av_cw"], place["subcostal_ivc"], place["plax"]], [place["plax"]]]
    group = cohort(MemoryStore([record(number, rng) for number in range(3)], views))
    readings = [
        reading([[0.9, 0.1], [0.2, 0.8], [0.5, 0.5], [0.5, 0.5]], 0),
        reading([[0.1, 0.1, 0.8], [0.5, 0.2, 0.3], [0.2, 0.2, 0.6], [0.3, 0.6, 0.1]], 2),
        reading([[1.0]] * 4, 5),
    ]
    figures = attention_figures(readings, group, manifest, np.ones((4, 3), np.int64))
    sections = figures["sections"]
    assert sections["Left ventricle"]["share"] == 1.0
    assert sections["Left ventricle"]["studies"] == 2  # the third study has no clip that does not show it
    assert sections["Left ventricle"]["weight"] == pytest.approx((0.9 + 0.8) / 2)
    assert sections["Left ventricle"]["equal_share"] == pytest.approx((1 / 2 + 1 / 3) / 2)
    assert sections["Mitral valve"]["share"] == 0.0
    assert sections["Inferior vena cava"]["share"] == 1.0
    assert sections["Inferior vena cava"]["studies"] == 1
    assert np.isnan(sections["Pericardium"]["share"])  # every view will do: nothing to choose
    assert figures["sections_with_true_view_first"] == 2.0
    assert figures["of"] == 4
    row = dict(zip(figures["map"]["ids"], figures["map"]["weights"][0], strict=True))
    assert row["av_cw"] == pytest.approx((0.1 * 2 + 0.1 * 3) / 2)
    assert row["plax"] == pytest.approx((0.8 * 3 + 1.0) / 2)
    assert np.isnan(row["a2c"])
