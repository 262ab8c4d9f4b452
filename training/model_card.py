"""The evaluation's figures in the bundle: in the manifest as the desktop shows them, in the model card as a table.

Figures of several sets stand side by side: each metric's name begins with the name of its set ("internal: ...").
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.bundle.files import write_bytes
from deepcoro_desktop.core.bundle.manifest import Manifest, Metric
from deepcoro_desktop.core.errors import ArgumentError
from training.bundle_writer import write_manifest
from training.evaluation.figures import Figures
from training.evaluation.retrieval import DIRECTIONS, KEYS

CARD_NAME: Final = "MODEL_CARD.md"
HOW_HEADING: Final = "## How it was made"
MEASURED_HEADING: Final = "## Measured on held-out studies"

_SET_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.-]{0,39}")
_KEY_WORDS: Final = {"r1": "R@1", "r5": "R@5", "r10": "R@10", "median_rank": "median rank", "mrr": "MRR"}


def metrics_of(figures: Figures, note: str, name: str = "") -> tuple[Metric, ...]:
    """Return the figures of an evaluation as the manifest holds them.

    Parameters
    ----------
    figures : dict
        What `evaluate` returned.
    note : str
        The command that measured them; every metric names it.
    name : str
        The set's name, the beginning of each metric's name; nothing is put there where it is empty.

    Raises
    ------
    ArgumentError
        If the name holds other signs than letters, digits, space, dot, dash and underscore.
    """
    check_set_name(name)
    found = [*_view_metrics(figures), *_retrieval_metrics(figures), *_phenotype_metrics(figures)]
    found += [*_fact_metrics(figures), *_attention_metrics(figures)]
    prefix = f"{name}: " if name else ""
    return tuple(dataclasses.replace(metric, name=prefix + metric.name, note=note) for metric in found if metric)


def check_set_name(name: str) -> None:
    """Refuse a name that cannot begin a metric's name; an empty one is none.

    Raises
    ------
    ArgumentError
        If it holds other signs than letters, digits, space, dot, dash and underscore, or more than 40.
    """
    if name and not _SET_NAME.fullmatch(name):
        raise ArgumentError(f"{name!r} is no name for a set.", "Use letters, digits, spaces, dots and dashes.")


def merged(old: Sequence[Metric], new: Sequence[Metric]) -> tuple[Metric, ...]:
    """Return the metrics with those of the new metrics' set replaced; those of other sets stay, first."""
    replaced = {_set_of(metric) for metric in new}
    return (*[metric for metric in old if _set_of(metric) not in replaced], *new)


def write_card(bundle: Bundle, figures: Figures) -> Manifest:
    """Write figures into a bundle's manifest and model card; return the manifest.

    What the card says of how the bundle was made stays as it is.
    """
    new = metrics_of(figures, note_of(figures), figures["data"]["name"])
    manifest = dataclasses.replace(bundle.manifest, metrics=merged(bundle.manifest.metrics, new))
    rewrite(manifest, bundle.folder)
    return manifest


def rewrite(manifest: Manifest, folder: Path) -> None:
    """Write a bundle's manifest, and its model card with what the old one says of how the bundle was made."""
    path = folder / CARD_NAME
    how = _how_of(path.read_text(encoding="utf-8")) if path.exists() else []
    write_manifest(manifest, folder)
    write_bytes(path, model_card(manifest, how).encode())


def note_of(figures: Figures) -> str:
    """Return how figures can be measured again: the command, and the first digits of its data's hash."""
    return f"{figures['command']}; data {figures['data']['sha256'][:12]}"


def model_card(manifest: Manifest, how: Sequence[str]) -> str:
    """Return the model card: what the bundle is, how it was made, what was measured.

    Parameters
    ----------
    manifest : Manifest
        With its metrics.
    how : sequence of str
        Lines of the list of how it was made.
    """
    notes = dict.fromkeys(metric.note for metric in manifest.metrics)
    measured = [*_table(manifest.metrics), "", "Measured by:", "", *[f"    {note}" for note in notes]]
    lines = [
        f"# {manifest.title}",
        "",
        manifest.intended_use,
        "",
        f"Bundle `{manifest.bundle_id}`, made {manifest.created_utc}. Licence: {manifest.licence}. "
        f"Trained on: {manifest.trained_on.value} data.",
        "",
        HOW_HEADING,
        "",
        *[f"- {line}" for line in how],
        "",
        MEASURED_HEADING,
        "",
        *(measured if manifest.metrics else ["Nothing was measured yet."]),
        "",
        "## Limits",
        "",
        *[f"- {limit}" for limit in manifest.limits],
    ]
    return "\n".join(lines) + "\n"


def _table(metrics: Sequence[Metric]) -> list[str]:
    """Return the table: a row for each figure, a column for each set; in brackets the 95 % interval, then n."""
    sets = list(dict.fromkeys(_set_of(metric) for metric in metrics))
    cells = {(_figure_of(metric), _set_of(metric)): _cell(metric) for metric in metrics}
    heads = [name or "value" for name in sets]
    lines = [f"| figure (95 % interval; n) | {' | '.join(heads)} |", "|---|" + "---|" * len(sets)]
    for figure in dict.fromkeys(_figure_of(metric) for metric in metrics):
        lines.append(f"| {figure} | {' | '.join(cells.get((figure, name), '') for name in sets)} |")
    return lines


def _cell(metric: Metric) -> str:
    between = "" if metric.low is None or metric.high is None else f"{metric.low:.3f} to {metric.high:.3f}; "
    return f"{metric.value:.3f} ({between}{metric.n})"


def _set_of(metric: Metric) -> str:
    name, colon, _ = metric.name.partition(": ")
    return name if colon else ""


def _figure_of(metric: Metric) -> str:
    name, colon, figure = metric.name.partition(": ")
    return figure if colon else name


def _how_of(card: str) -> list[str]:
    """Return the lines of an existing card's list of how the bundle was made, without their dashes."""
    _, found, rest = card.partition(f"{HOW_HEADING}\n")
    items: list[str] = []
    for line in rest.partition("\n## ")[0].splitlines() if found else ():
        if line.startswith("- "):
            items.append(line[2:])
        elif line.strip() and items:
            items[-1] += f" {line.strip()}"
    return items


def _metric(name: str, figures: Figures, key: str, n: int) -> Metric | None:
    """Return one figure; None where it has no value."""
    if figures.get(key) is None:
        return None
    low, high = figures.get(f"{key}_ci") or (None, None)
    return Metric(name, float(figures[key]), low, high, n)


def _view_metrics(figures: Figures) -> list[Metric | None]:
    views = figures["views"]
    names = {
        "top1": "view accuracy, top 1",
        "macro": "view accuracy, mean of views",
        "coarse_top1": "coarse view accuracy",
    }
    return [_metric(name, views, key, views.get("n", 0)) for key, name in names.items()]


def _retrieval_metrics(figures: Figures) -> list[Metric | None]:
    table = figures["retrieval"]
    found: list[Metric | None] = []
    for direction in DIRECTIONS:
        words, measured = direction.replace("_", " "), table.get(direction, {})
        found += [_metric(f"{words}, {_KEY_WORDS[key]}", measured, key, measured.get("pool", 0)) for key in KEYS]
    for name, baseline in table["baselines"].items():
        spoken = name.replace("_", " ")
        for direction in DIRECTIONS:
            measured, words = baseline.get(direction, {}), direction.replace("_", " ")
            found.append(_metric(f"{words}, {spoken}, R@10", measured, "r10", measured.get("pool", 0)))
    gap = table.get("attention_minus_equal", {})
    pool = table.get(DIRECTIONS[0], {}).get("pool", 0)
    for direction in DIRECTIONS:
        words = direction.replace("_", " ")
        found.append(_metric(f"{words}, attention gain, R@10", gap.get(direction, {}), "r10", pool))
    return found


def _phenotype_metrics(figures: Figures) -> list[Metric | None]:
    found: list[Metric | None] = []
    studies = figures["studies"]
    for how, table in (("", figures), (" by probe", figures.get("probing", {}))):
        if ef := table.get("ef"):
            found.append(_metric(f"EF error{how}, points", ef, "mae", ef["n"]))
            found.append(_metric("EF error of the mean, points", ef, "mae_of_mean", ef["n"]))
        found.append(_metric(f"AUC{how}, mean", table.get("phenotypes", {}), "mean_auc", studies))
    for name, area in figures["phenotypes"].items():
        if isinstance(area, dict):
            found.append(_metric(f"AUC, {name}", area, "auc", area["n"]))
    return found


def _fact_metrics(figures: Figures) -> list[Metric | None]:
    found: list[Metric | None] = []
    facts = figures.get("facts", {})
    for how, table in (("facts", facts), ("abnormal facts", facts.get("abnormal", {}))):
        for key in ("precision", "recall", "f1"):
            found.append(_metric(f"{how}, {'F1' if key == 'f1' else key}", table, key, table.get("stated", 0)))
    found.append(_metric("facts, share that contradicts", facts, "contradictions", facts.get("stated", 0)))
    for name, baseline in facts.get("baselines", {}).items():
        spoken = f"abnormal facts, {name.replace('_', ' ')}, F1"
        found.append(_metric(spoken, baseline["abnormal"], "f1", baseline["abnormal"]["stated"]))
    return found


def _attention_metrics(figures: Figures) -> list[Metric | None]:
    attention = figures["attention"]
    return [_metric("sections with a true view first", attention, "sections_with_true_view_first", attention["of"])]
