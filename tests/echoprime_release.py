"""A release in the layout and shapes of the published EchoPrime one, with random weights and invented reports."""

from __future__ import annotations

import csv
import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torchvision.models import convnext_base
from torchvision.models.video import mvit_v2_s
from transformers import BertConfig, BertForMaskedLM

VIEW_IDS = (
    "A2C", "A3C", "A4C", "A5C", "Apical_Doppler", "Doppler_Parasternal_Long", "Doppler_Parasternal_Short",
    "Parasternal_Long", "Parasternal_Short", "SSN", "Subcostal",
)  # fmt: skip
SECTIONS = (
    "Left Ventricle", "Resting Segmental Wall Motion Analysis", "Right Ventricle", "Left Atrium", "Right Atrium",
    "Atrial Septum", "Mitral Valve", "Aortic Valve", "Tricuspid Valve", "Pulmonic Valve", "Pericardium", "Aorta",
    "IVC", "Pulmonary Artery", "Pulmonary Veins",
)  # fmt: skip
"""Rows of the table; the phrases list them in another order, with one section more."""
NEVER = "Atrial Septum"
"""The section that no report speaks of."""
RARE = "IVC"
"""The section that only the last candidate speaks of."""
CANDIDATES = 130
LICENCE = "An invented licence: tests only."
THRESHOLDS = {"effusion": 0.375, "dilated": 0.125}
PHENOTYPES = {
    "Pericardium": ["effusion"],
    "Right Ventricle": ["dilated"],
    "Left Ventricle": ["ejection_fraction", "unlabelled"],
}
"""In another order than the table."""

Report = list[tuple[int, int, Any]]


def write_release(folder: Path, seed: int = 3) -> Path:
    """Write all but the weights."""
    generator = np.random.default_rng(seed)
    for name in ("model_data/weights", "model_data/candidates_data", "assets"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "LICENSE").write_text(LICENCE, encoding="utf-8")
    write_table(folder, generator.uniform(0.05, 1.0, (len(SECTIONS), len(VIEW_IDS))).round(4))
    phrases = invented_phrases()
    (folder / "assets/all_phr.json").write_text(json.dumps(phrases), encoding="utf-8")
    (folder / "assets/per_section.json").write_text("{}", encoding="utf-8")
    with (folder / "assets/roc_thresholds.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["", "feature", "threshold"])
        writer.writerows([number, *item] for number, item in enumerate(THRESHOLDS.items()))
    dump(folder / "assets/section_to_phenotypes.pkl", PHENOTYPES)
    data = folder / "model_data/candidates_data"
    studies = [f"study-{number:03d}" for number in range(CANDIDATES)]
    (data / "candidate_studies.csv").write_text("\n".join([",Study", *(f"{i},{s}" for i, s in enumerate(studies))]))
    dump(data / "candidate_reports.pkl", [_report(generator, row, phrases) for row in range(CANDIDATES)])
    dump(data / "candidate_labels.pkl", _labels(generator, studies))
    embeddings = torch.from_numpy(generator.standard_normal((CANDIDATES, 512)).astype(np.float32))
    embeddings *= torch.from_numpy(generator.uniform(0.5, 3.0, (CANDIDATES, 1)).astype(np.float32))
    torch.save(embeddings[:70].clone(), data / "candidate_embeddings_p1.pt")
    torch.save(embeddings[70:].clone(), data / "candidate_embeddings_p2.pt")
    return folder


def write_table(folder: Path, weights: np.ndarray, order: tuple[int, ...] = tuple(range(len(SECTIONS)))) -> None:
    with (folder / "assets/MIL_weights.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Section", *VIEW_IDS])
        writer.writerows([SECTIONS[row], *weights[row]] for row in order)


def invented_phrases() -> dict[str, dict[str, list[str]]]:
    """Return section -> heading -> phrases; their order is not the table's."""
    names = [*reversed(SECTIONS), "Postoperative Findings"]
    return {
        name: {
            "Size": [f"The {name} is small.", f"The {name} measures <numerical> cm.", f"The {name} is large."],
            "Motion": [f"The {name} moves like a <string>.", f"The {name} is still."],
        }
        for name in names
    }


def dump(path: Path, value: object) -> None:
    path.write_bytes(pickle.dumps(value))


def _report(generator: np.random.Generator, row: int, phrases: dict[str, dict[str, list[str]]]) -> Report:
    report: Report = []
    for number, name in enumerate(phrases):
        spoken = name != NEVER and (name != RARE or row == CANDIDATES - 1) and generator.random() < 0.8
        if spoken or (name == RARE and row == CANDIDATES - 1):
            for phrase in sorted(generator.choice(5, 2, replace=False)):
                value = {1: float(generator.integers(1, 9)), 3: "wheel"}.get(int(phrase))
                report.append((number, int(phrase), value))
    return report


def _labels(generator: np.random.Generator, studies: list[str]) -> dict[str, dict[str, Any]]:
    known = [study for study in studies if generator.random() < 0.7]
    return {
        "effusion": {study: float(generator.random() < 0.4) for study in known},
        "dilated": {study: np.float64(generator.random() < 0.3) for study in studies},
        "ejection_fraction": {s: float(generator.uniform(20, 70)) for s in known} | {studies[0]: float("nan")},
    }


def plain_mvit() -> nn.Module:
    """Return the published video encoder's shape with random weights; embeddings are some units long."""
    torch.manual_seed(11)
    model = mvit_v2_s(weights=None)
    model.head[-1] = nn.Linear(768, 512)
    return model.eval()


def plain_convnext() -> nn.Module:
    """Return the published view classifier's shape; its blocks count, so that pictures differ in their views."""
    torch.manual_seed(12)
    model = convnext_base(weights=None)
    model.classifier[-1] = nn.Linear(1024, 11)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith("layer_scale"):
                parameter.fill_(0.3)
        model.classifier[-1].weight.mul_(20.0)
    return model.eval()


class PlainText(nn.Module):
    """The published text encoder's names and widths, of one layer and few words."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(13)
        config = BertConfig(
            vocab_size=40, hidden_size=768, num_hidden_layers=1, num_attention_heads=12, intermediate_size=96,
            max_position_embeddings=32,
        )  # fmt: skip
        self.backbone = BertForMaskedLM(config)
        self.text_projection = nn.Linear(768, 512)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        hidden = self.backbone(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states[-1]
        return self.text_projection(hidden[:, 0])


def write_weights(folder: Path, *, text: bool = True) -> None:
    """Write the weights; a third of a gigabyte for the view classifier alone."""
    place = folder / "model_data/weights"
    torch.save(plain_mvit().state_dict(), place / "echo_prime_encoder.pt")
    torch.save(plain_convnext().state_dict(), place / "view_classifier.pt")
    if text:
        torch.save(PlainText().eval().state_dict(), place / "echo_prime_text_encoder.pt")
        (place / "vocab.txt").write_text(
            "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *map(str, range(35))])
        )
